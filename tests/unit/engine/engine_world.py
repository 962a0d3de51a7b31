"""A little world around the engine: requests, letters and a clock; every step is checked against the table.

The pipeline's part is played plainly: an event is decided for one request, the answer replaces it, nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from mailflow.engine import decide
from mailflow.letters import Composer, Stamp, identity
from mailflow.model.effect import Decision, RememberLanguage, SetStanding
from mailflow.model.event import Event, TimerFired
from mailflow.model.letter import SendLetter
from mailflow.model.request import OPEN, Request, Timer, Visit
from mailflow.model.situation import People, Settings, Situation
from mailflow.model.words import RequestState, Role, TimerName, VisitState
from mailflow.ports import Commit
from mailflow.rulebook import read_rules
from mailflow.testing.store import MemoryStore
from tests.unit.engine.engine_law import after, allowed_letters

BOOK = read_rules(Path("rules"), Path("tests/data/contacts.toml"))
COMPOSER = Composer(BOOK, Path("templates"), "hrm@mi-is.example")
HR, BEA = "an.devos@mi-is.example", "bea.maes@mi-is.example"
PEOPLE = People(mailbox="hrm@mi-is.example", hr=(HR,), deputies=(BEA,))
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FINAL = frozenset({RequestState.COMPLETED, RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.EXPIRED})
WITH_DATE = frozenset({VisitState.AGREED, VisitState.HELD})
MANY = 200


@dataclass
class World:
    """Requests and what was ordered for them; ``apply`` is the only way in."""

    now: datetime = START
    store: MemoryStore = field(default_factory=MemoryStore)
    orders: list[tuple[str, int, SendLetter]] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    composed: int = 0

    def situation(self) -> Situation:
        return Situation(
            now=self.now,
            rulebook=BOOK,
            people=PEOPLE,
            salt=f"salt {self.steps}",
            settings=Settings(),
            reservations=self.store.reservations(),
            standings=self.store.standings(),
            languages=self.store.languages(),
        )

    def refs(self) -> list[str]:
        return [request.ref for request in self.store.requests()]

    def apply(self, ref: str, event: Event) -> Decision:
        """Let something happen to a request, and look whether it may have."""
        self.steps += 1
        before, situation = self.store.request(ref), self.situation()
        decision = decide(before, event, situation)
        assert decision == decide(before, event, situation), "the same event leads to the same decision"
        assert decision.request is not None
        self.store.commit(
            Commit(
                requests=(decision.request,),
                standings=tuple(e.standing for e in decision.effects if isinstance(e, SetStanding)),
                languages=tuple((e.address, e.language) for e in decision.effects if isinstance(e, RememberLanguage)),
            )
        )
        orders = [effect for effect in decision.effects if isinstance(effect, SendLetter)]
        self.orders += [(ref, decision.request.version, order) for order in orders]
        self.check_moves(before, decision.request, event)
        self.check_letters(before, decision.request, orders, event)
        self.check_request(decision.request)
        self.check_house()
        return decision

    def check_moves(self, before: Request | None, request: Request, event: Event) -> None:
        """Every visit stands where the table lets this event lead it."""
        known = {visit.number: visit for visit in before.visits} if before else {}
        for visit in request.visits:
            start = known.get(visit.number)
            # A mail may ask for one service more and say something about all of them.
            ends = after(before, start or replace(visit, state=VisitState.REQUESTED), event)
            assert visit.state in ends, f"{start and start.state} -> {visit.state} by {event}"

    def check_letters(self, before: Request | None, request: Request, orders: list[SendLetter], event: Event) -> None:
        """Every letter is one that the table names for this event, and can be written."""
        allowed = allowed_letters(before, event)
        for number, order in enumerate(orders):
            assert order.kind in allowed, f"{order.kind} by {event}"
            if order.to.role is Role.HR:
                assert "@" in order.to.address
            if self.steps % 5 == 0 and self.composed < MANY:
                self.composed += 1
                token = identity.new_token("salt", number)
                about = order.as_of or request
                stamp = Stamp(self.now, token, identity.message_id(token, about.ref, "mi-is.example"))
                assert COMPOSER.compose(order, about, stamp).content

    def check_request(self, request: Request) -> None:
        """The record makes sense by itself."""
        assert request.state is expected_state(request)
        if request.state not in FINAL:
            assert request.timers, f"{request.ref} is stranded in {request.state}"
            assert any(timer.due_at > self.now for timer in request.timers)
        for visit in request.visits:
            check_visit(request, visit)
            if visit.uid:
                assert visit.sequence >= self.sequences.get(visit.uid, 0), "SEQUENCE never falls"
                self.sequences[visit.uid] = visit.sequence
        due = Counter((timer.name, timer.visit) for timer in request.timers)
        assert set(due.values()) <= {1}, "one timer of a kind"
        if request.state is RequestState.EXPIRED or request.closed:
            assert not any(v.state is VisitState.AGREED for v in request.visits), "closed with a visit to come"
        watched = {(timer.name, timer.visit) for timer in request.timers}
        for visit in request.visits:
            if visit.state is VisitState.AGREED:
                assert (TimerName.VISIT_OVER, visit.number) in watched
            if not request.closed and visit.state is VisitState.PROPOSED and visit.suited is None and not visit.need:
                assert (TimerName.DATES_ESCALATE, visit.number) in watched
            if not request.closed and visit.state is VisitState.OFFERED:
                assert (TimerName.CHOOSE_CLOSE, 0) in watched
        if not request.closed and request.state is RequestState.AWAITING_DECISION:
            names = {name for name, _ in watched}
            waits = {TimerName.DECIDE_DEPUTY, TimerName.DECIDE_LATER, TimerName.COMPLETE_CLOSE, TimerName.UNDO}
            assert names & waits, f"nobody reminds HR of {request.ref}: {names}"

    def check_house(self) -> None:
        """No half-day is overbooked, and nobody is in two places."""
        agreed = [held for held in self.store.reservations() if held.agreed]
        per_service = Counter((held.service, held.slot) for held in agreed)
        full = [key for key, n in per_service.items() if n > BOOK.services[key[0]].per_half_day]
        assert not full, full
        visitors = Counter((person, held.slot) for held in agreed for person in held.persons)
        assert not [key for key, n in visitors.items() if n > 1]
        hosts = {(held.host, held.slot, held.service) for held in agreed if held.host}
        places = Counter((host, slot) for host, slot, _ in hosts)
        assert not [key for key, n in places.items() if n > 1]

    def due(self) -> Iterator[tuple[str, Timer]]:
        """Yield what is due, as the pipeline finds it."""
        fired = set()
        while found := next((d for d in self.store.timers_due(self.now) if d not in fired), None):
            fired.add(found)
            yield found.ref, found.timer

    def fire(self) -> None:
        """Fire everything that is due."""
        for ref, timer in self.due():
            self.apply(ref, TimerFired(timer.name, timer.visit))

    def until(self, moment: datetime) -> None:
        """Let time pass, stopping at everything that falls due."""
        while (due := self.store.next_due()) is not None and due <= moment:
            self.now = max(due, self.now)
            self.fire()
        self.now = moment


def check_visit(request: Request, visit: Visit) -> None:
    """A visit's fields fit its state."""
    if visit.state in WITH_DATE:
        assert visit.slot is not None
        assert visit.uid
        assert visit.sequence >= 0
        assert visit.host or visit.contacts
        assert any(guest.address == request.requester.address for guest in visit.guests)
        assert len({guest.address for guest in visit.guests}) == len(visit.guests)
    else:
        assert visit.slot is None
        assert not visit.uid
        assert not visit.guests
        assert not visit.mover
    if visit.state is VisitState.PROPOSED:
        assert visit.proposed
    if visit.state is VisitState.OFFERED:
        assert visit.offered
    elif visit.state is not VisitState.AGREED:
        assert not visit.offered
    if visit.state in WITH_DATE or visit.state not in OPEN | {VisitState.DECLINED}:
        assert not visit.need, f"{visit.state} needs {visit.need}"


def expected_state(request: Request) -> RequestState:
    """SPEC §2, written down once more and differently."""
    states = [visit.state for visit in request.visits]
    if request.closed:
        return RequestState.EXPIRED if request.closed == "expired" else RequestState.WITHDRAWN
    gaps = (request.missing or request.unknown_services) and not request.gave_up_asking
    if gaps and all(state is VisitState.REQUESTED for state in states):
        return RequestState.INCOMPLETE
    to_decide = any(state in (VisitState.REQUESTED, VisitState.DECLINED) for state in states)
    if not states or to_decide or any(visit.need for visit in request.visits if visit.state in OPEN):
        return RequestState.AWAITING_DECISION
    if any(state in OPEN for state in states):
        return RequestState.SCHEDULING
    for state, whole in ((VisitState.AGREED, RequestState.SCHEDULED), (VisitState.HELD, RequestState.COMPLETED)):
        if state in states:
            return whole
    return RequestState.REFUSED if VisitState.REFUSED in states else RequestState.WITHDRAWN
