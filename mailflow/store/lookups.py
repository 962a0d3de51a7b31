"""The look-ups of the store port, answered from the index: the same for the store that writes and for the one that
reads. Leaves keeping the index in step to ``tinystore``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import Language
from mailflow.ports import Due, Mark, Place, Position, Tally
from mailflow.store.index import Index
from mailflow.store.request_shelf import fold, ref_key

HOME = ZoneInfo("Europe/Brussels")


class Lookups:
    """Answers questions about what was committed. What each answers stands in ``ports.Store``."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def next_ref(self, prefix: str, year: int) -> str:
        """Return the next free reference of the year; numbers of removed requests are not free."""
        numbered = self._index.numbers.get(year)
        return f"{prefix}-{year}-{(numbered.last if numbered else 0) + 1:04d}"

    def request(self, ref: str) -> Request | None:
        """Return a request by reference."""
        return self._index.requests.get(ref)

    def requests(self) -> Iterator[Request]:
        """Yield all requests as they are now, oldest reference first."""
        yield from sorted(self._index.requests, key=lambda request: ref_key(request.ref))

    def requests_of(self, address: str) -> tuple[Request, ...]:
        """Return a person's requests, oldest first."""
        return self._index.requests.of(address)

    def request_by_uid(self, uid: str) -> Request | None:
        """Return the request of a calendar UID."""
        return self._index.requests.by_uid(uid)

    def request_by_source(self, message_id: str) -> Request | None:
        """Return the request made from a message."""
        return self._index.requests.by_source(message_id)

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
        return self._index.trail.of(ref)

    def letter(self, message_id: str) -> Letter | None:
        """Return a letter by Message-ID."""
        return self._index.letters.get(message_id)

    def letter_by_token(self, token: str) -> Letter | None:
        """Return a letter by token."""
        return self._index.letters.by_token(token)

    def letters(self, ref: str) -> tuple[Letter, ...]:
        """Return the letters of a request, oldest first."""
        return self._index.letters.of(ref)

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
        return self._index.marks.find(message_id, digest)

    def marks(self, ref: str) -> tuple[Mark, ...]:
        """Return the marks of the messages of a request, oldest first."""
        return self._index.marks.of(ref)

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
