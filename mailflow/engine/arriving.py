"""A request arrives, or its gaps are filled: the record is made or merged, and somebody is asked (SPEC §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.engine.deciding import HR_TIMERS, ask_hr, undecided, waiting_for
from mailflow.engine.draft import Draft
from mailflow.engine.people import requester
from mailflow.engine.routing import route
from mailflow.model.event import RequestArrived
from mailflow.model.letter import Fact, SendLetter
from mailflow.model.meaning import Form
from mailflow.model.request import Person, Request, Visit
from mailflow.model.words import Language, LetterKind, Role, TimerName, VisitState

COMPLETE_TIMERS = (TimerName.COMPLETE_REMINDER, TimerName.COMPLETE_CLOSE)


def new_request(event: RequestArrived, language: Language, created_at: datetime) -> Request:
    """Return the empty record that ``take`` then fills."""
    sender = event.sender
    return Request(
        ref=event.ref,
        version=1,
        created_at=created_at,
        language=language,
        requester=Person(address=(event.form.email or sender.email).lower()),
        source_message_id=event.source.message_id,
        subject=event.source.subject,
        forwarded_by=event.form.forwarded_by.email if event.form.forwarded_by else "",
        contact=event.form.written_by,
    )


def arrive(draft: Draft, event: RequestArrived) -> None:
    """Take a new request: fill the record, then acknowledge it and ask whom it concerns."""
    form = event.form
    draft.note(f"requester {draft.request.requester.address}", "request", event.source.subject)
    take(draft, form)
    if strange(draft, event.sender.email):
        draft.put(flags=(*draft.request.flags, "other_sender"))
        draft.note(f"sender {event.sender.email}", "other_sender")
    if form.not_staff or form.in_attachment or not draft.request.requester.address:
        hand_to_hr(draft, form)
    else:
        acknowledge(draft)


def strange(draft: Draft, sender: str) -> bool:
    """Say whether somebody of another house asked in the requester's name: HR sees it, and what they wrote is not
    passed on to an address that may never have asked (it would make us write whatever a stranger wants).
    """
    domains = (sender.rpartition("@")[2], draft.request.requester.address.rpartition("@")[2])
    shorter, longer = sorted(domains, key=len)
    same_house = longer == shorter or ("." in shorter and longer.endswith(f".{shorter}"))
    return bool(sender) and not same_house and sender not in draft.situation.people.hr


def hand_to_hr(draft: Draft, form: Form) -> None:
    """Put a request that isn't ours to complete before HR at once, and ask its writer nothing (SPEC §4)."""
    draft.put(gave_up_asking=True)
    ask_hr(draft, "incomplete")
    if form.in_attachment and draft.situation.settings.answer_questions:
        draft.send(LetterKind.HOW_TO_ASK, requester(draft), {"attachment": True})
    else:
        facts = {"waiting_for": Role.HR.value, "heard_by": draft.due(TimerName.PROGRESS)}
        draft.send(LetterKind.PROGRESS, requester(draft), facts)


def again(draft: Draft, event: RequestArrived) -> None:
    """Merge a second request of the same person for the same services into the one that is open (SPEC §4)."""
    before = draft.request
    take(draft, event.form)
    draft.note(f"requester {before.requester.address}", "request again", event.source.subject)
    follow_up(draft, before)
    if not any(isinstance(effect, SendLetter) and effect.to.role is Role.REQUESTER for effect in draft.effects):
        # Nothing new was said, but somebody who writes again wonders where the request is.
        draft.send(LetterKind.PROGRESS, requester(draft), {"waiting_for": waiting_for(draft)})


def take(draft: Draft, form: Form) -> None:
    """Take over every field that a form gives; what it doesn't give stays."""
    request = draft.request
    person = request.requester
    given = {
        "name": form.name,
        "first_name": form.first_name,
        "phone": form.phone,
        "function": form.function,
    }
    person = replace(person, **{name: value for name, value in given.items() if value})
    plain = {
        "ocmw": form.ocmw,
        "ocmw_nis": form.ocmw_nis,
        "area": form.area,
        "motivation": form.motivation,
        "remarks": _joined(request.remarks, form.remarks),
        "wishes": tuple(dict.fromkeys((*request.wishes, *form.dates))),
        "exclude": tuple(dict.fromkeys((*request.exclude, *form.exclude))),
        "preference": form.preference,
        "participants": form.participants,
        "maybe_services": form.maybe_services,
        "lines": tuple(dict.fromkeys((*request.lines, *form.out_of_scope))),
    }
    draft.put(requester=person, **{name: value for name, value in plain.items() if value})
    if form.dates or form.exclude or form.unclear_dates:
        draft.put(unclear_dates=form.unclear_dates)
    if form.supervisor_agreement is not None:
        draft.put(supervisor_agreement=form.supervisor_agreement)
    if form.services or form.unknown_services:
        draft.put(unknown_services=form.unknown_services)
    draft.put(sources={**request.sources, **form.sources})
    add_visits(draft, form)
    draft.put(flags=flags(draft, form))


def _joined(before: str, more: str) -> str:
    return before if not more or more in before else f"{before}\n{more}".strip()


def add_visits(draft: Draft, form: Form) -> None:
    """Make a visit for each service that is asked for and not visited yet; note its theme; let the rules speak."""
    for service in form.services:
        if any(v.service == service and v.state is not VisitState.CANCELLED for v in draft.request.visits):
            continue
        number = max((v.number for v in draft.request.visits), default=0) + 1
        draft.put(visits=(*draft.request.visits, Visit(number=number, service=service)))
    for visit in draft.request.visits:
        theme = form.themes.get(visit.service, "")
        if theme:
            draft.put_visit(visit.number, theme=theme)
        if visit.state is VisitState.REQUESTED:
            route(draft, visit.number)


def flags(draft: Draft, form: Form) -> tuple[str, ...]:
    """Return the words that HR must see with a request."""
    request = draft.request
    found = [
        "out_of_scope" if request.lines else "",
        f"not_staff:{form.not_staff}" if form.not_staff else "",
        "attachment" if form.in_attachment else "",
        "cut" if form.cut else "",
        "forwarded" if request.forwarded_by else "",
        "language" if request.area and request.language not in request.area else "",
        "unknown_ocmw" if request.ocmw and not request.ocmw_nis else "",
        "too_many" if _too_many(draft) else "",
    ]
    return tuple(dict.fromkeys((*request.flags, *(flag for flag in found if flag))))


def _too_many(draft: Draft) -> bool:
    services = (draft.rulebook.services.get(v.service) for v in draft.request.visits)
    return any(s is not None and draft.request.persons > s.max_persons for s in services)


def acknowledge(draft: Draft) -> None:
    """Tell the requester what was understood; ask for what is missing, or HR for its decision."""
    request = draft.request
    if request.complete:
        ask_hr(draft, "new")
        draft.send(LetterKind.RECEIVED, requester(draft), {"heard_by": draft.due(TimerName.PROGRESS)})
        return
    draft.put(asked=request.asked + 1)
    wait_for_requester(draft)
    draft.send(LetterKind.RECEIVED, requester(draft), missing_facts(draft))


def missing_facts(draft: Draft) -> dict[str, Fact]:
    """Return what is missing and until when it is waited for."""
    missing = tuple(name.value for name in draft.request.missing)
    return {"missing": missing, "heard_by": draft.due(TimerName.COMPLETE_CLOSE)}


def wait_for_requester(draft: Draft) -> None:
    """Wait for what the requester has to complete."""
    draft.disarm(TimerName.PROGRESS, *HR_TIMERS)
    for name in COMPLETE_TIMERS:
        draft.arm(name)


def follow_up(draft: Draft, before: Request) -> None:
    """After fields came in: acknowledge the complete request, ask for the rest, or give up asking (SPEC §4)."""
    draft.disarm(*COMPLETE_TIMERS)
    request = draft.request
    changes = changed_fields(before, request)
    if changes:
        version = request.version + 1
        draft.put(version=version, changes={**request.changes, version: changes})
    if request.complete:
        tell_complete(draft, before, changes)
    else:
        ask_for_the_rest(draft)


def ask_for_the_rest(draft: Draft) -> None:
    """Ask the requester for what is still missing; after so many rounds HR gets what is known (SPEC §4)."""
    request = draft.request
    if request.asked < draft.rulebook.office.max_questions:
        draft.put(asked=request.asked + 1)
        wait_for_requester(draft)
        draft.send(LetterKind.QUESTION, requester(draft), missing_facts(draft))
        return
    draft.put(gave_up_asking=True)
    ask_hr(draft, "incomplete")
    facts = {"waiting_for": Role.HR.value, "heard_by": draft.due(TimerName.PROGRESS)}
    draft.send(LetterKind.PROGRESS, requester(draft), facts)


def tell_complete(draft: Draft, before: Request, changes: tuple[str, ...]) -> None:
    """Go on with a complete request whose fields changed: HR sees it, the requester reads what is now known."""
    if not undecided(draft):
        return
    if changes or not before.complete:
        if not any(isinstance(e, SendLetter) and e.kind is LetterKind.DECIDE for e in draft.effects):
            ask_hr(draft, "amended" if before.complete else "new", changes if before.complete else ())
        draft.send(LetterKind.RECEIVED, requester(draft), {"heard_by": draft.due(TimerName.PROGRESS)})


def changed_fields(before: Request, after: Request) -> tuple[str, ...]:
    """Return the fields whose value changed, as the words of the glossary."""
    names = (
        "requester",
        "ocmw",
        "motivation",
        "remarks",
        "wishes",
        "exclude",
        "preference",
        "participants",
        "unknown_services",
    )
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    if [v.service for v in before.visits] != [v.service for v in after.visits]:
        changed.append("services")
    if [v.theme for v in before.visits] != [v.theme for v in after.visits]:
        changed.append("theme")
    return tuple(changed)
