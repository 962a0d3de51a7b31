"""What several kinds of tests share: one Dovecot and one set of certificates for a run."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.certificates import Certificates, make_certificates
from tests.adapters.dovecot import Dovecot


@pytest.fixture(scope="session")
def certificates() -> Iterator[Certificates]:
    # Dovecot runs as another user when the tests run as root, and every run of pytest that begins meanwhile closes
    # the common folder of pytest's own temporary folders to other users.
    folder = Path(tempfile.mkdtemp(prefix="mf-certificates-"))
    folder.chmod(0o755)
    yield make_certificates(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    with Dovecot(certificates) as server:
        yield server
