"""A guest's calendar answer that may be believed: counted in the guest's own order, with what follows (SPEC §7).

Whether it may be believed is decided in ``hearing``; what HR releases comes here as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.agenda.slots import obstacle
from mailflow.engine.agreeing import hours_of, invite_again, is_near
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import BRUSSELS, Draft
from mailflow.engine.moving import accept_move, ask_to_move, decline_counter, is_moving, refuse_move
from mailflow.engine.proposing import settle
from mailflow.engine.requester_acts import release
from mailflow.engine.service_acts import OWN_BUSINESS
from mailflow.model.dates import Slot
from mailflow.model.meaning import CalendarAnswer
from mailflow.model.request import Guest, Visit
from mailflow.model.words import Half, Method, Partstat, Role

NEAR = 2  # Working days.
COUNTED = frozenset({Partstat.ACCEPTED, Partstat.DECLINED, Partstat.TENTATIVE})


def take(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer, *, spoken: bool = False) -> None:
    """Do what a guest's calendar answer asks; ``spoken``: the guest's words have been done, and go before a no."""
    if said.method is Method.REFRESH:
        invite_again(draft, visit, guest)
        draft.note(f"calendar {guest.address}", f"refresh {visit.number}")
    elif said.method is Method.COUNTER:
        counter(draft, visit, guest, said)
    else:
        count(draft, visit, guest, said, spoken=spoken)


def count(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer, *, spoken: bool = False) -> None:
    """Count a REPLY unless a later one of the same guest was counted (SEQUENCE, then DTSTAMP; RFC 5546 §2.1.5).

    An answer to an earlier half-day is noted, and is no consent to the present one.
    """
    who, what = f"calendar {guest.address}", said.partstat.value.lower()
    sequence = min(said.sequence, visit.sequence)  # Some programs raise it; then only their DTSTAMP orders them.
    if is_older(guest, sequence, said.stamp_at):
        draft.note(who, f"older answer {visit.number}", said.partstat.value)
        return
    current = sequence >= visit.consent_from
    again = current and said.partstat is guest.partstat
    partstat = said.partstat if current and said.partstat in COUNTED else guest.partstat
    stamp = said.stamp_at or (guest.answer_stamp_at if sequence == guest.answer_sequence else None)
    counted = replace(guest, partstat=partstat, answer_sequence=sequence, answer_stamp_at=stamp)
    draft.put_visit(visit.number, guests=tuple(counted if g is guest else g for g in visit.guests))
    draft.note(who, f"{what} {visit.number}" if current else f"{what} {visit.number} for an earlier date", said.comment)
    if current and not again and not spoken and said.partstat is Partstat.DECLINED:
        declined(draft, visit, counted, said.comment)


def declined(draft: Draft, visit: Visit, guest: Guest, words: str) -> None:
    """Look for another half-day when the host or the only visitor can't come; otherwise the others still can."""
    visitors = [g for g in visit.guests if g.role is not Role.SERVICE]
    alone = len(visitors) == 1 and draft.request.persons == 1
    if guest.role is Role.SERVICE or (guest.role is Role.REQUESTER and alone):
        release(draft, visit.number, guest.role.value)
        settle(draft)
    else:
        alert_hr(draft, "guest_declined", (visit.number,), facts={"address": guest.address, "text": words})


def is_older(guest: Guest, sequence: int, stamp: datetime | None) -> bool:
    """Say whether an answer comes before one that was counted; without a DTSTAMP the order of arrival holds."""
    if sequence != guest.answer_sequence:
        return sequence < guest.answer_sequence
    return bool(stamp and guest.answer_stamp_at and stamp < guest.answer_stamp_at)


def counter(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer) -> None:
    """Put a guest's counter-proposal before the other side; it never moves the date by itself (RFC 5546 §3.2.7)."""
    who = f"calendar {guest.address}"
    when = said.proposal[0].astimezone(BRUSSELS) if said.proposal else None
    if said.sequence < visit.consent_from:
        draft.note(who, f"counter {visit.number} to an earlier date", when.isoformat() if when else "")
        return
    draft.note(who, f"counter {visit.number}", when.isoformat() if when else "")
    slot = proposed_slot(draft, visit, said)
    if when is None or guest.role is Role.PARTICIPANT or slot == visit.slot:
        # A companion doesn't move a visit; other hours within the same half-day are for the two to arrange.
        facts = {"address": guest.address, "text": said.comment, "until": when.date().isoformat() if when else ""}
        alert_hr(draft, "counter", (visit.number,), facts={name: fact for name, fact in facts.items() if fact})
        return
    if slot is None or not is_possible(draft, visit, guest, slot):
        decline_counter(draft, visit, guest, "", said.sequence)
        draft.note("mailflow", f"move refused {visit.number}", "not possible")
        return
    consider(draft, visit, guest, said, slot)


def consider(draft: Draft, visit: Visit, guest: Guest, said: CalendarAnswer, slot: Slot) -> None:
    """Ask the other side; where it had proposed just that half-day, both agree, and otherwise this no answers it.

    So near the visit that a letter may come too late, HR hears of it at once (SPEC §5).
    """
    asked, other = guest.role, Role.REQUESTER if guest.role is Role.SERVICE else Role.SERVICE
    if visit.mover != guest.address and is_moving(visit, asked):
        if slot in (*visit.proposed, *visit.offered):
            accept_move(draft, visit.number, slot)
            return
        refuse_move(draft, visit.number)
    ask_to_move(draft, visit.number, (slot,), guest.address, said)
    if is_moving(draft.visit(visit.number), other) and is_near(draft, visit.slot, NEAR):
        facts = {"address": guest.address, "text": said.comment, "until": slot.day.isoformat()}
        alert_hr(draft, "counter", (visit.number,), facts={name: fact for name, fact in facts.items() if fact})


def is_possible(draft: Draft, visit: Visit, guest: Guest, slot: Slot) -> bool:
    """Say whether a half-day can be asked for; a host may set aside the rules of its own service."""
    hindrance = obstacle(draft.request, visit, slot, draft.situation)
    return not hindrance or (guest.role is Role.SERVICE and hindrance in OWN_BUSINESS)


def proposed_slot(draft: Draft, visit: Visit, said: CalendarAnswer) -> Slot | None:
    """Return the half-day that a proposed time lies in, the one it fills most; ``None`` if in none of one day."""
    if said.proposal is None:
        return None
    begin, end = (moment.astimezone(BRUSSELS) for moment in said.proposal)
    hours = hours_of(draft, visit)
    shares: dict[Half, float] = {}
    for half in (Half.AM, Half.PM):
        opens = datetime.combine(begin.date(), hours[half].start, BRUSSELS)
        closes = datetime.combine(begin.date(), hours[half].end, BRUSSELS)
        shares[half] = (min(end, closes) - max(begin, opens)).total_seconds()
    most = max(shares, key=lambda half: shares[half])
    return Slot(begin.date(), most) if shares[most] > 0 else None
