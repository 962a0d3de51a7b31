"""Who writes an answer, about what, when: what reading a clause depends on, and what it may come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mailflow.model.meaning import Command, Thread
from mailflow.model.words import CommandName, Role
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_words import Lexis

N = CommandName


@dataclass(frozen=True, slots=True)
class Ask:
    """Who writes, about what, when: everything that reading a clause depends on.

    ``mentioned`` are the visits that clauses before it decide about, ``refused`` says that one of them is refused.
    """

    role: Role
    thread: Thread
    lexis: Lexis
    today: date
    mentioned: frozenset[int] = frozenset()
    refused: bool = False

    @property
    def beside_another(self) -> Ask:
        """The same for a clause that stands beside a decision about another visit."""
        return replace(self, mentioned=self.mentioned | {0}, refused=True)


@dataclass(frozen=True, slots=True)
class Bad:
    """A clause that is a command but for one thing: the word of ``Unsure.why``."""

    why: str


Read = Command | Bad | None


def every_at_start(words: Sequence[str], ask: Ask) -> int:
    """Return how many words at the start say "all": without a number, or with the one that the letter has."""
    many = len(ask.thread.visits)
    if MEANS[ask.role].get(N.PICK) is N.PICK and len(ask.thread.shown) == 1:
        many = len(next(iter(ask.thread.shown.values())))
    counted = (listed.at_start(words) for count, listed in ask.lexis.counted if count == many)
    return max(ask.lexis.every.at_start(words), *counted, 0)
