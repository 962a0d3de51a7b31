"""What the items of a sentence share when it has been read: the half and the "every" of two weekdays, a list's dashes.

Single items are read by ``date_items.py``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mailflow.understanding.date_spans import SpanReader
from mailflow.understanding.date_tokens import Sort


class Joiner(SpanReader):
    """Joins what has been read; ``items`` is what the sentence named."""

    def list_dashes(self) -> None:
        """Let dashes between three days and more be those of a list ("13/4 - 15/4 - 20/4")."""
        sorts = [item.sort for item in self.items]
        dashes = [n for n, item in enumerate(self.items) if item.sort == "until" and self.sort(item.first) is Sort.DASH]
        between = [n for n in dashes if sorts[n - 1 : n] == sorts[n + 1 : n + 2] == ["day"]]
        for first, second in pairwise(between):
            if second == first + 2:
                self.items[first] = replace(self.items[first], sort="list")
                self.items[second] = replace(self.items[second], sort="list")

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
