"""An older store is brought to the schema of today, a newer one is left alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.model.request import Person, Request
from mailflow.model.words import Language
from mailflow.ports import Commit
from mailflow.store import migrations, open_store, read_store, tinystore
from mailflow.store.journal import JournalDB
from mailflow.store.lines import Change, Tables
from mailflow.store.migrations import migrate, plan
from mailflow.store.storage import journal_of
from tests.adapters.disks import FailingDisk

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REQUEST = Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example"))


def rename_mail(tables: Tables) -> None:
    """From 1 to 2: the field ``mail`` of a request's requester became ``address``."""
    for request in tables["requests"].values():
        request["requester"]["address"] = request["requester"].pop("mail")


def count_twice(tables: Tables) -> None:
    """From 2 to 3: versions count double."""
    for request in tables["requests"].values():
        request["version"] *= 2


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of schema 1 of a mailflow that never was, half of it still in the journal."""
    path = tmp_path / "store.json"
    store = open_store(path)
    store.commit(Commit(requests=(REQUEST,)))
    store.close()
    db = JournalDB(path)
    document = db.table("requests").get(doc_id=1)
    document["requester"]["mail"] = document["requester"].pop("address")
    db.commit(Change(put={"requests": {"1": document}}))
    db.journal.abandon()
    return path


def in_force(monkeypatch: pytest.MonkeyPatch, schema: int) -> None:
    """Let this mailflow be one of a later schema."""
    later = {1: rename_mail, 2: count_twice}
    for function in (plan, migrate):
        assert function.__defaults__ is not None
    monkeypatch.setattr(plan, "__defaults__", (later, schema))
    monkeypatch.setattr(migrate, "__defaults__", ((), schema))


def test_an_older_store_is_migrated_step_by_step_and_its_file_kept(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(monkeypatch, 3)
    store = open_store(old)
    found = store.request(REQUEST.ref)
    assert found is not None
    assert (found.requester.address, found.version) == ("els@ocmw.example", 2)
    store.close()
    with TinyDB(old.with_name("store.json.schema-1")) as kept:
        assert kept.table("requests").get(doc_id=1)["requester"]["mail"] == "els@ocmw.example"
    store = open_store(old)
    again = store.request(REQUEST.ref)
    assert again is not None
    assert again.version == 2, "A migration is done once."
    store.close()


def test_a_reader_migrates_in_memory_only(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(monkeypatch, 2)
    before = {file.name: file.read_bytes() for file in old.parent.iterdir()}
    assert read_store(old).requests_of("els@ocmw.example")
    assert {file.name: file.read_bytes() for file in old.parent.iterdir()} == before


@pytest.mark.parametrize("step", ["create", "replace"])
def test_a_migration_that_can_not_be_written_leaves_the_old_store(
    old: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = (old.read_bytes(), journal_of(old).read_bytes())
    with monkeypatch.context() as later:
        in_force(later, 3)
        disk = FailingDisk(step)
        disk.broken = True
        with pytest.raises(StoreUnwritable):
            tinystore.TinyStore(old, disk)
    assert (old.read_bytes(), journal_of(old).read_bytes()) == before


def test_a_newer_store_is_left_alone(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        in_force(later, 3)
        open_store(old).close()
    before = old.read_bytes()
    for opening in (open_store, read_store):
        with pytest.raises(StoreDamaged, match="schema 3, this mailflow reads 1: a newer mailflow"):
            opening(old)
    assert old.read_bytes() == before


def test_a_schema_without_a_way_here_is_named() -> None:
    tables: Tables = {"meta": {"1": {"schema": 1}}}
    with pytest.raises(StoreDamaged, match="no migration from schema 1"):
        plan(tables, "store.json", {2: count_twice}, 3)
    with pytest.raises(StoreDamaged, match="not a store of mailflow"):
        plan({"_default": {"1": {}}}, "store.json")


def test_a_new_store_has_the_schema_of_today(tmp_path: Path) -> None:
    open_store(tmp_path / "store.json").close()
    content = json.loads((tmp_path / "store.json").read_text())
    assert content["meta"] == {"1": {"schema": migrations.SCHEMA}}
