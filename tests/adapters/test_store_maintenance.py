"""What an operator does with the store: check, back up while it runs, compact, and save what is left of a damaged one."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from mailflow.errors import StoreDamaged, StoreLocked, StoreUnwritable
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Person, Request, Visit
from mailflow.model.words import Language, LetterKind, Role
from mailflow.ports import Commit
from mailflow.store import TinyStore, open_store, read_store
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change
from mailflow.store.maintenance import check, compact, export, salvage
from mailflow.store.storage import journal_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def a_request(number: int) -> Request:
    return Request(f"ONT-2026-{number:04d}", 1, NOW, Language.NL, Person(f"p{number}@ocmw.example"))


def commit(store: TinyStore, *numbers: int) -> None:
    for number in numbers:
        request = a_request(number)
        store.commit(Commit(requests=(request,), trail=((request.ref, TrailEntry(NOW, "requester", "asked")),)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two requests in the snapshot and three in the journal, left by a kill."""
    path = tmp_path / "store.json"
    store = open_store(path)
    commit(store, 1, 2)
    store.close()
    store = open_store(path)
    commit(store, 3, 4, 5)
    store._db.journal.abandon()
    return path


def damage(path: Path, line: int) -> None:
    lines = journal_of(path).read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b"requester", b"requestor")
    journal_of(path).write_bytes(b"".join(lines))


def test_check_counts_and_changes_nothing(path: Path) -> None:
    with journal_of(path).open("ab") as journal:
        journal.write(b'["torn')
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()}
    health = check(path)
    assert (health.schema, health.counts["requests"], health.counts["trail"]) == (1, 5, 5)
    assert (health.commits, health.journal_lines, health.torn) == (5, 3, 6)
    assert (health.in_use, health.remarks) == (False, ())
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()} == before


def test_check_says_whether_the_store_is_in_use(path: Path) -> None:
    store = open_store(path)
    assert check(path).in_use
    store.close()
    assert not check(path).in_use


def test_check_remarks_what_does_not_fit_together(path: Path) -> None:
    letter = Letter(
        "1@x", "AAAAAAAA", LetterKind.DECIDE, Role.HR, "an@hr.example", Language.NL, "s", NOW, b"", ref="ONT-2026-0099"
    )
    twins = (Visit(1, "blas", uid="u1"), Visit(2, "hrm", uid="u1"))
    store = open_store(path)
    store.commit(Commit(letters=(letter, dataclasses.replace(letter, message_id="2@x"))))
    store.commit(Commit(requests=(dataclasses.replace(a_request(1), visits=twins),)))
    store.close()
    with JournalDB(path) as db:
        db.commit(Change(put={"numbers": {"1": {"year": 2026, "last": 4}}}))
    assert check(path).remarks == (
        "letters of ONT-2026-0099, which is not there",
        "token AAAAAAAA stands for 2 letters",
        "calendar UID u1 stands for 2 visits",
        "ONT-2026-0005 has a number that would be given again",
    )


def test_check_finds_damage_also_in_a_record_that_nobody_looks_at(path: Path) -> None:
    with JournalDB(path) as db:
        db.commit(Change(put={"trail": {"2": {"ref": "ONT-2026-0002", "entry": {"at": "yesterday"}}}}))
    with pytest.raises(StoreDamaged, match="trail 2"):
        check(path)
    damage_line = path.read_bytes().replace(b"yesterday", b"Yesterday")
    path.write_bytes(damage_line)
    with pytest.raises(StoreDamaged, match=r"store\.json"):
        check(path)


def test_compact_folds_the_journal_in(path: Path) -> None:
    before, after = compact(path)
    assert after < before
    assert journal_of(path).stat().st_size == 0
    assert len(list(read_store(path).requests())) == 5


def test_compact_leaves_a_store_in_use_alone(path: Path) -> None:
    store = open_store(path)
    with pytest.raises(StoreLocked):
        compact(path)
    store.close()


def test_a_backup_while_the_store_is_written_is_whole_and_can_be_restored(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    commit(store, 6)
    target = tmp_path / "backup.json"
    assert export(path, target) == 6
    commit(store, 7)
    store.close()
    with TinyDB(target) as plain:
        assert len(plain.table("requests")) == 6
    target.replace(path)
    journal_of(path).unlink()
    restored = open_store(path)
    assert [request.ref for request in restored.requests()] == [f"ONT-2026-{number:04d}" for number in range(1, 7)]
    assert restored.next_ref("ONT", 2026) == "ONT-2026-0007"
    restored.close()
    assert target.exists() is False


def test_a_backup_does_not_overwrite_the_store_and_needs_one(path: Path, tmp_path: Path) -> None:
    for target in (path, journal_of(path)):
        with pytest.raises(StoreUnwritable, match="the store itself"):
            export(path, target)
    with pytest.raises(StoreDamaged, match="there is no store"):
        export(tmp_path / "none.json", tmp_path / "backup.json")
    with pytest.raises(StoreUnwritable):
        export(path, tmp_path / "nowhere" / "backup.json")


def test_a_backup_put_beside_the_newer_journal_is_noticed(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "backup.json")
    store = open_store(path)
    commit(store, 6)
    store.close()
    store = open_store(path)
    commit(store, 7)
    store._db.journal.abandon()
    (tmp_path / "backup.json").replace(path)
    with pytest.raises(StoreDamaged, match="not of one store"):
        open_store(path)


def test_salvage_keeps_what_stands_before_the_damage_and_the_damaged_file(path: Path) -> None:
    damage(path, 2)
    damaged = journal_of(path).read_bytes()
    with pytest.raises(StoreDamaged, match="line 2"):
        open_store(path)
    done = salvage(path)
    assert (done.commits, done.lost) == (3, 2)
    assert done.kept_at.read_bytes() == damaged
    store = open_store(path)
    assert len(list(store.requests())) == 3
    store.close()


def test_salvage_leaves_a_sound_store_and_one_in_use_alone(path: Path) -> None:
    before = journal_of(path).read_bytes()
    with pytest.raises(StoreDamaged, match="nothing was cut"):
        salvage(path)
    assert journal_of(path).read_bytes() == before
    store = open_store(path)
    with pytest.raises(StoreLocked):
        salvage(path)
    store.close()
