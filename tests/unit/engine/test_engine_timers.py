"""Time passes: a timer whose reason is gone says nothing; the others do what the rules promise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.engine.falling_due import DUE
from mailflow.model.effect import ReturnToInbox
from mailflow.model.meaning import Command, Pick
from mailflow.model.request import Timer
from mailflow.model.words import CommandName as C
from mailflow.model.words import RequestState, Role, TimerName, VisitState
from tests.unit.engine.engine_steps import (
    BOOK,
    ELS,
    FORM,
    HR,
    JAN_12,
    LIEN,
    NOW,
    ONE,
    PEOPLE,
    agreed,
    answer,
    approved,
    arrive,
    fire,
    letters,
    offered,
    on,
    orders,
)

BEA = "bea.maes@mi-is.example"


def due(request, name, visit=0):
    return next((timer.due_at for timer in request.timers if (timer.name, timer.visit) == (name, visit)), None)


def refused():
    request = answer(arrive(ONE).request, Role.HR, HR, Command(C.REFUSE, text="R1")).request
    return fire(request, TimerName.UNDO, now=NOW + timedelta(minutes=10)).request


@pytest.mark.parametrize("name", sorted(set(DUE) - {TimerName.COMPLETE_REMINDER, TimerName.THANKS}))
def test_a_timer_whose_reason_is_gone_says_nothing(name):
    request = refused()
    decision = fire(request, name, visit=1)
    assert decision.effects == ()
    assert decision.request.visits == request.visits
    assert decision.request.timers == ()


@pytest.mark.parametrize("name", sorted(DUE))
def test_no_timer_wakes_a_closed_request(name):
    request = replace(arrive(ONE).request, closed="withdrawn", timers=(Timer(name, NOW, 1),))
    decision = fire(request, name, visit=1)
    assert decision.effects == ()
    assert decision.trail == ()
    assert decision.request == replace(request, timers=())


def test_a_service_that_has_answered_is_neither_reminded_nor_passed_over():
    request = offered(ONE)
    for name in (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE):
        assert fire(request, name, visit=1).effects == ()
    both = approved()
    contact = both.visit(1).contacts[0]
    one = answer(both, Role.SERVICE, contact, Command(C.PICK, visits=(1,))).request
    assert one.visit(1).state is VisitState.PROPOSED
    for name in (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE):
        assert fire(one, name, visit=1).effects == ()


def test_nobody_is_told_of_progress_when_everything_is_agreed():
    request = agreed(ONE)
    assert due(request, TimerName.PROGRESS) is None
    decision = fire(request, TimerName.PROGRESS)
    assert (decision.effects, decision.trail) == ((), ())


def test_a_choice_that_was_made_needs_no_reminder():
    decision = fire(agreed(ONE), TimerName.CHOOSE_REMINDER)
    assert (decision.effects, decision.trail) == ((), ())


def test_an_open_question_ends_with_nothing_when_nothing_is_left_to_ask_about():
    decision = fire(refused(), TimerName.COMPLETE_CLOSE)
    assert decision.effects == ()
    assert decision.request.state is RequestState.REFUSED


def test_an_open_question_comes_back_to_hr_when_part_of_the_request_is_under_way():
    request = answer(arrive().request, Role.HR, HR, Command(C.APPROVE, visits=(1,))).request
    request = fire(request, TimerName.UNDO, now=NOW + timedelta(minutes=10)).request
    request = answer(request, Role.HR, HR, Command(C.MORE_INFO, text="Sinds wanneer?")).request
    assert due(request, TimerName.DECIDE_REMINDER) is None
    later = NOW + timedelta(days=21)
    decision = fire(request, TimerName.COMPLETE_CLOSE, now=later)
    assert letters(decision) == [("decide", HR)]
    assert orders(decision)[0].facts["occasion"] == "incomplete"
    assert orders(decision)[0].facts["deadline"] == "2026-12-17"
    assert [v.state for v in decision.request.visits] == [VisitState.PROPOSED, VisitState.REQUESTED]
    assert due(decision.request, TimerName.DECIDE_DEPUTY) == datetime(2026, 12, 22, 8, tzinfo=UTC)


def test_what_was_offered_and_not_chosen_is_released_while_the_rest_of_the_request_goes_on():
    request = offered()
    request = answer(request, Role.REQUESTER, ELS, Command(C.PICK, visits=(1,), slots=(Pick("A", 1),))).request
    assert [v.state for v in request.visits] == [VisitState.AGREED, VisitState.OFFERED]
    decision = fire(request, TimerName.CHOOSE_CLOSE, now=NOW + timedelta(days=10))
    visit = decision.request.visit(2)
    assert (visit.state, visit.need, visit.offered) == (VisitState.APPROVED, "silent", ())
    blas = [("cancelled", contact.address) for contact in BOOK.services["blas"].contacts]
    assert letters(decision) == [*blas, ("action", HR)]
    assert {order.facts["by"] for order in orders(decision, "cancelled")} == {"expired"}
    assert orders(decision, "action")[0].facts == {"why": "silent_requester", "phone": "014 00 00 00", "address": ELS}
    assert orders(decision, "action")[0].visits == (2,)
    assert decision.request.state is RequestState.AWAITING_DECISION
    assert due(decision.request, TimerName.DECIDE_REMINDER)
    assert "released 2" in [entry.what for entry in decision.trail]


def test_a_release_that_leaves_something_to_hr_does_not_close_the_request():
    request = offered()
    visits = (request.visit(1), replace(request.visit(2), state=VisitState.DECLINED, offered=(), need="declined"))
    decision = fire(replace(request, visits=visits), TimerName.CHOOSE_CLOSE)
    assert not decision.request.closed
    assert ("closed", ELS) not in letters(decision)


def test_deputies_are_asked_and_asked_again_until_somebody_decides():
    people = replace(PEOPLE, deputies=(BEA,))
    request = arrive(ONE).request
    at = NOW + timedelta(days=8)
    decision = fire(request, TimerName.DECIDE_DEPUTY, now=at, people=people)
    assert letters(decision) == [("decide", BEA)]
    assert due(decision.request, TimerName.DECIDE_DEPUTY) == at + timedelta(days=8)
    assert [(e.what, e.detail) for e in decision.trail] == [("reminder", "deputies")]


def test_hr_is_reminded_once_with_the_day_on_which_the_deputies_are_asked():
    decision = fire(arrive(ONE).request, TimerName.DECIDE_REMINDER, now=NOW + timedelta(days=3))
    assert letters(decision) == [("reminder", HR)]
    assert orders(decision)[0].facts == {"occasion": "new", "deadline": "2026-12-01"}
    assert [(e.what, e.detail) for e in decision.trail] == [("reminder", "decide")]


def test_a_postponed_decision_comes_back_on_its_day_and_is_forgotten_when_it_was_taken():
    request = answer(arrive(ONE).request, Role.HR, HR, Command(C.LATER, dates=(on(JAN_12),))).request
    assert due(request, TimerName.DECIDE_LATER) == datetime(2027, 1, 12, 7, tzinfo=UTC)
    decision = fire(request, TimerName.DECIDE_LATER, now=datetime(2027, 1, 12, 7, tzinfo=UTC))
    assert letters(decision) == [("decide", HR)]
    assert orders(decision)[0].facts["occasion"] == "later"
    assert decision.request.later is None
    taken = replace(approved(ONE), later=JAN_12)
    decision = fire(taken, TimerName.DECIDE_LATER)
    assert (decision.effects, decision.request.later) == ((), None)


def test_a_timer_that_the_rules_switch_off_is_not_started():
    off = replace(BOOK, off=frozenset({TimerName.PRACTICAL}))
    request = agreed(ONE, rulebook=off)
    assert due(request, TimerName.PRACTICAL, 1) is None
    assert due(request, TimerName.VISIT_OVER, 1) is not None
    assert due(agreed(ONE), TimerName.PRACTICAL, 1) is not None


def test_hr_hears_again_of_what_only_a_person_can_solve_even_if_nothing_reminds_of_it():
    request = approved(ONE)
    visits = (replace(request.visit(1), need="rounds"),)
    decision = answer(replace(request, visits=visits, timers=()), Role.HR, HR, Command(C.NOTE, text="gebeld"))
    assert due(decision.request, TimerName.DECIDE_DEPUTY) == NOW + timedelta(days=8)


def test_a_record_that_was_no_request_is_closed_without_timers_and_its_mail_goes_back():
    request = approved()
    decision = answer(request, Role.HR, HR, Command(C.NOT_A_REQUEST))
    assert ReturnToInbox("m1") in decision.effects
    assert (decision.request.closed, decision.request.timers) == ("not_a_request", ())
    told = [("cancelled", c.address) for s in ("juridisch", "blas") for c in BOOK.services[s].contacts]
    assert letters(decision) == told
    assert {order.facts["by"] for order in orders(decision)} == {"hr"}


def test_thanks_leave_at_noon_of_the_working_day_after_the_last_visit():
    request = agreed(ONE)
    slot = request.visit(1).slot
    over = due(request, TimerName.VISIT_OVER, 1)
    decision = fire(request, TimerName.VISIT_OVER, visit=1, now=over)
    assert decision.request.visit(1).state is VisitState.HELD
    following = slot.day + timedelta(days=1 if slot.day.isoweekday() < 5 else 3)
    assert due(decision.request, TimerName.THANKS) == datetime(
        following.year, following.month, following.day, 11, tzinfo=UTC
    )
    assert [(e.what) for e in decision.trail] == ["held 1"]
    thanked = fire(decision.request, TimerName.THANKS, now=over + timedelta(days=1))
    assert letters(thanked) == [("thanks", ELS)]
    assert thanked.request.thanked
    again = fire(thanked.request, TimerName.VISIT_OVER, visit=1, now=over + timedelta(days=2))
    assert (again.effects, due(again.request, TimerName.THANKS)) == ((), None)


def test_a_visit_that_nobody_came_to_is_not_thanked_for():
    request = agreed(ONE)
    over = due(request, TimerName.VISIT_OVER, 1)
    held = fire(request, TimerName.VISIT_OVER, visit=1, now=over).request
    held = answer(held, Role.SERVICE, LIEN, Command(C.NO_SHOW), now=over).request
    decision = fire(held, TimerName.THANKS, now=over + timedelta(days=1))
    assert (decision.effects, decision.trail) == ((), ())
    assert decision.request.thanked


def test_practical_information_is_not_sent_for_a_visit_that_was_called_off():
    request = answer(agreed(ONE), Role.REQUESTER, ELS, Command(C.CANCEL)).request
    decision = fire(replace(request, closed=""), TimerName.PRACTICAL, visit=1)
    assert (decision.effects, decision.trail) == ((), ())


def test_a_visit_that_was_given_up_is_not_called_held():
    request = answer(agreed(ONE), Role.SERVICE, LIEN, Command(C.ILL)).request
    decision = fire(request, TimerName.VISIT_OVER, visit=1)
    assert decision.request.visit(1).state is VisitState.PROPOSED


def test_a_closed_undo_window_without_anything_that_waits_does_nothing():
    decision = fire(arrive(FORM).request, TimerName.UNDO)
    assert (decision.effects, decision.trail) == ((), ())
