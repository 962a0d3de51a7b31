"""A guest asks to move an agreed visit: the other side is asked, and the agreed half-day holds meanwhile (SPEC §7).

It begins with a COUNTER of a calendar program or with a mail that names another date; it ends with a REQUEST for the
new half-day, or with a DECLINECOUNTER and the old one.
"""

from __future__ import annotations

from mailflow.engine.agreeing import move
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import Draft
from mailflow.engine.people import guest_recipient, requester, service_person
from mailflow.model.dates import Slot
from mailflow.model.letter import Fact, Invitation, Recipient, SendLetter, Shown
from mailflow.model.meaning import CalendarAnswer
from mailflow.model.request import Guest, Visit
from mailflow.model.words import LetterKind, Method, Role, TimerName, VisitState

WAITS_FOR_SERVICE = (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE)
WAITS_FOR_REQUESTER = (TimerName.CHOOSE_REMINDER, TimerName.CHOOSE_CLOSE)


def is_moving(visit: Visit, who: Role) -> bool:
    """Say whether somebody is asked whether an agreed visit may move."""
    slots = visit.proposed if who is Role.SERVICE else visit.offered
    return visit.state is VisitState.AGREED and bool(slots)


def ask_to_move(
    draft: Draft, number: int, slots: tuple[Slot, ...], mover: str, said: CalendarAnswer | None = None
) -> None:
    """Put a guest's other half-days before the other side; ``said`` is the COUNTER, if a calendar program asks.

    A service that leaves the choice to the requester (``confirm = false``) isn't asked about one half-day either.
    """
    stop_moving(draft, number)
    visit = draft.visit(number)
    if len(slots) == 1 and not visit.confirm and mover != (visit.host.address if visit.host else ""):
        accept_move(draft, number, slots[0])
        return
    visit = draft.put_visit(number, mover=mover, mover_sequence=said.sequence if said else -1)
    if visit.host is not None and mover == visit.host.address:
        ask_requester(draft, visit, slots)
    else:
        ask_service(draft, visit, slots, said.comment if said else "")
    draft.note("mailflow", f"move asked {number}", ", ".join(f"{s.day.isoformat()} {s.half.value}" for s in slots))


def ask_service(draft: Draft, visit: Visit, slots: tuple[Slot, ...], words: str = "") -> None:
    """Ask the host, or the contacts, whether a half-day that the requester names would suit as well."""
    number = visit.number
    draft.put_visit(number, proposed=slots)
    for name in WAITS_FOR_SERVICE:
        draft.arm(name, number)
    facts: dict[str, Fact] = {"again": "counter", "deadline": draft.due(TimerName.DATES_REMINDER, number)}
    if words:
        facts["detail"] = words[:500]
    for person in receivers(draft, visit):
        draft.send(LetterKind.WHICH_DATES, person, facts, visits=(number,), shown=(Shown(number, slots),))


def receivers(draft: Draft, visit: Visit) -> tuple[Recipient, ...]:
    """Return who speaks for the service of an agreed visit: its host, else its contacts."""
    addresses = (visit.host.address,) if visit.host else visit.contacts
    return tuple(service_person(draft, visit, address) for address in addresses)


def ask_requester(draft: Draft, visit: Visit, slots: tuple[Slot, ...]) -> None:
    """Ask the requester whether a half-day that the host names would suit as well."""
    number = visit.number
    draft.put_visit(number, offered=slots)
    for name in WAITS_FOR_REQUESTER:
        draft.arm(name)
    facts: dict[str, Fact] = {
        "again": "counter",
        "proposal": ((str(number), "A"),),
        "deadline": draft.due(TimerName.CHOOSE_CLOSE),
    }
    draft.send(LetterKind.CHOOSE, requester(draft), facts, visits=(number,), shown=(Shown(number, slots),))


def accept_move(draft: Draft, number: int, slot: Slot) -> None:
    """Move the visit: the same event with the next SEQUENCE to everybody."""
    stop_moving(draft, number)
    if draft.visit(number).slot != slot:
        move(draft, number, slot)


def refuse_move(draft: Draft, number: int, comment: str = "") -> None:
    """Leave the visit where it is and tell the one who asked (DECLINECOUNTER, RFC 5546 §3.2.8)."""
    visit = draft.visit(number)
    mover = next((g for g in visit.guests if g.address == visit.mover), None)
    sequence = visit.mover_sequence
    stop_moving(draft, number)
    draft.note("mailflow", f"move refused {number}", comment)
    if mover is not None:
        decline_counter(draft, draft.visit(number), mover, comment, sequence)


def decline_counter(draft: Draft, visit: Visit, guest: Guest, comment: str, sequence: int = -1) -> None:
    """Tell a guest that the agreed half-day stays; the COUNTER's SEQUENCE is echoed, not raised (RFC 5546 §3.2.8)."""
    visit = draft.put_visit(visit.number, stamp_at=draft.next_stamp(visit))
    assert visit.stamp_at is not None
    echoed = sequence if sequence >= 0 else visit.sequence
    answer = Invitation(Method.DECLINECOUNTER, visit.number, echoed, visit.stamp_at, comment=comment[:500])
    draft.invite(SendLetter(LetterKind.AGREED, guest_recipient(guest), urgent=True), answer)


def stop_moving(draft: Draft, number: int) -> None:
    """Forget what was asked, and stop waiting for the answer."""
    draft.put_visit(number, mover="", mover_sequence=-1, proposed=(), offered=())
    draft.disarm(*WAITS_FOR_SERVICE, visit=number)
    if not any(v.offered for v in draft.request.visits):
        draft.disarm(*WAITS_FOR_REQUESTER)


def nobody_answered(draft: Draft, number: int, silent: Role) -> None:
    """Leave the visit where it is when the other side doesn't answer in time; HR is told."""
    why = "silent_service" if silent is Role.SERVICE else "silent_requester"
    alert_hr(draft, why, (number,), facts={"phone": draft.request.requester.phone})
    refuse_move(draft, number)
