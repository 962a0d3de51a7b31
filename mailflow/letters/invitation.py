"""The calendar object of a letter: one VEVENT, one guest, finished octets (RFC 5545, RFC 5546, RFC 6047).

The VTIMEZONE is our own, with yearly rules: Outlook ignores zones that list their changes one by one, and ical.js
takes a TZID without a VTIMEZONE for floating time. Who is invited, with which SEQUENCE, is the engine's matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from mailflow.letters.blocks import one_line
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Invitation
from mailflow.model.words import Method, Partstat

PRODID = "-//mailflow//mailflow//EN"
ZONE_NAME = "Europe/Brussels"
_FOLD_AT = 75
_IN_ADDRESS = "@!#$&'*+-/=?^_`{|}~"

VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE_NAME}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Organizer or guest: address and the name shown (CN)."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the event says, in the guest's language: when, what, where, with whom."""

    uid: str
    slot: Slot
    hours: Hours
    summary: str
    location: str
    description: str
    organizer: Person
    guest: Person
    partstat: Partstat = Partstat.NEEDS_ACTION


def calendar_object(order: Invitation, occasion: Occasion) -> bytes:
    """Return the iCalendar object: UTF-8, CRLF, folded at 75 octets, no empty line at the end.

    REQUEST asks the guest (RFC 5546 §3.2.2); CANCEL calls off the event or only this guest (§3.2.5);
    DECLINECOUNTER echoes the SEQUENCE of the proposal (§3.2.8).
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{order.method.value}",
        *VTIMEZONE,
        "BEGIN:VEVENT",
        f"UID:{occasion.uid}",
        f"SEQUENCE:{order.sequence}",
        f"DTSTAMP:{order.stamp_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={ZONE_NAME}:{_local(occasion.slot, occasion.hours, end=False)}",
        f"DTEND;TZID={ZONE_NAME}:{_local(occasion.slot, occasion.hours, end=True)}",
        f"SUMMARY:{_text(occasion.summary)}",
        f"LOCATION:{_text(occasion.location)}",
        f"DESCRIPTION:{_text(occasion.description)}",
        f"ORGANIZER;CN={_parameter(occasion.organizer.name)}:{_address(occasion.organizer.address)}",
        _attendee(order, occasion),
        *_standing(order),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _standing(order: Invitation) -> Iterable[str]:
    """Say how the event stands; a CANCEL of one guest says nothing, for the event goes on for the others."""
    if order.method is Method.CANCEL:
        if order.whole:
            yield "STATUS:CANCELLED"
    elif order.method is Method.REQUEST:
        yield "STATUS:CONFIRMED"
        yield "TRANSP:OPAQUE"
    if order.comment:
        yield f"COMMENT:{_text(order.comment)}"


def _attendee(order: Invitation, occasion: Occasion) -> str:
    """Write the one guest; a change that moves nothing keeps the answer already given."""
    known = order.keep_partstat or order.method is not Method.REQUEST
    partstat = occasion.partstat if known else Partstat.NEEDS_ACTION
    asks = ";RSVP=TRUE" if order.method is Method.REQUEST else ""
    name = _parameter(occasion.guest.name or occasion.guest.address)
    head = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat.value}{asks};CN={name}"
    return f"{head}:{_address(occasion.guest.address)}"


def _local(slot: Slot, hours: Hours, *, end: bool) -> str:
    """Write begin or end as local time; the TZID stands beside it."""
    return f"{datetime.combine(slot.day, hours.end if end else hours.start):%Y%m%dT%H%M%S}"


def _text(value: str) -> str:
    """Escape a TEXT value (RFC 5545 §3.3.11); line ends stay, as ``\\n``, other control characters go."""
    lines = [one_line(line, 2000) for line in value.strip().splitlines()]
    escaped = "\n".join(lines).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _parameter(value: str) -> str:
    """Write a parameter value, always quoted; a double quote and a caret as RFC 6868 has it."""
    return f'"{one_line(value, 120).replace("^", "^^").replace(chr(34), "^" + chr(39))}"'


def _address(address: str) -> str:
    """Write a CAL-ADDRESS; characters that have no place in a URI are percent-encoded."""
    return f"mailto:{quote(address, safe=_IN_ADDRESS)}"


def _folded(line: str) -> bytes:
    """Fold a content line at 75 octets, never inside a character (RFC 5545 §3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _FOLD_AT:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
