"""An own reading of the rules for what an organizer sends (RFC 5545, 5546, 6047), apart from the code that writes it.

``check_letter`` looks at one mail, ``check_story`` at all calendar mails of a conversation in the order they were made.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

# RFC 5546 §3.2.2, §3.2.5, §3.2.8: what must be there, and what must not.
REQUIRED = {
    "REQUEST": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE", "SEQUENCE"},
    "CANCEL": {"UID", "DTSTAMP", "ORGANIZER", "ATTENDEE", "SEQUENCE"},
    "DECLINECOUNTER": {"UID", "DTSTAMP", "ORGANIZER", "ATTENDEE", "SEQUENCE"},
}
FORBIDDEN = {"REQUEST-STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION", "ATTACH", "COMPLETED", "DUE"}
STATUS = {"REQUEST": {"CONFIRMED"}, "CANCEL": {"", "CANCELLED"}, "DECLINECOUNTER": {""}}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE", "SEQUENCE", "STATUS", "TRANSP"}


@dataclass(frozen=True)
class Sent:
    """One calendar mail, read back: what a calendar program would see."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    status: str
    organizer: str
    guest: str
    partstat: str
    rsvp: bool
    comment: str
    octets: bytes
    raw: bytes


def lines_of(octets: bytes) -> list[str]:
    return octets.decode("utf-8").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]


def split_line(line: str) -> tuple[str, dict[str, str], str]:
    """Split a content line into name, parameters and value; quoted parameters may hold any of ``:;,``."""
    head = re.match(r'((?:[^":]|"[^"]*")*):(.*)', line, re.DOTALL)
    assert head, f"no content line: {line!r}"
    name, *parameters = re.findall(r'(?:[^";]|"[^"]*")+', head[1])
    pairs = (one.partition("=") for one in parameters)
    return name.upper(), {key.upper(): value.strip('"') for key, _, value in pairs}, head[2]


def part_lines(lines: list[str], name: str) -> list[list[str]]:
    found, begin = [], -1
    for number, line in enumerate(lines):
        if line == f"BEGIN:{name}":
            begin = number
        elif line == f"END:{name}":
            found.append(lines[begin + 1 : number])
    return found


def check_letter(raw: bytes, mailbox: str) -> Sent | None:
    """Check one mail; returns what it says, ``None`` if it carries no calendar object."""
    mail = message_from_bytes(raw, policy=policy.default)
    parts = [part for part in mail.walk() if part.get_content_type() in {"text/calendar", "application/ics"}]
    if not parts:
        return None
    inline = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert len(inline) == 1, "one part acts, not two"
    part = inline[0]
    assert part.get_content_disposition() in {None, "inline"}
    assert part["Content-Transfer-Encoding"] in {"base64", "quoted-printable"}
    octets = part.get_payload(decode=True)
    assert all(other.get_payload(decode=True) == octets for other in parts)
    check_octets(octets)
    sent = read_object(octets, raw)
    assert part.get_param("method") == sent.method
    assert part.get_content_charset() == "utf-8"
    assert [each.addr_spec.lower() for each in mail["From"].addresses] == [mailbox] == [sent.organizer]
    assert [each.addr_spec.lower() for each in mail["To"].addresses] == [sent.guest]
    assert not mail["Cc"]
    if mail["Reply-To"]:
        assert [each.addr_spec.lower() for each in mail["Reply-To"].addresses] == [mailbox]
    return sent


def check_octets(octets: bytes) -> None:
    """RFC 5545 §3.1: CRLF everywhere, at most 75 octets a line, no character cut in two, no BOM."""
    assert octets.endswith(b"END:VCALENDAR\r\n")
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert not octets.startswith(b"\xef\xbb\xbf")
    for line in octets.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode("utf-8")


def read_object(octets: bytes, raw: bytes = b"") -> Sent:
    lines = lines_of(octets)
    assert lines[0] == "BEGIN:VCALENDAR"
    outer = [split_line(line) for line in lines[: lines.index("BEGIN:VTIMEZONE")] if ":" in line]
    head = {name: value for name, _, value in outer}
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    assert sum(line.startswith("METHOD:") for line in lines) == 1
    method = head["METHOD"]
    check_zone("\n".join(part_lines(lines, "VTIMEZONE")[0]))
    (event,) = part_lines(lines, "VEVENT")
    assert not any(line.startswith(("BEGIN:", "END:", "X-")) for line in event)
    properties: dict[str, list[tuple[dict[str, str], str]]] = defaultdict(list)
    for line in event:
        name, parameters, value = split_line(line)
        properties[name].append((parameters, value))
    assert REQUIRED[method] <= set(properties), REQUIRED[method] - set(properties)
    assert not FORBIDDEN & set(properties)
    assert not [name for name in ONCE if len(properties.get(name, ())) > 1]
    status = properties["STATUS"][0][1] if "STATUS" in properties else ""
    assert status in STATUS[method]
    parameters, guest = properties["ATTENDEE"][0]
    if method == "REQUEST":
        assert parameters["RSVP"] == "TRUE"
        assert properties["TRANSP"][0][1] == "OPAQUE"
    assert parameters["CUTYPE"] == "INDIVIDUAL"
    assert parameters["ROLE"] == "REQ-PARTICIPANT"
    assert properties["ORGANIZER"][0][0]["CN"]
    stamp = properties["DTSTAMP"][0][1]
    assert re.fullmatch(r"\d{8}T\d{6}Z", stamp), stamp
    return Sent(
        method=method,
        uid=properties["UID"][0][1],
        sequence=int(properties["SEQUENCE"][0][1]),
        stamp=datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        start=moment(*properties["DTSTART"][0]),
        end=moment(*properties["DTEND"][0]),
        status=status,
        organizer=properties["ORGANIZER"][0][1].removeprefix("mailto:").lower(),
        guest=guest.removeprefix("mailto:").lower(),
        partstat=parameters["PARTSTAT"],
        rsvp=parameters.get("RSVP") == "TRUE",
        comment=properties["COMMENT"][0][1] if "COMMENT" in properties else "",
        octets=octets,
        raw=raw,
    )


def moment(parameters: dict[str, str], value: str) -> datetime:
    assert parameters == {"TZID": "Europe/Brussels"}
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=BRUSSELS).astimezone(UTC)


@cache
def check_zone(zone: str) -> None:
    """Prove that the VTIMEZONE gives the offsets of the tz database from 2026 to 2030, around every change too."""
    assert "TZID:Europe/Brussels" in zone
    changes = {}
    for name in ("DAYLIGHT", "STANDARD"):
        (lines,) = part_lines(zone.split("\n"), name)
        rule = dict(line.split(":", 1) for line in lines)
        found = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=-1SU", rule["RRULE"])
        assert found, rule["RRULE"]
        first = datetime.strptime(rule["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local time, as the format has it
        assert first.weekday() == 6, "the first onset lies on the rule's day"
        changes[name] = (int(found[1]), first.time(), offset(rule["TZOFFSETFROM"]), offset(rule["TZOFFSETTO"]))
    assert changes["DAYLIGHT"][2] == changes["STANDARD"][3]
    assert changes["STANDARD"][2] == changes["DAYLIGHT"][3]
    for year in range(2026, 2031):
        onsets = {}
        for name, (month, at, before, _) in changes.items():
            last = date(year, month, 31)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            onsets[name] = (datetime.combine(sunday, at) - before).replace(tzinfo=UTC)
        for day in range(366):
            for hour in range(0, 24, 3):
                now = datetime(year, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)
                if now.year == year:
                    same_offset(now, onsets, changes)
        for onset in onsets.values():
            same_offset(onset - timedelta(seconds=1), onsets, changes)
            same_offset(onset, onsets, changes)


def same_offset(now: datetime, onsets: dict, changes: dict) -> None:
    name = "DAYLIGHT" if onsets["DAYLIGHT"] <= now < onsets["STANDARD"] else "STANDARD"
    assert now.astimezone(BRUSSELS).utcoffset() == changes[name][3], now


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def check_story(sent: list[Sent]) -> None:
    """Check what only shows over time: SEQUENCE, DTSTAMP, PARTSTAT and the life of a UID, per guest."""
    per_guest: dict[tuple[str, str], list[Sent]] = defaultdict(list)
    for mail in sent:
        per_guest[mail.uid, mail.guest].append(mail)
    for history in per_guest.values():
        assert history[0].method == "REQUEST", "who was never invited gets nothing else"
        for before, after in pairwise(history):
            check_step(before, after)
    for uid in {mail.uid for mail in sent}:
        own = [mail for mail in sent if mail.uid == uid]
        stamps = [mail.stamp for mail in own]
        assert stamps == sorted(stamps), "DTSTAMP never falls within an event"
        dead = next((number for number, mail in enumerate(own) if mail.status == "CANCELLED"), None)
        if dead is not None:
            rest = own[dead:]
            assert {mail.method for mail in rest} == {"CANCEL"}, "nothing follows a cancellation; a new event does"
            assert len({(mail.sequence, mail.stamp) for mail in rest}) == 1
            invited = {mail.guest for mail in own if mail.method == "REQUEST"}
            left = {mail.guest for mail in own[:dead] if mail.method == "CANCEL"}
            assert {mail.guest for mail in rest} == invited - left, "everybody who was invited hears of it"


def check_step(before: Sent, after: Sent) -> None:
    assert after.stamp > before.stamp, "DTSTAMP grows strictly"
    if after.method == "DECLINECOUNTER":
        assert after.sequence <= before.sequence
        return
    assert after.sequence >= before.sequence, "SEQUENCE never falls"
    if after.method == "CANCEL":
        assert after.sequence > before.sequence
        return
    moved = (before.start, before.end) != (after.start, after.end)
    if moved:
        assert after.sequence > before.sequence, "a change of time raises SEQUENCE (RFC 5546 §2.1.4)"
        assert after.partstat == "NEEDS-ACTION", "consent is asked anew"


def calendar_mails(letters: list, mailbox: str) -> list[Sent]:
    """Return the calendar mails among letters in the order they left, each checked by itself."""
    checked = (check_letter(letter.content, mailbox) for letter in letters)
    return [mail for mail in checked if mail is not None]
