"""From the tokens of one sentence to what they name: days, ranges, weeks, weekdays, windows, halves, and the words
between that turn them around.

Which of them is wished and which excluded is left to ``date_scope.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mailflow.model.words import Half
from mailflow.understanding.date_item import Item
from mailflow.understanding.date_tokens import Sort, Token
from mailflow.understanding.date_words import MONTHS, NEGATIONS, SHORT_WEEKDAYS

DAY_LIKE = frozenset({Sort.DATE, Sort.DAYS, Sort.DAY, Sort.NUMBER, Sort.PAIR})
SKIP = frozenset({Sort.FILL, Sort.AU, Sort.COMMA})
_BOUNDS = {
    Sort.FROM: "from",
    Sort.AFTER: "after",
    Sort.BEFORE: "before",
    Sort.UNTIL: "until",
    Sort.FOR: "for",
    Sort.PAST: "past",
}
_POLARITY = {
    Sort.NO: "no", Sort.PAS: "no", Sort.YES: "yes", Sort.BUT: "but", Sort.EXCEPT: "except", Sort.COMMA: "comma",
    Sort.LIST: "list", Sort.EN: "list", Sort.UNTIL: "until", Sort.DASH: "until", Sort.AU: "until",
    Sort.AVAILABLE: "free", Sort.TRAILING: "trailing", Sort.BETWEEN: "between",
}  # fmt: skip
_FULL_MONTHS = frozenset(
    {name for names in MONTHS.values() for name in names.split() if len(name) > 4}
    | {"mars", "marz", "mei", "mai", "juni", "juin", "june", "juli", "july", "aout"}
)
_ONLY_AFTER_PAS = frozenset(["vanaf", "na", "op", "in", "ten", "begin", "volgende", "terug", "weer", "vanaf", "de"])
_FRENCH_AFTER_DE = frozenset(
    f"{name}{ending}"
    for name in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "matinee")
    for ending in ("", "s")
)
_NEITHER = frozenset(["ni", "noch", "nor", "weder"])
_DENIES = frozenset([*_NEITHER, *NEGATIONS.split(), "pas"])
_FRENCH_NEAR = frozenset(["lu", "me", "je", "ve", "ou", "et", "mar", "lun", "mer", "jeu", "ven", "matin", "le"])
_DAY_WORDS = frozenset(["dagen", "jours", "tagen", "days", "tage"])


class Reader:
    """Reads the tokens of one sentence from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.items: list[Item] = []

    def sort(self, index: int) -> Sort:
        """Return the sort of a token; ``STOP`` beyond the end."""
        return self.tokens[index].sort if 0 <= index < len(self.tokens) else Sort.STOP

    def text(self, index: int) -> str:
        """Return the folded text of a token."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def number(self, index: int) -> int:
        """Return the number a token stands for."""
        value = self.tokens[index].value
        return value if isinstance(value, int) else 0

    def after(self, index: int, skip: frozenset[Sort] = SKIP) -> int:
        """Return the first index from here on that is not to be skipped."""
        while self.sort(index) in skip:
            index += 1
        return index

    def before(self, index: int) -> int:
        """Return the last index up to here that is not a filler."""
        while index >= 0 and (self.sort(index) in {Sort.FILL, Sort.AU} or self.text(index) == "les"):
            index -= 1
        return index

    def read(self) -> list[Item]:
        """Return what the sentence names, in order."""
        index = 0
        while index < len(self.tokens):
            item = self.item(index)
            if item is None:
                index += 1
                continue
            self.items.append(item)
            index = item.last + 1
        self.join_weekdays()
        return self.items

    def join_weekdays(self) -> None:
        """Let ``elke dinsdag- en donderdagvoormiddag`` say *every* and the half for both its days."""
        days = [n for n, item in enumerate(self.items) if item.sort == "weekday"]
        for first, second in pairwise(days):
            links = {item.sort for item in self.items[first + 1 : second]}
            one, other = self.items[first], self.items[second]
            if "list" not in links or not links <= {"list", "until"}:
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

    def item(self, index: int) -> Item | None:
        """Read what stands at a token."""
        sort = self.sort(index)
        if sort in DAY_LIKE:
            return self.day(index, index)
        if sort in {Sort.WEEKDAY, Sort.WEEKDAYS, Sort.EACH, Sort.ANYONE, Sort.NEXT, Sort.COMING}:
            return self.weekday(index) or self.other(index)
        if sort in {Sort.HALF, Sort.HOURS, Sort.NOON, Sort.AM}:
            return self.half(index)
        if sort in {Sort.RELATIVE, Sort.TOMORROW, Sort.MORGEN}:
            return self.relative(index)
        if sort in {Sort.WEEK, Sort.NEXT_WEEK, Sort.THIS_WEEK}:
            return self.week(index) or self.other(index)
        if sort in {Sort.WITHIN, Sort.IN}:
            return self.ahead(index) or self.other(index)
        if sort in {Sort.MONTH, Sort.PART, Sort.HOLIDAY, Sort.NEXT_MONTH, Sort.ORDINAL}:
            return self.span(index) or self.other(index)
        return self.other(index)

    def other(self, index: int) -> Item | None:
        """Read a word of polarity, or any other word."""
        sort = self.sort(index)
        if sort is Sort.PAS and self.text(index + 1) in _ONLY_AFTER_PAS and not self.is_french_no(index):
            return None
        if self.text(index) in {"(", ")"} and self.opens_aside(index):
            return Item("comma", index, index, word=self.text(index))
        if self.text(index) in _NEITHER:
            # The first of "ni … ni", "weder … noch" negates, the second goes on with the list.
            known = any(item.sort in {"no", "list"} and item.word in _DENIES for item in self.items)
            return Item("list" if known else "no", index, index, word=self.text(index))
        if sort in _POLARITY:
            return Item(_POLARITY[sort], index, index, word=self.text(index))
        if sort is Sort.FILL and self.text(index) == "a":
            return Item("until", index, index, word="a")
        known = sort in {Sort.FILL, Sort.STOP, Sort.IN, Sort.EACH, *_BOUNDS}
        return None if known else Item("word", index, index, word=self.text(index))

    def opens_aside(self, index: int) -> bool:
        """Whether a bracket begins or ends an aside that takes something away ("(pas le vendredi)")."""
        while index >= 0 and self.text(index) != "(":
            index -= 1
        return self.sort(index + 1) in {Sort.NO, Sort.PAS, Sort.EXCEPT, Sort.BUT}

    def is_french_no(self, index: int) -> bool:
        """Whether ``pas de`` is French ("pas de mercredi"), not the Dutch "only the" ("pas de 15de")."""
        return self.text(index + 1) == "de" and self.text(index + 2) in _FRENCH_AFTER_DE

    def bound(self, index: int) -> str:
        """Say what word of before, after or since stands right before a token."""
        before = self.before(index - 1)
        bound = _BOUNDS.get(self.sort(before), "")
        if bound != "for":
            return bound
        return "before" if self.sort(before - 1) in {Sort.NO, Sort.PAS} else f"for {self.text(before - 1)}"

    def day(self, index: int, first: int, weekday: int = 0, half: Half | None = None) -> Item | None:
        """Read a day that is written with a number, from the token of the number on."""
        token = self.tokens[index]
        if token.sort is Sort.DAY and first == index and self.sort(index + 1) in {*DAY_LIKE, Sort.WEEKDAY}:
            # "2. 14/01": the number of a list, or of a visit.
            return Item("word", index, index)
        if first == index and self.is_fraction(index):
            return Item("fraction" if len(self.tokens) == 1 else "word", index, index)
        item = Item("day", first, index, weekday=weekday, half=half, bound=self.bound(first))
        value = token.value
        if token.sort in {Sort.DAY, Sort.NUMBER}:
            bare = token.sort is Sort.NUMBER and self.text(index - 1) not in {"le", "den"}
            item = replace(item, day=self.number(index), bare=bare)
        elif isinstance(value, tuple) and token.sort is Sort.DATE:
            item = replace(item, day=value[0], month=value[1], year=value[2])
        elif isinstance(value, tuple) and token.sort is Sort.DAYS:
            item = replace(item, day=value[0], month=value[2], year=value[3])
            item = replace(item, to=replace(item, day=value[1], weekday=0))
        elif isinstance(value, tuple):
            item = replace(item, day=value[0], number=value[1], word=token.text)
        item = self.month_and_year(item)
        if item.week or self.sort(self.before(first - 1)) is not Sort.WEEK:
            return item
        return replace(item, week=True)

    def is_fraction(self, index: int) -> bool:
        """Whether ``4/5`` or ``1/2`` stands without any word that makes it a date."""
        value = self.tokens[index].value
        if self.sort(index) is not Sort.DATE or "/" not in self.text(index) or not isinstance(value, tuple):
            return False
        if value[2] or not value[0] < value[1] <= 5 or "0" in self.text(index):
            return False
        around = {self.sort(index - 1), self.sort(index + 1), self.sort(self.after(index + 1))}
        return around <= {Sort.STOP, Sort.WORD, Sort.AVAILABLE, Sort.NO}

    def month_and_year(self, item: Item) -> Item:
        """Add the month and the year that stand behind a number."""
        after = item.last + 1
        if not item.month and self.text(after) == "of" and self.text(item.last)[-2:] in {"th", "st", "nd", "rd"}:
            # English "12th of January", not the Dutch "or".
            after += self.sort(after + 1) is Sort.MONTH
        if not item.month and self.sort(self.after(after, frozenset({Sort.FILL}))) is Sort.MONTH:
            at = self.after(after, frozenset({Sort.FILL}))
            if at == after or (at == after + 1 and self.text(after) in {"van", "de", "of", "d'"}):
                item = replace(item, month=self.number(at), last=at)
                after = at + 1
        if item.month and not item.year and self.sort(after) is Sort.YEAR:
            item = replace(item, year=self.number(after), last=after)
            if item.to:
                item = replace(item, to=replace(item.to, year=item.year))
        if item.month and not item.year and self.text(after) in {"van", "de"} and self.sort(after + 1) is Sort.YEAR:
            item = replace(item, year=self.number(after + 1), last=after + 1)
        return item

    def weekday(self, index: int) -> Item | None:
        """Read a weekday, alone or before a day."""
        lead = self.sort(index)
        at = index
        while self.sort(at) in {Sort.EACH, Sort.ANYONE, Sort.NEXT, Sort.COMING} or (
            at > index and self.sort(at) is Sort.FILL
        ):
            at += 1
        if self.sort(at) not in {Sort.WEEKDAY, Sort.WEEKDAYS}:
            return None
        value, half = self.tokens[at].value, None
        if isinstance(value, tuple):
            value, half = value
        assert isinstance(value, int)
        if self.text(at).rstrip(".") == "ma" and any(token.text.rstrip(".") in _FRENCH_NEAR for token in self.tokens):
            # Maandag in a Dutch sentence, mardi in a French one.
            value = 2
        behind = self.after(at + 1)
        if half is None and self.sort(behind) in {Sort.HALF, Sort.MORGEN} and behind == at + 1:
            day_at = self.after(behind + 1)
            if self.sort(day_at) in DAY_LIKE:
                held = self.tokens[behind].value
                half, behind = held if isinstance(held, Half) else Half.AM, day_at
        if self.text(at) == "vrij" and behind > at + 1:
            # "13/1 vrij, 18/1 niet": free, not Friday.
            return None
        if self.sort(behind) in DAY_LIKE and self.sort(at) is Sort.WEEKDAY:
            return self.day(behind, index, value, half)
        if self.text(at) in SHORT:
            return None
        plural = self.sort(at) is Sort.WEEKDAYS or (lead is Sort.EACH and self.text(index) != "les")
        item = Item("weekday", index, at, weekday=value, half=half, every=plural, bound=self.bound(index))
        return self.which_weekday(item, lead, at)

    def which_weekday(self, item: Item, lead: Sort, at: int) -> Item:
        """Tell next, coming and later weekdays apart by the word before or behind."""
        behind = self.sort(at + 1)
        if behind is Sort.EIGHT:
            return replace(item, sort="weekday_later", number=self.number(at + 1), last=at + 1)
        if lead is Sort.NEXT:
            return replace(item, sort="weekday_next")
        if lead is Sort.COMING:
            return replace(item, sort="weekday_coming")
        if behind in {Sort.NEXT, Sort.COMING}:
            if self.sort(at + 2) in DAY_LIKE:
                return self.day(at + 2, item.first, item.weekday, item.half) or item
            return replace(item, sort="weekday_next" if behind is Sort.NEXT else "weekday_coming", last=at + 1)
        if self.text(at + 1) == "qui" and self.text(at + 2) == "vient":
            return replace(item, sort="weekday_coming", last=at + 2)
        return item

    def half(self, index: int) -> Item | None:
        """Read a half of a day; ``number`` 1 says that it has to be asked."""
        sort, value = self.sort(index), self.tokens[index].value
        item = Item("half", index, index, half=value if isinstance(value, Half) else None, word=self.text(index))
        lead = self.sort(index - 1) in {Sort.FILL, Sort.IN, Sort.AU, Sort.EN} and self.text(index - 1) != "("
        if sort is Sort.HALF and (lead or self.text(index).startswith("l'")):
            item = replace(item, bound="phrase")
        if sort is Sort.AM:
            behind = self.sort(self.before(index - 1))
            ahead = self.sort(index + 1)
            previous = self.items[-1].sort if self.items else ""
            date_before = previous in {"day", "weekday", "relative", "weekday_coming"} and behind is not Sort.COMMA
            if not date_before or ahead in {*DAY_LIKE, Sort.WEEKDAY, Sort.WEEKDAYS, Sort.FILL, Sort.MORGEN, Sort.HALF}:
                return None
            return replace(item, half=None, number=1)
        if sort is Sort.NOON:
            return replace(item, half=None, number=1)
        if sort is Sort.HOURS:
            return replace(item, number=int(item.half is None), word="hours")
        return item

    def relative(self, index: int) -> Item | None:
        """Read today, tomorrow, and the morning that has tomorrow's name."""
        value = self.tokens[index].value
        sort = self.sort(index)
        if sort is Sort.MORGEN:
            before = self.sort(index - 1)
            if before in {Sort.WEEKDAY, Sort.MONTH, Sort.DATE, Sort.YEAR, Sort.IN, Sort.AM} or self.text(index - 1) in {
                "de",
                "der",
                "den",
                "s",
            }:
                return Item("half", index, index, half=Half.AM, word="morgen")
            return Item("relative", index, index, number=1)
        if isinstance(value, Half):
            return Item("relative", index, index, number=1, half=value)
        return Item("relative", index, index, number=self.number(index))

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
            lone = self.text(index).rstrip(".") in _FULL_MONTHS
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


SHORT = frozenset({*SHORT_WEEKDAYS, *(f"{name}." for name in SHORT_WEEKDAYS)})
