"""Spans of days in a sentence: weeks, months and parts of them, holidays, days counted from today.

Single days and what turns them around are read by ``date_items.py``; the calendar is looked up by ``date_lookup.py``.
"""

from __future__ import annotations

from dataclasses import replace

from mailflow.understanding.date_cursor import Cursor
from mailflow.understanding.date_item import Item
from mailflow.understanding.date_tokens import Sort
from mailflow.understanding.date_words import MONTHS

FULL_MONTHS = frozenset(
    {name for names in MONTHS.values() for name in names.split() if len(name) > 4}
    | {"mars", "marz", "mei", "mai", "juni", "juin", "june", "juli", "july", "aout"}
)
_DAY_WORDS = frozenset(["dagen", "jours", "tagen", "days", "tage"])


class SpanReader(Cursor):
    """Reads spans of days."""

    def week(self, index: int) -> Item | None:
        """Read a week: by number, next or this one. A week by its day is read as that day."""
        sort = self.sort(index)
        if sort is not Sort.WEEK:
            return Item("week", index, index, number=-1 if sort is Sort.NEXT_WEEK else -2, bound=self.bound(index))
        at = self.after(index + 1, frozenset({Sort.FILL}))
        text = self.text(at)
        if self.sort(at) in {Sort.NUMBER, Sort.DAY} and self.sort(at + 1) is not Sort.MONTH and at == index + 1:
            return self.weeks_by_number(index, at)
        if at == index + 1 and "/" in text and text.replace("/", "").isdigit():
            number, year = text.split("/")[:2]
            if len(year) == 4:
                return Item("week", index, at, number=int(number), year=int(year), bound=self.bound(index))
        return None

    def weeks_by_number(self, index: int, at: int) -> Item:
        """Read ``week 2``, ``weeks 2 and 3``, ``week 2 of 2027``."""
        item = Item("week", index, at, number=self.number(at), bound=self.bound(index))
        link = self.sort(at + 1)
        linked = link in {Sort.LIST, Sort.EN, Sort.UNTIL, Sort.DASH} and self.sort(at + 2) is Sort.NUMBER
        if linked and self.sort(at + 3) is not Sort.MONTH:
            # ``bare`` says that it is a list of two, not a range.
            listed = link in {Sort.LIST, Sort.EN}
            item = replace(item, last=at + 2, to=replace(item, number=self.number(at + 2), bare=listed))
        year_at = self.after(item.last + 1, frozenset({Sort.FILL, Sort.IN}))
        if self.sort(year_at) is Sort.YEAR:
            item = replace(item, year=self.number(year_at), last=year_at)
        return item

    def ahead(self, index: int) -> Item | None:
        """Read ``in 3 weeks`` and ``in 10 days``; whether a weekday makes it exact is seen later."""
        at = self.after(index + 1, frozenset({Sort.FILL}))
        if self.sort(at) not in {Sort.NUMBER, Sort.COUNT}:
            return None
        if self.sort(at + 1) is Sort.WEEK:
            return Item("weeks_ahead", index, at + 1, number=self.number(at))
        if self.text(at + 1) in _DAY_WORDS:
            return Item("days_ahead", index, at + 1, number=self.number(at))
        return None

    def span(self, index: int) -> Item | None:
        """Read a month, a part of it, a week or weekday in it, or a holiday."""
        sort, bound = self.sort(index), self.bound(index)
        if sort is Sort.HOLIDAY:
            return Item("holiday", index, index, bound=bound, word=str(self.tokens[index].value))
        if sort is Sort.NEXT_MONTH:
            return Item("month", index, index, number=1, bound=bound)
        if sort is Sort.MONTH:
            lone = self.text(index).rstrip(".") in FULL_MONTHS
            lead = self.sort(index - 1) is not Sort.WORD
            return (
                self.with_year(Item("month", index, index, month=self.number(index), bound=bound))
                if lone and lead
                else None
            )
        at = self.after(index + 1, frozenset({Sort.FILL, Sort.DASH, Sort.EN}))
        if sort is Sort.PART and self.sort(at) is Sort.MONTH:
            part = str(self.tokens[index].value)
            return self.with_year(Item("part", index, at, month=self.number(at), bound=bound, word=part))
        if sort is not Sort.ORDINAL or self.sort(at) not in {Sort.WEEK, Sort.WEEKDAY}:
            return None
        month_at = self.after(at + 1, frozenset({Sort.FILL, Sort.IN, Sort.EN}))
        if self.sort(month_at) is not Sort.MONTH:
            return None
        found = Item(
            "week_of_month", index, month_at, number=self.number(index), month=self.number(month_at), bound=bound
        )
        if self.sort(at) is Sort.WEEKDAY:
            value = self.tokens[at].value
            weekday, half = value if isinstance(value, tuple) else (value, None)
            found = replace(found, sort="nth_weekday", weekday=weekday, half=half)
        return self.with_year(found)

    def with_year(self, item: Item) -> Item:
        """Add the year behind a month."""
        if self.sort(item.last + 1) is Sort.YEAR:
            return replace(item, year=self.number(item.last + 1), last=item.last + 1)
        return item
