"""What the table allows an event to lead to, read from the table itself: where visits may stand, which letters may go."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.engine.proof import BY_ITSELF
from mailflow.engine.table import ABSENT, BOUNCED, CALENDAR, CLOCKS, REOPENED, Row, row_for
from mailflow.model.event import (
    AbsenceNoticed,
    AnswerArrived,
    Event,
    InvitationAnswered,
    LetterBounced,
    RequestArrived,
    TimerFired,
)
from mailflow.model.meaning import Command
from mailflow.model.request import OPEN, Request, Visit
from mailflow.model.words import LetterKind as L
from mailflow.model.words import Role, TimerName, VisitState

# What follows by itself (``proposing.settle``; who has joined since a date was agreed is invited), and what is answered
# to anybody who isn't understood or was too late.
SETTLING = frozenset({L.WHICH_DATES, L.CHOOSE, L.ACTION, L.AGREED})
ASKED_BACK = frozenset({L.UNCLEAR, L.ACTION, L.RECEIPT, L.DECIDE, L.IS_THIS_YOU})
FIELDS = frozenset({L.RECEIVED, L.QUESTION, L.DECIDE, L.PROGRESS})
ARRIVAL = FIELDS | {L.HOW_TO_ASK}
OF_THE_REQUEST = {
    TimerName.COMPLETE_REMINDER: {L.REMINDER},
    TimerName.COMPLETE_CLOSE: {L.CLOSED, L.DECIDE},
    TimerName.DECIDE_LATER: {L.DECIDE},
    TimerName.VISITORS: set(),
}


def closure(states: set[VisitState]) -> set[VisitState]:
    """Add where visits pass on to without anybody's word."""
    found = set(states)
    while more := {end for start, end, _ in BY_ITSELF if start in found} - found:
        found |= more
    return found


def rows(request: Request | None, event: Event) -> Iterator[tuple[Row, Command]]:
    """Yield the lines of the table that an event speaks: an answer's commands, or those whose undo window ends."""
    held = request.held if request else ()
    for role, commands in _spoken(request, event):
        for command in commands:
            if row := row_for(role, command.name):
                yield row, command
    for answer in held if isinstance(event, AnswerArrived) and event.about else ():
        for command in answer.answer.commands:
            if row := row_for(answer.role, command.name):
                yield row, command


def _spoken(request: Request | None, event: Event) -> Iterator[tuple[Role, tuple[Command, ...]]]:
    if isinstance(event, AnswerArrived):
        yield event.writer.role, event.answer.commands
    if isinstance(event, InvitationAnswered):
        for role in (Role.REQUESTER, Role.SERVICE):
            yield role, event.words.commands
    if isinstance(event, TimerFired) and event.name is TimerName.UNDO and request and request.pending:
        yield request.pending.by_role, request.pending.commands


def after(request: Request | None, visit: Visit, event: Event) -> set[VisitState]:
    """Return the states in which an event may leave a visit."""
    found = {visit.state}
    if isinstance(event, RequestArrived | LetterBounced | AbsenceNoticed):
        return found
    if isinstance(event, TimerFired):
        for clock in CLOCKS:
            if clock.name is event.name and visit.state in clock.when:
                found |= set(clock.becomes)
    if isinstance(event, InvitationAnswered) or (isinstance(event, AnswerArrived) and event.about):
        found |= {end for line in CALENDAR if visit.state in line.when for end in line.becomes}
    if isinstance(event, AnswerArrived) and request and request.closed and visit.state in REOPENED.when:
        found |= set(REOPENED.becomes)
    for row, _ in rows(request, event):
        needed = row.in_need and bool(visit.need) and visit.state in OPEN
        if needed or (row.moving and visit.state is VisitState.AGREED):
            found |= set(row.becomes)
        found |= {end for start in found & set(row.when) for end in row.ends(start)}
    return closure(found)


def allowed_letters(request: Request | None, event: Event) -> set[L]:
    """Return the letters that may go by an event."""
    if isinstance(event, RequestArrived):
        return set(ARRIVAL | SETTLING)
    found = set(SETTLING)
    if isinstance(event, TimerFired):
        found |= OF_THE_REQUEST.get(event.name, set())
        found |= {kind for clock in CLOCKS if clock.name is event.name for kind in clock.letters}
        found |= {L.UNCLEAR, L.RECEIPT} if event.name is TimerName.UNDO else set()
    if isinstance(event, LetterBounced):
        found = set(BOUNCED.letters)
    if isinstance(event, AbsenceNoticed):
        found = set(ABSENT.letters)
    if isinstance(event, InvitationAnswered):
        found |= ASKED_BACK
    if isinstance(event, InvitationAnswered) or (isinstance(event, AnswerArrived) and event.about):
        found |= {kind for line in CALENDAR for kind in line.letters}
    if isinstance(event, AnswerArrived):
        found |= ASKED_BACK | FIELDS | (set(REOPENED.letters) if request and request.closed else set())
    for row, _ in rows(request, event):
        found |= set(row.letters)
    return found
