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
from mailflow.understanding.date_texts import only_half
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


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("dinsdag 12 januari morgen", "2027-01-12am"),
        ("maandag voormiddag 30 november", "2026-11-30am"),
        ("maandag volgende 30 november", "2026-11-30"),
        ("mardi qui vient", "2026-11-24"),
        ("dinsdag 24", "2026-11-24"),
        ("dinsdag 12-1", "2027-01-12"),
        ("12-14/01 2027", "2027-01-12 2027-01-13 2027-01-14"),
        ("12 januari van 2027", "2027-01-12"),
        ("van 30 december tot 4 januari 2027", "2026-12-30 2026-12-31 2027-01-01 2027-01-04"),
        ("week 53", "2026-12-28 2026-12-29 2026-12-30 2026-12-31 2027-01-01"),
        ("week 2/2027", "2027-01-11 2027-01-12 2027-01-13 2027-01-14 2027-01-15"),
        ("week 3 en week 5 op dinsdag", "2027-01-19 2027-02-02"),
        ("week 3 en 5 op dinsdag", "2027-01-19 2027-02-02"),
        ("week 3 tot 5 op dinsdag", "2027-01-19 2027-01-26 2027-02-02"),
        ("12/01 voormiddag 9u-12u", "2027-01-12am"),
        ("12/01 vm om 12 uur", "2027-01-12am"),
        ("12/01 om 12 uur vm", "2027-01-12am"),
        ("12/01 vm 9-17u", "2027-01-12am"),
        ("12/01 voor 12 uur", "2027-01-12am"),
        ("dinsdagvoormiddag 12/01 9-12u", "2027-01-12am"),
        ("dinsdagvoormiddag 12/01 22 uur", "2027-01-12am"),
        ("12/01 wel en 14/01 niet", "2027-01-12"),
        ("12/01 niet en 14/01 wel", "2027-01-14"),
        ("dinsdagavond 12/01", "2027-01-12"),
        ("in de voormiddag", ""),
        ("Gent, 23 november 2026", ""),
        ("12/01\n", "2027-01-12"),
        ("eerste maandag van 2026", ""),
        ("12-13", ""),
        ("12 van de januari", ""),
        ("12/01 uren", ""),
        ("dinsdag jl.", ""),
        ("in maart jl.", ""),
        ("dinsdag (4/5)", "2027-05-04"),
        ("alle dinsdagen, 4/5", "2027-05-04"),
    ],
)
def test_days_and_halves_are_found_where_they_stand(text, wishes):
    read = read_dates(text, TODAY)
    found = [f"{one.date}{'' if one.half is Half.ANY else one.half.value}" for one in read.wishes]
    assert (found, read.unclear) == (wishes.split(), ())


@pytest.mark.parametrize(
    ("text", "wishes", "away"),
    [
        ("2 februari - past dat niet, dan 23 februari", "02-02 02-23", ""),
        ("2 februari, als dat niet lukt 23 februari", "02-02 02-23", ""),
        ("am 2. Februar; geht das nicht, dann am 23. Februar", "02-02 02-23", ""),
        ("2 februari, zo niet 23 februari", "02-02 02-23", ""),
        ("als 12 januari niet lukt, dan 19 januari", "01-19", ""),
        ("et si le 4 février est déjà pris, le 11", "02-11", ""),
        ("Alleen op 25 januari lukt het niet, dan zit ik op opleiding", "", "01-25"),
        ("Wel weet ik nu al dat 27 januari niet gaat, want dan komt de revisor", "", "01-27"),
        ("der 23. und der 24. Februar sind beide noch frei", "02-23 02-24", ""),
        ("wäre am 9. Februar noch ein Platz frei", "02-09", ""),
        ("op 12 januari kan ik niet, noch op 13 januari", "", "01-12 01-13"),
        ("du 1er au 5 mars, mais pas le mercredi 3 car j'ai conseil", "03-01 03-02 03-04 03-05", "03-03"),
        ("la première semaine de février, hormis le vendredi 5", "02-01 02-02 02-03 02-04", "02-05"),
        ("Le lundi 18 janvier, je ne peux pas (comité de direction), par contre le 19", "01-19", "01-18"),
        ("etwa Mittwoch, der 24. Februar 2027, oder Freitag, der 26. Februar 2027", "02-24 02-26", ""),
        ("Freitag, 22. Januar, vormittags tät gehen, am 29. nicht", "01-22am", "01-29"),
        ("10/02/2027 gaat niet wegens teamvergadering", "", "02-10"),
        ("op 7 juni kan ik niet, ik ben dan met verlof", "", "06-07"),
        ("Woensdag 20 januari valt af, dat is mijn vrije dag", "", "01-20"),
        ("van 8 tot 9 februari, ben ik niet beschikbaar omdat ik dan in Spanje zit", "", "02-08 02-09"),
        ("van 11 tot 12 januari, zit ik in opleiding en gaat het dus niet", "", "01-11 01-12"),
        ("évitez seulement le 8 février", "", "02-08"),
        ("Am Dienstag, 9. Februar habe ich keine Termine", "02-09", ""),
        ("Le 26 janvier je suis à Mons le matin, donc l'après-midi du 26 janvier serait parfait", "01-26pm", ""),
        ("volgende week donderdag in de namiddag een plekje bij jullie", "12-03pm", ""),
        ("12 januari, en de wet. graag op 28 jan", "01-12 01-28", ""),
    ],
)
def test_what_is_refused_is_told_from_what_is_wished(text, wishes, away):
    read = read_dates(text, TODAY)
    found = [f"{one.date:%m-%d}{'' if one.half is Half.ANY else one.half.value}" for one in read.wishes]
    assert (found, [f"{one.date:%m-%d}" for one in read.exclusions]) == (wishes.split(), away.split())
    assert not read.unclear


@pytest.mark.parametrize(
    "text", ["12 januari, kan mijn collega niet", "op 12 januari, dat lukt niet voor mijn collega"]
)
def test_a_day_that_does_not_suit_somebody_else_is_asked_back(text):
    read = read_dates(text, TODAY)
    assert (read.wishes, read.exclusions) == ((), ())
    assert read.unclear


def test_adapting_is_no_refusal():
    read = read_dates("eind januari of begin februari, ik pas me aan", TODAY)
    assert (read.wishes, read.exclusions, read.unclear) == ((), (), ())
    assert (read.not_before, read.not_after) == (date(2027, 1, 20), date(2027, 2, 10))


@pytest.mark.parametrize(
    ("text", "half"),
    [("liefst in de voormiddag", Half.AM), ("plutôt l'après-midi", Half.PM), ("niet in de voormiddag", None),
     ("dinsdag in de voormiddag", None), ("voormiddag of namiddag", None)],
)  # fmt: skip
def test_a_half_alone_is_found(text, half):
    assert only_half(text) is half


@pytest.mark.parametrize(
    ("text", "why", "meant"),
    [
        ("12/13", "invalid", ""),
        ("week 54", "invalid", ""),
        ("week 53/2027", "invalid", ""),
        ("week 45/2026", "past", ""),
        ("week 5 - 3", "past", ""),
        ("week 3/4", "ambiguous", ""),
        ("KW 40", "far", "2027-10-04"),
        ("over 10 dagen", "vague", "2026-12-03"),
        ("eerste week van april", "ambiguous", "2027-04-01 2027-04-05"),
        ("eerste maandag van november", "past", ""),
        ("van 12 januari tot 31 februari", "invalid", ""),
        ("van 31 februari tot 3 maart", "invalid", ""),
        ("van 14 januari 2027 tot 12 januari 2027", "invalid", ""),
        ("van maandag 12 januari tot 15 januari", "contradiction", "2027-01-12"),
        ("12/01 voormiddag 14 uur", "half", "2027-01-12"),
        ("dinsdagvoormiddag 12/01 nm", "half", "2027-01-12"),
        ("12/01 van 5 tot 6 uur", "half", "2027-01-12"),
    ],
)
def test_what_leaves_a_doubt_is_asked(text, why, meant):
    (unclear,) = read_dates(text, TODAY).unclear
    assert (unclear.why, " ".join(map(str, unclear.meant))) == (why, meant)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("volgende maand", date(2026, 12, 1), date(2026, 12, 31)),
        ("eerste dagen van januari", date(2027, 1, 1), date(2027, 1, 10)),
        ("eerste bezoek in januari", date(2027, 1, 1), date(2027, 1, 31)),
        ("derde dag van januari", date(2027, 1, 1), date(2027, 1, 31)),
        ("na nieuwjaar", date(2027, 1, 2), None),
        ("na kerst", date(2026, 12, 26), None),
        ("na de kerstvakantie", date(2027, 1, 4), None),
        ("niet na 15 januari", None, date(2027, 1, 15)),
        ("niet voor 15 januari", date(2027, 1, 15), None),
    ],
)
def test_a_time_that_is_open_on_one_side_is_a_window(text, first, last):
    read = read_dates(text, TODAY)
    assert (read.not_before, read.not_after, read.wishes) == (first, last, ())


def test_the_school_holiday_around_christmas_is_that_of_last_year_in_its_second_week():
    assert read_dates("na de kerstvakantie", date(2027, 1, 2)).not_before == date(2027, 1, 4)


def test_a_long_time_that_is_excluded_excludes_its_days():
    read = read_dates("niet van 1 januari tot 30 april", TODAY)
    assert len(read.exclusions) == 86
    assert not read.unclear


def test_a_negation_behind_a_list_reaches_the_days_of_its_month_and_asks_about_the_others():
    assert len(read_dates("12, 14 en 16 januari lukt niet", TODAY).exclusions) == 3
    assert len(read_dates("maandag, dinsdag en woensdag lukt niet", TODAY).exclusions) == 3
    read = read_dates("12/01, 14/01 en 16/01 lukt niet", TODAY)
    assert [one.date.day for one in read.exclusions] == [14, 16]
    assert [one.text for one in read.unclear] == ["12/01"]


def test_two_weekdays_in_two_weeks_are_asked_back():
    (unclear,) = read_dates("week 3 en week 5 op dinsdag en donderdag", TODAY).unclear
    assert [day.day for day in unclear.meant] == [19, 21, 2, 4]


def test_a_half_that_is_refused_behind_days_leaves_the_other():
    assert [one.half for one in read_dates("12/01 en 14/01 vm, nm lukt niet", TODAY).wishes] == [Half.AM, Half.AM]
    assert [one.half for one in read_dates("12/01, 14/01, nm lukt niet", TODAY).wishes] == [Half.AM, Half.AM]


def test_a_day_that_is_refused_behind_a_comma_is_excluded():
    assert [one.date for one in read_dates("12/01, lukt niet", TODAY).exclusions] == [date(2027, 1, 12)]


@pytest.mark.parametrize(
    "text",
    ["Week 5 niet (1-5 februari)", "Du 1er au 5 février (je suis en congé) ce n'est pas possible",
     "Vom 1. bis 5. Februar (da bin ich im Urlaub) geht es nicht"],
)  # fmt: skip
def test_days_that_are_refused_twice_are_refused(text):
    read = read_dates(text, TODAY)
    assert [one.date.day for one in read.exclusions] == [1, 2, 3, 4, 5]
    assert not read.wishes
    assert not read.unclear


def test_days_around_a_no_that_are_others_are_asked_back():
    read = read_dates("12 januari niet 13 januari", TODAY)
    assert not read.wishes
    assert not read.exclusions
    assert read.unclear


def test_a_weekday_with_yes_and_no_is_asked_back():
    (unclear,) = read_dates("dinsdag kan wel niet", TODAY).unclear
    assert (unclear.text, unclear.why) == ("dinsdag", "ambiguous")


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


@pytest.mark.parametrize(
    ("text", "half", "out"),
    [
        ("Entre le 8 et le 12 février 2027, sauf le mercredi 10, l'après-midi de préférence.", Half.PM, Half.ANY),
        ("Van 8 tot 12 februari 2027, behalve woensdag 10 in de namiddag.", Half.ANY, Half.PM),
        ("Entre le 8 et le 12 février 2027, sauf le mercredi 10. L'après-midi de préférence.", Half.ANY, Half.ANY),
    ],
)
def test_a_half_behind_an_exception_is_that_of_the_days_that_suit(text, half, out):
    read = read_dates(text, date(2026, 11, 26))
    assert {wish.half for wish in read.wishes} == {half}
    assert [(one.date, one.half) for one in read.exclusions] == [(date(2027, 2, 10), out)]
