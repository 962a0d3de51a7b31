"""docs/security.md names every attack that is tried, and none that isn't."""

import re
from pathlib import Path

from mailflow.config.reading import keys_of
from mailflow.config.sections import LimitsSection

ROOT = Path(__file__).parents[2]
TESTS = sorted((ROOT / "tests" / "conversations").glob("test_attacks_*.py"))
PAGE = ROOT / "docs" / "security.md"


def tried() -> dict[str, str]:
    """Every attack and the file it stands in; controls are no attacks."""
    found = {}
    for path in TESTS:
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            if not name.startswith("test_control_"):
                found[name] = path.name
    return found


def test_every_attack_that_is_tried_has_its_row_under_its_file():
    page = PAGE.read_text(encoding="utf-8")
    told: dict[str, str] = {}
    for part in page.split("\n### ")[1:]:
        file = re.search(r"`(test_attacks_\w+\.py)`", part)
        assert file
        told |= dict.fromkeys(re.findall(r"\| `(test_\w+)` \|", part), file[1])
    assert told == tried()


def test_there_are_at_least_sixty_attacks_and_a_control_in_each_file():
    assert len(tried()) >= 60
    for path in TESTS:
        assert "\ndef test_control_" in path.read_text(encoding="utf-8"), path.name


def test_every_limit_stands_in_the_table_with_its_default_and_a_test_of_what_is_said():
    section = re.search(r"\n## Limits .*?(?=\n## )", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert section
    rows = {line.split("`")[1]: line for line in section[0].splitlines() if line.startswith("| `")}
    assert set(rows) == {entry.name for entry in keys_of(LimitsSection)}
    for entry in keys_of(LimitsSection):
        assert f"| {entry.metadata['written']} |" in rows[entry.name]
        assert "| `test_" in rows[entry.name]
