"""What a template sees of request, rulebook and order: plain values in the reader's language.

Nothing here is a sentence, and nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from mailflow.letters import phrasing
from mailflow.letters.blocks import one_line
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Shown
from mailflow.model.request import Request, Visit
from mailflow.model.rules import Rulebook, Service, Texts
from mailflow.model.words import Half, Language

_HOURS = {Half.AM: Hours(time(9), time(12, 30)), Half.PM: Hours(time(13, 30), time(16, 30))}


@dataclass(frozen=True, slots=True)
class House:
    """The office in the reader's language."""

    organisation: str
    internship: str
    place: str
    route: str
    website: str
    appeal: str
    privacy: str
    employer_bears: str
    not_for: str
    contact_name: str
    contact_function: str
    contact_phone: str
    contact_address: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """The requester, as letters name them; ``short`` is X of SPEC §8 (``Peeters, OCMW Mol``),
    ``who`` the same within a sentence (``Els Peeters (OCMW Mol)``).
    """

    full_name: str
    name: str
    first_name: str
    address: str
    phone: str
    function: str
    centre: str
    short: str
    who: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit in the reader's language; ``when`` and ``brief`` are empty without an agreed half-day."""

    number: int
    service: str
    short: str
    state: str
    theme: str
    slot: Slot | None
    when: str
    brief: str
    hours: str
    host_name: str
    host_phone: str
    host_address: str
    notes: tuple[str, ...]
    practical: str
    mission: str
    reason: str
    need: str
    contacts: tuple[str, ...]


def text_in(texts: Texts, language: Language) -> str:
    """Return a text in a language, empty where the rule files have none."""
    return texts.get(language, "")


def see_house(rulebook: Rulebook, mailbox: str, language: Language) -> House:
    """Show the office to a reader."""
    office = rulebook.office
    return House(
        organisation=text_in(office.organisation, language),
        internship=text_in(office.internship, language),
        place=text_in(office.place, language),
        route=text_in(office.route, language),
        website=text_in(office.website, language),
        appeal=text_in(office.appeal, language),
        privacy=text_in(office.privacy, language),
        employer_bears=text_in(office.employer_bears, language),
        not_for=text_in(office.not_for, language),
        contact_name=office.contact_name,
        contact_function=text_in(office.contact_function, language),
        contact_phone=office.contact_phone,
        contact_address=office.contact_address or mailbox,
        mailbox=mailbox,
    )


def see_person(request: Request, language: Language) -> PersonView:
    """Show the requester to a reader; every field is an outsider's text, cleaned and cut."""
    person = request.requester
    centre = one_line(phrasing.centre(request.ocmw, language), 80)
    full_name = one_line(person.full_name, 80)
    name = one_line(person.name, 60) or full_name
    return PersonView(
        full_name=full_name,
        name=name,
        first_name=one_line(person.first_name, 60),
        address=one_line(person.address, 120),
        phone=one_line(person.phone, 60),
        function=one_line(person.function, 100),
        centre=centre,
        short=", ".join(part for part in (name, centre) if part),
        who=f"{full_name} ({centre})" if centre else full_name,
    )


def service_name(rulebook: Rulebook, service: str, language: Language) -> str:
    """Name a service; an unknown id stays as it is."""
    known = rulebook.services.get(service)
    return text_in(known.names, language) or service if known else service


def short_name(name: str) -> str:
    """Cut a service's name before what explains it: ``Dienst BLAS - Budget …`` is ``Dienst BLAS``."""
    return name.split(" - ", maxsplit=1)[0]


def theme_name(service: Service | None, theme: str, language: Language) -> str:
    """Name a theme: one of the service's own by its id, else the words that were written."""
    own = next((each for each in service.themes if each.id == theme), None) if service else None
    return text_in(own.names, language) if own else theme


def hours_of(visit: Visit, rulebook: Rulebook, half: Half) -> Hours:
    """Return the hours of a half-day: the visit's own, else the service's, else the office's."""
    service = rulebook.services.get(visit.service)
    own = service.hours if service else {}
    return {**_HOURS, **rulebook.office.hours, **own, **visit.hours}[half]


def see_visit(visit: Visit, rulebook: Rulebook, language: Language, slot: Slot | None = None) -> VisitView:
    """Show a visit to a reader; ``slot`` stands in for the agreed half-day (one that was, or will be)."""
    service = rulebook.services.get(visit.service)
    when = slot or visit.slot
    hours = hours_of(visit, rulebook, when.half) if when else None
    name = service_name(rulebook, visit.service, language)
    reason = rulebook.reasons.get(visit.reason_code)
    return VisitView(
        number=visit.number,
        service=name,
        state=visit.state.value,
        theme=theme_name(service, visit.theme, language),
        slot=when,
        when=phrasing.long_slot(when, hours, language) if when else "",
        brief=f"{phrasing.brief_slot(when, language)}, {short_name(name)}" if when else "",
        short=short_name(name),
        hours=phrasing.span(hours, language) if hours else "",
        host_name=visit.host.name or visit.host.address if visit.host else "",
        host_phone=visit.host.phone if visit.host else "",
        host_address=visit.host.address if visit.host else "",
        notes=visit.notes,
        practical=text_in(service.practical, language) if service else "",
        mission=text_in(service.mission, language) if service else "",
        reason=visit.reason or (text_in(reason.texts, language) if reason else ""),
        need=visit.need,
        contacts=visit.contacts,
    )


def slot_letters(shown: tuple[Shown, ...]) -> dict[tuple[int, str], Slot]:
    """Return the half-days shown, by visit number and letter A, B, C …"""
    return {(each.visit, chr(ord("A") + index)): slot for each in shown for index, slot in enumerate(each.slots)}
