"""A whole story with the real store and the real passes, that can be ended or disturbed before any of its steps.

Mailbox and SMTP server are in memory and outlive the process, as servers do; what the process knew is gone with it,
but for what the store's files hold. The people answer each letter once, whatever happened to the process.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from mailflow.app import App
from mailflow.backoff import Backoff
from mailflow.config import parse_config
from mailflow.errors import TemporaryError
from mailflow.model.letter import Letter
from mailflow.model.words import Folder, LetterKind
from mailflow.outbox import DeliveryLimits
from mailflow.pipeline import Premises
from mailflow.store import maintenance, open_store
from mailflow.store.files import Files
from mailflow.store.tinystore import TinyStore
from mailflow.testing.conversation import HR, MAILBOX, MONDAY
from mailflow.testing.mailbox import FakeMailbox
from mailflow.testing.quoting import gmail
from mailflow.testing.sender import FakeSender
from tests.conversations.invited import LIEN
from tests.conversations.scenes import ELS, request_text, talk
from tests.itip_rules import calendar_mails, check_story
from tests.steps import COMMIT, OF_MAILBOX, OF_SENDER, OF_STORE, Steps, Stepwise
from tests.system.people import answer, mail
from tests.system.post import Taken

CONFIG = f"""
[mailbox]
host = "127.0.0.1"
username = "{MAILBOX}"
since = "all"
[smtp]
host = "127.0.0.1"
username = ""
from = "{MAILBOX}"
[people]
hr = ["{HR}"]
operator = "operator@mi-is.example"
"""
# What who answers to which letter; the date was agreed on the telephone, so the story is the same whatever is proposed.
ANSWERS = {
    (HR, LetterKind.DECIDE): "Akkoord",
    (LIEN, LetterKind.WHICH_DATES): "OK",
    (ELS, LetterKind.CHOOSE): "OK",
    (LIEN, LetterKind.AGREED): "VERPLAATSEN 21/01/2027 vm",
    (ELS, LetterKind.MOVED): "ANNULEREN",
}
TURN = timedelta(minutes=5)
MOST_TURNS = 60


class Stopped(BaseException):
    """The process ends here, without a word."""


class Unsynced(Files):
    """Files on a machine whose power never fails; ``tests/adapters/test_power_loss.py`` lets it fail."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_directory(self, path: Path) -> None:
        pass


@cache
def premises() -> Premises:
    """Rules and templates are read once for all stories."""
    return talk().premises


@dataclass
class Told:
    """What a story came to: all that must be the same, whatever happened on the way."""

    trail: list[tuple[str, str]]
    visits: list[tuple[str, int]]
    letters: Counter[tuple[str, str]]
    calendars: dict[str, list[tuple[str, int]]]
    folders: dict[Folder, int]


@dataclass
class World:
    """One story: the servers, the store's file, and the people."""

    path: Path
    steps: Steps
    now: datetime = MONDAY
    mailbox: FakeMailbox = field(default_factory=FakeMailbox)
    sender: FakeSender = field(default_factory=FakeSender)
    taken: list[str] = field(default_factory=list)
    stops: int = 0

    def live(self) -> None:
        """Live until nobody has anything to do any more, starting again whenever the process was stopped."""
        self.mailbox.deliver(request(), self.now)
        quiet = 0
        store = TinyStore(self.path, Unsynced())
        app = self._app(store)
        for _ in range(MOST_TURNS):
            before = len(self.steps.names)
            try:
                with suppress(TemporaryError):
                    app.once(self.now)
            except Stopped:
                self.stops += 1
                store._db.journal.abandon()
                store = TinyStore(self.path, Unsynced())
                app = self._app(store)
            self.now += TURN
            # A pass without anything to do looks, and notes that it has looked.
            answers = self._answers(store)
            idle = self.steps.names[before:] == ["new", COMMIT] and not store.letters_open() and not answers
            quiet = quiet + 1 if idle else 0
            if quiet == 2:
                store._db.journal.abandon()
                return
        raise AssertionError(f"no end; the last steps: {self.steps.names[-20:]}")

    def _app(self, store: TinyStore) -> App:
        config = parse_config(CONFIG, {}, self.path)
        watched: dict[str, Any] = {
            "store": Stepwise(store, OF_STORE, self.steps),
            "mailbox": Stepwise(self.mailbox, OF_MAILBOX, self.steps),
        }
        sender: Any = Stepwise(self.sender, OF_SENDER, self.steps)
        limits = DeliveryLimits(per_minute=0, server_backoff=Backoff(TURN / 5, TURN / 5))
        return App(config, replace(premises(), **watched), sender, limits)

    def _answers(self, store: TinyStore) -> int:
        """Let the people answer what came since; return how many answers they wrote."""
        written = 0
        for sent in self.sender.sent[len(self.taken) :]:
            taken = Taken(sent.address, sent.content, 0)
            letter = store.letter(taken.message_id.strip("<>"))
            assert letter is not None, "a letter left that was never committed"
            text = ANSWERS.get((letter.address, letter.kind))
            if text and letter.message_id not in self.taken:
                self.mailbox.deliver(answer(taken, MAILBOX, text, gmail), self.now)
                written += 1
            self.taken.append(letter.message_id)
        return written

    @property
    def doubled(self) -> int:
        """How many letters the server took once more."""
        return len(self.taken) - len(set(self.taken))

    def told(self) -> Told:
        """Look at everything, and see that it fits together."""
        health = maintenance.check(self.path)
        assert health.remarks == ()
        assert health.counts.get("tries", 0) == 0
        store = open_store(self.path)
        (one,) = store.requests()
        made = store.letters(one.ref)
        assert {letter.message_id for letter in made} == set(self.taken)
        events = calendar_mails(sorted(made, key=_made), MAILBOX)
        check_story(events)
        told = Told(
            [(entry.who, entry.what) for entry in store.trail(one.ref)],
            [(visit.state.value, visit.sequence) for visit in one.visits],
            Counter((letter.address, letter.kind.value) for letter in made),
            {who: [(e.method, e.sequence) for e in events if e.guest == who] for who in (ELS, LIEN)},
            {folder: len(self.mailbox.messages(folder)) for folder in Folder},
        )
        store._db.journal.abandon()
        return told


def _made(letter: Letter) -> datetime:
    return letter.created_at


def request() -> bytes:
    return mail(f"Els Peeters <{ELS}>", MAILBOX, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
