"""kill -9 at random moments, again and again: every mail leads to exactly one effect, every letter goes out.

``make crash`` does the same with many more kills; CRASH_KILLS and CRASH_SEED choose how many, and repeat a run.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes

import pytest
from tinydb import TinyDB

from mailflow.testing.quoting import gmail, outlook
from tests.system.people import HR, answer, press, request
from tests.system.post import Taken
from tests.system.site import DONE, Daemon, Site
from tests.system.warm import Warm

# A busy machine may take minutes; the number of kills is chosen by whoever waits for them.
pytestmark = pytest.mark.timeout(900)
KILLS = int(os.environ.get("CRASH_KILLS", "30"))
SEED = int(os.environ.get("CRASH_SEED") or random.SystemRandom().randrange(10**6))
SERVICES = ("Juridische dienst", "Studiedienst", "Inspectie", "BLAS", "Front Office", "Activering")
OTHERS = {"operator"}


@pytest.fixture
def chance(capsys: pytest.CaptureFixture[str]) -> random.Random:
    with capsys.disabled():
        sys.stdout.write(f"\n  {KILLS} kills, CRASH_SEED={SEED} ")
        sys.stdout.flush()
    return random.Random(SEED)


def kill_at_random(site: Site, chance: random.Random, before_each: Callable[[], None] = lambda: None) -> None:
    """Start the daemon and kill it, again and again: while it starts, while it works, while it waits."""
    with Warm(site) as warm:
        # How long a life needs for its first letter says how fast this machine is today.
        window = 0.0
        for _ in range(KILLS):
            before_each()
            daemon = warm.start()
            began = time.monotonic()
            if not window:
                wait_for(daemon, "letter_sent")
                window = 3 * (time.monotonic() - began)
            elif chance.random() < 0.75:
                wait_for(daemon, "started")
                time.sleep(chance.uniform(0, window))
            else:
                time.sleep(chance.uniform(0, window))
            daemon.kill()


def wait_for(daemon: Daemon, event: str) -> None:
    until = time.monotonic() + 20
    while not daemon.log.exists() or event not in daemon.names():
        assert time.monotonic() < until, daemon.said()
        time.sleep(0.002)


def ids(letters: list[Taken]) -> Counter[str]:
    """Count how often each letter was taken, by Message-ID."""
    return Counter(letter.message_id for letter in letters)


def message_ids(site: Site, folder: str) -> list[str]:
    return sorted(str(message_from_bytes(lying.raw)["Message-ID"]) for lying in site.mailbox.lying(folder))


def assert_nothing_lost_nothing_doubled(site: Site, laid: list[bytes]) -> int:
    """Everything laid into the mailbox is handled once and filed; every letter went out, once more only after a kill.

    Returns how many went out once more.
    """
    assert site.mailbox.lying("INBOX") == []
    assert message_ids(site, DONE) == sorted(str(message_from_bytes(raw)["Message-ID"]) for raw in laid)
    assert site.json("outbox") == []
    assert site.json("aside") == []
    with TinyDB(site.store_path) as plain:
        made = {f"<{letter['message_id']}>" for letter in plain.table("letters")}
    taken = ids(site.sink.taken)
    assert set(taken) == made
    twice = sum(taken.values()) - len(taken)
    assert twice <= KILLS
    return twice


def test_no_request_is_lost_or_doubled_by_kills(site: Site, chance: random.Random) -> None:
    senders = [f"jan{number}.maes@ocmw-mol.example" for number in range(max(40, KILLS * 4 // 3))]
    laid = [request(site.user, sender, chance.choice(SERVICES)) for sender in senders]
    site.mailbox.lay(laid)
    kill_at_random(site, chance)
    daemon = site.start()
    site.sink.wait_for(lambda: all(site.sink.to(sender) for sender in senders), 60)
    daemon.stop_well()

    assert_nothing_lost_nothing_doubled(site, laid)
    assert sorted(one["requester"]["email"] for one in site.requests()) == sorted(senders)
    assert {len(ids(site.sink.to(sender))) for sender in senders} == {1}
    assert len(ids(site.sink.to(HR, "Te beslissen"))) == len(senders)


def test_no_answer_is_lost_or_doubled_by_kills(site: Site, chance: random.Random) -> None:
    senders = [f"jan{number}.maes@ocmw-mol.example" for number in range(max(9, KILLS // 3))]
    laid = [request(site.user, sender, SERVICES[number % len(SERVICES)]) for number, sender in enumerate(senders)]
    site.mailbox.lay(laid)
    answered: set[str] = set()

    def answers() -> None:
        """Let the readers answer every letter that asks something, once."""
        fresh = []
        for letter in list(site.sink.taken):
            raw = None if letter.message_id in answered else answer_to(letter, site.user, senders)
            answered.add(letter.message_id)
            fresh += [raw] if raw else []
        laid.extend(fresh)
        site.mailbox.lay(fresh)

    kill_at_random(site, chance, answers)
    daemon = site.start()
    until = time.monotonic() + 60
    while any(len(ids(site.sink.to(sender, "Bevestigd"))) < 1 for sender in senders):
        answers()
        assert time.monotonic() < until, daemon.said()[-2000:]
        time.sleep(0.1)
    site.sink.wait_for(lambda: not site.json("outbox"))
    daemon.stop_well()

    assert_nothing_lost_nothing_doubled(site, laid)
    assert [one["state"] for one in site.requests()] == ["scheduled"] * len(senders)
    assert {len(ids(site.sink.to(sender, "Bevestigd"))) for sender in senders} == {1}
    for one in site.requests():
        sources = Counter(entry["message_id"] for entry in site.request(one["ref"])["trail"] if entry["message_id"])
        assert len(sources) >= 4, "request, decision, dates and choice each stand in the trail"


def answer_to(letter: Taken, mailbox: str, senders: list[str]) -> bytes | None:
    """Return what a letter's reader answers, each with another mail program; nothing to what only informs."""
    if letter.to == HR:
        return answer(letter, mailbox, "Akkoord\n\nAn De Vos\nHRM", outlook)
    if letter.to in senders:
        return press(letter, "OK") if "Kies uw datum" in letter.subject else None
    asks = any(word in letter.subject for word in ("Welke datum", "Quelle date", "Welcher Termin"))
    return answer(letter, mailbox, "OK", gmail) if asks else None
