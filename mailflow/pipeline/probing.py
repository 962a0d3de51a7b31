"""The round trip: mailflow writes to itself and looks whether the letter comes back (``[probe]``, law 9).

That the mailbox can be read doesn't show that letters leave, nor that anything still arrives: a relay may accept and
lose them, a rule of the house may file them elsewhere. A probe is known by its Message-ID, which holds the token of a
committed letter that nobody else ever sees; so no mail of a stranger can pass for one. It is never answered.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from mailflow.agenda.due import local
from mailflow.backoff import RoundTrip
from mailflow.model.letter import Letter, Recipient, SendLetter
from mailflow.model.message import Message
from mailflow.model.words import Language, LetterKind, LetterStatus, Role
from mailflow.pipeline.leaving import tell_operator
from mailflow.pipeline.premises import Premises, Probing
from mailflow.pipeline.writing import Desk
from mailflow.ports import HOUSE, MAILBOX_READ, PROBE_BACK, PROBE_MADE, PROBE_MISSED, Asked, Commit, Handled, Store

log = logging.getLogger("mailflow")

PROBE = LetterKind.PROBE.value
MISSED = "see whether letters leave (mailflow outbox, the log of the mail server) and whether mail reaches the mailbox"
GONE_ON = "mailflow goes on probing, and writes once one is back"


def round_trip(store: Store) -> RoundTrip:
    """Return what is known of the probes."""
    return RoundTrip(*(store.asked(HOUSE, what) for what in (PROBE_MADE, PROBE_BACK, PROBE_MISSED)))


def probe(premises: Premises, probing: Probing, now: datetime) -> Iterator[Handled]:
    """Miss a probe that should be back, once per outage; write the next one when it is due."""
    trip = round_trip(premises.store)
    if trip.late(probing.within, premises.store.asked(HOUSE, MAILBOX_READ)) and not trip.broken:
        yield miss(premises, probing, trip, now)
    if (trip.made_at is None or now >= trip.made_at + probing.every) and not still_here(premises.store):
        yield send(premises, now)


def still_here(store: Store) -> bool:
    """Say whether a probe has not left yet: while no server takes letters, another one would tell nothing more."""
    return any(one.kind is LetterKind.PROBE and one.status is LetterStatus.WAITING for one in store.letters_open())


def send(premises: Premises, now: datetime) -> Handled:
    """Write a probe to the mailbox itself; the outbox sends it like any letter."""
    desk = Desk(premises, now, premises.entropy())
    mailbox = premises.people.mailbox
    language = premises.people.languages.get(mailbox, Language.NL)
    desk.finish(SendLetter(LetterKind.PROBE, Recipient(mailbox, Role.OPERATOR, language)), None)
    letters = tuple(desk.written)
    premises.store.commit(Commit(letters=letters, asked=(Asked(HOUSE, PROBE_MADE, now),), clock=now))
    return Handled(None, PROBE, letters=letters)


def miss(premises: Premises, probing: Probing, trip: RoundTrip, now: datetime) -> Handled:
    """Tell the operator that a probe did not come back, and note it, so that it is told once."""
    assert trip.made_at is not None
    minutes = int(probing.within.total_seconds() // 60)
    cause = f"what mailflow wrote to itself at {local(trip.made_at):%H:%M} was not back within {minutes} minutes"
    letters = tell_operator(Desk(premises, now, premises.entropy()), cause, f"{MISSED}; {GONE_ON}")
    noted = (Asked(HOUSE, PROBE_MISSED, trip.made_at),)
    premises.store.commit(Commit(letters=letters, asked=noted, clock=now))
    log.error("probe_missed", extra={"facts": {"why": cause}})
    return Handled(None, PROBE, letters=letters)


def returned(message: Message, premises: Premises) -> Letter | None:
    """Return the probe that a message is, ``None`` if it is something else."""
    letter = premises.store.letter(message.message_id)
    return letter if letter is not None and letter.kind is LetterKind.PROBE else None


def mends(letter: Letter, premises: Premises) -> bool:
    """Say whether a probe, by being back, ends an outage that was told."""
    return round_trip(premises.store).mended_by(letter.created_at)


def welcome(letter: Letter, desk: Desk) -> Commit:
    """Return what follows from a probe that is back: a note, and word to the operator if one was missed before."""
    letters: tuple[Letter, ...] = ()
    if mends(letter, desk.premises):
        cause = f"what mailflow wrote to itself at {local(letter.created_at):%H:%M} is back: mail goes round again"
        letters = tell_operator(desk, cause, "nothing", over=True)
    return Commit(letters=letters, asked=(Asked(HOUSE, PROBE_BACK, letter.created_at),))
