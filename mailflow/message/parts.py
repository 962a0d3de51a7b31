"""The MIME tree (RFC 2045, 2046): bytes to parts, with limits on depth and number; never raises.

An own splitter, because the standard library's parser recurses once per level and reads line by line: a thousand
nested parts end it, thirty megabytes take it seconds. What a part *says* is read elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from mailflow.message.charset import decode
from mailflow.message.fields import RawField, first, one_line, readable, split_block

MAX_MISSES = 50_000  # Text that only looks like boundary lines, one after the other.
MAX_DECODED = 2 * 1024 * 1024

_TOKEN_SEPARATED = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How deep a message may be nested, and how many of its parts are looked at (``[limits]``)."""

    depth: int = 20
    parts: int = 200


@dataclass(slots=True)
class Budget:
    """How many parts may still be opened in one message, however they are wrapped, and how deep one may be."""

    parts: int
    depth: int
    defects: list[str] = field(default_factory=list)

    def spend(self) -> bool:
        """Take one part; ``False`` when none is left."""
        if self.parts <= 0:
            self.note("parts")
            return False
        self.parts -= 1
        return True

    def note(self, word: str) -> None:
        """Remember a defect once."""
        if word not in self.defects:
            self.defects.append(word)


@dataclass(slots=True)
class Part:
    """One node of the MIME tree. ``content_type`` is in lower case; ``body`` still carries its transfer encoding."""

    fields: list[RawField]
    content_type: str
    params: dict[str, str]
    disposition: str
    name: str
    body: bytes
    children: list[Part]

    def content(self, limit: int = MAX_DECODED) -> bytes:
        """Return the body without its transfer encoding, at most about ``limit`` octets of it."""
        encoding = readable(first(self.fields, "content-transfer-encoding")).lower().strip(" \"';")
        body = self.body[: limit * 3]
        if encoding == "base64":
            return _from_base64(body)[:limit]
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body, header=False)[:limit]
        return body[:limit]

    def size(self) -> int:
        """Return about how many octets the body has once decoded."""
        encoding = readable(first(self.fields, "content-transfer-encoding")).lower()
        if "base64" not in encoding:
            return len(self.body)
        if len(self.body) > MAX_DECODED:
            return len(self.body) * 3 // 4 * 76 // 78
        return len(_from_base64(self.body))

    def text(self, limit: int = MAX_DECODED) -> str:
        """Return the body as text, whatever its charset is said to be."""
        return decode(self.content(limit), self.params.get("charset", ""))

    def walk(self) -> Iterator[Part]:
        """Yield this part and all below it, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def read_tree(raw: bytes, budget: Budget) -> Part:
    """Take a message apart into its MIME tree; what lies beyond the limits stays a closed part."""
    top = _read_part(raw, "text/plain")
    waiting = [(top, 0)]
    while waiting:
        part, depth = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= budget.depth:
            budget.note("depth")
            continue
        kind = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for piece in _pieces(part, budget):
            if not budget.spend():
                break
            part.children.append(_read_part(piece, kind))
        if part.children:
            # The bytes live on in the children only: a deep nest must not hold its content once per level.
            part.body = b""
        else:
            part.content_type = "text/plain"
        waiting.extend((child, depth + 1) for child in part.children)
    return top


def _read_part(raw: bytes, default: str) -> Part:
    fields, body = split_block(raw)
    content_type, params = _parameters(first(fields, "content-type"))
    disposition, more = _parameters(first(fields, "content-disposition"), bare=True)
    name = _safe_name(more.get("filename", "") or params.get("name", ""))
    return Part(fields, content_type or default, params, disposition, name, body, [])


def _pieces(part: Part, budget: Budget) -> Iterator[bytes]:
    """Yield the bodies between the boundary lines of a multipart; one without any is read as a single text."""
    boundary = part.params.get("boundary", "").encode("utf-8", "replace").rstrip()
    if not boundary:
        budget.note("boundary")
        return
    marker = b"--" + boundary
    begin = -1
    for start, end, last in _delimiters(part.body, marker):
        if begin >= 0:
            yield part.body[begin:start]
        begin = end
        if last:
            return
    if begin >= 0:
        budget.note("unterminated")
        yield part.body[begin:]
    else:
        budget.note("boundary")


def _delimiters(body: bytes, marker: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield (end of the part before, start of the next, whether it was the last) for each delimiter line."""
    place = body.find(marker)
    misses = 0
    while place >= 0 and misses < MAX_MISSES:
        misses += 1
        after = place + len(marker)
        if place == 0 or body[place - 1 : place] in {b"\n", b"\r"}:
            line_end = body.find(b"\n", after)
            line_end = len(body) if line_end < 0 else line_end + 1
            rest = body[after : min(line_end, after + 200)].strip()
            if not rest or rest.startswith(b"--"):
                start = place - 2 if body[place - 2 : place] == b"\r\n" else max(place - 1, 0)
                yield start, line_end, rest.startswith(b"--")
                after, misses = line_end, 0
        place = body.find(marker, after)


def _parameters(raw: bytes, *, bare: bool = False) -> tuple[str, dict[str, str]]:
    """Return the value in front and the parameters of a field, RFC 2231 continuations and charsets resolved."""
    text = decode(raw[:10_000])
    head = text.partition(";")[0].strip().lower()
    if not bare:
        match = _TYPE.match(head)
        head = match[1] if match else ""
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _TOKEN_SEPARATED.finditer(text):
        name, value = match[1].lower(), match[2].strip()
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value.strip('"'))
        stem, star, order = name.partition("*")
        if star:
            number, _, _ = order.partition("*")
            encoded = not order or order.endswith("*")
            pieces.setdefault(stem, {})[int(number) if number.isdecimal() else 0] = (encoded, value)
        else:
            found.setdefault(name, value)
    for stem, numbered in pieces.items():
        found[stem] = _joined([numbered[number] for number in sorted(numbered)])
    return head, found


def _joined(pieces: list[tuple[bool, str]]) -> str:
    """Put the pieces of an RFC 2231 parameter together; the charset stands in front of the first one."""
    charset = ""
    if pieces[0][0] and pieces[0][1].count("'") >= 2:
        charset, _, rest = pieces[0][1].split("'", 2)
        pieces = [(True, rest), *pieces[1:]]
    data = b"".join(
        unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace") for encoded, value in pieces
    )
    return decode(data, charset)


def _safe_name(raw: str) -> str:
    """Return a file name that can be shown: one line, no path, not endless."""
    name = one_line(readable(raw.encode("utf-8", "replace")))
    return name.replace("\\", "/").rpartition("/")[2].strip()[:120]


def _from_base64(data: bytes) -> bytes:
    """Decode base64 as far as it goes: damaged, cut and dirty input gives what can be read."""
    head, mark, _ = data.partition(b"=")
    if mark and len(data) - len(head) > 8:
        # Padding in the middle: several encodings were pasted together, each to be decoded by itself.
        return b"".join(_from_base64(piece) for piece in data.split(b"=") if piece.strip())
    clean = _NOT_BASE64.sub(b"", head)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))
