"""A small house of three services, and requests to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest

from mailflow.model.dates import DayRange, Hours, Slot
from mailflow.model.effect import Standing
from mailflow.model.request import Person, Request, Visit
from mailflow.model.rules import FormRules, Office, Reception, Rulebook, Service, Vocabulary
from mailflow.model.situation import People, Reservation, Situation
from mailflow.model.words import Half, Language, VisitState

HOURS = {Half.AM: Hours(time(9), time(12, 30)), Half.PM: Hours(time(13, 30), time(16, 30))}
WORDS = dict.fromkeys(Language, "…")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def every(*weekdays: int) -> tuple[Reception, ...]:
    return tuple(Reception(day, half) for day in weekdays for half in (Half.AM, Half.PM))


@dataclass
class House:
    """Builds situations and requests; everything that a test changes is an attribute."""

    now: datetime = NOW
    services: dict[str, Service] = field(
        default_factory=lambda: {
            "alpha": Service("alpha", WORDS, reception=every(2, 4), hours=HOURS),
            "beta": Service("beta", WORDS, reception=every(2, 3), hours=HOURS),
            "gamma": Service("gamma", WORDS, reception=every(1, 2, 3, 4, 5), hours=HOURS),
        }
    )
    closed: tuple[DayRange, ...] = ()
    notice: int = 10
    horizon: int = 60
    reservations: list[Reservation] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)

    def situation(self) -> Situation:
        office = Office(
            organisation=WORDS,
            internship=WORDS,
            place=WORDS,
            contact_name="…",
            contact_function=WORDS,
            contact_phone="…",
            contact_address="…",
            appeal=WORDS,
            privacy=WORDS,
            employer_bears=WORDS,
            not_for=WORDS,
            hours=HOURS,
            closed=self.closed,
            notice=self.notice,
            horizon=self.horizon,
        )
        rulebook = Rulebook(self.services, (), FormRules(), Vocabulary(), {}, office, {})
        people = People("hrm@pod.example", ("an@pod.example",))
        return Situation(
            self.now, rulebook, people, "salt", reservations=tuple(self.reservations), standings=self.standings
        )

    def request(self, *services: str, **changes: object) -> Request:
        visits = tuple(
            Visit(number, service, VisitState.APPROVED, contacts=(f"{service}@pod.example",))
            for number, service in enumerate(services, 1)
        )
        values: dict[str, object] = {"requester": Person("els@ocmw.example"), "visits": visits, **changes}
        return Request("ONT-2026-0001", 1, NOW, Language.NL, **values)  # type: ignore[arg-type]

    def reserve(self, service: str, slot: Slot, *, agreed: bool = True, **changes: object) -> None:
        values: dict[str, object] = {"ref": "ONT-2026-0099", "visit": 1, **changes}
        self.reservations.append(Reservation(service, slot, agreed=agreed, **values))  # type: ignore[arg-type]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def slot() -> Callable[[str], Slot]:
    """``slot("2026-12-08 am")``."""

    def read(text: str) -> Slot:
        day, half = text.split()
        return Slot(date.fromisoformat(day), Half(half))

    return read
