"""Moments in UTC, counted as people in Brussels count them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.agenda.due import due_at, leaves_at, local, span
from mailflow.agenda.workdays import Workdays
from mailflow.model.dates import Hours, Slot
from mailflow.model.rules import Duration
from mailflow.model.words import Half

BRUSSELS = ZoneInfo("Europe/Brussels")
WORKDAYS = Workdays()
HOURS = {Half.AM: Hours(time(9), time(12, 30)), Half.PM: Hours(time(13, 30), time(16, 30))}
OFFICE = "08:00-18:00"
MOMENTS = st.integers(0, 10 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def brussels(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


def workdays(count: int) -> Duration:
    return Duration(count, "workdays")


def test_working_days_keep_the_time_of_day_over_a_weekend() -> None:
    assert due_at(brussels("2026-11-20T16:45"), workdays(1), WORKDAYS) == brussels("2026-11-23T16:45")


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-10-23T09:00", "2026-10-26T09:00"), ("2027-03-26T09:00", "2027-03-30T09:00")],
    ids=["clocks go back", "clocks go forward, over Easter"],
)
def test_working_days_keep_the_time_of_day_over_a_change_of_clocks(start: str, end: str) -> None:
    assert due_at(brussels(start), workdays(1), WORKDAYS) == brussels(end)


def test_a_mail_late_in_the_evening_counts_on_its_local_day() -> None:
    just_after_midnight = brussels("2026-11-24T00:30")
    assert just_after_midnight.date() == date(2026, 11, 23)
    assert due_at(just_after_midnight, workdays(1), WORKDAYS) == brussels("2026-11-25T00:30")


def test_a_mail_in_the_closure_is_due_on_the_first_working_day() -> None:
    assert due_at(brussels("2026-12-29T10:00"), workdays(1), WORKDAYS) == brussels("2027-01-04T10:00")


def test_hours_are_elapsed_time_and_days_are_calendar_days_over_a_change_of_clocks() -> None:
    evening = brussels("2026-10-24T20:00")
    assert due_at(evening, Duration(24, "h"), WORKDAYS) == brussels("2026-10-25T19:00")
    assert due_at(evening, Duration(1, "d"), WORKDAYS) == brussels("2026-10-25T20:00")


@settings(deadline=None)
@given(
    MOMENTS,
    st.sampled_from(["s", "m", "h", "d", "workdays"]),
    st.integers(0, 30),
)
def test_what_is_due_is_never_before_its_start_and_always_utc(start: datetime, unit: str, amount: int) -> None:
    due = due_at(start, Duration(amount, unit), WORKDAYS)
    assert due >= start
    assert due.tzinfo is UTC


def test_moments_are_given_in_utc_wherever_the_machine_stands() -> None:
    now = brussels("2026-11-23T14:00").astimezone(BRUSSELS)
    given = (
        due_at(now, Duration(2, "h"), WORKDAYS),
        due_at(now, workdays(2), WORKDAYS),
        *span(Slot(date(2027, 1, 12), Half.AM), HOURS),
        leaves_at(now, OFFICE, WORKDAYS),
        leaves_at(now + timedelta(hours=10), OFFICE, WORKDAYS),
        leaves_at(now, "always", WORKDAYS),
    )
    # The zone of a machine that stands in UTC equals UTC, and is right there only.
    assert all(moment.tzinfo is UTC for moment in given)


def test_a_half_day_begins_and_ends_by_the_local_clock_in_summer_and_winter() -> None:
    assert span(Slot(date(2027, 1, 12), Half.AM), HOURS)[0] == datetime(2027, 1, 12, 8, tzinfo=UTC)
    assert span(Slot(date(2027, 7, 13), Half.PM), HOURS) == (
        datetime(2027, 7, 13, 11, 30, tzinfo=UTC),
        datetime(2027, 7, 13, 14, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-23T14:00", "2026-11-23T14:00"),
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T18:00", "2026-11-24T08:00"),
        ("2026-11-20T22:00", "2026-11-23T08:00"),
        ("2026-12-24T19:00", "2027-01-04T08:00"),
        ("2026-10-25T12:00", "2026-10-26T08:00"),
    ],
)
def test_letters_leave_in_office_hours(now: str, leaves: str) -> None:
    assert leaves_at(brussels(now), OFFICE, WORKDAYS) == brussels(leaves)


def test_urgent_letters_and_a_house_without_hours_do_not_wait() -> None:
    night = brussels("2026-11-21T03:00")
    assert leaves_at(night, OFFICE, WORKDAYS, urgent=True) == night
    assert leaves_at(night, "always", WORKDAYS) == night


@settings(deadline=None)
@given(MOMENTS)
def test_a_letter_always_leaves_on_a_working_day_between_the_hours(now: datetime) -> None:
    leaves = leaves_at(now, OFFICE, WORKDAYS)
    here = local(leaves)
    assert leaves >= now
    assert WORKDAYS.is_workday(here.date())
    assert time(8) <= here.time() < time(18)
    assert leaves - now < timedelta(days=14)
