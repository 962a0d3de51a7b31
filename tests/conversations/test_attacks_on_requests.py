"""Asking in somebody else's name, changing what somebody asked (docs/security.md, C)."""

from dataclasses import replace

import pytest

from mailflow.model.words import Kind, RequestState, VisitState
from mailflow.testing.conversation import HR, MAILBOX, PEOPLE
from tests.conversations.attacks import EVE, VOUCHED, Watch, answer, reads_nothing
from tests.conversations.scenes import ELS, agreed, approved, asked, request_text, talk

FORM = request_text("BLAS", f"E-mail: {ELS}\nDeelnemers: Eve, {EVE}\n").replace("014 00 00 00", "0900 00 000")
WITHOUT_EVE = request_text("BLAS", f"E-mail: {ELS}\n")


def test_control_the_requester_completes_her_request_with_a_second_mail_until_hr_decides():
    c = asked("BLAS")
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS", "Functie: maatschappelijk werker\n"))
    assert c.request().requester.function == "maatschappelijk werker"
    assert c.store.request("ONT-2026-0002") is None


def test_a_form_with_somebody_else_s_address_does_not_change_her_request():
    c = asked("BLAS")
    w = Watch(c)
    c.mail(EVE, "Aanvraag ontdekkingsstage", FORM)
    w.harmless(ELS)
    assert [x.kind.value for x in w.since] == ["is_this_you"]
    reads_nothing(c)


def test_control_the_registered_address_may_say_that_the_second_form_was_hers():
    c = asked("BLAS")
    c.mail("els@home.example", "Aanvraag", request_text("BLAS", f"E-mail: {ELS}\nFunctie: jurist\n"))
    c.reply(c.letter("is_this_you", ELS), "Ja")
    assert c.request().requester.function == "jurist"


def test_a_forged_second_request_changes_nothing_once_hr_has_decided():
    c = agreed("BLAS")
    w = Watch(c)
    c.mail(ELS, "Aanvraag ontdekkingsstage", FORM)
    w.held("no_token")
    assert EVE not in {guest.address for guest in c.visit(1).guests}


def test_a_second_request_whose_sender_our_server_calls_forged_is_held():
    c = asked("BLAS", trust=VOUCHED)
    w = Watch(c)
    result = f"{VOUCHED.authserv_id}; dmarc=fail header.from=ocmw-mol.example"
    c.mail(ELS, "Aanvraag ontdekkingsstage", FORM, {"Authentication-Results": result})
    w.held("not_authenticated")


def test_a_forwarded_form_does_not_change_the_request_of_the_inner_writer():
    c = asked("BLAS")
    w = Watch(c)
    block = f"-----Oorspronkelijk bericht-----\nVan: Els Peeters <{ELS}>\nVerzonden: maandag\nAan: {EVE}\nOnderwerp: Aanvraag\n\n"
    c.mail(EVE, "FW: Aanvraag ontdekkingsstage", f"Zie onder.\n\n{block}{FORM}")
    w.nothing_changed()
    reads_nothing(c)


def test_a_field_for_another_address_in_an_answer_does_not_move_the_letters_there():
    c = asked("BLAS")
    c.reply(c.letter("received"), f"E-mail: {EVE}\nFunctie: jurist")
    assert c.request().requester.address == ELS
    assert not c.letters(to=EVE)


def test_a_request_in_a_victim_s_name_brings_the_victim_one_letter_and_no_power_to_the_writer():
    c = talk()
    c.mail(EVE, "Aanvraag ontdekkingsstage", WITHOUT_EVE)
    assert c.kinds_to(ELS) == ["received"]
    w = Watch(c)
    for _ in range(5):
        c.mail(EVE, "Aanvraag ontdekkingsstage", WITHOUT_EVE.replace("verbeteren", "verbeteren!"))
    w.harmless(ELS, most=5)
    c.reply(c.letter("received"), "INTREKKEN", sender=EVE)
    w.nothing_changed()
    assert not c.letters(to=EVE)


def test_what_a_stranger_wrote_is_not_passed_on_to_the_address_he_gave():
    c = talk()
    c.mail(
        EVE,
        "Aanvraag ontdekkingsstage",
        WITHOUT_EVE.replace("de samenwerking", "goedkope pillen op http://evil.example"),
    )
    assert "pillen" not in c.letter("received", ELS).content.decode()
    assert "pillen" in c.letter("decide", HR).text
    assert "other_sender" in c.request().flags


def test_control_somebody_who_asks_for_a_colleague_of_the_same_house_is_no_stranger():
    c = talk()
    c.mail("chef@ocmw-mol.example", "Aanvraag", request_text("BLAS", f"E-mail: {ELS}\n"))
    assert "samenwerking" in c.letter("received", ELS).text


def test_new_by_a_forged_hr_is_an_ordinary_request_that_hr_still_decides():
    c = asked("BLAS")
    w = Watch(c)
    c.mail(HR, "NIEUW", "NIEUW\n" + FORM)
    w.harmless(ELS)
    c.mail(HR, "NIEUW", "NIEUW\n" + FORM.replace(ELS, "jan@ocmw-mol.example").replace("BLAS", "SCUBA"))
    assert c.request("ONT-2026-0002").state is RequestState.AWAITING_DECISION
    assert c.letters("decide", HR)[-1].ref == "ONT-2026-0002"


def test_control_new_by_hr_whom_the_server_vouches_for_is_taken_at_its_word():
    c = asked("BLAS", trust=VOUCHED)
    result = f"{VOUCHED.authserv_id}; dmarc=pass header.from=mi-is.example"
    form = request_text("BLAS", f"E-mail: {ELS}\nFunctie: jurist\n")
    c.mail(HR, "NIEUW", "NIEUW\n" + form, {"Authentication-Results": result})
    assert c.request().requester.function == "jurist"


@pytest.mark.parametrize("address", [HR, MAILBOX, "claire.dumont@pod.example"], ids=["hr", "mailbox", "service"])
def test_a_request_in_the_name_of_the_house_gives_nobody_a_role(address):
    c = talk()
    c.mail(EVE, "Aanvraag ontdekkingsstage", request_text("BLAS", f"E-mail: {address}\n"))
    assert c.visit(1).state is VisitState.REQUESTED
    assert not c.letters(to=MAILBOX)
    assert not c.letters(to=EVE)
    c.reply(c.letter("decide", HR), "akkoord")
    assert c.visit(1).state is VisitState.PROPOSED


def test_hundreds_of_services_people_and_dates_are_cut_to_what_a_house_can_receive():
    c = talk()
    people = "".join(f"- Naam{n} Voornaam, n{n}@evil.example\n" for n in range(400))
    dates = ", ".join(f"{1 + n % 28}/{1 + n % 12}/2027 vm" for n in range(400))
    services = ", ".join(["BLAS", "SCUBA", "Studiedienst", "Juridische dienst"] * 100)
    c.mail(ELS, "Aanvraag", request_text(services, f"Data: {dates}\nDeelnemers:\n{people}"))
    request = c.request()
    assert len(request.visits) <= 7
    assert len(request.participants) <= 20
    assert len(request.wishes) <= 200
    assert "too_many" in request.flags
    assert len(c.sent) == 2


def test_an_address_that_no_letter_can_go_to_stops_neither_hr_nor_the_others():
    c = talk(people=replace(PEOPLE, operator="operator@mi-is.example"))
    c.mail('"eve\\"x"@evil.example', "Aanvraag ontdekkingsstage", request_text("BLAS"))
    assert c.letters("decide", HR)
    assert not c.letters("operator")


def test_the_conversation_of_two_people_in_front_of_us_changes_nothing():
    c = approved("Studiedienst")
    w = Watch(c)
    letter = c.letter("which_dates")
    talk_of_people = {"To": "els@ocmw-mol.example", "Cc": MAILBOX, "In-Reply-To": "<human@pod.example>"}
    done = c.mail(
        letter.address, f"RE: {letter.subject}", "Dag Els, wat denk je? akkoord lijkt me dat.", talk_of_people
    )
    assert done.kind is Kind.OTHER
    w.harmless(most=0)


def test_a_register_number_is_masked_wherever_it_was_written():
    c = talk()
    number = "85.07.30-033.28"
    c.mail(
        f'"Els {number}" <{ELS}>',
        f"Aanvraag {number}",
        request_text("BLAS", f"Opmerkingen: {number}\n").replace("Telefoon", f"Functie: x {number}\nTelefoon"),
    )
    c.reply(c.letter("received"), f"ANNULEREN {number}", sender=EVE)
    c.reply(c.letter("decide"), f"NOTA: {number}")
    stored = repr(c.request()) + repr(c.trail()) + "".join(x.content.decode() + x.text for x in c.sent)
    assert number not in stored
    assert "850730" not in stored.replace(".", "").replace("-", "")


def test_control_an_outsider_s_own_request_is_as_good_as_any():
    c = talk()
    c.mail(EVE, "Aanvraag ontdekkingsstage", request_text("BLAS"))
    assert c.request().requester.address == EVE
    answer(c, c.letter("received"), "INTREKKEN", EVE)
    assert c.request().state is RequestState.WITHDRAWN
