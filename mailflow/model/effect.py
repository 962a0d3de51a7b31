"""What follows from an event: the engine's answer, imperative, to be carried out by one commit (law 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailflow.model.letter import SendLetter
from mailflow.model.request import Request
from mailflow.model.words import Language


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One step of a request's audit log: who, when, what, by which message, and which rules fired or didn't."""

    at: datetime
    who: str
    what: str
    detail: str = ""
    message_id: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A service's standing capacity, set by mail: ``PAUZE``, ``MAX``, ``NOOIT``. ``per_month`` 0 = as in its file."""

    service: str
    paused_until: date | None = None
    per_month: int = 0
    never: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SetStanding:
    """Remember a service's standing capacity."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class RememberLanguage:
    """Remember the language somebody asked for."""

    address: str
    language: Language


@dataclass(frozen=True, slots=True)
class ReturnToInbox:
    """Put the mail that a request was made from back into INBOX: it was none (``GEEN AANVRAAG``)."""

    message_id: str


Effect = SendLetter | SetStanding | RememberLanguage | ReturnToInbox


@dataclass(frozen=True, slots=True)
class Decision:
    """The request as it is now, what follows, and what the trail says about it."""

    request: Request | None
    effects: tuple[Effect, ...] = ()
    trail: tuple[TrailEntry, ...] = ()
