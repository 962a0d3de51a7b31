"""The days under a label: as one text, line by line where lines name services, by sentences where some only tell.

Running text is read by ``date_sentences``; what both come to is kept by ``when``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mailflow.model.dates import DatesRead, Exclusion, UnclearDate
from mailflow.understanding.contact import without_contact
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.date_texts import date_tokens_of, date_words, only_half
from mailflow.understanding.date_tokens import Sort
from mailflow.understanding.dates import read_dates
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.offering import tells_of_days
from mailflow.understanding.passage import Line, sentences_of
from mailflow.understanding.when import DatesFound, at_the_same_hour, only_service

_SUITS = re.compile(r"\b(?:wel|ja|oui|ok)\b", re.IGNORECASE)


def read_dates_field(lines: Sequence[Line], lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read the lines of a field for dates."""
    given = _unwrapped([line for line in lines if not line.blank], lexicon)
    services = [only_service(line.text, lexicon) for line in given]
    if any(services):
        for line, service in zip(given, services, strict=True):
            found.read(line.text, line.number, today, service)
        return
    sentences = sentences_of(lines)
    if any(tells_of_days(sentence.text, lexicon) for sentence in sentences):
        # "12/1 in de voormiddag, 13/1 is er raad": people tell of other days under a label too.
        for sentence in sentences:
            read_dates_of(sentence, lexicon, today, found)
        return
    text = "\n".join(_unnumbered([line.text for line in lines]))
    found.read(text, lines[0].number, today)
    if lexicon.has("same_hour", text):
        found.wishes = list(at_the_same_hour(found.wishes, ()))


def _unnumbered(texts: Sequence[str]) -> list[str]:
    """Return lines without the numbers of a list: "2. of anders vrijdag 29 januari" is no second of January.

    "1. Februar" and "2. Februar" below each other are days: without the number none is left.
    """
    items = [_NUMBERED.match(text) for text in texts]
    numbers = [int(item[1]) for item in items if item]
    rests = [text[item.end() :] for text, item in zip(texts, items, strict=True) if item]
    days = all(re.search(r"\d", rest) and date_words(rest).days and not _begins_with_month(rest) for rest in rests)
    if len(numbers) < LEAST_ITEMS or numbers != list(range(1, len(numbers) + 1)) or not days:
        return list(texts)
    return [text[item.end() :] if item else text for text, item in zip(texts, items, strict=True)]


def _begins_with_month(text: str) -> bool:
    return any(token.sort is Sort.MONTH for token in date_tokens_of(text)[:1])


LEAST_ITEMS = 2
_NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")


def read_days_off(lines: Sequence[Line], today: date, found: DatesFound) -> None:
    """Read the lines of a field for days that don't suit: what it names is ruled out, however it says so."""
    one_day = timedelta(days=1)
    for line in lines:
        text = _without_what_suits(without_contact(line.text), line.number, today, found)
        read = read_dates(text, today, line.number)
        denied = read_dates(f"niet {text}", today, line.number)
        if denied.exclusions and not (denied.wishes or denied.unclear or denied.weekdays or read.exclusions):
            # "Alle donderdagen, 22 t.e.m. 26 maart", "vrijdagnamiddag": each for itself, with its half.
            read = denied
        sure = [doubt for doubt in read.unclear if doubt.why == "ambiguous" and _named_in(doubt, today)]
        turned = replace(
            read,
            wishes=(),
            weekdays=(),
            exclusions=(*read.exclusions, *_all_in(read), *(day for doubt in sure for day in _named_in(doubt, today))),
            unclear=tuple(doubt for doubt in read.unclear if doubt not in sure),
            not_before=read.not_after and read.not_after + one_day,
            not_after=read.not_before and read.not_before - one_day,
        )
        found.add(turned, line.number, "", labelled=True)


def _without_what_suits(text: str, number: int, today: date, found: DatesFound) -> str:
    """Return a text without the pieces that say yes to their days after all ("12/01 niet; 14/01 wel"), these read."""
    pieces = text.split(";")
    suiting = [piece for piece in pieces if _SUITS.search(piece)] if len(pieces) > 1 else []
    for piece in suiting:
        found.add(read_dates(piece, today, number), number, "", labelled=True)
    return ";".join(piece for piece in pieces if piece not in suiting)


def _named_in(doubt: UnclearDate, today: date) -> list[Exclusion]:
    """Return the days of a doubt that is only about whether they suit ("de week van 18 januari, dan is er vorming")."""
    meant = [Exclusion(date=day) for day in doubt.meant]
    alone = _all_in(read_dates(doubt.text, today))
    return alone if len(alone) > len(meant) else meant


def _all_in(read: DatesRead) -> list[Exclusion]:
    """Return what a text names as days that don't suit."""
    days = [Exclusion(date=wish.date, half=wish.half) for wish in read.wishes]
    return [*days, *(Exclusion(weekday=day) for day in read.weekdays)]


def _unwrapped(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Join a line that names no day to the one before it, as a mail program wraps them ("13/01 / après-midi")."""
    found: list[Line] = []
    for line in lines:
        goes_on = only_half(line.text) is not None or line.text[:1].islower() or line.text[:1] == " "
        apart = line.bulleted or date_words(line.text).days or lexicon.service_book.has(line.text.partition("(")[0])
        if found and goes_on and not apart and date_words(found[-1].text).days:
            found[-1] = Line(found[-1].number, f"{found[-1].text} {line.text.strip()}")
        else:
            found.append(line)
    return found


def read_dates_beside(line: Line, lexicon: Lexicon, today: date, found: DatesFound) -> None:
    """Read a line of another field that may name a date beside a service."""
    read = read_dates(without_contact(line.text), today, line.number)
    found.add(read, line.number, only_service(line.text, lexicon))
