"""From the tokens of one sentence to what they name: days, ranges, weeks, weekdays, windows, halves, and the words
between that turn them around.

Spans of days are read by ``date_spans.py``; which days are wished and which excluded is left to ``date_scope.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from mailflow.model.words import Half
from mailflow.understanding.date_cursor import BOUNDS, DAY_LIKE
from mailflow.understanding.date_item import Item
from mailflow.understanding.date_joins import SPAN, Joiner
from mailflow.understanding.date_months import DASHED
from mailflow.understanding.date_names import day_in_words
from mailflow.understanding.date_shares import is_share, is_unsaid
from mailflow.understanding.date_spans import SAME_WEEK
from mailflow.understanding.date_tokens import Sort
from mailflow.understanding.date_tongue import is_dutch_only, is_french
from mailflow.understanding.date_words import NEGATIONS, SHORT_WEEKDAYS

_POLARITY = {
    Sort.NO: "no", Sort.PAS: "no", Sort.YES: "yes", Sort.BUT: "but", Sort.EXCEPT: "except", Sort.COMMA: "comma",
    Sort.LIST: "list", Sort.EN: "list", Sort.UNTIL: "until", Sort.DASH: "until", Sort.AU: "until",
    Sort.AVAILABLE: "free", Sort.TRAILING: "trailing", Sort.BETWEEN: "between",
}  # fmt: skip
_TOO = frozenset({"ook", "aussi", "auch"})
_NEITHER = frozenset(["ni", "noch", "nor", "weder"])
_DENIES = frozenset([*_NEITHER, *NEGATIONS.split(), "pas"])
_BEFORE_NOCH = frozenset(["weder", "niet", "geen", "nooit"])
_LISTED_WORDS = frozenset({Sort.COUNT, Sort.ORDINAL, Sort.LIST, Sort.EN, Sort.COMMA, Sort.FILL, Sort.AU})
_TRAVELS = frozenset(
    [
        *("trein", "treinen", "train", "zug", "zuge", "bus", "tram", "metro", "vlucht", "file", "aankomst", "aankom"),
        *("arrive", "arrivee", "ankunft", "ankomme", "ankommt", "vertrek", "vertrekt", "pars", "part", "depart"),
        *("abfahrt", "fahre", "fahrt", "kind", "kinderen", "school", "creche", "ecole", "enfant", "enfants", "schule"),
    ]
)
"""Words beside which an hour says when somebody travels, not when they could come."""


_BEFORE_A_MORNING = frozenset({Sort.EACH, Sort.WEEKDAY, Sort.MONTH, Sort.DATE, Sort.YEAR, Sort.IN, Sort.AM})
_WHO_IS_FREE = frozenset({"ben", "zijn", "is", "ik", "wij", "we", "me", "mij"})
_SPANS = re.compile(r"\D*\d[\d:.hu]*\s?(?:uur|uhr)?\s?(?:-|(?:tot|a|bis|to|et|en|und|jusqu'a)\b)")
# "Un lundi ou un mardi ce serait …" says nothing of the next one.
_THIS = frozenset({"ce", "cet", "cette", "deze", "diesen", "diese", "dieser", "dieses", "this"})


class Reader(Joiner):
    """Reads the tokens of one sentence from left to right."""

    def read(self) -> list[Item]:
        """Return what the sentence names, in order."""
        index = 0
        while index < len(self.tokens):
            item = self.item(index)
            if item is None:
                index = self.behind_aside(index) if self.text(index) == "(" else index + 1
                continue
            self.items.append(item)
            index = item.last + 1
        self.join_weekdays()
        self.list_dashes()
        return self.items

    def item(self, index: int) -> Item | None:
        """Read what stands at a token."""
        sort = self.sort(index)
        if sort in DAY_LIKE:
            return (self.nth(index) if sort is Sort.DAY else None) or self.day(index, index)
        if sort in {Sort.COUNT, Sort.ORDINAL}:
            return self.day_in_words(index, index) or self.counted(index)
        if sort in {Sort.HALF, Sort.HOURS, Sort.NOON, Sort.AM}:
            return self.half(index)
        reader = _READERS.get(sort)
        return (reader(self, index) if reader else None) or self.other(index)

    def counted(self, index: int) -> Item | None:
        """Read what a number in words counts in a month, or the number as a word."""
        span = self.span(index) if self.sort(index) is Sort.ORDINAL else self.weeks_at_an_end(index)
        return span or self.other(index)

    def any_week(self, index: int) -> Item | None:
        """Read a week; one that is over takes the weekday before it along."""
        return self.without_weekday(self.week(index))

    def any_past(self, index: int) -> Item | None:
        """Read what is over."""
        return self.without_weekday(self.past(index))

    def without_weekday(self, item: Item | None) -> Item | None:
        """Make a word of a week that is over, and of the weekday before it ("mardi de la semaine dernière")."""
        if item is None or item.sort != "past_week":
            return item
        if self.items and self.items[-1].sort == "weekday" and self.before(item.first - 1) == self.items[-1].last:
            self.items[-1] = replace(self.items[-1], sort="word")
        return replace(item, sort="word")

    def day_in_words(self, index: int, first: int, weekday: int = 0, half: Half | None = None) -> Item | None:
        """Read a day written in words, before its month or in a list that ends with it."""
        at = index + 1
        while self.sort(at) in _LISTED_WORDS and at < index + 12:
            at += 1
        if self.sort(at) is not Sort.MONTH:
            return None
        day = day_in_words(self.text(index), self.text(at).rstrip("."))
        listed = any(self.sort(n) in {Sort.LIST, Sort.EN, Sort.COMMA} for n in range(index + 1, at))
        alone = all(self.sort(n) is Sort.FILL for n in range(index + 1, at))
        if not day or not (listed or alone) or self.sort(index - 1) in {Sort.EACH, Sort.ANYONE}:
            return None
        item = Item("day", first, index, day=day, weekday=weekday, half=half, bound=self.bound(first), bare=not alone)
        return self.month_and_year(item) if alone else item

    def other(self, index: int) -> Item | None:
        """Read a word of polarity, or any other word."""
        sort = self.sort(index)
        if sort is Sort.PAS and is_dutch_only(self, index):
            return None
        aside = self.text(index) in {"(", ")"} and self.opens_aside(index)
        if aside or (self.text(index) == ":" and (self.tells_of_a_half(index) or self.tells_of_weekdays(index))):
            return Item("comma", index, index, word=self.text(index))
        if self.text(index) in _NEITHER:
            # The first of "ni … ni", "weder … noch" negates, the second goes on with the list.
            known = any(item.sort in {"no", "list"} and item.word in _DENIES for item in self.items)
            if self.text(index) == "noch" and not self.is_neither(index):
                return None
            known = known and self.sort(index - 1) is not Sort.COMMA and self.text(index - 1) != ")"
            return Item("list" if known else "no", index, index, word=self.text(index))
        gone = self.text(index - 1) in {"al", "is", "zijn"}
        if self.text(index) == "weg" and not gone and self.gets_away(index):
            # "Samen geraken we enkel op vrijdag weg"
            return None
        if sort is Sort.ALTERNATE:
            return Item("alternate", index, index)
        if polarity := self.polarity(index):
            return Item(polarity, index, index, word=self.text(index))
        if sort is Sort.FILL and self.text(index) == "a":
            return Item("until", index, index, word="a")
        # "…, après c'est les congés" says what comes then.
        then = sort in BOUNDS and self.sort(index - 1) is Sort.COMMA and self.sort(index + 1) is Sort.WORD
        known = sort in {Sort.FILL, Sort.STOP, Sort.IN, Sort.EACH, *BOUNDS} and not then
        return None if known else Item("word", index, index, word=self.text(index))

    def gets_away(self, index: int) -> bool:
        """Say whether "weg" belongs to a verb of getting away: "kan … weg", but no "kan …, en 1 februari valt weg"."""
        verb = next((t.text for t in reversed(self.tokens[:index]) if t.text in _GETS or t.text in _FALLS), "")
        return verb in _GETS or (not verb and any(token.text in _GETS for token in self.tokens[index:]))

    def polarity(self, index: int) -> str:
        """Return what a word says for or against days, ``""`` for nothing."""
        sort = self.sort(index)
        if sort is Sort.EXCEPT and self.sort(self.after(index + 1)) is Sort.WORD:
            # "Buiten strijd", "sans faute"
            return "word"
        return "yes" if self.says_too(index) else _POLARITY.get(sort, "")

    def says_too(self, index: int) -> bool:
        """Whether "too" ends what is said of a day, and nothing was denied before ("…, le vendredi 4 aussi, …")."""
        ends = self.sort(index + 1) in {Sort.COMMA, Sort.STOP} and self.text(index) in _TOO
        return ends and bool(self.items) and not any(item.sort == "no" for item in self.items)

    def is_neither(self, index: int) -> bool:
        """Whether ``noch`` denies: behind *weder* or a Dutch *not*, or said twice; alone it is the German *still*."""
        said = [token.text for token in self.tokens]
        return said.count("noch") > 1 or not _BEFORE_NOCH.isdisjoint(said[:index])

    def day(self, index: int, first: int, weekday: int = 0, half: Half | None = None) -> Item | None:
        """Read a day that is written with a number, from the token of the number on."""
        token = self.tokens[index]
        if token.sort is Sort.DAY and first == index and self.numbers_a_list(index):
            return Item("word", index, index)
        if first == index and is_share(self, index):
            return Item("fraction" if is_unsaid(self) else "word", index, index)
        item = Item("day", first, index, weekday=weekday, half=half, bound=self.bound(first))
        value = token.value
        if token.sort in {Sort.DAY, Sort.NUMBER}:
            lead = self.text(index - 1).split(" ")[-1]
            led = lead in {"le", "den"} or (lead == "du" and (item.bound or self.sort(index - 1) is Sort.EXCEPT))
            bare = token.sort is Sort.NUMBER and not (led or self.is_end_of_range(index))
            item = replace(item, day=self.number(index), bare=bare)
        elif isinstance(value, tuple) and token.sort is Sort.DATE:
            item = replace(item, day=value[0], month=value[1], year=value[2])
            item = replace(item, word=DASHED) if "-" in token.text and not value[2] else item
        elif isinstance(value, tuple) and token.sort is Sort.DAYS:
            item = replace(item, day=value[0], month=value[2], year=value[3])
            item = replace(item, to=replace(item, day=value[1], weekday=0))
        else:
            assert isinstance(value, tuple)
            counts = self.sort(index + 1) in {Sort.WORD, Sort.COUNT, Sort.WEEK, Sort.HALF_OF}
            item = replace(item, day=value[0], number=value[1], word=token.text, bare=counts)
        item = self.weekday_behind(self.month_and_year(item))
        if item.month and self.is_past_word(item.last + 1):
            return replace(item, bound="past", last=item.last + 1)
        of_a_week = self.sort(self.before(first - 1)) is Sort.WEEK or self.goes_on_with_weeks(first)
        return replace(item, week=True) if of_a_week else item

    def numbers_a_list(self, index: int) -> bool:
        """Whether a number counts the items of a list, or visits ("2. 14/01", "2. am 17. Dezember", "3. je 15/4")."""
        led = index + 1 if self.sort(index + 1) in {Sort.AM, Sort.FILL} else index
        if self.sort(led + 1) in {*DAY_LIKE, Sort.WEEKDAY}:
            return True
        begins = index == 0 and self.sort(1) in {Sort.WORD, Sort.AVAILABLE}
        return begins and any(token.sort is Sort.DATE for token in self.tokens)

    def goes_on_with_weeks(self, index: int) -> bool:
        """Whether a day goes on with a list of weeks: "semaine du 1er février ou du 8 février", "week van 1 of 8/2"."""
        if len(self.items) < 2 or self.items[-1].sort != "list" or not self.items[-2].week:
            return False
        return self.items[-1].last == index - 1 or self.text(index - 1) in {"du", "van", "vom", "de", "der"}

    def month_and_year(self, item: Item) -> Item:
        """Add the month and the year that stand behind a number."""
        after = item.last + 1
        if not item.month and self.text(after) == "of" and self.text(item.last)[-2:] in {"th", "st", "nd", "rd"}:
            # English "12th of January", not the Dutch "or".
            after += self.sort(after + 1) is Sort.MONTH
        if not item.month and self.is_glued(after) and self.sort(after + 1) is Sort.MONTH:
            after += 1
        if not item.month and self.sort(self.after(after, frozenset({Sort.FILL}))) is Sort.MONTH:
            at = self.after(after, frozenset({Sort.FILL}))
            if at == after or (at == after + 1 and self.text(after) in {"van", "de", "of", "d'"}):
                item = replace(item, month=self.number(at), last=at)
                after = at + 1
        if item.month and not item.year and self.is_glued(after) and self.sort(after + 1) is Sort.YEAR:
            after += 1
        if item.month and not item.year and self.sort(after) is Sort.YEAR:
            item = replace(item, year=self.number(after), last=after)
            if item.to:
                item = replace(item, to=replace(item.to, year=item.year))
        if item.month and not item.year and self.text(after) in {"van", "de"} and self.sort(after + 1) is Sort.YEAR:
            item = replace(item, year=self.number(after + 1), last=after + 1)
        return item

    def weekday_behind(self, item: Item) -> Item:
        """Add the weekday that stands in brackets behind a day ("24/02 (woensdag) nm")."""
        at = item.last + 2
        value = self.tokens[at].value if self.sort(at) is Sort.WEEKDAY else None
        if item.weekday or not isinstance(value, int) or (self.text(at - 1), self.text(at + 1)) != ("(", ")"):
            return item
        return replace(item, weekday=value, last=at + 1)

    def is_glued(self, index: int) -> bool:
        """Whether a token is the hyphen of ``12-jan-2027``, without spaces."""
        if self.sort(index) is not Sort.DASH or not 0 < index < len(self.tokens) - 1:
            return False
        return self.tokens[index - 1].end == self.tokens[index].start and (
            self.tokens[index].end == self.tokens[index + 1].start
        )

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
        if self.text(at).rstrip(".") == "ma" and is_french(self):
            # Maandag in a Dutch sentence, mardi in a French one.
            value = 2
        behind = self.after(at + 1)
        if half is None and self.sort(behind) in {Sort.HALF, Sort.MORGEN} and behind == at + 1:
            day_at = self.after(behind + 1)
            if self.sort(day_at) in DAY_LIKE:
                held = self.tokens[behind].value
                half, behind = held if isinstance(held, Half) else Half.AM, day_at
        if self.is_another_word(at, apart=behind > at + 1):
            return None
        # "Jeden Dienstag und Donnerstag vom 1. bis zum 12. Februar"
        alone = self.sort(at) is Sort.WEEKDAY and self.text(at + 1) not in {"vom", "von", "du"}
        named = self.named_day(behind, index, value, half) if alone else None
        if named:
            return named
        if self.text(at) in SHORT and not self.is_surely_short(at):
            return None
        plural = self.sort(at) is Sort.WEEKDAYS or (lead in {Sort.EACH, Sort.ANYONE} and self.text(index) != "les")
        item = Item("weekday", index, at, weekday=value, half=half, every=plural, bound=self.bound(index))
        return self.which_weekday(item, lead, at)

    def is_another_word(self, index: int, *, apart: bool) -> bool:
        """Whether a short weekday is a word: "13/1 vrij", "ik ben vrij 14/1", "dat is zo op 7 juni"."""
        if self.text(index) == "vrij":
            return apart or self.text(index - 1) in _WHO_IS_FREE
        return apart and self.text(index) in _SO

    def named_day(self, index: int, first: int, weekday: int, half: Half | None) -> Item | None:
        """Read the day behind a weekday, in figures or in words."""
        if self.sort(index) in DAY_LIKE:
            return self.day(index, first, weekday, half)
        written = self.sort(index) in {Sort.COUNT, Sort.ORDINAL}
        return self.day_in_words(index, first, weekday, half) if written else None

    def which_weekday(self, item: Item, lead: Sort, at: int) -> Item:
        """Tell next, coming and later weekdays apart by the word before or behind."""
        behind = self.sort(at + 1)
        if self.is_past_word(at + 1):
            return Item("word", item.first, at + 1)
        if behind is Sort.THEN and self.number(at + 1) in {0, SAME_WEEK}:
            same = self.number(at + 1) == SAME_WEEK
            return replace(item, sort="weekday_same" if same else "weekday_then", last=at + 1)
        if behind is Sort.EIGHT:
            return replace(item, sort="weekday_later", number=self.number(at + 1), last=at + 1)
        if lead is Sort.NEXT:
            return replace(item, sort="weekday_next")
        if lead is Sort.COMING:
            return replace(item, sort="weekday_coming")
        if behind in {Sort.NEXT, Sort.COMING} and self.text(at + 1) not in _THIS:
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
        if sort is Sort.HALF and (lead or self.text(index).startswith(("l'", "'s ", "avant ", "voor ", "vor "))):
            item = replace(item, bound="phrase")
        if sort is Sort.AM:
            behind = self.sort(self.before(index - 1))
            ahead = self.sort(index + 1)
            said = [item.sort for item in self.items if self.text(item.last) != "en" or item.sort != "list"]
            previous = said[-1] if said else ""
            date_before = previous in {"day", "weekday", "relative", "weekday_coming"} and behind is not Sort.COMMA
            superlative = self.text(index + 1).endswith(("sten", "selben"))
            if (
                superlative
                or not date_before
                or ahead in {*DAY_LIKE, Sort.WEEKDAY, Sort.WEEKDAYS, Sort.FILL, Sort.MORGEN, Sort.HALF}
            ):
                return None
            return replace(item, half=None, number=1)
        if sort is Sort.NOON:
            return replace(item, half=None, number=1)
        if sort is Sort.HOURS and self.is_travel(index):
            return Item("word", index, index)
        if sort is Sort.HOURS:
            bound = "" if self.text(index)[:1].isdigit() else "phrase"
            bound = SPAN if _SPANS.match(self.text(index)) else bound
            return replace(item, number=int(item.half is None), word="hours", bound=bound)
        return item

    def is_travel(self, index: int) -> bool:
        """Whether the clause around an hour speaks of a journey or of children, not of the day."""
        ends = {Sort.COMMA, Sort.STOP}
        for step in (-1, 1):
            at = index + step
            while self.sort(at) not in ends and self.text(at) not in {"(", ")"}:
                if self.text(at) in _TRAVELS:
                    return True
                at += step
        return False

    def relative(self, index: int) -> Item | None:
        """Read today, tomorrow, and the morning that has tomorrow's name."""
        value = self.tokens[index].value
        sort = self.sort(index)
        if sort is Sort.MORGEN:
            before = self.sort(index - 1)
            if before in _BEFORE_A_MORNING or self.text(index - 1) in {"de", "der", "den", "s"}:
                return Item("half", index, index, half=Half.AM, word="morgen")
            return self.counted_on(Item("relative", index, index, number=1))
        if isinstance(value, Half):
            return Item("relative", index, index, number=1, half=value)
        return self.counted_on(Item("relative", index, index, number=self.number(index)))


_GETS = frozenset({"geraken", "geraak", "geraakt", "raak", "raken", "kan", "kunnen", "mag"})
_FALLS = frozenset({"valt", "vallen", "is", "zijn", "ben"})
_SO = frozenset({"zo", "so"})
SHORT = frozenset({*SHORT_WEEKDAYS, *(f"{name}." for name in SHORT_WEEKDAYS)})
_READERS: Mapping[Sort, Callable[[Reader, int], Item | None]] = {
    **dict.fromkeys((Sort.WEEKDAY, Sort.WEEKDAYS, Sort.EACH, Sort.ANYONE, Sort.NEXT, Sort.COMING), Reader.weekday),
    **dict.fromkeys((Sort.RELATIVE, Sort.TOMORROW, Sort.MORGEN), Reader.relative),
    **dict.fromkeys((Sort.WEEK, Sort.NEXT_WEEK, Sort.THIS_WEEK, Sort.AFTER_NEXT_WEEK), Reader.any_week),
    **dict.fromkeys((Sort.WITHIN, Sort.IN), Reader.any_ahead),
    **dict.fromkeys(
        (Sort.MONTH, Sort.NEXT_MONTH, Sort.THIS_MONTH, Sort.MONTH_SPAN, Sort.PART, Sort.HOLIDAY, Sort.FEAST),
        Reader.span,
    ),
    Sort.VAGUE: Reader.span,
    Sort.LAST: Reader.any_past,
    Sort.THEN: Reader.then,
}
"""Which reader reads what begins with a sort of token; what it can't read is a word."""
