"""Silence: that the mailbox is not read for too long is told the operator once, and so is its end (law 9).

The store remembers what was told, so that it doesn't matter which process finds it. Who judges is left to the caller:
the daemon by a time that no change of the clock touches, ``once`` by what the passes before have noted.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from mailflow.errors import TemporaryError
from mailflow.pipeline.leaving import tell_operator
from mailflow.pipeline.writing import Desk
from mailflow.ports import HOUSE, MAILBOX_READ, MAILBOX_SOUGHT, SILENCE_TOLD, Asked, Commit, Store

log = logging.getLogger("mailflow")

REMEDY = "check server, network, password and disk; mailflow goes on trying"


def told(store: Store) -> bool:
    """Say whether the operator was told of a silence, and not yet of its end."""
    return bool(store.asked_why(HOUSE, SILENCE_TOLD))


def lasted(store: Store, now: datetime) -> timedelta:
    """Return how long the mailbox was not read to its end as the store knows, or was tried if it never was."""
    since = store.asked(HOUSE, MAILBOX_READ) or store.asked(HOUSE, MAILBOX_SOUGHT)
    return now - since if since else timedelta()


def begun(desk: Desk, error: TemporaryError, span: timedelta) -> Commit:
    """Return what tells the operator of a silence of that length (see ``lasted``) and its reason."""
    cause = f"no mail could be handled for {span // timedelta(minutes=1)} minutes: {error}"
    log.error("silence", extra={"facts": {"why": cause}})
    return Commit(letters=tell_operator(desk, cause, REMEDY), asked=(_noted(desk, cause),), clock=desk.now)


def ended(desk: Desk) -> Commit:
    """Return what tells the operator that a silence is over."""
    log.info("mailbox_again")
    letters = tell_operator(desk, "mail is read and handled again", "nothing", over=True)
    return Commit(letters=letters, asked=(_noted(desk, ""),), clock=desk.now)


def _noted(desk: Desk, why: str) -> Asked:
    """Return the mark; the store keeps the latest, which a clock that was set back must not turn into the older one."""
    before = desk.premises.store.asked(HOUSE, SILENCE_TOLD)
    return Asked(HOUSE, SILENCE_TOLD, max(desk.now, before + timedelta.resolution) if before else desk.now, why)
