"""The store as commands and pages read it: without the lock, and only again when something was committed."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.model.request import Person, Request
from mailflow.model.words import Language
from mailflow.ports import Commit
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
