"""What stands in the way of a half-day, and which are free. It is Monday 23 November 2026, ten o'clock in Brussels.

The tenth working day after that is Monday 7 December; alpha receives on Tuesdays and Thursdays.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailflow.agenda.slots import free_slots, obstacle
from mailflow.model.dates import DayRange, Exclusion
from mailflow.model.effect import Standing
from mailflow.model.meaning import Participant
from mailflow.model.request import Host
from mailflow.model.words import Half, VisitState


def hindrance(house, text, slot, request=None, number=1):
    request = request or house.request("alpha", "beta")
    return obstacle(request, request.visit(number), slot(text), house.situation())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-12-08 am", ""),
        ("2026-12-10 pm", ""),
        ("2026-11-19 am", "past"),
        ("2026-11-23 am", "past"),
        ("2026-11-24 am", "too_soon"),
        ("2026-12-09 am", "not_received"),
        ("2026-12-29 am", "closed"),
        ("2026-12-12 am", "closed"),
        ("2027-06-01 am", "too_far"),
    ],
)
def test_each_obstacle_has_its_word(house, slot, text, why):
    assert hindrance(house, text, slot) == why


def test_a_half_day_that_has_begun_is_past_but_the_afternoon_is_not(house, slot):
    house.now = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert hindrance(house, "2026-11-24 am", slot) == "past"
    assert hindrance(house, "2026-11-24 pm", slot) == "too_soon"


def test_a_closed_range_of_the_house_is_closed(house, slot):
    house.closed = (DayRange(date(2026, 12, 7), date(2026, 12, 11)),)
    assert hindrance(house, "2026-12-08 am", slot) == "closed"


def test_a_half_day_agreed_with_somebody_else_is_full(house, slot):
    house.reserve("alpha", slot("2026-12-08 am"))
    assert hindrance(house, "2026-12-08 am", slot) == "full"
    assert hindrance(house, "2026-12-08 pm", slot) == ""


def test_a_half_day_only_on_offer_to_somebody_else_is_not_full(house, slot):
    house.reserve("alpha", slot("2026-12-08 am"), agreed=False)
    assert hindrance(house, "2026-12-08 am", slot) == ""


def test_a_visits_own_reservation_is_no_obstacle(house, slot):
    house.reserve("alpha", slot("2026-12-08 am"), ref="ONT-2026-0001", visit=1, persons=("els@ocmw.example",))
    assert hindrance(house, "2026-12-08 am", slot) == ""


def test_a_service_with_room_for_two_is_full_with_two(house, slot):
    house.services["alpha"] = replace(house.services["alpha"], per_half_day=2)
    house.reserve("alpha", slot("2026-12-08 am"), host="alpha@pod.example")
    assert hindrance(house, "2026-12-08 am", slot) == ""
    house.reserve("alpha", slot("2026-12-08 am"), host="alpha@pod.example", ref="ONT-2026-0098")
    assert hindrance(house, "2026-12-08 am", slot) == "full"


def test_a_month_is_full_by_the_file_or_by_what_the_service_said(house, slot):
    house.reserve("alpha", slot("2026-12-10 am"))
    assert hindrance(house, "2026-12-08 am", slot) == ""
    house.services["alpha"] = replace(house.services["alpha"], per_month=1)
    assert hindrance(house, "2026-12-08 am", slot) == "month_full"
    assert hindrance(house, "2027-01-05 am", slot) == ""
    house.standings["alpha"] = Standing("alpha", per_month=2)
    assert hindrance(house, "2026-12-08 am", slot) == ""


def test_a_pause_lasts_to_its_last_day(house, slot):
    house.standings["alpha"] = Standing("alpha", paused_until=date(2026, 12, 8))
    assert hindrance(house, "2026-12-08 pm", slot) == "paused"
    assert hindrance(house, "2026-12-10 am", slot) == ""


def test_a_weekday_that_the_service_never_wants_is_never_free(house, slot):
    house.standings["alpha"] = Standing("alpha", never=(2,))
    assert hindrance(house, "2026-12-08 am", slot) == "never"
    assert hindrance(house, "2026-12-10 am", slot) == ""


def test_more_people_than_a_service_receives_are_too_many(house, slot):
    three = tuple(Participant(name) for name in ("Claes", "Dubois", "Peeters"))
    assert hindrance(house, "2026-12-08 am", slot, house.request("alpha", participants=three)) == "too_many"
    house.services["alpha"] = replace(house.services["alpha"], max_persons=4)
    assert hindrance(house, "2026-12-08 am", slot, house.request("alpha", participants=three)) == ""


@pytest.mark.parametrize("persons", [("ELS@ocmw.example",), ("tom@ocmw.example", "jan@ocmw.example")])
def test_nobody_is_in_two_places(house, slot, persons):
    tom = (Participant("Claes", "Tom", "Tom@ocmw.example"),)
    house.reserve("gamma", slot("2026-12-08 am"), persons=persons)
    assert hindrance(house, "2026-12-08 am", slot, house.request("alpha", participants=tom)) == "busy"


def test_two_visits_of_one_request_are_not_at_the_same_time(house, slot):
    request = house.request("alpha", "beta")
    agreed = replace(request.visits[1], state=VisitState.AGREED, slot=slot("2026-12-08 am"))
    request = replace(request, visits=(request.visits[0], agreed))
    assert hindrance(house, "2026-12-08 am", slot, request) == "busy"
    assert hindrance(house, "2026-12-08 pm", slot, request) == ""


def test_a_host_who_receives_for_another_service_is_busy(house, slot):
    house.reserve("gamma", slot("2026-12-08 am"), host="marc@pod.example")
    request = house.request("alpha")
    hosted = replace(request, visits=(replace(request.visits[0], host=Host("marc@pod.example")),))
    assert hindrance(house, "2026-12-08 am", slot, hosted) == "busy"
    assert hindrance(house, "2026-12-08 am", slot, request) == ""


def test_a_service_is_busy_when_all_its_contacts_are_and_free_when_one_is_left(house, slot):
    request = house.request("alpha")
    two = replace(request, visits=(replace(request.visits[0], contacts=("marc@pod.example", "an@pod.example")),))
    house.reserve("gamma", slot("2026-12-08 am"), host="marc@pod.example")
    assert hindrance(house, "2026-12-08 am", slot, two) == ""
    house.reserve("beta", slot("2026-12-08 am"), host="an@pod.example")
    assert hindrance(house, "2026-12-08 am", slot, two) == "busy"


def test_a_half_day_that_was_shown_stays_possible_when_the_notice_has_run_out(house, slot):
    shown = slot("2026-12-08 am")
    request = house.request("alpha")
    offered = replace(request, visits=(replace(request.visits[0], state=VisitState.OFFERED, offered=(shown,)),))
    house.now = datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert hindrance(house, "2026-12-08 am", slot, request) == "too_soon"
    assert hindrance(house, "2026-12-08 am", slot, offered) == ""
    house.reserve("alpha", shown)
    assert hindrance(house, "2026-12-08 am", slot, offered) == "full"


def test_what_a_service_said_of_its_capacity_counts_for_what_we_proposed_but_not_for_what_it_named_itself(house, slot):
    shown = slot("2026-12-08 am")
    visit = replace(house.request("alpha").visits[0], state=VisitState.OFFERED, suited=(shown,), offered=(shown,))
    named = house.request("alpha", visits=(visit,))
    proposed = house.request("alpha", visits=(replace(visit, proposed=(shown,)),))
    house.standings["alpha"] = Standing("alpha", paused_until=date(2026, 12, 31))
    assert hindrance(house, "2026-12-08 am", slot, proposed) == "paused"
    assert hindrance(house, "2026-12-08 am", slot, named) == ""


def test_a_service_that_left_the_rules_receives_nobody(house, slot):
    request = house.request("alpha")
    del house.services["alpha"]
    assert (
        hindrance(house, "2026-12-08 am", slot, request) == "too_many"
        or free_slots(request, request.visits[0], house.situation()) == ()
    )


def test_free_half_days_are_in_the_order_of_the_calendar_from_notice_to_horizon(house, slot):
    house.horizon = 14
    request = house.request("alpha")
    found = free_slots(request, request.visits[0], house.situation())
    expected = ["2026-12-08 am", "2026-12-08 pm", "2026-12-10 am", "2026-12-10 pm"]
    assert found == tuple(slot(text) for text in expected)


def test_the_horizon_is_extended_until_four_half_days_are_free(house, slot):
    house.horizon = 11
    house.standings["alpha"] = Standing("alpha", never=(2,))
    request = house.request("alpha")
    found = free_slots(request, request.visits[0], house.situation())
    expected = ["2026-12-10 am", "2026-12-10 pm", "2026-12-17 am", "2026-12-17 pm"]
    assert found == tuple(slot(text) for text in expected)


def test_a_service_that_never_receives_ends_the_search(house):
    house.standings["alpha"] = Standing("alpha", never=(2, 4))
    request = house.request("alpha")
    assert free_slots(request, request.visits[0], house.situation()) == ()


def test_what_the_requester_excluded_is_not_free(house):
    request = house.request(
        "alpha", exclude=(Exclusion(weekday=4), Exclusion(date(2026, 12, 8)), Exclusion(weekday=2, half=Half.PM))
    )
    found = free_slots(request, request.visits[0], house.situation())
    assert found[0].day == date(2026, 12, 15)
    assert {(slot.day.isoweekday(), slot.half) for slot in found} == {(2, Half.AM)}
