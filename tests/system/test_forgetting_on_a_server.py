"""Somebody is forgotten while the daemon runs: on the disk, in the log, and in the folders on the mail server."""

from __future__ import annotations

from tests.system.people import ELS, HR, request
from tests.system.site import DONE, Site

OTHER = "luc.maes@ocmw-mol.example"


def test_the_running_daemon_forgets_somebody_on_disk_and_on_the_server(site: Site) -> None:
    daemon = site.start()
    site.mailbox.lay([request(site.user), request(site.user, OTHER)])
    site.sink.wait_for(lambda: len(site.sink.to(HR, "Te beslissen")) == 2)
    assert len(site.requests()) == 2
    refused = site.command("forget", ELS)
    assert (refused.returncode, "still open" in refused.stdout + refused.stderr) == (1, True)
    done = site.command("forget", ELS, "--open", "--mailbox")
    assert done.returncode == 0, done.stderr
    assert "deleted from the mailbox: 1" in done.stdout
    daemon.stop_well()
    assert len(site.requests()) == 1
    assert ELS not in str(site.mailbox.lying(DONE))
    assert OTHER in str(site.mailbox.lying(DONE))
    beside = site.store_path.parent.rglob(f"{site.store_path.name}*")
    assert not [file for file in beside if file.is_file() and ELS.encode() in file.read_bytes()]
    assert ELS not in daemon.said()
    assert site.command("store", "check").returncode == 0
