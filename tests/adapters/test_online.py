"""``check --online`` against a real IMAP server and the sandbox: what works is said, what fails says what to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.config import Config, parse_config
from mailflow.online import try_servers
from mailflow.sandbox.servers import Sandbox

MAILBOX = "hrm@mi-is.example"


@pytest.fixture
def box():
    with Sandbox({MAILBOX: "geheim"}) as sandbox:
        yield sandbox


def config(box: Sandbox, password: str = "geheim", **changes: str) -> Config:
    environ = {
        "MAILFLOW_MAILBOX_PASSWORD": password,
        "MAILFLOW_SMTP_PASSWORD": password,
        "MAILFLOW_MAILBOX_HOST": "127.0.0.1",
        "MAILFLOW_MAILBOX_PORT": str(box.imap_port),
        "MAILFLOW_MAILBOX_SECURITY": "none",
        "MAILFLOW_MAILBOX_USERNAME": MAILBOX,
        "MAILFLOW_SMTP_HOST": "127.0.0.1",
        "MAILFLOW_SMTP_PORT": str(box.smtp_port),
        "MAILFLOW_SMTP_SECURITY": "none",
        "MAILFLOW_PEOPLE_HR": "an@mi-is.example",
    }
    return parse_config("", environ | changes, Path("config.toml"))


def test_servers_that_work_are_said_to(box: Sandbox):
    tried = list(try_servers(config(box)))
    assert [(one.what, one.works) for one in tried] == [("mailbox", True), ("smtp", True)]
    assert "INBOX is there" in tried[0].said


def test_a_wrong_password_is_told_and_does_not_hide_the_other_server(box: Sandbox):
    tried = list(try_servers(config(box, password="wrong")))
    assert [(one.what, one.works) for one in tried] == [("mailbox", False), ("smtp", True)]
    assert MAILBOX in tried[0].said
    assert "b'" not in tried[0].said


def test_a_server_that_is_not_there_is_told_in_one_line(box: Sandbox):
    tried = list(try_servers(config(box, MAILFLOW_SMTP_PORT="1", MAILFLOW_MAILBOX_PORT="1")))
    assert [one.works for one in tried] == [False, False]
    assert all(one.said and "\n" not in one.said for one in tried)
    assert all("127.0.0.1:1" in one.said for one in tried)


def test_the_second_way_for_warnings_is_tried_too(box: Sandbox):
    alarm = {"MAILFLOW_ALARM_HOST": "127.0.0.1", "MAILFLOW_ALARM_PORT": "1", "MAILFLOW_ALARM_SECURITY": "none"}
    tried = list(try_servers(config(box, **alarm)))
    assert [(one.what, one.works) for one in tried] == [("mailbox", True), ("smtp", True), ("alarm", False)]
