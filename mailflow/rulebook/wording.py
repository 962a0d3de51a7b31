"""``form.toml``, ``vocabulary.toml`` and ``reasons.toml``: the words people use, and those we write."""

from __future__ import annotations

from mailflow.model.rules import Field, FormRules, Reason, Texts, Vocabulary
from mailflow.model.words import CommandName, FieldName, Language
from mailflow.rulebook.table import Table, near, one_of

FULL_NAME = "full_name"
"""A label for name and first name in one; not a field of a request."""

DAYS_OFF = "days_off"
"""A label for days that don't suit; not a field of a request, and a rule set may do without it."""

_FIELDS = (*(name.value for name in FieldName), FULL_NAME)
_COMMANDS = tuple(name.value for name in CommandName)
_FOUR = ("nl", "fr", "de", "en")


def read_form(table: Table) -> FormRules:
    """Read fields with labels and synonyms, phrases for all services and exceptions, and lists of words."""
    fields = table.table("fields")
    found: list[Field] = []
    for name in fields.data:
        inner = fields.table(name)
        if name not in (*_FIELDS, DAYS_OFF):
            fields.complain(name, inner.data, one_of((*_FIELDS, DAYS_OFF)), near(name, _FIELDS))
            continue
        found.append(Field(name, inner.texts("label"), inner.lists("synonyms")))
        inner.done()
    for name in _FIELDS:
        if name not in fields.data:
            fields.complain(name, None, "a table with label and synonyms")
    form = FormRules(
        fields=tuple(found),
        all_services=table.lists("all_services"),
        except_words=table.lists("except"),
        words=_words(table),
    )
    table.done()
    return form


def read_vocabulary(table: Table) -> Vocabulary:
    """Read the phrases of each command, its button in three languages, and lists of words."""
    phrases = table.table("phrases")
    found = {CommandName(name): phrases.lists(name, _FOUR) for name in _commands(phrases)}
    buttons = table.table("buttons")
    texts: dict[CommandName, Texts] = {CommandName(name): buttons.texts(name) for name in _commands(buttons)}
    words = _words(table)
    table.done()
    return Vocabulary(phrases=found, buttons=texts, words=words)


def read_reasons(table: Table) -> dict[str, Reason]:
    """Read the reasons to refuse by their code; a code is a letter and a number, so that it can't be a word."""
    reasons: dict[str, Reason] = {}
    for code, inner in table.named():
        if not (code[:1].isalpha() and code[1:].isdigit() and code == code.upper()):
            table.complain(code, code, "a code such as R1")
        texts = {language: inner.text(language.value, expected="a text in this language") for language in Language}
        inner.done()
        reasons[code] = Reason(code, texts)
    if not reasons:
        table.complain("R1", None, "at least one reason to refuse")
    return reasons


def _commands(table: Table) -> list[str]:
    for name, value in table.data.items():
        if name not in _COMMANDS:
            table.complain(name, value, one_of(_COMMANDS), near(name, _COMMANDS))
    return [name for name in table.data if name in _COMMANDS]


def _words(table: Table) -> dict[str, tuple[str, ...]]:
    words = table.table("words")
    return {name: words.lists(name, _FOUR) for name in words.data}
