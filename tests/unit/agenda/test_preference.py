"""What a requester would rather have: weekdays and a window with both its ends."""

from datetime import date

import pytest

from mailflow.model.dates import DayRange, Preference

TUESDAY, WEDNESDAY = date(2027, 1, 12), date(2027, 1, 13)


@pytest.mark.parametrize(
    ("preference", "day", "suits"),
    [
        (Preference(), TUESDAY, True),
        (Preference(weekdays=(2,)), TUESDAY, True),
        (Preference(weekdays=(2,)), WEDNESDAY, False),
        (Preference(not_before=TUESDAY), TUESDAY, True),
        (Preference(not_before=WEDNESDAY), TUESDAY, False),
        (Preference(not_after=TUESDAY), TUESDAY, True),
        (Preference(not_after=TUESDAY), WEDNESDAY, False),
        (Preference(weekdays=(3,), not_before=TUESDAY, not_after=WEDNESDAY), WEDNESDAY, True),
    ],
)
def test_a_day_suits_a_preference_within_its_window_and_on_its_weekdays(preference, day, suits):
    assert preference.suits(day) is suits


def test_a_range_of_days_holds_both_its_ends():
    days = DayRange(TUESDAY, WEDNESDAY)
    assert TUESDAY in days
    assert WEDNESDAY in days
    assert date(2027, 1, 11) not in days
    assert date(2027, 1, 14) not in days
