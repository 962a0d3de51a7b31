"""TinyStore: the store port on a journalled TinyDB.

Leaves durability to ``journal``, finding to ``index``, and what a commit changes to ``draft``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailflow.ports import Commit
from mailflow.store.draft import draft
from mailflow.store.files import Files
from mailflow.store.index import Index, without_collection
from mailflow.store.journal import JournalDB
from mailflow.store.lookups import Lookups
from mailflow.store.migrations import migrate, plan, schema_of

META = "meta"
"""Written again with whatever erases: a journal that says so still holds what went, unless a snapshot followed it."""


class TinyStore(Lookups):
    """The one store that writes; made by ``open_store``."""

    def __init__(self, path: Path, files: Files | None = None) -> None:
        with without_collection():
            self._db = JournalDB(path, files=files)
            try:
                self._start()
            except BaseException:
                self._db.journal.abandon()
                raise

    def _start(self) -> None:
        storage = self._db.journal
        new = not storage.tables
        steps = plan(storage.tables, str(storage.path))
        if steps:
            storage.compact()
            storage.keep_copy(f"schema-{schema_of(storage.tables)}")
        migrate(storage.tables, steps)
        if new or steps:
            storage.compact()
        elif META in storage.touched:
            storage.try_compact()
        super().__init__(Index.of(storage.tables))

    def commit(self, commit: Commit) -> None:
        """Write it all as one line of the journal, durably; raise ``StoreUnwritable`` and change nothing if not."""
        change = draft(commit, self._index)
        if commit.erases and (change.put or change.delete):
            change = replace(change, put={**change.put, META: self._db.journal.tables[META]})
        if change.put or change.delete:
            self._index.apply(self._db.commit(change))
        if commit.erases:
            self._db.compact()

    def close(self) -> None:
        """Write the plain file and release the lock; never raises."""
        self._db.close()


def open_store(path: Path) -> TinyStore:
    """Open the store for writing, make it if there is none; ``StoreLocked``, ``StoreDamaged``, ``StoreUnwritable``."""
    return TinyStore(path)
