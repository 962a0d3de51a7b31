"""Folding of text for comparison: one character stays one character, so that places in the folded text are places
in the original.

What a fold means for names of people or places is left to others; this is for words of a fixed vocabulary.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAME = {
    "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "\u00ad": "-", "…": "…", "：": ":",
    "ß": "s", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "\t": " ", "\r": " ", "\f": "\n", "\v": "\n", "\u2028": "\n",
    "\u0085": "\n", "\u2029": "\n",
}  # fmt: skip


class _Folds(dict[int, str]):
    """Folds of single characters, computed when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _SAME.get(char)
        if folded is None:
            folded = " " if char.isspace() and char != "\n" else unicodedata.normalize("NFKD", char)[:1].lower()[:1]
        self[code] = folded or " "
        return self[code]


_FOLDS = _Folds()


def compose(text: str) -> str:
    """Return the text with letters and their accents in one character each (NFC), as ``fold`` expects it."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with plain quotes and dashes; as long as the original."""
    return text.translate(_FOLDS)


@lru_cache(maxsize=8192)
def fold_phrase(phrase: str) -> str:
    """Return a phrase of a vocabulary folded, with single spaces."""
    return " ".join(fold(compose(phrase)).split())
