"""Spaces at which a line must not break: before French punctuation, within guillemets, between a time and its unit.

Only words of ours are touched: not what somebody is quoted with or is named in a table, nor what an answer shall hold.
Subjects stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailflow.letters.blocks import (
    Block,
    Buttons,
    Choices,
    Facts,
    Heading,
    Items,
    Paragraph,
    Preview,
    Small,
    Table,
    Words,
)
from mailflow.model.words import Language

_NO_BREAK = "\N{NO-BREAK SPACE}"
_FRENCH = re.compile(r" (?=[;:?!»](?:\s|[.,)»*]|$))|(?<=«) ")
_TIME = re.compile(r"(?<=\d) (?=(?:u\.|Uhr\b|h\b))")


def bound(text: str, language: Language) -> str:
    """Return a text of ours whose spaces don't break where the language keeps its signs together."""
    text = _TIME.sub(_NO_BREAK, text)
    return _FRENCH.sub(_NO_BREAK, text) if language is Language.FR else text


def bind(block: Block, language: Language) -> Block:
    """Return a block with its own words bound."""

    def words(line: Words) -> Words:
        return tuple(replace(span, text=bound(span.text, language)) for span in line)

    match block:
        case Heading():
            return Heading(bound(block.text, language))
        case Paragraph() | Small():
            return replace(block, lines=tuple(map(words, block.lines)))
        case Items():
            return Items(tuple(map(words, block.items)))
        case Facts():
            return replace(block, colon=bound(block.colon, language))
        case Table():
            return replace(block, head=tuple(bound(cell, language) for cell in block.head))
        case Choices():
            return Choices(tuple((letter, bound(text, language)) for letter, text in block.rows))
        case Buttons():
            return Buttons(tuple(replace(each, label=bound(each.label, language)) for each in block.buttons))
        case Preview():
            return replace(block, rows=tuple((bound(label, language), value) for label, value in block.rows))
    return block
