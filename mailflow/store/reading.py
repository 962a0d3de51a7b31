"""ReadOnlyStore: what was committed, for commands and pages that only look; takes no lock and makes no file.

Leaves writing to ``tinystore``.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.model.request import Archived
from mailflow.ports import Commit
from mailflow.store.archive import Archive, archive_of
from mailflow.store.files import Files
from mailflow.store.index import Index, without_collection
from mailflow.store.lookups import Lookups
from mailflow.store.migrations import migrate, plan, schema_of
from mailflow.store.storage import Recovered, journal_of, lock_of, recover

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
        whole = read_whole(self._path)
        self.close()
        super().__init__(whole.index, whole.archive)
        self._traces = traces
        return True

    def commit(self, commit: Commit) -> None:  # noqa: ARG002 - the port gives it
        """Refuse: only the store that holds the lock writes."""
        raise StoreUnwritable("this store was opened for reading")

    def archive(self, requests: tuple[Archived, ...]) -> None:  # noqa: ARG002 - the port gives it
        """Refuse as well."""
        raise StoreUnwritable("this store was opened for reading")

    def close(self) -> None:
        """Let go of the archive; a ``refresh`` opens it again."""
        if self._traces:
            self._archive.close()


@dataclass(frozen=True, slots=True)
class Whole:
    """A store as it lies on the disk, its archive open; ``schema`` is that of the files, ``index`` of today."""

    recovered: Recovered
    schema: int
    index: Index
    archive: Archive


def read_whole(path: Path) -> Whole:
    """Read it all; again if a writer emptied the journal, or replaced a volume of the archive, meanwhile.

    Raise ``StoreDamaged``, but not for what is wrong with the archive.
    """
    for _ in range(TRIES - 1):
        with suppress(StoreDamaged):
            whole = _read_once(path)
            if not whole.archive.missing:
                return whole
            whole.archive.close()
        time.sleep(PAUSE)
    return _read_once(path)


def _read_once(path: Path) -> Whole:
    files = Files()
    with without_collection():
        found = recover(path, files)
        schema = schema_of(found.tables)
        migrate(found.tables, plan(found.tables, str(path)))
        index = Index.of(found.tables)
    return Whole(found, schema or 0, index, Archive(path, index, files, mend=False))


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


def size(path: Path) -> int:
    """Return how many octets snapshot, journal and archive take."""
    traces = (_trace(file) for file in (path, journal_of(path), *archive_of(path).glob("*")))
    return sum(trace[1] for trace in traces if trace)


def read_store(path: Path) -> ReadOnlyStore:
    """Read the store without the lock, also while it is being written; raise ``StoreDamaged``."""
    return ReadOnlyStore(path)
