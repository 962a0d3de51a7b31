"""A letter: an outgoing mail, from the engine's order to the finished bytes that the outbox sends.

``facts`` is what a template needs beyond request and rulebook. Which facts each kind of letter takes stands in
``docs/letters.md`` and is checked by ``mailflow check`` with sample data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.model.dates import Slot
from mailflow.model.request import Request
from mailflow.model.words import Language, LetterKind, LetterStatus, Method, Role

# The kinds of letters that carry a calendar object: to one guest, about one visit, they leave in their order.
INVITING = frozenset({LetterKind.AGREED, LetterKind.MOVED, LetterKind.CANCELLED})

Fact = str | int | bool | datetime | Slot | tuple[str, ...] | tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes, as what, in which language."""

    address: str
    role: Role
    language: Language
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The slots that a letter shows for one visit, in the order of their letters A, B, C …"""

    visit: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """The calendar object of a letter: method, visit, and the one guest's ATTENDEE (RFC 5546 §3.2).

    ``sequence`` and ``stamp_at`` are fixed by the engine so that a crash can't count twice. ``keep_partstat`` true
    for a small change: the guest's known PARTSTAT is written instead of NEEDS-ACTION. ``whole`` true: a CANCEL of
    the event (with STATUS:CANCELLED) rather than of this one guest.
    """

    method: Method
    visit: int
    sequence: int
    stamp_at: datetime
    keep_partstat: bool = False
    whole: bool = True
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SendLetter:
    """The engine's order to write a letter.

    ``of`` is the kind repeated by a ``reminder``. ``visits`` are the visits it is about (empty = all). ``answers``
    is the Message-ID it replies to. ``urgent`` letters ignore office hours. ``hold_until`` delays the sending.
    """

    kind: LetterKind
    to: Recipient
    of: LetterKind | None = None
    visits: tuple[int, ...] = ()
    shown: tuple[Shown, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    invitation: Invitation | None = None
    answers: str = ""
    urgent: bool = False
    hold_until: datetime | None = None
    preview: tuple[SendLetter, ...] = ()
    preview_of: Request | None = None
    about: str = ""
    as_of: Request | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: ``content`` are the bytes that leave, CRLF line ends, headers and all (law 3).

    ``token`` stands for request, role, address, ``version`` of the request and the slots ``shown`` (SPEC §10).
    ``text`` is its plain text, kept to subtract it from answers. ``not_before_at`` keeps office hours;
    ``next_try_at`` the retries, ``first_try_at`` when they began.
    """

    message_id: str
    token: str
    kind: LetterKind
    role: Role
    address: str
    language: Language
    subject: str
    created_at: datetime
    content: bytes
    text: str = ""
    ref: str = ""
    version: int = 0
    of: LetterKind | None = None
    visits: tuple[int, ...] = ()
    shown: tuple[Shown, ...] = ()
    status: LetterStatus = LetterStatus.WAITING
    not_before_at: datetime | None = None
    next_try_at: datetime | None = None
    tries: int = 0
    first_try_at: datetime | None = None
    sent_at: datetime | None = None
    problem: str = ""
    about: str = ""
