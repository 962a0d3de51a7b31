"""``routing.toml``: rules that set contacts, hours, notes and flags of a visit where their ``when`` holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mailflow.errors import Mistake
from mailflow.model.rules import Rule
from mailflow.model.words import Language
from mailflow.rulebook import values
from mailflow.rulebook.conditions import Unreadable, When, read_condition
from mailflow.rulebook.table import Table

_AREAS = frozenset({"nl", "fr", "de", "nl+fr", ""})
_ACTIONS = ("contacts", "cc", "hr", "confirm", "hours", "note", "flag", "stop")


def read_rules_table(table: Table, services: Iterable[str]) -> tuple[Rule, ...]:
    """Read the rules in file order; every ``when`` is typed, names and values included."""
    languages = frozenset(language.value for language in Language)
    ids = frozenset(services)
    known = {
        "service": ids,
        "service.languages": languages,
        "services": ids,
        "language": languages,
        "ocmw.language": _AREAS,
        "ocmw.languages": languages,
    }
    rules: list[Rule] = []
    for inner in table.tables("rule"):
        rule = _rule(inner, known)
        if rule is not None:
            if any(rule.name == earlier.name for earlier in rules):
                inner.complain("name", rule.name, "a name that no other rule has")
            rules.append(rule)
    table.done()
    return tuple(rules)


def _rule(table: Table, known: Mapping[str, frozenset[str]]) -> Rule | None:
    name = table.text("name")
    when = _when(table, known)
    if not any(table.has(action) for action in _ACTIONS):
        table.complain("name", name, "a rule that sets something: " + ", ".join(_ACTIONS))
    rule = Rule(
        name=name,
        when=when or When("false", read_condition("false").node),
        contacts=values.addresses(table, "contacts"),
        cc=values.addresses(table, "cc"),
        hr=values.addresses(table, "hr"),
        confirm=table.truth("confirm", default=True) if table.has("confirm") else None,
        hours=values.hours(table, "hours"),
        note=table.text("note", ""),
        flag=table.text("flag", ""),
        stop=table.truth("stop", default=False),
    )
    for action in _ACTIONS:
        table.take(action)
    table.done()
    return rule if when else None


def _when(table: Table, known: Mapping[str, frozenset[str]]) -> When | None:
    source = table.text("when", expected='a condition such as service == "blas" and theme == "fead"')
    if not source:
        return None
    try:
        return read_condition(source, known)
    except Unreadable as problem:
        mistake = Mistake(table.file, table.at("when"), problem.found, problem.expected, problem.hint)
        table.mistakes.append(mistake)
        return None
