"""A site of its own for every test: a fresh mailbox on the shared Dovecot, a fresh SMTP server, a fresh store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.dovecot import Dovecot
from tests.system.post import Sink, open_sink
from tests.system.site import Site


@pytest.fixture
def sink() -> Iterator[Sink]:
    with open_sink() as server:
        yield server


@pytest.fixture
def site(dovecot: Dovecot, sink: Sink, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, dovecot, sink, dovecot.new_user())
    yield made
    made.clean_up()
