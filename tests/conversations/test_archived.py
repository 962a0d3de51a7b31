"""A request that was archived is answered, found again, forgotten and purged as if it had stayed where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.model.words import Folder, RequestState
from mailflow.orders import Order, Wanted, carry_out
from mailflow.pipeline.retention import Retention, outdated
from mailflow.pipeline.tallies import counted
from mailflow.ports import Commit, Store
from mailflow.store import maintenance, open_store
from mailflow.testing.conversation import HR, Conversation
from tests.conversations.scenes import ELS, agreed, asked, request_text

JO = "jo.maes@ocmw-mol.example"
WITH_JO = f"Deelnemers:\n- Jo Maes, {JO}\n"
REF = "ONT-2026-0001"
DECADES = Retention(*[timedelta(days=36500)] * 4)

OnStore = Callable[[Conversation], Conversation]


@pytest.fixture(params=["memory", "disk"])
def on_store(request: pytest.FixtureRequest, tmp_path: Path) -> OnStore:
    """A way to let a conversation go on with the store in memory, or with one on the disk."""

    def moved(c: Conversation) -> Conversation:
        if request.param == "disk":
            store: Store = open_store(tmp_path / "store.json")
            request.addfinalizer(store.close)
            for commit in c.store.commits:
                store.commit(commit)
            c.store = store  # type: ignore[assignment]
            c.premises = replace(c.premises, store=store)
        return c

    return moved


def archived(c: Conversation, days: int = 120) -> Conversation:
    """Everything is over since long; the nightly round has archived it."""
    c.pass_time(days=days)
    c.pass_time(days=1)
    assert [one.ref for one in c.store.archived()] == [REF]
    assert list(c.store.requests()) == []
    return c


def visited(more: str = "", keep: Retention = DECADES) -> Conversation:
    c = agreed("Juridische dienst", more, retention=keep)
    slot = c.visit().slot
    assert slot is not None
    c.pass_time(days=(slot.day - c.now.date()).days + 5)
    return c


def octets(place: Path) -> bytes:
    return b"".join(file.read_bytes() for file in place.rglob("*") if file.is_file()).lower()


def test_a_late_answer_brings_a_request_back_and_it_is_archived_again_later(on_store: OnStore):
    c = archived(on_store(visited()))
    c.reply(c.letter("thanks"), "Bedankt, ik heb veel geleerd.")
    assert [request.ref for request in c.store.requests()] == [REF]
    assert c.request().feedback == ("Bedankt, ik heb veel geleerd.",)
    c.pass_time(days=60)
    assert list(c.store.archived()) == []
    archived(c, days=40)


def test_a_withdrawn_request_is_taken_up_again_by_a_reply_after_it_was_archived(on_store: OnStore):
    c = asked("Juridische dienst", retention=DECADES)
    c.reply(c.letter("received"), "INTREKKEN")
    assert c.request().state is RequestState.WITHDRAWN
    archived(on_store(c))
    c.reply(c.letter("closed"), "Ik zou toch graag komen.")
    assert c.request().state is RequestState.AWAITING_DECISION
    assert list(c.store.archived()) == []


def test_a_mail_of_an_archived_request_that_comes_again_is_not_a_second_request(on_store: OnStore):
    c = archived(on_store(visited()))
    (again,) = [one.raw for one in c.mailbox.messages(Folder.DONE) if b"Message-ID: <mail-1@" in one.raw]
    before = len(c.sent)
    assert c.deliver(again).outcome == "seen"
    assert [one.ref for one in c.store.requests(archived=True)] == [REF]
    assert c.sent[before:] == []
    archived(c, days=1)


def test_hr_sees_what_somebody_asked_for_years_ago(on_store: OnStore):
    c = archived(on_store(visited()), days=1500)
    c.mail(ELS, "Aanvraag", request_text("Studiedienst"))
    decide = c.letters("decide", HR)[-1]
    assert decide.ref != REF
    assert REF in decide.text


def test_an_archived_request_is_not_waited_for_by_anybody(on_store: OnStore):
    c = archived(on_store(visited()))
    before = len(c.sent)
    c.pass_time(days=300)
    assert c.sent[before:] == []


def test_what_is_open_or_has_just_ended_or_shall_never_is_not_archived():
    c = asked(retention=DECADES)
    c.pass_time(days=5)
    assert outdated(c.store, replace(DECADES, archive_after=timedelta()), c.now).archived == ()
    c = visited()
    assert outdated(c.store, DECADES, c.now).archived == ()
    c.pass_time(days=30)
    assert len(outdated(c.store, replace(DECADES, archive_after=timedelta(days=20)), c.now).archived) == 1
    c.pass_time(days=900)
    assert outdated(c.store, replace(DECADES, archive_after=None), c.now).archived == ()


def test_an_archived_request_goes_when_its_time_is_over_and_its_figures_stay(on_store: OnStore):
    c = archived(on_store(visited(keep=Retention())))
    figures = counted(c.store)
    assert [figure.outcome for figure in figures] == ["held"]
    assert c.store.tallies() == ()
    c.pass_time(days=300)
    c.pass_time(days=1)
    assert (c.store.request(REF), list(c.store.archived())) == (None, [])
    assert (counted(c.store), c.store.tallies()) == (figures, figures)
    assert c.store.trail(REF) == c.store.letters(REF) == c.store.marks(REF) == ()


def test_somebody_in_the_archive_is_forgotten_to_the_last_octet(on_store: OnStore, tmp_path: Path):
    c = archived(on_store(visited(WITH_JO)))
    figures, token = counted(c.store), c.letter("decide").token
    said = carry_out(Order(Wanted.FORGET, ELS), c.store, c.mailbox, c.now)
    assert said.startswith(f"forgotten: {REF}; the figures stay")
    assert (c.store.request(REF), counted(c.store)) == (None, figures)
    for word in (b"peeters", b"els.", b"jo.maes", b"samenwerking", token.encode().lower()):
        assert word not in octets(tmp_path)


def test_whoever_only_came_along_is_erased_from_an_archived_request(tmp_path: Path):
    c = visited(WITH_JO)
    store = open_store(tmp_path / "store.json")
    for commit in c.store.commits:
        store.commit(commit)
    carry_out(Order(Wanted.PURGE), store, c.mailbox, c.now + timedelta(days=200), DECADES)
    store.commit(Commit(clock=c.now))
    carry_out(Order(Wanted.PURGE), store, c.mailbox, c.now + timedelta(days=201), DECADES)
    assert [one.ref for one in store.archived()] == [REF]
    assert b"jo.maes" in octets(tmp_path)
    said = carry_out(Order(Wanted.FORGET, JO), store, c.mailbox, c.now)
    assert f"erased from {REF}" in said
    assert b"jo.maes" not in octets(tmp_path)
    assert b"jo maes" not in octets(tmp_path)
    kept = store.request(REF)
    assert kept is not None
    assert (kept.requester.name, kept.participants) == ("Peeters", ())
    carry_out(Order(Wanted.PURGE), store, c.mailbox, c.now + timedelta(days=202), DECADES)
    assert [one.ref for one in store.archived()] == [REF]
    assert store.request(REF) == kept
    store.close()
    assert maintenance.check(tmp_path / "store.json").remarks == ()
