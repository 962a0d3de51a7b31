"""Which visits a command is about: the ones it names, else those of the letter answered, else all that fit."""

from __future__ import annotations

from mailflow.engine.draft import Draft
from mailflow.engine.moving import is_moving
from mailflow.engine.objection import AlreadyDecided, Objection
from mailflow.engine.table import Row
from mailflow.model.event import AnswerArrived
from mailflow.model.meaning import Command
from mailflow.model.request import OPEN, Visit
from mailflow.model.words import CommandName, Role, VisitState

DECIDING = (CommandName.APPROVE, CommandName.REFUSE)
OVER = frozenset({VisitState.REFUSED, VisitState.CANCELLED})


def visits_for(draft: Draft, event: AnswerArrived, row: Row, command: Command) -> tuple[int, ...]:
    """Return the visits meant; object where a named one doesn't exist or can't be meant now."""
    if not row.when:
        return command.visits
    named = command.visits or named_by_parts(command)
    if named:
        return check_named(draft, event, row, named)
    fitting = tuple(v for v in draft.request.visits if fits(row, v) and concerns(event, v))
    found = likeliest(row, tuple(v for v in fitting if v.number in event.visits))
    found = found or (elsewhere(row, fitting) if event.visits else likeliest(row, fitting))
    if not found:
        object_to(draft, row, tuple(v.number for v in draft.request.visits))
    return tuple(v.number for v in found)


def likeliest(row: Row, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Return those in the states the row speaks of first, else those that aren't over, else all."""
    rather = tuple(v for v in visits if v.state in row.rather)
    return rather or tuple(v for v in visits if v.state not in OVER) or visits


def elsewhere(row: Row, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Return the visits meant when none of the letter fits; where the row prefers states, no others will do."""
    return tuple(v for v in visits if v.state in row.rather) if row.rather else likeliest(row, visits)


def named_by_parts(command: Command) -> tuple[int, ...]:
    """Return the visits named with slots (``1B 2A``) or dates (``1 12/01``)."""
    numbers = [p.visit for p in command.slots if p.visit] + [w.visit for w in command.dates if w.visit]
    return tuple(dict.fromkeys(numbers))


def check_named(draft: Draft, event: AnswerArrived, row: Row, named: tuple[int, ...]) -> tuple[int, ...]:
    """Return the named visits after making sure that each exists, is the writer's business and can be meant now."""
    for number in named:
        visit = draft.request.visit(number)
        if visit is None or not concerns(event, visit):
            raise Objection("visit", line=str(number))
        if not fits(row, visit):
            object_to(draft, row, named)
    return named


def fits(row: Row, visit: Visit) -> bool:
    """Say whether a visit is in a state that a line of the table speaks of."""
    if visit.state in row.when or (row.in_need and bool(visit.need) and visit.state in OPEN):
        return True
    return row.moving and is_moving(visit, row.who)


def concerns(event: AnswerArrived, visit: Visit) -> bool:
    """Say whether a visit is the writer's business: a service's own ones only."""
    if event.writer.role is not Role.SERVICE:
        return True
    addresses = {event.writer.address, event.writer.registered}
    mine = {*visit.contacts, *((visit.host.address,) if visit.host else ())}
    return visit.number in event.visits or bool(addresses & mine)


def object_to(draft: Draft, row: Row, numbers: tuple[int, ...]) -> None:
    """Say that a visit can't be meant now; that the same was decided before, where that is so."""
    if row.does in DECIDING and row.who is Role.HR:
        for decided in draft.request.decided:
            if decided.visit in numbers and decided.what == row.does.value:
                raise AlreadyDecided((decided.by, decided.what, decided.at.isoformat()))
    raise Objection("not_now")
