"""Real servers that several tests share: one Dovecot and one set of certificates for a whole run."""

from collections.abc import Iterator

import pytest

from tests.adapters.certificates import Certificates, make_certificates
from tests.adapters.dovecot import Dovecot


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder = tmp_path_factory.mktemp("certificates")
    for part in (folder, *folder.parents):
        # Dovecot runs as another user when the tests run as root; each worker adds a level of directories.
        if not part.stat().st_mode & 0o001:
            part.chmod(part.stat().st_mode | 0o011)
    return make_certificates(folder)


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    with Dovecot(certificates) as server:
        yield server
