"""One value of a rule file spoilt: the author reads which, what stands there, and what was expected."""

import shutil
from pathlib import Path

import pytest

from mailflow.errors import RulesError
from mailflow.model.words import Language
from mailflow.rulebook import read_rules

ROOT = Path(__file__).parents[3]


@pytest.fixture
def rules(tmp_path):
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes(rules):
    with pytest.raises(RulesError) as caught:
        read_rules(rules)
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("office.toml", "notice = 10", "notice = 60",
         "agenda.notice: found 60: expected less than the horizon of 60 working days"),
        ("office.toml", "slots_shown = 4", "slots_shown = 9",
         "agenda.slots_shown: found 9: expected 8 or less, so that a person can choose"),
        ("office.toml", 'reference_prefix = "ONT"', 'reference_prefix = "Stage"',
         'reference_prefix: found "Stage": expected two to six capital letters, such as ONT'),
        ("office.toml", 'reference_prefix = "ONT"', 'reference_prefix = "O"',
         'reference_prefix: found "O": expected two to six capital letters, such as ONT'),
        ("office.toml", 'reference_prefix = "ONT"', 'reference_prefix = "ONTDEKK"',
         'reference_prefix: found "ONTDEKK": expected two to six capital letters, such as ONT'),
        ("office.toml", "closed = [2026-05-15, 2026-07-20]", "closed = 2026-05-15",
         "agenda.closed: found 2026-05-15: expected a list of days and ranges"),
        ("services/blas.toml", 'reception = ["mon", "tue", "wed", "thu", "fri"]', "reception = []",
         'reception: found []: expected at least one half-day, such as ["mon am", "thu pm"]'),
        ("services/blas.toml", 'abbreviations = ["BLAS"]', 'abbreviations = "BLAS"',
         'abbreviations: found "BLAS": expected a list of texts'),
        ("services/blas.toml", 'abbreviations = ["BLAS"]', 'abbreviations = ["BLAS", " ", 3]',
         'abbreviations[1]: found " ": expected a text that is not empty'),
        ("services/blas.toml", "confirm = true", 'confirm = "yes"', 'confirm: found "yes": expected true or false'),
        ("services/blas.toml", 'hours = { am = "09:00-12:30", pm = "13:30-16:30" }', 'hours = "09:00"',
         'hours: found "09:00": expected a table'),
        ("services/blas.toml", "contacts = []", 'contacts = "bart"',
         'contacts: found "bart": expected a list of tables ([[contacts]])'),
        ("services/blas.toml", "contacts = []", 'contacts = ["bart"]', 'contacts[0]: found "bart": expected a table'),
        ("routing.toml", 'name = "Group"', 'name = "Group"\ncc = ["team"]',
         'rule[3].cc[0]: found "team": expected a mail address'),
        ("routing.toml", 'when = "persons >= 3"', 'when = ""',
         'rule[3].when: found "": expected a condition such as service == "blas" and theme == "fead"'),
        ("form.toml", "[fields.function]", "[fields.functie]",
         "expected one of name, first_name,"),
        ("reasons.toml", "[R1]", "[weg]", 'weg: found "weg": expected a code such as R1'),
        ("reasons.toml", "[R1]", "[r1]", 'r1: found "r1": expected a code such as R1'),
        ("reasons.toml", "[R1]", "[R]", 'R: found "R": expected a code such as R1'),
        ("vocabulary.toml", "[phrases.approve]", "[phrases.aprove]", "(did you mean approve?)"),
    ],
)  # fmt: skip
def test_a_spoilt_value_is_told(rules, file, old, new, told):
    spoil(rules / file, old, new)
    found = mistakes(rules)
    assert any(told in mistake for mistake in found), found
    assert all(mistake.startswith(f"rules/{file}: ") for mistake in found), found


def test_a_rule_set_without_services_says_so(rules):
    shutil.rmtree(rules / "services")
    assert any("rules/services: expected at least one file <id>.toml" in mistake for mistake in mistakes(rules))


def test_the_name_of_a_services_file_is_its_id(rules):
    (rules / "services/blas.toml").rename(rules / "services/Dienst BLAS.toml")
    assert "rules/services/Dienst BLAS.toml: expected a name of lower-case letters, digits and underscores" in mistakes(
        rules
    )


def test_a_service_that_names_no_languages_receives_in_all(rules):
    spoil(rules / "services/blas.toml", 'languages = ["nl", "fr"]\n', "")
    assert read_rules(rules).services["blas"].languages == tuple(Language)


def test_a_value_that_was_refused_leaves_its_default_for_the_rest_of_the_check(rules):
    spoil(rules / "services/blas.toml", "confirm = true", 'confirm = "yes"')
    spoil(rules / "services/blas.toml", "max_persons = 4", 'max_persons = "four"')
    assert len(mistakes(rules)) == 2


def test_fields_that_are_missing_are_told_in_the_order_of_the_form(rules):
    file = rules / "form.toml"
    text = (
        file.read_text(encoding="utf-8")
        .replace("[fields.function", "[fields.role")
        .replace("[fields.phone", "[fields.tel")
    )
    file.write_text(text, encoding="utf-8")
    told = [mistake.partition(": ")[2] for mistake in mistakes(rules)]
    assert told[-2:] == [
        "fields.phone: found nothing: expected a table with label and synonyms",
        "fields.function: found nothing: expected a table with label and synonyms",
    ]
    assert [mistake.split(":")[0] for mistake in told[:-2]] == ["fields.tel", "fields.role"]
