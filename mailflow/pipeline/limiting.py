"""How much is too much: mails about one request, requests from one sender, letters to one address (SPEC §10).

Whatever goes beyond stays in the mailbox for people to see; HR hears of it once a day. Limits of size and depth are
kept where a message is fetched and taken apart.
"""

from __future__ import annotations

from datetime import timedelta

from mailflow.model.effect import TrailEntry
from mailflow.model.event import Event, RequestArrived
from mailflow.model.letter import Fact, Recipient, SendLetter
from mailflow.model.message import Message
from mailflow.model.request import Request
from mailflow.model.words import Language, LetterKind, Role
from mailflow.pipeline.conversation import hr_addresses
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.writing import Desk, Written
from mailflow.ports import Asked, Commit

A_DAY = timedelta(days=1)
TOLD = "too many"


def beyond(request: Request | None, event: Event, message: Message, desk: Desk) -> Written | None:
    """Return what is done with a mail that is one too many (nothing, but HR is told once); ``None`` if it isn't."""
    about = request if request and mails_today(request, desk) >= desk.premises.limits.answers_a_thread else None
    if about is None and not (isinstance(event, RequestArrived) and too_many_requests(message, desk)):
        return None
    return left_to_people(about, message, desk)


def mails_today(request: Request, desk: Desk) -> int:
    """Count the mails about a request that were dealt with in the last 24 hours, by its trail."""
    recent = (entry for entry in desk.premises.store.trail(request.ref) if entry.at > desk.now - A_DAY)
    return len({e.message_id or e.at.isoformat() for e in recent if e.message_id or e.who != "mailflow"})


def too_many_requests(message: Message, desk: Desk) -> bool:
    """Say whether a sender has asked often enough for a day."""
    sender = message.from_.email if message.from_ else ""
    return not noted_request(sender, desk)


def noted_request(sender: str, desk: Desk) -> tuple[Asked, ...]:
    """Return the note that a sender asked once more; empty when all places of the day are taken."""
    for place in range(desk.premises.limits.requests_a_day):
        note = Asked(sender, f"request {place + 1}", desk.now)
        before = desk.premises.store.asked(sender, note.what)
        if before is None or desk.now - before >= A_DAY:
            return (note,)
    return ()


def left_to_people(request: Request | None, message: Message, desk: Desk) -> Written:
    """Leave a mail in the mailbox, and tell HR, once a day for each request or sender."""
    sender = message.from_.email if message.from_ else "?"
    key = request.ref if request else sender
    told = desk.premises.store.asked(key, TOLD)
    if told is not None and desk.now - told < A_DAY:
        return Written(Commit(), left=True)
    for order in tell_hr(request, sender, desk.premises):
        desk.write(order, request)
    trail = ((request.ref, TrailEntry(desk.now, "mailflow", "limit", sender)),) if request else ()
    commit = Commit(letters=tuple(desk.written), trail=trail, asked=(Asked(key, TOLD, desk.now),))
    return Written(commit, tuple(desk.written), left=True)


def tell_hr(request: Request | None, address: str, premises: Premises) -> tuple[SendLetter, ...]:
    """Return the letters that tell HR of mails or letters beyond the limit."""
    facts: dict[str, Fact] = {"why": "limit", "address": address}
    spoken = {**premises.people.languages, **premises.store.languages()}
    hr = sorted(hr_addresses(request, premises) - {*premises.people.deputies} or premises.people.hr)
    people = (Recipient(each, Role.HR, spoken.get(each, Language.NL)) for each in hr)
    return tuple(SendLetter(LetterKind.ACTION, each, facts=facts) for each in people)
