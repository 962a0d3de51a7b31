"""The best combination, against trying everything."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.agenda.combine import best, is_wished
from mailflow.model.dates import Slot, Wish
from mailflow.model.words import Half

FIRST = date(2027, 1, 11)
SLOTS = [Slot(FIRST + timedelta(days=day), half) for day in range(4) for half in (Half.AM, Half.PM)]
OPTIONS = st.dictionaries(st.integers(1, 7), st.lists(st.sampled_from(SLOTS), max_size=4, unique=True), max_size=5)
WISHES = st.lists(
    st.builds(
        Wish,
        date=st.sampled_from([slot.day for slot in SLOTS]),
        half=st.sampled_from(list(Half)),
        visit=st.integers(0, 3),
    ),
    max_size=3,
)


def worth(chosen: Mapping[int, Slot], wishes: Sequence[Wish]) -> tuple[int, int, int, int]:
    """The order of the specification: most visits, fewest days, most wishes, earliest."""
    days = {slot.day for slot in chosen.values()}
    met = sum(is_wished(wishes, number, slot) for number, slot in chosen.items())
    early = sum(2 * (slot.day - FIRST).days + (slot.half is Half.PM) for slot in chosen.values())
    return (-len(chosen), len(days), -met, early)


def every_combination(options: Mapping[int, Sequence[Slot]]) -> list[dict[int, Slot]]:
    found = []
    for row in product(*([None, *slots] for slots in options.values())):
        chosen = {number: slot for number, slot in zip(options, row, strict=True) if slot is not None}
        if len(set(chosen.values())) == len(chosen):
            found.append(chosen)
    return found


@settings(deadline=None)
@given(OPTIONS, WISHES)
def test_nothing_is_better_than_the_best(options: dict[int, list[Slot]], wishes: list[Wish]) -> None:
    chosen = best(options, wishes)
    assert all(slot in options[number] for number, slot in chosen.items())
    assert len(set(chosen.values())) == len(chosen)
    assert worth(chosen, wishes) == min(worth(other, wishes) for other in every_combination(options))


@settings(deadline=None)
@given(OPTIONS, WISHES)
def test_the_same_answers_give_the_same_combination(options: dict[int, list[Slot]], wishes: list[Wish]) -> None:
    backwards = {number: list(reversed(options[number])) for number in reversed(options)}
    assert best(options, wishes) == best(backwards, wishes)


def test_two_visits_share_a_later_day_rather_than_make_two_journeys() -> None:
    early, shared_am, shared_pm = SLOTS[0], SLOTS[6], SLOTS[7]
    assert best({1: [early, shared_am], 2: [shared_pm]}, ()) == {1: shared_am, 2: shared_pm}


def test_a_wish_wins_over_an_earlier_day() -> None:
    assert best({1: SLOTS}, [Wish(SLOTS[5].day, SLOTS[5].half)]) == {1: SLOTS[5]}


def test_a_wish_for_one_visit_does_not_move_another() -> None:
    wish = Wish(SLOTS[4].day, SLOTS[4].half, visit=2)
    assert best({1: SLOTS}, [wish]) == {1: SLOTS[0]}


def test_a_visit_that_fits_nowhere_is_left_out() -> None:
    assert best({1: [SLOTS[0]], 2: [SLOTS[0]], 3: []}, ()) == {1: SLOTS[0]}


def test_nothing_to_combine_is_nothing() -> None:
    assert best({}, ()) == {}


def test_seven_visits_that_depend_on_each_other_find_their_only_programme() -> None:
    options = {number: SLOTS[: 8 - number] for number in range(1, 8)}
    chosen = best(options, ())
    assert chosen == {number: SLOTS[7 - number] for number in range(1, 8)}


def test_many_visits_are_placed_in_a_moment_though_not_exactly():
    days = [FIRST + timedelta(days=number) for number in range(60)]
    every_half_day = [Slot(day, half) for day in days for half in (Half.AM, Half.PM)]
    chosen = best(dict.fromkeys(range(1, 21), every_half_day), ())
    assert len(set(chosen.values())) == 20
    assert len({slot.day for slot in chosen.values()}) == 10
