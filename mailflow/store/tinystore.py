"""TinyStore: the store port on a journalled TinyDB, and its reading twin that needs no lock.

Leaves durability to ``journal`` and finding to ``index``; here a commit becomes one change of several tables.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mailflow.errors import StoreUnwritable
from mailflow.ports import Asked, Commit
from mailflow.store import records
from mailflow.store.files import Files
from mailflow.store.index import Index
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change, Document
from mailflow.store.lookups import Lookups
from mailflow.store.migrations import SCHEMA, migrate, schema_of
from mailflow.store.records import TABLES, Noted, Numbered, Spoken, Told
from mailflow.store.request_shelf import ref_key
from mailflow.store.storage import recover


class Draft:
    """A commit on its way to a change: which document of which table each record becomes."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._put: dict[str, dict[str, Document]] = {}
        self._delete: dict[str, dict[str, None]] = {}
        self._numbers: dict[tuple[str, Any], str] = {}

    def keep(self, table: str, record: Any) -> None:
        """Put a record in the place of the one with its key."""
        shelf = self._index.shelves[table]
        key = shelf.key(record)
        number = self._numbers.get((table, key)) or shelf.number(key) or shelf.fresh()
        self._numbers[table, key] = number
        self._add(table, number, record)

    def append(self, noted: Noted) -> None:
        """Add a step to a trail."""
        self._add("trail", self._index.trail.fresh(), noted)

    def forget(self, table: str, key: Any) -> None:
        """Take the record with this key away."""
        number = self._index.shelves[table].number(key)
        if number is not None:
            self._delete.setdefault(table, {})[number] = None

    def change(self) -> Change:
        """Return all of it."""
        return Change(self._put, {table: tuple(numbers) for table, numbers in self._delete.items()})

    def _add(self, table: str, number: str, record: Any) -> None:
        """Convert there and back before anything is written: what can't be read again must not be committed."""
        document = records.document(record)
        records.record(TABLES[table], document, f"new document for {table}")
        self._put.setdefault(table, {})[number] = document


class TinyStore(Lookups):
    """The one store that writes; made by ``open_store``."""

    def __init__(self, path: Path, files: Files | None = None) -> None:
        self._db = JournalDB(path, files=files)
        try:
            self._start()
        except BaseException:
            self._db.journal.abandon()
            raise

    def _start(self) -> None:
        storage = self._db.journal
        before = schema_of(storage.tables)
        if before not in (None, SCHEMA):
            storage.compact()
            storage.keep_copy(f"schema-{before}")
        if migrate(storage.tables, str(storage.path)):
            storage.compact()
        super().__init__(Index.of(storage.tables))

    def commit(self, commit: Commit) -> None:
        """Write it all as one line of the journal, durably; raise ``StoreUnwritable`` and change nothing if not."""
        draft = Draft(self._index)
        self._draft(commit, draft)
        change = draft.change()
        if change.put or change.delete:
            self._index.apply(self._db.commit(change))

    def close(self) -> None:
        """Write the plain file and release the lock; never raises."""
        self._db.close()

    def _draft(self, commit: Commit, draft: Draft) -> None:
        for request in commit.requests:
            draft.keep("requests", request)
        for ref, entry in commit.trail:
            draft.append(Noted(ref, entry))
        for letter in commit.letters:
            draft.keep("letters", letter)
        for mark in commit.marks:
            draft.keep("marks", mark)
        for standing in commit.standings:
            draft.keep("standings", standing)
        for address, language in commit.languages:
            draft.keep("languages", Spoken(address, language))
        if commit.position:
            draft.keep("positions", commit.position)
        self._draft_attempt(commit, draft)
        self._draft_highest(commit, draft)

    def _draft_attempt(self, commit: Commit, draft: Draft) -> None:
        if commit.attempt and commit.attempt.count:
            draft.keep("attempts", commit.attempt)
        elif commit.attempt:
            draft.forget("attempts", commit.attempt.digest)

    def _draft_highest(self, commit: Commit, draft: Draft) -> None:
        """Note what only grows: the numbers given, the clock, and when somebody was last answered."""
        highest: dict[int, int] = {}
        for request in commit.requests:
            year, number, _ = ref_key(request.ref)
            known = self._index.numbers.get(year)
            if number > max(highest.get(year, 0), known.last if known else 0):
                highest[year] = number
        for year, number in highest.items():
            draft.keep("numbers", Numbered(year, number))
        for asked in _latest(commit.asked):
            before = self.asked(asked.address, asked.what)
            if before is None or asked.at > before:
                draft.keep("asked", asked)
        told = self.clock()
        if commit.clock and (told is None or commit.clock > told):
            draft.keep("clock", Told(commit.clock))


class ReadOnlyStore(Lookups):
    """What was committed when it was read, for commands and pages that only look; made by ``read_store``."""

    def __init__(self, path: Path) -> None:
        path = Path(os.path.realpath(path))
        tables = recover(path, Files()).tables
        migrate(tables, str(path))
        super().__init__(Index.of(tables))

    def commit(self, commit: Commit) -> None:  # noqa: ARG002 - the port gives it
        """Refuse: only the store that holds the lock writes."""
        raise StoreUnwritable("this store was opened for reading")

    def close(self) -> None:
        """Do nothing: nothing is held."""


def _latest(asked: tuple[Asked, ...]) -> list[Asked]:
    """Return them oldest first, so that of two in one commit the later one stays."""
    return sorted(asked, key=lambda one: one.at)


def open_store(path: Path) -> TinyStore:
    """Open the store for writing, make it if there is none; ``StoreLocked``, ``StoreDamaged``, ``StoreUnwritable``."""
    return TinyStore(path)


def read_store(path: Path) -> ReadOnlyStore:
    """Read the store without the lock, also while it is being written; an absent one is empty. ``StoreDamaged``."""
    return ReadOnlyStore(path)
