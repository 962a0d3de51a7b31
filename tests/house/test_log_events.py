"""Every event of the log is explained to operators."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOGS = {"log", "_log", "logger"}
NOT_OURS = {"sandbox: %s"}
LEVELS = {"debug", "info", "warning", "error", "exception"}


def events() -> Iterator[str]:
    for path in sorted((ROOT / "mailflow").rglob("*.py")):
        if path.name == "log.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            called = node.func
            if isinstance(called.value, ast.Name) and called.value.id in LOGS and called.attr in LEVELS:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_operations_explains_every_event():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = set(events()) - NOT_OURS
    assert len(found) > 15
    assert {event for event in found if f"`{event}`" not in text} == set()
