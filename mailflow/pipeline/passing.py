"""Time passes: the timers that are due, and the letters that the outbox could not deliver."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.engine import decide
from mailflow.errors import TemporaryError
from mailflow.model.event import LetterBounced, Source, TimerFired
from mailflow.model.letter import Letter
from mailflow.pipeline.leaving import tell_of_dead_address
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.rounds import make_rounds
from mailflow.pipeline.writing import Desk, write_down
from mailflow.ports import Commit, Due, Handled

log = logging.getLogger("mailflow")


def pass_time(premises: Premises, now: datetime) -> Iterator[Handled]:
    """Do everything that is due, for requests and for the house. Raises ``TemporaryError``: nothing can be noted."""
    yield from fire_timers(premises, now)
    try:
        yield from make_rounds(premises, now)
    except TemporaryError:
        raise
    except Exception:  # Boundary "one tick": a list that can't be made must not stop the mail.
        log.exception("rounds_failed")


def fire_timers(premises: Premises, now: datetime) -> Iterator[Handled]:
    """Do what is due, one commit each, until nothing is; a timer that fails is logged and tried at the next tick.

    Each timer fires at most once a tick, so that one which leads to itself can't hold up everything.
    """
    fired: set[Due] = set()
    while due := next((d for d in premises.store.timers_due(now) if d not in fired), None):
        fired.add(due)
        try:
            yield fire(due, premises, now)
        except TemporaryError:
            raise
        except Exception:  # Boundary "one tick": one request's timer must not stop the others.
            log.exception("timer_failed", extra={"facts": {"ref": due.ref, "timer": due.timer.name.value}})


def fire(due: Due, premises: Premises, now: datetime) -> Handled:
    """Do what one timer was set for."""
    request = premises.store.request(due.ref)
    assert request is not None, f"a timer without its request: {due.ref}"
    desk = Desk(premises, now, premises.entropy())
    situation = premises.situation(now, desk.salt, request.requester.address, request.ref)
    written = write_down(decide(request, TimerFired(due.timer.name, due.timer.visit), situation), desk)
    premises.store.commit(written.commit)
    log.info("timer", extra={"facts": {"ref": due.ref, "timer": due.timer.name.value}})
    trail = tuple(entry for _, entry in written.commit.trail)
    return Handled(None, due.timer.name.value, due.ref, written.letters, trail)


def not_delivered(letter: Letter, premises: Premises, now: datetime) -> Commit:
    """Return what follows from a letter that the server refused for good or that was given up: HR hears of it."""
    request = premises.store.request(letter.ref) if letter.ref else None
    told = tell_of_dead_address(letter, letter.problem, premises, now)
    if request is None:
        log.error("undeliverable", extra={"facts": {"letter": letter.message_id, "why": letter.problem}})
        return told
    source = Source(letter.message_id)
    event = LetterBounced(letter.kind, letter.address, letter.role, letter.problem, source, letter.visits)
    desk = Desk(premises, now, premises.entropy())
    try:
        follows = write_down(decide(request, event, premises.situation(now, desk.salt)), desk).commit
        return replace(follows, letters=(*follows.letters, *told.letters), asked=(*follows.asked, *told.asked))
    except TemporaryError:
        raise
    except Exception:  # Boundary "one tick": that the letter failed is noted even if nothing can follow from it.
        log.exception("undeliverable", extra={"facts": {"letter": letter.message_id, "why": letter.problem}})
        return told
