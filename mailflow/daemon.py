"""The daemon: one loop that makes a pass whenever something may have happened, and waits in between (SPEC §12).

Mail, timers and letters fail apart: while the mailbox can't be reached, timers still fire and letters still leave.
Silence is the worst failure, so the watch counts successful polls, not the absence of errors (law 9).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType

from mailflow.app import App
from mailflow.backoff import Backoff, SilenceWatch
from mailflow.errors import ConfigError, StoreUnwritable, TemporaryError

log = logging.getLogger("mailflow")

# A connection that lived so long (seconds) before it broke was a good one: the next is made as after a first failure.
LIVED = 30.0
# Clocks are corrected by seconds all the time; one set back by more was wrong.
A_MINUTE = timedelta(minutes=1)


class Daemon:
    """Runs an ``App`` until it is told to stop."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.clock = app.clock
        self.stopping = False
        self.reloading = False
        self.failures = 0
        self.reconnect = Backoff.up_to(app.config.mailbox.retry, timedelta(seconds=1))
        # Until then (monotonic seconds) the mailbox is left alone, whatever else wakes the loop.
        self.look_at = 0.0
        self.alarm = app.alarm(self.wake)
        self.began = app.clock.now() - timedelta(seconds=time.monotonic())
        self.watch = SilenceWatch(app.config.mailbox.alarm_after, self.steady())
        # What the clock said last; after a start, what the store was told before.
        self.latest = app.store.clock() or app.clock.now()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP reads the rules again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.on_stop)
        signal.signal(signal.SIGHUP, self.on_reload)
        self.app.note_rules(self.clock.now())
        notify("READY=1")
        log.info("started")
        with self.alarm:
            while not self.stopping:
                self.turn()
        notify("STOPPING=1")
        with suppress(TemporaryError):
            self.app.post(self.clock.now())
        log.info("stopped")

    def on_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Finish the mail in hand, then end."""
        self.stopping = True
        self.wake()

    def on_reload(self, _signal: int, _frame: FrameType | None) -> None:
        """Read the rules again before the next pass."""
        self.reloading = True
        self.wake()

    def wake(self) -> None:
        """End the wait, whichever it is."""
        self.app.bell.ring()
        self.app.mailbox.wake()

    def turn(self) -> None:
        """Make one pass, then wait for the next reason to make one."""
        if self.reloading:
            self.reload()
        if time.monotonic() >= self.look_at:
            self.look()
        moment = self.clock.now()
        with suppress(TemporaryError):
            self.follow_clock(moment)
            self.app.attend(moment)
            self.app.timers(moment)
            self.app.post(moment)
        notify("WATCHDOG=1")
        self.alarm.set_next(self.next_due(moment))
        if not self.stopping:
            self.wait()

    def look(self) -> None:
        """Read the mailbox; after each message letters leave, so that no acknowledgement waits for a backlog."""
        moment = self.clock.now()
        try:
            self.app.timers(moment)
            for _ in self.app.mail(self.clock.now):
                notify("WATCHDOG=1")
                self.app.post(self.clock.now())
                if self.stopping:
                    break
            self.app.note_reached(moment)
            self.reached()
        except TemporaryError as error:
            self.not_reached(error)

    def wait(self) -> None:
        """Wait for mail, for what is due, or for a signal; while the mailbox can't be reached, for the next try."""
        rest = self.look_at - time.monotonic()
        if rest > 0:
            self.app.bell.wait(rest)
            return
        began = time.monotonic()
        try:
            self.app.mailbox.wait(self.app.config.mailbox.poll.total_seconds())
        except TemporaryError as error:
            if time.monotonic() - began > LIVED:
                self.failures = 0
            self.not_reached(error)
        else:
            self.failures = 0

    def follow_clock(self, now: datetime) -> None:
        """Notice that the clock was set back: what was put off by its wrong time would wait for that time to come."""
        if now < self.latest - A_MINUTE:
            log.warning("clock_set_back", extra={"facts": {"minutes": (self.latest - now) // A_MINUTE}})
            self.app.set_back(now)
            self.alarm.start_over()
        self.latest = now

    def steady(self) -> datetime:
        """Return a time that no change of the clock touches, for what is only measured."""
        return self.began + timedelta(seconds=time.monotonic())

    def reached(self) -> None:
        """Note a successful poll; the failures are forgotten once a connection has also lasted."""
        self.app.tell_end_of_silence(self.clock.now(), told=self.watch.heard(self.steady()))

    def not_reached(self, error: TemporaryError) -> None:
        """Note a failure; tell the operator once it has lasted too long."""
        self.failures += 1
        self.look_at = time.monotonic() + self.reconnect.after(self.failures, self.app.config.address).total_seconds()
        event = "unwritable" if isinstance(error, StoreUnwritable) else "unreachable"
        log.warning(event, extra={"facts": {"why": str(error), "tries": self.failures}})
        now = self.clock.now()
        self.app.note_trouble(error, now)
        if self.watch.alarm(self.steady()):
            self.app.tell_silence(error, self.watch.silent_for(self.steady()), now)

    def next_due(self, done_until: datetime) -> datetime | None:
        """Return when the next timer or letter is due, not before the outbox may send again.

        What was due at the pass just made and still is could not be done: the regular interval comes back to it.
        """
        due = self.app.store.next_due()
        due = max(due, self.app.limits.free_at(self.clock.now())) if due else None
        return due if due and due > done_until else None

    def reload(self) -> None:
        """Read the rules again; a broken set is refused and the old one stays. The mailbox is tried at once."""
        self.reloading = False
        self.look_at = 0.0
        try:
            self.app.reload()
        except ConfigError as error:
            mistakes = error.mistakes
        else:
            self.app.note_rules(self.clock.now())
            log.info("rules_reloaded", extra={"facts": {"digest": self.app.premises.rulebook.digest[:12]}})
            return
        for mistake in mistakes:
            log.error("rules_refused", extra={"facts": {"why": str(mistake)}})


def notify(state: str) -> None:
    """Tell systemd (sd_notify), if it started us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    where = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto(state.encode(), where)
