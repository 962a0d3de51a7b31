"""The catalogue of a volume: where in it the request with a key stands, and all its requests in short.

It lies beside its volume and is searched on the disk, so that neither memory nor start grow with what is archived. It
says nothing that the volume doesn't: who finds it missing or damaged makes it anew. Layout: a line of JSON, then pairs
of key and place in order, then the requests as JSON.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator
from hashlib import blake2b

from mailflow.model.request import Archived
from mailflow.store import records
from mailflow.store.bundle import KEY_SIZE, Bundle, keys
from mailflow.store.lines import Document, load

_PLACE_SIZE = 8
_PAIR = KEY_SIZE + _PLACE_SIZE

ReadAt = Callable[[int, int], bytes]


class Draft:
    """The catalogue of a volume in the making; ``length`` is that of its lines so far, in octets."""

    def __init__(self) -> None:
        self.requests = self.first = self.length = 0
        self._pairs: list[bytes] = []
        self._rows: list[Document] = []

    def add(self, line: bytes, bundle: Bundle | None) -> None:
        """Note the next line of the volume; nothing can be found in one that is damaged."""
        if bundle:
            place = self.length.to_bytes(_PLACE_SIZE, "big")
            self._pairs += [key + place for key in keys(bundle)]
        if bundle and bundle.about:
            self.requests += 1
            self._rows.append(records.document(bundle.about))
            self.first = min((number for number in (self.first, bundle.first) if number), default=0)
        self.length += len(line)

    def encode(self) -> bytes:
        """Return the file."""
        rest = b"".join(sorted(self._pairs)) + json.dumps(self._rows, separators=(",", ":")).encode()
        head = json.dumps({"pairs": len(self._pairs), "check": _checksum(rest)}).encode() + b"\n"
        return head + rest


class Catalogue:
    """A catalogue to be searched: the pairs of key and place, in order."""

    def __init__(self, start: int, pairs: int, length: int, read_at: ReadAt) -> None:
        self._start = start
        self._pairs = pairs
        self._length = length
        self._read_at = read_at

    @classmethod
    def of(cls, data: bytes) -> Catalogue | None:
        """Return the catalogue that is encoded so, ``None`` if it is damaged."""
        head, end, rest = data.partition(b"\n")
        try:
            pairs, check = (load(head)[word] for word in ("pairs", "check"))
        except (ValueError, KeyError, TypeError):
            return None
        if not end or check != _checksum(rest):
            return None
        return cls(len(head) + 1, pairs, len(data), lambda place, length: data[place : place + length])

    def lying(self, read_at: ReadAt) -> Catalogue:
        """Return the same catalogue, read where it lies instead of from memory."""
        return Catalogue(self._start, self._pairs, self._length, read_at)

    def __len__(self) -> int:
        return self._pairs

    def __getitem__(self, number: int) -> bytes:
        return self._read_at(self._start + number * _PAIR, _PAIR)

    def places(self, key: bytes) -> Iterator[int]:
        """Yield the places in the volume of what has a key, or, once in an age, one that has the same digest."""
        for number in range(bisect_left(self, key), self._pairs):
            pair = self[number]
            if pair[:KEY_SIZE] != key:
                return
            yield int.from_bytes(pair[KEY_SIZE:], "big")

    def encoded(self) -> bytes:
        """Return the whole of it."""
        return self._read_at(0, self._length)

    def rows(self) -> list[Archived]:
        """Return all requests in short."""
        place = self._start + self._pairs * _PAIR
        return [records.record(Archived, row, "catalogue") for row in load(self._read_at(place, self._length - place))]


def _checksum(rest: bytes) -> str:
    return blake2b(rest, digest_size=16).hexdigest()
