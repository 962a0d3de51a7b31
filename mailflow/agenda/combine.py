"""The best combination: one half-day per visit, nobody in two places, as few journeys as possible (SPEC §6.3).

Exact, by dynamic programming over days: within a day there is one visit at most in each half, so that what matters of
all days before is only which visits have been placed. Seven visits with eight half-days each take milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailflow.model.dates import Slot, Wish
from mailflow.model.words import Half

_DAY_WEIGHT = 10**12
"""A journey outweighs everything that is counted within days."""

_WISH_WEIGHT = 10**8
"""A wish outweighs being earlier: the days of seven visits, counted from the first, stay far below."""


_TOGETHER = 8
"""Visits that are combined exactly; there are seven services."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a combination costs besides places left open, which always counts most: the lowest sum wins.

    ``day`` is the cost of coming on a day at all, ``slot`` that of a visit in a half-day.
    """

    day: Callable[[date], int]
    slot: Callable[[int, Slot], int]


def best(options: Mapping[int, Sequence[Slot]], wishes: Sequence[Wish]) -> dict[int, Slot]:
    """Return the best half-day for each visit number; a visit that fits nowhere is left out.

    No two visits share a half-day; as many visits as possible, then fewest days, then most wishes met, then earliest.
    A wish with a visit number counts only for that visit.
    """
    wished = {(number, slot) for number in options for slot in options[number] if is_wished(wishes, number, slot)}
    start = min((slot.day for slots in options.values() for slot in slots), default=date.min)

    def cost(number: int, slot: Slot) -> int:
        early = 2 * (slot.day - start).days + (slot.half is Half.PM)
        return early - _WISH_WEIGHT * ((number, slot) in wished)

    return cheapest(options, Costs(day=lambda _: _DAY_WEIGHT, slot=cost))


def is_wished(wishes: Iterable[Wish], number: int, slot: Slot) -> bool:
    """Say whether a wish covers this half-day for this visit; its service is not looked at."""
    return any(
        wish.date == slot.day and wish.half in (slot.half, Half.ANY) and wish.visit in (0, number) for wish in wishes
    )


def cheapest(options: Mapping[int, Sequence[Slot]], costs: Costs) -> dict[int, Slot]:
    """Return the combination that places most visits and, of those, costs least; the same for the same input.

    Exact for up to eight visits; more are placed in groups of eight, each around the ones before, because the work
    doubles with every visit.
    """
    numbers = sorted(options)
    found: dict[int, Slot] = {}
    for first in range(0, len(numbers), _TOGETHER):
        group = numbers[first : first + _TOGETHER]
        left = {number: [slot for slot in options[number] if slot not in found.values()] for number in group}
        found.update(_exact(left, _with_days(costs, frozenset(slot.day for slot in found.values()))))
    return found


def _with_days(costs: Costs, days: frozenset[date]) -> Costs:
    return Costs(day=lambda day: 0 if day in days else costs.day(day), slot=costs.slot)


def _exact(options: Mapping[int, Sequence[Slot]], costs: Costs) -> dict[int, Slot]:
    numbers = sorted(options)
    by_day: dict[date, dict[Half, list[int]]] = {}
    for index, number in enumerate(numbers):
        for slot in dict.fromkeys(options[number]):
            by_day.setdefault(slot.day, {Half.AM: [], Half.PM: []})[slot.half].append(index)
    known: dict[int, tuple[int, _Step | None]] = {0: (0, None)}
    for day in sorted(by_day):
        known = _with_day(known, list(_moves(day, by_day[day], numbers, costs)))
    mask = min(known, key=lambda placed: (-placed.bit_count(), known[placed][0], placed))
    found: dict[int, Slot] = {}
    step = known[mask][1]
    while step is not None:
        found.update(step.move.placed)
        step = step.before
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Move:
    """One way to use a day: which visits (bits of ``mask``), in which half-days, at which cost."""

    mask: int
    cost: int
    placed: tuple[tuple[int, Slot], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A move, and the step before it: the way back to the whole combination."""

    move: _Move
    before: _Step | None


def _moves(day: date, halves: Mapping[Half, Sequence[int]], numbers: Sequence[int], costs: Costs) -> Iterator[_Move]:
    """Return the ways to use a day; of two that place the same visits only the cheaper one."""
    found: dict[int, _Move] = {}
    for morning in (None, *halves[Half.AM]):
        for afternoon in (None, *halves[Half.PM]):
            pairs = ((morning, Half.AM), (afternoon, Half.PM))
            placed = tuple((numbers[index], Slot(day, half)) for index, half in pairs if index is not None)
            if not placed or morning == afternoon:
                continue
            mask = sum(1 << index for index, _ in pairs if index is not None)
            cost = costs.day(day) + sum(costs.slot(number, slot) for number, slot in placed)
            if mask not in found or cost < found[mask].cost:
                found[mask] = _Move(mask, cost, placed)
    yield from found.values()


def _with_day(
    known: Mapping[int, tuple[int, _Step | None]], moves: Sequence[_Move]
) -> dict[int, tuple[int, _Step | None]]:
    """Return the cheapest way to each set of placed visits, once this day may be used too."""
    found = dict(known)
    for mask, (cost, step) in known.items():
        for move in moves:
            if mask & move.mask:
                continue
            both, sum_ = mask | move.mask, cost + move.cost
            if both not in found or sum_ < found[both][0]:
                found[both] = (sum_, _Step(move, step))
    return found
