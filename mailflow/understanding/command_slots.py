"""Slot letters in an answer: ``A``, ``1B 2A``, ``A voor bezoek 1``.

Which letters a letter showed, and how many one may take, is left to ``command_clause.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.meaning import Pick
from mailflow.model.words import CommandName
from mailflow.understanding.command_words import Lexis

ARTICLES = frozenset(["de", "het", "la", "le", "der", "die", "den"])
NUMBER = re.compile(r"\d{1,2}$")
_PICK = re.compile(r"(?:(?P<before>\d{1,2})?(?P<slot>[a-h])|(?P<first>[a-h])(?P<behind>\d{1,2}))$")


def slots_in(words: Sequence[str], lexis: Lexis) -> tuple[Pick, ...]:
    """Return the slots that the words name, if they are nothing but slots."""
    picks: list[Pick] = []
    visit = skipped = 0
    for n, word in enumerate(words):
        if n < skipped:
            continue
        match = _PICK.match(word)
        if match:
            number = match["before"] or match["behind"]
            picks.append(Pick((match["slot"] or match["first"]).upper(), int(number) if number else visit))
            visit = 0
            if number := _visit_behind(words[n + 1 :], lexis):
                # "A voor bezoek 1".
                picks[-1] = replace(picks[-1], visit=number)
                skipped = n + 2 + lexis.visit.at_start(words[n + 1 :])
        elif NUMBER.match(word) and n + 1 < len(words) and len(words[n + 1]) == 1:
            visit = int(word)
        elif not (picks and word in lexis.links and n + 1 < len(words)):
            return ()
    return tuple(dict.fromkeys(picks))


def is_first(words: Sequence[str], lexis: Lexis) -> bool:
    """Whether words are nothing but phrases of a choice, perhaps behind an article ("la proposition 1 me convient")."""
    phrases = lexis.by_command[CommandName.PICK]
    return phrases.fills(words) or (words[0] in ARTICLES and phrases.fills(words[1:]))


def _visit_behind(words: Sequence[str], lexis: Lexis) -> int:
    length = lexis.visit.at_start(words)
    return int(words[length]) if length and length < len(words) and NUMBER.match(words[length]) else 0
