"""Any value of any file replaced by one of another type is a mistake that is told, never a traceback."""

import json
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.errors import RulesError
from mailflow.rulebook import read_rules

ROOT = Path(__file__).parents[3]
FILES = [
    "office.toml",
    "timers.toml",
    "routing.toml",
    "reasons.toml",
    "form.toml",
    "vocabulary.toml",
    "services/blas.toml",
]
DATA = {name: tomllib.loads((ROOT / "rules" / name).read_text(encoding="utf-8")) for name in FILES}
WRONG = [0, -1, "", "x", True, [], [1], ["x"], [{}], {}, {"x": 1}, {"x": {}}, 1.5, date(2026, 1, 1)]


def paths(value, before=()):
    """Every place of a file: keys and the first two elements of lists."""
    if before:
        yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, item in inner:
        yield from paths(item, (*before, key))


PLACES = [(name, path) for name in FILES for path in paths(DATA[name])]


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return Path(shutil.copytree(ROOT / "rules", tmp_path_factory.mktemp("wrong") / "rules"))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.sampled_from(WRONG))
def test_a_value_of_another_type_is_a_mistake_or_fine_but_never_a_traceback(rules, place, wrong):
    name, path = place
    spoilt = replaced(DATA[name], path, wrong)
    file = rules / name
    whole = file.read_text(encoding="utf-8")
    file.write_text("\n".join(f"{json.dumps(key)} = {toml(item)}" for key, item in spoilt.items()), encoding="utf-8")
    try:
        read_rules(rules)
    except RulesError as error:
        assert error.mistakes  # noqa: PT017
        assert all(mistake.file.startswith("rules/") for mistake in error.mistakes)  # noqa: PT017
    finally:
        file.write_text(whole, encoding="utf-8")
