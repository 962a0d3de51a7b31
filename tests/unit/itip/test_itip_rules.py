"""The rules that calendar mails are held against do find what is wrong: each test breaks one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from mailflow.letters.invitation import Occasion, Person, calendar_object
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Invitation
from mailflow.model.words import Half, Method
from tests.itip_rules import check_octets, check_story, read_object

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
OCCASION = Occasion(
    uid="6f1c1a52-41b1-4c58-9c39-0a4e6a0c7d11",
    slot=Slot(date(2027, 1, 12), Half.AM),
    hours=Hours(time(9), time(12, 30)),
    summary="Ontdekkingsstage",
    location="Brussel",
    description="Een lange regel, " * 9,
    organizer=Person("hrm@mi-is.example", "POD"),
    guest=Person("els@mol.example", "Els Peeters"),
)


def written(method=Method.REQUEST, sequence=0, **changes):
    return calendar_object(Invitation(method, 1, sequence, NOW, **changes), OCCASION)


def sent(method=Method.REQUEST, sequence=0, minutes=0, **changes):
    return replace(read_object(written(method, sequence)), stamp=NOW + timedelta(minutes=minutes), **changes)


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL, Method.DECLINECOUNTER])
def test_what_we_write_keeps_the_rules(method):
    check_octets(written(method, 2))
    assert read_object(written(method, 2)).sequence == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda octets: octets.replace(b"\r\n", b"\n"),
        lambda octets: octets + b"\r\n",
        lambda octets: b"\xef\xbb\xbf" + octets,
        lambda octets: octets.replace(b"\r\n ", b""),
        lambda octets: octets.replace(b"Brussel\r\n", b"Brussel\n"),
    ],
)
def test_octets_that_break_the_format_are_found(damage):
    with pytest.raises(AssertionError):
        check_octets(damage(written()))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"METHOD:REQUEST\r\n", b"METHOD:REQUEST\r\nMETHOD:REQUEST\r\n"),
        (b"DTEND;", b"X-DTEND;"),
        (b"SEQUENCE:0", b"RRULE:FREQ=DAILY"),
        (b"TRUE;CN=", b"FALSE;CN="),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        (b"DTSTAMP:20261124T091500Z", b"DTSTAMP:20261124T091500"),
        (b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT"),
        (b"TRANSP:OPAQUE", b"REQUEST-STATUS:2.0;Success"),
        (b"DTSTART;TZID=Europe/Brussels", b"DTSTART"),
        (b"ORGANIZER;CN=", b"ATTENDEE;CN="),
        (b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=2SU"),
        (b"BYMONTH=10", b"BYMONTH=8"),
        (b"19961027T030000", b"19961027T020000"),
    ],
)
def test_objects_that_break_a_table_are_found(before, after):
    octets = written()
    assert before in octets
    with pytest.raises((AssertionError, KeyError, ValueError)):
        read_object(octets.replace(before, after))


LATER = datetime(2027, 1, 14, 8, tzinfo=UTC)
STORIES = {
    "SEQUENCE falls": [sent(sequence=2), sent(sequence=1, minutes=1)],
    "DTSTAMP stands still": [sent(), sent()],
    "a move without a new number": [sent(), sent(minutes=1, start=LATER)],
    "a move that keeps the answer": [sent(), sent(sequence=1, minutes=1, start=LATER, partstat="ACCEPTED")],
    "a cancellation without a new number": [sent(), sent(Method.CANCEL, 0, 1)],
    "a cancellation for somebody never invited": [sent(Method.CANCEL, 1, 1)],
    "something after the end": [sent(), sent(Method.CANCEL, 1, 1), sent(sequence=2, minutes=2)],
    "a guest who doesn't hear of the end": [sent(), sent(guest="an@mol.example"), sent(Method.CANCEL, 1, 1)],
}


@pytest.mark.parametrize("story", STORIES)
def test_stories_that_break_the_order_are_found(story):
    with pytest.raises(AssertionError):
        check_story(STORIES[story])


def test_a_good_story_passes():
    moved = sent(sequence=1, minutes=2, start=LATER)
    small = sent(sequence=1, minutes=3, start=LATER, partstat="ACCEPTED")
    check_story([sent(), sent(minutes=1), moved, small, sent(Method.CANCEL, 2, 4)])
