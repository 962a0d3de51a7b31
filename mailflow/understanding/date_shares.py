"""Shares of a full-time post and of a week, which look like dates: ``4/5``, ``1/2``, ``24/7``.

Where they stand beside a word of work they are masked (``date_mask.py``); here is what tells the others from a day.
"""

from __future__ import annotations

from mailflow.understanding.date_cursor import Cursor
from mailflow.understanding.date_tokens import Sort

_LEADS_A_DATE = frozenset(
    {Sort.FROM, Sort.AFTER, Sort.BEFORE, Sort.UNTIL, Sort.BETWEEN, Sort.AU, Sort.AM, Sort.HALF, Sort.WEEK, Sort.DASH}
)
_FOLLOWS_A_DATE = frozenset({Sort.HALF, Sort.HOURS, Sort.NOON, Sort.AM, Sort.YEAR, Sort.WEEKDAY, Sort.UNTIL})
_INTO_A_HALF = frozenset(["in", "de", "het", "la", "le", "l'", "dans", "au", "am", "den", "der"])


def is_share(cursor: Cursor, index: int) -> bool:
    """Whether ``4/5`` or ``1/2`` stands without anything that makes it a date rather than a share of a post."""
    if not may_be_share(cursor, index):
        return False
    if cursor.sort(index - 1) in _LEADS_A_DATE or cursor.text(index - 1) in {"op", "le", "am", "den", "du", "on"}:
        return False
    if cursor.sort(cursor.before_marks(index - 1)) in {Sort.WEEKDAY, Sort.WEEKDAYS}:
        return False
    behind = index + 1
    while cursor.text(behind) in _INTO_A_HALF:
        behind += 1
    if cursor.sort(index + 1) in _FOLLOWS_A_DATE or cursor.sort(behind) is Sort.HALF:
        return False
    return not (_is_listed_with_a_date(cursor, index, 1) or _is_listed_with_a_date(cursor, index, -1))


_ALWAYS = {(24, 7), (7, 7)}


def may_be_share(cursor: Cursor, index: int) -> bool:
    """Whether a token has the shape of a share: ``1/2`` to ``4/5``, or that of "always": ``24/7``, ``7/7``."""
    value = cursor.tokens[index].value if 0 <= index < len(cursor.tokens) else None
    if cursor.sort(index) is not Sort.DATE or "/" not in cursor.text(index) or not isinstance(value, tuple):
        return False
    day, month, year = value
    return not year and "0" not in cursor.text(index) and (day < month <= 5 or (day, month) in _ALWAYS)


def _is_listed_with_a_date(cursor: Cursor, index: int, step: int) -> bool:
    """Whether a list or range goes on with a date that can't be a share."""
    links = {Sort.LIST, Sort.EN, Sort.COMMA, Sort.UNTIL, Sort.DASH, Sort.AU, Sort.FILL, Sort.HALF}
    at = index + step
    while cursor.sort(at) in links or may_be_share(cursor, at) or cursor.text(at) in _OR_ELSE:
        at += step
    return at != index + step and cursor.sort(at) in {Sort.DATE, Sort.DAYS}


_OR_ELSE = frozenset({"anders", "bien", "sonst", "sinon"})


def is_unsaid(cursor: Cursor) -> bool:
    """Whether nothing in the sentence says what a fraction is, or a day is said to suit, so that it has to be asked."""
    said = any(token.sort is Sort.WORD and len(token.text) > 1 and token.text.isalpha() for token in cursor.tokens)
    return not said or any(token.text in _SUITS for token in cursor.tokens)


_SUITS = frozenset({
    "past", "lukt", "gaat", "mogelijk", "vrij", "convient", "possible", "libre", "passt", "geht", "moglich", "frei",
    "disponible", "beschikbaar", "verfugbar",
})  # fmt: skip
