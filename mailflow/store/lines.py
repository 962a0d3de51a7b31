"""The lines of the journal: one commit each, checksummed and chained, so that nothing is lost or changed unseen.

A line is ``["<checksum>",{"n":17,"p":"<checksum of line 16>","put":…,"del":…,"drop":…}]``: valid JSON by itself.
Leaves to ``storage`` when lines are written and applied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import msgspec

from mailflow.errors import StoreDamaged

Document = dict[str, Any]
Tables = dict[str, dict[str, Document]]

START = ""
_OPEN, _MIDDLE, _CLOSE = b'["', b'",', b"]"
_SUM = 16


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit does to the tables: whole tables dropped, then documents deleted, then documents put.

    A table that ``put`` names exists afterwards, even with no document in it.
    """

    put: Mapping[str, Mapping[str, Document]] = field(default_factory=dict)
    delete: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One commit as it stands in the journal: its number, its checksum and that of the commit before."""

    number: int
    sum: str
    previous: str
    change: Change


@dataclass(frozen=True, slots=True)
class Tail:
    """What a journal file holds: its lines, and where the good part ends.

    ``good`` is its length in octets; what follows was never acknowledged. ``unended`` means that the last line is
    whole but for its line end.
    """

    lines: tuple[Line, ...] = ()
    good: int = 0
    unended: bool = False


def encode(number: int, previous: str, change: Change) -> tuple[bytes, Line]:
    """Make a line, and the ``Line`` that reading it gives: documents are as JSON makes them, shared with nobody.

    Raise ``TypeError`` or ``ValueError`` for what JSON can't hold.
    """
    content: dict[str, Any] = {"n": number, "p": previous}
    parts = {"put": change.put, "del": change.delete, "drop": change.drop}
    content |= {name: part for name, part in parts.items() if part}
    body = json.dumps(content, separators=(",", ":"), allow_nan=False).encode()
    data = frame(body)
    return data, _line(body, _sum_of(data))


def frame(body: bytes) -> bytes:
    """Return JSON as a line with its checksum in front and its end."""
    return _OPEN + _checksum(body).encode() + _MIDDLE + body + _CLOSE + b"\n"


def unframe(raw: bytes) -> bytes | None:
    """Return the JSON of a line without its end, ``None`` if it is not whole or not as it was written."""
    start = len(_OPEN) + _SUM
    framed = raw[: len(_OPEN)] == _OPEN and raw[start : start + len(_MIDDLE)] == _MIDDLE and raw[-1:] == _CLOSE
    body = raw[start + len(_MIDDLE) : -1]
    return body if framed and _checksum(body).encode() == raw[len(_OPEN) : start] else None


def load(data: bytes) -> Any:
    """Read JSON fast; what the strict reader refuses (half surrogates from broken mail) the patient one takes."""
    try:
        return msgspec.json.decode(data)
    except msgspec.MsgspecError:
        return json.loads(data)


def read(data: bytes, name: str) -> Tail:
    """Read a journal; raise ``StoreDamaged`` naming file and line unless only the last line was cut while written.

    A cut line was never acknowledged: it has no line end, or a hole where the disk was not reached before the power
    went. A whole last line that does not match its checksum was changed afterwards; dropping it would lose a commit.
    """
    *ended, rest = data.split(b"\n")
    lines: list[Line] = []
    good = 0
    for place, raw in enumerate(ended, start=1):
        line = _decode(raw)
        if line is None and place == len(ended) and not rest and b"\0\0" in raw:
            return Tail(tuple(lines), good)
        if line is None or (lines and not _follows(line, lines[-1])):
            raise StoreDamaged(f"{name}: line {place} is damaged; restore a back-up")
        lines.append(line)
        good += len(raw) + 1
    return _read_rest(rest, tuple(lines), good)


def read_until_damage(data: bytes) -> Tail:
    """Read the lines in front of the first that is damaged or does not continue the one before."""
    lines: list[Line] = []
    good = 0
    for raw in data.split(b"\n")[:-1]:
        line = _decode(raw)
        if line is None or (lines and not _follows(line, lines[-1])):
            break
        lines.append(line)
        good += len(raw) + 1
    return Tail(tuple(lines), good)


def _read_rest(rest: bytes, lines: tuple[Line, ...], good: int) -> Tail:
    """Read what stands after the last line end: nothing, a cut line, or a whole line whose end is missing or wrong."""
    for raw in (rest, rest[:-1]):
        line = _decode(raw)
        if line is not None and (not lines or _follows(line, lines[-1])):
            return Tail((*lines, line), good + len(raw), unended=True)
    return Tail(lines, good)


def _follows(line: Line, before: Line) -> bool:
    return line.number == before.number + 1 and line.previous == before.sum


def _decode(raw: bytes) -> Line | None:
    body = unframe(raw)
    return None if body is None else _line(body, _sum_of(raw))


def _line(body: bytes, check: str) -> Line:
    content = json.loads(body)
    delete = {table: tuple(ids) for table, ids in content.get("del", {}).items()}
    change = Change(content.get("put", {}), delete, tuple(content.get("drop", ())))
    return Line(content["n"], check, content["p"], change)


def _sum_of(raw: bytes) -> str:
    return raw[len(_OPEN) : len(_OPEN) + _SUM].decode()


def _checksum(body: bytes) -> str:
    return blake2b(body, digest_size=_SUM // 2).hexdigest()
