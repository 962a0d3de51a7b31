"""What goes wrong around mailflow: wrong passwords, dead servers, mistakes in files; each is said and outlived."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.certificates import Certificates
from tests.adapters.dovecot import Dovecot
from tests.system.people import ELS, HR, OPERATOR, request
from tests.system.post import Sink
from tests.system.site import DONE, Site
from tests.system.wire import Wire


class MortalDovecot(Dovecot):
    """A Dovecot that can be killed and started again on the same mail and the same ports."""

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(5)

    def start_again(self) -> None:
        (self.base / "run" / "master.pid").unlink(missing_ok=True)
        with (self.base / "output").open("ab") as output:
            self._process = subprocess.Popen(
                self._process.args, stdout=output, stderr=output, start_new_session=True, **privileges(self.base)
            )  # fmt: skip
        self._wait_until_up()


def privileges(base: Path) -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    owner = base.stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


@pytest.fixture
def mortal(certificates: Certificates) -> Iterator[MortalDovecot]:
    with MortalDovecot(certificates) as server:
        yield server


def test_a_wrong_password_is_one_line_and_75(site: Site) -> None:
    site.password = "fout"
    done = site.command("once")
    assert done.returncode == 75
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert site.user in done.stderr
    assert "fout" not in done.stderr


def test_an_unreachable_server_is_one_line_and_75(site: Site) -> None:
    site.configure({"mailbox": {"port": 1}})
    done = site.command("once")
    assert done.returncode == 75
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "127.0.0.1:1" in done.stderr


def test_letters_leave_although_the_mailbox_is_unreachable(site: Site) -> None:
    port, site.sink.port = site.sink.port, 1
    site.configure({})
    site.mailbox.lay([request(site.user)])
    deferred = site.command("once")
    assert deferred.returncode == 75
    assert "letters that could not leave yet" in deferred.stderr
    assert {letter["kind"] for letter in site.json("outbox")} == {"received", "decide"}

    site.sink.port = port
    site.configure({"mailbox": {"port": 1}})
    later = "2099-01-01T12:00"
    assert site.command("once", "--now", later).returncode == 75
    assert site.json("outbox") == []
    assert len(site.sink.to(ELS)) >= 1


def test_mistakes_in_the_configuration_are_told_all_at_once_and_78(site: Site) -> None:
    site.configure({"mailbox": {"pol": "60s", "security": "tsl"}, "people": {"hr": ["nobody"]}})
    for command in ("once", "run"):
        done = site.command(command)
        assert done.returncode == 78
        assert len(done.stderr.splitlines()) == 3, done.stderr
        assert "did you mean poll" in done.stderr


def test_a_missing_password_is_78(site: Site) -> None:
    site.password = ""
    done = site.command("once")
    assert done.returncode == 78
    assert "MAILFLOW_MAILBOX_PASSWORD" in done.stderr


def test_the_daemon_outlives_the_death_of_the_imap_server(mortal: MortalDovecot, sink: Sink, tmp_path: Path) -> None:
    site = Site(tmp_path, mortal, sink, mortal.new_user())
    site.configure({"mailbox": {"poll": "1s", "retry": "1s", "alarm_after": "3s"}})
    try:
        daemon = site.start()
        daemon.wait_for_event("baseline")
        site.mailbox.lay([request(site.user)])
        sink.wait_for(lambda: bool(sink.to(ELS)))

        mortal.kill()
        daemon.wait_for_event("unreachable", 2)
        began, used = time.monotonic(), daemon.cpu_seconds()
        daemon.wait_for_event("silence")
        time.sleep(2)
        share = (daemon.cpu_seconds() - used) / (time.monotonic() - began)
        assert share < 0.25, f"{share:.0%} of a processor while the server is down"
        # Letters still leave: the operator hears of it once.
        assert len(sink.to(OPERATOR)) == 1
        assert "unreachable" in daemon.names()

        mortal.start_again()
        site.mailbox.lay([request(site.user, "tom.maes@ocmw-geel.example")])
        sink.wait_for(lambda: bool(sink.to("tom.maes@ocmw-geel.example")))
        daemon.wait_for_event("mailbox_again")
        sink.wait_for(lambda: len(sink.to(OPERATOR)) == 2)
        assert "weer in orde" in sink.to(OPERATOR)[-1].subject
        daemon.stop_well()
        assert len(site.mailbox.lying(DONE)) == 2
    finally:
        site.clean_up()


def test_the_daemon_starts_although_no_server_answers(site: Site) -> None:
    site.configure({"mailbox": {"port": 1, "retry": "1s"}})
    daemon = site.start()
    daemon.wait_for_event("unreachable", 3)
    tries = daemon.names().count("unreachable")
    time.sleep(2)
    # Growing delays, and no busy loop.
    assert daemon.names().count("unreachable") - tries <= 4
    daemon.stop_well()


def test_letters_wait_for_a_dead_mail_server_and_then_leave(site: Site) -> None:
    port, site.sink.port = site.sink.port, 1
    site.configure({"smtp": {"retry": "1s"}})
    daemon = site.start()
    site.mailbox.lay([request(site.user)])
    daemon.wait_for_event("letter_deferred", 2)
    assert len(site.mailbox.lying(DONE)) == 1
    daemon.stop_well()
    site.sink.port = port
    site.configure({"smtp": {"retry": "1s"}})
    daemon = site.start()
    site.sink.wait_for(lambda: {letter.to for letter in site.sink.taken} == {ELS, HR})
    daemon.stop_well()
    assert len(site.sink.taken) == 2


def test_the_operator_hears_by_the_second_way_that_the_first_is_dead(site: Site) -> None:
    port, site.sink.port = site.sink.port, 1
    second = {"host": "127.0.0.1", "port": port, "security": "none"}
    site.configure(
        {
            "mailbox": {"port": 1, "poll": "1s", "retry": "1s", "alarm_after": "2s"},
            "smtp": {"retry": "1s"},
            "alarm": second,
        }
    )
    daemon = site.start()
    # The first way is only known to be dead once it was tried; then the second one takes over.
    site.sink.wait_for(lambda: bool(site.sink.to(OPERATOR)))
    daemon.stop_well()
    assert {letter.to for letter in site.sink.taken} == {OPERATOR}
    assert "127.0.0.1:1" in site.sink.last(OPERATOR, "").text


def test_an_order_of_the_operator_ends_the_wait_for_a_dead_mail_server(site: Site) -> None:
    with Wire(1) as wire:
        site.configure({"smtp": {"port": wire.port, "retry": "15m"}})
        daemon = site.start()
        site.mailbox.lay([request(site.user)])
        daemon.wait_for_event("letter_deferred")
        wire.target = site.sink.port
        assert "2 letters will be tried at once" in site.told("retry")
        site.sink.wait_for(lambda: bool(site.sink.to(ELS)), 10)
        daemon.stop_well()


def test_a_full_disk_stops_the_mail_and_nothing_is_lost(site: Site) -> None:
    site.configure({"mailbox": {"poll": "1s", "retry": "1s", "alarm_after": "2s"}})
    daemon = site.start()
    site.mailbox.lay([request(site.user)])
    daemon.wait_for_event("letter_sent", 2)
    journal = site.store_path.with_name(site.store_path.name + ".journal")
    # No file may grow beyond the journal; the log is much smaller and goes on.
    unlimited = resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE)
    limit = journal.stat().st_size + 100
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (limit, unlimited[1]))
    site.mailbox.lay([request(site.user, "tom.maes@ocmw-geel.example")])
    daemon.wait_for_event("unwritable", 2)
    site.sink.wait_for(lambda: bool(site.sink.to(OPERATOR)))
    assert len(site.mailbox.lying("INBOX")) == 1
    assert not site.sink.to("tom.maes@ocmw-geel.example")

    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, unlimited)
    site.sink.wait_for(lambda: bool(site.sink.to("tom.maes@ocmw-geel.example")))
    daemon.wait_for_event("mailbox_again")
    site.sink.wait_for(lambda: len(site.sink.to(OPERATOR)) == 2)
    daemon.stop_well()
    assert "weer in orde" in site.sink.to(OPERATOR)[-1].subject
    assert len(site.requests()) == 2
    assert site.mailbox.lying("INBOX") == []


def test_a_password_file_that_is_being_replaced_does_not_end_the_daemon(site: Site) -> None:
    secret = site.folder / "secret"
    secret.write_text(site.password)
    with Wire(site.server.port) as wire:
        site.configure({"mailbox": {"password_file": "secret", "retry": "1s", "poll": "1s", "port": wire.port}})
        daemon = site.start()
        daemon.wait_for_event("baseline")
        secret.unlink()
        wire.cut()
        # First the link is cut, then no login is possible.
        why = daemon.wait_for_event("unreachable", 2)["why"]
        assert "secret" in why
        secret.write_text(site.password)
        site.mailbox.lay([request(site.user)])
        site.sink.wait_for(lambda: bool(site.sink.to(ELS)))
        daemon.stop_well()
