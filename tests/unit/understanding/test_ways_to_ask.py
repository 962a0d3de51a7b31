"""However services are asked for, the request is seen and has those services and no other."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.words import Kind
from mailflow.understanding.intent import read_request

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUBJECTS = {"nl": "ontdekkingsstage", "fr": "stage de d\u00e9couverte", "de": "Entdeckungspraktikum"}
COUNT = 150


def _ways():
    spec = importlib.util.spec_from_file_location("ways_to_ask", HERE / "ways_to_ask.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WAYS = _ways()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("make", [WAYS.letters, WAYS.forms], ids=["letters", "forms"])
def test_exactly_what_is_asked_for_is_read(make, language, rulebook):
    for body, services in make(language, COUNT, seed=20261130):
        head = f"From: els@ocmw.example\nTo: hrm@mi-is.be\nSubject: {SUBJECTS[language]}\n"
        raw = f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}".encode()
        message = parse(raw, NOW)
        meaning = read_request(message, rulebook, NOW, forwarded(message))
        assert meaning.kind is Kind.REQUEST, body
        assert sorted(meaning.form.services) == sorted(services), body
