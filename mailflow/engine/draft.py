"""The request while one event is being decided: what changed, what is to be sent, what the trail will say.

A ``Draft`` lives for one event only; it is the one mutable thing in the engine and never leaves it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.agenda.due import due_at
from mailflow.agenda.workdays import Workdays
from mailflow.model.effect import Decision, Effect, TrailEntry
from mailflow.model.event import Source
from mailflow.model.letter import Fact, Invitation, Recipient, SendLetter, Shown
from mailflow.model.request import Request, Timer, Visit
from mailflow.model.rules import Rulebook
from mailflow.model.situation import Situation
from mailflow.model.words import LetterKind, Role, TimerName

BRUSSELS = ZoneInfo("Europe/Brussels")


class Draft:
    """Collects what one event changes; ``decision`` hands it over."""

    def __init__(self, request: Request, situation: Situation, source: Source) -> None:
        self.request = request
        self.situation = situation
        self.source = source
        self.workdays = Workdays(situation.rulebook.office.closed)
        self.effects: list[Effect] = []
        self.trail: list[TrailEntry] = []

    @property
    def now(self) -> datetime:
        """The moment of the event, UTC."""
        return self.situation.now

    @property
    def today(self) -> date:
        """The day of the event in Brussels."""
        return self.situation.now.astimezone(BRUSSELS).date()

    @property
    def rulebook(self) -> Rulebook:
        """The rule set in force."""
        return self.situation.rulebook

    def decision(self) -> Decision:
        """Return what was collected."""
        return Decision(self.request, tuple(self.effects), tuple(self.trail))

    # ------------------------------------------------------------------------------------------------ the record

    def put(self, **changes: Any) -> None:
        """Change fields of the request."""
        self.request = replace(self.request, **changes)

    def visit(self, number: int) -> Visit:
        """Return a visit that is known to exist."""
        visit = self.request.visit(number)
        assert visit is not None, f"{self.request.ref} has no visit {number}"
        return visit

    def put_visit(self, number: int, **changes: Any) -> Visit:
        """Change fields of a visit and return it."""
        changed = replace(self.visit(number), **changes)
        self.put(visits=tuple(changed if v.number == number else v for v in self.request.visits))
        return changed

    def note(self, who: str, what: str, detail: str = "", rules: tuple[str, ...] = ()) -> None:
        """Add a line to the trail."""
        self.trail.append(TrailEntry(self.now, who, what, detail, self.source.message_id, rules))

    def fresh(self, purpose: str) -> str:
        """Return a new random-looking identifier (UUID text), different for each purpose, the same on a replay."""
        digest = sha256(f"{self.situation.salt}:{self.request.ref}:{purpose}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    # -------------------------------------------------------------------------------------------------- the timers

    def arm(self, name: TimerName, visit: int = 0, *, at: datetime | None = None) -> datetime:
        """Start a timer, replacing the one of the same name and visit; ``at`` overrides the duration of the rules.

        One that the rules switch off is not started; its moment is returned all the same.
        """
        due = at or due_at(self.now, self.rulebook.timers[name], self.workdays)
        if name in self.rulebook.off:
            return due
        kept = [t for t in self.request.timers if (t.name, t.visit) != (name, visit)]
        self.put(timers=tuple(sorted([*kept, Timer(name, due, visit)], key=lambda t: (t.due_at, t.name, t.visit))))
        return due

    def disarm(self, *names: TimerName, visit: int | None = None) -> None:
        """Stop timers by name, of one visit or of all."""
        self.put(
            timers=tuple(
                t for t in self.request.timers if t.name not in names or (visit is not None and t.visit != visit)
            )
        )

    def due(self, name: TimerName, visit: int = 0) -> str:
        """Return the day on which a running timer falls due, ISO, or ``""``."""
        found = (t.due_at for t in self.request.timers if t.name is name and t.visit == visit)
        return next((due.astimezone(BRUSSELS).date().isoformat() for due in found), "")

    # ------------------------------------------------------------------------------------------------- the letters

    def send(
        self,
        kind: LetterKind,
        to: Recipient,
        facts: Mapping[str, Fact] | None = None,
        visits: tuple[int, ...] = (),
        shown: tuple[Shown, ...] = (),
    ) -> None:
        """Order a letter."""
        self.order(SendLetter(kind=kind, to=to, visits=visits, shown=shown, facts=dict(facts or {})))

    def order(self, letter: SendLetter) -> None:
        """Order a letter with everything that an order can say; it answers the message of this event."""
        if letter.to.role is Role.REQUESTER:
            self.put(heard_at=self.now)
        self.effects.append(replace(letter, answers=self.source.message_id))

    def invite(self, letter: SendLetter, invitation: Invitation) -> None:
        """Order a letter that carries a calendar object; it doesn't keep office hours when the visit is near."""
        self.order(replace(letter, invitation=invitation, visits=(invitation.visit,)))

    def next_stamp(self, visit: Visit) -> datetime:
        """Return a DTSTAMP that is later than the last one of this visit (RFC 5546 §2.1.5), whole seconds."""
        stamp = self.now.replace(microsecond=0)
        if visit.stamp_at is not None and stamp <= visit.stamp_at:
            stamp = visit.stamp_at + timedelta(seconds=1)
        return stamp
