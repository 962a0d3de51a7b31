"""What a template may name: one mapping per letter, made from order, request and rulebook.

The functions that a template may call stand in ``pen.py``; both are described in ``templates/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.letters import phrasing
from mailflow.letters.facts import facts_of
from mailflow.letters.views import VisitView, see_house, see_person, see_visit
from mailflow.model.dates import Slot
from mailflow.model.letter import SendLetter
from mailflow.model.request import FINAL, OPEN, Request, Visit
from mailflow.model.rules import Rulebook
from mailflow.model.words import Language, LetterKind, Role, VisitState

_AGREED = frozenset({VisitState.AGREED, VisitState.HELD})


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a letter is seen: rules, mailbox, moment."""

    rulebook: Rulebook
    mailbox: str
    now: datetime


def see(order: SendLetter, request: Request | None, seen: Seen) -> dict[str, object]:
    """Gather what a template may name. Raises ``TemplateError`` where the order's facts are wrong."""
    language = order.to.language
    names: dict[str, object] = {
        "request": request,
        "ref": request.ref if request else "",
        "reader": order.to,
        "name": order.to.name,
        "house": see_house(seen.rulebook, seen.mailbox, language),
        "person": see_person(request, language) if request else None,
        "services": tuple(seen.rulebook.services),
        "reasons": tuple((each.code, each.texts[language]) for each in seen.rulebook.reasons.values()),
        "fact": facts_of(order),
        "kind": order.kind.value,
        "of": order.of.value if order.of else "",
        "method": order.invitation.method.value if order.invitation else "",
        "shown": tuple(each.visit for each in order.shown if each.slots),
        "shown_slots": tuple(slot for each in order.shown for slot in each.slots),
        "asks_release": bool(order.about) and order.to.role is Role.HR,
        "previews": len(order.preview),
        "today": seen.now.astimezone(phrasing.ZONE).date(),
        "guest_is_host": order.to.role is Role.SERVICE,
        "guest_is_companion": order.to.role is Role.PARTICIPANT,
        "only_guest": order.invitation is not None and not order.invitation.whole,
        "updated": order.invitation is not None and order.invitation.keep_partstat,
        "inner": False,
        "short": False,
    }
    return names | _visits(order, request, seen.rulebook, language)


def _visits(order: SendLetter, request: Request | None, rulebook: Rulebook, language: Language) -> dict[str, object]:
    """Gather the visits of a letter, sorted by what has become of them."""
    every = request.visits if request else ()
    about = tuple(each for each in every if not order.visits or each.number in order.visits)
    agreed = tuple(sorted((each for each in every if each.slot and each.state in _AGREED), key=_when))
    gone = about if order.kind is LetterKind.CANCELLED else ()
    no = _numbers(order.facts.get("refused")) or {v.number for v in about if v.state is VisitState.REFUSED}
    yes = _numbers(order.facts.get("continues"))
    old = order.facts.get("old")

    def views(visits: tuple[Visit, ...]) -> tuple[VisitView, ...]:
        return tuple(see_visit(each, rulebook, language) for each in visits)

    return {
        "every": views(every),
        "visits": views(about),
        "numbers": tuple(each.number for each in about) if order.visits else (),
        "first_number": about[0].number if about else 1,
        "programme": views(tuple(each for each in agreed if each not in gone)),
        "held": views(tuple(each for each in agreed if each in about and not each.no_show)),
        "pending_visits": views(tuple(each for each in every if each.state in OPEN)),
        "refused_visits": views(tuple(each for each in every if each.number in no)),
        "continuing_visits": views(tuple(each for each in every if each.number in yes and each.state not in FINAL)),
        "was": see_visit(about[0], rulebook, language, old) if about and isinstance(old, Slot) else None,
        "companions": _companions(order, request),
        "attendees": (request.requester.full_name, *_names(request)) if request else (),
        "lost_service": bool(request and any(not each.candidates for each in request.unknown_services)),
    }


def _numbers(fact: object) -> set[int]:
    """Read visit numbers from a fact: ``"1, 3"`` or a tuple of texts."""
    text = " ".join(str(each) for each in fact) if isinstance(fact, tuple) else str(fact or "")
    return {int(each) for each in text.replace(",", " ").split() if each.isdigit()}


def _when(visit: Visit) -> tuple[str, str]:
    """Order visits by their half-day; am stands before pm."""
    return (visit.slot.day.isoformat(), visit.slot.half.value) if visit.slot else ("", "")


def _names(request: Request) -> tuple[str, ...]:
    """Return the names of those who come along."""
    return tuple(" ".join(part for part in (each.first_name, each.name) if part) for each in request.participants)


def _companions(order: SendLetter, request: Request | None) -> str:
    """Name those who come along with the reader, or for a host with the requester."""
    if request is None:
        return ""
    others = tuple(each for each in request.participants if each.email.lower() != order.to.address.lower())
    names = _names(replace(request, participants=others))
    first = (request.requester.full_name,) if order.to.role is Role.PARTICIPANT else ()
    return ", ".join((*first, *names))
