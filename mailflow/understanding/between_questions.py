"""Answers that somebody writes between the questions he quotes ("> Waarom?", and below it the reason).

Of a question only the label it holds is taken over, never its other words: nothing that is quoted says anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mailflow.model.message import Message
from mailflow.understanding.label_names import names_days_off
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Line
from mailflow.understanding.tokens import fold, tokens_of

LEAST_QUESTIONS = 3
LONGEST_QUESTION = 80  # characters
QUESTION_WORDS = 6

_QUOTED = re.compile(r"^\s*(?:>\s*)+(?P<said>\S.*)$")


def with_questions(lines: Sequence[Line], message: Message, lexicon: Lexicon) -> list[Line]:
    """Return the new lines of a message with the labels of the quoted questions right above them.

    Unless three questions or more are answered like that, nothing is changed.
    """
    text = unicodedata.normalize("NFC", message.text).split("\n")
    new = {line.number for line in lines}
    found: list[Line] = []
    asked = 0
    for line in lines:
        label = "" if line.blank else _label_above(line.number, text, new, lexicon)
        if label:
            asked += 1
            found.append(Line(line.number, f"{label}:"))
        found.append(line)
    return found if asked >= LEAST_QUESTIONS else list(lines)


def _label_above(number: int, text: Sequence[str], new: set[int], lexicon: Lexicon) -> str:
    """Return the label in the quoted question that stands right above a new line, ``""`` if none does."""
    place = number - 2
    while place >= 0 and not text[place].strip():
        place -= 1
    quoted = _QUOTED.match(text[place]) if place >= 0 and place + 1 not in new else None
    if quoted is None:
        return ""
    said = quoted["said"].strip()
    if not said.endswith(("?", ":")) or len(said) > LONGEST_QUESTION:
        return ""
    if names_days_off(fold(said), loose=False):
        return said.rstrip(" ?:")
    tokens = tokens_of(said)
    hit = lexicon.label_book.first(tokens[:QUESTION_WORDS])
    return said[tokens[hit.start].start : tokens[hit.end - 1].end] if hit is not None else ""
