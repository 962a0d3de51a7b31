"""Answers from somebody we can't be sure of: nothing changes until the right person releases them (SPEC §10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailflow.engine.draft import Draft
from mailflow.engine.people import hr, requester
from mailflow.model.event import AnswerArrived, Source, Writer
from mailflow.model.letter import Fact, SendLetter, Shown
from mailflow.model.request import Held
from mailflow.model.words import CommandName, LetterKind, Role

YES = frozenset({CommandName.APPROVE, CommandName.PICK})
NO = frozenset({CommandName.REFUSE, CommandName.NONE, CommandName.CANCEL, CommandName.DECLINE})
# So many answers of one request are kept at a time, and so long, that a stranger can neither flood nor block it.
MAX_HELD = 5
KEPT = timedelta(days=30)


def hold(draft: Draft, event: AnswerArrived) -> None:
    """Keep an untrusted answer and ask: the registered address for a requester's, HR for everybody else's."""
    writer = event.writer
    who = f"{writer.role.value} {writer.address}"
    draft.put(held=tuple(h for h in draft.request.held if draft.now - h.at < KEPT))
    if event.answer.courtesy or len(draft.request.held) >= MAX_HELD:
        draft.note(who, "held", writer.doubt)
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
    facts = {**facts, "why": "held", "doubt": writer.doubt}
    for person in hr(draft):
        draft.order(SendLetter(LetterKind.ACTION, person, facts=facts, about=held.id, visits=event.visits))


def released(draft: Draft, event: AnswerArrived) -> AnswerArrived | None:
    """Return what the engine shall now hear: the held answer if this one says yes, the answer itself if it is another.

    ``None``: the answer said no, or what was held has been released or dropped before. A yes to *that* question must
    never be taken for an approval of the visits.
    """
    held = next((h for h in draft.request.held if h.id == event.about), None)
    who = f"{event.writer.role.value} {event.writer.address}"
    names = {command.name for command in event.answer.commands}
    plain = all(not c.slots and not c.dates for c in event.answer.commands)
    if held is None:
        if names and (names <= YES or names <= NO) and plain:
            draft.note(who, "nothing held any more")
            return None
        return event
    if names and names <= YES and plain:
        draft.put(held=tuple(h for h in draft.request.held if h is not held))
        draft.note(who, "released", held.address)
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
    if names & NO:
        draft.put(held=tuple(h for h in draft.request.held if h is not held))
        draft.note(who, "not released", held.address)
        return None
    return event
