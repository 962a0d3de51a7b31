"""Answers from somebody we can't be sure of: nothing changes until the right person releases them (SPEC §10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailflow.engine.asking import not_understood
from mailflow.engine.counting import take
from mailflow.engine.deciding import alert_hr
from mailflow.engine.draft import Draft
from mailflow.engine.people import hr, requester
from mailflow.model.event import AnswerArrived, InvitationAnswered, Source, Writer
from mailflow.model.letter import Fact, SendLetter, Shown
from mailflow.model.meaning import Answer, CalendarAnswer
from mailflow.model.request import Guest, Held, Visit
from mailflow.model.words import CommandName, LetterKind, Method, Role, VisitState

YES = frozenset({CommandName.APPROVE, CommandName.PICK})
NO = frozenset({CommandName.REFUSE, CommandName.NONE, CommandName.CANCEL, CommandName.DECLINE})
RATHER_ASK = frozenset({CommandName.APPROVE, CommandName.REFUSE, CommandName.RELEASE, CommandName.IGNORE})
SETTLED = frozenset({VisitState.AGREED, VisitState.HELD, VisitState.CANCELLED})
# So many answers of one request are kept at a time, and so long, that a stranger can neither flood nor block it.
MAX_HELD = 5
KEPT = timedelta(days=30)
# What a person can stand for: the answer is whole, only who sent it, or about which hour, isn't sure.
RELEASABLE = frozenset({"other_address", "not_authenticated", "several_senders", "other_time"})


def hold(draft: Draft, event: AnswerArrived) -> None:
    """Keep an untrusted answer and ask: the registered address for a requester's, HR for everybody else's."""
    writer = event.writer
    who = f"{writer.role.value} {writer.address}"
    draft.put(held=tuple(h for h in draft.request.held if draft.now - h.at < KEPT))
    if event.answer.courtesy or len(draft.request.held) >= MAX_HELD:
        draft.note(who, "held", writer.doubt)
        return
    if is_companion(draft, writer.address):
        hear_companion(draft, event)
        return
    held = Held(
        id=draft.fresh(f"held:{event.source.message_id}")[:8],
        role=writer.role,
        address=writer.address,
        doubt=writer.doubt,
        at=draft.now,
        answer=event.answer,
        form=event.form,
        letter=event.letter,
        shown={part.visit: part.slots for part in event.shown},
        visits=event.visits,
        message_id=event.source.message_id,
        version=event.version,
    )
    draft.put(held=(*draft.request.held, held))
    draft.note(who, "held", writer.doubt)
    facts: dict[str, Fact] = {"address": writer.address, "text": event.answer.new_text[:2000]}
    if writer.role is Role.REQUESTER and writer.doubt == "other_address":
        order = SendLetter(LetterKind.IS_THIS_YOU, requester(draft), facts=facts, about=held.id)
        draft.order(replace(order, visits=event.visits))
        return
    facts = {**facts, "why": "held", "doubt": writer.doubt, "read": would_do(event)}
    for person in hr(draft):
        draft.order(SendLetter(LetterKind.ACTION, person, facts=facts, about=held.id, visits=event.visits))


def would_do(event: AnswerArrived) -> tuple[tuple[str, str, str], ...]:
    """Return what an answer asks as rows: command, visit numbers, and what stands beside it."""
    rows = []
    for c in event.answer.commands:
        slots = " ".join(f"{pick.visit or ''}{pick.slot}" for pick in c.slots)
        days = ", ".join(f"{wish.date:%d/%m/%Y}" for wish in c.dates)
        rows.append((c.name.value, ", ".join(map(str, c.visits)), c.text or c.address or slots or days))
    return tuple(rows)


def is_companion(draft: Draft, address: str) -> bool:
    """Say whether an address is that of a further participant."""
    return address in {p.email.lower() for p in draft.request.participants if p.email}


def hear_companion(draft: Draft, event: AnswerArrived) -> None:
    """Tell HR what a further participant writes: who comes along can't call the visit off for the others."""
    gone = {CommandName.CANCEL, CommandName.ILL, CommandName.NONE, CommandName.DECLINE}
    names = {command.name for command in event.answer.commands}
    draft.note(f"participant {event.writer.address}", "not coming" if names & gone else "wrote")
    ill = CommandName.ILL in names
    facts = {"address": event.writer.address, "text": "" if ill else event.answer.new_text[:2000]}
    facts = {name: text for name, text in facts.items() if text}
    alert_hr(draft, "guest_declined" if names & gone else "comment", event.visits, facts=facts)


def hold_answer(draft: Draft, event: InvitationAnswered, visit: Visit, guest: Guest | None, doubt: str) -> None:
    """Keep a calendar answer that can't be believed, and tell HR; what a person can stand for, HR can release."""
    said, writer = event.answer, event.writer
    draft.note(f"calendar {writer.address}", f"held {said.method.value} {visit.number}", doubt)
    facts: dict[str, Fact] = {"why": "calendar", "address": writer.address, "doubt": doubt}
    facts |= {name: text for name, text in (("text", said.comment), ("answered", answered(said))) if text}
    known = [h for h in draft.request.held if h.address == writer.address and h.calendar is not None]
    if any(h.doubt == doubt and h.calendar and h.calendar.partstat is said.partstat for h in known):
        return
    identity = ""
    if guest is not None and doubt in RELEASABLE and len(draft.request.held) < MAX_HELD:
        identity = draft.fresh(f"held:{event.source.message_id}")[:8]
        own = replace(said, guest=guest.address, sequence=min(said.sequence, visit.sequence))
        held = Held(identity, guest.role, writer.address, doubt, draft.now, Answer(), calendar=own)
        draft.put(held=(*draft.request.held, replace(held, visits=(visit.number,))))
        facts["why"] = "held"
    for person in hr(draft):
        draft.order(SendLetter(LetterKind.ACTION, person, facts=facts, about=identity, visits=(visit.number,)))


def answered(said: CalendarAnswer) -> str:
    """Return what a calendar program answered, as one word."""
    return said.partstat.value if said.method is Method.REPLY else said.method.value


def release_answer(draft: Draft, said: CalendarAnswer) -> None:
    """Count a calendar answer that HR stands for, if its event is still the one."""
    visit = next((v for v in draft.request.visits if v.uid == said.uid and v.state is VisitState.AGREED), None)
    guest = next((g for g in visit.guests if g.address == said.guest), None) if visit else None
    if visit is not None and guest is not None:
        take(draft, visit, guest, said)


def verdict(draft: Draft, event: AnswerArrived) -> str:
    """Say what an answer makes of what is held: ``yes``, ``no``, ``ask`` where it may mean either that or the request
    itself, or ``""`` where it says something else.

    HR has words of its own for it. "Approve" and "refuse" are taken for them only where no visit is left to decide.
    """
    commands = event.answer.commands
    names = {command.name for command in commands}
    plain = all(not c.slots and not c.dates for c in commands)
    if event.writer.role is not Role.HR:
        return "yes" if names and names <= YES and plain else "no" if names and names <= NO else ""
    if names in ({CommandName.RELEASE}, {CommandName.IGNORE}):
        return "yes" if CommandName.RELEASE in names else "no"
    states = {visit.state for visit in draft.request.visits}
    if states and states <= SETTLED and names in ({CommandName.APPROVE}, {CommandName.REFUSE}):
        return "yes" if CommandName.APPROVE in names else "no"
    return "ask" if names & RATHER_ASK else ""


def released(draft: Draft, event: AnswerArrived) -> AnswerArrived | None:
    """Return what the engine shall now hear: the held answer if this one says yes, the answer itself if it is another.

    ``None``: the answer said no, or HR was asked what it meant, or what was held has been released or dropped before.
    A yes to *that* question must never be taken for an approval of the visits.
    """
    held = next((h for h in draft.request.held if h.id == event.about), None)
    who = f"{event.writer.role.value} {event.writer.address}"
    said = verdict(draft, event)
    if not said:
        return event
    if held is None:
        draft.note(who, "nothing held any more")
        if event.writer.role is Role.HR:
            not_understood(draft, replace(event, about=""), "held_over")
        return None
    if said == "ask":
        not_understood(draft, event, "held")
        return None
    draft.put(held=tuple(h for h in draft.request.held if h is not held))
    draft.note(who, "released" if said == "yes" else "not released", held.address)
    if said == "no":
        return None
    if held.calendar is not None:
        release_answer(draft, held.calendar)
        return None
    # A requester's own confirmation stands for the registered address; what HR releases counts as the holder's.
    address = event.writer.address if held.role is event.writer.role else held.address
    return AnswerArrived(
        writer=Writer(held.role, address),
        answer=held.answer,
        source=Source(held.message_id, at=held.at),
        form=held.form,
        version=held.version,
        letter=held.letter,
        visits=held.visits,
        shown=tuple(Shown(visit, slots) for visit, slots in held.shown.items()),
    )
