"""What is held: who may release it, how often, and what comes of it (docs/security.md, B)."""

from dataclasses import replace

import pytest

from mailflow.model.words import RequestState, VisitState
from mailflow.testing.conversation import HR, PEOPLE
from tests.conversations.attacks import BEA, EVE, STUD, VOUCHED, Watch, answer, reads_nothing
from tests.conversations.scenes import ELS, agreed, asked, offered, request_text, talk

TWO = replace(PEOPLE, hr=(HR, BEA))
PHONE = "els@home.example"


def vouched(address):
    domain = address.rpartition("@")[2]
    return f"{VOUCHED.authserv_id}; dmarc=pass header.from={domain}"


def test_control_the_registered_address_confirms_and_exactly_the_held_answer_is_done():
    c = offered("Studiedienst")
    c.reply(c.letter("choose"), "B", sender=PHONE)
    chosen = c.visit(1).offered[1]
    c.reply(c.letter("is_this_you", ELS), "Ja")
    assert c.visit(1).slot == chosen
    assert not c.request().held


def test_a_no_of_the_registered_address_drops_what_was_held():
    c = offered("Studiedienst")
    w = Watch(c)
    c.reply(c.letter("choose"), "ANNULEREN", sender=EVE)
    question = c.letter("is_this_you", ELS)
    c.reply(question, "Nee")
    w.harmless(ELS)
    assert not c.request().held
    c.reply(question, "Ja")
    w.harmless(ELS)


def test_a_second_yes_is_no_choice_of_a_date():
    c = offered("Studiedienst")
    c.reply(c.letter("choose"), "GEEN: dan ben ik met verlof", sender=PHONE)
    question = c.letter("is_this_you", ELS)
    c.reply(question, "OK")
    c.reply(c.letter("which_dates", STUD), "OK")
    w = Watch(c)
    c.reply(question, "OK")
    c.press(question, "OK")
    w.harmless(most=0)
    assert c.visit(1).state is VisitState.OFFERED


def test_only_the_registered_address_can_confirm():
    c = offered("Studiedienst")
    w = Watch(c)
    c.reply(c.letter("choose"), "ANNULEREN", sender=EVE)
    question = c.letter("is_this_you", ELS)
    c.reply(question, "Ja", sender=EVE)
    c.mail(ELS, "ONT-2026-0001", "Ja")
    w.harmless(ELS, HR, most=3)


def test_an_answer_held_from_hr_is_released_by_another_of_hr_and_only_once():
    c = talk(people=TWO)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
    c.reply(c.letter("decide", HR), "VRAAG: Welke dagen past het?", sender="an.prive@home.example")
    c.reply(c.letter("action", BEA), "UITVOEREN")
    assert "Welke dagen" in c.letter("question", ELS).text
    assert c.visit(1).state is VisitState.REQUESTED
    w = Watch(c)
    held = c.letter("action", HR)
    for word in ("UITVOEREN", "GOEDKEUREN", "GOEDKEUREN 1"):
        c.reply(held, word)
    w.nothing_changed()
    assert not [x for x in w.since if x.address not in (HR, BEA)]


def test_a_yes_to_release_with_a_visit_s_number_is_no_approval_of_that_visit():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "NOTA: van thuis", sender="an.prive@home.example")
    c.reply(c.letter("action", HR), "UITVOEREN 1")
    assert c.visit(1).state is VisitState.REQUESTED
    assert any("van thuis" in entry.detail for entry in c.trail())


@pytest.mark.parametrize(
    ("word", "before"), [("GOEDKEUREN", "Weigeren, bezoek 1: R1"), ("WEIGEREN R1", "Goedkeuren"), ("ja", "Weigeren")]
)
def test_a_decision_s_word_is_never_taken_for_a_release_nor_left_without_an_answer(word, before):
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "1 WEIGEREN R1" if "Weigeren" in before else "akkoord", sender="an.prive@home.example")
    held = c.letter("action", HR)
    assert before in held.text
    w = Watch(c)
    c.reply(held, word)
    w.harmless(HR)
    question = w.since[0]
    assert question.kind.value == "unclear"
    assert "UITVOEREN" in question.text
    assert "NEGEREN" in question.text
    assert c.request().held
    c.press(question, "NEGEREN")
    w.harmless(HR)
    assert not c.request().held


def test_a_held_refusal_is_carried_out_with_its_own_word():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "1 WEIGEREN R1", sender="an.prive@home.example")
    c.press(c.letter("action", HR), "UITVOEREN")
    assert c.letter("receipt", HR)
    c.pass_time(minutes=11)
    assert c.visit(1).state is VisitState.REFUSED


def test_what_would_be_done_is_said_with_its_date_or_its_letter():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "DATUM 1 12/01/2027 vm", sender="an.prive@home.example")
    assert "Datum vastleggen, bezoek 1: 12/01/2027" in c.letter("action", HR).text


def test_hr_ignores_what_was_held():
    c = asked("Studiedienst")
    w = Watch(c)
    c.mail(HR, "ONT-2026-0001", "akkoord")
    c.reply(c.letter("action", HR), "NEGEREN")
    w.harmless(HR)
    assert not c.request().held


def test_the_outsider_cannot_release_what_he_wrote():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "akkoord", sender=EVE)
    w = Watch(c)
    c.reply(c.letter("action", HR), "UITVOEREN", sender=EVE)
    w.harmless(HR)
    reads_nothing(c)


def test_a_held_decision_that_grew_old_is_not_done_on_the_request_as_it_is_now():
    c = asked("BLAS")
    c.reply(c.letter("decide"), "akkoord", sender="an.prive@home.example")
    held = c.letter("action", HR)
    c.reply(c.letter("received"), "Motivatie: Ik wil vooral de FEAD-dossiers leren kennen.")
    w = Watch(c)
    c.reply(held, "UITVOEREN")
    w.harmless(HR)
    assert c.visit(1).state is VisitState.REQUESTED


def test_a_held_choice_that_is_too_late_is_asked_back():
    c = offered("Studiedienst")
    c.reply(c.letter("choose"), "B", sender=PHONE)
    c.reply(c.letter("choose"), "A")
    w = Watch(c)
    c.reply(c.letter("is_this_you", ELS), "Ja")
    w.harmless(ELS)


def test_twenty_strangers_do_not_fill_the_requester_s_mailbox_nor_lock_him_out_for_good():
    c = offered("Studiedienst")
    w = Watch(c)
    for number in range(20):
        c.reply(c.letter("choose"), "ANNULEREN", sender=f"eve{number}@evil.example")
    w.harmless(ELS, most=5)
    c.pass_time(days=3)
    c.reply(c.letter("choose"), "B")
    assert c.visit(1).state is VisitState.AGREED
    c.pass_time(days=31)
    c.reply(c.letter("agreed", ELS), "VERPLAATSEN", sender=PHONE)
    assert len(c.request().held) == 1


def test_where_the_server_vouches_the_registered_address_needs_no_token():
    c = agreed_with_word()
    c.mail(ELS, "ONT-2026-0001", "ANNULEREN", {"Authentication-Results": vouched(ELS)})
    assert c.request().state is RequestState.WITHDRAWN


def test_without_the_server_s_word_the_reference_alone_is_held():
    c = agreed_with_word()
    w = Watch(c)
    c.mail(ELS, "ONT-2026-0001", "ANNULEREN")
    w.held("no_token")


def agreed_with_word():
    c = asked("Studiedienst", trust=VOUCHED)
    answer(c, c.letter("decide"), "akkoord", HR, Authentication_Results=vouched(HR))
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "A")
    assert c.visit(1).state is VisitState.AGREED
    return c


def test_a_service_s_answer_from_outside_waits_for_hr():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "akkoord")
    w = Watch(c)
    c.reply(c.letter("which_dates"), "A", sender="lien@home.example")
    letter = w.held("other_address")
    c.reply(letter, "UITVOEREN")
    assert c.visit(1).state is VisitState.OFFERED


def test_control_nobody_else_hears_of_what_is_held():
    c = agreed("Studiedienst")
    w = Watch(c)
    c.reply(c.letter("agreed", STUD), "ANNULEREN", sender=EVE)
    w.held("other_address")
