"""Answers of calendar programs: what counts, what is held, what is none of our business (iTIP)."""

import base64
from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.model.words import Method, Partstat
from mailflow.understanding.invitation import read_calendar

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
UID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def ics(method="REPLY", uid=UID, extra="", attendee="ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Els@Mol.Example ", body=""):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//y//EN",
        f"METHOD:{method}" if method else "",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "SEQUENCE:2",
    ]
    lines += [
        "DTSTAMP:20261012T080000Z",
        body or "DTSTART;TZID=Europe/Brussels:20270112T090000\nDTEND;TZID=Europe/Brussels:20270112T123000",
        attendee,
        extra,
    ]
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return "\n".join(line for line in lines if line)


def mail(text, kind="text/calendar; charset=utf-8; method=REPLY"):
    return parse(
        f"From: Els <els@mol.example>\nTo: HRM <HRM@mi-is.example>\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n".encode()
        + base64.b64encode(text if isinstance(text, bytes) else text.encode()),
        NOW,
    )


def read(text, **how):
    return read_calendar(mail(text, **how), lambda uid: uid == UID)


@pytest.mark.parametrize("word", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_an_answer_tells_guest_status_sequence_and_stamp(word):
    (answer,) = read(ics(attendee=f"ATTENDEE;CN=Els;PARTSTAT={word.lower()}:mailto:els@mol.example"))
    assert answer.method is Method.REPLY
    assert answer.uid == UID
    assert answer.guest == "els@mol.example"
    assert answer.partstat is Partstat(word)
    assert answer.sequence == 2
    assert answer.stamp_at == datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
    assert answer.start_at == datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
    assert answer.problem == ""


@pytest.mark.parametrize(
    "attendee", ["ATTENDEE:mailto:els@mol.example", "ATTENDEE;PARTSTAT=X-MAYBE:mailto:els@mol.example"]
)
def test_no_or_an_unknown_answer_is_no_consent(attendee):
    assert read(ics(attendee=attendee))[0].partstat is Partstat.NEEDS_ACTION


def test_delegating_is_held_for_a_person():
    (answer,) = read(
        ics(attendee='ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@y.example":mailto:els@mol.example')
    )
    assert answer.problem == "delegated"


def test_a_counter_proposes_a_time_and_keeps_its_comment():
    body = "DTSTART;TZID=Romance Standard Time:20270114T133000\nDTEND;TZID=Romance Standard Time:20270114T163000\nX-MS-OLK-ORIGINALSTART:20270112T080000Z"
    (answer,) = read(ics("COUNTER", body=body, extra="COMMENT;LANGUAGE=nl-BE:Liever in de namiddag\\, kan dat?\\n"))
    assert answer.method is Method.COUNTER
    assert answer.proposal == (datetime(2027, 1, 14, 12, 30, tzinfo=UTC), datetime(2027, 1, 14, 15, 30, tzinfo=UTC))
    assert answer.comment == "Liever in de namiddag, kan dat?"


def test_a_reply_proposes_nothing():
    assert read(ics())[0].proposal is None


def test_the_comment_of_google_is_read():
    (answer,) = read(ics(attendee='ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="ziek":mailto:els@mol.example'))
    assert answer.comment == "ziek"


@pytest.mark.parametrize("method", ["REQUEST", "ADD", "PUBLISH", "DECLINECOUNTER"])
def test_what_does_not_answer_is_ignored(method):
    assert read(ics(method)) == ()


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "CANCEL", "reply"])
def test_all_methods_that_answer_are_read(method):
    assert read(ics(method))[0].method == method.upper()


def test_other_peoples_meetings_are_none_of_our_business():
    assert read(ics(uid="somebody-else")) == ()


def test_an_answer_sent_twice_in_one_mail_counts_once():
    first, second = ics(), ics().replace("\n", "\r\n").replace("PRODID:-//x//y//EN", "PRODID:-//x//z//EN")
    raw = f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar\n\n{first}\n--b\nContent-Type: application/ics; name=a.ics\n\n{second}\n--b--\n"
    assert len(read_calendar(parse(raw.encode(), NOW), lambda uid: uid == UID)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text + "\n-- \nsent by a list",
        lambda text: text.replace(f"UID:{UID}", f"UID:{UID[:10]}\n {UID[10:]}"),
        lambda text: text.replace(f"UID:{UID}", f"UID:{UID[:10]}\n\t{UID[10:]}"),
        lambda text: text.replace("BEGIN", "begin").replace("END:", "end:").replace("UID", "uid").replace("METHOD", "method"),
        lambda text: text.replace("DTSTAMP:20261012T080000Z\n", ""),
        lambda text: text.replace("SEQUENCE:2\n", ""),
    ],
)  # fmt: skip
def test_an_answer_survives_what_programs_do_to_it(damage):
    (answer,) = read(damage(ics()))
    assert answer.partstat is Partstat.ACCEPTED
    assert answer.problem == ""


def test_an_answer_with_a_lost_method_parameter_is_found_by_its_name():
    assert read(ics(), kind="application/octet-stream; name=invite.ics")[0].partstat is Partstat.ACCEPTED


def test_an_answer_in_latin1_keeps_its_comment():
    text = ics(extra="COMMENT:d\u00e9j\u00e0 pris").encode("latin-1")
    assert read(text, kind="text/calendar; charset=iso-8859-1")[0].comment == "d\u00e9j\u00e0 pris"
    assert read(text, kind="text/calendar; charset=utf-8")[0].partstat is Partstat.ACCEPTED


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (ics().partition("DTSTAMP")[0], "unreadable"),
        (ics().replace("END:VEVENT\n", ""), "unreadable"),
        (ics(extra="END:VEVENT\nBEGIN:VEVENT\nUID:another"), "several_uids"),
        (ics(extra="ATTENDEE;PARTSTAT=ACCEPTED:mailto:jan@mol.example"), "several_guests"),
        (ics(extra="REQUEST-STATUS:3.7;Invalid calendar user"), "unreadable"),
    ],
)
def test_a_damaged_answer_is_held_and_never_dropped(text, problem):
    (answer,) = read(text)
    assert answer.uid == UID
    assert answer.problem == problem


def test_the_same_guest_twice_is_one_guest():
    (answer,) = read(ics(extra="ATTENDEE;PARTSTAT=ACCEPTED:mailto:ELS@mol.example"))
    assert (answer.guest, answer.problem) == ("els@mol.example", "")


def test_a_mail_without_calendar_has_no_answers():
    assert read_calendar(parse(b"From: a@b.example\n\nhallo", NOW), lambda uid: True) == ()


def test_the_uid_of_an_alarm_is_no_second_event():
    (answer,) = read(ics(extra="BEGIN:VALARM\nUID:alarm-1\nTRIGGER:-PT15M\nACTION:DISPLAY\nEND:VALARM"))
    assert (answer.partstat, answer.problem) == (Partstat.ACCEPTED, "")


@pytest.mark.parametrize(
    "organizer",
    ["ORGANIZER:mailto:hrm@mi-is.example", "ORGANIZER;CN=HRM:MAILTO:HRM@MI-IS.EXAMPLE", "ORGANIZER:invalid:nomail"],
)
def test_our_own_or_no_organizer_is_fine(organizer):
    assert read(ics(extra=organizer))[0].problem == ""


def test_an_answer_for_another_organizer_is_held():
    assert read(ics(extra="ORGANIZER:mailto:somebody@else.example"))[0].problem == "foreign_organizer"


def test_an_answer_without_method_is_held():
    assert read(ics(method=""))[0].problem == "unreadable"


def test_two_answers_in_one_mail_that_differ_are_held():
    found = read_calendar(
        parse(
            b"From: Els <els@mol.example>\nContent-Type: multipart/mixed; boundary=b\n\n"
            + b"".join(
                f"--b\nContent-Type: text/calendar; method=REPLY\n\n{text}\n".encode()
                for text in (ics(), ics(attendee="ATTENDEE;PARTSTAT=DECLINED:MAILTO:els@mol.example"))
            )
            + b"--b--\n",
            NOW,
        ),
        lambda uid: uid == UID,
    )
    assert found[0].problem == "several_answers"


def test_an_answer_about_a_whole_day_begins_at_its_first_minute():
    (answer,) = read(ics(body="DTSTART;VALUE=DATE:20270112"))
    assert answer.start_at == datetime(2027, 1, 11, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("DTSTART;TZID=Europe/Brussels:20270112T090000\nDURATION:PT2H", datetime(2027, 1, 12, 10, 0, tzinfo=UTC)),
        ("DTSTART;TZID=Europe/Brussels:20270112T090000", datetime(2027, 1, 12, 11, 0, tzinfo=UTC)),
    ],
)
def test_a_proposal_without_an_end_lasts_its_duration_or_three_hours(body, end):
    (answer,) = read(ics("COUNTER", body=body))
    assert answer.proposal == (datetime(2027, 1, 12, 8, 0, tzinfo=UTC), end)


def test_a_proposal_without_a_time_proposes_none():
    (answer,) = read(ics("COUNTER", body="SUMMARY:x"))
    assert answer.proposal is None


def test_an_answer_without_an_event_is_held():
    text = ics().replace("VEVENT", "VTODO")
    (answer,) = read(text)
    assert (answer.uid, answer.problem) == (UID, "unreadable")
