"""COUNTER, REFRESH, and what only an organizer may say (facts C7, C8, D10, D11; RFC 5546 §3.2.5 to §3.2.8)."""

import re
from datetime import datetime, time, timedelta
from shutil import copytree

import pytest

from mailflow.model.dates import Slot
from mailflow.model.words import Half, Kind, VisitState
from mailflow.shipped import shipped_rules
from mailflow.testing.conversation import BRUSSELS, HR
from tests.calendar_answers import PROGRAMS, google, outlook, thunderbird, thunderbird_object, whole
from tests.conversations.invited import (
    AN,
    COMPANIONS,
    LIEN,
    events,
    guest,
    invitation,
    invited,
    last_noted,
    noted,
    partstats,
    says,
    told,
    why_hr_must_act,
)
from tests.conversations.scenes import ELS, approved, request_text

LUC = "luc.lambert@cpas-namur.example"
FREE = datetime(2027, 1, 14, 9, 0, tzinfo=BRUSSELS)
ANOTHER = datetime(2027, 1, 21, 9, 0, tzinfo=BRUSSELS)
CHRISTMAS = datetime(2026, 12, 25, 9, 0, tzinfo=BRUSSELS)
SATURDAY = datetime(2027, 1, 16, 9, 0, tzinfo=BRUSSELS)
YESTERDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BRUSSELS)
TOMORROW = datetime(2026, 11, 24, 9, 0, tzinfo=BRUSSELS)
EVENING = datetime(2027, 1, 14, 19, 0, tzinfo=BRUSSELS)


def counter(c, address=ELS, start=FREE, **how):
    return says(c, address, "TENTATIVE", method="COUNTER", start=start, **how)


def declined_counters(c):
    return [event for event in events(c) if event.method == "DECLINECOUNTER"]


# ---------------------------------------------------------------------------------------------- asked, and accepted


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_requesters_other_time_is_put_before_the_host_and_the_date_holds(program):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    if program == "horde":  # It writes its times an hour late: still the same half-day.
        c.deliver(PROGRAMS[program](counter(c, start=FREE + timedelta(minutes=15))))
    else:
        c.deliver(PROGRAMS[program](counter(c)))
    now = c.visit(1)
    assert (now.state, now.slot, now.sequence, now.guests) == (
        VisitState.AGREED,
        before.slot,
        before.sequence,
        before.guests,
    )
    assert now.proposed == (Slot(FREE.date(), Half.AM),)
    assert told(c, count) == [("which_dates", LIEN)]
    assert "counter 1 2027-01-14T" in noted(c)


@pytest.mark.parametrize("answer", ["OK", "A", "akkoord"])
def test_the_host_accepts_and_everybody_gets_the_same_event_with_the_next_sequence(answer):
    c = invited()
    uid = c.visit(1).uid
    c.deliver(outlook(counter(c)))
    count = len(c.sent)
    c.reply(c.letter("which_dates", LIEN), answer)
    assert c.visit(1).slot == Slot(FREE.date(), Half.AM)
    assert told(c, count) == [("moved", ELS), ("moved", LIEN)]
    for event in events(c)[-2:]:
        assert (event.method, event.uid, event.sequence, event.start) == ("REQUEST", uid, 1, FREE)
        assert (event.partstat, event.rsvp) == ("NEEDS-ACTION", True)
    assert "moved 1 2027-01-14 am" in noted(c)


def test_the_hosts_other_time_is_put_before_the_requester_who_accepts():
    c = invited()
    count = len(c.sent)
    c.deliver(google(counter(c, LIEN)))
    assert told(c, count) == [("choose", ELS)]
    assert c.visit(1).offered == (Slot(FREE.date(), Half.AM),)
    c.reply(c.letter("choose", ELS), "OK")
    assert c.visit(1).slot == Slot(FREE.date(), Half.AM)
    assert c.visit(1).sequence == 1
    assert c.visit(1).mover == ""


def test_a_counter_says_why_to_the_host():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(counter(c, comment="Ik heb dan les, kan het een week later?")))
    assert "Ik heb dan les" in c.letter("which_dates", LIEN).text
    assert told(c, count) == [("which_dates", LIEN)]


def test_other_answers_count_while_a_move_is_asked():
    c = invited()
    c.deliver(outlook(counter(c)))
    c.deliver(outlook(says(c, LIEN)))
    assert partstats(c)[LIEN] == "ACCEPTED"
    c.reply(c.letter("which_dates", LIEN), "OK")
    assert partstats(c) == {ELS: "NEEDS-ACTION", LIEN: "NEEDS-ACTION"}


def test_a_second_proposal_of_the_same_guest_replaces_the_first():
    c = invited()
    c.deliver(outlook(counter(c)))
    c.deliver(outlook(counter(c, start=ANOTHER, number=2)))
    assert c.visit(1).proposed == (Slot(ANOTHER.date(), Half.AM),)
    c.reply(c.letter("which_dates", LIEN), "OK")
    assert c.visit(1).slot == Slot(ANOTHER.date(), Half.AM)


def test_both_propose_the_same_half_day_and_it_is_agreed():
    c = invited()
    c.deliver(outlook(counter(c)))
    c.deliver(outlook(counter(c, LIEN)))
    assert c.visit(1).slot == Slot(FREE.date(), Half.AM)
    assert c.visit(1).sequence == 1


def test_a_counter_to_a_counter_answers_the_first():
    c = invited()
    c.deliver(outlook(counter(c)))
    count = len(c.sent)
    c.deliver(outlook(counter(c, LIEN, start=ANOTHER)))
    assert told(c, count) == [("agreed", ELS), ("choose", ELS)]
    assert [e.guest for e in declined_counters(c)] == [ELS]
    assert c.visit(1).offered == (Slot(ANOTHER.date(), Half.AM),)


# ------------------------------------------------------------------------------------------------------ refused


@pytest.mark.parametrize("answer", ["GEEN", "GEEN: dan ben ik weg"])
def test_the_host_refuses_and_the_proposer_gets_a_declinecounter(answer):
    c = invited()
    before = c.visit(1)
    c.deliver(outlook(counter(c)))
    count = len(c.sent)
    c.reply(c.letter("which_dates", LIEN), answer)
    assert (c.visit(1).slot, c.visit(1).sequence) == (before.slot, 0)
    assert told(c, count) == [("agreed", ELS)]
    (refusal,) = declined_counters(c)
    assert (refusal.guest, refusal.sequence, refusal.uid) == (ELS, 0, before.uid)
    assert "kan niet" in c.letter("agreed", ELS).text
    assert "blijft zoals ze was" in c.letter("agreed", ELS).text
    assert "dan ben ik weg" not in c.letter("agreed", ELS).text
    assert "move refused 1" in noted(c)


def test_the_requester_refuses_and_the_host_gets_a_declinecounter():
    c = invited()
    c.deliver(outlook(counter(c, LIEN)))
    c.reply(c.letter("choose", ELS), "GEEN")
    assert [e.guest for e in declined_counters(c)] == [LIEN]
    assert c.visit(1).state is VisitState.AGREED


def test_a_raised_sequence_is_echoed():
    c = invited()
    c.deliver(outlook(counter(c, sequence=0)))
    c.reply(c.letter("which_dates", LIEN), "GASTHEER marc.lens@pod.example")
    assert c.visit(1).sequence == 1
    c.pass_time(days=20)
    assert [(e.guest, e.sequence) for e in declined_counters(c)] == [(ELS, 0)]


@pytest.mark.parametrize("address", [ELS, LIEN])
def test_nobody_answers_in_time_and_the_date_stays(address):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(counter(c, address)))
    c.pass_time(days=9)
    while not declined_counters(c) and c.visit(1).state is VisitState.AGREED:
        c.pass_time(days=1)
    assert [e.guest for e in declined_counters(c)] == [address]
    assert c.visit(1).slot == before.slot
    assert ("action", HR) in told(c, count)
    assert ("reminder", LIEN if address == ELS else ELS) in told(c, count)


@pytest.mark.parametrize("start", [CHRISTMAS, SATURDAY, YESTERDAY, TOMORROW, EVENING])
def test_what_cannot_be_is_refused_at_once(start):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(counter(c, start=start)))
    assert told(c, count) == [("agreed", ELS)]
    (refusal,) = declined_counters(c)
    assert (refusal.sequence, refusal.guest) == (0, ELS)
    assert c.visit(1).slot == before.slot
    assert "move refused 1 not possible" in noted(c)


def test_a_full_half_day_is_refused_at_once():
    c = invited()
    text = request_text("Studiedienst").replace("Peeters", "Lambert").replace("Els", "Luc")
    c.mail(LUC, "Aanvraag ontdekkingsstage", text)
    c.reply(c.letter("decide"), "DATUM 14/01/2027 vm")
    c.pass_time(minutes=30)
    assert c.visit(1, "ONT-2026-0002").slot == Slot(FREE.date(), Half.AM)
    count = len(c.sent)
    c.deliver(outlook(counter(c)))
    assert told(c, count) == [("agreed", ELS)]
    assert [e.guest for e in declined_counters(c)] == [ELS]


def test_a_host_may_set_aside_the_notice_of_its_own_service():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(counter(c, LIEN, start=TOMORROW)))
    assert told(c, count) == [("choose", ELS)]


def test_other_hours_of_the_same_half_day_are_for_a_person():
    c = invited()
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(counter(c, start=invitation(c).start + timedelta(minutes=30))))
    assert c.visit(1) == before
    assert told(c, count) == [("action", HR)]
    assert "ander tijdstip" in why_hr_must_act(c)


def test_a_companion_does_not_move_the_visit():
    c = invited(COMPANIONS)
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(counter(c, AN)))
    assert c.visit(1) == before
    assert told(c, count) == [("action", HR)]


def test_a_counter_to_the_date_before_is_noted_and_nothing_else():
    c = invited()
    old = counter(c)
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    before, count = c.visit(1), len(c.sent)
    c.deliver(outlook(old))
    assert c.visit(1) == before
    assert told(c, count) == []
    assert "counter 1 to an earlier date" in last_noted(c)


def test_a_counter_without_a_time_is_for_a_person():
    c = invited()
    text = "\r\n".join(
        x for x in thunderbird_object(counter(c)).split("\r\n") if not x.startswith(("DTSTART;", "DTEND;"))
    )
    count = len(c.sent)
    c.deliver(whole(counter(c), "base64", text))
    assert told(c, count) == [("action", HR)]


def test_a_strangers_counter_is_held():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(counter(c).changed(sender="x@elsewhere.example")))
    assert told(c, count) == [("action", HR)]
    assert c.visit(1).proposed == ()


def test_hr_fixes_another_date_while_a_move_is_asked_and_nobody_is_told_that_it_stays():
    c = invited()
    c.deliver(outlook(counter(c)))
    c.reply(c.letter("decide", HR), "DATUM 1 21/01/2027 vm")
    c.pass_time(minutes=30)
    assert c.visit(1).slot == Slot(ANOTHER.date(), Half.AM)
    c.pass_time(days=25)
    assert declined_counters(c) == []
    assert (c.visit(1).mover, c.visit(1).proposed) == ("", ())


def test_a_counter_on_the_eve_of_the_visit_reaches_hr_at_once():
    c = invited()
    eve = datetime.combine(c.visit(1).slot.day, time(9), BRUSSELS) - timedelta(days=1)
    c.until(eve)
    count = len(c.sent)
    c.deliver(outlook(counter(c)))
    assert told(c, count) == [("which_dates", LIEN), ("action", HR)]


def test_a_service_that_leaves_the_choice_to_the_requester_is_not_asked(tmp_path):
    rules = tmp_path / "rules"
    copytree(shipped_rules(), rules)
    file = rules / "services" / "studiedienst.toml"
    file.write_text("confirm = false\n" + re.sub(r"(?m)^confirm\s*=.*$", "", file.read_text()))
    c = approved("Studiedienst", rules=rules)
    c.reply(c.letter("choose", ELS), "OK")
    count = len(c.sent)
    c.deliver(outlook(counter(c)))
    assert told(c, count) == [("moved", ELS), ("moved", LIEN)]
    assert c.visit(1).slot == Slot(FREE.date(), Half.AM)


# ------------------------------------------------------------------------------------------------------ REFRESH


@pytest.mark.parametrize("program", [thunderbird, outlook, google])
@pytest.mark.parametrize("address", [ELS, LIEN])
def test_a_refresh_sends_the_event_again_to_that_guest_only(program, address):
    c = invited()
    c.deliver(outlook(says(c, address)))
    count, last = len(c.sent), invitation(c, address)
    c.deliver(program(says(c, address, "NEEDS-ACTION", method="REFRESH", number=2)))
    assert told(c, count) == [("agreed", address)]
    again = invitation(c, address)
    assert (again.method, again.uid, again.sequence, again.start) == ("REQUEST", last.uid, last.sequence, last.start)
    assert again.stamp > last.stamp
    assert again.partstat == "ACCEPTED"
    assert last_noted(c) == "refresh 1"


def test_a_refresh_for_a_date_given_up_sends_nothing():
    c = invited()
    said = says(c, method="REFRESH", number=4)
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    count = len(c.sent)
    c.deliver(outlook(said))
    assert told(c, count) == []


def test_a_strangers_refresh_is_held():
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, method="REFRESH").changed(sender="x@elsewhere.example")))
    assert told(c, count) == [("action", HR)]


# ------------------------------------------------------------------------------------- what only an organizer may say


@pytest.mark.parametrize("method", ["CANCEL", "REQUEST", "ADD", "PUBLISH", "DECLINECOUNTER"])
@pytest.mark.parametrize("sender", [ELS, LIEN, HR, "x@elsewhere.example"])
@pytest.mark.parametrize("program", [outlook, thunderbird])
def test_orders_about_our_event_change_nothing_and_are_not_answered(method, sender, program):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    done = c.deliver(program(says(c, method=method, sequence=7, start=FREE).changed(sender=sender)))
    assert done.kind is Kind.CALENDAR
    assert c.visit(1) == before
    assert told(c, count) == []
    assert f"ignored {method}" in noted(c)


def with_attachment(text, content, letter, subject):
    head = f"From: {ELS}\r\nTo: hrm@mi-is.example\r\nSubject: {subject}\r\nMessage-ID: <re-{len(text)}@mol.example>\r\n"
    head += f"In-Reply-To: <{letter.message_id}>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    head += f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--b\r\n"
    head += 'Content-Type: text/calendar; name="invite.ics"; method=REQUEST\r\n'
    head += "Content-Disposition: attachment; filename=invite.ics\r\n\r\n"
    return head.encode() + content + b"\r\n--b--\r\n"


def test_our_own_invitation_attached_to_what_a_person_writes_is_text():
    c = invited()
    letter = c.letter("agreed", ELS)
    done = c.deliver(with_attachment("ANNULEREN", c.calendar(letter), letter, f"Re: {letter.subject}"))
    assert done.kind is Kind.REPLY
    assert c.visit(1).state is VisitState.CANCELLED


def test_our_own_cancellation_attached_to_what_a_person_writes_is_text():
    c = invited()
    c.reply(c.letter("agreed", LIEN), "ziek")
    letter = c.letter("cancelled", ELS)
    done = c.deliver(with_attachment("Bedankt!", c.calendar(letter), letter, f"Re: {letter.subject}"))
    assert done.kind is Kind.REPLY
    assert "courtesy" in noted(c)


def test_our_own_invitation_forwarded_in_a_mail_of_its_own_is_no_answer():
    c = invited()
    letter = c.letter("agreed", ELS)
    raw = f"From: {ELS}\r\nTo: hrm@mi-is.example\r\nSubject: FW: {letter.subject}\r\nMessage-ID: <fw@mol.example>\r\n"
    raw += "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTer info\r\n--b\r\n"
    raw += "Content-Type: message/rfc822\r\n\r\n"
    before = c.visit(1)
    c.deliver(raw.encode() + letter.content + b"\r\n--b--\r\n")
    assert c.visit(1) == before
    assert guest(c).partstat == "NEEDS-ACTION"
