"""Growing delays and the watch for silence: arithmetic of patience, without clock, thread or chance.

Used by the outbox (letters), the daemon (connections, alarm). What waits, and on what, is left to them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Backoff:
    """A delay that doubles from ``first`` to ``most``, spread by up to ``spread`` (a share) to either side.

    The spread is drawn from the key by a checksum: different letters don't all come back at the same second, and a
    replay of the same story gives the same times.
    """

    first: timedelta
    most: timedelta
    spread: float = 0.2

    @classmethod
    def up_to(cls, most: timedelta, first: timedelta) -> Self:
        """Return a delay that begins with ``first`` and grows to ``most``, which may be the shorter one."""
        return cls(min(first, most), most)

    def after(self, tries: int, key: str = "") -> timedelta:
        """Return the delay after so many failed tries in a row (1, 2, …); never longer than ``most``."""
        doublings = min(max(tries, 1) - 1, 40)
        share = zlib.crc32(f"{key}/{tries}".encode()) / 0xFFFFFFFF
        factor = float(2**doublings) * (1 - self.spread + 2 * self.spread * share)
        return self.most if factor * self.first.total_seconds() > self.most.total_seconds() else self.first * factor


@dataclass(slots=True)
class SilenceWatch:
    """Notices that something which should happen regularly has not: the alarm on "no successful poll" (law 9).

    ``heard`` tells it of each success, ``alarm`` asks whether to raise the alarm *now*: true once per silence, so
    that the operator gets one letter and not one a minute. A clock set back never makes it deaf: time before the
    last success counts as a new beginning.
    """

    alarm_after: timedelta
    last_at: datetime
    raised: bool = False

    def heard(self, now: datetime) -> bool:
        """Note a success; return whether it ends a silence that was reported."""
        ended, self.raised = self.raised, False
        self.last_at = now
        return ended

    def silent_for(self, now: datetime) -> timedelta:
        """Return how long nothing has been heard."""
        self.last_at = min(self.last_at, now)
        return now - self.last_at

    def alarm(self, now: datetime) -> bool:
        """Say whether the silence has become too long and has not been reported yet."""
        if self.raised or self.silent_for(now) < self.alarm_after:
            return False
        self.raised = True
        return True
