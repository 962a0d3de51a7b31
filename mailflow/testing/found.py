"""What the store in memory reads out of requests, letters and references, in its own way and not the real store's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from mailflow.model.letter import Letter
from mailflow.model.request import Request, Visit
from mailflow.model.situation import Reservation
from mailflow.model.words import VisitState

T = TypeVar("T")

ALWAYS = datetime.min.replace(tzinfo=UTC)


def held(request: Request, visit: Visit) -> Iterator[Reservation]:
    """Yield the slots that a visit holds or is on offer for."""
    agreed = visit.state is VisitState.AGREED
    if request.closed and not agreed:
        return
    slots = {
        VisitState.AGREED: (visit.slot,) if visit.slot else (),
        VisitState.PROPOSED: visit.proposed if visit.suited is None else visit.suited,
        VisitState.OFFERED: visit.offered,
    }.get(visit.state, ())
    host = visit.host.address.lower() if visit.host else ""
    for slot in dict.fromkeys(slots):
        yield Reservation(visit.service, slot, request.ref, visit.number, agreed, people(request), host)


def uids(request: Request) -> set[str]:
    """Return the calendar UIDs that a request has or had."""
    return {uid for visit in request.visits for uid in (visit.uid, *visit.former_uids)}


def people(request: Request) -> tuple[str, ...]:
    """Return the addresses of requester and participants, each once, in lower case."""
    addresses = [request.requester.address, *(participant.email for participant in request.participants)]
    return tuple(dict.fromkeys(address.strip().lower() for address in addresses if address))


def leaves_at(letter: Letter) -> datetime:
    """Return from when on a letter may leave."""
    return max(letter.not_before_at or ALWAYS, letter.next_try_at or ALWAYS)


def parts(ref: str) -> tuple[str, int, int]:
    """Return prefix, year and number of a reference."""
    prefix, *numbers = ref.rsplit("-", 2)
    if len(numbers) == 2 and all(number.isdigit() for number in numbers):
        return prefix, int(numbers[0]), int(numbers[1])
    return ref, 0, 0


def age(ref: str) -> tuple[int, int, str]:
    """Return what orders references by age."""
    prefix, year, number = parts(ref)
    return year, number, prefix


def last(found: Iterable[T]) -> T | None:
    """Return the last, ``None`` if there is none."""
    return next(reversed(list(found)), None)
