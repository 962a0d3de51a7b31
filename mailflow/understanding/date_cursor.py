"""The tokens of one sentence about dates, and ways to look around in them.

What they name together is left to ``date_items.py`` and ``date_spans.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.date_tokens import Sort, Token

DAY_LIKE = frozenset({Sort.DATE, Sort.DAYS, Sort.DAY, Sort.NUMBER, Sort.PAIR})
SKIP = frozenset({Sort.FILL, Sort.AU, Sort.COMMA})
BOUNDS = {
    Sort.FROM: "from",
    Sort.AFTER: "after",
    Sort.BEFORE: "before",
    Sort.UNTIL: "until",
    Sort.FOR: "for",
    Sort.PAST: "past",
    Sort.ABOUT: "about",
}


class Cursor:
    """Looks at tokens by their index; beyond the ends there are stops."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

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

    def before_marks(self, index: int) -> int:
        """Return the last index up to here that is no comma or filler."""
        while self.sort(index) in SKIP:
            index -= 1
        return index

    def bound(self, index: int) -> str:
        """Say what word of before, after or since stands right before a token."""
        before = self.before(index - 1)
        bound = BOUNDS.get(self.sort(before), "")
        if bound in {"before", "after"} and self.announces_days(before, index):
            return ""
        if bound != "for":
            return bound
        # "Niet voor 15 februari", "voor 15 februari kan ik niet"
        refused = not before and any(token.sort is Sort.NO for token in self.tokens)
        refused = refused or self.sort(before - 1) in {Sort.NO, Sort.PAS}
        return "before" if refused else f"for {self.text(before - 1)}"

    def announces_days(self, before: int, index: int) -> bool:
        """Whether a colon leads from "before" to several days ("venir avant : lundi 11/01 ou mardi 12/01")."""
        colon = any(self.text(n) == ":" for n in range(before, index))
        denied = any(token.sort in {Sort.NO, Sort.PAS} for token in self.tokens[:before])
        return colon and not denied and sum(token.sort in DAY_LIKE for token in self.tokens[index:]) > 1

    def opens_aside(self, index: int) -> bool:
        """Whether a bracket begins or ends an aside that takes away ("(pas le vendredi)") or tells of a half."""
        while index >= 0 and self.text(index) != "(":
            index -= 1
        if self.sort(index + 1) in {Sort.NO, Sort.PAS, Sort.EXCEPT, Sort.BUT} or self.tells_of_a_half(index):
            return True
        return self.sort(self.after(index + 1, _INTO_A_DAY)) in _OF_A_DAY and self._denies(index)

    def _denies(self, index: int) -> bool:
        """Whether a negation stands inside brackets ("(woensdag werk ik niet)")."""
        while self.text(index) != ")" and self.sort(index) is not Sort.STOP:
            if self.sort(index) in {Sort.NO, Sort.PAS}:
                return True
            index += 1
        return False

    def is_end_of_range(self, index: int) -> bool:
        """Whether a number begins or ends a range of days ("du 9 au 11", "van 9 tot 11"), and counts no people."""
        first = index if self.sort(index + 1) in _TO else index - 2
        last = self.sort(first + 2) in {Sort.NUMBER, Sort.DAY}
        both = self.sort(first) in {Sort.NUMBER, Sort.DAY} and self.sort(first + 1) in _TO and last
        led = self.sort(first - 1) in {Sort.FROM, Sort.BETWEEN} or self.text(first - 1).split(" ")[-1] in _FROM
        return both and led and self.sort(first + 3) is not Sort.WORD

    def is_surely_short(self, index: int) -> bool:
        """Whether an abbreviated weekday stands before what nothing else it may mean does ("ma kan niet", "wo nm")."""
        behind = self.text(index + 1).rstrip(".")
        if behind in _SUITS:
            return self.sort(index + 2) in {Sort.NO, Sort.PAS}
        refused = self.text(index - 1) in {"niet", "behalve", "uitgezonderd"}
        short = self.text(index).rstrip(".")
        excepted = self.sort(index - 1) is Sort.EXCEPT and short in {
            "mo",
            "di",
            "mi",
            "do",
            "fr",
            "lu",
            "me",
            "je",
            "ve",
        }
        return behind in _OF_A_WEEKDAY or excepted or (refused and short in {"ma", "di", "wo", "do", "vr"})

    def tells_of_a_half(self, index: int) -> bool:
        """Whether a bracket or a colon leads from one half of the day to what the other is for ("(le matin je …)")."""
        before = self.sort(self.before(index - 1))
        return before in {Sort.HALF, Sort.TRAILING} and self.sort(self.after(index + 1)) is Sort.HALF

    def tells_of_weekdays(self, index: int) -> bool:
        """Whether a colon leads from a day or month to weekdays of it ("Semaine du 14 décembre : lundi complet")."""
        weekday = self.sort(index + 1) in {Sort.WEEKDAY, Sort.WEEKDAYS} and self.sort(index + 2) not in DAY_LIKE
        return weekday and self.sort(index - 1) in {Sort.MONTH, Sort.DATE, Sort.YEAR}

    def behind_aside(self, index: int) -> int:
        """Return where what follows brackets begins that hold nothing about days ("(comité de direction)")."""
        at = index + 1
        while self.sort(at) in {Sort.WORD, Sort.FILL} and self.text(at) not in {"(", ")"}:
            at += 1
        return at + 1 if self.text(at) == ")" else index + 1


_INTO_A_DAY = SKIP | {Sort.AM, Sort.IN}
_OF_A_DAY = DAY_LIKE | {Sort.WEEKDAY, Sort.WEEKDAYS}
_TO = frozenset({Sort.UNTIL, Sort.AU, Sort.DASH})
_FROM = frozenset({"du", "van", "vom"})
_SUITS = frozenset({"kan", "lukt", "gaat", "past", "schikt", "kann", "geht", "passt"})
_OF_A_WEEKDAY = frozenset({"niet", "nicht", "nooit", "vm", "nm", "voormiddag", "namiddag", "vormittag", "nachmittag"})
