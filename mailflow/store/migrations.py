"""The schema of the tables and the way from each older one to the next.

A migration is a function that changes the tables of one schema in place into those of the next; the number in front
of it is the schema it starts from. New fields with a default need none. Leaves writing the result to ``tinystore``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mailflow.errors import StoreDamaged
from mailflow.store.lines import Tables

Migration = Callable[[Tables], None]

SCHEMA = 1
MIGRATIONS: Mapping[int, Migration] = {}


def schema_of(tables: Tables) -> int | None:
    """Return the schema that tables say they have, ``None`` if there are none yet."""
    if not tables:
        return None
    schema = tables.get("meta", {}).get("1", {}).get("schema")
    return schema if isinstance(schema, int) else 0


def plan(
    tables: Tables, name: str, migrations: Mapping[int, Migration] = MIGRATIONS, target: int = SCHEMA
) -> tuple[Migration, ...]:
    """Return the migrations that lead to the target schema, none if it is reached; nothing is changed.

    Raise ``StoreDamaged`` for tables of a newer mailflow, of another program, or without a way here.
    """
    found = schema_of(tables)
    if found is None:
        return ()
    if found < 1 or found > target:
        hint = "a newer mailflow has written it" if found > target else "this is not a store of mailflow"
        raise StoreDamaged(f"{name}: schema {found}, this mailflow reads {target}: {hint}")
    try:
        return tuple(migrations[schema] for schema in range(found, target))
    except KeyError as error:
        raise StoreDamaged(f"{name}: no migration from schema {error}") from None


def migrate(tables: Tables, steps: Iterable[Migration] = (), target: int = SCHEMA) -> None:
    """Take the steps in place and note the schema; new tables get just the note."""
    for step in steps:
        step(tables)
    tables.setdefault("meta", {})["1"] = {"schema": target}
