"""The alarm clock: APScheduler, which only wakes the daemon's loop and does no work of its own (SPEC §12).

Nothing is remembered here: due times live in the store and are told anew after each round. The regular interval
also covers what no due time can (clock jumps, suspend, a missed notice).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Self

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

_POLL, _DUE, _LEFT = "poll", "due", "left"
_PATIENCE = timedelta(seconds=1)
_LOOK_EVERY = timedelta(seconds=1)


def _nothing() -> frozenset[str]:
    return frozenset()


# The library tells no types.
class Every(BaseTrigger):  # type: ignore[misc]
    """Fires at intervals counted from the present.

    The library's own interval counts from the last time it fired, and after a jump of the clock goes through all the
    seconds in between, one by one: a machine whose clock began in 1970 would never come to its mail.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002
        """Return when to fire next."""
        return now + self._interval


# A job that ends by itself is removed by the scheduler's thread, which dies of an error if it is stopped just then;
# one that would fire again in a hundred years stays, and is replaced.
_NEVER_AGAIN = Every(timedelta(days=36_500))


class Alarm:
    """Calls ``wake`` every ``interval``, at the next due time, and when something was left, from a thread of its own.

    ``wake`` must be short and safe to call from any thread (a bell, not the work). ``left`` names what others have
    left to be done; it is asked every second, and each new name wakes once. Usable as a context manager.
    """

    def __init__(
        self, wake: Callable[[], None], interval: timedelta, left: Callable[[], frozenset[str]] = _nothing
    ) -> None:
        self._wake = wake
        # One at a time: the loop and a signal handler's reload may both set it.
        self._lock = threading.Lock()
        self._due_at: datetime | None = None
        # The default would drop what is more than a second late; being late is why there is an alarm.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults, daemon=True)
        self._left, self._seen = left, frozenset[str]()
        self._triggers = {_POLL: Every(interval)} | ({} if left is _nothing else {_LEFT: Every(_LOOK_EVERY)})
        for name, trigger in self._triggers.items():
            self._scheduler.add_job(wake if name == _POLL else self._look, trigger, id=name)

    def start(self) -> None:
        """Begin to call."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop calling; may be called twice."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _look(self) -> None:
        left = self._left()
        if left - self._seen:
            self._wake()
        self._seen = left

    def set_next(self, due_at: datetime | None) -> None:
        """Say when something is due next (aware), ``None`` for nothing.

        What is overdue is called for in a second: it could just not be done, and must not become a busy loop.
        """
        with self._lock:
            if due_at == self._due_at:
                return
            self._due_at = due_at
            if due_at is None:
                # There is one: a time was set, and has not been replaced by nothing since.
                self._scheduler.remove_job(_DUE)
                return
            soonest = max(due_at, datetime.now(UTC) + _PATIENCE)
            self._scheduler.add_job(self._due, _NEVER_AGAIN, id=_DUE, replace_existing=True, next_run_time=soonest)

    def start_over(self) -> None:
        """Count intervals and due time from now: the clock was set back, and what was planned lies too far ahead."""
        with self._lock:
            self._due_at = None
        for name, trigger in self._triggers.items():
            self._scheduler.reschedule_job(name, trigger=trigger)

    def _due(self) -> None:
        with self._lock:
            self._due_at = None
            # A later time that was set while this one fired is told again after the pass that begins now.
        self._wake()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
