from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from mailflow.letters import phrasing
from mailflow.model.dates import Exclusion, Hours, Preference, Slot, Wish
from mailflow.model.words import Half, Language

NL, FR, DE = Language.NL, Language.FR, Language.DE
TUESDAY = Slot(date(2027, 1, 12), Half.AM)


@pytest.mark.parametrize(
    ("language", "text"),
    [(NL, "dinsdag 12 januari 2027"), (FR, "mardi 12 janvier 2027"), (DE, "Dienstag, 12. Januar 2027")],
)
def test_a_date_is_written_in_full(language, text):
    assert phrasing.long_day(TUESDAY.day, language) == text


def test_the_first_of_a_month_is_premier_in_french():
    assert phrasing.long_day(date(2027, 2, 1), FR) == "lundi 1er février 2027"


@pytest.mark.parametrize(
    ("language", "am", "pm"),
    [
        (NL, "di 12/01 vm", "di 12/01 nm"),
        (FR, "ma 12/01 matin", "ma 12/01 après-midi"),
        (DE, "Di 12.01. vorm.", "Di 12.01. nachm."),
    ],
)
def test_a_half_day_is_written_shortly_as_in_subjects(language, am, pm):
    assert phrasing.brief_slot(TUESDAY, language) == am
    assert phrasing.brief_slot(Slot(TUESDAY.day, Half.PM), language) == pm


@pytest.mark.parametrize(("language", "text"), [(NL, "9.00–12.30 u."), (FR, "9h00–12h30"), (DE, "9.00–12.30 Uhr")])
def test_hours_are_written_as_the_language_does(language, text):
    assert phrasing.span(Hours(time(9), time(12, 30)), language) == text


def test_a_moment_is_shown_in_brussels_time():
    assert phrasing.clock(datetime(2026, 11, 24, 13, 20, tzinfo=UTC), NL) == "14.20 u."
    assert phrasing.clock(datetime(2026, 7, 1, 13, 20, tzinfo=UTC), FR) == "15h20"


@pytest.mark.parametrize(
    ("written", "language", "text"),
    [
        ("OCMW Mol", NL, "OCMW Mol"),
        ("OCMW van Mol", FR, "CPAS de Mol"),
        ("CPAS de Namur", FR, "CPAS de Namur"),
        ("CPAS de Namur", NL, "OCMW Namur"),
        ("cpas d'Andenne", FR, "CPAS d'Andenne"),
        ("CPAS d’Andenne", DE, "ÖSHZ Andenne"),
        ("ÖSHZ Eupen", NL, "OCMW Eupen"),
        ("OSHZ der Gemeinde Raeren", DE, "ÖSHZ Raeren"),
        ("Mol", NL, "OCMW Mol"),
        ("Sociaal Huis Mechelen", FR, "Sociaal Huis Mechelen"),
        ("Lokaal bestuur Mol", NL, "Lokaal bestuur Mol"),
        ("", NL, ""),
    ],
)
def test_a_centre_is_named_in_the_readers_language(written, language, text):
    assert phrasing.centre(written, language) == text


def test_wishes_and_exclusions_are_written_as_people_say_them():
    assert phrasing.any_date(Wish(TUESDAY.day, Half.AM), NL) == "dinsdag 12 januari 2027, voormiddag"
    assert phrasing.any_date(Exclusion(weekday=3), FR) == "mercredi"
    assert phrasing.any_date(Exclusion(weekday=5, half=Half.PM), DE) == "Freitag, nachmittags"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (NL, "dinsdag, donderdag, vanaf maandag 1 februari 2027, tot vrijdag 26 februari 2027"),
        (FR, "mardi, jeudi, à partir du lundi 1er février 2027, jusqu'au vendredi 26 février 2027"),
        (DE, "Dienstag, Donnerstag, ab Montag, 1. Februar 2027, bis Freitag, 26. Februar 2027"),
    ],
)
def test_what_somebody_would_rather_have_is_written_as_people_say_it(language, text):
    window = Preference((2, 4), date(2027, 2, 1), date(2027, 2, 26))
    assert phrasing.preference(window, language) == text


def test_a_window_may_have_only_its_end():
    assert phrasing.preference(Preference(not_after=date(2027, 2, 26)), NL) == "tot vrijdag 26 februari 2027"
    assert phrasing.preference(Preference((1,)), FR) == "lundi"


def test_an_exclusion_of_a_date_names_the_date():
    assert phrasing.any_date(Exclusion(date=TUESDAY.day, half=Half.AM), NL) == "dinsdag 12 januari 2027, voormiddag"
    assert phrasing.any_date(Exclusion(weekday=1), NL) == "maandag"
    assert phrasing.any_date(Exclusion(weekday=7), DE) == "Sonntag"
