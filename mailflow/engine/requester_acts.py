"""What a requester can do: pick a half-day, name others, move, withdraw (SPEC §5, §6.4)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.agenda.slots import obstacle
from mailflow.engine.agreeing import agree, call_off, clear_date, stop_negotiating
from mailflow.engine.deciding import HR_TIMERS, alert_hr, remember, tell_contacts, undecided
from mailflow.engine.draft import Draft
from mailflow.engine.moving import accept_move, ask_to_move, is_moving, refuse_move
from mailflow.engine.objection import Objection, Step
from mailflow.engine.people import contacts, requester
from mailflow.engine.proposing import CHOICE_TIMERS, SERVICE_TIMERS, offer, propose, reopen
from mailflow.engine.service_acts import checked_slots, fix, shown_slots, slot_of
from mailflow.engine.wishing import is_early, wish
from mailflow.model.dates import Exclusion, Slot
from mailflow.model.letter import SendLetter
from mailflow.model.request import OPEN, Visit
from mailflow.model.words import CommandName, LetterKind, Role, TimerName, VisitState


def pick(step: Step) -> None:
    """Agree the half-days that the requester picks; OK alone means proposal 1, the letter A everywhere."""
    draft = step.draft
    wanted = picked_slots(step)
    lost = []
    for number, slot in wanted.items():
        # Looked at one by one: what has just been agreed for one visit may stand in the way of the next.
        if obstacle(draft.request, draft.visit(number), slot, draft.situation):
            lost.append(number)
            continue
        draft.note(step.who, f"pick {number}")
        if is_moving(draft.visit(number), Role.REQUESTER):
            accept_move(draft, number, slot)
        else:
            agree(draft, number, slot)
    for number in lost:
        draft.note(step.who, f"pick {number}", "lost")
        if is_moving(draft.visit(number), Role.REQUESTER):
            refuse_move(draft, number)
            continue
        offer_what_is_left(draft, number, wanted[number])


def picked_slots(step: Step) -> dict[int, Slot]:
    """Return the picked half-day per visit; object to a letter that could belong to several visits."""
    draft = step.draft
    open_visits = {n: shown_slots(step, n, draft.visit(n).offered) for n in step.visits}
    if not step.command.slots:
        return {number: slots[0] for number, slots in open_visits.items() if slots}
    wanted: dict[int, Slot] = {}
    for chosen in step.command.slots:
        number = chosen.visit or (step.visits[0] if len(step.visits) == 1 else 0)
        if not number:
            raise Objection("needs_visit", line=chosen.slot)
        if number not in open_visits or number in wanted:
            raise Objection("slot", line=f"{number}{chosen.slot}")
        wanted[number] = slot_of(chosen, open_visits[number])
    if len(set(wanted.values())) < len(wanted):
        raise Objection("full")
    return wanted


def offer_what_is_left(draft: Draft, number: int, lost: Slot) -> None:
    """Offer again without the half-day that somebody else got meanwhile; with nothing left, look for new ones."""
    visit = draft.visit(number)
    left = tuple(s for s in visit.offered if s != lost and not obstacle(draft.request, visit, s, draft.situation))
    if left:
        offer(draft, {number: left}, "lost")
    else:
        reopen(draft, visit, "lost")


def none_suits(step: Step) -> None:
    """None of the half-days suits the requester: look for others, and leave out what was offered."""
    draft = step.draft
    for number in step.visits:
        visit = draft.visit(number)
        draft.note(step.who, f"none {number}", step.command.text)
        if is_moving(visit, Role.REQUESTER):
            refuse_move(draft, number, step.command.text)
            continue
        refused = tuple(_exclusion(slot) for slot in visit.offered)
        visit = draft.put_visit(number, exclude=(*visit.exclude, *refused, *step.command.exclude))
        reopen(draft, visit, "none", step.command.text)
    stop_choosing(draft)


def _exclusion(slot: Slot) -> Exclusion:
    return Exclusion(date=slot.day, half=slot.half)


def stop_choosing(draft: Draft) -> None:
    """Stop waiting for a choice when nothing is on offer any more."""
    if not any(v.offered for v in draft.request.visits):
        draft.disarm(*CHOICE_TIMERS)


def date(step: Step) -> None:
    """Take other dates that the requester names: one that was on offer is a pick, the rest goes to the service.

    Where HR must decide or act first, they are wishes.
    """
    draft = step.draft
    early = tuple(number for number in step.visits if is_early(draft.visit(number)))
    if early:
        wish(step, early)
    for number in step.visits:
        if number in early:
            continue
        slots = checked_slots(step, number)
        visit = draft.visit(number)
        if not visit.confirm:
            must_be_free(draft, visit, slots)
        on_offer = tuple(slot for slot in slots if slot in visit.offered)
        draft.note(step.who, f"date {number}")
        if len(on_offer) == 1 and len(slots) == 1:
            agree(draft, number, on_offer[0])
        else:
            counter(draft, visit, slots, step)
    stop_choosing(draft)


def must_be_free(draft: Draft, visit: Visit, slots: tuple[Slot, ...]) -> None:
    """Object to a half-day on which the service doesn't receive, where nobody there will be asked any more."""
    for slot in slots:
        if hindrance := obstacle(draft.request, visit, slot, draft.situation):
            raise Objection("too_soon" if hindrance == "too_soon" else "full", meant=(slot.day,))


def counter(draft: Draft, visit: Visit, slots: tuple[Slot, ...], step: Step) -> None:
    """Put the requester's own dates before the service; after too many rounds HR is asked to phone."""
    number = visit.number
    wishes = tuple(w for w in step.command.dates if w.visit in (0, number))
    rounds = visit.rounds + 1
    visit = draft.put_visit(
        number, wishes=(*visit.wishes, *wishes), rounds=rounds, suited=None, offered=(), state=VisitState.APPROVED
    )
    if rounds > draft.rulebook.office.max_rounds:
        draft.put_visit(number, need="rounds")
        alert_hr(draft, "rounds", (number,), facts={"phone": draft.request.requester.phone})
    elif visit.confirm and visit.contacts:
        propose(draft, visit, slots, ("counter", ""))
    elif len(slots) == 1:
        agree(draft, number, slots[0])
    else:
        draft.put_visit(number, suited=slots)


def reschedule(step: Step) -> None:
    """Look for another half-day: a service or HR that names one moves it at once, a requester who does asks to move.

    Without a date the agreed one is given back, and new ones are looked for.
    """
    draft = step.draft
    role = step.event.writer.role
    for number in step.visits:
        if step.command.dates and role is not Role.REQUESTER:
            fix(step, number, checked_slots(step, number))
            continue
        draft.note(step.who, f"reschedule {number}", step.command.text)
        if step.command.dates:
            ask_to_move(draft, number, checked_slots(step, number), step.event.writer.address)
        else:
            release(draft, number, role.value)
    stop_choosing(draft)


def another_date(step: Step) -> None:
    """Let a requester have another date: move an agreed one, refuse those on offer, else name wishes."""
    draft = step.draft
    agreed = tuple(n for n in step.visits if draft.visit(n).state is VisitState.AGREED)
    offered = tuple(n for n in step.visits if draft.visit(n).state is VisitState.OFFERED)
    others = tuple(n for n in step.visits if n not in (*agreed, *offered))
    if agreed:
        reschedule(replace(step, visits=agreed))
    if offered:
        (date if step.command.dates else none_suits)(replace(step, visits=offered))
    if others:
        (date if step.command.dates else wish)(replace(step, visits=others))


def release(draft: Draft, number: int, by: str, *, urgent: bool = False) -> Visit:
    """Take an agreed half-day back and leave the visit approved, without the half-day that didn't do."""
    before = draft.visit(number)
    if before.slot is None:
        return before
    call_off(draft, number, by, again=True, urgent=urgent)
    draft.arm(TimerName.PROGRESS)
    visit = clear_date(draft, number, VisitState.APPROVED)
    return draft.put_visit(number, exclude=(*visit.exclude, _exclusion(before.slot)))


def ill(step: Step) -> None:
    """Somebody can't come, now: the others and HR are told at once, with a phone number; said as "prevented" only."""
    draft = step.draft
    role = step.event.writer.role
    for number in step.visits:
        visit = draft.visit(number)
        phone = draft.request.requester.phone if role is Role.SERVICE else (visit.host.phone if visit.host else "")
        release(draft, number, role.value, urgent=True)
        draft.note(step.who, f"prevented {number}")
        alert_hr(draft, "ill", (number,), facts={"address": step.event.writer.address, "phone": phone})


def cancel(step: Step) -> None:
    """Cancel visits; when none is left the request is withdrawn (or, by HR, refused without a date)."""
    draft = step.draft
    by = step.event.writer.role
    awaited = bool(undecided(draft))
    had_date = False
    for number in step.visits:
        visit = draft.visit(number)
        if visit.state is VisitState.AGREED:
            call_off(draft, number, by.value, again=False)
            had_date = True
        elif visit.state is VisitState.PROPOSED:
            tell_contacts(draft, ((visit, contacts(draft, visit)),), by.value)
        clear_date(draft, number, VisitState.CANCELLED)
        draft.put_visit(number, need="", reason=step.command.text)
        draft.disarm(*SERVICE_TIMERS, visit=number)
        stop_negotiating(draft, number)
        if by is Role.HR:
            remember(step, number, CommandName.CANCEL)
        draft.note(step.who, f"cancel {number}", step.command.text)
    stop_choosing(draft)
    if awaited and by is not Role.HR:
        tell_hr(draft, step)
    close_if_nothing_is_left(draft, tell=not had_date)


def service_cancel(step: Step) -> None:
    """Give an agreed half-day up for good, as its service: guests are told, HR must find another way."""
    draft = step.draft
    for number in step.visits:
        call_off(draft, number, Role.SERVICE.value, again=True)
        clear_date(draft, number, VisitState.DECLINED)
        draft.put_visit(number, need="declined", host=None)
        draft.note(step.who, f"cancel {number}", step.command.text)
        facts = {"text": step.command.text, "address": step.event.writer.address}
        alert_hr(draft, "cancelled", (number,), facts=facts)


def tell_hr(draft: Draft, step: Step) -> None:
    """Tell HR that there is nothing left to decide, or less."""
    if not undecided(draft):
        draft.disarm(*HR_TIMERS)
    alert_hr(draft, "cancelled", step.visits, facts={"text": step.command.text, "address": step.event.writer.address})


def close_if_nothing_is_left(draft: Draft, *, tell: bool) -> None:
    """Close a request of which, after a cancellation, every visit is cancelled or refused."""
    states = {v.state for v in draft.request.visits}
    if states & OPEN or states & {VisitState.AGREED, VisitState.HELD, VisitState.DECLINED}:
        return
    draft.put(closed="withdrawn", timers=(), pending=None)
    if tell:
        draft.order(SendLetter(LetterKind.CLOSED, requester(draft), facts={"why": "withdrawn"}))
