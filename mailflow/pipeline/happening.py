"""What a meaning is for a request: the events that the engine is told."""

from __future__ import annotations

from dataclasses import replace

from mailflow.model.event import (
    AbsenceNoticed,
    AnswerArrived,
    Event,
    InvitationAnswered,
    LetterBounced,
    Source,
    Writer,
)
from mailflow.model.meaning import Meaning
from mailflow.model.message import Message
from mailflow.model.request import Request
from mailflow.model.words import Kind, LetterStatus, Role
from mailflow.pipeline.conversation import Conversation, find_writer, role_in
from mailflow.pipeline.newcomers import arrival
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.reading import is_new, read_beside
from mailflow.pipeline.recognising import from_hr
from mailflow.pipeline.vouching import vouch
from mailflow.pipeline.writing import Desk
from mailflow.understanding.register_number import mask

Happening = tuple[Request | None, Event | None]


def to_event(message: Message, meaning: Meaning, conversation: Conversation, desk: Desk) -> Happening:
    """Say which event a meaning is, for which request."""
    source = Source(message.message_id, mask(message.subject)[:200], message.date_at or message.received_at)
    if meaning.kind is Kind.REQUEST:
        return arrival(message, meaning, source, desk)
    if meaning.kind is Kind.REPLY:
        return answer(message, meaning, conversation, source, desk)
    if meaning.kind is Kind.CALENDAR:
        return calendar(message, meaning, conversation, source, desk)
    if meaning.kind is Kind.BOUNCE:
        return bounced(meaning, conversation, source, desk)
    return absent(message, meaning, conversation, source)


def answer(message: Message, meaning: Meaning, conversation: Conversation, source: Source, desk: Desk) -> Happening:
    """Make the event of an answer; ``NIEUW`` by HR is a request that HR enters for somebody."""
    assert meaning.answer is not None
    writer = find_writer(message, conversation, desk.premises)
    if is_new(meaning.answer) and from_hr(message, desk.premises):
        return arrival(message, meaning, source, desk, entered=authenticated(message, desk.premises))
    if conversation.request is None:
        return None, None
    letter = conversation.letter
    event = AnswerArrived(
        writer=writer,
        answer=meaning.answer,
        source=source,
        form=meaning.form,
        language=meaning.language,
        version=letter.version if letter else 0,
        letter=(letter.of or letter.kind) if letter else None,
        visits=letter.visits if letter else (),
        shown=letter.shown if letter else (),
        about=letter.about if letter else "",
    )
    return conversation.request, event


def authenticated(message: Message, premises: Premises) -> bool:
    """Say whether the mail server vouches for the sender."""
    proof = vouch(message, premises)
    return proof.passed or proof.internal


def calendar(message: Message, meaning: Meaning, conversation: Conversation, source: Source, desk: Desk) -> Happening:
    """Make the event of a calendar program's answer (one object a mail counts, itip B3), with the words beside it."""
    said = meaning.calendar[0]
    request = desk.premises.store.request_by_uid(said.uid)
    if request is None:
        return None, None
    address = message.from_.email if message.from_ else ""
    doubt = "several_senders" if message.froms != 1 else ""
    if desk.premises.trust.authserv_id and not authenticated(message, desk.premises):
        doubt = doubt or "not_authenticated"
    writer = Writer(Role.REQUESTER, address, trusted=not doubt, doubt=doubt)
    visit = next(v for v in request.visits if said.uid in (v.uid, *v.former_uids))
    role = role_in(request, address, desk.premises)
    thread = replace(
        conversation.thread(role, desk.premises.rulebook.services), by="token", visits=(visit.number,), shown={}
    )
    words = read_beside(message, said, thread, desk.premises.rulebook)
    return request, InvitationAnswered(writer, said, source, words)


def bounced(meaning: Meaning, conversation: Conversation, source: Source, desk: Desk) -> Happening:
    """Make the event of a letter that came back, once; a delay is no failure."""
    assert meaning.bounce is not None
    found = (desk.premises.store.letter(each) for each in meaning.bounce.message_ids)
    letter = next((each for each in found if each is not None), conversation.letter)
    request = desk.premises.store.request(letter.ref) if letter and letter.ref else None
    known = letter is not None and letter.status is LetterStatus.UNDELIVERABLE
    if letter is None or request is None or known or not meaning.bounce.failed:
        return None, None
    return request, LetterBounced(
        letter.kind, letter.address, letter.role, meaning.bounce.reason, source, letter.visits
    )


def absent(message: Message, meaning: Meaning, conversation: Conversation, source: Source) -> Happening:
    """Make the event of an absence; other automatic mail leads to nothing."""
    letter = conversation.letter
    if meaning.absence is None or letter is None or conversation.request is None:
        return None, None
    address = message.from_.email if message.from_ else letter.address
    absence = meaning.absence
    event = AbsenceNoticed(address, letter.role, absence.until, absence.deputy, source, absence.gone)
    return conversation.request, event
