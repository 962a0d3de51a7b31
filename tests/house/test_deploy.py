"""The service unit says what the daemon does, and no more may it do."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.cli.exits import CONFIGURATION, TEMPORARY, USAGE
from mailflow.outbox import SmtpServer

UNIT = Path(__file__).parents[2] / "deploy" / "mailflow.service"
MINUTE = 60


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_systemd_waits_for_the_sign_of_life_longer_than_a_mail_server_may_take(unit: dict[str, list[str]]):
    assert unit["Type"] == ["notify"]
    longest = SmtpServer("127.0.0.1", 25, "none", "hrm@mi-is.example").data_timeout
    for name in ("WatchdogSec", "TimeoutStopSec"):
        (value,) = unit[name]
        assert int(value.removesuffix("min")) * MINUTE > longest


def test_only_what_trying_again_can_mend_is_tried_again(unit: dict[str, list[str]]):
    assert unit["Restart"] == ["on-failure"]
    never = {int(code) for code in unit["RestartPreventExitStatus"][0].split()}
    assert never == {USAGE, CONFIGURATION}
    assert TEMPORARY not in never


def test_the_daemon_may_write_its_store_only(unit: dict[str, list[str]]):
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["StateDirectory"] == ["mailflow"]
    assert unit["StateDirectoryMode"] == ["0700"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["CapabilityBoundingSet"] == [""]
    assert not [name for name in unit if name.startswith("ReadWrite")]
