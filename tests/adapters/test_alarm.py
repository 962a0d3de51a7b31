"""The alarm clock on APScheduler: it wakes, and does nothing else."""

import threading
import time
from datetime import UTC, datetime, timedelta

from mailflow.scheduler import Alarm

LONG = timedelta(hours=1)


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


class Rung:
    def __init__(self) -> None:
        self.count = 0
        self._event = threading.Event()

    def __call__(self) -> None:
        self.count += 1
        self._event.set()

    def within(self, seconds: float) -> bool:
        rung = self._event.wait(seconds)
        self._event.clear()
        return rung


def test_it_wakes_at_every_interval() -> None:
    rung = Rung()
    with Alarm(rung, timedelta(seconds=0.2)):
        assert rung.within(2)
        assert rung.within(2)


def test_it_wakes_when_something_is_due() -> None:
    rung = Rung()
    with Alarm(rung, LONG) as alarm:
        alarm.set_next(soon(1.2))
        assert not rung.within(0.9)
        assert rung.within(2)


def test_what_is_overdue_wakes_soon_but_in_no_busy_loop() -> None:
    rung = Rung()
    overdue = soon(-3600)
    with Alarm(rung, LONG) as alarm:
        until = time.monotonic() + 1.8
        while time.monotonic() < until:
            alarm.set_next(overdue)
            time.sleep(0.05)
    assert rung.count == 1


def test_the_last_due_time_set_is_the_one_that_counts() -> None:
    rung = Rung()
    with Alarm(rung, LONG) as alarm:
        alarm.set_next(soon(1.1))
        alarm.set_next(soon(3600))
        assert not rung.within(1.4)
        alarm.set_next(soon(0.1))
        assert rung.within(2)


def test_nothing_due_wakes_nobody() -> None:
    rung = Rung()
    with Alarm(rung, LONG) as alarm:
        alarm.set_next(soon(1.1))
        alarm.set_next(None)
        alarm.set_next(None)
        assert not rung.within(1.4)


def test_it_can_be_set_before_it_starts_and_stopped_twice() -> None:
    rung = Rung()
    alarm = Alarm(rung, LONG)
    alarm.set_next(soon(-5))
    alarm.start()
    assert rung.within(3)
    alarm.stop()
    alarm.stop()


def test_what_is_left_to_be_done_wakes_once() -> None:
    rung = Rung()
    left: set[str] = set()
    with Alarm(rung, LONG, lambda: frozenset(left)):
        assert not rung.within(1.3)
        left.add("an order")
        assert rung.within(2.5)
        # It could not be done yet; that is no reason to be woken every second.
        assert not rung.within(1.3)
        left.add("another one")
        assert rung.within(2.5)
