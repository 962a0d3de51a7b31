"""A request and its visits: the record that the store keeps and the engine changes (SPEC §2).

All values are immutable; the engine answers with a changed copy. ``state`` is derived, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mailflow.model.dates import Exclusion, Hours, Preference, Slot, UnclearDate, Wish
from mailflow.model.meaning import Answer, CalendarAnswer, Command, FlaggedLine, Form, Participant, UnknownService
from mailflow.model.words import (
    FieldName,
    Half,
    Language,
    LetterKind,
    Partstat,
    RequestState,
    Role,
    TimerName,
    VisitState,
)

OPEN = frozenset({VisitState.REQUESTED, VisitState.APPROVED, VisitState.PROPOSED, VisitState.OFFERED})
FINAL = frozenset({VisitState.HELD, VisitState.REFUSED, VisitState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks; ``address`` is the registered address, ``name`` the family name."""

    address: str
    name: str = ""
    first_name: str = ""
    phone: str = ""
    function: str = ""

    @property
    def full_name(self) -> str:
        """First name and family name, or the address where no name is known."""
        return f"{self.first_name} {self.name}".strip() or self.address


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited to a visit (one ATTENDEE), and the last answer that was counted.

    ``answer_sequence`` and ``answer_stamp_at`` order a guest's own answers (RFC 5546 §2.1.5).
    """

    address: str
    role: Role
    language: Language
    name: str = ""
    partstat: Partstat = Partstat.NEEDS_ACTION
    answer_sequence: int = -1
    answer_stamp_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """Who receives the visitors of a visit."""

    address: str
    name: str = ""
    phone: str = ""
    language: Language = Language.NL


@dataclass(frozen=True, slots=True)
class Visit:
    """One half-day with one service.

    ``contacts`` are the addresses asked for dates (from service and rules), ``hr`` the HR addresses that rules add.
    ``proposed`` are the slots shown to the service, ``suited`` those it said yes to (``None`` = no answer yet),
    ``offered`` those shown to the requester. ``rounds`` counts letters ``which_dates`` + ``choose`` that led to
    nothing. ``slot`` is the agreed half-day. ``uid`` names the calendar event for its life, ``sequence`` is its
    SEQUENCE (``-1`` before the first invitation), ``stamp_at`` its last DTSTAMP. ``consent_from`` is the SEQUENCE
    that set the present time: an answer to it or to a later one is an answer to this half-day. ``former_uids`` are
    the events of half-days that were given up. ``need`` says in one word why HR
    must act although it has decided (``declined``, ``rounds``, ``no_dates``, ``silent``, ``ill``). ``mover`` is the
    guest who asked to move an agreed visit; the half-days asked for stand in ``proposed`` for the service, in
    ``offered`` for the requester, and the agreed one holds meanwhile; ``mover_sequence`` is the SEQUENCE of the COUNTER
    (``-1``: asked in words).
    """

    number: int
    service: str
    state: VisitState = VisitState.REQUESTED
    theme: str = ""
    contacts: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    hr: tuple[str, ...] = ()
    confirm: bool = True
    hours: dict[Half, Hours] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    proposed: tuple[Slot, ...] = ()
    suited: tuple[Slot, ...] | None = None
    offered: tuple[Slot, ...] = ()
    rounds: int = 0
    slot: Slot | None = None
    host: Host | None = None
    guests: tuple[Guest, ...] = ()
    uid: str = ""
    sequence: int = -1
    stamp_at: datetime | None = None
    reason: str = ""
    reason_code: str = ""
    need: str = ""
    mover: str = ""
    mover_sequence: int = -1
    consent_from: int = 0
    former_uids: tuple[str, ...] = ()
    no_show: bool = False
    wishes: tuple[Wish, ...] = ()
    exclude: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that falls due; ``visit`` 0 for the whole request; ``due_at`` in UTC."""

    name: TimerName
    due_at: datetime
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """Commands that wait for the undo window (``[decisions] undo``) before they take effect."""

    commands: tuple[Command, ...]
    by_role: Role
    by_address: str
    at: datetime
    due_at: datetime
    message_id: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided a visit, what, and when: for "already decided by An"."""

    visit: int
    what: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that was not trusted: kept so that somebody trusted can release it (SPEC §10).

    ``id`` names it in the letter that asks about it; the rest is what the answer said, and to which letter, or what
    a calendar program answered (``calendar``).
    """

    id: str
    role: Role
    address: str
    doubt: str
    at: datetime
    answer: Answer
    form: Form | None = None
    letter: LetterKind | None = None
    shown: dict[int, tuple[Slot, ...]] = field(default_factory=dict)
    visits: tuple[int, ...] = ()
    message_id: str = ""
    version: int = 0
    calendar: CalendarAnswer | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request of one requester (and participants) for visits with one or more services.

    ``version`` rises with every change of what is asked, so that a decision on an older letter can be told (SPEC §5).
    ``closed`` is ``""``, ``withdrawn``, ``expired`` or ``not_a_request``. ``asked`` counts the rounds of asking for
    missing fields;
    ``gave_up_asking`` means HR got it as it was. ``area`` are the official languages of the OCMW's municipality.
    ``flags`` are words for HR (``out_of_scope``, ``not_staff``, ``language``, ``forwarded``, ``private_address``
    …), ``lines`` the flagged lines. ``contact`` is the name of the one who wrote for the requester and gets
    the letters at the requester's address (``""``: the requester), ``forwarded_by`` the supervisor who forwarded.
    ``unclear_steps`` are the steps (``role:address:version``) whose writer has been asked once what was meant.
    """

    ref: str
    version: int
    created_at: datetime
    language: Language
    requester: Person
    visits: tuple[Visit, ...] = ()
    participants: tuple[Participant, ...] = ()
    ocmw: str = ""
    ocmw_nis: str = ""
    area: tuple[Language, ...] = ()
    motivation: str = ""
    remarks: str = ""
    supervisor_agreement: bool | None = None
    wishes: tuple[Wish, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    unclear_dates: tuple[UnclearDate, ...] = ()
    preference: Preference | None = None
    unknown_services: tuple[UnknownService, ...] = ()
    maybe_services: tuple[str, ...] = ()
    sources: dict[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    lines: tuple[FlaggedLine, ...] = ()
    forwarded_by: str = ""
    contact: str = ""
    source_message_id: str = ""
    subject: str = ""
    asked: int = 0
    gave_up_asking: bool = False
    pending: Pending | None = None
    decided: tuple[Decided, ...] = ()
    later: date | None = None
    timers: tuple[Timer, ...] = ()
    unclear_steps: tuple[str, ...] = ()
    closed: str = ""
    heard_at: datetime | None = None
    thanked: bool = False
    feedback: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    changes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[FieldName, ...]:
        """The required fields that are still not known."""
        known = {
            FieldName.NAME: self.requester.name,
            FieldName.FIRST_NAME: self.requester.first_name,
            FieldName.EMAIL: self.requester.address,
            FieldName.OCMW: self.ocmw,
            FieldName.SERVICES: self.visits,
            FieldName.MOTIVATION: self.motivation,
        }
        return tuple(name for name, value in known.items() if not value)

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked any more, or asking was given up."""
        return self.gave_up_asking or not (self.missing or self.unknown_services)

    @property
    def state(self) -> RequestState:
        """Where the request stands: the table of SPEC §2, from top to bottom."""
        states = {visit.state for visit in self.visits}
        if self.closed == "expired":
            return RequestState.EXPIRED
        if self.closed:
            return RequestState.WITHDRAWN
        if not self.complete and states <= {VisitState.REQUESTED}:
            return RequestState.INCOMPLETE
        if not states or VisitState.REQUESTED in states or VisitState.DECLINED in states:
            return RequestState.AWAITING_DECISION
        if any(visit.need for visit in self.visits if visit.state in OPEN):
            return RequestState.AWAITING_DECISION
        if states & OPEN:
            return RequestState.SCHEDULING
        if VisitState.AGREED in states:
            return RequestState.SCHEDULED
        if VisitState.HELD in states:
            return RequestState.COMPLETED
        return RequestState.REFUSED if VisitState.REFUSED in states else RequestState.WITHDRAWN

    def visit(self, number: int) -> Visit | None:
        """Return the visit with this number."""
        return next((visit for visit in self.visits if visit.number == number), None)

    @property
    def addressee(self) -> str:
        """The name of the one who reads what is sent to the requester's address."""
        return self.contact or self.requester.full_name

    @property
    def persons(self) -> int:
        """How many people come: the requester and the further participants."""
        return 1 + len(self.participants)


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived request in short: how it ended, whether it had what it needs, and when the last happened to it."""

    ref: str
    state: RequestState
    complete: bool
    last_at: datetime
