"""Months that days share: in a list, behind a month named before, or in the sentence before.

What the days are in the calendar is looked up by ``date_lookup.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mailflow.understanding import date_calendar as cal
from mailflow.understanding.date_item import NEXT_MONTH, Item
from mailflow.understanding.small_words import BECAUSE

_CONNECTS = frozenset({"list", "comma", "until", "between", "half", "trailing"})
# "Am 27. hingegen habe ich Zeit": no noun, so that the number before is a day.
_ADVERBS = frozenset({
    "hingegen", "dagegen", "jedoch", "echter", "daarentegen", "schon", "eventuell", "eventueel", "plutot", "zeker",
    "sicher", "nog", "noch", "encore", "en", "par", "alors", "dan", "dann", "sogar", "zelfs", "meme",
    "ist", "ware", "waere", "geht", "ginge", "kann", "konnen", "konnte", "passt", "is", "zijn", "zou", "gaat", "kan",
    "kunnen", "past", "est", "sont", "serait", "convient", "peut", "vous", "nous", "je", "on", "ik", "we", "wij", "u",
    "jullie", "ich", "wir", "sie", "habe", "haben", "heb", "hebben", "ben", "bin", "suis", "j",
} | BECAUSE)  # fmt: skip
LAST_MONTH = 12
DASHED = "-"
"""In the place of an item's word: its day and month are written with a dash ("09-02")."""
_LINKS = frozenset({"list", "comma", "until", "half", "trailing", "between"})


@dataclass(frozen=True, slots=True)
class Before:
    """What was named last before a sentence: a month with its year (0 = none), and the days of the last mention."""

    month: tuple[int, int] = (0, 0)
    days: tuple[date, ...] = ()


class Months:
    """Gives days their month; ``month`` is the month last named before a sentence, with its year."""

    def __init__(self, today: date, before: Before = Before()) -> None:
        self.today = today
        self.month = before.month
        self.last = before.days

    def with_month(self, item: Item) -> Item:
        """Put the month in the place of "next month" and "this month"."""
        if item.month >= 0:
            return item
        year, month = cal.next_month(self.today) if item.month == NEXT_MONTH else (self.today.year, self.today.month)
        return replace(item, month=month, year=year)

    def share_months(self, items: Sequence[Item]) -> list[Item]:
        """Give days without a month the one of the next in their list, or else of the one before."""
        shared = list(items)
        month = year = 0
        dashed = any(item.word == DASHED for item in items) and not any(
            item.sort == "day" and item.month and item.word != DASHED for item in items
        )
        always = dashed
        for n in range(len(shared) - 1, -1, -1):
            item = shared[n]
            if item.sort == "day":
                if dashed and item.number and "-" in item.word and item.number <= LAST_MONTH:
                    # "10-12 of 09-02": days and months, as the next one is.
                    shared[n] = item = replace(item, month=item.number, number=0, word=DASHED)
                if item.month:
                    if not item.year and year and month:
                        item = replace(item, year=year if item.month <= month else year - 1)
                        shared[n] = item
                    month, year = item.month, item.year
                    dashed = always or item.word == DASHED
                elif month and n + 1 < len(shared) and shared[n + 1].sort in _CONNECTS:
                    shared[n] = replace(item, month=month, year=year, bare=False, word=item.word or "shared")
            elif item.sort not in _LINKS:
                month = year = 0
                dashed = always
        return self.share_forward(_ended(shared))

    def share_forward(self, items: list[Item]) -> list[Item]:
        """Give a later day without a month the month named last."""
        linked, last, start, framed = False, 0, 0, False
        said: dict[int, tuple[int, int]] = {}
        for n, item in enumerate(items):
            if item.sort == "day" and not item.month and not item.bare and item.day in said:
                # "26 of 27 april, de 26e in de namiddag" comes back to a day.
                items[n] = replace(item, month=said[item.day][0], year=said[item.day][1])
                continue
            if item.sort != "day":
                linked = linked and item.sort in _LINKS
                # "12 tot 15 januari behalve de 13de" goes back into the range.
                last = start - 1 if item.sort in {"except", "no"} else last
                if item.sort in {"month", "part", "week_of_month", "half_of_month"} and item.month:
                    # "Tous les jeudis de janvier sauf le 14".
                    self.month, last, framed = (item.month, item.year), 0, True
                continue
            if item.month:
                start = start if linked and item.day > start > 0 else item.day
                self.month, last, linked = (item.month, item.year), item.day, True
                said[item.day] = self.month
                continue
            behind = items[n + 1] if n + 1 < len(items) and items[n + 1].sort == "word" else item
            followed = behind.first == item.last + 1 and behind.word not in _ADVERBS
            listed = linked and n > 0 and items[n - 1].sort in {"list", "until"} and not followed
            # "En février : les lundis 8 et 15", "en janvier, sauf les 12 et 14"
            goes_on = n > 0 and (items[n - 1].sort == "except" or (linked and items[n - 1].sort in {"list", "comma"}))
            led = framed and not followed and (goes_on or self.fits(item))
            # "Du 20 au 24", without a month: half of a range is none.
            torn = n > 1 and items[n - 1].sort == "until" and items[n - 2].sort == "day" and not items[n - 2].month
            # "Du 1er au 5 mars, mais pas le mercredi 3 car …"
            named = not torn and (listed or led or self.fits(item) or (not item.bare and (not followed or not last)))
            # "Am 16. oder am 18. März, der 17. ist ausgeschlossen": a day between two of its month; what is said apart
            # may come before them, too.
            apart = not linked and start > 0 and not item.bare
            if self.month[0] and (item.day > last or start < item.day or apart) and not item.number and named:
                items[n] = replace(item, month=self.month[0], year=self.month[1], bare=False)
                last, linked = max(last, item.day), True
        return items

    def fits(self, item: Item) -> bool:
        """Say whether a day has the weekday that it is named with in the month last named."""
        return item.weekday > 0 and cal.resolve(item.day, *self.month, item.weekday, self.today).day is not None


def _ended(items: Sequence[Item]) -> list[Item]:
    """Give the end of a span the year of its beginning, or the next ("van 30/12/2026 tot 6 januari")."""
    ended = list(items)
    for n, (first, link, last) in enumerate(zip(items, items[1:], items[2:], strict=False)):
        if link.sort == "until" and first.sort == last.sort == "day" and first.year and last.month and not last.year:
            ended[n + 2] = replace(last, year=first.year + (last.month < first.month))
    return ended
