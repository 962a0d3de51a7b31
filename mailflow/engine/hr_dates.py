"""HR's ``DATUM``: a half-day agreed outside, by phone perhaps; it implies approval and invites at once (SPEC §5)."""

from __future__ import annotations

from mailflow.engine.deciding import remember, tell_contacts
from mailflow.engine.objection import Objection, Step
from mailflow.engine.people import contacts
from mailflow.engine.service_acts import checked_slots, fix
from mailflow.model.words import CommandName, VisitState


def date(step: Step) -> None:
    """Fix each visit on the one half-day that HR named for it."""
    draft = step.draft
    if len(step.visits) > 1 and not all(w.visit for w in step.command.dates):
        raise Objection("needs_visit")
    for number in step.visits:
        slots = checked_slots(step, number)
        visit = draft.visit(number)
        if visit.state is VisitState.PROPOSED and visit.suited is None:
            tell_contacts(draft, ((visit, contacts(draft, visit)),), "hr")
        fix(step, number, slots)
        remember(step, number, CommandName.DATE)
