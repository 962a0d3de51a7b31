"""Working days, against the public calendar of the coming years and an independent library."""

import json
from datetime import date, timedelta
from pathlib import Path

import holidays as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.agenda.workdays import Workdays, easter, holidays
from mailflow.model.dates import DayRange

DATA = Path(__file__).parents[2] / "data"
CALENDAR = json.loads((DATA / "calendar.json").read_text(encoding="utf-8"))
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def days_of(year: int, *kinds: str) -> set[date]:
    return {date.fromisoformat(row["date"]) for row in CALENDAR[str(year)] if row["kind"] in kinds}


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_holidays_are_those_of_the_published_calendar(year: int) -> None:
    assert holidays(year) == days_of(year, "legal", "federal")


@pytest.mark.parametrize("year", range(2020, 2061))
def test_the_legal_holidays_agree_with_an_independent_library(year: int) -> None:
    sundays = {easter(year), easter(year) + timedelta(days=49)}
    federal = {date(year, 11, 2), date(year, 11, 15), date(year, 12, 26)}
    assert holidays(year) - federal == set(library.country_holidays("BE", years=year)) - sundays


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_every_day_of_the_published_calendar_is_closed(year: int) -> None:
    bridges = tuple(DayRange(day, day) for day in days_of(year, "bridge"))
    workdays = Workdays(bridges)
    closed = days_of(year, "legal", "federal", "closure", "bridge")
    first = date(year, 1, 1)
    for number in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=number)
        assert workdays.is_workday(day) == (day not in closed and day.isoweekday() < 6), day


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 23), ""),
        (date(2026, 11, 21), "weekend"),
        (date(2026, 12, 25), "holiday"),
        (date(2026, 12, 26), "weekend"),
        (date(2028, 12, 26), "holiday"),
        (date(2026, 12, 28), "closure"),
        (date(2026, 5, 15), "office"),
        (date(2027, 1, 2), "weekend"),
        (date(2026, 1, 2), ""),
    ],
)
def test_a_closed_day_says_why(day: date, why: str) -> None:
    workdays = Workdays((DayRange(date(2026, 5, 15), date(2026, 5, 15)),))
    assert workdays.closed_because(day) == why


def test_the_days_between_christmas_and_new_year_are_stepped_over() -> None:
    workdays = Workdays()
    assert workdays.after(date(2026, 12, 24), 1) == date(2027, 1, 4)
    assert workdays.before(date(2027, 1, 4), 1) == date(2026, 12, 24)


def test_a_closed_range_counts_from_its_first_to_its_last_day() -> None:
    workdays = Workdays((DayRange(date(2027, 7, 5), date(2027, 7, 9)),))
    assert workdays.after(date(2027, 7, 2), 1) == date(2027, 7, 12)
    assert workdays.count(date(2027, 7, 2), date(2027, 7, 12)) == 2


def test_nothing_lies_between_a_day_and_one_before_it() -> None:
    assert Workdays().count(date(2026, 11, 24), date(2026, 11, 23)) == 0


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_the_nth_day_after_is_a_working_day_with_n_working_days_up_to_it(day: date, count: int) -> None:
    workdays = Workdays()
    found = workdays.after(day, count)
    assert workdays.is_workday(found)
    assert workdays.count(day + timedelta(days=1), found) == count


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_before_undoes_after_on_working_days(day: date, count: int) -> None:
    workdays = Workdays()
    start = workdays.after(day, 1)
    assert workdays.before(workdays.after(start, count), count) == start


@settings(deadline=None)
@given(DAYS)
def test_no_day_after_is_the_day_itself(day: date) -> None:
    assert Workdays().after(day, 0) == Workdays().before(day, 0) == day
