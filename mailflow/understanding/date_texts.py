"""How far a text speaks of days at all: asked by other grammars before, or instead of, reading it (see ``dates``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from mailflow.model.words import Half
from mailflow.understanding.date_cursor import DAY_LIKE
from mailflow.understanding.date_items import SHORT
from mailflow.understanding.date_mask import mask
from mailflow.understanding.date_tokens import Sort, Token, tokens
from mailflow.understanding.folding import compose, fold
from mailflow.understanding.small_words import BECAUSE

LONGEST_TEXT = 8_000  # characters
NOTHING = frozenset({Sort.WORD, Sort.FILL, Sort.AVAILABLE, Sort.COMMA, Sort.DASH, Sort.YES, Sort.LIST, Sort.EN})
"""What says nothing of days; a negation may come back to those before."""
_DATE_WORDS = frozenset({Sort.WORD, Sort.NO, Sort.PAS, Sort.EXCEPT, Sort.BUT, Sort.YES, Sort.STOP})
_NAMES_DAYS = frozenset(
    {Sort.DATE, Sort.DAYS, Sort.MONTH, Sort.WEEKDAY, Sort.WEEKDAYS, Sort.RELATIVE, Sort.TOMORROW, Sort.MORGEN,
     Sort.WEEK, Sort.NEXT_WEEK, Sort.THIS_WEEK, Sort.DAY, Sort.PAIR, Sort.THEN}
)  # fmt: skip


@lru_cache(maxsize=1024)
def date_tokens_of(composed: str) -> tuple[Token, ...]:
    """Return the tokens of a text; a sentence is looked at for its days many times."""
    return tuple(tokens(mask(fold(composed))))


@dataclass(frozen=True, slots=True)
class DateWords:
    """Whether a text is nothing but words of dates (``only``), names a day (``days``), holds a negation,
    and has a number right before a day (``2 14/01``), which is a visit's. ``others`` counts the words of anything else.
    """

    only: bool
    days: bool
    negated: bool
    numbered: bool = False
    others: int = 0


def _excepts(found: Sequence[Token]) -> bool:
    """Say whether a word of exception leads to anything of dates ("buiten strijd" does not)."""
    behind = [token for token in found if token.sort is not Sort.FILL]
    return any(one.sort is Sort.EXCEPT and other.sort is not Sort.WORD for one, other in pairwise(behind))


def _without_abbreviations(found: Sequence[Token]) -> list[Token]:
    """Leave out abbreviated weekdays without a day behind: other words ("pour ma part", "mon numéro", "vrij")."""
    ahead = [*(token.sort for token in found), Sort.STOP]
    return [
        token
        for token, next_ in zip(found, ahead[1:], strict=True)
        if token.sort is not Sort.WEEKDAY or token.text not in SHORT or next_ in {*DAY_LIKE, Sort.COMMA}
    ]


def only_half(text: str) -> Half | None:
    """Return the one half of a day that a text without days names and does not refuse, ``None`` for none.

    What stands behind "because" says why; hours count as the half they lie in where no half is named.
    """
    words = _without_abbreviations(date_tokens_of(compose(text[:LONGEST_TEXT])))
    told = takewhile(lambda token: token.text not in BECAUSE, words)
    found = [one for one in told if one.sort in {Sort.HALF, Sort.HOURS, *_NAMES_DAYS, Sort.NO, Sort.PAS, Sort.EXCEPT}]
    said = [token.value for token in found if token.sort is Sort.HALF] or [token.value for token in found]
    named = {Half.AM, Half.PM}.intersection(said)
    if len(named) != 1 or any(token.sort not in {Sort.HALF, Sort.HOURS} for token in found):
        return None
    return Half.AM if Half.AM in named else Half.PM


def names_nothing(text: str) -> bool:
    """Say whether a text has no word from which anything about days could be read: cheaper than to read it."""
    return {token.sort for token in date_tokens_of(compose(text[:LONGEST_TEXT]))} <= NOTHING | {Sort.STOP}


def date_words(text: str) -> DateWords:
    """Say how far a text consists of dates, for a grammar that must tell an answer of dates from a sentence."""
    composed = compose(text[:LONGEST_TEXT])
    found = [t for t in _without_abbreviations(date_tokens_of(composed)) if t.text not in {".", "!", "\n"}]
    # "Vormittags noch einen Platz frei?": "noch" denies only where it is said twice.
    still = sum(token.text == "noch" for token in found) == 1
    found = [token for token in found if not (still and token.text == "noch")]
    sorts = {token.sort for token in found}
    return DateWords(
        only=not sorts & {Sort.WORD, Sort.STOP},
        days=bool(sorts & _NAMES_DAYS) or (Sort.NUMBER in sorts and Sort.HALF in sorts),
        negated=bool(sorts & (_DATE_WORDS - {Sort.WORD, Sort.YES, Sort.STOP, Sort.EXCEPT})) or _excepts(found),
        numbered=any(one.sort in {Sort.NUMBER, Sort.DAY} and other.sort in DAY_LIKE for one, other in pairwise(found)),
        others=sum(token.sort is Sort.WORD and not token.text.startswith("¤") for token in found),
    )
