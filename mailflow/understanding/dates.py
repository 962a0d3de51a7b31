"""The date grammar: what a text in Dutch, French, German or English says about days and half-days.

Day before month, always; no year means the next occurrence; whatever has two readings is asked, never guessed
(domain facts §4). Opening days, holidays and capacity are left to the agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from mailflow.model.dates import DatesRead, Exclusion, UnclearDate, Wish
from mailflow.model.words import Half
from mailflow.understanding import date_frames as frames
from mailflow.understanding import date_halves as halves
from mailflow.understanding import date_scope as scope
from mailflow.understanding.date_back import refers_back
from mailflow.understanding.date_calendar import weekdays_between
from mailflow.understanding.date_items import Reader
from mailflow.understanding.date_lookup import Found, Lookup
from mailflow.understanding.date_months import Before
from mailflow.understanding.date_pieces import pieces
from mailflow.understanding.date_rest import offer_the_rest
from mailflow.understanding.date_signs import EXCLUDED, UNSURE, WISHED
from mailflow.understanding.date_texts import LONGEST_TEXT, NOTHING, date_tokens_of
from mailflow.understanding.date_tokens import Sort, Token
from mailflow.understanding.folding import compose

_GOES_ON = frozenset(
    {Sort.LIST, Sort.UNTIL, Sort.DASH, Sort.BETWEEN, Sort.NO, Sort.AU, Sort.IN, Sort.EN, Sort.NUMBER, Sort.DAY,
     Sort.FROM, Sort.AFTER, Sort.BEFORE, Sort.WEEKDAY, Sort.WEEK, Sort.EXCEPT}
)  # fmt: skip
_ENDS_A_DAY = frozenset({Sort.DATE, Sort.DAY, Sort.MONTH, Sort.YEAR})
MOST_WISHES = 200
LONGEST_SENTENCE = 200
MOST_BESIDE_A_HALF = 6  # words


def read_dates(text: str, today: date, first_line: int = 1, before: Before = Before()) -> DatesRead:  # noqa: B008
    """Read the wishes, exclusions and preferences of a text; never raises.

    Ranges and weeks are expanded to Monday to Friday. ``first_line`` is the number of the text's first line, for
    ``UnclearDate.line``. A day without a half has ``Half.ANY``. ``before`` is what was named last before the
    text ("… of 18 maart. De 17de niet", "le 16. Je viendrais le lendemain").
    """
    original = compose(text[:LONGEST_TEXT])
    reading = _Reading(today, original, first_line, before)
    for sentence in _sentences(date_tokens_of(original), original):
        reading.sentence(sentence)
    return reading.result()


def _sentences(stream: Iterable[Token], original: str) -> Iterable[list[Token]]:
    """Cut the tokens at full stops and line ends, except where a line end falls inside a date."""
    sentence: list[Token] = []
    for token in _joined(stream):
        if len(sentence) >= LONGEST_SENTENCE and token.sort is Sort.COMMA:
            # Nobody writes such a sentence; what it costs to look for its links grows with its square.
            token = replace(token, sort=Sort.STOP)  # noqa: PLW2901
        if len(sentence) >= 2 * LONGEST_SENTENCE:
            yield sentence
            sentence = []
        if sentence and _begins_anew(sentence, token, original):
            yield sentence
            sentence = []
        if token.sort is not Sort.STOP:
            sentence.append(_as_accented(token, original[token.start : token.end].lower()))
            continue
        if token.text == "\n" and sentence and _goes_on(sentence):
            continue
        if token.text == "." and sentence and sentence[-1].sort is Sort.WORD and len(sentence[-1].text) == 1:
            continue
        if sentence:
            yield sentence
        sentence = []
    if sentence:
        yield sentence


def _goes_on(sentence: Sequence[Token]) -> bool:
    """Say whether a line goes on with the next one; "21/1: gaat niet" is whole."""
    last = sentence[-1].sort
    return last in _GOES_ON and not (last is Sort.NO and any(token.sort is Sort.DATE for token in sentence))


def _begins_anew(sentence: Sequence[Token], token: Token, original: str) -> bool:
    """Say whether the full stop of "le 25. Pas le 26", "lundi 4 janv. Pas le 5", "KW 6. Am 12." ends a sentence too."""
    last, capital = sentence[-1], original[token.start].isupper()
    if not last.text.endswith("."):
        return False
    if last.sort is Sort.DAY and len(sentence) > 1 and sentence[-2].sort in {Sort.WEEK, Sort.LIST}:
        numbered = any(one.sort is Sort.WEEK for one in sentence) and not any(o.sort is Sort.MONTH for o in sentence)
        if numbered:
            return token.sort is not Sort.MONTH and (
                capital or token.sort in {Sort.DATE, Sort.DAY, Sort.NUMBER, Sort.WEEKDAY}
            )
    if last.sort in {Sort.MONTH, Sort.HALF} and (token.sort is Sort.DATE or (capital and token.sort is Sort.WEEKDAY)):
        return True
    # "mercredi 10. L'après-midi de préférence"; "10. Vormittags" may be German for that very morning.
    half = token.sort is Sort.HALF and original[token.start] == "L"
    return capital and last.sort in _MAY_END and (half or token.sort in _MAY_BEGIN)


_MAY_END = frozenset({Sort.DAY, Sort.MONTH, Sort.WEEKDAY, Sort.WEEKDAYS, Sort.HALF})
_MAY_BEGIN = frozenset({
    Sort.WORD, Sort.NO, Sort.PAS, Sort.FILL, Sort.AVAILABLE, Sort.YES, Sort.EXCEPT, Sort.BUT, Sort.EACH, Sort.FROM,
    Sort.TRAILING,
})  # fmt: skip


def _as_accented(token: Token, written: str) -> Token:
    """Tell apart what only an accent does: nl "vóór" and "voor", fr "dès" and de "des"."""
    if token.sort is Sort.FOR and written == "vóór":
        return replace(token, sort=Sort.BEFORE)
    if token.sort is Sort.FROM and written == "des":
        return replace(token, sort=Sort.FILL)
    return token


def _joined(stream: Iterable[Token]) -> Iterable[Token]:
    """Leave out the line end before a word that goes on with a range or list ("van 12/01\\ntot 14/01")."""
    held: Token | None = None
    behind_a_day = False
    for token in stream:
        if held is not None and token.sort not in {Sort.UNTIL, Sort.LIST}:
            yield held
        held = token if token.text == "\n" and behind_a_day else None
        if held is None:
            behind_a_day = token.sort in _ENDS_A_DAY
            yield token


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    today: date
    original: str
    first_line: int
    before: Before
    wishes: dict[tuple[date, Half], Wish] = field(default_factory=dict)
    exclusions: dict[Exclusion, None] = field(default_factory=dict)
    weekdays: dict[int, None] = field(default_factory=dict)
    unclear: list[UnclearDate] = field(default_factory=list)
    windows: list[tuple[date | None, date | None]] = field(default_factory=list)
    ranged: set[date] = field(default_factory=set)
    named: set[date] = field(default_factory=set)
    closed: set[date] = field(default_factory=set)
    back: bool = False
    recent: set[tuple[date, Half]] = field(default_factory=set)
    tokens: Sequence[Token] = ()
    found: Sequence[Found] = ()
    wordy: bool = False

    def result(self) -> DatesRead:
        """Return it as a value."""
        firsts = [first for first, _ in self.windows if first]
        lasts = [last for _, last in self.windows if last]
        open_first = [first for first, last in self.windows if first and not last]
        open_last = [last for first, last in self.windows if last and not first]
        wishes = [wish for key, wish in self.wishes.items() if not self.taken_out(*key)]
        exclusions = [one for one in self.exclusions if not (one.date in self.named and one.date in self.closed)]
        return DatesRead(
            tuple(wishes)[:MOST_WISHES],
            tuple(exclusions)[:MOST_WISHES],
            tuple(self.weekdays),
            tuple(self.unclear),
            max(open_first) if open_first else min(firsts, default=None),
            min(open_last) if open_last else max(lasts, default=None),
            frozenset(self.ranged - self.named),
            self.back,
            frozenset(self.closed),
        )

    def taken_out(self, day: date, half: Half) -> bool:
        """Say whether a day of a range was excluded by its date ("tous les jeudis de janvier sauf le 14")."""
        gone = (Exclusion(date=day), Exclusion(date=day, half=half))
        return day in self.ranged - self.named and any(one in self.exclusions for one in gone)

    def sentence(self, sentence: Sequence[Token]) -> None:
        """Read one sentence."""
        self.tokens = sentence
        if all(token.sort in NOTHING for token in sentence):
            return
        lookup = Lookup(self.today, self.before)
        read = frames.join_windows(halves.join_halves(lookup.look_up(Reader(sentence).read())))
        read = frames.without_frames(
            frames.as_one_list(
                frames.without_adverbs(frames.without_corrected(read, {token.text for token in sentence}))
            )
        )
        read = offer_the_rest(frames.without_counted_on(read))
        found = halves.attach_halves(halves.turn_halves(frames.without_conditions(frames.without_premises(read))))
        found = frames.choose_in_their_week(halves.halve_named(halves.narrow(found)))
        self.before = Before(lookup.month, lookup.last)
        if refers_back(found):
            self.rule_out()
        self.found = found
        known = set(self.wishes)
        self.wordy = any(one.sort == "word" and one.item.word not in _LIGHT for one in found)
        found = frames.only_the_others(found)
        signs = scope.polarities(found)
        if not signs:
            self.halves_only(found)
            return
        marked = [(one, signs[n]) for n, one in enumerate(found) if one.mention]
        for one, sign in self.combined(marked):
            self.take(one, sign)
        self.recent = set(self.wishes) - known

    def rule_out(self) -> None:
        """Take back what the sentence before wished for; where nothing was, what stands before the text."""
        self.back = self.back or not (self.wishes or self.exclusions)
        for day, half in self.recent:
            del self.wishes[day, half]
            self.exclusions[Exclusion(date=day, half=half)] = None

    def combined(self, marked: list[tuple[Found, int]]) -> list[tuple[Found, int]]:
        """Let wished weekdays choose from a wished week or month, and excluded days and limits take from it."""
        limits = _limits(marked)
        weeks = [one for one, sign in marked if one.sort == "week" and sign == WISHED]
        months = [one for one, sign in marked if one.sort == "window" and sign == WISHED and all(one.window)]
        chosen = [one for one, sign in marked if one.sort == "weekday" and sign == WISHED]
        gone = {one.weekday for one, sign in marked if one.sort == "weekday" and sign == EXCLUDED and not one.half}
        gone_days = {day for one, sign in marked if sign == EXCLUDED and not one.half for day in one.days}
        if frames.others_too(self.found):
            chosen = []
        wished = [one for one, sign in marked if one.sort == "days" and sign == WISHED]
        result: list[tuple[Found, int]] = []
        if weeks and chosen and len({one.days for one in weeks}) > 1 and len({one.weekday for one in chosen}) > 1:
            meant = tuple(day for one in weeks for day in one.days if day.isoweekday() in {c.weekday for c in chosen})
            return [(replace(weeks[0], sort="unclear", why="ambiguous", meant=meant), WISHED)]
        for one, sign in marked:
            own = any(month.item.first > one.item.first for month in months)
            if sign == WISHED and not own and _only_says_again(one, wished):
                # "… der 6., der 20. und der 3., das sind alles Mittwoche"
                continue
            if one.sort == "weekday" and sign == WISHED:
                picked = self.pick(one, weeks, months)
                result.extend((replace(each, days=tuple(filter(limits, each.days))), sign) for each in picked)
            elif one in weeks and sign == WISHED:
                days = tuple(d for d in one.days if d.isoweekday() not in gone and d not in gone_days and limits(d))
                result.extend([] if chosen else [(replace(one, days=days), sign)])
            elif not (one in months and any(c.item.every for c in chosen)):
                result.append((one, sign))
        return result

    def pick(self, weekday: Found, weeks: Sequence[Found], months: Sequence[Found]) -> Iterable[Found]:
        """Return the days that a weekday means in the weeks or months of its sentence."""
        spans = weeks
        if not weeks and weekday.item.every:
            spans = [
                replace(one, days=tuple(weekdays_between(one.window[0], one.window[1])))
                for one in months
                if one.window[0] and one.window[1]
            ]
        if not spans:
            yield weekday
        for span in spans:
            days = tuple(day for day in span.days if day.isoweekday() == weekday.weekday)
            half = weekday.half or span.half
            yield replace(span, sort="days", days=days, half=half, ask=weekday.ask or span.ask, why="", soft=True)

    def take(self, one: Found, sign: int) -> None:
        """Add something that was named to what was read."""
        half = one.half or Half.ANY
        if one.sort == "unclear":
            self.ask(one, one.why, one.meant)
        elif one.sort == "weekday":
            self.take_weekday(one, sign)
        elif one.sort == "window":
            self.take_window(one, sign)
        elif self.wordy and one.item.year and one.days == (self.today,) and not one.half:
            # "Gent, 23 november 2026" heads a letter of that day.
            return
        elif sign == EXCLUDED or one.item.sort == "feast":
            # "Rosenmontag ist bei uns frei": who names a feast is not there.
            self.exclusions.update((Exclusion(date=day, half=half), None) for day in one.days)
            self.closed.update(one.days if one.soft else ())
        elif sign == UNSURE:
            self.ask(one, "ambiguous", one.days[:5])
        elif one.why or (self.wordy and _is_relative(one)):
            # "Ik bel u morgen" names no wish; only a sentence about dates may use these words without being asked.
            self.ask(one, one.why or "ambiguous", one.days[:5])
        else:
            if half is not Half.ANY:
                # "22 en 23 februari, op de 22ste enkel in de voormiddag"
                self.wishes = {key: w for key, w in self.wishes.items() if key not in {(d, Half.ANY) for d in one.days}}
            halved = {day for day, known in self.wishes if known is not Half.ANY} if half is Half.ANY else set()
            # "Elke dinsdagvoormiddag, dus 2 en 9 maart": the half is known already.
            self.wishes.update(((day, half), Wish(day, half)) for day in one.days if day not in halved)
            (self.ranged if one.soft or one.item.every else self.named).update(one.days)
            if one.ask and one.days:
                self.ask(one, "half", one.days[:5])

    def take_weekday(self, one: Found, sign: int) -> None:
        """Add a weekday that is preferred or excluded."""
        if sign == WISHED:
            self.weekdays[one.weekday] = None
        elif sign == EXCLUDED:
            self.exclusions[Exclusion(weekday=one.weekday, half=one.half or Half.ANY)] = None
        else:
            self.ask(one, "ambiguous", tuple(sorted(day for day in self.ranged if day.isoweekday() == one.weekday))[:5])

    def take_window(self, one: Found, sign: int) -> None:
        """Add a window; an excluded one turns around, or excludes its days."""
        first, last = one.window
        if sign == WISHED:
            self.windows.append(one.window)
        elif sign == UNSURE:
            # "In mei ga ik met pensioen, dus wachten is geen goed idee" says nothing that can be used.
            return
        elif first and last:
            days = tuple(weekdays_between(first, last))
            self.exclusions.update((Exclusion(date=day, half=one.half or Half.ANY), None) for day in days)
            self.closed.update(days)
        else:
            # "Niet voor 15 januari" allows from the 15th.
            one_day = timedelta(days=1)
            self.windows.append((last + one_day if last else None, first - one_day if first else None))

    def halves_only(self, found: Sequence[Found]) -> None:
        """Exclude a half of all weekdays: ``niet 's ochtends``, ``enkel namiddagen``."""
        named = {one.half for one in found if one.sort == "half" and one.half in {Half.AM, Half.PM}}
        half = named.pop() if len(named) == 1 else None
        # "… nooit begrepen, dus de voormiddag zou ik daar doorbrengen": the negation is of something else.
        parts = [found[begin:end] for begin, end in pieces(found)]
        few = [part for part in parts if sum(one.sort == "word" for one in part) <= MOST_BESIDE_A_HALF]
        sorts = {one.sort for part in few if any(one.sort == "half" for one in part) for one in part}
        no, only = "no" in sorts, "trailing" in sorts
        if no and any(one.item.word == "hours" for one in found):
            # "Liefst niet om 8 uur" leaves the rest of the morning.
            return
        if no == only or half is None:
            return
        if no and self.points_to_a_day(found):
            self.exclusions.update((Exclusion(date=day, half=half), None) for day in self.before.days)
            return
        other = Half.PM if half is Half.AM else Half.AM
        self.exclusions.update((Exclusion(weekday=n, half=half if no else other), None) for n in range(1, 6))

    def points_to_a_day(self, found: Sequence[Found]) -> bool:
        """Say whether a half is that of the day named last ("die ochtend gaat niet", "pas le matin du 8")."""
        if any(one.item.word in scope.THAT_DAY for one in found):
            return True
        for one, behind in pairwise([*found, *found[-1:]]):
            if one.sort == "half" and not one.item.word.endswith(_PLURAL):
                before = self.tokens[one.item.first - 1].text if one.item.first else ""
                if before in _THAT or (behind.item.sort == "day" and not behind.mention):
                    return True
        return False

    def ask(self, one: Found, why: str, meant: tuple[date, ...]) -> None:
        """Keep words that have to be asked about."""
        first, last = self.tokens[one.item.first], self.tokens[min(one.item.last, len(self.tokens) - 1)]
        words = " ".join(self.original[first.start : last.end].split())
        line = self.first_line + self.original.count("\n", 0, first.start)
        self.unclear.append(UnclearDate(words, why, line, meant))


_THAT = frozenset({"die", "deze", "dat", "cette", "ce", "diesem", "dieser", "diesen", "jenem"})
_PLURAL = ("e", "en", "s")


def _limits(marked: Sequence[tuple[Found, int]]) -> Callable[[date], bool]:
    """Return what a sentence with open windows lets a day be ("tous les mardis de janvier à partir du 12")."""
    one_day = timedelta(days=1)
    firsts: list[date] = []
    lasts: list[date] = []
    for one, sign in marked:
        first, last = one.window if one.sort == "window" else (None, None)
        # "Niet voor 15 januari" allows from the 15th.
        if first and not last and sign != UNSURE:
            (firsts if sign == WISHED else lasts).append(first if sign == WISHED else first - one_day)
        elif last and not first and sign != UNSURE:
            (lasts if sign == WISHED else firsts).append(last if sign == WISHED else last + one_day)
    begin, end = max(firsts, default=date.min), min(lasts, default=date.max)
    return lambda day: begin <= day <= end


# "Morgen al, of anders vrijdag 11 december"
_LIGHT = frozenset({"anders", "sinon", "sonst", "al", "deja", "schon", "dan", "dann", "alors"})


def _only_says_again(weekday: Found, named: Sequence[Found]) -> bool:
    """Say whether a weekday only says what all named days are, before it or behind ("dinsdagen: 2 en 9")."""
    if weekday.sort != "weekday" or not (weekday.item.every and named):
        return False
    before = named[-1].item.first < weekday.item.first
    if not before and (weekday.half or len(named) == 1 or named[0].item.first < weekday.item.first):
        return False
    return {day.isoweekday() for one in named for day in one.days} == {weekday.weekday}


def _is_relative(one: Found) -> bool:
    """Say whether days are counted from today: tomorrow, next week."""
    return one.item.sort == "relative" or (one.sort == "week" and one.item.sort == "week" and one.item.number < 0)
