"""Answers of calendar programs to our invitations (iTIP, RFC 5546; ``REPLY``, ``COUNTER``, ``REFRESH``, ``CANCEL``).

Only what such an answer may say is read: who, yes or no, the comment, a proposed time. Whether the guest was invited,
whether the answer is older than another and what follows is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from mailflow.model.meaning import CalendarAnswer
from mailflow.model.message import Message
from mailflow.model.words import Method, Partstat

MAX_OBJECT = 512 * 1024
MAX_COMMENT = 2000

_ZONE = ZoneInfo("Europe/Brussels")
_ANSWERS = frozenset({Method.REPLY, Method.COUNTER, Method.REFRESH, Method.CANCEL})
ORGANIZERS = frozenset({Method.REQUEST, Method.CANCEL, Method.ADD, Method.PUBLISH, Method.DECLINECOUNTER})
_ANSWERED = re.compile(r"^\W*(?:re|antw|aw|fwd?|fw|tr|wg|doorst|réf|rép)\s?:", re.IGNORECASE)
_NAMELESS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_UID = re.compile(r"^uid(?:;[^:\n]*)?:(.{1,400})$", re.IGNORECASE | re.MULTILINE)
_METHOD = re.compile(r"^method(?:;[^:\n]*)?:\s*([A-Za-z]+)\s*$", re.IGNORECASE | re.MULTILINE)
_ALARM = re.compile(r"^begin:valarm.*?^end:valarm", re.IGNORECASE | re.MULTILINE | re.DOTALL)  # Has a UID of its own.
_OBJECT = re.compile(rb"BEGIN:VCALENDAR.*?END:VCALENDAR", re.IGNORECASE | re.DOTALL)
_FOLD = re.compile(rb"\r?\n[ \t]")


def read_calendar(message: Message, is_ours: Callable[[str], bool]) -> tuple[CalendarAnswer, ...]:
    """Return the calendar answers about events of ours that a message carries, each once; never raises.

    ``is_ours`` says whether a UID is one of ours. An object that can't be read but names such a UID is returned with
    a ``problem``, and so is the first of several that differ; everything else (invitations, other people's meetings)
    gives nothing, nor does a CANCEL of ours that hangs on what a person wrote.
    """
    found: dict[tuple[object, ...], CalendarAnswer] = {}
    addressees = frozenset(address.email for address in (*message.to, *message.cc))
    for content in message.calendars:
        for piece in _objects(content):
            answer = _read(piece, is_ours, addressees)
            if answer is not None:
                key = (answer.method, answer.uid, answer.guest, answer.partstat, answer.sequence, answer.proposal)
                known = found.get(key)
                if known is None or (known.problem and not answer.problem):
                    found[key] = answer
    readable = [answer for answer in found.values() if not answer.problem]
    broken = [answer for answer in found.values() if answer.problem]
    # A damaged copy beside a readable one of the same answer is no second answer.
    spoken = {answer.uid for answer in readable}
    kept = [*readable, *(answer for answer in broken if answer.problem != "unreadable" or answer.uid not in spoken)]
    if is_written(message):
        kept = [answer for answer in kept if answer.method not in ORGANIZERS]
    if len({(answer.uid, answer.guest, answer.partstat, answer.proposal) for answer in kept}) > 1:
        kept[0] = replace(kept[0], problem=kept[0].problem or "several_answers")
    return tuple(kept)


def read_order(message: Message, is_ours: Callable[[str], bool]) -> CalendarAnswer | None:
    """Return the order (REQUEST, ADD, PUBLISH …) that somebody else's program gives about an event of ours.

    Only an organizer may give one, and that is us: it is recognised so that nothing is made of it. One that hangs on
    what a person wrote is our own invitation coming back, and the mail is text.
    """
    if is_written(message):
        return None
    for content in message.calendars:
        for piece in _objects(content):
            text = _decoded(piece)
            word = next((found.upper() for found in _METHOD.findall(text)), "")
            method = next((known for known in ORGANIZERS if known.value == word), None)
            uid = next((uid for uid in sorted(_uids(text)) if is_ours(uid)), "")
            if method and uid:
                return CalendarAnswer(method, uid)
    return None


def is_written(message: Message) -> bool:
    """Say whether a person answered or forwarded a mail in words; what hangs on it is what they answered."""
    return bool(message.new_text.strip()) and bool(message.in_reply_to or _ANSWERED.match(message.subject))


def is_meeting_answer(message: Message) -> bool:
    """Say whether a mail carries a calendar program's answer, whosever meeting it is about."""
    return any(_method(_decoded(piece)) for content in message.calendars for piece in _objects(content))


def may_be_ours(uid: str) -> bool:
    """Say whether a UID has the shape of ours, a random UUID; ours for sure are only those that the store knows."""
    return _NAMELESS.fullmatch(uid) is not None


def _objects(content: bytes) -> list[bytes]:
    """Return the calendar objects in some bytes, unfolded: folding may have cut a character in two (RFC 5545 §3.1)."""
    content = _FOLD.sub(b"", content[:MAX_OBJECT].removeprefix(b"\xef\xbb\xbf"))
    return _OBJECT.findall(content)[:10] or [content]


def _read(content: bytes, is_ours: Callable[[str], bool], addressees: frozenset[str]) -> CalendarAnswer | None:
    text = _decoded(content)
    uids = _uids(text)
    ours = sorted(uid for uid in uids if is_ours(uid))
    method = _method(text)
    if not ours or method is None:
        return None
    if len(uids) > 1:
        return CalendarAnswer(method, ours[0], problem="several_uids")
    if not _METHOD.search(text):
        return CalendarAnswer(method, ours[0], problem="unreadable")
    try:
        return _answer(text, method, ours[0], addressees)
    except Exception:  # noqa: BLE001 - icalendar raises nine kinds of errors on damaged objects, some from properties
        return CalendarAnswer(method, ours[0], problem="unreadable")


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _uids(text: str) -> set[str]:
    return {uid.strip() for uid in _UID.findall(_ALARM.sub("", text)) if uid.strip()}


def _method(text: str) -> Method | None:
    """Return the method if it is one that answers; an object without any is taken for a reply that was damaged."""
    words = {word.upper() for word in _METHOD.findall(text)}
    if not words:
        return Method.REPLY if "ATTENDEE" in text.upper() and "PARTSTAT" in text.upper() else None
    return next((method for method in _ANSWERS if words == {method.value}), None)


def _answer(text: str, method: Method, uid: str, addressees: frozenset[str]) -> CalendarAnswer:
    events = [part for part in Calendar.from_ical(text).walk() if part.name == "VEVENT"]
    if not events:
        return CalendarAnswer(method, uid, problem="unreadable")
    event = events[0]
    attendees = _listed(event.get("ATTENDEE"))
    guests = sorted({_address(attendee) for attendee in attendees})
    partstat, problem = _partstat(attendees[0] if len(guests) == 1 else None)
    if len(guests) > 1 or len(events) > 1:
        problem = "several_guests"
    if not problem and _is_foreign(event, addressees):
        problem = "foreign_organizer"
    start = _moment(event.get("DTSTART"))
    return CalendarAnswer(
        method=method,
        uid=uid,
        guest=guests[0] if len(guests) == 1 else "",
        partstat=partstat,
        sequence=_sequence(event.get("SEQUENCE")),
        stamp_at=_moment(event.get("DTSTAMP")),
        start_at=start,
        proposal=_proposal(event, start) if method is Method.COUNTER else None,
        comment=_comment(event, attendees),
        problem=problem or ("unreadable" if _refused_by_program(event) else ""),
        email=_address(attendees[0].params.get("EMAIL", "")) if len(guests) == 1 else "",
    )


def _is_foreign(event: Component, addressees: frozenset[str]) -> bool:
    """Say whether the answer is meant for another organizer: an answer goes to the ORGANIZER (RFC 5546 §3.2.3).

    Exchange leaves the property out and Google may write a placeholder: neither says anything.
    """
    organizer = _address(event.get("ORGANIZER", ""))
    return "@" in organizer and bool(addressees) and organizer not in addressees


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _address(value: Any) -> str:
    """Return a calendar address for comparison: without ``mailto:``, trimmed, lower case."""
    return re.sub(r"^\s*mailto:\s*", "", str(value), flags=re.IGNORECASE).strip().strip("<>").lower()


def _partstat(attendee: Any) -> tuple[Partstat, str]:
    """Return what the guest answered; whatever is not a plain answer is no consent, delegating asks for a person."""
    word = str(attendee.params.get("PARTSTAT", "")).strip().upper() if attendee is not None else ""
    if word == Partstat.DELEGATED:
        return Partstat.DELEGATED, "delegated"
    return next((known for known in Partstat if known.value == word), Partstat.NEEDS_ACTION), ""


def _sequence(value: Any) -> int:
    try:
        return max(0, int(str(value)))
    except (ValueError, TypeError):
        return 0


def _moment(value: Any) -> datetime | None:
    """Return a date-time in UTC; one without a zone is local time of Brussels, as far as it is one at all."""
    at = getattr(value, "dt", None)
    if isinstance(at, datetime):
        return at.replace(tzinfo=_ZONE).astimezone(UTC) if at.tzinfo is None else at.astimezone(UTC)
    if isinstance(at, date):
        return datetime(at.year, at.month, at.day, tzinfo=_ZONE).astimezone(UTC)
    return None


def _proposal(event: Component, start: datetime | None) -> tuple[datetime, datetime] | None:
    """Return the time that a COUNTER proposes; the old one stands in ``X-MS-OLK-ORIGINALSTART`` and is not data."""
    if start is None:
        return None
    end = _moment(event.get("DTEND"))
    if end is None:
        length = getattr(event.get("DURATION"), "dt", None)
        end = start + (length if isinstance(length, timedelta) else timedelta(hours=3))
    return (start, end) if end > start else None


def _comment(event: Component, attendees: list[Any]) -> str:
    """Return what the guest wrote: COMMENT (Exchange) or X-RESPONSE-COMMENT (Google)."""
    words = [str(comment) for comment in _listed(event.get("COMMENT"))]
    words += [str(attendee.params.get("X-RESPONSE-COMMENT", "")) for attendee in attendees]
    unique = dict.fromkeys(word.replace("\\n", "\n").strip() for word in words)
    return "\n".join(word for word in unique if word)[:MAX_COMMENT]


def _refused_by_program(event: Component) -> bool:
    """Say whether the guest's program could not take the invitation (REQUEST-STATUS 3 and 4, RFC 5546 §3.6)."""
    return any(str(status).lstrip("['\"(").startswith(("3.", "4.")) for status in _listed(event.get("REQUEST-STATUS")))
