"""A requester names dates, or wants another one, before there is anything to choose from.

``received`` invites corrections, ``cancelled`` asks which dates would suit, and a visit that was given up may be wanted
after all: what comes back is a wish, put before HR where HR has to decide or act.
"""

from __future__ import annotations

from dataclasses import replace

from mailflow.engine.arriving import follow_up
from mailflow.engine.asking import say_where_it_stands
from mailflow.engine.deciding import ask_hr
from mailflow.engine.objection import Objection, Step
from mailflow.model.dates import Wish
from mailflow.model.request import OPEN, Visit
from mailflow.model.words import VisitState


def is_early(visit: Visit) -> bool:
    """Say whether HR must decide or act before dates of a visit can be looked for."""
    return visit.state not in OPEN or visit.state is VisitState.REQUESTED or bool(visit.need)


def wish(step: Step, visits: tuple[int, ...] = ()) -> None:
    """Keep the dates that were named as wishes, take up again what was given up, and say where the request stands."""
    draft = step.draft
    unclear = step.command.unclear_dates
    if unclear:
        raise Objection("ambiguous_date", line=unclear[0].text, meant=unclear[0].meant)
    before = draft.request
    numbers = visits or step.visits
    wishes = tuple(named for number in numbers for named in wishes_for(step, number))
    draft.put(wishes=tuple(dict.fromkeys((*before.wishes, *wishes))))
    for number in numbers:
        days = (named.date.isoformat() for named in wishes_for(step, number))
        draft.note(step.who, f"wish {number}", ", ".join(days))
    take_up(step, numbers)
    if draft.request.wishes != before.wishes:
        follow_up(draft, before)
    else:
        say_where_it_stands(draft)


def wishes_for(step: Step, number: int) -> tuple[Wish, ...]:
    """Return the dates named for a visit; those of one visit among several are for its service alone."""
    draft = step.draft
    named = tuple(w for w in step.command.dates if w.visit in (0, number))
    only = len(draft.request.visits) > len(step.visits) or any(w.visit for w in named)
    service = draft.visit(number).service if only else ""
    return tuple(replace(w, visit=0, service=w.service or service) for w in named)


def take_up(step: Step, numbers: tuple[int, ...]) -> None:
    """Put visits that had been given up before HR again."""
    draft = step.draft
    given_up = tuple(n for n in numbers if draft.visit(n).state is VisitState.CANCELLED)
    for number in given_up:
        draft.put_visit(number, state=VisitState.REQUESTED, need="", reason="")
    if given_up:
        ask_hr(draft, "reopened", (step.event.answer.new_text[:500],))
