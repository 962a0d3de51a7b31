"""`mailflow status` as the operator reads it at three in the morning."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.model.letter import Letter
from mailflow.model.request import Person, Request
from mailflow.model.words import Folder, Language, LetterKind, LetterStatus, Role
from mailflow.ports import (
    HOUSE,
    MAILBOX_READ,
    MAILBOX_TROUBLE,
    PROBE_BACK,
    PROBE_MADE,
    PROBE_MISSED,
    RULES_READ,
    Asked,
    Commit,
    Mark,
    Place,
)
from mailflow.store import TinyStore, open_store

Run = Callable[..., tuple[int, str, str]]
MINUTE = timedelta(minutes=1)
REFUSED = "imap.example:993: [AUTHENTICATIONFAILED] Authentication failed; check user name and secret"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(house: Path) -> Iterator[TinyStore]:
    """The store as the running daemon holds it."""
    opened = open_store(house / "mailflow.json")
    yield opened
    opened.close()


def noted(store: TinyStore, **at: datetime) -> None:
    store.commit(Commit(asked=tuple(Asked(HOUSE, what, moment) for what, moment in at.items())))


def letter(name: str, at: datetime, status: LetterStatus, problem: str = "") -> Letter:
    return Letter(
        f"{name}@mi-is.example", name, LetterKind.PROGRESS, Role.REQUESTER, "els@ocmw.example", Language.NL,
        "Uw aanvraag", at, b"x", status=status, problem=problem, tries=1 if problem else 0,
    )  # fmt: skip


def test_all_is_well(store: TinyStore, run: Run, now: datetime, house: Path):
    noted(store, **{MAILBOX_READ: now - MINUTE, RULES_READ: now})
    code, out, _ = run("status")
    assert code == 0
    assert f"running (process {os.getpid()})" in out
    assert "(1 min ago)" in out
    assert "none waits" in out
    assert "free on its disk" in out
    assert f"{house / 'mailflow.json'}" in out
    assert not any(word in out for word in ("NOT", "FAILED", "LOST"))
    assert "probe" not in out


def test_a_refused_login_stands_in_the_first_lines_with_its_remedy(store: TinyStore, run: Run, now: datetime):
    noted(store, **{MAILBOX_READ: now - 50 * MINUTE})
    store.commit(Commit(asked=(Asked(HOUSE, MAILBOX_TROUBLE, now - MINUTE, REFUSED),)))
    code, out, _ = run("status")
    assert code == 1
    lines = out.splitlines()
    assert "NOT READ since" in lines[1]
    assert "(50 min ago)" in lines[1]
    assert lines[2].strip() == REFUSED
    told = json.loads(run("status", "--json")[1])
    assert (told["silent"], told["mailbox_trouble"]) == (True, REFUSED)


def test_a_trouble_that_is_over_is_not_told(store: TinyStore, run: Run, now: datetime):
    store.commit(Commit(asked=(Asked(HOUSE, MAILBOX_TROUBLE, now - 9 * MINUTE, REFUSED),)))
    noted(store, **{MAILBOX_READ: now - MINUTE})
    code, out, _ = run("status")
    assert code == 0
    assert "AUTHENTICATIONFAILED" not in out


def test_a_mailbox_that_was_never_read_for_a_reason_rings_the_monitor(store: TinyStore, run: Run, now: datetime):
    assert run("status")[0] == 0
    store.commit(Commit(asked=(Asked(HOUSE, MAILBOX_TROUBLE, now, REFUSED),)))
    code, out, _ = run("status")
    assert code == 1
    assert "NEVER READ" in out
    assert REFUSED in out


def test_a_read_that_is_still_to_come_is_not_told_as_just_now(store: TinyStore, run: Run, now: datetime):
    noted(store, **{MAILBOX_READ: now + 30 * MINUTE})
    code, out, _ = run("status")
    assert code == 1
    assert "READ IN THE FUTURE" in out
    assert "check the clock" in out
    assert json.loads(run("status", "--json")[1])["read_in_the_future"] is True


def test_a_full_disk_stands_in_capitals(run: Run, house: Path):
    assert "DISK FULL" not in run("status")[1]
    text = (house / "config.toml").read_text(encoding="utf-8")
    # This file system never has any room.
    (house / "config.toml").write_text(text.replace("mailflow.json", "/proc/mailflow.json"), encoding="utf-8")
    code, out, _ = run("status")
    assert code == 1
    assert "DISK FULL: make room" in out
    assert json.loads(run("status", "--json")[1])["disk_full"] is True


def test_times_are_told_with_their_zone(store: TinyStore, run: Run, now: datetime):
    noted(store, **{MAILBOX_READ: now - MINUTE})
    assert re.search(r"read \d{4}-\d\d-\d\d \d\d:\d\d CES?T \(1 min ago\)", run("status")[1])


def test_letters_that_wait_or_failed_are_told_with_their_age_and_the_server_s_words(
    store: TinyStore, run: Run, now: datetime
):
    waiting = (
        letter("AAAAAAAA", now - 3 * 60 * MINUTE, LetterStatus.WAITING, "smtp.example:587: connection refused"),
        letter("BBBBBBBB", now, LetterStatus.WAITING),
    )
    failed = letter("CCCCCCCC", now - timedelta(days=5), LetterStatus.GIVEN_UP, "550 no such user")
    store.commit(Commit(letters=(*waiting, failed)))
    out = run("status")[1]
    assert "2 waiting, the oldest of" in out
    assert "(3 h ago)" in out
    assert "1 FAILED, the oldest of" in out
    assert "(5 days ago)" in out
    assert "smtp.example:587: connection refused" in out
    told = json.loads(run("status", "--json")[1])
    assert told["letters_problem"] == "smtp.example:587: connection refused"
    assert told["letters_waiting_since"].startswith(f"{now - 3 * 60 * MINUTE:%Y-%m-%dT%H:%M}")


def test_what_was_set_aside_and_who_is_awaited_is_told(store: TinyStore, run: Run, now: datetime):
    mark = Mark("a@x.example", "d" * 64, "quarantined", Folder.ASIDE, Place(1, 1), now - 7 * MINUTE, why="?")
    request = Request("ONT-2026-0001", 1, now, Language.NL, Person("els@ocmw.example", "Peeters", "Els"))
    store.commit(Commit(requests=(request,), marks=(mark,)))
    out = run("status")[1]
    assert "1, the last" in out
    assert "(7 min ago): `mailflow aside`" in out
    assert "1 requester" in out
    assert "Els Peeters" in out


def test_many_requests_leave_what_matters_on_the_screen(store: TinyStore, run: Run, now: datetime):
    person = Person("els@ocmw.example", "Peeters", "Els")
    many = (Request(f"ONT-2026-{number:04}", 1, now, Language.NL, person) for number in range(1, 201))
    store.commit(Commit(requests=tuple(many)))
    out = run("status")[1]
    assert len(out.splitlines()) < 30
    assert "and 190 more: `mailflow list`" in out
    assert len(json.loads(run("status", "--json")[1])["open"]) == 200


def test_rules_that_were_changed_and_not_read_are_not_in_force(store: TinyStore, run: Run, now: datetime, house: Path):
    rules = house / "rules"
    (rules / "services").mkdir(parents=True)
    (rules / "timers.toml").write_text("", encoding="utf-8")
    text = (house / "config.toml").read_text(encoding="utf-8")
    (house / "config.toml").write_text(f'{text}\n[rules]\npath = "rules"\n', encoding="utf-8")
    noted(store, **{RULES_READ: now + MINUTE})
    assert "NOT IN FORCE" not in run("status")[1]
    later = (now + 2 * MINUTE).timestamp()
    os.utime(rules / "timers.toml", (later, later))
    out = run("status")[1]
    assert f"NOT IN FORCE: {rules / 'timers.toml'}" in out


@pytest.mark.parametrize(
    ("made", "back", "missed", "read", "word", "code"),
    [
        (None, None, None, 0, "none", 0),
        (5, None, None, 0, "under_way", 0),
        (5, 5, None, 0, "back", 0),
        (20, None, None, 0, "missing", 1),
        (20, 80, None, 10, "under_way", 0),
        (5, 140, 65, 0, "missing", 1),
        (5, 65, 65, 0, "under_way", 0),
    ],
)
def test_the_probe_is_where_store_and_clock_say(
    store: TinyStore, run: Run, house: Path, made: int | None, back: int | None, missed: int | None, read: int, word: str,
    code: int,
):  # fmt: skip
    now = datetime.now(UTC)
    text = (house / "config.toml").read_text(encoding="utf-8")
    (house / "config.toml").write_text(f"{text}\n[probe]\non = true\n", encoding="utf-8")
    ages = {PROBE_MADE: made, PROBE_BACK: back, PROBE_MISSED: missed, MAILBOX_READ: read}
    noted(store, **{what: now - age * MINUTE for what, age in ages.items() if age is not None})
    exit_code, out, _ = run("status", "--json")
    assert (json.loads(out)["probe"], exit_code) == (word, code)
    shown = run("status")[1]
    assert ("LOST" in shown) == (word == "missing")
    assert "\nprobe " in shown
