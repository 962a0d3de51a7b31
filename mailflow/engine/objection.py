"""Why a command can't be done now; raised by the acts, caught in one place, where it becomes a letter (SPEC §5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mailflow.engine.draft import Draft
from mailflow.model.event import AnswerArrived
from mailflow.model.meaning import Command


class Objection(Exception):
    """A command can't be done. ``why`` is a word of the letter ``unclear`` (docs/letters.md); nothing changes."""

    def __init__(self, why: str, *, line: str = "", meant: tuple[date, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.meant = meant


class AlreadyDecided(Exception):
    """Somebody of HR decided the same before; ``row`` is who, what and when (ISO) for the letter."""

    def __init__(self, row: tuple[str, str, str]) -> None:
        super().__init__(row)
        self.row = row


@dataclass(frozen=True, slots=True)
class Step:
    """One command of one answer about some visits, being carried out."""

    draft: Draft
    event: AnswerArrived
    command: Command
    visits: tuple[int, ...] = field(default_factory=tuple)

    @property
    def who(self) -> str:
        """The writer for the trail: role and address."""
        return f"{self.event.writer.role.value} {self.event.writer.address}"
