"""Header fields: the raw block to names and values, encoded words, addresses, identifiers, dates; never raises.

The standard library's header classes are not used: on mail in the wild they raise seven kinds of exceptions and
recurse without bound.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailflow.message.charset import decode
from mailflow.model.message import Address

MAX_BLOCK = 256 * 1024
MAX_FIELDS = 1000
MAX_VALUE = 20_000
MAX_ADDRESSES = 500

_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)", re.DOTALL)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BLANK = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_IDENTIFIER = re.compile(r"<\s*([^<>\s]{1,998})\s*>")
_MAIL = re.compile(r"[^\s<>()\[\],;:\"@]+@[^\s<>()\[\],;:\"@]+")
_NEEDLESS_QUOTES = re.compile(r'"([^\s<>()\[\],;:\\"@]+)"(?=@)')

_KELVIN = "\u212a".encode()

RawField = tuple[str, bytes]


def split_block(raw: bytes) -> tuple[list[RawField], bytes]:
    """Split a message or part into its header fields (names in lower case, values unfolded bytes) and its body.

    A line that is no field ends the block, as in the standard library; an mbox ``From `` line is skipped.
    """
    fields: list[RawField] = []
    place = 0
    end = min(len(raw), MAX_BLOCK)
    while place < end:
        match = _LINE_END.search(raw, place, end)
        stop, after = (match.start(), match.end()) if match else (end, end)
        line = raw[place:stop]
        if not line.strip(b" \t") and not (fields and line):
            return fields, raw[after:]
        if line[:1] in {b" ", b"\t"} and fields:
            name, value = fields[-1]
            if len(value) < MAX_VALUE:
                fields[-1] = (name, value + b" " + line.strip())
        elif field := _FIELD.fullmatch(line):
            if len(fields) < MAX_FIELDS:
                fields.append((field[1].decode("ascii").lower(), field[2].strip()[:MAX_VALUE]))
        elif not (place == 0 and line.startswith((b"From ", b">From ", b"\xef\xbb\xbf"))):
            return fields, raw[place:]
        place = after
    return fields, raw[end:]


def first(fields: list[RawField], name: str) -> bytes:
    """Return the first raw value of a field, ``b""`` if there is none."""
    return next((value for key, value in fields if key == name), b"")


def one_line(text: str) -> str:
    """Return the text on one line without control characters: safe to print, to log, to put behind a label."""
    return _SPACES.sub(" ", text).strip()


def readable(raw: bytes) -> str:
    """Return a field's value as a person would read it: encoded words (RFC 2047) and raw 8-bit bytes decoded."""
    return one_line(decode_words(decode(raw[:MAX_VALUE])))


def decode_words(text: str) -> str:
    """Decode the encoded words in a text (RFC 2047); adjacent ones are joined before their charset is applied."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    out: list[str] = []
    pending = b""
    charset = ""
    place = 0
    for word in _WORD.finditer(text):
        name = word[1].partition("*")[0].lower()
        if pending and (word.start() != place or name != charset):
            out.append(decode(pending, charset))
            pending = b""
        out.append(text[place : word.start()])
        pending += _word_bytes(word[2], word[3])
        charset, place = name, word.end()
    if pending:
        out.append(decode(pending, charset))
    out.append(text[place:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def identifiers(raw: bytes) -> tuple[str, ...]:
    """Return the message identifiers of a field without angle brackets, in order, each once."""
    text = one_line(decode(raw))
    found = _IDENTIFIER.findall(text) or [word.strip("<>,;") for word in text.split() if "@" in word]
    return tuple(dict.fromkeys(found))[:200]


def identifier(raw: bytes) -> str:
    """Return the one message identifier of a field, ``""`` if there is none."""
    found = identifiers(raw)
    return found[0] if found else one_line(decode(raw)).strip("<> ")[:998]


def moment(raw: bytes) -> datetime | None:
    """Return a Date field in UTC; ``None`` if it is missing or can't be a date. Without a zone it is UTC."""
    text = readable(raw)
    try:
        at = parsedate_to_datetime(text)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        return at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def folded(email: str) -> str:
    """Return an address for comparison: only A-Z become small, since other letters fold into ones they merely look
    like (the Kelvin sign becomes a k).
    """
    return "".join(mark.lower() if mark.isascii() else mark for mark in email)


def addresses(raw: bytes) -> tuple[Address, ...]:
    """Return the addresses of a field, groups opened, comments dropped (RFC 5322 §3.4).

    A second ``<…>`` in one entry is an address of its own, so that nobody is taken for somebody else.
    """
    # Unicode's normal form makes a K of the Kelvin sign, and so one address of another.
    text = decode(raw[:MAX_VALUE].replace(_KELVIN, b"?"))
    reader = _AddressReader(_NEEDLESS_QUOTES.sub(r"\1", text))
    return tuple(reader.read()[:MAX_ADDRESSES])


class _AddressReader:
    """Reads an address list character by character; bounded by its length, no recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Address] = []
        self._phrase: list[str] = []
        self._comment: list[str] = []
        self._angles = 0

    def read(self) -> list[Address]:
        place = 0
        while place < len(self._text):
            mark = self._text[place]
            if mark == '"':
                place = self._quoted(place)
            elif mark == "(":
                place = self._skip_comment(place)
            elif mark == "<":
                place = self._angle(place)
            elif mark in ",;":
                self._finish()
                place += 1
            elif mark == ":" and not self._angles and "@" not in "".join(self._phrase):
                self._phrase.clear()
                place += 1
            else:
                self._phrase.append(mark)
                place += 1
        self._finish()
        return self._found

    def _quoted(self, place: int) -> int:
        end = place + 1
        while end < len(self._text) and self._text[end] != '"':
            end += 2 if self._text[end] == "\\" else 1
        inner = re.sub(r"\\(.)", r"\1", self._text[place + 1 : end])
        if self._text[end + 1 : end + 2] == "@":
            self._phrase.append(f'"{inner}"')
        else:
            self._phrase.append(inner.replace("@", "\ufe6b"))
        return end + 1

    def _skip_comment(self, place: int) -> int:
        depth, end = 0, place
        while end < len(self._text):
            mark = self._text[end]
            depth += (mark == "(") - (mark == ")")
            end += 2 if mark == "\\" else 1
            if depth == 0:
                break
        self._comment.append(self._text[place + 1 : end - 1])
        return end

    def _angle(self, place: int) -> int:
        end = self._text.find(">", place)
        end = len(self._text) if end < 0 else end
        email = folded("".join(self._text[place + 1 : end].split()))
        self._add(email.rpartition(":")[2] if email.startswith("@") else email, "".join(self._phrase))
        self._phrase.clear()
        self._angles += 1
        return end + 1

    def _finish(self) -> None:
        rest = "".join(self._phrase)
        if self._angles == 0:
            mails = _MAIL.findall(rest)
            for mail in mails:
                self._add(folded(mail), " ".join(self._comment) if len(mails) == 1 else "")
        elif found := _MAIL.search(rest):
            self._add(folded(found[0]), "")
        self._phrase.clear()
        self._comment.clear()
        self._angles = 0

    def _add(self, email: str, name: str) -> None:
        email = one_line(email).strip("'\" ")
        if "@" in email:
            name = one_line(decode_words(name).replace("\ufe6b", "@")).strip("'\" ")
            self._found.append(Address(email, "" if name.lower() == email else name))
