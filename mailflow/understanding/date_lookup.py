"""From what a sentence names to days in the calendar: months shared in a list, ranges, weeks, windows.

Everything that can't be read safely becomes a reason to ask (``Found.why``), never a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailflow.model.words import Half
from mailflow.understanding import date_calendar as cal
from mailflow.understanding.date_item import Item
from mailflow.understanding.date_months import LAST_MONTH, Months
from mailflow.understanding.date_ranges import count_on, merge_ranges, spread_weekdays

LONGEST_RANGE = 45
LAST_DAY = 31
WEEK = 7


@dataclass(frozen=True, slots=True)
class Found:
    """Something named, looked up: days, a weekday, a window, a reason to ask, or a word of polarity.

    ``sort`` is ``days``, ``week`` (days of which a weekday may choose), ``weekday``, ``window``, ``unclear``, or
    the word's own sort. ``soft`` days come from a range. ``with_next`` marks a day that shares the month of the next.
    """

    sort: str
    item: Item
    days: tuple[date, ...] = ()
    weekday: int = 0
    window: tuple[date | None, date | None] = (None, None)
    why: str = ""
    meant: tuple[date, ...] = ()
    half: Half | None = None
    ask: bool = False
    soft: bool = False
    with_next: bool = False

    @property
    def mention(self) -> bool:
        """Whether it names days, rather than saying something about them."""
        return self.sort in {"days", "week", "weekday", "window", "unclear"}


class Lookup(Months):
    """Looks up the items of one sentence; ``month`` is the month last named before it."""

    def look_up(self, items: Sequence[Item]) -> list[Found]:
        """Return what was found, in the order of the sentence."""
        linked = self.share_months([self.with_month(item) for item in count_on(spread_weekdays(items))])
        found = [one for item in merge_ranges(linked) for one in self.one(item)]
        if not any(item.sort == "alternate" for item in items):
            return found
        # "Om de andere dinsdag": nobody can tell which of them is the first.
        return [
            replace(one, sort="unclear", days=(), why="ambiguous", meant=one.days[:5]) if one.mention else one
            for one in found
        ]

    def one(self, item: Item) -> Iterable[Found]:
        """Look up one item."""
        look = getattr(self, f"_{item.sort}", None)
        if look is None:
            yield Found(item.sort, item, half=item.half, ask=item.sort == "half" and item.number == 1)
            return
        for each in look(item):
            found = each if not item.bound else self.bounded(each, item)
            self.last = found.days or self.last
            yield found

    def bounded(self, found: Found, item: Item) -> Found:
        """Turn days behind *before*, *after*, *until* or *from* into a window."""
        bound = item.bound
        if bound == "past":
            return replace(found, sort="past", days=(), why="", meant=())
        spans = found.days or tuple(day for day in found.window if day)
        if found.sort not in {"days", "week", "window"} or not spans or item.to:
            return found
        first, last = min(spans), max(spans)
        if bound == "about":
            # "Etwa Mittwoch, der 24. Februar" gives an example.
            exact = found.sort == "window" or (found.sort == "days" and item.weekday > 0)
            return found if exact else Found("unclear", item, why="vague", meant=spans[:5])
        if bound.startswith("for"):
            chosen = bound[4:] in _CHOSEN_FOR
            return found if chosen else Found("unclear", item, why="ambiguous", meant=found.days)
        day = timedelta(days=1)
        if bound in {"from", "after"}:
            return Found("window", item, window=(first if bound == "from" else last + day, None))
        return Found("window", item, window=(None, last if bound == "until" else first - day))

    # ------------------------------------------------------------------------------------------------ kinds of items

    def _day(self, item: Item) -> Iterable[Found]:
        if not item.month:
            yield from self.without_month(item)
            return
        if item.to:
            yield from self.timed(item, item.to)
            return
        if item.number:
            yield from self.pair(item)
            return
        resolved = cal.resolve(item.day, item.month, item.year, item.weekday, self.today)
        if resolved.day is None:
            yield Found("unclear", item, why=resolved.why, meant=resolved.meant, half=item.half)
        elif item.week:
            days = cal.working_week(cal.monday_of(resolved.day))
            yield Found("week", item, days=tuple(day for day in days if day >= self.today), soft=True)
        else:
            yield Found("days", item, days=(resolved.day,), half=item.half, with_next=item.word == "shared")

    def timed(self, first: Item, last: Item) -> Iterable[Found]:
        """Expand a range; hours beside its ends ("12/01 13u tot 14/01 12u") leave a half of the first and last day."""
        found = self.range(replace(first, half=None), last) if first.word == "hours" else self.range(first, last)
        late, early = first.half is Half.PM, last.half is Half.AM
        if first.word != "hours" or len(found.days) < 2 or not (late or early):
            yield found
            return
        begin, end = int(late), len(found.days) - int(early)
        if late:
            yield replace(found, days=found.days[:1], half=Half.PM)
        yield replace(found, days=found.days[begin:end])
        if early:
            yield replace(found, days=found.days[-1:], half=Half.AM)

    def pair(self, item: Item) -> Iterable[Found]:
        """Read ``12/13 January`` as two days and ``10-12 January`` as a range."""
        second = replace(item, day=item.number, number=0, weekday=0)
        first = replace(item, number=0)
        if "-" in item.word:
            yield self.range(first, second)
        else:
            yield from self._day(first)
            yield from self._day(second)

    def without_month(self, item: Item) -> Iterable[Found]:
        """Ask about a day of an unnamed month, unless it was only a number."""
        if item.number:
            if "/" in item.word:
                yield Found("unclear", item, why="invalid")
            elif item.number <= LAST_MONTH and (item.weekday or not (item.bare or self.month[0])):
                yield from self._day(replace(item, month=item.number, number=0))
            elif self.month[0] and not item.bare and item.day < item.number <= LAST_DAY:
                # "Januari: 11-12 of 18-19"
                yield Found("unclear", item, why="ambiguous")
            return
        if item.bare and not item.weekday:
            # A number that nothing makes a day: "2 personen" stays a word, so that it ends lists.
            yield Found("word", item)
            return
        if item.day > 31 or (item.first == 0 and not item.weekday):
            yield Found("word", item)
            return
        meant: list[date] = []
        for ahead in range(4):
            year, month = divmod(self.today.year * 12 + self.today.month - 1 + ahead, 12)
            day = cal.exists(year, month + 1, item.day)
            if day and day >= self.today and (not item.weekday or day.isoweekday() == item.weekday):
                meant.append(day)
        nearest = min(meant, default=None)
        if item.weekday and nearest and (nearest - self.today).days <= 31:
            yield Found("days", item, days=(nearest,), half=item.half)
        else:
            yield Found("unclear", item, why="ambiguous", meant=tuple(meant[:2]))

    def range(self, first: Item, last: Item) -> Found:
        """Expand a range to Monday to Friday; one too long for that is a window."""
        year = first.year or last.year
        end = cal.resolve(last.day, last.month, last.year or first.year, last.weekday, self.today)
        if end.day is None:
            return Found("unclear", first, why=end.why, meant=end.meant)
        begin_year = year or (
            end.day.year if (first.month, first.day) <= (end.day.month, end.day.day) else end.day.year - 1
        )
        begin = cal.exists(begin_year, first.month, first.day)
        if begin is None or begin > end.day:
            return Found("unclear", first, why="invalid")
        if first.weekday and begin.isoweekday() != first.weekday:
            return Found("unclear", first, why="contradiction", meant=(begin,))
        begin = max(begin, self.today)
        if (end.day - begin).days > LONGEST_RANGE:
            return Found("window", first, window=(begin, end.day))
        days = tuple(cal.weekdays_between(begin, end.day))
        return Found("week", first, days=days, soft=True, half=first.half)

    def _fraction(self, item: Item) -> Iterable[Found]:
        yield Found("unclear", item, why="ambiguous")

    def _then(self, item: Item) -> Iterable[Found]:
        """Count on from the day or week named before; without any the words name nothing."""
        if not self.last:
            yield Found("word", item)
        elif item.number < WEEK and len(self.last) > 1:
            # A day later than one of a week: nobody knows which.
            yield Found("unclear", item, why="ambiguous")
        elif item.number < WEEK:
            yield Found("days", item, days=(self.last[-1] + timedelta(days=item.number),))
        elif item.number == WEEK or len(self.last) > 1:
            monday = cal.monday_of(self.last[-1]) + timedelta(days=7)
            yield Found("week", item, days=tuple(cal.working_week(monday)), soft=True)
        else:
            yield Found("days", item, days=(self.last[-1] + timedelta(days=7),))

    def _weekday_same(self, item: Item) -> Iterable[Found]:
        if not self.last:
            yield Found("weekday", item, weekday=item.weekday, half=item.half)
            return
        day = cal.monday_of(self.last[-1]) + timedelta(days=item.weekday - 1)
        yield Found("days", item, days=(day,), half=item.half)

    def _weekday_then(self, item: Item) -> Iterable[Found]:
        if not self.last:
            yield Found("weekday", item, weekday=item.weekday, half=item.half)
            return
        ahead = (item.weekday - self.last[-1].isoweekday() - 1) % 7 + 1
        yield Found("days", item, days=(self.last[-1] + timedelta(days=ahead),), half=item.half)

    def _relative(self, item: Item) -> Iterable[Found]:
        day = self.today + timedelta(days=item.number)
        yield Found("days", item, days=(day,), half=item.half)

    def _weekday(self, item: Item) -> Iterable[Found]:
        to = item.to.weekday if item.to else item.weekday
        for weekday in range(item.weekday, to + 1):
            yield Found("weekday", item, weekday=weekday, half=item.half)

    def _weekday_next(self, item: Item) -> Iterable[Found]:
        first = cal.next_weekday(item.weekday, self.today)
        yield Found("unclear", item, why="ambiguous", meant=(first, first + timedelta(days=7)))

    def _weekday_coming(self, item: Item) -> Iterable[Found]:
        yield Found("days", item, days=(cal.next_weekday(item.weekday, self.today),), half=item.half)

    def _weekday_later(self, item: Item) -> Iterable[Found]:
        day = cal.next_weekday(item.weekday, self.today) + timedelta(days=item.number)
        if item.weekday == self.today.isoweekday():
            # "Lundi en huit", said on a Monday.
            yield Found("unclear", item, why="ambiguous", meant=(day - timedelta(days=7), day))
            return
        yield Found("days", item, days=(day,), half=item.half)

    def _week(self, item: Item) -> Iterable[Found]:
        monday = cal.monday_of(self.today)
        if item.number < 0:
            days = cal.working_week(monday + timedelta(days={-1: 7, -3: 14}.get(item.number, 0)))
            yield Found("week", item, days=tuple(day for day in days if day >= self.today), soft=True)
            return
        last = item.to.number if item.to else item.number
        both = item.to is not None and item.to.bare
        numbers = (item.number, last) if both else tuple(range(item.number, last + 1))
        mondays = [cal.iso_week(number, item.year, self.today) for number in numbers]
        if not mondays or None in mondays:
            yield Found("unclear", item, why="past" if 0 < item.number < 53 else "invalid")
            return
        weeks = [day for monday in mondays if monday for day in cal.working_week(monday)]
        if not item.year and weeks[0] > cal.month_later(self.today, cal.MONTHS_AHEAD):
            yield Found("unclear", item, why="far", meant=tuple(weeks[:1]))
            return
        yield Found("week", item, days=tuple(day for day in weeks if day >= self.today), soft=True)

    def _weeks_ahead(self, item: Item) -> Iterable[Found]:
        monday = cal.monday_of(self.today + timedelta(days=7 * min(item.number, 99)))
        yield Found("week", item, days=cal.working_week(monday), why="vague", soft=True)

    def _days_ahead(self, item: Item) -> Iterable[Found]:
        yield Found("unclear", item, why="vague", meant=(self.today + timedelta(days=min(item.number, 400)),))

    def _week_of_month(self, item: Item) -> Iterable[Found]:
        year = self.year_of(item)
        mondays = cal.week_of_month(item.number, item.month, year)
        if len(mondays) > 1:
            yield Found(
                "unclear", item, why="ambiguous", meant=tuple(max(m, date(year, item.month, 1)) for m in mondays)
            )
            return
        days = [day for day in cal.working_week(mondays[0]) if day.month == item.month]
        yield self.spanned(item, days)

    def _weeks_of_month(self, item: Item) -> Iterable[Found]:
        year = self.year_of(item)
        span = timedelta(days=7 * abs(item.number) - 1)
        first, last = date(year, item.month, 1), cal.last_of(year, item.month)
        ends = (first, first + span) if item.number > 0 else (last - span, last)
        yield self.spanned(item, list(cal.weekdays_between(*ends)))

    def _half_of_month(self, item: Item) -> Iterable[Found]:
        year = self.year_of(item)
        middle = date(year, item.month, 15)
        first, last = middle + timedelta(days=1), cal.last_of(year, item.month)
        if item.number == 1:
            first, last = date(year, item.month, 1), middle
        yield self.spanned(item, list(cal.weekdays_between(first, last)))

    def spanned(self, item: Item, days: Sequence[date]) -> Found:
        """Return the days of a span that are to come, or why none can be taken."""
        coming = tuple(day for day in days if day >= self.today)
        if not coming:
            return Found("unclear", item, why="past" if days else "invalid")
        if not item.year and coming[0] > cal.month_later(self.today, cal.MONTHS_AHEAD):
            return Found("unclear", item, why="far", meant=coming[:1])
        return Found("week", item, days=coming, soft=True)

    def _vague(self, item: Item) -> Iterable[Found]:
        yield Found("unclear", item, why="vague")

    def _nth_weekday(self, item: Item) -> Iterable[Found]:
        year = self.year_of(item)
        days = [d for d in cal.days_of_month(year, item.month) if d.isoweekday() == item.weekday]
        if item.number > len(days):
            yield Found("unclear", item, why="invalid")
            return
        found = self.spanned(item, [days[item.number - 1 if item.number > 0 else -1]])
        yield found if found.sort == "unclear" else replace(found, sort="days", half=item.half, soft=False)

    def _month(self, item: Item) -> Iterable[Found]:
        year, month, to = self.year_of(item), item.month, item.to or item
        last_year = year if to.month >= month else year + 1
        last = cal.last_of(last_year, to.month if item.to else month)
        yield Found("window", item, window=(max(date(year, month, 1), self.today), last))

    def _part(self, item: Item) -> Iterable[Found]:
        year = self.year_of(item)
        last = cal.last_of(year, item.month)
        first_day, last_day = {"early": (1, 10), "mid": (10, 20)}.get(item.word, (20, last.day))
        window = date(year, item.month, first_day), date(year, item.month, last_day)
        yield Found("window", item, window=window) if window[1] >= self.today else Found("unclear", item, why="past")

    def _holiday(self, item: Item) -> Iterable[Found]:
        if item.word == "between" and not item.bound:
            yield Found("window", item, window=(date(self.today.year, 12, 26), date(self.today.year, 12, 31)))
        if item.bound not in {"after", "before", "from"}:
            # It names no day to come, and a negation beside it is spent on it.
            yield Found("holiday", item)
            return
        year = self.today.year + (1 if item.word != "christmas" else 0)
        if item.bound == "before" or item.word == "christmas":
            yield Found("window", item, window=(date(self.today.year, 12, 25),) * 2)
        elif item.word == "new_year":
            yield Found("window", item, window=(date(year, 1, 1),) * 2)
        else:
            yield Found("window", item, window=(cal.after_christmas_holiday(self.today) - timedelta(days=1),) * 2)

    def _feast(self, item: Item) -> Iterable[Found]:
        yield Found("days", item, days=(cal.feast(item.number, self.today),))

    def year_of(self, item: Item) -> int:
        """Return the year of a month: as written, or that of its next last day."""
        return item.year or self.today.year + (item.month < self.today.month)


_CHOSEN_FOR = frozenset(
    [
        "kies",
        "kiezen",
        "opteer",
        "akkoord",
        "ok",
        "oke",
        "gaan",
        "ga",
        "voorstel",
        "afspraak",
        "keuze",
        "stem",
        "voorkeur",
        "ingeschreven",
        "reserveer",
        "beschikbaar",
        "vrij",
    ]
)
