"""From folded, masked text to tokens: days, months, halves, hours, connectors, negations, everything a date is made
of.

What the tokens mean together is left to ``date_items.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from mailflow.model.words import Half
from mailflow.understanding import date_names as names
from mailflow.understanding import date_words as words
from mailflow.understanding.date_hours import hours_at


class Sort(Enum):
    """What sort of token."""

    DATE = auto()  # value (day, month, year), 0 = not written
    DAYS = auto()  # value (first day, last day, month, year): 12-14/01
    PAIR = auto()  # value (a, b): 12/13 or 10-12, which only a month behind makes a list or range of days
    DAY = auto()
    NUMBER = auto()  # a number that may be a day only before a month or in a list
    YEAR = auto()
    MONTH = auto()
    WEEKDAY = auto()
    WEEKDAYS = auto()  # plural: every such weekday
    HALF = auto()
    NOON = auto()
    AM = auto()  # "am": preposition in German, a half in some French and English
    HOURS = auto()  # value: the half that the hours lie in
    MORGEN = auto()
    LIST = auto()
    COMMA = auto()
    DASH = auto()
    UNTIL = auto()
    FROM = auto()
    AFTER = auto()
    BEFORE = auto()
    FOR = auto()  # nl "voor": before or for
    BETWEEN = auto()
    IN = auto()
    EN = auto()  # nl "and", fr "in"
    AU = auto()  # fr "to the" in a range, "on" elsewhere
    FILL = auto()
    TRAILING = auto()
    NO = auto()
    PAS = auto()  # fr "not", nl "only"
    YES = auto()
    AVAILABLE = auto()
    EXCEPT = auto()
    BUT = auto()
    EACH = auto()
    ANYONE = auto()
    NEXT = auto()
    COMING = auto()
    RELATIVE = auto()  # value: days from today
    TOMORROW = auto()  # value: half
    WEEK = auto()
    NEXT_WEEK = auto()
    THIS_WEEK = auto()
    AFTER_NEXT_WEEK = auto()
    NEXT_MONTH = auto()
    THIS_MONTH = auto()
    LAST = auto()  # "vorige": over
    WITHIN = auto()
    ORDINAL = auto()
    COUNT = auto()
    EIGHT = auto()
    PART = auto()
    HALF_OF = auto()
    THIRD = auto()
    MONTH_SPAN = auto()  # value (month, what): "Januarhälfte"
    ALTERNATE = auto()  # every other
    VAGUE = auto()  # a season, a school holiday
    HOLIDAY = auto()
    FEAST = auto()
    PAST = auto()
    THEN = auto()  # value: days after the day named before
    ABOUT = auto()  # "rond": near a day
    WORD = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it stands in the text."""

    sort: Sort
    value: object
    start: int
    end: int
    text: str


_ATOM = re.compile(r"[a-z]+|\d+|\n|¤+|[^\sa-z\d]")
NUMERIC = re.compile(
    r"(?P<iso>(?:19|20)\d\d(?P<s0>[-/.])\d{1,2}(?P=s0)\d{1,2}(?![\d/-]))"
    r"|(?P<full>\d{1,2}(?P<s1>[./-])\d{1,2}(?P=s1)(?:\d{4}|\d{2})(?![\d/]|\.\d|-\d(?!\d?[./-]\d{1,2}[./-])))"
    r"|(?P<wide>\d{1,2} ?(?P<s3>[./-]) ?\d{1,2} ?(?P=s3) ?(?:19|20)\d\d(?![\d/]|[.-]\d))"
    r"|(?P<days>\d{1,2}\.? ?- ?\d{1,2}(?P<s2>[./])\d{1,2}(?:(?P=s2)(?:\d{4}|\d\d)|\.)?(?![\d/]|[.-]\d))"
    r"|(?P<slash>\d{1,2} ?/ ?\d{1,2}(?![\d/]|\.\d|,\d(?!\d?/\d)))"
    r"|(?P<dot>\d{1,2}\. ?(?:\d{1,2}\.(?![\d/]|[.,]\d|-\d(?!\d?\.\d))"
    r"|[01]\d(?![\d/]|[.,]\d|-\d(?!\d?\.[01]\d(?!\d|\.\d)))))"
    r"|(?P<zero>\d{1,2}-0\d(?![\d/]|[.,-]\d))"
    r"|(?P<pair>\d{1,2}-\d{1,2}(?![\d/]|[.,-]\d))"
    r"|(?P<blob>\d+(?:[./,-]\d+)+)"
    r"|(?P<short>'\d\d(?!\d))"
    r"|(?P<year>(?:19|20)\d\d(?!\d))"
    r"|(?P<ord>\d{1,2}(?:ste|de|er|ere|eme|e|ter|ten|te|th|st|nd|rd|°)(?![a-z\d])|\d{1,2}\.(?!\d))"
    r"|(?P<number>\d+)"
)


def _table() -> Mapping[str, list[tuple[tuple[str, ...], Sort, object]]]:
    entries: list[tuple[str, Sort, object]] = []

    def add(phrases: str, sort: Sort, value: object = None) -> None:
        entries.extend((phrase.replace("_", " "), sort, value) for phrase in phrases.split())

    add(words.AVAILABLE, Sort.AVAILABLE)
    add(words.FILLERS, Sort.FILL)
    for listed, sort in (
        (words.LISTS, Sort.LIST), (words.UNTILS, Sort.UNTIL), (words.FROMS, Sort.FROM), (words.AFTERS, Sort.AFTER),
        (words.BEFORES, Sort.BEFORE), (words.BETWEENS, Sort.BETWEEN), (words.TRAILING, Sort.TRAILING),
        (words.NEGATIONS, Sort.NO), (words.AFFIRMATIONS, Sort.YES), (words.EXCEPTIONS, Sort.EXCEPT),
        (words.BUTS, Sort.BUT), (words.ONLY, Sort.FILL), (words.EACH, Sort.EACH), (words.ANY_ONE, Sort.ANYONE),
        (words.NEXTS, Sort.NEXT), (words.COMINGS, Sort.COMING), (words.WEEKS, Sort.WEEK),
        (words.NEXT_WEEK, Sort.NEXT_WEEK), (words.THIS_WEEK, Sort.THIS_WEEK), (words.NEXT_MONTH, Sort.NEXT_MONTH),
        (words.AFTER_NEXT_WEEK, Sort.AFTER_NEXT_WEEK), (words.THIS_MONTH, Sort.THIS_MONTH),
        (words.HALVES_OF, Sort.HALF_OF), (words.THIRDS, Sort.THIRD), (words.VAGUE, Sort.VAGUE),
        (words.ALTERNATING, Sort.ALTERNATE), (words.PASTS, Sort.LAST),
        (words.IN_WORDS, Sort.WITHIN), (words.NOONS, Sort.NOON), (words.PAST_MARKS, Sort.PAST),
        (words.ABOUT, Sort.ABOUT),
        ("voor", Sort.FOR), ("in en_date_du im", Sort.IN), ("en", Sort.EN), ("au", Sort.AU), ("pas", Sort.PAS),
        ("morgen", Sort.MORGEN), ("am a.m", Sort.AM),
    ):  # fmt: skip
        add(listed, sort)
    add(words.BACK, Sort.WORD, "back")
    add(words.OPENERS, Sort.FILL, "open")
    valued: tuple[tuple[Mapping[int, str] | Mapping[Half, str] | Mapping[str, str], Sort], ...] = (
        (words.MONTHS, Sort.MONTH), (words.WEEKDAYS, Sort.WEEKDAY),
        (words.WEEKDAYS_PLURAL, Sort.WEEKDAYS), (words.HALVES, Sort.HALF),
        (words.RELATIVE_DAYS, Sort.RELATIVE), (words.TOMORROW_HALVES, Sort.TOMORROW),
        (words.ORDINALS, Sort.ORDINAL), (words.SMALL_NUMBERS, Sort.COUNT),
        (words.IN_EIGHT, Sort.EIGHT), (words.PARTS, Sort.PART), (words.THEN, Sort.THEN), (words.FEASTS, Sort.FEAST),
    )  # fmt: skip
    for table, sort in valued:
        for each, listed in table.items():
            add(listed, sort, each)
    for named, sort in ((names.COUNTS, Sort.COUNT), (names.ORDINALS, Sort.ORDINAL)):
        entries.extend((name, sort, number) for name, number in named.items())
    add(words.HOLIDAYS, Sort.HOLIDAY, "holiday")
    add(words.BETWEEN_HOLIDAYS, Sort.HOLIDAY, "between")
    add(words.NEW_YEAR, Sort.HOLIDAY, "new_year")
    add(words.CHRISTMAS, Sort.HOLIDAY, "christmas")
    by_first: dict[str, list[tuple[tuple[str, ...], Sort, object]]] = {}
    for phrase, sort, value in entries:
        atoms = tuple(_ATOM.findall(phrase))
        # A later entry for the same words replaces an earlier one.
        same = [entry for entry in by_first.get(atoms[0], []) if entry[0] != atoms]
        by_first[atoms[0]] = sorted([*same, (atoms, sort, value)], key=lambda entry: -len(entry[0]))
    return by_first


_LEXICON = _table()
_COMPOUND = re.compile(
    r"(?P<day>maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag)s?-?(?P<half>voormiddag|vm|ochtend|morgen|morgend|namiddag|nm|middag|vormittag|fruh|nachmittag"
    r"|mittag|avond|abend)(?P<plural>en|s|e)?$"
)
_DAY_NUMBERS = {name: number for number, listed in words.WEEKDAYS.items() for name in listed.split()}


def tokens(masked: str) -> Iterator[Token]:
    """Yield the tokens of a folded and masked text, longest phrase first."""
    place = index = 0
    atoms = list(_ATOM.finditer(masked))
    last = Sort.STOP
    while index < len(atoms):
        atom = atoms[index]
        if atom.start() < place:
            index += 1
            continue
        found = _hours(masked, atom) or _number(masked, atom) or _compound(atom) or _month_span(masked, atom)
        found = (
            found
            or _short_weekday(masked, atom)
            or _phrase(atoms, index, masked)
            or _misspelt(masked, atom, last)
            or _other(atom)
        )
        place, last = found.end, found.sort
        yield found
        index += 1


def _other(atom: re.Match[str]) -> Token:
    text = atom.group()
    sort = Sort.WORD
    if text in "\n.!?;":
        sort = Sort.STOP
    elif text in ",:()/+&|[]*" or text in "\"'":
        sort = Sort.LIST if text in "+&" else Sort.COMMA if text in ",/|" else Sort.FILL
    elif text in "->→":
        sort = Sort.DASH
    return Token(sort, text, atom.start(), atom.end(), text)


def _phrase(atoms: list[re.Match[str]], index: int, masked: str) -> Token | None:
    for parts, sort, value in _LEXICON.get(atoms[index].group(), ()):
        last = index + len(parts) - 1
        if last >= len(atoms) or any(atoms[index + n].group() != part for n, part in enumerate(parts)):
            continue
        end = atoms[last].end()
        # The full stop of an abbreviation belongs to it ("jan.", "vm.", "a.s.").
        text = masked[atoms[index].start() : end]
        short = len(text) <= 5 or text in _SHORTENED
        if masked[end : end + 1] == "." and short and sort not in _NO_STOP and text not in _WHOLE:
            end += 1
        return Token(sort, value, atoms[index].start(), end, masked[atoms[index].start() : end])
    return None


_WHOLE = frozenset({
    "mars", "avril", "mai", "juin", "aout", "maart", "april", "mei", "juni", "juli", "marz", "lundi", "mardi", "jeudi",
    "matin", "midi",
})  # fmt: skip
_SHORTENED = frozenset({"uitgez"})
_NO_STOP = frozenset({Sort.NO, Sort.YES, Sort.PAS, Sort.AVAILABLE, Sort.FILL})


def _compound(atom: re.Match[str]) -> Token | None:
    match = _COMPOUND.match(atom.group())
    if not match:
        return None
    name = match["half"]
    half: Half | None = Half.PM if name in {"namiddag", "nm", "nachmittag"} else Half.AM
    if name in {"middag", "mittag", "avond", "abend"}:
        half = None
    sort = Sort.WEEKDAYS if match["plural"] else Sort.WEEKDAY
    return Token(sort, (_DAY_NUMBERS[match["day"]], half), atom.start(), atom.end(), atom.group())


def _hours(masked: str, atom: re.Match[str]) -> Token | None:
    found = hours_at(masked, atom)
    if found is None:
        return None
    half, match = found
    return Token(Sort.HOURS, half, match.start(), match.end(), match.group())


_DAY_RIGHT_BEHIND = re.compile(r"\.?,? ?\d{1,2}(?!\d)")
_SHORT_BEFORE_A_DAY = {"mi": 3, "me": 3, "lu": 1, "ve": 5}


def _short_weekday(masked: str, atom: re.Match[str]) -> Token | None:
    """Read an abbreviation that is another word elsewhere, right before a day: "Mi 13.1.", "me 13 janvier"."""
    weekday = _SHORT_BEFORE_A_DAY.get(atom.group(), 0)
    behind = _DAY_RIGHT_BEHIND.match(masked, atom.end()) if weekday else None
    end = atom.end() + (masked[atom.end() : atom.end() + 1] == ".")
    return Token(Sort.WEEKDAY, weekday, atom.start(), end, atom.group()) if behind else None


def _month_span(masked: str, atom: re.Match[str]) -> Token | None:
    match = names.MONTH_SPAN.match(masked, atom.start())
    if not match:
        return None
    value = (names.month_number(match["month"]), match["what"])
    return Token(Sort.MONTH_SPAN, value, match.start(), match.end(), match.group())


_BEFORE_MONTH = frozenset({Sort.NUMBER, Sort.DAY, Sort.PAIR, Sort.PART})
_DAY_BEHIND = re.compile(r"[,.]? (?:de |den |le |dem )?\d{1,2}(?!\d|:| ?[hu])")


def _misspelt(masked: str, atom: re.Match[str], last: Sort) -> Token | None:
    """Read a month or weekday with one slip, where nothing but a date can stand: "12 janauri", "dinsdga 12/01"."""
    word = atom.group()
    month = names.misspelt_month(word) if last in _BEFORE_MONTH else 0
    if month:
        return Token(Sort.MONTH, month, atom.start(), atom.end(), word)
    weekday = names.misspelt_weekday(word) if _DAY_BEHIND.match(masked, atom.end()) else 0
    return Token(Sort.WEEKDAY, weekday, atom.start(), atom.end(), word) if weekday else None


# "In der 50. Kalenderwoche"
_WEEK_BEHIND = re.compile(r" (?:kalender)?woche\b")
# "C'est ma 1re fois": French days are masculine.
_FEMININE = re.compile(r"1re\b")


def _number(masked: str, atom: re.Match[str]) -> Token | None:
    if not (atom.group().isdigit() or atom.group() == "'"):
        return None
    if masked[atom.start() - 1 : atom.start()].isalpha() or _FEMININE.match(masked, atom.start()):
        return Token(Sort.WORD, None, atom.start(), atom.end(), atom.group())
    match = NUMERIC.match(masked, atom.start())
    if not match:
        return None
    return _read_number(masked, match)


def _read_number(masked: str, match: re.Match[str]) -> Token:
    kind = match.lastgroup or next(name for name, text in match.groupdict().items() if text)
    for name in ("iso", "full", "wide", "days"):
        if match[name]:
            kind = name
    text = match.group()
    if kind == "ord" and text.endswith(".") and int(text[:-1]) > 31 and _WEEK_BEHIND.match(masked, match.end()):
        return Token(Sort.DAY, int(text[:-1]), match.start(), match.end(), text)
    if kind == "ord" and text.endswith(".") and int(text[:-1]) > 31:
        # "Week 53.": the full stop ends a sentence, as no day has that number.
        return Token(Sort.NUMBER, int(text[:-1]), match.start(), match.end() - 1, text[:-1])
    if kind == "dot" and " " in text and _MONTH_BEHIND.match(masked, match.end()):
        return _first_of_two(masked, match)
    if kind == "pair" and _is_day_and_month(text) and not _MONTH_BEHIND.match(masked, match.end()):
        kind = "zero"
    sort, value = _numeric_value(kind, [int(number) for number in re.findall(r"\d+", text)])
    if sort in {Sort.DATE, Sort.PAIR} and re.match(
        rf"[ -]?(?:{'|'.join(words.NOT_DATES.split())})\b", masked[match.end() :]
    ):
        sort = Sort.WORD
    return Token(sort, value, match.start(), match.end(), text)


def _first_of_two(masked: str, match: re.Match[str]) -> Token:
    """Return the first number of "1. 2. Februar": that of a list at the start of a line, else a day of a list."""
    first = match.group().partition(".")[0] + "."
    if int(first[:-1]) > LAST_DAY:
        # "Kalenderwoche 53. 31. Dezember geht nicht"
        return Token(Sort.NUMBER, int(first[:-1]), match.start(), match.start() + len(first) - 1, first[:-1])
    begins = not masked[: match.start()].rpartition("\n")[2].strip()
    sort, value = (Sort.WORD, None) if begins else (Sort.DAY, int(first[:-1]))
    return Token(sort, value, match.start(), match.start() + len(first), first)


def _is_day_and_month(text: str) -> bool:
    """Say whether two numbers with a dash are a day and its month: "02-12", "24-4", and no range "10-12"."""
    first, second = text.split("-")
    written = text.startswith("0") or int(first) >= int(second)
    return written and 0 < int(first) <= LAST_DAY and 0 < int(second) <= LAST_MONTH


LAST_DAY, LAST_MONTH = 31, 12
_MONTH_BEHIND = re.compile(
    rf" ?(?:van |de |du )?(?:{'|'.join(name for names_of in words.MONTHS.values() for name in names_of.split())})\b"
)


def _numeric_value(kind: str, numbers: list[int]) -> tuple[Sort, object]:
    if kind == "iso":
        return Sort.DATE, (numbers[2], numbers[1], numbers[0])
    if kind in {"full", "wide"}:
        return Sort.DATE, (numbers[0], numbers[1], _century(numbers[2]))
    if kind == "days":
        return Sort.DAYS, (numbers[0], numbers[1], numbers[2], _century(numbers[3]) if len(numbers) > 3 else 0)
    if kind in {"slash", "dot", "zero"}:
        return _day_and_month(kind, numbers[0], numbers[1])
    if kind == "pair":
        return Sort.PAIR, (numbers[0], numbers[1])
    if kind in {"short", "year"}:
        return Sort.YEAR, _century(numbers[0])
    if kind == "ord":
        return (Sort.DAY, numbers[0]) if numbers[0] <= 31 else (Sort.WORD, None)
    return (Sort.NUMBER, numbers[0]) if kind == "number" and len(str(numbers[0])) <= 2 else (Sort.WORD, None)


def _day_and_month(kind: str, day: int, month: int) -> tuple[Sort, object]:
    if kind == "slash" and 12 < month <= 31 and day <= 31:
        return Sort.PAIR, (day, month)
    if month > 31 or day > 31 or day == 0 or month == 0:
        return Sort.WORD, None
    return Sort.DATE, (day, month, 0)


def _century(year: int) -> int:
    return year + 2000 if year < 100 else year
