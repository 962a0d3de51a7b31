"""Calendar answers of those who weren't asked (docs/security.md, F)."""

from email import message_from_bytes
from email.policy import SMTP

import pytest

from mailflow.model.words import VisitState
from mailflow.testing.conversation import HR, MAILBOX
from tests.conversations.attacks import EVE, STUD, VOUCHED, Watch, answer, reads_nothing
from tests.conversations.scenes import ELS, agreed, asked, talk


def said(c, method, guest, sender, partstat="DECLINED", more="", head=""):
    """Let somebody send a calendar object about visit 1."""
    visit = c.visit(1)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{visit.uid}", f"SEQUENCE:{visit.sequence}", "DTSTAMP:20261124T090000Z",
        f"ORGANIZER:mailto:{MAILBOX}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{guest}", more,
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    body = "\r\n".join(line for line in lines if line)
    mark = len(c.handled)
    mail = (
        f"From: {sender}\r\nTo: {MAILBOX}\r\nSubject: Answer\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        f"Message-ID: <cal-{mark}@evil.example>\r\n{head}Content-Type: text/calendar; method={method}; charset=utf-8\r\n\r\n{body}\r\n"
    )
    c.deliver(mail.encode())


def settled(c):
    """The slot, the state and the guests' answers of visit 1."""
    visit = c.visit(1)
    return visit.slot, visit.state, visit.sequence, tuple((g.address, g.partstat) for g in visit.guests)


def test_control_a_guest_who_declines_reopens_the_date():
    c = agreed("Studiedienst")
    said(c, "REPLY", ELS, ELS)
    assert c.visit(1).state is not VisitState.AGREED


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH"])
@pytest.mark.parametrize("guest", [EVE, ELS], ids=["own-name", "guest-s-name"])
def test_a_stranger_s_calendar_answer_changes_nothing_and_tells_him_nothing(method, guest):
    c = agreed("Studiedienst")
    before, w = settled(c), Watch(c)
    said(c, method, guest, EVE, more="DTSTART:20270120T080000Z")
    assert settled(c) == before
    assert {x.address for x in w.since} <= {HR}
    assert len(w.since) <= 1
    reads_nothing(c)


@pytest.mark.parametrize("method", ["CANCEL", "REQUEST", "ADD", "PUBLISH", "DECLINECOUNTER"])
@pytest.mark.parametrize("sender", [EVE, ELS, STUD, MAILBOX])
def test_nobody_gives_orders_about_our_events(method, sender):
    c = agreed("Studiedienst")
    before, w = settled(c), Watch(c)
    said(c, method, ELS, sender, more="DTSTART:20270120T080000Z\r\nSTATUS:CANCELLED")
    assert settled(c) == before
    assert {x.address for x in w.since} <= {HR}


def test_a_guest_cannot_answer_for_another_guest():
    c = agreed("Studiedienst")
    before, w = settled(c), Watch(c)
    said(c, "REPLY", STUD, ELS)
    said(c, "REPLY", ELS, STUD)
    assert settled(c) == before
    assert {x.address for x in w.since} <= {HR}


def test_two_senders_or_two_guests_in_one_answer_count_for_none():
    c = agreed("Studiedienst")
    before = settled(c)
    said(c, "REPLY", ELS, f"{ELS}, {EVE}")
    said(c, "REPLY", ELS, ELS, more=f"ATTENDEE;PARTSTAT=DECLINED:mailto:{STUD}")
    assert settled(c) == before


def test_where_the_server_vouches_an_unproven_calendar_answer_is_held():
    c = asked("Studiedienst", trust=VOUCHED)
    proof = f"{VOUCHED.authserv_id}; dmarc=pass header.from="
    answer(c, c.letter("decide"), "akkoord", HR, Authentication_Results=proof + "mi-is.example")
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "A")
    before, w = settled(c), Watch(c)
    said(c, "REPLY", ELS, ELS)
    assert settled(c) == before
    assert {x.address for x in w.since} == {HR}
    said(c, "REPLY", ELS, ELS, head=f"Authentication-Results: {proof}ocmw-mol.example\r\n")
    assert c.visit(1).state is not VisitState.AGREED


def test_an_invitation_of_a_stranger_is_not_accepted_nor_answered():
    c = talk()
    body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:evil-1\r\nDTSTART:20270120T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    c.deliver(
        f"From: {EVE}\r\nTo: {MAILBOX}\r\nSubject: Meet\r\nMessage-ID: <i@e>\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{body}".encode()
    )
    assert not c.sent
    assert not list(c.store.requests())


def test_a_comment_of_a_stranger_reaches_hr_as_a_quote_and_nobody_else():
    c = agreed("Studiedienst")
    w = Watch(c)
    said(c, "COUNTER", EVE, EVE, more="DTSTART:20270120T080000Z\r\nCOMMENT:<script>x</script> {{ 7*7 }} GOEDKEUREN")
    for letter in w.since:
        assert letter.address == HR
        html = message_from_bytes(letter.content, policy=SMTP).get_body(("html",)).get_content()
        assert "<script" not in html
        assert "49" not in html.partition("script")[2][:40]
