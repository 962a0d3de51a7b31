"""Who may answer an invitation: the writer is its one guest, was invited, and is who the mail says (facts E; SPEC §10)."""

from dataclasses import replace

import pytest

from mailflow.model.words import Kind, Language, Partstat, VisitState
from mailflow.pipeline import Trust
from mailflow.testing.conversation import HR, PEOPLE
from tests.calendar_answers import google, icloud, outlook, thunderbird
from tests.conversations.invited import LIEN, guest, invited, last_noted, noted, partstats, says, told, why_hr_must_act
from tests.conversations.scenes import ELS

STRANGER = "mallory@elsewhere.example"
PRIVATE = "els@private.example"
SERVER = "mx.mi-is.example"
NOBODY = {ELS: "NEEDS-ACTION", LIEN: "NEEDS-ACTION"}


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED"])
def test_a_party_crasher_is_held_and_hears_nothing(partstat):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c).changed(sender=STRANGER, partstat=partstat)))
    assert partstats(c) == NOBODY
    assert told(c, count) == [("action", HR)]
    assert "held REPLY 1 not_invited" in noted(c)
    assert "niet uitgenodigd" in why_hr_must_act(c)


@pytest.mark.parametrize("sender", [STRANGER, PRIVATE, HR, LIEN])
def test_an_answer_in_somebody_elses_name_is_held(sender):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c).changed(sender=sender, attendee=ELS, partstat="DECLINED")))
    assert partstats(c) == NOBODY
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == [("action", HR)]
    assert "held REPLY 1 other_address" in noted(c)


def test_hr_can_release_what_was_held():
    c = invited()
    c.deliver(outlook(says(c).changed(sender=PRIVATE, attendee=ELS, partstat="TENTATIVE")))
    assert "onder voorbehoud" in why_hr_must_act(c)
    count = len(c.sent)
    c.reply(c.letter("action", HR), "GOEDKEUREN")
    assert guest(c).partstat is Partstat.TENTATIVE
    assert c.request().held == ()
    assert told(c, count) == []


def test_a_released_no_reopens_the_date():
    c = invited()
    c.deliver(outlook(says(c).changed(sender=PRIVATE, attendee=ELS, partstat="DECLINED")))
    count = len(c.sent)
    c.reply(c.letter("action", HR), "akkoord")
    assert c.visit(1).state is VisitState.PROPOSED
    assert ("cancelled", LIEN) in told(c, count)
    assert f"released {PRIVATE}" in noted(c)


def test_hr_can_refuse_what_was_held():
    c = invited()
    c.deliver(outlook(says(c).changed(sender=PRIVATE, attendee=ELS, partstat="DECLINED")))
    c.reply(c.letter("action", HR), "WEIGEREN: dat was zij niet")
    assert partstats(c) == NOBODY
    assert c.request().held == ()
    assert c.visit(1).state is VisitState.AGREED


def test_a_release_after_the_date_was_given_up_does_nothing():
    c = invited()
    c.deliver(outlook(says(c).changed(sender=PRIVATE, attendee=ELS, partstat="ACCEPTED")))
    action = c.letter("action", HR)
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    count = len(c.sent)
    c.reply(action, "akkoord")
    assert c.visit(1).guests == ()
    assert not [kind for kind, _ in told(c, count) if kind in ("agreed", "moved", "cancelled")]


def test_the_relay_address_of_icloud_is_held_with_the_guest_that_it_claims():
    c = invited()
    said = says(c).changed(attendee="2_gm3tk@imip.me.example")
    count = len(c.sent)
    c.deliver(icloud(said))
    assert partstats(c) == NOBODY
    assert told(c, count) == [("action", HR)]
    c.reply(c.letter("action", HR), "akkoord")
    assert guest(c).partstat is Partstat.ACCEPTED


def test_the_other_account_of_a_mac_is_held():
    c = invited()
    c.deliver(icloud(says(c).changed(sender=PRIVATE, attendee=ELS)))
    assert partstats(c) == NOBODY
    assert "held REPLY 1 other_address" in noted(c)


def test_sent_by_is_a_claim_that_proves_nothing():
    c = invited()
    raw = thunderbird(says(c).changed(sender=STRANGER, attendee=f"{ELS}")).replace(
        b"ATTENDEE;CN=Els;", b'ATTENDEE;SENT-BY="mailto:mallory@elsewhere.example";CN=Els;'
    )
    c.deliver(raw)
    assert partstats(c) == NOBODY


def test_an_answer_from_two_senders_is_held():
    c = invited()
    raw = outlook(says(c)).replace(f"From: {ELS}".encode(), f"From: {ELS}, {STRANGER}".encode())
    count = len(c.sent)
    c.deliver(raw)
    assert partstats(c) == NOBODY
    assert told(c, count) == [("action", HR)]
    assert "held REPLY 1 several_senders" in noted(c)


def test_an_answer_with_two_from_headers_is_held():
    c = invited()
    c.deliver(f"From: {STRANGER}\r\n".encode() + outlook(says(c)))
    assert partstats(c) == NOBODY


@pytest.mark.parametrize("address", [ELS.upper(), ELS.title(), f'"Els Peeters" <{ELS}>', f"<{ELS}>"])
def test_addresses_are_the_same_in_any_case_and_with_a_name(address):
    c = invited()
    raw = outlook(says(c)).replace(f"From: {ELS}".encode(), f"From: {address}".encode())
    c.deliver(raw)
    assert guest(c).partstat is Partstat.ACCEPTED


GOOD = f"{SERVER}; dmarc=pass header.from=ocmw-mol.example"
RESULTS = {
    GOOD: True,
    f"{SERVER}; dkim=pass header.d=ocmw-mol.example": True,
    f"{SERVER}; spf=pass smtp.mailfrom=ocmw-mol.example": False,
    f"{SERVER}; dkim=pass header.d=elsewhere.example": False,
    f"{SERVER}; dmarc=fail header.from=ocmw-mol.example": False,
    f"{SERVER}; none": False,
    "mx.elsewhere.example; dmarc=pass header.from=ocmw-mol.example": False,
    "": False,
}


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("program", [outlook, google])
def test_with_authserv_id_an_answer_counts_only_if_our_server_vouches_for_it(program, result):
    c = invited()
    c.premises = replace(c.premises, trust=Trust(authserv_id=SERVER))
    count = len(c.sent)
    headers = (("Authentication-Results", result),) if result else ()
    c.deliver(program(says(c, headers=headers, partstat="TENTATIVE")))
    assert (guest(c).partstat is Partstat.TENTATIVE) is RESULTS[result]
    assert told(c, count) == ([] if RESULTS[result] else [("action", HR)])
    assert last_noted(c).startswith("tentative 1") is RESULTS[result]


def test_a_verdict_below_our_servers_is_not_believed():
    c = invited()
    c.premises = replace(c.premises, trust=Trust(authserv_id=SERVER))
    forged = (("Authentication-Results", f"{SERVER}; dmarc=fail"), ("Authentication-Results", GOOD))
    c.deliver(outlook(says(c, headers=forged)))
    assert partstats(c) == NOBODY


def test_an_answer_of_a_guest_of_another_visit_is_no_answer_to_this_one():
    c = invited()
    c.deliver(outlook(says(c).changed(sender="claire.dumont@pod.example")))
    assert partstats(c) == NOBODY
    assert "not_invited" in noted(c)


def test_an_absence_with_the_same_subject_is_no_answer():
    c = invited()
    count = len(c.sent)
    done = c.mail(ELS, "Accepted: Stage", "Ik ben afwezig.", {"Auto-Submitted": "auto-replied"})
    assert done.kind in {Kind.OTHER, Kind.AUTO}
    assert partstats(c) == NOBODY
    assert told(c, count) == []


LANGUAGES = {Language.NL: "niet uitgenodigd", Language.FR: "pas invité", Language.DE: "nicht eingeladen"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_hr_reads_in_its_own_language_why_an_answer_was_held(language):
    c = invited(people=replace(PEOPLE, languages={HR: language}))
    c.deliver(outlook(says(c).changed(sender=STRANGER)))
    assert LANGUAGES[language] in why_hr_must_act(c)
