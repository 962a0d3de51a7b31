"""A year of the house: 200 requests from all over, people who answer late, not at all, badly, or change their mind.

Nobody steers it; the invariants are looked at after every step that agreed something, and at the end.
"""

import heapq
import itertools
import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from mailflow.agenda.workdays import Workdays
from mailflow.model.words import RequestState, Role, VisitState
from mailflow.testing.conversation import BRUSSELS, HR
from tests.conversations.scenes import talk

SERVICES = ("Dienst Inspectie", "Juridische dienst", "SCUBA", "Studiedienst", "BLAS", "FrontOffice", "Activering")
TOWNS = ("Mol", "Gent", "Hasselt", "Leuven", "Brugge", "Aalst", "Genk", "Turnhout", "Lier", "Tienen")
FINAL = {
    RequestState.COMPLETED,
    RequestState.REFUSED,
    RequestState.WITHDRAWN,
    RequestState.EXPIRED,
}
ANSWERS = {
    "received": {"": 20, "INTREKKEN": 1, "Motivatie: ik wil leren hoe jullie werken": 6, "bedankt!": 3},
    "question": {"": 1, "Motivatie: ik wil leren hoe jullie werken": 5},
    "decide": {"akkoord": 12, "1 OK": 2, "WEIGEREN R1": 2, "": 3, "VRAAG: kan u meer vertellen?": 1, "akkoord als": 1},
    "reminder": {"": 3, "OK": 3, "INTREKKEN": 1, "A": 2},
    "which_dates": {"OK": 6, "A": 3, "A B": 3, "GEEN: geen tijd": 1, "WEIGEREN: te druk": 1, "": 2},
    "choose": {"OK": 8, "GEEN": 2, "": 2, "1A": 1, "INTREKKEN": 1},
    "agreed": {"": 20, "VERPLAATSEN": 1, "ANNULEREN": 1, "ziek": 1},
    "action": {"": 2, "akkoord": 3, "ANNULEREN": 3, "WEIGEREN R2": 2},
    "unclear": {"": 1, "OK": 2, "INTREKKEN": 1},
    "is_this_you": {"OK": 1},
    "receipt": {"": 8, "STOP": 1},
}


class Year:
    def __init__(self, seed: int, requests: int) -> None:
        self.chance = random.Random(seed)
        self.c = talk()
        self.plan: list[tuple[datetime, int, object]] = []
        self.order = itertools.count()
        self.read = 0
        for number in range(requests):
            self.at(timedelta(days=330 * self.chance.random()), lambda number=number: self.ask(number))

    def at(self, delay: timedelta, do: object) -> None:
        heapq.heappush(self.plan, (self.c.now + delay, next(self.order), do))

    def ask(self, number: int) -> None:
        chosen = self.chance.sample(SERVICES, self.chance.choice((1, 1, 2, 3)))
        motivation = "" if self.chance.random() < 0.2 else "Motivatie: de samenwerking verbeteren.\n"
        day = (self.c.now + timedelta(days=self.chance.randint(20, 60))).date()
        wish = f"Data: {day:%d/%m/%Y}\n" if self.chance.random() < 0.4 else ""
        town = self.chance.choice(TOWNS)
        body = f"Naam: Persoon{number}\nVoornaam: An\nOCMW: {town}\nDiensten: {', '.join(chosen)}\n{motivation}{wish}"
        self.c.mail(f"p{number}@ocmw-{town.lower()}.example", "Aanvraag ontdekkingsstage", body)

    def answer(self, letter: object) -> None:
        choices = ANSWERS.get(letter.kind.value)
        text = self.chance.choices(list(choices), list(choices.values()))[0] if choices else ""
        if text:
            self.c.reply(letter, text)

    def run(self, until: datetime) -> None:
        while self.plan and self.plan[0][0] <= until:
            moment, _, do = heapq.heappop(self.plan)
            self.c.until(max(moment, self.c.now))
            self.notice()
            do()
            self.notice()
            assert_nothing_is_overbooked(self.c)
        self.c.until(until)

    def notice(self) -> None:
        for letter in self.c.sent[self.read :]:
            delay = timedelta(days=self.chance.choice((0, 0, 1, 2, 4, 9)), minutes=self.chance.randint(1, 500))
            self.at(delay, lambda letter=letter: self.answer(letter))
        self.read = len(self.c.sent)


def assert_nothing_is_overbooked(c) -> None:
    agreed = [r for r in c.store.reservations() if r.agreed]
    per_service = Counter((r.service, r.slot) for r in agreed)
    full = {key: n for key, n in per_service.items() if n > c.premises.rulebook.services[key[0]].per_half_day}
    assert not full, full
    people = Counter((person, r.slot) for r in agreed for person in (*r.persons, r.host) if person)
    assert not [key for key, n in people.items() if n > 1]


def assert_nobody_waits_unheard(c) -> None:
    """While a request waits for anybody, its requester reads something at least every five working days (SPEC §6)."""
    workdays = Workdays(c.premises.rulebook.office.closed)
    heard = defaultdict(list)
    for letter in c.sent:
        if letter.role is Role.REQUESTER:
            heard[letter.ref].append(letter.created_at.astimezone(BRUSSELS))
    waits = {RequestState.INCOMPLETE, RequestState.AWAITING_DECISION, RequestState.SCHEDULING}
    since: dict[str, datetime] = {}
    for commit in c.store.commits:
        for request in commit.requests:
            if request.state not in waits:
                since.pop(request.ref, None)
                continue
            now = commit.clock.astimezone(BRUSSELS)
            begun = since.setdefault(request.ref, now)
            last = max((moment for moment in heard[request.ref] if moment <= now), default=begun)
            unheard = workdays.count(max(last, begun).date() + timedelta(days=1), now.date())
            assert unheard <= 5, f"{request.ref} unheard since {last}, now {now}"


@pytest.mark.timeout(300)
def test_in_a_year_no_request_is_stranded_and_no_half_day_overbooked() -> None:
    year = Year(1, 200)
    year.run(datetime(2028, 1, 31, 12, 0, tzinfo=BRUSSELS))
    requests = list(year.c.store.requests())
    assert len(requests) >= 190
    states = Counter(r.state for r in requests)
    stranded = [r.ref for r in requests if r.state not in FINAL and not r.timers]
    assert not stranded, stranded
    assert states[RequestState.COMPLETED] > 10, states
    for request in requests:
        assert all(v.slot is None or v.state in (VisitState.AGREED, VisitState.HELD) for v in request.visits)
    assert_nobody_waits_unheard(year.c)
    late = [d for letter in year.c.sent if letter.address != HR for d in [letter.created_at] if d > year.c.now]
    assert not late
