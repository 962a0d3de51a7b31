"""The core: one event and one request in, one decision out. Pure and deterministic (HOUSE)."""

from __future__ import annotations

from mailflow.engine.answering import answer
from mailflow.engine.arriving import again, arrive, new_request
from mailflow.engine.draft import Draft
from mailflow.engine.falling_due import fall_due
from mailflow.engine.hearing import absence_noticed, invitation_answered, letter_bounced
from mailflow.engine.watching import keep_watch
from mailflow.model.effect import Decision
from mailflow.model.event import (
    AnswerArrived,
    Event,
    InvitationAnswered,
    LetterBounced,
    RequestArrived,
    Source,
    TimerFired,
)
from mailflow.model.request import Request
from mailflow.model.situation import Situation
from mailflow.model.words import Language


def decide(request: Request | None, event: Event, situation: Situation) -> Decision:
    """Decide what an event leads to.

    ``request`` is the record it concerns; ``None`` for a ``RequestArrived`` that makes a new one. The answer holds the
    changed record, the letters to write and what the trail says. Nothing is read but the arguments.
    """
    if isinstance(event, RequestArrived):
        return _arrival(request, event, situation)
    assert request is not None, "only a new request comes without a record"
    source = Source() if isinstance(event, TimerFired) else event.source
    draft = Draft(request, situation, source)
    if isinstance(event, AnswerArrived):
        answer(draft, event)
    elif isinstance(event, TimerFired):
        fall_due(draft, event)
    elif isinstance(event, InvitationAnswered):
        invitation_answered(draft, event)
    elif isinstance(event, LetterBounced):
        letter_bounced(draft, event)
    else:
        absence_noticed(draft, event)
    keep_watch(draft)
    return draft.decision()


def _arrival(request: Request | None, event: RequestArrived, situation: Situation) -> Decision:
    if request is not None:
        draft = Draft(request, situation, event.source)
        again(draft, event)
        keep_watch(draft)
        return draft.decision()
    language = first_language(event, situation)
    draft = Draft(new_request(event, language, situation.now), situation, event.source)
    arrive(draft, event)
    keep_watch(draft)
    return draft.decision()


def first_language(event: RequestArrived, situation: Situation) -> Language:
    """Return a new requester's language: asked for before, the field, the words, the area, else nl (SPEC §4)."""
    form = event.form
    address = (form.email or event.sender.email).lower()
    remembered = situation.languages.get(address)
    area = form.area[0] if form.area else None
    return remembered or form.language or form.written or event.language or area or Language.NL
