"""Something that a sentence about dates names, as it was written: what ``date_items.py`` reads and
``date_lookup.py`` looks up in the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailflow.model.words import Half

NEXT_MONTH, THIS_MONTH = -1, -2
"""In the place of a month's number, until it is looked up."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something named in a sentence, before it is looked up in the calendar.

    ``sort`` is ``day``, ``relative``, ``weekday``, ``weekday_next``, ``weekday_coming``, ``weekday_later``, ``week``,
    ``weeks_ahead``, ``days_ahead``, ``week_of_month``, ``weeks_of_month``, ``half_of_month``,
    ``nth_weekday``, ``month``, ``part``,
    ``holiday``, ``vague``, ``past_week``, ``alternate``, ``fraction``, ``half``, or a word of polarity: ``no``,
    ``yes``, ``but``, ``except``, ``comma``, ``list``, ``until``, ``word``, ``free``, ``trailing``.
    ``first`` and ``last`` are token indices, ``day month year weekday`` as written (0 = not), ``to`` the end of a
    range, ``number`` whatever else is counted.
    """

    sort: str
    first: int
    last: int
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    number: int = 0
    half: Half | None = None
    every: bool = False
    week: bool = False
    bare: bool = False
    bound: str = ""
    word: str = ""
    to: Item | None = None
