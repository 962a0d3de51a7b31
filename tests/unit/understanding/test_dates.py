"""Days are read as people write them in three languages, and asked about where two readings remain."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model.words import Half
from mailflow.understanding.dates import read_dates

TODAY = date(2026, 11, 23)
LINES = json.loads((Path(__file__).parents[2] / "data" / "dates.json").read_text())


def _exclusion(one):
    found = {"date": one.date.isoformat()} if one.date else {"weekday": one.weekday}
    return found if one.half is Half.ANY else {**found, "half": one.half.value}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['lang']}-{line['text']}")
def test_a_line_is_read_as_listed(line):
    read = read_dates(line["text"], TODAY)
    wishes = [{"date": wish.date.isoformat(), "half": wish.half.value} for wish in read.wishes]
    assert wishes == ([] if line["expect"] == "unparseable" else line["expect"])
    assert [_exclusion(one) for one in read.exclusions] == line.get("exclude", [])
    if "recur" in line:
        assert list(read.weekdays) == line["recur"]
    if "window" in line:
        assert [day and day.isoformat() for day in (read.not_before, read.not_after)] == line["window"]
    if line.get("ambiguous") or line["kind"] == "invalid":
        assert read.unclear
    if "unclear" in line:
        assert line["unclear"] in {one.why for one in read.unclear}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['lang']}-{line['text']}")
def test_capitals_and_a_full_stop_change_nothing(line):
    if "AM" in line["text"] or line["text"].endswith("."):
        return
    assert read_dates(line["text"].capitalize() + ".", TODAY).wishes == read_dates(line["text"], TODAY).wishes


def test_a_weekday_that_contradicts_its_date_says_which_days_it_may_mean():
    (unclear,) = read_dates("maandag 12 januari", TODAY).unclear
    assert (unclear.why, unclear.meant) == ("contradiction", (date(2027, 1, 12), date(2027, 1, 11)))


def test_next_tuesday_may_mean_two_days():
    (unclear,) = read_dates("volgende dinsdag", TODAY).unclear
    assert unclear.meant == (date(2026, 11, 24), date(2026, 12, 1))


def test_an_unclear_date_carries_its_words_and_line():
    (unclear,) = read_dates("Beste,\nliefst op 31 april 2027 aub", TODAY, first_line=5).unclear
    assert (unclear.text, unclear.line) == ("31 april 2027", 6)


def test_a_date_may_run_over_a_line_end():
    assert [wish.date.day for wish in read_dates("12 of\n14 januari", TODAY).wishes] == [12, 14]


def test_a_month_named_before_serves_a_later_day():
    read = read_dates("le 12 janvier ne me convient pas, le 14 oui", TODAY)
    assert [wish.date for wish in read.wishes] == [date(2027, 1, 14)]


def test_a_half_alone_excludes_the_other():
    assert {one.half for one in read_dates("enkel in de namiddag", TODAY).exclusions} == {Half.AM}


def test_a_long_range_is_a_window():
    read = read_dates("van 12 januari tot 30 april", TODAY)
    assert (read.wishes, read.not_before, read.not_after) == ((), date(2027, 1, 12), date(2027, 4, 30))


@pytest.mark.parametrize(
    "negation", ["niet op {}", "{} lukt niet", "{} kan niet", "pas le {}", "nicht am {}", "not on {}", "nooit {}"]
)
@pytest.mark.parametrize("day", ["12 januari", "12/01/2027", "dinsdag 12 januari", "12/01 vm"])
def test_a_negated_day_is_never_a_wish(negation, day):
    read = read_dates(negation.format(day), TODAY)
    assert not read.wishes
    assert read.exclusions


@given(
    st.dates(date(2026, 11, 23), date(2027, 8, 22)),
    st.sampled_from(["%d/%m", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y", "%d.%m."]),
)
def test_every_day_is_read_back(day, shape):
    assert [wish.date for wish in read_dates(f"op {day.strftime(shape)} vm", TODAY).wishes] == [day]


WORDS = [
    "12",
    "14",
    "januari",
    "12/01",
    "14/01/2027",
    "vm",
    "nm",
    "matin",
    "am",
    "niet",
    "pas",
    "of",
    "en",
    "-",
    "tot",
    "van",
    "week",
    "3",
    "dinsdag",
    "volgende",
    "demain",
    "31/04",
    "9u",
    ",",
    ".",
    "\n",
    "(",
    ")",
    "behalve",
    "le",
    "1er",
    "KW",
    "maar",
    "'s",
    "à",
    "12-14/01",
    "§",
    "'",
    "99/99",
    "0000",
    "²",
]


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)))
def test_reading_never_raises_and_wishes_are_never_past(text):
    assert all(wish.date >= TODAY for wish in read_dates(text, TODAY).wishes)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_any_day_may_be_today(text, today):
    read_dates(text, today)


@pytest.mark.parametrize(
    "piece",
    [
        "12/01, ",
        "niet ",
        "12 ",
        "dinsdag ",
        "02/508.85.85 ",
        "wet van ",
        "x",
        "- ",
        "week ",
        "(",
        "a ",
        "9 tot ",
        "0",
        "1/",
        "1.",
        "a.",
    ],
)
def test_long_texts_end_soon(piece):
    start = time.process_time()
    read_dates(piece * (65536 // len(piece)), TODAY)
    assert time.process_time() - start < 20
