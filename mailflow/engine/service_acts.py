"""What a service can do: say which half-days suit, offer its own, decline, name a host, set its capacity (SPEC §5)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.agenda.slots import obstacle
from mailflow.engine.agreeing import agree, call_off, change_host, clear_date, move, times
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import Draft
from mailflow.engine.moving import accept_move, is_moving, refuse_move
from mailflow.engine.objection import Objection, Step
from mailflow.engine.people import host_of, service_person
from mailflow.engine.proposing import SERVICE_TIMERS, service_suits
from mailflow.model.dates import Exclusion, Slot, Wish
from mailflow.model.effect import SetStanding, Standing
from mailflow.model.meaning import Pick
from mailflow.model.request import Visit
from mailflow.model.words import CommandName, Half, LetterKind, Role, VisitState

# What a service or HR may override with its own date: it knows its own house better than its rule file does.
OWN_BUSINESS = frozenset({"too_soon", "too_far", "not_received", "never", "paused", "month_full", "too_many"})
WHY = {"closed": "closed_day", "past": "past", "full": "full", "busy": "full"}


def suits(step: Step) -> None:
    """Take the letters (or OK for all shown) of a service as the half-days that suit."""
    for number in step.visits:
        visit = step.draft.visit(number)
        shown = shown_slots(step, number, visit.proposed)
        picks = tuple(p for p in step.command.slots if p.visit in (0, number))
        slots = tuple(slot_of(pick, shown) for pick in picks) if picks else shown
        if is_moving(visit, Role.SERVICE):
            step.draft.note(step.who, f"pick {number}")
            answer_move(step, number, slots[0])
        else:
            answer_suits(step, number, slots)


def answer_move(step: Step, number: int, slot: Slot) -> None:
    """Move a visit to the half-day that was asked for, unless it has been taken meanwhile."""
    draft = step.draft
    hindrance = obstacle(draft.request, draft.visit(number), slot, draft.situation)
    if hindrance and hindrance not in OWN_BUSINESS:
        raise Objection(WHY.get(hindrance, "closed_day"), meant=(slot.day,))
    accept_move(draft, number, slot)


def shown_slots(step: Step, number: int, otherwise: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return the slots that the answered letter showed, since its letters A, B, C mean those."""
    return next((part.slots for part in step.event.shown if part.visit == number), otherwise)


def slot_of(pick: Pick, slots: tuple[Slot, ...]) -> Slot:
    """Return the slot behind a letter."""
    index = ord(pick.slot.upper()) - ord("A")
    if not 0 <= index < len(slots):
        raise Objection("needs_slot", line=pick.slot)
    return slots[index]


def answer_suits(step: Step, number: int, slots: tuple[Slot, ...]) -> None:
    """Record which half-days suit; whoever answers for the service becomes the host unless one is named."""
    draft = step.draft
    visit = draft.visit(number)
    if visit.host is None:
        draft.put_visit(number, host=host_of(draft, visit, step.event.writer.address))
    draft.note(step.who, f"pick {number}")
    if visit.state is VisitState.OFFERED:
        # The service changes what it had said: the requester gets a new choice, in which the old one no longer stands.
        draft.put_visit(number, state=VisitState.PROPOSED, offered=())
    service_suits(draft, number, slots)


def date(step: Step) -> None:
    """Take a service's dates: bare ones are its offer, ``DATUM`` was agreed outside and is fixed at once."""
    for number in step.visits:
        slots = checked_slots(step, number)
        if step.command.bare and step.draft.visit(number).state is not VisitState.AGREED:
            answer_suits(step, number, slots)
        else:
            fix(step, number, slots)


def fix(step: Step, number: int, slots: tuple[Slot, ...]) -> None:
    """Fix a visit on the one half-day that was named: agreed outside, or moved."""
    if len(slots) != 1:
        raise Objection("half", meant=tuple(slot.day for slot in slots))
    draft = step.draft
    visit = draft.visit(number)
    if visit.state is not VisitState.AGREED:
        agree(draft, number, slots[0])
    elif visit.slot != slots[0]:
        move(draft, number, slots[0])
    draft.note(step.who, f"date {number}")


def checked_slots(step: Step, number: int) -> tuple[Slot, ...]:
    """Return the half-days that a command names for a visit; one that can't be is asked back (SPEC §6.2)."""
    unclear = step.command.unclear_dates
    if unclear:
        raise Objection("ambiguous_date", line=unclear[0].text, meant=unclear[0].meant)
    wishes = tuple(w for w in step.command.dates if w.visit in (0, number))
    if not wishes:
        raise Objection("needs_date")
    return tuple(slot for wish in wishes for slot in possible(step.draft, number, wish))


def possible(draft: Draft, number: int, wish: Wish) -> tuple[Slot, ...]:
    """Return the half-days of a named date that are possible; object if none is."""
    visit = draft.visit(number)
    halves = (Half.AM, Half.PM) if wish.half is Half.ANY else (wish.half,)
    found = {
        slot: obstacle(draft.request, visit, slot, draft.situation) for slot in (Slot(wish.date, h) for h in halves)
    }
    fine = tuple(slot for slot, hindrance in found.items() if not hindrance or hindrance in OWN_BUSINESS)
    if not fine:
        raise Objection(WHY.get(next(iter(found.values())), "closed_day"), meant=(wish.date,))
    return fine


def none_suits(step: Step) -> None:
    """No slot suits a service: HR must act, with the service's own words."""
    draft = step.draft
    for number in step.visits:
        if is_moving(draft.visit(number), Role.SERVICE):
            draft.note(step.who, f"none {number}", step.command.text)
            refuse_move(draft, number)  # A service's own words reach HR only.
            continue
        draft.disarm(*SERVICE_TIMERS, visit=number)
        visit = draft.visit(number)
        gone = tuple(Exclusion(date=slot.day, half=slot.half) for slot in visit.proposed)
        draft.put_visit(number, need="no_dates", suited=None, exclude=(*visit.exclude, *gone))
        draft.note(step.who, f"none {number}", step.command.text)
        alert_hr(draft, "no_dates", (number,), facts={"text": step.command.text, "address": step.event.writer.address})


def decline(step: Step) -> None:
    """Decline a visit, as its service: the words reach HR only, and HR must act."""
    draft = step.draft
    if not step.command.text.strip():
        raise Objection("needs_reason")
    for number in step.visits:
        visit = draft.visit(number)
        if visit.state is VisitState.AGREED:
            call_off(draft, number, "service", again=True)
        draft.disarm(*SERVICE_TIMERS, visit=number)
        clear_date(draft, number, VisitState.DECLINED)
        draft.put_visit(number, need="declined", host=None)
        draft.note(step.who, f"decline {number}", step.command.text)
        alert_hr(draft, "declined", (number,), facts={"text": step.command.text, "address": step.event.writer.address})


def host(step: Step) -> None:
    """Name who receives the visitors."""
    if not step.command.address:
        raise Objection("needs_address")
    for number in step.visits:
        visit = step.draft.visit(number)
        must_be_here(step.draft, visit, step.command.address.lower())
        change_host(step.draft, number, host_of(step.draft, visit, step.command.address.lower()))
        step.draft.note(step.who, f"host {number}", step.command.address)


def must_be_here(draft: Draft, visit: Visit, address: str) -> None:
    """Object to a host who receives somebody of another service in the same half-day."""
    if visit.slot is None or (visit.host and visit.host.address == address):
        return
    elsewhere = (r for r in draft.situation.reservations if r.agreed and r.slot == visit.slot)
    if any(r.host == address and r.service != visit.service for r in elsewhere):
        raise Objection("full", line=address, meant=(visit.slot.day,))


def no_show(step: Step) -> None:
    """Note that the visitors did not come: no thanks, no certificate; HR is told."""
    draft = step.draft
    for number in step.visits:
        if times(draft, draft.visit(number))[0] > draft.now:
            raise Objection("not_now")
        draft.put_visit(number, no_show=True)
        draft.note(step.who, f"no_show {number}")
        alert_hr(draft, "no_show", (number,), facts={"address": step.event.writer.address})


def set_capacity(step: Step) -> None:
    """Remember a service's standing capacity: a pause, a limit a month, a weekday on which it never receives."""
    draft = step.draft
    command = step.command
    for service in dict.fromkeys(draft.visit(number).service for number in step.visits):
        before = draft.situation.standings.get(service, Standing(service))
        if command.name is CommandName.PAUSE:
            if command.until is None:
                raise Objection("needs_date")
            after = replace(before, paused_until=command.until)
        elif command.name is CommandName.LIMIT:
            after = replace(before, per_month=command.count)
        else:
            days = {e.weekday for e in command.exclude if e.weekday}
            if not days:
                raise Objection("needs_date")
            after = replace(before, never=tuple(sorted({*before.never, *days})))
        draft.effects.append(SetStanding(after))
        draft.note(step.who, command.name.value, service)
    answer_done(step)


def answer_done(step: Step) -> None:
    """Tell the writer that it was read, and how."""
    visits = ", ".join(str(number) for number in step.visits)
    text = step.command.text or (
        step.command.until.isoformat() if step.command.until else str(step.command.count or "")
    )
    rows = ((step.command.name.value, visits, text),)
    visit = step.draft.visit(step.visits[0])
    person = service_person(step.draft, visit, step.event.writer.address)
    step.draft.send(LetterKind.RECEIPT, person, {"read": rows, "done": True}, visits=step.visits)
