"""Names and marks: the words of the glossary, and none of those that say nothing."""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "mailflow").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
DOCS = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "base", "misc", "stuff"}
MODEL = sorted((ROOT / "mailflow" / "model").glob("[a-z]*.py"))


def test_no_module_or_class_has_a_name_that_says_nothing():
    found = []
    for path in CODE:
        words = set(re.split(r"[^a-z]+", path.stem.lower()))
        found += [path.name] if words & SAYS_NOTHING else []
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                parts = {part.lower() for part in re.findall(r"[A-Z][a-z]*", node.name)}
                found += [f"{path.name}: {node.name}"] if parts & SAYS_NOTHING else []
    assert found == []


def test_nothing_is_left_for_later():
    # Put together here so that this file does not find itself.
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*CODE, *TESTS, *DOCS, *(ROOT / "rules").rglob("*.toml"), *(ROOT / "templates").rglob("*.j2")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert found == []


def test_no_test_is_skipped():
    found = []
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in {"skip", "skipif", "xfail", "importorskip", "skipTest"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_tests_are_sentences():
    short = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 2
    ]
    assert short == []


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_every_word_of_the_model_stands_in_the_glossary(path: Path):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = set(re.findall(r"`([A-Za-z_]+)`", glossary))
    module = importlib.import_module(f"mailflow.model.{path.stem}")
    classes = {
        name for name, value in vars(module).items() if inspect.isclass(value) and value.__module__ == module.__name__
    }
    assert classes - entries == set()


def test_every_state_and_command_stands_in_the_glossary():
    from mailflow.model import words

    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    kinds = (words.RequestState, words.VisitState, words.CommandName, words.LetterKind, words.Kind, words.TimerName)
    values = {member.value for kind in kinds for member in kind}
    assert {value for value in values if f"`{value}`" not in glossary} == set()


def test_the_glossary_names_no_class_that_is_gone():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([A-Z][A-Za-z]+)` \|", glossary, re.MULTILINE))
    known = set()
    for path in MODEL:
        known |= {name for name, value in vars(importlib.import_module(f"mailflow.model.{path.stem}")).items()
                  if inspect.isclass(value) or isinstance(value, enum.EnumMeta)}  # fmt: skip
    assert named - known == set()
