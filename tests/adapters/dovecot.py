"""A real Dovecot as child process, unprivileged, in a folder of its own: the server that the tests trust most.

Works as any user; as root it runs as ``nobody``. The configuration is written for the version found: 2.4 has another
syntax than 2.3. Without Dovecot the tests fail (not skip) and say what to install.
"""

import getpass
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.adapters.certificates import Certificates

PASSWORD = "geheim"
USERS = 400
_SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"

_SHARED = """
base_dir = {base}/run
log_path = {base}/log
instance_name = mf-{port}
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
mail_max_userip_connections = 100
mail_fsync = never
verbose_proctitle = yes
ssl = yes
auth_failure_delay = 0
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""

_DIALECT_23 = """
protocols = imap
state_dir = {base}/state
mail_location = maildir:~/Maildir
ssl_cert = <{chain}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = {base}/users
}}
userdb {{
  driver = passwd-file
  args = {base}/users
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

_DIALECT_24 = """
protocols = imap
state_dir = {base}/state
mail_driver = maildir
mail_path = ~/Maildir
ssl_server_cert_file = {chain}
ssl_server_key_file = {key}
auth_allow_cleartext = yes
auth_mechanisms = plain login
passdb passwd-file {{
  default_password_scheme = plain
  auth_username_format = %{{user}}
  passwd_file_path = {base}/users
}}
userdb passwd-file {{
  auth_username_format = %{{user}}
  passwd_file_path = {base}/users
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """Start with ``with``; ``new_user`` gives an account that no other test has."""

    more = ""  # configuration besides, for what only a test or two want

    def __init__(self, certificates: Certificates) -> None:
        # Unix sockets live below it, and their paths may have 108 characters at most.
        self.base = Path(tempfile.mkdtemp(prefix="mf-", dir="/tmp"))
        self.port, self.tls_port = _free_ports(2)
        self._certificates = certificates
        self._user = "nobody" if os.geteuid() == 0 else getpass.getuser()
        self._given = 0

    def __enter__(self) -> Self:
        program = shutil.which("dovecot", path=_SEARCH)
        assert program, "Dovecot is missing: apt-get install dovecot-core dovecot-imapd"
        self._write(program)
        account = pwd.getpwnam(self._user)
        privileges = {}
        if os.geteuid() == 0:
            for path in [self.base, *self.base.rglob("*")]:
                os.chown(path, account.pw_uid, account.pw_gid)
            privileges = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        with (self.base / "output").open("wb") as output:
            self._process = subprocess.Popen(
                [program, "-F", "-c", str(self.base / "dovecot.conf")],
                stdout=output, stderr=output, start_new_session=True, **privileges,
            )  # fmt: skip
        self._wait_until_up()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(1.5)
        except subprocess.TimeoutExpired:
            # Its own process group; stopped in its first moments it takes six seconds.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(5)
        shutil.rmtree(self.base, ignore_errors=True)

    def new_user(self) -> str:
        self._given += 1
        assert self._given < USERS, "more accounts are wanted than were laid out"
        return f"user{self._given}@mi-is.example"

    def maildir(self, user: str) -> Path:
        return self.base / "mail" / user / "Maildir"

    def _write(self, program: str) -> None:
        account = pwd.getpwnam(self._user)
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        found = re.match(r"(\d+)\.(\d+)(\.\d+)?", answer)
        assert found, f"Dovecot does not tell its version: {answer!r}"
        modern = (int(found[1]), int(found[2])) >= (2, 4)
        version = f"{found[1]}.{found[2]}{found[3] or '.0'}"
        head = f"dovecot_config_version = {version}\ndovecot_storage_version = {version}\n" if modern else ""
        text = head + (_DIALECT_24 if modern else _DIALECT_23) + _SHARED + self.more
        names = {
            "base": self.base, "port": self.port, "tls_port": self.tls_port, "user": self._user,
            "group": grp.getgrgid(account.pw_gid).gr_name,
            "chain": self._certificates.chain, "key": self._certificates.key,
        }  # fmt: skip
        (self.base / "dovecot.conf").write_text(text.format(**names))
        lines = []
        for number in range(1, USERS):
            name = f"user{number}@mi-is.example"
            lines.append(f"{name}:{{PLAIN}}{PASSWORD}:{account.pw_uid}:{account.pw_gid}::{self.base}/mail/{name}::\n")
        (self.base / "users").write_text("".join(lines))
        for folder in ("run", "state", "mail"):
            (self.base / folder).mkdir()

    def _wait_until_up(self) -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as link:
                    if link.recv(100).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.01)
            if self._process.poll() is not None:
                break
        said = (self.base / "output").read_text() + _read(self.base / "log")
        raise AssertionError(f"Dovecot does not start:\n{said}")


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports
