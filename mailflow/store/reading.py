"""ReadOnlyStore: what was committed, for commands and pages that only look; takes no lock and makes no file.

Leaves writing to ``tinystore``.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.ports import Commit
from mailflow.store.files import Files
from mailflow.store.index import Index, without_collection
from mailflow.store.lookups import Lookups
from mailflow.store.migrations import migrate, plan
from mailflow.store.storage import journal_of, lock_of, recover

TRIES = 5
PAUSE = 0.02

Traces = tuple[tuple[int, int, int] | None, ...]


class ReadOnlyStore(Lookups):
    """The store as it was when it was read or last refreshed; made by ``read_store``. An absent store is empty."""

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.realpath(path))
        self._traces: Traces = ()
        self.refresh()

    def refresh(self) -> bool:
        """Read again if anything was committed since, and say whether it was. Raise ``StoreDamaged``."""
        traces = tuple(_trace(path) for path in (journal_of(self._path), self._path))
        if self._traces == traces:
            return False
        super().__init__(self._read())
        self._traces = traces
        return True

    def commit(self, commit: Commit) -> None:  # noqa: ARG002 - the port gives it
        """Refuse: only the store that holds the lock writes."""
        raise StoreUnwritable("this store was opened for reading")

    def close(self) -> None:
        """Do nothing: nothing is held."""

    def _read(self) -> Index:
        """Read both files; again if a writer emptied the journal just while it was read."""
        for _ in range(TRIES - 1):
            try:
                return self._read_once()
            except StoreDamaged:
                time.sleep(PAUSE)
        return self._read_once()

    def _read_once(self) -> Index:
        with without_collection():
            tables = recover(self._path, Files()).tables
            migrate(tables, plan(tables, str(self._path)))
            return Index.of(tables)


def _trace(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from a changed one, ``None`` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def in_use(path: Path) -> bool:
    """Say whether a process holds the lock; one that may not be looked at counts as free."""
    try:
        return Files().locked(lock_of(path))
    except OSError:
        return False


def holder(path: Path) -> int:
    """Return the number of the process that holds the lock, 0 if nobody does or it can't be told."""
    if not in_use(path):
        return 0
    with suppress(OSError, ValueError):
        return int(lock_of(path).read_text(encoding="ascii"))
    return 0


def sizes(path: Path) -> tuple[int, int]:
    """Return how many octets snapshot and journal take, 0 for one that isn't there."""
    traces = (_trace(path), _trace(journal_of(path)))
    snapshot, journal = (trace[1] if trace else 0 for trace in traces)
    return snapshot, journal


def read_store(path: Path) -> ReadOnlyStore:
    """Read the store without the lock, also while it is being written; raise ``StoreDamaged``."""
    return ReadOnlyStore(path)
