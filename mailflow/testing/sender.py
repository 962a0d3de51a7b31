"""A sender in memory, for tests of rules and pipeline: keeps what was sent, and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mailflow.ports import Delivery, Outcome

SENT = Delivery(Outcome.SENT, "250 2.0.0 taken")
DEFERRED = Delivery(Outcome.DEFERRED, "451 4.3.0 later")
REFUSED = Delivery(Outcome.REFUSED, "550 5.1.1 no such mailbox")
DOWN = Delivery(Outcome.DEFERRED, "connection refused", server_down=True)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was handed over and taken."""

    address: str
    content: bytes


@dataclass(slots=True)
class FakeSender:
    """Takes letters; satisfies ``ports.Sender``.

    ``answers`` are given one by one, then ``by_address``, else every letter is sent. ``tried`` lists all addresses
    in the order of the tries, ``sent`` only what was taken. ``before`` is called with each letter before it is
    judged (to look at the store at that moment, or to stop the story there).
    """

    answers: list[Delivery] = field(default_factory=list)
    by_address: dict[str, Delivery] = field(default_factory=dict)
    before: Callable[[str, bytes], None] | None = None
    sent: list[Sent] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    closed: bool = False

    def send(self, address: str, content: bytes) -> Delivery:
        """Take one letter and say what became of it."""
        self.tried.append(address)
        if self.before is not None:
            self.before(address, content)
        delivery = self.answers.pop(0) if self.answers else self.by_address.get(address.casefold(), SENT)
        if delivery.outcome is Outcome.SENT:
            self.sent.append(Sent(address, content))
        return delivery

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True
