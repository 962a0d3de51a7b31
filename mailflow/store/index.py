"""All records of a store in memory, each found by its keys without searching; kept in step change by change.

Leaves the writing to ``tinystore`` and the words of the port to ``lookups``.
"""

from __future__ import annotations

import gc
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from mailflow.errors import StoreDamaged
from mailflow.model.effect import Standing, TrailEntry
from mailflow.ports import Asked, Attempt, Place, Position, Tally
from mailflow.store import records
from mailflow.store.letter_shelf import LetterShelf
from mailflow.store.lines import Change, Document, Tables
from mailflow.store.mark_shelf import MarkShelf
from mailflow.store.records import TABLES, Edition, Noted, Numbered, Spoken, Told
from mailflow.store.request_shelf import RequestShelf, fold
from mailflow.store.shelf import Shelf


class TrailShelf:
    """The trails: most are never looked at, so that they stay documents until somebody asks.

    ``link`` is the newest link of the chain that all steps form together. Erased steps stay under no reference.
    """

    def __init__(self) -> None:
        self.link = ""
        self._documents: dict[str, dict[str, Document]] = {}
        self._refs: dict[str, str] = {}
        self._last = 0

    def fresh(self) -> str:
        """Return a document number that was not given before."""
        self._last += 1
        return str(self._last)

    def put(self, number: str, document: Document, where: str) -> None:
        """Append a step to the trail of its request; raise ``StoreDamaged`` if it says of none."""
        ref = document.get("ref") if isinstance(document, dict) else None
        if not isinstance(ref, str):
            raise StoreDamaged(f"{where}: a step without a reference")
        before = self._refs.get(number)
        if before is not None and before != ref:
            del self._documents[before][number]
        self._documents.setdefault(ref, {})[number] = document
        self._refs[number] = ref
        if int(number) >= self._last:
            self._last = int(number)
            self.link = document.get("link", "")

    @property
    def newest(self) -> str:
        """The number of the newest step."""
        return str(self._last)

    def drop(self, number: str) -> None:
        """Take a step away."""
        if number in self._refs:
            self._documents[self._refs.pop(number)].pop(number)

    def numbers(self, ref: str) -> tuple[str, ...]:
        """Return the document numbers of a request's trail, oldest first; of ``""`` those of erased steps."""
        return tuple(sorted(self._documents.get(ref, ()), key=int))

    def document(self, number: str) -> Document:
        """Return a step as it is kept."""
        return self._documents[self._refs[number]][number]

    def oldest(self, erased: Container[str] = ()) -> int:
        """Return the number of the oldest step of which more than its link is left, 0 if there is none.

        ``erased`` are about to be.
        """
        return min((int(number) for number, ref in self._refs.items() if ref and number not in erased), default=0)

    def of(self, ref: str) -> tuple[TrailEntry, ...]:
        """Return a request's trail, oldest first."""
        steps = ((number, self.document(number)) for number in self.numbers(ref))
        read = (records.record(Noted, step, f"trail {number}").entry for number, step in steps)
        return tuple(entry for entry in read if entry is not None)


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while a store is read: it would walk a growing heap that holds no garbage.

    Measured: half the time to open a store of 10,000 requests.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Index:
    """The shelves, one a table."""

    def __init__(self) -> None:
        self.requests = RequestShelf()
        self.letters = LetterShelf()
        self.marks = MarkShelf()
        self.trail = TrailShelf()
        self.tries: Shelf[Place, Attempt] = Shelf(lambda attempt: attempt.place)
        self.positions: Shelf[str, Position] = Shelf(lambda position: position.folder)
        self.standings: Shelf[str, Standing] = Shelf(lambda standing: standing.service)
        self.languages: Shelf[str, Spoken] = Shelf(lambda spoken: fold(spoken.address))
        self.asked: Shelf[tuple[str, str], Asked] = Shelf(lambda asked: (fold(asked.address), asked.what))
        self.tallies: Shelf[tuple[str, str, str, str], Tally] = Shelf(
            lambda tally: (tally.month, tally.service, tally.language.value, tally.outcome)
        )
        self.numbers: Shelf[int, Numbered] = Shelf(lambda numbered: numbered.year)
        self.clock: Shelf[str, Told] = Shelf(lambda _: "clock")
        self.volumes: Shelf[int, Edition] = Shelf(lambda edition: edition.year)
        self.shelves: dict[str, Shelf[Any, Any]] = {
            "requests": self.requests,
            "letters": self.letters,
            "marks": self.marks,
            "tries": self.tries,
            "positions": self.positions,
            "standings": self.standings,
            "languages": self.languages,
            "asked": self.asked,
            "tallies": self.tallies,
            "numbers": self.numbers,
            "clock": self.clock,
            "volumes": self.volumes,
        }

    @classmethod
    def of(cls, tables: Tables) -> Index:
        """Return the index of all tables; raise ``StoreDamaged`` for a document that is not what its table holds."""
        index = cls()
        for name, documents in tables.items():
            if name in TABLES:
                index.put(name, documents.items())
        return index

    def oldest_step(self, erased: Container[str] = ()) -> int:
        """Return the number of the oldest step that says something, be it archived; past the newest if none does."""
        found = (self.trail.oldest(erased), *(edition.first for edition in self.volumes))
        return min((number for number in found if number), default=int(self.trail.newest) + 1)

    def put(self, table: str, documents: Iterable[tuple[str, Document]]) -> None:
        """Take documents in."""
        for number, document in documents:
            where = f"table {table}, document {number}"
            if not number.isdecimal():
                raise StoreDamaged(f"{where}: not a document number")
            if table == "trail":
                self.trail.put(number, document, where)
            else:
                self.shelves[table].put(number, records.record(TABLES[table], document, where))

    def apply(self, change: Change) -> None:
        """Follow a change."""
        for table, numbers in change.delete.items():
            shelf = self.trail if table == "trail" else self.shelves[table]
            for number in numbers:
                shelf.drop(number)
        for table, documents in change.put.items():
            if table in TABLES:
                self.put(table, documents.items())
