"""Days and half-days: what a person wishes, and what two people agree on.

Local dates of Europe/Brussels throughout; hours belong to a service and are added where an invitation is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from mailflow.model.words import Half


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A date and a half (``AM`` or ``PM``): what can be offered and agreed."""

    day: date
    half: Half


@dataclass(frozen=True, slots=True)
class Wish:
    """A date that somebody named; ``half`` may be ``ANY``; ``service`` is a service id if it was named with one.

    ``visit`` is the number of a visit if the date was named with one (``1 12/01/2027 vm``).
    """

    date: date
    half: Half = Half.ANY
    service: str = ""
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What somebody can't do: one ``date``, or a ``weekday`` (1 = Monday … 7), all day or one half of it."""

    date: date | None = None
    weekday: int = 0
    half: Half = Half.ANY


@dataclass(frozen=True, slots=True)
class Preference:
    """What somebody would rather have: weekdays (1 = Monday … 7), a window with both its ends; weaker than a wish."""

    weekdays: tuple[int, ...] = ()
    not_before: date | None = None
    not_after: date | None = None

    def suits(self, day: date) -> bool:
        """Say whether a day is as preferred."""
        if self.not_before and day < self.not_before:
            return False
        if self.not_after and day > self.not_after:
            return False
        return not self.weekdays or day.isoweekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class UnclearDate:
    """Words that look like a date and can't be read safely: asked back, never guessed.

    ``why`` is one of: ``ambiguous``, ``contradiction`` (weekday and date), ``invalid`` (no such day), ``past``,
    ``far`` (no year given, more than 9 months ahead), ``vague``, ``half`` (the half is ambiguous; the date is kept),
    ``told`` (a day that the sentence names without offering it).
    ``meant`` holds the days that it may mean, for the question. ``line`` is 1-based.
    """

    text: str
    why: str
    line: int = 0
    meant: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class DatesRead:
    """What a text says about dates: wishes, exclusions, preferred weekdays, and what has to be asked.

    ``ranged`` are the days that were not named one by one ("the week of 18 January"): a weekday that is excluded
    elsewhere goes out of them. ``back`` says that the text rules out what was named right before it; ``closed`` are
    the days that are excluded as part of a span ("the rest of March").
    """

    wishes: tuple[Wish, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    weekdays: tuple[int, ...] = ()
    unclear: tuple[UnclearDate, ...] = ()
    not_before: date | None = None
    not_after: date | None = None
    ranged: frozenset[date] = frozenset()
    back: bool = False
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Hours:
    """Begin and end of a half-day, local time of Europe/Brussels."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
