"""Words beside a calendar answer: both count (facts D12)."""

import pytest

from mailflow.model.words import Partstat, VisitState
from mailflow.testing.conversation import HR
from tests.calendar_answers import google, icloud, outlook, proton, thunderbird
from tests.conversations.invited import (
    AN,
    COMPANIONS,
    LIEN,
    guest,
    invited,
    noted,
    partstats,
    says,
    told,
    why_hr_must_act,
)
from tests.conversations.scenes import ELS


@pytest.mark.parametrize("program", [google, icloud, thunderbird, proton, outlook])
def test_the_sentence_of_a_program_is_said_by_nobody(program):
    c = invited()
    count = len(c.sent)
    c.deliver(program(says(c)))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert told(c, count) == []


@pytest.mark.parametrize(
    "text",
    [
        "Els Peeters heeft uw uitnodiging geaccepteerd.",
        "Els Peeters a accepté cette invitation.",
        "Els Peeters hat diese Einladung angenommen.",
        "Wanneer: dinsdag 12 januari 2027 9:00-12:30\nWaar: Brussel\n\n*~*~*~*~*~*~*~*~*~*",
        "Quand : mardi 12 janvier 2027\nOù : Bruxelles",
        "",
    ],
)
def test_sentences_of_programs_in_other_languages_are_said_by_nobody(text):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, text=text)))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert told(c, count) == []


@pytest.mark.parametrize("text", ["Bedankt!", "Merci beaucoup", "Prima, dank u", "OK", "Vielen Dank"])
def test_a_courtesy_beside_an_answer_is_no_news(text):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, text=text)))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert told(c, count) == []


@pytest.mark.parametrize("program", [google, outlook, thunderbird])
def test_a_comment_reaches_hr_and_the_answer_counts(program):
    c = invited()
    count = len(c.sent)
    c.deliver(program(says(c, comment="Ik kom met de rolstoel, is er een lift?")))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert told(c, count) == [("action", HR)]
    assert "rolstoel" in why_hr_must_act(c)
    assert "schreef er iets bij" in why_hr_must_act(c)
    assert "rolstoel" in noted(c)


def test_what_was_typed_in_the_mail_reaches_hr_as_well():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, text="Mag mijn collega ook komen?")))
    assert told(c, count) == [("action", HR)]
    assert "collega" in why_hr_must_act(c)


def test_a_no_with_a_reason_reopens_the_date_and_the_reason_reaches_hr():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, LIEN, "DECLINED", comment="Wij verhuizen die week naar een ander gebouw.")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert ("action", HR) in told(c, count)
    assert ("cancelled", ELS) in told(c, count)
    assert "verhuizen" in why_hr_must_act(c)
    assert all("verhuizen" not in letter.text for letter in c.letters(to=ELS))


@pytest.mark.parametrize("partstat", ["DECLINED", "TENTATIVE", "ACCEPTED"])
def test_a_command_beside_an_answer_is_done(partstat):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, partstat=partstat, text="ANNULEREN")))
    assert c.visit(1).state is VisitState.CANCELLED
    assert told(c, count) == [("cancelled", ELS), ("cancelled", LIEN)]


def test_a_no_with_another_date_asks_for_that_date():
    c = invited()
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(says(c, partstat="DECLINED", text="VERPLAATSEN 14/01/2027 vm")))
    assert c.visit(1).slot == before.slot
    assert guest(c).partstat is Partstat.DECLINED
    assert told(c, count) == [("which_dates", LIEN)]
    c.reply(c.letter("which_dates", LIEN), "OK")
    assert c.visit(1).slot.day.isoformat() == "2027-01-14"


def test_the_host_names_another_host_beside_its_answer():
    c = invited()
    c.deliver(outlook(says(c, LIEN, "ACCEPTED", text="GASTHEER marc.lens@pod.example")))
    assert "marc.lens@pod.example" in partstats(c)
    assert LIEN not in partstats(c)


def test_words_of_a_companion_are_never_done():
    c = invited(COMPANIONS)
    before, count = c.visit(1).slot, len(c.sent)
    c.deliver(outlook(says(c, AN, text="ANNULEREN")))
    assert c.visit(1).slot == before
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == [("action", HR)]


def test_words_of_somebody_not_believed_are_not_done():
    c = invited()
    before = c.visit(1)
    c.deliver(outlook(says(c, text="ANNULEREN").changed(sender="x@elsewhere.example")))
    assert c.visit(1) == before


def test_words_beside_a_late_answer_reach_hr():
    c = invited()
    said = says(c, partstat="DECLINED", number=8, text="Volgende maand kan ik wel de hele week.")
    c.deliver(outlook(says(c, partstat="DECLINED")))
    count = len(c.sent)
    c.deliver(outlook(said))
    assert told(c, count) == [("action", HR)]
    assert "Volgende maand" in why_hr_must_act(c)


def test_a_number_of_the_national_register_is_masked():
    c = invited()
    c.deliver(outlook(says(c, comment="Mijn nummer is 85.07.30-033.28, voor de badge.")))
    assert "033.28" not in why_hr_must_act(c)
    assert "033.28" not in noted(c)


def test_words_that_cannot_be_done_do_not_silence_the_no_they_came_with():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, partstat="DECLINED", text="VERPLAATSEN 25/12/2026 vm")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert ("unclear", ELS) in told(c, count)
    assert ("cancelled", LIEN) in told(c, count)


@pytest.mark.parametrize("partstat", ["DECLINED", "TENTATIVE"])
@pytest.mark.parametrize("address", [ELS, LIEN])
def test_illness_beside_an_answer_is_told_at_once_and_said_as_prevented(partstat, address):
    c = invited()
    count = len(c.sent)
    c.deliver(google(says(c, address, partstat, comment="ziek")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert ("action", HR) in told(c, count)
    assert "ziek" not in "".join(letter.text for letter in c.sent[count:])
    assert "ziek" not in noted(c)
    assert "prevented 1" in noted(c)


def test_illness_of_a_companion_is_no_word_in_the_records():
    c = invited(COMPANIONS)
    c.deliver(google(says(c, AN, "DECLINED", comment="ziek")))
    assert partstats(c)[AN] == "DECLINED"
    assert "ziek" not in why_hr_must_act(c)
    assert "ziek" not in noted(c)
