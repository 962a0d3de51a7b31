"""What every sender must do, in memory and over SMTP (ports.Sender, SPEC §11.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mailflow.outbox import SmtpSender, SmtpServer
from mailflow.ports import Delivery, Outcome, Sender
from mailflow.sandbox.servers import Sandbox
from mailflow.testing.sender import FakeSender

LETTER = b"From: hrm@mi-is.example\r\nTo: els@ocmw-mol.example\r\nSubject: Stage\r\n\r\nGoeiedag\r\n.punt\r\n"


@dataclass
class InMemory:
    sender: FakeSender

    def answer(self, address: str, line: str) -> None:
        outcome = Outcome.REFUSED if line.startswith("5") else Outcome.DEFERRED
        self.sender.by_address[address] = Delivery(outcome, line)

    def taken(self) -> list[tuple[str, bytes]]:
        return [(sent.address, sent.content) for sent in self.sender.sent]


@dataclass
class OverSmtp:
    sender: SmtpSender
    box: Sandbox

    def answer(self, address: str, line: str) -> None:
        self.box.refuse[address] = line

    def taken(self) -> list[tuple[str, bytes]]:
        return [(recipient, message.content) for message in self.box.messages for recipient in message.recipients]


@pytest.fixture(params=["memory", "smtp"])
def post(request: pytest.FixtureRequest) -> Iterator[InMemory | OverSmtp]:
    if request.param == "memory":
        yield InMemory(FakeSender())
        return
    with Sandbox({"hrm@mi-is.example": "geheim"}) as box:
        server = SmtpServer(
            "127.0.0.1", box.smtp_port, "none", "hrm@mi-is.example", "hrm@mi-is.example", lambda: "geheim"
        )
        sender = SmtpSender(server)
        yield OverSmtp(sender, box)
        sender.close()


def test_a_letter_arrives_byte_for_byte(post: InMemory | OverSmtp) -> None:
    sender: Sender = post.sender
    assert sender.send("els@ocmw-mol.example", LETTER).outcome is Outcome.SENT
    assert post.taken() == [("els@ocmw-mol.example", LETTER)]


def test_several_letters_go_one_after_the_other(post: InMemory | OverSmtp) -> None:
    for number in range(5):
        assert post.sender.send(f"p{number}@ocmw-mol.example", LETTER).outcome is Outcome.SENT
    assert [address for address, _ in post.taken()] == [f"p{number}@ocmw-mol.example" for number in range(5)]


def test_a_recipient_who_is_not_there_is_refused_and_the_next_letter_goes(post: InMemory | OverSmtp) -> None:
    post.answer("weg@ocmw-mol.example", "550 5.1.1 no such mailbox")
    refused = post.sender.send("weg@ocmw-mol.example", LETTER)
    assert (refused.outcome, refused.detail) == (Outcome.REFUSED, "550 5.1.1 no such mailbox")
    assert not refused.server_down
    assert post.sender.send("els@ocmw-mol.example", LETTER).outcome is Outcome.SENT
    assert len(post.taken()) == 1


def test_a_recipient_who_is_busy_is_deferred_and_the_next_letter_goes(post: InMemory | OverSmtp) -> None:
    post.answer("vol@ocmw-mol.example", "451 4.2.1 try later")
    deferred = post.sender.send("vol@ocmw-mol.example", LETTER)
    assert (deferred.outcome, deferred.detail, deferred.server_down) == (Outcome.DEFERRED, "451 4.2.1 try later", False)
    assert post.sender.send("els@ocmw-mol.example", LETTER).outcome is Outcome.SENT


def test_a_sender_can_be_closed_twice(post: InMemory | OverSmtp) -> None:
    post.sender.send("els@ocmw-mol.example", LETTER)
    post.sender.close()
    post.sender.close()
