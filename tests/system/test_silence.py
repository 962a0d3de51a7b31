"""A mailbox that can't be read for too long is told once, under cron as by the daemon, and so is the end of it."""

from __future__ import annotations

from tests.system.people import OPERATOR
from tests.system.site import Site


def unread(site: Site, at: str) -> str:
    """Make a pass that can't reach the mailbox; return what it said."""
    done = site.command("once", "--now", f"2027-01-04T{at}:00+01:00")
    assert done.returncode == 75, done.stderr
    return done.stderr


def test_under_cron_a_long_silence_is_told_once_and_so_is_its_end(site: Site) -> None:
    site.once("--now", "2027-01-04T09:00:00+01:00")
    site.configure({"mailbox": {"port": 1, "alarm_after": "30m"}})
    assert "silence" not in unread(site, "09:25")
    assert site.sink.to(OPERATOR) == []
    assert '"event":"silence"' in unread(site, "09:30").replace(" ", "")
    assert "30 minuten" in site.sink.last(OPERATOR, "").text
    assert "silence" not in unread(site, "09:45")
    assert len(site.sink.to(OPERATOR)) == 1

    site.configure({})
    site.once("--now", "2027-01-04T10:00:00+01:00")
    assert "weer in orde" in site.sink.to(OPERATOR)[1].subject
    site.once("--now", "2027-01-04T10:05:00+01:00")
    assert len(site.sink.to(OPERATOR)) == 2


def test_a_mailbox_that_no_pass_could_ever_read_is_told(site: Site) -> None:
    site.configure({"mailbox": {"port": 1, "alarm_after": "30m"}})
    assert len(unread(site, "09:00").splitlines()) == 1
    assert "silence" in unread(site, "09:30")
    assert "silence" not in unread(site, "09:35")
    assert len(site.sink.to(OPERATOR)) == 1


def test_under_cron_the_second_way_takes_over_what_the_first_did_not_take(site: Site) -> None:
    second = {"host": "127.0.0.1", "port": site.sink.port, "security": "none"}
    site.configure({"mailbox": {"port": 1}, "smtp": {"port": 1}, "alarm": second})
    unread(site, "09:00")
    unread(site, "09:40")
    unread(site, "09:45")
    assert {letter.to for letter in site.sink.taken} == {OPERATOR}
    assert len(site.sink.taken) == 1


def test_a_silence_that_was_told_is_known_to_whoever_comes_next(site: Site) -> None:
    quick = {"poll": "1s", "retry": "1s", "alarm_after": "2s"}
    site.configure({"mailbox": {**quick, "port": 1}})
    daemon = site.start()
    site.sink.wait_for(lambda: bool(site.sink.to(OPERATOR)))
    daemon.stop_well()
    daemon = site.start()
    daemon.wait_for_event("unreachable", 4)
    daemon.stop_well()
    assert len(site.sink.to(OPERATOR)) == 1
    site.configure({"mailbox": quick})
    site.once()
    assert "weer in orde" in site.sink.to(OPERATOR)[1].subject
