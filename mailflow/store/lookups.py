"""The look-ups of the store port, answered from the index and the archive: the same for the store that writes and for
the one that reads. Leaves keeping both in step to ``tinystore``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Archived, Request
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import Language
from mailflow.ports import Due, Mark, Place, Position, Tally
from mailflow.store.archive import Archive
from mailflow.store.bundle import DIGEST, LETTER, MARK, PERSON, SOURCE, TOKEN, UID
from mailflow.store.index import Index
from mailflow.store.mark_shelf import find
from mailflow.store.request_shelf import RefKey, fold, ref_key

HOME = ZoneInfo("Europe/Brussels")


class Lookups:
    """Answers questions about what was committed. What each answers stands in ``ports.Store``."""

    def __init__(self, index: Index, archive: Archive) -> None:
        self._index = index
        self._archive = archive

    def next_ref(self, prefix: str, year: int) -> str:
        """Return the next free reference of the year; numbers of removed requests are not free."""
        numbered = self._index.numbers.get(year)
        return f"{prefix}-{year}-{(numbered.last if numbered else 0) + 1:04d}"

    def request(self, ref: str) -> Request | None:
        """Return a request by reference."""
        return self._at(ref).requests.get(ref)

    def archived(self) -> Iterator[Archived]:
        """Yield what is archived, in short, oldest reference first."""
        yield from self._archive.rows()

    def requests(self, *, archived: bool = False) -> Iterator[Request]:
        """Yield all requests as they are now, oldest reference first."""
        found: dict[str, Request | None] = {row.ref: None for row in self.archived()} if archived else {}
        found |= {request.ref: request for request in self._index.requests}
        for ref in sorted(found, key=ref_key):
            request = found[ref] or self.request(ref)
            if request is not None:
                yield request

    def requests_of(self, address: str) -> tuple[Request, ...]:
        """Return a person's requests, oldest first."""
        found = (each for index in self._holding((PERSON, fold(address))) for each in index.requests.of(address))
        return tuple(sorted(found, key=_age))

    def request_by_uid(self, uid: str) -> Request | None:
        """Return the request of a calendar UID, the newest of several."""
        found = (index.requests.by_uid(uid) for index in self._holding((UID, uid)))
        return max((each for each in found if each), key=_age, default=None)

    def request_by_source(self, message_id: str) -> Request | None:
        """Return the request made from a message, the newest of several."""
        found = (index.requests.by_source(message_id) for index in self._holding((SOURCE, message_id)))
        return max((each for each in found if each), key=_age, default=None)

    def earlier(self, address: str, but: str = "") -> tuple[Earlier, ...]:
        """Return a person's other requests in short, oldest first; days are those of Brussels."""
        return tuple(
            Earlier(
                request.ref,
                request.state.value,
                request.created_at.astimezone(HOME).date(),
                tuple(visit.service for visit in request.visits),
            )
            for request in self.requests_of(address)
            if request.ref != but
        )

    def trail(self, ref: str) -> tuple[TrailEntry, ...]:
        """Return a request's audit log, oldest first."""
        return self._at(ref).trail.of(ref)

    def letter(self, message_id: str) -> Letter | None:
        """Return a letter by Message-ID."""
        found = (index.letters.get(message_id) for index in self._holding((LETTER, message_id)))
        return next((each for each in found if each), None)

    def letter_by_token(self, token: str) -> Letter | None:
        """Return a letter by token, the newest of several."""
        found = (index.letters.by_token(token) for index in self._holding((TOKEN, token.upper())))
        return max(reversed([each for each in found if each]), key=lambda each: each.created_at, default=None)

    def letters(self, ref: str) -> tuple[Letter, ...]:
        """Return the letters of a request, oldest first."""
        return self._at(ref).letters.of(ref)

    def letters_due(self, now: datetime) -> tuple[Letter, ...]:
        """Return the waiting letters that may leave now, oldest first."""
        return self._index.letters.due(now)

    def letters_open(self) -> tuple[Letter, ...]:
        """Return all letters that wait or failed, oldest first."""
        return self._index.letters.unsent()

    def letters_since(self, address: str, since: datetime) -> int:
        """Count the letters made for an address since a moment."""
        return self._index.letters.made_since(address, since)

    def mark(self, message_id: str, digest: str) -> Mark | None:
        """Return the mark of a message seen before."""
        return find([index.marks for index in self._holding((MARK, message_id), (DIGEST, digest))], message_id, digest)

    def marks(self, ref: str) -> tuple[Mark, ...]:
        """Return the marks of the messages of a request, oldest first."""
        return self._at(ref).marks.of(ref)

    def unmoved(self) -> tuple[Mark, ...]:
        """Return the marks of messages that are not yet seen moved out of the watched folder, oldest first."""
        return self._index.marks.unmoved()

    def set_aside(self) -> tuple[Mark, ...]:
        """Return the marks of quarantined messages, oldest first."""
        return self._index.marks.set_aside()

    def attempts(self, place: Place) -> int:
        """Return how often handling a message was begun."""
        attempt = self._index.tries.get(place)
        return attempt.count if attempt else 0

    def position(self, folder: str) -> Position | None:
        """Return how far a folder has been read."""
        return self._index.positions.get(folder)

    def timers_due(self, now: datetime) -> tuple[Due, ...]:
        """Return the timers that are due, earliest first."""
        return self._index.requests.timers_until(now)

    def next_due(self) -> datetime | None:
        """Return when the next timer or letter falls due."""
        times = (self._index.requests.next_timer_at(), self._index.letters.next_at())
        return min((at for at in times if at), default=None)

    def reservations(self) -> tuple[Reservation, ...]:
        """Return the slots that visits hold or are on offer for."""
        return self._index.requests.reservations()

    def standings(self) -> dict[str, Standing]:
        """Return the services' standing capacities by service id."""
        return {standing.service: standing for standing in self._index.standings}

    def languages(self) -> dict[str, Language]:
        """Return the languages people asked for, by address in lower case."""
        return {fold(spoken.address): spoken.language for spoken in self._index.languages}

    def asked(self, address: str, what: str) -> datetime | None:
        """Return when an address was last answered in this way."""
        asked = self._index.asked.get((fold(address), what))
        return asked.at if asked else None

    def asked_why(self, address: str, what: str) -> str:
        """Return the words that were noted with it."""
        asked = self._index.asked.get((fold(address), what))
        return asked.why if asked else ""

    def tallies(self) -> tuple[Tally, ...]:
        """Return what was counted of requests that are gone, by month, service, language and outcome."""
        return tuple(sorted(self._index.tallies, key=self._index.tallies.key))

    def clock(self) -> datetime | None:
        """Return the latest time this store has been told."""
        told = self._index.clock.get("clock")
        return told.at if told else None

    def _at(self, ref: str) -> Index:
        """Return where all of a request stands: in its bundle if it is archived, else among what is not."""
        bundle = self._archive.get(ref)
        return bundle.index if bundle else self._index

    def _holding(self, *words: tuple[str, str]) -> list[Index]:
        """Return where something with one of these keys may stand: archived requests, oldest first, then the rest."""
        known = [(kind, word) for kind, word in words if word or kind == LETTER]
        return [*(bundle.index for bundle in self._archive.find(*known)), self._index]


def _age(request: Request) -> RefKey:
    return ref_key(request.ref)
