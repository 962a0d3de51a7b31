"""Which visits an answer speaks of: by number ("1, 3"), or by the name of the service that the letter shows beside it.

A name counts where a number would; what is said of the visits is read in ``command_clause.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.command_ask import Ask, Bad
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_slots import ARTICLES, NUMBER
from mailflow.understanding.command_words import LONGEST_NAME, Lexis, rest_of, split
from mailflow.understanding.folding import fold, fold_phrase

HIGHEST_VISIT = 20
MOST_VISITS = 9  # that a number before a date may mean without a letter that says which visits there are
_SPAN = re.compile(r"(\d{1,2})-(\d{1,2})$")
LEAD = re.compile(r"(?:naar|op|au|le|auf|to|tot|am|den|vers|on|zum|pour|voor|jusqu'au|bis)\b ?")


def with_names(lexis: Lexis, named: Mapping[int, Iterable[str]]) -> Lexis:
    """Return the vocabulary with the names of visits; a name that two of them have names neither."""
    found: dict[tuple[str, ...], int] = {}
    for visit, names in named.items():
        for name in names:
            words = split(fold_phrase(name))
            elided = [(article + words[0], *words[1:]) for article in ("l'", "d'") if words]
            for entry in (tuple(words), *elided):
                found[entry] = 0 if found.get(entry, visit) != visit else visit
    return replace(lexis, named={entry: visit for entry, visit in found.items() if visit and entry})


def _named_at(words: Sequence[str], lexis: Lexis) -> tuple[int, int]:
    """Return the visit whose name the words begin with, perhaps behind an article, and how many words that takes."""
    article = int(bool(words) and words[0] in ARTICLES)
    for length in range(min(LONGEST_NAME, len(words) - article), 0, -1) if lexis.named else ():
        if visit := lexis.named.get(tuple(words[article : article + length])):
            return visit, article + length
    return 0, 0


def visits_at_start(words: Sequence[str], lexis: Lexis) -> tuple[tuple[int, ...], int]:
    """Return the visits that the words begin with, by number or by name, and how many words they take."""
    place = 0 if _named_at(words, lexis)[0] else lexis.visit.at_start(words)
    numbers: list[int] = []
    taken = 0
    while place < len(words):
        word = words[place]
        visit, length = _named_at(words[place:], lexis)
        span = _SPAN.match(word)
        if visit:
            numbers.append(visit)
            place += length
            taken = place
        elif NUMBER.match(word) and 0 < int(word) <= HIGHEST_VISIT:
            numbers.append(int(word))
            place += 1
            taken = place
        elif span and 0 < int(span[1]) < int(span[2]) <= HIGHEST_VISIT:
            numbers.extend(range(int(span[1]), int(span[2]) + 1))
            place += 1
            taken = place
        elif numbers and (word in lexis.links or lexis.visit.at_start(words[place:])):
            place += 1 if word in lexis.links else lexis.visit.at_start(words[place:])
        else:
            break
    return tuple(dict.fromkeys(numbers)), taken


def visits_before_date(text: str, words: Sequence[str], ask: Ask) -> tuple[tuple[int, ...], int]:
    """Return the visit numbers before a date of its own (``1 12/01``, ``2 op 14 januari``) and their words."""
    _, taken = visits_at_start(words, ask.lexis)
    for place in range(taken, 0, -1):
        rest = rest_of(text, place).lstrip(": ")
        lead = LEAD.match(fold(rest))
        if not words[place - 1].isdigit() or not (lead or _starts_a_date(rest)):
            continue
        numbers, _ = visits_at_start(words[:place], ask.lexis)
        if lead and not _starts_a_date(rest[lead.end() :]):
            continue
        known = ask.thread.visits
        if numbers and (set(numbers) <= set(known) if known else max(numbers) <= MOST_VISITS):
            return numbers, place + int(bool(lead))
    return (), 0


def _starts_a_date(text: str) -> bool:
    """Whether a text behind a number begins a date of its own, so that the number was a visit."""
    return bool(re.match(r"\d{1,2} ?[/.-] ?\d|\d{1,2}\.? [^\W\d]{3}|\d{4}-|[^\W\d]{4,} ?,? ?\d", text))


def unknown_visits(visits: Sequence[int], ask: Ask) -> Bad | None:
    """Say that a visit is named which the letter does not speak of."""
    known = ask.thread.visits
    return Bad("visit") if known and not set(visits) <= set(known) else None


def decided_beside(words: Sequence[str], ask: Ask) -> Command | None:
    """Read what only says yes or no of visits that are named ("1 wel, 2 niet", "BLAS ook"): HR sets them side by side.

    A bare "not", and "too", need a visit that was decided before, and may stand in front of theirs ("niet voor 2"); a
    verb there asks ("kan BLAS").
    """
    lexis, name = ask.lexis, None
    if MEANS[ask.role].get(CommandName.APPROVE) is not CommandName.APPROVE:
        return None
    visits, taken = visits_at_start(words, lexis)
    said = words[taken:]
    if not visits:
        length = (
            0 if lexis.asks_first.at_start(words) else max(lexis.denied.at_start(words), lexis.likewise.at_start(words))
        )
        visits, taken = visits_at_start(words[length:], lexis)
        said = words[:length]
        if not length or length + taken < len(words):
            return None
    if lexis.granted.fills(said):
        name = CommandName.APPROVE
    elif lexis.denied.fills(said) and ask.mentioned:
        name = CommandName.REFUSE
    elif lexis.likewise.fills(said) and ask.mentioned:
        name = CommandName.REFUSE if ask.refused else CommandName.APPROVE
    if name is None or not visits:
        return None
    return Command(name, visits=visits, needs=("reason",) if name is CommandName.REFUSE else ())
