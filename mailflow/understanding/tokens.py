"""Words of a text, folded for comparison, with their place: what every recogniser in this package compares.

Folding lowers the case, drops diacritics and joins the typographic variants of letters; apostrophes, hyphens, dots
and slashes only separate words, so that ``d’études``, ``Front-Office`` and ``O.C.M.W.`` compare as people mean them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import product
from typing import Generic, NamedTuple, TypeVar

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
CONNECTORS = frozenset({"en", "et", "und", "and"})
GAP = "…"
LONGEST_GAP = 6  # words
LONGEST_REMEMBERED = 1000  # characters

V = TypeVar("V")


class Token(NamedTuple):
    """One word: folded, and the half-open range of the text it stands in."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def fold_word(word: str) -> str:
    """Return a word in lower case without diacritics."""
    lowered = word.casefold().translate(LETTERS)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


def tokens_of(text: str) -> Sequence[Token]:
    """Split a text (in composed form, NFC) into folded words with their places."""
    return _tokens_of(text) if len(text) <= LONGEST_REMEMBERED else _tokens_of.__wrapped__(text)


@lru_cache(maxsize=4096)
def _tokens_of(text: str) -> tuple[Token, ...]:
    return tuple(Token(fold_word(match[0]), match.start(), match.end()) for match in WORD.finditer(text))


def words_of(text: str) -> frozenset[str]:
    """Return the folded words of a text (in composed form, NFC), each once."""
    return frozenset(map(fold_word, WORD.findall(text)))


def fold(text: str) -> str:
    """Return the folded words of a text, joined by single spaces."""
    return " ".join(fold_word(word) for word in WORD.findall(unicodedata.normalize("NFC", text)))


def spellings(phrase: str) -> set[str]:
    """Return the folded spellings of a phrase: with ``ö`` as ``o`` and as ``oe``, with and without inner connectors."""
    plain = {fold(phrase), fold(phrase.translate(UMLAUTS))}
    return {text for text in plain | {_without_connectors(text) for text in plain} if text}


def _without_connectors(folded: str) -> str:
    """Return a phrase without the connectors inside it; "en ook" keeps its own, or it would mean every "ook"."""
    words = folded.split()
    return " ".join(word for n, word in enumerate(words) if word not in CONNECTORS or n in {0, len(words) - 1})


_Parts = tuple[tuple[str, ...], ...]


def _end_of(parts: _Parts, tokens: Sequence[Token], place: int) -> int:
    """Return where the parts of a phrase end that begins at a token, 0 if it doesn't: up to some words between them."""
    end = _end_at(parts[0], tokens, place)
    for words in parts[1:]:
        if not end:
            return 0
        ends = (_end_at(words, tokens, begin) for begin in range(end, end + 1 + LONGEST_GAP))
        end = next((found for found in ends if found), 0)
    return end


def _end_at(words: tuple[str, ...], tokens: Sequence[Token], begin: int) -> int:
    """Return where words end that stand at a token, 0 if they don't."""
    end = begin + len(words)
    if end > len(tokens):
        return 0
    for word in words:
        if tokens[begin].word != word:
            return 0
        begin += 1
    return end


class Found(NamedTuple, Generic[V]):
    """A phrase found in a row of tokens: the half-open range of tokens, and what the phrase stands for."""

    start: int
    end: int
    value: V


def _longest_first(rows: dict[_Parts, V]) -> list[tuple[int, _Parts, V]]:
    """Return phrases with their lengths in words."""
    return sorted(((sum(map(len, parts)), parts, value) for parts, value in rows.items()), key=lambda row: -row[0])


class PhraseBook(Generic[V]):
    """Phrases by their first word, so that a text is searched in one pass; the longest phrase wins.

    ``…`` in a phrase stands for up to six words of any kind: ``würde … gern`` is found in "Würde ich deshalb gern".
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        rows: dict[str, dict[str, dict[_Parts, V]]] = {}
        for phrase, value in entries:
            for parts in product(*(spellings(part) for part in phrase.split(GAP))):
                words = tuple(tuple(part.split()) for part in parts)
                second = words[0][1] if len(words[0]) > 1 else ""
                rows.setdefault(words[0][0], {}).setdefault(second, {}).setdefault(words, value)
        self._longest_words = frozenset(
            max((word for words in parts for word in words), key=len)
            for by_second in rows.values()
            for found in by_second.values()
            for parts in found
        )
        # By the first word and the one right behind it, "" for any; the longest first.
        self._by_first = {
            first: {second: _longest_first(found) for second, found in by_second.items()}
            for first, by_second in rows.items()
        }

    def at(self, tokens: Sequence[Token], place: int) -> Found[V] | None:
        """Return the longest phrase that begins at this token."""
        by_second = self._by_first.get(tokens[place].word)
        if by_second is None:
            return None
        best: Found[V] | None = None
        most = 0
        following = tokens[place + 1].word if place + 1 < len(tokens) else ""
        for second in {following, ""}:
            for length, parts, value in by_second.get(second, ()):
                if length <= most:
                    break
                end = _end_of(parts, tokens, place)
                if end:
                    best, most = Found(place, end, value), length
                    break
        return best

    def find(self, tokens: Sequence[Token]) -> list[Found[V]]:
        """Return the phrases in a row of tokens, leftmost and longest first, never overlapping."""
        found: list[Found[V]] = []
        place = 0
        while place < len(tokens):
            hit = self.at(tokens, place) if tokens[place].word in self._by_first else None
            if hit is None:
                place += 1
            else:
                found.append(hit)
                place = hit.end
        return found

    def may_stand_in(self, words: AbstractSet[str]) -> bool:
        """Say whether a text of these folded words can contain one of the phrases: cheaper than to look for it."""
        return not self._longest_words.isdisjoint(words)

    def first(self, tokens: Sequence[Token]) -> Found[V] | None:
        """Return the first phrase in a row of tokens."""
        for place, token in enumerate(tokens):
            if token.word in self._by_first and (hit := self.at(tokens, place)) is not None:
                return hit
        return None

    def has(self, text: str) -> bool:
        """Say whether a text contains one of the phrases."""
        return self.first(tokens_of(text)) is not None

    def whole(self, text: str) -> V | None:
        """Return the value of the phrase that a text consists of, and of nothing else."""
        tokens = tokens_of(text)
        hit = self.at(tokens, 0) if tokens else None
        return hit.value if hit is not None and hit.end == len(tokens) else None
