"""The log: one line an event, for people or machines, and never a line more than that."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from mailflow import log
from mailflow.errors import TemplateError


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("mailflow")
    before = (root.handlers[:], root.level, own.level)
    yield
    root.handlers[:], root.level = before[0], before[1]
    root.setLevel(before[1])
    own.setLevel(before[2])


def test_an_event_is_a_line_of_text_with_its_facts():
    stream = io.StringIO()
    log.set_up("text", "info", stream)
    log.say("letter_sent", ref="ONT-2026-0001", to="els@ocmw.example", why="", tries=0)
    line = stream.getvalue()
    assert line.endswith(" info letter_sent ref=ONT-2026-0001 to=…@ocmw.example tries=0\n")


def test_an_event_is_an_object_for_machines():
    stream = io.StringIO()
    log.set_up("json", "info", stream)
    log.warn("unreachable", why="connection refused", tries=3)
    entry = json.loads(stream.getvalue())
    assert entry.pop("at").endswith("+00:00")
    assert entry == {"level": "warning", "event": "unreachable", "why": "connection refused", "tries": 3}


@pytest.mark.parametrize("format_", ["text", "json"])
def test_words_from_outside_cannot_forge_a_line(format_: str):
    stream = io.StringIO()
    log.set_up(format_, "info", stream)
    log.say("set_aside", why="bad\n2026-11-23 info forged\x1b[2J" + "x" * 500)
    assert stream.getvalue().count("\n") == 1
    assert "\x1b" not in stream.getvalue()
    assert len(stream.getvalue()) < 400


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_traceback_is_kept_for_the_programmer_without_what_it_quotes(format_: str):
    stream = io.StringIO()
    log.set_up(format_, "info", stream)
    word = "Peeters"
    try:
        try:
            int(word)
        except ValueError as problem:
            raise TemplateError("nl/decide.j2: no such day") from problem
    except TemplateError:
        logging.getLogger("mailflow").exception("timer_failed", extra={"facts": {"ref": "ONT-2026-0001"}})
    told = stream.getvalue()
    assert "ONT-2026-0001" in told
    assert "int(word)" in told
    assert "ValueError" in told
    assert "TemplateError: nl/decide.j2: no such day" in told
    assert told.index("ValueError") < told.index("TemplateError: nl")
    assert word not in told


def test_what_is_below_the_level_is_not_said_and_libraries_stay_silent_about_mail():
    stream = io.StringIO()
    log.set_up("text", "warning", stream)
    log.say("letter_sent")
    assert stream.getvalue() == ""
    log.set_up("text", "debug", stream)
    logging.getLogger("imapclient.imaplib").debug("< * 1 FETCH (BODY[] {7} secret)")
    logging.getLogger("imapclient").info("body")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("format_", ["text", "json"])
def test_addresses_keep_their_domain_only_and_message_ids_stay_whole(format_: str):
    stream = io.StringIO()
    log.set_up(format_, stream=stream)
    log.warn("server_down", why="550 <els.peeters@ocmw.example> unknown", message_id="a1@ocmw.example")
    try:
        int("els.peeters@ocmw.example wrote " + "x" * 500)
    except ValueError:
        logging.getLogger("mailflow").exception("mail_failed")
    told = stream.getvalue()
    assert "els.peeters" not in told
    assert "…@ocmw.example" in told
    assert "a1@ocmw.example" in told
    assert "x" * 250 not in told
