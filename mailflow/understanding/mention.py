"""A service named in running text, and how it is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """How a service is spoken of."""

    WANTED = "wanted"
    BARE = "bare"
    OWN = "own"
    PAST = "past"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Mention:
    """A service named in a sentence. ``strong`` means that the words can hardly mean anything else."""

    service: str
    stance: Stance
    strong: bool
    line: int
    block: int
    text: str
