"""The proofs of a rule set before it runs, each on a rule set spoilt in one place."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.check import check_rules
from mailflow.model.dates import DayRange
from mailflow.model.rules import Contact, Rule
from mailflow.model.words import CommandName, Language
from mailflow.rulebook import read_condition, read_rules

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SHIPPED = read_rules(ROOT / "rules")
COMPLETE = read_rules(ROOT / "rules", ROOT / "tests" / "data" / "contacts.toml")


@pytest.fixture
def rulebook():
    return COMPLETE


def with_service(rulebook, id_, **changes):
    return replace(rulebook, services={**rulebook.services, id_: replace(rulebook.services[id_], **changes)})


def mistakes(rulebook):
    return [str(mistake) for mistake in check_rules(rulebook, NOW).mistakes]


def warnings(rulebook):
    return [str(warning) for warning in check_rules(rulebook, NOW).warnings]


def test_the_shipped_rules_hold_with_contacts(rulebook):
    report = check_rules(rulebook, NOW, ROOT / "templates")
    assert report.mistakes == ()
    assert report.holds


def test_the_shipped_rules_lack_only_contacts():
    found = mistakes(SHIPPED)
    assert len(found) == 7
    assert found[0] == (
        "services/activering.toml: contacts: found []: "
        "expected at least one contact person (here, or in the file of rules.contacts), or a rule that names one"
    )


def test_a_rule_for_the_service_gives_it_a_contact(rulebook):
    alone = with_service(rulebook, "scuba", contacts=())
    assert len(mistakes(alone)) == 1
    rule = Rule("Scuba", read_condition('service == "scuba"'), contacts=("youssef@pod.example",))
    assert mistakes(replace(alone, rules=(rule,))) == []
    sometimes = Rule("Scuba", read_condition('service == "scuba" and persons > 2'), contacts=("youssef@pod.example",))
    assert len(mistakes(replace(alone, rules=(sometimes,)))) == 1


def test_a_service_that_never_receives_is_found(rulebook):
    (found,) = mistakes(with_service(rulebook, "scuba", reception=()))
    assert found == (
        "services/scuba.toml: reception: found none within a year: "
        "expected a half-day between the notice (10 working days) and the horizon (2027-02-23)"
    )


def test_a_service_whose_first_half_day_lies_behind_the_horizon_is_found(rulebook):
    mondays = rulebook.services["frontoffice"].reception[:1]
    near = replace(rulebook.office, notice=1, horizon=3)
    (found,) = mistakes(with_service(replace(rulebook, office=near), "juridisch", reception=mondays))
    assert found.startswith("services/juridisch.toml: reception: found 2026-11-30: expected a half-day between")
    assert found.endswith("the horizon (2026-11-26)")


def test_a_phrase_that_means_two_things_to_the_same_reader_is_found(rulebook):
    vocabulary = rulebook.vocabulary
    phrases = {**vocabulary.phrases, CommandName.CANCEL: (*vocabulary.phrases[CommandName.CANCEL], "Pas Possible")}
    found = mistakes(replace(rulebook, vocabulary=replace(vocabulary, phrases=phrases)))
    assert found[0] == (
        'vocabulary.toml: phrases: found "pas possible": '
        "expected a phrase that asks one thing; from hr it would ask cancel and refuse"
    )


def test_a_phrase_that_is_the_code_of_a_reason_is_found(rulebook):
    vocabulary = rulebook.vocabulary
    phrases = {**vocabulary.phrases, CommandName.HOST: (*vocabulary.phrases[CommandName.HOST], "r1")}
    found = mistakes(replace(rulebook, vocabulary=replace(vocabulary, phrases=phrases)))
    assert found
    assert all("a phrase that is no code of reasons.toml" in line for line in found)


def test_a_button_that_would_not_be_understood_is_found(rulebook):
    vocabulary = rulebook.vocabulary
    spelt = {**vocabulary.buttons[CommandName.APPROVE], Language.DE: "GENEHMIGN"}
    buttons = {**vocabulary.buttons, CommandName.APPROVE: spelt, CommandName.ILL: {}}
    found = mistakes(replace(rulebook, vocabulary=replace(vocabulary, buttons=buttons)))
    assert (
        'vocabulary.toml: buttons.approve.de: found "GENEHMIGN": '
        "expected one of phrases.approve, so that the answer is understood (did you mean genehmigen?)"
    ) in found
    assert "vocabulary.toml: buttons.ill.nl: found nothing: expected the word that letters print" in found


def test_a_courtesy_that_asks_for_something_is_found(rulebook):
    vocabulary = rulebook.vocabulary
    words = {**vocabulary.words, "courtesy": (*vocabulary.words["courtesy"], "Stornieren")}
    found = mistakes(replace(rulebook, vocabulary=replace(vocabulary, words=words)))
    assert found == [
        (
            'vocabulary.toml: words.courtesy: found "Stornieren": '
            "expected a courtesy that asks nothing; phrases.cancel has it too"
        )
    ]


def test_the_example_of_the_contact_person_is_a_warning(rulebook):
    assert sum("expected a real person" in line for line in warnings(rulebook)) == 2
    real = replace(rulebook.office, contact_name="Els Maes", contact_phone="02 508 12 34")
    assert not any("a real person" in line for line in warnings(replace(rulebook, office=real)))


def test_a_year_without_bridge_days_is_a_warning(rulebook):
    expected = (
        "office.toml: agenda.closed: found nothing for 2027: "
        "expected the bridge days of 2027, which the circular of that year names"
    )
    assert expected in warnings(rulebook)
    closed = (*rulebook.office.closed, DayRange(date(2027, 5, 7), date(2027, 5, 7)))
    assert expected not in warnings(replace(rulebook, office=replace(rulebook.office, closed=closed)))


def test_a_theme_that_no_service_has_is_a_warning_with_a_guess(rulebook):
    rule = Rule("Aid", read_condition('theme == "EHAP" or theme in ["fead", "winteropvan"]'), note="…")
    found = [line for line in warnings(replace(rulebook, rules=(rule,))) if "routing.toml" in line]
    assert found == [
        'routing.toml: rule[0].when: found "EHAP": expected the id of a theme (did you mean fead?)',
        'routing.toml: rule[0].when: found "winteropvan": expected the id of a theme (did you mean winteropvang?)',
    ]


def test_a_rule_behind_one_that_always_stops_is_a_warning(rulebook):
    rules = (
        Rule("Sometimes", read_condition("persons > 2"), note="…", stop=True),
        Rule("All", read_condition("true"), note="…", stop=True),
        Rule("Never reached", read_condition("persons > 1"), note="…"),
    )
    found = [line for line in warnings(replace(rulebook, rules=rules)) if "routing.toml" in line]
    assert found == [
        'routing.toml: rule[2].name: found "Never reached": expected a place before "All", which always holds and stops'
    ]


def test_a_contact_laid_over_counts(rulebook):
    one = with_service(SHIPPED, "blas", contacts=(Contact("bart@pod.example"),))
    assert len(mistakes(one)) == 6
