"""The outbox: sends the letters that are due, and commits after each what became of it.

A letter's bytes and Message-ID never change on the way. A refused letter and one that failed for two days end as
``refused`` and ``given_up``; with ``on_failure`` the caller adds what follows from that (HR hears of it) to the very
same commit. Which letters are due is the store's to say, when to look is the daemon's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailflow.backoff import Backoff
from mailflow.model.letter import INVITING, Letter
from mailflow.model.words import LetterStatus
from mailflow.outbox.pace import Pace
from mailflow.ports import Commit, Delivery, Outcome, Sender, Store

log = logging.getLogger(__name__)

LETTER_BACKOFF = Backoff(timedelta(minutes=1), timedelta(hours=4))
SERVER_BACKOFF = Backoff(timedelta(minutes=1), timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one letter: the letter as committed (see its ``status``), and the server's answer."""

    letter: Letter
    outcome: Outcome
    detail: str = ""


@dataclass(slots=True)
class DeliveryLimits:
    """How fast and how long the outbox tries, and what it remembers from round to round; keep one per process.

    ``per_minute`` counts letters handed over (0 = no limit). ``give_up_after`` is counted from a letter's first try.
    ``only`` names the one address whose letters go this way (``""`` = all).
    ``unnoted`` are letters whose outcome could not be committed yet, by Message-ID.
    """

    per_minute: int = 30
    give_up_after: timedelta = timedelta(days=2)
    backoff: Backoff = LETTER_BACKOFF
    server_backoff: Backoff = SERVER_BACKOFF
    only: str = ""
    pace: Pace = field(init=False)
    unnoted: dict[str, Letter] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.pace = Pace(self.per_minute, self.server_backoff)

    def free_at(self, now: datetime) -> datetime:
        """Return when the next letter may leave: the daemon need not look at waiting letters earlier."""
        return self.pace.free_at(now)

    @property
    def server_down(self) -> bool:
        """Whether the server could not be used when it was last tried."""
        return self.pace.down

    def resume(self) -> None:
        """Try again at once although the server was down: the operator asks for it."""
        self.pace.resume()


def deliver_due(
    store: Store,
    sender: Sender,
    now: datetime,
    limits: DeliveryLimits,
    on_failure: Callable[[Letter], Commit] | None = None,
) -> tuple[Delivered, ...]:
    """Send what is due, oldest first, as far as the limits allow; return what became of each letter tried.

    A server that is down ends the round; the letters not tried stay as they are, and ``limits.free_at`` says when to
    come back. ``on_failure`` makes the commit that goes with a letter refused or given up. Raises
    ``StoreUnwritable``; a letter that was handed over but could not be noted is noted first in the next round, and
    not sent again by this process.
    """
    for letter in tuple(limits.unnoted.values()):
        _note(store, limits, letter, on_failure)
    done: list[Delivered] = []
    due = store.letters_due(now)
    waiting = _waiting(store, due)
    for letter in due:
        if limits.only not in ("", letter.address):
            continue
        if limits.free_at(now) > now:
            break
        if (before := _before(letter, waiting)) is not None:
            store.commit(Commit(letters=(replace(letter, next_try_at=_leaves_at(before)),)))
            continue
        delivery = sender.send(letter.address, letter.content)
        after = _after(letter, delivery, now, limits)
        _note(store, limits, after, on_failure)
        if after.status is LetterStatus.WAITING:
            waiting.append(after)
        done.append(Delivered(after, delivery.outcome, delivery.detail))
        if delivery.server_down:
            break
    return tuple(done)


def _waiting(store: Store, due: tuple[Letter, ...]) -> list[Letter]:
    """Return the invitations that wait and are not due: later ones to the same guest must not overtake them."""
    if not any(letter.kind in INVITING for letter in due):
        return []
    now_due = {letter.message_id for letter in due}
    waits = (one for one in store.letters_open() if one.status is LetterStatus.WAITING and one.kind in INVITING)
    return [one for one in waits if one.message_id not in now_due]


def _before(letter: Letter, waiting: list[Letter]) -> Letter | None:
    """Return the waiting letter that has to leave before this one: calendars read SEQUENCE in the order of arrival."""
    if letter.kind not in INVITING:
        return None
    key = (letter.ref, letter.address, letter.visits)
    earlier = (one for one in waiting if (one.ref, one.address, one.visits) == key and one.kind in INVITING)
    return next((one for one in earlier if one.created_at <= letter.created_at), None)


def _leaves_at(letter: Letter) -> datetime:
    """Return when a waiting letter is due."""
    return max(filter(None, (letter.not_before_at, letter.next_try_at)), default=letter.created_at)


def _after(letter: Letter, delivery: Delivery, now: datetime, limits: DeliveryLimits) -> Letter:
    """Return the letter as it stands after a try."""
    tries = letter.tries + 1
    first = min(letter.first_try_at or now, now)
    if delivery.server_down:
        again = limits.pace.server_down(now)
    else:
        limits.pace.handed_over(now)
        again = now + limits.backoff.after(tries, letter.message_id)
    tried = replace(letter, tries=tries, first_try_at=first, next_try_at=None, problem=delivery.detail)
    if delivery.outcome is Outcome.SENT:
        return replace(tried, status=LetterStatus.SENT, sent_at=now, problem="")
    if delivery.outcome is Outcome.REFUSED:
        return replace(tried, status=LetterStatus.REFUSED)
    ends = first + limits.give_up_after
    if now >= ends:
        return replace(tried, status=LetterStatus.GIVEN_UP)
    # The last try falls on the very end, however long the delay has grown.
    return replace(tried, next_try_at=min(again, ends))


def _note(store: Store, limits: DeliveryLimits, letter: Letter, on_failure: Callable[[Letter], Commit] | None) -> None:
    limits.unnoted[letter.message_id] = letter
    failed = letter.status in {LetterStatus.REFUSED, LetterStatus.GIVEN_UP}
    follows = on_failure(letter) if failed and on_failure is not None else Commit()
    store.commit(replace(follows, letters=(letter, *follows.letters)))
    del limits.unnoted[letter.message_id]
    facts = {"ref": letter.ref, "message_id": letter.message_id, "tries": letter.tries, "why": letter.problem}
    event = "letter_deferred" if letter.status is LetterStatus.WAITING else f"letter_{letter.status}"
    log.log(logging.WARNING if failed else logging.INFO, event, extra={"facts": facts})
