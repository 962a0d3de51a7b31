"""The pure packages never read the clock, never throw dice, never touch the disk behind one's back."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = ("model", "message", "understanding", "agenda", "rulebook", "engine", "letters")
FILES = sorted(path for name in PURE for path in (ROOT / "mailflow" / name).rglob("*.py"))
BANNED_CALLS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "monotonic"), ("time", "sleep"), ("time", "localtime"),
    ("uuid", "uuid1"), ("uuid", "uuid4"), ("os", "urandom"), ("os", "environ"), ("os", "getenv"),
    ("email.utils", "localtime"), ("utils", "make_msgid"), ("utils", "localtime"), ("utils", "formatdate"),
}  # fmt: skip
BANNED_NAMES = {"uuid1", "uuid4", "make_msgid", "localtime", "formatdate", "urlopen", "getrandom"}
BANNED_MODULES = {"random", "secrets", "socket", "threading", "time", "subprocess", "urllib.request", "asyncio"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_pure_module_reads_no_clock_and_throws_no_dice(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in BANNED_CALLS:
                found.append(f"line {node.lineno}: {owner}.{node.attr}")
        if isinstance(node, ast.ImportFrom):
            found += [f"line {node.lineno}: {alias.name}" for alias in node.names if alias.name in BANNED_NAMES]
        found += [f"line {node.lineno}: {name}" for name in imported(node) if name in BANNED_MODULES]
    assert found == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
