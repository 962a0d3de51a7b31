"""Every letter with invented people: for ``mailflow check`` (does each template render?) and ``mailflow letters``.

The variants follow ``docs/letters.md``; a fact that changes what a letter says appears here at least once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mailflow.letters.cast_lines import UNCLEAR, line_for, text_for, told_in
from mailflow.model.dates import Exclusion, Slot, UnclearDate, Wish
from mailflow.model.letter import Fact, Invitation, Recipient, SendLetter, Shown
from mailflow.model.meaning import FlaggedLine, Participant, UnknownService
from mailflow.model.request import Guest, Host, Person, Request, Visit
from mailflow.model.rules import Rulebook
from mailflow.model.words import Half, Language, LetterKind, Method, Role, VisitState

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
_AM = Slot(date(2027, 1, 12), Half.AM)
_PM = Slot(date(2027, 1, 12), Half.PM)
_LATER = Slot(date(2027, 1, 14), Half.AM)
_LAST = Slot(date(2027, 1, 19), Half.PM)
_SHOWN = (Shown(1, (_AM, _LATER, _LAST)), Shown(2, (_PM, Slot(date(2027, 1, 21), Half.AM))))

Sample = tuple[SendLetter, Request | None]


def sample_orders(rulebook: Rulebook) -> list[Sample]:
    """Return an order for each letter, variant and language, with the request that it is about."""
    return [sample for language in Language for sample in _all(rulebook, language)]


def sample_request(rulebook: Rulebook, language: Language) -> Request:
    """Return a whole request of an invented requester with two visits, from a centre of that language."""
    person, ocmw, nis, motivation = _PEOPLE[language]
    first, second = _two_services(rulebook)
    return Request(
        ref="ONT-2026-0001",
        version=3,
        created_at=NOW,
        language=language,
        requester=person,
        ocmw=ocmw,
        ocmw_nis=nis,
        area=(language,),
        motivation=motivation,
        wishes=(Wish(date(2027, 1, 12)), Wish(date(2027, 1, 14), Half.AM)),
        exclude=(Exclusion(weekday=3),),
        participants=(Participant("Wouters", "Jonas", "jonas.wouters@ocmw.example"),),
        visits=(Visit(1, first, contacts=("dienst.een@pod.example",)), Visit(2, second, theme="fead")),
        supervisor_agreement=True,
    )


_PEOPLE = {
    Language.NL: (
        Person("els.peeters@ocmw-mol.example", "Peeters", "Els", "014 00 00 01", "maatschappelijk werker"),
        "OCMW Mol",
        "13025",
        "Ik verwijs vaak naar uw omzendbrieven.\nIk wil begrijpen hoe ze tot stand komen.",
    ),
    Language.FR: (
        Person("jeanne.lambert@cpas-namur.example", "Lambert", "Jeanne", "081 00 00 01", "assistante sociale"),
        "CPAS de Namur",
        "92094",
        "Je voudrais mieux comprendre votre travail au quotidien\net améliorer nos échanges.",
    ),
    Language.DE: (
        Person("greta.mueller@oeshz-eupen.example", "Müller", "Greta", "087 00 00 01", "Sozialassistentin"),
        "ÖSHZ Eupen",
        "63023",
        "Ich möchte Ihre tägliche Arbeit kennenlernen\nund unsere Zusammenarbeit verbessern.",
    ),
}


def _two_services(rulebook: Rulebook) -> tuple[str, str]:
    """Pick two services, the legal one and BLAS where they exist."""
    ids = [each for each in ("juridisch", "blas") if each in rulebook.services]
    ids += [each for each in rulebook.services if each not in ids]
    return ids[0], ids[min(1, len(ids) - 1)]


def _all(rulebook: Rulebook, language: Language) -> Iterator[Sample]:
    request = sample_request(rulebook, language)
    yield from _to_requester(request)
    yield from _to_hr(request)
    yield from _to_service(request)
    yield from _to_guests(request)
    yield from _to_others(request)


def _requester(request: Request) -> Recipient:
    person = request.requester
    return Recipient(person.address, Role.REQUESTER, request.language, person.full_name)


def _hr(request: Request) -> Recipient:
    return Recipient("an.voorbeeld@pod.example", Role.HR, request.language, "An Voorbeeld")


def _service(request: Request) -> Recipient:
    return Recipient("claire.dumont@pod.example", Role.SERVICE, request.language, "Claire Dumont")


def _in_state(request: Request, *states: VisitState) -> Request:
    """Return the request with its visits in these states; agreed ones get a half-day, a host and guests."""
    host = Host("claire.dumont@pod.example", "Claire Dumont", "02 000 01 12", request.language)
    guests = (
        Guest(request.requester.address, Role.REQUESTER, request.language, request.requester.full_name),
        Guest(host.address, Role.SERVICE, host.language, host.name),
    )
    visits = []
    for visit, state, slot in zip(request.visits, states, (_AM, _PM), strict=False):
        changed = replace(visit, state=state)
        if state in {VisitState.AGREED, VisitState.HELD}:
            changed = replace(
                changed,
                slot=slot,
                host=host,
                guests=guests,
                uid=f"6f1c{visit.number}a52-41b1-4c58-9c39-0a4e6a0c7d11",
                sequence=0,
                stamp_at=NOW,
            )
        if state is VisitState.REFUSED:
            changed = replace(changed, reason_code="R1")
        visits.append(changed)
    return replace(request, visits=tuple(visits))


def _to_requester(request: Request) -> Iterator[Sample]:
    to = _requester(request)
    gaps = replace(
        request,
        motivation="",
        flags=("cut",),
        unclear_dates=(
            UnclearDate("12/13/2027", "invalid", 5),
            UnclearDate(told_in(request.language), "told", 6, (date(2026, 12, 14),)),
        ),
        visits=request.visits[:1],
        unknown_services=(UnknownService("FEAD", 7, ("blas", "activering")), UnknownService("dienst Zee", 8)),
    )
    heard = "2026-12-01"
    yield SendLetter(LetterKind.RECEIVED, to, facts={"heard_by": heard}, answers="a1@ocmw.example"), request
    missing: dict[str, Fact] = {"missing": ("motivation", "phone"), "heard_by": heard}
    yield SendLetter(LetterKind.RECEIVED, to, facts=missing, answers="a1@ocmw.example"), gaps
    yield SendLetter(LetterKind.REMINDER, to, of=LetterKind.RECEIVED, facts=missing), gaps
    asks = {Language.NL: "Welke dag past u?", Language.FR: "Quel jour ?", Language.DE: "Welcher Tag?"}[to.language]
    yield SendLetter(LetterKind.QUESTION, to, facts={"text": asks, "heard_by": heard}), request
    yield SendLetter(LetterKind.QUESTION, to, facts={"missing": ("services",), "heard_by": heard}), gaps
    part = _in_state(request, VisitState.REFUSED, VisitState.APPROVED)
    yield SendLetter(LetterKind.DECISION, to, facts={"refused": "1", "continues": "2"}), part
    none = _in_state(request, VisitState.REFUSED, VisitState.REFUSED)
    yield SendLetter(LetterKind.DECISION, to, facts={"refused": "1, 2"}), none
    for waiting in ("hr", "service", "requester", "nobody"):
        facts: dict[str, Fact] = {"waiting_for": waiting, "heard_by": heard}
        yield SendLetter(LetterKind.PROGRESS, to, facts=facts), part
    yield from _choices(request, to)
    for why in ("withdrawn", "expired"):
        yield SendLetter(LetterKind.CLOSED, to, facts={"why": why}), request
    yield (
        SendLetter(LetterKind.IS_THIS_YOU, to, facts={"address": "els.prive@mail.example", "text": "A, 1B 2A"}),
        request,
    )
    for attachment in (False, True):
        stranger = replace(to, name="")
        yield SendLetter(LetterKind.HOW_TO_ASK, stranger, facts={"attachment": attachment}, answers="q@x.example"), None


def _choices(request: Request, to: Recipient) -> Iterator[Sample]:
    offered = _in_state(request, VisitState.OFFERED, VisitState.OFFERED)
    both: dict[str, Fact] = {"proposal": (("1", "A"), ("2", "A")), "deadline": "2026-12-08"}
    yield SendLetter(LetterKind.CHOOSE, to, shown=_SHOWN, facts=both), offered
    yield SendLetter(LetterKind.REMINDER, to, of=LetterKind.CHOOSE, shown=_SHOWN, facts=both), offered
    one: dict[str, Fact] = {"proposal": (("1", "A"),), "deadline": "2026-12-08"}
    yield SendLetter(LetterKind.CHOOSE, to, visits=(1,), shown=_SHOWN[:1], facts=one), offered
    for again in ("none", "closed", "full", "past", "contradiction", "lost", "moved", "counter"):
        facts = one | {"again": again, "detail": "12/01/2027"}
        yield SendLetter(LetterKind.CHOOSE, to, visits=(1,), shown=_SHOWN[:1], facts=facts), offered


def _to_hr(request: Request) -> Iterator[Sample]:
    to = _hr(request)
    flagged = replace(
        request,
        flags=("out_of_scope", "language", "not_staff:student", "forwarded", "cut", "vip"),
        lines=(FlaggedLine(12, "Kunnen we dan ook mijn dossier 2026/114 bekijken?", "out_of_scope"),),
        forwarded_by="chef@ocmw.example",
        contact="Greet Verschraegen",
        maybe_services=("scuba",),
        unknown_services=(UnknownService("dienst Zee", 8),),
    )
    earlier = (("ONT-2025-0042", "completed", "2025-03-04", "juridisch, blas"),)
    full: dict[str, Fact] = {"occasion": "new", "earlier": earlier, "deadline": "2026-12-01"}
    yield SendLetter(LetterKind.DECIDE, to, facts=full), flagged
    yield SendLetter(LetterKind.REMINDER, to, of=LetterKind.DECIDE, facts=full), request
    declined = _in_state(request, VisitState.DECLINED, VisitState.APPROVED)
    for occasion in ("incomplete", "changed", "amended", "later", "reopened", "declined", "needs"):
        facts: dict[str, Fact] = {"occasion": occasion, "changes": ("motivation", "wishes", "Mag het ook in maart?")}
        yield SendLetter(LetterKind.DECIDE, to, facts=facts), declined
    yield from _receipts(request, to)
    yield from _actions(request, to)
    for why in UNCLEAR:
        meant = ("2027-01-12", "2027-02-01") if why in {"ambiguous_date", "half"} else ()
        facts = {"why": why, "line": line_for(why, request.language), "meant": meant}
        yield SendLetter(LetterKind.UNCLEAR, to, of=LetterKind.DECIDE, facts=facts), request
    rows = (
        ("ONT-2026-0001", "Peeters, OCMW Mol", "awaiting_decision", "hr", "2026-11-16", "5"),
        ("ONT-2026-0002", "Lambert, CPAS de Namur", "scheduling", "service", "2026-11-18", "3"),
    )
    coming = (("2027-01-12", "am", "juridisch", "Els Peeters", "Claire Dumont"),)
    yield SendLetter(LetterKind.DIGEST, to, facts={"waiting": rows, "coming": coming}), None
    yield SendLetter(LetterKind.DIGEST, to, facts={"waiting": ()}), None


_ACTIONS = (
    *("declined", "no_dates", "rounds", "silent_service", "silent_requester", "held", "undeliverable", "ill"),
    *("absence", "unclear", "no_contact", "no_show", "counter", "cancelled", "attachment", "not_staff", "reopened"),
    *("guest_declined", "calendar", "comment", "gone"),
)

# What such a letter tells besides; the others tell the address alone.
_BESIDE = {
    **dict.fromkeys(("no_dates", "rounds", "no_contact", "reopened"), ()),
    "held": ("address", "doubt", "read"),
    "calendar": ("address", "doubt", "answered"),
    "guest_declined": ("address", "answered"),
    "ill": ("address", "phone"),
    "absence": ("address", "until"),
    "counter": ("address", "until"),
    "gone": ("address", "instead"),
}


def _receipts(request: Request, to: Recipient) -> Iterator[Sample]:
    refused = _in_state(request, VisitState.REFUSED, VisitState.APPROVED)
    leaves = NOW + timedelta(hours=4, minutes=5)
    read = (("refuse", "1", "R1"), ("approve", "2", ""))
    decision = SendLetter(LetterKind.DECISION, _requester(request), facts={"refused": "1", "continues": "2"})
    yield (
        SendLetter(
            LetterKind.RECEIPT,
            to,
            facts={"read": read, "leaves_at": leaves},
            preview=(decision,),
            preview_of=refused,
            answers="hr1@pod.example",
        ),
        request,
    )
    already = ("An Voorbeeld", "approve", "2026-11-23T14:20:00+01:00")
    yield SendLetter(LetterKind.RECEIPT, to, facts={"read": read, "already": already}), refused
    yield SendLetter(LetterKind.RECEIPT, to, facts={"discarded": True}), request
    yield SendLetter(LetterKind.RECEIPT, to, facts={"read": (("note", "", "belt terug"),), "done": True}), request


def _actions(request: Request, to: Recipient) -> Iterator[Sample]:
    agreed = _in_state(request, VisitState.AGREED, VisitState.PROPOSED)
    known: dict[str, Fact] = {
        "address": "claire.dumont@pod.example",
        "phone": "02 000 01 12",
        "instead": "onthaal@pod.example",
        "until": "2026-12-11",
        "doubt": "other_address",
        "answered": "DECLINED",
        "read": (("refuse", "1", "R1"),),
    }
    for why in _ACTIONS:
        beside = {name: known[name] for name in _BESIDE.get(why, ("address",))}
        facts = {"why": why, "text": text_for(why, request.language), **beside}
        yield SendLetter(LetterKind.ACTION, to, visits=(1,), facts=facts), agreed


def _to_service(request: Request) -> Iterator[Sample]:
    to = _service(request)
    proposed = _in_state(request, VisitState.PROPOSED, VisitState.PROPOSED)
    noted = replace(proposed, visits=tuple(replace(v, notes=("Kan enkel op dinsdag.",)) for v in proposed.visits))
    shown = (Shown(2, _SHOWN[0].slots),)
    facts: dict[str, Fact] = {"deadline": "2026-12-02"}
    yield SendLetter(LetterKind.WHICH_DATES, to, visits=(2,), shown=shown, facts=facts), noted
    yield SendLetter(LetterKind.WHICH_DATES, to, visits=(2,), shown=(), facts=facts), noted
    again: dict[str, Fact] = {"again": "closed", "detail": "25/12/2026"}
    yield SendLetter(LetterKind.WHICH_DATES, to, visits=(2,), shown=shown, facts=again), noted
    reminder = SendLetter(LetterKind.REMINDER, to, of=LetterKind.WHICH_DATES, visits=(2,), shown=shown, facts=facts)
    yield reminder, noted
    for of in (LetterKind.WHICH_DATES, LetterKind.AGREED):
        unclear: dict[str, Fact] = {"why": "condition", "line": "A als het mooi weer is"}
        yield SendLetter(LetterKind.UNCLEAR, to, of=of, visits=(2,), shown=shown, facts=unclear), noted


def _to_guests(request: Request) -> Iterator[Sample]:
    agreed = _in_state(request, VisitState.AGREED, VisitState.AGREED)
    gone = _in_state(request, VisitState.CANCELLED, VisitState.AGREED)
    gone = replace(gone, visits=(replace(gone.visits[0], uid=agreed.visits[0].uid), *gone.visits[1:]))
    invite = Invitation(Method.REQUEST, 1, 0, NOW)
    for to in (_requester(request), _service(request)):
        yield SendLetter(LetterKind.AGREED, to, visits=(1,), invitation=invite), agreed
        moved = replace(invite, sequence=1)
        yield SendLetter(LetterKind.MOVED, to, visits=(1,), facts={"old": _LATER}, invitation=moved), agreed
        cancel = Invitation(Method.CANCEL, 1, 2, NOW)
        for by, again in (("requester", False), ("service", True), ("hr", False)):
            facts: dict[str, Fact] = {"old": _AM, "by": by, "again": again}
            yield SendLetter(LetterKind.CANCELLED, to, visits=(1,), facts=facts, invitation=cancel), gone
    for by in ("requester", "hr", "expired"):
        yield SendLetter(LetterKind.CANCELLED, _service(request), visits=(1,), facts={"by": by}), request
    along = Recipient("jonas.wouters@ocmw.example", Role.PARTICIPANT, request.language, "Jonas Wouters")
    yield SendLetter(LetterKind.AGREED, along, visits=(1,), invitation=invite), agreed
    updated = replace(invite, keep_partstat=True)
    yield SendLetter(LetterKind.AGREED, _requester(request), visits=(1,), invitation=updated), agreed
    out = Invitation(Method.CANCEL, 1, 1, NOW, whole=False)
    yield SendLetter(LetterKind.CANCELLED, _service(request), visits=(1,), facts={"old": _AM}, invitation=out), agreed
    yield SendLetter(LetterKind.PROGRESS, _hr(request), facts={"waiting_for": "service"}), agreed
    to = _requester(request)
    yield (
        SendLetter(LetterKind.AGREED, to, visits=(1,), invitation=Invitation(Method.DECLINECOUNTER, 1, 0, NOW)),
        agreed,
    )
    yield SendLetter(LetterKind.PRACTICAL, to, visits=(1, 2)), agreed
    yield SendLetter(LetterKind.THANKS, to), _in_state(request, VisitState.HELD, VisitState.HELD)
    for of in (LetterKind.RECEIVED, LetterKind.CHOOSE, LetterKind.AGREED):
        unclear: dict[str, Fact] = {"why": "not_a_command", "line": "Ik kom misschien."}
        yield SendLetter(LetterKind.UNCLEAR, to, of=of, visits=(1, 2), shown=_SHOWN, facts=unclear), agreed


def _to_others(request: Request) -> Iterator[Sample]:
    reception = Recipient("onthaal@pod.example", Role.RECEPTION, request.language)
    rows = (
        ("9.00–12.30", "Els Peeters, Jonas Wouters", "OCMW Mol", "juridisch", "Claire Dumont"),
        ("13.30–16.30", "Greta Müller", "ÖSHZ Eupen", "blas", "Bart Claes"),
    )
    yield SendLetter(LetterKind.VISITORS, reception, facts={"day": "2027-01-12", "rows": rows}), None
    operator = Recipient("beheer@pod.example", Role.OPERATOR, request.language)
    facts: dict[str, Fact] = {
        "cause": "no mail could be handled for 30 minutes: imap.pod.example: connection refused",
        "remedy": "check server, network, password and disk; mailflow goes on trying",
        "detail": "imap.pod.example: connection refused",
    }
    yield SendLetter(LetterKind.OPERATOR, operator, facts=facts), None
    over: dict[str, Fact] = {"cause": "mail is read and handled again", "remedy": "nothing", "over": True}
    yield SendLetter(LetterKind.OPERATOR, operator, facts=over), None
    yield SendLetter(LetterKind.PROBE, Recipient("hrm@pod.example", Role.OPERATOR, request.language)), None
