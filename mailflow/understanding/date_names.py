"""Names of days, months and numbers: days written in words, misspelt months and weekdays, months in compounds.

A number in words is a day only beside a month of its own language: "onze maart" is no eleventh of March, and "one may"
no first of May.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
}
_ALSO = {"janner": 1, "feber": 2, "maerz": 3}
_WEEKDAYS = (
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
)
_UNITS = {
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt",
    "de": "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig",
}
_ORDINALS = {
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende"
    " vijftiende zestiende zeventiende achttiende negentiende twintigste",
    "de": "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte elfte zwolfte dreizehnte vierzehnte"
    " funfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste",
}
_TENS = {"nl": ("en", "twintig", "dertig", "ste"), "de": ("und", "zwanzig", "dreisig", "ste")}


def _cardinals(language: str) -> dict[str, int]:
    units = _UNITS[language].split()
    named = {name: n for n, name in enumerate(units, 1)}
    if language == "fr":
        named |= {f"vingt-{name}": 20 + n for n, name in enumerate(units[1:9], 2)}
        return named | {"vingt et un": 21, "trente": 30, "trente et un": 31}
    link, twenty, thirty, _ = _TENS[language]
    for n, name in enumerate(units[:9], 1):
        named |= {f"{name}{link}{twenty}": 20 + n, f"{name} {link} {twenty}": 20 + n}
    return named | {thirty: 30, f"{units[0]}{link}{thirty}": 31, f"{units[0]} {link} {thirty}": 31}


def _ordinals(language: str) -> dict[str, int]:
    if language == "fr":
        return {"premier": 1}
    named = {name: n for n, name in enumerate(_ORDINALS[language].split(), 1)}
    ending = _TENS[language][3]
    named |= {f"{name}{ending}": n for name, n in _cardinals(language).items() if n > 20}
    if language == "de":
        named |= {"siebente": 7} | {f"{name}{e}": n for name, n in named.items() for e in ("n", "r", "m")}
    return named


COUNTS: dict[str, int] = {name: n for language in _UNITS for name, n in _cardinals(language).items() if name != "sept"}
"""Numbers in words; not *sept*, which is the month too."""
ORDINALS: dict[str, int] = {name: n for language in ("nl", "de", "fr") for name, n in _ordinals(language).items()}

_MONTH_NAMES = {language: {name: n for n, name in enumerate(names.split(), 1)} for language, names in _MONTHS.items()}
_DAYS_IN_WORDS = {
    "nl": _cardinals("nl") | _ordinals("nl"),
    "fr": _cardinals("fr") | _ordinals("fr"),
    # In German a day is an ordinal: "zwei Mai" names none.
    "de": _ordinals("de"),
}


def day_in_words(number: str, month: str) -> int:
    """Return the day that a number in words names beside a month, ``0`` if they are not of one language."""
    words = " ".join(number.split())
    for language, days in _DAYS_IN_WORDS.items():
        if month in _MONTH_NAMES[language] and words in days:
            return days[words]
    return 0


MONTH_SPAN = re.compile(
    rf"(?P<month>{'|'.join(sorted({n for names in _MONTHS.values() for n in names.split()} | set(_ALSO)))})s?-?"
    r"(?P<what>helft|halfte|haelfte|week|weken|wochen?|mitte|ende|anfang)(?![a-z])"
)
"""``Januarhälfte``, ``februariweek``, ``Märzmitte``."""


def month_number(name: str) -> int:
    """Return the number of a month by its full name."""
    return next((names[name] for names in _MONTH_NAMES.values() if name in names), _ALSO.get(name, 0))


_LONG = 5
_MONTHS_TO_SPELL = {name: n for names in _MONTH_NAMES.values() for name, n in names.items() if len(name) >= _LONG} | {
    "janner": 1
}
_WEEKDAYS_TO_SPELL = {name: n for names in _WEEKDAYS for n, name in enumerate(names.split(), 1)}


@lru_cache(maxsize=4096)
def misspelt_month(word: str) -> int:
    """Return the month that a word is one slip away from (a letter more, less, other, or two swapped)."""
    return _misspelt(word, _MONTHS_TO_SPELL)


@lru_cache(maxsize=4096)
def misspelt_weekday(word: str) -> int:
    """Return the weekday (1 = Monday) that a word is one slip away from."""
    return _misspelt(word, _WEEKDAYS_TO_SPELL)


def _misspelt(word: str, names: dict[str, int]) -> int:
    near = {n for name, n in names.items() if word[:1] == name[:1] and _one_slip(word, name)}
    return near.pop() if len(word) >= _LONG and len(near) == 1 else 0


def _one_slip(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    rest, other = word[start:], name[start:]
    swapped = len(rest) > 1 and len(other) > 1 and rest[0] == other[1] and rest[1] == other[0] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
