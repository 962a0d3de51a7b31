"""The checks of what we depend on say what they should: licences in `make check`, known weaknesses in `make audit`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def installed(site: Path, name: str, *lines: str) -> None:
    folder = site / f"{name.replace('-', '_')}-1.0.dist-info"
    folder.mkdir(parents=True)
    metadata = "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, ""])
    (folder / "METADATA").write_text(metadata, encoding="utf-8")


def licences(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(ROOT / ".ci" / "licences.py"), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "said",
    [
        "License-Expression: GPL-3.0-or-later",
        "License-Expression: MIT AND AGPL-3.0-only",
        "License-Expression: MIT OR (BSD-3-Clause AND GPL-2.0-only)",
        "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
        "License: Proprietary",
        "Summary: says nothing",
    ],
)
def test_a_licence_that_nobody_decided_on_is_named_with_its_package(tmp_path: Path, said: str):
    installed(tmp_path, "mailflow", "License-Expression: MIT", "Requires-Dist: between>=1")
    installed(tmp_path, "between", "License-Expression: BSD-3-Clause", "Requires-Dist: Some.Thing (>=1)")
    installed(tmp_path, "some-thing", said)
    told = licences("--path", str(tmp_path))
    assert told.returncode == 1
    assert told.stderr.startswith("some-thing: ")
    assert "decide on it in .ci/licences.py" in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "said",
    [
        "License-Expression: Apache-2.0 OR GPL-2.0-only",
        "License-Expression: MIT AND PSF-2.0",
        "Classifier: License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)",
        "License: Apache-2.0",
    ],
)
def test_a_licence_that_lets_us_be_is_fine_and_what_only_tests_use_is_not_asked(tmp_path: Path, said: str):
    installed(
        tmp_path,
        "mailflow",
        "License-Expression: MIT",
        "Requires-Dist: thing>=1",
        "Requires-Dist: tool>=1; extra == 'dev'",
        "Requires-Dist: elsewhere>=1; sys_platform == 'nowhere'",
    )
    installed(tmp_path, "thing", said)
    installed(tmp_path, "tool", "License-Expression: GPL-3.0-or-later")
    told = licences("--path", str(tmp_path))
    assert told.returncode == 0, told.stderr


def test_what_is_needed_and_not_installed_is_told(tmp_path: Path):
    installed(tmp_path, "mailflow", "License-Expression: MIT", "Requires-Dist: server>=1; extra == 'demo'")
    told = licences("--path", str(tmp_path))
    assert told.returncode == 1
    assert told.stderr == "server: needed, and not installed; run `make setup`\n"


@pytest.mark.parametrize(
    ("service", "code", "said"),
    [
        ("echo 'No known vulnerabilities found'", 0, "No known vulnerabilities found"),
        ("echo 'Found 1 known vulnerability in 1 package'; echo 'jinja2 3.1.6 PYSEC-1 3.1.7'; exit 1", 1, "PYSEC-1"),
        ("echo 'ERROR: no such host' >&2; exit 1", 1, "this says nothing"),
    ],
)
def test_an_audit_that_reached_nobody_is_no_clean_bill_of_health(tmp_path: Path, service: str, code: int, said: str):
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\n{service}\n", encoding="utf-8")
    program.chmod(0o755)
    told = subprocess.run(
        [str(ROOT / ".ci" / "audit")],
        env={**os.environ, "PIP_AUDIT": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == code
    assert said in told.stdout + told.stderr
