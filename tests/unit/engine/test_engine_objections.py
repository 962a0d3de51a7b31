"""What can't be done changes nothing and is asked back, with the word that the letter ``unclear`` explains."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.model.dates import Exclusion, UnclearDate
from mailflow.model.meaning import Command, Pick
from mailflow.model.request import Host
from mailflow.model.situation import Reservation
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, LetterKind, Role, TimerName, VisitState
from tests.unit.engine.engine_steps import (
    ELS,
    FORM,
    HR,
    JAN_12,
    JAN_14,
    LIEN,
    NOW,
    ONE,
    agreed,
    answer,
    approved,
    arrive,
    at,
    fire,
    letters,
    offered,
    on,
    orders,
)

UNCLEAR = UnclearDate("12/13", "ambiguous", meant=(JAN_12, JAN_14))
STATES = {
    "asked": lambda: arrive(ONE).request,
    "two asked": lambda: arrive().request,
    "proposed": lambda: approved(ONE),
    "offered": lambda: offered(ONE),
    "two offered": offered,
    "agreed": lambda: agreed(ONE),
    "one of two agreed": lambda: agreed(FORM),
}
WRITERS = {Role.HR: HR, Role.SERVICE: LIEN, Role.REQUESTER: ELS}


def who_says(state, role, command, why, line="", meant=()):
    return pytest.param(state, role, command, why, line, meant, id=f"{role.value} {command.name.value} {why} {state}")


@pytest.mark.parametrize(
    ("state", "role", "command", "why", "line", "meant"),
    [
        who_says("asked", Role.HR, Command(C.MORE_INFO, text=" "), "needs_text"),
        who_says("asked", Role.HR, Command(C.LATER), "needs_date"),
        who_says("asked", Role.HR, Command(C.LATER, dates=(on(NOW.date()),)), "past", meant=("2026-11-23",)),
        who_says("asked", Role.HR, Command(C.ASSIGN), "needs_address"),
        who_says("asked", Role.HR, Command(C.NOTE, text=" "), "needs_text"),
        who_says("asked", Role.HR, Command(C.REFUSE, text=" "), "needs_reason"),
        who_says("asked", Role.HR, Command(C.REFUSE, needs=("reason",)), "needs_reason"),
        who_says("asked", Role.HR, Command(C.DATE, needs=("date",)), "needs_date"),
        who_says("asked", Role.HR, Command(C.APPROVE, visits=(7,)), "visit", "7"),
        who_says("asked", Role.HR, Command(C.RESCHEDULE), "not_now"),
        who_says("asked", Role.HR, Command(C.STOP), "not_now"),
        who_says("asked", Role.HR, Command(C.NEW, text="NIEUW"), "not_now", "NIEUW"),
        who_says("proposed", Role.HR, Command(C.DATE, dates=(on(JAN_12, Half.ANY),)), "half",
                 meant=("2027-01-12", "2027-01-12")),
        who_says("two asked", Role.HR, Command(C.DATE, dates=(on(JAN_12),)), "needs_visit"),
        who_says("agreed", Role.HR, Command(C.NOT_A_REQUEST), "not_now"),
        who_says("agreed", Role.HR, Command(C.REFUSE, text="R1"), "not_now"),
        who_says("proposed", Role.SERVICE, Command(C.PICK, slots=(Pick("H"),)), "needs_slot", "H"),
        who_says("proposed", Role.SERVICE, Command(C.DATE, unclear_dates=(UNCLEAR,)), "ambiguous_date", "12/13",
                 ("2027-01-12", "2027-01-14")),
        who_says("proposed", Role.SERVICE, Command(C.DATE), "needs_date"),
        who_says("proposed", Role.SERVICE, Command(C.DATE, dates=(on(JAN_12, visit=2),), visits=(1,)), "needs_date"),
        who_says("proposed", Role.SERVICE, Command(C.DECLINE, text=" "), "needs_reason"),
        who_says("proposed", Role.SERVICE, Command(C.HOST), "needs_address"),
        who_says("proposed", Role.SERVICE, Command(C.PAUSE), "needs_date"),
        who_says("proposed", Role.SERVICE, Command(C.NEVER, exclude=(Exclusion(date=JAN_12),)), "needs_date"),
        who_says("two offered", Role.REQUESTER, Command(C.PICK, slots=(Pick("A"),)), "needs_visit", "A"),
        who_says("two offered", Role.REQUESTER, Command(C.PICK, visits=(1,), slots=(Pick("A", 2),)), "slot", "2A"),
        who_says("offered", Role.REQUESTER, Command(C.PICK, slots=(Pick("A"), Pick("B"))), "slot", "1B"),
        who_says("offered", Role.REQUESTER, Command(C.PICK, slots=(Pick("H"),)), "needs_slot", "H"),
        who_says("asked", Role.REQUESTER, Command(C.DATE, unclear_dates=(UNCLEAR,)), "ambiguous_date", "12/13",
                 ("2027-01-12", "2027-01-14")),
        who_says("asked", Role.REQUESTER, Command(C.APPROVE, text="akkoord"), "not_now", "akkoord"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_asked_back_and_changes_nothing(state, role, command, why, line, meant):
    request = STATES[state]()
    decision = answer(request, role, WRITERS[role], command, letter=LetterKind.DECIDE)
    assert letters(decision) == [("unclear", WRITERS[role])]
    order = orders(decision)[0]
    assert (order.facts["why"], order.facts.get("line", ""), order.facts.get("meant", ())) == (why, line, meant)
    assert order.of is LetterKind.DECIDE
    assert decision.request.visits == request.visits
    assert decision.request.pending is None
    assert [(e.what, e.detail) for e in decision.trail] == [(f"unclear {why}", line)]


def test_two_visits_are_not_picked_on_the_same_half_day():
    request = offered()
    same = request.visit(1).offered[0]
    visits = tuple(replace(v, offered=(same, *v.offered)) for v in request.visits)
    said = Command(C.PICK, slots=(Pick("A", 1), Pick("A", 2)))
    decision = answer(replace(request, visits=visits), Role.REQUESTER, ELS, said)
    assert orders(decision)[0].facts["why"] == "full"
    assert decision.request.visits == visits


def test_all_commands_of_an_answer_are_done_or_none():
    request = arrive().request
    decision = answer(request, Role.HR, HR, Command(C.APPROVE, visits=(1,)), Command(C.REFUSE, visits=(2,)))
    assert letters(decision) == [("unclear", HR)]
    assert decision.request.visits == request.visits
    assert decision.request.decided == ()


def test_a_visit_that_was_decided_otherwise_can_not_be_approved_again():
    request = answer(approved(ONE), Role.HR, HR, Command(C.DATE, dates=(on(JAN_12),))).request
    request = fire(request, TimerName.UNDO, now=NOW + timedelta(minutes=10)).request
    assert request.visit(1).state is VisitState.AGREED
    decision = answer(request, Role.HR, HR, Command(C.APPROVE))
    assert orders(decision)[0].facts["why"] == "not_now"


def test_who_has_decided_nothing_yet_is_not_told_that_somebody_has():
    request = approved(ONE)
    decision = answer(replace(request, decided=()), Role.HR, HR, Command(C.APPROVE))
    assert letters(decision) == [("unclear", HR)]


def test_a_visit_of_another_service_is_not_this_services_business():
    request = approved()
    mine = request.visit(1).contacts[0]
    decision = answer(request, Role.SERVICE, mine, Command(C.PICK, visits=(2,)), visits=(1,))
    assert orders(decision)[0].facts == {"why": "visit", "line": "2"}
    assert decision.request.visits == request.visits


def test_a_host_who_receives_somebody_else_in_that_half_day_is_refused():
    request = agreed(ONE)
    slot = request.visit(1).slot
    taken = Reservation("blas", slot, "ONT-2026-0009", 1, agreed=True, host="bart.claes@pod.example")
    said = Command(C.HOST, address="Bart.Claes@pod.example")
    decision = answer(request, Role.SERVICE, LIEN, said, given={"reservations": (taken,)})
    assert orders(decision)[0].facts == {
        "why": "full",
        "line": "bart.claes@pod.example",
        "meant": (slot.day.isoformat(),),
    }
    assert decision.request.visit(1).host.address == LIEN
    elsewhere = replace(taken, slot=at(slot.day, Half.PM if slot.half is Half.AM else Half.AM))
    decision = answer(request, Role.SERVICE, LIEN, said, given={"reservations": (elsewhere,)})
    assert decision.request.visit(1).host == host_of_blas()


def host_of_blas():
    return Host("bart.claes@pod.example", language=arrive(ONE).request.language)


def test_the_same_decision_sent_twice_within_the_undo_window_is_told_who_decided():
    request = answer(arrive(ONE).request, Role.HR, HR, Command(C.REFUSE, text="R1")).request
    decision = answer(request, Role.HR, HR, Command(C.REFUSE, text="R1"), now=NOW + timedelta(minutes=1))
    assert letters(decision) == [("receipt", HR)]
    assert orders(decision)[0].facts == {"already": (HR, "refuse", NOW.isoformat()), "read": ()}
    assert decision.request.pending == request.pending
