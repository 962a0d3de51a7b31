"""The calendar behind the date grammar: from day, month and perhaps year to a day, or to the reason why not.

Opening days, holidays and capacity are the agenda's business.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mailflow.model.easter import easter

MONTHS_AHEAD = 9
YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Resolved:
    """A day, or why there is none (a word of ``UnclearDate.why``) with the days it may mean."""

    day: date | None
    why: str = ""
    meant: tuple[date, ...] = ()


def month_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_month(today: date) -> tuple[int, int]:
    """Return year and month of the next month."""
    return (today.year + today.month // 12, today.month % 12 + 1)


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def working_week(monday: date) -> tuple[date, ...]:
    """Return Monday to Friday of a week."""
    return tuple(monday + timedelta(days=n) for n in range(5))


def weekdays_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last that are not in a weekend."""
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day.isoweekday() < 6:
            yield day


def days_of_month(year: int, month: int) -> Iterator[date]:
    """Yield all days of a month."""
    for day in range(1, calendar.monthrange(year, month)[1] + 1):
        yield date(year, month, day)


def exists(year: int, month: int, day: int) -> date | None:
    """Return the day if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_year_of(month: int, day: int, today: date) -> int:
    """Return the year in which a day of a month comes next, today included."""
    return today.year if (month, day) >= (today.month, today.day) else today.year + 1


def next_weekday(weekday: int, today: date) -> date:
    """Return the first such weekday after today (1 = Monday)."""
    return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def resolve(day: int, month: int, year: int, weekday: int, today: date) -> Resolved:
    """Find the day that is meant; ``year`` 0 = not given, ``weekday`` 0 = not given.

    Without a year it is the next occurrence. One that does not exist, contradicts its weekday, has passed, or lies
    so far ahead that a year was probably forgotten, is not guessed at (domain §4).
    """
    found = exists(year or next_year_of(month, day, today), month, day)
    if found is None:
        return Resolved(None, "invalid")
    if weekday and found.isoweekday() != weekday:
        near = monday_of(found) + timedelta(days=weekday - 1)
        return Resolved(None, "contradiction", tuple(d for d in (found, near) if d >= today))
    if found < today:
        again = exists(next_year_of(month, day, today), month, day)
        return Resolved(None, "past", (again,) if again else ())
    ahead = month_later(today, YEARS_AHEAD * 12 if year else MONTHS_AHEAD)
    if found > ahead:
        return Resolved(None, "far", (found,))
    return Resolved(found)


def iso_week(number: int, year: int, today: date) -> date | None:
    """Return the Monday of an ISO week, the next occurrence where no year is given; ``None`` if there is none."""
    for candidate in (year,) if year else (today.isocalendar().year, today.isocalendar().year + 1):
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            continue
        if monday + timedelta(days=4) >= today:
            return monday
    return None


def week_of_month(number: int, month: int, year: int) -> tuple[date, ...]:
    """Return the Monday of the n-th week of a month (``-1`` = last), or the two that people may mean."""
    first, last = date(year, month, 1), last_of(year, month)
    if number == -1:
        monday = monday_of(last)
        return (monday,) if last.isoweekday() >= 4 else (monday - timedelta(days=7), monday)
    monday = monday_of(first)
    if first.isoweekday() >= 5:
        monday += timedelta(days=7)
    shifted = monday + timedelta(days=7 * (number - 1))
    return (shifted, shifted + timedelta(days=7)) if first.isoweekday() in {3, 4} else (shifted,)


def after_christmas_holiday(today: date) -> date:
    """Return the Monday after the next school holiday around Christmas (two weeks from the week of 25 December)."""
    holidays = (date(year, 12, 25) for year in (today.year - 1, today.year))
    starts = (monday_of(day + timedelta(days=2) if day.isoweekday() > 5 else day) for day in holidays)
    return next(end for start in starts if (end := start + timedelta(days=14)) > today)


def feast(from_easter: int, today: date) -> date:
    """Return the next day that lies so many days from Easter."""
    days = (easter(year) + timedelta(days=from_easter) for year in (today.year, today.year + 1))
    return next(day for day in days if day >= today or day.year > today.year)
