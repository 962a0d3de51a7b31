"""To which conversation of ours a message belongs, as what its writer counts, and how sure that is (SPEC §3, §10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mailflow.letters import identity
from mailflow.model.event import Writer
from mailflow.model.letter import Letter
from mailflow.model.meaning import Thread
from mailflow.model.message import Message
from mailflow.model.request import Request, Visit
from mailflow.model.rules import Service
from mailflow.model.words import LetterKind, Role, VisitState
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.vouching import vouch
from mailflow.understanding.register_number import mask
from mailflow.understanding.sender import Authentication, authenticate

ASKING = frozenset(
    {LetterKind.DECIDE, LetterKind.WHICH_DATES, LetterKind.CHOOSE, LetterKind.REMINDER, LetterKind.UNCLEAR}
)
WAITS_FOR: Mapping[Role | None, VisitState] = {
    Role.HR: VisitState.REQUESTED,
    Role.SERVICE: VisitState.PROPOSED,
    Role.REQUESTER: VisitState.OFFERED,
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the store knows about a message's conversation.

    ``direct`` false: the message answers a human's mail, or has the mailbox only in Cc; it counts only as a full
    command.
    """

    by: str = ""
    letter: Letter | None = None
    request: Request | None = None
    direct: bool = True

    @property
    def exists(self) -> bool:
        """Whether the message belongs to a conversation of ours."""
        return bool(self.by)

    def thread(self, role: Role | None, services: Mapping[str, Service]) -> Thread:
        """Return it as the reader of answers needs it; a letter that names no visit speaks of all of its request."""
        letter = self.letter
        known = self.request.visits if letter and self.request else ()
        about = [v for v in known if not letter or not letter.visits or v.number in letter.visits]
        return Thread(
            by=self.by,
            ref=self.request.ref if self.request else "",
            role=role,
            letter_text=letter.text if letter else "",
            shown={part.visit: part.slots for part in letter.shown} if letter else {},
            visits=tuple(v.number for v in about),
            asked=self.request.missing if self.request and not self.request.complete else (),
            asks=self.waits(role),
            named={v.number: services[v.service].called for v in about if v.service in services},
        )

    def waits(self, role: Role | None) -> bool:
        """Whether the letter asks its reader about a visit that still waits for the answer."""
        if self.letter is None or self.request is None or self.letter.kind not in ASKING:
            return False
        about = {*self.letter.visits, *(part.visit for part in self.letter.shown)}
        waiting = {v.number for v in self.request.visits if v.state is WAITS_FOR.get(role)}
        return bool(waiting & about if about else waiting)


def find_conversation(message: Message, premises: Premises) -> Conversation:
    """Find the letter or the request that a message belongs to: by token, by thread, by reference (in that order)."""
    store = premises.store
    ancestors = (*message.in_reply_to, *reversed(message.references))
    letters = (
        *map(store.letter, message.in_reply_to),
        *tagged(message.subject, premises),
        *map(store.letter_by_token, identity.tokens_in_ids(ancestors)),
    )
    letter = next((each for each in letters if each is not None), None)
    if letter is not None:
        request = store.request(letter.ref) if letter.ref else None
        return Conversation("token", letter, request, is_direct(message, premises))
    return by_reference(message, premises, ancestors)


def tagged(text: str, premises: Premises) -> tuple[Letter, ...]:
    """Return the letters whose tags stand in a subject (or a text), the last tag first.

    Ours stands last; one before it may be somebody's name. A token beside another request's reference is no tag.
    """
    tags = reversed(identity.tags_in(text, premises.rulebook.office.reference_prefix))
    found = ((ref, premises.store.letter_by_token(token)) for ref, token in tags)
    return tuple(letter for ref, letter in found if letter is not None and letter.ref == ref)


def by_reference(message: Message, premises: Premises, ancestors: tuple[str, ...]) -> Conversation:
    """Find a request by the mail that it was made from, or by a known address and a reference.

    The reference stands in the subject, or, where a mail program lost that and the thread, in the letter quoted.
    """
    store = premises.store
    own = next((r for r in map(store.request_by_source, ancestors) if r is not None), None)
    if own and message.from_ and message.from_.email == own.requester.address:
        return Conversation("thread", None, own, direct=addressed_to_us(message, premises))
    for ref in references_in(message.subject, premises.rulebook.office.reference_prefix):
        request = store.request(ref)
        if request and message.from_ and role_in(request, message.from_.email, premises):
            return Conversation("reference", None, request, is_direct(message, premises))
    for letter in tagged(message.text, premises):
        request = store.request(letter.ref)
        if request and message.from_ and role_in(request, message.from_.email, premises):
            return Conversation("reference", None, request, is_direct(message, premises))
    return Conversation()


def references_in(subject: str, prefix: str) -> tuple[str, ...]:
    """Return the references (``ONT-2026-0001``) that a subject names."""
    words = (word.strip("[](){}.,;:") for word in subject.upper().split())
    found = (word for word in words if word.startswith(f"{prefix}-") and word.count("-") >= 2)
    return tuple("-".join(word.split("-")[:3]) for word in found)


def is_direct(message: Message, premises: Premises) -> bool:
    """Say whether a message speaks to us: addressed to the mailbox, and not the answer to a human's mail."""
    if not addressed_to_us(message, premises):
        return False
    answered = message.in_reply_to
    return not answered or any(premises.store.letter(each) for each in answered) or ours(answered)


def ours(ids: tuple[str, ...]) -> bool:
    """Say whether one of these Message-IDs has the shape of our own."""
    return bool(identity.tokens_in_ids(ids))


def addressed_to_us(message: Message, premises: Premises) -> bool:
    """Say whether the mailbox is in To (or nobody is: a Bcc); false if it is only in Cc."""
    mailbox = premises.people.mailbox
    in_to = any(address.email == mailbox for address in message.to)
    in_cc = any(address.email == mailbox for address in message.cc)
    return in_to or not in_cc


def role_in(request: Request, address: str, premises: Premises) -> Role | None:
    """Return the role of an address in a request."""
    if address in hr_addresses(request, premises):
        return Role.HR
    if address == request.requester.address:
        return Role.REQUESTER
    if any(address in service_addresses(visit, premises) for visit in request.visits):
        return Role.SERVICE
    if any(address == p.email.lower() for p in request.participants if p.email):
        return Role.PARTICIPANT
    return None


def hr_addresses(request: Request | None, premises: Premises) -> frozenset[str]:
    """Return the addresses that may decide."""
    people = premises.people
    added = (address for visit in (request.visits if request else ()) for address in visit.hr)
    return frozenset({*people.hr, *people.deputies, *added})


def service_addresses(visit: Visit, premises: Premises) -> frozenset[str]:
    """Return the addresses that may answer for the service of a visit."""
    service = premises.rulebook.services.get(visit.service)
    known = [a.lower() for c in (service.contacts if service else ()) for a in (c.address, c.deputy) if a]
    return frozenset({*visit.contacts, *known, *([visit.host.address] if visit.host else [])})


def find_writer(message: Message, conversation: Conversation, premises: Premises) -> Writer:
    """Say in which role the writer counts, and whether the three keys are there (SPEC §10)."""
    address = message.from_.email if message.from_ else ""
    name = mask(message.from_.name) if message.from_ else ""
    letter, request = conversation.letter, conversation.request
    registered = letter.address if letter else (request.requester.address if request else "")
    writer = Writer(counts_as(address, conversation, premises), address, name, registered=registered)
    doubt = doubt_about(message, writer, conversation, premises)
    return replace(writer, trusted=not doubt, doubt=doubt)


def counts_as(address: str, conversation: Conversation, premises: Premises) -> Role:
    """Return the role in which an address writes: the answered letter's, but HR is HR on everybody else's letter."""
    letter, request = conversation.letter, conversation.request
    known = role_in(request, address, premises) if request else None
    role = letter.role if letter else known
    if known is Role.HR and letter is not None and letter.address != address:
        role = Role.HR
    return role if role in (Role.HR, Role.SERVICE) else Role.REQUESTER


def doubt_about(message: Message, writer: Writer, conversation: Conversation, premises: Premises) -> str:
    """Return the missing key as one word, ``""`` if nothing is missing.

    Where senders are proven (by the mail server's word, or by DKIM), that stands beside a bare reference too, and HR
    needs it always.
    """
    if message.froms != 1:
        return "several_senders"
    if not belongs(writer, conversation, premises):
        proof = authenticate(message, premises.trust.authserv_id, premises.trust.internal)
        return "" if is_delegate(writer, conversation, proof) else "other_address"
    fits = conversation.by == "token" and token_fits(writer, conversation)
    needs_proof = premises.proves and writer.role is Role.HR
    if fits and not needs_proof:
        return ""
    if premises.proves and vouch(message, premises).passed:
        return ""
    return "not_authenticated" if needs_proof else "no_token"


def token_fits(writer: Writer, conversation: Conversation) -> bool:
    """Say whether the token of the answered letter stands for the writer's role."""
    letter = conversation.letter
    if letter is None:
        return False
    if writer.role is Role.REQUESTER:
        return letter.role in (Role.REQUESTER, Role.PARTICIPANT)
    return letter.role is writer.role


def belongs(writer: Writer, conversation: Conversation, premises: Premises) -> bool:
    """Say whether the writer's address belongs to the role."""
    request, address = conversation.request, writer.address
    if writer.role is Role.HR:
        return address in hr_addresses(request, premises)
    if request is None:
        return False
    if writer.role is Role.SERVICE:
        return any(address in service_addresses(visit, premises) for visit in request.visits)
    return address == request.requester.address


def is_delegate(writer: Writer, conversation: Conversation, proof: Authentication) -> bool:
    """Say whether somebody else of the house answers for a service: token, same domain, internal mark (SPEC §5)."""
    letter = conversation.letter
    if writer.role is not Role.SERVICE or letter is None or letter.role is not Role.SERVICE:
        return False
    same_house = letter.address.rpartition("@")[2] == writer.address.rpartition("@")[2]
    return same_house and proof.internal and letter.kind is not LetterKind.IS_THIS_YOU
