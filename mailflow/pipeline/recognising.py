"""What a message is: the order of SPEC §3, with what the store knows about its conversation."""

from __future__ import annotations

from dataclasses import replace

from mailflow.model.event import Writer
from mailflow.model.meaning import CalendarAnswer, Form, Meaning
from mailflow.model.message import Message
from mailflow.model.words import CommandName, Kind, LetterKind, Method, Role
from mailflow.pipeline.conversation import Conversation, addressed_to_us, find_writer, tagged
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.reading import discreet, is_new, masked, read_answering, read_newcomer
from mailflow.understanding.invitation import is_meeting_answer, read_calendar, read_order
from mailflow.understanding.machine import read_machine

BETWEEN_PEOPLE = "a conversation between people"
INVITATIONS = frozenset({LetterKind.AGREED, LetterKind.MOVED})
OURS = 3  # So many lines of our own in a row are no accident.
ENVELOPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


def understand(message: Message, conversation: Conversation, premises: Premises) -> Meaning:
    """Say what a message is and means; the order is the one of SPEC §3."""
    store = premises.store
    if store.letter(message.message_id) is not None:
        return Meaning(Kind.OTHER, "a letter of ours")
    calendar = read_calendar(message, premises.knows_event) or in_envelope(message, conversation)
    if calendar:
        return Meaning(Kind.CALENDAR, "a UID of ours", calendar=discreet(calendar))
    machine = read_machine(message)
    if machine is not None:
        return masked(about_us(machine, conversation, premises))
    order = read_order(message, premises.knows_event)
    if order is not None:
        return Meaning(Kind.CALENDAR, "somebody else's order about a UID of ours", calendar=(order,))
    writer = find_writer(message, conversation, premises)
    if conversation.exists:
        return masked(in_conversation(message, conversation, writer, premises))
    if is_meeting_answer(message):
        return Meaning(Kind.OTHER, "an answer to somebody else's meeting")
    if from_hr(message, premises):
        entered = read_answering(
            message, conversation.thread(Role.HR, premises.rulebook.services), Role.HR, premises.rulebook
        )
        if entered.answer and (is_new(entered.answer) or asks_status(entered)):
            return masked(entered)
    newcomer = read_stranger(message, premises)
    alone = addressed_to_us(message, premises) and stands_alone(newcomer.form)
    if newcomer.kind is Kind.REQUEST and is_conversation(message, premises) and not alone:
        return Meaning(Kind.OTHER, BETWEEN_PEOPLE, newcomer.language)
    return masked(newcomer)


def in_envelope(message: Message, conversation: Conversation) -> tuple[CalendarAnswer, ...]:
    """Return an answer that stands unreadable in Outlook's own envelope (winmail.dat), nothing written beside it."""
    letter, request = conversation.letter, conversation.request
    if letter is None or request is None or letter.kind not in INVITATIONS or message.new_text.strip():
        return ()
    if not any(one.content_type in ENVELOPES or one.name.lower() == "winmail.dat" for one in message.attachments):
        return ()
    visits = (request.visit(number) for number in letter.visits)
    return tuple(CalendarAnswer(Method.REPLY, v.uid, problem="attachment") for v in visits if v and v.uid)[:1]


def read_stranger(message: Message, premises: Premises) -> Meaning:
    """Read a message of no conversation; a letter of ours that it passes on must not become a request."""
    own = tuple(inner for inner in message.embedded if premises.store.letter(inner.message_id) is None)
    message = replace(message, embedded=own)
    newcomer = read_newcomer(message, premises.rulebook)
    letters = tagged(message.text, premises) if newcomer.kind is Kind.REQUEST else ()
    if not letters:
        return newcomer
    known = frozenset(bare(line) for letter in letters for line in letter.text.splitlines())
    text, new_text, quoted = (blanked(part, known) for part in (message.text, message.new_text, message.quoted))
    return read_newcomer(replace(message, text=text, new_text=new_text, quoted=quoted), premises.rulebook)


def bare(line: str) -> str:
    """Return a line without what quoting puts around it."""
    return line.lstrip("> ").rstrip()


def blanked(text: str, known: frozenset[str]) -> str:
    """Blank every run of three or more lines that stand in our letters; the others keep their numbers."""
    lines = text.split("\n")
    run: list[int] = []
    for place, line in enumerate([*lines, "\0"]):
        if bare(line) in known or not bare(line):
            run.append(place)
            continue
        if sum(bool(bare(lines[each])) for each in run) >= OURS:
            for each in run:
                lines[each] = ""
        run = []
    return "\n".join(lines)


def about_us(machine: Meaning, conversation: Conversation, premises: Premises) -> Meaning:
    """Keep a machine's mail only if it is about a letter of ours; other people's bounces are none of our business."""
    bounce = machine.bounce
    if bounce is not None:
        known = any(premises.store.letter(each) for each in bounce.message_ids) or conversation.exists
        return machine if known else Meaning(Kind.OTHER, "somebody else's bounce")
    return machine if conversation.exists else Meaning(Kind.OTHER, machine.why)


def in_conversation(message: Message, conversation: Conversation, writer: Writer, premises: Premises) -> Meaning:
    """Read a message of a conversation; between humans only a full command, or a request by itself, counts."""
    meaning = read_answering(
        message, conversation.thread(writer.role, premises.rulebook.services), writer.role, premises.rulebook
    )
    if conversation.request is None:
        return Meaning(Kind.OTHER, "an answer to a letter that asked nothing", meaning.language)
    if conversation.direct:
        return meaning
    if meaning.answer and meaning.answer.commands and conversation.by == "token":
        return meaning
    newcomer = read_newcomer(message, premises.rulebook)
    if newcomer.kind is Kind.REQUEST and addressed_to_us(message, premises) and stands_alone(newcomer.form):
        return newcomer
    return Meaning(Kind.OTHER, BETWEEN_PEOPLE, meaning.language)


def from_hr(message: Message, premises: Premises) -> bool:
    """Say whether a message claims to come from HR."""
    return message.from_ is not None and message.from_.email in premises.people.hr


def asks_status(meaning: Meaning) -> bool:
    """Say whether a message is nothing but the question where everything stands (``STATUS``)."""
    commands = meaning.answer.commands if meaning.answer else ()
    return len(commands) == 1 and commands[0].name is CommandName.STATUS


def is_conversation(message: Message, premises: Premises) -> bool:
    """Say whether a message without a letter of ours answers a human's mail, or has us only in Cc."""
    return bool(message.in_reply_to) or not addressed_to_us(message, premises)


def stands_alone(form: Form | None) -> bool:
    """Say whether new text by itself is a request: services and motivation (SPEC §1)."""
    return form is not None and bool(form.services) and bool(form.motivation)
