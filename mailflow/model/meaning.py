"""What a message means: the product of ``understanding/``, the raw material of the pipeline's events.

Nothing here has looked into the store; a ``Thread`` is what the pipeline found there beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mailflow.model.dates import DatesRead, Exclusion, Preference, Slot, UnclearDate, Wish
from mailflow.model.message import Address
from mailflow.model.words import REQUIRED_FIELDS, CommandName, FieldName, Kind, Language, Method, Partstat, Role


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who comes along; ``email`` may be empty."""

    name: str
    first_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class UnknownService:
    """Words in a place for services that name none (``candidates`` empty) or several of ours."""

    text: str
    line: int = 0
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlaggedLine:
    """A line that HR must see, with its number and the reason in one word."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a request as far as a message gives them (SPEC §4); ``""`` and ``()`` mean *not given*.

    ``services`` are service ids in the order named; ``maybe_services`` were only mentioned outside the first block.
    ``themes`` maps service id to text. ``sources`` maps field to 1-based line. ``area`` are the official languages
    of the municipality. ``language`` is the one asked for in a field; ``written`` the one the words are in
    (``None`` = can't tell). ``not_staff`` says why the writer seems not to be OCMW staff (``student``, ``press``,
    ``private``).
    ``written_by`` is the name of the writer who asks for somebody else and gets the letters.
    ``in_attachment`` means that the request seems to stand only in an attachment, ``cut`` that the mail was too large,
    too long or too deeply nested to be read to its end (``[limits]``).
    """

    name: str = ""
    first_name: str = ""
    email: str = ""
    phone: str = ""
    function: str = ""
    ocmw: str = ""
    ocmw_nis: str = ""
    area: tuple[Language, ...] = ()
    services: tuple[str, ...] = ()
    maybe_services: tuple[str, ...] = ()
    unknown_services: tuple[UnknownService, ...] = ()
    themes: dict[str, str] = field(default_factory=dict)
    motivation: str = ""
    dates: tuple[Wish, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    unclear_dates: tuple[UnclearDate, ...] = ()
    preference: Preference | None = None
    participants: tuple[Participant, ...] = ()
    supervisor_agreement: bool | None = None
    remarks: str = ""
    language: Language | None = None
    written: Language | None = None
    out_of_scope: tuple[FlaggedLine, ...] = ()
    not_staff: str = ""
    in_attachment: bool = False
    cut: bool = False
    forwarded_by: Address | None = None
    written_by: str = ""
    sources: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[FieldName, ...]:
        """The required fields that are not given."""
        return tuple(name for name in REQUIRED_FIELDS if not getattr(self, name.value))

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked: no required field missing and no service left unknown."""
        return not self.missing and not self.unknown_services


@dataclass(frozen=True, slots=True)
class Pick:
    """A slot letter in an answer; ``visit`` 0 where only a letter was written."""

    slot: str
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """One thing an answer asks (SPEC §5). ``visits`` empty = all; ``line`` is 1-based in the decoded body.

    ``needs`` names what is missing to do it: ``reason``, ``date``, ``address``, ``text``, ``slot``, ``visit``.
    ``text`` is the reason, question or note as written; ``until`` the end of a pause; ``count`` the number of
    ``MAX 2``; ``language`` the language asked for. ``bare`` is true for a ``date`` given without its keyword
    (``14/01 vm``): for a service its offer, while ``DATUM 14/01 vm`` was agreed outside.
    """

    name: CommandName
    visits: tuple[int, ...] = ()
    slots: tuple[Pick, ...] = ()
    dates: tuple[Wish, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    unclear_dates: tuple[UnclearDate, ...] = ()
    address: str = ""
    text: str = ""
    needs: tuple[str, ...] = ()
    line: int = 0
    until: date | None = None
    count: int = 0
    language: Language | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """A line that can't be read safely. ``why`` is one of: ``negation``, ``condition``, ``question``,
    ``two_actions``, ``date``, ``half``, ``visit``, ``slot``, ``not_a_command``, ``quote``.
    """

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read four-way (SPEC §5): exactly one of ``commands``, ``unsure``, ``courtesy``, ``empty`` holds,
    or none of them when only form fields were given (``Meaning.form``).
    """

    commands: tuple[Command, ...] = ()
    unsure: Unsure | None = None
    courtesy: bool = False
    empty: bool = False
    new_text: str = ""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """An iTIP object about an event, as far as it is data (RFC 5546; ``facts`` D1-D13).

    ``guest`` is the one ATTENDEE (folded), ``""`` if there is none or several; ``email`` the address that its EMAIL
    parameter claims (RFC 7986 §6.2: the value may be a relay). ``proposal`` is the new time of a
    COUNTER in UTC. ``stamp_at`` may be missing. ``problem`` is a word when the object must be held for a person:
    ``unreadable``, ``several_uids``, ``several_guests``, ``foreign_organizer``, ``delegated``, ``attachment``. The
    methods of an organizer (REQUEST, CANCEL, ADD, PUBLISH …) are read as far as UID and method only.
    """

    method: Method
    uid: str
    guest: str = ""
    partstat: Partstat = Partstat.NEEDS_ACTION
    sequence: int = 0
    stamp_at: datetime | None = None
    start_at: datetime | None = None
    proposal: tuple[datetime, datetime] | None = None
    comment: str = ""
    problem: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report. ``failed`` false = delayed or delivered: nothing has failed.

    ``message_ids`` are all candidates for the Message-ID of the letter concerned; ``recipients`` the addresses named.
    """

    failed: bool
    message_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """An out-of-office answer; ``until`` is the last day away, if it could be read; ``deputy`` an address named.

    ``gone``: no return in sight; the person has left or is away without an end, or nobody reads the mailbox any more.
    """

    until: date | None = None
    deputy: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """What the store knows about the conversation that a message belongs to, found before it is understood.

    ``by`` says how: ``token``, ``thread`` (In-Reply-To or References name a letter of ours), ``reference`` (known
    address and reference), ``""`` (no conversation of ours). ``role`` is the role of the letter's addressee, or of
    the known address. ``letter_text`` is the text of the letter answered (for subtraction), ``shown`` the slots it
    showed, per visit number, in the order of their letters. ``asked`` are the missing fields that the letter asked for.
    ``asks`` says that the letter waits for a decision or a choice that has not been made yet. ``named`` are the names
    of each visit's service, as people write them.
    """

    by: str = ""
    ref: str = ""
    role: Role | None = None
    letter_text: str = ""
    shown: dict[int, tuple[Slot, ...]] = field(default_factory=dict)
    visits: tuple[int, ...] = ()
    asked: tuple[FieldName, ...] = ()
    asks: bool = False
    named: dict[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one message means; ``kind`` says which of the parts are filled.

    ``language`` is the language the new text is written in, ``None`` where it can't be told. ``why`` is one short
    phrase for log and ``inspect``: by what it was recognised.
    """

    kind: Kind
    why: str = ""
    language: Language | None = None
    form: Form | None = None
    answer: Answer | None = None
    calendar: tuple[CalendarAnswer, ...] = ()
    bounce: Bounce | None = None
    absence: Absence | None = None
    dates: DatesRead | None = None
