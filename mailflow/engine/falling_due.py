"""Time passed: what each timer does when it falls due (SPEC §6, §8; durations in ``rules/timers.toml``)."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.engine.agreeing import clear_date
from mailflow.engine.answering import carry_out
from mailflow.engine.deciding import alert_hr, ask_hr, awaits_hr, tell_contacts, undecided, waiting_for
from mailflow.engine.draft import BRUSSELS, Draft
from mailflow.engine.moving import is_moving, nobody_answered
from mailflow.engine.people import contact, contacts, deputies, hr, requester, service_person
from mailflow.engine.proposing import offer_dates, settle
from mailflow.model.event import AnswerArrived, TimerFired, Writer
from mailflow.model.letter import Fact, Recipient, SendLetter, Shown
from mailflow.model.meaning import Answer
from mailflow.model.request import Visit
from mailflow.model.words import LetterKind, Role, TimerName, VisitState


def fall_due(draft: Draft, event: TimerFired) -> None:
    """Do what a timer was set for; a timer whose reason is gone does nothing."""
    draft.disarm(event.name, visit=event.visit)
    if draft.request.closed:
        return
    DUE[event.name](draft, event.visit)
    settle(draft)


def remind(draft: Draft, to: Recipient, of: LetterKind, facts: dict[str, Fact], shown: tuple[Shown, ...] = ()) -> None:
    """Send the same letter again, shorter, once."""
    visits = tuple(part.visit for part in shown)
    draft.order(SendLetter(LetterKind.REMINDER, to, of=of, facts=facts, shown=shown, visits=visits))


def complete_reminder(draft: Draft, _visit: int) -> None:
    """Remind the requester of what is missing."""
    facts: dict[str, Fact] = {
        "missing": tuple(name.value for name in draft.request.missing),
        "heard_by": draft.due(TimerName.COMPLETE_CLOSE),
    }
    of = LetterKind.RECEIVED if draft.request.missing or draft.request.unknown_services else LetterKind.QUESTION
    remind(draft, requester(draft), of, facts)
    draft.note("mailflow", "reminder", of.value)


def complete_close(draft: Draft, _visit: int) -> None:
    """Close a request that was never completed, or whose requester left HR's question open; a reply reopens it.

    Where HR has gone on with any of its visits meanwhile, nothing was waiting for the answer any more.
    """
    states = {visit.state for visit in draft.request.visits}
    if states <= {VisitState.REQUESTED, VisitState.CANCELLED, VisitState.REFUSED}:
        if not states or VisitState.REQUESTED in states:
            expire(draft)
    elif undecided(draft):
        ask_hr(draft, "incomplete")


def expire(draft: Draft) -> None:
    """Close a request by time and tell the requester."""
    draft.put(closed="expired", timers=(), pending=None)
    draft.send(LetterKind.CLOSED, requester(draft), {"why": "expired"})
    draft.note("mailflow", "expired")


def decide_reminder(draft: Draft, _visit: int) -> None:
    """Remind HR of what it has to decide."""
    if awaits_hr(draft):
        facts: dict[str, Fact] = {"occasion": "new", "deadline": draft.due(TimerName.DECIDE_DEPUTY)}
        for person in hr(draft):
            remind(draft, person, LetterKind.DECIDE, facts)
        draft.note("mailflow", "reminder", "decide")


def decide_deputy(draft: Draft, _visit: int) -> None:
    """Ask HR's deputies; without any, remind HR again, and go on doing so until somebody decides."""
    if not awaits_hr(draft):
        return
    others = deputies(draft)
    facts: dict[str, Fact] = {"occasion": "new"}
    for person in others:
        draft.send(LetterKind.DECIDE, person, facts)
    if not others:
        for person in hr(draft):
            remind(draft, person, LetterKind.DECIDE, facts)
    draft.arm(TimerName.DECIDE_DEPUTY)
    draft.note("mailflow", "reminder", "deputies" if others else "decide")


def decide_later(draft: Draft, _visit: int) -> None:
    """Put a request before HR again on the day that HR chose."""
    draft.put(later=None)
    if awaits_hr(draft):
        ask_hr(draft, "later")


def dates_reminder(draft: Draft, number: int) -> None:
    """Remind a service of the dates it was asked about."""
    visit = draft.visit(number)
    if not is_moving(visit, Role.SERVICE) and (visit.state is not VisitState.PROPOSED or visit.suited is not None):
        return
    facts: dict[str, Fact] = {"deadline": draft.due(TimerName.DATES_ESCALATE, number)}
    for person in contacts(draft, visit):
        remind(draft, person, LetterKind.WHICH_DATES, facts, (Shown(number, visit.proposed),))
    draft.note("mailflow", f"reminder {number}", "which_dates")


def dates_escalate(draft: Draft, number: int) -> None:
    """Ask a silent service's deputy and tell HR; the requester gets what the other services answered."""
    visit = draft.visit(number)
    if is_moving(visit, Role.SERVICE):
        nobody_answered(draft, number, Role.SERVICE)
        return
    if visit.state is not VisitState.PROPOSED or visit.suited is not None:
        return
    draft.put_visit(number, need="silent")
    ask_deputies(draft, visit)
    alert_hr(draft, "silent_service", (number,), facts={"address": ", ".join(visit.contacts)})
    offer_dates(draft)


def ask_deputies(draft: Draft, visit: Visit) -> None:
    """Ask the deputies of a visit's contacts the same question."""
    named = (contact(draft, visit, address).deputy.lower() for address in visit.contacts)
    for address in dict.fromkeys(d for d in named if d and d not in visit.contacts):
        draft.put_visit(visit.number, contacts=(*draft.visit(visit.number).contacts, address))
        shown = (Shown(visit.number, visit.proposed),)
        draft.send(LetterKind.WHICH_DATES, service_person(draft, visit, address), visits=(visit.number,), shown=shown)


def choose_reminder(draft: Draft, _visit: int) -> None:
    """Remind the requester of the choice."""
    shown = offered(draft)
    if shown:
        facts: dict[str, Fact] = {
            "proposal": tuple((str(part.visit), "A") for part in shown),
            "deadline": draft.due(TimerName.CHOOSE_CLOSE),
        }
        remind(draft, requester(draft), LetterKind.CHOOSE, facts, shown)
        draft.note("mailflow", "reminder", "choose")


def offered(draft: Draft) -> tuple[Shown, ...]:
    """Return the slots that are on offer to the requester."""
    return tuple(Shown(v.number, v.offered) for v in draft.request.visits if v.offered)


def choose_close(draft: Draft, _visit: int) -> None:
    """Release what was on offer and not chosen; with nothing else agreed, the request closes."""
    for visit in draft.request.visits:
        if is_moving(visit, Role.REQUESTER):
            nobody_answered(draft, visit.number, Role.REQUESTER)
    shown = offered(draft)
    for part in shown:
        visit = draft.visit(part.visit)
        tell_contacts(draft, ((visit, contacts(draft, visit)),), "expired")
        clear_date(draft, part.visit, VisitState.APPROVED)
        draft.put_visit(part.visit, need="silent")
        draft.note("mailflow", f"released {part.visit}")
    still = [v for v in draft.request.visits if v.state in (VisitState.AGREED, VisitState.HELD, VisitState.PROPOSED)]
    if shown and not still and not has_undecided(draft, shown):
        for part in shown:
            draft.put_visit(part.visit, need="")
        expire(draft)
    elif shown:
        facts = {"phone": draft.request.requester.phone, "address": draft.request.requester.address}
        alert_hr(draft, "silent_requester", tuple(part.visit for part in shown), facts=facts)


def has_undecided(draft: Draft, released: tuple[Shown, ...]) -> bool:
    """Say whether HR still has something to decide besides what was just released."""
    return bool(set(undecided(draft)) - {part.visit for part in released})


def progress(draft: Draft, _visit: int) -> None:
    """Tell a requester who hasn't heard anything where the request is; and go on doing so while it is open."""
    waits = waiting_for(draft)
    if waits == "nobody":
        return
    due = draft.arm(TimerName.PROGRESS)
    closes = draft.due(TimerName.COMPLETE_CLOSE) or draft.due(TimerName.CHOOSE_CLOSE)
    by = closes if waits == Role.REQUESTER.value and closes else due.astimezone(BRUSSELS).date().isoformat()
    draft.send(LetterKind.PROGRESS, requester(draft), {"waiting_for": waits, "heard_by": by})
    draft.note("mailflow", "progress", waits)


def undo(draft: Draft, _visit: int) -> None:
    """Close the undo window: HR's commands take effect."""
    pending = draft.request.pending
    if pending is None:
        return
    draft.put(pending=None)
    event = AnswerArrived(Writer(Role.HR, pending.by_address), Answer(pending.commands), draft.source)
    carry_out(draft, event, pending.commands, at_once=True)


def practical(draft: Draft, number: int) -> None:
    """Send the practical information for a day, once for all its visits."""
    visit = draft.visit(number)
    if visit.state is not VisitState.AGREED or visit.slot is None:
        return
    day = visit.slot.day
    same = tuple(
        v.number for v in draft.request.visits if v.state is VisitState.AGREED and v.slot and v.slot.day == day
    )
    for other in same:
        draft.disarm(TimerName.PRACTICAL, visit=other)
    draft.send(LetterKind.PRACTICAL, requester(draft), visits=same)
    draft.note("mailflow", "practical", day.isoformat())


def visit_over(draft: Draft, number: int) -> None:
    """Call a visit held that is past; when it was the last, ``settle`` sees to the thanks."""
    if draft.visit(number).state is not VisitState.AGREED:
        return
    draft.put_visit(number, state=VisitState.HELD)
    draft.note("mailflow", f"held {number}")


def thanks(draft: Draft, _visit: int) -> None:
    """Thank the requester, with the certificate and the three questions, unless nobody came."""
    draft.put(thanked=True)
    came = tuple(v.number for v in draft.request.visits if v.state is VisitState.HELD and not v.no_show)
    if came:
        draft.send(LetterKind.THANKS, requester(draft), visits=came)
        draft.note("mailflow", "thanks")


DUE: dict[TimerName, Callable[[Draft, int], None]] = {
    TimerName.COMPLETE_REMINDER: complete_reminder,
    TimerName.COMPLETE_CLOSE: complete_close,
    TimerName.DECIDE_REMINDER: decide_reminder,
    TimerName.DECIDE_DEPUTY: decide_deputy,
    TimerName.DECIDE_LATER: decide_later,
    TimerName.DATES_REMINDER: dates_reminder,
    TimerName.DATES_ESCALATE: dates_escalate,
    TimerName.CHOOSE_REMINDER: choose_reminder,
    TimerName.CHOOSE_CLOSE: choose_close,
    TimerName.PROGRESS: progress,
    TimerName.UNDO: undo,
    TimerName.PRACTICAL: practical,
    TimerName.VISIT_OVER: visit_over,
    TimerName.THANKS: thanks,
}
