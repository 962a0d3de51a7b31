"""From an agreed half-day on: invitations, changes, cancellations, illness, no-show (SPEC §6.4, §7).

Every change goes to each guest by a mail of its own with that guest as the only ATTENDEE. SEQUENCE is one counter per
visit; a half-day that is given up gets a new UID when another is agreed (RFC 5546 §2.1.4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.agenda.due import due_at, span
from mailflow.engine.draft import BRUSSELS, Draft
from mailflow.engine.people import guest_recipient, guests_of, host_of
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Fact, Invitation, SendLetter
from mailflow.model.request import Guest, Host, Visit
from mailflow.model.rules import Duration
from mailflow.model.words import Half, LetterKind, Method, Partstat, TimerName, VisitState

VISIT_TIMERS = (TimerName.PRACTICAL, TimerName.VISIT_OVER)
NEGOTIATION_TIMERS = (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE)


def agree(draft: Draft, number: int, slot: Slot) -> None:
    """Fix a visit on a half-day and invite everybody."""
    visit = draft.visit(number)
    host = visit.host or first_free(draft, visit, slot)
    visit = draft.put_visit(
        number,
        state=VisitState.AGREED,
        slot=slot,
        host=host,
        need="",
        proposed=(),
        offered=(),
        uid=draft.fresh(f"uid:{number}:{visit.rounds}:{visit.sequence}:{draft.now.isoformat()}"),
        sequence=0,
        consent_from=0,
        stamp_at=None,
    )
    visit = draft.put_visit(number, guests=guests_of(draft, visit), stamp_at=draft.next_stamp(visit))
    stop_negotiating(draft, number)
    start_visit_timers(draft, visit)
    invite(draft, visit, LetterKind.AGREED)
    draft.note("mailflow", f"agreed {number}", f"{slot.day.isoformat()} {slot.half.value}")


def first_free(draft: Draft, visit: Visit, slot: Slot) -> Host | None:
    """Return the first contact who isn't receiving for another service in this half-day, as the host."""
    others = (r for r in draft.situation.reservations if r.agreed and r.slot == slot and r.service != visit.service)
    busy = {r.host for r in others}
    free = [address for address in visit.contacts if address.lower() not in busy]
    return host_of(draft, visit, (free or visit.contacts)[0]) if visit.contacts else None


def invite(draft: Draft, visit: Visit, kind: LetterKind, facts: dict[str, Fact] | None = None) -> None:
    """Send each guest the REQUEST for a visit as it is now."""
    assert visit.stamp_at is not None
    invitation = Invitation(Method.REQUEST, visit.number, visit.sequence, visit.stamp_at)
    for guest in visit.guests:
        letter = SendLetter(kind, guest_recipient(guest), facts=facts or {}, urgent=is_near(draft, visit.slot))
        draft.invite(letter, invitation)


def move(draft: Draft, number: int, slot: Slot) -> None:
    """Move an agreed visit to another half-day: the same event with the next SEQUENCE, consent asked anew."""
    visit = draft.visit(number)
    old = visit.slot
    assert old is not None
    guests = tuple(replace(guest, partstat=Partstat.NEEDS_ACTION) for guest in visit.guests)
    sequence = visit.sequence + 1
    visit = draft.put_visit(
        number,
        slot=slot,
        guests=guests,
        sequence=sequence,
        consent_from=sequence,
        stamp_at=draft.next_stamp(visit),
        mover="",
        mover_sequence=-1,
        proposed=(),
        offered=(),
    )
    draft.disarm(*VISIT_TIMERS, *NEGOTIATION_TIMERS, visit=number)
    start_visit_timers(draft, visit)
    invite(draft, visit, LetterKind.MOVED, {"old": old})
    draft.note("mailflow", f"moved {number}", f"{slot.day.isoformat()} {slot.half.value}")


def call_off(draft: Draft, number: int, by: str, *, again: bool, urgent: bool = False) -> None:
    """Take an agreed half-day back: CANCEL to everybody who was invited; ``again`` = another date is looked for."""
    visit = draft.visit(number)
    assert visit.slot is not None
    visit = draft.put_visit(number, sequence=visit.sequence + 1, stamp_at=draft.next_stamp(visit))
    assert visit.stamp_at is not None
    invitation = Invitation(Method.CANCEL, number, visit.sequence, visit.stamp_at)
    facts: dict[str, Fact] = {"old": visit.slot or "", "by": by, "again": again}
    for guest in visit.guests:
        near = urgent or is_near(draft, visit.slot)
        letter = SendLetter(LetterKind.CANCELLED, guest_recipient(guest), facts=facts, urgent=near, as_of=draft.request)
        draft.invite(letter, invitation)
    draft.disarm(*VISIT_TIMERS, visit=number)
    draft.note("mailflow", f"called off {number}", by)


def clear_date(draft: Draft, number: int, state: VisitState) -> Visit:
    """Leave a visit without date, guests and event, in the given state; late answers to the event are still known."""
    before = draft.visit(number)
    return draft.put_visit(
        number,
        state=state,
        former_uids=(*before.former_uids, before.uid) if before.uid else before.former_uids,
        mover="",
        mover_sequence=-1,
        consent_from=0,
        slot=None,
        guests=(),
        uid="",
        sequence=-1,
        stamp_at=None,
        proposed=(),
        suited=None,
        offered=(),
    )


def invite_again(draft: Draft, visit: Visit, guest: Guest) -> None:
    """Send one guest the event again, SEQUENCE unchanged (answer to REFRESH, RFC 5546 §3.2.6)."""
    visit = draft.put_visit(visit.number, stamp_at=draft.next_stamp(visit))
    assert visit.stamp_at is not None
    invitation = Invitation(Method.REQUEST, visit.number, visit.sequence, visit.stamp_at, keep_partstat=True)
    draft.invite(SendLetter(LetterKind.AGREED, guest_recipient(guest), urgent=True), invitation)


def change_host(draft: Draft, number: int, host: Host) -> None:
    """Give a visit another host: the old one is uninvited, the new one invited, the others told (small change)."""
    before = draft.visit(number)
    draft.put_visit(number, host=host)
    if before.state is not VisitState.AGREED or (before.host and before.host.address == host.address):
        return
    old = next((g for g in before.guests if before.host and g.address == before.host.address), None)
    kept = {g.address: g for g in before.guests if g is not old}
    visit = draft.visit(number)
    guests = tuple(kept.get(guest.address, guest) for guest in guests_of(draft, visit))
    sequence = before.sequence + (1 if old else 0)
    visit = draft.put_visit(number, guests=guests, sequence=sequence, stamp_at=draft.next_stamp(visit))
    assert visit.stamp_at is not None
    if old:
        leave = Invitation(Method.CANCEL, number, sequence, visit.stamp_at, whole=False)
        facts: dict[str, Fact] = {"by": "service", "again": False, **({"old": visit.slot} if visit.slot else {})}
        parted = replace(draft.request, visits=(replace(visit, guests=before.guests),))
        near = is_near(draft, visit.slot)
        letter = SendLetter(LetterKind.CANCELLED, guest_recipient(old), facts=facts, as_of=parted, urgent=near)
        draft.invite(letter, leave)
    stay = Invitation(Method.REQUEST, number, sequence, visit.stamp_at, keep_partstat=True)
    for guest in visit.guests:
        # Who is new gets an invitation like everybody's first one, not an update of something never seen.
        order = replace(stay, keep_partstat=guest.address in kept)
        draft.invite(SendLetter(LetterKind.AGREED, guest_recipient(guest), urgent=is_near(draft, visit.slot)), order)


def invite_newcomers(draft: Draft) -> None:
    """Invite who joined after a date was agreed, alone, to the event as it is (RFC 5546 §3.2.2)."""
    for before in draft.request.visits:
        if before.state is not VisitState.AGREED or not before.guests:
            continue
        known = {guest.address for guest in before.guests}
        more = tuple(guest for guest in guests_of(draft, before) if guest.address not in known)
        if not more:
            continue
        visit = draft.put_visit(before.number, guests=(*before.guests, *more), stamp_at=draft.next_stamp(before))
        assert visit.stamp_at is not None
        invitation = Invitation(Method.REQUEST, visit.number, visit.sequence, visit.stamp_at)
        for guest in more:
            draft.invite(SendLetter(LetterKind.AGREED, guest_recipient(guest)), invitation)
            draft.note("mailflow", f"invited {visit.number}", guest.address)


def stop_negotiating(draft: Draft, number: int) -> None:
    """Stop the timers of the search for a date that has been found or given up."""
    draft.disarm(*NEGOTIATION_TIMERS, visit=number)
    if not any(v.offered for v in draft.request.visits):
        draft.disarm(TimerName.CHOOSE_REMINDER, TimerName.CHOOSE_CLOSE)


def start_visit_timers(draft: Draft, visit: Visit) -> None:
    """Arm what happens around an agreed visit: practical information before, thanks after."""
    start, end = times(draft, visit)
    draft.arm(TimerName.VISIT_OVER, visit.number, at=end)
    day = start.astimezone(BRUSSELS).date()
    lead = draft.rulebook.timers[TimerName.PRACTICAL]
    before = draft.workdays.before(day, lead.amount) if lead.unit == "workdays" else day - timedelta(days=lead.amount)
    draft.arm(TimerName.PRACTICAL, visit.number, at=datetime(before.year, before.month, before.day, 8, tzinfo=BRUSSELS))


def times(draft: Draft, visit: Visit) -> tuple[datetime, datetime]:
    """Return begin and end of an agreed visit, UTC."""
    assert visit.slot is not None
    return span(visit.slot, hours_of(draft, visit))


def hours_of(draft: Draft, visit: Visit) -> dict[Half, Hours]:
    """Return begin and end of the half-days of a visit: its own, its service's or the house's."""
    service = draft.rulebook.services.get(visit.service)
    return {**draft.rulebook.office.hours, **(service.hours if service else {}), **visit.hours}


def is_near(draft: Draft, slot: Slot | None, workdays: int = 1) -> bool:
    """Say whether a half-day is so near that its letters don't wait for office hours (SPEC §8)."""
    return slot is not None and slot.day <= draft.workdays.after(draft.today, workdays)


def thanks_at(draft: Draft) -> datetime:
    """Return noon of the working day after today (the last visit has just ended)."""
    following = draft.workdays.after(draft.today, 1)
    noon = datetime(following.year, following.month, following.day, 12, tzinfo=BRUSSELS)
    return max(noon, due_at(draft.now, Duration(0, "m"), draft.workdays))
