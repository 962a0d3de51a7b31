"""``mailflow init``: what is asked becomes a whole configuration."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.cli import program
from mailflow.cli.init import toml_list, with_answer
from mailflow.config import read_config
from mailflow.shipped import example_config

ANSWERS = """imap.mi-is.example
tls
hrm@mi-is.example
smtp.mi-is.example
starttls
-
Ontdekkingsstages "POD" <hrm@mi-is.example>
an@mi-is.example, bo@mi-is.example
it@mi-is.example
regels
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config.toml"


def test_the_answers_make_a_configuration_that_can_be_read(place: Path):
    done = CliRunner().invoke(program, ["init", "--offline"], input=ANSWERS, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    config = read_config(place, {})
    assert config.people.hr == ("an@mi-is.example", "bo@mi-is.example")
    assert config.people.operator == "it@mi-is.example"
    assert config.smtp.username == ""
    assert config.address == "hrm@mi-is.example"
    assert tomllib.loads(place.read_text(encoding="utf-8")).keys() == tomllib.loads(example_config()).keys()
    assert "MAILFLOW_MAILBOX_PASSWORD" in done.output
    assert config.rules_path == place.parent / "regels"
    assert (place.parent / "regels" / "office.toml").is_file()


def test_rule_files_that_are_there_are_left_as_they_are(place: Path):
    (place.parent / "regels").mkdir()
    done = CliRunner().invoke(program, ["init", "--offline"], input=ANSWERS, catch_exceptions=False)
    assert done.exit_code == 0
    assert list((place.parent / "regels").iterdir()) == []
    assert "are used as they are" in done.output


def test_a_port_may_stand_behind_the_host(place: Path):
    answers = ANSWERS.replace("imap.mi-is.example", "imap.mi-is.example:1993", 1)
    assert CliRunner().invoke(program, ["init", "--offline"], input=answers).exit_code == 0
    mailbox = read_config(place, {}).mailbox
    assert (mailbox.host, mailbox.port) == ("imap.mi-is.example", 1993)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("tls\nhrm", "tsl", "did you mean tls?"),
        ("tls\nhrm", "none", "passwords go unprotected only to this machine"),
        ("smtp.mi", "smtp.mi-is.example:99999", "a port number"),
        ('Ontdekkingsstages "', "Ontdekkingsstages", "a mail address"),
        ("an@mi", "an.mi-is.example", "a list of mail addresses"),
        ("it@mi", "it.mi-is.example", "a mail address"),
    ],
)
def test_a_wrong_answer_is_explained_at_once_and_asked_again_alone(place: Path, right: str, wrong: str, said: str):
    answers = ANSWERS.replace(right, f"{wrong}\n{right}", 1)
    done = CliRunner().invoke(program, ["init", "--offline"], input=answers, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert done.output.count("That does not work yet") == 1
    assert said in done.output
    assert read_config(place, {}).people.operator == "it@mi-is.example"


def test_what_shows_only_at_the_end_throws_no_answer_away(place: Path):
    (place.parent / "file").write_text("", encoding="utf-8")
    # The rule files can't be copied into a file; Enter keeps what was answered before.
    answers = ANSWERS.replace("regels", "file/regels") + "\n" * 9 + "regels\n"
    done = CliRunner().invoke(program, ["init", "--offline"], input=answers, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "can't be copied" in done.output
    config = read_config(place, {})
    assert config.people.hr == ("an@mi-is.example", "bo@mi-is.example")
    assert config.smtp.username == ""
    assert config.rules_path == place.parent / "regels"


def test_nothing_is_copied_before_the_last_answer_is_given(place: Path):
    given = "\n".join(ANSWERS.splitlines()[:-1]) + "\n"
    assert CliRunner().invoke(program, ["init", "--offline"], input=given).exit_code != 0
    assert list(place.parent.iterdir()) == []


def test_an_existing_configuration_is_left_alone(place: Path):
    place.write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(program, ["init", "--offline"], input=ANSWERS)
    assert done.exit_code != 0
    assert place.read_text(encoding="utf-8") == "mine"


def test_an_answer_takes_the_place_of_the_default_of_its_own_section_only():
    text = with_answer(example_config(), "smtp", "host", 'a "quoted" host')
    tables = tomllib.loads(text)
    assert tables["smtp"]["host"] == 'a "quoted" host'
    assert tables["mailbox"]["host"] == "imap.example"
    assert toml_list(" a@x.example ,, b@x.example ") == '["a@x.example", "b@x.example"]'
