"""The store as real processes use it: killed, locked out, on a full disk, and read while it is written."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.errors import StoreLocked
from mailflow.model.effect import TrailEntry
from mailflow.model.request import Person, Request
from mailflow.model.words import Language
from mailflow.ports import Commit
from mailflow.store import TinyStore, open_store, read_store
from tests.adapters.disks import FailingDisk

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

PREAMBLE = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from mailflow.errors import StoreUnwritable
    from mailflow.model.effect import TrailEntry
    from mailflow.model.request import Person, Request
    from mailflow.model.words import Language
    from mailflow.ports import Commit
    from mailflow.store import open_store
    from mailflow.store.storage import JournalStorage

    NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
    PATH = Path(sys.argv[1])

    def commit(store, number, size=200):
        ref = store.next_ref("ONT", 2026)
        person = Person(f"person{number % 7}@ocmw.example", "Peeters", "x" * size)
        entry = TrailEntry(NOW, "requester", f"step {number}")
        store.commit(Commit(requests=(Request(ref, 1, NOW, Language.NL, person),), trail=((ref, entry),)))
        return ref
"""

WRITER = """
    JournalStorage.__init__.__defaults__ = (None, 20_000)  # Many snapshots, so that some are cut too.
    store = open_store(PATH)
    print("open", flush=True)
    for number in range(100_000):
        print(commit(store, number), flush=True)
"""

FULL = """
    import os, resource

    store = open_store(PATH)
    kept = [commit(store, number) for number in range(5)]
    size = os.path.getsize(str(PATH) + ".journal")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for spare in (0, 1, 300, 900):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + spare, hard))
        try:
            commit(store, 99, size=2_000)
        except StoreUnwritable as error:
            print(error)
        assert os.path.getsize(str(PATH) + ".journal") == size
        assert [request.ref for request in store.requests()] == kept
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    kept.append(commit(store, 100))
    assert [request.ref for request in store.requests()] == kept
    print("went on with", kept[-1], flush=True)
    os.kill(os.getpid(), 9)
"""


def start(script: str, path: Path) -> subprocess.Popen[str]:
    source = textwrap.dedent(PREAMBLE) + textwrap.dedent(script)
    return subprocess.Popen([sys.executable, "-c", source, str(path)], stdout=subprocess.PIPE, text=True)


def refs(path: Path) -> list[str]:
    store = open_store(path)
    found = [request.ref for request in store.requests()]
    assert all(len(store.trail(ref)) == 1 for ref in found), "Request and trail are one commit."
    store._db.journal.abandon()
    return found


def test_twenty_kills_lose_no_acknowledged_commit(tmp_path: Path) -> None:
    dice = random.Random(20261123)
    path, acknowledged = tmp_path / "store.json", 0
    for _ in range(20):
        with start(WRITER, path) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n"
            lines = [writer.stdout.readline() for _ in range(dice.randrange(30))]
            time.sleep(dice.uniform(0, 0.003))
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.read().splitlines(keepends=True)
        whole = [line.strip() for line in lines if line.endswith("\n")]
        assert whole == [f"ONT-2026-{number:04d}" for number in range(acknowledged + 1, acknowledged + len(whole) + 1)]
        acknowledged += len(whole)
        found = refs(path)
        assert len(found) in (acknowledged, acknowledged + 1)
        assert found == [f"ONT-2026-{number:04d}" for number in range(1, len(found) + 1)]
        acknowledged = len(found)
    assert acknowledged > 100, "The writer wrote something between its deaths."


def test_a_second_process_is_told_at_once_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with start(WRITER, path) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(StoreLocked, match=rf"process {writer.pid}\b"):
            open_store(path)
        writer.kill()
        writer.stdout.read()
    open_store(path).close()


def test_the_lock_ends_with_close(tmp_path: Path) -> None:
    first = open_store(tmp_path / "store.json")
    with pytest.raises(StoreLocked):
        open_store(tmp_path / "store.json")
    first.close()
    open_store(tmp_path / "store.json").close()


def test_two_names_of_one_store_share_its_lock(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "store.json")
    first = open_store(tmp_path / "store.json")
    with pytest.raises(StoreLocked):
        open_store(tmp_path / "link.json")
    first.close()
    open_store(tmp_path / "link.json").close()
    assert (tmp_path / "link.json").is_symlink()


def test_a_full_disk_refuses_commits_and_the_next_one_works(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with start(FULL, path) as writer:
        assert writer.stdout is not None
        said = writer.stdout.read()
    assert said.count("File too large; nothing was committed") == 4
    assert "went on with ONT-2026-0006" in said
    assert refs(path) == [f"ONT-2026-{number:04d}" for number in range(1, 7)]


def test_a_reader_sees_whole_commits_and_never_fewer_than_before(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with start(WRITER, path) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        seen = 0
        for _ in range(25):
            acknowledged = int(writer.stdout.readline()[-5:])
            store = read_store(path)
            found = [request.ref for request in store.requests()]
            assert found == [f"ONT-2026-{number:04d}" for number in range(1, len(found) + 1)]
            assert all(len(store.trail(ref)) == 1 for ref in found)
            assert len(found) >= max(seen, acknowledged)
            seen = len(found)
        writer.kill()
        writer.stdout.read()
    assert seen >= 25


def test_the_files_are_for_their_owner_only_and_keep_what_the_operator_granted(tmp_path: Path) -> None:
    path = tmp_path / "data" / "store.json"
    store = open_store(path)
    store.commit(Commit(trail=(("ONT-2026-0001", TrailEntry(NOW, "hr", "x")),)))
    store.close()
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    path.chmod(0o640)
    store = open_store(path)
    store.commit(Commit(requests=(Request("ONT-2026-0001", 1, NOW, Language.NL, Person("an@x.example")),)))
    store.close()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "store.json",
        "store.json.journal",
        "store.json.lock",
    ]


def test_what_was_removed_is_gone_from_every_file(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.json")
    store.commit(Commit(requests=(Request("ONT-2026-0001", 1, NOW, Language.NL, Person("geheim@x.example")),)))
    store.commit(Commit(removed=("ONT-2026-0001",)))
    for file in tmp_path.iterdir():
        assert b"geheim" not in file.read_bytes()
    assert store.next_ref("ONT", 2026) == "ONT-2026-0002"
    store.close()


@pytest.mark.parametrize("step", ["create", "replace", "truncate"])
def test_what_was_removed_is_gone_after_the_next_start_if_a_crash_came_before_the_snapshot(
    tmp_path: Path, step: str
) -> None:
    disk = FailingDisk(step)
    store = TinyStore(tmp_path / "store.json", disk)
    store.commit(Commit(requests=(Request("ONT-2026-0001", 1, NOW, Language.NL, Person("geheim@x.example")),)))
    disk.broken = True
    store.commit(Commit(removed=("ONT-2026-0001",)))
    store._db.journal.abandon()
    assert any(b"geheim" in file.read_bytes() for file in tmp_path.iterdir())
    store = open_store(tmp_path / "store.json")
    assert not any(b"geheim" in file.read_bytes() for file in tmp_path.iterdir())
    store.close()


def test_an_absent_store_reads_as_empty_and_is_not_made(tmp_path: Path) -> None:
    assert list(read_store(tmp_path / "store.json").requests()) == []
    assert list(tmp_path.iterdir()) == []
