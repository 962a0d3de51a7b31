"""What the pipeline works with: the ports, the rule set in force, the people, and the few settings it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailflow.agenda.workdays import Workdays
from mailflow.letters import Composer
from mailflow.message import Bounds
from mailflow.model.rules import Rulebook
from mailflow.model.situation import People, Settings, Situation
from mailflow.pipeline.retention import Retention
from mailflow.ports import Mailbox, Store, Verifier


@dataclass(frozen=True, slots=True)
class Trust:
    """``[trust]``: whose Authentication-Results count, and whether Exchange's internal mark does (SPEC §10)."""

    authserv_id: str = ""
    internal: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """``[limits]``: letters to one outside address in a day, how much of a nested message is looked at.

    The size of what is fetched is the mailbox's matter.
    """

    letters_a_day: int = 20
    answers_a_thread: int = 50
    requests_a_day: int = 20
    bounds: Bounds = field(default_factory=Bounds)
    hours: str = "08:00-18:00"


@dataclass(frozen=True, slots=True)
class Probing:
    """``[probe]``: how often mailflow writes to itself, and within what time the letter has to be found."""

    every: timedelta
    within: timedelta


def in_hand(work: Callable[[], object]) -> bool:
    """Rehearse nothing: for the fakes, which nothing kills."""
    del work
    return True


@dataclass(frozen=True, slots=True)
class Premises:
    """Everything the pipeline is built from; ``entropy`` returns a new secret random text at each call.

    Without ``retention`` nothing is ever purged by itself, without ``probing`` no probe is sent. ``survives``
    rehearses work where its death does no harm, and returns whether it came to an end. Without ``verifier`` only the
    mail server's word proves a sender.
    """

    store: Store
    mailbox: Mailbox
    rulebook: Rulebook
    composer: Composer
    people: People
    entropy: Callable[[], str]
    settings: Settings = field(default_factory=Settings)
    trust: Trust = field(default_factory=Trust)
    limits: Limits = field(default_factory=Limits)
    retention: Retention | None = None
    probing: Probing | None = None
    verifier: Verifier | None = None
    survives: Callable[[Callable[[], object]], bool] = in_hand

    @property
    def proves(self) -> bool:
        """Whether a sender can be proven at all; then HR has to be."""
        return bool(self.trust.authserv_id) or self.verifier is not None

    @property
    def workdays(self) -> Workdays:
        """The working days of the house."""
        return Workdays(self.rulebook.office.closed)

    def knows_event(self, uid: str) -> bool:
        """Say whether a calendar UID is, or was, that of a visit."""
        return self.store.request_by_uid(uid) is not None

    def situation(self, now: datetime, salt: str, address: str = "", ref: str = "") -> Situation:
        """Gather what the engine may know now; ``address`` and ``ref`` choose the person's earlier requests."""
        return Situation(
            now=now,
            rulebook=self.rulebook,
            people=self.people,
            salt=salt,
            settings=self.settings,
            reservations=self.store.reservations(),
            standings=self.store.standings(),
            earlier=self.store.earlier(address, ref) if address else (),
            languages=self.store.languages(),
        )
