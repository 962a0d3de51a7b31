"""The commands as a shell sees them: output, messages, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.cli import COMMANDS
from mailflow.cli.exits import exit_code
from mailflow.errors import (
    ConfigError,
    LoginRefused,
    MailboxUnreachable,
    MailflowError,
    RulesError,
    StoreDamaged,
    StoreLocked,
)
from mailflow.model.dates import Slot
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Person, Request, Visit
from mailflow.model.words import Folder, Half, Language, LetterKind, LetterStatus, Role, VisitState
from mailflow.ports import Commit, Mark, Place
from mailflow.store import open_store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(house: Path) -> Path:
    store = open_store(house / "mailflow.json")
    agreed = Visit(1, "juridisch", VisitState.AGREED, slot=Slot(date(2027, 1, 12), Half.AM))
    els = Request(
        "ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example", "Peeters", "Els\x1b[31m"), (agreed,),
        ocmw="OCMW Mol", motivation="leren",
    )  # fmt: skip
    luc = Request("ONT-2026-0002", 1, NOW, Language.FR, Person("luc@cpas.example", "Lambert", "Luc"))
    letter = Letter(
        "l1@mi-is.example", "ABCDEFGH", LetterKind.RECEIVED, Role.REQUESTER, "els@ocmw.example", Language.NL,
        "Ontdekkingsstage", NOW, b"secret content", ref="ONT-2026-0001", status=LetterStatus.GIVEN_UP, problem="550 no",
    )  # fmt: skip
    mark = Mark("a@x.example", "d" * 64, "quarantined", Folder.ASIDE, Place(1, 1), NOW, why="could not be read")
    trail = (("ONT-2026-0001", TrailEntry(NOW, "rules", "route 1", rules=("+ Group: persons = 3",))),)
    store.commit(Commit(requests=(els, luc), letters=(letter,), marks=(mark,), trail=trail))
    store.close()
    return house


def test_help_names_every_command(run: Run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_of_its_own(run: Run, name: str):
    code, out, _ = run(name, "--help")
    assert code == 0
    assert out.startswith(f"Usage: mailflow {name}")


def test_an_unknown_command_is_a_usage_error_with_a_hint(run: Run):
    code, _, err = run("lst")
    assert code == 2
    assert "did you mean list?" in err


def test_a_missing_configuration_says_what_to_do(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mailflow.cli.given.PLACES", (Path("config.toml"),))
    code, out, err = run("list")
    assert (code, out) == (78, "")
    assert "mailflow init" in err


def test_all_mistakes_of_the_configuration_are_told(run: Run, site: Path):
    text = (site / "config.toml").read_text(encoding="utf-8")
    (site / "broken.toml").write_text(text.replace("host", "hots"), encoding="utf-8")
    code, _, err = run("--config", "broken.toml", "list")
    assert code == 78
    assert err.count("broken.toml: ") == 4
    assert "did you mean host?" in err


@pytest.mark.usefixtures("site")
def test_requests_are_listed_for_people_and_for_programs(run: Run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert "ONT-2026-0001" in out
    assert "OCMW Mol" in out
    assert "\x1b" not in out
    lines = run("list", "--json")[1].splitlines()
    assert [json.loads(line)["ref"] for line in lines] == ["ONT-2026-0001", "ONT-2026-0002"]
    assert run("list", "--state", "incomplete", "--json")[1].count("\n") == 1
    assert run("list", "--address", "Els@ocmw.example", "--json")[1].count("\n") == 1


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("ref", ["ONT-2026-0001", "ont-2026-0001", "[ONT-2026-0001-K7Q4M2XD]"])
def test_a_request_is_found_however_its_reference_is_written(run: Run, ref: str):
    code, out, _ = run("show", ref, "--json")
    assert code == 0
    shown = json.loads(out)
    assert shown["visits"][0]["start"] == "09:00"
    assert run("show", ref)[1].count("juridisch") == 1


@pytest.mark.usefixtures("site")
def test_a_request_that_is_not_there_is_one_line_and_exit_1(run: Run):
    code, out, err = run("show", "ONT-2026-0099")
    assert (code, out) == (1, "")
    assert err == "mailflow: there is no request ONT-2026-0099\n"


@pytest.mark.usefixtures("site")
def test_trail_and_explanation_show_which_rules_fired(run: Run):
    assert json.loads(run("trail", "ONT-2026-0001", "--json")[1])["rules"] == ["+ Group: persons = 3"]
    assert "route 1" in run("trail", "ONT-2026-0001")[1]
    explained = json.loads(run("explain", "ONT-2026-0002", "--json")[1])
    assert explained["waits_for"] == ["requester"]
    assert "Missing: ocmw, services, motivation" in explained["why"][0]
    assert "Group: persons = 3" in run("explain", "ONT-2026-0001")[1]


@pytest.mark.usefixtures("site")
def test_failed_letters_are_listed_without_their_content(run: Run):
    listed = json.loads(run("outbox", "--json")[1])
    assert listed["status"] == "given_up"
    assert "content" not in listed
    assert "550 no" in run("outbox")[1]


@pytest.mark.usefixtures("site")
def test_what_was_set_aside_is_listed_with_its_reason(run: Run):
    assert json.loads(run("aside", "--json")[1])["why"] == "could not be read"
    assert "could not be read" in run("aside")[1]


@pytest.mark.usefixtures("site")
def test_status_shows_what_matters(run: Run):
    shown = json.loads(run("status", "--json")[1])
    assert shown["requests"] == {"scheduled": 1, "incomplete": 1}
    assert shown["waiting_for"] == {"requester": 1}
    assert shown["letters"] == {"waiting": 0, "failed": 1}
    assert shown["aside"] == 1
    assert "1 FAILED" in run("status")[1]


@pytest.mark.usefixtures("site")
def test_a_secret_that_is_missing_stops_once_before_it_begins(run: Run):
    code, _, err = run("once")
    assert code == 78
    assert "MAILFLOW_MAILBOX_PASSWORD" in err


@pytest.mark.usefixtures("site")
def test_a_moment_that_is_none_is_a_usage_error(run: Run):
    code, _, err = run("once", "--now", "yesterday")
    assert code == 2
    assert "2026-11-23T09:00" in err


def test_the_form_names_services_above_and_never_under_their_label(run: Run, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mailflow.cli.given.PLACES", (Path("config.toml"),))
    for language, label in (("nl", "Naam:"), ("fr", "Nom:"), ("de", "Name:")):
        code, out, _ = run("form", "--lang", language)
        assert code == 0
        lines = out.splitlines()
        assert label in lines
        assert max(number for number, line in enumerate(lines) if line.startswith("- ")) < lines.index(label)


def test_inspect_needs_no_configuration_and_calls_garbage_other(run: Run, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mailflow.cli.given.PLACES", (Path("config.toml"),))
    (tmp_path / "g.eml").write_bytes(b"\xff\x00garbage")
    (tmp_path / "r.eml").write_bytes(
        b"From: Els <els@ocmwmol.example>\r\nSubject: stage\r\n\r\nNaam: Peeters\r\nVoornaam: Els\r\nOCMW: Mol\r\n"
        b"Dienst: juridische dienst\r\nMotivatie: leren. Mijn nummer is 85.07.30-033.28\r\n"
    )
    code, out, _ = run("inspect", "--json", "--now", "2026-11-23T09:00", "g.eml", "r.eml")
    garbage, request = (json.loads(line) for line in out.splitlines())
    assert code == 0
    assert garbage["kind"] == "other"
    assert request["kind"] == "request"
    assert request["request"]["services"] == ["juridisch"]
    assert request["request"]["ocmw_nis"] == "13025"
    assert "033.28" not in out
    shown = run("inspect", "--now", "2026-11-23T09:00", "r.eml")[1]
    assert "<- name" in shown
    assert "033.28" not in shown


def test_inspect_of_a_missing_file_is_a_usage_error(run: Run):
    assert run("inspect", "nowhere.eml")[0] == 2


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (ConfigError(()), 78),
        (RulesError(()), 78),
        (StoreLocked(), 75),
        (MailboxUnreachable(), 75),
        (LoginRefused(), 75),
        (StoreDamaged(), 1),
        (MailflowError(), 1),
    ],
)
def test_each_error_has_its_exit_code(problem: MailflowError, code: int):
    assert exit_code(problem) == code


@pytest.mark.usefixtures("site")
def test_check_tells_all_mistakes_and_exits_78(run: Run):
    code, out, _ = run("check")
    assert code == 78
    assert "MAILFLOW_MAILBOX_PASSWORD" in out
    assert "services/blas.toml" in out
    assert "trust.authserv_id" in out


@pytest.mark.parametrize(("name", "begins"), [("a.svg", "<svg"), ("a.mmd", "stateDiagram"), ("a.dot", "digraph")])
def test_the_graph_is_drawn_in_the_format_of_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, begins: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mailflow.cli.given.PLACES", (Path("config.toml"),))
    assert run("check", "--graph", name)[0] == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert all(state.value in text for state in VisitState)
    assert run("check", "--graph", "a.bmp")[0] == 2


def test_the_environment_alone_may_be_the_whole_configuration(run: Run, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mailflow.cli.given.PLACES", (Path("config.toml"),))
    for name, value in (
        ("MAILBOX_HOST", "imap.example"),
        ("MAILBOX_USERNAME", "hrm@mi-is.example"),
        ("SMTP_HOST", "smtp.example"),
        ("PEOPLE_HR", "an@mi-is.example"),
    ):
        monkeypatch.setenv(f"MAILFLOW_{name}", value)
    assert run("list") == (0, "There are no requests.\n", "")
