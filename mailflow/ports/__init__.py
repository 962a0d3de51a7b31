"""What the pipeline needs from the outside world, said from its side: Mailbox, Store, Sender, Verifier, Clock.

The adapters (``mailbox/``, ``store/``, ``outbox/``) and the fakes in ``testing.py`` satisfy these; one contract
suite per port in ``tests/adapters`` runs against the fake and the real server. No port speaks of IMAP, TinyDB or
SMTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.signature import Verdict
from mailflow.model.words import Kind
from mailflow.ports.mailbox import Arrived, Mailbox, Place, Position
from mailflow.ports.store import (
    HOUSE,
    MAILBOX_READ,
    MAILBOX_SOUGHT,
    MAILBOX_TROUBLE,
    PROBE_BACK,
    PROBE_MADE,
    PROBE_MISSED,
    QUARANTINED,
    RETURNED,
    RULES_READ,
    SILENCE_TOLD,
    Asked,
    Attempt,
    Commit,
    Due,
    Mark,
    Store,
    Tally,
)

__all__ = [
    "HOUSE",
    "MAILBOX_READ",
    "MAILBOX_SOUGHT",
    "MAILBOX_TROUBLE",
    "PROBE_BACK",
    "PROBE_MADE",
    "PROBE_MISSED",
    "QUARANTINED",
    "RETURNED",
    "RULES_READ",
    "SILENCE_TOLD",
    "Arrived",
    "Asked",
    "Attempt",
    "Clock",
    "Commit",
    "Delivery",
    "Due",
    "Handled",
    "Mailbox",
    "Mark",
    "Outcome",
    "Place",
    "Position",
    "Sender",
    "Store",
    "Tally",
    "Verifier",
]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""


class Outcome(StrEnum):
    """What became of one delivery (law 4)."""

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of handing one letter to the mail server; ``detail`` is the server's answer for log and HR.

    ``server_down``: the cause is the server (or our login), not this letter; no other letter would fare better now.
    """

    outcome: Outcome
    detail: str = ""
    server_down: bool = False


class Sender(Protocol):
    """Hands finished letters to the mail server."""

    def send(self, address: str, content: bytes) -> Delivery:
        """Hand over one letter (CRLF bytes) for one recipient; never raises."""

    def close(self) -> None:
        """Leave the server politely; never raises."""


class Verifier(Protocol):
    """Checks who signed a mail."""

    def verify(self, raw: bytes, wanted: Callable[[str], bool], at: datetime) -> Verdict:
        """Return the signatures (DKIM) of wanted domains that hold over the whole text, at the moment of arrival.

        Takes seconds at most, however slow the DNS, and never raises: what can't be told in time does not hold.
        """


@dataclass(frozen=True, slots=True)
class Handled:
    """What the pipeline did with one message or timer: for log, demo and the answer of ``once``."""

    kind: Kind | None
    outcome: str
    ref: str = ""
    letters: Sequence[Letter] = field(default_factory=tuple)
    trail: Iterable[TrailEntry] = field(default_factory=tuple)
