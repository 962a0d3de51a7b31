"""What HR can do with a request: approve, refuse, ask, put off, hand over, note (SPEC §5)."""

from __future__ import annotations

from datetime import datetime, time

from mailflow.engine.draft import BRUSSELS, Draft
from mailflow.engine.objection import Objection, Step
from mailflow.engine.people import contacts, hr, requester
from mailflow.model.effect import ReturnToInbox
from mailflow.model.letter import Fact, Recipient, SendLetter
from mailflow.model.request import Decided, Visit
from mailflow.model.words import CommandName, LetterKind, RequestState, Role, TimerName, VisitState

HR_TIMERS = (TimerName.DECIDE_REMINDER, TimerName.DECIDE_DEPUTY, TimerName.DECIDE_LATER)


def approve(step: Step) -> None:
    """Approve visits; ``settle`` then asks their services for dates."""
    draft = step.draft
    for number in step.visits:
        draft.put_visit(number, state=VisitState.APPROVED, need="", reason="", reason_code="", suited=None, proposed=())
        remember(step, number, CommandName.APPROVE)
        draft.note(step.who, f"approve {number}", step.command.text)


def refuse(step: Step) -> None:
    """Refuse visits, for a reason: a code of ``reasons.toml``, or HR's own words (law of 29 July 1991)."""
    draft = step.draft
    text = step.command.text.strip()
    if not text:
        raise Objection("needs_reason")
    code = next((c for c in draft.rulebook.reasons if c.casefold() == text.casefold().rstrip(".")), "")
    withdrawn_from = tuple(
        (visit, contacts(draft, visit))
        for visit in map(draft.visit, step.visits)
        if visit.state in (VisitState.PROPOSED, VisitState.OFFERED)
    )
    for number in step.visits:
        changes = {"state": VisitState.REFUSED, "need": "", "proposed": (), "offered": (), "suited": None}
        draft.put_visit(number, reason="" if code else text, reason_code=code, **changes)
        remember(step, number, CommandName.REFUSE)
        draft.note(step.who, f"refuse {number}", step.command.text)
    tell_contacts(draft, withdrawn_from, "hr")
    tell_refused(draft, step.visits)


def tell_refused(draft: Draft, visits: tuple[int, ...]) -> None:
    """Tell the requester what is refused and what goes on: one letter, whatever the number of reasons (SPEC §8)."""
    earlier = [e for e in draft.effects if isinstance(e, SendLetter) and e.kind is LetterKind.DECISION]
    draft.effects = [effect for effect in draft.effects if effect not in earlier]
    numbers = tuple(sorted({*visits, *(number for letter in earlier for number in letter.visits)}))
    facts: dict[str, Fact] = {
        "refused": tuple(str(number) for number in numbers),
        "continues": tuple(
            str(v.number) for v in draft.request.visits if v.state not in (VisitState.REFUSED, VisitState.CANCELLED)
        ),
    }
    draft.send(LetterKind.DECISION, requester(draft), facts, visits=numbers)


def tell_contacts(draft: Draft, asked: tuple[tuple[Visit, tuple[Recipient, ...]], ...], by: str) -> None:
    """Tell services that were asked for dates that they needn't answer any more."""
    for visit, people in asked:
        for person in people:
            draft.send(LetterKind.CANCELLED, person, {"by": by}, visits=(visit.number,))


def remember(step: Step, number: int, what: CommandName) -> None:
    """Note who decided a visit, and stop waiting for HR when every visit is decided."""
    draft = step.draft
    others = tuple(d for d in draft.request.decided if d.visit != number)
    decided = Decided(number, what.value, step.event.writer.address, draft.now)
    draft.put(decided=(*others, decided), later=None)
    # Who decides doesn't wait any longer for what the requester was asked.
    draft.disarm(TimerName.COMPLETE_REMINDER, TimerName.COMPLETE_CLOSE)
    if not undecided(draft):
        draft.disarm(*HR_TIMERS)


def undecided(draft: Draft) -> tuple[int, ...]:
    """Return the visits that HR has to decide, or where HR must act."""
    return tuple(
        v.number
        for v in draft.request.visits
        if v.state in (VisitState.REQUESTED, VisitState.DECLINED)
        or (v.need and v.state in (VisitState.APPROVED, VisitState.PROPOSED, VisitState.OFFERED))
    )


def waiting_for(draft: Draft) -> str:
    """Return for whom a request waits, as the word of the letter ``progress``."""
    if not draft.request.complete:
        return Role.REQUESTER.value
    if awaits_hr(draft):
        return Role.HR.value
    states = {v.state for v in draft.request.visits}
    if VisitState.PROPOSED in states or VisitState.APPROVED in states:
        return Role.SERVICE.value
    return Role.REQUESTER.value if VisitState.OFFERED in states else "nobody"


def awaits_hr(draft: Draft) -> bool:
    """Say whether HR must decide or act; also on a request in which no service could be read at all."""
    return draft.request.state is RequestState.AWAITING_DECISION


def more_info(step: Step) -> None:
    """Ask the requester what HR wants to know; HR waits meanwhile."""
    text = step.command.text.strip()
    if not text:
        raise Objection("needs_text")
    draft = step.draft
    draft.disarm(*HR_TIMERS)
    draft.arm(TimerName.COMPLETE_REMINDER)
    draft.arm(TimerName.COMPLETE_CLOSE)
    facts = {"text": text, "heard_by": draft.due(TimerName.COMPLETE_CLOSE)}
    draft.send(LetterKind.QUESTION, requester(draft), facts)
    draft.note(step.who, "more_info", text)


def later(step: Step) -> None:
    """Put the decision off until a day; the requester is told."""
    wishes = step.command.dates
    if not wishes:
        raise Objection("needs_date")
    draft = step.draft
    day = wishes[0].date
    if day <= draft.today:
        raise Objection("past", meant=(day,))
    draft.disarm(*HR_TIMERS)
    draft.put(later=day)
    draft.arm(TimerName.DECIDE_LATER, at=datetime.combine(day, time(8), BRUSSELS))
    draft.send(LetterKind.PROGRESS, requester(draft), {"waiting_for": Role.HR.value, "heard_by": day.isoformat()})
    draft.note(step.who, "later", day.isoformat())


def assign(step: Step) -> None:
    """Hand visits to another contact; one that is approved already is asked for dates at once."""
    draft = step.draft
    address = step.command.address.lower()
    if not address:
        raise Objection("needs_address")
    for number in step.visits:
        visit = draft.visit(number)
        if visit.state is VisitState.PROPOSED:
            tell_contacts(draft, ((visit, contacts(draft, visit)),), "hr")
        stays = visit.state is VisitState.REQUESTED
        state = VisitState.REQUESTED if stays else VisitState.APPROVED
        draft.put_visit(number, contacts=(address,), state=state, need="", proposed=(), suited=None, host=None)
        draft.note(step.who, f"assign {number}", address)
    if not undecided(draft):
        draft.disarm(*HR_TIMERS)


def add_note(step: Step) -> None:
    """Write something into the trail, for HR only."""
    if not step.command.text.strip():
        raise Objection("needs_text")
    step.draft.note(step.who, "note", step.command.text.strip())


def not_a_request(step: Step) -> None:
    """Close a record that was made from a mail which was no request, and put the mail back where humans see it."""
    draft = step.draft
    if any(visit.state in (VisitState.AGREED, VisitState.HELD) for visit in draft.request.visits):
        raise Objection("not_now")  # People have an appointment: it is cancelled first, so that they hear of it.
    asked = tuple((v, contacts(draft, v)) for v in draft.request.visits if v.state is VisitState.PROPOSED)
    tell_contacts(draft, asked, "hr")
    draft.put(closed="not_a_request", timers=(), pending=None)
    draft.effects.append(ReturnToInbox(draft.request.source_message_id))
    draft.note(step.who, "not_a_request")


def ask_hr(draft: Draft, occasion: str, changes: tuple[str, ...] = ()) -> None:
    """Put the request before HR, with all that is known, and wait for the decision."""
    draft.arm(TimerName.DECIDE_REMINDER)
    draft.arm(TimerName.DECIDE_DEPUTY)
    draft.arm(TimerName.PROGRESS)
    facts: dict[str, Fact] = {
        "occasion": occasion,
        "changes": changes,
        "earlier": earlier(draft),
        "deadline": draft.due(TimerName.DECIDE_REMINDER),
    }
    for person in hr(draft):
        draft.send(LetterKind.DECIDE, person, facts)


def earlier(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Return the person's earlier requests as rows for HR."""
    return tuple((e.ref, e.state, e.created_on.isoformat(), ", ".join(e.services)) for e in draft.situation.earlier)


def alert_hr(draft: Draft, why: str, visits: tuple[int, ...] = (), *, facts: dict[str, str] | None = None) -> None:
    """Tell HR that it must act, and keep reminding it until it does."""
    for person in hr(draft):
        draft.send(LetterKind.ACTION, person, {"why": why, **(facts or {})}, visits=visits)
    if undecided(draft):
        draft.arm(TimerName.DECIDE_REMINDER)
        draft.arm(TimerName.DECIDE_DEPUTY)
    draft.note("mailflow", f"action {why}", (facts or {}).get("text", ""))
