"""What is counted of requests: month, service, language and outcome of each half-day, and nobody's name.

Living requests are counted when somebody asks; of those that go, the counts are stored with the commit that removes
them. Leaves to ``retention`` and ``erasure`` which requests go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mailflow.agenda.due import local
from mailflow.model.request import Request, Visit
from mailflow.model.words import VisitState
from mailflow.ports import Store, Tally

NO_REQUEST = "not_a_request"
OPEN, NO_SHOW = "open", "no_show"


def counted(store: Store) -> tuple[Tally, ...]:
    """Return the figures of all time: what is left of requests that are gone, and those that are still there."""
    return summed((*store.tallies(), *(tally for request in store.requests(archived=True) for tally in of(request))))


def of(request: Request) -> Iterator[Tally]:
    """Yield what counts of a request: each of its half-days; a request for no known service counts as one."""
    if request.closed == NO_REQUEST:
        return
    month = f"{local(request.created_at):%Y-%m}"
    for visit in request.visits:
        yield Tally(month, visit.service, request.language, outcome(request, visit))
    if not request.visits:
        yield Tally(month, "", request.language, request.closed or OPEN)


def outcome(request: Request, visit: Visit) -> str:
    """Return in one word how a half-day ended, ``agreed`` or ``open`` for one that hasn't."""
    if visit.state is VisitState.HELD:
        return NO_SHOW if visit.no_show else visit.state.value
    if visit.state in (VisitState.REFUSED, VisitState.CANCELLED):
        return visit.state.value
    if request.closed:
        return request.closed
    return visit.state.value if visit.state is VisitState.AGREED else OPEN


def summed(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Return each kind of tally once, in order of month, service, language and outcome."""
    counts: Counter[Tally] = Counter()
    for tally in tallies:
        counts[replace(tally, count=0)] += tally.count
    found = (replace(tally, count=count) for tally, count in counts.items())
    return tuple(sorted(found, key=lambda tally: (tally.month, tally.service, tally.language.value, tally.outcome)))
