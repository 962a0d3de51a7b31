"""Finished bytes: headers and MIME parts of a letter, CRLF throughout (RFC 5322, 2045, 2047, 6047).

Headers are written one by one, because the subject's tag must stay readable for programs that don't decode, and
because nothing that an outsider wrote may ever start a new header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import Header
from email.message import MIMEPart
from email.utils import format_datetime

from mailflow.errors import TemplateError
from mailflow.letters.blocks import one_line
from mailflow.letters.phrasing import ZONE
from mailflow.model.words import Language, Method

_POLICY = policy.SMTP.clone(max_line_length=76)
# Message-IDs come from outsiders: one that isn't plain is left out rather than repaired.
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,250}")
_ATOM_ONLY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers say. ``tag`` stands last in the subject; ``answers``: the letter replies to somebody's mail."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    tag: str
    at: datetime
    message_id: str
    language: Language
    references: tuple[str, ...] = ()
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of a letter: text, HTML, perhaps a calendar object with its method, perhaps an attached page."""

    text: str
    html: str
    calendar: bytes = b""
    method: Method | None = None
    page: str = ""
    page_name: str = ""


def finished(envelope: Envelope, body: Body) -> bytes:
    """Return a letter's bytes. The same envelope and body always give the same bytes.

    Raises ``TemplateError`` where an address can't stand in a header.
    """
    mark = envelope.message_id.split("@", maxsplit=1)[0]
    head = b"".join(_header_lines(envelope))
    return head + b"MIME-Version: 1.0\r\n" + _shape(body, mark).as_bytes(policy=_POLICY)


def subject_line(subject: str, tag: str) -> str:
    """Return the whole subject, tag last, as it stands in ``Letter.subject`` and in ready answers."""
    return f"{one_line(subject)} {tag}".strip()


def mail_address(address: str) -> str:
    """Return an address fit for a header: one, plain, its domain in ASCII. Raises ``TemplateError``."""
    local, at, domain = address.strip().rpartition("@")
    try:
        host = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        host = ""
    if not (at and local and host and set(local) <= _ATOM_ONLY and set(host) <= _ATOM_ONLY):
        raise TemplateError(f"not an address that a letter can go to: {one_line(address, 80)}")
    return f"{local}@{host}"


def _header_lines(envelope: Envelope) -> list[bytes]:
    """Write the headers in the order in which people read them."""
    references = [each for each in envelope.references if _MESSAGE_ID.fullmatch(each)]
    fields = [
        ("From", _mailbox("From", envelope.from_name, envelope.from_address)),
        ("To", _mailbox("To", envelope.to_name, envelope.to_address)),
        ("Subject", _subject(envelope.subject, envelope.tag)),
        ("Date", format_datetime(envelope.at.astimezone(ZONE))),
        ("Message-ID", f"<{envelope.message_id}>"),
    ]
    if references:
        fields.append(("In-Reply-To", f"<{references[-1]}>"))
        fields.append(("References", "\r\n ".join(f"<{each}>" for each in references)))
    fields += [
        ("Auto-Submitted", "auto-replied" if envelope.answers else "auto-generated"),
        # Exchange is asked for no receipts; out-of-office answers stay welcome, they tell who is away.
        ("X-Auto-Response-Suppress", "DR, RN, NRN"),
        ("Content-Language", envelope.language.value),
    ]
    return [f"{name}: {value}\r\n".encode("ascii") for name, value in fields]


def _subject(subject: str, tag: str) -> str:
    """Encode a subject; the tag is a plain word of its own even beside encoded ones."""
    header = Header(header_name="Subject", maxlinelen=76)
    text = one_line(subject)
    header.append(text, "us-ascii" if _is_plain(text) else "utf-8")
    if tag:
        header.append(tag, "us-ascii")
    return header.encode(linesep="\r\n")


def _mailbox(name: str, shown: str, address: str) -> str:
    """Write ``name <address>``, the name quoted or encoded."""
    spec = f"<{mail_address(address)}>"
    text = one_line(shown, 100)
    if not text or text == address:
        return spec
    if not _is_plain(text):
        encoded = Header(text, "utf-8", header_name=name, maxlinelen=70).encode(linesep="\r\n")
        return f"{encoded}\r\n {spec}"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"\r\n {spec}' if len(quoted) + len(spec) > 66 else f'"{quoted}" {spec}'


def _is_plain(text: str) -> bool:
    """Say whether words can stand in a header as they are: what somebody wrote to be decoded there can't."""
    return text.isascii() and "=?" not in text


def _shape(body: Body, mark: str) -> MIMEPart:
    """Put the parts together: alternative, and mixed around it only where something is attached."""
    versions = [_words(body.text, "plain"), _words(body.html, "html")]
    attached: list[MIMEPart] = []
    if body.calendar and body.method:
        versions.append(_octets(body.calendar, "text", "calendar", {"charset": "UTF-8", "method": body.method.value}))
        attached.append(_attachment(body.calendar, "application", "ics", "invite.ics"))
    if body.page:
        attached.append(_attachment(body.page.encode(), "text", "html", body.page_name, {"charset": "utf-8"}))
    alternative = _multipart("alternative", versions, f"=_alternative_{mark}")
    return _multipart("mixed", [alternative, *attached], f"=_mixed_{mark}") if attached else alternative


def _words(text: str, subtype: str) -> MIMEPart:
    part = MIMEPart(policy=_POLICY)
    part.set_content(text, subtype=subtype, charset="utf-8", cte="quoted-printable")
    return part


def _octets(data: bytes, maintype: str, subtype: str, params: dict[str, str]) -> MIMEPart:
    """Make a base64 part of octets as they are: a text would lose its CRLF before it is encoded."""
    part = MIMEPart(policy=_POLICY)
    part.set_content(data, maintype, subtype, cte="base64", params=params)
    return part


def _attachment(data: bytes, maintype: str, subtype: str, name: str, params: dict[str, str] | None = None) -> MIMEPart:
    part = _octets(data, maintype, subtype, {**(params or {}), "name": name})
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _multipart(subtype: str, parts: Sequence[MIMEPart], boundary: str) -> MIMEPart:
    whole = MIMEPart(policy=_POLICY)
    whole["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
    whole.set_payload(list(parts))
    return whole
