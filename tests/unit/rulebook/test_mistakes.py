"""What the author of rule files is told: every mistake at once, with file, place, value, expectation and a guess."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from mailflow.errors import RulesError
from mailflow.model.dates import DayRange
from mailflow.model.rules import Duration
from mailflow.model.words import Half, Language, TimerName
from mailflow.rulebook import parse_duration, read_rules

ROOT = Path(__file__).parents[3]


@pytest.fixture
def rules(tmp_path):
    """A copy of the shipped rule set, to be spoilt."""
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes(rules, contacts=None):
    with pytest.raises(RulesError) as caught:
        read_rules(rules, contacts)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_all_mistakes_of_all_files_are_printed_at_once(rules, tmp_path):
    spoil(rules / "office.toml", "horizon = 60", "horizont = 60")
    spoil(rules / "office.toml", "closed = [2026-05-15, 2026-07-20]", 'closed = [2026-05-15, "20/7"]')
    spoil(rules / "timers.toml", 'progress = "5 workdays"', 'progress = "five days"')
    spoil(
        rules / "services/blas.toml",
        'reception = ["mon", "tue", "wed", "thu", "fri"]',
        'reception = ["mon", "tues am"]',
    )
    spoil(rules / "services/blas.toml", "max_persons = 4", "max_persons = 0")
    spoil(rules / "services/scuba.toml", 'languages = ["nl", "fr"]', 'languages = ["nl", "fra"]')
    spoil(rules / "reasons.toml", 'de = "Der Dienst kann', 'du = "Der Dienst kann')
    spoil(rules / "routing.toml", 'theme == "fead"', 'them == "fead"')
    contacts = tmp_path / "contacts.toml"
    contacts.write_text('[inspecti]\ncontacts = [{ address = "marc@pod.example" }]\n', encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        read_rules(rules, contacts)
    expected = f"""\
rules/office.toml: agenda.closed[1]: found "20/7": expected a day (2026-05-15) or a range ({{first = 2026-07-06, last = 2026-07-10}})
rules/office.toml: agenda.horizont: found 60: expected no such key; known are closed, horizon, hours, max_rounds, notice, slots_shown (did you mean horizon?)
rules/services/blas.toml: reception[1]: found "tues am": expected a half-day such as "mon am" (did you mean tue am?)
rules/services/blas.toml: max_persons: found 0: expected a whole number of 1 or more
rules/services/scuba.toml: languages[1]: found "fra": expected one of nl, fr, de (did you mean fr?)
{contacts}: inspecti: found {{"contacts": [{{"address": "marc@pod.example"}}]}}: expected one of activering, blas, frontoffice, inspectie, juridisch, scuba, studiedienst (did you mean inspectie?)
rules/timers.toml: durations.progress: found "five days": expected a duration such as "10m", "2h", "14d" or "5 workdays"
rules/routing.toml: rule[2].when: found them (character 23): expected a known name: service, service.languages, theme, visit.number, services, services.count, persons, language, ocmw.name, ocmw.nis, ocmw.language, ocmw.languages, requester.function, requester.address, requester.domain, dates.given, supervisor.agreed, supervisor.known, forwarded, flags (did you mean theme?)
rules/reasons.toml: R7.de: found nothing: expected a text in this language
rules/reasons.toml: R7.du: found "Der Dienst kann zurzeit keine Besucher empfangen.": expected no such key; known are de, fr, nl"""
    assert str(caught.value) == expected


def test_a_file_that_is_missing_is_named(rules):
    (rules / "reasons.toml").unlink()
    (rules / "timers.toml").unlink()
    assert mistakes(rules) == [
        "rules/timers.toml: expected a file that can be read (No such file or directory)",
        "rules/reasons.toml: expected a file that can be read (No such file or directory)",
    ]


def test_a_file_that_is_no_toml_is_named_with_its_line(rules):
    spoil(rules / "timers.toml", "[durations]", "[durations")
    (found,) = mistakes(rules)
    assert found.startswith("rules/timers.toml: expected TOML (Expected ']'")
    assert "line 3" in found


def test_a_file_in_another_charset_is_named(rules):
    (rules / "routing.toml").write_bytes("# é\n".encode("latin-1"))
    assert mistakes(rules) == ["rules/routing.toml: expected UTF-8 (byte 2 is none)"]


def test_a_file_that_nobody_reads_is_a_mistake(rules):
    (rules / "office.toml").rename(rules / "ofice.toml")
    assert mistakes(rules)[0].endswith("(did you mean office.toml?)")


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    assert mistakes(tmp_path / "rulez") == [f"{tmp_path / 'rulez'}: expected a folder with rule files"]


def test_an_alias_of_two_services_is_refused(rules):
    spoil(rules / "services/scuba.toml", '"dienst scuba"', '"dienst scuba", "Rechts-Dienst", "De Juristen"')
    assert mistakes(rules) == [
        'rules/services/scuba.toml: aliases: found "De Juristen": expected a name of one service only; juridisch has it too'
    ]


def test_a_label_of_two_fields_is_refused(rules):
    spoil(rules / "form.toml", '"voornaam"', '"voornaam", "E-Mail"')
    assert any("expected a label of one field only" in line and '"' in line for line in mistakes(rules))


def test_a_theme_list_that_is_closed_needs_themes(rules):
    spoil(rules / "services/scuba.toml", "themes_closed = false", "themes_closed = true")
    assert mistakes(rules) == [
        "rules/services/scuba.toml: themes_closed: found true: expected a list of [[themes]], where no other theme exists"
    ]


def test_a_rule_must_set_something_and_have_a_name_of_its_own(rules):
    with (rules / "routing.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[rule]]\nname = "Group"\nwhen = "persons > 4"\n')
    found = mistakes(rules)
    assert any("a rule that sets something: contacts, cc, hr" in line for line in found)
    assert any('found "Group": expected a name that no other rule has' in line for line in found)


def test_a_reminder_after_the_end_of_waiting_is_refused(rules):
    spoil(rules / "timers.toml", 'decide_reminder = "3 workdays"', 'decide_reminder = "9 workdays"')
    assert mistakes(rules) == [
        'rules/timers.toml: durations.decide_reminder: found "9 workdays": expected less than decide_deputy (6 workdays)'
    ]


def test_what_keeps_a_request_from_being_forgotten_can_not_be_switched_off(rules):
    spoil(rules / "timers.toml", "thanks = true", "thanks = false\ndates_escalate = false")
    (found,) = mistakes(rules)
    assert found.startswith("rules/timers.toml: switches.dates_escalate: found false: expected one of choose_reminder")


def test_a_timer_can_be_switched_off(rules):
    spoil(rules / "timers.toml", "thanks = true", "thanks = false")
    assert read_rules(rules).off == {TimerName.THANKS}


def test_a_service_without_hours_has_those_of_the_house(rules):
    spoil(rules / "services/scuba.toml", 'hours = { am = "09:00-12:30", pm = "13:30-16:30" }', "hours = {}")
    rulebook = read_rules(rules)
    assert rulebook.services["scuba"].hours == rulebook.office.hours


@pytest.mark.parametrize("hours", ["12:30-09:00", "9-12", "09:00-25:00", "09:70-12:00"])
def test_hours_that_are_none_are_refused(rules, hours):
    spoil(rules / "services/scuba.toml", 'am = "09:00-12:30"', f'am = "{hours}"')
    (found,) = mistakes(rules)
    assert found.startswith(f'rules/services/scuba.toml: hours.am: found "{hours}": expected hours such as')


def test_the_half_days_of_a_week_are_in_its_order_and_a_day_alone_is_both_halves(rules):
    spoil(
        rules / "services/scuba.toml",
        'reception = ["mon", "tue", "wed", "thu", "fri"]',
        'reception = ["fri PM", "tue"]',
    )
    reception = read_rules(rules).services["scuba"].reception
    assert [(r.weekday, r.half) for r in reception] == [(2, Half.AM), (2, Half.PM), (5, Half.PM)]


def test_closed_days_may_be_ranges(rules):
    spoil(rules / "office.toml", "2026-07-20]", '{ first = 2027-07-05, last = 2027-07-09 }, "2027-05-07"]')
    closed = read_rules(rules).office.closed
    assert closed[1:] == (
        DayRange(date(2027, 7, 5), date(2027, 7, 9)),
        DayRange(date(2027, 5, 7), date(2027, 5, 7)),
    )


def test_a_rule_is_read_with_everything_it_sets(rules):
    (rules / "routing.toml").write_text(
        """
        [[rule]]
        name = "All"
        when = 'service == "blas" and ocmw.language == "nl+fr"'
        contacts = ["Nadia@pod.example"]
        cc = ["team@pod.example"]
        hr = ["an@pod.example"]
        confirm = false
        hours = { pm = "14:00-17:00" }
        note = "A note"
        flag = "a flag"
        stop = true
        """,
        encoding="utf-8",
    )
    (rule,) = read_rules(rules).rules
    assert rule.contacts == ("nadia@pod.example",)
    assert (rule.cc, rule.hr, rule.confirm, rule.stop) == (("team@pod.example",), ("an@pod.example",), False, True)
    assert (rule.note, rule.flag, list(rule.hours)) == ("A note", "a flag", [Half.PM])
    assert rule.when.holds({"service": "blas", "ocmw.language": "nl+fr"})


def test_a_contact_has_an_address_and_a_language(rules, tmp_path):
    contacts = tmp_path / "contacts.toml"
    contacts.write_text(
        '[blas]\ncontacts = [{ address = "Bart Claes", language = "en" }, { address = "Nadia@POD.example" }]\n',
        encoding="utf-8",
    )
    assert mistakes(rules, contacts) == [
        f'{contacts}: blas.contacts[0].address: found "Bart Claes": expected a mail address',
        f'{contacts}: blas.contacts[0].language: found "en": expected one of nl, fr, de',
    ]
    spoil(contacts, '{ address = "Bart Claes", language = "en" }, ', "")
    (contact,) = read_rules(rules, contacts).services["blas"].contacts
    assert (contact.address, contact.language) == ("nadia@pod.example", Language.NL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10m", Duration(10, "m")),
        ("2h", Duration(2, "h")),
        ("30s", Duration(30, "s")),
        ("14d", Duration(14, "d")),
        ("5 workdays", Duration(5, "workdays")),
        ("1 workday", Duration(1, "workdays")),
        ("0m", Duration(0, "m")),
        ("5", None),
        ("-5m", None),
        ("5 weeks", None),
        ("", None),
        ("٣m", None),
    ],
)
def test_durations_are_read_or_refused(text, expected):
    assert parse_duration(text) == expected
