"""What concerns the whole house rather than one request: HR's digest each Monday, the reception's list of visitors,
what is purged at night, and the probe.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from mailflow.agenda.due import BRUSSELS, local, span
from mailflow.model.letter import Fact, Recipient, SendLetter
from mailflow.model.request import Request, Visit
from mailflow.model.words import Language, LetterKind, RequestState, Role, TimerName, VisitState
from mailflow.pipeline.premises import Premises
from mailflow.pipeline.probing import probe
from mailflow.pipeline.retention import purge
from mailflow.pipeline.writing import Desk
from mailflow.ports import HOUSE, Asked, Commit, Handled

log = logging.getLogger("mailflow")

PURGE, PURGE_AT = "purge", time(3)
DIGEST_AT = time(8)
VISITORS_AT = time(15)
COMING = timedelta(days=14)
WAITING = frozenset({RequestState.INCOMPLETE, RequestState.AWAITING_DECISION, RequestState.SCHEDULING})
Rows = tuple[tuple[str, ...], ...]


def make_rounds(premises: Premises, now: datetime) -> Iterator[Handled]:
    """Do what is due for the house; each once, also when mailflow was down at the hour itself."""
    here = local(now)
    monday = here.date() - timedelta(days=here.weekday())
    if due(premises, LetterKind.DIGEST.value, datetime.combine(monday, DIGEST_AT, BRUSSELS), now):
        yield done(premises, LetterKind.DIGEST, digest(premises, now), now)
    eve = last_eve(premises, here)
    wanted = TimerName.VISITORS not in premises.rulebook.off
    if wanted and due(premises, LetterKind.VISITORS.value, datetime.combine(eve, VISITORS_AT, BRUSSELS), now):
        yield done(premises, LetterKind.VISITORS, visitors(premises, eve), now)
    night = datetime.combine(here.date(), PURGE_AT, BRUSSELS)
    if premises.retention and due(premises, PURGE, night if night <= now else night - timedelta(days=1), now):
        purged = purge(premises.store, premises.retention, now, (Asked(HOUSE, PURGE, now),))
        counts = {"requests": purged.requests, "letters": purged.emptied, "archived": purged.archived}
        log.info("purged", extra={"facts": {what: len(found) for what, found in counts.items()}})
        yield Handled(None, PURGE)
    if premises.probing:
        yield from probe(premises, premises.probing, now)


def last_eve(premises: Premises, here: datetime) -> date:
    """Return the last working day on which the hour of the visitors' list has come."""
    day = here.date()
    if premises.workdays.is_workday(day) and here.time() >= VISITORS_AT:
        return day
    return premises.workdays.before(day, 1)


def due(premises: Premises, what: str, moment: datetime, now: datetime) -> bool:
    """Say whether a round's moment has come and it has not been made since; the first start makes none."""
    made = premises.store.asked(HOUSE, what)
    if made is None:
        premises.store.commit(Commit(asked=(Asked(HOUSE, what, now),)))
        return False
    return made < moment <= now


def done(premises: Premises, kind: LetterKind, orders: tuple[SendLetter, ...], now: datetime) -> Handled:
    """Write the letters of a round and note that it was made, in one commit."""
    desk = Desk(premises, now, premises.entropy())
    for order in orders:
        desk.write(order, None)
    letters = tuple(desk.written)
    premises.store.commit(Commit(letters=letters, asked=(Asked(HOUSE, kind.value, now),), clock=now))
    return Handled(None, kind.value, letters=letters)


def digest(premises: Premises, now: datetime) -> tuple[SendLetter, ...]:
    """Return HR's digest, oldest first; nothing when nothing waits and nobody comes."""
    people = premises.people
    facts = digest_facts(premises, now)
    if not facts["waiting"] and not facts["coming"]:
        return ()
    return tuple(digest_letter(premises, address, facts) for address in people.hr)


def digest_letter(premises: Premises, address: str, facts: dict[str, Fact]) -> SendLetter:
    """Return the digest for one address of HR, in its language."""
    asked = premises.store.languages().get(address) or premises.people.languages.get(address)
    return SendLetter(LetterKind.DIGEST, Recipient(address, Role.HR, asked or Language.NL), facts=facts)


def digest_facts(premises: Premises, now: datetime) -> dict[str, Fact]:
    """Return who waits for whom since when, and who comes in the next two weeks."""
    requests = tuple(premises.store.requests())
    waiting = tuple(waiting_row(premises, r, now) for r in requests if r.state in WAITING)
    today = local(now).date()
    coming = [
        (visit.slot.day.isoformat(), visit.slot.half.value, visit.service, request.requester.full_name, _host(visit))
        for request in requests
        for visit in request.visits
        if visit.state is VisitState.AGREED and visit.slot and today <= visit.slot.day <= today + COMING
    ]
    return {"waiting": waiting, "coming": tuple(sorted(coming))}


def waiting_row(premises: Premises, request: Request, now: datetime) -> tuple[str, ...]:
    """Return one row of the digest: reference, who, state, waiting for, since, working days."""
    trail = premises.store.trail(request.ref)
    since = local(trail[-1].at if trail else request.created_at).date()
    days = premises.workdays.count(since, local(now).date())
    who = f"{request.requester.full_name}, {request.ocmw}".strip(", ")
    return (request.ref, who, request.state.value, awaited(request), since.isoformat(), str(days))


def awaited(request: Request) -> str:
    """Return for whom a request waits: ``requester``, ``hr`` or ``service``."""
    if request.state is RequestState.INCOMPLETE:
        return Role.REQUESTER.value
    if request.state is RequestState.AWAITING_DECISION:
        return Role.HR.value
    states = {visit.state for visit in request.visits}
    return Role.REQUESTER.value if states & {VisitState.OFFERED} else Role.SERVICE.value


def _host(visit: Visit) -> str:
    return (visit.host.name or visit.host.address) if visit.host else ""


def visitors(premises: Premises, eve: date) -> tuple[SendLetter, ...]:
    """Return the reception's list for the working day after ``eve``, if there is a reception and somebody comes."""
    reception = premises.people.reception
    day = premises.workdays.after(eve, 1)
    rows = visitor_rows(premises, day) if reception else ()
    if not rows:
        return ()
    facts: dict[str, Fact] = {"day": day.isoformat(), "rows": rows}
    languages = premises.people.languages
    return tuple(
        SendLetter(
            LetterKind.VISITORS, Recipient(a, Role.RECEPTION, languages.get(a, Language.NL)), facts=facts, urgent=True
        )
        for a in reception
    )


def visitor_rows(premises: Premises, day: date) -> Rows:
    """Return who comes on a day: hours, names, OCMW, service, host; earliest first."""
    agreed = (r for r in premises.store.reservations() if r.agreed and r.slot.day == day)
    found = ((premises.store.request(r.ref), r.visit) for r in agreed)
    rows = [visitor_row(premises, request, request.visit(number)) for request, number in found if request]
    return tuple(sorted(row for row in rows if row))


def visitor_row(premises: Premises, request: Request, visit: Visit | None) -> tuple[str, ...]:
    """Return one visit as a row of the reception's list."""
    if visit is None or visit.slot is None:
        return ()
    service = premises.rulebook.services[visit.service]
    hours = {**premises.rulebook.office.hours, **service.hours, **visit.hours}
    start, end = (local(moment) for moment in span(visit.slot, hours))
    others = (f"{p.first_name} {p.name}".strip() for p in request.participants)
    names = ", ".join((request.requester.full_name, *others))
    return (f"{start:%H:%M}-{end:%H:%M}", names, request.ocmw, visit.service, _host(visit))


def answer_status(address: str, desk: Desk) -> None:
    """Answer a mail of HR that asks where everything stands (``STATUS``)."""
    order = digest_letter(desk.premises, address, digest_facts(desk.premises, desk.now))
    desk.write(replace(order, urgent=True), None)
