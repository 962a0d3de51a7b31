"""A request arrives: whose it is, and whether its mail may change one that is open already (SPEC §4, §10)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.model.event import AnswerArrived, RequestArrived, Source, Writer
from mailflow.model.meaning import Answer, Form, Meaning
from mailflow.model.message import Address, Message
from mailflow.model.request import FINAL as OVER
from mailflow.model.request import Request
from mailflow.model.words import RequestState, Role, VisitState
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.vouching import vouch
from mailflow.pipeline.writing import Desk
from mailflow.understanding.register_number import mask

FINAL = frozenset({RequestState.COMPLETED, RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.EXPIRED})
MOST_TEXT = 2000
# The defects of a message that has more in it than was looked at.
CUT = frozenset({"depth", "parts", "long_text"})
Arrival = tuple[Request | None, RequestArrived | AnswerArrived]


def arrival(message: Message, meaning: Meaning, source: Source, desk: Desk, *, entered: bool = False) -> Arrival:
    """Make the event of a request; the same person's open request for the same services is the one it concerns.

    ``entered``: HR wrote it down for somebody, and that it was HR is proven. Anybody may *ask*; a request that is
    open already changes only by whoever asked for it, so that a form with somebody else's address does nothing.
    """
    form = replace(meaning.form or Form(), cut=was_cut(message))
    sender = message.from_ or Address("")
    person = (form.email or sender.email).lower()
    same = open_request(person, form, desk.premises)
    doubt = doubt_about(message, same, desk.premises) if same is not None and not entered else ""
    if same is not None and doubt:
        return same, uncertain(message, form, source, Writer(Role.REQUESTER, sender.email, trusted=False, doubt=doubt))
    office = desk.premises.rulebook.office
    ref = same.ref if same else desk.premises.store.next_ref(office.reference_prefix, desk.now.year)
    return same, RequestArrived(ref, form, sender, source, meaning.language)


def was_cut(message: Message) -> bool:
    """Say whether a mail reached a limit and was not read to its end: its writer and HR have to know."""
    return message.oversized or not CUT.isdisjoint(message.defects)


def open_request(address: str, form: Form, premises: Premises) -> Request | None:
    """Return a person's open request that asks for one of the same services, or still waits for its fields.

    A visit that was held, refused or cancelled isn't open any more: who asks for it again, asks anew.
    """
    for request in reversed(premises.store.requests_of(address)):
        if request.state in FINAL or request.requester.address != address:
            continue
        services = {visit.service for visit in request.visits if visit.state not in OVER}
        if services & set(form.services) or request.state is RequestState.INCOMPLETE:
            return request
    return None


def doubt_about(message: Message, same: Request, premises: Premises) -> str:
    """Return why a second request may not change the first one by itself, as one word; ``""`` if it may.

    Until HR has decided anything, requester and HR both read every change, so that the address is enough.
    """
    if message.froms != 1 or message.from_ is None:
        return "several_senders"
    if message.from_.email != same.requester.address:
        return "other_address"
    proof = vouch(message, premises)
    if proof.passed:
        return ""
    if "dmarc=fail" in proof.detail:
        return "not_authenticated"
    return "" if all(visit.state is VisitState.REQUESTED for visit in same.visits) else "no_token"


def uncertain(message: Message, form: Form, source: Source, writer: Writer) -> AnswerArrived:
    """Make the event of a second request that only the registered address, or HR, can confirm."""
    said = Answer(new_text=mask(message.new_text[:MOST_TEXT]))
    return AnswerArrived(writer, said, source, form=form)
