"""Power that is lost after any write or sync: the store opens with all that it promised, whatever reached the disk."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest

from mailflow.errors import StoreUnwritable
from mailflow.model.effect import TrailEntry
from mailflow.ports import Commit
from mailflow.store import TinyStore, open_store
from mailflow.store.files import Files
from mailflow.store.journal import JournalDB
from mailflow.store.maintenance import check
from mailflow.store.storage import recover
from tests.adapters.power import Content, Disk, RecordingDisk, losses
from tests.adapters.shelved import NOW, REFS, answers, fill, octets, person, short
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
    for name, data in content.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
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


def archived_life(path: Path, disk: RecordingDisk) -> list[dict[str, tuple[object, ...]]]:
    """Requests are archived, come back, are archived again and go; return what the store said after each step."""
    store = TinyStore(path, disk)
    said = [answers(store)]
    steps = (
        lambda: store.archive(short(REFS[0], REFS[2])),
        lambda: store.commit(Commit(trail=((REFS[0], TrailEntry(NOW, "hr", "note")),))),
        lambda: store.archive(short(REFS[0])),
        lambda: store.commit(Commit(removed=(REFS[2],))),
    )
    for number, step in enumerate(steps, start=1):
        disk.begin()
        step()
        disk.acknowledge(number)
        said.append(answers(store))
    store.close()
    return said


class LastingDisk(Files):
    """A disk that never loses power: to look at what another one has left, nothing has to be synced."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_directory(self, path: Path) -> None:
        pass


def test_whatever_a_loss_of_power_leaves_of_an_archive_fits_the_store_and_nobody_is_lost(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    store = open_store(home / "store.json")
    fill(store, REFS[0], REFS[2])
    store.close()
    before, disk = Disk.holding(home), RecordingDisk()
    said = archived_life(home / "store.json", disk)
    folders = (tmp_path / str(number) for number in count())
    found = 0
    for content, lowest, highest in losses(before, 0, disk.events):
        path = laid(content, next(folders))
        store = TinyStore(path, LastingDisk())
        assert answers(store) in said[lowest : highest + 1]
        gone = [ref for ref in REFS if store.request(ref) is None]
        assert [ref for ref in gone if person(ref).encode() in octets(path)] == []
        store.close()
        assert check(path).remarks == ()
        shutil.rmtree(path.parent)
        found += 1
    assert found > 300
