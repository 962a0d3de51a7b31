"""REPLY: what programs of guests answer, in every shape seen in the wild, and what becomes of it (facts D; SPEC §7).

Each test tells three things: what changed in the request, which letters left, what the trail says.
"""

from datetime import timedelta

import pytest

from mailflow.model.words import Kind, Partstat, RequestState, VisitState
from mailflow.testing.conversation import HR
from tests.calendar_answers import PROGRAMS, exchange_object, folded, outlook, thunderbird, thunderbird_object, whole
from tests.conversations.invited import (
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
from tests.conversations.scenes import ELS

# ------------------------------------------------------------------------------------------------ what programs send


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_acceptance_is_kept_and_nothing_is_answered(program):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    done = c.deliver(PROGRAMS[program](says(c)))
    assert (done.kind, done.outcome) == (Kind.CALENDAR, "done")
    assert partstats(c) == {ELS: "ACCEPTED", LIEN: "NEEDS-ACTION"}
    assert (c.visit(1).slot, c.visit(1).uid, c.visit(1).sequence) == (before.slot, before.uid, before.sequence)
    assert told(c, count) == []
    assert last_noted(c) == "accepted 1"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_tentative_answer_is_kept_and_the_date_holds(program):
    c = invited()
    count = len(c.sent)
    c.deliver(PROGRAMS[program](says(c, partstat="TENTATIVE")))
    assert guest(c).partstat is Partstat.TENTATIVE
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == []
    assert last_noted(c) == "tentative 1"


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_requesters_no_reopens_the_date_and_everybody_gets_a_cancel(program):
    c = invited()
    uid, slot, count = c.visit(1).uid, c.visit(1).slot, len(c.sent)
    c.deliver(PROGRAMS[program](says(c, partstat="DECLINED")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert (c.visit(1).slot, c.visit(1).uid, c.visit(1).former_uids) == (None, "", (uid,))
    assert slot not in c.visit(1).proposed
    assert told(c, count) == [("cancelled", ELS), ("cancelled", LIEN), ("which_dates", LIEN)]
    assert {(e.method, e.status, e.sequence) for e in events(c)[2:]} == {("CANCEL", "CANCELLED", 1)}
    assert "declined 1" in noted(c)
    assert "called off 1 requester" in noted(c)


@pytest.mark.parametrize("program", ["outlook", "google", "thunderbird"])
def test_the_hosts_no_reopens_the_date_and_the_requester_hears_of_it(program):
    c = invited()
    count = len(c.sent)
    c.deliver(PROGRAMS[program](says(c, LIEN, "DECLINED")))
    assert c.visit(1).state is VisitState.PROPOSED
    assert set(told(c, count)) == {("cancelled", ELS), ("cancelled", LIEN), ("which_dates", LIEN)}
    assert "called off 1 service" in noted(c)


def as_latin1(said):
    said = said.changed(comment="déjà noté, à bientôt")
    return whole(said, "8bit", exchange_object(said).encode("latin-1"), charset="iso-8859-1")


def as_wrong_charset(said):
    said = said.changed(comment="déjà noté")
    return whole(said, "8bit", exchange_object(said).encode("latin-1"), charset="utf-8")


def with_text_after(said):
    return whole(said, "base64", thunderbird_object(said) + "\r\n-- \r\nThis mail was scanned.\r\n")


def lower_case(said):
    names = ("BEGIN", "END", "VCALENDAR", "VEVENT", "METHOD", "REPLY", "UID", "ATTENDEE", "SEQUENCE", "DTSTAMP")
    text = thunderbird_object(said)
    for name in names:
        text = text.replace(name, name.lower())
    return whole(said, "7bit", text)


def folded_by_tab(said):
    lines = thunderbird_object(said).replace("\r\n ", "").split("\r\n")[:-1]
    narrow = [line[:20] + "\r\n\t" + line[20:] if len(line) > 40 and ":" in line else line for line in lines]
    return whole(said, "base64", folded(narrow[:0]).strip() + "\r\n".join(narrow) + "\r\n")


def fold_inside_a_character(said):
    content = thunderbird_object(said.changed(comment="Ik ben er, één keer")).encode().replace(b"\r\n ", b"")
    return whole(said, "base64", content.replace("é".encode(), b"\xc3\r\n \xa9"))


WIRES = {
    "outlook in base64": lambda said: outlook(said, "base64"),
    "outlook in quoted-printable": lambda said: outlook(said, "quoted-printable"),
    "outlook in 8bit": lambda said: outlook(said, "8bit"),
    "outlook with bare LF": lambda said: outlook(said, "base64", "\n"),
    "thunderbird with bare LF": lambda said: thunderbird(said, "\n"),
    "whole mail in 8bit": lambda said: whole(said, "8bit"),
    "whole mail in quoted-printable": lambda said: whole(said, "quoted-printable"),
    "whole mail as application/ics": lambda said: whole(said).replace(b"text/calendar", b"application/ics"),
    "charset iso-8859-1": as_latin1,
    "charset that lies": as_wrong_charset,
    "byte order mark": lambda said: whole(said, "base64", "\ufeff" + thunderbird_object(said)),
    "text behind the object": with_text_after,
    "names in lower case": lower_case,
    "folded with TAB": folded_by_tab,
    "folded inside a character": fold_inside_a_character,
    "empty lines between": lambda said: whole(said, "base64", thunderbird_object(said).replace("\r\nUID", "\r\n\r\nUID")),
    "no DTSTAMP": lambda said: whole(said, "base64", without(said, "DTSTAMP")),
    "no SEQUENCE": lambda said: whole(said, "base64", without(said, "SEQUENCE")),
    "no ORGANIZER": lambda said: whole(said, "base64", without(said, "ORGANIZER")),
    "no DTSTART": lambda said: whole(said, "base64", without(said, "DTSTART;")),
    "DTSTAMP without Z": lambda said: whole(said, "base64", thunderbird_object(said).replace("Z\r\nUID", "\r\nUID")),
    "date header missing": lambda said: whole(said).replace(b"\r\nDate:", b"\r\nX-Date:"),
    "method in the header wrong": lambda said: whole(said).replace(b"method=REPLY", b"method=REQUEST"),
    "an alarm with its own UID": lambda said: whole(said, "base64", with_alarm(said)),
    "the guest named twice": lambda said: whole(said, "base64", twice(said)),
    "marked as automatic": lambda said: outlook(said.changed(headers=(("Auto-Submitted", "auto-generated"),))),
    "sent through a list": lambda said: outlook(said.changed(headers=(("List-Id", "<ocmw.example>"),))),
    "in our thread": lambda said: outlook(said.changed(headers=(("In-Reply-To", "<x@mi-is.example>"),))),
    "asks for a receipt": lambda said: outlook(said.changed(headers=(("Disposition-Notification-To", ELS),))),
}  # fmt: skip


def without(said, name):
    lines = thunderbird_object(said).replace("\r\n ", "").split("\r\n")
    inside = lines.index("BEGIN:VEVENT")
    kept = [line for number, line in enumerate(lines) if number < inside or not line.startswith(name)]
    return "\r\n".join(kept)


def with_alarm(said):
    alarm = "BEGIN:VALARM\r\nUID:11111111-1111-4111-8111-111111111111\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nEND:VALARM"
    return thunderbird_object(said).replace("END:VEVENT", f"{alarm}\r\nEND:VEVENT")


def twice(said):
    line = f"ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:{said.sender.upper()}"
    return thunderbird_object(said).replace("END:VEVENT", f"{line}\r\nEND:VEVENT")


@pytest.mark.parametrize("wire", WIRES)
def test_an_acceptance_survives_what_the_way_does_to_it(wire):
    c = invited()
    count = len(c.sent)
    done = c.deliver(WIRES[wire](says(c)))
    assert (done.kind, done.outcome) == (Kind.CALENDAR, "done")
    assert guest(c).partstat is Partstat.ACCEPTED, noted(c)
    assert not [kind for kind, _ in told(c, count) if kind != "action"]


# ---------------------------------------------------------------------------------------------- in which order


def test_the_same_mail_again_does_nothing():
    c = invited()
    raw = outlook(says(c, partstat="DECLINED"))
    c.deliver(raw)
    count, trail = len(c.sent), len(c.trail())
    assert c.deliver(raw).outcome == "seen"
    assert (told(c, count), len(c.trail())) == ([], trail)


def test_the_same_answer_in_another_mail_does_nothing_more():
    c = invited()
    c.deliver(outlook(says(c)))
    before, count = c.visit(1), len(c.sent)
    c.deliver(thunderbird(says(c, stamp=says(c).at)))
    assert c.visit(1).guests == before.guests
    assert told(c, count) == []


def test_a_guest_may_change_the_answer():
    c = invited()
    c.deliver(outlook(says(c, partstat="TENTATIVE")))
    c.deliver(outlook(says(c, partstat="ACCEPTED", number=2)))
    assert guest(c).partstat is Partstat.ACCEPTED


def test_an_answer_that_was_overtaken_on_the_way_is_dropped():
    c = invited()
    c.deliver(outlook(says(c, partstat="ACCEPTED", number=3)))
    count = len(c.sent)
    c.deliver(outlook(says(c, partstat="DECLINED", number=2)))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert told(c, count) == []
    assert last_noted(c) == "older answer 1 DECLINED"


def test_an_answer_is_never_held_against_the_time_we_sent_the_invitation():
    """Clocks differ: a guest's PC that is a day behind answers all the same (facts D4)."""
    c = invited()
    c.deliver(outlook(says(c, stamp=invitation(c).stamp - timedelta(days=1))))
    assert guest(c).partstat is Partstat.ACCEPTED


def test_without_dtstamp_the_order_of_arrival_holds():
    c = invited()
    first = says(c, partstat="TENTATIVE", stamp=invitation(c).stamp + timedelta(days=300))
    c.deliver(outlook(first))
    c.deliver(whole(says(c, number=2), "base64", without(says(c, number=2), "DTSTAMP")))
    assert guest(c).partstat is Partstat.ACCEPTED


def moved_once():
    c = invited()
    old = says(c)
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    assert c.visit(1).sequence == 1
    return c, old


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_to_the_date_before_is_noted_and_is_none_to_the_present_one(partstat):
    c, old = moved_once()
    count = len(c.sent)
    c.deliver(outlook(old.changed(partstat=partstat)))
    assert c.visit(1).state is VisitState.AGREED
    assert guest(c).partstat is Partstat.NEEDS_ACTION
    assert told(c, count) == []
    assert last_noted(c) == f"{partstat.lower()} 1 for an earlier date"


def test_the_answer_to_the_moved_date_counts():
    c, _ = moved_once()
    c.deliver(outlook(says(c)))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert guest(c).answer_sequence == 1


def test_a_late_answer_to_a_date_given_up_does_nothing():
    c = invited()
    first = says(c)
    c.deliver(outlook(says(c, partstat="DECLINED")))
    before, count = c.visit(1), len(c.sent)
    for number, partstat in enumerate(("DECLINED", "ACCEPTED", "TENTATIVE"), start=5):
        done = c.deliver(outlook(first.changed(partstat=partstat, number=number)))
        assert done.kind is Kind.CALENDAR
        assert "a visit that is no more" in last_noted(c)
    assert c.visit(1) == before
    assert told(c, count) == []


def test_a_late_no_to_the_first_date_does_not_touch_the_next_one():
    c = invited()
    first = says(c, partstat="DECLINED", number=9)
    c.deliver(outlook(says(c, partstat="DECLINED")))
    c.reply(c.letter("which_dates", LIEN), "OK")
    c.reply(c.letter("choose", ELS), "OK")
    assert c.visit(1).state is VisitState.AGREED
    assert c.visit(1).uid != first.id
    count = len(c.sent)
    c.deliver(outlook(first))
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == []


def test_an_answer_after_the_visit_or_after_the_end_is_only_noted():
    c = invited()
    said = says(c, partstat="DECLINED")
    c.pass_time(days=60)
    assert c.request().state is RequestState.COMPLETED
    count = len(c.sent)
    c.deliver(outlook(said))
    assert c.request().state is RequestState.COMPLETED
    assert told(c, count) == []


def test_a_raised_sequence_with_the_present_time_is_an_answer_to_it():
    c = invited()
    c.deliver(outlook(says(c, sequence=4)))
    assert guest(c).partstat is Partstat.ACCEPTED
    c.deliver(outlook(says(c, partstat="TENTATIVE", number=2)))
    assert guest(c).partstat is Partstat.TENTATIVE, "the raised number must not shut the guest out"


@pytest.mark.parametrize("shift", [timedelta(days=1), timedelta(hours=1)])
def test_a_raised_sequence_with_another_time_is_held(shift):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, sequence=4, start=invitation(c).start + shift)))
    assert guest(c).partstat is Partstat.NEEDS_ACTION
    assert told(c, count) == [("action", HR)]
    assert "held REPLY 1 other_time" in noted(c)
    assert "ander tijdstip" in why_hr_must_act(c)


def test_with_the_present_sequence_the_time_is_no_data():
    """Horde answers an hour off; SUMMARY, LOCATION and DTSTART of an answer are not read (facts D7)."""
    c = invited()
    c.deliver(outlook(says(c, start=invitation(c).start + timedelta(hours=1))))
    assert guest(c).partstat is Partstat.ACCEPTED
    assert invitation(c).start == events(c)[0].start


# ------------------------------------------------------------------------------------------------ what it may say


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "X-PERHAPS", "COMPLETED", ""])
def test_no_or_an_unknown_answer_is_no_consent(partstat):
    c = invited()
    count = len(c.sent)
    c.deliver(outlook(says(c, partstat=partstat)))
    assert guest(c).partstat is Partstat.NEEDS_ACTION
    assert c.visit(1).state is VisitState.AGREED
    assert told(c, count) == []


def test_a_yes_is_not_taken_back_by_a_program_that_says_nothing():
    c = invited()
    c.deliver(outlook(says(c)))
    c.deliver(outlook(says(c, partstat="NEEDS-ACTION", number=2)))
    assert guest(c).partstat is Partstat.ACCEPTED


def damaged(change):
    return lambda said: whole(said, "base64", change(thunderbird_object(said)))


OTHER_UID = "6f1c1a52-41b1-4c58-9c39-0a4e6a0c7d11"
HELD = {
    "delegated": damaged(lambda text: text.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DELEGATED;DELEGATED-TO=x@y.example")),
    "several_guests": damaged(
        lambda text: text.replace("END:VEVENT", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jan@mol.example\r\nEND:VEVENT")
    ),
    "several_uids": damaged(
        lambda text: text.replace("END:VEVENT", f"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:{OTHER_UID}\r\nEND:VEVENT")
    ),
    "unreadable": damaged(lambda text: text.partition("ATTENDEE")[0]),
    "unreadable because refused by the program": damaged(
        lambda text: text.replace("END:VEVENT", "REQUEST-STATUS:3.7;Invalid calendar user\r\nEND:VEVENT")
    ),
    "unreadable without its end": damaged(lambda text: text.replace("END:VEVENT\r\n", "")),
    "unreadable without a method": damaged(lambda text: text.replace("METHOD:REPLY\r\n", "")),
    "foreign_organizer": damaged(lambda text: text.replace("hrm@mi-is.example", "somebody@else.example")),
}


@pytest.mark.parametrize("problem", HELD)
def test_what_cannot_be_counted_is_held_for_hr_and_never_dropped(problem):
    c = invited()
    before, count = c.visit(1), len(c.sent)
    done = c.deliver(HELD[problem](says(c)))
    assert (done.kind, done.outcome) == (Kind.CALENDAR, "done")
    assert c.visit(1) == before
    assert told(c, count) == [("action", HR)]
    assert f"held REPLY 1 {problem.split()[0]}" in noted(c)
    assert "kan niet worden verwerkt" in why_hr_must_act(c)
    assert problem.split()[0] not in why_hr_must_act(c), "HR reads words, not ours"


def test_two_answers_that_differ_in_one_mail_are_held():
    c = invited()
    yes, no = thunderbird_object(says(c)), thunderbird_object(says(c, partstat="DECLINED", number=2))
    count = len(c.sent)
    c.deliver(whole(says(c), "base64", yes + no))
    assert guest(c).partstat is Partstat.NEEDS_ACTION
    assert told(c, count) == [("action", HR)]
    assert "spreken" in why_hr_must_act(c)


def test_a_damaged_copy_beside_a_whole_answer_is_no_second_one():
    c = invited()
    said = says(c)
    raw = thunderbird(said).replace(b"application/ics; name=invite.ics", b"text/calendar; name=cut.ics", 1)
    c.deliver(raw)
    assert guest(c).partstat is Partstat.ACCEPTED


def test_an_answer_in_outlooks_own_envelope_is_held():
    c = invited()
    letter = c.letter("agreed", ELS)
    head = f"From: {ELS}\r\nTo: hrm@mi-is.example\r\nSubject: Geaccepteerd: {letter.subject}\r\n"
    head += f"Message-ID: <tnef@mol.example>\r\nIn-Reply-To: <{letter.message_id}>\r\n"
    head += "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\n"
    head += 'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    count = len(c.sent)
    c.deliver((head + "eJ8+IgoBBpAIAAQAAAAAAAEAAQABB5AGAAgAAADk\r\n--b--\r\n").encode())
    assert guest(c).partstat is Partstat.NEEDS_ACTION
    assert told(c, count) == [("action", HR)]
    assert "winmail.dat" in why_hr_must_act(c)


@pytest.mark.parametrize("program", PROGRAMS)
def test_answers_to_other_peoples_meetings_stay_where_they_are(program):
    c = invited()
    trail, count = len(c.trail()), len(c.sent)
    for uid in ("meeting-12@example.com", OTHER_UID, "040000008200E00074C5B7101A82E008"):
        done = c.deliver(PROGRAMS[program](says(c, uid=uid, number=len(uid))))
        assert (done.kind, done.outcome) == (Kind.OTHER, "left")
    assert (len(c.trail()), told(c, count)) == (trail, [])
