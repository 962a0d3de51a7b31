"""When not to trust an answer: why a clause can't be read, which commands exclude one another, and whether later
sentences take back what the first block said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.clauses import Line, is_closing, is_farewell, is_greeting, is_name
from mailflow.understanding.command_ask import Ask
from mailflow.understanding.command_clause import read_clause
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_slots import slots_in
from mailflow.understanding.command_visits import visits_at_start
from mailflow.understanding.date_texts import date_words

N = CommandName
_STRONG = frozenset({N.APPROVE, N.REFUSE, N.CANCEL, N.RESCHEDULE, N.DECLINE, N.STOP, N.NOT_A_REQUEST, N.NONE})
_BESIDE = frozenset({N.NOTE, N.LANGUAGE, N.STATUS, N.HELP, N.PAUSE, N.LIMIT, N.NEVER})
_TOGETHER = (
    frozenset({N.APPROVE, N.ASSIGN}),
    frozenset({N.PICK, N.HOST}),
    frozenset({N.DATE, N.HOST}),
)
SHORT_SENTENCE = 6


def why_unread(words: Sequence[str], ask: Ask) -> str:
    """Say in one word why a clause is no command (``Unsure.why``)."""
    lexis = ask.lexis
    if "?" in words or lexis.question.at_start(words):
        return "question"
    if lexis.condition.inside(words):
        return "condition"
    said = {MEANS[ask.role].get(name) for name in lexis.actions(words) & _STRONG} - {None}
    if len(said) > 1:
        return "two_actions"
    if negated(words, ask):
        return "negation"
    return "not_a_command"


def negated(words: Sequence[str], ask: Ask) -> bool:
    """Whether the words hold a negation, also an elided or attached one."""
    attached = any(word.startswith("n'") or word.endswith("n't") for word in words)
    return attached or ask.lexis.negation.inside(words)


def settle(commands: Sequence[Command]) -> tuple[Command, ...] | None:
    """Return the commands without repetitions and with their slots joined; ``None`` if two act on one visit."""
    kept: list[Command] = []
    for command in commands:
        if any(_same(command, other) for other in kept):
            continue
        merged = next((n for n, other in enumerate(kept) if _joins(command, other)), None)
        if merged is None:
            kept.append(command)
        else:
            kept[merged] = _join(kept[merged], command)
    names = {command.name for command in kept}
    if N.ILL in names:
        kept = [command for command in kept if command.name is not N.RESCHEDULE]
    if N.NONE in names and N.DATE in names:
        kept = [command for command in kept if command.name is not N.NONE]
    clash = any(_clash(one, other) for n, one in enumerate(kept) for other in kept[n + 1 :])
    return None if clash else tuple(kept)


def _same(one: Command, other: Command) -> bool:
    return replace(one, line=0) == replace(other, line=0)


def _joins(one: Command, other: Command) -> bool:
    if one.name is N.PICK and other.name is N.PICK:
        return bool(one.slots) == bool(other.slots)
    both_dates = one.name is N.DATE and other.name in {N.DATE, N.RESCHEDULE}
    return (
        both_dates and (one.visits == other.visits or not one.visits) and not (other.dates and other.name is not N.DATE)
    )


def _join(first: Command, second: Command) -> Command:
    return replace(
        first,
        visits=tuple(dict.fromkeys((*first.visits, *second.visits))),
        slots=tuple(dict.fromkeys((*first.slots, *second.slots))),
        dates=(*first.dates, *second.dates),
        exclude=(*first.exclude, *second.exclude),
        unclear_dates=(*first.unclear_dates, *second.unclear_dates),
        needs=tuple(need for need in first.needs if need != "date" or not second.dates),
    )


def _clash(one: Command, other: Command) -> bool:
    if any(command.name in _BESIDE and not command.needs for command in (one, other)):
        # Two wishes for a language or two limits can't both hold.
        return one.name is other.name and one.name is not N.NOTE and one.name is not N.NEVER
    if {one.name, other.name} in _TOGETHER or {one.name, other.name} == {N.PICK, N.DATE}:
        return False
    return not one.visits or not other.visits or bool(set(one.visits) & set(other.visits))


def takes_back(line: Line, commands: Sequence[Command], ask: Ask) -> str:
    """Say why a later sentence could contradict the commands; ``""`` if it is an explanation or a courtesy."""
    words, lexis = line.words, ask.lexis
    if lexis.courteous(words) or is_greeting(words, lexis) or is_closing(words, lexis):
        return ""
    if is_farewell(line.text, lexis):
        return ""
    if _is_an_answer(line.text, words, commands, ask):
        return "two_actions"
    if is_name(line.text, words, lexis):
        return ""
    own = {command.name for command in commands}
    said = {MEANS[ask.role].get(name) for name in lexis.actions(_sober(words, ask)) & _STRONG} - {None}
    if lexis.harmless.inside(words) and not said:
        return ""
    if "?" in words:
        return "question"
    if lexis.misdirected.inside(words):
        return "condition"
    about_it = bool(said) or _names_something(line.text, words, ask) or lexis.retract.inside(words)
    doubt = _doubt(words, ask)
    if doubt and (about_it or len(words) <= SHORT_SENTENCE or lexis.condition.at_start(words)):
        return doubt
    if said - own:
        return "two_actions"
    return "condition" if lexis.retract.at_start(words) else ""


def _sober(words: Sequence[str], ask: Ask) -> list[str]:
    """Return the words without the one-word answers, which open sentences of any kind."""
    return ["·" if (word,) in ask.lexis.lonely or word in _WEAK else word for word in words]


_WEAK = frozenset(
    [
        "geen",
        "keine",
        "keiner",
        "keines",
        "aucune",
        "aucun",
        "none",
        "past",
        "lukt",
        "passt",
        "convient",
        "retirer",
        "streichen",
        "report",
    ]
)


def _doubt(words: Sequence[str], ask: Ask) -> str:
    if ask.lexis.condition.inside(words):
        return "condition"
    return "negation" if negated(words, ask) else ""


def _names_something(text: str, words: Sequence[str], ask: Ask) -> bool:
    numbers = any(word.isdigit() for word in words)
    return (
        numbers or date_words(text).days or any(lexeme in ask.lexis.visit.entries for lexeme in zip(words, strict=True))
    )


def _is_an_answer(text: str, words: Sequence[str], commands: Sequence[Command], ask: Ask) -> bool:
    """Whether a later line would by itself be another answer: a command, slots, or dates and nothing else."""
    found = read_clause(text, words, ask) if len(words) <= 12 else None
    if isinstance(found, Command):
        return not found.needs and not any(_same(found, command) for command in commands)
    visits, taken = visits_at_start(words, ask.lexis)
    if taken == len(words) and visits and set(visits) <= set(ask.thread.visits):
        # "Akkoord", and below it nothing but "BLAS".
        return not any(visits == command.visits for command in commands)
    said = date_words(text)
    return bool(slots_in(words, ask.lexis)) or (said.only and said.days and not said.negated)
