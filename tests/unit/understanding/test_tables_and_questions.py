"""Tables, quoted questions and "these subjects" where they mean nothing sure: what stands there is left as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailflow.message import parse
from mailflow.understanding.date_table import with_days_of_tables
from mailflow.understanding.intent import read_request
from mailflow.understanding.passage import Line

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEAD = (
    "From: Els Peeters <els@ocmw-mol.example>\nTo: hrm@mi-is.be\nSubject: ontdekkingsstage\nMessage-ID: <a@x.example>\n"
    "Date: Mon, 23 Nov 2026 09:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
)


@pytest.fixture
def read(rulebook):
    return lambda body: read_request(parse((HEAD + body).encode(), NOW), rulebook, NOW).form


def test_these_subjects_without_any_before_name_no_service(read):
    form = read("Beste\n\nIk zou graag een ontdekkingsstage doen rond deze thema's.\n\nMvg\nEls Peeters\nOCMW Mol\n")
    assert form.services == ()


def test_a_quoted_line_that_is_no_question_labels_nothing(read):
    asked = "> Naam?\nEls Peeters\n> OCMW?\nMol\n> Welke dienst?\nBLAS\n> Motivatie?\nIk volg de subsidies op.\n"
    form = read(
        f"{asked}> Wij wensen u veel plezier\nDank u wel!\n> {'Data en nog veel meer woorden ' * 4}?\nBeste groeten\n"
    )
    assert form.services == ("blas",)
    assert form.name == "Peeters"
    assert form.dates == ()


def test_a_day_that_suits_after_all_stays_a_wish_in_the_field_for_days_that_do_not(read):
    form = read("Naam: Peeters\nDienst: BLAS\nMotivatie: subsidies\nNiet beschikbaar: 12/01/2027; 14/01/2027 wel\n")
    assert [wish.date for wish in form.dates] == [date(2027, 1, 14)]
    assert [one.date for one in form.exclude] == [date(2027, 1, 12)]


def test_a_calendar_with_bars_all_around_is_read_like_any_other():
    rows = ["| Dag | vm | nm |", "| 12/01/2027 | x | |", "| 14/01/2027 | | x |"]
    lines = with_days_of_tables([Line(number, row) for number, row in enumerate(rows, 1)])
    assert [line.text for line in lines if not line.blank]
    assert not any("|" in line.text for line in lines)
