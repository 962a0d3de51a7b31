"""Daemons forked from one warm interpreter: most of a killed daemon's short life is then work, not imports.

Each is a process of its own that runs ``mailflow run`` from its very beginning. This module is also the program of the
interpreter that forks: for each line (the step before which the daemon shall die, and a log file) it forks a daemon,
prints its number, waits for it and prints how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from tests.steps import OF_MAILBOX, OF_SENDER, OF_STORE, Steps, Stepwise
from tests.system.site import Daemon, Site

if TYPE_CHECKING:
    from mailflow.app import App
    from mailflow.config import Config
    from mailflow.model.message import Message

DEADLY = b"X-Ends-The-Program"


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
        with suppress(ProcessLookupError):  # It has ended by itself.
            os.kill(self.pid, signal.SIGKILL)


class Warm:
    """Starts daemons of one site; use with ``with``, one daemon at a time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._started = 0
        self._last: Daemon | None = None

    def __enter__(self) -> Self:
        line = [sys.executable, "-W", "error", "-m", "tests.system.warm", str(self._site.folder / "config.toml")]
        self._parent = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self._site.environ()
        )
        assert self._parent.stdout is not None
        assert self._parent.stdout.readline() == "warm\n"
        return self

    def __exit__(self, *_: object) -> None:
        if self._last is not None:
            self._last.kill()  # It still runs where a test has failed.
        # The end of its input ends the interpreter.
        self._parent.communicate(timeout=20)

    def start(self, step: str = "", number: int = 0) -> Daemon:
        """Start a daemon; with a number it kills itself before its step of that name for the so-manieth time."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        log = self._site.folder / f"killed-{self._started}.log"
        self._started += 1
        self._parent.stdin.write(f"{step} {number} {log}\n")
        self._parent.stdin.flush()
        self._last = Daemon(Forked(int(self._parent.stdout.readline()), self._parent.stdout), log)
        return self._last


def deadly(build: Callable[[Config], App], steps: Steps) -> Callable[[Config], App]:
    """Return a composition root whose ports count these steps, and may end the process before one."""

    def built(config: Config) -> App:
        app = build(config)
        store: Any = Stepwise(app.store, OF_STORE, steps)
        mailbox: Any = Stepwise(app.mailbox, OF_MAILBOX, steps)
        app.premises = replace(app.premises, store=store, mailbox=mailbox)
        app.sender = Stepwise(app.sender, OF_SENDER, steps)  # type: ignore[assignment]
        return app

    return built


def die(name: str, *_: object) -> None:
    """Say before which step, and end as a power cut would."""
    os.write(2, json.dumps({"event": "killed", "step": name}).encode() + b"\n")
    os.kill(os.getpid(), signal.SIGKILL)


def breakable(parse: Callable[..., Message]) -> Callable[..., Message]:
    """Return a parser that kills the process at a mail that names ``DEADLY``, as a mistake in a C library would."""

    def parsing(raw: bytes, *rest: Any) -> Message:
        if DEADLY in raw:
            os.kill(os.getpid(), signal.SIGKILL)
        return parse(raw, *rest)

    return parsing


def main(config: str) -> None:
    """Fork a daemon for each line of the standard input."""
    import mailflow.app
    import mailflow.daemon
    from mailflow.cli import main as program
    from mailflow.pipeline import story

    story.parse = breakable(story.parse)  # type: ignore[assignment]
    assert mailflow.app
    assert mailflow.daemon
    sys.stdout.write("warm\n")
    sys.stdout.flush()
    for line in sys.stdin:
        step, number, place = line.rstrip("\n").split(" ", 2)
        pid = os.fork()
        if pid == 0:
            mailflow.app.build = deadly(mailflow.app.build, Steps(int(number), die, step))
            with Path(place).open("wb") as log:
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
