"""The daemon: one loop that makes a pass whenever something may have happened, and waits in between (SPEC §12).

Mail, timers and letters fail apart: while the mailbox can't be reached, timers still fire and letters still leave.
Silence is the worst failure, so the watch counts successful polls, not the absence of errors (law 9).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType

from mailflow.app import App
from mailflow.backoff import Backoff, SilenceWatch
from mailflow.errors import RulesError, TemporaryError
from mailflow.pipeline.leaving import tell_operator
from mailflow.pipeline.writing import Desk
from mailflow.ports import Commit

log = logging.getLogger("mailflow")

RECONNECT = Backoff(timedelta(seconds=1), timedelta(minutes=5))


class Daemon:
    """Runs an ``App`` until it is told to stop."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.clock = app.clock
        self.stopping = False
        self.reloading = False
        self.failures = 0
        self.alarm = app.alarm(self.wake)
        self.watch = SilenceWatch(app.config.mailbox.alarm_after, app.clock.now())

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP reads the rules again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.on_stop)
        signal.signal(signal.SIGHUP, self.on_reload)
        notify("READY=1")
        log.info("started")
        with self.alarm:
            while not self.stopping:
                self.turn()
        notify("STOPPING=1")
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
        reached = self.one_pass()
        notify("WATCHDOG=1")
        self.alarm.set_next(self.next_due())
        if self.stopping:
            return
        if not reached:
            self.app.bell.wait(RECONNECT.after(self.failures).total_seconds())
            return
        try:
            self.app.mailbox.wait(self.app.config.mailbox.poll.total_seconds())
        except TemporaryError as error:
            self.not_reached(error)

    def one_pass(self) -> bool:
        """Do timers, mail and letters; return whether the mailbox was reached."""
        now = self.clock.now()
        reached = True
        try:
            self.app.timers(now)
            self.app.mail(now, lambda: self.stopping)
            self.reached(now)
        except TemporaryError as error:
            self.not_reached(error)
            reached = False
        with suppress(TemporaryError):
            self.app.timers(self.clock.now())
            self.app.post(self.clock.now())
        return reached

    def reached(self, now: datetime) -> None:
        """Note a successful poll."""
        self.failures = 0
        if self.watch.heard(now):
            log.info("mailbox_again")

    def not_reached(self, error: TemporaryError) -> None:
        """Note a failure; tell the operator once it has lasted too long."""
        self.failures += 1
        log.warning("unreachable", extra={"facts": {"why": str(error), "tries": self.failures}})
        now = self.clock.now()
        if self.watch.alarm(now):
            minutes = int(self.watch.silent_for(now).total_seconds() // 60)
            cause = f"the mailbox could not be read for {minutes} minutes: {error}"
            log.error("silence", extra={"facts": {"why": cause}})
            with suppress(TemporaryError):
                desk = Desk(self.app.premises, now, self.app.premises.entropy())
                letters = tell_operator(desk, cause, "check server, network and password; mailflow goes on trying")
                self.app.store.commit(Commit(letters=letters, clock=now))

    def next_due(self) -> datetime | None:
        """Return when the next timer or letter is due, not before the outbox may send again."""
        due = self.app.store.next_due()
        return max(due, self.app.limits.free_at(self.clock.now())) if due else None

    def reload(self) -> None:
        """Read the rules again; a broken set is refused and the old one stays."""
        self.reloading = False
        try:
            self.app.reload()
            log.info("rules_reloaded", extra={"facts": {"digest": self.app.premises.rulebook.digest[:12]}})
        except RulesError as error:
            for mistake in error.mistakes:
                log.error(
                    "rules_refused",
                    extra={"facts": {"why": str(mistake)}},
                )


def notify(state: str) -> None:
    """Tell systemd (sd_notify), if it started us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    where = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto(state.encode(), where)
