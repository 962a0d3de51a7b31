"""JournalDB against plain TinyDB: the same operations give the same answers and leave the same tables."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.table import Document

from mailflow.store.journal import JournalDB
from mailflow.store.snapshot import HEADER

Operation = Callable[[Any], Any]
TABLES = ("one", "two", "three")
NAMES = ("An", "Bert", "Cécile", "Dörte", "é\ud83d\ude00")


def tables(db: TinyDB) -> dict[str, Any]:
    return {name: [(doc.doc_id, dict(doc)) for doc in db.table(name)] for name in sorted(db.tables()) if name != HEADER}


def fresh_document(dice: random.Random) -> dict[str, Any]:
    nested = {"list": [dice.randrange(3), {"deep": dice.choice(NAMES)}], 7: "number as key"}
    return {"name": dice.choice(NAMES), "count": dice.randrange(5), "nested": nested, "tuple": (1, None, True, 1.5)}


def change_deep(doc: Any) -> None:
    doc["nested"]["list"].append("changed")
    doc["count"] = True


def operations(dice: random.Random) -> Operation:
    document, other = fresh_document(dice), fresh_document(dice)
    count, number = dice.randrange(5), dice.randrange(1, 40)
    matching = where("count") == count
    choices: list[Operation] = [
        lambda table: table.insert(document),
        lambda table: table.insert(document),
        lambda table: table.insert_multiple([document, other, Document(other, number + 100)]),
        lambda table: table.insert(Document(document, number)),
        lambda table: table.update({"name": "new"}, matching),
        lambda table: table.update(change_deep, where("name") == "An"),
        lambda table: table.update({"all": count}),
        lambda table: table.update({"by": "number"}, doc_ids=[number, number + 1, 999]),
        lambda table: table.update(increment("count"), matching),
        lambda table: table.update(delete("name"), where("name") == "Bert"),
        lambda table: table.update_multiple([({"x": 1}, matching), (increment("count"), where("count") == 1)]),
        lambda table: table.upsert(document, matching),
        lambda table: table.upsert(Document(document, number)),
        lambda table: table.remove(where("count") == 4),
        lambda table: table.remove(doc_ids=[number, 999]),
        lambda table: table.remove(),
        lambda table: table.update({"x": {1, 2}}, matching),
        lambda table: table.insert({"x": object()}),
        lambda table: table.search(matching),
        lambda table: table.get(where("name") == "Cécile"),
        lambda table: table.get(doc_id=number),
        lambda table: table.get(doc_ids=[number, number + 1]),
        lambda table: table.contains(doc_id=number),
        lambda table: table.count(matching),
        len,
        lambda table: table.all(),
    ]
    if dice.random() < 0.02:
        return lambda table: table.truncate()
    return dice.choice(choices)


def outcome(operation: Operation, table: Any) -> Any:
    try:
        return operation(table)
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        return type(error)


@pytest.mark.parametrize("seed", range(4))
def test_random_operations_give_what_plain_tinydb_gives(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    plain, journalled = TinyDB(tmp_path / "plain.json"), JournalDB(tmp_path / "journal.json", journal_at_least=20_000)
    for _ in range(400):
        name, operation = dice.choice(TABLES), operations(dice)
        expected, given = outcome(operation, plain.table(name)), outcome(operation, journalled.table(name))
        assert given == expected
        assert tables(journalled) == tables(plain)
        if isinstance(expected, type) or dice.random() < 0.03:  # After a close both count numbers anew.
            plain.close()
            journalled.close()
            plain = TinyDB(tmp_path / "plain.json")
            with TinyDB(tmp_path / "journal.json") as closed:
                assert tables(closed) == tables(plain)
            journalled = JournalDB(tmp_path / "journal.json", journal_at_least=20_000)
        if dice.random() < 0.02:
            plain.drop_table(name)
            journalled.drop_table(name)
    plain.drop_tables()
    journalled.drop_tables()
    assert tables(journalled) == tables(plain) == {}
    journalled.close()
    plain.close()


def test_what_is_read_is_a_copy(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store.json") as db:
        number = db.insert({"list": [1]})
        for read in (db.get(doc_id=number), db.all()[0], db.search(where("list").exists())[0], next(iter(db))):
            read["list"].append(2)
        assert db.get(doc_id=number) == {"list": [1]}


def test_what_is_written_is_a_copy(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store.json") as db:
        document = {"list": [1]}
        number = db.insert(document)
        document["list"].append(2)
        assert db.get(doc_id=number) == {"list": [1]}


def test_an_operation_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store.json") as db:
        db.insert({"name": "An"})
        before = db.journal.number
        db.update({"name": "An"})
        db.remove(where("name") == "Bert")
        db.update({"name": "Bert"}, doc_ids=[999])
        assert db.journal.number == before


def test_the_file_is_plain_json_that_a_text_tool_can_search(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store.json") as db:
        db.table("people").insert({"name": "Cécile", "odd": "\udcff"})
    line = next(line for line in (tmp_path / "store.json").read_text("ascii").splitlines() if "name" in line)
    assert line.startswith('"1":{"name":"C\\u00e9cile"')


def test_a_file_that_was_edited_with_plain_tinydb_is_taken_as_edited(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store.json") as db:
        db.insert({"name": "An"})
    with TinyDB(tmp_path / "store.json") as plain:
        plain.update({"name": "Bert"})
    with JournalDB(tmp_path / "store.json") as db:
        db.insert({"name": "Cécile"})
        assert [doc["name"] for doc in db] == ["Bert", "Cécile"]
