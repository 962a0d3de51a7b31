"""What makes a letter and an event recognisable: tokens, Message-IDs, calendar UIDs, and finding them again.

Where the salt comes from (it must be secret and random) and what a token stands for is the caller's matter (SPEC §10).
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Iterable

_SHAPE = "[A-Z2-7]{8}"
_PREFIX = "[A-Z][A-Z0-9]{1,9}"
_NO_REFERENCE = "mailflow"


def new_token(salt: str, index: int) -> str:
    """Return the token of the letter with this index: 8 base32 characters (40 bits) from SHA-256.

    The same salt and index give the same token, so that a crash can't change a letter's identity.
    """
    digest = hashlib.sha256(f"token\0{salt}\0{index}".encode()).digest()
    return base64.b32encode(digest)[:8].decode()


def new_uid(salt: str, visit: int) -> str:
    """Return the UID of a visit's calendar event: a version 4 UUID that names nobody (RFC 7986 §5.3)."""
    digest = hashlib.sha256(f"uid\0{salt}\0{visit}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def message_id(token: str, ref: str, domain: str) -> str:
    """Return a Message-ID without angle brackets; it carries the token and names neither host nor person."""
    return f"{ref or _NO_REFERENCE}.{token}@{domain}"


def tag(ref: str, token: str) -> str:
    """Return the subject tag of a letter, ``[ONT-2026-0001-K7Q4M2XD]``; empty without a reference."""
    return f"[{ref}-{token}]" if ref else ""


def tags_in(text: str, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """Return the (reference, token) pairs of the tags in a subject, in order, without repetition.

    Lower case, lost brackets and spaces from folding are tolerated. ``prefix`` narrows it to one house's references.
    """
    head = re.escape(prefix) if prefix else _PREFIX
    gap = r"\s*-\s*"
    shape = rf"(?<![A-Z0-9])({head}){gap}(\d{{4}}){gap}(\d{{4,6}}){gap}({_SHAPE})(?![A-Z0-9])"
    found = re.findall(shape, text.upper())
    return tuple(dict.fromkeys((f"{name}-{year}-{number}", token) for name, year, number, token in found))


def token_in(text: str, prefix: str = "") -> tuple[str, ...]:
    """Return the tokens of the tags in a subject, upper case, in order, without repetition."""
    return tuple(dict.fromkeys(token for _, token in tags_in(text, prefix)))


def tokens_in_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens of our own Message-IDs among these, in order; brackets and case don't matter."""
    shape = re.compile(rf"^\s*<?\s*(?:{_PREFIX}-\d{{4}}-\d{{4,6}}|{_NO_REFERENCE.upper()})\.({_SHAPE})@\S+\s*$")
    found = (shape.match(each.upper()) for each in ids)
    return tuple(dict.fromkeys(match.group(1) for match in found if match))
