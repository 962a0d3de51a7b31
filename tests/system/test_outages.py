"""Servers that are gone, silent, slow, full, or that take back what they gave: the daemon waits, says so, and goes on."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.adapters.dovecot import Dovecot
from tests.adapters.scripted_imap import ScriptedImap, Talk
from tests.adapters.scripted_smtp import CUT, ScriptedSmtp
from tests.system.people import CLAIRE, ELS, HR, OPERATOR, mail, request
from tests.system.post import Sink
from tests.system.site import DONE, Site
from tests.system.wire import Wire

BERT = "bert.claes@mi-is.example"


# ------------------------------------------------------------------------------------------------------- the mailbox


def leaves_at(word: bytes) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(word)

    return script


def leaves_in_idle(talk: Talk) -> None:
    talk.greet()
    talk.until(b"IDLE")
    talk.say(b"+ idling")


def refuses_login(talk: Talk) -> None:
    talk.greet()
    talk.until(b"LOGIN")
    talk.no(b"[AUTHENTICATIONFAILED] no")
    talk.serve()


FLAPPING: dict[str, Callable[[Talk], None]] = {
    "silent": Talk.hang,
    "hangs up at once": lambda talk: None,
    "says BYE": lambda talk: talk.say(b"* BYE too many connections"),
    "refuses the login": refuses_login,
    "hangs up at the folder": leaves_at(b"SELECT"),
    "hangs up at the search": leaves_at(b"UID SEARCH"),
    "hangs up in IDLE": leaves_in_idle,
}


def test_a_server_that_never_lets_us_work_is_called_ever_less_and_costs_nothing(
    dovecot: Dovecot, sink: Sink, tmp_path: Path
) -> None:
    """All of them at once, a daemon each: what is measured is the time of its own process."""
    with ExitStack() as stack:
        calls, daemons = {}, {}
        for name, script in FLAPPING.items():
            calls[name] = stack.enter_context(ScriptedImap(script))
            folder = tmp_path / name.replace(" ", "-")
            folder.mkdir()
            site = Site(folder, dovecot, sink, "hrm@mi-is.example")
            stack.callback(site.clean_up)
            site.configure({"mailbox": {"port": calls[name].port, "poll": "60s", "retry": "5m"}})
            daemons[name] = site.start(ready=False)
        for name, daemon in daemons.items():
            daemon.wait_for_event("started" if name == "silent" else "unreachable", seconds=60)
        used = {name: daemon.cpu_seconds() for name, daemon in daemons.items()}
        called = {name: len(server.talks) for name, server in calls.items()}
        time.sleep(5)
        for name, daemon in daemons.items():
            # At once, after one second, two, four, eight; each spread by a fifth.
            assert len(calls[name].talks) - called[name] <= 3, name
            share = (daemon.cpu_seconds() - used[name]) / 5
            assert share < 0.1, f"{name}: {share:.0%} of a processor"
            whys = [event["why"] for event in daemon.events() if event["event"] == "unreachable"]
            assert all(f"127.0.0.1:{calls[name].port}" in why for why in whys)


@contextmanager
def provider(tokens: list[str]) -> Iterator[int]:
    """Give tokens of an hour, one after the other, at a port of this machine."""

    class Gives(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told = json.dumps({"access_token": tokens.pop(0), "expires_in": 3600}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Gives) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_a_token_that_was_revoked_is_told_in_one_line_and_replaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    logins: list[bytes] = []

    def takes_the_second(talk: Talk) -> None:
        talk.capabilities += b" AUTH=XOAUTH2 SASL-IR"
        talk.greet()
        command = talk.until(b"AUTHENTICATE")
        if len(command.split()) < 3:
            talk.say(b"+ ")
            command += b" " + talk.lines.readline().strip()
        logins.append(command.split()[2])
        if len(set(logins)) == 1:
            talk.say(b"+ eyJzdGF0dXMiOiI0MDEifQ==")
            talk.lines.readline()
            talk.no(b"[AUTHENTICATIONFAILED] token expired")
            return
        talk.ok()
        talk.serve()

    monkeypatch.setenv("CLIENT_SECRET", "geheim")
    with ScriptedImap(takes_the_second) as server, provider(["revoked", "valid"]) as port:
        oauth2 = {"provider": "custom", "token_url": f"http://127.0.0.1:{port}/", "client_id": "app", "scope": "mail"}
        site.configure(
            {
                "mailbox": {"port": server.port, "oauth2": True},
                "oauth2": {**oauth2, "client_secret_env": "CLIENT_SECRET"},
            }
        )
        daemon = site.start()
        why = daemon.wait_for_event("unreachable")["why"]
        assert "token expired" in why
        assert "\n" not in why
        daemon.wait_for_event("baseline")
        daemon.stop_well()
        assert daemon.names().count("unreachable") == 1
        assert len(logins) == len(set(logins)) == 2
        assert "revoked" not in daemon.said()


def test_lines_that_come_octet_by_octet_are_read_like_whole_ones(site: Site) -> None:
    site.mailbox.lay([request(site.user), mail("ann@mi-is.example", site.user, "Lunch?", "Straks?")])
    with Wire(site.server.port, chop=1) as wire:
        site.configure({"mailbox": {"port": wire.port}})
        site.once()
        daemon = site.start()
        site.mailbox.lay([request(site.user, "tom.maes@ocmw-geel.example")])
        site.sink.wait_for(lambda: bool(site.sink.to("tom.maes@ocmw-geel.example")))
        daemon.stop_well()
    assert len(site.mailbox.lying(DONE)) == 2
    assert len(site.mailbox.lying("INBOX")) == 1


def test_mail_delivered_twice_or_again_has_one_effect(site: Site) -> None:
    raw = request(site.user)
    again = b"Received: from a.example by b.example; Mon, 1 Feb 2027 10:00:00 +0100\r\n" + raw
    site.mailbox.lay([raw, raw, again])
    site.once()
    site.mailbox.lay([again])
    site.once()
    site.once()
    assert len(site.requests()) == 1
    assert Counter(letter.to for letter in site.sink.taken) == {ELS: 1, HR: 1}
    # The copies are no mail that anybody has to look at: they lie where the first one lies.
    assert site.mailbox.lying("INBOX") == []
    assert sorted(lying.raw for lying in site.mailbox.lying(DONE)) == sorted([raw, raw, again, again])


def test_a_folder_restored_under_new_numbers_is_read_again_and_nothing_is_done_twice(site: Site) -> None:
    raw, other = request(site.user), mail("ann@mi-is.example", site.user, "Lunch?", "Straks?")
    site.mailbox.lay([other], flags=(b"\\Seen", b"\\Flagged"))
    site.mailbox.lay([raw])
    site.once()
    (before,) = site.mailbox.lying("INBOX")
    # What came before the backup lies in the inbox again; what came after it is new.
    site.mailbox.lay([raw, request(site.user, "tom.maes@ocmw-geel.example")])
    maildir = site.server.maildir(site.user)
    old = (maildir / "dovecot-uidlist").read_text().split()[1]
    time.sleep(1)
    for path in (maildir / "dovecot-uidlist", *maildir.glob("dovecot.index*")):
        path.unlink()
    site.once()
    assert (maildir / "dovecot-uidlist").read_text().split()[1] != old
    assert len(site.requests()) == 2
    assert Counter(letter.to for letter in site.sink.taken) == {ELS: 1, "tom.maes@ocmw-geel.example": 1, HR: 2}
    assert [(lying.raw, lying.flags) for lying in site.mailbox.lying("INBOX")] == [(before.raw, before.flags)]
    assert len(site.mailbox.lying(DONE)) == 3


def test_a_request_in_a_mail_of_30_mb_is_handled_without_reading_it_whole(site: Site) -> None:
    attached = "\r\n".join(["A" * 76] * 400_000)
    head, _, text = request(site.user).decode().partition("\r\n\r\n")
    kind = "Content-Type: text/plain; charset=utf-8"
    head = "\r\n".join(line for line in head.split("\r\n") if not line.startswith(("Content-", "MIME-")))
    boundary = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b"
    pdf = "Content-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64"
    raw = f"{head}\r\n{boundary}\r\n\r\n--b\r\n{kind}\r\n\r\n{text}\r\n--b\r\n{pdf}\r\n\r\n{attached}\r\n--b--\r\n"
    assert len(raw) > 30_000_000
    site.mailbox.lay([raw.encode()])
    daemon = site.start()
    site.sink.wait_for(lambda: bool(site.sink.to(ELS) and site.sink.to(HR)))
    daemon.wait_for_event("letter_sent", 2)
    peak = next(line for line in Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines() if "VmHWM" in line)
    assert int(peak.split()[1]) < 200_000, peak
    daemon.stop_well()
    assert [len(lying.raw) for lying in site.mailbox.lying(DONE)] == [len(raw)]


def test_a_done_folder_that_takes_nothing_for_a_while_is_filled_later(site: Site) -> None:
    site.configure({"mailbox": {"poll": "1s"}})
    daemon = site.start()
    site.mailbox.lay([request(site.user)])
    site.sink.wait_for(lambda: len(site.mailbox.lying(DONE)) == 1)
    folder = site.server.maildir(site.user) / f".{DONE.replace('/', '.')}"
    for part in ("tmp", "new", "cur"):
        (folder / part).chmod(0o500)
    try:
        site.mailbox.lay([request(site.user, "tom.maes@ocmw-geel.example")])
        daemon.wait_for_event("move_refused", 2)
        site.sink.wait_for(lambda: bool(site.sink.to("tom.maes@ocmw-geel.example")))
        assert len(site.mailbox.lying("INBOX")) == 1
    finally:
        for part in ("tmp", "new", "cur"):
            (folder / part).chmod(0o700)
    site.sink.wait_for(lambda: len(site.mailbox.lying(DONE)) == 2)
    daemon.stop_well()
    assert len(site.requests()) == 2
    assert Counter(letter.to for letter in site.sink.taken)["tom.maes@ocmw-geel.example"] == 1
    assert "unreachable" not in daemon.names()


# --------------------------------------------------------------------------------------------------- the mail server


def test_one_of_two_readers_who_is_refused_does_not_cost_the_other_the_letter(site: Site) -> None:
    site.configure({"people": {"hr": [HR, BERT]}})
    site.sink.refused = {BERT: "550 5.1.1 user unknown"}
    site.mailbox.lay([request(site.user)])
    site.once()
    site.once()
    assert len(site.sink.to(HR, "Te beslissen")) == 1
    assert site.sink.to(BERT) == []
    # Who is of HR, the operator said; so he hears of it.
    assert f"{BERT}, iemand van HR, kan niet worden bezorgd: 550 5.1.1" in site.sink.last(OPERATOR, "").text
    failed = [letter["to"] for letter in site.json("outbox") if letter["status"] == "refused"]
    assert set(failed) == {BERT}


def test_a_line_cut_after_the_letter_doubles_it_once_with_the_same_message_id(site: Site) -> None:
    with ScriptedSmtp({".": CUT}) as server:
        site.configure({"smtp": {"port": server.port, "retry": "1s"}})
        daemon = site.start()
        site.mailbox.lay([request(site.user)])
        why = daemon.wait_for_event("letter_deferred")["why"]
        assert "may have arrived" in why
        server.answers.clear()
        daemon.wait_for_event("letter_sent", 2, 30)
        daemon.stop_well()
        assert len(server.letters) == 2
        events = [event for event in daemon.events() if event["event"] in ("letter_deferred", "letter_sent")]
        assert len({event["message_id"] for event in events}) == 2


def test_a_slow_mail_server_gets_each_letter_once(site: Site) -> None:
    with ScriptedSmtp(pause=0.2) as server:
        site.configure({"smtp": {"port": server.port}})
        site.mailbox.lay([request(site.user), request(site.user, "tom.maes@ocmw-geel.example")])
        daemon = site.start()
        daemon.wait_for_event("letter_sent", 4)
        daemon.stop_well()
        assert len(server.letters) == 4


@pytest.mark.parametrize("answer", ["451 4.3.0 busy", "421 4.3.2 going down"])
def test_a_server_that_takes_nothing_at_the_moment_gets_the_letters_later(site: Site, answer: str) -> None:
    with ScriptedSmtp({"MAIL": answer}) as server:
        site.configure({"smtp": {"port": server.port, "retry": "1s"}})
        daemon = site.start()
        site.mailbox.lay([request(site.user)])
        daemon.wait_for_event("letter_deferred", 2)
        used = daemon.cpu_seconds()
        time.sleep(2)
        assert daemon.cpu_seconds() - used < 0.4
        server.answers.clear()
        daemon.wait_for_event("letter_sent", 2, 30)
        daemon.stop_well()
        assert len(server.letters) == 2
        assert OPERATOR not in b"".join(server.letters).decode()
        assert CLAIRE not in b"".join(server.letters).decode()
