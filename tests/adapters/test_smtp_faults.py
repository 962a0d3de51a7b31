"""What becomes of a letter when the SMTP server refuses, stumbles or is gone (SPEC §11.5): never lost, seldom twice."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mailflow.errors import ConfigError
from mailflow.outbox import SmtpSender, SmtpServer
from mailflow.ports import Delivery, Outcome
from mailflow.sandbox.servers import Sandbox
from tests.adapters.certificates import Certificates
from tests.adapters.scripted_smtp import CUT, HANG, ScriptedSmtp

ELS = "els@ocmw-mol.example"
LETTER = b"Subject: Stage\r\n\r\nGoeiedag\r\n"


@contextmanager
def sender_to(
    port: int, username: str = "", secret: Callable[[], str] = str, **options: object
) -> Iterator[SmtpSender]:
    timeouts = {"connect_timeout": 1.0, "read_timeout": 0.5, "data_timeout": 0.5}
    server = SmtpServer(
        "127.0.0.1",
        port,
        "none",
        "hrm@mi-is.example",
        username,
        secret,
        **{**timeouts, **options},  # type: ignore[arg-type]
    )
    sender = SmtpSender(server)
    yield sender
    sender.close()


def answered(answers: dict[str, str]) -> Delivery:
    with ScriptedSmtp(answers) as server, sender_to(server.port) as sender:
        return sender.send(ELS, LETTER)


@pytest.mark.parametrize(
    "line",
    [
        "550 5.1.1 <els@ocmw-mol.example>: user unknown",
        "550 no such user here",
        "550 5.4.1 Recipient address rejected: Access denied",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        "550 5.2.1 mailbox disabled",
        "551 user not local",
        "553 5.1.3 bad address syntax",
        "554 5.1.2 bad domain",
        "556 5.1.10 domain accepts no mail",
    ],
)
def test_what_says_that_the_recipient_is_not_there_is_final(line: str) -> None:
    delivery = answered({"RCPT": line})
    assert (delivery.outcome, delivery.detail) == (Outcome.REFUSED, line)


@pytest.mark.parametrize(
    "line",
    [
        "450 4.2.0 greylisted",
        "452 4.2.2 mailbox full",
        "550 5.2.2 mailbox full",
        "552 5.2.2 over quota",
        "550 quota exceeded",
        "550 5.7.1 relaying denied",
        "550 relay not permitted",
        "554 5.7.1 blocked by reputation",
        "550 5.7.60 SMTP; client does not have permissions to send as this sender",
        "530 5.7.0 authentication required",
        "550 5.1.8 sender rejected",
        "550 4.1.1 contradiction",
        "503 5.5.1 bad sequence of commands",
        "501 5.1.3 what?",
        "554 transaction failed: spam",
        "599 whatever",
    ],
)
def test_what_is_about_us_or_room_or_unknown_is_tried_again(line: str) -> None:
    delivery = answered({"RCPT": line})
    assert (delivery.outcome, delivery.detail) == (Outcome.DEFERRED, line)
    assert not delivery.server_down


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("550 5.1.1 <els@ocmw-mol.example> user unknown", Outcome.REFUSED),
        ("550 Els@OCMW-Mol.example has no mailbox", Outcome.REFUSED),
        ("550 5.1.1 user unknown", Outcome.REFUSED),
        ("552 5.3.4 message too big for els@ocmw-mol.example", Outcome.DEFERRED),
        ("550 5.7.1 message to els@ocmw-mol.example looks like spam", Outcome.DEFERRED),
        ("554 5.6.0 bad content", Outcome.DEFERRED),
        ("554 transaction failed", Outcome.DEFERRED),
        ("451 4.3.0 disk full", Outcome.DEFERRED),
    ],
)
def test_after_the_letter_only_what_names_the_recipient_is_final(line: str, outcome: Outcome) -> None:
    assert answered({".": line}).outcome is outcome


@pytest.mark.parametrize("step", ["MAIL", "HELLO"])
@pytest.mark.parametrize("line", ["421 4.3.2 going down", "554 5.7.1 your address is blocked", "451 4.3.0 busy"])
def test_a_server_that_takes_nothing_from_us_is_down(step: str, line: str) -> None:
    delivery = answered({step: line})
    assert delivery.outcome is Outcome.DEFERRED
    assert delivery.server_down
    assert line.split(" ", 1)[1] in delivery.detail


def test_a_refused_login_is_temporary_and_tells_no_secret() -> None:
    with (
        ScriptedSmtp({"AUTH": "535 5.7.8 bad credentials"}) as server,
        sender_to(server.port, "hrm@mi-is.example", lambda: "geheim") as sender,
    ):
        delivery = sender.send(ELS, LETTER)
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)
    assert "535 5.7.8 bad credentials" in delivery.detail
    assert "geheim" not in delivery.detail


def test_an_expired_token_is_temporary() -> None:
    with (
        ScriptedSmtp({"AUTH": "535 5.7.3 token expired"}) as server,
        sender_to(server.port, "hrm@mi-is.example", lambda: "token", login="oauth2") as sender,
    ):
        delivery = sender.send(ELS, LETTER)
        assert any(command.startswith("AUTH XOAUTH2 ") for command in server.commands)
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)


def test_a_token_logs_in() -> None:
    with ScriptedSmtp() as server, sender_to(server.port, "hrm", lambda: "token", login="oauth2") as sender:
        assert sender.send(ELS, LETTER).outcome is Outcome.SENT


def test_a_password_with_accents_logs_in() -> None:
    with ScriptedSmtp() as server, sender_to(server.port, "hrm", lambda: "gehéim") as sender:
        assert sender.send(ELS, LETTER).outcome is Outcome.SENT


def test_a_password_that_cannot_be_read_is_temporary() -> None:
    def secret() -> str:
        raise PermissionError("/etc/mailflow/password")

    with ScriptedSmtp() as server, sender_to(server.port, "hrm", secret) as sender:
        delivery = sender.send(ELS, LETTER)
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)
    assert "can't be read" in delivery.detail


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with sender_to(port) as sender:
        delivery = sender.send(ELS, LETTER)
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)
    assert f"127.0.0.1:{port}: connection refused" in delivery.detail


@pytest.mark.parametrize("step", ["HELLO", "MAIL", "RCPT", "DATA", "."])
def test_a_server_that_falls_silent_is_left_after_the_time_out(step: str) -> None:
    began = time.monotonic()
    delivery = answered({step: HANG})
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)
    assert "does not answer in time" in delivery.detail
    assert time.monotonic() - began < 4


def test_only_a_letter_that_was_sent_may_have_arrived() -> None:
    assert "may have arrived" not in answered({"DATA": HANG}).detail
    assert "may have arrived" in answered({".": HANG}).detail


def test_a_letter_without_a_last_line_end_arrives_with_one() -> None:
    with ScriptedSmtp() as server, sender_to(server.port) as sender:
        assert sender.send(ELS, b"Subject: x\r\n\r\n.a\r\n..b\r\n.").outcome is Outcome.SENT
        assert server.letters == [b"Subject: x\r\n\r\n..a\r\n...b\r\n..\r\n"]


def test_a_line_cut_after_the_letter_is_not_tried_again_at_once() -> None:
    with ScriptedSmtp({".": CUT}) as server, sender_to(server.port) as sender:
        delivery = sender.send(ELS, LETTER)
        assert server.connections == 1
    assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, True)
    assert "may have arrived" in delivery.detail


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew_without_a_second_letter() -> None:
    with ScriptedSmtp(cut_after=2) as server, sender_to(server.port) as sender:
        for _ in range(5):
            assert sender.send(ELS, LETTER).outcome is Outcome.SENT
        assert server.connections == 3
        assert len(server.letters) == 5


def test_a_server_that_always_cuts_is_tried_twice_at_most() -> None:
    with ScriptedSmtp({"MAIL": CUT}) as server, sender_to(server.port) as sender:
        for _ in range(2):
            assert sender.send(ELS, LETTER).server_down
        assert server.connections <= 4


def test_a_refused_recipient_leaves_the_connection_in_use() -> None:
    with ScriptedSmtp({"RCPT": "550 5.1.1 unknown"}) as server, sender_to(server.port) as sender:
        sender.send(ELS, LETTER)
        server.answers.clear()
        assert sender.send(ELS, LETTER).outcome is Outcome.SENT
        assert server.connections == 1


@pytest.mark.parametrize(
    "address", ["", "els", "els@", "@mol.example", "els@mol.example\r\nDATA", "a b@mol.example", "<a@b>"]
)
def test_what_is_no_address_is_never_said_to_the_server(address: str) -> None:
    with ScriptedSmtp() as server, sender_to(server.port) as sender:
        assert sender.send(address, LETTER).outcome is Outcome.DEFERRED
        assert server.commands == []


def test_a_domain_with_accents_is_said_in_ascii() -> None:
    with ScriptedSmtp() as server, sender_to(server.port) as sender:
        assert sender.send("els@ocmw-liège.example", LETTER).outcome is Outcome.SENT
        assert "rcpt to:<els@xn--ocmw-lige-63a.example>" in [command.lower() for command in server.commands]


def test_an_address_with_accents_waits_for_a_server_that_can() -> None:
    with ScriptedSmtp() as server, sender_to(server.port) as sender:
        delivery = sender.send("hélène@mol.example", LETTER)
        assert (delivery.outcome, delivery.server_down) == (Outcome.DEFERRED, False)
        assert "SMTPUTF8" in delivery.detail
        assert sender.send(ELS, LETTER).outcome is Outcome.SENT
    with Sandbox({}) as box, sender_to(box.smtp_port) as sender:
        assert sender.send("hélène@mol.example", LETTER).outcome is Outcome.SENT
        assert box.messages[0].recipients == ("hélène@mol.example",)


def test_an_answer_of_many_lines_becomes_one() -> None:
    delivery = answered({"RCPT": "550-5.1.1 no such\r\n550 5.1.1 mailbox \x1b[31m"})
    assert delivery.detail == "550 5.1.1 no such 5.1.1 mailbox ?[31m"


def test_starttls_protects_login_and_letter(certificates: Certificates) -> None:
    account = {"hrm@mi-is.example": "geheim"}
    with Sandbox(account, certificate=(certificates.chain, certificates.key)) as box:
        server = SmtpServer(
            "localhost", box.smtp_port, "starttls", "hrm@mi-is.example", "hrm@mi-is.example", lambda: "geheim",
            cafile=certificates.authority,
        )  # fmt: skip
        sender = SmtpSender(server)
        assert sender.send(ELS, LETTER).outcome is Outcome.SENT
        sender.close()


def test_a_certificate_that_nobody_vouches_for_gets_no_letter(certificates: Certificates) -> None:
    with Sandbox({}, certificate=(certificates.chain, certificates.key)) as box:
        sender = SmtpSender(SmtpServer("localhost", box.smtp_port, "starttls", "hrm@mi-is.example"))
        delivery = sender.send(ELS, LETTER)
        sender.close()
        assert box.messages == []
    assert delivery.server_down
    assert "certificate is not trusted" in delivery.detail


def test_starttls_that_is_not_offered_is_never_done_without() -> None:
    with Sandbox({}) as box:
        sender = SmtpSender(SmtpServer("localhost", box.smtp_port, "starttls", "hrm@mi-is.example"))
        assert sender.send(ELS, LETTER).server_down
        sender.close()
        assert box.messages == []


def test_no_encryption_is_allowed_on_loopback_only() -> None:
    with pytest.raises(ConfigError, match=r"\[smtp\] security.*only on loopback"):
        SmtpServer("smtp.mi-is.example", 25, "none", "hrm@mi-is.example")
