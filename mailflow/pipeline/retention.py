"""How long what is kept, and where: requests that are over go after a time that their state gives, letters' bytes
before that; what is over for a while is archived.

Once a night in the daemon (``rounds.py``), or when the operator says ``purge``. What goes is one commit. Leaves to
``erasure`` what goes because a person asks for it, and to the store what an archive is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from mailflow.agenda.due import BRUSSELS
from mailflow.model.letter import Letter
from mailflow.model.request import Archived, Request
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
    go earlier, after a week, once their request is over. ``archive_after`` is ``[store]``'s; ``None``: never.
    """

    completed: timedelta = A_YEAR
    refused: timedelta = A_YEAR
    withdrawn: timedelta = A_YEAR
    incomplete: timedelta = timedelta(days=90)
    letters: timedelta = timedelta(days=30)
    archive_after: timedelta | None = timedelta(days=90)

    def of(self, state: RequestState, *, complete: bool) -> timedelta:
        """Return how long a request is kept that ended so."""
        if not complete:
            return self.incomplete
        known = {RequestState.COMPLETED: self.completed, RequestState.REFUSED: self.refused}
        return known.get(state, self.withdrawn)


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removes: requests with all that belongs to them, the bytes of letters, lists and warnings; and what
    it archives.
    """

    requests: tuple[Archived, ...] = ()
    emptied: tuple[Letter, ...] = ()
    discarded: tuple[str, ...] = ()
    archived: tuple[Archived, ...] = ()

    def __str__(self) -> str:
        refs = ", ".join(f"{one.ref} ({one.state.value})" for one in self.requests)
        requests = f"{len(self.requests)} request{'' if len(self.requests) == 1 else 's'}"
        others = f"{len(self.discarded)} lists and warnings; to the archive: {len(self.archived)}"
        return f"{requests}{': ' if refs else ''}{refs}; the bytes of {len(self.emptied)} letters sent; {others}"


def is_over(request: Request) -> bool:
    """Say whether nothing is open about a request any more."""
    return request.state in OVER


def outdated(store: Store, keep: Retention, now: datetime) -> Purged:
    """Return what a purge would remove and archive now, and change nothing."""
    requests = [one for one in store.archived() if one.last_at + keep.of(one.state, complete=one.complete) <= now]
    emptied: list[Letter] = []
    archived = []
    for request in store.requests():
        letters = store.letters(request.ref)
        found = ended(request, letters, store)
        if found and found.last_at + keep.of(found.state, complete=found.complete) <= now:
            requests.append(found)
            continue
        rest = min(SETTLED, keep.letters) if is_over(request) else keep.letters
        emptied += [letter for letter in letters if has_served(letter, now - rest)]
        if found and keep.archive_after is not None and found.last_at + keep.archive_after <= now:
            archived += [found] if at_rest(request, letters, store) else []
    house = tuple(
        letter.message_id
        for letter in store.letters("")
        if letter.status is not LetterStatus.WAITING and letter.created_at + keep.letters <= now
    )
    return Purged(tuple(requests), tuple(emptied), house, tuple(archived))


def ended(request: Request, letters: tuple[Letter, ...], store: Store) -> Archived | None:
    """Return a request in short if it is over, or will never be complete, and no letter of it waits to leave."""
    waiting = any(letter.status is LetterStatus.WAITING for letter in letters)
    if waiting or not (is_over(request) or (request.state is RequestState.INCOMPLETE and not request.timers)):
        return None
    return Archived(request.ref, request.state, request.complete, last_of(request, store))


def at_rest(request: Request, letters: tuple[Letter, ...], store: Store) -> bool:
    """Say whether nothing will happen to a request by itself: no timer, no mail to be moved, no bytes to be removed."""
    settled = not any(letter.status is LetterStatus.SENT and letter.content for letter in letters)
    return settled and not request.timers and all(mark.done for mark in store.marks(request.ref))


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
    """Remove what is outdated, and what is known of people of whom nothing else is left, in one commit; and archive."""
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
    store.archive(found.archived)
    return found


def gone_with(going: list[Request], store: Store) -> Iterator[str]:
    """Yield the people who have no request but those that go."""
    refs = {request.ref for request in going}
    for request in going:
        for address in (request.requester.address, *(one.email for one in request.participants)):
            if address and {one.ref for one in store.requests_of(address)} <= refs:
                yield address
