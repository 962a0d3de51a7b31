"""A clock that jumps under a running daemon, both ways: libfaketime sets it, in the daemon's process alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.adapters.scripted_smtp import ScriptedSmtp
from tests.system.people import ELS, HR, OPERATOR, request
from tests.system.post import Sink
from tests.system.site import Daemon, Site


@dataclass
class Clock:
    """The wall clock of the daemons started with it; the monotonic one, and that of all others, stays as it is."""

    file: Path

    def jump(self, by: str) -> None:
        """Put the clock so far before or behind the true time (``+1d``); all at once, as a correction does."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{by}\n")
        fresh.replace(self.file)

    def start(self, site: Site) -> Daemon:
        """Start the daemon on this clock."""
        found = list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        assert found, "libfaketime is missing: apt-get install libfaketime"
        with pytest.MonkeyPatch.context() as environ:
            environ.setenv("LD_PRELOAD", str(found[0]))
            environ.setenv("FAKETIME_TIMESTAMP_FILE", str(self.file))
            for switch in ("FAKETIME_NO_CACHE", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT"):
                environ.setenv(switch, "1")
            return site.start()


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    made = Clock(tmp_path / "clock")
    made.jump("+0")
    return made


def lets_a_request_through(site: Site, sender: str) -> None:
    site.mailbox.lay([request(site.user, sender)])
    site.sink.wait_for(lambda: bool(site.sink.to(sender)))


def comes_to_rest(daemon: Daemon) -> bool:
    """Say whether the daemon, once it has done what was due, needs next to nothing of a processor."""
    for _ in range(10):
        used = daemon.cpu_seconds()
        time.sleep(1)
        if daemon.cpu_seconds() - used < 0.1:
            return True
    return False


@pytest.mark.parametrize("by", ["+20d", "-20d"])
def test_a_clock_that_jumps_under_the_daemon_stops_nothing(site: Site, clock: Clock, by: str) -> None:
    site.configure({"mailbox": {"poll": "30s", "alarm_after": "10m"}})
    daemon = clock.start(site)
    lets_a_request_through(site, ELS)
    for moment, sender in ((by, "tom.maes@ocmw-geel.example"), ("+0", "an.claes@ocmw-geel.example")):
        clock.jump(moment)
        lets_a_request_through(site, sender)
        assert comes_to_rest(daemon)
        # The operator's orders are looked for every second, whatever the clock says.
        assert "no letter waits or failed" in site.command("retry").stderr
    daemon.stop_well()
    assert "silence" not in daemon.names()
    assert site.sink.to(OPERATOR) == []
    assert len(site.requests()) == 3
    assert len([letter for letter in site.sink.to(HR) if letter.subject.startswith("Te beslissen")]) == 3


def test_letters_that_a_wrong_clock_put_off_leave_once_it_is_set_right(site: Site, clock: Clock, sink: Sink) -> None:
    with ScriptedSmtp({"RCPT": "450 4.2.0 greylisted"}) as server:
        site.configure({"smtp": {"port": server.port}, "mailbox": {"poll": "2s"}})
        clock.jump("+300d")
        daemon = clock.start(site)
        site.mailbox.lay([request(site.user)])
        daemon.wait_for_event("letter_deferred", 2)
        server.answers.clear()
        clock.jump("+0")
        assert daemon.wait_for_event("clock_set_back")["minutes"] > 299 * 24 * 60
        daemon.wait_for_event("letter_sent", 2)
        daemon.stop_well()
        assert daemon.names().count("clock_set_back") == 1
        assert len(server.letters) == 2


def test_a_clock_that_jumps_ahead_while_no_server_answers_is_no_alarm(site: Site, clock: Clock) -> None:
    site.configure({"mailbox": {"port": 1, "retry": "1s", "alarm_after": "1h"}})
    daemon = clock.start(site)
    daemon.wait_for_event("unreachable")
    clock.jump("+9d")
    seen = daemon.names().count("unreachable")
    daemon.wait_for_event("unreachable", seen + 2)
    assert "silence" not in daemon.names()
    daemon.stop_well()
