"""The trail is a chain: whoever changes, drops or swaps a step breaks it; whoever erases one doesn't."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from mailflow.model.effect import TrailEntry
from mailflow.model.request import Person, Request
from mailflow.model.words import Language
from mailflow.ports import Commit
from mailflow.store import open_store
from mailflow.store.lines import Document
from mailflow.store.maintenance import check, export
from mailflow.store.storage import journal_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
Steps = dict[str, Document]


def ref(number: int) -> str:
    return f"ONT-2026-{number:04d}"


def note(path: Path, *numbers: int, said: str = "note") -> None:
    store = open_store(path)
    for number in numbers:
        request = Request(ref(number), 1, NOW, Language.NL, Person(f"p{number}@ocmw.example"))
        store.commit(Commit(requests=(request,), trail=((ref(number), TrailEntry(NOW, "hr", said)),)))
    store.close()


def commit(path: Path, commit: Commit) -> None:
    store = open_store(path)
    store.commit(commit)
    store.close()


def meddle(path: Path, change: Callable[[Steps], None]) -> tuple[str, ...]:
    """Change the trail with a text editor, as somebody who knows the file would; return what is noticed."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    change(tables["trail"])
    path.unlink()
    with TinyDB(path) as database:
        database.storage.write({name: table for name, table in tables.items() if name != "_journal"})
    journal_of(path).unlink(missing_ok=True)
    return check(path).remarks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.json"
    note(path, 1, 2, 1, 3, 2)
    return path


def test_a_trail_that_nobody_touched_is_whole(path: Path):
    health = check(path)
    assert (health.remarks, health.erased, len(health.head)) == ((), 0, 32)


def test_each_step_moves_the_newest_link(path: Path):
    before = check(path).head
    note(path, 3)
    assert check(path).head != before


def test_a_changed_step_is_noticed(path: Path):
    def change(steps: Steps) -> None:
        steps["2"]["entry"]["what"] = "approved"

    assert meddle(path, change) == ("step 2 of the trail was changed after it had been written",)


def test_a_step_that_was_taken_out_is_noticed(path: Path):
    def change(steps: Steps) -> None:
        del steps["2"]

    assert meddle(path, change) == ("step 3 of the trail does not follow the step before it",)


def test_a_beginning_that_was_cut_off_is_noticed(path: Path):
    def change(steps: Steps) -> None:
        del steps["1"], steps["2"]

    assert meddle(path, change) == ("step 3 of the trail does not follow the step before it",)


def test_a_step_given_to_another_request_is_noticed(path: Path):
    def change(steps: Steps) -> None:
        steps["4"]["ref"] = ref(1)

    assert meddle(path, change) == ("step 4 of the trail was changed after it had been written",)


def test_a_step_without_a_link_in_the_middle_is_noticed(path: Path):
    def change(steps: Steps) -> None:
        steps["3"]["link"] = ""

    assert "step 3 of the trail has no link" in meddle(path, change)


def test_the_end_that_was_cut_off_shows_in_the_newest_link(path: Path):
    before = check(path).head

    def change(steps: Steps) -> None:
        del steps["5"]

    assert meddle(path, change) == ()
    assert check(path).head != before


def test_an_erased_request_leaves_its_links_and_the_chain_whole(path: Path):
    before = check(path).head
    commit(path, Commit(removed=(ref(2),)))
    health = check(path)
    assert (health.remarks, health.erased, health.head) == ((), 2, before)
    assert ref(2) not in path.read_text(encoding="utf-8")


def test_an_erased_beginning_shrinks_to_one_link(path: Path):
    commit(path, Commit(removed=(ref(1),)))
    assert check(path).counts["trail"] == 5
    commit(path, Commit(removed=(ref(2),)))
    health = check(path)
    assert (health.counts["trail"], health.erased, health.remarks) == (3, 2, ())
    commit(path, Commit(removed=(ref(3),)))
    health = check(path)
    assert (health.counts["trail"], health.erased, health.remarks) == (1, 1, ())


def test_the_chain_goes_on_after_everything_was_erased(path: Path):
    commit(path, Commit(removed=(ref(1), ref(2), ref(3))))
    head = check(path).head
    note(path, 4, 4)
    health = check(path)
    assert (health.remarks, health.counts["trail"]) == ((), 3)
    assert health.head != head


def test_a_reworded_step_keeps_its_place_and_loses_its_salt(path: Path):
    before = check(path).head
    commit(path, Commit(reworded=((ref(2), (TrailEntry(NOW, "[erased]", "note"), TrailEntry(NOW, "hr", "note"))),)))
    health = check(path)
    assert (health.remarks, health.erased, health.head) == ((), 1, before)


def test_what_was_erased_can_not_be_found_by_trying_names(path: Path):
    commit(path, Commit(removed=(ref(2),)))
    steps = json.loads(path.read_text(encoding="utf-8"))["trail"]
    assert [step["salt"] for step in steps.values() if not step["ref"]] == ["", ""]


def test_steps_of_the_same_words_have_digests_of_their_own(path: Path):
    steps = json.loads(path.read_text(encoding="utf-8"))["trail"]
    assert len({step["content"] for step in steps.values()}) == len(steps)


def test_a_back_up_carries_the_chain(path: Path, tmp_path: Path):
    export(path, tmp_path / "copy.json")
    assert check(tmp_path / "copy.json").head == check(path).head


def test_trails_written_before_there_was_a_chain_are_taken_as_they_are(path: Path):
    def change(steps: Steps) -> None:
        for step in steps.values():
            step.pop("link"), step.pop("salt"), step.pop("content")

    assert meddle(path, change) == ()
    note(path, 1, 2)
    assert check(path).remarks == ()
    commit(path, Commit(removed=(ref(1),)))
    assert check(path).remarks == ()
