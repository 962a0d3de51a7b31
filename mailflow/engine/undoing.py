"""The undo window: what HR decides in part, refuses, cancels or dates takes effect a little later (SPEC §5)."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.engine.deciding import undecided
from mailflow.engine.draft import Draft
from mailflow.engine.objection import AlreadyDecided, Objection, Step
from mailflow.engine.people import hr_person
from mailflow.engine.proposing import settle
from mailflow.engine.table import Row
from mailflow.model.event import AnswerArrived
from mailflow.model.letter import Fact, SendLetter
from mailflow.model.meaning import Command
from mailflow.model.request import Pending
from mailflow.model.words import CommandName, LetterKind, Role, TimerName

Steps = list[tuple[Row, Step]]
Run = Callable[[Draft, Steps], None]
Resolve = Callable[[Draft, AnswerArrived, Command], tuple[Row, Step]]


def must_wait(draft: Draft, steps: Steps) -> bool:
    """Say whether an answer takes effect only after the undo window: anything but a plain approval of all."""
    if not draft.situation.settings.undo or steps[0][1].event.writer.role is not Role.HR:
        return False
    if any(row.waits for row, _ in steps):
        return True
    approved = {n for row, step in steps for n in step.visits if row.does is CommandName.APPROVE}
    return bool(approved) and not approved >= set(undecided(draft))


def postpone(draft: Draft, event: AnswerArrived, steps: Steps, resolve: Resolve, run: Run) -> None:
    """Keep commands until the window ends, and show the decider how they were read and what will leave.

    Commands about other visits that wait already are shown and tried again with the new ones, as they will be done.
    """
    before = draft.request.pending
    commands = tuple(step.command for _, step in steps)
    if before and before.commands == commands:
        raise AlreadyDecided((before.by_address, commands[0].name.value, before.at.isoformat()))
    touched = {n for command in commands for n in command.visits}
    kept = tuple(c for c in before.commands if not touched & set(c.visits)) if before else ()
    trial = Draft(draft.request, draft.situation, draft.source)
    run(trial, [*(resolve(draft, event, command) for command in kept), *steps])
    settle(trial)
    due = draft.arm(TimerName.UNDO, at=draft.now + draft.situation.settings.undo)
    address = event.writer.address
    message_id = event.source.message_id
    draft.put(pending=Pending((*kept, *commands), Role.HR, address, draft.now, due, message_id))
    rows = tuple((c.name.value, ", ".join(map(str, c.visits)), c.text) for c in (*kept, *commands))
    announced = tuple(
        e for e in trial.effects if isinstance(e, SendLetter) and e.to.role in (Role.REQUESTER, Role.PARTICIPANT)
    )
    draft.order(
        SendLetter(
            LetterKind.RECEIPT,
            hr_person(draft, address),
            facts={"read": rows, "leaves_at": due},
            preview=announced,
            preview_of=trial.request,
            urgent=True,
        )
    )
    draft.note(f"hr {address}", "pending", "; ".join(" ".join(row).strip() for row in rows))


def discard(draft: Draft, event: AnswerArrived) -> None:
    """Discard what waits (``STOP``); nothing has left yet."""
    if draft.request.pending is None:
        raise Objection("not_now")
    draft.put(pending=None)
    draft.disarm(TimerName.UNDO)
    draft.note(f"hr {event.writer.address}", "stop")
    facts: dict[str, Fact] = {"read": (), "discarded": True}
    draft.send(LetterKind.RECEIPT, hr_person(draft, event.writer.address), facts)


def drop_pending(draft: Draft, visits: set[int]) -> None:
    """Drop waiting commands about visits that have been decided otherwise meanwhile."""
    pending = draft.request.pending
    if pending and any(visits & set(command.visits) for command in pending.commands):
        draft.put(pending=None)
        draft.disarm(TimerName.UNDO)
