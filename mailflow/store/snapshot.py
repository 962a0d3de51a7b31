"""The snapshot: all tables at one commit, as a file that plain TinyDB opens, with a checksum over every octet.

The table ``_store`` is its header: format, number and checksum of the last commit in it, and the checksum of the
rest. Leaves to ``storage`` how the file is put in place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from mailflow.errors import StoreDamaged
from mailflow.store.lines import START, Tables, load

FORMAT = 1
HEADER = "_store"
_REWRITTEN = re.compile(rb'\{\s*"[^"]*":\s+\{')


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables after commit ``number``; ``sum`` is that commit's checksum, to which the journal must fit."""

    tables: Tables = field(default_factory=dict)
    number: int = 0
    sum: str = START


def encode(snapshot: Snapshot) -> bytes:
    """Return the file: header line, then one document a line, so that it can be searched and compared as text."""
    rest = b"".join(_rest(snapshot.tables))
    return _header(snapshot.number, snapshot.sum, _check(snapshot.number, snapshot.sum, rest)) + rest


def decode(data: bytes, name: str) -> Snapshot:
    """Read a snapshot; raise ``StoreDamaged`` if it is not exactly what was written.

    A file that plain TinyDB has written since (recognised by its blanks, which no damage can insert) has lost its
    checksum by a person's intent, and is taken as it is.
    """
    tables, header = _parse(data, name)
    try:
        number, previous, check, layout = header["commit"], header["sum"], header["check"], header["format"]
    except (KeyError, TypeError):
        raise StoreDamaged(f"{name}: this is not a store of mailflow, or its header is damaged") from None
    if not isinstance(number, int) or not isinstance(previous, str):
        raise StoreDamaged(f"{name}: the header is damaged")
    if layout != FORMAT:
        raise StoreDamaged(f"{name}: format {layout} is unknown; this mailflow reads format {FORMAT}")
    if not _REWRITTEN.match(data):
        end = data.find(b"\n")
        if data[:end] != _header(number, previous, check) or check != _check(number, previous, memoryview(data)[end:]):
            raise StoreDamaged(f"{name}: the file was changed or damaged; restore a back-up")
    return Snapshot(tables, number, previous)


def _parse(data: bytes, name: str) -> tuple[Tables, Any]:
    """Return tables and header; the header is checked by the caller."""
    try:
        content = load(data)
    except ValueError as error:
        raise StoreDamaged(f"{name}: not readable as JSON ({error}); restore a back-up") from None
    if not isinstance(content, dict) or not all(isinstance(table, dict) for table in content.values()):
        raise StoreDamaged(f"{name}: this is not a TinyDB file")
    return content, content.pop(HEADER, {}).get("1")


def _rest(tables: Tables) -> Iterator[bytes]:
    for name, documents in tables.items():
        yield f"\n,{json.dumps(name)}:{{".encode()
        for place, (number, document) in enumerate(documents.items()):
            comma = "," if place else ""
            text = json.dumps(document, separators=(",", ":"), allow_nan=False)
            yield f"\n{comma}{json.dumps(number)}:{text}".encode()
        yield b"}"
    yield b"\n}\n"


def _header(number: int, previous: str, check: str) -> bytes:
    header = {"format": FORMAT, "commit": number, "sum": previous, "check": check}
    return f'{{"{HEADER}":{{"1":{json.dumps(header, separators=(",", ":"))}}}'.encode()


def _check(number: int, previous: str, rest: bytes | memoryview) -> str:
    check = blake2b(f"{number} {previous}\n".encode(), digest_size=16)
    check.update(rest)
    return check.hexdigest()
