"""Several participants in one request: each with an address is a guest of their own (SPEC §4, §7)."""

import pytest

from mailflow.model.words import Partstat, VisitState
from mailflow.testing.conversation import HR
from tests.calendar_answers import outlook, thunderbird
from tests.conversations.invited import AN, BOB, COMPANIONS, LIEN, events, guest, invited, noted, partstats, says, told
from tests.conversations.scenes import ELS, asked

NO_MAIL = "Deelnemers:\n- An Claes, an.claes@ocmw-mol.example\n- Bob Maes\n"


def test_each_companion_with_an_address_gets_an_invitation_of_its_own():
    c = invited(COMPANIONS)
    assert list(partstats(c)) == [ELS, AN, BOB, LIEN]
    assert {e.guest for e in events(c)} == {ELS, AN, BOB, LIEN}
    assert len({e.uid for e in events(c)}) == 1
    for event in events(c):
        others = {ELS, AN, BOB, LIEN} - {event.guest}
        assert not [address for address in others if f"mailto:{address}".encode() in event.octets]
    assert c.request().persons == 3


def test_a_companion_without_an_address_is_counted_and_gets_nothing():
    c = invited(NO_MAIL)
    assert list(partstats(c)) == [ELS, AN, LIEN]
    assert c.request().persons == 3


def test_the_requester_named_among_the_participants_is_one_guest():
    c = invited(f"Deelnemers:\n- Els Peeters, {ELS}\n- An Claes, {AN}\n")
    assert list(partstats(c)) == [ELS, AN, LIEN]


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_each_companions_answer_is_kept(partstat):
    c = invited(COMPANIONS)
    count = len(c.sent)
    c.deliver(outlook(says(c, AN, partstat)))
    assert partstats(c)[AN] == partstat
    assert partstats(c)[BOB] == "NEEDS-ACTION"
    assert told(c, count) == []


@pytest.mark.parametrize("program", [outlook, thunderbird])
def test_a_companions_no_leaves_the_date_and_hr_hears_of_it(program):
    c = invited(COMPANIONS)
    before, count = c.visit(1), len(c.sent)
    c.deliver(program(says(c, AN, "DECLINED")))
    assert (c.visit(1).state, c.visit(1).slot, c.visit(1).sequence) == (VisitState.AGREED, before.slot, 0)
    assert guest(c, AN).partstat is Partstat.DECLINED
    assert told(c, count) == [("action", HR)]
    assert "deelnemer" in c.letter("action", HR).text


def test_the_requesters_no_leaves_the_date_to_the_companions():
    c = invited(COMPANIONS)
    count = len(c.sent)
    c.deliver(outlook(says(c, ELS, "DECLINED")))
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == [("action", HR)]


def test_the_hosts_no_reopens_the_date_for_all():
    c = invited(COMPANIONS)
    count = len(c.sent)
    c.deliver(outlook(says(c, LIEN, "DECLINED")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert {address for kind, address in told(c, count) if kind == "cancelled"} == {ELS, AN, BOB, LIEN}


@pytest.mark.parametrize("word", ["ANNULEREN", "ziek", "INTREKKEN", "Ik kan niet komen"])
def test_a_companions_mail_concerns_hr_and_not_the_whole_visit(word):
    c = invited(COMPANIONS)
    before, count = c.visit(1), len(c.sent)
    c.reply(c.letter("agreed", AN), word)
    assert c.visit(1) == before
    assert told(c, count) == [("action", HR)]
    assert "ziek" not in c.letter("action", HR).text
    assert "participant an.claes@ocmw-mol.example" in noted(c)


def test_a_companions_thanks_is_a_courtesy():
    c = invited(COMPANIONS)
    count = len(c.sent)
    c.reply(c.letter("agreed", AN), "Bedankt!")
    assert told(c, count) == []


def test_the_requester_cancels_and_every_companion_gets_the_cancel():
    c = invited(COMPANIONS)
    count = len(c.sent)
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    assert {address for kind, address in told(c, count) if kind == "cancelled"} == {ELS, AN, BOB, LIEN}


def test_a_move_asks_every_companion_anew():
    c = invited(COMPANIONS)
    c.deliver(outlook(says(c, AN)))
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    assert set(partstats(c).values()) == {"NEEDS-ACTION"}
    assert [e.guest for e in events(c)[-4:]] == [ELS, AN, BOB, LIEN]


def test_more_people_than_a_service_takes_are_flagged_to_hr():
    c = asked("Studiedienst", COMPANIONS + "- Jan Smet\n- Piet Wils\n- Mia Bos\n")
    assert "too_many" in c.request().flags


def test_who_joins_later_is_invited_alone_to_the_event_as_it_is():
    c = invited()
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    count, before = len(c.sent), events(c)[-1]
    c.reply(c.letter("moved", ELS), f"Deelnemers:\n- An Claes, {AN}\n")
    assert [(kind, address) for kind, address in told(c, count) if kind in ("agreed", "moved")] == [("agreed", AN)]
    joined = events(c)[-1]
    assert (joined.method, joined.uid, joined.sequence, joined.start) == ("REQUEST", before.uid, 1, before.start)
    assert joined.stamp > before.stamp
    assert list(partstats(c)) == [ELS, LIEN, AN]
