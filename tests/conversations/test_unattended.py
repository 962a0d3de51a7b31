"""Automatic answers that only their text tells: to each letter of ours, what becomes of it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from mailflow.model.words import Kind, VisitState
from mailflow.testing.conversation import BRUSSELS, HR, PEOPLE
from mailflow.testing.quoting import gmail, outlook
from tests.conversations.scenes import ELS, agreed, approved, asked, offered, since, talk

MARC, SOFIE = "marc.lambrecht@pod.example", "sofie.aerts@pod.example"
BEA = "bea.maes@mi-is.example"
AWAY = (
    "Dank voor je mail. Ik ben met verlof en lees mijn mails niet.\nVanaf 21 december 2026 ben ik opnieuw aan de slag."
)
LEFT = "Sinds 1 november werk ik niet meer voor OCMW Mol. Stuur uw bericht opnieuw naar onthaal@ocmw-mol.example."


@pytest.mark.parametrize("quoting", [outlook, gmail])
@pytest.mark.parametrize(
    "text",
    [
        AWAY,
        LEFT,
        "Beste,\n\nWe hebben je e-mail goed ontvangen. Dit is een automatisch bericht.\n\nHet onthaalteam",
        "Nous accusons bonne réception de votre courriel. Il sera transmis au service compétent.",
        "Ihre E-Mail ist bei uns eingegangen und wird schnellstmöglich bearbeitet (Vorgang 2026-5512).",
        "Thanks for your e-mail. I am on annual leave and will get back to you when I return on 14 December.",
    ],
)
def test_the_requester_s_mail_program_is_not_answered(text, quoting):
    c = offered("Studiedienst")
    before = len(c.sent)
    done = c.reply(c.letter("choose", ELS), text, quoting=quoting)
    assert done.kind is Kind.AUTO
    assert [kind for kind, address in since(c, before) if address == ELS] == []
    assert c.visit(1).state is VisitState.OFFERED


def test_a_requester_who_is_away_is_reminded_only_when_back():
    c = offered("Studiedienst")
    c.reply(c.letter("choose", ELS), AWAY)
    c.until(datetime(2026, 12, 18, 18, 0, tzinfo=BRUSSELS))
    assert "reminder" not in c.kinds_to(ELS)


def test_the_deputy_of_a_contact_who_is_away_is_asked_at_once():
    c = approved("Dienst Inspectie")
    c.reply(c.letter("which_dates", MARC), AWAY)
    assert c.kinds_to(SOFIE) == ["which_dates"]
    assert "unclear" not in c.kinds_to(MARC)


def test_the_deputy_of_hr_is_asked_when_hr_is_away():
    c = asked("BLAS", people=replace(PEOPLE, deputies=(BEA,)))
    c.reply(c.letter("decide", HR), AWAY)
    assert c.kinds_to(BEA) == ["decide"]


def test_hr_hears_that_a_requester_is_gone_and_who_may_be_there_instead():
    c = offered("Studiedienst")
    c.reply(c.letter("choose", ELS), LEFT)
    letter = c.letter("action", HR)
    assert ELS in letter.text
    assert "onthaal@ocmw-mol.example" in letter.text
    c.reply(letter, "DATUM 1 12/01/2027 vm")
    c.pass_time(minutes=11)
    assert c.visit(1).slot.day == date(2027, 1, 12)


def test_hr_hears_that_the_contact_of_an_agreed_visit_is_gone():
    c = agreed("Dienst Inspectie")
    c.reply(c.letter("agreed", MARC), "Dit e-mailadres is niet meer in gebruik. Uw bericht werd niet gelezen.")
    assert c.letters("action", HR)
    assert c.visit(1).state is VisitState.AGREED


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("OK\n\nIk ben met verlof tot 4/12. Voor dringende zaken kunt u terecht bij Jan.", VisitState.AGREED),
        ("Bedankt voor uw bericht. Ik ben met verlof tot 4/12.\n\nOK", VisitState.OFFERED),
        ("Ik ben afwezig op 12/1, 14/1 past wel", VisitState.PROPOSED),
        ("Je suis absente mardi, mercredi OK", VisitState.OFFERED),
        ("Bedankt, goed ontvangen", VisitState.OFFERED),
    ],
)
def test_a_person_s_answer_is_read_whatever_it_says_of_an_absence(text, state):
    c = offered("Studiedienst")
    assert c.reply(c.letter("choose", ELS), text).kind is Kind.REPLY
    assert c.visit(1).state is state


def test_a_request_that_mentions_an_absence_stays_a_request():
    c = talk()
    text = (
        "Beste,\n\nIk ben Els Peeters van OCMW Mol. Ik ben met verlof tot 4 december en zou graag een ontdekkingsstage "
        "doen bij de studiedienst, want ik wil de samenwerking verbeteren.\nBedankt voor uw bericht."
    )
    assert c.mail(ELS, "Ontdekkingsstage", text).kind is Kind.REQUEST
    assert c.kinds_to(HR) == ["decide"]


def test_an_acknowledgement_of_a_mail_that_is_not_ours_stays_in_its_place():
    c = talk()
    text = "We hebben uw vraag goed ontvangen en antwoorden binnen 3 werkdagen."
    assert c.mail("helpdesk@ocmw-geel.example", "Uw vraag werd goed ontvangen", text).outcome == "left"
    assert c.sent == []


def test_a_signature_alone_gives_the_welfare_centre_that_was_missing():
    c = talk()
    els = "Els Peeters <els.peeters@mail.example>"
    text = "Naam: Peeters\nVoornaam: Els\nDienst: studiedienst\nMotivatie: als maatschappelijk werker van een OCMW wil ik leren"
    c.mail(els, "Aanvraag ontdekkingsstage", text)
    c.reply(c.letter("received"), "Els Peeters\nMaatschappelijk werker\nOCMW Mol\nTel. 014 33 11 00", sender=els)
    assert c.request().ocmw == "OCMW Mol"
    assert c.kinds_to(HR) == ["decide"]
