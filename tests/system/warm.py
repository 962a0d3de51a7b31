"""Daemons forked from one warm interpreter: most of a killed daemon's short life is then work, not imports.

Each is a process of its own that runs ``mailflow run`` from its very beginning. This module is also the program of the
interpreter that forks: for each line (a log file) it forks a daemon, prints its number, waits for it and prints how
it ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Self

from tests.system.site import Daemon, Site


class Forked:
    """A forked daemon; answers like ``subprocess.Popen`` as far as ``Daemon`` asks."""

    def __init__(self, pid: int, ends: IO[str]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ends = ends

    def poll(self) -> int | None:
        # Asking for the status would block; a process that was not told to end and has ended is found by ``wait``.
        return self.returncode

    def wait(self, timeout: float = 20) -> int:
        if self.returncode is None:
            self.returncode = int(self._ends.readline())
        return self.returncode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


class Warm:
    """Starts daemons of one site; use with ``with``, one daemon at a time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._started = 0

    def __enter__(self) -> Self:
        line = [sys.executable, "-W", "error", "-m", "tests.system.warm", str(self._site.folder / "config.toml")]
        self._parent = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self._site.environ()
        )
        assert self._parent.stdout is not None
        assert self._parent.stdout.readline() == "warm\n"
        return self

    def __exit__(self, *_: object) -> None:
        # The end of its input ends it; a daemon that still runs (a test that failed) is killed before.
        self._parent.communicate(timeout=20)

    def start(self) -> Daemon:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        log = self._site.folder / f"killed-{self._started}.log"
        self._started += 1
        self._parent.stdin.write(f"{log}\n")
        self._parent.stdin.flush()
        return Daemon(Forked(int(self._parent.stdout.readline()), self._parent.stdout), log)


def main(config: str) -> None:
    """Fork a daemon for each line of the standard input."""
    import mailflow.app
    import mailflow.daemon
    from mailflow.cli import main as program

    assert mailflow.app
    assert mailflow.daemon
    sys.stdout.write("warm\n")
    sys.stdout.flush()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            with Path(line.strip()).open("wb") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            sys.argv = ["mailflow", "--config", config, "run"]
            program()
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
