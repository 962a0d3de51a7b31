"""Decisions become one commit: letters are written, gated and finished before anything is stored (laws 2, 3, 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailflow.agenda.due import leaves_at
from mailflow.errors import TemplateError
from mailflow.letters import Stamp, identity
from mailflow.letters.mime import mail_address
from mailflow.model.effect import Decision, RememberLanguage, ReturnToInbox, SetStanding
from mailflow.model.letter import INVITING, Letter, Recipient, SendLetter
from mailflow.model.message import Message
from mailflow.model.request import Request
from mailflow.model.words import Language, LetterKind, LetterStatus, Role
from mailflow.pipeline.premises import Premises
from mailflow.ports import Commit
from mailflow.understanding.machine import answers_forbidden

INSIDE = frozenset({Role.HR, Role.SERVICE, Role.RECEPTION, Role.OPERATOR})
A_DAY = timedelta(days=1)
TOO_MANY = "too many letters in a day"
CORRECTIONS = frozenset({LetterKind.MOVED, LetterKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class Written:
    """A commit, and what has to be done on the mail server after it; ``left``: the mail stays where it is."""

    commit: Commit
    letters: tuple[Letter, ...] = ()
    returns: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    left: bool = False


@dataclass(slots=True)
class Desk:
    """Where the letters of one event are written: one salt, one counter, one moment."""

    premises: Premises
    now: datetime
    salt: str
    answered: Message | None = None
    written: list[Letter] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    hastened: list[Letter] = field(default_factory=list)

    def write(self, order: SendLetter, request: Request | None) -> None:
        """Write one letter unless the gate keeps it back."""
        why = self.kept_back(order)
        if why:
            self.withheld.append(f"{order.kind.value} to {order.to.address}: {why}")
            if why == TOO_MANY:
                self.say_enough(order, request)
            return
        self.finish(order, request)

    def finish(self, order: SendLetter, request: Request | None) -> None:
        """Finish a letter that may leave. Raises ``TemplateError``."""
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
        if letter.ref and order.invitation and stamp.not_before_at is None:
            self.hasten(letter)

    def hasten(self, letter: Letter) -> None:
        """Let earlier invitations that wait for office hours leave before a later one that doesn't (RFC 5546 §2.1.5).

        Otherwise a guest would read the cancellation first, and keep the event.
        """
        for before in self.premises.store.letters(letter.ref):
            held = before.status is LetterStatus.WAITING and before.not_before_at is not None
            same = before.address == letter.address and before.visits == letter.visits and before.kind in INVITING
            if held and same:
                self.hastened.append(replace(before, not_before_at=None))

    def say_enough(self, order: SendLetter, request: Request | None) -> None:
        """Tell somebody at the limit, in one last letter, that no more come today; and tell HR (SPEC §10)."""
        if order.to.role is Role.OPERATOR or self.made_today(order.to.address) > self.premises.limits.letters_a_day:
            return
        facts = {"why": "limit"}
        self.finish(SendLetter(LetterKind.UNCLEAR, order.to, facts=facts), request)
        for address in self.premises.people.hr:
            language = self.premises.store.languages().get(address) or self.premises.people.languages.get(address)
            to = Recipient(address, Role.HR, language or Language.NL)
            self.finish(SendLetter(LetterKind.ACTION, to, facts={**facts, "address": order.to.address}), request)

    def kept_back(self, order: SendLetter) -> str:
        """Say why a letter must not leave (law 6): to a machine, to a list, or one too many; ``""`` if it may."""
        address = order.to.address
        if not can_stand(address):
            return "no address"
        if order.to.role in INSIDE - {Role.OPERATOR}:
            return ""
        if address == self.premises.people.mailbox:
            return "our own mailbox"
        message = self.answered
        from_it = message is not None and message.from_ is not None and message.from_.email == address
        if message is not None and from_it and order.invitation is None and answers_forbidden(message):
            return "a list or a machine"
        if order.kind in CORRECTIONS:
            return ""  # A calendar that shows a visit which doesn't take place is worse than one letter more.
        return TOO_MANY if self.made_today(address) >= self.premises.limits.letters_a_day else ""

    def made_today(self, address: str) -> int:
        """Count the letters made for an address in the last 24 hours."""
        before = self.premises.store.letters_since(address, self.now - A_DAY)
        return before + sum(1 for letter in self.written if letter.address == address)

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


def can_stand(address: str) -> bool:
    """Say whether a letter can go to an address at all; what a stranger calls one need not stop the others."""
    try:
        return bool(mail_address(address))
    except TemplateError:
        return False


def write_down(decision: Decision, desk: Desk) -> Written:
    """Turn a decision into a commit with finished letters. Raises ``TemplateError``."""
    for effect in decision.effects:
        if isinstance(effect, SendLetter):
            desk.write(effect, decision.request)
    request = decision.request
    commit = Commit(
        requests=(request,) if request else (),
        trail=tuple((request.ref, entry) for entry in decision.trail) if request else (),
        letters=(*desk.hastened, *desk.written),
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
