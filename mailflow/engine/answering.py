"""Somebody answered: who may, what is meant, and then all of it or nothing (SPEC §5, §10)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.engine.arriving import ask_for_the_rest, changed_fields, follow_up, take
from mailflow.engine.asking import not_understood, say_where_it_stands, writer_recipient
from mailflow.engine.deciding import ask_hr, earlier, undecided
from mailflow.engine.draft import Draft
from mailflow.engine.holding import hold, released
from mailflow.engine.objection import AlreadyDecided, Objection, Step
from mailflow.engine.people import hr_person
from mailflow.engine.proposing import settle
from mailflow.engine.scope import visits_for
from mailflow.engine.table import Row, row_for
from mailflow.engine.undoing import discard, drop_pending, must_wait, postpone
from mailflow.model.event import AnswerArrived
from mailflow.model.letter import Fact, SendLetter
from mailflow.model.meaning import Command
from mailflow.model.request import Request
from mailflow.model.words import CommandName, LetterKind, Role, VisitState

DECISIONS = frozenset({CommandName.APPROVE, CommandName.REFUSE})
YES = frozenset({CommandName.APPROVE, CommandName.PICK})
ASKS_NOTHING = frozenset(
    {
        LetterKind.RECEIVED,
        LetterKind.RECEIPT,
        LetterKind.DECISION,
        LetterKind.AGREED,
        LetterKind.MOVED,
        LetterKind.CANCELLED,
        LetterKind.PRACTICAL,
        LetterKind.THANKS,
        LetterKind.PROGRESS,
        LetterKind.CLOSED,
        LetterKind.HOW_TO_ASK,
    }
)
NO_REOPENING = frozenset({CommandName.CANCEL, CommandName.HELP, CommandName.STATUS, CommandName.LANGUAGE})


def answer(draft: Draft, event: AnswerArrived) -> None:
    """Do what an answer asks, or say why not."""
    if not event.writer.trusted:
        hold(draft, event)
        return
    if event.about:
        freed = released(draft, event)
        if freed is None:
            return
        event = freed
    if draft.request.closed and not reopens(draft, event):
        return
    listen(draft, event)
    settle(draft)


def listen(draft: Draft, event: AnswerArrived) -> None:
    """Take over fields, do commands, or read the words of a trusted answer."""
    before = draft.request
    if event.form is not None and event.writer.role is Role.REQUESTER:
        take(draft, event.form)
    if says_fine(draft, event):
        draft.note(_who(event), "courtesy", event.answer.new_text[:80])
    elif is_reply_to_question(event):
        remark(draft, event.answer.new_text)
    elif event.answer.commands:
        carry_out(draft, event, event.answer.commands)
    if event.form is not None and changed_fields(before, draft.request):
        take_fields(draft, event, before)
    elif not event.answer.commands:
        read_words(draft, event)


def take_fields(draft: Draft, event: AnswerArrived, before: Request) -> None:
    """Go on with fields that changed; words beside them that nobody could read are not lost on the way."""
    unread = event.answer.unsure is not None
    if unread and event.writer.role is Role.REQUESTER and event.letter is LetterKind.QUESTION:
        draft.put(remarks=f"{draft.request.remarks}\n{event.answer.new_text}".strip())
        unread = False
    draft.note(_who(event), "fields", ", ".join(changed_fields(before, draft.request)))
    follow_up(draft, before)
    if unread:
        read_words(draft, event)
    elif not (event.answer.commands or any(isinstance(effect, SendLetter) for effect in draft.effects)):
        say_where_it_stands(draft)


def says_fine(draft: Draft, event: AnswerArrived) -> bool:
    """Say whether an OK means only "fine": it answers a letter that asked for nothing, or for nothing any more."""
    if not is_plain_yes(event):
        return False
    if event.writer.role is not Role.HR:
        return event.letter in ASKS_NOTHING
    return event.letter is LetterKind.RECEIPT or (event.letter is LetterKind.ACTION and not undecided(draft))


def is_plain_yes(event: AnswerArrived) -> bool:
    """Say whether an answer is a yes and nothing else: no visit, no slot, no date."""
    commands = event.answer.commands
    if len(commands) != 1 or commands[0].name not in YES:
        return False
    return not (commands[0].visits or commands[0].slots or commands[0].dates)


def is_reply_to_question(event: AnswerArrived) -> bool:
    """Say whether a requester's yes or no answers what HR had asked in its own words."""
    names = {command.name for command in event.answer.commands}
    asked = event.letter is LetterKind.QUESTION and event.writer.role is Role.REQUESTER
    return asked and bool(names) and names <= {*YES, CommandName.NONE}


def _who(event: AnswerArrived) -> str:
    return f"{event.writer.role.value} {event.writer.address}"


def reopens(draft: Draft, event: AnswerArrived) -> bool:
    """Open a closed request again when its requester or HR still wants something; a thank-you doesn't."""
    names = {command.name for command in event.answer.commands}
    silent = event.answer.courtesy or event.answer.empty or (names and names <= NO_REOPENING)
    silent = silent or (event.writer.role is Role.REQUESTER and says_fine(draft, event))
    if event.writer.role not in (Role.REQUESTER, Role.HR) or silent or draft.request.closed == "not_a_request":
        draft.note(_who(event), "answer after the end", event.answer.new_text[:200])
        return False
    was = draft.request.closed
    draft.put(closed="")
    for visit in draft.request.visits:
        if was == "withdrawn" and visit.state is VisitState.CANCELLED:
            draft.put_visit(visit.number, state=VisitState.REQUESTED)
    draft.note(_who(event), "reopened", event.answer.new_text[:200])
    if not draft.request.complete and event.form is None:
        ask_for_the_rest(draft)
    elif undecided(draft):
        ask_hr(draft, "reopened", (event.answer.new_text[:500],))
    return True


def read_words(draft: Draft, event: AnswerArrived) -> None:
    """Deal with an answer that asks nothing of the grammar: a courtesy, words that were asked for, or unclear ones."""
    said = event.answer
    if said.courtesy:
        draft.note(_who(event), "courtesy")
    elif event.writer.role is Role.REQUESTER and event.letter is LetterKind.THANKS:
        draft.put(feedback=(*draft.request.feedback, said.new_text))
        draft.note(_who(event), "feedback")
    elif event.writer.role is Role.REQUESTER and event.letter is LetterKind.QUESTION and not said.empty:
        remark(draft, said.new_text)
    elif any(entry.what == "reopened" for entry in draft.trail) and event.writer.role is Role.REQUESTER:
        # The letter said that any reply reopens: whatever the words were, they did.
        if not any(isinstance(e, SendLetter) and e.to.role is Role.REQUESTER for e in draft.effects):
            say_where_it_stands(draft)
    elif event.form is not None and event.writer.role is Role.REQUESTER and not said.unsure:
        nothing_new(draft, event)
    else:
        unsure = said.unsure
        objection = Objection(unsure.why, line=unsure.text) if unsure else Objection("empty")
        not_understood(draft, event, objection.why, objection)


def nothing_new(draft: Draft, event: AnswerArrived) -> None:
    """Answer fields that were known already: ask for the rest, or say where the request stands."""
    draft.note(_who(event), "fields", "nothing new")
    if draft.request.complete:
        say_where_it_stands(draft)
    else:
        ask_for_the_rest(draft)


def remark(draft: Draft, text: str) -> None:
    """Keep a requester's answer to a question in their own words, and put it before HR."""
    before = draft.request
    draft.put(remarks=f"{before.remarks}\n{text}".strip())
    follow_up(draft, before)


def carry_out(draft: Draft, event: AnswerArrived, commands: tuple[Command, ...], *, at_once: bool = False) -> None:
    """Do all commands of an answer, or none: the first that can't be done leaves everything as it was."""
    kept = (draft.request, list(draft.effects), list(draft.trail))
    try:
        if commands[0].name is CommandName.STOP:
            discard(draft, event)
            return
        if is_stale(draft, event, commands):
            show_change(draft, event)
            return
        steps = [resolve(draft, event, command) for command in commands]
        if not at_once and must_wait(draft, steps):
            postpone(draft, event, steps, resolve, run)
        else:
            run(draft, steps)
    except Objection as objection:
        draft.request, draft.effects, draft.trail = kept
        not_understood(draft, event, objection.why, objection)
    except AlreadyDecided as already:
        draft.request, draft.effects, draft.trail = kept
        draft.note(_who(event), "already decided")
        to = writer_recipient(draft, event.writer, event.visits)
        draft.send(LetterKind.RECEIPT, to, {"already": already.row, "read": ()})


def resolve(draft: Draft, event: AnswerArrived, command: Command) -> tuple[Row, Step]:
    """Find the line of the table for a command and the visits it is about."""
    row = row_for(event.writer.role, command.name)
    if row is None:
        raise Objection("not_now", line=command.text)
    if command.needs:
        raise Objection(f"needs_{command.needs[0]}")
    visits = visits_for(draft, event, row, command)
    return row, Step(draft, event, replace(command, visits=visits), visits)


def run(draft: Draft, steps: list[tuple[Row, Step]]) -> None:
    """Carry resolved commands out, in the order they were written."""
    drop_pending(draft, {number for row, step in steps for number in step.visits if row.who is Role.HR})
    for row, step in steps:
        row.act(replace(step, draft=draft))


def is_stale(draft: Draft, event: AnswerArrived, commands: tuple[Command, ...]) -> bool:
    """Say whether a decision was taken on an older version of the request than there is now (SPEC §5)."""
    decides = any(command.name in DECISIONS for command in commands)
    return decides and event.writer.role is Role.HR and 0 < event.version < draft.request.version


def show_change(draft: Draft, event: AnswerArrived) -> None:
    """Show the decider what has changed since the letter, instead of deciding."""
    request = draft.request
    changed = tuple(
        dict.fromkeys(f for v, fields in sorted(request.changes.items()) if v > event.version for f in fields)
    )
    facts: dict[str, Fact] = {"occasion": "changed", "changes": changed, "earlier": earlier(draft)}
    draft.send(LetterKind.DECIDE, hr_person(draft, event.writer.address), facts)
    draft.note(_who(event), "stale", ", ".join(changed))
