"""A conversation: mails in, time passes, mails out. Rule authors try their rules with it, and so do our own tests.

    talk = Conversation()
    talk.mail("els.peeters@ocmw-mol.example", "Aanvraag ontdekkingsstage", "Naam: Peeters ...")
    talk.reply(talk.letter("decide"), "AKKOORD")
    talk.pass_time(days=1)
    assert talk.kinds_to("els.peeters@ocmw-mol.example") == ["received", ...]

Everything runs in memory on a simulated clock; mailbox, store and sender are the public fakes of this package.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow.letters import Composer
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Request, Visit
from mailflow.model.situation import People, Settings
from mailflow.model.words import LetterKind, LetterStatus
from mailflow.pipeline import Limits, Premises, Trust, finish_moves, fire_timers, handle, make_rounds
from mailflow.pipeline.retention import Retention
from mailflow.ports import Commit, Handled
from mailflow.rulebook import read_rules
from mailflow.shipped import shipped_rules, shipped_templates
from mailflow.testing.mailbox import FakeMailbox
from mailflow.testing.quoting import Quoting, original, outlook
from mailflow.testing.sender import FakeSender
from mailflow.testing.store import MemoryStore

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BRUSSELS)
MAILBOX = "hrm@mi-is.example"
HR = "an.devos@mi-is.example"
PEOPLE = People(mailbox=MAILBOX, hr=(HR,), operator="operator@mi-is.example")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a conversation starts from.

    ``rules`` and ``contacts`` are the files to try (default: the shipped rules, without contacts). ``began`` sets the
    clock. ``people``, ``settings``, ``trust`` are as in the configuration; letters leave at any hour unless ``hours``
    says otherwise. Nothing is purged unless ``retention`` says when.
    """

    rules: Path | None = None
    contacts: Path | None = None
    began: datetime = MONDAY
    people: People = PEOPLE
    settings: Settings = field(default_factory=Settings)
    hours: str = "always"
    trust: Trust = field(default_factory=Trust)
    retention: Retention | None = None


class Conversation:
    """A mailflow in memory, spoken to by mail."""

    def __init__(self, scene: Scene | None = None) -> None:
        scene = scene or Scene()
        rulebook = read_rules(scene.rules or shipped_rules(), scene.contacts)
        self.now = scene.began.astimezone(UTC)
        self.mailbox = FakeMailbox()
        self.sender = FakeSender()
        self.store = MemoryStore()
        # The seed makes every run of a test the same; it only feeds tokens of simulated letters.
        chance = random.Random(20261123)  # noqa: S311 - as above
        self.premises = Premises(
            store=self.store,
            mailbox=self.mailbox,
            rulebook=rulebook,
            composer=Composer(rulebook, shipped_templates(), scene.people.mailbox),
            people=scene.people,
            entropy=lambda: f"{chance.getrandbits(128):032x}",
            settings=scene.settings,
            trust=scene.trust,
            retention=scene.retention,
            limits=Limits(hours=scene.hours),
        )
        self.handled: list[Handled] = []
        self.sent: list[Letter] = []
        self._mails = 0
        self.store.commit(Commit(position=self.mailbox.position(self.now), clock=self.now))

    # ------------------------------------------------------------------------------------------------ mails in

    def mail(self, sender: str, subject: str, body: str, headers: Mapping[str, str] | None = None) -> Handled:
        """Let somebody write a mail, and mailflow read it; returns what was done with it."""
        return self.deliver(self.written(sender, subject, body, headers or {}))

    def reply(self, letter: Letter, text: str, sender: str = "", quoting: Quoting = outlook) -> Handled:
        """Let the reader of a letter (or ``sender``) answer it, with the whole letter quoted as a mail program does."""
        headers = {"In-Reply-To": f"<{letter.message_id}>", "References": f"<{letter.message_id}>"}
        body = quoting(text, original(letter, self.premises.people.mailbox))
        return self.mail(sender or letter.address, f"RE: {letter.subject}", body, headers)

    def press(self, letter: Letter, body: str, sender: str = "") -> Handled:
        """Let the reader send the mail of a ``mailto:`` button: no thread, the token in the subject."""
        return self.mail(sender or letter.address, letter.subject, body)

    def deliver(self, raw: bytes) -> Handled:
        """Let a raw message arrive, and mailflow make a pass; returns what was done with it."""
        self.mailbox.deliver(raw, self.now)
        before = len(self.handled)
        self.step()
        return next(done for done in self.handled[before:] if done.kind is not None or done.outcome in WORDS)

    def written(self, sender: str, subject: str, body: str, headers: Mapping[str, str]) -> bytes:
        """Return a mail to the mailbox as bytes."""
        self._mails += 1
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = headers.get("To", self.premises.people.mailbox)
        message["Subject"] = subject
        message["Date"] = self.now
        message["Message-ID"] = f"<mail-{self._mails}@{sender.rpartition('@')[2].strip('>')}>"
        for name, value in headers.items():
            if name != "To":
                message[name] = value
        message.set_content(body)
        return message.as_bytes()

    # --------------------------------------------------------------------------------------------- time passes

    def step(self) -> None:
        """Make one pass at the present moment: timers, mail, timers, letters."""
        self.handled += fire_timers(self.premises, self.now)
        self.handled += make_rounds(self.premises, self.now)
        position = self.store.position("INBOX")
        assert position is not None
        finish_moves(self.premises)
        self.handled += [handle(arrived, position, self.premises, self.now) for arrived in self.mailbox.new(position)]
        self.handled += fire_timers(self.premises, self.now)
        for letter in self.store.letters_due(self.now):
            self.sender.send(letter.address, letter.content)
            gone = replace(letter, status=LetterStatus.SENT, sent_at=self.now)
            self.store.commit(Commit(letters=(gone,)))
            self.sent.append(gone)

    def pass_time(self, **span: float) -> None:
        """Let time pass (keywords of ``timedelta``), stopping at everything that falls due on the way."""
        self.until(self.now + timedelta(**span))

    def until(self, moment: datetime) -> None:
        """Let time pass until a moment, stopping at everything that falls due on the way."""
        end = moment.astimezone(UTC)
        while (due := self.store.next_due()) is not None and due <= end:
            self.now = max(due, self.now)
            self.step()
            if self.store.next_due() == due:
                break
        self.now = end
        self.step()

    # ------------------------------------------------------------------------------------------------ mails out

    def letters(self, kind: str = "", to: str = "") -> list[Letter]:
        """Return the letters that have left, oldest first, by kind and address."""
        wanted = LetterKind(kind) if kind else None
        return [x for x in self.sent if (wanted is None or x.kind is wanted) and to in ("", x.address)]

    def letter(self, kind: str, to: str = "") -> Letter:
        """Return the last letter of a kind (to an address); fails with what did leave."""
        found = self.letters(kind, to)
        assert found, (
            f"no letter {kind} to {to or 'anybody'}; there are {[(x.kind.value, x.address) for x in self.sent]}"
        )
        return found[-1]

    def kinds_to(self, address: str) -> list[str]:
        """Return the kinds of the letters that somebody received, oldest first."""
        return [letter.kind.value for letter in self.letters(to=address)]

    def request(self, ref: str = "ONT-2026-0001") -> Request:
        """Return a request."""
        request = self.store.request(ref)
        assert request is not None, f"there is no request {ref}"
        return request

    def visit(self, number: int = 1, ref: str = "ONT-2026-0001") -> Visit:
        """Return a visit of a request."""
        visit = self.request(ref).visit(number)
        assert visit is not None, f"{ref} has no visit {number}"
        return visit

    def trail(self, ref: str = "ONT-2026-0001") -> tuple[TrailEntry, ...]:
        """Return the trail of a request."""
        return self.store.trail(ref)

    def calendar(self, letter: Letter) -> bytes:
        """Return the calendar object that a letter carries."""
        message = message_from_bytes(letter.content)
        parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
        payload = next(parts).get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload


WORDS = frozenset({"seen", "quarantined", "unavailable", "probe"})
