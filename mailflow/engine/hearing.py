"""What machines tell: answers of calendar programs, letters that came back, absences (SPEC §3, §7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.agenda.slots import obstacle
from mailflow.engine.agreeing import invite_again
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import BRUSSELS, Draft
from mailflow.engine.falling_due import ask_deputies
from mailflow.engine.moving import ask_to_move, decline_counter
from mailflow.engine.people import deputies, service_person
from mailflow.engine.proposing import settle
from mailflow.engine.requester_acts import release
from mailflow.engine.service_acts import OWN_BUSINESS
from mailflow.model.dates import Slot
from mailflow.model.event import AbsenceNoticed, InvitationAnswered, LetterBounced
from mailflow.model.letter import Shown
from mailflow.model.meaning import CalendarAnswer
from mailflow.model.request import Guest, Visit
from mailflow.model.words import Half, LetterKind, Method, Partstat, Role, TimerName, VisitState

LONG_ABSENCE = 3
MIDDAY = 13
COUNTED = frozenset({Partstat.ACCEPTED, Partstat.DECLINED, Partstat.TENTATIVE})


def invitation_answered(draft: Draft, event: InvitationAnswered) -> None:
    """Record a guest's answer, once, in the guest's own order; hold what can't be counted for a person (itip D, E)."""
    said = event.answer
    visit = next((v for v in draft.request.visits if v.uid == said.uid), None)
    who = f"calendar {event.writer.address}"
    if visit is None or visit.state is not VisitState.AGREED:
        draft.note(who, "calendar answer to a visit that is no more", said.method.value)
        return
    guest = next((g for g in visit.guests if g.address == said.guest), None)
    if said.problem or guest is None or not event.writer.trusted or event.writer.address != said.guest:
        doubt = said.problem or event.writer.doubt or ("not_invited" if guest is None else "other_address")
        draft.note(who, f"held {said.method.value}", doubt)
        facts = {"address": event.writer.address, "doubt": doubt, "text": said.comment}
        alert_hr(draft, "held", (visit.number,), facts=facts)
        return
    if said.method is Method.REFRESH:
        invite_again(draft, visit, guest)
        draft.note(who, f"refresh {visit.number}")
    elif said.method is Method.COUNTER:
        counter(draft, visit, guest, said)
    elif said.method is Method.REPLY:
        count(draft, visit, guest, said)


def counter(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer) -> None:
    """Put a guest's counter-proposal before the other side; it never moves the date by itself (RFC 5546 §3.2.7)."""
    when = said.proposal[0].astimezone(BRUSSELS) if said.proposal else None
    draft.note(f"calendar {guest.address}", f"counter {visit.number}", when.isoformat() if when else "")
    facts = {"address": said.guest, "text": said.comment, **({"until": when.date().isoformat()} if when else {})}
    if when is None or guest.role is Role.PARTICIPANT:
        alert_hr(draft, "counter", (visit.number,), facts=facts)
        return
    if said.sequence < visit.sequence:
        return
    slot = Slot(when.date(), Half.AM if when.hour < MIDDAY else Half.PM)
    hindrance = obstacle(draft.request, visit, slot, draft.situation)
    if slot == visit.slot or (hindrance and not (guest.role is Role.SERVICE and hindrance in OWN_BUSINESS)):
        decline_counter(draft, visit, guest, "")
        return
    ask_to_move(draft, visit.number, (slot,), guest.address)


def count(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer) -> None:
    """Count a REPLY unless a later one of the same guest was counted (SEQUENCE, then DTSTAMP; RFC 5546 §2.1.5)."""
    stamp = said.stamp_at or draft.now
    who = f"calendar {guest.address}"
    if (said.sequence, stamp) <= order_of(guest):
        draft.note(who, f"older answer {visit.number}", said.partstat.value)
        return
    current = said.sequence >= visit.sequence
    partstat = said.partstat if current and said.partstat in COUNTED else guest.partstat
    counted = replace(guest, partstat=partstat, answer_sequence=said.sequence, answer_stamp_at=stamp)
    draft.put_visit(visit.number, guests=tuple(counted if g is guest else g for g in visit.guests))
    draft.note(who, f"{said.partstat.value.lower()} {visit.number}", said.comment)
    if current and said.partstat is Partstat.DECLINED and guest.role is not Role.PARTICIPANT:
        release(draft, visit.number, guest.role.value)
        settle(draft)


def order_of(guest: Guest) -> tuple[int, datetime]:
    """Return what a later answer of this guest must exceed."""
    earliest = datetime.min.replace(tzinfo=guest.answer_stamp_at.tzinfo) if guest.answer_stamp_at else None
    return guest.answer_sequence, guest.answer_stamp_at or earliest or _BEGIN


_BEGIN = datetime.fromisoformat("0001-01-02T00:00:00+00:00")


def letter_bounced(draft: Draft, event: LetterBounced) -> None:
    """Tell HR that a letter could not be delivered, and whom to phone."""
    draft.note("mailflow", f"undeliverable {event.kind.value} {event.address}", event.reason[:200])
    if event.role is Role.HR:
        return
    phone = draft.request.requester.phone if event.role is Role.REQUESTER else ""
    facts = {"address": event.address, "text": event.reason[:500], "phone": phone}
    alert_hr(draft, "undeliverable", event.visits, facts=facts)


def absence_noticed(draft: Draft, event: AbsenceNoticed) -> None:
    """Take an absence of more than 3 working days into account: ask the deputy, or let the reminder wait."""
    draft.note(f"{event.role.value} {event.address}", "absent", event.until.isoformat() if event.until else "")
    if event.until is None or draft.workdays.count(draft.today, event.until) <= LONG_ABSENCE:
        return
    if event.role is Role.HR:
        for person in deputies(draft):
            draft.send(LetterKind.DECIDE, person, {"occasion": "new"})
    elif event.role is Role.SERVICE:
        service_absent(draft, event)
    elif event.role is Role.REQUESTER:
        wait_until_back(draft, event)


def service_absent(draft: Draft, event: AbsenceNoticed) -> None:
    """Ask the deputy of an absent contact: the one of the rules, else the internal address the absence names."""
    for visit in draft.request.visits:
        if visit.state is not VisitState.PROPOSED or event.address not in visit.contacts or visit.suited is not None:
            continue
        before = len(draft.effects)
        ask_deputies(draft, visit)
        inside = event.address.rpartition("@")[2]
        if len(draft.effects) == before and event.deputy.lower().endswith(f"@{inside}"):
            address = event.deputy.lower()
            draft.put_visit(visit.number, contacts=(*visit.contacts, address))
            shown = (Shown(visit.number, visit.proposed),)
            draft.send(
                LetterKind.WHICH_DATES, service_person(draft, visit, address), visits=(visit.number,), shown=shown
            )
        if len(draft.effects) == before:
            until = event.until.isoformat() if event.until else ""
            alert_hr(draft, "absence", (visit.number,), facts={"address": event.address, "until": until})


def wait_until_back(draft: Draft, event: AbsenceNoticed) -> None:
    """Let a requester's reminder wait until the first working day after the absence."""
    assert event.until is not None
    back = draft.workdays.after(event.until, 1)
    for timer in draft.request.timers:
        if timer.name in (TimerName.COMPLETE_REMINDER, TimerName.CHOOSE_REMINDER):
            days = max((back - timer.due_at.date()).days, 0)
            draft.arm(timer.name, timer.visit, at=timer.due_at + timedelta(days=days))
