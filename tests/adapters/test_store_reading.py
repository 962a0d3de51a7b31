"""The store as commands and pages read it: without the lock, and only again when something was committed."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.model.dates import Slot
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Person, Request, Timer, Visit
from mailflow.model.words import Folder, Half, Language, LetterKind, Role, TimerName, VisitState
from mailflow.ports import Attempt, Commit, Mark, Place, Position
from mailflow.store import open_store, read_store
from mailflow.store.storage import journal_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REQUEST = Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example"), sources={"name": 3})


def test_a_reader_sees_commits_of_the_open_store_when_it_refreshes(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    reader = read_store(path)
    store = open_store(path)
    assert reader.refresh()
    store.commit(Commit(requests=(REQUEST,)))
    assert reader.request(REQUEST.ref) is None
    assert reader.refresh()
    assert reader.request(REQUEST.ref) == REQUEST
    assert not reader.refresh()
    changed = dataclasses.replace(REQUEST, version=2)
    store.commit(Commit(requests=(changed,)))
    store.close()
    assert reader.refresh()
    assert reader.request(REQUEST.ref) == changed


def test_a_reader_does_not_write(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    open_store(path).close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    reader = read_store(path)
    with pytest.raises(StoreUnwritable, match="for reading"):
        reader.commit(Commit(requests=(REQUEST,)))
    reader.close()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_reader_ignores_a_line_that_is_just_being_written_and_leaves_it_there(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = open_store(path)
    store.commit(Commit(requests=(REQUEST,)))
    with journal_of(path).open("ab") as journal:
        journal.write(b'["0123456789abcdef",{"n":')
    size = journal_of(path).stat().st_size
    assert read_store(path).request(REQUEST.ref) == REQUEST
    assert journal_of(path).stat().st_size == size
    store._db.journal.abandon()


def test_a_damaged_store_is_not_read_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    open_store(path).close()
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(StoreDamaged, match=r"store\.json"):
        read_store(path)


def test_records_refuse_to_be_changed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.json")
    store.commit(Commit(requests=(REQUEST,)))
    found = store.request(REQUEST.ref)
    assert found is not None
    for change in (
        lambda: found.sources.update(name=4),
        lambda: found.sources.pop("name"),
        lambda: found.sources.setdefault("x", 1),
        lambda: found.sources.__ior__({"x": 1}),
    ):
        with pytest.raises(TypeError, match="commit a changed copy"):
            change()
    assert found is store.request(REQUEST.ref), "A look-up makes nothing anew."
    assert dataclasses.replace(found, sources=found.sources | {"name": 4}).sources == {"name": 4}
    store.close()


class Unsearchable(dict[Any, Any]):
    """A mapping that may be asked for a key and not be gone through."""

    def _searched(self) -> NoReturn:
        raise AssertionError("a look-up went through all records")

    __iter__ = keys = values = items = _searched  # type: ignore[assignment]


def test_look_ups_and_commits_do_not_search(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.json")
    visits = (Visit(1, "blas", VisitState.PROPOSED, proposed=(Slot(date(2027, 1, 12), Half.AM),), uid="u1"),)
    request = dataclasses.replace(REQUEST, visits=visits, timers=(Timer(TimerName.UNDO, NOW),), source_message_id="m@x")
    letter = Letter(
        "1@x", "AAAA", LetterKind.DECIDE, Role.HR, "an@hr.example", Language.NL, "s", NOW, b"", ref=REQUEST.ref
    )
    mark = Mark("m@x", "d", "quarantined", Folder.ASIDE, Place(1, 1), NOW, REQUEST.ref)
    trail = ((REQUEST.ref, TrailEntry(NOW, "hr", "x")),)
    commit = Commit(
        (request,), trail, (letter,), (mark,), Attempt(Place(1, 1), 1), Position("INBOX", 1, 1, NOW), clock=NOW
    )
    store.commit(commit)
    for shelf in store._index.shelves.values():
        shelf._records = Unsearchable(shelf._records)
    store.commit(commit)
    found = (
        store.request(REQUEST.ref),
        store.requests_of("els@ocmw.example"),
        store.request_by_uid("u1"),
        store.request_by_source("m@x"),
        store.earlier("els@ocmw.example"),
        store.trail(REQUEST.ref),
        store.letter("1@x"),
        store.letter_by_token("AAAA"),
        store.letters(REQUEST.ref),
        store.letters_due(NOW),
        store.letters_open(),
        store.letters_since("an@hr.example", NOW),
        store.mark("m@x", "d"),
        store.mark("m@x", ""),
        store.unmoved(),
        store.set_aside(),
        store.attempts(Place(1, 1)),
        store.position("INBOX"),
        store.timers_due(NOW),
        store.next_due(),
        store.reservations(),
        store.clock(),
        store.next_ref("ONT", 2026),
    )
    assert all(found)
    store._db.journal.abandon()
