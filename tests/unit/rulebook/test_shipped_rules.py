"""The rule set that is shipped, with invented contacts laid over it."""

from datetime import date
from pathlib import Path

import pytest

from mailflow.model.dates import DayRange
from mailflow.model.rules import FACTS, Duration
from mailflow.model.words import FieldName, Half, Language, TimerName
from mailflow.rulebook import read_rules

ROOT = Path(__file__).parents[3]
RULES = ROOT / "rules"
CONTACTS = ROOT / "tests" / "data" / "contacts.toml"
SEVEN = {"inspectie", "juridisch", "scuba", "studiedienst", "blas", "frontoffice", "activering"}


@pytest.fixture(scope="module")
def rulebook():
    return read_rules(RULES, CONTACTS)


def test_there_are_seven_services_in_three_languages(rulebook):
    assert set(rulebook.services) == SEVEN
    for service in rulebook.services.values():
        for texts in (service.names, service.mission, service.practical):
            assert set(texts) == set(Language)
            assert all(texts.values())
        assert {Half.AM, Half.PM} <= set(service.hours)


def test_the_set_is_shipped_without_contacts_and_the_overlay_gives_each_service_one(rulebook):
    assert not any(service.contacts for service in read_rules(RULES).services.values())
    assert all(service.contacts for service in rulebook.services.values())
    assert {contact.language for s in rulebook.services.values() for contact in s.contacts} == set(Language)
    assert rulebook.services["blas"].contacts[0].deputy == "nadia.petit@pod.example"


def test_blas_has_its_three_themes_and_no_other(rulebook):
    blas = rulebook.services["blas"]
    assert blas.themes_closed
    assert [theme.id for theme in blas.themes] == ["winteropvang", "subsidiedossiers", "fead"]
    assert "ehap" in blas.themes[2].aliases
    assert not any(s.themes_closed for s in rulebook.services.values() if s.id != "blas")


def test_every_field_has_a_label_in_every_language(rulebook):
    for name in FieldName:
        for language in Language:
            assert rulebook.form.label(name, language)


def test_every_timer_has_a_duration_and_every_reason_three_languages(rulebook):
    assert set(rulebook.timers) == set(TimerName)
    assert rulebook.timers[TimerName.COMPLETE_REMINDER] == Duration(5, "workdays")
    assert rulebook.off == frozenset()
    assert {"R1", "R2", "R3", "R4", "R5", "R6"} <= set(rulebook.reasons)
    assert all(set(reason.texts) == set(Language) for reason in rulebook.reasons.values())


def test_the_bridge_days_of_2026_are_closed(rulebook):
    assert DayRange(date(2026, 5, 15), date(2026, 5, 15)) in rulebook.office.closed
    assert DayRange(date(2026, 7, 20), date(2026, 7, 20)) in rulebook.office.closed


def test_all_services_receive_on_common_days_so_that_visits_can_share_one(rulebook):
    days = [{r.weekday for r in service.reception} for service in rulebook.services.values()]
    assert set.intersection(*days)


def test_the_digest_changes_with_the_files(rulebook, tmp_path):
    assert rulebook.digest == read_rules(RULES, CONTACTS).digest
    assert rulebook.digest != read_rules(RULES).digest
    assert len(rulebook.digest) == 64


@pytest.mark.parametrize("page", ["docs/rules.md", "rules/routing.toml"])
def test_every_fact_that_a_rule_may_read_is_explained(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in FACTS if name not in text] == []
