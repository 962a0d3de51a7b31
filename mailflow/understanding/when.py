"""Dates of a request: what its fields and sentences come to together, and to which service a date belongs.

Reading the dates themselves is the business of ``dates``, what a sentence offers that of ``date_sentences``; telephone
numbers and addresses are blanked before they look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.model.dates import DatesRead, Exclusion, Preference, UnclearDate, Wish
from mailflow.model.words import Half
from mailflow.understanding.contact import without_contact
from mailflow.understanding.date_months import Before
from mailflow.understanding.date_texts import date_words, only_half
from mailflow.understanding.date_words import TRAILING
from mailflow.understanding.dates import read_dates
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Sentence
from mailflow.understanding.small_words import BECAUSE
from mailflow.understanding.tokens import fold, tokens_of

MOST_MEANT = 5
SERVICE_WITHIN = 6  # words
HALF_WITHIN = 5  # words
SHORT_SENTENCE = 5  # words
EACH_TIME = frozenset(fold(TRAILING).split())
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
    not_before: date | None = None
    told: dict[int, UnclearDate] = field(default_factory=dict)  # weekdays that a sentence tells of, and does not offer
    line: int = 0
    before: Before = field(default_factory=Before)  # what running text has named last
    last: tuple[Wish, ...] = ()  # the wishes of the sentence before
    halves: set[Half] = field(default_factory=set)  # what was said of the half before any day was named
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

    def leave_out(self, weekdays: AbstractSet[int]) -> None:
        """Take weekdays out of the spans that were named."""
        self.wishes = [w for w in self.wishes if w.date not in self.ranged or w.date.isoweekday() not in weekdays]

    def _half_of(self, wish: Wish) -> Half:
        """Return the half of a wish, or the only one that was said before ("Liefst 's namiddags. 20 of 22 april …")."""
        return next(iter(self.halves)) if wish.half is Half.ANY and len(self.halves) == 1 else wish.half

    def halve_weekday(self, weekday: int, sentence: Sentence) -> None:
        """Give its half to a weekday of the days named before it ("Vrijdag enkel in de voormiddag")."""
        words = [token.word for token in sentence.tokens if not date_words(token.word).days]
        half = only_half(" ".join(words)) if EACH_TIME & set(words) else None
        if half is not None:
            self.wishes = [
                replace(wish, half=half) if wish.date.isoweekday() == weekday and wish.half is Half.ANY else wish
                for wish in self.wishes
            ]

    def doubts(self) -> tuple[UnclearDate, ...]:
        """Return what has to be asked: where days are offered, the day of their council meeting need not be."""
        asked = tuple(doubt for doubt in self.unclear if not (self.wishes and doubt in self.elsewhere))
        return (*asked, *self.told_inside())

    def told_inside(self) -> tuple[UnclearDate, ...]:
        """Return the doubts about weekdays of a span of which another sentence tells ("Op woensdag ben ik thuis")."""
        gone = {one.weekday for one in self.exclusions if one.half is Half.ANY}
        found: dict[UnclearDate, list[date]] = {}
        for wish in self.wishes:
            told = self.told.get(wish.date.isoweekday())
            if told is not None and wish.date in self.ranged and wish.date.isoweekday() not in gone:
                found.setdefault(told, []).append(wish.date)
        return tuple(replace(told, meant=tuple(dict.fromkeys(days))) for told, days in found.items())

    def read(self, text: str, line: int, today: date, service: str = "") -> None:
        """Read a text under a label that begins in a line."""
        read = read_text(without_contact(text), today, line)
        self.add(read, line, service, labelled=True)
        self.prefer(read)

    def add(self, read: DatesRead, line: int, service: str, *, labelled: bool = False, over: bool = False) -> None:
        """Add what was read; outside a field only doubts about real days are kept, and (``over``) about past ones."""
        wishes = [replace(wish, service=wish.service or service, half=self._half_of(wish)) for wish in read.wishes]
        wishes = wishes if service else self._not_before(wishes, read)
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

    def _not_before(self, wishes: list[Wish], read: DatesRead) -> list[Wish]:
        """Leave out the days of a span before what a sentence before allows ("Pas avant le 15. Après, les mardis")."""
        begin = self.not_before
        # It goes for the days that are named next.
        self.not_before = None if wishes else (read.not_before or begin)
        kept = [wish for wish in wishes if begin is None or wish.date >= begin or wish.date not in read.ranged]
        return kept or wishes


def read_text(text: str, today: date, line: int, before: Before | None = None) -> DatesRead:
    """Read a text, without its brackets if that gives every day its half: then they say why, or how one travels."""
    asides = _BRACKETS.findall(text)
    # "10 februari (volledige dag)" says when.
    if asides and not any((said := date_words(aside.strip("()"))).days or said.only for aside in asides):
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


_BECAUSE = re.compile(rf"[\s,](?:{'|'.join(sorted(BECAUSE))})\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")


def at_the_same_hour(wishes: Sequence[Wish], before: Sequence[Wish]) -> tuple[Wish, ...]:
    """Return wishes with the half of the one before where they have none ("le 18, à la même heure")."""
    known = [wish.half for wish in (*before, *wishes) if wish.half is not Half.ANY]
    return tuple(replace(wish, half=known[-1]) if known and wish.half is Half.ANY else wish for wish in wishes)


def says_a_date(text: str, today: date) -> bool:
    """Say whether a text names a day that can be read, or says nothing but a half ("toute la journée")."""
    read = read_dates(text, today)
    return date_words(text).only or bool(
        read.wishes or read.exclusions or any(doubt.why in ALWAYS_ASKED for doubt in read.unclear)
    )


def only_service(text: str, lexicon: Lexicon) -> str:
    """Return the one service that a text names, ``""`` for none or several."""
    ids = {hit.value for hit in lexicon.service_book.find(tokens_of(text))}
    return ids.pop() if len(ids) == 1 else ""
