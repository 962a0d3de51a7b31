"""What arrives by itself: fields, machines' mail, answers that wait for a person; and the proof of the table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailflow.engine import decide, proof
from mailflow.engine.table import CLOCKS
from mailflow.model.event import AbsenceNoticed, AnswerArrived, InvitationAnswered, LetterBounced, Source, Writer
from mailflow.model.meaning import Answer, CalendarAnswer, Command, Form, Pick
from mailflow.model.request import Timer
from mailflow.model.situation import Settings
from mailflow.model.words import CommandName as C
from mailflow.model.words import Language, LetterKind, Method, Partstat, RequestState, Role, TimerName, VisitState
from tests.unit.engine.engine_steps import (
    BOOK,
    ELS,
    HR,
    LIEN,
    NOW,
    ONE,
    agreed,
    answer,
    approved,
    arrive,
    letters,
    offered,
    orders,
    situation,
)

SOURCE = Source("m2")
UNTIL = date(2026, 12, 18)


def away(request, address, role, until=UNTIL, deputy=""):
    return decide(request, AbsenceNoticed(address, role, until, deputy, SOURCE), situation())


def gone(request, address, role, deputy="", **more):
    return decide(request, AbsenceNoticed(address, role, None, deputy, SOURCE, gone=True), situation(**more))


def fills_in(request, form, **more):
    return answer(request, Role.REQUESTER, ELS, said=Answer(new_text="…"), form=form, **more)


# ---------------------------------------------------------------------------------------------------- fields


def test_fields_of_an_answer_complete_the_request_and_hr_reads_what_changed():
    request = arrive(replace(ONE, motivation="")).request
    assert request.state is RequestState.INCOMPLETE
    decision = fills_in(request, Form(motivation="Ik wil leren."))
    assert letters(decision) == [("decide", HR), ("received", ELS)]
    assert orders(decision)[0].facts["occasion"] == "new"
    amended = fills_in(
        decision.request, Form(services=("blas",), themes={"studiedienst": "armoede"}, supervisor_agreement=True)
    )
    assert orders(amended)[0].facts["occasion"] == "amended"
    assert orders(amended)[0].facts["changes"] == ("services", "theme")
    assert amended.request.changes == {2: ("motivation",), 3: ("services", "theme")}
    assert [(v.service, v.theme) for v in amended.request.visits] == [("studiedienst", "armoede"), ("blas", "")]
    assert amended.request.supervisor_agreement is True


def test_who_answers_without_what_is_missing_is_asked_once_more_and_then_hr_gets_what_is_known():
    request = arrive(replace(ONE, motivation="", phone="")).request
    first = fills_in(request, Form(phone="014 11 11 11"))
    assert letters(first) == [("question", ELS)]
    assert orders(first)[0].facts == {"missing": ("motivation",), "heard_by": "2026-12-14"}
    assert (first.request.asked, first.request.version) == (2, 2)
    second = fills_in(first.request, Form(function="jurist"))
    assert letters(second) == [("decide", HR), ("progress", ELS)]
    assert orders(second)[0].facts["occasion"] == "incomplete"
    assert orders(second)[1].facts == {"waiting_for": "hr", "heard_by": "2026-11-30"}
    assert second.request.state is RequestState.AWAITING_DECISION
    assert not any(timer.name is TimerName.COMPLETE_CLOSE for timer in second.request.timers)


def test_who_writes_what_was_known_already_hears_where_the_request_stands():
    decision = fills_in(arrive(ONE).request, Form(name="Peeters"))
    assert letters(decision) == [("progress", ELS)]
    assert [(e.what, e.detail) for e in decision.trail] == [("fields", "nothing new")]
    incomplete = fills_in(arrive(replace(ONE, motivation="")).request, Form(name="Peeters"))
    assert letters(incomplete) == [("question", ELS)]


def test_a_request_in_an_attachment_gets_the_form_where_questions_are_answered():
    form = Form(name="Peeters", first_name="Els", email=ELS, in_attachment=True)
    silent = arrive(form)
    assert letters(silent) == [("decide", HR), ("progress", ELS)]
    answering = arrive(form, settings=Settings(answer_questions=True))
    assert letters(answering) == [("decide", HR), ("how_to_ask", ELS)]
    assert orders(answering)[1].facts == {"attachment": True}
    assert answering.request.flags == ("attachment",)


# ---------------------------------------------------------------------------------------------------- machines


def test_a_letter_to_hr_that_came_back_is_noted_and_not_told_to_hr():
    event = LetterBounced(LetterKind.DECIDE, HR, Role.HR, "mailbox full", SOURCE)
    decision = decide(arrive(ONE).request, event, situation())
    assert decision.effects == ()
    assert [(e.what, e.detail) for e in decision.trail] == [(f"undeliverable decide {HR}", "mailbox full")]


def test_a_letter_to_a_service_that_came_back_is_told_to_hr():
    event = LetterBounced(LetterKind.WHICH_DATES, LIEN, Role.SERVICE, "no such user", SOURCE, (1,))
    decision = decide(approved(ONE), event, situation())
    assert orders(decision)[0].facts == {"why": "undeliverable", "address": LIEN, "text": "no such user", "phone": ""}
    assert orders(decision)[0].visits == (1,)


def test_the_colleague_whom_an_absence_names_is_asked_if_it_is_one_of_the_house():
    decision = away(approved(ONE), LIEN, Role.SERVICE, deputy="Jan@pod.example")
    assert letters(decision) == [("which_dates", "jan@pod.example")]
    assert orders(decision)[0].shown[0].slots == decision.request.visit(1).proposed
    assert decision.request.visit(1).contacts == (LIEN, "jan@pod.example")
    stranger = away(approved(ONE), LIEN, Role.SERVICE, deputy="jan@elsewhere.example")
    assert letters(stranger) == [("action", HR)]
    assert orders(stranger)[0].facts == {"why": "absence", "address": LIEN, "until": "2026-12-18"}


def test_an_absent_service_that_has_answered_keeps_nobody_waiting():
    assert away(offered(ONE), LIEN, Role.SERVICE).effects == ()
    both = approved()
    contact = both.visit(1).contacts[0]
    answered = answer(both, Role.SERVICE, contact, Command(C.PICK, visits=(1,))).request
    assert away(answered, contact, Role.SERVICE).effects == ()


@pytest.mark.parametrize(
    ("until", "asked"),
    [(None, []), (date(2026, 11, 25), []), (date(2026, 11, 26), [("which_dates", "bea@pod.example")])],
)
def test_an_absence_counts_from_the_fourth_working_day(until, asked):
    assert letters(away(approved(ONE), LIEN, Role.SERVICE, until, "bea@pod.example")) == asked


def test_hr_hears_of_a_requester_who_is_gone_and_may_phone():
    decision = gone(offered(replace(ONE, phone="014 00 00 00")), ELS, Role.REQUESTER, "onthaal@ocmw-mol.example")
    assert letters(decision) == [("action", HR)]
    assert orders(decision)[0].facts == {
        "why": "gone", "address": ELS, "phone": "014 00 00 00", "instead": "onthaal@ocmw-mol.example"
    }  # fmt: skip
    assert decision.trail[0].what == "gone"


def test_a_contact_who_is_gone_is_told_to_hr_and_the_colleague_is_asked_at_once():
    decision = gone(approved(ONE), LIEN, Role.SERVICE, "jan@pod.example")
    assert letters(decision) == [("which_dates", "jan@pod.example"), ("action", HR)]
    assert letters(gone(approved(ONE), LIEN, Role.SERVICE)) == [("action", HR)]
    assert orders(gone(agreed(ONE), LIEN, Role.SERVICE))[0].visits == (1,)


def test_hr_is_not_told_who_is_gone_where_nothing_is_to_come_of_it():
    request = agreed(ONE)
    held = replace(request, visits=tuple(replace(v, state=VisitState.HELD) for v in request.visits))
    assert gone(held, ELS, Role.REQUESTER).effects == ()
    assert gone(request, "nobody@pod.example", Role.SERVICE).effects == ()
    assert gone(request, "jan.maes@ocmw-mol.example", Role.PARTICIPANT).effects == ()


def test_the_deputies_of_hr_are_asked_when_hr_is_gone():
    bea = "bea.maes@mi-is.example"
    people = replace(situation().people, deputies=(bea,))
    assert letters(gone(arrive(ONE).request, HR, Role.HR, people=people)) == [("decide", bea)]


def test_an_absent_companion_changes_nothing():
    decision = away(agreed(ONE), "jan.maes@ocmw-mol.example", Role.PARTICIPANT)
    assert decision.effects == ()
    assert [e.detail for e in decision.trail] == ["2026-12-18"]


def test_a_requesters_reminder_waits_for_the_first_working_day_after_the_absence():
    request = offered(ONE)
    before = next(t for t in request.timers if t.name is TimerName.CHOOSE_REMINDER)
    decision = away(request, ELS, Role.REQUESTER)
    after = next(t for t in decision.request.timers if t.name is TimerName.CHOOSE_REMINDER)
    assert after.due_at.date() == date(2026, 12, 21)
    assert after.due_at.timetz() == before.due_at.timetz()
    assert [t for t in decision.request.timers if t.name is TimerName.CHOOSE_CLOSE] == [
        t for t in request.timers if t.name is TimerName.CHOOSE_CLOSE
    ]
    late = replace(before, due_at=before.due_at + timedelta(days=60))
    untouched = away(replace(request, timers=(late,)), ELS, Role.REQUESTER)
    assert late in untouched.request.timers


# ---------------------------------------------------------------------------------------------------- held answers


def held(request, role=Role.SERVICE, address="jan@private.example", command=None):
    said = Answer((command or Command(C.PICK),), new_text="OK")
    writer = Writer(role, address, trusted=False, doubt="not_authenticated")
    event = AnswerArrived(writer, said, SOURCE, letter=LetterKind.WHICH_DATES, visits=(1,))
    return decide(request, event, situation())


def test_hr_may_ask_where_a_held_request_stands_without_releasing_anything():
    decision = held(approved(ONE))
    about = orders(decision, "action")[0].about
    request = decision.request
    asked = answer(request, Role.HR, HR, Command(C.STATUS), about=about)
    assert letters(asked) == [("progress", HR)]
    assert asked.request.held == request.held
    released = answer(request, Role.HR, HR, Command(C.RELEASE), about=about)
    assert released.request.held == ()
    assert released.request.visit(1).state is VisitState.OFFERED
    dropped = answer(request, Role.HR, HR, Command(C.IGNORE), about=about)
    assert (dropped.effects, dropped.request.held) == ((), ())
    assert [e.what for e in dropped.trail] == ["not released"]
    later = answer(dropped.request, Role.HR, HR, Command(C.RELEASE), about=about)
    assert [e.what for e in later.trail] == ["nothing held any more", "unclear held_over"]
    assert letters(later) == [("unclear", HR)]
    assert later.request.visits == request.visits
    note = answer(dropped.request, Role.HR, HR, Command(C.NOTE, text="nagevraagd"), about=about)
    assert [e.what for e in note.trail] == ["note"]


def test_a_decision_where_a_release_was_asked_for_is_asked_back_and_keeps_what_is_held():
    decision = held(arrive(ONE).request)
    about = orders(decision, "action")[0].about
    asked = answer(decision.request, Role.HR, HR, Command(C.APPROVE), about=about)
    assert orders(asked)[0].facts == {"why": "held"}
    assert asked.request.held == decision.request.held
    assert asked.request.visit(1).state is VisitState.REQUESTED


def test_a_requester_who_confirms_twice_hears_nothing_the_second_time():
    writer = Writer(Role.REQUESTER, "els@private.example", trusted=False, doubt="other_address")
    event = AnswerArrived(
        writer, Answer((Command(C.PICK),), new_text="OK"), SOURCE, letter=LetterKind.CHOOSE, visits=(1,)
    )
    decision = decide(offered(ONE), event, situation())
    about = orders(decision, "is_this_you")[0].about
    first = answer(decision.request, Role.REQUESTER, ELS, Command(C.APPROVE), about=about)
    assert first.request.visit(1).state is VisitState.AGREED
    second = answer(first.request, Role.REQUESTER, ELS, Command(C.APPROVE), about=about)
    assert second.effects == ()
    assert [e.what for e in second.trail] == ["nothing held any more"]


def test_a_released_answer_reaches_no_visit_of_another_service():
    request = approved()
    decision = held(request, address=request.visit(1).contacts[0], command=Command(C.DECLINE, visits=(2,), text="nee"))
    released = answer(decision.request, Role.HR, HR, Command(C.RELEASE), about=orders(decision, "action")[0].about)
    assert released.request.visit(2).state is VisitState.PROPOSED


def test_the_same_doubtful_calendar_answer_is_told_to_hr_once():
    request = agreed(ONE)
    visit = request.visit(1)
    said = CalendarAnswer(
        Method.REPLY, visit.uid, guest=ELS, partstat=Partstat.DECLINED, sequence=0, stamp_at=NOW, start_at=None
    )
    private = Writer(Role.REQUESTER, "els@private.example")
    first = decide(request, InvitationAnswered(private, said, SOURCE), situation())
    assert letters(first) == [("action", HR)]
    again = decide(first.request, InvitationAnswered(private, said, Source("m3")), situation())
    assert again.effects == ()
    assert again.request.held == first.request.held
    other = decide(
        first.request, InvitationAnswered(private, replace(said, partstat=Partstat.ACCEPTED), SOURCE), situation()
    )
    assert letters(other) == [("action", HR)]


# ---------------------------------------------------------------------------------------------------- rules, proof


def test_a_rule_that_stops_is_the_last_one_that_is_tried():
    first, *rest = BOOK.rules
    always = replace(first, name="always", when=AlwaysHolds(), stop=True, contacts=("Jan@pod.example",))
    request = arrive(ONE, rulebook=replace(BOOK, rules=(always, *rest))).request
    assert request.visit(1).contacts == ("jan@pod.example",)
    decision = arrive(ONE, rulebook=replace(BOOK, rules=(always, *rest)))
    said = next(entry.rules for entry in decision.trail if entry.what.startswith("route"))
    assert said == ("+ always",)


class AlwaysHolds:
    """A condition without any."""

    def holds(self, facts):
        return bool(facts)


def test_the_table_has_no_dead_end():
    assert proof.faults() == ()


def test_the_picture_draws_each_way_once_with_everything_that_leads_there():
    lines = proof.mermaid().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> requested"]
    assert "    agreed --> held: timer: visit_over" in lines
    assert "    requested --> refused: HR: refuse" in lines
    assert "    cancelled --> requested: requester: date, requester: reschedule, a reply reopens" in lines
    assert lines[-3:] == ["    held --> [*]", "    refused --> [*]", "    cancelled --> [*]"]
    assert len(set(lines)) == len(lines)
    assert proof.mermaid().endswith("\n")


def test_a_state_that_nothing_watches_or_leaves_and_a_lost_timer_are_told(monkeypatch):
    monkeypatch.setattr(proof, "CLOCKS", tuple(clock for clock in CLOCKS if clock.name is not TimerName.VISIT_OVER))
    assert proof.faults() == (
        "no way leads to the visit state held",
        "the timer visit_over stands nowhere in the table",
    )
    monkeypatch.setattr(proof, "TABLE", ())
    monkeypatch.setattr(proof, "BY_ITSELF", ())
    monkeypatch.setattr(proof, "CLOCKS", ())
    told = proof.faults()
    assert "no way leads out of the visit state proposed" in told
    assert "no timer watches the visit state agreed" in told
    assert "no way leads to the visit state approved" in told
    assert "no timer watches the visit state held" not in told
    assert "the timer undo stands nowhere in the table" not in told


def test_picks_of_a_closed_request_do_not_wake_it():
    request = replace(agreed(ONE), closed="withdrawn", timers=(Timer(TimerName.UNDO, NOW),))
    decision = answer(request, Role.SERVICE, LIEN, Command(C.PICK, slots=(Pick("A"),)))
    assert decision.effects == ()
    assert [e.what for e in decision.trail] == ["answer after the end"]
    assert decision.request.language is Language.NL
