"""The JSON of the command line, exactly as SPEC §12 promises it: pure functions from values to plain dicts.

Dates are ISO 8601, moments UTC, hours local time of Europe/Brussels (``09:00``). What is not known is ``""``, ``[]``
or ``null``, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mailflow.model.dates import Exclusion, Hours, Wish
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.meaning import Command, Form, Meaning, Participant
from mailflow.model.message import Message
from mailflow.model.request import Pending, Request, Timer, Visit
from mailflow.model.words import Folder, Half, Kind, Language
from mailflow.ports import Mark

if TYPE_CHECKING:
    from mailflow.model.rules import Rulebook

Json = dict[str, Any]


# ---------------------------------------------------------------------------------------------------------- inspect


def inspected(message: Message, meaning: Meaning, prefix: str) -> Json:
    """Return what ``inspect --json`` prints of one message; ``prefix`` is that of references (``ONT``).

    National register numbers are masked here too: what is printed gets pasted into tickets.
    """
    from mailflow.understanding.register_number import mask

    answer = meaning.answer
    return {
        "kind": meaning.kind.value,
        "language": language_of(meaning),
        "ref": reference_in(message, prefix),
        "request": form(meaning.form) if meaning.form else None,
        "commands": [command(one) for one in answer.commands] if answer else [],
        "unsure": {"line": answer.unsure.line, "why": answer.unsure.why} if answer and answer.unsure else None,
        "courtesy": bool(answer and answer.courtesy),
        "new_text": mask(answer.new_text if answer else message.new_text),
    }


def language_of(meaning: Meaning) -> str | None:
    """Return the writer's language (SPEC §4): command, field, words, area; ``nl`` for a request that tells none."""
    asked = [one.language for one in meaning.answer.commands if one.language] if meaning.answer else []
    if asked:
        return asked[-1].value
    given = meaning.form
    found = (given and given.language) or (given and given.written) or meaning.language
    if found:
        return found.value
    if given and given.area:
        return given.area[0].value
    return Language.NL.value if meaning.kind is Kind.REQUEST else None


def reference_in(message: Message, prefix: str) -> str | None:
    """Return the reference that a message names: in its subject, else in the letters of ours that it answers."""
    pattern = re.compile(rf"\b({re.escape(prefix)}-\d{{4}}-\d{{4,}})\b", re.IGNORECASE)
    for text in (message.subject, *message.in_reply_to, *reversed(message.references)):
        found = pattern.search(text)
        if found:
            return found[1].upper()
    return None


def form(given: Form) -> Json:
    """Return the fields of a request."""
    return {
        "name": given.name,
        "first_name": given.first_name,
        "email": given.email,
        "phone": given.phone,
        "function": given.function,
        "ocmw": given.ocmw,
        "ocmw_nis": given.ocmw_nis,
        "services": list(given.services),
        "unknown_services": [unknown.text for unknown in given.unknown_services],
        "themes": dict(given.themes),
        "motivation": given.motivation,
        "dates": [wish(one) for one in given.dates],
        "exclude": [exclusion(one) for one in given.exclude],
        "participants": [participant(one) for one in given.participants],
        "supervisor_agreement": given.supervisor_agreement,
        "missing": [name.value for name in given.missing],
        "complete": given.complete,
        "out_of_scope": [{"line": one.line, "text": one.text, "why": one.why} for one in given.out_of_scope],
        "sources": dict(given.sources),
    }


def command(given: Command) -> Json:
    """Return one command; a pause's end is its date, a limit's number and a language's code are its text."""
    dates = [wish(one) for one in given.dates]
    if given.until and not dates:
        dates = [{"date": given.until.isoformat(), "half": Half.ANY.value}]
    text = given.text or (given.language.value if given.language else "") or (str(given.count) if given.count else "")
    return {
        "name": given.name.value,
        "visits": list(given.visits),
        "slots": [{"visit": pick.visit or None, "slot": pick.slot} for pick in given.slots],
        "dates": dates,
        "address": given.address,
        "text": text,
        "needs": list(given.needs),
    }


def wish(given: Wish) -> Json:
    """Return a date somebody named; ``service`` only where it was named with one."""
    named = {"date": given.date.isoformat(), "half": given.half.value}
    return named | ({"service": given.service} if given.service else {})


def exclusion(given: Exclusion) -> Json:
    """Return what somebody can't do: a date or a weekday (1 = Monday), and the half."""
    when: Json = {"date": given.date.isoformat()} if given.date else {"weekday": given.weekday}
    return when | {"half": given.half.value}


def participant(given: Participant) -> Json:
    """Return somebody who comes along."""
    return {"name": given.name, "first_name": given.first_name, "email": given.email}


# --------------------------------------------------------------------------------------------------------- requests


def shown(request: Request, trail: Iterable[TrailEntry], rulebook: Rulebook | None) -> Json:
    """Return what ``show --json`` prints; the rulebook adds a service's usual hours where a visit has no own."""
    person = request.requester
    return {
        "ref": request.ref,
        "state": request.state.value,
        "pending": pending(request.pending) if request.pending else None,
        "language": request.language.value,
        "requester": {
            "name": person.name,
            "first_name": person.first_name,
            "email": person.address,
            "phone": person.phone,
            "function": person.function,
            "ocmw": request.ocmw,
            "ocmw_nis": request.ocmw_nis,
        },
        "participants": [participant(one) for one in request.participants],
        "visits": [visit(one, rulebook) for one in request.visits],
        "timers": [timer(one) for one in sorted(request.timers, key=lambda one: one.due_at)],
        "trail": [trail_entry(one) for one in trail],
    }


def listed(request: Request) -> Json:
    """Return what ``list --json`` prints of one request."""
    return {
        "ref": request.ref,
        "state": request.state.value,
        "pending": request.pending is not None,
        "language": request.language.value,
        "requester": {"name": request.requester.full_name, "email": request.requester.address},
        "ocmw": request.ocmw,
        "created_at": moment(request.created_at),
        "visits": [
            {"number": one.number, "service": one.service, "state": one.state.value, "date": day(one)}
            for one in request.visits
        ],
    }


def pending(given: Pending) -> Json:
    """Return the decision that waits for the undo window."""
    return {
        "commands": [command(one) for one in given.commands],
        "by": given.by_address,
        "at": moment(given.at),
        "due_at": moment(given.due_at),
        "held": given.held,
    }


def visit(given: Visit, rulebook: Rulebook | None) -> Json:
    """Return one visit; hours only where a date is agreed."""
    hours = hours_of(given, rulebook)
    return {
        "number": given.number,
        "service": given.service,
        "state": given.state.value,
        "date": day(given),
        "half": given.slot.half.value if given.slot else None,
        "start": hours.start.isoformat("minutes") if hours else None,
        "end": hours.end.isoformat("minutes") if hours else None,
        "host": given.host.address if given.host else None,
        "contacts": list(given.contacts),
        "guests": [{"address": guest.address, "partstat": guest.partstat.value} for guest in given.guests],
        "uid": given.uid or None,
        "sequence": given.sequence if given.sequence >= 0 else None,
    }


def hours_of(given: Visit, rulebook: Rulebook | None) -> Hours | None:
    """Return the hours of an agreed visit: its own, its service's, the house's."""
    if given.slot is None:
        return None
    tables: list[Mapping[Half, Hours]] = [given.hours]
    if rulebook is not None:
        service = rulebook.services.get(given.service)
        tables += [service.hours] if service else []
        tables.append(rulebook.office.hours)
    return next((hours[given.slot.half] for hours in tables if given.slot.half in hours), None)


def day(given: Visit) -> str | None:
    """Return the agreed date."""
    return given.slot.day.isoformat() if given.slot else None


def timer(given: Timer) -> Json:
    """Return something that falls due; ``visit`` is ``null`` for the whole request."""
    return {"name": given.name.value, "visit": given.visit or None, "due_at": moment(given.due_at)}


def trail_entry(given: TrailEntry) -> Json:
    """Return one step of the audit log."""
    return {
        "at": moment(given.at),
        "who": given.who,
        "what": given.what,
        "detail": given.detail,
        "message_id": given.message_id,
        "rules": list(given.rules),
    }


# ------------------------------------------------------------------------------------------------ letters and marks


def letter(given: Letter) -> Json:
    """Return what ``outbox --json`` prints of one letter; never its content."""
    return {
        "message_id": given.message_id,
        "ref": given.ref,
        "kind": given.kind.value,
        "to": given.address,
        "role": given.role.value,
        "language": given.language.value,
        "subject": given.subject,
        "status": given.status.value,
        "created_at": moment(given.created_at),
        "not_before_at": moment(given.not_before_at),
        "next_try_at": moment(given.next_try_at),
        "tries": given.tries,
        "problem": given.problem,
    }


def mark(given: Mark) -> Json:
    """Return what ``aside --json`` prints of one message that was set aside."""
    return {
        "message_id": given.message_id,
        "digest": given.digest,
        "ref": given.ref,
        "why": given.why,
        "handled_at": moment(given.handled_at),
        "moved": given.moved,
        "left_in_place": given.target is Folder.INBOX,
    }


def moment(given: datetime | None) -> str | None:
    """Return a moment in UTC, to the second."""
    return given.astimezone(UTC).isoformat(timespec="seconds") if given else None
