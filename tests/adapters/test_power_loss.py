"""Power that is lost after any write or sync: the store opens with all that it promised, whatever reached the disk."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from mailflow.errors import StoreUnwritable
from mailflow.store.files import Files
from mailflow.store.journal import JournalDB
from mailflow.store.storage import recover
from tests.adapters.power import Content, Disk, RecordingDisk, losses
from tests.adapters.test_journal_crash import change, state_after


def commit(db: JournalDB, disk: RecordingDisk) -> None:
    disk.begin()
    db.commit(change(db.journal.number + 1))
    disk.acknowledge(db.journal.number)


def live(path: Path, disk: RecordingDisk) -> None:
    """A store's whole life: made, filled, a disk that is full for a while, a snapshot, an end, a second start."""
    db = JournalDB(path, files=disk)
    commit(db, disk)
    commit(db, disk)
    disk.full = True
    for _ in range(2):
        disk.begin()
        with pytest.raises(StoreUnwritable):
            db.commit(change(db.journal.number + 1))
    disk.full = False
    commit(db, disk)
    db.compact()
    commit(db, disk)
    commit(db, disk)
    db.close()
    db = JournalDB(path, files=disk)
    commit(db, disk)
    db.journal.abandon()


def laid(content: Content, folder: Path) -> Path:
    """Lay files into a new folder; return the path of the store in it."""
    folder.mkdir()
    for name, octets in content.items():
        (folder / name).write_bytes(octets)
    return folder / "store.json"


def held(path: Path, lowest: int, highest: int) -> int:
    """See that a store holds exactly the commits up to one of these; return up to which."""
    found = recover(path, Files())
    assert lowest <= found.number <= highest
    assert found.tables == state_after(found.number)
    return found.number


def test_whatever_a_loss_of_power_leaves_opens_with_all_that_was_promised(tmp_path: Path) -> None:
    home = tmp_path / "var" / "mailflow"
    disk = RecordingDisk()
    live(home / "store.json", disk)
    folders = (tmp_path / str(number) for number in count())
    once = again = 0
    for content, lowest, highest in losses(Disk(home), 0, disk.events):
        path = laid(content, next(folders))
        number = held(path, lowest, highest)
        once += 1
        # Power that comes back for a moment is lost again: while the store is opened, or at its next commit.
        before, disk = Disk.holding(path.parent), RecordingDisk()
        db = JournalDB(path, files=disk)
        commit(db, disk)
        db.journal.abandon()
        for content_again, lowest_again, highest_again in losses(before, number, disk.events):
            held(laid(content_again, next(folders)), lowest_again, highest_again)
            again += 1
    assert once > 50
    assert again > 10 * once
