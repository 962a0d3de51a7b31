"""How the marks of handled messages are found: by Message-ID and digest, by request, and by what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailflow.ports import QUARANTINED, Mark
from mailflow.store.shelf import Groups, Shelf

Key = tuple[str, str]


class MarkShelf(Shelf[Key, Mark]):
    """The marks; one a message, and a message is its Message-ID and its digest together (SPEC §11.3)."""

    def __init__(self) -> None:
        super().__init__(lambda mark: (mark.message_id, mark.digest))
        self._ids: Groups[Key] = Groups()
        self._digests: Groups[Key] = Groups()
        self._requests: Groups[Key] = Groups()
        self._unmoved: dict[Key, None] = {}
        self._aside: dict[Key, None] = {}

    def added(self, record: Mark) -> None:
        """Note Message-ID, digest, request, and whether something is left to do."""
        key = self.key(record)
        self._ids.add(record.message_id, key)
        self._digests.add(record.digest, key)
        self._requests.add(record.ref, key)
        if record.owes_move:
            self._unmoved[key] = None
        if record.outcome == QUARANTINED:
            self._aside[key] = None

    def removed(self, record: Mark) -> None:
        """Forget them."""
        key = self.key(record)
        self._ids.discard(record.message_id, key)
        self._digests.discard(record.digest, key)
        self._requests.discard(record.ref, key)
        self._unmoved.pop(key, None)
        self._aside.pop(key, None)

    def either(self, message_id: str, digest: str) -> tuple[Mark, ...]:
        """Return the marks that have one of them."""
        found = self._ids.of(message_id) if message_id else self._digests.of(digest) if digest else ()
        return self._in_order(found)

    def of(self, ref: str) -> tuple[Mark, ...]:
        """Return the marks of the messages of a request."""
        return self._in_order(self._requests.of(ref))

    def unmoved(self) -> tuple[Mark, ...]:
        """Return the marks of messages that were not yet seen to have left the watched folder."""
        return self._in_order(self._unmoved)

    def set_aside(self) -> tuple[Mark, ...]:
        """Return the marks of quarantined messages."""
        return self._in_order(self._aside)

    def _in_order(self, keys: Iterable[Key]) -> tuple[Mark, ...]:
        """Return marks, oldest first."""
        found = (self._records[key] for key in keys)
        return tuple(sorted(found, key=lambda mark: (mark.handled_at, int(self._numbers[self.key(mark)]))))


def find(shelves: Sequence[MarkShelf], message_id: str, digest: str) -> Mark | None:
    """Return the mark of a message: the one with both; where either side lacks one of them, by the other.

    Of several the newest.
    """
    if message_id and digest:
        keys = ((message_id, digest), ("", digest), (message_id, ""))
        return next((mark for key in keys for shelf in shelves if (mark := shelf.get(key))), None)
    found = (mark for shelf in shelves for mark in shelf.either(message_id, digest))
    return max(reversed(list(found)), key=lambda mark: mark.handled_at, default=None)
