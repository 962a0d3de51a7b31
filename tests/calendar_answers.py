"""Calendar answers as the programs of guests write them: Outlook, Google, iCloud, Thunderbird, Horde, Proton and others.

``Said`` is what is answered; each function below is how one program puts it on the wire. The shapes follow captures in
public issue trackers; names, addresses and numbers are invented.
"""

import base64
import quopri
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.itip_rules import Sent

BRUSSELS = ZoneInfo("Europe/Brussels")
WORDS = {
    "ACCEPTED": ("Accepted", "Geaccepteerd", "Accepté", "Zugesagt"),
    "DECLINED": ("Declined", "Geweigerd", "Refusé", "Abgesagt"),
    "TENTATIVE": ("Tentative", "Voorlopig", "Provisoire", "Mit Vorbehalt"),
}


@dataclass(frozen=True)
class Said:
    """What a guest's program answers to an invitation."""

    invitation: Sent
    sender: str
    partstat: str = "ACCEPTED"
    method: str = "REPLY"
    sequence: int | None = None
    stamp: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    comment: str = ""
    attendee: str = ""
    uid: str = ""
    text: str = ""
    number: int = 1
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def guest(self) -> str:
        return self.attendee or self.sender

    @property
    def begins(self) -> datetime:
        return (self.start or self.invitation.start).astimezone(BRUSSELS)

    @property
    def ends(self) -> datetime:
        start = self.start or self.invitation.start
        return (self.end or start + (self.invitation.end - self.invitation.start)).astimezone(BRUSSELS)

    @property
    def at(self) -> datetime:
        return self.stamp or self.invitation.stamp + timedelta(minutes=10 * self.number)

    @property
    def seq(self) -> int:
        return self.invitation.sequence if self.sequence is None else self.sequence

    @property
    def id(self) -> str:
        return self.uid or self.invitation.uid

    def changed(self, **changes: object) -> "Said":
        return replace(self, **changes)


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def local(moment: datetime) -> str:
    return f"{moment.astimezone(BRUSSELS):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def folded(lines: list[str], end: str = "\r\n", indent: str = " ") -> str:
    out = []
    for line in lines:
        rest = line
        while len(rest) > 74:
            out.append(rest[:74])
            rest = indent + rest[74:]
        out.append(rest)
    return end.join(out) + end


# ------------------------------------------------------------------------------------------------------- the objects


def exchange_object(said: Said, end: str = "\r\n") -> str:
    """Exchange and outlook.com: Windows zone names, no ORGANIZER, COMMENT with a line end at its end."""
    lines = ["BEGIN:VCALENDAR", f"METHOD:{said.method}", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0"]
    lines += ["BEGIN:VTIMEZONE", "TZID:Romance Standard Time"]
    lines += ["BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"]
    lines += ["RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD"]
    lines += ["BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"]
    lines += ["RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE"]
    lines += ["BEGIN:VEVENT", f"ATTENDEE;PARTSTAT={said.partstat};CN=Els Peeters:mailto:{said.guest}"]
    lines += [f"COMMENT;LANGUAGE=nl-BE:{escaped(said.comment)}\\n"]
    lines += [f"UID:{said.id}", "SUMMARY;LANGUAGE=nl-BE:Geaccepteerd: Ontdekkingsstage"]
    lines += [f"DTSTART;TZID=Romance Standard Time:{local(said.begins)}"]
    lines += [f"DTEND;TZID=Romance Standard Time:{local(said.ends)}"]
    lines += ["CLASS:PUBLIC", "PRIORITY:5", f"DTSTAMP:{utc(said.at)}", "TRANSP:OPAQUE", "STATUS:CONFIRMED"]
    lines += [f"SEQUENCE:{said.seq}", "LOCATION;LANGUAGE=nl-BE:Brussel"]
    lines += ["X-MICROSOFT-CDO-APPT-SEQUENCE:0", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"]
    if said.method == "COUNTER":
        lines += [f"X-MS-OLK-ORIGINALSTART;TZID=Romance Standard Time:{local(said.invitation.start)}"]
        lines += [f"X-MS-OLK-ORIGINALEND;TZID=Romance Standard Time:{local(said.invitation.end)}"]
    return folded([*lines, "END:VEVENT", "END:VCALENDAR"], end)


def google_object(said: Said) -> str:
    """Google: times in UTC, our ORGANIZER, the number of guests and the note as parameters of ATTENDEE."""
    note = f';X-RESPONSE-COMMENT="{said.comment}"' if said.comment else ""
    person = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said.partstat};CN={said.guest};X-NUM-GUESTS=0{note}"
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0"]
    lines += ["CALSCALE:GREGORIAN", f"METHOD:{said.method}", "BEGIN:VEVENT"]
    lines += [f"DTSTART:{utc(said.begins)}", f"DTEND:{utc(said.ends)}", f"DTSTAMP:{utc(said.at)}"]
    lines += [f"ORGANIZER;CN=POD:mailto:{said.invitation.organizer}", f"UID:{said.id}"]
    lines += [f"ATTENDEE;{person}:mailto:{said.guest}"]
    lines += ["CREATED:20261123T080000Z", "DESCRIPTION:…", f"LAST-MODIFIED:{utc(said.at)}", "LOCATION:Brussel"]
    lines += [f"SEQUENCE:{said.seq}", "STATUS:CONFIRMED", "SUMMARY:Ontdekkingsstage", "TRANSP:OPAQUE"]
    return folded([*lines, "END:VEVENT", "END:VCALENDAR"])


def apple_object(said: Said) -> str:
    """iCloud and macOS: the real address, if the value is a relay, in EMAIL."""
    lines = ["BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", f"METHOD:{said.method}", "PRODID:-//Apple Inc.//macOS 14.5//EN"]
    lines += ["VERSION:2.0", "BEGIN:VEVENT", "CREATED:20261123T080000Z"]
    person = f'CN="Els Peeters";CUTYPE=INDIVIDUAL;EMAIL={said.sender};PARTSTAT={said.partstat};ROLE=REQ-PARTICIPANT'
    lines += [f"ATTENDEE;{person}:mailto:{said.guest}"]
    lines += [f"DTEND;TZID=Europe/Brussels:{local(said.ends)}", f"DTSTAMP:{utc(said.at)}"]
    lines += [f"DTSTART;TZID=Europe/Brussels:{local(said.begins)}", f"SEQUENCE:{said.seq}", "SUMMARY:Stage"]
    lines += [f"ORGANIZER;CN=POD;EMAIL={said.invitation.organizer}:mailto:{said.invitation.organizer}"]
    return folded([*lines, f"UID:{said.id}", "END:VEVENT", "END:VCALENDAR"])


def thunderbird_object(said: Said, end: str = "\r\n") -> str:
    """Thunderbird: nearly our own object, with its zone and one ATTENDEE."""
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "VERSION:2.0"]
    lines += [f"METHOD:{said.method}", "BEGIN:VTIMEZONE", "TZID:Europe/Brussels", "BEGIN:STANDARD"]
    lines += ["TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19961027T030000"]
    lines += ["RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "BEGIN:DAYLIGHT"]
    lines += ["TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19810329T020000"]
    lines += ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VEVENT"]
    lines += ["CREATED:20261123T080000Z", f"LAST-MODIFIED:{utc(said.at)}", f"DTSTAMP:{utc(said.at)}"]
    lines += [f"UID:{said.id}", "SUMMARY:Ontdekkingsstage", f"ORGANIZER:mailto:{said.invitation.organizer}"]
    if said.comment:
        lines += [f"COMMENT:{escaped(said.comment)}"]
    lines += [f"ATTENDEE;CN=Els;PARTSTAT={said.partstat};ROLE=REQ-PARTICIPANT:mailto:{said.guest}"]
    lines += [f"DTSTART;TZID=Europe/Brussels:{local(said.begins)}", f"DTEND;TZID=Europe/Brussels:{local(said.ends)}"]
    return folded([*lines, f"SEQUENCE:{said.seq}", "END:VEVENT", "END:VCALENDAR"], end)


def horde_object(said: Said) -> str:
    """Horde: an hour off because it mistakes the zone; capital MAILTO; no SEQUENCE while it is 0."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//The Horde Project//Horde iCalendar Library//EN"]
    lines += [f"METHOD:{said.method}", "BEGIN:VEVENT", f"UID:{said.id}", "SUMMARY:Ontdekkingsstage"]
    lines += [f"DTSTAMP:{utc(said.at)}", f"DTSTART:{utc(said.begins + timedelta(hours=1))}"]
    lines += [f"DTEND:{utc(said.ends + timedelta(hours=1))}", f"ORGANIZER:MAILTO:{said.invitation.organizer.upper()}"]
    lines += [f"SEQUENCE:{said.seq}"] if said.seq else []
    lines += [f"ATTENDEE;PARTSTAT={said.partstat}:MAILTO:{said.guest.upper()}"]
    return folded([*lines, "END:VEVENT", "END:VCALENDAR"], "\n")


# --------------------------------------------------------------------------------------------------------- the mails


def header(said: Said, subject: str = "", date: bool = True) -> str:
    names = WORDS.get(said.partstat, ("Re",))
    lines = [f"From: {said.sender}", f"To: {said.invitation.organizer}", f"Subject: {subject or names[0]}: Stage"]
    lines += [f"Date: {said.at:%a, %d %b %Y %H:%M:%S +0000}"] if date else []
    lines += [f"Message-ID: <answer-{said.number}-{abs(hash_of(said))}@programs.example>", "MIME-Version: 1.0"]
    lines += [f"{name}: {value}" for name, value in said.headers]
    return "\r\n".join(lines) + "\r\n"


def hash_of(said: Said) -> int:
    return int.from_bytes(f"{said.sender}{said.partstat}{said.method}{said.seq}{said.at}".encode(), "big") % 10**12


def part(kind: str, content: str | bytes, encoding: str = "base64", more: str = "") -> bytes:
    data = content if isinstance(content, bytes) else content.encode()
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode() + data


def multipart(said: Said, kind: str, *parts: bytes, subject: str = "") -> bytes:
    boundary = b"=_grens_7"
    head = header(said, subject) + f'Content-Type: multipart/{kind}; boundary="=_grens_7"\r\n\r\n'
    body = b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts)
    return head.encode() + body + b"--" + boundary + b"--\r\n"


def outlook(said: Said, encoding: str = "base64", end: str = "\r\n") -> bytes:
    kind = f"text/calendar; charset=utf-8; method={said.method}"
    text = part("text/plain; charset=utf-8", said.text, "quoted-printable")
    return multipart(said, "alternative", text, part(kind, exchange_object(said, end), encoding))


def google(said: Said) -> bytes:
    """Google sends the object twice, marks the mail as automatic and writes a sentence of its own."""
    done = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "replied tentatively to"}
    text = f"Els Peeters has {done.get(said.partstat, 'answered')} this invitation.\n\nOntdekkingsstage\nWhen: Tuesday"
    auto = said.changed(headers=(("Auto-Submitted", "auto-generated"), *said.headers))
    inline = part(f"text/calendar; charset=UTF-8; method={said.method}", google_object(said), "7bit")
    if not google_object(said).isascii():
        inline = part(f"text/calendar; charset=UTF-8; method={said.method}", google_object(said))
    more = "Content-Disposition: attachment; filename=invite.ics\r\n"
    attached = part("application/ics; name=invite.ics", google_object(said), "base64", more)
    plain = part("text/plain; charset=UTF-8; format=flowed; delsp=yes", text, "base64")
    return multipart(auto, "mixed", plain, inline, attached)


def icloud(said: Said) -> bytes:
    kind = f"text/calendar; charset=utf-8; method={said.method}"
    text = part("text/plain; charset=utf-8", "Els Peeters accepted your invitation to Ontdekkingsstage.", "7bit")
    return multipart(said, "alternative", text, part(kind, apple_object(said), "quoted-printable"))


def thunderbird(said: Said, end: str = "\r\n") -> bytes:
    kind = f"text/calendar; method={said.method}; charset=UTF-8"
    text = part("text/plain; charset=utf-8", "Els <els> has accepted your event invitation.", "7bit")
    more = "Content-Disposition: attachment; filename=invite.ics\r\n"
    attached = part("application/ics; name=invite.ics", thunderbird_object(said, end), "base64", more)
    inner = b"Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\n" + text
    inner += b"\r\n--b2\r\n" + part(kind, thunderbird_object(said, end), "8bit") + b"\r\n--b2--\r\n"
    return multipart(said, "mixed", inner, attached)


def horde(said: Said) -> bytes:
    kind = f"text/calendar; charset=utf-8; name=event-reply.ics; method={said.method}"
    return multipart(said, "alternative", part("text/plain", "", "7bit"), part(kind, horde_object(said), "8bit"))


def proton(said: Said) -> bytes:
    """Proton's bridge: the parameter ``method`` is lost on the way; only the object says what it is."""
    text = part("text/plain; charset=utf-8", "Els Peeters has accepted your invitation.", "quoted-printable")
    more = "Content-Disposition: attachment; filename=invite.ics\r\n"
    return multipart(said, "mixed", text, part("text/calendar; charset=utf-8", thunderbird_object(said), more=more))


def whole(said: Said, encoding: str = "base64", content: str | bytes = "", charset: str = "utf-8") -> bytes:
    """A mail that is nothing but the object."""
    kind = f"text/calendar; charset={charset}; method={said.method}"
    return header(said).encode() + part(kind, content or thunderbird_object(said), encoding)


def by_name(said: Said) -> bytes:
    """An attachment that only its name shows to be a calendar object."""
    more = "Content-Disposition: attachment; filename=antwoord.ics\r\n"
    return multipart(said, "mixed", part("application/octet-stream", thunderbird_object(said), "base64", more))


PROGRAMS = {
    "outlook": outlook,
    "google": google,
    "icloud": icloud,
    "thunderbird": thunderbird,
    "horde": horde,
    "proton": proton,
    "whole": whole,
    "by_name": by_name,
}
