"""Which half-days are proposed, and in which order. The earliest is Monday 7 December 2026."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.agenda.combine import best
from mailflow.agenda.propose import proposals
from mailflow.agenda.slots import obstacle
from mailflow.model.dates import Exclusion, Preference, Slot, Wish
from mailflow.model.effect import Standing
from mailflow.model.words import Half, VisitState


def shown(house, request, *numbers):
    return proposals(request, numbers or [visit.number for visit in request.visits], house.situation())


def texts(slots):
    return [f"{slot.day} {slot.half}" for slot in slots]


def test_one_visit_gets_the_four_earliest(house):
    found = shown(house, house.request("alpha"))
    assert texts(found[1]) == ["2026-12-08 am", "2026-12-08 pm", "2026-12-10 am", "2026-12-10 pm"]


def test_the_requesters_wishes_come_first(house):
    wishes = (Wish(date(2026, 12, 17), Half.PM), Wish(date(2026, 12, 15)))
    found = shown(house, house.request("alpha", wishes=wishes))
    assert texts(found[1]) == ["2026-12-15 am", "2026-12-15 pm", "2026-12-17 pm", "2026-12-08 am"]


def test_a_wish_on_a_day_without_reception_is_not_proposed(house):
    found = shown(house, house.request("alpha", wishes=(Wish(date(2026, 12, 9)),)))
    assert texts(found[1])[0] == "2026-12-08 am"


def test_a_wish_beyond_the_horizon_is_proposed(house):
    found = shown(house, house.request("alpha", wishes=(Wish(date(2027, 5, 18), Half.AM),)))
    assert texts(found[1])[:2] == ["2027-05-18 am", "2026-12-08 am"]


def test_a_wish_with_a_service_or_a_number_counts_for_that_visit_only(house):
    wishes = (Wish(date(2026, 12, 16), Half.AM, service="beta"), Wish(date(2026, 12, 17), Half.AM, visit=1))
    found = shown(house, house.request("alpha", "beta", wishes=wishes))
    assert texts(found[1])[0] == "2026-12-17 am"
    assert texts(found[2])[0] == "2026-12-16 am"


def test_what_the_requester_excluded_is_never_proposed(house):
    request = house.request("alpha", wishes=(Wish(date(2026, 12, 8)),), exclude=(Exclusion(weekday=2),))
    assert all(slot.day.isoweekday() == 4 for slot in shown(house, request)[1])


def test_two_visits_share_a_day_though_one_of_them_could_come_earlier(house):
    found = shown(house, house.request("alpha", "gamma"))
    assert found[1][0].day == found[2][0].day == date(2026, 12, 8)
    assert found[1][0].half is not found[2][0].half


def test_the_first_proposals_of_all_visits_are_one_programme(house):
    found = shown(house, house.request("alpha", "beta", "gamma"))
    for column in range(4):
        programme = [slots[column] for slots in found.values()]
        assert len(set(programme)) == 3
    assert len({slots[0].day for slots in found.values()}) == 2


def test_a_day_that_is_agreed_already_is_shared(house, slot):
    request = house.request("gamma", "gamma")
    agreed = replace(request.visits[0], state=VisitState.AGREED, slot=slot("2026-12-16 am"))
    request = replace(request, visits=(agreed, request.visits[1]))
    assert texts(shown(house, request, 2)[2])[0] == "2026-12-16 pm"


def test_a_visit_in_talks_draws_the_next_one_to_its_day(house, slot):
    request = house.request("gamma", "gamma")
    asked = replace(request.visits[0], state=VisitState.OFFERED, offered=(slot("2026-12-16 am"),))
    request = replace(request, visits=(asked, request.visits[1]))
    assert texts(shown(house, request, 2)[2])[0] == "2026-12-16 pm"


def test_half_days_on_offer_to_others_come_last(house, slot):
    house.reserve("alpha", slot("2026-12-08 am"), agreed=False)
    found = shown(house, house.request("alpha"))
    assert texts(found[1]) == ["2026-12-08 pm", "2026-12-10 am", "2026-12-10 pm", "2026-12-15 am"]


def test_a_wish_on_offer_to_others_is_still_shown_but_last(house, slot):
    house.reserve("alpha", slot("2026-12-08 am"), agreed=False)
    found = shown(house, house.request("alpha", wishes=(Wish(date(2026, 12, 8), Half.AM),)))
    assert texts(found[1])[-1] == "2026-12-08 am"


def test_a_service_with_nothing_free_gets_nothing_and_the_others_do(house):
    house.standings["alpha"] = Standing("alpha", never=(2, 4))
    found = shown(house, house.request("alpha", "beta"))
    assert found[1] == ()
    assert len(found[2]) == 4


def test_two_visits_are_not_offered_the_same_single_half_day(house):
    house.services = {
        name: replace(service, reception=house.services["alpha"].reception[:1])
        for name, service in house.services.items()
    }
    found = shown(house, house.request("alpha", "beta"))
    assert found[1][0] != found[2][0]


def test_seven_visits_get_a_whole_programme_in_four_days(house):
    request = house.request(*["gamma"] * 7)
    first = [slots[0] for slots in shown(house, request).values()]
    assert len(set(first)) == 7
    assert len({slot.day for slot in first}) == 4


def test_days_as_preferred_come_before_earlier_ones_and_after_wishes(house):
    rather = Preference(weekdays=(4,))
    found = shown(house, house.request("alpha", preference=rather, wishes=(Wish(date(2026, 12, 15), Half.PM),)))
    assert texts(found[1]) == ["2026-12-15 pm", "2026-12-10 am", "2026-12-10 pm", "2026-12-17 am"]


def test_who_would_rather_come_later_is_shown_days_beyond_the_horizon(house):
    rather = Preference(not_before=date(2027, 5, 3))
    found = shown(house, house.request("alpha", preference=rather))
    assert texts(found[1]) == ["2027-05-04 am", "2027-05-04 pm", "2027-05-11 am", "2027-05-11 pm"]


def test_a_half_day_on_offer_where_two_may_come_is_no_last_resort(house, slot):
    house.services["alpha"] = replace(house.services["alpha"], per_half_day=2)
    house.reserve("alpha", slot("2026-12-08 am"), agreed=False)
    assert texts(shown(house, house.request("alpha"))[1])[0] == "2026-12-08 am"
    house.reserve("alpha", slot("2026-12-08 am"), agreed=False, ref="ONT-2026-0098")
    assert texts(shown(house, house.request("alpha"))[1])[0] == "2026-12-08 pm"


def test_half_days_on_offer_at_another_service_or_to_the_same_person_count_for_nothing(house, slot):
    house.reserve("beta", slot("2026-12-08 am"), agreed=False)
    house.reserve("alpha", slot("2026-12-08 pm"), agreed=False, ref="ONT-2026-0001", visit=1)
    assert texts(shown(house, house.request("alpha"))[1])[:2] == ["2026-12-08 am", "2026-12-08 pm"]


def test_a_wish_for_another_visit_of_the_same_service_is_not_this_ones(house):
    wishes = (Wish(date(2026, 12, 17), Half.AM, service="alpha", visit=2),)
    assert texts(shown(house, house.request("alpha", wishes=wishes))[1])[0] == "2026-12-08 am"


def test_an_unknown_number_is_left_out(house):
    assert shown(house, house.request("alpha"), 9) == {}


FIRST = date(2026, 11, 30)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days))
HALVES = st.sampled_from([Half.AM, Half.PM])
SERVICES = st.sampled_from(["alpha", "beta", "gamma"])
HELD = st.tuples(SERVICES, st.builds(Slot, DAYS, HALVES), st.booleans())


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(SERVICES, min_size=1, max_size=4),
    st.lists(st.builds(Wish, DAYS, st.sampled_from(list(Half))), max_size=4),
    st.lists(st.builds(Exclusion, weekday=st.integers(1, 5), half=st.sampled_from(list(Half))), max_size=2),
    st.lists(HELD, max_size=12),
)
def test_whatever_is_proposed_is_possible_and_leaves_a_programme(house, services, wishes, exclude, held):
    house.reservations = []
    for number, (service, slot, agreed) in enumerate(held):
        house.reserve(service, slot, agreed=agreed, ref=f"ONT-2026-{number:04}")
    request = house.request(*services, wishes=tuple(wishes), exclude=tuple(exclude))
    found = shown(house, request)
    situation = house.situation()
    for number, slots in found.items():
        assert len(slots) == len(set(slots)) <= 4
        assert not any(obstacle(request, request.visit(number), slot, situation) for slot in slots)
    assert set(best(found, ())) == {number for number, slots in found.items() if slots}
