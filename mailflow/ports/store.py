"""The store: what one commit holds, and what may be asked of the memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Archived, Request, Timer
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import Folder, Language
from mailflow.ports.mailbox import Place, Position

RETURNED, QUARANTINED = "returned", "quarantined"


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

    @property
    def done(self) -> bool:
        """Whether nothing is left to do: the message lies where it belongs, and nobody has to look at it."""
        return not self.owes_move and self.outcome != QUARANTINED


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often handling the message in a place was begun, counted durably before anything of it is read (SPEC §3)."""

    place: Place
    count: int
    why: str = ""


# What is noted of the house itself, with ``Asked``: the mailbox was read to its end, could not be, could not be for the
# first time; the operator was told so (``why`` says what, ``""`` that it is over); the daemon read the rules; of the
# probes the last made, back, and told as missing, each by the moment when it was made.
HOUSE = "the house"
MAILBOX_READ, MAILBOX_TROUBLE, RULES_READ = "mailbox_read", "mailbox_trouble", "rules_read"
MAILBOX_SOUGHT, SILENCE_TOLD = "mailbox_sought", "silence_told"
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

    Requests that are over may be archived, with trail, letters and marks: whoever asks for them by reference, person
    or any other key gets the same answers as before, and they are left out of what goes through all requests or looks
    for what is due, open, unmoved, set aside or reserved. What a commit says of one of them, be it that it goes,
    brings it back first.
    """

    def commit(self, commit: Commit) -> None:
        """Write it all, durably, before returning."""

    def next_ref(self, prefix: str, year: int) -> str:
        """Return the next free reference of the year (``ONT-2026-0001``); taken when a request is committed with
        it.
        """

    def request(self, ref: str) -> Request | None:
        """Return a request by reference."""

    def archive(self, requests: tuple[Archived, ...]) -> None:
        """Archive these requests; raise ``StoreUnwritable`` and change nothing if that can't be written."""

    def archived(self) -> Iterator[Archived]:
        """Yield what is archived, in short, oldest reference first."""

    def requests(self, *, archived: bool = False) -> Iterator[Request]:
        """Yield all requests, oldest reference first (for lists and reports, not for the hot path).

        Those that are archived are each read from the disk, and only if asked for.
        """

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
        """Count the letters made for an address since a moment, without those of archived requests."""

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
