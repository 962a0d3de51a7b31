"""Spans of days in a sentence: weeks, months and parts of them, holidays, days counted from today.

Single days and what turns them around are read by ``date_items.py``; the calendar is looked up by ``date_lookup.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.understanding.date_cursor import Cursor
from mailflow.understanding.date_item import NEXT_MONTH, THIS_MONTH, Item
from mailflow.understanding.date_tokens import Sort, Token
from mailflow.understanding.date_words import MONTHS

FULL_MONTHS = frozenset(
    {name for names in MONTHS.values() for name in names.split() if len(name) > 4}
    | {"mars", "marz", "mei", "mai", "juni", "juin", "june", "juli", "july", "aout"}
)
_DAY_WORDS = frozenset(["dagen", "jours", "tagen", "days", "tage"])
# "Pour février je peux proposer le 3, le 11 et le 19"
_FOR = frozenset({"pour", "fur"})
_WEEKS = frozenset({Sort.WEEK, Sort.NEXT_WEEK, Sort.THIS_WEEK, Sort.AFTER_NEXT_WEEK})
_WEEK_NUMBERS = {Sort.NEXT_WEEK: -1, Sort.THIS_WEEK: -2, Sort.AFTER_NEXT_WEEK: -3}
_RELATIVE_MONTHS = {Sort.NEXT_MONTH: NEXT_MONTH, Sort.THIS_MONTH: THIS_MONTH}
_OF = frozenset({Sort.FILL, Sort.IN, Sort.EN, Sort.DASH})
_THIRDS = {1: "early", 2: "mid", 3: "late", -1: "late"}
_ENDS = {1: "early", -1: "late"}
_PART_NAMES = {"mitte": "mid", "ende": "late", "anfang": "early"}
SAME_WEEK = 9
"""In the place of a number of days: in the week of the day named before."""
_IDIOMS = frozenset({8, 15})
"""Days that mean a week or two, or as many days as they say."""


class SpanReader(Cursor):
    """Reads spans of days; ``items`` is what the sentence named so far."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.items: list[Item] = []

    # ------------------------------------------------------------------------------------------------------- weeks

    def week(self, index: int) -> Item | None:
        """Read a week: by number, next or this one. A week by its day is read as that day."""
        sort = self.sort(index)
        if sort is not Sort.WEEK:
            return Item("week", index, index, number=_WEEK_NUMBERS[sort], bound=self.bound(index))
        if self.is_past_word(index + 1):
            return Item("past_week", index, index + 1)
        at = index + 1
        if self.sort(at) in {Sort.NUMBER, Sort.DAY, Sort.PAIR} and self.sort(at + 1) is not Sort.MONTH:
            return self.weeks_by_number(index, at)
        text, value = self.text(at), self.tokens[at].value if self.sort(at) is Sort.DATE else None
        if "/" in text and text.replace("/", "").isdigit():
            number, year = text.split("/")[:2]
            if len(year) == 4:
                return Item("week", index, at, number=int(number), year=int(year), bound=self.bound(index))
        if isinstance(value, tuple) and "/" in text and not value[2] and value[0] < value[1] and "0" not in text:
            # Weeks 3 and 4, or the week of 3 April.
            return Item("fraction", index, at)
        return None

    def weeks_by_number(self, index: int, at: int) -> Item:
        """Read ``week 2``, ``weeks 2 and 3``, ``weeks 2-3``, ``week 2 of 2027``."""
        pair = self.tokens[at].value
        if isinstance(pair, tuple):
            item = Item("week", index, at, number=pair[0], bound=self.bound(index))
            item = replace(item, to=replace(item, number=pair[1], bare="/" in self.text(at)))
        else:
            item = Item("week", index, at, number=self.number(at), bound=self.bound(index))
        link = self.sort(at + 1)
        linked = link in {Sort.LIST, Sort.EN, Sort.UNTIL, Sort.DASH} and self.sort(at + 2) is Sort.NUMBER
        if linked and not item.to and self.sort(at + 3) is not Sort.MONTH:
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

    def days_ahead(self, index: int) -> tuple[int, int]:
        """Return the days that are added to a day ("vandaag over drie weken"), and the last token of it."""
        if self.sort(index) is Sort.EIGHT:
            return self.number(index), index
        ahead = self.ahead(index) if self.sort(index) in {Sort.WITHIN, Sort.IN} else None
        if ahead is None:
            return 0, index - 1
        if ahead.sort == "weeks_ahead":
            return 7 * min(ahead.number, 99), ahead.last
        return (0, ahead.last) if ahead.number in _IDIOMS else (min(ahead.number, 400), ahead.last)

    def then(self, index: int) -> Item | None:
        """Read "the day after", "the week after" of a day named before."""
        number = self.number(index)
        if number == 0 and self.sort(index + 1) is Sort.WEEKDAY and isinstance(self.tokens[index + 1].value, int):
            # "Der darauffolgende Montag"
            return Item("weekday_then", index, index + 1, weekday=self.number(index + 1))
        return Item("then", index, index, number=number) if number not in {0, SAME_WEEK} else None

    def counted_on(self, item: Item) -> Item:
        """Add the days behind: ``vandaag over drie weken``; never the day itself, where they can't be counted."""
        days, last = self.days_ahead(item.last + 1)
        if last == item.last:
            return item
        return replace(item, number=item.number + days, last=last) if days else Item("vague", item.first, last)

    def any_ahead(self, index: int) -> Item | None:
        """Read ``in 3 weeks``; beside a weekday ``over 14 dagen`` counts weeks too."""
        item = self.ahead(index)
        if item and item.sort == "days_ahead" and item.number % 7 == 0:
            named = any(token.sort is Sort.WEEKDAY for token in self.tokens)
            return replace(item, sort="weeks_ahead", number=item.number // 7) if named else item
        return item

    # ------------------------------------------------------------------------------------------------------ months

    def span(self, index: int) -> Item | None:
        """Read a month, a part of it, a week or weekday in it, a holiday, or a season."""
        sort, bound = self.sort(index), self.bound(index)
        if sort is Sort.HOLIDAY:
            return Item("holiday", index, index, bound=bound, word=str(self.tokens[index].value))
        if sort is Sort.FEAST:
            return Item("feast", index, index, number=self.number(index), bound=bound)
        if sort is Sort.VAGUE:
            return Item("vague", index, index)
        if sort in _RELATIVE_MONTHS:
            return Item("month", index, index, month=_RELATIVE_MONTHS[sort], bound=bound)
        if sort is Sort.MONTH_SPAN:
            return self.month_span(index)
        if sort is Sort.MONTH:
            return self.month(index)
        return self.part(index) if sort is Sort.PART else self.nth(index)

    def month(self, index: int) -> Item | None:
        """Read a month alone, by its full name."""
        if self.text(index).rstrip(".") not in FULL_MONTHS or (
            self.sort(index - 1) is Sort.WORD and self.text(index - 1) not in _FOR
        ):
            return None
        if self.is_past_word(index + 1):
            return Item("word", index, index + 1)
        return self.with_year(Item("month", index, index, month=self.number(index), bound=self.bound(index)))

    def month_behind(self, index: int) -> tuple[int, int]:
        """Return the month that is named from an index on, and its index (month 0 = none)."""
        at = self.after(index, _OF)
        if self.sort(at) is Sort.MONTH:
            return self.number(at), at
        return _RELATIVE_MONTHS.get(self.sort(at), 0), at

    def month_span(self, index: int) -> Item:
        """Read ``Märzmitte``, and a ``Januarwoche`` of which nothing says which."""
        value = self.tokens[index].value
        assert isinstance(value, tuple)
        part = _PART_NAMES.get(value[1], "")
        return self.with_year(
            Item("part" if part else "month", index, index, month=value[0], word=part, bound=self.bound(index))
        )

    def part(self, index: int) -> Item | None:
        """Read the beginning, middle or end of a month; that of a week is left open."""
        month, at = self.month_behind(index + 1)
        if month:
            word = str(self.tokens[index].value)
            return self.with_year(Item("part", index, at, month=month, bound=self.bound(index), word=word))
        at = self.after(index + 1, frozenset({Sort.FILL}))
        if self.sort(at) not in _WEEKS:
            return None
        week = self.week(at)
        return Item("vague", index, week.last if week else at)

    def nth(self, index: int) -> Item | None:
        """Read the first, second … or last half, third, week, weekday or days of a month."""
        number = self.number(index)
        weeks = self.weeks_at_an_end(index)
        if weeks is not None:
            return weeks
        at = self.after(index + 1, frozenset({Sort.FILL}))
        if self.sort(at) in {Sort.LIST, Sort.EN}:
            behind = self.after(at + 1, frozenset({Sort.FILL}))
            shared = self.nth(behind) if self.sort(behind) is Sort.ORDINAL else None
            return replace(shared, first=index, last=index, number=number) if shared and shared.month else None
        if self.text(at).startswith("kalenderwoche"):
            return Item("week", index, at, number=number, bound=self.bound(index))
        if number > 5:
            return None
        if self.sort(at) is Sort.MONTH_SPAN:
            return self.nth_in(index, at, *self.month_span_value(at))
        month, month_at = self.month_behind(at + 1)
        if month:
            return self.nth_in(index, at, month, month_at)
        named = next((item.month for item in reversed(self.items) if item.sort == "month"), 0)
        if named and self.sort(at) in {Sort.WEEK, Sort.WEEKDAY}:
            # "Im Mai nur in der ersten Woche"
            return self.nth_in(index, at, named, at)
        over = number == -1 and self.sort(at) in {Sort.WEEK, Sort.WEEKDAY}
        return Item("word", index, at) if over else None

    def weeks_at_an_end(self, index: int) -> Item | None:
        """Read the first or last two or three weeks of a month ("les deux premières semaines de mai")."""
        row = (index, index + 1)
        ordinal = next((at for at in row if self.sort(at) is Sort.ORDINAL), -1)
        count = next((at for at in row if self.sort(at) in {Sort.COUNT, Sort.NUMBER}), -1)
        behind = self.text(index + 1) in {"beiden", "beide"} and ordinal == index
        both = behind or (self.text(index - 1) == "les deux" and ordinal == index)
        if ordinal < 0 or not (count >= 0 or both) or self.number(ordinal) not in _ENDS:
            return None
        many = 2 if both else self.number(count)
        at = index + 1 if both and not behind else index + 2
        month, last = self.month_behind(at + 1) if self.sort(at) is Sort.WEEK else (0, index)
        if self.sort(at) is Sort.MONTH_SPAN:
            month, last = self.month_span_value(at)
        if not month or many not in {2, 3}:
            return None
        item = Item("weeks_of_month", index, last, number=many * self.number(ordinal), month=month)
        return self.with_year(replace(item, bound=self.bound(index)))

    def month_span_value(self, at: int) -> tuple[int, int]:
        """Return the month of a compound, and its index."""
        value = self.tokens[at].value
        assert isinstance(value, tuple)
        return value[0], at

    def nth_in(self, index: int, at: int, month: int, last: int) -> Item | None:
        """Read what is counted at ``at`` in a month whose name ends at ``last``."""
        number, sort, value = self.number(index), self.sort(at), self.tokens[at].value
        found = Item("", index, last, number=number, month=month, bound=self.bound(index))
        span = str(value[1]) if sort is Sort.MONTH_SPAN and isinstance(value, tuple) else ""
        if sort is Sort.HALF_OF or span in {"helft", "halfte", "haelfte"}:
            found = replace(found, sort="half_of_month" if number in {1, 2, -1} else "")
        elif sort is Sort.WEEK or span in {"week", "woche"}:
            found = replace(found, sort="week_of_month")
        elif sort is Sort.WEEKDAY:
            weekday, half = value if isinstance(value, tuple) else (value, None)
            found = replace(found, sort="nth_weekday", weekday=weekday, half=half)
        elif sort is Sort.THIRD or self.text(at) == "derde":
            found = replace(found, sort="part", word=_THIRDS.get(number, "mid"), number=0)
        elif self.text(at) in _DAY_WORDS and number in _ENDS:
            found = replace(found, sort="part", word=_ENDS[number], number=0)
        return self.with_year(found) if found.sort else None

    def with_year(self, item: Item) -> Item:
        """Add the year behind a month."""
        if item.month > 0 and self.sort(item.last + 1) is Sort.YEAR:
            return replace(item, year=self.number(item.last + 1), last=item.last + 1)
        return item

    # -------------------------------------------------------------------------------------------------------- past

    def is_past_word(self, index: int) -> bool:
        """Whether a token says that what stands before it is over ("mardi dernier", "12 november jl.")."""
        return self.sort(index) is Sort.LAST or self.text(index) in {"dernier", "derniere"}

    def past(self, index: int) -> Item | None:
        """Read ``vorige week dinsdag`` and ``afgelopen dinsdag`` as days that are over."""
        at = self.after(index + 1, frozenset({Sort.FILL}))
        if self.sort(at) is Sort.WEEK:
            behind = self.after(at + 1, frozenset({Sort.FILL}))
            return Item("past_week", index, behind if self.sort(behind) is Sort.WEEKDAY else at)
        return Item("word", index, at) if self.sort(at) in {Sort.WEEKDAY, Sort.WEEKDAYS, Sort.MONTH} else None
