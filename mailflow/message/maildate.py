"""The date in the header block of a quoted mail ("dinsdag 12 januari 2027 10:12"), nl, fr, de, en.

Only for dates that a mail program wrote; dates that people write are read in ``understanding/``.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Brussels")
_MONTHS = (
    ("jan", "ene"),
    ("feb", "fév", "fev", "févr"),
    ("maa", "mrt", "mar", "mär", "mrz", "maerz"),
    ("apr", "avr"),
    ("mei", "mai", "may"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aoû", "aou"),
    ("sep",),
    ("okt", "oct"),
    ("nov",),
    ("dec", "déc", "dez"),
)
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er|\.)?[\s.-]+([A-Za-zÀ-ÿ]{3,10})\.?,?[\s.-]+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_TIME = re.compile(r"\b(\d{1,2})\s?[:h.]\s?(\d{2})(?::\d{2})?(?:\s?([AaPp])\.?[Mm])?\b")


def read_mail_date(text: str) -> datetime | None:
    """Return the moment, aware; day before month; without a time noon; ``None`` if there is no date."""
    day = _day(text)
    if day is None:
        return None
    year, month, number = day
    # The digits of the date must not be taken for a time.
    rest = _NUMBERS.sub(" ", text)
    hour, minute = 12, 0
    if found := _TIME.search(rest):
        hour, minute = int(found[1]), int(found[2])
        if found[3]:
            hour = hour % 12 + (12 if found[3] in "pP" else 0)
    try:
        return datetime(year, month, number, hour, minute, tzinfo=_ZONE)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    if (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    if (found := _MONTH_FIRST.search(text)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    if found := _NUMBERS.search(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _month(name: str) -> int:
    return next((number for number, starts in enumerate(_MONTHS, 1) if name.lower().startswith(starts)), 0)
