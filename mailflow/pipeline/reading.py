"""The order in which a message is asked what it is; the first that knows, answers (SPEC §3)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from mailflow.agenda.due import local
from mailflow.letters import identity
from mailflow.message import forwarded, parse, subtract
from mailflow.model.meaning import Answer, CalendarAnswer, Form, Meaning, Thread
from mailflow.model.message import Message
from mailflow.model.rules import Rulebook
from mailflow.model.words import CommandName, Kind, Role
from mailflow.understanding.beside import written_beside
from mailflow.understanding.commands import read_answer
from mailflow.understanding.form import read_fields, without_fields
from mailflow.understanding.intent import read_request
from mailflow.understanding.invitation import is_meeting_answer, may_be_ours, read_calendar
from mailflow.understanding.language import written_in
from mailflow.understanding.machine import read_machine
from mailflow.understanding.register_number import mask

T = TypeVar("T")

# A Date header further off than this is not believed (SPEC §4, reference time).
BELIEVED = timedelta(days=3)


def reference_time(message: Message) -> datetime:
    """Return the moment from which "next week" counts: the Date header, or arrival if that is more than 3 days off.

    It is local time of Brussels, because a mail written at half past midnight there means another day than in UTC.
    """
    written = message.date_at
    believed = written is not None and abs(written - message.received_at) <= BELIEVED
    return local(written if written is not None and believed else message.received_at)


def read_answering(message: Message, thread: Thread, role: Role, rulebook: Rulebook) -> Meaning:
    """Read an answer to a letter of ours: commands, fields that were asked for, or words."""
    message = subtract(message, thread.letter_text)
    now = reference_time(message)
    answer = read_answer(message, role, thread, rulebook.vocabulary, now.date())
    takes_form = role is Role.REQUESTER or is_new(answer)
    form = read_fields(message, rulebook, now, thread) if takes_form else None
    if form is not None and answer.unsure is not None:
        said = answer_beside(form, message, thread, rulebook)
        answer = replace(read_answer(said, role, thread, rulebook.vocabulary, now.date()), new_text=answer.new_text)
        if answer.courtesy or answer.empty:
            # The fields are what was said, and they are taken over.
            answer = Answer(new_text=answer.new_text)
    return Meaning(Kind.REPLY, thread.by, written_in(message.new_text), form=form, answer=answer)


def answer_beside(form: Form, message: Message, thread: Thread, rulebook: Rulebook) -> Message:
    """Return a message without the fields in it, to read the rest as an answer; nothing is left if they were asked for.

    A letter that offers half-days asks for an answer to them, whatever else is missing.
    """
    if not thread.shown and any(getattr(form, name.value) for name in thread.asked):
        return replace(message, new_text="", new_lines=())
    return without_fields(message, rulebook, in_words=not thread.shown)


def is_new(answer: Answer) -> bool:
    """Say whether HR enters a request that was taken by phone (``NIEUW`` with a form)."""
    return any(command.name is CommandName.NEW for command in answer.commands)


def read_newcomer(message: Message, rulebook: Rulebook) -> Meaning:
    """Read a message of no conversation: a request, a question about the internship, or something else."""
    return read_request(message, rulebook, reference_time(message), inner=forwarded(message))


def masked(value: T) -> T:
    """Return a value of ours with every national register number in its texts masked (SPEC §4)."""
    return _masked(value)  # type: ignore[no-any-return]


def _masked(value: Any) -> Any:
    if type(value) is str:
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_masked(item) for item in value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _masked(getattr(value, f.name)) for f in fields(value)})
    return value


def discreet(answers: tuple[CalendarAnswer, ...]) -> tuple[CalendarAnswer, ...]:
    """Mask what guests wrote; a UID stays as it is, whatever number its digits may look like."""
    return tuple(replace(answer, comment=mask(answer.comment)) for answer in answers)


def read_beside(message: Message, said: CalendarAnswer, thread: Thread, rulebook: Rulebook) -> Answer:
    """Read what a guest wrote beside a calendar answer, as an answer in words (facts D12)."""
    words = written_beside(message, said)
    if not words:
        return Answer(empty=True)
    alone = parse(
        b"Content-Type: text/plain; charset=utf-8\n\n" + words.encode("utf-8", "replace"), message.received_at
    )
    alone = replace(alone, date_at=message.date_at)
    role = thread.role or Role.REQUESTER
    return masked(read_answer(alone, role, thread, rulebook.vocabulary, reference_time(alone).date()))


def inspect(raw: bytes, rulebook: Rulebook, now: datetime, role: Role | None = None) -> tuple[Message, Meaning]:
    """Say how a message would be understood on its own; ``role`` waives token and address: it reads an answer."""
    message = parse(raw, now)
    machine = read_machine(message)
    calendar = read_calendar(message, may_be_ours)
    if calendar:
        return message, Meaning(Kind.CALENDAR, "calendar object", calendar=discreet(calendar))
    if is_meeting_answer(message):
        return message, Meaning(Kind.OTHER, "an answer to somebody else's meeting")
    if machine is not None:
        return message, masked(machine)
    if role is not None:
        return message, masked(read_answering(message, Thread(by="token", role=role), role, rulebook))
    if identity.tags_in(message.subject, rulebook.office.reference_prefix):
        # Whose answer it is only the store could tell; without it the words are shown, and no command is.
        answer = Answer(new_text=message.new_text)
        return message, masked(Meaning(Kind.REPLY, "token", written_in(message.new_text), answer=answer))
    return message, masked(read_newcomer(message, rulebook))
