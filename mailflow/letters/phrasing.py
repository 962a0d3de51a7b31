"""How days, hours, halves and centres are written in nl, fr and de: facts of the languages, no sentences.

Sentences belong to the templates.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mailflow.model.dates import Exclusion, Hours, Preference, Slot, Wish
from mailflow.model.words import Half, Language

ZONE = ZoneInfo("Europe/Brussels")

_DAYS = {
    Language.NL: ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    Language.FR: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    Language.DE: ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = {
    Language.NL: (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    Language.FR: (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    Language.DE: (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
}
_HALVES = {
    Language.NL: {Half.AM: "voormiddag", Half.PM: "namiddag", Half.ANY: "hele dag"},
    Language.FR: {Half.AM: "matin", Half.PM: "après-midi", Half.ANY: "toute la journée"},
    Language.DE: {Half.AM: "vormittags", Half.PM: "nachmittags", Half.ANY: "ganztags"},
}
_SHORT_HALVES = {
    Language.NL: {Half.AM: "vm", Half.PM: "nm", Half.ANY: ""},
    Language.FR: {Half.AM: "matin", Half.PM: "après-midi", Half.ANY: ""},
    Language.DE: {Half.AM: "vorm.", Half.PM: "nachm.", Half.ANY: ""},
}
_CENTRES = {Language.NL: "OCMW", Language.FR: "CPAS", Language.DE: "ÖSHZ"}
_CENTRE = re.compile(
    r"^(?:O\.?C\.?M\.?W\.?|C\.?P\.?A\.?S\.?|(?:Ö|OE|O)\.?S\.?H\.?Z\.?)\s+(?:van\s+|te\s+|de\s+la\s+ville\s+de\s+|de\s+"
    r"|der\s+(?:Gemeinde|Stadt)\s+|d['’]\s*)?",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"bestuur|huis|\bstad\b|\bville\b|commune|centre|zentrum|dienst|service", re.IGNORECASE)


def colon(language: Language) -> str:
    """Return what stands between a label and its value; French has a space before it."""
    return " : " if language is Language.FR else ": "


def weekday(day: date, language: Language) -> str:
    """Name the day of the week."""
    return _DAYS[language][day.weekday()]


def long_day(day: date, language: Language) -> str:
    """Write a date in full: ``dinsdag 12 januari 2027``, ``mardi 1er février 2027``, ``Dienstag, 12. Januar 2027``."""
    month = _MONTHS[language][day.month - 1]
    if language is Language.DE:
        return f"{weekday(day, language)}, {day.day}. {month} {day.year}"
    number = "1er" if language is Language.FR and day.day == 1 else str(day.day)
    return f"{weekday(day, language)} {number} {month} {day.year}"


def short_day(day: date, language: Language) -> str:
    """Write day and month: ``12/01`` or ``12.01.``."""
    return f"{day:%d.%m.}" if language is Language.DE else f"{day:%d/%m}"


def brief_slot(slot: Slot, language: Language) -> str:
    """Write a half-day as in subjects: ``di 12/01 vm``, ``ma 12/01 matin``, ``Di 12.01. vorm.``."""
    half = _SHORT_HALVES[language][slot.half]
    return f"{weekday(slot.day, language)[:2]} {short_day(slot.day, language)} {half}".strip()


def half_name(half: Half, language: Language) -> str:
    """Name a half of the day."""
    return _HALVES[language][half]


def typed_date(day: date, half: Half, language: Language) -> str:
    """Write a date as somebody would type it in an answer: ``12/01/2027 vm``, ``12.01.2027 vorm.``."""
    text = f"{day:%d.%m.%Y}" if language is Language.DE else f"{day:%d/%m/%Y}"
    return f"{text} {_SHORT_HALVES[language][half]}".strip()


def clock(moment: time | datetime, language: Language) -> str:
    """Write a time of day: ``14.20 u.``, ``14h20``, ``14.20 Uhr``; a datetime is shown as in Brussels."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZONE).time()
    if language is Language.FR:
        return f"{moment.hour}h{moment:%M}"
    return f"{moment.hour}.{moment:%M} {'u.' if language is Language.NL else 'Uhr'}"


def span(hours: Hours, language: Language) -> str:
    """Write begin and end: ``9.00–12.30 u.``, ``9h00–12h30``, ``9.00–12.30 Uhr``."""
    if language is Language.FR:
        return f"{clock(hours.start, language)}–{clock(hours.end, language)}"
    return f"{hours.start.hour}.{hours.start:%M}–{clock(hours.end, language)}"


def long_slot(slot: Slot, hours: Hours | None, language: Language) -> str:
    """Write a half-day in full: ``dinsdag 12 januari 2027, 9.00–12.30 u.`` (the half where no hours are known)."""
    tail = span(hours, language) if hours else half_name(slot.half, language)
    return f"{long_day(slot.day, language)}, {tail}"


def any_date(each: Wish | Exclusion, language: Language) -> str:
    """Write a wish or an exclusion: a date or a weekday, with its half where there is one."""
    day = each.date
    if isinstance(each, Exclusion) and day is None:
        text = _DAYS[language][each.weekday - 1]
    else:
        assert day is not None, "a wish is always for a date"
        text = long_day(day, language)
    return text if each.half is Half.ANY else f"{text}, {half_name(each.half, language)}"


_FROM = {Language.NL: "vanaf", Language.FR: "à partir du", Language.DE: "ab"}
_UNTIL = {Language.NL: "tot", Language.FR: "jusqu'au", Language.DE: "bis"}


def preference(each: Preference, language: Language) -> str:
    """Write what somebody would rather have: ``dinsdag, donderdag, vanaf maandag 1 februari 2027``."""
    parts = [_DAYS[language][number - 1] for number in each.weekdays]
    if each.not_before:
        parts.append(f"{_FROM[language]} {long_day(each.not_before, language)}")
    if each.not_after:
        parts.append(f"{_UNTIL[language]} {long_day(each.not_after, language)}")
    return ", ".join(parts)


def centre(ocmw: str, language: Language) -> str:
    """Write a welfare centre in the reader's language: ``OCMW Mol``, ``CPAS de Namur``, ``ÖSHZ Eupen``.

    A name without the usual abbreviation in front that isn't a bare place (``Sociaal Huis Mechelen``) stays as it is.
    """
    place, found = _CENTRE.subn("", ocmw.strip(), count=1)
    if not place or (not found and _HOUSE.search(place)):
        return ocmw.strip()
    if language is not Language.FR:
        return f"{_CENTRES[language]} {place}"
    of = "d'" if place[0].upper() in "AÂÀEÉÈIÎOÔUY" else "de "
    return f"{_CENTRES[language]} {of}{place}"
