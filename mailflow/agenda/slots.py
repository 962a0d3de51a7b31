"""Which half-days are free for a visit, and what stands in the way of one (SPEC §6).

What the requester wishes, and which of the free half-days are proposed, is ``propose.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mailflow.agenda.due import local, span
from mailflow.agenda.workdays import Workdays
from mailflow.model.dates import Exclusion, Slot
from mailflow.model.effect import Standing
from mailflow.model.request import Request, Visit
from mailflow.model.rules import Service
from mailflow.model.situation import Reservation, Situation
from mailflow.model.words import Half, VisitState

FEW = 4
A_WHILE = timedelta(days=21)
"""Fewer free half-days than this extend the horizon."""

FARTHEST = 260
"""The horizon is extended to at most this many working days: about a year."""

_HALVES = (Half.AM, Half.PM)
_DONE = frozenset({VisitState.AGREED, VisitState.HELD})


def obstacle(request: Request, visit: Visit, slot: Slot, situation: Situation) -> str:
    """Return what stands in the way of this half-day for this visit, ``""`` if nothing does.

    The first of: ``past``, ``closed``, ``busy`` (somebody would be in two places), ``full`` (the service has no room
    in this half-day); ``month_full``, ``paused``, ``never``; ``too_many`` (people), ``not_received`` (no reception),
    ``too_soon`` (notice), ``too_far`` (horizon). The last four decide what is proposed, not what is kept: a half-day
    that was proposed for this visit can still be picked. One that the service named by itself is its own business.
    """
    return Desk.of(request, visit, situation).obstacle(slot)


def free_slots(request: Request, visit: Visit, situation: Situation) -> tuple[Slot, ...]:
    """Return the free half-days in the order of the calendar, without those that the requester excluded.

    From notice to horizon; the horizon is extended until four are free, and past the day from which the requester
    would rather come; at most about a year.
    """
    desk = Desk.of(request, visit, situation)
    preferred = request.preference.not_before if request.preference else None
    latest = max(desk.latest, preferred + A_WHILE) if preferred else desk.latest
    found: list[Slot] = []
    for day in desk.days():
        if day > latest and len(found) >= FEW:
            break
        slots = (Slot(day, half) for half in _HALVES)
        found.extend(slot for slot in slots if desk.is_free(slot))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything about one visit that decides on its half-days, gathered once for many questions.

    ``taken`` are the half-days in which the people of this visit are elsewhere; ``agreed`` the reservations of its
    service.
    """

    request: Request
    visit: Visit
    situation: Situation
    service: Service
    workdays: Workdays
    earliest: date
    latest: date
    taken: frozenset[Slot]
    agreed: tuple[Slot, ...]

    @classmethod
    def of(cls, request: Request, visit: Visit, situation: Situation) -> Desk:
        """Gather it."""
        office = situation.rulebook.office
        workdays = Workdays(office.closed)
        today = local(situation.now).date()
        others = tuple(r for r in situation.reservations if (r.ref, r.visit) != (request.ref, visit.number))
        agreed = tuple(r for r in others if r.agreed)
        return cls(
            request=request,
            visit=visit,
            situation=situation,
            service=situation.rulebook.services.get(visit.service) or Service(visit.service, {}),
            workdays=workdays,
            earliest=workdays.after(today, office.notice),
            latest=workdays.after(today, office.horizon),
            taken=frozenset((*_taken(request, visit, agreed), *_own(request, visit))),
            agreed=tuple(r.slot for r in agreed if r.service == visit.service),
        )

    @property
    def standing(self) -> Standing:
        """The standing capacity that the service set by mail."""
        return self.situation.standings.get(self.visit.service) or Standing(self.visit.service)

    def obstacle(self, slot: Slot) -> str:
        """Return the first obstacle, as ``obstacle`` does."""
        visit = self.visit
        if slot in visit.proposed:
            return self._hard(slot) or self._capacity(slot)
        if slot in (*(visit.suited or ()), *visit.offered):
            return self._hard(slot)
        return self._hard(slot) or self._capacity(slot) or self._soft(slot)

    def is_free(self, slot: Slot) -> bool:
        """Say whether a half-day can be proposed; how far ahead to look is the caller's decision."""
        why = self._hard(slot) or self._capacity(slot) or self._soft(slot)
        return why in {"", "too_far"} and not self.excluded(slot)

    def excluded(self, slot: Slot) -> bool:
        """Say whether the requester can't come in this half-day."""
        return any(_covers(item, slot) for item in (*self.visit.exclude, *self.request.exclude))

    def days(self) -> Iterator[date]:
        """Return the working days from the notice on, for about a year."""
        day = self.earliest
        for _ in range(FARTHEST):
            yield day
            day = self.workdays.after(day, 1)

    def _hard(self, slot: Slot) -> str:
        if self._is_past(slot):
            return "past"
        if self.workdays.closed_because(slot.day):
            return "closed"
        if slot in self.taken:
            return "busy"
        return "full" if self.agreed.count(slot) >= self.service.per_half_day else ""

    def _capacity(self, slot: Slot) -> str:
        if self._month_is_full(slot.day):
            return "month_full"
        standing = self.standing
        if standing.paused_until and slot.day <= standing.paused_until:
            return "paused"
        return "never" if slot.day.isoweekday() in standing.never else ""

    def _soft(self, slot: Slot) -> str:
        if self.request.persons > self.service.max_persons:
            return "too_many"
        if not any((r.weekday, r.half) == (slot.day.isoweekday(), slot.half) for r in self.service.reception):
            return "not_received"
        if slot.day < self.earliest:
            return "too_soon"
        return "too_far" if slot.day > self.latest else ""

    def _is_past(self, slot: Slot) -> bool:
        hours = {**self.situation.rulebook.office.hours, **self.service.hours, **self.visit.hours}
        begin, _ = span(slot, hours)
        return begin <= self.situation.now

    def _month_is_full(self, day: date) -> bool:
        limit = self.standing.per_month or self.service.per_month
        month = sum((slot.day.year, slot.day.month) == (day.year, day.month) for slot in self.agreed)
        return 0 < limit <= month


def _taken(request: Request, visit: Visit, agreed: tuple[Reservation, ...]) -> Iterator[Slot]:
    """Return the half-days in which a visitor, or everybody who could be the host, is elsewhere.

    Within its own service a host may receive as many visits as the service has room for.
    """
    visitors = _folded(request.requester.address, *(p.email for p in request.participants))
    hosts = _folded(visit.host.address) if visit.host else _folded(*visit.contacts)
    away: dict[Slot, set[str]] = {}
    for held in agreed:
        if visitors & _folded(*held.persons):
            yield held.slot
        elif held.service != visit.service:
            away.setdefault(held.slot, set()).update(hosts & _folded(held.host))
    yield from (slot for slot, busy in away.items() if busy and busy == hosts)


def _folded(*addresses: str) -> frozenset[str]:
    return frozenset(address.lower() for address in addresses if address)


def _own(request: Request, visit: Visit) -> Iterator[Slot]:
    for other in request.visits:
        if other.number != visit.number and other.slot and other.state in _DONE:
            yield other.slot


def _covers(item: Exclusion, slot: Slot) -> bool:
    day = slot.day == item.date if item.date else slot.day.isoweekday() == item.weekday
    return day and item.half in (slot.half, Half.ANY)
