"""How long what is kept: requests that are over go after a time that their state gives, letters' bytes before that.

Once a night in the daemon (``rounds.py``), or when the operator says ``purge``. All of it is one commit. Leaves to
``erasure`` what goes because a person asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from mailflow.agenda.due import BRUSSELS
from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.model.words import LetterStatus, RequestState
from mailflow.pipeline import tallies
from mailflow.ports import Asked, Commit, Store

OVER = frozenset({RequestState.COMPLETED, RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.EXPIRED})
A_YEAR = timedelta(days=365)
SETTLED = timedelta(days=7)
"""A letter that comes back does so within days; until then it must be there to be tried again."""


@dataclass(frozen=True, slots=True)
class Retention:
    """``[privacy]``: how long a request is kept after the last that happened to it, by how it ended.

    ``incomplete`` is for those that never had what they need, ``letters`` for the bytes of letters that were sent: they
    go earlier, after a week, once their request is over.
    """

    completed: timedelta = A_YEAR
    refused: timedelta = A_YEAR
    withdrawn: timedelta = A_YEAR
    incomplete: timedelta = timedelta(days=90)
    letters: timedelta = timedelta(days=30)

    def of(self, request: Request) -> timedelta:
        """Return how long a request that is over is kept."""
        if not request.complete:
            return self.incomplete
        known = {RequestState.COMPLETED: self.completed, RequestState.REFUSED: self.refused}
        return known.get(request.state, self.withdrawn)


@dataclass(frozen=True, slots=True)
class Outdated:
    """A request whose time is over: how it ended, and when the last happened to it."""

    ref: str
    state: RequestState
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removes: requests with all that belongs to them, the bytes of letters, lists and warnings."""

    requests: tuple[Outdated, ...] = ()
    emptied: tuple[Letter, ...] = ()
    discarded: tuple[str, ...] = ()

    def __str__(self) -> str:
        refs = ", ".join(f"{one.ref} ({one.state.value})" for one in self.requests)
        requests = f"{len(self.requests)} request{'' if len(self.requests) == 1 else 's'}"
        others = f"{len(self.discarded)} lists and warnings"
        return f"{requests}{': ' if refs else ''}{refs}; the bytes of {len(self.emptied)} letters sent; {others}"


def is_over(request: Request) -> bool:
    """Say whether nothing is open about a request any more."""
    return request.state in OVER


def outdated(store: Store, keep: Retention, now: datetime) -> Purged:
    """Return what a purge would remove now, and change nothing."""
    requests, emptied = [], []
    for request in store.requests():
        letters = store.letters(request.ref)
        ended = is_over(request) or (request.state is RequestState.INCOMPLETE and not request.timers)
        waiting = any(letter.status is LetterStatus.WAITING for letter in letters)
        last_at = last_of(request, store)
        if ended and not waiting and last_at + keep.of(request) <= now:
            requests.append(Outdated(request.ref, request.state, last_at))
        else:
            rest = min(SETTLED, keep.letters) if is_over(request) else keep.letters
            emptied += [letter for letter in letters if has_served(letter, now - rest)]
    house = tuple(
        letter.message_id
        for letter in store.letters("")
        if letter.status is not LetterStatus.WAITING and letter.created_at + keep.letters <= now
    )
    return Purged(tuple(requests), tuple(emptied), house)


def last_of(request: Request, store: Store) -> datetime:
    """Return when the last happened to a request: a visit, or a step of its trail."""
    visits = (datetime.combine(v.slot.day, time.max, BRUSSELS) for v in request.visits if v.slot)
    steps = (entry.at for entry in store.trail(request.ref))
    return max((request.created_at, *visits, *steps))


def has_served(letter: Letter, before: datetime) -> bool:
    """Say whether the bytes of a letter are needed no more: it has left, and that is long enough ago."""
    sent = letter.status is LetterStatus.SENT and bool(letter.content)
    return sent and (letter.sent_at or letter.created_at) <= before


def purge(store: Store, keep: Retention, now: datetime, asked: tuple[Asked, ...] = ()) -> Purged:
    """Remove what is outdated, and what is known of people of whom nothing else is left; one commit."""
    found = outdated(store, keep, now)
    going = [request for one in found.requests if (request := store.request(one.ref))]
    store.commit(
        Commit(
            removed=tuple(one.ref for one in found.requests),
            forgotten=tuple(dict.fromkeys(gone_with(going, store))),
            letters=tuple(replace(letter, content=b"") for letter in found.emptied),
            discarded=found.discarded,
            tallies=tallies.summed(tally for request in going for tally in tallies.of(request)),
            expired_before=now - max(keep.completed, keep.refused, keep.withdrawn, keep.incomplete),
            asked=asked,
            clock=now,
        )
    )
    return found


def gone_with(going: list[Request], store: Store) -> Iterator[str]:
    """Yield the people who have no request but those that go."""
    refs = {request.ref for request in going}
    for request in going:
        for address in (request.requester.address, *(one.email for one in request.participants)):
            if address and {one.ref for one in store.requests_of(address)} <= refs:
                yield address
