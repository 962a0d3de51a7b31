"""How requests are found: by reference, person, calendar UID and source mail; their timers and reserved slots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailflow.model.dates import Slot
from mailflow.model.request import Request, Timer, Visit
from mailflow.model.situation import Reservation
from mailflow.model.words import VisitState
from mailflow.ports import Due
from mailflow.store.shelf import Groups, Schedule, Shelf

RefKey = tuple[int, int, str]


def ref_key(ref: str) -> RefKey:
    """Return what orders references by age: year and number (``ONT-2026-10000`` comes after ``ONT-2026-9999``)."""
    prefix, *rest = ref.rsplit("-", 2)
    if len(rest) == 2 and all(part.isascii() and part.isdigit() for part in rest):
        return int(rest[0]), int(rest[1]), prefix
    return 0, 0, ref


def fold(address: str) -> str:
    """Return an address as it is compared."""
    return address.strip().lower()


class RequestShelf(Shelf[str, Request]):
    """The requests."""

    def __init__(self) -> None:
        super().__init__(lambda request: request.ref)
        self._people: Groups[str] = Groups()
        self._uids: Groups[str] = Groups()
        self._sources: Groups[str] = Groups()
        self._timers = Schedule()
        self._reserved: dict[str, tuple[Reservation, ...]] = {}
        self._reservations: tuple[Reservation, ...] | None = None

    def added(self, record: Request) -> None:
        """Note people, UIDs, source, timers and reserved slots."""
        for groups, word in self._words(record):
            groups.add(word, record.ref)
        for timer in record.timers:
            self._timers.add(timer.due_at, ref_key(record.ref), timer.visit, timer.name, record.ref)
        reserved = tuple(_reservations(record))
        if reserved:
            self._reserved[record.ref] = reserved
        self._reservations = None

    def removed(self, record: Request) -> None:
        """Forget them."""
        for groups, word in self._words(record):
            groups.discard(word, record.ref)
        for timer in record.timers:
            self._timers.remove(timer.due_at, ref_key(record.ref), timer.visit, timer.name, record.ref)
        self._reserved.pop(record.ref, None)
        self._reservations = None

    def timers_until(self, moment: datetime) -> tuple[Due, ...]:
        """Return the timers due up to a moment, earliest first."""
        due = self._timers.until(moment)
        return tuple(Due(ref, Timer(name, due_at, visit)) for due_at, _, visit, name, ref in due)

    def next_timer_at(self) -> datetime | None:
        """Return when the earliest timer falls due."""
        first = self._timers.first()
        return first[0] if first else None

    def of(self, address: str) -> tuple[Request, ...]:
        """Return a person's requests, oldest first."""
        return self._found(self._people, fold(address))

    def by_uid(self, uid: str) -> Request | None:
        """Return the newest request with a visit that has this UID."""
        return next(reversed(self._found(self._uids, uid)), None)

    def by_source(self, message_id: str) -> Request | None:
        """Return the newest request made from this message."""
        return next(reversed(self._found(self._sources, message_id)), None)

    def reservations(self) -> tuple[Reservation, ...]:
        """Return all reserved slots, in order of reference and visit."""
        if self._reservations is None:
            refs = sorted(self._reserved, key=ref_key)
            self._reservations = tuple(slot for ref in refs for slot in self._reserved[ref])
        return self._reservations

    def _found(self, groups: Groups[str], word: str) -> tuple[Request, ...]:
        return tuple(self._records[ref] for ref in sorted(groups.of(word), key=ref_key))

    def _words(self, request: Request) -> Iterator[tuple[Groups[str], str]]:
        yield from ((self._people, address) for address in people(request))
        yield from ((self._uids, uid) for visit in request.visits for uid in (visit.uid, *visit.former_uids) if uid)
        if request.source_message_id:
            yield self._sources, request.source_message_id


def people(request: Request) -> tuple[str, ...]:
    """Return the addresses of requester and participants, each once."""
    addresses = (request.requester.address, *(participant.email for participant in request.participants))
    return tuple(dict.fromkeys(fold(address) for address in addresses if address))


def _reservations(request: Request) -> Iterator[Reservation]:
    for visit in request.visits:
        agreed = visit.state is VisitState.AGREED
        if agreed or not request.closed:
            for slot in dict.fromkeys(_slots(visit)):
                host = fold(visit.host.address) if visit.host else ""
                yield Reservation(visit.service, slot, request.ref, visit.number, agreed, people(request), host)


def _slots(visit: Visit) -> tuple[Slot, ...]:
    """Return the slots that a visit holds: the agreed one, or those on offer that nobody has said no to yet."""
    if visit.state is VisitState.AGREED:
        return (visit.slot,) if visit.slot else ()
    if visit.state is VisitState.PROPOSED:
        return visit.proposed if visit.suited is None else visit.suited
    return visit.offered if visit.state is VisitState.OFFERED else ()
