"""Hours of the day, and the half that they lie in: "van 9 tot 12u", "ab 13 Uhr", "niet voor 10u".

Beside which day they stand is left to ``date_items.py``.
"""

from __future__ import annotations

import re

from mailflow.model.words import Half

# "à 9h 13 avril", "tot 12u 26/04": behind the hour stands the next day.
_MINUTES = (
    r"[0-5]\d(?![./-]\d)(?! ?(?:jan|fev|feb|mar|mrt|maa|avr|apr|mai|mei|jui|jun|jul|aou|aug|sep|okt|oct|nov|dec|dez))"
)
_HOUR = (
    rf"(?:\d{{1,2}}(?: ?[hu] ?|:){_MINUTES}(?: ?(?:uur|uhr|u|h))?|"
    r"\d{1,2} ?[hu]|\d{1,2}[.,][0-5]\d ?(?:uur|uhr|u|h)"
    r"|\d{1,2} ?(?:uur|uhr|heures?|o'clock)|\d{1,2}(?:[:.][0-5]\d)? ?(?:am(?! [a-z])|pm|a\.m\.|p\.m\.))(?![a-z\d])"
)
_LEAD = (
    r"(?P<lead>(?:niet|nooit|pas|jamais|nicht|nie|not|never) (?:voor|na|avant|apres|vor|nach|before|after)"
    r"|vanaf|na|voor|tot|ten vroegste om|ten laatste om|om|rond|omstreeks|a partir de|apres|avant|jusqu'a|des"
    r"|vers|ab|nach|vor|bis|um|gegen|from|after|before|until|at|a) "
)
_RANGE = r" ?(?:-|tot|a|bis(?: um)?|to|et|en|und|and|jusqu'a) ?"
_SPAN = r"(?:(?:van|de|von|from|tussen|entre|zwischen|between) )?(?<![\d./-])"
_QUARTER = r"\d{1,2}[.:](?:00|15|30|45)"
HOURS = re.compile(
    rf"{_SPAN}(?P<a>\d{{1,2}}(?: ?[hu:] ?(?:[0-5]\d)?|\.(?:00|15|30|45)?)?(?: ?uur| ?uhr)?){_RANGE}"
    r"(?P<b>" + _HOUR + r"|(?:de )?middag|midi|mittag)"
    rf"|{_SPAN}(?P<c>{_QUARTER}){_RANGE}(?P<d>{_QUARTER})(?!\d|[./]\d)"
    rf"|(?:{_LEAD})?(?<![\d./-])(?P<e>{_HOUR})"
    rf"|(?:om|um|a|at|vanaf|ab) (?P<f>\d{{1,2}}\.(?:00|15|30|45))(?!\d|[./]\d)"
)
_HOURS_START = re.compile(
    r"(?:niet|nooit|pas|jamais|nicht|nie|not|never|van|de|von|from|tussen|entre|zwischen|between|vanaf|na|voor|tot|ten|om|rond|omstreeks|a|apres|avant|jusqu"
    r"|des|vers|ab|nach|vor|bis|um|gegen|after|before|until|at)\b|\d"
)


def _hour_number(text: str) -> float:
    numbers = re.findall(r"\d+", text) or ["12"]  # noon
    hour = int(numbers[0]) + (int(numbers[1]) / 60 if len(numbers) > 1 else 0)
    return hour + 12 if re.search(r"p\.?m", text) and hour < 12 else hour


def hours_at(masked: str, atom: re.Match[str]) -> tuple[Half | None, re.Match[str]] | None:
    """Return the half in which hours lie that begin at an atom, with what they match; ``None`` if there are none."""
    if not _HOURS_START.match(atom.group()):
        return None
    match = HOURS.match(masked, atom.start())
    if not match:
        return None
    begin, end = match["a"] or match["c"], match["b"] or match["d"]
    led = masked[: match.start()].endswith("le ") and (begin or "").isdigit()
    if begin and (led or _hour_number(begin) >= _hour_number(end)):
        # "Mettons le 15 à 10h", "le 8 à 10h": a day, and its hour.
        return None
    single = match["e"] or match["f"]
    half = _half_of_range(_hour_number(begin), _hour_number(end)) if begin else None
    if single:
        half = _half_of_hour(_hour_number(single), match["lead"] or "")
    return half, match


def _half_of_range(begin: float, end: float) -> Half | None:
    if not 6 <= begin < end <= 20:
        return None
    if end <= 13:
        return Half.AM
    return Half.PM if begin >= 12 else Half.ANY


_NOT = frozenset(["niet", "nooit", "pas", "jamais", "nicht", "nie", "not", "never"])
_TURNED = {
    **dict.fromkeys(["voor", "avant", "vor", "before"], "vanaf"),
    **dict.fromkeys(["na", "apres", "nach", "after"], "tot"),
}
"""What "not before" and "not after" mean, as one word."""


def _half_of_hour(hour: float, lead: str) -> Half | None:
    if not 6 <= hour <= 20:
        return None
    lead = _TURNED.get(lead.rpartition(" ")[2], lead) if lead.partition(" ")[0] in _NOT else lead
    if lead in {"tot", "voor", "jusqu'a", "avant", "bis", "vor", "before", "until", "ten laatste om"}:
        return Half.AM if hour <= 13 else Half.ANY
    if lead in {"vanaf", "na", "a partir de", "apres", "des", "ab", "nach", "from", "after", "ten vroegste om"}:
        return Half.PM if hour >= 12 else Half.ANY
    if hour == 12:
        return None
    return Half.AM if hour < 12 else Half.PM
