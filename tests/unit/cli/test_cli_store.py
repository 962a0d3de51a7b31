"""What an operator asks of the store and of the state of things, and what a monitor reads off the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tinydb import TinyDB

from mailflow.cli import program
from mailflow.model.request import Person, Request
from mailflow.model.words import Folder, Language
from mailflow.ports import HOUSE, MAILBOX_READ, Asked, Commit, Mark, Place
from mailflow.store import open_store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ELS = Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example", "Peeters", "Els"))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(house: Path) -> Path:
    return house


def commit(site: Path, change: Commit) -> None:
    store = open_store(site / "mailflow.json")
    store.commit(change)
    store.close()


def test_a_sound_store_is_said_to_be_sound(site: Path, run: Run):
    commit(site, Commit(requests=(ELS,)))
    code, out, _ = run("store", "check")
    assert code == 0
    assert "everything fits together" in out
    assert "1 requests" in out
    code, out, _ = run("store", "check", "--json")
    assert json.loads(out)["in_use"] is False


@pytest.mark.parametrize("arguments", [("check",), ("compact",), ("export", "copy.json"), ("salvage", "--yes")])
def test_where_there_is_no_store_none_is_made(site: Path, run: Run, arguments: tuple[str, ...]):
    code, _, err = run("store", *arguments)
    assert code == 1
    assert "there is no store yet" in err
    assert [path.name for path in site.iterdir()] == ["config.toml"]


def test_a_back_up_is_made_beside_a_running_daemon_and_is_a_store_by_itself(site: Path, run: Run):
    store = open_store(site / "mailflow.json")
    store.commit(Commit(requests=(ELS,)))
    code, out, _ = run("store", "export", "copy.json")
    assert code == 0
    assert "copy.json" in out
    code, _, err = run("store", "compact")
    assert code == 75
    assert "mailflow.json" in err
    store.close()
    with TinyDB(site / "copy.json") as copy:
        assert len(copy.table("requests")) == 1


def test_a_damaged_store_is_told_with_the_remedy(site: Path, run: Run):
    commit(site, Commit(requests=(ELS,)))
    file = site / "mailflow.json"
    file.write_bytes(file.read_bytes().replace(b"Peeters", b"Pieters"))
    # A change by somebody's hand is taken as made by intent; half a file is not.
    file.write_bytes(file.read_bytes()[:-40])
    code, _, err = run("store", "check")
    assert code == 1
    assert "mailflow.json" in err
    assert "operations.md" in err
    assert run("list")[0] == 1


def test_status_fails_when_nobody_has_read_the_mailbox_for_too_long(site: Path, run: Run):
    assert run("status")[0] == 0
    now = datetime.now(UTC)
    commit(site, Commit(asked=(Asked(HOUSE, MAILBOX_READ, now - timedelta(minutes=40)),)))
    code, out, _ = run("status")
    assert code == 1
    assert "NOT RUNNING" in out
    assert "start `mailflow run`" in out
    code, out, _ = run("status", "--json")
    assert code == 1
    assert json.loads(out)["silent"] is True
    commit(site, Commit(asked=(Asked(HOUSE, MAILBOX_READ, now - timedelta(minutes=5)),)))
    assert run("status")[0] == 0


def test_aside_says_where_each_message_lies(site: Path, run: Run):
    def mark(name: str, target: Folder) -> Mark:
        return Mark(f"{name}@x.example", name * 64, "quarantined", target, Place(1, 1), NOW, moved=True, why="?")

    commit(site, Commit(marks=(mark("a", Folder.ASIDE), mark("b", Folder.INBOX))))
    _, out, _ = run("aside")
    lines = out.splitlines()
    assert "the aside folder" in lines[1]
    assert "not recognised as ours" in lines[2]
    _, out, _ = run("aside", "--json")
    assert [json.loads(line)["left_in_place"] for line in out.splitlines()] == [False, True]


def torn_in_the_middle(site: Path) -> bytes:
    """Damage the second of three commits in the journal, as found after a crash; return the journal."""
    # Opened as a daemon that was killed leaves it: the journal is not folded.
    store = open_store(site / "mailflow.json")
    for _ in range(3):
        store.commit(Commit(requests=(ELS,)))
    journal = site / "mailflow.json.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    snapshot = (site / "mailflow.json").read_bytes() if (site / "mailflow.json").exists() else None
    store.close()
    lines[1] = b"X" + lines[1][1:]
    journal.write_bytes(b"".join(lines))
    if snapshot is None:
        (site / "mailflow.json").unlink()
    else:
        (site / "mailflow.json").write_bytes(snapshot)
    return journal.read_bytes()


def test_salvage_says_first_what_it_would_cost(site: Path):
    before = torn_in_the_middle(site)
    asked = CliRunner().invoke(program, ["store", "salvage"], input="n\n")
    assert "cuts the journal at line 2 and loses 2 commits for good" in asked.output
    assert "answer n and restore it. Cut? [y/N]" in asked.output
    assert (site / "mailflow.json.journal").read_bytes() == before
    done = CliRunner().invoke(program, ["store", "salvage"], input="y\n", catch_exceptions=False)
    assert done.exit_code == 0
    assert "commits lost: 2" in done.output
    again = CliRunner().invoke(program, ["store", "salvage"], catch_exceptions=False)
    assert "Nothing is damaged" in again.output


def test_salvage_asks_nothing_of_a_sound_store_and_does_not_call_a_damaged_snapshot_sound(site: Path, run: Run):
    commit(site, Commit(requests=(ELS,)))
    code, out, _ = run("store", "salvage")
    assert (code, out) == (0, "Nothing is damaged; nothing was cut.\n")
    file = site / "mailflow.json"
    file.write_bytes(file.read_bytes()[:-40])
    code, out, err = run("store", "salvage")
    assert code == 1
    assert out == ""
    assert "operations.md" in err
