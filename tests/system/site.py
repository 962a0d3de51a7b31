"""One mailflow as operators have it: a configuration file, a store, and the program as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.adapters.dovecot import PASSWORD, Dovecot
from tests.system.people import HR, OPERATOR
from tests.system.post import MailProgram, Sink

CONTACTS = Path("tests/data/contacts.toml").absolute()
DONE = "Ontdekkingsstages/Verwerkt"
ASIDE = "Ontdekkingsstages/Opzij"
# Warnings of Python (a file or a connection left open) are mistakes; they end the process.
PROGRAM = [sys.executable, "-W", "error", "-c", "from mailflow.cli import main; main()"]

Settings = Mapping[str, Mapping[str, Any]]


@dataclass
class Site:
    """A configured mailflow with its mailbox and the SMTP server that takes its letters."""

    folder: Path
    server: Dovecot
    sink: Sink
    user: str
    password: str = PASSWORD
    running: list[Daemon] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mailbox = MailProgram(self.server, self.user)
        self.configure({})

    @property
    def store_path(self) -> Path:
        return self.folder / "var" / "mailflow.json"

    def configure(self, settings: Settings) -> None:
        """Write the configuration: what every test needs, overlaid with ``settings``."""
        server = {"host": "127.0.0.1", "security": "none", "username": self.user}
        written: dict[str, dict[str, Any]] = {
            "mailbox": {**server, "port": self.server.port, "since": "all", "poll": "60s"},
            "smtp": {"host": "127.0.0.1", "security": "none", "port": self.sink.port, "per_minute": 10_000},
            "people": {"hr": [HR], "operator": OPERATOR},
            "store": {"path": "var/mailflow.json"},
            "rules": {"contacts": str(CONTACTS)},
            "letters": {"hours": "always"},
            "log": {"format": "json"},
        }
        written["smtp"]["from"] = self.user
        for section, keys in settings.items():
            written.setdefault(section, {}).update(keys)
        lines = []
        for section, keys in written.items():
            # A JSON text, number, list or truth value is written the same in TOML.
            lines += [f"[{section}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items()), ""]
        (self.folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")

    # ------------------------------------------------------------------------------------------------- commands

    def command(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command and return what it said, whatever its exit code."""
        return subprocess.run(
            self._line(*args), env=self.environ(), cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def once(self, *args: str) -> None:
        """Make one pass; it must end well and without a warning of Python."""
        done = self.command("once", *args)
        assert done.returncode == 0, done.stderr
        assert "Warning" not in done.stderr, done.stderr

    def told(self, *args: str) -> str:
        done = self.command(*args)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *args: str) -> list[dict[str, Any]]:
        """Return the objects that a command prints, one a line."""
        return [json.loads(line) for line in self.told(*args, "--json").splitlines()]

    def request(self, ref: str) -> dict[str, Any]:
        return self.json("show", ref)[0]

    def requests(self) -> list[dict[str, Any]]:
        return self.json("list")

    # --------------------------------------------------------------------------------------------------- daemon

    def start(self, *, ready: bool = True) -> Daemon:
        """Start the daemon; with ``ready`` wait until it says that it has started."""
        log = self.folder / f"daemon-{len(self.running)}.log"
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                self._line("run"), env=self.environ(), cwd=self.folder, stdout=stderr, stderr=stderr
            )
        daemon = Daemon(process, log)
        self.running.append(daemon)
        if ready:
            daemon.wait_for_event("started")
        return daemon

    def clean_up(self) -> None:
        for daemon in self.running:
            daemon.kill()

    def _line(self, *args: str) -> list[str]:
        return [*PROGRAM, "--config", str(self.folder / "config.toml"), *args]

    def environ(self) -> dict[str, str]:
        keep = {name: value for name, value in os.environ.items() if not name.startswith("MAILFLOW_")}
        # The program may be run from any directory.
        return {**keep, "PYTHONPATH": str(Path.cwd()), "MAILFLOW_MAILBOX_PASSWORD": self.password}


class Process(Protocol):
    """What a daemon's process is asked, as ``subprocess.Popen`` answers it."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float = 20) -> int: ...
    def send_signal(self, number: int) -> None: ...
    def kill(self) -> None: ...


@dataclass
class Daemon:
    """A running ``mailflow run``."""

    process: Process
    log: Path

    def events(self) -> list[dict[str, Any]]:
        """Return what it has logged; a line that is being written counts next time."""
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):
                found.append(json.loads(line))
        return found

    def names(self) -> list[str]:
        return [str(event.get("event")) for event in self.events()]

    def wait_for_event(self, name: str, count: int = 1, seconds: float = 20) -> dict[str, Any]:
        """Wait until an event has been logged so many times; return the last."""
        until = time.monotonic() + seconds
        while True:
            found = [event for event in self.events() if event.get("event") == name]
            if len(found) >= count:
                return found[-1]
            ended = self.process.poll()
            assert ended is None, f"the daemon ended with {ended}:\n{self.said()}"
            assert time.monotonic() < until, f"no {name} x {count} in {seconds} s:\n{self.said()}"
            time.sleep(0.02)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, seconds: float = 20) -> int:
        """Tell it to end (SIGTERM) and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def stop_well(self) -> None:
        """Tell it to end; it must do so with 0 and must not have warned."""
        assert self.stop() == 0, self.said()
        assert "Warning" not in self.said(), self.said()
        assert "Traceback" not in self.said(), self.said()

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        """Kill it as a power loss would (SIGKILL)."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def cpu_seconds(self) -> float:
        """Return the processor time it has used, of all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
