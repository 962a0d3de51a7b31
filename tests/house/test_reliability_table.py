"""The tables of faults and attacks name tests; here it is seen that those tests exist."""

import re
from pathlib import Path

import pytest

DOCS = [
    path
    for path in (Path("docs/reliability.md"), Path("docs/security.md"), Path("docs/invitations.md"))
    if path.exists()
]


def known() -> set[str]:
    found: set[str] = set()
    for path in Path("tests").rglob("test_*.py"):
        found |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
        found.add(path.stem)
    return found


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_test_that_a_table_names_exists(path: Path) -> None:
    named = set(re.findall(r"\b(test_\w+)", path.read_text(encoding="utf-8")))
    assert named
    assert not named - known()
