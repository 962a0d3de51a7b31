"""The engine alone: events in, decisions out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailflow.engine import decide
from mailflow.model.dates import Slot, Wish
from mailflow.model.event import AnswerArrived, Source, TimerFired, Writer
from mailflow.model.meaning import Answer, Command, Form, Pick
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, RequestState, Role, TimerName, VisitState
from tests.unit.engine.engine_steps import (
    BOOK,
    ELS,
    FORM,
    HR,
    NOW,
    agreed,
    agreeing,
    answer,
    arrive,
    letters,
    situation,
)


def test_a_complete_request_is_acknowledged_and_put_before_hr():
    decision = arrive()
    assert letters(decision) == [("decide", HR), ("received", ELS)]
    assert decision.request.state is RequestState.AWAITING_DECISION
    assert [v.service for v in decision.request.visits] == ["juridisch", "blas"]


def test_an_incomplete_request_asks_and_does_not_bother_hr():
    decision = arrive(Form(name="Peeters", first_name="Els", email=ELS, services=("blas",)))
    assert letters(decision) == [("received", ELS)]
    assert decision.request.state is RequestState.INCOMPLETE


def test_approving_all_asks_both_services_for_dates_at_once():
    request = arrive().request
    decision = answer(request, Role.HR, HR, Command(C.APPROVE))
    asked = {address for kind, address in letters(decision) if kind == "which_dates"}
    assert asked == {c.address for name in ("juridisch", "blas") for c in BOOK.services[name].contacts}
    assert {v.state for v in decision.request.visits} == {VisitState.PROPOSED}
    assert all(1 <= len(v.proposed) <= 4 for v in decision.request.visits)


def test_a_refusal_waits_for_the_undo_window_and_then_leaves():
    request = arrive().request
    decision = answer(request, Role.HR, HR, Command(C.REFUSE, text="agenda vol"))
    assert letters(decision) == [("receipt", HR)]
    assert decision.request.pending is not None
    assert decision.request.state is RequestState.AWAITING_DECISION
    later = decide(decision.request, TimerFired(TimerName.UNDO), situation(NOW + timedelta(minutes=10)))
    assert letters(later) == [("decision", ELS)]
    assert later.request.state is RequestState.REFUSED


def test_a_refusal_without_reason_is_asked_back_and_changes_nothing():
    request = arrive().request
    decision = answer(request, Role.HR, HR, Command(C.REFUSE))
    assert letters(decision) == [("unclear", HR)]
    assert {v.state for v in decision.request.visits} == {VisitState.REQUESTED}


def test_a_second_approval_is_told_who_decided_before():
    request = answer(arrive().request, Role.HR, HR, Command(C.APPROVE)).request
    decision = answer(request, Role.HR, HR, Command(C.APPROVE))
    assert letters(decision) == [("receipt", HR)]
    assert decision.effects[0].facts["already"][0] == HR


def test_ok_of_both_services_and_of_the_requester_leads_to_four_invitations():
    decision = agreeing()
    assert [kind for kind, _ in letters(decision)] == ["agreed"] * 4
    assert decision.request.state is RequestState.SCHEDULED
    slots = [v.slot for v in decision.request.visits]
    assert slots[0].day == slots[1].day, "both visits on one day: fewest journeys"
    assert slots[0] != slots[1]


def test_one_slot_that_was_wished_for_is_agreed_at_once():
    form = replace(FORM, services=("blas",), dates=(Wish(date(2027, 1, 12), Half.AM),))
    request = answer(arrive(form).request, Role.HR, HR, Command(C.APPROVE)).request
    visit = request.visit(1)
    index = visit.proposed.index(Slot(date(2027, 1, 12), Half.AM))
    letter = "ABCD"[index]
    decision = answer(request, Role.SERVICE, visit.contacts[0], Command(C.PICK, slots=(Pick(letter),)))
    assert [kind for kind, _ in letters(decision)] == ["agreed", "agreed"]


def test_cancelling_an_agreed_request_tells_every_guest_with_the_next_sequence():
    request = agreed()
    decision = answer(request, Role.REQUESTER, ELS, Command(C.CANCEL))
    assert [kind for kind, _ in letters(decision)] == ["cancelled"] * 4
    assert {e.invitation.sequence for e in decision.effects} == {1}
    assert all(e.as_of.visit(e.invitation.visit).uid for e in decision.effects)
    assert decision.request.state is RequestState.WITHDRAWN


@pytest.mark.parametrize("role", [Role.HR, Role.SERVICE, Role.REQUESTER])
def test_an_untrusted_answer_changes_nothing_but_asks_somebody(role):
    request = arrive().request
    event = AnswerArrived(
        Writer(role, "x@elsewhere.example", trusted=False, doubt="other_address"),
        Answer((Command(C.APPROVE),)),
        Source("m"),
    )
    decision = decide(request, event, situation())
    assert decision.request.visits == request.visits
    assert len(decision.effects) == 1


def test_the_same_event_leads_to_the_same_decision():
    assert agreeing() == agreeing()


def test_a_question_of_hr_that_was_left_open_does_not_close_what_hr_approved_meanwhile():
    request = answer(arrive().request, Role.HR, HR, Command(C.MORE_INFO, text="Sinds wanneer?")).request
    assert any(timer.name is TimerName.COMPLETE_CLOSE for timer in request.timers)
    request = answer(request, Role.HR, HR, Command(C.APPROVE)).request
    assert not any(timer.name is TimerName.COMPLETE_CLOSE for timer in request.timers)
    later = decide(request, TimerFired(TimerName.COMPLETE_CLOSE), situation(NOW + timedelta(days=30)))
    assert later.request.state is RequestState.SCHEDULING


def test_a_request_without_any_service_stays_before_hr_until_somebody_acts():
    form = Form(name="Peeters", first_name="Els", email=ELS, in_attachment=True)
    request = arrive(form).request
    assert request.state is RequestState.AWAITING_DECISION
    fired = decide(request, TimerFired(TimerName.DECIDE_DEPUTY), situation(NOW + timedelta(days=8)))
    assert ("reminder", HR) in letters(fired)
    assert any(timer.name is TimerName.DECIDE_DEPUTY for timer in fired.request.timers)


def test_two_visits_whose_services_left_only_the_same_half_day_are_not_both_agreed():
    request = answer(arrive().request, Role.HR, HR, Command(C.APPROVE)).request
    for number in (1, 2):
        said = Command(C.DATE, visits=(number,), dates=(Wish(date(2027, 1, 12), Half.AM),), bare=True)
        request = answer(request, Role.SERVICE, request.visit(number).contacts[0], said).request
    decision = answer(request, Role.REQUESTER, ELS, Command(C.PICK))
    assert sorted(v.state.value for v in decision.request.visits) in (["agreed", "proposed"], ["agreed", "offered"])


def test_a_service_that_changes_its_mind_before_the_choice_is_made_replaces_what_is_on_offer():
    form = replace(FORM, services=("blas",))
    request = answer(arrive(form).request, Role.HR, HR, Command(C.APPROVE)).request
    contact = request.visit(1).contacts[0]
    request = answer(request, Role.SERVICE, contact, Command(C.PICK)).request
    changed = Command(C.DATE, dates=(Wish(date(2027, 1, 14), Half.AM), Wish(date(2027, 1, 19), Half.PM)), bare=True)
    decision = answer(request, Role.SERVICE, contact, changed)
    assert [slot.day.day for slot in decision.request.visit(1).offered] == [14, 19]
    assert ("choose", ELS) in letters(decision)


def test_nobody_fails_to_come_before_the_visit_has_begun():
    request = agreed()
    decision = answer(request, Role.SERVICE, request.visit(1).contacts[0], Command(C.NO_SHOW, visits=(1,)))
    assert not decision.request.visit(1).no_show


def test_what_did_not_suit_a_service_is_not_proposed_to_it_again():
    form = replace(FORM, services=("blas",))
    request = answer(arrive(form).request, Role.HR, HR, Command(C.APPROVE)).request
    shown = set(request.visit(1).proposed)
    request = answer(request, Role.SERVICE, request.visit(1).contacts[0], Command(C.NONE, text="verhuis")).request
    request = answer(request, Role.HR, HR, Command(C.APPROVE)).request
    assert request.visit(1).proposed
    assert not shown & set(request.visit(1).proposed)
