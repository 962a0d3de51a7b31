"""Which half-days are proposed for the approved visits of a request, and in which order (SPEC §6.1).

The requester's wishes first, then what they would rather have, then half-days that let several visits share a day, then
the earliest; half-days on offer to others come last. Proposals are made as whole combinations: the first half-day of
every visit fits the first of all others, the second the second, so that services that answer independently still leave
a good programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from mailflow.agenda.combine import Costs, cheapest
from mailflow.agenda.slots import Desk, free_slots
from mailflow.model.dates import Preference, Slot, Wish
from mailflow.model.request import Request, Visit
from mailflow.model.situation import Situation
from mailflow.model.words import Half, VisitState

_WISH = 10**16
_OFFERED = 10**14
_RATHER = 10**12
_DAY = 10**10
"""Each outweighs all that come after it, whatever their number: wishes, freedom, preferences, journeys, being early."""

_IN_TALKS = frozenset({VisitState.APPROVED, VisitState.PROPOSED, VisitState.OFFERED})
_FIXED = frozenset({VisitState.AGREED, VisitState.HELD})
_HALVES = (Half.AM, Half.PM)


def proposals(request: Request, numbers: Sequence[int], situation: Situation) -> dict[int, tuple[Slot, ...]]:
    """Return, per visit number, up to ``slots_shown`` half-days in the order to propose them; none free is ``()``.

    Visits of the same request that are in talks already are taken into account with the half-days shown for them;
    those with a date make their day cost no further journey.
    """
    visits = {number: visit for number in numbers if (visit := request.visit(number)) is not None}
    found: dict[int, list[Slot]] = {number: [] for number in visits}
    if not visits:
        return {}
    field_ = _Field.of(request, visits, situation)
    shown = situation.rulebook.office.slots_shown
    left = dict(field_.options)
    for _ in range(shown):
        plan = cheapest({**left, **field_.others}, field_.costs)
        for number in visits:
            if number in plan:
                found[number].append(plan[number])
                left[number] = tuple(slot for slot in left[number] if slot != plan[number])
    for number, slots in found.items():
        rest = sorted(left[number], key=partial(field_.rank, number))
        slots.extend(rest[: shown - len(slots)])
        slots.sort(key=partial(field_.group, number))
    return {number: tuple(slots) for number, slots in found.items()}


@dataclass(frozen=True, slots=True)
class _Field:
    """What can be proposed (``options``), what other visits in talks were shown (``others``), and what counts."""

    options: Mapping[int, tuple[Slot, ...]]
    others: Mapping[int, tuple[Slot, ...]]
    wished: frozenset[tuple[int, Slot]]
    on_offer: frozenset[tuple[int, Slot]]
    paid: frozenset[date]
    preference: Preference = field(default=Preference())
    start: date = field(default=date.min)

    @classmethod
    def of(cls, request: Request, visits: Mapping[int, Visit], situation: Situation) -> _Field:
        """Gather it for the visits that need half-days."""
        options: dict[int, tuple[Slot, ...]] = {}
        wished: set[tuple[int, Slot]] = set()
        on_offer: set[tuple[int, Slot]] = set()
        for number, visit in visits.items():
            desk = Desk.of(request, visit, situation)
            wishes = [slot for slot in _wished(request, visit) if desk.is_free(slot)]
            options[number] = tuple(sorted({*free_slots(request, visit, situation), *wishes}))
            wished.update((number, slot) for slot in wishes)
            on_offer.update((number, slot) for slot in _on_offer(request, visit, situation))
        return cls(
            options=options,
            others={v.number: shown for v in request.visits if v.number not in visits and (shown := _shown(v))},
            wished=frozenset(wished),
            on_offer=frozenset(on_offer),
            paid=frozenset(v.slot.day for v in request.visits if v.slot and v.state in _FIXED),
            preference=request.preference or Preference(),
            start=min((slot.day for slots in options.values() for slot in slots), default=date.min),
        )

    @property
    def costs(self) -> Costs:
        """Wishes first, then half-days that nobody else was offered, then fewest journeys, then the earliest."""
        return Costs(day=lambda day: 0 if day in self.paid else _DAY, slot=self._cost)

    def _cost(self, number: int, slot: Slot) -> int:
        if number in self.others:
            return 0
        pair = (number, slot)
        early = 2 * (slot.day - self.start).days + (slot.half is Half.PM)
        other = _RATHER * (not self.preference.suits(slot.day))
        return early - _WISH * (pair in self.wished) + _OFFERED * (pair in self.on_offer) + other

    def rank(self, number: int, slot: Slot) -> int:
        """Return how late a half-day comes among those of its visit, by itself."""
        return self._cost(number, slot) + self.costs.day(slot.day)

    def group(self, number: int, slot: Slot) -> int:
        """Return 0 for a wish, 2 for a half-day on offer to others, 1 for the rest."""
        pair = (number, slot)
        return 2 if pair in self.on_offer else int(pair not in self.wished)


def _shown(visit: Visit) -> tuple[Slot, ...]:
    """Return the half-days still possible for a visit in talks: what its service or the requester was shown last."""
    if visit.state not in _IN_TALKS:
        return ()
    return visit.offered or visit.suited or visit.proposed


def _wished(request: Request, visit: Visit) -> Iterable[Slot]:
    """Return the half-days that the requester named for this visit or for all."""
    for wish in (*visit.wishes, *request.wishes):
        if wish.service in ("", visit.service) and wish.visit in (0, visit.number):
            yield from (Slot(wish.date, half) for half in _halves(wish))


def _halves(wish: Wish) -> tuple[Half, ...]:
    return _HALVES if wish.half is Half.ANY else (wish.half,)


def _on_offer(request: Request, visit: Visit, situation: Situation) -> Iterable[Slot]:
    """Return the half-days that would be full if everybody accepted what they were offered."""
    service = situation.rulebook.services.get(visit.service)
    room = service.per_half_day if service else 1
    held = [r for r in situation.reservations if r.service == visit.service and r.ref != request.ref]
    offered = {r.slot for r in held if not r.agreed}
    return (slot for slot in offered if sum(r.slot == slot for r in held) >= room)
