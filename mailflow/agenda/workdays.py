"""Working days of a Belgian federal service: computed, not listed, for any year.

Bridge days and closed ranges are fixed each year by circular and come from ``rules/office.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mailflow.model.dates import DayRange
from mailflow.model.easter import easter

_FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
"""Legal holidays on a fixed day (royal decree of 18 April 1974, art. 1)."""

_FEDERAL = ((11, 2), (11, 15), (12, 26))
"""Further holidays of federal staff (royal decree of 19 November 1998, art. 14)."""

_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday."""

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """Return the ten legal and three federal holidays of a year, those in a weekend included."""
    fixed = {date(year, month, day) for month, day in (*_FIXED, *_FEDERAL)}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in _AFTER_EASTER})


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of the house; ``closed`` are its bridge days and closed ranges."""

    closed: tuple[DayRange, ...] = ()

    def closed_because(self, day: date) -> str:
        """Say why the house is closed: ``weekend``, ``holiday``, ``closure`` (27 to 31 December), ``office``;
        ``""`` if it is a working day.
        """
        if day.isoweekday() > 5:
            return "weekend"
        if day in holidays(day.year):
            return "holiday"
        if day.month == 12 and 27 <= day.day <= 31:
            return "closure"
        return "office" if any(day in closed for closed in self.closed) else ""

    def is_workday(self, day: date) -> bool:
        """Say whether the house works on this day."""
        return not self.closed_because(day)

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``; 0 is the day itself, working day or not."""
        return self._step(day, count, _DAY)

    def before(self, day: date, count: int) -> date:
        """Return the ``count``-th working day before ``day``; 0 is the day itself, working day or not."""
        return self._step(day, count, -_DAY)

    def count(self, first: date, last: date) -> int:
        """Return how many working days lie between two days, both included; 0 if ``last`` is before ``first``."""
        days = (last - first).days + 1
        return sum(self.is_workday(first + timedelta(days=number)) for number in range(max(days, 0)))

    def _step(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day += step
            count -= self.is_workday(day)
        return day
