"""kill -9 at random moments and before each named step, again and again, of a daemon on Dovecot with work to do.

``make crash`` does the same with many more kills; CRASH_KILLS and CRASH_SEED choose how many, and repeat a run.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.steps import COMMIT
from tests.system.people import ELS, OPERATOR, request
from tests.system.site import DONE, Daemon, Site
from tests.system.stream import Stream
from tests.system.warm import DEADLY, Warm

# A busy machine may take minutes; the number of kills is chosen by whoever waits for them.
pytestmark = pytest.mark.timeout(900)
KILLS = int(os.environ.get("CRASH_KILLS", "30"))
SEED = int(os.environ.get("CRASH_SEED") or random.SystemRandom().randrange(10**6))
# Before which steps of a life the daemon is killed: before the first look, the second commit, the third letter.
DEATHS = (
    ("position", 1),
    ("new", 1),
    *(("move", number) for number in (1, 1, 2, 3)),
    *(("send", number) for number in (1, 1, 2, 3, 4)),
    *((COMMIT, number) for number in range(1, 13)),
)

# What the last daemon finds undone may be much, and the machine busy (seconds).
PATIENCE = 180

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print what a run did, also when it did well."""

    def said(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {text} ")
            sys.stdout.flush()

    return said


def kill_at_random(stream: Stream, chance: random.Random, before_each: Callable[[], None]) -> None:
    """Start the daemon and kill it, again and again: while it starts, while it works, while it waits."""
    with Warm(stream.site) as warm:
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
            stream.died(daemon)


def wait_for(daemon: Daemon, event: str) -> None:
    until = time.monotonic() + 20
    while not daemon.log.exists() or event not in daemon.names():
        assert time.monotonic() < until, daemon.said()
        time.sleep(0.002)


def live_to_the_end(stream: Stream, ends: Callable[[], bool]) -> int:
    """Let the last daemon do what is left, and judge; returns how many letters left once more."""
    daemon = stream.site.start()
    until = time.monotonic() + PATIENCE
    while not ends():
        stream.answer()
        assert time.monotonic() < until, daemon.said()[-2000:]
        time.sleep(0.1)
    stream.site.sink.wait_for(lambda: not stream.site.json("outbox"))
    daemon.stop_well()
    return stream.judge()


def test_no_request_is_lost_or_doubled_by_kills(site: Site, say: Say) -> None:
    stream, chance = Stream(site), random.Random(SEED)
    stream.ask(max(40, KILLS * 4 // 3))
    kill_at_random(stream, chance, lambda: None)
    stream.answered = {letter.message_id for letter in site.sink.taken}
    daemon = site.start()
    site.sink.wait_for(lambda: all(site.sink.to(sender) for sender in stream.senders), PATIENCE)
    site.sink.wait_for(lambda: not site.json("outbox"))
    daemon.stop_well()
    twice = stream.judge()
    say(f"{KILLS} kills, CRASH_SEED={SEED}: {len(stream.senders)} requests, {twice} letters left once more")
    assert {one["state"] for one in site.requests()} == {"awaiting_decision"}


def test_no_answer_is_lost_or_doubled_by_kills(site: Site, say: Say) -> None:
    stream, chance = Stream(site), random.Random(SEED)
    stream.ask(max(9, KILLS // 3))
    kill_at_random(stream, chance, stream.answer)
    twice = live_to_the_end(stream, stream.served)
    mails, letters = len(stream.laid), len(site.sink.taken)
    say(f"{KILLS} kills, CRASH_SEED={SEED}: {mails} mails, {letters} letters taken, {twice} of them once more")
    ended = Counter(one["state"] for one in site.requests())
    gave_up = sum(map(stream.cancels, stream.senders))
    assert ended == {"scheduled": len(stream.senders) - gave_up, "withdrawn": gave_up}


def test_nothing_is_lost_or_doubled_by_kills_before_each_named_step(site: Site, say: Say) -> None:
    stream = Stream(site)
    with Warm(site) as warm:
        for step, number in DEATHS:
            # So that there is enough to do to come to the step.
            stream.ask(1)
            stream.answer()
            daemon = warm.start(step, number)
            wait_for(daemon, "killed")
            stream.died(daemon)
    twice = live_to_the_end(stream, stream.served)
    where = ", ".join(f"{count} before {step}" for step, count in Counter(step for step, _ in DEATHS).items())
    say(f"{len(DEATHS)} kills, {where}: {len(stream.laid)} mails, {twice} letters left once more")
    assert twice <= sum(step == COMMIT for step, _ in DEATHS)


def test_a_mail_that_kills_its_reader_is_left_and_told_and_the_mail_behind_it_is_handled(site: Site) -> None:
    deadly = request(site.user, "tom.maes@ocmw-geel.example").replace(b"Subject:", DEADLY + b": yes\r\nSubject:", 1)
    site.mailbox.lay([deadly, request(site.user)])
    with Warm(site) as warm:
        for _ in range(3):
            assert warm.start().process.wait() == -signal.SIGKILL
        daemon = warm.start()
        site.sink.wait_for(lambda: bool(site.sink.to(ELS) and site.sink.to(OPERATOR)))
        assert daemon.stop() == 0
    assert [lying.raw for lying in site.mailbox.lying("INBOX")] == [deadly]
    assert len(site.mailbox.lying(DONE)) == 1
    assert "kan niet worden gelezen" in site.sink.last(OPERATOR, "").text
    assert "unavailable" in daemon.names()
