"""Every step of the flow that reaches the outside world, so that a test can end or disturb the story before any of them.

A step is one call of a port: a commit, a look into the mailbox, a move, a letter handed over. What happens between
two steps is memory, and gone with the process; so to stop before each step is to stop everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

COMMIT, SEND = "commit", "send"
MOVES = frozenset({"move", "put_back", "discard"})
OF_STORE, OF_SENDER, OF_MAILBOX = {COMMIT}, {SEND}, {"position", "new", "holds", *MOVES}

Call = Callable[..., Any]


@dataclass
class Steps:
    """Counts the steps, and lets ``disturb`` take the place of the one with a number (from 1; 0 = none).

    ``disturb`` gets the name of the step, the call and its arguments. With ``only`` steps of that name are counted.
    """

    number: int = 0
    disturb: Callable[..., Any] | None = None
    only: str = ""
    names: list[str] = field(default_factory=list)

    def take(self, name: str, call: Call, *args: Any) -> Any:
        if self.only not in ("", name):
            return call(*args)
        self.names.append(name)
        if self.disturb is not None and len(self.names) == self.number:
            return self.disturb(name, call, *args)
        return call(*args)


class Stepwise:
    """A port some of whose calls are steps; all else is as the port has it."""

    def __init__(self, port: object, names: set[str], steps: Steps) -> None:
        self._port = port
        self._names = names
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name not in self._names:
            return found
        return lambda *args: self._steps.take(name, found, *args)
