"""What happened: the events the engine is told, in the past tense.

An event carries facts that were established outside (who wrote, whether they may, what the words mean); what they
lead to is decided in ``engine/``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mailflow.model.letter import Shown
from mailflow.model.meaning import Answer, CalendarAnswer, Form
from mailflow.model.message import Address
from mailflow.model.words import Language, LetterKind, Role, TimerName


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a message, in which role it counts, and how sure that is.

    ``trusted`` false: nothing may change (SPEC §10); ``doubt`` says why in one word: ``other_address``, ``no_token``,
    ``not_authenticated``, ``several_senders``. ``registered`` is the address the letter had gone to.
    """

    role: Role
    address: str
    name: str = ""
    trusted: bool = True
    doubt: str = ""
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The message an event comes from: for threading, trail and "already decided"."""

    message_id: str = ""
    subject: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestArrived:
    """Somebody asks for an internship. ``language`` is the language of the words, ``None`` if it can't be told."""

    ref: str
    form: Form
    sender: Address
    source: Source
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class AnswerArrived:
    """Somebody answered a letter. ``version`` is the request's version that the letter showed (0 = unknown),
    ``letter`` its kind, ``visits`` the visits it was about, ``shown`` the slots per visit in the order of their
    letters.
    """

    writer: Writer
    answer: Answer
    source: Source
    form: Form | None = None
    language: Language | None = None
    version: int = 0
    letter: LetterKind | None = None
    visits: tuple[int, ...] = ()
    shown: tuple[Shown, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    """A calendar program answered an invitation of ours (iTIP); ``words`` is what the guest wrote beside it."""

    writer: Writer
    answer: CalendarAnswer
    source: Source
    words: Answer = field(default_factory=Answer)


@dataclass(frozen=True, slots=True)
class LetterBounced:
    """A letter of ours could not be delivered, or the outbox gave it up."""

    kind: LetterKind
    address: str
    role: Role
    reason: str
    source: Source
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsenceNoticed:
    """Somebody we wait for is away until ``until`` (``None`` = not said), or ``gone`` with no return in sight."""

    address: str
    role: Role
    until: date | None
    deputy: str
    source: Source
    gone: bool = False


@dataclass(frozen=True, slots=True)
class TimerFired:
    """Something a request waited for fell due."""

    name: TimerName
    visit: int = 0


Event = RequestArrived | AnswerArrived | InvitationAnswered | LetterBounced | AbsenceNoticed | TimerFired
