"""A request as it lies in the archive: one checksummed line with all that belongs to it, and the keys it is found by.

A bundle's tables are those of a store that holds nothing else, so that look-ups on it are look-ups on its index. A
bundle without a request holds the links of erased steps (``chain``). Leaves to ``volume`` where the lines lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from mailflow.errors import StoreDamaged
from mailflow.model.request import Archived
from mailflow.store import lines, records
from mailflow.store.index import Index
from mailflow.store.lines import Tables
from mailflow.store.request_shelf import people

KEY_SIZE = 8

REF, PERSON, UID, SOURCE = "ref", "person", "uid", "source"
LETTER, TOKEN, MARK, DIGEST = "letter", "token", "mark", "digest"

OWN = frozenset({REF, LETTER, MARK, DIGEST})
"""Keys by which a record is told from others, be they empty; by the rest nobody asks for what has none."""


@dataclass(frozen=True)
class Bundle:
    """A request in short, and its documents by table and number; ``about`` is ``None`` for links alone."""

    about: Archived | None
    tables: Tables

    @property
    def ref(self) -> str:
        """The reference, ``""`` for links alone."""
        return self.about.ref if self.about else ""

    @cached_property
    def index(self) -> Index:
        """Everything in it, found by its keys; raises ``StoreDamaged`` for what is not a record."""
        return Index.of(self.tables)

    @property
    def first(self) -> int:
        """The number of its oldest step that says something, 0 if there is none."""
        return self.index.trail.oldest()


def key_of(kind: str, word: str) -> bytes:
    """Return a digest in the place of a word that a request is found by."""
    return blake2b(f"{kind} {word}".encode("utf-8", "surrogatepass"), digest_size=KEY_SIZE).digest()


def keys(bundle: Bundle) -> set[bytes]:
    """Return all keys of a bundle; raise ``StoreDamaged`` for what is not a record."""
    return {key_of(kind, word) for kind, word in _words(bundle) if word or kind in OWN}


def _words(bundle: Bundle) -> Iterator[tuple[str, str]]:
    yield REF, bundle.ref
    for request in bundle.index.requests:
        yield from ((PERSON, address) for address in people(request))
        yield from ((UID, uid) for visit in request.visits for uid in (visit.uid, *visit.former_uids))
        yield SOURCE, request.source_message_id
    for letter in bundle.index.letters:
        yield LETTER, letter.message_id
        yield TOKEN, letter.token.upper()
    for mark in bundle.index.marks:
        yield MARK, mark.message_id
        yield DIGEST, mark.digest


def encode(bundle: Bundle) -> bytes:
    """Return a bundle as a line with its end."""
    about = records.document(bundle.about) if bundle.about else None
    return lines.frame(
        json.dumps({"about": about, "tables": bundle.tables}, separators=(",", ":"), allow_nan=False).encode()
    )


def decode(raw: bytes, where: str) -> Bundle:
    """Read a line without its end; raise ``StoreDamaged`` naming ``where`` if it is not as it was written."""
    body = lines.unframe(raw)
    if body is None:
        raise StoreDamaged(f"{where} is damaged")
    content = lines.load(body)
    about = content["about"]
    made = Bundle(records.record(Archived, about, where) if about else None, content["tables"])
    try:
        _ = made.index
    except StoreDamaged as error:
        raise StoreDamaged(f"{where}: {error}") from None
    return made
