"""The round trip with real servers: letters to itself go out by SMTP and come back by IMAP, or are missed."""

from __future__ import annotations

import time

from tests.system.people import OPERATOR
from tests.system.post import open_sink
from tests.system.site import ASIDE, DONE, Site

QUICK = {
    "mailbox": {"poll": "1s"},
    "probe": {"on": True, "every": "5s", "within": "3s"},
}


def test_a_mail_server_that_takes_letters_and_loses_them_is_found_out_and_told_by_the_second_way(site: Site) -> None:
    with open_sink() as second:
        alarm = {"host": "127.0.0.1", "security": "none", "port": second.port}
        site.configure({**QUICK, "alarm": alarm})
        site.sink.deliver[site.user] = lambda raw: site.mailbox.lay([raw])
        daemon = site.start()
        daemon.wait_for_event("probe_back")
        assert [site.mailbox.lying(folder) for folder in ("INBOX", DONE, ASIDE)] == [[], [], []]
        assert site.json("status")[0]["probe"] == "back"

        del site.sink.deliver[site.user]
        daemon.wait_for_event("probe_missed")
        second.wait_for(lambda: bool(second.to(OPERATOR, "actie nodig")))
        told = site.command("status")
        assert told.returncode == 1
        assert "did not come back" in told.stdout

        site.sink.deliver[site.user] = lambda raw: site.mailbox.lay([raw])
        daemon.wait_for_event("probe_again")
        site.sink.wait_for(lambda: bool(site.sink.to(OPERATOR, "weer in orde")))
        assert site.command("status").returncode == 0
        daemon.stop_well()
    assert len(second.taken) == 1
    assert site.sink.to(OPERATOR, "actie nodig") == []
    assert {each.to for each in site.sink.taken} == {site.user, OPERATOR}


def test_probes_cost_no_busy_loop(site: Site) -> None:
    site.configure(QUICK)
    site.sink.deliver[site.user] = lambda raw: site.mailbox.lay([raw])
    daemon = site.start()
    daemon.wait_for_event("probe_back")
    before, began = daemon.cpu_seconds(), time.monotonic()
    daemon.wait_for_event("probe_back", 3)
    spent, passed = daemon.cpu_seconds() - before, time.monotonic() - began
    assert spent < passed / 5
    daemon.stop_well()
