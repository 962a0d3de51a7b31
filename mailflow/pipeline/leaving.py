"""What is left where it is, what is set aside, and how the operator hears of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.errors import MailflowError
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Fact, Letter, Recipient, SendLetter
from mailflow.model.meaning import Meaning
from mailflow.model.message import Message
from mailflow.model.words import Kind, Language, LetterKind, Role
from mailflow.pipeline.conversation import Conversation
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.recognising import BETWEEN_PEOPLE
from mailflow.pipeline.writing import Desk, single_letter
from mailflow.ports import Asked, Commit
from mailflow.understanding.machine import answers_forbidden
from mailflow.understanding.register_number import mask

log = logging.getLogger("mailflow")

ASK_AGAIN = timedelta(days=30)
TELL_AGAIN = timedelta(days=1)
UNDELIVERABLE = "undeliverable"


def leave(message: Message, meaning: Meaning, conversation: Conversation, desk: Desk) -> Commit:
    """Leave a message as it is: note a conversation in the trail, answer a question if that is switched on."""
    if meaning.why == BETWEEN_PEOPLE and conversation.request:
        who = message.from_.email if message.from_ else "?"
        entry = TrailEntry(desk.now, who, "conversation", mask(message.subject)[:200], message.message_id)
        return Commit(trail=((conversation.request.ref, entry),))
    if meaning.kind is Kind.QUESTION:
        return answer_question(message, meaning, desk)
    return Commit()


def answer_question(message: Message, meaning: Meaning, desk: Desk) -> Commit:
    """Send the form to somebody who asks about the internship, if HR wants that; once in 30 days."""
    address = message.from_.email if message.from_ else ""
    asked = desk.premises.store.asked(address, LetterKind.HOW_TO_ASK.value)
    recently = asked is not None and desk.now - asked < ASK_AGAIN
    if not desk.premises.settings.answer_questions or recently or not address or answers_forbidden(message):
        return Commit()
    to = Recipient(address, Role.REQUESTER, meaning.language or Language.NL)
    written = single_letter(SendLetter(LetterKind.HOW_TO_ASK, to), desk)
    return replace(written.commit, asked=(Asked(address, LetterKind.HOW_TO_ASK.value, desk.now),))


def tell_operator(desk: Desk, cause: str, remedy: str, *, over: bool = False) -> tuple[Letter, ...]:
    """Write a letter to the operator, of trouble or, ``over``, of its end.

    Where no operator is configured or no template works, the log has to do.
    """
    operator = desk.premises.people.operator
    if not operator:
        return ()
    language = desk.premises.people.languages.get(operator, Language.NL)
    facts: dict[str, Fact] = {"cause": cause, "remedy": remedy, **({"over": True} if over else {})}
    order = SendLetter(LetterKind.OPERATOR, Recipient(operator, Role.OPERATOR, language), facts=facts)
    try:
        return single_letter(order, desk).letters
    except MailflowError:
        log.exception("operator_letter_failed")
        return ()


def tell_of_dead_address(letter: Letter, why: str, premises: Premises, now: datetime) -> Commit:
    """Tell the operator, once a day, that somebody of HR can't be written to; of all others HR itself hears."""
    noted = premises.store.asked(letter.address, UNDELIVERABLE)
    if letter.role is not Role.HR or (noted is not None and now - noted < TELL_AGAIN):
        return Commit()
    cause = f"a letter to {letter.address}, one of HR, can't be delivered: {why}"
    letters = tell_operator(Desk(premises, now, premises.entropy()), cause, "mend people.hr, or the address")
    return Commit(letters=letters, asked=(Asked(letter.address, UNDELIVERABLE, now),))


def describe(message: Message) -> str:
    """Return how a message is named for the operator, without its content."""
    who = message.from_.email if message.from_ else "an unknown sender"
    return f"message {message.message_id or message.digest[:12]} from {who}"
