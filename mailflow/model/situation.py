"""What the engine may know about the world at the moment of an event, besides the request itself.

The pipeline gathers it from store and configuration; it makes the engine a function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mailflow.model.dates import Slot
from mailflow.model.effect import Standing
from mailflow.model.words import Language

if TYPE_CHECKING:
    # The store knows the small records of this module, and commands that only look need not wait for the rules.
    from mailflow.model.rules import Rulebook


@dataclass(frozen=True, slots=True)
class Reservation:
    """A slot that a visit holds: ``agreed`` for good, or only on offer. ``persons`` are the visitors' addresses,
    ``host`` the host's.
    """

    service: str
    slot: Slot
    ref: str
    visit: int
    agreed: bool
    persons: tuple[str, ...] = ()
    host: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request of the same person, for HR."""

    ref: str
    state: str
    created_on: date
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in the house (``[people]`` of the configuration); addresses folded to lower case."""

    mailbox: str
    hr: tuple[str, ...]
    deputies: tuple[str, ...] = ()
    operator: str = ""
    reception: tuple[str, ...] = ()
    languages: Mapping[str, Language] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """The few configuration values that decide what happens (``[decisions]``, ``[letters]``)."""

    undo: timedelta = timedelta(minutes=10)
    answer_questions: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything an engine decision may depend on. ``now`` is UTC; ``salt`` makes new identifiers unguessable."""

    now: datetime
    rulebook: Rulebook
    people: People
    salt: str
    settings: Settings = field(default_factory=Settings)
    reservations: tuple[Reservation, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()
    languages: Mapping[str, Language] = field(default_factory=dict)
