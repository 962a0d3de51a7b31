"""Random lives of a store: memory, disk, disk after a restart, after a crash and without the lock all say the same."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mailflow.errors import StoreUnwritable
from mailflow.model.dates import Slot
from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.meaning import Participant
from mailflow.model.request import Archived, Host, Person, Request, Timer, Visit
from mailflow.model.words import (
    Folder,
    Half,
    Language,
    LetterKind,
    LetterStatus,
    RequestState,
    Role,
    TimerName,
    VisitState,
)
from mailflow.ports import Asked, Attempt, Commit, Mark, Place, Position, Store, Tally
from mailflow.store import TinyStore, open_store, read_store
from mailflow.store.maintenance import check
from mailflow.testing.store import MemoryStore
from tests.adapters.disks import FailingDisk

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
REFS = ("ONT-2026-0001", "ONT-2026-0002", "ONT-2027-0010", "STG-2026-0003")
PEOPLE = ("an@a.example", "An@A.example", "bert@b.example", "")
IDS = ("", "1@x", "2@x", "3@x")
PLACES = (Place(7, 1), Place(7, 2))
WORDS = ("", "one", "two")

moments = st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours))
slots = st.builds(Slot, st.sampled_from((date(2027, 1, 12), date(2027, 1, 13))), st.sampled_from((Half.AM, Half.PM)))
some_slots = st.lists(slots, max_size=2).map(tuple)
timers = st.builds(Timer, st.sampled_from(TimerName), moments, st.integers(0, 2))
visits = st.builds(
    Visit,
    number=st.integers(1, 3),
    service=st.sampled_from(("blas", "hrm")),
    state=st.sampled_from(VisitState),
    proposed=some_slots,
    suited=st.none() | some_slots,
    offered=some_slots,
    slot=st.none() | slots,
    host=st.none() | st.builds(Host, st.sampled_from(PEOPLE)),
    uid=st.sampled_from(("", "u1", "u2")),
)
requests = st.builds(
    Request,
    ref=st.sampled_from(REFS),
    version=st.integers(1, 3),
    created_at=moments,
    language=st.sampled_from(Language),
    requester=st.builds(Person, st.sampled_from(PEOPLE)),
    visits=st.lists(visits, max_size=2).map(tuple),
    participants=st.lists(st.builds(Participant, st.just("Maes"), email=st.sampled_from(PEOPLE)), max_size=1).map(
        tuple
    ),
    sources=st.dictionaries(st.sampled_from(WORDS), st.integers(1, 9), max_size=2),
    source_message_id=st.sampled_from(IDS),
    closed=st.sampled_from(("", "", "expired")),
    timers=st.lists(timers, max_size=2).map(tuple),
)
letters = st.builds(
    Letter,
    message_id=st.sampled_from(IDS),
    token=st.sampled_from(("", "AAAA", "BBBB")),
    kind=st.sampled_from(LetterKind),
    role=st.just(Role.HR),
    address=st.sampled_from(PEOPLE),
    language=st.just(Language.NL),
    subject=st.text(max_size=3),
    created_at=moments,
    content=st.binary(max_size=8),
    ref=st.sampled_from(("", *REFS)),
    status=st.sampled_from(LetterStatus),
    not_before_at=st.none() | moments,
    next_try_at=st.none() | moments,
)
marks = st.builds(
    Mark,
    message_id=st.sampled_from(IDS),
    digest=st.sampled_from(WORDS),
    outcome=st.sampled_from(("request", "quarantined")),
    target=st.sampled_from(Folder),
    place=st.builds(Place, st.integers(0, 9), st.integers(0, 9)),
    handled_at=moments,
    ref=st.sampled_from(("", *REFS)),
    moved=st.booleans(),
)
trails = st.tuples(st.sampled_from(REFS), st.builds(TrailEntry, moments, st.just("hr"), st.text(max_size=3)))
rewordings = st.lists(st.builds(TrailEntry, moments, st.just("hr"), st.just("[erased]")), max_size=3).map(tuple)
tallies = st.builds(
    Tally,
    month=st.sampled_from(("2026-11", "2026-12")),
    service=st.sampled_from(WORDS),
    language=st.sampled_from(Language),
    outcome=st.just("held"),
    count=st.integers(1, 3),
)
commits = st.builds(
    Commit,
    requests=st.lists(requests, max_size=2, unique_by=lambda one: one.ref).map(tuple),
    trail=st.lists(trails, max_size=2).map(tuple),
    letters=st.lists(letters, max_size=2, unique_by=lambda one: one.message_id).map(tuple),
    marks=st.lists(marks, max_size=2, unique_by=lambda one: (one.message_id, one.digest)).map(tuple),
    attempt=st.none() | st.builds(Attempt, st.sampled_from(PLACES), st.integers(0, 2)),
    position=st.none() | st.builds(Position, st.sampled_from(WORDS), st.integers(0, 9), st.integers(0, 9), moments),
    standings=st.lists(st.builds(Standing, st.sampled_from(WORDS)), max_size=1).map(tuple),
    languages=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(Language)), max_size=2).map(tuple),
    asked=st.lists(st.builds(Asked, st.sampled_from(PEOPLE), st.sampled_from(WORDS), moments), max_size=2).map(tuple),
    clock=st.none() | moments,
    removed=st.lists(st.sampled_from(REFS), max_size=1).map(tuple),
    forgotten=st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    expired_before=st.none() | moments,
    discarded=st.lists(st.sampled_from(IDS), max_size=1).map(tuple),
    reworded=st.lists(st.tuples(st.sampled_from(REFS), rewordings), max_size=1).map(tuple),
    tallies=st.lists(tallies, max_size=2).map(tuple),
)

archivings = st.lists(
    st.builds(Archived, st.sampled_from(REFS), st.sampled_from(RequestState), st.booleans(), moments),
    max_size=4,
    unique_by=lambda one: one.ref,
).map(tuple)


WHAT_GOES: dict[str, Any] = {
    "expired_before": None, "removed": (), "forgotten": (), "discarded": (), "reworded": ()
}  # fmt: skip


def said(store: Store) -> dict[str, Any]:
    """Return all that a store can say about the small world of this test."""
    hours = [START + timedelta(hours=hour) for hour in range(-1, 8)]
    by_word: dict[str, tuple[Any, ...]] = {
        "request": REFS,
        "requests_of": PEOPLE,
        "request_by_uid": ("", "u1", "u2"),
        "request_by_source": IDS,
        "earlier": PEOPLE,
        "trail": REFS,
        "letter": IDS,
        "letter_by_token": ("", "AAAA", "aaaa", "BBBB"),
        "letters": ("", *REFS),
        "marks": ("", *REFS),
        "attempts": PLACES,
        "position": WORDS,
    }
    answers: dict[str, Any] = {
        f"{question} {word}": getattr(store, question)(word) for question, words in by_word.items() for word in words
    }
    for question in (
        "letters_open",
        "unmoved",
        "set_aside",
        "next_due",
        "reservations",
        "standings",
        "languages",
        "tallies",
        "clock",
    ):
        answers[question] = getattr(store, question)()
    answers["requests"] = list(store.requests())
    answers["all requests"] = list(store.requests(archived=True))
    answers["archived"] = list(store.archived())
    answers["refs"] = [store.next_ref("ONT", year) for year in (2026, 2027, 2028)]
    answers["mark"] = {(one, other): store.mark(one, other) for one in IDS for other in WORDS}
    answers["asked"] = {(one, what): store.asked(one, what) for one in PEOPLE for what in WORDS}
    for hour in hours:
        answers[f"letters due {hour}"] = store.letters_due(hour)
        answers[f"timers due {hour}"] = store.timers_due(hour)
        answers[f"made {hour}"] = [store.letters_since(one, hour) for one in PEOPLE]
    return answers


class Lives(RuleBasedStateMachine):
    """Two stores that are told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="store-"))
        self.path = self.home / "store.json"
        self.memory = MemoryStore()
        self.disk = open_store(self.path)

    @rule(commit=commits)
    def commit(self, commit: Commit) -> None:
        self.memory.commit(commit)
        self.disk.commit(commit)

    @rule(found=archivings)
    def archive(self, found: tuple[Archived, ...]) -> None:
        self.memory.archive(found)
        self.disk.archive(found)

    @rule(commit=commits)
    def fail_to_commit(self, commit: Commit) -> None:
        if dataclasses.replace(commit, **WHAT_GOES) != Commit():
            self.disk.close()
            failing = FailingDisk("write", "create")
            self.disk = TinyStore(self.path, failing)
            failing.broken = True
            before = said(self.disk)
            try:
                self.disk.commit(commit)
            except StoreUnwritable:
                assert said(self.disk) == before
            else:
                self.memory.commit(commit)
            failing.broken = False

    @rule()
    def restart(self) -> None:
        self.disk.close()
        self.disk = open_store(self.path)

    @rule()
    def die_and_restart(self) -> None:
        self.disk._db.journal.abandon()
        self.disk = open_store(self.path)

    @invariant()
    def both_say_the_same(self) -> None:
        expected = said(self.memory)
        assert said(self.disk) == expected

    @invariant()
    def a_reader_without_the_lock_sees_the_same(self) -> None:
        assert said(read_store(self.path)) == said(self.disk)

    @invariant()
    def everything_fits_together(self) -> None:
        remarks = check(self.path).remarks
        # Commits at random give letters to requests that are not there, and tokens and UIDs twice.
        assert [remark for remark in remarks if not remark.startswith(("letters of", "token", "calendar UID"))] == []

    def teardown(self) -> None:
        self.disk.close()
        shutil.rmtree(self.home)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=25, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = pytest.mark.timeout(300)(TestLives)
