"""The archive under crashes, failing disks and damage: nothing is lost or there twice, and what can't be read holds
nobody up.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mailflow.errors import StoreUnwritable
from mailflow.model.effect import TrailEntry
from mailflow.ports import Commit
from mailflow.store import TinyStore, open_store, read_store
from mailflow.store.archive import archive_of
from mailflow.store.files import Files
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change, frame, unframe
from mailflow.store.maintenance import check, export
from mailflow.store.storage import journal_of
from tests.adapters.disks import DyingDisk, FailingDisk, PowerCut
from tests.adapters.shelved import NOW, REFS, answers, fill, octets, person, short, volumes

NOTE = TrailEntry(NOW, "hr", "note")

LIFE: tuple[Callable[[TinyStore], None], ...] = (
    lambda store: store.archive(short(REFS[0], REFS[2])),
    lambda store: store.archive(short(REFS[1])),
    lambda store: store.commit(Commit(trail=((REFS[0], NOTE),))),
    lambda store: store.commit(Commit(removed=(REFS[2],))),
    lambda store: store.archive(short(REFS[0], REFS[3])),
    lambda store: store.commit(Commit(removed=(REFS[0], REFS[1], REFS[3]))),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with four requests of two years, closed, nothing archived."""
    store = open_store(tmp_path / "store.json")
    fill(store)
    store.close()
    return tmp_path / "store.json"


def moved(path: Path, name: str) -> Path:
    """A copy of the store in a directory of its own."""
    place = path.parent / name
    place.mkdir()
    for file in (path, journal_of(path)):
        shutil.copy(file, place / file.name)
    if archive_of(path).exists():
        shutil.copytree(archive_of(path), archive_of(place / path.name))
    return place / path.name


def live(path: Path, disk: Files, done: list[dict[str, tuple[object, ...]]]) -> None:
    """A store's whole life: archived, brought back, archived again, removed; ``done`` is what it said after each."""
    store = TinyStore(path, disk)
    try:
        for step in LIFE:
            step(store)
            done.append(answers(store))
        store.close()
    except PowerCut:
        store._db.journal.abandon()
        raise


def test_a_death_at_any_step_loses_nothing_and_leaves_nothing_twice(path: Path) -> None:
    disk, said = DyingDisk(), [answers(read_store(path))]
    live(moved(path, "whole"), disk, said)
    steps = len(disk.steps)
    assert steps > 100
    assert {"make_directory", "create", "write", "sync", "sync_directory", "remove", "replace"} <= set(disk.steps)
    for step in range(1, steps + 1):
        place, disk, done = moved(path, str(step)), DyingDisk(), [said[0]]
        disk.die_at(step)
        with pytest.raises(PowerCut):
            live(place, disk, done)
        expected = said[len(done) - 1 : len(done) + 1]
        assert answers(read_store(place)) in expected, f"step {step}, read without the lock"
        store = open_store(place)
        assert answers(store) in expected, f"step {step}"
        for ref in REFS:
            if store.request(ref) is None:
                assert person(ref).encode() not in octets(place), f"step {step}: {ref} is still somewhere"
        store.close()
        counting = {f"{edition.year}-{edition.number}" for edition in store._index.volumes}
        assert {name.partition(".")[0] for name in volumes(place)} == counting, f"step {step}"
        assert check(place).remarks == (), f"step {step}"
        shutil.rmtree(place.parent)


FAULTS = [
    pytest.param(("write",), errno.ENOSPC, id="disk-full"),
    pytest.param(("make_directory",), errno.EROFS, id="no-directory"),
    pytest.param(("create",), errno.EACCES, id="no-new-file"),
    pytest.param(("sync",), errno.EIO, id="input-output-error-at-sync"),
    pytest.param(("sync_directory",), errno.EIO, id="names-not-on-the-disk"),
    pytest.param(("write", "truncate", "sync", "create", "replace", "remove"), errno.EROFS, id="read-only"),
]


@pytest.mark.parametrize(("failing", "error"), FAULTS)
@pytest.mark.parametrize("change", [0, 2, 3], ids=["archive", "bring back", "remove"])
def test_a_disk_that_fails_changes_nothing_and_the_next_time_it_works(
    path: Path, change: int, failing: tuple[str, ...], error: int
) -> None:
    disk = FailingDisk(*failing, error=error)
    store = TinyStore(path, disk)
    for step in LIFE[:change]:
        step(store)
    before, listed, kept = answers(store), [row.ref for row in store.archived()], volumes(path)
    disk.broken = True
    for _ in range(2):
        with pytest.raises(StoreUnwritable, match="nothing was committed"):
            LIFE[change](store)
        assert (answers(store), [row.ref for row in store.archived()]) == (before, listed)
        assert (answers(read_store(path)), set(kept) - set(volumes(path))) == (before, set())
    disk.broken = False
    LIFE[change](store)
    after = answers(store)
    store.close()
    assert (answers(read_store(path)), check(path).remarks) == (after, ())
    assert len(volumes(path)) == 2 * len(list(store._index.volumes))


@pytest.mark.parametrize("spare", range(0, 4_000, 250))
def test_a_disk_that_fills_up_at_any_octet_changes_nothing(path: Path, spare: int) -> None:
    class Filling(FailingDisk):
        left = spare

        def write(self, descriptor: int, data: bytes) -> None:
            if self.broken and len(data) > self.left:
                Files.write(self, descriptor, data[: self.left])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.left -= len(data)
            super().write(descriptor, data)

    disk = Filling()
    store = TinyStore(path, disk)
    before = answers(store)
    disk.broken, disk.left = True, spare
    with pytest.raises(StoreUnwritable, match="No space left on device; nothing was committed"):
        store.archive(short())
    assert answers(store) == before
    assert list(store.archived()) == []
    disk.broken = False
    store.close()
    store = open_store(path)
    assert (volumes(path), answers(store)) == ([], before)
    store.close()


def test_an_old_edition_that_can_not_be_removed_goes_at_the_next_start(path: Path) -> None:
    disk = FailingDisk("remove", error=errno.EROFS)
    store = TinyStore(path, disk)
    store.archive(short())
    disk.broken = True
    store.commit(Commit(removed=(REFS[0],)))
    assert person(REFS[0]).encode() in octets(path)
    store._db.journal.abandon()
    store = open_store(path)
    assert person(REFS[0]).encode() not in octets(path)
    assert volumes(path) == ["2025-2.index", "2025-2.jsonl", "2026-1.index", "2026-1.jsonl"]
    store.close()


def damage(path: Path, volume: str, line: int) -> None:
    file = archive_of(path) / volume
    lines = file.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b"Beste", b"Berte")
    file.write_bytes(b"".join(lines))


def reported(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.__dict__["facts"]["why"] for record in caplog.records if record.message == "archive_damaged"]


def test_a_damaged_line_is_reported_by_file_and_line_and_holds_nobody_up(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(path)
    store.archive(short())
    before = answers(store)
    store.close()
    damage(path, "2025-1.jsonl", 2)
    store = open_store(path)
    assert store.request(REFS[1]) is None
    assert reported(caplog) == [f"{archive_of(path) / '2025-1.jsonl'}: line 2 is damaged"]
    others = [ref for ref in REFS if ref != REFS[1]]
    assert answers(store, *others) == {ref: before[ref] for ref in others}
    assert [request.ref for request in store.requests(archived=True)] == others
    store.commit(Commit(trail=((REFS[0], NOTE),), removed=(REFS[2],)))
    assert answers(store, REFS[3]) == {REFS[3]: before[REFS[3]]}
    store.close()
    assert b"Berte" in (archive_of(path) / "2025-2.jsonl").read_bytes(), "What can't be read is not thrown away."
    remarks = " ".join(check(path).remarks)
    assert f"{archive_of(path) / '2025-2.jsonl'}: line 1 is damaged" in remarks
    assert "the trail does not follow" in remarks


def test_a_line_that_holds_no_request_is_reported_although_its_checksum_fits(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(path)
    store.archive(short())
    store.close()
    volume = archive_of(path) / "2025-1.jsonl"
    first, second = volume.read_bytes().splitlines(keepends=True)
    body = unframe(second[:-1])
    assert body is not None
    volume.write_bytes(first + frame(body.replace(b'"version":1', b'"version":"one"')))
    store = open_store(path)
    assert store.request(REFS[1]) is None
    assert f"{volume}: line 2: table requests" in reported(caplog)[0]
    store.close()
    assert any(f"{volume}: line 2: table requests" in remark for remark in check(path).remarks)


def test_lines_that_stand_twice_or_in_another_year_are_remarked(path: Path) -> None:
    store = open_store(path)
    store.archive(short())
    store.close()
    first, second = (archive_of(path) / f"{year}-1.jsonl" for year in (2025, 2026))
    first.write_bytes(first.read_bytes() * 2 + second.read_bytes())
    remarks = check(path).remarks
    assert f"{REFS[0]} stands in the volume of 2025, where it does not belong, or twice" in remarks
    assert f"{REFS[2]} stands in the volume of 2025, where it does not belong, or twice" in remarks


def test_a_request_that_is_in_the_store_and_in_the_archive_is_remarked(path: Path) -> None:
    older = path.read_bytes()
    store = open_store(path)
    store.archive(short(*REFS[:2]))
    volumes_of_both = store._db.journal.tables["volumes"]
    store.close()
    path.write_bytes(older)
    with JournalDB(path) as db:
        db.commit(Change(put={"volumes": volumes_of_both}))
    assert [remark for remark in check(path).remarks if "as well" in remark] == [
        f"{ref} is archived, and in the store as well" for ref in REFS[:2]
    ]
    assert len(list(read_store(path).requests(archived=True))) == 4


@pytest.mark.parametrize("harm", ["gone", "empty", "changed", "cut"])
def test_a_catalogue_that_is_missing_or_damaged_is_made_anew(path: Path, harm: str) -> None:
    store = open_store(path)
    store.archive(short())
    before = answers(store)
    store.close()
    place = archive_of(path) / "2025-1.index"
    sound = place.read_bytes()
    place.unlink() if harm == "gone" else place.write_bytes(
        {"empty": b"", "changed": sound.replace(b"completed", b"withdrawn"), "cut": sound[:-9]}[harm]
    )
    assert any("catalogue" in remark for remark in check(path).remarks)
    reader = read_store(path)
    assert (answers(reader), list(reader.archived())) == (before, list(short()))
    store = open_store(path)
    assert (answers(store), place.read_bytes()) == (before, sound)
    store.close()
    assert check(path).remarks == ()


def test_a_catalogue_that_can_not_be_made_anew_does_not_keep_the_store_shut(path: Path) -> None:
    store = open_store(path)
    store.archive(short())
    before = answers(store)
    store.close()
    (archive_of(path) / "2025-1.index").unlink()
    disk = FailingDisk("create", "replace")
    disk.broken = True
    store = TinyStore(path, disk)
    assert answers(store) == before
    store.close()


class UnreadableDisk(Files):
    """A disk that can't read what lies in an archive any more."""

    broken = False
    from_length = 0

    def read_at(self, descriptor: int, place: int, length: int) -> bytes:
        if self.broken and length >= self.from_length:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read_at(descriptor, place, length)

    def open_to_read(self, path: Path) -> int:
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().open_to_read(path)


def test_an_archive_that_can_not_be_read_is_reported_and_never_replaced(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = UnreadableDisk()
    store = TinyStore(path, disk)
    store.archive(short(*REFS[:3]))
    before, kept = answers(store), volumes(path)
    disk.broken = True
    assert store.request(REFS[0]) is None
    assert list(store.archived()) == []
    assert any("Input/output error" in why for why in reported(caplog))
    with pytest.raises(StoreUnwritable, match="nothing was committed"):
        store.archive(short(REFS[3]))
    store.close()
    store = TinyStore(path, disk)
    assert [request.ref for request in store.requests(archived=True)] == [REFS[3]]
    with pytest.raises(StoreUnwritable, match="can't be read; nothing was committed"):
        store.archive(short(REFS[3]))
    store.commit(Commit(trail=((REFS[3], NOTE),)))
    disk.broken = False
    store.close()
    assert volumes(path) == kept
    assert answers(read_store(path), *REFS[:3]) == {ref: before[ref] for ref in REFS[:3]}


def test_a_line_that_can_not_be_read_is_reported_although_its_catalogue_can(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = UnreadableDisk()
    store = TinyStore(path, disk)
    store.archive(short())
    disk.broken, disk.from_length = True, 1_000
    assert store.request(REFS[0]) is None
    assert reported(caplog) == [f"{archive_of(path) / '2025-1.jsonl'}: Input/output error"]
    store.close()


def test_a_catalogue_that_can_not_be_opened_is_as_if_the_volume_could_not(path: Path) -> None:
    class Closed(Files):
        def open_to_read(self, path: Path) -> int:
            if path.suffix == ".index":
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            return super().open_to_read(path)

    store = open_store(path)
    store.archive(short(*REFS[:3]))
    kept = volumes(path)
    store.close()
    store = TinyStore(path, Closed())
    assert [request.ref for request in store.requests(archived=True)] == [REFS[3]]
    store.close()
    assert volumes(path) == kept


def test_a_back_up_of_an_archive_that_can_not_be_written_is_refused(path: Path) -> None:
    store = open_store(path)
    store.archive(short())
    store.close()
    archive_of(path.with_name("copy.json")).write_text("no directory")
    with pytest.raises(StoreUnwritable, match=r"copy\.json\.archive"):
        export(path, path.with_name("copy.json"))
    assert not path.with_name("copy.json").exists()


def test_a_directory_that_can_not_be_listed_is_reported_and_nothing_in_it_overwritten(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Unlisted(Files):
        def names(self, path: Path) -> list[str]:
            raise OSError(errno.EIO, f"{os.strerror(errno.EIO)} at {path}")

    store = open_store(path)
    store.archive(short(*REFS[:3]))
    store.close()
    before = octets(path)
    store = TinyStore(path, Unlisted())
    assert any("Input/output error" in why for why in reported(caplog))
    assert store.request(REFS[3]) is not None
    with pytest.raises(StoreUnwritable, match="nothing was committed"):
        store.archive(short(REFS[3]))
    store.close()
    assert octets(path) == before


def test_an_archive_that_was_taken_away_is_reported_and_a_new_one_begun(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(path)
    store.archive(short(*REFS[:3]))
    store.close()
    shutil.rmtree(archive_of(path))
    with caplog.at_level(logging.ERROR):
        store = open_store(path)
    assert [record.message for record in caplog.records] == ["archive_missing"] * 2
    assert any("2025-1.jsonl is missing" in remark for remark in check(path).remarks)
    store.archive(short(REFS[3]))
    assert [one.ref for one in store.archived()] == [REFS[3]]
    store.close()
    assert any("does not follow" in remark for remark in check(path).remarks), "The chain has a hole for good."
