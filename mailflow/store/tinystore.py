"""TinyStore: the store port on a journalled TinyDB.

Leaves durability to ``journal`` and ``archive``, finding to ``index``, and what a commit changes to ``draft`` and
``shelving``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mailflow.model.request import Archived
from mailflow.ports import Commit
from mailflow.store import records, shelving
from mailflow.store.archive import Archive
from mailflow.store.bundle import Bundle
from mailflow.store.draft import draft
from mailflow.store.files import Files
from mailflow.store.index import Index, without_collection
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change
from mailflow.store.lookups import Lookups
from mailflow.store.migrations import migrate, plan, schema_of
from mailflow.store.records import Edition

log = logging.getLogger(__name__)

META = "meta"
"""Written again with whatever erases: a journal that says so still holds what went, unless a snapshot followed it."""


class TinyStore(Lookups):
    """The one store that writes; made by ``open_store``."""

    def __init__(self, path: Path, files: Files | None = None) -> None:
        self._files = files or Files()
        with without_collection():
            self._db = JournalDB(path, files=self._files)
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
        index = Index.of(storage.tables)
        super().__init__(index, Archive(storage.path, index, self._files, mend=True))
        for edition in self._archive.missing:
            log.error("archive_missing", extra={"facts": {"file": edition}})

    def commit(self, commit: Commit) -> None:
        """Write it all as one line of the journal, durably; raise ``StoreUnwritable`` and change nothing if not.

        What it says something of comes back from the archive before that, in a commit of its own: it changes no answer.
        """
        self._bring_back(shelving.named(commit, self._archive))
        change = draft(commit, self._index)
        if commit.erases and (change.put or change.delete):
            change = replace(change, put={**change.put, META: self._db.journal.tables[META]})
        if change.put or change.delete:
            self._index.apply(self._db.commit(change))
        if commit.erases:
            self._db.compact()

    def archive(self, requests: tuple[Archived, ...]) -> None:
        """Write these requests into the volumes of their years, then take them out of the tables in one commit."""
        tables, links = self._db.journal.tables, self._archive.links()
        bundles, change = shelving.going(requests, self._index, tables, links)
        if bundles:
            self._move(change, self._archive.rewrite((), bundles))

    def close(self) -> None:
        """Write the plain file and release the lock; never raises."""
        self._archive.close()
        self._db.close()

    def _bring_back(self, bundles: list[Bundle]) -> None:
        if bundles:
            change = shelving.coming(bundles, self._index)
            self._move(change, self._archive.rewrite([bundle.ref for bundle in bundles], ()))

    def _move(self, change: Change, editions: Mapping[int, Edition | None]) -> None:
        """Commit what moves, together with the editions of the archive that count from then on."""
        shelf = self._index.volumes
        numbers = {year: shelf.number(year) or shelf.fresh() for year in editions}
        named = {numbers[year]: records.document(edition) for year, edition in editions.items() if edition}
        empty = tuple(numbers[year] for year, edition in editions.items() if edition is None)
        put, delete = {**change.put, "volumes": named}, {**change.delete, "volumes": empty}
        self._index.apply(self._db.commit(replace(change, put=put, delete=delete)))
        self._archive.follow()


def open_store(path: Path) -> TinyStore:
    """Open the store for writing, make it if there is none; ``StoreLocked``, ``StoreDamaged``, ``StoreUnwritable``."""
    return TinyStore(path)
