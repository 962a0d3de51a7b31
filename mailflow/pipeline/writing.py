"""Decisions become one commit: letters are written, gated and finished before anything is stored (laws 2, 3, 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailflow.agenda.due import leaves_at
from mailflow.letters import Stamp, identity
from mailflow.model.effect import Decision, RememberLanguage, ReturnToInbox, SetStanding
from mailflow.model.letter import Letter, SendLetter
from mailflow.model.message import Message
from mailflow.model.request import Request
from mailflow.model.words import LetterKind, Role
from mailflow.pipeline.premises import Premises
from mailflow.ports import Commit
from mailflow.understanding.machine import answers_forbidden

INSIDE = frozenset({Role.HR, Role.SERVICE, Role.RECEPTION, Role.OPERATOR})
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Written:
    """A commit, and what has to be done on the mail server after it."""

    commit: Commit
    letters: tuple[Letter, ...] = ()
    returns: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(slots=True)
class Desk:
    """Where the letters of one event are written: one salt, one counter, one moment."""

    premises: Premises
    now: datetime
    salt: str
    answered: Message | None = None
    written: list[Letter] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)

    def write(self, order: SendLetter, request: Request | None) -> None:
        """Write one letter unless the gate keeps it back."""
        why = self.kept_back(order)
        if why:
            self.withheld.append(f"{order.kind.value} to {order.to.address}: {why}")
            return
        about = order.as_of or request
        token = identity.new_token(self.salt, len(self.written))
        domain = self.premises.people.mailbox.rpartition("@")[2]
        stamp = Stamp(
            now=self.now,
            token=token,
            message_id=identity.message_id(token, about.ref if about else "", domain),
            references=self.references(order, about),
            not_before_at=self.not_before(order),
        )
        letter = self.premises.composer.compose(order, about, stamp)
        self.written.append(replace(letter, about=order.about))

    def kept_back(self, order: SendLetter) -> str:
        """Say why a letter must not leave (law 6): to a machine, to a list, or one too many; ``""`` if it may."""
        address = order.to.address
        if not address or "@" not in address:
            return "no address"
        if order.to.role in INSIDE:
            return ""
        if address == self.premises.people.mailbox:
            return "our own mailbox"
        message = self.answered
        from_it = message is not None and message.from_ is not None and message.from_.email == address
        if message is not None and from_it and order.invitation is None and answers_forbidden(message):
            return "a list or a machine"
        made = self.premises.store.letters_since(address, self.now - A_DAY)
        made += sum(1 for letter in self.written if letter.address == address)
        return "too many letters in a day" if made >= self.premises.limits.letters_a_day else ""

    def references(self, order: SendLetter, request: Request | None) -> tuple[str, ...]:
        """Return the mails a letter follows: the reader's own mail last, else the first letter to the same reader."""
        message = self.answered
        to_writer = message is not None and message.from_ is not None and message.from_.email == order.to.address
        if message is not None and to_writer and message.message_id:
            return (*message.references[-8:], message.message_id)
        if request is None:
            return ()
        before = [x for x in self.premises.store.letters(request.ref) if x.address == order.to.address]
        if before:
            return (before[0].message_id,)
        started = order.to.role is Role.REQUESTER and request.source_message_id
        return (request.source_message_id,) if started else ()

    def not_before(self, order: SendLetter) -> datetime | None:
        """Return when a letter may leave: letters to HR and services keep office hours (SPEC §8)."""
        hold = order.hold_until
        if order.to.role in (Role.HR, Role.SERVICE, Role.RECEPTION) and not order.urgent:
            opens = leaves_at(self.now, self.premises.limits.hours, self.premises.workdays)
            hold = max(hold, opens) if hold else opens
        return hold if hold and hold > self.now else None


def write_down(decision: Decision, desk: Desk) -> Written:
    """Turn a decision into a commit with finished letters. Raises ``TemplateError``."""
    for effect in decision.effects:
        if isinstance(effect, SendLetter):
            desk.write(effect, decision.request)
    request = decision.request
    commit = Commit(
        requests=(request,) if request else (),
        trail=tuple((request.ref, entry) for entry in decision.trail) if request else (),
        letters=tuple(desk.written),
        standings=tuple(e.standing for e in decision.effects if isinstance(e, SetStanding)),
        languages=tuple((e.address, e.language) for e in decision.effects if isinstance(e, RememberLanguage)),
        clock=desk.now,
    )
    returns = tuple(e.message_id for e in decision.effects if isinstance(e, ReturnToInbox) and e.message_id)
    return Written(commit, tuple(desk.written), returns, tuple(desk.withheld))


def single_letter(order: SendLetter, desk: Desk) -> Written:
    """Write a letter that belongs to no request: to the operator, or how to ask."""
    desk.write(order, None)
    return Written(Commit(letters=tuple(desk.written), clock=desk.now), tuple(desk.written), (), tuple(desk.withheld))


def kinds(letters: Iterable[Letter]) -> tuple[LetterKind, ...]:
    """Return the kinds of some letters, for log and tests."""
    return tuple(letter.kind for letter in letters)
