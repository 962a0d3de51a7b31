"""What the pipeline needs from the outside world, said from its side: Mailbox, Store, Sender, Verifier, Clock.

The adapters (``mailbox/``, ``store/``, ``outbox/``) and the fakes in ``testing.py`` satisfy these; one contract
suite per port in ``tests/adapters`` runs against the fake and the real server. No port speaks of IMAP, TinyDB or
SMTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Request, Timer
from mailflow.model.signature import Verdict
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import Folder, Kind, Language


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""


# ---------------------------------------------------------------------------------------------------------- mailbox


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies on the server: UIDVALIDITY and UID; only saves fetching (SPEC §11.3)."""

    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that lies in the watched folder.

    ``raw`` is the message as the server gave it; of one larger than the limit, its headers and first 64 kB
    (``size`` is the true size in octets). ``unavailable`` says why the server does not deliver it (``raw`` is then
    empty).
    """

    place: Place
    raw: bytes
    received_at: datetime
    size: int
    unavailable: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a folder has been read: every UID up to ``uid`` of this generation is dealt with.

    ``since`` is the baseline of the first start: mail that arrived before is none of our business (SPEC §11.7).
    """

    folder: str
    validity: int
    uid: int
    since: datetime


class Mailbox(Protocol):
    """The mailbox shared with humans. All methods raise ``MailboxUnreachable`` or ``LoginRefused``.

    A message is never marked as seen, moved only by ``move`` and ``put_back``, and deleted only by ``discard``.
    """

    def position(self, since: datetime | None) -> Position:
        """Open the folder and return where its newest message stands, for the first start or a new generation.

        With ``since`` the returned position stands before the first message that arrived at or after it.
        """

    def new(self, position: Position, skip: frozenset[int] = frozenset()) -> Iterator[Arrived]:
        """Yield the messages after a position in UID order, fetched in batches, except the UIDs in ``skip``.

        A position of an older generation (UIDVALIDITY changed) yields everything that arrived since its baseline.
        """

    def move(self, place: Place, folder: Folder) -> bool:
        """Move a message out of the watched folder; make the folder if missing; ``False`` if it is gone.

        Raises ``MoveRefused`` if the server refuses (quota, rights): the message lies where it lay, the rest goes on.
        """

    def holds(self, folder: Folder, message_id: str) -> bool:
        """Say whether a folder holds a message with this Message-ID."""

    def put_back(self, folder: Folder, message_id: str) -> bool:
        """Move the message with this Message-ID from a folder of ours to the watched folder; ``False`` if not
        there.
        """

    def discard(self, folder: Folder, message_id: str) -> bool:
        """Delete the message with this Message-ID from a folder of ours for good; ``False`` if not there, or if the
        server can't delete one message alone (RFC 4315).

        Only done to our own probes, and for somebody who wants to be forgotten; never to the watched folder.
        """

    def wait(self, seconds: float) -> None:
        """Wait until something happens in the folder, somebody calls ``wake``, or time is up (IDLE where
        possible).
        """

    def wake(self) -> None:
        """End a ``wait`` from another thread or a signal handler; also when it begins only later."""

    def close(self) -> None:
        """Leave the server politely; never raises."""


# ------------------------------------------------------------------------------------------------------------ store


RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that a message was handled (SPEC §11.3).

    ``outcome`` is its kind, ``quarantined``, or ``returned`` (it was ours and goes back); ``target`` the folder it
    belongs in (``INBOX`` = left alone, unless ``returned``). ``moved`` is set once the move was seen to succeed.
    ``handled_at`` in UTC.
    """

    message_id: str
    digest: str
    outcome: str
    target: Folder
    place: Place
    handled_at: datetime
    ref: str = ""
    moved: bool = False
    why: str = ""

    @property
    def owes_move(self) -> bool:
        """Whether the message has still to be moved: to its folder, or back to the watched one."""
        return not self.moved and (self.target is not Folder.INBOX or self.outcome == RETURNED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often handling the message in a place was begun, counted durably before anything of it is read (SPEC §3)."""

    place: Place
    count: int
    why: str = ""


# What is noted of the house itself, with ``Asked``: the mailbox was read to its end, could not be; the operator was
# told so (``why`` says what, ``""`` that it is over); the daemon read the rules; of the probes the last made, back, and
# told as missing, each by the moment when it was made.
HOUSE = "the house"
MAILBOX_READ, MAILBOX_TROUBLE, RULES_READ = "mailbox_read", "mailbox_trouble", "rules_read"
SILENCE_TOLD = "silence_told"
PROBE_MADE, PROBE_BACK, PROBE_MISSED = "probe_made", "probe_back", "probe_missed"


@dataclass(frozen=True, slots=True)
class Asked:
    """That an address was answered in some way that is limited in time (``how_to_ask``, loop limits).

    ``why`` are words for the operator, where the house notes something of itself.
    """

    address: str
    what: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many half-days of requests that are gone ended how: what is left of them, naming nobody.

    ``month`` is the one in which the request came (``2026-11``), ``service`` an id or ``""`` where none was named.
    """

    month: str
    service: str
    language: Language
    outcome: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one message or one timer leads to: written as one, or not at all (law 2).

    ``requests`` and ``letters`` replace what has their reference or Message-ID. ``trail`` is appended under the
    reference. ``marks`` replace the mark with their Message-ID and digest. ``attempt`` with ``count`` 0 forgets them.

    ``removed`` are references whose request, trail, letters and marks go for good (their numbers are not given
    again); ``forgotten`` addresses whose language, answers limited in time and letters without a request go;
    ``expired_before`` lets marks with nothing left to do, answers limited in time and done letters without a
    request go that are older. ``discarded`` are Message-IDs of letters that go by themselves; ``reworded`` says how
    the whole trail of a reference reads from now on, entry for entry. What goes leaves the disk with the commit too,
    or, if the disk refuses, with the next snapshot. ``tallies`` are added to what has been counted.
    """

    requests: tuple[Request, ...] = ()
    trail: tuple[tuple[str, TrailEntry], ...] = ()
    letters: tuple[Letter, ...] = ()
    marks: tuple[Mark, ...] = ()
    attempt: Attempt | None = None
    position: Position | None = None
    standings: tuple[Standing, ...] = ()
    languages: tuple[tuple[str, Language], ...] = ()
    asked: tuple[Asked, ...] = ()
    clock: datetime | None = None
    removed: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    expired_before: datetime | None = None
    discarded: tuple[str, ...] = ()
    reworded: tuple[tuple[str, tuple[TrailEntry, ...]], ...] = ()
    tallies: tuple[Tally, ...] = ()

    @property
    def erases(self) -> bool:
        """Whether something goes for good, and has to leave the disk too."""
        return bool(self.removed or self.forgotten or self.expired_before or self.discarded or self.reworded)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due, with the request it belongs to."""

    ref: str
    timer: Timer


class Store(Protocol):
    """The memory: commits and look-ups. Look-ups by key are by index, never by scan. Values are immutable.

    ``commit`` raises ``StoreUnwritable`` and then has changed nothing. Opening raises ``StoreLocked`` or
    ``StoreDamaged``.
    """

    def commit(self, commit: Commit) -> None:
        """Write it all, durably, before returning."""

    def next_ref(self, prefix: str, year: int) -> str:
        """Return the next free reference of the year (``ONT-2026-0001``); taken when a request is committed with
        it.
        """

    def request(self, ref: str) -> Request | None:
        """Return a request by reference."""

    def requests(self) -> Iterator[Request]:
        """Yield all requests, oldest reference first (for lists and reports, not for the hot path)."""

    def requests_of(self, address: str) -> tuple[Request, ...]:
        """Return the requests whose requester, contact or participant has this address, oldest first."""

    def request_by_uid(self, uid: str) -> Request | None:
        """Return the request one of whose visits has this calendar UID."""

    def request_by_source(self, message_id: str) -> Request | None:
        """Return the request that was made from the message with this Message-ID."""

    def earlier(self, address: str, but: str = "") -> tuple[Earlier, ...]:
        """Return a person's requests in short, without the one called ``but``, oldest first."""

    def trail(self, ref: str) -> tuple[TrailEntry, ...]:
        """Return a request's audit log, oldest first."""

    def letter(self, message_id: str) -> Letter | None:
        """Return a letter by Message-ID (without angle brackets)."""

    def letter_by_token(self, token: str) -> Letter | None:
        """Return a letter by token (upper case)."""

    def letters(self, ref: str) -> tuple[Letter, ...]:
        """Return the letters of a request, oldest first."""

    def letters_due(self, now: datetime) -> tuple[Letter, ...]:
        """Return the waiting letters that may leave now, oldest first."""

    def letters_open(self) -> tuple[Letter, ...]:
        """Return all letters that wait or failed, oldest first."""

    def letters_since(self, address: str, since: datetime) -> int:
        """Count the letters made for an address since a moment."""

    def mark(self, message_id: str, digest: str) -> Mark | None:
        """Return the mark of a message seen before: same Message-ID and digest; one of them missing, the other."""

    def marks(self, ref: str) -> tuple[Mark, ...]:
        """Return the marks of the messages of a request, oldest first."""

    def unmoved(self) -> tuple[Mark, ...]:
        """Return the marks of messages that were handled but not yet seen moved."""

    def set_aside(self) -> tuple[Mark, ...]:
        """Return the marks of quarantined messages, oldest first."""

    def attempts(self, place: Place) -> int:
        """Return how often handling a message was begun."""

    def position(self, folder: str) -> Position | None:
        """Return how far a folder has been read."""

    def timers_due(self, now: datetime) -> tuple[Due, ...]:
        """Return the timers that are due, earliest first."""

    def next_due(self) -> datetime | None:
        """Return when the next timer or letter falls due."""

    def reservations(self) -> tuple[Reservation, ...]:
        """Return the slots that open and agreed visits hold or are on offer for."""

    def standings(self) -> dict[str, Standing]:
        """Return the services' standing capacities by service id."""

    def languages(self) -> dict[str, Language]:
        """Return the languages people asked for, by address."""

    def asked(self, address: str, what: str) -> datetime | None:
        """Return when an address was last answered in this way."""

    def asked_why(self, address: str, what: str) -> str:
        """Return the words that were noted with it, ``""`` if there are none."""

    def tallies(self) -> tuple[Tally, ...]:
        """Return what was counted of requests that are gone, by month, service, language and outcome."""

    def clock(self) -> datetime | None:
        """Return the latest time this store has been told (``once --now`` never goes backwards)."""

    def close(self) -> None:
        """Write the plain file and release the lock; never raises."""


# ----------------------------------------------------------------------------------------------------------- sender


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
