"""From bytes to a ``Message``: puts together what the other modules of this package read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailflow.message import fields
from mailflow.message.body import body_text
from mailflow.message.newtext import split_text
from mailflow.message.parts import Bounds, Budget, Part, read_tree
from mailflow.model.message import Address, Attachment, DeliveryReport, Message

MAX_EMBEDDED_DEPTH = 3
MAX_EMBEDDED = 5
MAX_CALENDARS = 10
MAX_ATTACHMENTS = 100
_WHOLE = 64 * 1024
_USUAL = Bounds()
_BLANK_LINES = re.compile(rb"(?:[ \t]*[\r\n]+)*")

_REPLY_SUBJECT = re.compile(
    r"^\W*(?:re|antw|aw|betr|ré|réf|rép|sv|reply|antwort|antwoord)\s?(?:\[\d+\]|\(\d+\))?\s?:", re.IGNORECASE
)
_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar", "application/x-ical"})
_HEADER_PARTS = frozenset({"text/rfc822-headers", "message/rfc822", "message/global-headers", "message/global"})
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})


def parse(raw: bytes, received_at: datetime, size: int | None = None, bounds: Bounds = _USUAL) -> Message:
    """Take a message apart; never raises, whatever the bytes are, and stays within fixed limits of time and memory.

    ``received_at`` is aware, in UTC. ``size`` is the true size in octets where ``raw`` holds only the headers and
    the beginning of an oversized message. What is damaged, or lies beyond ``bounds``, becomes a word in ``defects``.
    """
    message = _read(raw, received_at, size, Budget(bounds.parts, bounds.depth), 0)
    return replace(message, raw=raw)


def _read(raw: bytes, received_at: datetime, size: int | None, budget: Budget, depth: int) -> Message:
    raw = _BLANK_LINES.sub(b"", raw, count=1)
    top = read_tree(raw, budget)
    text = body_text(top, budget)
    block = top.fields
    froms = _all_addresses(block, "from")
    headers = tuple((name, fields.readable(value)) for name, value in block)
    subject = fields.readable(fields.first(block, "subject"))
    references = fields.identifiers(fields.first(block, "references"))
    in_reply_to = fields.identifiers(fields.first(block, "in-reply-to"))
    is_reply = bool(references or in_reply_to or _REPLY_SUBJECT.match(subject))
    lines = text.split("\n")
    writer = f"{froms[0].name} {froms[0].email.partition('@')[0]}" if froms else ""
    split = split_text(lines, is_reply=is_reply, writer=writer)
    true_size = len(raw) if size is None else size
    return Message(
        digest=_digest(headers, text),
        received_at=received_at,
        message_id=fields.identifier(fields.first(block, "message-id")),
        in_reply_to=in_reply_to,
        references=references,
        from_=froms[0] if froms else None,
        froms=len(froms),
        sender=next(iter(_all_addresses(block, "sender")), None),
        reply_to=_all_addresses(block, "reply-to"),
        to=_all_addresses(block, "to"),
        cc=_all_addresses(block, "cc"),
        subject=subject,
        date_at=fields.moment(fields.first(block, "date")),
        headers=headers,
        content_type=_declared_type(top),
        text=text,
        new_text="\n".join(lines[number] for number in split.new),
        new_lines=tuple(number + 1 for number in split.new),
        quoted=_lines_at(lines, split.quoted),
        signature=_lines_at(lines, split.signature),
        attachments=_attachments(top),
        calendars=_calendars(top),
        report=_report(top),
        embedded=_embedded(top, received_at, budget, depth),
        size=true_size,
        oversized=size is not None and size > len(raw) + _WHOLE // 64,
        defects=tuple(budget.defects),
    )


def _lines_at(lines: list[str], numbers: Iterable[int]) -> str:
    return "\n".join(lines[number] for number in numbers).strip("\n")


def _declared_type(top: Part) -> str:
    """Return the content type that the message claims, also where the parts turned out to be something else."""
    claimed = fields.readable(fields.first(top.fields, "content-type")).partition(";")[0].strip().lower()
    return claimed if "/" in claimed else top.content_type


def _digest(headers: tuple[tuple[str, str], ...], text: str) -> str:
    """Return the fingerprint of a message: From, Date, Subject and text (SPEC §11.3)."""
    kept = [" ".join(value for name, value in headers if name == wanted) for wanted in ("from", "date", "subject")]
    return hashlib.sha256("\0".join([*kept, text]).encode("utf-8", "replace")).hexdigest()


def _all_addresses(block: list[fields.RawField], name: str) -> tuple[Address, ...]:
    found = [address for key, value in block if key == name for address in fields.addresses(value)]
    return tuple(found[: fields.MAX_ADDRESSES])


def _attachments(top: Part) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for part in top.walk():
        speaks = part.content_type in {"text/plain", "text/html"} and part.disposition != "attachment"
        if part.children or part.content_type.startswith("multipart/") or (speaks and not part.name):
            continue
        if part is top and not part.name and part.disposition != "attachment":
            continue
        found.append(Attachment(part.name, part.content_type, part.size()))
    return tuple(found[:MAX_ATTACHMENTS])


def _calendars(top: Part) -> tuple[bytes, ...]:
    """Return the iCalendar objects as UTF-8 where their charset can be told; the same object twice counts once."""
    found: dict[bytes, bytes] = {}
    for part in top.walk():
        if part.content_type in _CALENDAR_TYPES or part.name.lower().endswith((".ics", ".vcs", ".ical")):
            content = _as_utf8(part)
            found.setdefault(b"\n".join(line.rstrip() for line in content.strip().splitlines()), content)
    return tuple(content for content in found.values() if content.strip())[:MAX_CALENDARS]


def _as_utf8(part: Part) -> bytes:
    content = part.content()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return part.text().encode("utf-8")
    charset = part.params.get("charset", "").lower()
    return part.text().encode("utf-8") if charset.startswith("utf-16") else content


def _report(top: Part) -> DeliveryReport | None:
    """Return what a report says (RFC 3464) and the headers of the message it is about, where it has any."""
    status = "\n".join(part.text() for part in top.walk() if part.content_type in _STATUS_PARTS)
    kinds = {part.content_type for part in top.walk()}
    if not status and not kinds & {"multipart/report", "text/rfc822-headers"}:
        return None
    original = next((part for part in top.walk() if part.content_type in _HEADER_PARTS), None)
    return DeliveryReport(status[:_WHOLE], _headers_of(original.text(_WHOLE)) if original else "")


def _headers_of(text: str) -> str:
    """Return the header block of a message in a report, without its body."""
    return text.lstrip("\n").partition("\n\n")[0]


def _embedded(top: Part, received_at: datetime, budget: Budget, depth: int) -> tuple[Message, ...]:
    """Read the messages attached to this one; deeper ones than three levels stay closed."""
    found: list[Message] = []
    for part in top.walk():
        if part.content_type not in {"message/rfc822", "message/global"}:
            continue
        if depth >= MAX_EMBEDDED_DEPTH or len(found) >= MAX_EMBEDDED or not budget.spend():
            budget.note("embedded")
            break
        found.append(_read(part.content(len(part.body)), received_at, None, budget, depth + 1))
    return tuple(found)
