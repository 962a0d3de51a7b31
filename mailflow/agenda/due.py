"""Moments: when a timer falls due, when a half-day begins and ends, when a letter may leave.

All moments go in and out in UTC; people's clocks show the time of Europe/Brussels, so working days, half-days and
office hours are counted there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.agenda.workdays import Workdays
from mailflow.model.dates import Hours, Slot
from mailflow.model.rules import Duration
from mailflow.model.words import Half

BRUSSELS = ZoneInfo("Europe/Brussels")
ALWAYS = "always"

_SECONDS = {"s": 1, "m": 60, "h": 3600}


def local(moment: datetime) -> datetime:
    """Return a moment as the clocks in Brussels show it."""
    return moment.astimezone(BRUSSELS)


def due_at(start: datetime, duration: Duration, workdays: Workdays) -> datetime:
    """Return the moment that lies ``duration`` after ``start``.

    Days and working days keep the local time of day, across a change of clocks too; hours, minutes and seconds are
    elapsed time.
    """
    if duration.unit in _SECONDS:
        return start.astimezone(UTC) + timedelta(seconds=duration.amount * _SECONDS[duration.unit])
    here = local(start)
    if duration.unit == "workdays":
        day = workdays.after(here.date(), duration.amount)
    else:
        day = here.date() + timedelta(days=duration.amount)
    return datetime.combine(day, here.timetz()).astimezone(UTC)


def span(slot: Slot, hours: Mapping[Half, Hours]) -> tuple[datetime, datetime]:
    """Return begin and end of a half-day. Raises ``KeyError`` if ``hours`` lacks its half."""
    found = hours[slot.half]
    return _at(slot, found.start), _at(slot, found.end)


def _at(slot: Slot, clock: time) -> datetime:
    return datetime.combine(slot.day, clock, BRUSSELS).astimezone(UTC)


def leaves_at(now: datetime, hours: str, workdays: Workdays, *, urgent: bool = False) -> datetime:
    """Return when a letter to HR or a service may leave: now, or at the next opening of the office (SPEC §8).

    ``hours`` is ``"08:00-18:00"``, local time, or ``"always"``. Raises ``ValueError`` if it is neither.
    """
    if urgent or hours == ALWAYS:
        return now.astimezone(UTC)
    opens, _, closes = (part.strip() for part in hours.partition("-"))
    start, end = time.fromisoformat(opens), time.fromisoformat(closes)
    here = local(now)
    day, clock = here.date(), here.time()
    if workdays.is_workday(day) and clock < end:
        return now.astimezone(UTC) if clock >= start else _open(day, start)
    return _open(workdays.after(day, 1), start)


def _open(day: date, start: time) -> datetime:
    return datetime.combine(day, start, BRUSSELS).astimezone(UTC)
