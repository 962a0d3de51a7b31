"""What rule authors decide, as typed values (SPEC §9): ``rulebook/`` reads them from files, everybody else only
reads.

Texts for people are mappings from ``Language``; a rule set without one of the three languages is refused at reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from mailflow.model.dates import DayRange, Hours
from mailflow.model.words import CommandName, FieldName, Half, Language, TimerName

Texts = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of a service who is asked for dates and receives visitors."""

    address: str
    name: str = ""
    function: str = ""
    phone: str = ""
    language: Language = Language.NL
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a service; ``aliases`` as people write them, in any language."""

    id: str
    names: Texts
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reception:
    """A half-day of the week (``weekday`` 1 = Monday … 5) on which a service receives visitors."""

    weekday: int
    half: Half


@dataclass(frozen=True, slots=True)
class Service:
    """One of the services that receive visitors.

    ``aliases`` are names as people write them; ``abbreviations`` count only after a service label or in a list of
    services, ``work`` (what its people do) only behind "the people who". ``themes_closed`` means that no other theme
    than the listed exists. ``hours`` maps AM and PM to local times.
    ``per_half_day`` and ``per_month`` count visits, ``max_persons`` people in one visit. ``confirm`` false: the
    requester chooses directly, the service is not asked first. ``practical`` and ``mission`` are texts for letters.
    """

    id: str
    names: Texts
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    mission: Texts = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()
    themes_closed: bool = False
    contacts: tuple[Contact, ...] = ()
    reception: tuple[Reception, ...] = ()
    hours: Mapping[Half, Hours] = field(default_factory=dict)
    languages: tuple[Language, ...] = (Language.NL, Language.FR, Language.DE)
    per_half_day: int = 1
    per_month: int = 0
    max_persons: int = 2
    confirm: bool = True
    practical: Texts = field(default_factory=dict)

    @property
    def called(self) -> tuple[str, ...]:
        """All that people write for it: its names in every language, aliases and abbreviations."""
        return (*self.names.values(), *self.aliases, *self.abbreviations)


class FactType(StrEnum):
    """What a fact is, for reading a ``when``: a missing fact is ``""``, 0, ``False`` or an empty list."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "true or false"
    LIST = "list"


FACTS: Mapping[str, FactType] = {
    "service": FactType.TEXT,
    "service.languages": FactType.LIST,
    "theme": FactType.TEXT,
    "visit.number": FactType.NUMBER,
    "services": FactType.LIST,
    "services.count": FactType.NUMBER,
    "persons": FactType.NUMBER,
    "language": FactType.TEXT,
    "ocmw.name": FactType.TEXT,
    "ocmw.nis": FactType.TEXT,
    "ocmw.language": FactType.TEXT,
    "ocmw.languages": FactType.LIST,
    "requester.function": FactType.TEXT,
    "requester.address": FactType.TEXT,
    "requester.domain": FactType.TEXT,
    "dates.given": FactType.TRUTH,
    "supervisor.agreed": FactType.TRUTH,
    "supervisor.known": FactType.TRUTH,
    "forwarded": FactType.TRUTH,
    "flags": FactType.LIST,
}
"""The names that a ``when`` may read, gathered by ``engine/facts.py``.

``service`` and ``services`` are ids, ``theme`` a theme's id where it is known, else the words written. ``language`` is
the requester's; ``ocmw.languages`` the official languages of the municipality, ``ocmw.language`` the only one of them,
or e.g. ``nl+fr``. ``flags`` are ``Request.flags``.
"""


class Condition(Protocol):
    """The ``when`` of a rule, read and typed; closed, so that it always ends and touches nothing."""

    @property
    def source(self) -> str:
        """The expression as the author wrote it."""

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Say whether it holds for these facts (dotted names, see ``rulebook/conditions.py``)."""

    def explain(self, facts: Mapping[str, object]) -> str:
        """Say in a few words why it holds or doesn't: the values of the names it reads."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A routing rule: every rule whose ``when`` holds adds what it sets; ``stop`` ends the list."""

    name: str
    when: Condition
    contacts: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    hr: tuple[str, ...] = ()
    confirm: bool | None = None
    hours: Mapping[Half, Hours] = field(default_factory=dict)
    note: str = ""
    flag: str = ""
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to refuse, by its code (``R1``) so that it can be given in the requester's language."""

    code: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its label per language, and the labels people use."""

    name: str
    labels: Texts
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRules:
    """``form.toml``: the fields, phrases for all services and exceptions, and lists of words.

    ``full_name`` (read as name and first name) and ``days_off`` are among the fields; by the words requests and
    questions are told from other mail.
    """

    fields: tuple[Field, ...] = ()
    all_services: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, name: FieldName, language: Language) -> str:
        """Return the label of a field as we write it in a letter."""
        return next(f.labels[language] for f in self.fields if f.name == name.value)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``vocabulary.toml``: the phrases of each command, and what makes a clause unsure or a courtesy.

    ``phrases`` maps command to phrases of all languages; ``words`` maps a list's name (``negation``, ``condition``,
    ``question``, ``courtesy``, ``greeting``, ``tail``, ``lonely`` …) to its entries. ``buttons`` is the one word per
    command and language that letters print and ``mailto:`` buttons send (``GOEDKEUREN``).
    """

    phrases: Mapping[CommandName, tuple[str, ...]] = field(default_factory=dict)
    buttons: Mapping[CommandName, Texts] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time as written in files; ``unit`` is ``s``, ``m``, ``h``, ``d`` or ``workdays``."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount} workdays" if self.unit == "workdays" else f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Office:
    """``office.toml``: the house as a whole.

    ``organisation``, ``place`` and the contact person stand in every letter (law of 11 April 1994, art. 2, 3°).
    ``closed`` are bridge days and closed ranges beyond the federal calendar; ``holidays`` overrides nothing, the
    federal days are rules in ``agenda/``. ``notice`` and ``horizon`` are counted in working days. ``max_rounds``
    limits the rounds of dates before HR is asked to phone; ``max_questions`` the rounds of asking for missing fields.
    """

    organisation: Texts
    internship: Texts
    place: Texts
    contact_name: str
    contact_function: Texts
    contact_phone: str
    contact_address: str
    appeal: Texts
    privacy: Texts
    employer_bears: Texts
    not_for: Texts
    hours: Mapping[Half, Hours]
    route: Texts = field(default_factory=dict)
    website: Texts = field(default_factory=dict)
    closed: tuple[DayRange, ...] = ()
    notice: int = 10
    horizon: int = 60
    slots_shown: int = 4
    max_rounds: int = 2
    max_questions: int = 2
    reference_prefix: str = "ONT"
    title_with_names: bool = True


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One consistent rule set; ``digest`` (SHA-256 hex of the files) names it in trail and log.

    ``timers`` holds every timer; those in ``off`` are switched off (``[switches]`` of ``timers.toml``).
    """

    services: Mapping[str, Service]
    rules: tuple[Rule, ...]
    form: FormRules
    vocabulary: Vocabulary
    reasons: Mapping[str, Reason]
    office: Office
    timers: Mapping[TimerName, Duration]
    digest: str = ""
    off: frozenset[TimerName] = frozenset()
