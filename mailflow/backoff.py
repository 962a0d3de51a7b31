"""Growing delays, the watch for silence, the round trip: arithmetic of patience, without clock, thread or chance.

Used by the outbox (letters), the daemon (connections, alarm), the pipeline (probes). What waits, and on what, is
left to them.
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


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What is known of the letters that mailflow writes to itself, each told by the moment when it was made.

    ``made_at`` is the last one, ``back_at`` the last that came back, ``missed_at`` the last whose absence was told;
    aware, in UTC, ``None``: there was none.
    """

    made_at: datetime | None = None
    back_at: datetime | None = None
    missed_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether the last one has not come back."""
        return self.made_at is not None and (self.back_at is None or self.back_at < self.made_at)

    @property
    def broken(self) -> bool:
        """Whether one was missed, and neither it nor a later one has come back."""
        return self.missed_at is not None and (self.back_at is None or self.back_at < self.missed_at)

    def late(self, within: timedelta, read_at: datetime | None) -> bool:
        """Say whether the last one should be back; only who has read the mailbox since its time was up can tell."""
        due_at = self.made_at + within if self.made_at is not None and self.under_way else None
        return due_at is not None and read_at is not None and read_at >= due_at

    def mended_by(self, made_at: datetime) -> bool:
        """Say whether the one made then ends an outage by being back."""
        return self.broken and self.missed_at is not None and made_at >= self.missed_at
