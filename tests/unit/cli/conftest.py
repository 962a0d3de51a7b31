"""A directory with a configuration, and commands run in it: what the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mailflow.cli import program
from mailflow.cli.exits import code_of

CONFIG = """
[mailbox]
host = "imap.example"
username = "hrm@mi-is.example"
[smtp]
host = "smtp.example"
[people]
hr = ["an@mi-is.example"]
[store]
path = "mailflow.json"
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of a configuration without a store, as the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command; returns exit code, output, messages."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = code_of(program, list(arguments))
        told = capfd.readouterr()
        return code, told.out, told.err

    return call
