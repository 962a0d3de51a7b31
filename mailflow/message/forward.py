"""A mail that somebody passes on: the inner message, written inline or attached.

A supervisor forwards the request of a colleague; the *inner* writer is the one who asks (SPEC §4).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from mailflow.message import fields
from mailflow.message.boundary import Boundary, attribution, boundary_at
from mailflow.message.header_block import HeaderBlock, header_block
from mailflow.message.maildate import read_mail_date
from mailflow.message.newtext import split_text
from mailflow.model.message import Address, Message

_FORWARD_SUBJECT = re.compile(
    r"^\W*(?:(?:re|aw|antw)\s?:\s*)?(?:fwd?|tr|wg|doorst|doorgestuurd|i|vs|weitergeleitet|transf[ée]r[ée]?|rv)\s?:",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:\s*(?:fwd?|tr|wg|doorst|doorgestuurd|i|vs)\s?:\s*)+", re.IGNORECASE)
MAX_DEPTH = 4
_REPORTS = frozenset({"multipart/report"})


def forwarded(message: Message) -> Message | None:
    """Return the message that is passed on inside this one, ``None`` if nothing is.

    An attached message is returned as it was parsed. One that stands inline keeps identity (``digest``,
    ``message_id``, ``received_at``) and ``text`` of the outer mail, so that line numbers stay right; sender, subject,
    date, new text and quote are its own. Its sender is a claim of the forwarder: ``froms`` is 0 and no header is kept.
    """
    if message.embedded and message.content_type not in _REPORTS:
        answers = _answers(message) and message.new_text.strip()
        return None if answers and not _FORWARD_SUBJECT.match(message.subject) else message.embedded[0]
    return _inline(message)


def _answers(message: Message) -> bool:
    return bool(message.in_reply_to or message.references)


def _inline(message: Message) -> Message | None:
    lines = message.text.split("\n")
    said = _FORWARD_SUBJECT.match(message.subject)
    answers = _answers(message)
    if not said and not message.quoted and message.new_text.strip():
        # The line above a forwarded mail is always a boundary: without a quote there is none to look for.
        return None
    for number in range(len(lines)):
        found = boundary_at(lines, number, is_reply=True)
        if found is None:
            continue
        passes_on = found.kind is Boundary.FORWARD or said or (not answers and not message.new_text.strip())
        return _inner(message, lines, number, MAX_DEPTH) if passes_on else None
    return None


def _next_boundary(lines: list[str], start: int) -> int | None:
    """Return where a mail that was forwarded once more begins, ``None`` if there is no further one."""
    return next((number for number in range(start, len(lines)) if boundary_at(lines, number, is_reply=True)), None)


def _inner(message: Message, lines: list[str], number: int, depth: int) -> Message:
    """Read the message below a boundary; the block of headers may stand a few lines further down.

    One that was passed on without a word of its own is opened too, ``depth`` levels at most.
    """
    found = boundary_at(lines, number, is_reply=True)
    last = found.last if found else number
    block = _block_near(lines, number, last)
    start = (block.last if block else last) + 1
    bare = [_unquoted(line) if index >= start else "" for index, line in enumerate(lines)]
    split = split_text(bare[start:], is_reply=False)
    deeper = None if split.new or depth <= 0 else _next_boundary(bare, start)
    if deeper is not None:
        return _inner(message, bare, deeper, depth - 1)
    values = block.values if block else _values_of_attribution(lines, number, last)
    sender = _sender(values.get("from", ""))
    return replace(
        message,
        from_=sender,
        froms=0,
        sender=None,
        reply_to=(),
        to=fields.addresses(values.get("to", "").encode("utf-8", "replace")),
        cc=(),
        subject=_PREFIX.sub("", values.get("subject", "")) or _PREFIX.sub("", message.subject),
        date_at=_date(values.get("sent", ""), message.date_at or message.received_at),
        headers=(),
        in_reply_to=(),
        references=(),
        new_text="\n".join(bare[start + index] for index in split.new),
        new_lines=tuple(start + index + 1 for index in split.new),
        quoted="\n".join(bare[start + index] for index in split.quoted),
        signature="\n".join(bare[start + index] for index in split.signature),
    )


def _block_near(lines: list[str], number: int, last: int) -> HeaderBlock | None:
    for start in range(number, min(last + 6, len(lines))):
        if block := header_block(lines, start):
            return block
    return None


def _unquoted(line: str) -> str:
    return re.sub(r"^ ?> ?", "", line)


def _values_of_attribution(lines: list[str], number: int, last: int) -> dict[str, str]:
    """Read writer and date out of "Op … schreef Jan <jan@…>:"."""
    if attribution(lines, number) is None:
        return {}
    text = " ".join(_unquoted(line).strip() for line in lines[number : last + 1])
    found = re.search(r"(?:schreef|schrieb|,|[AP]M|\d)\s+(\"?[^\d,<>:]{2,80}<[^<>\s]+@[^<>\s]+>)", text)
    return {"from": found[1] if found else text if "@" in text else "", "sent": text}


def _sender(text: str) -> Address | None:
    """Read the sender as header blocks give it: ``<…>``, ``<…<mailto:…>>``, ``[mailto:…]``, ``(…)``, a name alone."""
    text = re.sub(r"<([^<>\s]+@[^<>\s]+)<[^<>\s]+>>", r"<\1>", text)
    text = re.sub(r"\[mailto:([^\]\s]+)\]|<mailto:([^>\s]+)>", lambda match: f"<{match[1] or match[2]}>", text)
    text = text.replace("*", "")
    text = re.sub(r"\(([^()\s]+@[^()\s]+)\)", r"<\1>", text)
    text = re.sub(r"(<[^<>\s]+@[^<>\s]+>)(?:\s*<[^<>\s]+>)+", r"\1", text)
    found = fields.addresses(text.encode("utf-8", "replace"))
    if found:
        return found[0]
    name = fields.one_line(text).strip("<>\"' ")
    return Address("", name[:200]) if name else None


def _date(text: str, near: datetime) -> datetime | None:
    at = read_mail_date(text)
    if at is None or abs((at - near).days) > 3660:
        return None
    return at.astimezone(UTC)
