"""How fast letters may leave: so many a minute, and not at all for a while when the server is down."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailflow.backoff import Backoff

_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Pace:
    """Remembers from round to round what was handed over in the last minute, and how long the server was down.

    ``per_minute`` 0 means no limit. A clock set back counts as a new beginning.
    """

    per_minute: int
    server_backoff: Backoff
    _handed_over: deque[datetime] = field(default_factory=deque)
    _faults: int = 0
    _resume_at: datetime | None = None

    def free_at(self, now: datetime) -> datetime:
        """Return when the next letter may leave: now, or when the minute has room and the server may be up again."""
        while self._handed_over and not now - _MINUTE < self._handed_over[0] <= now:
            self._handed_over.popleft()
        free = now
        if self.per_minute and len(self._handed_over) >= self.per_minute:
            free = self._handed_over[-self.per_minute] + _MINUTE
        if self._resume_at is not None and self._resume_at - now <= self.server_backoff.most:
            free = max(free, self._resume_at)
        return free

    def handed_over(self, now: datetime) -> None:
        """Note that the server took or judged a letter: it counts, and the server is up."""
        self.resume()
        self._handed_over.append(now)

    def server_down(self, now: datetime) -> datetime:
        """Note that the server could not be used; return when to try again."""
        self._faults += 1
        self._resume_at = now + self.server_backoff.after(self._faults)
        return self._resume_at

    @property
    def down(self) -> bool:
        """Whether the server could not be used when it was last tried."""
        return self._faults > 0

    def resume(self) -> None:
        """Forget that the server was down; also for an operator who asks for a try now."""
        self._faults, self._resume_at = 0, None
