"""What people write about their days, one to three sentences each: wishes, what doesn't suit, what has to be asked.

A date of something else (a meeting, leave, a deadline) is never a wish; where a sentence leaves it open, it is asked.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mailflow.rulebook import read_rules
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import lexicon_of
from mailflow.understanding.passage import Line, sentences_of

ROOT = Path(__file__).parents[3]
LINES = json.loads((ROOT / "tests/data/dates_in_mails.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def lexicon():
    return lexicon_of(read_rules(ROOT / "rules"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['lang']}-{line['text']}")
def test_the_days_of_a_mail_are_read_as_they_are_meant(line, lexicon):
    draft = Draft(TODAY)
    for sentence in sentences_of([Line(number, text) for number, text in enumerate(line["text"].split("\n"), 1)]):
        read_dates_of(sentence, lexicon, TODAY, draft.dates)
    form = draft.form()
    assert [[wish.date.isoformat(), wish.half.value] for wish in form.dates] == line["dates"]
    excluded = [[one.date.isoformat() if one.date else one.weekday, one.half.value] for one in form.exclude]
    assert excluded == line.get("exclude", [])
    assert [doubt.why for doubt in form.unclear_dates] == line.get("ask", [])


def test_there_are_lines_of_all_three_languages():
    assert {line["lang"] for line in LINES} == {"nl", "fr", "de"}
    assert len(LINES) > 500
