"""Which visits an answer speaks of: by number ("1, 3"), or by the name of the service that the letter shows beside it.

A name counts where a number would; what is said of the visits is read in ``command_clause.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.command_ask import Ask, Bad
from mailflow.understanding.command_slots import NUMBER
from mailflow.understanding.command_words import Lexis, rest_of
from mailflow.understanding.folding import fold

HIGHEST_VISIT = 20
MOST_VISITS = 9  # that a number before a date may mean without a letter that says which visits there are
_SPAN = re.compile(r"(\d{1,2})-(\d{1,2})$")
LEAD = re.compile(r"(?:naar|op|au|le|auf|to|tot|am|den|vers|on|zum|pour|voor|jusqu'au|bis)\b ?")


def visits_at_start(words: Sequence[str], lexis: Lexis) -> tuple[tuple[int, ...], int]:
    """Return the visit numbers at the start of the words and how many words they take."""
    place = lexis.visit.at_start(words)
    numbers: list[int] = []
    taken = 0
    while place < len(words):
        word = words[place]
        span = _SPAN.match(word)
        if NUMBER.match(word) and 0 < int(word) <= HIGHEST_VISIT:
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
