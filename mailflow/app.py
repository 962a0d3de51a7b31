"""The composition root: the only module that knows every adapter. Configuration in, a working mailflow out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

from mailflow import orders
from mailflow.backoff import Backoff
from mailflow.config import Config
from mailflow.errors import (
    ConfigError,
    LoginRefused,
    Mistake,
    RulesError,
    StoreUnwritable,
    TemplateError,
    TemporaryError,
)
from mailflow.letters import Composer
from mailflow.letters.gallery import render_all
from mailflow.mailbox import ImapMailbox, ImapServer
from mailflow.mailbox.waiting import Bell
from mailflow.message import Bounds
from mailflow.model.letter import Letter
from mailflow.model.rules import Rulebook
from mailflow.model.words import LetterStatus
from mailflow.oauth import TokenSource
from mailflow.outbox import Delivered, DeliveryLimits, SmtpSender, SmtpServer, deliver_due
from mailflow.pipeline import Limits, Premises, Trust, finish_moves, handle, not_delivered, pass_time, silence
from mailflow.pipeline.premises import Probing
from mailflow.pipeline.probing import round_trip
from mailflow.pipeline.retention import Retention
from mailflow.pipeline.writing import Desk
from mailflow.ports import (
    HOUSE,
    MAILBOX_READ,
    MAILBOX_SOUGHT,
    MAILBOX_TROUBLE,
    RULES_READ,
    Asked,
    Clock,
    Commit,
    Handled,
    Mailbox,
    Outcome,
    Position,
    Sender,
    Store,
)
from mailflow.rehearsal import survives
from mailflow.rulebook import read_rules
from mailflow.scheduler import Alarm
from mailflow.signatures import DkimVerifier, DnsKeys
from mailflow.store import open_store

log = logging.getLogger("mailflow")

A_MINUTE = timedelta(minutes=1)
EARLIEST = datetime.min.replace(tzinfo=UTC)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class PassResult:
    """What one pass did: messages and timers handled, letters delivered or tried."""

    handled: tuple[Handled, ...] = ()
    delivered: tuple[Delivered, ...] = ()

    @property
    def set_aside(self) -> int:
        """How many messages were set aside."""
        return sum(1 for each in self.handled if each.outcome in ("quarantined", "unavailable"))

    @property
    def deferred(self) -> int:
        """How many letters could not leave yet."""
        return sum(1 for each in self.delivered if each.outcome is Outcome.DEFERRED)


class App:
    """A mailflow that can make passes over its mailbox; ``daemon.py`` and ``once`` call it."""

    def __init__(self, config: Config, premises: Premises, sender: Sender, limits: DeliveryLimits) -> None:
        self.config = config
        self.premises = premises
        self.sender = sender
        self.limits = limits
        # The second way out, for the operator's letters only, and what it remembers.
        self.spare: tuple[Sender, DeliveryLimits] | None = None
        self.clock: Clock = SystemClock()
        self.bell = Bell()

    @property
    def store(self) -> Store:
        """The memory."""
        return self.premises.store

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox."""
        return self.premises.mailbox

    def reload(self) -> None:
        """Read rules and templates again; raises ``RulesError`` and keeps the old ones if they have mistakes."""
        rulebook = read_rules(self.config.rules_path, self.config.contacts_path)
        prove_letters(rulebook, self.config.templates_path)
        composer = Composer(rulebook, self.config.templates_path, self.config.address)
        self.premises = replace(self.premises, rulebook=rulebook, composer=composer)

    def prove(self) -> None:
        """Prove rules and templates of the house's own by writing every letter; raises ``RulesError``."""
        if self.config.rules.path or self.config.templates.path:
            prove_letters(self.premises.rulebook, self.config.templates_path)

    def once(self, moment: datetime | None = None) -> PassResult:
        """Make one whole pass: orders, timers due, mail, timers newly due, outbox (SPEC §12).

        ``moment`` sets the clock; for one store it never goes backwards. Raises ``TemporaryError`` when the mailbox
        could not be read; timers have fired, letters have left, and a long silence was told all the same.
        """
        now = max(moment or self.clock.now(), self.store.clock() or EARLIEST)
        self.attend(now)
        handled: list[Handled] = []
        fault: TemporaryError | None = None
        try:
            handled += self.timers(now)
            handled += self.mail(lambda: now)
            self.note_reached(now)
            self.tell_end_of_silence(now)
        except TemporaryError as error:
            fault = error
            self.note_trouble(error, now)
            if (lasted := silence.lasted(self.store, now)) >= self.config.mailbox.alarm_after:
                self.tell_silence(error, lasted, now)
        handled += self.timers(now)
        delivered = self.post(now)
        if fault is not None:
            raise fault
        return PassResult(tuple(handled), delivered)

    def alarm(self, wake: Callable[[], None]) -> Alarm:
        """Return the alarm clock that wakes the daemon's loop, also when the operator leaves an order."""
        return Alarm(wake, self.config.mailbox.poll, lambda: orders.left(self.config.store_path))

    def attend(self, now: datetime) -> None:
        """Carry out the operator's orders; letters he wants to see leave are not held up by a server that was down."""
        keep = self.premises.retention
        if orders.attend(self.config.store_path, self.store, self.mailbox, now, keep):
            self.limits.resume()

    def set_back(self, now: datetime) -> None:
        """Try again now the letters that were put off by a clock since set back; raises ``StoreUnwritable``."""
        waiting = (letter for letter in self.store.letters_open() if letter.status is LetterStatus.WAITING)
        late = tuple(replace(one, next_try_at=now) for one in waiting if one.next_try_at and one.next_try_at > now)
        if late:
            self.store.commit(Commit(letters=late))

    def timers(self, now: datetime) -> tuple[Handled, ...]:
        """Do what is due, for requests and for the house."""
        return tuple(pass_time(self.premises, now))

    def mail(self, now: Callable[[], datetime]) -> Iterator[Handled]:
        """Handle what is new in the mailbox, a message at a time: the caller may post letters, or stop, in between.

        Raises ``TemporaryError`` when the mailbox can't be reached or the store not be written.
        """
        position = self.position(now())
        finish_moves(self.premises)
        for arrived in self.mailbox.new(position):
            yield handle(arrived, position, self.premises, now())

    def note_reached(self, now: datetime) -> None:
        """Note that the mailbox was read to its end, at most once a minute but for a probe whose time is up.

        ``status`` shows it to others; and a store that can't be written is found out before somebody's mail does it.
        Raises ``StoreUnwritable``.
        """
        noted = self.store.asked(HOUSE, MAILBOX_READ)
        probing, trip = self.premises.probing, round_trip(self.store)
        judges = probing is not None and trip.late(probing.within, now) and not trip.late(probing.within, noted)
        if noted is None or judges or not noted <= now < noted + A_MINUTE:
            self.store.commit(Commit(asked=(Asked(HOUSE, MAILBOX_READ, now),), clock=now))

    def note_trouble(self, error: TemporaryError, now: datetime) -> None:
        """Note why the mailbox could not be read, for ``status``; if the store is the trouble, the log has to do."""
        first = self.store.asked(HOUSE, MAILBOX_SOUGHT) or now
        with suppress(StoreUnwritable):
            noted = Asked(HOUSE, MAILBOX_TROUBLE, now, str(error)), Asked(HOUSE, MAILBOX_SOUGHT, first)
            self.store.commit(Commit(asked=noted))

    def note_rules(self, now: datetime) -> None:
        """Note that the rules and letters on the disk are in force, for ``status``."""
        with suppress(StoreUnwritable):
            self.store.commit(Commit(asked=(Asked(HOUSE, RULES_READ, now),)))

    def tell_silence(self, error: TemporaryError, lasted: timedelta, now: datetime) -> None:
        """Tell the operator that the mailbox has not been read for so long; once, whichever process finds it."""
        if not silence.told(self.store):
            self._tell(silence.begun(Desk(self.premises, now, self.premises.entropy()), error, lasted))

    def tell_end_of_silence(self, now: datetime, *, told: bool = False) -> None:
        """Tell the operator that mail is read again, if he was told that it was not (``told``: past the store)."""
        if told or silence.told(self.store):
            self._tell(silence.ended(Desk(self.premises, now, self.premises.entropy())))

    def _tell(self, word: Commit) -> None:
        """Write to the operator; past the store if that can't be written, which may be the very trouble."""
        try:
            self.store.commit(word)
        except StoreUnwritable:
            ways = (self.sender, *([self.spare[0]] if self.spare else []))
            for letter in word.letters:
                any(way.send(letter.address, letter.content).outcome is Outcome.SENT for way in ways)

    def position(self, now: datetime) -> Position:
        """Return how far the folder was read; the first time, take the baseline that ``since`` says (SPEC §11.7)."""
        folder = self.config.mailbox.folder
        known = self.store.position(folder)
        if known is not None:
            return known
        since = self.config.mailbox.since_at
        found = self.mailbox.position(since)
        baseline = replace(found, since=since or min(now, found.since))
        self.store.commit(Commit(position=baseline, clock=now))
        log.info("baseline", extra={"facts": {"folder": folder, "uid": baseline.uid}})
        return baseline

    def post(self, now: datetime) -> tuple[Delivered, ...]:
        """Hand the letters that are due to the mail server.

        The operator's go to the second one while it is down, has not taken one of them when it was tried, or takes
        letters that don't arrive (``[probe]``).
        """

        def failed(letter: Letter) -> Commit:
            return not_delivered(letter, self.premises, now)

        spared: tuple[Delivered, ...] = ()
        lost = self.premises.probing is not None and round_trip(self.store).broken
        if self.spare is not None and (self.limits.server_down or lost or self._tried_in_vain()):
            sender, limits = self.spare
            spared = deliver_due(self.store, sender, now, limits, failed)
        return (*spared, *deliver_due(self.store, self.sender, now, self.limits, failed))

    def _tried_in_vain(self) -> bool:
        """Say whether a letter to the operator waits that was tried before: ``once`` remembers no server."""
        waiting = (one for one in self.store.letters_open() if one.status is LetterStatus.WAITING and one.tries)
        return any(one.address == self.config.people.operator for one in waiting)

    def close(self) -> None:
        """Leave the servers, and write the store's plain file."""
        self.mailbox.close()
        self.sender.close()
        if self.spare is not None:
            self.spare[0].close()
        self.store.close()


def build(config: Config) -> App:
    """Put all together, read no secret. Raises ``ConfigError``, ``RulesError``, ``StoreLocked``, ``StoreDamaged``."""
    rulebook = read_rules(config.rules_path, config.contacts_path)
    composer = Composer(rulebook, config.templates_path, config.address)
    if not config.address:
        place = "[smtp] from"
        raise ConfigError((Mistake(str(config.file), place, "", "the mailbox's own address"),))
    hours = config.letters.hours
    tokens = TokenSource(config.oauth2)
    premises = Premises(
        store=open_store(config.store_path),
        mailbox=ImapMailbox(imap_server(config, tokens)),
        rulebook=rulebook,
        composer=composer,
        people=config.who(),
        entropy=lambda: secrets.token_hex(16),
        settings=config.settings(),
        retention=retention(config),
        survives=survives,
        verifier=DkimVerifier(DnsKeys()) if config.trust.dkim else None,
        probing=Probing(config.probe.every, config.probe.within) if config.probe.on else None,
        trust=Trust(config.trust.authserv_id, config.trust.internal),
        limits=Limits(
            letters_a_day=config.limits.letters_per_day,
            answers_a_thread=config.limits.answers_per_thread,
            requests_a_day=config.limits.requests_per_day,
            bounds=Bounds(config.limits.mime_depth, config.limits.mime_parts),
            hours=f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours else "always",
        ),
    )
    patience = Backoff.up_to(config.smtp.retry, timedelta(minutes=1))
    limits = DeliveryLimits(per_minute=config.smtp.per_minute, server_backoff=patience)
    app = App(config, premises, SmtpSender(smtp_server(config, tokens)), limits)
    if config.alarm.host and config.people.operator:
        way = DeliveryLimits(server_backoff=patience, only=config.people.operator)
        app.spare = SmtpSender(alarm_server(config)), way
    return app


def retention(config: Config) -> Retention:
    """Return how long what is kept."""
    privacy = config.privacy
    return Retention(
        completed=privacy.keep,
        refused=privacy.keep_refused,
        withdrawn=privacy.keep_withdrawn,
        incomplete=privacy.keep_incomplete,
        letters=privacy.keep_letters,
        archive_after=config.store.archive_after,
    )


def prove_letters(rulebook: Rulebook, templates: Path) -> None:
    """Write every letter with sample data, so that a mistake shows now and not with somebody's request (law 3)."""
    try:
        mistakes = render_all(rulebook, templates)
    except TemplateError as problem:
        mistakes = (Mistake(str(templates), "", str(problem), "templates that can be read"),)
    if mistakes:
        raise RulesError(mistakes)


def imap_server(config: Config, tokens: TokenSource) -> ImapServer:
    """Return the IMAP server of a configuration."""
    section = config.mailbox
    return ImapServer(
        host=section.host,
        port=section.port,
        security=section.security,  # type: ignore[arg-type]
        username=section.username,
        secret=lasting(tokens.token if section.oauth2 else section.secret.read),
        refused=tokens.forget,
        login="oauth2" if section.oauth2 else "password",
        folder=section.folder,
        done_folder=section.done_folder,
        aside_folder=section.aside_folder,
        idle=section.idle,
        max_size=config.limits.message_size,
        cafile=section.cafile,
    )


def smtp_server(config: Config, tokens: TokenSource) -> SmtpServer:
    """Return the SMTP server of a configuration."""
    section = config.smtp
    return SmtpServer(
        host=section.host,
        port=section.port,
        security=section.security,  # type: ignore[arg-type]
        sender=config.address,
        username=section.username,
        secret=lasting(tokens.token if section.oauth2 else section.secret.read),
        refused=tokens.forget,
        login="oauth2" if section.oauth2 else "password",
        cafile=section.cafile,
        per_minute=section.per_minute,
    )


def alarm_server(config: Config) -> SmtpServer:
    """Return the second SMTP server of a configuration, for warnings to the operator (SPEC §11.4)."""
    section = config.alarm
    return SmtpServer(
        host=section.host,
        port=section.port,
        security=section.security,  # type: ignore[arg-type]
        sender=parseaddr(section.from_)[1].lower() or config.address,
        username=section.username,
        secret=lasting(section.secret.read),
        cafile=section.cafile,
    )


def lasting(read: Callable[[], str]) -> Callable[[], str]:
    """Return what is asked for a secret at each login.

    One that is gone while we run (a file being replaced) is a refused login, to be tried again, and not the end.
    """

    def secret() -> str:
        try:
            return read()
        except ConfigError as problem:
            raise LoginRefused(str(problem)) from problem

    return secret
