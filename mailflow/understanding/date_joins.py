"""What the items of a sentence share when it has been read: the half and the "every" of two weekdays, a list's dashes.

Single items are read by ``date_items.py``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mailflow.model.words import Half
from mailflow.understanding.date_spans import SpanReader
from mailflow.understanding.date_tokens import Sort

SPAN = "span"
"""In the place of a half's bound: it is a span of hours ("9-12u")."""


class Joiner(SpanReader):
    """Joins what has been read; ``items`` is what the sentence named."""

    def list_dashes(self) -> None:
        """Let dashes be those of a list: between three days and more, or beside a day with its hours.

        "13/4 - 15/4 - 20/4", "4/2 van 9 tot 12u - 8/2 van 13 tot 16u".
        """
        dashes = [n for n, item in enumerate(self.items) if item.sort == "until" and self.sort(item.first) is Sort.DASH]
        ends = {n: self.days_beside(n) for n in dashes}
        between = [n for n in dashes if ends[n]]
        rows = {n for first, second in pairwise(between) for n in (first, second) if ends[first][1] == ends[second][0]}
        hours = {n for n in between if any(self.is_spanned(end) for end in ends[n])}
        same = {n for n in between if self.half_behind(ends[n][0]) is self.half_behind(ends[n][1]) is not None}
        for n in rows | hours | same:
            self.items[n] = replace(self.items[n], sort="list")

    def days_beside(self, place: int) -> tuple[int, ...]:
        """Return the places of the days before and behind an item, each perhaps with its half; none if one lacks."""
        first = place - 2 if place > 1 and self.items[place - 1].sort == "half" else place - 1
        second = place + 1
        found = first >= 0 and second < len(self.items) and self.items[first].sort == self.items[second].sort == "day"
        return (first, second) if found else ()

    def half_behind(self, place: int) -> Half | None:
        """Return the half that stands behind an item."""
        return self.items[place + 1].half if place + 1 < len(self.items) else None

    def is_spanned(self, place: int) -> bool:
        """Whether a day has a span of hours behind it."""
        return place + 1 < len(self.items) and self.items[place + 1].bound == SPAN

    def join_weekdays(self) -> None:
        """Let ``elke dinsdag- en donderdagvoormiddag`` say *every* and the half for both its days."""
        days = [n for n, item in enumerate(self.items) if item.sort in {"weekday", "weekday_later"}]
        for first, second in pairwise(days):
            links = {item.sort for item in self.items[first + 1 : second]}
            one, other = self.items[first], self.items[second]
            if "list" not in links or not links <= {"list", "until"}:
                continue
            if other.sort == "weekday_later":
                # "Lundi ou mardi en huit".
                self.items[first] = replace(one, sort="weekday_later", number=other.number)
                continue
            hyphen = self.sort(one.last + 1) is Sort.DASH
            if hyphen:
                self.items[first] = one = replace(one, half=one.half or other.half)
            if one.every:
                self.items[second] = replace(other, every=True)
        self.items[:] = [item for n, item in enumerate(self.items) if not self.is_hyphen(n)]

    def is_hyphen(self, place: int) -> bool:
        """Whether an item is the hyphen of ``dinsdag- en donderdagvoormiddag``, no range."""
        item = self.items[place]
        listed = place + 1 < len(self.items) and self.items[place + 1].sort == "list"
        return item.sort == "until" and self.sort(item.first) is Sort.DASH and listed
