"""The organizer's checklist of iTIP and iMIP (RFC 5545, 5546, 6047), line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mailflow.letters import Composer, Stamp
from mailflow.letters.cast import NOW, sample_orders
from mailflow.letters.invitation import VTIMEZONE, Occasion, Person, calendar_object
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Invitation
from mailflow.model.words import Half, Language, LetterKind, Method, Partstat

BRUSSELS = ZoneInfo("Europe/Brussels")
SLOT = Slot(date(2027, 1, 12), Half.AM)


def occasion(**changes):
    usual = Occasion(
        uid="6f1c1a52-41b1-4c58-9c39-0a4e6a0c7d11",
        slot=SLOT,
        hours=Hours(time(9), time(12, 30)),
        summary="Ontdekkingsstage: Juridische dienst",
        location="Kruidtuinlaan 50, 1000 Brussel",
        description="Regel 1\nRegel 2; met komma, en \\ teken",
        organizer=Person("hrm@pod.example", "POD Maatschappelijke Integratie"),
        guest=Person("els@mol.example", "Els Peeters"),
    )
    return replace(usual, **changes)


def write(method=Method.REQUEST, sequence=0, *, what=None, **changes):
    return calendar_object(Invitation(method, 1, sequence, NOW, **changes), what or occasion())


def unfolded(content: bytes) -> list[str]:
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def event_lines(content: bytes) -> list[str]:
    lines = unfolded(content)
    return lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT") + 1]


def value(content: bytes, name: str) -> str:
    (line,) = [line for line in event_lines(content) if re.match(rf"{name}[:;]", line)]
    return line


def invitations(rulebook):
    return [sample for sample in sample_orders(rulebook) if sample[0].invitation]


# ------------------------------------------------------------------------------------------------- A. the mail


def test_a1_a3_a4_the_object_is_the_last_alternative_and_hangs_on_the_mail_as_a_file(rulebook, compose, parsed):
    for order, request in invitations(rulebook):
        mail = parsed(compose(order, request))
        assert mail.get_content_type() == "multipart/mixed"
        alternative, attached = mail.iter_parts()
        kinds = [part.get_content_type() for part in alternative.iter_parts()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        inline = list(alternative.iter_parts())[-1]
        assert inline["Content-Disposition"] is None
        assert attached.get_content_type() == "application/ics"
        assert attached.get_content_disposition() == "attachment"
        assert attached.get_filename() == "invite.ics"
        assert attached.get_param("method") is None
        assert attached.get_payload(decode=True) == inline.get_payload(decode=True)


def test_a2_the_method_of_the_header_is_the_one_of_the_object(rulebook, compose, parsed):
    for order, request in invitations(rulebook):
        part = next(p for p in parsed(compose(order, request)).walk() if p.get_content_type() == "text/calendar")
        assert part.get_param("method") == order.invitation.method.value
        assert part.get_content_charset() == "utf-8"
        assert f"METHOD:{order.invitation.method.value}" in unfolded(part.get_payload(decode=True))


def test_a5_the_octets_are_base64_with_crlf_inside(rulebook, compose, parsed):
    for order, request in invitations(rulebook):
        part = next(p for p in parsed(compose(order, request)).walk() if p.get_content_type() == "text/calendar")
        assert part["Content-Transfer-Encoding"] == "base64"
        octets = part.get_payload(decode=True)
        assert octets.count(b"\n") == octets.count(b"\r\n") > 20


def test_a6_a7_from_is_the_organizer_and_to_the_one_attendee(rulebook, compose, parsed):
    for order, request in invitations(rulebook):
        mail = parsed(compose(order, request))
        content = next(p for p in mail.walk() if p.get_content_type() == "text/calendar").get_payload(decode=True)
        assert value(content, "ORGANIZER").endswith(f":mailto:{mail['From'].addresses[0].addr_spec}")
        (guest,) = mail["To"].addresses
        assert value(content, "ATTENDEE").endswith(f":mailto:{guest.addr_spec}")


def test_a9_no_exchange_headers_are_written(rulebook, compose, parsed):
    order, request = invitations(rulebook)[0]
    assert not [name for name in parsed(compose(order, request)) if name.lower().startswith(("x-ms", "content-class"))]


@pytest.mark.parametrize("language", list(Language))
def test_a10_the_text_says_everything_by_itself(rulebook, compose, language):
    for order, request in invitations(rulebook):
        if order.to.language is not language:
            continue
        text = compose(order, request).text
        assert "2027" in text
        assert rulebook.office.contact_phone in text
        if order.kind in {LetterKind.AGREED, LetterKind.MOVED}:
            assert rulebook.office.place[language] in text


def test_a11_ordinary_letters_carry_no_calendar_object(rulebook, compose):
    for order, request in sample_orders(rulebook):
        if order.invitation is None:
            assert b"text/calendar" not in compose(order, request).content


# ------------------------------------------------------------------------------------------------- B. the object


def test_b1_lines_end_with_crlf_and_fold_at_75_octets_never_inside_a_character():
    long = "Übergrößenträger 😀 " * 40
    for what in (occasion(), occasion(summary=long, description=long, guest=Person("x@y.example", "Ö" * 110))):
        content = write(what=what)
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert not content.endswith(b"\r\n\r\n")
        assert not content.startswith(b"\xef\xbb\xbf")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            line.decode("utf-8")
        assert b"\n" not in content.replace(b"\r\n", b"")


def test_b2_version_prodid_and_method_stand_once_before_the_components():
    lines = unfolded(write())
    head = lines[: lines.index("BEGIN:VTIMEZONE")]
    assert head[0] == "BEGIN:VCALENDAR"
    for name in ("VERSION:2.0", "PRODID:", "METHOD:REQUEST"):
        assert len([line for line in lines if line.startswith(name)]) == 1
        assert [line for line in head if line.startswith(name)]
    assert not [line for line in lines if line.startswith("X-")]


def test_b3_b4_one_event_with_the_visits_own_uid():
    lines = unfolded(write())
    assert lines.count("BEGIN:VEVENT") == 1
    assert [line for line in lines if line.startswith("UID")] == ["UID:6f1c1a52-41b1-4c58-9c39-0a4e6a0c7d11"]


def test_b5_the_stamp_is_the_engines_in_utc():
    assert value(write(), "DTSTAMP") == "DTSTAMP:20261124T091500Z"


def test_b6_begin_and_end_are_local_times_with_their_zone():
    content = write()
    assert value(content, "DTSTART") == "DTSTART;TZID=Europe/Brussels:20270112T090000"
    assert value(content, "DTEND") == "DTEND;TZID=Europe/Brussels:20270112T123000"


def test_b7_the_zone_has_yearly_rules():
    text = "\n".join(VTIMEZONE)
    assert "TZID:Europe/Brussels" in text
    assert "RDATE" not in text
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU") == 1
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU") == 1


def zone_offset(moment: datetime) -> timedelta:
    """Compute the offset of a local time by the rules of our VTIMEZONE, as a calendar program would."""

    def onset(year: int, month: int, hour: int) -> datetime:
        last = date(year, month, 31)
        return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(hour))

    summer = onset(moment.year, 3, 2) <= moment < onset(moment.year, 10, 3)
    return timedelta(hours=2 if summer else 1)


def test_b7_the_zone_agrees_with_the_tz_database_from_2026_to_2030():
    assert "DTSTART:19810329T020000" in VTIMEZONE
    assert "DTSTART:19961027T030000" in VTIMEZONE
    moment = datetime(2026, 1, 1, 0, 30)  # noqa: DTZ001 - local time on purpose
    while moment.year < 2031:
        assert moment.replace(tzinfo=BRUSSELS).utcoffset() == zone_offset(moment), moment
        moment += timedelta(hours=9)
    for year in range(2026, 2031):
        for month in (3, 10):
            for day in range(24, 32):
                for hour in (0, 1, 4, 12):
                    at = datetime(year, month, day, hour, 30)  # noqa: DTZ001 - local time on purpose
                    assert at.replace(tzinfo=BRUSSELS).utcoffset() == zone_offset(at), at


def test_b7_another_library_reads_the_same_moments():
    for slot in (SLOT, Slot(date(2027, 7, 6), Half.PM), Slot(date(2028, 3, 27), Half.AM)):
        event = Calendar.from_ical(write(what=occasion(slot=slot))).events[0]
        start = datetime.combine(slot.day, time(9), BRUSSELS).astimezone(UTC)
        assert event.start.astimezone(UTC) == start


def test_b8_b9_organizer_and_attendee_have_what_programs_look_for():
    content = write()
    assert value(content, "ORGANIZER") == 'ORGANIZER;CN="POD Maatschappelijke Integratie":mailto:hrm@pod.example'
    assert value(content, "ATTENDEE") == (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        ';CN="Els Peeters":mailto:els@mol.example'
    )


def test_b10_names_are_quoted_and_carry_no_quote():
    content = write(what=occasion(guest=Person("e@x.example", 'Peeters, Els; "de:chef" ^\r\nX-EVIL:1')))
    assert ";CN=\"Peeters, Els; ^'de:chef^' ^^ X-EVIL:1\":mailto:e@x.example" in value(content, "ATTENDEE")
    assert not [line for line in unfolded(content) if line.startswith("X-EVIL")]


def test_b11_texts_are_escaped_and_read_back_by_another_library():
    text = 'Komma, puntkomma; schuine \\ streep\nnieuwe regel: "aanhaling"\r\nEND:VCALENDAR'
    content = write(what=occasion(summary=text, location=text, description=text))
    event = Calendar.from_ical(content).events[0]
    expected = text.replace("\r\n", "\n")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["DESCRIPTION"])) == (expected,) * 3
    assert unfolded(content).count("END:VCALENDAR") == 1


def test_b11_the_event_is_confirmed_and_takes_time():
    lines = event_lines(write())
    assert {"STATUS:CONFIRMED", "TRANSP:OPAQUE", "SEQUENCE:0"} <= set(lines)


def test_b12_b13_nobody_else_is_named_and_nothing_superfluous_is_written():
    lines = event_lines(write())
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1
    superfluous = ("VALARM", "ATTACH:", "RRULE", "RECURRENCE-ID", "REQUEST-STATUS", "DURATION", "X-MICROSOFT")
    assert not [line for line in lines if line.startswith(superfluous)]


# --------------------------------------------------------------------------------------------------- C. changes


def test_c1_a_move_asks_anew_with_the_engines_sequence():
    content = write(sequence=3, what=occasion(partstat=Partstat.ACCEPTED))
    assert value(content, "SEQUENCE") == "SEQUENCE:3"
    assert "PARTSTAT=NEEDS-ACTION;RSVP=TRUE" in value(content, "ATTENDEE")


def test_c2_a_small_change_keeps_the_answer_already_given():
    content = write(sequence=3, keep_partstat=True, what=occasion(partstat=Partstat.ACCEPTED))
    assert "PARTSTAT=ACCEPTED" in value(content, "ATTENDEE")
    assert "METHOD:REQUEST" in unfolded(content)


def test_c3_a_cancellation_of_the_event_has_its_status_and_keeps_what_the_reader_needs():
    content = write(Method.CANCEL, 4)
    lines = event_lines(content)
    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:4" in lines
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE"):
        assert value(content, name)
    assert "RSVP" not in value(content, "ATTENDEE")


def test_c4_one_guest_is_uninvited_without_a_status():
    lines = event_lines(write(Method.CANCEL, 4, whole=False))
    assert not [line for line in lines if line.startswith("STATUS")]
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1


def test_c7_a_refused_counter_echoes_the_sequence_and_says_why():
    content = write(Method.DECLINECOUNTER, 2, comment="Die dag zijn wij gesloten, helaas.")
    assert "METHOD:DECLINECOUNTER" in unfolded(content)
    assert value(content, "SEQUENCE") == "SEQUENCE:2"
    assert value(content, "COMMENT") == "COMMENT:Die dag zijn wij gesloten\\, helaas."
    assert value(content, "UID")
    assert value(content, "ORGANIZER")
    assert value(content, "ATTENDEE")


def test_c9_the_same_order_gives_the_same_octets():
    assert write(sequence=1) == write(sequence=1)


# ------------------------------------------------------------------------------------------- words and hours


def calendar_of(letter, parsed):
    part = next(p for p in parsed(letter).walk() if p.get_content_type() == "text/calendar")
    return part.get_payload(decode=True)


@pytest.mark.parametrize(
    ("language", "summary", "organisation"),
    [
        (Language.NL, "Ontdekkingsstage: Juridische dienst", "POD Maatschappelijke Integratie"),
        (Language.FR, "Stage de découverte : Service juridique", "SPP Intégration sociale"),
        (Language.DE, "Entdeckungspraktikum: Juristischer Dienst", "ÖPD Sozialeingliederung"),
    ],
)
def test_the_event_speaks_the_guests_language(rulebook, compose, parsed, language, summary, organisation):
    order, request = next(s for s in invitations(rulebook) if s[0].to.language is language)
    content = calendar_of(compose(order, request), parsed)
    assert value(content, "SUMMARY") == f"SUMMARY:{summary}"
    assert f'CN="{organisation}"' in value(content, "ORGANIZER")
    assert rulebook.office.place[language].replace(",", "\\,") in value(content, "LOCATION")


def test_titles_can_be_the_reference_only(rulebook, templates, parsed):
    quiet = replace(rulebook, office=replace(rulebook.office, title_with_names=False))
    composer = Composer(quiet, templates, "hrm@pod.example")
    for order, request in invitations(quiet):
        letter = composer.compose(order, request, Stamp(NOW, "K7Q4M2XD", "x.K7Q4M2XD@pod.example"))
        assert value(calendar_of(letter, parsed), "SUMMARY") == f"SUMMARY:{request.ref}"


def test_the_hours_are_the_visits_then_the_services_then_the_offices(rulebook, compose, parsed):
    order, request = next(s for s in invitations(rulebook) if s[0].kind is LetterKind.AGREED)
    own = replace(request.visits[0], hours={Half.AM: Hours(time(10), time(12))})
    content = calendar_of(compose(order, replace(request, visits=(own,))), parsed)
    assert value(content, "DTSTART").endswith("T100000")
    assert value(content, "DTEND").endswith("T120000")
    usual = rulebook.services["juridisch"].hours[Half.AM]
    content = calendar_of(compose(order, request), parsed)
    assert value(content, "DTSTART").endswith(f"T{usual.start:%H%M%S}")


def test_a_cancellation_tells_of_the_half_day_that_was(rulebook, compose, parsed):
    order, request = next(s for s in invitations(rulebook) if s[0].kind is LetterKind.CANCELLED)
    assert value(calendar_of(compose(order, request), parsed), "DTSTART").endswith("20270112T090000")
