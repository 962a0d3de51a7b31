"""The story of one mail, from arrival to commit: the file to read first.

    arrived -> try counted -> parsed -> seen before? -> whose conversation? -> understood -> decided -> written
            -> ONE commit -> moved

Everything up to the commit only reads. The move on the server comes after it and can be repeated; a mail that is none
of ours stays exactly where and as it is.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from mailflow.engine import decide
from mailflow.errors import MoveRefused, TemporaryError
from mailflow.letters import identity
from mailflow.message import parse
from mailflow.model.event import RequestArrived
from mailflow.model.letter import Letter
from mailflow.model.meaning import Meaning
from mailflow.model.message import Message
from mailflow.model.words import Folder, Kind, LetterStatus
from mailflow.pipeline.conversation import Conversation, find_conversation
from mailflow.pipeline.happening import to_event
from mailflow.pipeline.leaving import describe, leave, tell_of_dead_address, tell_operator
from mailflow.pipeline.limiting import beyond, noted_request
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.probing import PROBE, mends, returned, welcome
from mailflow.pipeline.recognising import asks_status, from_hr, understand
from mailflow.pipeline.rounds import answer_status
from mailflow.pipeline.writing import Desk, Written, write_down
from mailflow.ports import RETURNED, Arrived, Attempt, Commit, Handled, Mark, Position

log = logging.getLogger("mailflow")

# Each try counts 1 before it begins and 10 instead when it ends in an error; three errors set a mail aside. Three tries
# that ended without a word, with the process, make it suspect: then it is rehearsed first (``is_deadly``).
TRY, FAILURE, LIMIT, SUSPECT = 1, 10, 30, 3
NOT_OURS = (Kind.OTHER, Kind.QUESTION)


def handle(arrived: Arrived, position: Position, premises: Premises, now: datetime) -> Handled:
    """Handle one message of the mailbox, whatever it is.

    ``position`` is how far the folder was read before; it advances over this message with what it leads to. Raises
    only ``TemporaryError``: then the whole pass has to stop and nothing has changed.
    """
    read = replace(position, validity=arrived.place.validity, uid=arrived.place.uid)
    if arrived.unavailable:
        cause = f"the server does not deliver message UID {arrived.place.uid}: {arrived.unavailable}"
        return leave_unread(arrived, cause, read, premises, now)
    while (tried := premises.store.attempts(arrived.place)) < LIMIT:
        errors, ends = divmod(tried, FAILURE)
        if ends >= SUSPECT:
            if is_deadly(arrived, premises, now):
                break
            ends = 0
        # Before anything of it is looked at: parsing too may be what ends the process.
        tried = errors * FAILURE + ends
        premises.store.commit(Commit(attempt=Attempt(arrived.place, tried + TRY)))
        try:
            return take_up(arrived, read, premises, now)
        except TemporaryError:
            raise
        except Exception as error:  # Boundary "one mail": whatever goes wrong with one must not stop the others.
            log.exception("mail_failed", extra={"facts": {"uid": arrived.place.uid}})
            why = f"{type(error).__name__}: {error}"[:300]
            failed = (errors + 1) * FAILURE
            premises.store.commit(Commit(attempt=Attempt(arrived.place, failed, why)))
    return set_aside(arrived, read, premises, now)


def is_deadly(arrived: Arrived, premises: Premises, now: datetime) -> bool:
    """Say whether a mail ends the process by itself, rather than having been in hand when somebody else ended it.

    Somebody who kills us again and again on a busy machine may well hit one mail thirty times in a row; that must not
    cost a request. So all that leads up to the commit is rehearsed.
    """

    def rehearsal() -> None:
        message = parsed(arrived, premises)
        conversation = find_conversation(message, premises)
        meaning = understand(message, conversation, premises)
        desk = Desk(premises, now, premises.entropy(), message)
        if meaning.kind in NOT_OURS:
            leave(message, meaning, conversation, desk)
        else:
            consequences(message, meaning, conversation, desk)

    return not premises.survives(rehearsal)


def parsed(arrived: Arrived, premises: Premises) -> Message:
    """Return what arrived as a message."""
    return parse(arrived.raw, arrived.received_at, arrived.size, premises.limits.bounds)


def take_up(arrived: Arrived, read: Position, premises: Premises, now: datetime) -> Handled:
    """Parse what arrived, and take it in unless it was handled before."""
    message = parsed(arrived, premises)
    mark = premises.store.mark(message.message_id, message.digest)
    if mark is not None and not put_back(mark, arrived, premises):
        return pass_by(mark, arrived, read, premises)
    return take_in(message, arrived, read, premises, now)


def put_back(mark: Mark, arrived: Arrived, premises: Premises) -> bool:
    """Say whether a human has put a mail back that we had filed: then it is handled again (SPEC §11.3)."""
    if mark.place == arrived.place or not mark.moved or not mark.message_id:
        return False
    return not premises.mailbox.holds(mark.target, mark.message_id)


def pass_by(mark: Mark, arrived: Arrived, read: Position, premises: Premises) -> Handled:
    """Finish what was handled before: file the mail (again), without any other effect."""
    mark = replace(mark, place=arrived.place, moved=mark.target is Folder.INBOX)
    premises.store.commit(Commit(marks=(mark,), attempt=Attempt(arrived.place, 0), position=read))
    file_away(mark, premises)
    return Handled(None, "seen", mark.ref)


def take_in(message: Message, arrived: Arrived, read: Position, premises: Premises, now: datetime) -> Handled:
    """Understand a message, decide, and commit; then move it if it is ours."""
    desk = Desk(premises, now, premises.entropy(), message)
    done = Commit(attempt=Attempt(arrived.place, 0), position=read, clock=now)
    if probe := returned(message, premises):
        return take_away(probe, message, arrived, done, desk)
    conversation = find_conversation(message, premises)
    meaning = understand(message, conversation, premises)
    if meaning.kind in NOT_OURS:
        commit = leave(message, meaning, conversation, desk)
        premises.store.commit(replace(commit, attempt=done.attempt, position=read, clock=now))
        return Handled(meaning.kind, "left", conversation.request.ref if conversation.request else "", commit.letters)
    written = consequences(message, meaning, conversation, desk)
    ref = written.commit.requests[0].ref if written.commit.requests else ""
    target = Folder.INBOX if written.left else Folder.DONE
    mark = Mark(message.message_id, message.digest, meaning.kind.value, target, arrived.place, now, ref)
    mark = replace(mark, moved=written.left)
    marks = (mark, *let_go(written.returns, premises))
    commit = replace(written.commit, marks=marks, attempt=done.attempt, position=read, clock=now)
    premises.store.commit(commit)
    for each in marks:
        file_away(each, premises)
    log.info("handled", extra={"facts": {"kind": meaning.kind.value, "ref": ref, "message_id": message.message_id}})
    for line in written.withheld:
        log.warning("withheld", extra={"facts": {"ref": ref, "why": line}})
    return Handled(meaning.kind, "done", ref, written.letters, tuple(entry for _, entry in commit.trail))


def take_away(probe: Letter, message: Message, arrived: Arrived, done: Commit, desk: Desk) -> Handled:
    """Note that a probe is back, and take it out of the mailbox: people shall not wade through what we write to us.

    It is filed like everything that is ours and deleted there; where the server can't, it stays among what is done.
    """
    premises = desk.premises
    mark = Mark(message.message_id, message.digest, PROBE, Folder.DONE, arrived.place, desk.now)
    event = "probe_again" if mends(probe, premises) else "probe_back"
    follows = replace(welcome(probe, desk), marks=(mark,), attempt=done.attempt, position=done.position, clock=desk.now)
    premises.store.commit(follows)
    file_away(mark, premises)
    premises.mailbox.discard(Folder.DONE, message.message_id)
    log.info(event, extra={"facts": {"message_id": message.message_id}})
    return Handled(None, PROBE, letters=follows.letters)


def let_go(returns: tuple[str, ...], premises: Premises) -> tuple[Mark, ...]:
    """Return the marks of mails that go back to INBOX for good: they are people's own now, and not read again."""
    found = (premises.store.mark(message_id, "") for message_id in returns)
    return tuple(replace(mark, outcome=RETURNED, target=Folder.INBOX, moved=False) for mark in found if mark)


def consequences(message: Message, meaning: Meaning, conversation: Conversation, desk: Desk) -> Written:
    """Decide what a message of ours leads to, and write it down."""
    if asks_status(meaning) and from_hr(message, desk.premises) and message.from_:
        return told_status(message.from_.email, desk)
    request, event = to_event(message, meaning, conversation, desk)
    if event is None:
        return Written(Commit())
    enough = beyond(request, event, message, desk)
    if enough is not None:
        return enough
    address = request.requester.address if request else (message.from_.email if message.from_ else "")
    situation = desk.premises.situation(desk.now, desk.salt, address, request.ref if request else "")
    written = write_down(decide(request, event, situation), desk)
    if isinstance(event, RequestArrived):
        written = replace(written, commit=replace(written.commit, asked=noted_request(event.sender.email, desk)))
    return mark_undeliverable(written, meaning, desk)


def told_status(address: str, desk: Desk) -> Written:
    """Answer ``STATUS`` to the address of HR it claims to come from, so often a day and no more."""
    asked = noted_request(address, desk)
    if asked:
        answer_status(address, desk)
    return Written(Commit(letters=tuple(desk.written), asked=asked), tuple(desk.written))


def mark_undeliverable(written: Written, meaning: Meaning, desk: Desk) -> Written:
    """Mark the letter that came back, in the same commit."""
    bounce = meaning.bounce
    if bounce is None or not bounce.failed:
        return written
    found = (desk.premises.store.letter(each) for each in bounce.message_ids)
    back = [replace(x, status=LetterStatus.UNDELIVERABLE, problem=bounce.reason[:300]) for x in found if x]
    told = tell_of_dead_address(back[0], bounce.reason[:300], desk.premises, desk.now) if back else Commit()
    letters = (*written.commit.letters, *back, *told.letters)
    return replace(written, commit=replace(written.commit, letters=letters, asked=(*written.commit.asked, *told.asked)))


def file_away(mark: Mark, premises: Premises) -> None:
    """Move a handled message where it belongs and note that it was moved; a refused move is repeated next time.

    A message that is neither there nor in its folder (moved by us just before a kill) was taken by a human: it is
    theirs.
    """
    if not mark.owes_move:
        return
    target = mark.target
    try:
        if target is Folder.INBOX:
            premises.mailbox.put_back(Folder.DONE, mark.message_id)
        elif not premises.mailbox.move(mark.place, target) and not premises.mailbox.holds(target, mark.message_id):
            target = Folder.INBOX
    except MoveRefused as refused:
        log.warning("move_refused", extra={"facts": {"uid": mark.place.uid, "why": str(refused)}})
        return
    premises.store.commit(Commit(marks=(replace(mark, target=target, moved=True),)))


def finish_moves(premises: Premises) -> None:
    """Move what was handled before but not yet seen moved (a kill, a full quota)."""
    for mark in premises.store.unmoved():
        file_away(mark, premises)


def set_aside(arrived: Arrived, read: Position, premises: Premises, now: datetime) -> Handled:
    """Set a message aside that could not be handled, raw, and tell the operator; one that isn't ours is left alone."""
    message, ours = recognised(arrived, premises)
    if message is None:
        cause = f"message UID {arrived.place.uid} can't be read: it ends the program, or never ends"
        return leave_unread(arrived, cause, read, premises, now)
    target = Folder.ASIDE if ours else Folder.INBOX
    desk = Desk(premises, now, premises.entropy())
    where = "it was set aside" if target is Folder.ASIDE else "it was left in its place"
    remedy = f"{where}; `mailflow aside` shows why, `mailflow aside --retry` tries again"
    letters = tell_operator(desk, f"{describe(message)} could not be handled", remedy)
    mark = Mark(message.message_id, message.digest, "quarantined", target, arrived.place, now, why=describe(message))
    forget = Attempt(arrived.place, 0)
    premises.store.commit(Commit(marks=(mark,), attempt=forget, position=read, letters=letters, clock=now))
    file_away(mark, premises)
    log.error("quarantined", extra={"facts": {"message_id": message.message_id}})
    return Handled(None, "quarantined", letters=letters)


def recognised(arrived: Arrived, premises: Premises) -> tuple[Message | None, bool]:
    """Return a message that fails, as far as it can be read at all, and whether it is ours, as far as that can be told.

    Each step is rehearsed: whatever it is that ends the process must not end it again here, for ever.
    """
    if not premises.survives(lambda: parsed(arrived, premises)):
        return None, False
    try:
        message = parsed(arrived, premises)
    except Exception:  # noqa: BLE001 - boundary "one mail": parsing is what failed, and was logged when it did.
        return None, False
    if identity.tags_in(message.subject, premises.rulebook.office.reference_prefix):
        return message, True
    return message, premises.survives(lambda: is_ours(message, premises)) and is_ours(message, premises)


def is_ours(message: Message, premises: Premises) -> bool:
    """Say whether a message that fails means something to us."""
    try:
        return understand(message, find_conversation(message, premises), premises).kind not in NOT_OURS
    except Exception:  # noqa: BLE001 - boundary "one mail": understanding is what failed, so nothing says that it is ours.
        return False


def leave_unread(arrived: Arrived, cause: str, read: Position, premises: Premises, now: datetime) -> Handled:
    """Leave a message where it is that the server does not deliver, or that nobody can read, and tell the operator."""
    desk = Desk(premises, now, premises.entropy())
    letters = tell_operator(desk, cause, "open it in a mail program, and forward it to the mailbox if it matters")
    forget = Attempt(arrived.place, 0)
    premises.store.commit(Commit(letters=letters, attempt=forget, position=read, clock=now))
    log.error("unavailable", extra={"facts": {"uid": arrived.place.uid, "why": cause}})
    return Handled(None, "unavailable", letters=letters)
