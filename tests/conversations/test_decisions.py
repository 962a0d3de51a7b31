"""HR decides by answering: in whole, in part, later, not at all; and may take it back for a while."""

from dataclasses import replace
from datetime import timedelta

from mailflow.model.situation import Settings
from mailflow.model.words import Folder, RequestState, VisitState
from mailflow.testing.conversation import HR, PEOPLE
from tests.conversations.scenes import ELS, asked, request_text, since, talk

BEA = "bea.maes@mi-is.example"


def test_a_partial_decision_waits_and_then_the_requester_gets_one_decision():
    c = asked()
    before = len(c.sent)
    c.reply(c.letter("decide"), "1 OK, 2 NEE agenda vol")
    assert since(c, before) == [("receipt", HR)]
    assert c.request().pending is not None
    assert {v.state for v in c.request().visits} == {VisitState.REQUESTED}
    c.pass_time(minutes=11)
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.visit(2).state is VisitState.REFUSED
    assert "decision" in c.kinds_to(ELS)
    assert "agenda vol" in c.letter("decision").text


def test_hr_names_the_visits_by_their_services():
    c = asked()
    assert [v.service for v in c.request().visits] == ["juridisch", "studiedienst"]
    c.reply(c.letter("decide"), "Studiedienst mag, juridische dienst niet (agenda vol)")
    c.pass_time(minutes=11)
    assert c.visit(1).state is VisitState.REFUSED
    assert c.visit(2).state is VisitState.PROPOSED
    assert "agenda vol" in c.letter("decision").text


def test_hr_decides_about_both_visits_in_a_word():
    c = asked()
    c.reply(c.letter("decide"), "beide ok")
    assert {v.state for v in c.request().visits} == {VisitState.PROPOSED}


def test_hr_decides_about_one_visit_and_the_rest():
    c = asked()
    c.reply(c.letter("decide"), "1 ok, rest nee: agenda vol")
    c.pass_time(minutes=11)
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.visit(2).state is VisitState.REFUSED


def test_stop_within_ten_minutes_discards_what_waits():
    c = asked()
    c.reply(c.letter("decide"), "WEIGEREN R1")
    c.pass_time(minutes=5)
    c.reply(c.letter("receipt"), "STOP")
    c.pass_time(hours=1)
    assert c.request().state is RequestState.AWAITING_DECISION
    assert "decision" not in c.kinds_to(ELS)


def test_the_last_decision_replaces_the_one_that_waits():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "WEIGEREN R1")
    c.pass_time(minutes=2)
    c.reply(c.letter("decide"), "Goedgekeurd")
    c.pass_time(hours=1)
    assert c.visit(1).state is VisitState.PROPOSED
    assert "decision" not in c.kinds_to(ELS)


def test_decisions_about_different_visits_do_not_replace_each_other():
    c = asked()
    c.reply(c.letter("decide"), "2 NEE agenda vol")
    c.pass_time(minutes=2)
    c.reply(c.letter("decide"), "1 OK")
    c.pass_time(hours=1)
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.visit(2).state is VisitState.REFUSED


def test_without_an_undo_window_a_refusal_leaves_at_once():
    c = asked(settings=Settings(undo=timedelta(0)))
    c.reply(c.letter("decide"), "WEIGEREN R2")
    assert c.request().state is RequestState.REFUSED
    assert c.kinds_to(ELS) == ["received", "decision"]


def test_a_second_equal_decision_is_told_who_decided():
    people = replace(PEOPLE, hr=(HR, BEA))
    c = talk(people=people)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text())
    c.reply(c.letter("decide", HR), "akkoord")
    c.reply(c.letter("decide", BEA), "akkoord")
    letter = c.letter("receipt", BEA)
    assert HR in letter.text
    assert len(c.letters("which_dates")) == 2


def test_a_decision_on_a_request_that_changed_is_refused_and_the_change_shown():
    c = asked("BLAS")
    old = c.letter("decide")
    c.reply(c.letter("received"), "Motivatie: Ik wil vooral de FEAD-dossiers leren kennen.")
    assert c.request().version == 2
    c.reply(old, "akkoord")
    assert c.visit(1).state is VisitState.REQUESTED
    c.reply(c.letter("decide"), "akkoord")
    assert c.visit(1).state is VisitState.PROPOSED


def test_a_question_of_hr_goes_to_the_requester_and_the_answer_comes_back():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "VRAAG: Hoeveel jaar werkt u al bij het OCMW?")
    question = c.letter("question", ELS)
    assert "Hoeveel jaar" in question.text
    c.reply(question, "Dat is ondertussen al vijf jaar.")
    assert "vijf jaar" in c.letter("decide", HR).text
    assert c.request().state is RequestState.AWAITING_DECISION


def test_later_puts_the_decision_off_and_tells_the_requester():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "LATER 15/12")
    assert c.kinds_to(ELS) == ["received", "progress"]
    before = len(c.sent)
    c.pass_time(days=15)
    assert ("reminder", HR) not in since(c, before)
    c.pass_time(days=9)
    assert ("decide", HR) in since(c, before)


def test_not_a_request_puts_the_mail_back_where_humans_see_it():
    c = asked("BLAS")
    assert not c.mailbox.messages(Folder.INBOX)
    c.reply(c.letter("decide"), "GEEN AANVRAAG")
    assert c.request().closed == "not_a_request"
    assert len(c.mailbox.messages(Folder.INBOX)) == 1
    c.pass_time(days=30)
    assert c.kinds_to(ELS) == ["received"]


def test_a_note_goes_to_the_trail_and_nowhere_else():
    c = asked("BLAS")
    before = len(c.sent)
    c.reply(c.letter("decide"), "NOTA: vorige keer niet komen opdagen")
    assert since(c, before) == []
    assert any("niet komen opdagen" in entry.detail for entry in c.trail())


def test_hr_hands_a_visit_to_somebody_else():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "NAAR 1 nieuw.iemand@pod.example\nakkoord")
    c.reply(c.letter("decide"), "akkoord")
    assert c.letters("which_dates", "nieuw.iemand@pod.example")


def test_an_unclear_answer_is_asked_back_once_and_then_a_person_looks():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "akkoord als de motivatie wordt aangevuld")
    assert c.visit(1).state is VisitState.REQUESTED
    assert "akkoord als de motivatie" in c.letter("unclear", HR).text
    c.reply(c.letter("decide"), "akkoord als de motivatie wordt aangevuld")
    assert c.letters("action", HR)


def test_hr_agrees_a_date_by_phone_and_everybody_is_invited_after_the_undo_window():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "DATUM 1 12/01/2027 vm")
    assert c.visit(1).state is VisitState.REQUESTED
    c.pass_time(minutes=10)
    assert c.visit(1).state is VisitState.AGREED
    assert len(c.letters("agreed")) == 2


def test_a_date_on_a_closed_day_is_asked_back():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "DATUM 1 26/12/2026 vm")
    assert c.visit(1).state is VisitState.REQUESTED
    assert c.letters("unclear", HR)


def test_silence_of_hr_is_reminded_once_and_then_the_deputy_is_asked():
    people = replace(PEOPLE, deputies=(BEA,))
    c = talk(people=people)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text())
    c.pass_time(days=10)
    assert c.kinds_to(HR)[:2] == ["decide", "reminder"]
    assert c.kinds_to(HR).count("reminder") == 1
    assert c.kinds_to(BEA) == ["decide"]
    assert "progress" in c.kinds_to(ELS)
    c.reply(c.letter("decide", BEA), "ok")
    assert c.visit(1).state is VisitState.PROPOSED


def test_ok_to_a_receipt_is_no_approval():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "WEIGEREN R1")
    c.reply(c.letter("receipt"), "ok")
    c.pass_time(minutes=15)
    assert c.request().state is RequestState.REFUSED


def test_ok_to_a_letter_that_asks_nothing_is_a_courtesy():
    c = asked("BLAS")
    before = len(c.sent)
    c.reply(c.letter("received"), "Ok, bedankt!")
    c.reply(c.letter("received"), "ok")
    assert since(c, before) == []


def test_yes_to_a_question_of_hr_is_the_answer_to_it():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "VRAAG: Bent u in vaste dienst?")
    c.reply(c.letter("question"), "Ja")
    assert "Ja" in c.letter("decide", HR).text
