"""A real quota: the folder of handled mail is full, and nothing is lost, doubled or forgotten until there is room."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.certificates import Certificates
from tests.adapters.dovecot import Dovecot
from tests.system.people import ELS, request
from tests.system.post import Sink
from tests.system.site import DONE, Site

ROOM = 1
TOM = "tom.maes@ocmw-geel.example"


class SmallArchive(Dovecot):
    """A Dovecot whose folder for handled mail has room for one message; the rest of the mailbox has all it wants."""

    more = """
mail_plugins = quota
namespace archive {{
  prefix = Ontdekkingsstages/
  separator = /
  location = maildir:~/Archive
}}
plugin {{
  quota = maildir:archive:ns=Ontdekkingsstages/
  quota_rule = *:messages=1
}}
"""

    def make_room(self) -> None:
        path = self.base / "dovecot.conf"
        path.write_text(path.read_text().replace("messages=1", "messages=100"))
        subprocess.run(["doveadm", "-c", path, "reload"], check=True, timeout=10)


@pytest.fixture
def small(certificates: Certificates) -> Iterator[SmallArchive]:
    with SmallArchive(certificates) as server:
        yield server


def test_a_full_archive_holds_up_no_request_and_is_filled_when_there_is_room(
    small: SmallArchive, sink: Sink, tmp_path: Path
) -> None:
    site = Site(tmp_path, small, sink, small.new_user())
    site.mailbox.lay([request(site.user), request(site.user, TOM)])
    refused = site.command("once")
    assert refused.returncode == 0
    assert "move_refused" in refused.stderr
    assert "Quota exceeded" in refused.stderr

    site.once()
    assert len(site.requests()) == 2
    assert [len(sink.to(who)) for who in (ELS, TOM)] == [1, 1]
    assert len(site.mailbox.lying(DONE)) == ROOM
    assert len(site.mailbox.lying("INBOX")) == 1

    assert "not filed" in site.told("status")

    small.make_room()
    site.once()
    assert len(site.mailbox.lying(DONE)) == 2
    assert site.mailbox.lying("INBOX") == []
    assert "not filed" not in site.told("status")
    assert [len(sink.to(who)) for who in (ELS, TOM)] == [1, 1]
