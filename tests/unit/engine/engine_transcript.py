"""A story played on the engine alone and written down: after each event what changed, which letters, which timers.

Nothing is left out: every field of request, visits and orders that isn't as before, or as by default, is shown.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from mailflow.engine import decide
from mailflow.model.dates import Slot
from mailflow.model.event import AnswerArrived, Event, InvitationAnswered, RequestArrived, Source, TimerFired, Writer
from mailflow.model.letter import SendLetter
from mailflow.model.meaning import Answer, CalendarAnswer, Command, Form
from mailflow.model.message import Address
from mailflow.model.request import Guest, Request, Visit
from mailflow.model.situation import Reservation, Situation
from mailflow.model.words import Method, Partstat, Role
from tests.unit.engine.engine_steps import BOOK, ELS, HR, NOW, PEOPLE

ROLES = {HR: Role.HR, ELS: Role.REQUESTER}
BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass
class Story:
    """One request from its first mail on; ``lines`` is the transcript."""

    now: datetime = NOW
    given: dict[str, object] = field(default_factory=dict)
    request: Request | None = None
    orders: list[SendLetter] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    mails: int = 0

    # ------------------------------------------------------------------------------------------------ what happens

    def ask(self, form: Form, sender: str = ELS, **more: object) -> None:
        """Let a request arrive, or arrive again."""
        event = RequestArrived("ONT-2026-0001", form, Address(sender, "Els Peeters"), self.source(), **more)
        self.happen(f"{sender} asks", event)

    def say(self, who: str, *commands: Command, to: str = "", said: Answer | None = None, **more: object) -> None:
        """Let somebody answer the last letter they got (of a kind)."""
        known = [o for o in self.orders if o.to.address == who and to in ("", (o.of or o.kind).value)]
        order = known[-1] if known else None
        role = more.pop("role", None) or ROLES.get(who, Role.SERVICE)
        writer = more.pop("writer", None) or Writer(role, who, registered=who)
        if order:
            more = {
                "letter": order.of or order.kind,
                "visits": order.visits,
                "shown": order.shown,
                "about": order.about,
                **more,
            }
        answer = said or Answer(commands, new_text=" / ".join(c.text or c.name.value for c in commands))
        event = AnswerArrived(writer, answer, self.source(), **{"version": self.request.version, **more})
        words = ", ".join(shown(command) for command in commands) or shown(answer)
        self.happen(f"{who} says {words}", event)

    def calendar(self, who: str, method: Method, visit: int = 1, words: Answer | None = None, **said: object) -> None:
        """Let somebody's calendar program answer."""
        now = self.visit(visit)
        known = {"guest": who, "uid": now.uid, "sequence": now.sequence, "stamp_at": self.now, "method": method}
        partstat = Partstat.ACCEPTED if method is Method.REPLY else Partstat.NEEDS_ACTION
        answer = CalendarAnswer(**{"partstat": partstat, **known, **said})
        role = next((g.role for g in now.guests if g.address == who), Role.REQUESTER)
        event = InvitationAnswered(Writer(role, who), answer, self.source(), words or Answer())
        self.happen(f"calendar of {who}: {shown(answer)}", event)

    def until(self, day: date, *, most: int = 60) -> None:
        """Let time pass until a day, stopping at every timer."""
        for _ in range(most):
            due = next((t for t in self.request.timers if t.due_at.astimezone(BRUSSELS).date() <= day), None)
            if due is None:
                return
            self.now = max(due.due_at.astimezone(UTC), self.now)
            self.happen(f"timer {due.name.value} {due.visit}", TimerFired(due.name, due.visit))

    def wait(self, **span: float) -> None:
        """Let time pass without any timer."""
        self.now += timedelta(**span)

    # ----------------------------------------------------------------------------------------------- how it is told

    def source(self) -> Source:
        self.mails += 1
        return Source(f"mail-{self.mails}@example", "Stage", self.now)

    def visit(self, number: int) -> Visit:
        return self.request.visit(number)

    def situation(self) -> Situation:
        known = {"rulebook": BOOK, "people": PEOPLE, "salt": "salt"}
        own = tuple(reservations(self.request)) if self.request else ()
        given = {**known, **self.given}
        return Situation(self.now, **{**given, "reservations": (*given.get("reservations", ()), *own)})

    def happen(self, title: str, event: Event) -> None:
        before = self.request
        decision = decide(before, event, self.situation())
        self.request = decision.request
        self.orders += [e for e in decision.effects if isinstance(e, SendLetter)]
        self.lines += ["", f"# {self.now:%a %d/%m/%Y %H:%M} {title}"]
        self.lines += changes(before, decision.request)
        self.lines += [f"-> {shown(effect)}" for effect in decision.effects]
        self.lines += [
            f"   {e.who}: {e.what}{f' ({e.detail})' if e.detail else ''}{told(e.rules)}" for e in decision.trail
        ]


def told(rules: tuple[str, ...]) -> str:
    return "".join(f"\n      {rule}" for rule in rules)


def reservations(request: Request) -> Iterator[Reservation]:
    """What the store would tell of this request's own half-days."""
    for visit in request.visits:
        slots = (visit.slot,) if visit.slot else visit.offered or visit.suited or visit.proposed
        for slot in slots:
            host = visit.host.address if visit.host else ""
            yield Reservation(
                visit.service, slot, request.ref, visit.number, bool(visit.slot), (request.requester.address,), host
            )


def changes(before: Request | None, after: Request) -> Iterator[str]:
    """Every field that isn't as before: of the request, of each visit, and the timers."""
    old = before or Request("", 0, after.created_at, after.language, replace(after.requester, address="-"))
    if old.state is not after.state:
        yield f"= {after.state.value}"
    yield from differing("", old, after, ("visits", "timers"))
    for visit in after.visits:
        yield from differing(f"{visit.number}.", old.visit(visit.number) or Visit(visit.number, ""), visit, ())
    clocks = [f"{t.name.value} {t.visit or ''}".strip() + f" {shown(t.due_at)}" for t in after.timers]
    known = [f"{t.name.value} {t.visit or ''}".strip() + f" {shown(t.due_at)}" for t in old.timers]
    yield from (f"  stops {each}" for each in known if each not in clocks)
    yield from (f"  waits {each}" for each in clocks if each not in known)


def differing(prefix: str, before: object, after: object, left_out: tuple[str, ...]) -> Iterator[str]:
    for each in fields(after):
        value = getattr(after, each.name)
        if each.name not in left_out and getattr(before, each.name) != value:
            yield f"  {prefix}{each.name} = {shown(value)}"


def shown(value: object) -> str:
    """Write a value shortly; of a record what isn't as by default."""
    match value:
        case Enum():
            return str(value.value)
        case Slot():
            return f"{value.day.isoformat()} {value.half.value}"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case Guest():
            return f"<{value.address} {value.role.value} {value.partstat.value} {value.answer_sequence}>"
        case Request():
            return f"(request with visits {', '.join(v.state.value for v in value.visits)})"
        case tuple():
            return f"[{', '.join(map(shown, value))}]"
        case dict():
            return f"{{{', '.join(f'{shown(name)}: {shown(each)}' for name, each in value.items())}}}"
    if is_dataclass(value):
        kept = [each for each in fields(value) if getattr(value, each.name) != default(each)]
        return (
            f"{type(value).__name__}({', '.join(f'{each.name}={shown(getattr(value, each.name))}' for each in kept)})"
        )
    return repr(value) if value == "" else str(value)


def default(each: Field) -> object:
    if each.default is not MISSING:
        return each.default
    return each.default_factory() if each.default_factory is not MISSING else MISSING
