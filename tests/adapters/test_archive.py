"""The archive: what is over lies out of the way, year by year, and is found, comes back and goes as if it did not."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from mailflow.errors import StoreUnwritable
from mailflow.model.effect import TrailEntry
from mailflow.model.words import LetterStatus
from mailflow.ports import Commit
from mailflow.store import TinyStore, open_store, read_store
from mailflow.store.archive import archive_of
from mailflow.store.files import Files
from mailflow.store.maintenance import check, export
from mailflow.store.storage import journal_of
from tests.adapters.shelved import NOW, REFS, answers, everything_of, fill, named, octets, person, short, volumes

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with four requests of two years, closed, nothing archived."""
    store = open_store(tmp_path / "store.json")
    fill(store)
    store.close()
    return tmp_path / "store.json"


def archive(path: Path, *refs: str) -> None:
    store = open_store(path)
    store.archive(short(*refs))
    store.close()


def commit(path: Path, commit: Commit) -> None:
    store = open_store(path)
    store.commit(commit)
    store.close()


def test_an_archived_request_answers_every_look_up_as_before(path: Path) -> None:
    store = open_store(path)
    before = answers(store)
    assert before[REFS[0]][0] == named(REFS[0])["request"]
    store.archive(short())
    assert answers(store) == before
    assert list(store.requests()) == []
    assert [request.ref for request in store.requests(archived=True)] == list(REFS)
    assert list(store.archived()) == list(short())
    assert answers(read_store(path)) == before
    store.close()
    assert answers(read_store(path)) == before
    store = open_store(path)
    assert answers(store) == before
    assert store.next_ref("ONT", 2026) == "ONT-2026-0003"
    store.close()


def test_archived_requests_lie_in_a_file_for_their_year_and_nowhere_else(path: Path) -> None:
    archive(path, *REFS[1:])
    assert volumes(path) == ["2025-1.index", "2025-1.jsonl", "2026-1.index", "2026-1.jsonl"]
    assert {line.count("Beste") for line in (archive_of(path) / "2026-1.jsonl").read_text().splitlines()} == {1}
    assert "Beste ONT-2026" not in path.read_text() + journal_of(path).read_text()
    with TinyDB(path) as plain:
        assert [each["ref"] for each in plain.table("requests")] == [REFS[0]]
        assert {each["ref"] for each in plain.table("letters")} == {REFS[0]}


def test_the_archive_is_for_its_owner_only(path: Path) -> None:
    archive(path)
    assert archive_of(path).stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in archive_of(path).iterdir()} == {0o600}


def test_archiving_twice_or_what_is_not_there_does_nothing(path: Path) -> None:
    store = open_store(path)
    store.archive(())
    store.archive(short("ONT-2030-0001"))
    assert not archive_of(path).exists()
    store.archive(short(REFS[0]))
    before = volumes(path)
    store.archive(short(REFS[0], "ONT-2030-0001"))
    assert volumes(path) == before
    store.close()


def test_what_a_commit_names_comes_back_and_may_be_archived_again(path: Path) -> None:
    archive(path)
    late = TrailEntry(NOW, person(REFS[2]), "answered", "after months")
    store = open_store(path)
    store.commit(Commit(trail=((REFS[2], late),)))
    assert [request.ref for request in store.requests()] == [REFS[2]]
    assert store.trail(REFS[2])[-1] == late
    assert len(store.trail(REFS[2])) == 3
    assert volumes(path) == ["2025-1.index", "2025-1.jsonl", "2026-2.index", "2026-2.jsonl"]
    store.archive(short(REFS[2]))
    assert store.trail(REFS[2])[-1] == late
    store.close()
    assert check(path).remarks == ()
    assert [one.ref for one in read_store(path).archived()] == list(REFS)


@pytest.mark.parametrize(
    "change",
    [
        Commit(requests=everything_of(REFS[0]).requests),
        Commit(letters=(dataclasses.replace(everything_of(REFS[0]).letters[0], status=LetterStatus.UNDELIVERABLE),)),
        Commit(letters=(dataclasses.replace(everything_of(REFS[0]).letters[0], ref=REFS[2], created_at=LATER),)),
        Commit(marks=(dataclasses.replace(everything_of(REFS[0]).marks[0], ref="", moved=False),)),
        Commit(discarded=(f"{REFS[0]}@mailflow.example",)),
        Commit(reworded=((REFS[0], (TrailEntry(NOW, "[erased]", "asked"),)),)),
    ],
    ids=["request", "letter", "letter of another", "mark", "discarded", "reworded"],
)
def test_whatever_a_commit_says_of_an_archived_request_is_as_if_it_were_not_archived(
    path: Path, change: Commit
) -> None:
    other = path.with_name("other.json")
    shutil.copy(path, other)
    archive(path)
    for each in (path, other):
        commit(each, change)
    assert answers(read_store(path)) == answers(read_store(other))
    assert REFS[0] in [request.ref for request in read_store(path).requests()]
    assert [one.ref for one in read_store(path).archived()][-1] == REFS[3]
    assert (check(path).remarks, check(path).head) == ((), check(other).head)


def test_a_removed_request_leaves_no_octet_in_the_archive_and_no_empty_file(path: Path) -> None:
    archive(path)
    store = open_store(path)
    assert person(REFS[0]).encode() in octets(path)
    store.commit(Commit(removed=(REFS[0],)))
    for word in (person(REFS[0]), f"Beste {REFS[0]}", f"{REFS[0]}@uid"):
        assert word.encode() not in octets(path)
    assert store.request(REFS[0]) is None
    assert answers(store, *REFS[1:]) == {ref: answers(store, ref)[ref] for ref in REFS[1:]}
    store.commit(Commit(removed=(REFS[1],)))
    assert volumes(path) == ["2026-1.index", "2026-1.jsonl"]
    store.close()
    assert check(path).remarks == ()


def test_the_chain_of_the_trail_goes_through_the_archive(path: Path) -> None:
    head = check(path).head
    archive(path, *REFS[1:])
    assert (check(path).head, check(path).remarks, check(path).erased) == (head, (), 0)
    commit(path, Commit(trail=((REFS[0], TrailEntry(NOW, "hr", "note")),)))
    later = check(path).head
    assert later != head
    commit(path, Commit(removed=(REFS[2],)))
    assert (check(path).head, check(path).remarks, check(path).erased) == (later, (), 2)
    archive(path, REFS[0])
    assert (check(path).head, check(path).remarks, check(path).erased) == (later, (), 2)


def test_an_archived_trail_that_was_taken_out_or_changed_is_noticed(path: Path) -> None:
    archive(path)
    volume = archive_of(path) / "2025-1.jsonl"
    lines = volume.read_bytes().splitlines(keepends=True)
    volume.write_bytes(lines[1])
    said = " ".join(check(path).remarks)
    assert "does not follow the step before it" in said
    assert "1 requests where 2 should be" in said


def test_links_of_erased_steps_go_to_the_archive_and_the_oldest_of_them_away(path: Path) -> None:
    store = open_store(path)
    store.commit(Commit(removed=(REFS[1],)))
    store.archive(short(REFS[0]))
    assert [step["ref"] for step in store._db.journal.tables["trail"].values()] == [REFS[2]] * 2 + [REFS[3]] * 2
    assert volumes(path)[:2] == ["0-1.index", "0-1.jsonl"]
    assert check(path).erased == 2
    store.commit(Commit(removed=(REFS[0], REFS[2])))
    store.archive(short(REFS[3]))
    store.close()
    health = check(path)
    assert (health.erased, health.remarks) == (1, ())


def test_a_store_without_its_newest_step_goes_on_counting_behind_it(path: Path) -> None:
    archive(path)
    head = check(path).head
    commit(path, everything_of("ONT-2026-0003"))
    assert check(path).remarks == ()
    archive(path, "ONT-2026-0003")
    commit(path, Commit(trail=((REFS[3], TrailEntry(NOW, "hr", "note")),)))
    health = check(path)
    assert (health.remarks, health.erased) == ((), 0)
    assert health.head != head


def test_a_reader_follows_what_was_archived_and_what_came_back(path: Path) -> None:
    reader = read_store(path)
    store = open_store(path)
    store.archive(short())
    assert len(list(reader.requests())) == 4
    assert reader.refresh()
    assert list(reader.requests()) == []
    assert len(list(reader.requests(archived=True))) == 4
    store.commit(Commit(trail=((REFS[3], TrailEntry(NOW, "hr", "note")),)))
    assert reader.trail(REFS[3]) == store.trail(REFS[3])[:2], "What was read stays readable when it is replaced."
    assert reader.refresh()
    assert reader.trail(REFS[3]) == store.trail(REFS[3])
    store.close()


def test_a_reader_archives_nothing(path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="for reading"):
        read_store(path).archive(short())


def test_a_back_up_carries_the_archive_and_what_an_older_one_left_goes(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.json"
    store = open_store(path)
    store.archive(short(*REFS[:3]))
    export(path, target)
    assert volumes(target) == ["2025-1.index", "2025-1.jsonl", "2026-1.index", "2026-1.jsonl"]
    store.commit(Commit(removed=(REFS[2],)))
    store.archive(short(REFS[3]))
    export(path, target)
    assert volumes(target) == volumes(path)
    assert answers(read_store(target)) == answers(store)
    assert check(target).remarks == ()
    assert person(REFS[2]).encode() not in octets(target)
    store.close()


def test_an_older_store_beside_a_newer_archive_counts_where_both_know_a_request(
    path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive(path, REFS[0], REFS[2])
    export(path, tmp_path / "older.json")
    store = open_store(path)
    before = answers(store)
    store.archive(short(*REFS))
    store.close()
    shutil.copy(tmp_path / "older.json", path)
    reader = read_store(path)
    assert [request.ref for request in reader.requests()] == [REFS[1], REFS[3]]
    assert [one.ref for one in reader.archived()] == [REFS[0], REFS[2]]
    assert answers(reader) == before
    store = open_store(path)
    assert [record.message for record in caplog.records] == ["archive_missing"] * 2
    assert answers(store) == before
    store.archive(short())
    store.close()
    assert (check(path).remarks, answers(read_store(path))) == ((), before)
    assert volumes(path) == ["2025-3.index", "2025-3.jsonl", "2026-3.index", "2026-3.jsonl"]


class ReadersDisk(Files):
    """A disk that notes how much is read from places in files."""

    def __init__(self) -> None:
        self.octets = 0

    def read_at(self, descriptor: int, place: int, length: int) -> bytes:
        found = super().read_at(descriptor, place, length)
        self.octets += len(found)
        return found


def test_a_look_up_in_vain_reads_a_few_keys_and_one_that_finds_its_line(path: Path) -> None:
    store = open_store(path)
    refs = [f"ONT-2025-{number:04d}" for number in range(3, 103)]
    fill(store, *refs)
    store.archive(short(*refs))
    store.close()
    disk = ReadersDisk()
    store = TinyStore(path, disk)
    disk.octets = 0
    assert store.mark("unknown@x.example", "unknown") is None
    assert store.letter_by_token("NOBODY77") is None
    assert 0 < disk.octets < 1_000
    assert store.request(refs[50]) is not None
    size = (archive_of(path) / "2025-1.jsonl").stat().st_size
    assert 1_000 < disk.octets < size
    store.close()
