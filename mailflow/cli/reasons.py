"""Why a request stands where it stands, in plain sentences: pure functions from the record, for the operator.

The rules of the matter stand in ``engine/table.py``; this only reads what a request already says about itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailflow.cli import output, shapes
from mailflow.cli.shapes import Json
from mailflow.model.effect import TrailEntry
from mailflow.model.request import OPEN, Request, Visit
from mailflow.model.words import RequestState, VisitState

_STATES = {
    RequestState.INCOMPLETE: "a required field is missing",
    RequestState.AWAITING_DECISION: "HR has to decide or to act",
    RequestState.SCHEDULING: "approved, dates are being agreed",
    RequestState.SCHEDULED: "every date is agreed",
    RequestState.COMPLETED: "the last visit is past",
    RequestState.REFUSED: "HR refused every visit",
    RequestState.WITHDRAWN: "nothing of it is left; a reply reopens it",
    RequestState.EXPIRED: "closed because no answer came; a reply reopens it",
}
_VISITS = {
    VisitState.REQUESTED: "waits for HR's decision",
    VisitState.APPROVED: "is approved and has to find a date",
    VisitState.PROPOSED: "waits for the service to say which dates suit",
    VisitState.OFFERED: "waits for the requester to choose a date",
    VisitState.AGREED: "is agreed",
    VisitState.HELD: "has taken place",
    VisitState.REFUSED: "was refused by HR",
    VisitState.DECLINED: "was declined by the service; HR has to act",
    VisitState.CANCELLED: "was cancelled",
}
_AWAITED = {
    VisitState.REQUESTED: "hr",
    VisitState.DECLINED: "hr",
    VisitState.PROPOSED: "service",
    VisitState.OFFERED: "requester",
}


def state(request: Request) -> str:
    """Return the state with what it means."""
    return f"{request.state.value} ({_STATES[request.state]})"


def pending(request: Request) -> str:
    """Return the decision that waits for the undo window, ``""`` if there is none."""
    waits = request.pending
    if waits is None:
        return ""
    what = ", ".join(command.name.value for command in waits.commands)
    until = "held by STOP" if waits.held else f"takes effect at {output.local(waits.due_at)}"
    return f"{what} by {waits.by_address}, {until}"


def waits_for(request: Request) -> tuple[str, ...]:
    """Return whose answer is awaited: ``requester``, ``hr``, ``service``; nobody for a request that is closed."""
    if request.closed:
        return ()
    if request.state is RequestState.INCOMPLETE:
        return ("requester",)
    return tuple(dict.fromkeys(who for visit in request.visits if (who := awaited(visit))))


def awaited(visit: Visit) -> str:
    """Return whose answer a visit waits for, ``""`` for nobody's."""
    if visit.need and visit.state in OPEN:
        return "hr"
    return _AWAITED.get(visit.state, "")


def sentences(request: Request) -> Iterator[str]:
    """Yield what is known about where the request stands, most important first."""
    if request.missing and not request.closed:
        yield f"Missing: {', '.join(name.value for name in request.missing)}; asked {request.asked} times."
    for unknown in request.unknown_services:
        meant = f" (may mean {', '.join(unknown.candidates)})" if unknown.candidates else ""
        yield f"A service that is not known: {unknown.text!r}{meant}."
    if request.pending:
        yield f"Pending: {pending(request)}."
    for visit in request.visits:
        yield f"Visit {visit.number} ({visit.service}) {_VISITS[visit.state]}{_detail(visit)}."
    for decided in request.decided:
        yield f"Visit {decided.visit}: {decided.what} by {decided.by} on {output.local(decided.at)}."
    if request.later:
        yield f"HR put the decision off until {request.later.isoformat()}."
    for timer in sorted(request.timers, key=lambda one: one.due_at):
        about = f" for visit {timer.visit}" if timer.visit else ""
        yield f"Next: {timer.name.value}{about} on {output.local(timer.due_at)}."


def explained(request: Request, trail: Iterable[TrailEntry]) -> Json:
    """Return what ``explain --json`` prints."""
    return {
        "ref": request.ref,
        "state": request.state.value,
        "waits_for": list(waits_for(request)),
        "why": list(sentences(request)),
        "visits": [
            {
                "number": visit.number,
                "state": visit.state.value,
                "waits_for": awaited(visit) or None,
                "need": visit.need,
                "reason": visit.reason,
            }
            for visit in request.visits
        ],
        "timers": [shapes.timer(one) for one in sorted(request.timers, key=lambda one: one.due_at)],
        "rules": [
            {"at": shapes.moment(entry.at), "what": entry.what, "rule": rule} for entry in trail for rule in entry.rules
        ],
        "flags": list(request.flags),
        "lines": [{"line": one.line, "text": one.text, "why": one.why} for one in request.lines],
    }


def _detail(visit: Visit) -> str:
    parts = []
    if visit.slot:
        parts.append(f"on {visit.slot.day.isoformat()} {visit.slot.half.value}")
    if visit.state is VisitState.PROPOSED:
        parts.append(f"asked: {', '.join(visit.contacts)}")
    if visit.need:
        parts.append(f"HR must act: {visit.need}")
    if visit.reason:
        parts.append(f"reason given: {visit.reason!r}")
    return f" ({'; '.join(parts)})" if parts else ""
