"""What people do with visits, one act at a time: what becomes of the visit, who hears of it, what the trail says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.model.effect import RememberLanguage, SetStanding, Standing
from mailflow.model.meaning import Command, Participant, Pick
from mailflow.model.situation import Reservation
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, Language, Method, RequestState, Role, TimerName, VisitState
from tests.unit.engine.engine_steps import (
    BOOK,
    DIRECT,
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

NOBODY = replace(BOOK, services={**BOOK.services, "studiedienst": replace(BOOK.services["studiedienst"], contacts=())})
AFTER_UNDO = NOW + timedelta(minutes=10)


def undone(request, **given):
    """Let the undo window close."""
    return fire(request, TimerName.UNDO, now=AFTER_UNDO, **given)


def taken(slot, service="studiedienst"):
    """Somebody else's visit in a half-day."""
    return Reservation(service, slot, "ONT-2026-0009", 1, agreed=True)


# ---------------------------------------------------------------------------------------------------- HR


def test_a_service_without_anybody_to_ask_comes_back_to_hr():
    request = arrive(ONE, rulebook=NOBODY).request
    decision = answer(request, Role.HR, HR, Command(C.APPROVE), given={"rulebook": NOBODY})
    assert letters(decision) == [("action", HR)]
    assert orders(decision)[0].facts == {"why": "no_contact"}
    assert decision.request.visit(1).need == "no_contact"
    assert decision.request.state is RequestState.AWAITING_DECISION


def test_a_visit_without_host_is_fixed_by_hr_and_whoever_is_named_later_is_invited():
    request = arrive(ONE, rulebook=NOBODY).request
    given = {"rulebook": NOBODY}
    request = answer(request, Role.HR, HR, Command(C.DATE, dates=(on(JAN_12),)), given=given).request
    decision = undone(request, **given)
    assert letters(decision) == [("agreed", ELS)]
    visit = decision.request.visit(1)
    assert (visit.state, visit.slot, visit.host) == (VisitState.AGREED, at(JAN_12), None)
    said = Command(C.HOST, visits=(1,), address="jan@pod.example")
    decision = answer(decision.request, Role.SERVICE, "jan@pod.example", said, visits=(1,), given=given)
    assert [
        (k, a, o.invitation.method, o.invitation.keep_partstat)
        for (k, a), o in zip(letters(decision), orders(decision), strict=True)
    ] == [
        ("agreed", ELS, Method.REQUEST, True),
        ("agreed", "jan@pod.example", Method.REQUEST, False),
    ]
    assert decision.request.visit(1).sequence == 0


def test_services_that_were_asked_hear_that_hr_has_fixed_the_date_otherwise():
    request = approved(ONE)
    request = answer(request, Role.HR, HR, Command(C.DATE, dates=(on(JAN_12),))).request
    decision = undone(request)
    assert letters(decision) == [("cancelled", LIEN), ("agreed", ELS), ("agreed", LIEN)]
    assert orders(decision)[0].facts == {"by": "hr"}
    assert [e.what for e in decision.trail] == ["agreed 1", "date 1"]
    assert decision.request.decided[0].what == "date"


def test_a_service_that_has_answered_is_not_told_off_when_hr_fixes_the_date():
    request = offered(ONE)
    request = answer(request, Role.HR, HR, Command(C.DATE, dates=(on(JAN_12),))).request
    assert letters(undone(request)) == [("agreed", ELS), ("agreed", LIEN)]


def test_hr_cancels_and_the_cancelled_visit_counts_as_decided():
    request = arrive().request
    request = answer(request, Role.HR, HR, Command(C.CANCEL, visits=(1,), text="dubbel")).request
    decision = undone(request)
    visit = decision.request.visit(1)
    assert (visit.state, visit.reason) == (VisitState.CANCELLED, "dubbel")
    assert [(d.visit, d.what, d.by) for d in decision.request.decided] == [(1, "cancel", HR)]
    assert letters(decision) == []
    assert decision.request.state is RequestState.AWAITING_DECISION
    last = answer(decision.request, Role.HR, HR, Command(C.CANCEL, visits=(2,))).request
    closed = undone(last)
    assert letters(closed) == [("closed", ELS)]
    assert orders(closed)[0].facts == {"why": "withdrawn"}
    assert (closed.request.closed, closed.request.timers) == ("withdrawn", ())


def test_a_rest_that_was_refused_and_not_cancelled_stays_a_refusal():
    request = arrive(ONE).request
    request = undone(answer(request, Role.HR, HR, Command(C.REFUSE, text="R1")).request).request
    assert (request.state, request.closed) == (RequestState.REFUSED, "")


# ---------------------------------------------------------------------------------------------------- services


def test_a_service_that_gives_an_agreed_visit_up_calls_it_off_and_hr_must_act():
    request = agreed(ONE)
    decision = answer(request, Role.SERVICE, LIEN, Command(C.DECLINE, text="verhuis"))
    assert letters(decision) == [("cancelled", ELS), ("cancelled", LIEN), ("action", HR)]
    assert {o.invitation.method for o in orders(decision, "cancelled")} == {Method.CANCEL}
    assert orders(decision, "action")[0].facts == {"why": "declined", "text": "verhuis", "address": LIEN}
    visit = decision.request.visit(1)
    assert (visit.state, visit.need, visit.host, visit.slot, visit.guests) == (
        VisitState.DECLINED, "declined", None, None, (),
    )  # fmt: skip
    assert [e.what for e in decision.trail] == ["called off 1", "decline 1", "action declined"]


def test_a_date_that_a_service_agreed_outside_is_fixed_at_once():
    decision = answer(approved(ONE), Role.SERVICE, LIEN, Command(C.DATE, dates=(on(JAN_12),)))
    assert letters(decision) == [("agreed", ELS), ("agreed", LIEN)]
    assert decision.request.visit(1).slot == at(JAN_12)
    assert [(e.what, e.detail) for e in decision.trail] == [("agreed 1", "2027-01-12 am"), ("date 1", "")]


def test_the_date_that_is_agreed_already_disturbs_nobody():
    request = answer(approved(ONE), Role.SERVICE, LIEN, Command(C.DATE, dates=(on(JAN_12),))).request
    decision = answer(request, Role.SERVICE, LIEN, Command(C.DATE, dates=(on(JAN_12),)))
    assert decision.effects == ()
    assert decision.request.visits == request.visits


def test_a_move_to_a_half_day_that_was_taken_meanwhile_is_asked_back():
    request = answer(agreed(ONE), Role.REQUESTER, ELS, Command(C.RESCHEDULE, dates=(on(JAN_14),))).request
    assert request.visit(1).proposed == (at(JAN_14),)
    given = {"reservations": (taken(at(JAN_14)),)}
    decision = answer(request, Role.SERVICE, LIEN, Command(C.PICK), given=given)
    assert orders(decision)[0].facts == {"why": "full", "meant": ("2027-01-14",)}
    assert decision.request.visits == request.visits


def test_a_pause_a_limit_and_a_weekday_are_remembered_beside_what_was_said_before():
    request = approved(ONE)
    before = Standing("studiedienst", never=(5,))
    given = {"standings": {"studiedienst": before}}
    for command, after, text in (
        (Command(C.PAUSE, until=JAN_12), replace(before, paused_until=JAN_12), "2027-01-12"),
        (Command(C.LIMIT, count=2), replace(before, per_month=2), "2"),
    ):
        decision = answer(request, Role.SERVICE, LIEN, command, given=given)
        assert decision.effects[0] == SetStanding(after)
        assert letters(decision) == [("receipt", LIEN)]
        assert orders(decision)[0].facts == {"read": ((command.name.value, "1", text),), "done": True}
        assert [(e.what, e.detail) for e in decision.trail] == [(command.name.value, "studiedienst")]


def test_hr_and_services_get_their_language_and_nobody_else_a_letter():
    decision = answer(approved(ONE), Role.SERVICE, LIEN, Command(C.LANGUAGE, language=Language.FR))
    assert decision.effects == (RememberLanguage(LIEN, Language.FR),)
    assert decision.request.language is Language.NL
    assert [(e.who, e.what, e.detail) for e in decision.trail] == [(f"service {LIEN}", "language", "fr")]


def test_a_second_word_about_a_date_that_was_given_back_gives_nothing_back_twice():
    decision = answer(agreed(ONE), Role.SERVICE, LIEN, Command(C.ILL), Command(C.RESCHEDULE))
    assert [k for k, _ in letters(decision)].count("cancelled") == 2
    assert decision.request.visit(1).state is VisitState.PROPOSED
    assert len(decision.request.visit(1).former_uids) == 1


# ---------------------------------------------------------------------------------------------------- requesters


def test_a_date_that_was_on_offer_is_a_pick():
    request = offered(ONE)
    slot = request.visit(1).offered[2]
    decision = answer(request, Role.REQUESTER, ELS, Command(C.DATE, dates=(on(slot.day, slot.half),)))
    assert letters(decision) == [("agreed", ELS), ("agreed", LIEN)]
    assert decision.request.visit(1).slot == slot
    assert [e.what for e in decision.trail] == ["date 1", "agreed 1"]


def test_where_nobody_confirms_a_free_date_is_agreed_and_two_are_offered():
    given = {"rulebook": DIRECT}
    request = approved(ONE, **given)
    assert request.visit(1).state is VisitState.OFFERED
    one = answer(request, Role.REQUESTER, ELS, Command(C.DATE, dates=(on(JAN_12),)), given=given)
    assert letters(one) == [("agreed", ELS), ("agreed", LIEN)]
    both = (on(JAN_12), on(JAN_14))
    two = answer(request, Role.REQUESTER, ELS, Command(C.DATE, dates=both), given=given)
    assert letters(two) == [("choose", ELS)]
    assert set(two.request.visit(1).offered) == {at(JAN_12), at(JAN_14)}
    full = {**given, "reservations": (taken(at(JAN_12)),)}
    refused = answer(request, Role.REQUESTER, ELS, Command(C.DATE, dates=(on(JAN_12),)), given=full)
    assert orders(refused)[0].facts == {"why": "full", "meant": ("2027-01-12",)}
    near = answer(
        request, Role.REQUESTER, ELS, Command(C.DATE, dates=(on(NOW.date() + timedelta(days=1)),)), given=given
    )
    assert orders(near)[0].facts == {"why": "too_soon", "meant": ("2026-11-24",)}


def test_after_too_many_dates_that_led_to_nothing_hr_is_asked_to_phone():
    request = offered(ONE)
    visits = (replace(request.visit(1), rounds=BOOK.office.max_rounds),)
    decision = answer(replace(request, visits=visits), Role.REQUESTER, ELS, Command(C.DATE, dates=(on(JAN_12),)))
    assert letters(decision) == [("action", HR)]
    assert orders(decision)[0].facts == {"why": "rounds", "phone": "014 00 00 00"}
    assert decision.request.visit(1).need == "rounds"
    assert decision.request.visit(1).wishes == (on(JAN_12),)


def test_a_choice_that_was_lost_meanwhile_is_offered_again_without_it():
    request = offered(ONE)
    lost, *rest = request.visit(1).offered
    decision = answer(request, Role.REQUESTER, ELS, Command(C.PICK), given={"reservations": (taken(lost),)})
    assert letters(decision) == [("choose", ELS)]
    assert set(decision.request.visit(1).offered) == set(rest)
    assert orders(decision)[0].facts["again"] == "lost"
    assert ("pick 1", "lost") in [(e.what, e.detail) for e in decision.trail]


def test_a_choice_of_which_nothing_is_left_goes_back_to_the_service():
    request = offered(ONE)
    given = {"reservations": tuple(taken(slot) for slot in request.visit(1).offered)}
    decision = answer(request, Role.REQUESTER, ELS, Command(C.PICK), given=given)
    assert letters(decision) == [("which_dates", LIEN)]
    assert orders(decision)[0].facts["again"] == "lost"
    assert decision.request.visit(1).rounds == 1
    assert not set(decision.request.visit(1).proposed) & set(request.visit(1).offered)


def test_half_days_that_were_lost_while_another_service_took_its_time_are_looked_for_anew():
    request = approved()
    claire, bart = (request.visit(number).contacts[0] for number in (1, 2))
    said = Command(C.DATE, visits=(1,), dates=(on(JAN_12), on(JAN_14)), bare=True)
    request = answer(request, Role.SERVICE, claire, said).request
    given = {"reservations": (taken(at(JAN_12), "juridisch"), taken(at(JAN_14), "juridisch"))}
    decision = answer(request, Role.SERVICE, bart, Command(C.NONE, visits=(2,), text="te druk"), given=given)
    assert letters(decision) == [("action", HR), ("which_dates", claire)]
    assert decision.request.visit(1).state is VisitState.PROPOSED
    assert orders(decision, "which_dates")[0].facts["again"] == "lost"


def test_a_move_that_was_lost_meanwhile_leaves_the_visit_where_it_is():
    request = answer(agreed(ONE), Role.SERVICE, LIEN, Command(C.DATE, dates=(on(JAN_12),))).request
    moving = replace(request.visit(1), offered=(at(JAN_14),), mover=LIEN, mover_sequence=3)
    decision = answer(
        replace(request, visits=(moving,)),
        Role.REQUESTER,
        ELS,
        Command(C.PICK),
        given={"reservations": (taken(at(JAN_14)),)},
    )
    visit = decision.request.visit(1)
    assert (visit.state, visit.slot, visit.offered, visit.mover) == (VisitState.AGREED, at(JAN_12), (), "")
    assert letters(decision) == [("agreed", LIEN)]
    invitation = orders(decision)[0].invitation
    assert (invitation.method, invitation.sequence) == (Method.DECLINECOUNTER, 3)


def test_who_asked_to_move_and_is_no_guest_any_more_hears_nothing_of_the_refusal():
    request = agreed(ONE)
    moving = replace(request.visit(1), offered=(at(JAN_14),), mover="gone@pod.example", mover_sequence=3)
    decision = answer(replace(request, visits=(moving,)), Role.REQUESTER, ELS, Command(C.NONE, text="liever niet"))
    assert decision.effects == ()
    assert decision.request.visit(1).offered == ()
    assert ("move refused 1", "liever niet") in [(e.what, e.detail) for e in decision.trail]


def test_a_wish_to_move_reaches_the_visit_that_can_be_moved_and_wakes_no_other():
    request = agreed()
    first = answer(request, Role.REQUESTER, ELS, Command(C.CANCEL, visits=(1,))).request
    asked = answer(first, Role.REQUESTER, ELS, Command(C.RESCHEDULE), visits=(1,))
    assert [v.state for v in asked.request.visits] == [VisitState.REQUESTED, VisitState.AGREED]
    held = replace(first, visits=(replace(first.visit(1), state=VisitState.HELD), first.visit(2)))
    moved = answer(held, Role.REQUESTER, ELS, Command(C.RESCHEDULE), visits=(1,))
    assert [v.state for v in moved.request.visits] == [VisitState.HELD, VisitState.PROPOSED]
    nothing = answer(held, Role.HR, HR, Command(C.REFUSE, text="R1"), visits=(1,))
    assert letters(nothing) == [("unclear", HR)]


def test_the_end_of_one_search_leaves_the_other_on_offer():
    request = offered()
    first = Command(C.PICK, visits=(1,), slots=(Pick("A", 1),))
    request = answer(request, Role.REQUESTER, ELS, first).request
    moving = replace(request.visit(1), offered=(at(JAN_14),), mover=request.visit(1).host.address)
    request = replace(request, visits=(moving, request.visit(2)))
    decision = answer(request, Role.REQUESTER, ELS, Command(C.NONE, visits=(1,)), visits=(1,))
    assert any(timer.name is TimerName.CHOOSE_CLOSE for timer in decision.request.timers)
    cancelled = answer(request, Role.REQUESTER, ELS, Command(C.CANCEL, visits=(1,)))
    assert any(timer.name is TimerName.CHOOSE_CLOSE for timer in cancelled.request.timers)
    assert cancelled.request.visit(2).state is VisitState.OFFERED


def test_the_same_half_day_again_is_no_move():
    request = answer(approved(ONE), Role.SERVICE, LIEN, Command(C.DATE, dates=(on(JAN_12),))).request
    asked = answer(request, Role.REQUESTER, ELS, Command(C.RESCHEDULE, dates=(on(JAN_12),))).request
    decision = answer(asked, Role.SERVICE, LIEN, Command(C.PICK))
    assert decision.effects == ()
    assert (decision.request.visit(1).slot, decision.request.visit(1).sequence) == (at(JAN_12), 0)


def test_a_requester_who_cancels_what_lay_before_hr_tells_hr_that_there_is_less_to_decide():
    request = arrive().request
    decision = answer(request, Role.REQUESTER, ELS, Command(C.CANCEL, visits=(1,), text="geen tijd"))
    assert letters(decision) == [("action", HR)]
    assert orders(decision)[0].facts == {"why": "cancelled", "text": "geen tijd", "address": ELS}
    assert orders(decision)[0].visits == (1,)
    assert any(timer.name is TimerName.DECIDE_REMINDER for timer in decision.request.timers)
    last = answer(decision.request, Role.REQUESTER, ELS, Command(C.CANCEL))
    assert letters(last) == [("action", HR), ("closed", ELS)]
    assert last.request.timers == ()


@pytest.mark.parametrize("half", [Half.AM, Half.PM])
def test_a_wish_of_a_half_day_makes_the_one_half_that_suits_agreed_at_once(half):
    request = approved(replace(ONE, dates=(on(JAN_12, half),)))
    said = Command(C.DATE, dates=(on(JAN_12, half),), bare=True)
    decision = answer(request, Role.SERVICE, LIEN, said)
    assert letters(decision) == [("agreed", ELS), ("agreed", LIEN)]
    other = Half.PM if half is Half.AM else Half.AM
    unwished = answer(request, Role.SERVICE, LIEN, replace(said, dates=(on(JAN_12, other),)))
    assert letters(unwished) == [("choose", ELS)]


def test_who_joins_after_the_date_was_agreed_is_invited_alone():
    request = replace(agreed(ONE), participants=(Participant("Maes", "Jan", "Jan.Maes@ocmw-mol.example"),))
    decision = answer(request, Role.HR, HR, Command(C.NOTE, text="Jan komt mee"))
    assert letters(decision) == [("agreed", "jan.maes@ocmw-mol.example")]
    assert decision.request.visit(1).guests[-1].address == "jan.maes@ocmw-mol.example"
    assert decision.request.visit(1).sequence == 0
    assert ("invited 1", "jan.maes@ocmw-mol.example") in [(e.what, e.detail) for e in decision.trail]


def test_the_first_contact_who_is_free_becomes_the_host():
    form = replace(FORM, services=("blas",))
    first, second = (contact.address for contact in BOOK.services["blas"].contacts)
    request = arrive(form).request
    busy = Reservation("scuba", at(JAN_12), "ONT-2026-0009", 1, agreed=True, host=first)
    for others, host in (
        ((), first),
        ((busy,), second),
        ((replace(busy, slot=at(JAN_14)),), first),
        ((replace(busy, agreed=False),), first),
    ):
        request_ = answer(
            request, Role.HR, HR, Command(C.DATE, dates=(on(JAN_12),)), given={"reservations": others}
        ).request
        decision = undone(request_, reservations=others)
        assert decision.request.visit(1).host.address == host
