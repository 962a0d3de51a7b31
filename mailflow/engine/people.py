"""Who receives a letter: recipients from the request, the rules and the house."""

from __future__ import annotations

from mailflow.engine.draft import Draft
from mailflow.model.letter import Recipient
from mailflow.model.request import Guest, Host, Visit
from mailflow.model.rules import Contact
from mailflow.model.words import Language, Role


def language_of(draft: Draft, address: str, otherwise: Language) -> Language:
    """Return the language an address asked for, is configured with, or the given one."""
    situation = draft.situation
    return situation.languages.get(address) or situation.people.languages.get(address) or otherwise


def requester(draft: Draft) -> Recipient:
    """Return the requester, in the language of the request."""
    person = draft.request.requester
    return Recipient(person.address, Role.REQUESTER, draft.request.language, draft.request.addressee)


def hr(draft: Draft) -> tuple[Recipient, ...]:
    """Return everybody of HR, and whom the rules add."""
    added = tuple(address for visit in draft.request.visits for address in visit.hr)
    addresses = dict.fromkeys((*draft.situation.people.hr, *added))
    return tuple(hr_person(draft, address) for address in addresses)


def hr_person(draft: Draft, address: str) -> Recipient:
    """Return one HR address as a recipient."""
    return Recipient(address, Role.HR, language_of(draft, address, Language.NL))


def deputies(draft: Draft) -> tuple[Recipient, ...]:
    """Return HR's deputies."""
    return tuple(hr_person(draft, address) for address in draft.situation.people.deputies)


def contact(draft: Draft, visit: Visit, address: str) -> Contact:
    """Return what the rules know about a contact address; an unknown one stands for itself."""
    service = draft.rulebook.services.get(visit.service)
    known = {c.address.lower(): c for c in service.contacts} if service else {}
    return known.get(address.lower()) or Contact(address=address, language=draft.request.language)


def contacts(draft: Draft, visit: Visit) -> tuple[Recipient, ...]:
    """Return the contacts of a visit who are asked for dates."""
    return tuple(service_person(draft, visit, address) for address in visit.contacts)


def service_person(draft: Draft, visit: Visit, address: str) -> Recipient:
    """Return one address of a service as a recipient, in its own language."""
    known = contact(draft, visit, address)
    return Recipient(address, Role.SERVICE, language_of(draft, address, known.language), known.name)


def host_of(draft: Draft, visit: Visit, address: str) -> Host:
    """Return somebody of a service as the host of a visit."""
    known = contact(draft, visit, address)
    return Host(address, known.name, known.phone, language_of(draft, address, known.language))


def guests_of(draft: Draft, visit: Visit) -> tuple[Guest, ...]:
    """Return everybody who is to be invited to a visit: requester, participants with an address, host."""
    person = draft.request.requester
    language = draft.request.language
    invited = [Guest(person.address, Role.REQUESTER, language, draft.request.addressee)]
    invited += [
        Guest(p.email.lower(), Role.PARTICIPANT, language, f"{p.first_name} {p.name}".strip())
        for p in draft.request.participants
        if p.email
    ]
    if visit.host:
        invited.append(Guest(visit.host.address, Role.SERVICE, visit.host.language, visit.host.name))
    return tuple({guest.address: guest for guest in reversed(invited)}.values())[::-1]


def guest_recipient(guest: Guest) -> Recipient:
    """Return a guest as the recipient of a letter."""
    return Recipient(guest.address, guest.role, guest.language, guest.name)
