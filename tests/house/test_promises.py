"""What README, CONTRIBUTING and CHANGELOG promise exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mailflow import __version__
from mailflow.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
# Commands of the contract that a page may speak of before they exist.
LATER = {"replay", "report", "web"}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:mailflow|rules|tests|docs|templates|deploy|\.ci)/[\w./-]+)`", text))
    named |= {
        name for name in re.findall(r"\]\(([^)#]+)", text) if "://" not in name and not name.startswith("mailto:")
    }
    missing = {name for name in named if not (ROOT / name).exists() and not (page.parent / name).exists()}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_names_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)])
    made = set(re.findall(r"^(?:\$ )?make ([a-z]+)", code, re.MULTILINE))
    asked = set(re.findall(r"^(?:\$ )?(?:\S*/)?mailflow (?:--config \S+ )?([a-z]+)", code, re.MULTILINE))
    assert made - targets() == set()
    assert asked - set(COMMANDS) - LATER == set()


def test_each_command_of_the_table_can_be_called_and_says_what_the_table_says():
    import click

    from mailflow.cli import program

    for name, (_, what) in COMMANDS.items():
        command = program.get_command(click.Context(program), name)
        assert command is not None
        assert command.help, name
        assert what.endswith("."), name


def test_the_changelog_is_kept_as_promised():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[?([^\]\n]+)\]?", text, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= KINDS
    for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)[1:]:
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading), heading


def test_the_package_has_one_version():
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == __version__


def test_every_dependency_has_a_lower_bound_and_stands_in_the_lock():
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    for requirement in wanted:
        name = re.split(r"[\[<>=]", requirement)[0].lower().replace("_", "-")
        if name == "mailflow":
            continue
        assert ">=" in requirement, requirement
        # Time zones are data with a year as version; an upper bound would only keep the truth away.
        assert "," in requirement or name == "tzdata", requirement
        assert name in locked, requirement


def test_the_lock_names_no_registry_and_pins_with_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    pins = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert all("--hash=sha256:" in pin for pin in pins)
