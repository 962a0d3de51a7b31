"""However a day is written, it is read as it is meant or asked about: never another day or half, never lost silently."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

from mailflow.rulebook import read_rules
from mailflow.understanding.date_fields import read_dates_field
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import lexicon_of
from mailflow.understanding.passage import Line, sentences_of

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
COUNT = 400
MOST_ASKED = 0.04


def _ways():
    spec = importlib.util.spec_from_file_location("ways", HERE / "ways.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


WAYS = _ways()


@pytest.fixture(scope="module")
def lexicon():
    return lexicon_of(read_rules(HERE.parents[2] / "rules"))


def in_a_sentence(lines, lexicon, found):
    for sentence in sentences_of(lines):
        read_dates_of(sentence, lexicon, TODAY, found)


def under_a_label(lines, lexicon, found):
    read_dates_field(lines, lexicon, TODAY, found)


def read(way, reading, lexicon):
    draft = Draft(TODAY)
    reading([Line(number, text) for number, text in enumerate(way.text.split("\n"), 1)], lexicon, draft.dates)
    form = draft.form()
    halves: dict[str, set[str]] = {}
    for wish in form.dates:
        halves.setdefault(wish.date.isoformat(), set()).add(wish.half.value)
    got = {day: "any" if "any" in said or len(said) > 1 else next(iter(said)) for day, said in halves.items()}
    return got, bool(form.unclear_dates)


@pytest.mark.parametrize("reading", [in_a_sentence, under_a_label])
@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("make", [WAYS.rows, WAYS.spans], ids=["rows", "spans"])
def test_no_day_is_read_otherwise_or_lost(make, language, reading, lexicon):
    asked = 0
    for way in make(language, COUNT, seed=20261130):
        got, asks = read(way, reading, lexicon)
        meant = dict(way.days)
        assert set(got) <= set(meant), f"{way.text!r}: read {got}, meant {meant}"
        assert all(half in {meant[day], "any"} for day, half in got.items()), f"{way.text!r}: read {got}, meant {meant}"
        assert asks or got == meant, f"{way.text!r}: read {got}, meant {meant}"
        asked += got != meant
    assert asked <= MOST_ASKED * COUNT
