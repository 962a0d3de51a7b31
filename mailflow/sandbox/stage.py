"""The stage of the demo: mail servers on loopback, a mailflow of its own, invented people, a clock that can be moved.

Everything goes by real SMTP and IMAP, only the time is simulated. What is played on it stands in ``stories.py``.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow.app import App, build
from mailflow.config import parse_config
from mailflow.model.words import Language
from mailflow.ports import Handled
from mailflow.sandbox.servers import Sandbox
from mailflow.testing.quoting import Original, Quoting, outlook

BRUSSELS = ZoneInfo("Europe/Brussels")
MAILBOX = "hrm@mi-is.example"
PASSWORD = "demo"  # noqa: S105 - the password of a mail server that lives for seconds on loopback
CONTACTS = Path(__file__).with_name("contacts.toml")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in the story; ``quoting`` is how their mail program answers."""

    name: str
    address: str
    language: Language
    quoting: Quoting = outlook


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it went over the stage: when (simulated), from whom to whom, and its bytes."""

    at: datetime
    sender: str
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.raw, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])


@dataclass(slots=True)
class Stage:
    """A running sandbox with a mailflow on it; ``tell`` is called with every line of the story."""

    box: Sandbox
    app: App
    now: datetime
    tell: Callable[[str], None]
    mails: list[Mail] = field(default_factory=list)
    seen: int = 0

    def send(self, actor: Actor, subject: str, body: str, answered: Message | None = None) -> None:
        """Let an actor send a mail to the mailbox, by SMTP; ``answered`` is threaded."""
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{actor.name} <{actor.address}>"
        message["To"] = MAILBOX
        message["Subject"] = subject
        message["Date"] = format_datetime(self.now.astimezone(BRUSSELS))
        message["Message-ID"] = make_msgid(domain=actor.address.rpartition("@")[2])
        if answered is not None:
            message["In-Reply-To"] = message["References"] = str(answered["Message-ID"])
        message.set_content(body)
        with smtplib.SMTP("127.0.0.1", self.box.smtp_port, "localhost") as smtp:
            smtp.login(MAILBOX, PASSWORD)
            smtp.send_message(message, actor.address, [MAILBOX])
        self.note_mails(actor.address)
        self.tell(f"  ✉  {actor.name} → mailflow: “{subject}”")

    def answer(self, actor: Actor, word: str, text: str) -> None:
        """Let an actor answer the last letter whose subject contains ``word``, as their mail program does."""
        letter = self.last_letter(actor, word)
        body = letter.get_body(("plain",))
        assert body is not None
        quoted = Original(MAILBOX, actor.address, str(letter["Subject"]), body.get_content(), self.now, actor.language)
        prefix = "RE: " if actor.language is Language.NL else "AW: " if actor.language is Language.DE else "TR : "
        self.send(actor, prefix.replace("TR", "RE") + str(letter["Subject"]), actor.quoting(text, quoted), letter)
        self.tell(f"       {text.splitlines()[0]}")

    def last_letter(self, actor: Actor, word: str) -> EmailMessage:
        """Return the newest letter in an actor's INBOX whose subject contains ``word``."""
        letters = [message_from_bytes(raw, policy=default) for raw in self.box.inbox(actor.address)]
        found = [x for x in letters if isinstance(x, EmailMessage) and word in str(x["Subject"])]
        if not found:
            raise StoryError(f"{actor.name} has no letter about “{word}”; has {[str(x['Subject']) for x in letters]}")
        return found[-1]

    def run(self, **later: float) -> tuple[Handled, ...]:
        """Let time pass (keywords of ``timedelta``) and mailflow work, at every moment something falls due."""
        end = self.now + timedelta(**later)
        handled: list[Handled] = []
        while True:
            handled += self.one_pass()
            due = self.app.store.next_due()
            if due is None or due > end:
                break
            self.now = max(due, self.now + timedelta(seconds=1))
        self.now = end
        handled += self.one_pass()
        return tuple(handled)

    def one_pass(self) -> tuple[Handled, ...]:
        """Let mailflow make one pass now, and tell what it did."""
        result = self.app.once(self.now)
        for done in result.handled:
            for entry in done.trail:
                rules = "".join(f"\n         rule {rule}" for rule in entry.rules if rule.startswith("+"))
                self.tell(f"     · {done.ref} {entry.who}: {entry.what} {entry.detail[:60]}".rstrip() + rules)
        self.note_mails(MAILBOX)
        return result.handled

    def note_mails(self, sender: str) -> None:
        """Note what went over the SMTP server since the last look; tell of our own letters."""
        for message in self.box.messages[self.seen :]:
            for to in message.recipients:
                mail = Mail(self.now, sender, to, message.content)
                self.mails.append(mail)
                if sender == MAILBOX:
                    self.tell(f"  ✉  mailflow → {to}: “{mail.subject}”")
        self.seen = len(self.box.messages)

    def day(self, title: str) -> None:
        """Begin a scene."""
        self.tell(f"\n{self.now.astimezone(BRUSSELS):%a %d/%m/%Y %H:%M}  {title}")

    def expect(self, what: str, *, holds: bool) -> None:
        """Check a step of the story; raises ``StoryError`` if it didn't happen."""
        if not holds:
            raise StoryError(f"this did not happen: {what}")
        self.tell(f"  ✓  {what}")


class StoryError(Exception):
    """A step of the demo's story did not happen."""


def configure(box: Sandbox, out: Path, hr: str, hours: str = "08:00-18:00") -> App:
    """Build a mailflow for a running sandbox; its store lies in ``out``."""
    server = {"host": "127.0.0.1", "security": "none", "username": MAILBOX, "password_env": "MAILFLOW_DEMO"}
    config = parse_config(
        {
            "mailbox": {**server, "port": box.imap_port, "since": "all"},
            "smtp": {**server, "port": box.smtp_port, "from": MAILBOX, "per_minute": 10_000},
            "people": {"hr": [hr], "operator": "operator@mi-is.example"},
            "store": {"path": str(out / "mailflow.json")},
            "rules": {"contacts": str(CONTACTS)},
            "letters": {"hours": hours},
        },
        {"MAILFLOW_DEMO": PASSWORD},
        out / "config.toml",
    )
    return build(config)


def begin(moment: str) -> datetime:
    """Return a local moment (ISO, Brussels) as UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS).astimezone(UTC)
