"""The command line starts at once: nobody pays for libraries that the command doesn't use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "imapclient", "jinja2", "icalendar", "apscheduler", "aiosmtpd", "pymap", "rich", "lxml", "holidays",
    "charset_normalizer", "rapidfuzz", "smtplib", "asyncio", "authres", "http", "ssl",
}  # fmt: skip
CONFIG = """
[mailbox]
host = "imap.example"
username = "hrm@mi-is.example"
[smtp]
host = "smtp.example"
[people]
hr = ["an@mi-is.example"]
"""


def imports(directory: Path, *arguments: str) -> set[str]:
    """Run a command and return the top-level modules that it imported."""
    code = "import sys; from mailflow.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *arguments],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [("--help",), ("version",), ("list",), ("list", "--json"), ("outbox",), ("status",)]
)
def test_a_command_that_only_looks_imports_nothing_heavy(site: Path, arguments: tuple[str, ...]):
    assert imports(site, *arguments) & HEAVY == set()
