"""JournalDB: a TinyDB whose commits cost one line and one sync, whatever its size, and are never torn.

Everything of TinyDB works on it; after ``close`` its file opens with plain ``TinyDB(path)``. Reads give copies, so
that nobody changes the store by accident. Leaves to ``storage`` what happens on the disk. It rests on the private
``Table._update_table`` and ``_read_table`` of TinyDB 4, which a test compares with plain TinyDB.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from mailflow.store.files import Files
from mailflow.store.lines import Change
from mailflow.store.storage import JOURNAL_AT_LEAST, JournalStorage


class Overlay(MutableMapping[int, Any]):
    """A table as an updater of TinyDB sees it: reads come from the live table, changes stay here.

    A document that is looked at is copied, because updaters change documents in place.
    """

    def __init__(self, live: Mapping[str, Any]) -> None:
        self._live = live
        self._touched: dict[int, Any] = {}
        self._added: dict[int, Any] = {}
        self._deleted: dict[int, None] = {}

    def __getitem__(self, number: int) -> Any:
        if number in self._added:
            return self._added[number]
        if number in self._deleted or str(number) not in self._live:
            raise KeyError(number)
        if number not in self._touched:
            self._touched[number] = copy.deepcopy(self._live[str(number)])
        return self._touched[number]

    def __setitem__(self, number: int, document: Any) -> None:
        if str(number) in self._live and number not in self._deleted:
            self._touched[number] = document
        else:
            self._added[number] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._added.pop(number, None)
        self._touched.pop(number, None)
        if str(number) in self._live:
            self._deleted[number] = None

    def __contains__(self, number: object) -> bool:
        return number in self._added or (str(number) in self._live and number not in self._deleted)

    def __iter__(self) -> Iterator[int]:
        yield from (int(number) for number in self._live if int(number) not in self._deleted)
        yield from self._added

    def __len__(self) -> int:
        return len(self._live) - len(self._deleted) + len(self._added)

    def clear(self) -> None:
        """Delete all documents."""
        self._touched.clear()
        self._added.clear()
        self._deleted = dict.fromkeys(int(number) for number in self._live)

    def change(self, name: str, *, exists: bool) -> Change | None:
        """Return what was changed, ``None`` if nothing was: an existing table, and every document as before."""
        changed = {
            str(number): document
            for number, document in self._touched.items()
            if json.dumps(document) != json.dumps(self._live[str(number)])
        }
        put = changed | {str(number): document for number, document in self._added.items()}
        if exists and not put and not self._deleted:
            return None
        deleted = tuple(str(number) for number in self._deleted)
        return Change(put={name: put}, delete={name: deleted} if deleted else {})


class JournalTable(Table):
    """A table that commits only what an updater has changed."""

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        storage = cast("JournalStorage", self._storage)
        overlay = Overlay(self._read_table())
        updater(cast("dict[int, Mapping[str, Any]]", overlay))
        change = overlay.change(self.name, exists=self.name in storage.tables)
        if change is not None:
            storage.commit(change)
        self.clear_cache()

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return a copy of one document, or copies of several, as TinyDB finds them."""
        return copy.deepcopy(super().get(*args, **kwargs))

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of all documents that match."""
        return copy.deepcopy(super().search(cond))

    def __iter__(self) -> Iterator[Document]:
        for document in super().__iter__():
            yield copy.deepcopy(document)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change all documents that match; they are found on the live table, so that only those are copied."""
        return super().update(fields, doc_ids=self._matching(cond) if doc_ids is None else doc_ids)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove all documents that match."""
        if cond is None and doc_ids is None:
            return super().remove()
        return super().remove(doc_ids=self._matching(cond) if doc_ids is None else doc_ids)

    def _matching(self, cond: QueryLike | None) -> list[int]:
        return [int(number) for number, document in self._read_table().items() if cond is None or cond(document)]


class JournalDB(TinyDB):
    """A TinyDB with a journal; opening raises ``StoreLocked``, ``StoreDamaged`` or ``StoreUnwritable``."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment] # TinyDB types it as narrowly as its default

    def __init__(self, path: str | Path, files: Files | None = None, journal_at_least: int = JOURNAL_AT_LEAST) -> None:
        super().__init__(path, files=files, journal_at_least=journal_at_least)

    @property
    def journal(self) -> JournalStorage:
        """The storage, with its tables and its commit number."""
        return cast("JournalStorage", self.storage)

    def commit(self, change: Change) -> Change:
        """Change several documents of several tables, all or none, in one line of the journal."""
        done = self.journal.commit(change)
        for table in self._tables.values():
            table.clear_cache()
            table._next_id = None  # noqa: SLF001 - TinyDB counts on from the last number it gave itself
        return done

    def compact(self) -> bool:
        """Write a snapshot and empty the journal; ``False`` if the disk refused, which loses nothing."""
        return self.journal.try_compact()
