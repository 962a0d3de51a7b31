"""``export``, ``forget`` and ``purge`` as a shell sees them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Person, Request, Visit
from mailflow.model.words import Folder, Language, LetterKind, LetterStatus, Role, VisitState
from mailflow.orders import Order, Wanted, attend, directory, hand_over
from mailflow.ports import Commit, Mark, Place
from mailflow.store import open_store, read_store
from mailflow.testing.mailbox import FakeMailbox

LONG_AGO = datetime.now(UTC) - timedelta(days=500)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(house: Path) -> Path:
    """A house with one request that was held long ago, and one that is still open."""
    held = Visit(1, "juridisch", VisitState.HELD)
    els = Request(
        "ONT-2025-0001", 1, LONG_AGO, Language.NL, Person("els@ocmw.example", "Peeters", "Els"), (held,),
        ocmw="OCMW Mol", motivation="leren",
    )  # fmt: skip
    luc = Person("luc@cpas.example", "Lambert", "Luc")
    luc_s = replace(els, ref="ONT-2025-0002", requester=luc, language=Language.FR, visits=(Visit(1, "blas"),))
    letter = Letter(
        "l1@mi-is.example", "ABCDEFGH", LetterKind.RECEIVED, Role.REQUESTER, "els@ocmw.example", Language.NL,
        "Ontdekkingsstage", LONG_AGO, b"octets", "Beste Els", "ONT-2025-0001", status=LetterStatus.SENT,
        sent_at=LONG_AGO,
    )  # fmt: skip
    mark = Mark("a@ocmw.example", "d" * 64, "request", Folder.DONE, Place(1, 1), LONG_AGO, "ONT-2025-0001", moved=True)
    trail = (("ONT-2025-0001", TrailEntry(LONG_AGO, "els@ocmw.example", "asked", message_id="a@ocmw.example")),)
    store = open_store(house / "mailflow.json")
    store.commit(Commit(requests=(els, luc_s), letters=(letter,), marks=(mark,), trail=trail))
    store.close()
    return house


def test_a_request_is_exported_with_trail_and_the_texts_of_its_letters(run: Run, site: Path):
    code, out, _ = run("export", "ont-2025-0001")
    assert code == 0
    told = json.loads(out)
    assert (told["ref"], told["state"], told["request"]["motivation"]) == ("ONT-2025-0001", "completed", "leren")
    assert told["request"]["requester"]["address"] == "els@ocmw.example"
    assert [step["what"] for step in told["trail"]] == ["asked"]
    assert [(one["kind"], one["text"]) for one in told["letters"]] == [("received", "Beste Els")]
    assert [one["message_id"] for one in told["messages"]] == ["a@ocmw.example"]


def test_what_is_kept_of_a_person_is_exported_one_request_a_line(run: Run, site: Path):
    code, out, _ = run("export", "LUC@cpas.example")
    assert code == 0
    person, request = map(json.loads, out.splitlines())
    assert person == {"address": "luc@cpas.example", "language": None, "letters": []}
    assert request["ref"] == "ONT-2025-0002"
    code, _, err = run("export", "nobody@cpas.example")
    assert (code, "nothing is kept of nobody" in err) == (1, True)


def test_figures_name_nobody_and_outlive_the_requests(run: Run, site: Path):
    code, before, _ = run("export", "--csv")
    assert code == 0
    month = f"{LONG_AGO:%Y-%m}"
    assert before.splitlines() == [
        "month,service,language,outcome,visits",
        f"{month},blas,fr,open,1",
        f"{month},juridisch,nl,held,1",
    ]
    assert run("forget", "els@ocmw.example")[0] == 0
    assert run("export", "--csv")[1] == before


@pytest.mark.parametrize("arguments", [(), ("ONT-2025-0001", "--csv")])
def test_export_wants_to_know_what(run: Run, site: Path, arguments: tuple[str, ...]):
    assert run("export", *arguments)[0] == 2


def test_forgetting_says_what_went_and_what_lies_in_the_mailbox(run: Run, site: Path):
    code, out, _ = run("forget", "Els@ocmw.example")
    assert code == 0
    assert out.splitlines() == [
        "forgotten: ONT-2025-0001; the figures stay",
        "still in the mailbox, as far as people have not moved it:",
        "  done: <a@ocmw.example>",
    ]
    assert run("show", "ONT-2025-0001")[0] == 1
    assert b"peeters" not in b"".join(file.read_bytes() for file in site.glob("mailflow.json*")).lower()


def test_old_copies_of_the_store_are_pointed_at(run: Run, site: Path):
    for name in ("mailflow.json.schema-1", "mailflow.json.journal.damaged-1"):
        (site / name).touch()
    _, out, _ = run("forget", "els@ocmw.example")
    assert out.count("an old copy of the store that may name them") == 2


def test_what_is_open_or_unknown_is_refused(run: Run, site: Path):
    code, _, err = run("forget", "luc@cpas.example")
    assert (code, "still open" in err) == (1, True)
    assert run("forget", "nobody@cpas.example")[0] == 1
    assert run("forget", "Peeters")[0] == 2
    assert run("forget", "luc@cpas.example", "--open")[0] == 0


def test_a_dry_run_changes_nothing(run: Run, site: Path):
    before = (site / "mailflow.json").read_bytes()
    code, out, _ = run("purge", "--dry-run")
    assert code == 0
    assert out.startswith("would remove: 1 request: ONT-2025-0001 (completed)")
    assert (site / "mailflow.json").read_bytes() == before


def test_a_purge_keeps_to_the_configuration(run: Run, site: Path):
    text = (site / "config.toml").read_text(encoding="utf-8")
    (site / "config.toml").write_text(f'{text}[privacy]\nkeep = "900d"\n', encoding="utf-8")
    assert run("purge")[1].startswith("removed: 0 requests; the bytes of 1 letters")
    (site / "config.toml").write_text(text, encoding="utf-8")
    assert run("purge")[1].startswith("removed: 1 request: ONT-2025-0001")
    assert [one.ref for one in read_store(site / "mailflow.json").requests()] == ["ONT-2025-0002"]


def test_a_running_daemon_forgets_on_order(site: Path):
    store = open_store(site / "mailflow.json")
    file = hand_over(site / "mailflow.json", Order(Wanted.FORGET, "luc@cpas.example", ("open",)))
    assert attend(site / "mailflow.json", store, FakeMailbox(), datetime.now(UTC)) == 1
    assert [one.ref for one in store.requests()] == ["ONT-2025-0001"]
    assert "forgotten: ONT-2025-0002" in file.with_suffix(".answer").read_text(encoding="utf-8")
    store.close()


def test_an_answer_that_nobody_came_for_does_not_lie_about_for_ever(site: Path):
    import os

    file = hand_over(site / "mailflow.json", Order(Wanted.FORGET, "luc@cpas.example", ("open",)))
    store = open_store(site / "mailflow.json")
    attend(site / "mailflow.json", store, FakeMailbox(), datetime.now(UTC))
    answer = file.with_suffix(".answer")
    os.utime(answer, (0, 0))
    attend(site / "mailflow.json", store, FakeMailbox(), datetime.now(UTC))
    assert list(directory(site / "mailflow.json").iterdir()) == []
    store.close()


def test_only_what_reaches_the_mailbox_needs_its_password(run: Run, site: Path):
    code, _, err = run("forget", "els@ocmw.example", "--mailbox")
    assert code == 78
    assert "MAILFLOW_MAILBOX_PASSWORD" in err
    assert run("aside", "--retry")[0] == 78
    assert run("retry")[2] == "mailflow: no letter waits or failed\n"
    assert run("forget", "els@ocmw.example")[0] == 0


@pytest.fixture
def archived(site: Path, run: Run) -> Path:
    """The same house, where the request that was held has been archived."""
    text = (site / "config.toml").read_text(encoding="utf-8")
    (site / "config.toml").write_text(f'{text}[privacy]\nkeep = "36500d"\n', encoding="utf-8")
    for _ in range(2):  # The bytes of its letter go first.
        run("purge")
    return site


def test_a_purge_says_how_many_requests_it_archives_and_a_dry_run_how_many_it_would(run: Run, site: Path):
    text = (site / "config.toml").read_text(encoding="utf-8")
    (site / "config.toml").write_text(f'{text}[privacy]\nkeep = "36500d"\n', encoding="utf-8")
    assert "the bytes of 1 letters sent; 0 lists and warnings; to the archive: 0" in run("purge")[1]
    assert "to the archive: 1" in run("purge", "--dry-run")[1]
    assert not (site / "mailflow.json.archive").exists()
    assert "to the archive: 1" in run("purge")[1]
    assert (site / "mailflow.json.archive").is_dir()


def test_nothing_is_archived_where_the_configuration_says_never(run: Run, site: Path):
    text = (site / "config.toml").read_text(encoding="utf-8")
    store = re.sub(r"(?m)^(\[store\]\n.*)$", '\\1\\narchive_after = "never"', text)
    assert store != text
    (site / "config.toml").write_text(f'{store}[privacy]\nkeep = "36500d"\n', encoding="utf-8")
    for _ in range(3):
        assert "to the archive: 0" in run("purge")[1]


def test_what_is_archived_is_listed_only_when_asked_for(run: Run, archived: Path):
    said = run("list")[1]
    assert "ONT-2025-0001" not in said
    assert said.splitlines()[-1] == "Archived: 1 (--all lists them too)."
    assert [json.loads(line)["ref"] for line in run("list", "--json")[1].splitlines()] == ["ONT-2025-0002"]
    everything = run("list", "--all")[1]
    assert "ONT-2025-0001" in everything
    assert "Archived" not in everything
    assert "ONT-2025-0001" in run("list", "--address", "els@ocmw.example")[1]
    assert json.loads(run("status", "--json")[1])["archived"] == 1
    assert "archived" in run("status")[1]


@pytest.mark.parametrize("command", ["show", "trail", "explain", "export"])
def test_an_archived_request_is_shown_like_any_other(
    run: Run, site: Path, request: pytest.FixtureRequest, command: str
):
    code, before, _ = run(command, "ONT-2025-0001")
    assert code == 0
    request.getfixturevalue("archived")
    assert [one.ref for one in read_store(site / "mailflow.json").archived()] == ["ONT-2025-0001"]
    assert run(command, "ONT-2025-0001") == (0, before, "")


def test_an_archived_request_counts_in_the_figures_and_is_forgotten(run: Run, archived: Path):
    before = run("export", "--csv")[1]
    assert "juridisch,nl,held,1" in before
    assert run("forget", "els@ocmw.example")[0] == 0
    assert run("export", "--csv")[1] == before
    assert b"peeters" not in b"".join(file.read_bytes() for file in archived.rglob("*") if file.is_file()).lower()


def test_a_back_up_has_its_archive_beside_it(run: Run, archived: Path):
    assert run("store", "export", "backup.json")[0] == 0
    assert sorted(file.name for file in archived.glob("backup.json.archive/*")) == ["2025-1.index", "2025-1.jsonl"]
    assert "1 archived" in run("store", "check")[1]
    assert "in the archive" in run("store", "check")[1]
