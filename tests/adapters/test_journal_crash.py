"""The journal under crashes and failing disks: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import copy
import errno
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.store.files import Files
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change
from mailflow.store.snapshot import HEADER
from mailflow.store.storage import journal_of, recover
from tests.adapters.disks import DyingDisk, FailingDisk, PowerCut

Tables = dict[str, Any]


def change(number: int) -> Change:
    """Several documents of several tables: one overwritten each time, one new, one that goes away later."""
    delete = {"passing": (str(number - 2),)} if number > 2 else {}
    return Change(
        put={
            "state": {"1": {"last": number, "text": "é" * (number % 5)}},
            "trail": {str(number): {"step": number}},
            "passing": {str(number): {"for": "two commits"}},
        },
        delete=delete,
    )


def commit(db: JournalDB, count: int) -> Iterator[Tables]:
    for _ in range(count):
        db.commit(change(db.journal.number + 1))
        yield copy.deepcopy(db.journal.tables)


def state_after(number: int) -> Tables:
    """What the tables hold after so many commits, worked out without the store."""
    if not number:
        return {}
    return {
        "state": {"1": {"last": number, "text": "é" * (number % 5)}},
        "trail": {str(one): {"step": one} for one in range(1, number + 1)},
        "passing": {str(one): {"for": "two commits"} for one in range(max(1, number - 1), number + 1)},
    }


def reopened(path: Path) -> Tables:
    db = JournalDB(path)
    tables = copy.deepcopy(db.journal.tables)
    db.journal.abandon()
    return tables


@pytest.mark.parametrize("in_snapshot", [0, 4])
def test_every_prefix_of_the_journal_opens_as_a_prefix_of_the_commits(tmp_path: Path, in_snapshot: int) -> None:
    path = tmp_path / "store.json"
    with JournalDB(path) as db:
        list(commit(db, in_snapshot))
    db = JournalDB(path)
    list(commit(db, 6))
    db.journal.abandon()
    data = journal_of(path).read_bytes()
    for length in range(len(data) + 1):
        journal_of(path).write_bytes(data[:length])
        whole = data[:length].count(b"\n") + (data[length : length + 1] == b"\n")
        assert recover(path, Files()).tables == state_after(in_snapshot + whole)


@pytest.mark.parametrize("left", [0, 1, 40, -1])
def test_commits_continue_after_a_torn_line(tmp_path: Path, left: int, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "store.json"
    db = JournalDB(path)
    list(commit(db, 3))
    db.journal.abandon()
    data = journal_of(path).read_bytes()
    third = data[:-1].rindex(b"\n") + 1
    journal_of(path).write_bytes(data[: third + left] if left >= 0 else data[:-1])
    kept = 2 if left >= 0 else 3
    assert reopened(path) == state_after(kept)
    cut = [record.__dict__["facts"]["octets"] for record in caplog.records if record.message == "journal_cut"]
    assert cut == ([left] if left > 0 else [])
    db = JournalDB(path)
    list(commit(db, 2))
    db.journal.abandon()
    assert reopened(path) == state_after(kept + 2)


def test_a_hole_that_a_power_cut_left_in_the_last_line_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    db = JournalDB(path)
    list(commit(db, 3))
    db.journal.abandon()
    data = journal_of(path).read_bytes()
    start = data[:-1].rindex(b"\n") + 1
    journal_of(path).write_bytes(data[:start] + bytes(100) + data[start + 100 :])
    assert reopened(path) == state_after(2)
    journal_of(path).write_bytes(data[:start] + bytes(4096))
    assert reopened(path) == state_after(2)


def test_a_hole_in_the_middle_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    db = JournalDB(path)
    list(commit(db, 3))
    db.journal.abandon()
    data = journal_of(path).read_bytes()
    journal_of(path).write_bytes(bytes(20) + data[20:])
    with pytest.raises(StoreDamaged, match=r"store\.json\.journal: line 1 is damaged"):
        JournalDB(path)
    assert journal_of(path).read_bytes() == bytes(20) + data[20:]


def live(path: Path, disk: DyingDisk, acknowledged: list[int]) -> None:
    """A store's whole life: open, commits, a snapshot in between, more commits, close."""
    db = None
    try:
        db = JournalDB(path, files=disk)
        for _ in range(3):
            list(commit(db, 1))
            acknowledged.append(db.journal.number)
        db.compact()
        for _ in range(2):
            list(commit(db, 1))
            acknowledged.append(db.journal.number)
        db.close()
    except PowerCut:
        if db is not None:
            db.journal.abandon()
        raise


def test_a_death_at_any_step_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    disk = DyingDisk()
    live(tmp_path / "whole.json", disk, [])
    steps = len(disk.steps)
    assert steps > 20
    for step in range(1, steps + 1):
        path, disk, acknowledged = tmp_path / f"{step}.json", DyingDisk(), [0]
        disk.die_at(step)
        with pytest.raises(PowerCut):
            live(path, disk, acknowledged)
        found = recover(path, Files())
        assert found.number in (acknowledged[-1], acknowledged[-1] + 1)
        assert found.tables == state_after(found.number)
        with JournalDB(path) as db:
            list(commit(db, 1))
        with TinyDB(path) as plain:
            assert {doc["step"] for doc in plain.table("trail")} == set(range(1, found.number + 2))


def test_a_death_during_recovery_loses_nothing_either(tmp_path: Path) -> None:
    for step in range(1, 6):
        path, disk = tmp_path / f"{step}.json", DyingDisk()
        db = JournalDB(path)
        list(commit(db, 3))
        db.journal.abandon()
        journal_of(path).write_bytes(journal_of(path).read_bytes()[:-1])
        disk.die_at(step)
        with suppress(PowerCut):
            JournalDB(path, files=disk).journal.abandon()
        assert reopened(path) == state_after(3)


FAULTS = [
    pytest.param(("write",), errno.ENOSPC, id="disk-full"),
    pytest.param(("sync",), errno.EIO, id="input-output-error-at-sync"),
    pytest.param(("write", "truncate"), errno.EIO, id="dead-disk"),
    pytest.param(("sync", "truncate"), errno.EIO, id="dead-at-sync"),
    pytest.param(("write", "truncate", "sync", "create", "replace"), errno.EROFS, id="read-only"),
]


@pytest.mark.parametrize(("failing", "error"), FAULTS)
def test_a_commit_that_can_not_be_written_changes_nothing_and_the_next_one_works(
    tmp_path: Path, failing: tuple[str, ...], error: int
) -> None:
    path, disk = tmp_path / "store.json", FailingDisk(*failing, error=error)
    db = JournalDB(path, files=disk)
    list(commit(db, 2))
    disk.broken = True
    for _ in range(3):
        with pytest.raises(StoreUnwritable, match="nothing was committed"):
            list(commit(db, 1))
        assert db.journal.tables == state_after(2)
    with pytest.raises(StoreUnwritable):
        db.table("state").update({"last": 99})
    assert db.table("state").get(doc_id=1) == {"last": 2, "text": "éé"}
    disk.broken = False
    list(commit(db, 2))
    db.journal.abandon()
    assert reopened(path) == state_after(4)


@pytest.mark.parametrize(("failing", "error"), FAULTS)
def test_a_close_on_a_failing_disk_leaves_exactly_what_was_committed(
    tmp_path: Path, failing: tuple[str, ...], error: int
) -> None:
    path, disk = tmp_path / "store.json", FailingDisk(*failing, error=error)
    db = JournalDB(path, files=disk)
    list(commit(db, 3))
    disk.broken = True
    db.close()
    assert reopened(path) == state_after(3)


@pytest.mark.parametrize("step", ["create", "write", "sync", "replace", "sync_directory", "truncate", "remove"])
def test_a_snapshot_that_fails_at_any_step_loses_nothing_and_is_made_later(tmp_path: Path, step: str) -> None:
    path, disk = tmp_path / "store.json", FailingDisk(step, "remove")
    db = JournalDB(path, files=disk)
    list(commit(db, 3))
    disk.broken = True
    done = db.compact()
    assert done is (step == "remove")
    disk.broken = False
    list(commit(db, 2))
    assert recover(path, Files()).tables == state_after(5)
    assert db.compact()
    assert journal_of(path).stat().st_size == 0
    db.close()
    with TinyDB(path) as plain:
        assert plain.tables() == {HEADER, "state", "trail", "passing"}


def test_a_disk_that_fails_while_the_store_is_opened_says_so_and_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with JournalDB(path) as db:
        list(commit(db, 3))
    for step in ("truncate", "sync", "sync_directory"):
        disk = FailingDisk(step)
        disk.broken = True
        with pytest.raises(StoreUnwritable):
            JournalDB(path, files=disk)
    assert reopened(path) == state_after(3)


def test_the_journal_is_folded_into_the_snapshot_when_it_outgrows_it(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    db = JournalDB(path, journal_at_least=2_000)
    sizes = []
    for _ in commit(db, 300):
        sizes.append(journal_of(path).stat().st_size)
        snapshot = path.stat().st_size if path.exists() else 0
        assert sizes[-1] <= max(2_000, snapshot) + 500
    assert sizes.count(0) < 30, "The work for snapshots stays in proportion to what is written."
    db.journal.abandon()
    assert reopened(path) == state_after(300)


def test_an_interrupted_commit_is_not_there_for_the_next_one(tmp_path: Path) -> None:
    class Interrupted(Files):
        armed = False

        def sync(self, descriptor: int) -> None:
            if self.armed:
                self.armed = False
                raise KeyboardInterrupt
            super().sync(descriptor)

    path, files = tmp_path / "store.json", Interrupted()
    db = JournalDB(path, files=files)
    list(commit(db, 1))
    files.armed = True
    with pytest.raises(KeyboardInterrupt):
        list(commit(db, 1))
    list(commit(db, 1))
    db.journal.abandon()
    assert reopened(path) == state_after(2)


def test_a_closed_store_refuses_commits(tmp_path: Path) -> None:
    db = JournalDB(tmp_path / "store.json")
    db.close()
    db.close()
    with pytest.raises(StoreUnwritable, match="closed"):
        list(commit(db, 1))
