"""What a sentence of running text says of days: those it offers, those it only tells of, halves for those before it.

``when`` keeps what all of them come to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from mailflow.model.dates import DatesRead, Exclusion, UnclearDate, Wish
from mailflow.model.words import Half
from mailflow.understanding.contact import without_contact
from mailflow.understanding.date_calendar import MONTHS_AHEAD, month_later
from mailflow.understanding.date_months import Before
from mailflow.understanding.date_texts import date_words, names_nothing, only_half
from mailflow.understanding.dates import read_dates
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.offering import (
    CALLS,
    MOST_BESIDE_VISIT,
    offered_parts,
    offers,
    told_parts,
    without_what_is_told,
)
from mailflow.understanding.passage import Sentence
from mailflow.understanding.small_words import BECAUSE, LAST, THEN
from mailflow.understanding.tokens import fold
from mailflow.understanding.when import EACH_TIME, DatesFound, at_the_same_hour, only_service, read_text

MOST_MEANT = 5
SEVERAL = 2
SERVICE_WITHIN = 6  # words
HALF_WITHIN = 5  # words
SHORT_SENTENCE = 5  # words
WORKING_DAYS = 5


def read_dates_of(sentence: Sentence, lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read a sentence of running text."""
    text = _without_other_negations(sentence, lexicon)
    if not names_nothing(text):
        _Reading(sentence, lexicon, today, found, text).read()


@dataclass(frozen=True)
class _Reading:
    """The reading of one sentence; ``text`` is the sentence without what says "not" of something else than days."""

    sentence: Sentence
    lexicon: Lexicon
    today: date
    found: DatesFound
    text: str

    def read(self) -> None:
        """Add to what was found."""
        named = self.named()
        if named.back:
            # "… zou gaan. Of nee wacht, dat gaat niet"
            self.found.rule_out(self.found.last)
        if not (named.wishes or _excluded(named)) and self._says_of_one():
            return
        parts = self.offered_parts(named)
        read = self.with_halves(self.told_apart(named, parts), named)
        # A year that is over is a slip where the day is offered.
        over = parts is None and offers(self.sentence.text, self.lexicon)
        self.found.add(read, self.sentence.line, only_service(self.sentence.text, self.lexicon), over=over)
        self.remember(named, read)
        self._tell_of_weekdays(named)
        if self.lexicon.has("preferring", self.sentence.text):
            self.found.prefer(read_dates(without_contact(without_what_is_told(self.text, self.lexicon)), self.today))

    def _says_of_one(self) -> bool:
        """Give the first or last day before its half, or take it back ("Die laatste enkel 's morgens")."""
        days = sorted(self.found.last, key=lambda wish: wish.date)
        meant = _THAT_ONE.findall(self.text)
        if len(days) < SEVERAL or len(meant) != 1:
            return False
        one = days[-1] if fold(meant[0]) in LAST else days[0]
        half = only_half(self.text)
        if half is not None:
            self.found.wishes = [replace(w, half=half) if w == one else w for w in self.found.wishes]
        elif date_words(self.text).negated:
            self.found.rule_out([one])
        else:
            return False
        return True

    def _tell_of_weekdays(self, named: DatesRead) -> None:
        """Keep the weekdays that a sentence without days tells of: nobody knows whether they are free."""
        if named.wishes or not date_words(self.text).others or self.lexicon.has("preferring", self.text):
            return
        if CALLS.search(self.text) or (_WORKS.search(self.text) and not date_words(self.text).negated):
            # "Ik werk op maandag en dinsdag": then he is there.
            return
        if not offers(self.text, self.lexicon):
            told = UnclearDate(self.sentence.text.strip(" ."), "told", self.sentence.line)
            self.found.told.update(dict.fromkeys(named.weekdays, told))

    def named(self) -> DatesRead:
        """Return all that the sentence names, but for the day of the mail and a year ahead that nobody offers.

        "Ich wende mich heute an Sie" wishes for nothing, "op 17 november had ik gebeld" for no next year.
        """
        read = read_text(without_contact(self.text), self.today, self.sentence.line, self.found.before)
        text = self.sentence.text
        lonely = date_words(text).others <= MOST_BESIDE_VISIT or self._names_service()
        suits = any(self.lexicon.has(name, text) for name in ("offering", "preferring"))
        ahead = lonely or (suits and not self.lexicon.has("telling", text))
        doubts = [one for one in read.unclear if one.meant != (self.today,) or _is_dated(one)]
        far = month_later(self.today, MONTHS_AHEAD)
        return replace(
            read,
            unclear=tuple(one for one in doubts if one.why != "far" or ahead),
            exclusions=tuple(one for one in read.exclusions if one.date is None or one.date <= far),
        )

    def _names_service(self) -> bool:
        """Say whether the sentence names a service ("septembre (16/09) : activation")."""
        return self.lexicon.service_book.first(self.sentence.tokens) is not None

    def offered_parts(self, named: DatesRead) -> list[str] | None:
        """Return the parts that offer their days, ``None`` if no part only tells of some."""
        if self._only_continues(named):
            return []
        return offered_parts(self.sentence.text, self.lexicon) if named.wishes or named.unclear else None

    def told_apart(self, named: DatesRead, parts: list[str] | None) -> DatesRead:
        """Return what the sentence offers, with a doubt about what it only tells of."""
        if parts is not None:
            kept = self._wishes_in(parts, named)
            doubts = tuple(doubt for doubt in named.unclear if doubt.why != "far" and (parts or _is_dated(doubt)))
            known = {wish.date for wish in (*self.found.wishes, *kept)}
            left = tuple(day for day in dict.fromkeys(wish.date for wish in named.wishes) if day not in known)
            told = (self._told(left),) if left else ()
            aside = {wish.date for wish in self._wishes_in(told_parts(self.sentence.text, self.lexicon), named)}
            self.found.elsewhere.update(told if aside.issuperset(left) else ())
            return replace(named, wishes=kept, unclear=(*doubts, *told))
        away = _excluded(named)
        if away and self.lexicon.has("near_you", self.sentence.text):
            weekdays = tuple(one for one in named.exclusions if not one.date)
            return replace(named, exclusions=weekdays, unclear=(*named.unclear, self._told(away)))
        return named

    def with_halves(self, read: DatesRead, named: DatesRead) -> DatesRead:
        """Give a half that stands alone to the days named before, and the half of those to a day "at the same hour"."""
        days = bool(named.wishes or _excluded(named))
        half = (
            None
            if days or read.unclear or named.weekdays
            else only_half(self.text) or self._of_each() or self._behind_so()
        )
        if half is not None and any(wish.half is Half.ANY for wish in self.found.wishes) and self._is_for_each(half):
            # "Telkens in de voormiddag", said of the days before
            self.found.halve(half)
            # "Da ginge es jeden Vormittag, außer am Donnerstag": no other half is left of that day.
            named_days = {one.weekday for one in read.exclusions if one.weekday}
            gone = tuple(Exclusion(weekday=day) for day in sorted(named_days)) if len(named_days) < WORKING_DAYS else ()
            read = replace(read, exclusions=gone)
            self.found.leave_out(named_days if gone else set())
        elif half is not None and not (self.found.wishes or read.exclusions) and self._speaks_ahead():
            self.found.halves.add(half)
        if len(read.weekdays) == 1 and not days:
            self.found.halve_weekday(read.weekdays[0], self.sentence)
        if self.lexicon.has("same_hour", self.sentence.text):
            read = replace(read, wishes=at_the_same_hour(read.wishes, self.found.wishes))
        return read

    def _speaks_ahead(self) -> bool:
        """Say whether a half goes for the days that follow ("Liefst in de namiddag. 20 of 22 april zou kunnen.")."""
        return not (CALLS.search(self.text) or _AT_HOME.search(self.text)) and (
            bool(self.found.halves) or offers(self.text, self.lexicon)
        )

    def remember(self, named: DatesRead, read: DatesRead) -> None:
        """Keep the days that the next sentence may come back to."""
        self.found.last = read.wishes
        wished = tuple(dict.fromkeys(wish.date for wish in named.wishes))
        days = wished or tuple(day for day in (read.not_before, read.not_after) if day) or _excluded(read)
        if days:
            # A week or a range is named as one.
            ranged = wished if read.ranged.issuperset(wished) else days[-1:]
            self.found.before = Before((days[-1].month, days[-1].year), ranged or days)

    def _is_for_each(self, half: Half) -> bool:
        """Say whether a half that stands alone goes for the days named before."""
        text = self.sentence.text
        # "L'après-midi alors, car le matin …"
        words = list(takewhile(lambda word: word not in BECAUSE, (token.word for token in self.sentence.tokens)))
        if CALLS.search(text) or _AT_HOME.search(text):
            return False
        # "Tussen 13 en 16 uur." says nothing else.
        bare = " ".join(word for word in words if word not in THEN)
        each = self._of_each() is half or bool(EACH_TIME & set(words))
        if each or self.lexicon.has("preferring", text) or date_words(bare).only:
            return True
        # "… mijn trein halen, dus in de voormiddag dan", "Alle drie in de voormiddag", "Nachmittags wäre super"
        short = len(words) <= SHORT_SENTENCE and self.lexicon.has("offering", text)
        return short or self._behind_so() is half

    def _of_each(self) -> Half | None:
        """Return the half that suits on each day named before ("jeden Vormittag, außer am Donnerstag")."""
        each = _EVERY.search(self.text)
        if each is None:
            return None
        said = self.text[: each.end()] + re.split("[,;:.!?()]", self.text[each.end() :], maxsplit=1)[0]
        words = date_words(said)
        suits = words.only or (words.others <= MOST_BESIDE_VISIT and offers(said, self.lexicon))
        return only_half(each[0]) if suits and not words.negated else None

    def _behind_so(self) -> Half | None:
        """Return the half right behind "so", "all three"."""
        words = [token.word for token in self.sentence.tokens]
        places = [place for place, word in enumerate(words) if word in _SO]
        for place in places:
            near = words[place + 1 : place + 1 + HALF_WITHIN]
            half = only_half(" ".join(near))
            if half is Half.AM and not all(map(str.isalpha, near)):
                # Whoever comes at half past nine may stay for the day.
                continue
            if half is not None and only_half(" ".join(words[place + 1 :])) is half:
                return half
        return None

    def _wishes_in(self, parts: Sequence[str], named: DatesRead) -> tuple[Wish, ...]:
        """Return the wishes that stand in the parts that offer them; the others are only told.

        "Op 4 februari moet ik naar de rechtbank, maar 3 en 5 februari zijn nog vrij": each part is read alone.
        """
        months = [(wish.date.month, wish.date.year) for wish in named.wishes]
        # "Le 4 février nous avons une formation, venez le 5": the sentence has the month.
        month = months[0] if len(set(months)) == 1 else self.found.before.month
        alone = [
            read_dates(without_contact(part), self.today, 1, Before(month, self._days_before(part))) for part in parts
        ]
        offered = {wish.date for one in alone for wish in one.wishes}
        for part, one in zip(parts, alone, strict=True):
            # "Am 3. Februar habe ich vormittags Sprechstunde, nachmittags ginge es."
            half = None if one.wishes else only_half(part)
            before_it = self._days_named_before(part) if half else ()
            offered |= {wish.date for wish in named.wishes if wish.half is half and wish.date in before_it}
        return tuple(wish for wish in named.wishes if wish.date in offered)

    def _days_before(self, part: str) -> tuple[date, ...]:
        """Return the days that a part may count on from: the last named before it ("…, de dag erna wel")."""
        ahead = read_text(without_contact(self.text.partition(part)[0]), self.today, 1, self.found.before)
        named = tuple(dict.fromkeys([*(wish.date for wish in ahead.wishes), *_excluded(ahead)]))
        return (named if ahead.ranged.issuperset(named) else named[-1:]) or self.found.before.days

    def _days_named_before(self, part: str) -> tuple[date, ...]:
        """Return the days that the sentence names last before a part, offered or not."""
        ahead = read_text(without_contact(self.text.partition(part)[0]), self.today, 1, self.found.before)
        return tuple(dict.fromkeys([*(wish.date for wish in ahead.wishes), *_excluded(ahead)]))[-1:]

    def _only_continues(self, named: DatesRead) -> bool:
        """Say whether days have their month from a sentence before, and no word offers them ("le 20 nous payons")."""
        if not named.wishes or offers(self.text, self.lexicon) or not date_words(self.text).others:
            return False
        return not read_dates(without_contact(self.text), self.today).wishes

    def _told(self, days: tuple[date, ...]) -> UnclearDate:
        """Return the doubt about days of which the sentence does not say whether they are offered."""
        return UnclearDate(self.sentence.text.strip(" ."), "told", self.sentence.line, days[:MOST_MEANT])


_AT_HOME = re.compile(r"\bwerk\w*\b.*\bthuis\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:elke|iedere|alle|chaque|tou(?:te)?s les|jede[nmr]?)\s+(?:voormiddag|namiddag|ochtend|matin|apr[eè]s-midi|"
    r"vormittag|nachmittag|morgen)",
    re.IGNORECASE,
)
# "De laatste valt weg", and no "mijn eerste stage".
_THAT_ONE = re.compile(
    r"\b(?:die|de|deze|le|la|ce|cette|der|den|das)\s+"
    r"(eerste|laatste|premier|première|dernier|dernière|erste|ersten|letzte|letzten|letzter)\s+"
    r"(?=(?:enkel|alleen|valt|gaat|kan|past|lukt|is|seulement|uniquement|est|ne|nur|fällt|geht|passt|ist|kann|liefst)\b"
    r"|n['’])",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"^(?!.*\b(?:thuis|maison|hause|congé|vrij)\b).*\b(?:werk|werken|travaill\w+|arbeite\w*|aanwezig|présente?s?|anwesend)\b",
    re.IGNORECASE | re.DOTALL,
)
_SO = frozenset({
    "dus", "donc", "also", "daarom", "deshalb", "drie", "vier", "trois", "quatre", "drei", "tous", "toutes",
})  # fmt: skip


def _excluded(read: DatesRead) -> tuple[date, ...]:
    """Return the days that are ruled out by their date."""
    return tuple(dict.fromkeys(one.date for one in read.exclusions if one.date))


def _is_dated(doubt: UnclearDate) -> bool:
    """Say whether doubtful words have a number: "morgen", "this week" told of something else are no doubt."""
    return any(char.isdigit() for char in doubt.text)


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
