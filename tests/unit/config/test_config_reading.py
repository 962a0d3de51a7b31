"""Reading a configuration: what is understood, and how mistakes are told."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mailflow.config import Config, parse_config, read_config, read_duration
from mailflow.errors import ConfigError
from mailflow.model.dates import Hours
from mailflow.model.rules import Duration
from mailflow.model.words import Language

FILE = Path("/etc/mailflow/config.toml")
LEAST = """
[mailbox]
host = "imap.example"
username = "hrm@mi-is.example"
[smtp]
host = "smtp.example"
[people]
hr = ["An@mi-is.example"]
"""


def read(text: str = LEAST, **environ: str) -> Config:
    return parse_config(text, environ, FILE)


def mistakes(text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text, **environ)
    return [str(mistake) for mistake in caught.value.mistakes]


def more(section: str, line: str) -> str:
    """The least configuration with one more line in a section."""
    if f"[{section}]" in LEAST:
        return LEAST.replace(f"[{section}]", f"[{section}]\n{line}")
    return f"{LEAST}\n[{section}]\n{line}\n"


def test_the_least_configuration_has_defaults_for_everything_else():
    config = read()
    assert config.mailbox.port == 993
    assert config.smtp.port == 587
    assert config.mailbox.poll == timedelta(seconds=60)
    assert config.mailbox.since_at is None
    assert config.letters.hours == Hours(time(8), time(18))
    assert config.limits.message_size == 25_000_000
    assert config.store_path == Path("/etc/mailflow/var/mailflow.json")
    assert config.rules_path.name == "rules"


def test_people_are_known_by_folded_addresses():
    config = read(more("people", 'deputies = ["Jo@MI-IS.example"]\nlanguages = {"Jo@mi-is.example" = "fr"}'))
    who = config.who()
    assert who.mailbox == "hrm@mi-is.example"
    assert who.hr == ("an@mi-is.example",)
    assert who.deputies == ("jo@mi-is.example",)
    assert who.languages == {"jo@mi-is.example": Language.FR}


def test_letters_come_from_the_from_address_with_its_name():
    config = read(more("smtp", 'from = "Ontdekkingsstages <HRM@mi-is.example>"'))
    assert config.address == "hrm@mi-is.example"
    assert config.from_name == "Ontdekkingsstages"


def test_all_mistakes_are_told_at_once_with_key_path_and_hint():
    told = mistakes("""
        [mailbox]
        host = 3
        securty = "tls"
        poll = "5 minutes"
        [smtp]
        host = "smtp.example"
        security = "startls"
        [peple]
        hr = []
    """)
    assert len(told) == 7
    assert "/etc/mailflow/config.toml: mailbox.securty: expected a known key (did you mean security?)" in told
    assert any("mailbox.host: found 3: expected a text" in line for line in told)
    assert any('mailbox.poll: found "5 minutes": expected a span of time' in line for line in told)
    assert any("mailbox.username: expected" in line and "required" in line for line in told)
    assert any("smtp.security" in line and "(did you mean starttls?)" in line for line in told)
    assert any("[peple]: expected a known section (did you mean people?)" in line for line in told)
    assert any("people.hr: expected" in line for line in told)


def test_a_password_in_the_file_is_refused_and_not_repeated():
    told = mistakes(more("mailbox", 'password = "hunter2"'))
    assert len(told) == 1
    assert "password_env" in told[0]
    assert "hunter2" not in told[0]


def test_broken_toml_is_one_mistake_with_its_line():
    assert "line 2" in mistakes("[mailbox]\nhost = \n")[0]


def test_the_environment_goes_before_the_file():
    config = read(
        MAILFLOW_MAILBOX_HOST="other.example",
        MAILFLOW_MAILBOX_IDLE="no",
        MAILFLOW_SMTP_PER_MINUTE="5",
        MAILFLOW_SMTP_FROM="x@mi-is.example",
        MAILFLOW_PEOPLE_HR="a@mi-is.example, b@mi-is.example",
        MAILFLOW_PEOPLE_LANGUAGES="a@mi-is.example=fr",
    )
    assert config.mailbox.host == "other.example"
    assert config.mailbox.idle is False
    assert config.smtp.per_minute == 5
    assert config.address == "x@mi-is.example"
    assert config.people.hr == ("a@mi-is.example", "b@mi-is.example")
    assert config.people.languages == {"a@mi-is.example": Language.FR}


def test_a_mistake_in_the_environment_names_the_variable():
    (told,) = mistakes(LEAST, MAILFLOW_SMTP_PER_MINUTE="many")
    assert told.startswith('environment: MAILFLOW_SMTP_PER_MINUTE: found "many": expected a whole number')


def test_a_variable_with_a_typing_error_is_told_and_foreign_ones_are_not():
    (told,) = mistakes(LEAST, MAILFLOW_MAILBOX_HOTS="x", MAILFLOW_SERVICE_HOST="10.0.0.1")
    assert "MAILFLOW_MAILBOX_HOTS" in told
    assert "did you mean MAILFLOW_MAILBOX_HOST?" in told
    read(MAILFLOW_SERVICE_HOST="10.0.0.1", MAILFLOW_WEB_PORT_8080_TCP="tcp://10.0.0.1:8080")


def test_a_secret_comes_from_its_usual_variable_or_the_one_that_is_named():
    assert read(MAILFLOW_MAILBOX_PASSWORD="s1").mailbox.secret.read() == "s1"
    assert read(more("mailbox", 'password_env = "HRM_PW"'), HRM_PW="s2").mailbox.secret.read() == "s2"
    assert read(more("mailbox", 'password_env = "MAILFLOW_MAILBOX_HOST2"'), MAILFLOW_MAILBOX_HOST2="s3")


def test_a_secret_comes_from_a_file_without_its_line_end(tmp_path: Path):
    (tmp_path / "pw").write_text("geheim \n", encoding="utf-8")
    config = parse_config(more("mailbox", 'password_file = "pw"'), {}, tmp_path / "config.toml")
    assert config.mailbox.secret.read() == "geheim "


def test_a_configuration_without_its_secrets_can_be_read_but_not_run():
    config = read(more("smtp", 'username = "hrm"'))
    with pytest.raises(ConfigError) as caught:
        config.check_secrets()
    assert [mistake.place for mistake in caught.value.mistakes] == ["mailbox.password_env", "smtp.password_env"]
    read(more("smtp", 'username = "hrm"'), MAILFLOW_MAILBOX_PASSWORD="a", MAILFLOW_SMTP_PASSWORD="b").check_secrets()


def test_secrets_never_show_in_a_repr():
    assert "hunter2" not in repr(read(MAILFLOW_MAILBOX_PASSWORD="hunter2"))


def test_no_protection_is_allowed_to_this_machine_only():
    text = more("mailbox", 'security = "none"')
    (told,) = mistakes(text)
    assert "mailbox.security" in told
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        assert read(text.replace("imap.example", host)).mailbox.port == 143


@pytest.mark.parametrize(
    ("section", "line", "place"),
    [
        ("mailbox", 'done_folder = "inbox"', "mailbox.done_folder"),
        ("mailbox", 'alarm_after = "10s"', "mailbox.alarm_after"),
        ("mailbox", 'poll = "0s"', "mailbox.poll"),
        ("probe", 'within = "1m"', "probe.within"),
        ("probe", 'every = "15m"', "probe.every"),
        ("mailbox", 'password_env = "A"\npassword_file = "b"', "mailbox.password_file"),
        ("mailbox", "oauth2 = true", "oauth2.tenant"),
        ("mailbox", 'cafile = "nowhere.pem"', "mailbox.cafile"),
        ("mailbox", "port = 70000", "mailbox.port"),
        ("mailbox", 'since = "yesterday"', "mailbox.since"),
        ("smtp", 'password_env = "A"', "smtp.username"),
        ("smtp", 'from = "nobody"', "smtp.from"),
        ("smtp", "per_minute = 0", "smtp.per_minute"),
        ("smtp", "per_minute = true", "smtp.per_minute"),
        ("decisions", 'undo = "2 workdays"', "decisions.undo"),
        ("rules", 'path = "/nowhere"', "rules.path"),
        ("rules", 'contacts = "/nowhere.toml"', "rules.contacts"),
        ("templates", 'path = "/nowhere"', "templates.path"),
        ("letters", 'hours = "18:00-08:00"', "letters.hours"),
        ("letters", 'hours = "8-18"', "letters.hours"),
        ("web", 'listen = "8080"', "web.listen"),
        ("limits", 'message_size = "25"', "limits.message_size"),
        ("trust", 'internal = "exhange"', "trust.internal"),
        ("people", 'operator = "Jan"', "people.operator"),
        ("people", 'languages = {"a@b.example" = "it"}', "people.languages"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(section: str, line: str, place: str):
    with pytest.raises(ConfigError) as caught:
        read(more(section, line))
    assert place in [mistake.place for mistake in caught.value.mistakes]


def test_a_span_that_is_too_short_is_quoted_as_it_was_typed_with_the_other_one():
    (told,) = mistakes(more("mailbox", 'poll = "10m"\nalarm_after = "300s"'))
    assert 'mailbox.alarm_after: found "300s": expected longer than mailbox.poll ("10m")' in told
    (told,) = mistakes(more("mailbox", 'alarm_after = "20s"'))
    assert 'found "20s": expected longer than mailbox.poll ("60s")' in told
    (told,) = mistakes(more("mailbox", 'poll = "0s"'))
    assert 'mailbox.poll: found "0s": expected 1s or more' in told


def test_since_is_a_moment():
    assert read(more("mailbox", 'since = "2027-01-31"')).mailbox.since_at == datetime(2027, 1, 31, tzinfo=UTC)
    assert read(more("mailbox", "since = 2027-01-31")).mailbox.since == date(2027, 1, 31)
    assert read(more("mailbox", 'since = "all"')).mailbox.since_at == datetime(1970, 1, 1, tzinfo=UTC)


def test_letters_may_leave_always():
    assert read(more("letters", 'hours = "always"')).letters.hours is None


def test_a_missing_file_is_a_mistake_that_names_it(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"none\.toml: expected a readable file"):
        read_config(tmp_path / "none.toml", {})


def test_durations_keep_their_unit():
    assert read_duration("5 workdays") == Duration(5, "workdays")
    assert read_duration("1 workday") == Duration(1, "workdays")
    assert read_duration("90m") == Duration(90, "m")
    for wrong in ("", "5", "5 minutes", "-5m", "m"):
        with pytest.raises(ValueError, match=wrong or ".*"):
            read_duration(wrong)


def test_checking_signatures_needs_its_packages(monkeypatch: pytest.MonkeyPatch):
    assert read(more("trust", "dkim = true")).trust.dkim
    monkeypatch.setitem(sys.modules, "dkim", None)
    (told,) = mistakes(more("trust", "dkim = true"))
    assert "trust.dkim" in told
    assert "pip install 'mailflow[dkim]'" in told
    assert not read().trust.dkim
