"""What stands in brackets beside a name is said of something else, or says why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.passage import Sentence
from mailflow.understanding.tokens import Found, Token

_BRACKETS = re.compile(r"\([^()]*\)")


def aside(token: Token, hit: Found[str], sentence: Sentence) -> bool:
    """Say whether a word stands in brackets that close before a name: what they say is said of something else."""
    start = sentence.tokens[hit.start].start
    spans = (match.span() for match in _BRACKETS.finditer(sentence.text[:start]))
    return any(begin < token.start < end for begin, end in spans)


def between_names(first: Found[str] | None, second: Found[str], sentence: Sentence) -> Sequence[Token]:
    """Return the words between two names, without brackets that say why the first is asked for ("SCUBA (…) et X")."""
    inner = sentence.tokens[first.end : second.start] if first is not None else ()
    if first is None or in_brackets(sentence.tokens[first.start].start, sentence.text):
        return inner
    return [token for token in inner if not in_brackets(token.start, sentence.text)]


def in_brackets(place: int, text: str) -> bool:
    """Say whether a place of a text lies in brackets."""
    return any(match.start() < place < match.end() for match in _BRACKETS.finditer(text))
