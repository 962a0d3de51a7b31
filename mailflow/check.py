"""``mailflow check``: the proofs that a rule set holds before it runs (SPEC §9), beyond what reading it proves.

Reading (``rulebook/``) refuses files with wrong types, unknown names in a ``when``, incomplete reasons and timers, and
aliases or labels that mean two things. Here the parts meet: services and calendar, vocabulary and its readers,
letters and templates. What reaches mailbox and mail server (``--online``) is the command line's part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mailflow.agenda.due import local
from mailflow.agenda.slots import free_slots
from mailflow.agenda.workdays import Workdays
from mailflow.engine.facts import rule_facts, theme_id
from mailflow.errors import Mistake
from mailflow.model.request import Person, Request, Visit
from mailflow.model.rules import Rule, Rulebook, Service, Vocabulary
from mailflow.model.situation import People, Situation
from mailflow.model.words import CommandName, Language, Role, VisitState
from mailflow.rulebook.conditions import When
from mailflow.rulebook.table import near
from mailflow.understanding.command_roles import MEANS, ambiguous_phrases
from mailflow.understanding.folding import fold_phrase

_EXAMPLES = ("voorbeeld", "exemple", "beispiel", "example", "000 00 00")
"""What marks the contact person of the shipped ``office.toml`` as an example."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the proofs found: ``mistakes`` must be mended before the rule set runs, ``warnings`` should be."""

    mistakes: tuple[Mistake, ...] = ()
    warnings: tuple[Mistake, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the rule set may run."""
        return not self.mistakes


def check_rules(rulebook: Rulebook, now: datetime, templates: Path | None = None) -> Report:
    """Prove a rule set that was read. ``now`` is UTC; without ``templates`` the letters are not rendered."""
    mistakes = [mistake for proof in PROOFS for mistake in proof(rulebook, now)]
    if templates is not None:
        mistakes.extend(_letters(rulebook, templates))
    warnings = [warning for look in LOOKS for warning in look(rulebook, now)]
    return Report(tuple(mistakes), tuple(warnings))


# ---------------------------------------------------------------------------------------------------------- services


def _contacts(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Find services with nobody to ask, neither by their own file nor by a rule that holds for any request."""
    for service in rulebook.services.values():
        request = _plain_request(service, now)
        facts = rule_facts(request, request.visits[0], service)
        routed = any(rule.contacts and rule.when.holds(facts) for rule in rulebook.rules)
        if not service.contacts and not routed:
            expected = "at least one contact person (here, or in the file of rules.contacts), or a rule that names one"
            yield Mistake(_file(service), "contacts", "[]", expected)


def _slots(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Find services without a free half-day between notice and horizon, even if nobody else asks."""
    office = rulebook.office
    latest = Workdays(office.closed).after(local(now).date(), office.horizon)
    situation = Situation(now, rulebook, People("", ()), "")
    for service in rulebook.services.values():
        request = _plain_request(service, now)
        free = free_slots(request, request.visits[0], situation)
        if not free or free[0].day > latest:
            expected = f"a half-day between the notice ({office.notice} working days) and the horizon ({latest})"
            found = free[0].day.isoformat() if free else "none within a year"
            yield Mistake(_file(service), "reception", found, expected)


def _plain_request(service: Service, now: datetime) -> Request:
    visit = Visit(1, service.id, VisitState.APPROVED)
    return Request("CHECK", 1, now, Language.NL, Person("somebody@ocmw.example"), visits=(visit,))


def _file(service: Service) -> str:
    return f"services/{service.id}.toml"


# -------------------------------------------------------------------------------------------------------- vocabulary


def _phrases(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Find phrases that mean two things to the same reader, or that are codes of reasons."""
    del now
    told: set[tuple[str, tuple[CommandName, ...]]] = set()
    for phrase, role, commands in ambiguous_phrases(rulebook.vocabulary):
        if (phrase, commands) not in told:
            told.add((phrase, commands))
            expected = f"a phrase that asks one thing; from {role} it would ask {' and '.join(commands)}"
            yield Mistake("vocabulary.toml", "phrases", f'"{phrase}"', expected)
    codes = {fold_phrase(code) for code in rulebook.reasons}
    for command, phrases in rulebook.vocabulary.phrases.items():
        for phrase in phrases:
            if fold_phrase(phrase) in codes:
                expected = "a phrase that is no code of reasons.toml"
                yield Mistake("vocabulary.toml", f"phrases.{command}", f'"{phrase}"', expected)


def _buttons(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Find words that a letter prints for a command and that would not be understood as that command."""
    del now
    vocabulary = rulebook.vocabulary
    for command in CommandName:
        phrases = _understood(vocabulary, command)
        for language in Language:
            word = vocabulary.buttons.get(command, {}).get(language, "")
            place = f"buttons.{command}.{language}"
            if not word:
                yield Mistake("vocabulary.toml", place, "nothing", "the word that letters print")
            elif fold_phrase(word) not in phrases:
                expected = f"one of phrases.{command}, so that the answer is understood"
                yield Mistake("vocabulary.toml", place, f'"{word}"', expected, near(word, phrases))


def _understood(vocabulary: Vocabulary, command: CommandName) -> frozenset[str]:
    """Return the phrases that ask for a command, whoever of those who may ask for it says them."""
    for_all: frozenset[str] | None = None
    for role in (Role.HR, Role.SERVICE, Role.REQUESTER):
        lists = [name for name, means in MEANS[role].items() if means is command]
        if lists:
            said = frozenset(fold_phrase(phrase) for name in lists for phrase in vocabulary.phrases.get(name, ()))
            for_all = said if for_all is None else for_all & said
    return for_all or frozenset()


def _courtesies(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Find courtesies, greetings and tails that ask for something; a note without words ("noté") asks nothing."""
    del now
    vocabulary = rulebook.vocabulary
    asked = {fold_phrase(phrase): command for command, phrases in vocabulary.phrases.items() for phrase in phrases}
    for name in ("courtesy", "greeting", "tail"):
        for word in vocabulary.words.get(name, ()):
            if asked.get(fold_phrase(word), CommandName.NOTE) is not CommandName.NOTE:
                expected = f"a {name} that asks nothing; phrases.{asked[fold_phrase(word)]} has it too"
                yield Mistake("vocabulary.toml", f"words.{name}", f'"{word}"', expected)


# ----------------------------------------------------------------------------------------------------------- letters


def _letters(rulebook: Rulebook, templates: Path) -> tuple[Mistake, ...]:
    """Find letters without a template in some language, or with one that does not render with sample data."""
    from mailflow.letters.gallery import render_all

    return render_all(rulebook, templates)


# ---------------------------------------------------------------------------------------------------------- warnings


def _example_contact(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Look for the contact person of the example (law of 11 April 1994, art. 2, 3°)."""
    del now
    office = rulebook.office
    for key, value in (
        ("name", office.contact_name),
        ("phone", office.contact_phone),
        ("address", office.contact_address),
    ):
        if any(mark in value.lower() for mark in _EXAMPLES):
            yield Mistake(
                "office.toml", f"contact.{key}", f'"{value}"', "a real person: this is the example of the rules"
            )


def _bridge_days(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Look for years within the horizon without bridge days; a circular fixes them each year."""
    office = rulebook.office
    latest = Workdays(office.closed).after(local(now).date(), office.horizon)
    known = {year for closed in office.closed for year in (closed.first.year, closed.last.year)}
    for year in range(local(now).year, latest.year + 1):
        if year not in known and latest >= date(year, 2, 1):
            expected = f"the bridge days of {year}, which the circular of that year names"
            yield Mistake("office.toml", "agenda.closed", f"nothing for {year}", expected)


def _themes(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Look for themes in a ``when`` that no service lists; free themes exist, so that this is only a warning."""
    del now
    known = {theme.id for service in rulebook.services.values() for theme in service.themes}
    for index, rule in enumerate(rulebook.rules):
        named = rule.when.values_for("theme") if isinstance(rule.when, When) else frozenset()
        for theme in sorted(named - known - {""}):
            hint = next(
                (t for s in rulebook.services.values() if (t := theme_id(theme, s)) in known), near(theme, known)
            )
            yield Mistake("routing.toml", f"rule[{index}].when", f'"{theme}"', "the id of a theme", hint)


def _unreachable(rulebook: Rulebook, now: datetime) -> Iterator[Mistake]:
    """Look for rules behind one that always holds and stops."""
    del now
    end: Rule | None = None
    for index, rule in enumerate(rulebook.rules):
        if end is not None:
            expected = f'a place before "{end.name}", which always holds and stops'
            yield Mistake("routing.toml", f"rule[{index}].name", f'"{rule.name}"', expected)
        elif rule.stop and rule.when.explain({}) == "always":
            end = rule


PROOFS: tuple[Callable[[Rulebook, datetime], Iterator[Mistake]], ...] = (
    _contacts,
    _slots,
    _phrases,
    _buttons,
    _courtesies,
)
"""What must hold. Proofs of the engine's table (no state without a way out and a timer, none unreachable) join here."""

LOOKS: tuple[Callable[[Rulebook, datetime], Iterator[Mistake]], ...] = (
    _example_contact,
    _bridge_days,
    _themes,
    _unreachable,
)
"""What should hold."""
