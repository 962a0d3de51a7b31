"""Asking for dates: slots to the services, then one letter with everything to the requester (SPEC §6.1 to 6.3)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.agenda.combine import best
from mailflow.agenda.propose import proposals
from mailflow.agenda.slots import obstacle
from mailflow.engine.agreeing import agree, invite_newcomers, thanks_at
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import Draft
from mailflow.engine.people import contacts, requester
from mailflow.model.dates import Slot, Wish
from mailflow.model.letter import SendLetter, Shown
from mailflow.model.request import OPEN, Visit
from mailflow.model.words import Half, LetterKind, TimerName, VisitState

SERVICE_TIMERS = (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE)
CHOICE_TIMERS = (TimerName.CHOOSE_REMINDER, TimerName.CHOOSE_CLOSE)


def settle(draft: Draft) -> None:
    """Do what follows by itself: ask services of approved visits, then offer the requester what they answered.

    Who has joined since a date was agreed is invited to it.
    """
    if draft.request.closed:
        return
    invite_newcomers(draft)
    waiting = tuple(
        v for v in draft.request.visits if v.state is VisitState.APPROVED and v.suited is None and not v.need
    )
    if waiting:
        ask_for_dates(draft, waiting)
    offer_dates(draft)
    await_thanks(draft)


def await_thanks(draft: Draft) -> None:
    """Let thanks follow at noon of the working day after the last visit, however the others ended."""
    states = {v.state for v in draft.request.visits}
    still_to_come = states & (OPEN | {VisitState.AGREED, VisitState.DECLINED})
    armed = any(timer.name is TimerName.THANKS for timer in draft.request.timers)
    if VisitState.HELD in states and not (still_to_come or armed or draft.request.thanked):
        draft.arm(TimerName.THANKS, at=thanks_at(draft))


def ask_for_dates(draft: Draft, visits: tuple[Visit, ...], again: str = "", detail: str = "") -> None:
    """Propose slots to the services of these visits; where none needs to be asked, the slots stand as suited."""
    found = proposals(draft.request, tuple(v.number for v in visits), draft.situation)
    for visit in visits:
        slots = found.get(visit.number, ())
        if visit.confirm and not visit.contacts:
            draft.put_visit(visit.number, need="no_contact")
            alert_hr(draft, "no_contact", (visit.number,))
        elif not slots:
            draft.put_visit(visit.number, need="no_dates", rounds=visit.rounds + 1)
            alert_hr(draft, "no_dates", (visit.number,))
        elif visit.confirm:
            propose(draft, visit, slots, (again, detail))
        else:
            draft.put_visit(visit.number, suited=slots)


def propose(draft: Draft, visit: Visit, slots: tuple[Slot, ...], why: tuple[str, str] = ("", "")) -> None:
    """Ask the contacts of one visit which of these slots suit; ``why`` are the facts ``again`` and ``detail``."""
    number = visit.number
    draft.put_visit(number, state=VisitState.PROPOSED, proposed=slots, suited=None, offered=(), need="")
    draft.arm(TimerName.DATES_REMINDER, number)
    draft.arm(TimerName.DATES_ESCALATE, number)
    draft.arm(TimerName.PROGRESS)
    facts = {"deadline": draft.due(TimerName.DATES_REMINDER, number), "again": why[0], "detail": why[1]}
    facts = {name: value for name, value in facts.items() if value}
    for person in contacts(draft, visit):
        draft.send(LetterKind.WHICH_DATES, person, facts, visits=(number,), shown=(Shown(number, slots),))
    draft.note("mailflow", f"proposed {number}", slots_text(slots))


def wishes_by_visit(draft: Draft, numbers: tuple[int, ...]) -> tuple[Wish, ...]:
    """Return the requester's wishes, each for the visits that it is for."""
    wishes: list[Wish] = []
    for visit in map(draft.visit, numbers):
        own = (*visit.wishes, *draft.request.wishes)
        wishes += [replace(w, visit=visit.number) for w in own if w.service in ("", visit.service)]
    return tuple(wishes)


def slots_text(slots: tuple[Slot, ...]) -> str:
    """Return slots for the trail."""
    return ", ".join(f"{slot.day.isoformat()} {slot.half.value}" for slot in slots)


def service_suits(draft: Draft, number: int, slots: tuple[Slot, ...]) -> None:
    """Take the slots that a service says suit; one that was wished for and stands alone is agreed at once."""
    draft.disarm(*SERVICE_TIMERS, visit=number)
    visit = draft.put_visit(number, suited=slots, need="")
    draft.note("mailflow", f"suits {number}", slots_text(slots))
    if (
        len(slots) == 1
        and wished(draft, visit, slots[0])
        and not obstacle(draft.request, visit, slots[0], draft.situation)
    ):
        agree(draft, number, slots[0])


def wished(draft: Draft, visit: Visit, slot: Slot) -> bool:
    """Say whether a slot is among the requester's own wishes for this visit."""
    return any(covers(wish, slot, visit.service) for wish in (*visit.wishes, *draft.request.wishes))


def covers(wish: Wish, slot: Slot, service: str) -> bool:
    """Say whether a wish covers a slot of a service; a wish without a half covers both halves."""
    return wish.date == slot.day and wish.half in (slot.half, Half.ANY) and wish.service in ("", service)


def offer_dates(draft: Draft, *, again: str = "") -> None:
    """Send the requester one letter with all slots, once every service that was asked has answered."""
    answered = tuple(v for v in draft.request.visits if is_answered(v))
    unanswered = any(v.state is VisitState.PROPOSED and v.suited is None and not v.need for v in draft.request.visits)
    if not answered or unanswered:
        return
    options: dict[int, tuple[Slot, ...]] = {}
    for visit in answered:
        free = tuple(s for s in visit.suited or () if not obstacle(draft.request, visit, s, draft.situation))
        if free:
            options[visit.number] = free
        else:
            reopen(draft, visit, "lost")
    also_open = {v.number: v.offered for v in draft.request.visits if v.state is VisitState.OFFERED and v.offered}
    if options:
        offer(draft, {**also_open, **options}, again)


def is_answered(visit: Visit) -> bool:
    """Say whether a service's answer waits to be put before the requester."""
    return visit.state in (VisitState.APPROVED, VisitState.PROPOSED) and bool(visit.suited) and not visit.need


def reopen(draft: Draft, visit: Visit, again: str, detail: str = "") -> None:
    """Look for new dates for a visit whose slots are gone or don't suit; after too many rounds HR must phone."""
    rounds = visit.rounds + 1
    changed = draft.put_visit(
        visit.number, state=VisitState.APPROVED, rounds=rounds, proposed=(), suited=None, offered=(), slot=None
    )
    if rounds >= draft.rulebook.office.max_rounds:
        draft.put_visit(visit.number, need="rounds")
        alert_hr(draft, "rounds", (visit.number,), facts={"text": detail, "phone": draft.request.requester.phone})
        return
    ask_for_dates(draft, (changed,), again, detail)


def offer(draft: Draft, options: dict[int, tuple[Slot, ...]], again: str = "") -> None:
    """Offer slots to the requester; the best combination carries the letter A everywhere, so that OK means it."""
    chosen = best(options, wishes_by_visit(draft, tuple(options)))
    shown = []
    for number, slots in sorted(options.items()):
        first = chosen.get(number, slots[0])
        ordered = (first, *(slot for slot in slots if slot != first))
        draft.put_visit(number, state=VisitState.OFFERED, offered=ordered, suited=ordered)
        shown.append(Shown(number, ordered))
    for name in CHOICE_TIMERS:
        draft.arm(name)
    draft.arm(TimerName.PROGRESS)
    facts = {"proposal": tuple((str(s.visit), "A") for s in shown if s.visit in chosen)}
    deadline = {"deadline": draft.due(TimerName.CHOOSE_CLOSE), **({"again": again} if again else {})}
    order = SendLetter(LetterKind.CHOOSE, requester(draft), shown=tuple(shown), facts={**facts, **deadline})
    draft.order(replace(order, visits=tuple(s.visit for s in shown)))
    for part in shown:
        draft.note("mailflow", f"offered {part.visit}", slots_text(part.slots))
