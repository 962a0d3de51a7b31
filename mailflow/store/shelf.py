"""A shelf holds one table's records: by their natural key, and by the number they have as documents.

Leaves further ways to find a record to those who derive from it, through ``added`` and ``removed``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Hashable, Iterator
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Before any time: when something without a time of its own falls due."""


class Shelf(Generic[K, T]):
    """Records of one kind; ``key`` says which of them replace each other."""

    def __init__(self, key: Callable[[T], K]) -> None:
        self.key = key
        self._records: dict[K, T] = {}
        self._numbers: dict[K, str] = {}
        self._keys: dict[str, K] = {}
        self._last = 0

    def fresh(self) -> str:
        """Return a document number that was not given before."""
        self._last += 1
        return str(self._last)

    def number(self, key: K) -> str | None:
        """Return the document number of a record."""
        return self._numbers.get(key)

    def get(self, key: K) -> T | None:
        """Return the record with this key."""
        return self._records.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def put(self, number: str, record: T) -> None:
        """Put a record, in the place of the one with its number."""
        self.drop(number)
        key = self.key(record)
        self._records[key] = record
        self._numbers[key] = number
        self._keys[number] = key
        self._last = max(self._last, int(number))
        self.added(record)

    def drop(self, number: str) -> None:
        """Take the record with this number away, if there is one."""
        if number in self._keys:
            key = self._keys.pop(number)
            del self._numbers[key]
            self.removed(self._records.pop(key))

    def added(self, record: T) -> None:
        """Note further ways to find a record."""

    def removed(self, record: T) -> None:
        """Forget them."""


class Groups(Generic[K]):
    """Which keys belong to which word (an address, a reference), in the order in which they came."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[K, None]] = {}

    def add(self, word: str, key: K) -> None:
        """Let a key belong to a word."""
        self._groups.setdefault(word, {})[key] = None

    def discard(self, word: str, key: K) -> None:
        """Let it no longer belong to it."""
        group = self._groups.get(word, {})
        group.pop(key, None)
        if not group:
            self._groups.pop(word, None)

    def of(self, word: str) -> tuple[K, ...]:
        """Return the keys that belong to a word."""
        return tuple(self._groups.get(word, ()))


class Schedule:
    """Tuples that begin with a time, always in order: what falls due, and when the next thing does."""

    def __init__(self) -> None:
        self._entries: list[tuple[Any, ...]] = []

    def add(self, *entry: Any) -> None:
        """Note an entry; the first part is its time."""
        insort(self._entries, entry)

    def remove(self, *entry: Any) -> None:
        """Forget one entry that equals this."""
        place = bisect_left(self._entries, entry)
        if place < len(self._entries) and self._entries[place] == entry:
            del self._entries[place]

    def until(self, moment: datetime) -> list[tuple[Any, ...]]:
        """Return the entries up to a moment, earliest first."""
        return self._entries[: bisect_right(self._entries, moment, key=lambda entry: entry[0])]

    def since(self, moment: datetime) -> int:
        """Count the entries from a moment on."""
        return len(self._entries) - bisect_left(self._entries, moment, key=lambda entry: entry[0])

    def first(self) -> tuple[Any, ...] | None:
        """Return the earliest entry."""
        return self._entries[0] if self._entries else None

    def __len__(self) -> int:
        return len(self._entries)
