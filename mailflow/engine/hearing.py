"""What machines tell: answers of calendar programs, letters that came back, absences (SPEC §3, §7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailflow.engine.agreeing import times
from mailflow.engine.answering import answer
from mailflow.engine.counting import take
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import Draft
from mailflow.engine.falling_due import ask_deputies
from mailflow.engine.holding import hold_answer
from mailflow.engine.people import deputies, service_person
from mailflow.model.event import AbsenceNoticed, AnswerArrived, InvitationAnswered, LetterBounced
from mailflow.model.letter import Shown
from mailflow.model.request import OPEN, Guest, Visit
from mailflow.model.words import CommandName, LetterKind, Method, Role, TimerName, VisitState

LONG_ABSENCE = 3
STILL_TO_COME = OPEN | {VisitState.AGREED}
# Only an organizer may say these about our events, and that is us (RFC 5546 §1.4).
ORDERS = frozenset({Method.REQUEST, Method.CANCEL, Method.ADD, Method.PUBLISH, Method.DECLINECOUNTER})
ABOUT_THE_DATE = frozenset(
    {CommandName.CANCEL, CommandName.RESCHEDULE, CommandName.ILL, CommandName.DATE, CommandName.DECLINE}
)
IN_WORDS = ABOUT_THE_DATE | {CommandName.HOST, CommandName.LANGUAGE}
ONLY_YES = ({CommandName.PICK}, {CommandName.APPROVE})


def invitation_answered(draft: Draft, event: InvitationAnswered) -> None:
    """Take a guest's answer, or hold what can't be believed for a person (facts/itip D, E).

    What the guest wrote beside it counts as well: a command is done, other words reach HR (D12).
    """
    if is_ill(event):
        event = replace(event, answer=replace(event.answer, comment=""))
    said = event.answer
    who = f"calendar {event.writer.address}"
    if said.method in ORDERS:
        draft.note(who, f"ignored {said.method.value}", "only the organizer may say so")
        return
    visit = next((v for v in draft.request.visits if v.uid == said.uid), None)
    if visit is None or visit.state is not VisitState.AGREED:
        draft.note(who, "calendar answer to a visit that is no more", f"{said.method.value} {said.partstat.value}")
        tell_words(draft, event, None)
        return
    guest = guest_of(visit, event)
    doubt = doubt_about(draft, visit, guest, event)
    if doubt:
        hold_answer(draft, event, visit, guest, doubt)
        return
    assert guest is not None
    spoken = do_words(draft, event, guest)
    visit = draft.visit(visit.number)
    still = next((g for g in visit.guests if g.address == guest.address), None)
    if visit.state is VisitState.AGREED and visit.uid == said.uid and still is not None:
        take(draft, visit, still, said, spoken=spoken)
    else:
        draft.note(who, f"{said.partstat.value.lower()} {visit.number}", "said in words as well")
    if not spoken:
        tell_words(draft, event, guest)


def is_ill(event: InvitationAnswered) -> bool:
    """Say whether a guest gives illness as the reason: that is stored and sent as "prevented" only (SPEC §5)."""
    return any(command.name is CommandName.ILL for command in event.words.commands)


def guest_of(visit: Visit, event: InvitationAnswered) -> Guest | None:
    """Return the guest whose answer this seems to be: the ATTENDEE, the address it claims, or the writer."""
    said = event.answer
    seen = (said.guest, said.email, event.writer.address)
    return next((g for address in seen for g in visit.guests if g.address.lower() == address), None)


def doubt_about(draft: Draft, visit: Visit, guest: Guest | None, event: InvitationAnswered) -> str:
    """Return why an answer can't be counted, as one word; ``""`` if it can (RFC 6047 §2.2.1)."""
    said = event.answer
    if said.problem or event.writer.doubt:
        return said.problem or event.writer.doubt
    if guest is None:
        return "not_invited"
    if not guest.address.lower() == said.guest == event.writer.address:
        return "other_address"
    if said.method is Method.REPLY and said.sequence > visit.sequence and said.start_at != times(draft, visit)[0]:
        return "other_time"
    return ""


def do_words(draft: Draft, event: InvitationAnswered, guest: Guest) -> bool:
    """Do what a guest asks in words beside the answer, as if it had been a mail; say whether it was about the date."""
    names = {command.name for command in event.words.commands}
    if not names or not names <= IN_WORDS or guest.role is Role.PARTICIPANT:
        return False
    before = next(v for v in draft.request.visits if v.uid == event.answer.uid)
    writer = replace(event.writer, role=guest.role)
    answer(draft, AnswerArrived(writer, event.words, event.source, letter=LetterKind.AGREED, visits=(before.number,)))
    # Words that could not be done are asked about, and must not silence the answer they came with.
    return bool(names & ABOUT_THE_DATE) and draft.visit(before.number) != before


def tell_words(draft: Draft, event: InvitationAnswered, guest: Guest | None) -> None:
    """Let HR read what was written beside an answer, unless it is a courtesy or has gone to the other side."""
    words = event.words
    shown = event.answer.method is Method.COUNTER and guest is not None and guest.role is Role.REQUESTER
    names = {command.name for command in words.commands}
    done = names and names <= IN_WORDS and guest is not None and guest.role is not Role.PARTICIPANT
    known = guest is not None or is_known(draft, event.writer.address)
    if (
        is_ill(event)
        or words.empty
        or words.courtesy
        or not words.new_text
        or shown
        or done
        or names in ONLY_YES
        or not known
    ):
        return
    visits = tuple(v.number for v in draft.request.visits if event.answer.uid in (v.uid, *v.former_uids))
    alert_hr(draft, "comment", visits, facts={"address": event.writer.address, "text": words.new_text[:2000]})


def is_known(draft: Draft, address: str) -> bool:
    """Say whether an address belongs to the request: who comes, who was asked, who receives."""
    request = draft.request
    people = {request.requester.address, *(p.email.lower() for p in request.participants if p.email)}
    hosts = {v.host.address for v in request.visits if v.host}
    return address in people | hosts | {each for v in request.visits for each in v.contacts}


def letter_bounced(draft: Draft, event: LetterBounced) -> None:
    """Tell HR that a letter could not be delivered, and whom to phone."""
    draft.note("mailflow", f"undeliverable {event.kind.value} {event.address}", event.reason[:200])
    if event.role is Role.HR:
        return
    phone = draft.request.requester.phone if event.role is Role.REQUESTER else ""
    facts = {"address": event.address, "text": event.reason[:500], "phone": phone}
    alert_hr(draft, "undeliverable", event.visits, facts=facts)


def absence_noticed(draft: Draft, event: AbsenceNoticed) -> None:
    """Take an absence of more than 3 working days into account: ask the deputy, or let the reminder wait.

    Who is gone, with no return in sight, gives no day to wait for: HR hears of it.
    """
    what = "gone" if event.gone else "absent"
    draft.note(f"{event.role.value} {event.address}", what, event.until.isoformat() if event.until else "")
    if not event.gone and (event.until is None or draft.workdays.count(draft.today, event.until) <= LONG_ABSENCE):
        return
    if event.role is Role.HR:
        for person in deputies(draft):
            draft.send(LetterKind.DECIDE, person, {"occasion": "new"})
    elif event.role is Role.SERVICE:
        service_absent(draft, event)
    elif event.role is Role.REQUESTER and not event.gone:
        wait_until_back(draft, event)
    if event.gone and event.role in {Role.SERVICE, Role.REQUESTER}:
        tell_gone(draft, event)


def tell_gone(draft: Draft, event: AbsenceNoticed) -> None:
    """Tell HR that a requester, a contact or a host of what is still to come is gone, and who may be there instead."""
    request = draft.request
    visits = [v for v in request.visits if v.state in STILL_TO_COME]
    if event.role is Role.SERVICE:
        visits = [v for v in visits if event.address in (*v.contacts, v.host.address if v.host else "")]
    if visits:
        phone = request.requester.phone if event.role is Role.REQUESTER else ""
        facts = {"address": event.address, "phone": phone, "instead": event.deputy}
        alert_hr(draft, "gone", tuple(v.number for v in visits), facts=facts)


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
        if len(draft.effects) == before and not event.gone:
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
