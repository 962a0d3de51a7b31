"""The way into the mailbox, barred in every way (SPEC §11.4): one line for the operator, and no secret told."""

from __future__ import annotations

import re
import socket

import pytest

from mailflow.errors import ConfigError, LoginRefused, MailboxUnreachable
from mailflow.mailbox import ImapMailbox, ImapServer
from tests.adapters.scripted_imap import (
    ScriptedImap,
    Talk,
    everyday,
    mailbox,
)


def test_a_server_that_is_down_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(MailboxUnreachable, match=rf"hrm@mi-is\.example at 127\.0\.0\.1:{port}: connection refused"):
        mailbox(port).position(None)


def test_a_host_that_does_not_exist_is_told_in_one_line() -> None:
    server = ImapServer("imap.invalid", 993, "tls", "hrm@mi-is.example", lambda: "geheim")
    with pytest.raises(MailboxUnreachable, match="host name can't be found"):
        ImapMailbox(server).position(None)


def test_a_server_that_never_greets_is_left_after_the_time_out() -> None:
    with ScriptedImap(Talk.hang) as server, pytest.raises(MailboxUnreachable, match="does not answer in time"):
        mailbox(server.port).position(None)


def test_a_server_that_greets_with_bye_is_unreachable() -> None:
    with (
        ScriptedImap(lambda talk: talk.say(b"* BYE too many connections")) as server,
        pytest.raises(MailboxUnreachable, match="too many connections"),
    ):
        mailbox(server.port).position(None)


def test_something_that_speaks_no_imap_is_unreachable() -> None:
    with ScriptedImap(lambda talk: talk.say(b"220 smtp.example ESMTP")) as server, pytest.raises(MailboxUnreachable):
        mailbox(server.port).position(None)


def test_a_tls_handshake_that_never_ends_is_left_after_the_time_out() -> None:
    with ScriptedImap(Talk.hang) as server, pytest.raises(MailboxUnreachable, match="does not answer in time"):
        mailbox(server.port, security="tls").position(None)


def test_starttls_that_the_server_does_not_offer_is_never_done_without() -> None:
    with ScriptedImap(everyday) as server:
        with pytest.raises(MailboxUnreachable):
            mailbox(server.port, security="starttls").position(None)
        assert not any(b"geheim" in heard for heard in server.talks[0].heard)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"[AUTHENTICATIONFAILED] wrong password", LoginRefused),
        (b"no", LoginRefused),
        (b"[UNAVAILABLE] directory is down", MailboxUnreachable),
        (b"[LIMIT] too many sessions", MailboxUnreachable),
    ],
)
def test_a_refused_login_is_told_from_one_that_is_not_possible_now(answer: bytes, error: type[Exception]) -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"LOGIN")
        talk.no(answer)
        talk.serve()

    with ScriptedImap(script) as server, pytest.raises(error, match=re.escape(answer.decode())):
        mailbox(server.port).position(None)


def test_the_password_is_asked_anew_at_each_login_and_never_told() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"LOGIN")
        talk.no(b"[AUTHENTICATIONFAILED] wrong")
        talk.serve()

    passwords = iter(["oud", "nieuw"])
    with ScriptedImap(script, everyday) as server:
        inbox = mailbox(server.port, secret=lambda: next(passwords))
        with pytest.raises(LoginRefused) as refused:
            inbox.position(None)
        assert "oud" not in str(refused.value)
        inbox.position(None)
        inbox.close()
        assert [b"nieuw" in b" ".join(talk.heard) for talk in server.talks] == [False, True]


def test_a_password_file_that_is_missing_is_a_refused_login() -> None:
    def secret() -> str:
        raise FileNotFoundError("/etc/mailflow/password")

    with ScriptedImap(everyday) as server, pytest.raises(LoginRefused, match="can't be read: /etc/mailflow/password"):
        mailbox(server.port, secret=secret).position(None)


def test_a_password_with_accents_is_sent_in_utf_8() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        assert talk.until(b"AUTHENTICATE") == b"AUTHENTICATE PLAIN"
        talk.say(b"+ ")
        talk.heard.append(talk.lines.readline())
        talk.ok()
        talk.serve()

    with ScriptedImap(script) as server:
        inbox = mailbox(server.port, secret=lambda: "gehéim")
        inbox.position(None)
        inbox.close()


def test_an_expired_token_is_told_with_the_servers_reason() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"AUTHENTICATE")
        talk.say(b"+ ")
        talk.lines.readline()
        talk.say(b"+ eyJzdGF0dXMiOiI0MDEifQ==")
        talk.lines.readline()
        talk.no(b"AUTHENTICATE failed.")
        talk.serve()

    with ScriptedImap(script) as server, pytest.raises(LoginRefused, match=r'AUTHENTICATE failed.*"status": "401"'):
        mailbox(server.port, login="oauth2").position(None)


def test_no_encryption_is_allowed_on_loopback_only() -> None:
    with pytest.raises(ConfigError, match=r"\[mailbox\] security.*only on loopback"):
        ImapServer("imap.mi-is.example", 143, "none", "hrm@mi-is.example", lambda: "geheim")
    for host in ("localhost", "127.0.0.1", "::1"):
        ImapServer(host, 143, "none", "hrm@mi-is.example", lambda: "geheim")


def test_a_folder_without_lasting_numbers_is_refused() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"SELECT")
        talk.ok(b"* 0 EXISTS", b"* 0 RECENT")
        talk.serve()

    with ScriptedImap(script) as server, pytest.raises(MailboxUnreachable, match="UIDVALIDITY"):
        mailbox(server.port).position(None)


def test_a_watched_folder_that_is_missing_is_told_by_name() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        while True:
            command = talk.command()
            talk.ok() if command.startswith(b"LIST") else talk.answer(command)

    with ScriptedImap(script) as server, pytest.raises(MailboxUnreachable, match="no folder 'Stages'"):
        mailbox(server.port, folder="Stages").position(None)
