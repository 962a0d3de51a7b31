"""Damage to the store's files is found, named, and never read as something else."""

from __future__ import annotations

import copy
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mailflow.errors import StoreDamaged
from mailflow.store.files import Files
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change
from mailflow.store.storage import journal_of, recover


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with three commits in the snapshot and three in the journal."""
    path = tmp_path / "store.json"
    db = JournalDB(path)
    for number in range(1, 7):
        names = {str(number): {"name": f"An {number} @", "list": [number, None, True, {"é": 0.5}]}}
        db.commit(Change(put={"people": names, "last": {"1": {"n": number}}}))
        if number == 3:
            db.compact()
    db.journal.abandon()
    return path


def tables(path: Path) -> Any:
    return recover(path, Files()).tables


@pytest.mark.parametrize("which", ["snapshot", "journal"])
def test_every_flipped_bit_is_found_or_harmless(path: Path, which: str) -> None:
    file = path if which == "snapshot" else journal_of(path)
    expected = tables(path)
    data = file.read_bytes()
    harmless = 0
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            file.write_bytes(flipped)
            try:
                assert tables(path) == expected
                harmless += 1
            except StoreDamaged:
                pass
    assert harmless <= 8, "Only the last line end may be wrong without harm."


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("which", ["snapshot", "journal"])
def test_overwritten_and_missing_pieces_are_found(path: Path, which: str, seed: int) -> None:
    dice = random.Random(seed)
    file = path if which == "snapshot" else journal_of(path)
    expected = tables(path)
    data = file.read_bytes()
    last_line = data[:-1].rindex(b"\n")
    for _ in range(300):
        start = dice.randrange(last_line)
        end = start + dice.randrange(1, last_line - start + 1)
        changed = bytes(dice.randbytes(end - start)) if dice.random() < 0.5 else b""
        file.write_bytes(data[:start] + changed + data[end:])
        with suppress(StoreDamaged):
            assert tables(path) == expected


def test_a_missing_and_a_repeated_line_are_found(path: Path) -> None:
    first, second, third = journal_of(path).read_bytes().splitlines(keepends=True)
    for wrong in (first + third, second + third, first + second + second + third, first + third + second):
        journal_of(path).write_bytes(wrong)
        with pytest.raises(StoreDamaged):
            tables(path)


def test_a_damaged_whole_last_line_is_damage_because_it_may_have_been_acknowledged(path: Path) -> None:
    data = journal_of(path).read_bytes()
    journal_of(path).write_bytes(data.replace(b"An 6", b"Al 6"))
    with pytest.raises(StoreDamaged, match=r"store\.json\.journal: line 3 is damaged"):
        JournalDB(path)


def test_an_older_snapshot_does_not_take_a_newer_journal(path: Path) -> None:
    old = path.read_bytes()
    with JournalDB(path):
        pass
    db = JournalDB(path)
    db.commit(Change(put={"last": {"1": {"n": 7}}}))
    db.journal.abandon()
    path.write_bytes(old)
    with pytest.raises(StoreDamaged, match=r"commit 7.* ends with commit 3"):
        JournalDB(path)
    path.unlink()
    with pytest.raises(StoreDamaged, match="does not continue"):
        JournalDB(path)


def test_a_journal_of_another_store_is_found_although_its_numbers_fit(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    db = JournalDB(other)
    for number in range(1, 7):
        db.commit(Change(put={"people": {"1": {"name": f"Bert {number}"}}}))
        if number == 3:
            db.compact()
    db.journal.abandon()
    journal_of(path).write_bytes(journal_of(other).read_bytes())
    with pytest.raises(StoreDamaged, match="not of one store"):
        tables(path)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"_default": {"1": {}}}', b"nonsense", b'{"_store":{"1":{}}}']
)
def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.json"
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"store\.json"):
        JournalDB(path)
    assert path.read_bytes() == content


def test_a_damaged_store_can_be_opened_again_once_it_is_restored(path: Path) -> None:
    expected, data = copy.deepcopy(tables(path)), path.read_bytes()
    path.write_bytes(data[:-5])
    with pytest.raises(StoreDamaged):
        JournalDB(path)
    path.write_bytes(data)
    db = JournalDB(path)
    assert db.journal.tables == expected
    db.close()
