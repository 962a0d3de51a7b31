"""Questions to mailflow itself: status, help, another language; and asking back what was meant (SPEC §5)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.engine.deciding import alert_hr, waiting_for
from mailflow.engine.draft import Draft
from mailflow.engine.objection import Objection, Step
from mailflow.engine.people import hr_person, requester, service_person
from mailflow.model.effect import RememberLanguage
from mailflow.model.event import AnswerArrived, Writer
from mailflow.model.letter import Fact, Recipient, SendLetter
from mailflow.model.words import Language, LetterKind, Role, TimerName, VisitState


def writer_recipient(draft: Draft, writer: Writer, visits: tuple[int, ...] = ()) -> Recipient:
    """Return the writer of an answer as a recipient, in the writer's language."""
    if writer.role is Role.HR:
        return hr_person(draft, writer.address)
    if writer.role is Role.SERVICE and draft.request.visits:
        number = visits[0] if visits else draft.request.visits[0].number
        return service_person(draft, draft.visit(number), writer.address)
    return replace(requester(draft), address=writer.address)


def status(step: Step) -> None:
    """Tell the writer where the request stands."""
    to = writer_recipient(step.draft, step.event.writer, step.event.visits)
    step.draft.send(LetterKind.PROGRESS, to, {"waiting_for": waiting_for(step.draft)})
    step.draft.note(step.who, "status")


def say_where_it_stands(draft: Draft) -> None:
    """Tell the requester where the request stands now, and by when there will be news."""
    facts: dict[str, Fact] = {"waiting_for": waiting_for(draft)}
    heard_by = draft.due(TimerName.PROGRESS)
    draft.send(LetterKind.PROGRESS, requester(draft), {**facts, **({"heard_by": heard_by} if heard_by else {})})


def explain(step: Step) -> None:
    """Tell the writer what can be answered here."""
    ask_back(step.draft, step.event, "help")
    step.draft.note(step.who, "help")


def language(step: Step) -> None:
    """Remember the language somebody asked for; a requester's is the request's."""
    draft = step.draft
    wanted = step.command.language
    assert wanted is not None
    draft.effects.append(RememberLanguage(step.event.writer.address, wanted))
    if step.event.writer.role is Role.REQUESTER:
        draft.put(language=wanted)
        update_guest_language(draft, wanted)
        draft.send(LetterKind.PROGRESS, requester(draft), {"waiting_for": waiting_for(draft)})
    draft.note(step.who, "language", wanted.value)


def update_guest_language(draft: Draft, wanted: Language) -> None:
    """Let later invitations to the requester speak the new language."""
    for visit in draft.request.visits:
        guests = tuple(replace(g, language=wanted) if g.role is Role.REQUESTER else g for g in visit.guests)
        draft.put_visit(visit.number, guests=guests)


def ask_back(draft: Draft, event: AnswerArrived, why: str, objection: Objection | None = None) -> None:
    """Ask the writer what was meant, with the line quoted and the choices of the letter that was answered."""
    facts: dict[str, Fact] = {"why": why}
    if objection and objection.line:
        facts["line"] = objection.line
    if objection and objection.meant:
        facts["meant"] = tuple(day.isoformat() for day in objection.meant)
    to = writer_recipient(draft, event.writer, event.visits)
    order = SendLetter(LetterKind.UNCLEAR, to, of=event.letter, visits=event.visits, shown=event.shown, facts=facts)
    draft.order(replace(order, about=event.about))


def not_understood(draft: Draft, event: AnswerArrived, why: str, objection: Objection | None = None) -> None:
    """Ask back once per step, then let a person of HR look; near a visit HR looks at once (SPEC §5)."""
    writer = event.writer
    kind = event.letter.value if event.letter else ""
    step = f"{writer.role.value}:{writer.address}:{kind}:{draft.request.version}:{event.visits}"
    line = objection.line if objection else ""
    draft.note(f"{writer.role.value} {writer.address}", f"unclear {why}", line)
    near = writer.role is not Role.HR and near_a_visit(draft)
    if step in draft.request.unclear_steps or near:
        facts = {"text": event.answer.new_text[:2000], "address": writer.address}
        alert_hr(draft, "unclear", event.visits, facts=facts)
        return
    draft.put(unclear_steps=(*draft.request.unclear_steps, step))
    ask_back(draft, event, why, objection)


def near_a_visit(draft: Draft) -> bool:
    """Say whether an agreed visit is at most 2 working days away."""
    limit = draft.workdays.after(draft.today, 2)
    return any(v.state is VisitState.AGREED and v.slot and v.slot.day <= limit for v in draft.request.visits)
