"""Dates of a request: which lines are asked for dates, and to which service a date belongs.

Reading the dates themselves is the business of ``dates``; telephone numbers and addresses are blanked before it looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.model.dates import DatesRead, Exclusion, Preference, UnclearDate, Wish
from mailflow.model.words import Half
from mailflow.understanding.contact import without_contact
from mailflow.understanding.date_months import Before
from mailflow.understanding.date_words import TRAILING
from mailflow.understanding.dates import date_words, only_half, read_dates
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.offering import offered_parts, offers, told_parts, without_what_is_told
from mailflow.understanding.passage import Line, Sentence
from mailflow.understanding.tokens import fold, tokens_of

MOST_MEANT = 5
SERVICE_WITHIN = 6  # words
HALF_WITHIN = 5  # words
SHORT_SENTENCE = 5  # words
ALWAYS_ASKED = frozenset({"ambiguous", "contradiction", "invalid", "far", "half", "told"})


@dataclass
class DatesFound:
    """Wishes, exclusions and doubts of a request, and the line of the first."""

    wishes: list[Wish] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    unclear: list[UnclearDate] = field(default_factory=list)
    ranged: set[date] = field(default_factory=set)
    closed: set[date] = field(default_factory=set)
    preference: Preference | None = None
    line: int = 0
    before: Before = field(default_factory=Before)  # what running text has named last
    last: tuple[Wish, ...] = ()  # the wishes of the sentence before
    elsewhere: set[UnclearDate] = field(default_factory=set)  # doubts about days that something else takes place on

    def prefer(self, read: DatesRead) -> None:
        """Keep preferred weekdays and the window of a text; the first that gives any counts."""
        if self.preference is None and (read.weekdays or read.not_before or read.not_after):
            self.preference = Preference(read.weekdays, read.not_before, read.not_after)

    def rule_out(self, wishes: Sequence[Wish]) -> None:
        """Take back wishes: what follows them rules them out ("Le 24 mars... ah non, pas ce jour-là")."""
        self.wishes = [wish for wish in self.wishes if wish not in wishes]
        self.exclusions += [Exclusion(date=wish.date, half=wish.half) for wish in wishes]

    def _take_back_exclusions(self, days: Sequence[date]) -> None:
        """Let days count that are offered by name after they were ruled out ("De raad van 21/1 gaat niet door")."""
        self.exclusions = [one for one in self.exclusions if one.date not in days]

    def halve(self, half: Half) -> None:
        """Give a half that is named behind them to the days of which none is known ("Liefst in de voormiddag")."""
        self.wishes = [replace(wish, half=half) if wish.half is Half.ANY else wish for wish in self.wishes]

    def doubts(self) -> tuple[UnclearDate, ...]:
        """Return what has to be asked: where days are offered, the day of their council meeting need not be."""
        return tuple(doubt for doubt in self.unclear if not (self.wishes and doubt in self.elsewhere))

    def read(self, text: str, line: int, today: date, service: str = "") -> None:
        """Read a text under a label that begins in a line."""
        read = _read(without_contact(text), today, line)
        self.add(read, line, service, labelled=True)
        self.prefer(read)

    def add(self, read: DatesRead, line: int, service: str, *, labelled: bool = False, over: bool = False) -> None:
        """Add what was read; outside a field only doubts about real days are kept, and (``over``) about past ones."""
        wishes = [replace(wish, service=wish.service or service) for wish in read.wishes]
        # "23/02, niet in de krokusvakantie": what is vague beside days need not be asked about.
        vague = not (read.wishes or read.exclusions)
        unclear = [
            d for d in read.unclear if d.why in ALWAYS_ASKED or (d.why == "past" and over) or (labelled and vague)
        ]
        self._take_back_exclusions([wish.date for wish in wishes if wish.date not in read.ranged])
        self.wishes += [wish for wish in wishes if wish not in self.wishes]
        self.ranged |= read.ranged
        self.closed |= read.closed
        self.exclusions += [exclusion for exclusion in read.exclusions if exclusion not in self.exclusions]
        # "16 en 23 maart. De rest van maart zit vol": a day named for itself is no part of a span.
        named = {wish.date for wish in self.wishes} - self.ranged
        self.exclusions = [one for one in self.exclusions if not (one.date in named and one.date in self.closed)]
        self.unclear += [doubt for doubt in dict.fromkeys(unclear) if doubt not in self.unclear]
        if not self.line and (wishes or read.exclusions or unclear):
            self.line = line


def read_dates_field(lines: Sequence[Line], lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read the lines of a field for dates: as one text, or line by line where lines name services."""
    given = [line for line in lines if not line.blank]
    services = [_only_service(line.text, lexicon) for line in given]
    if any(services):
        for line, service in zip(given, services, strict=True):
            found.read(line.text, line.number, today, service)
        return
    text = "\n".join(line.text for line in lines)
    found.read(text, lines[0].number, today)
    if lexicon.has("same_hour", text):
        found.wishes = list(_at_the_same_hour(found.wishes, ()))


def read_dates_beside(line: Line, lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read a line of another field that may name a date beside a service."""
    read = read_dates(without_contact(line.text), today, line.number)
    found.add(read, line.number, _only_service(line.text, lexicon))


def _read(text: str, today: date, line: int, before: Before | None = None) -> DatesRead:
    """Read a text, without its brackets if that gives every day its half: then they say why, or how one travels."""
    asides = _BRACKETS.findall(text)
    if asides and not any(date_words(aside).days for aside in asides):
        read = read_dates(_BRACKETS.sub(lambda aside: " " * len(aside[0]), text), today, line, before or Before())
        if read.wishes and all(wish.half is not Half.ANY for wish in read.wishes):
            return read
    return read_dates(_without_reason(text), today, line, before or Before())


def _without_reason(text: str) -> str:
    """Blank what stands behind "because" and names no day ("le 12, plutôt l'après-midi car le matin …")."""
    because = _BECAUSE.search(text)
    if because is None or not date_words(text[: because.start()]).days or date_words(text[because.start() :]).days:
        return text
    return text[: because.start()].rstrip(", ").ljust(len(text))


_BECAUSE = re.compile(r"[\s,](?:want|omdat|aangezien|car|puisque|parce qu|weil|denn)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")


def read_dates_of(sentence: Sentence, lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read a sentence of running text."""
    text = _without_other_negations(sentence, lexicon)
    read = _read(without_contact(text), today, sentence.line, found.before)
    # "Ich wende mich heute an Sie": nobody comes on the day of his mail.
    read = replace(read, unclear=tuple(one for one in read.unclear if one.meant != (today,) or _is_dated(one)))
    if read.back:
        # "… zou gaan. Of nee wacht, dat gaat niet"
        found.rule_out(found.last)
    all_wishes = read.wishes
    wished = dict.fromkeys(wish.date for wish in all_wishes)
    away = {one.date: None for one in read.exclusions if one.date}
    parts = offered_parts(sentence.text, lexicon) if wished or read.unclear else None
    parts = [] if _only_continued(text, read, today, lexicon) else parts
    if parts is not None:
        kept = _wishes_in(parts, read, today, found.before)
        doubts = tuple(doubt for doubt in read.unclear if doubt.why != "far" and (parts or _is_dated(doubt)))
        known = {wish.date for wish in found.wishes} | {wish.date for wish in kept}
        left = tuple(day for day in wished if day not in known)
        told = (_told(sentence, left),) if left else ()
        read = replace(read, wishes=kept, unclear=(*doubts, *told))
        aside = _wishes_in(told_parts(sentence.text, lexicon), replace(read, wishes=all_wishes), today, found.before)
        found.elsewhere.update(told if {wish.date for wish in aside}.issuperset(left) else ())
    elif away and lexicon.has("near_you", sentence.text):
        weekdays = tuple(one for one in read.exclusions if not one.date)
        read = replace(read, exclusions=weekdays, unclear=(*read.unclear, _told(sentence, tuple(away))))
    half = None if wished or away or read.unclear else _half_alone(sentence, text)
    halfless = any(wish.half is Half.ANY for wish in found.wishes)
    if half is not None and halfless and _is_for_each(sentence, half, lexicon):
        # "Telkens in de voormiddag", said of the days before
        found.halve(half)
        read = replace(read, exclusions=())
    if lexicon.has("same_hour", sentence.text):
        read = replace(read, wishes=_at_the_same_hour(read.wishes, found.wishes))
    # A year that is over is a slip where the day is offered.
    over = parts is None and offers(sentence.text, lexicon)
    found.add(read, sentence.line, _only_service(sentence.text, lexicon), over=over)
    found.last = read.wishes
    days = list(wished) or [day for day in (read.not_before, read.not_after) if day]
    days = days or [one.date for one in read.exclusions if one.date]
    # A week or a range is named as one.
    ranged = tuple(wished) if read.ranged.issuperset(wished) else tuple(days[-1:])
    found.before = Before((days[-1].month, days[-1].year), ranged or tuple(days)) if days else found.before
    if lexicon.has("preferring", sentence.text):
        found.prefer(read_dates(without_contact(without_what_is_told(text, lexicon)), today))


def _is_for_each(sentence: Sentence, half: Half, lexicon: Lexicon) -> bool:
    """Say whether a half that stands alone goes for the days named before."""
    words = [token.word for token in sentence.tokens]
    # "Tussen 13 en 16 uur." says nothing else.
    if _EACH_TIME & set(words) or lexicon.has("preferring", sentence.text) or date_words(sentence.text).only:
        return True
    # "… mijn trein halen, dus in de voormiddag dan", "Alle drie in de voormiddag", "Nachmittags wäre super"
    short = len(words) <= SHORT_SENTENCE and lexicon.has("offering", sentence.text)
    return short or _behind_so(sentence) is half


def _half_alone(sentence: Sentence, text: str) -> Half | None:
    """Return the half that a sentence without days names, or that it comes to ("Ik haal de kinderen om 16u, dus …")."""
    return only_half(text) or _behind_so(sentence)


def _behind_so(sentence: Sentence) -> Half | None:
    """Return the half right behind "so", "all three"."""
    words = [token.word for token in sentence.tokens]
    places = [place for place, word in enumerate(words) if word in _SO]
    halves = [only_half(" ".join(words[place + 1 : place + 1 + HALF_WITHIN])) for place in places]
    return next((half for half in halves if half is not None), None)


_EACH_TIME = frozenset(fold(TRAILING).split())
_SO = frozenset(
    {"dus", "donc", "also", "daarom", "deshalb", "drie", "vier", "trois", "quatre", "drei", "tous", "toutes"}
)


def _at_the_same_hour(wishes: Sequence[Wish], before: Sequence[Wish]) -> tuple[Wish, ...]:
    """Return wishes with the half of the one before where they have none ("le 18, à la même heure")."""
    known = [wish.half for wish in (*before, *wishes) if wish.half is not Half.ANY]
    return tuple(replace(wish, half=known[-1]) if known and wish.half is Half.ANY else wish for wish in wishes)


def _is_dated(doubt: UnclearDate) -> bool:
    """Say whether doubtful words have a number: "morgen", "this week" told of something else are no doubt."""
    return any(char.isdigit() for char in doubt.text)


def _wishes_in(parts: Sequence[str], read: DatesRead, today: date, before: Before) -> tuple[Wish, ...]:
    """Return the wishes of a sentence that stand in the parts that offer them; the others are only told.

    "Op 4 februari moet ik naar de rechtbank, maar 3 en 5 februari zijn nog vrij": each part is read alone.
    """
    alone = [read_dates(without_contact(part), today, 1, before) for part in parts]
    offered = {wish.date for one in alone for wish in one.wishes}
    return tuple(wish for wish in read.wishes if wish.date in offered)


def _only_continued(text: str, read: DatesRead, today: date, lexicon: Lexicon) -> bool:
    """Say whether days have their month from a sentence before, and words that don't offer ("le 20 nous payons")."""
    if not read.wishes or offers(text, lexicon) or not date_words(text).others:
        return False
    return not read_dates(without_contact(text), today).wishes


def _without_other_negations(sentence: Sentence, lexicon: Lexicon) -> str:
    """Blank what says "not" of something else than days: idioms, and exceptions from the services asked for."""
    tokens = sentence.tokens
    spans = [(hit.start, hit.end) for hit in lexicon.book("no_negation").find(tokens)]
    for hit in lexicon.exceptions.find(tokens):
        service = lexicon.service_book.first(tokens[hit.end : hit.end + SERVICE_WITHIN])
        between = tokens[hit.end : hit.end + service.start] if service is not None else ()
        if service is not None and not any(token.word.isdigit() for token in between):
            spans.append((hit.start, hit.end))
    text = sentence.text
    for begin, end in spans:
        first, last = tokens[begin].start, tokens[end - 1].end
        text = text[:first] + " " * (last - first) + text[last:]
    return text


def _told(sentence: Sentence, days: tuple[date, ...]) -> UnclearDate:
    """Return the doubt about days of which a sentence does not say whether they are offered."""
    return UnclearDate(sentence.text.strip(" ."), "told", sentence.line, days[:MOST_MEANT])


def says_a_date(text: str, today: date) -> bool:
    """Say whether a text names a day that can be read."""
    read = read_dates(text, today)
    return bool(read.wishes or read.exclusions or any(doubt.why in ALWAYS_ASKED for doubt in read.unclear))


def _only_service(text: str, lexicon: Lexicon) -> str:
    ids = {hit.value for hit in lexicon.service_book.find(tokens_of(text))}
    return ids.pop() if len(ids) == 1 else ""
