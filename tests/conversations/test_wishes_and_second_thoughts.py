"""Whoever is invited to write, may: what the letters promise about dates, second thoughts and closed requests."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from mailflow.model.words import RequestState, VisitState
from mailflow.testing.conversation import HR
from tests.conversations.scenes import ELS, agreed, approved, asked, offered, since

CLAIRE = "claire.dumont@pod.example"
WHEN = "12/01/2027 vm"


def test_a_date_that_follows_the_request_is_a_wish_that_hr_sees_and_the_requester_reads_back() -> None:
    c = asked("Juridische dienst")
    n = len(c.sent)
    c.reply(c.letter("received"), WHEN)
    assert [w.date.isoformat() for w in c.request().wishes] == ["2027-01-12"]
    assert since(c, n) == [("decide", HR), ("received", ELS)]
    c.reply(c.letters("decide")[-1], "Akkoord")
    c.reply(c.letter("which_dates"), "A")
    slot = c.visit().slot
    assert slot is not None
    assert slot.day.isoformat() == "2027-01-12"


def test_wishes_for_one_visit_stay_with_its_service() -> None:
    c = asked()
    c.reply(c.letter("received"), f"2 {WHEN}")
    assert [(w.service, w.date.isoformat()) for w in c.request().wishes] == [("studiedienst", "2027-01-12")]


def test_a_date_that_comes_while_the_service_is_asked_goes_to_the_service() -> None:
    c = agreed()
    c.reply(c.letter("agreed", CLAIRE), "ziek")
    n = len(c.sent)
    c.reply(c.letter("cancelled", ELS), WHEN)
    assert since(c, n) == [("which_dates", CLAIRE)]
    c.reply(c.letter("which_dates"), "A")
    assert c.visit().state is VisitState.AGREED


def test_a_date_that_comes_after_the_service_gave_up_lies_before_hr() -> None:
    c = agreed()
    c.reply(c.letter("agreed", CLAIRE), "ANNULEREN 1")
    n = len(c.sent)
    c.reply(c.letter("cancelled", ELS), WHEN)
    assert since(c, n) == [("decide", HR), ("received", ELS)]


def test_another_date_is_asked_of_what_is_on_offer_as_with_none() -> None:
    c = offered("Juridische dienst")
    before = c.visit().offered
    c.reply(c.letter("choose"), "Andere datum graag")
    assert c.visit().state is VisitState.PROPOSED
    assert not set(before) & set(c.visit().proposed)


@pytest.mark.parametrize("words", ["VERPLAATSEN 1", "VERPLAATSEN", WHEN])
def test_a_cancelled_visit_is_wanted_after_all_while_the_other_stands(words: str) -> None:
    c = offered()
    c.reply(c.letter("choose"), "OK")
    c.reply(c.letters("agreed", ELS)[0], "ANNULEREN 1")
    n = len(c.sent)
    c.reply(c.letter("cancelled", ELS), words)
    assert [v.state for v in c.request().visits] == [VisitState.REQUESTED, VisitState.AGREED]
    told = since(c, n)
    assert told.count(("decide", HR)) == 1
    assert [kind for kind, to in told if to == ELS] in (["progress"], ["received"])


@pytest.mark.parametrize("words", ["VERPLAATSEN 1", WHEN, "Ik zou toch graag komen, kan dat nog?"])
def test_a_withdrawn_request_reopens_by_any_words_and_nobody_is_asked_what_was_meant(words: str) -> None:
    c = agreed()
    c.reply(c.letter("agreed", ELS), "ANNULEREN 1")
    n = len(c.sent)
    c.reply(c.letter("cancelled", ELS), words)
    assert c.request().state is RequestState.AWAITING_DECISION
    told = since(c, n)
    assert told.count(("decide", HR)) == 1
    assert len(told) == 2
    assert ("unclear", ELS) not in told


def test_an_ok_to_the_letter_that_closes_leaves_the_request_closed() -> None:
    c = offered("Juridische dienst")
    c.pass_time(days=30)
    n = len(c.sent)
    c.reply(c.letter("closed"), "OK")
    assert c.request().state is RequestState.EXPIRED
    assert since(c, n) == []


def test_words_that_ask_for_another_date_do_not_wake_a_cancelled_visit_of_another_letter() -> None:
    c = offered()
    c.reply(c.letter("choose"), "OK")
    c.reply(c.letters("agreed", ELS)[0], "ANNULEREN 1")
    c.reply(c.letters("agreed", ELS)[1], "VERPLAATSEN")
    assert c.visit(1).state is VisitState.CANCELLED
    assert c.visit(2).state is VisitState.PROPOSED


def test_a_service_that_was_only_asked_is_not_told_of_an_appointment_in_its_calendar() -> None:
    c = approved("Juridische dienst")
    c.reply(c.letter("received"), "ANNULEREN")
    letter = c.letter("cancelled", CLAIRE)
    assert b"text/calendar" not in letter.content
    assert "Vous n'avez rien à faire" in text_of(letter.content)
    assert "L'annulation ci-jointe" not in text_of(letter.content)


def test_a_service_asked_to_move_a_visit_is_not_offered_to_give_the_whole_visit_up() -> None:
    c = agreed()
    c.reply(c.letter("agreed", ELS), "VERPLAATSEN 1 20/01/2027 vm")
    text = text_of(c.letter("which_dates", CLAIRE).content)
    assert "est maintenu tant que" in text
    assert "AUCUNE" in text
    assert "Nous ne pouvons pas" not in text
    assert "nous soumettons ces moments" not in text


def text_of(content: bytes) -> str:
    body = message_from_bytes(content, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_what_the_requester_would_rather_have_is_proposed_also_beyond_the_horizon():
    c = asked("BLAS", "Data: liefst op dinsdag of donderdag, vanaf 1 april 2027\n")
    assert "dinsdag, donderdag, vanaf donderdag 1 april 2027" in c.letter("decide").text
    c.reply(c.letter("decide"), "akkoord")
    assert {slot.day.isoweekday() for slot in c.visit(1).proposed} <= {2, 4}
    assert min(slot.day.isoformat() for slot in c.visit(1).proposed) >= "2027-04-01"


def test_a_date_that_can_mean_two_days_is_asked_back_in_the_acknowledgement():
    c = asked("BLAS", "Data: volgende dinsdag\n")
    assert "24 november 2026 of dinsdag 1 december 2026" in c.letter("received").text
    assert "volgende dinsdag" in c.letter("decide").text
    c.reply(c.letter("received"), "Data: 12/01/2027 voormiddag")
    assert c.request().unclear_dates == ()
    assert [wish.date.isoformat() for wish in c.request().wishes] == ["2027-01-12"]
