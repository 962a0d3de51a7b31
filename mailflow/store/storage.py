"""What keeps the tables: memory while open, a journal for each commit, a snapshot now and then, one lock.

A commit is one line appended and synced, and only then applied to memory. Replaying a journal over a snapshot that
already holds its beginning changes nothing, so that a crash between the two writings does no harm. Leaves to
``journal`` the TinyDB face and to ``lines`` and ``snapshot`` the formats.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tinydb.storages import Storage

from mailflow.errors import StoreDamaged, StoreLocked, StoreUnwritable
from mailflow.store import lines, snapshot
from mailflow.store.files import Files
from mailflow.store.lines import Change, Tables, Tail
from mailflow.store.snapshot import Snapshot

log = logging.getLogger(__name__)

JOURNAL_AT_LEAST = 4 * 1024 * 1024
"""Journals up to this many octets are left alone; beyond it they may grow as large as the snapshot."""


def journal_of(path: Path) -> Path:
    """Return the journal that belongs to a store file."""
    return path.with_name(path.name + ".journal")


def lock_of(path: Path) -> Path:
    """Return the lock file that belongs to a store file."""
    return path.with_name(path.name + ".lock")


def apply(tables: Tables, change: Change) -> None:
    """Do a change to tables in memory; its documents become part of them."""
    for name in change.drop:
        tables.pop(name, None)
    for name, gone in change.delete.items():
        table = tables.get(name, {})
        for number in gone:
            table.pop(number, None)
    for name, documents in change.put.items():
        tables.setdefault(name, {}).update(documents)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What snapshot and journal hold together, after commit ``number`` with checksum ``sum``."""

    tables: Tables
    number: int
    sum: str
    tail: Tail


def recover(path: Path, files: Files) -> Recovered:
    """Read snapshot and journal; raise ``StoreDamaged`` if they are not exactly what was committed.

    The journal is read first: a writer puts a new snapshot in place before it empties the journal, so that whatever
    snapshot is found afterwards joins the lines that were read.
    """
    try:
        journal = files.read(journal_of(path)) or b""
        data = files.read(path)
    except OSError as error:
        raise StoreUnwritable(f"{path}: can't be read: {error.strerror}") from error
    base = snapshot.decode(data, str(path)) if data is not None else Snapshot()
    tail = lines.read(journal, str(journal_of(path)))
    tables, number, last = base.tables, base.number, base.sum
    for place, line in enumerate(tail.lines, start=1):
        wrong = line.sum != last if line.number == number else line.number > number and line.previous != last
        if wrong or line.number > number + 1:
            raise StoreDamaged(
                f"{journal_of(path)}: line {place} (commit {line.number}) does not continue {path.name}, "
                f"which ends with commit {base.number}; the two files are not of one store"
            )
        if line.number > number:
            apply(tables, line.change)
            number, last = line.number, line.sum
    return Recovered(tables, number, last, tail)


def put_in_place(files: Files, target: Path, data: bytes, like: Path) -> None:
    """Write a file beside its target, sync it, rename it, and sync the name; ``like`` gives the permissions.

    Raise ``StoreUnwritable`` and leave the target as it was.
    """
    new = target.with_name(target.name + ".new")
    try:
        descriptor = files.create(new, like=like)
        try:
            files.write(descriptor, data)
            files.sync(descriptor)
        finally:
            files.close(descriptor)
        files.replace(new, target)
        files.sync_directory(target.parent)
    except OSError as error:
        try_remove(files, new)
        raise StoreUnwritable(f"{target}: {error.strerror}") from error


def try_remove(files: Files, path: Path) -> None:
    """Remove a file if it is there and the disk lets us; else say so in the log."""
    try:
        files.remove(path)
    except OSError as error:
        log.warning("not_removed", extra={"facts": {"file": str(path), "why": error.strerror}})


class JournalStorage(Storage):
    """The storage of ``JournalDB``. ``files`` is the seam for faults.

    ``touched`` are the tables that the journal put something into when it was opened.
    """

    def __init__(self, path: str | Path, files: Files | None = None, journal_at_least: int = JOURNAL_AT_LEAST) -> None:
        self.path = Path(os.path.realpath(path))
        self._files = files or Files()
        self._least = journal_at_least
        self._lock = self._take_lock()
        self._journal = -1
        self._dirty = False
        self._length = self._compact_at = 0
        self.tables: Tables = {}
        self.touched: frozenset[str] = frozenset()
        self.number = 0
        self.sum = lines.START
        try:
            self._open()
        except OSError as error:
            self._release()
            raise StoreUnwritable(f"{self.path}: {error.strerror}") from error
        except BaseException:
            self._release()
            raise

    def read(self) -> Tables | None:
        """Return the tables (the outer mapping is a copy, the tables are the live ones)."""
        return dict(self.tables) or None

    def write(self, data: Tables) -> None:
        """Take over tables as a whole, as TinyDB does when it drops tables."""
        gone = tuple(name for name in self.tables if data.get(name) is not self.tables[name])
        put = {name: documents for name, documents in data.items() if self.tables.get(name) is not documents}
        if gone or put:
            self.commit(Change(put=put, drop=gone))

    def commit(self, change: Change) -> Change:
        """Write a change durably, apply it, and return it as JSON made it.

        Raise ``StoreUnwritable`` and change nothing if it can't be written; ``TypeError`` or ``ValueError`` if JSON
        can't hold it.
        """
        if self._journal < 0:
            raise StoreUnwritable(f"{self.path}: the store is closed")
        data, line = lines.encode(self.number + 1, self.sum, change)
        try:
            if self._dirty:
                self._rewind()
            self._dirty = True
            self._files.write(self._journal, data)
            self._files.sync(self._journal)
        except OSError as error:
            self._try_rewind()
            raise StoreUnwritable(f"{journal_of(self.path)}: {error.strerror}; nothing was committed") from error
        apply(self.tables, line.change)
        self.number, self.sum = line.number, line.sum
        self._length += len(data)
        self._dirty = False
        if self._length > self._compact_at:
            self.try_compact()
        return line.change

    def try_compact(self) -> bool:
        """Write a snapshot and empty the journal; ``False`` if it did not work, which loses nothing."""
        try:
            self.compact()
        except StoreUnwritable as error:
            self._compact_at = self._length + self._least
            log.warning("no_snapshot", extra={"facts": {"why": str(error)}})
            return False
        return True

    def keep_copy(self, word: str) -> None:
        """Keep the snapshot as it is on the disk under another name, before it is replaced for good."""
        data = self._files.read(self.path)
        if data is not None:
            put_in_place(self._files, self.path.with_name(f"{self.path.name}.{word}"), data, like=self.path)

    def abandon(self) -> None:
        """Release the lock and write nothing."""
        self._release()

    def close(self) -> None:
        """Write a snapshot, empty the journal and release the lock; never raises."""
        if self._journal < 0:
            return
        if (self._length or self._dirty or not self.path.exists()) and not self.try_compact() and self._dirty:
            self._try_rewind()
        self._release()

    def _take_lock(self) -> int:
        try:
            self._files.make_directory(self.path.parent)
            return self._files.lock(lock_of(self.path))
        except BlockingIOError:
            holder = (self._files.read(lock_of(self.path)) or b"").decode("ascii", "replace")
            raise StoreLocked(f"{self.path}: another mailflow (process {holder}) has this store open") from None
        except OSError as error:
            raise StoreUnwritable(f"{self.path}: {error.strerror}") from error

    def _open(self) -> None:
        recovered = recover(self.path, self._files)
        self.tables, self.number, self.sum = recovered.tables, recovered.number, recovered.sum
        self.touched = frozenset(name for line in recovered.tail.lines for name in line.change.put)
        self._journal = self._files.open(journal_of(self.path))
        self._length = recovered.tail.good
        torn = os.fstat(self._journal).st_size - self._length
        if torn and not recovered.tail.unended:
            log.warning("journal_cut", extra={"facts": {"file": str(self.path), "octets": torn}})
        self._set_limit()
        self._rewind()
        if recovered.tail.unended:
            self._files.write(self._journal, b"\n")
            self._length += 1
            self._files.sync(self._journal)
        self._files.sync_directory(self.path.parent)

    def _rewind(self) -> None:
        """Cut the journal back to its last good line: what follows was never acknowledged."""
        self._files.truncate(self._journal, self._length)
        self._files.sync(self._journal)
        self._dirty = False

    def _try_rewind(self) -> None:
        try:
            self._rewind()
        except OSError as error:
            log.warning("journal_not_cut", extra={"facts": {"file": str(self.path), "why": error.strerror}})

    def compact(self) -> None:
        """Put a new snapshot in place and, only when it is sure to stay there, empty the journal.

        Raise ``StoreUnwritable`` if the disk refuses; then the journal still holds what the old snapshot lacks.
        """
        data = snapshot.encode(Snapshot(self.tables, self.number, self.sum))
        put_in_place(self._files, self.path, data, like=self.path)
        try:
            self._files.truncate(self._journal, 0)
            self._length = 0
            self._rewind()
        except OSError as error:
            raise StoreUnwritable(f"{journal_of(self.path)}: {error.strerror}") from error
        self._set_limit()

    def _set_limit(self) -> None:
        size = self.path.stat().st_size if self.path.exists() else 0
        self._compact_at = max(self._least, size)

    def _release(self) -> None:
        """Let go of journal and lock; the lock file stays, because removing it would race with the next opener."""
        for descriptor in (self._journal, self._lock):
            if descriptor >= 0:
                with suppress(OSError):  # The kernel has let go of it all the same.
                    self._files.close(descriptor)
        self._journal = self._lock = -1
