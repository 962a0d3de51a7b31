"""Names of people: which part is the family name, in the orders and spellings used in Belgium.

Signals, strongest first: a comma (``Peeters, Els``), capitals (``PEETERS Els``), a particle (``Els Van den Broeck``),
a first name on the list of common ones beside this file, the order that the label announces, first name first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import NamedTuple

from mailflow.understanding.tokens import fold

PARTICLES = frozenset(
    [
        "de",
        "den",
        "der",
        "des",
        "du",
        "d",
        "da",
        "di",
        "del",
        "della",
        "dos",
        "el",
        "al",
        "le",
        "la",
        "les",
        "van",
        "vander",
        "vanden",
        "ver",
        "von",
        "vom",
        "zu",
        "zur",
        "zum",
        "ten",
        "ter",
        "te",
        "op",
        "'t",
        "t",
        "'s",
        "s",
        "ben",
        "bou",
        "abou",
        "ait",
        "ould",
        "st",
        "saint",
        "sint",
        "mac",
        "mc",
        "o",
    ]
)
_TITLES = frozenset(
    [
        "dhr",
        "mevr",
        "mw",
        "mevrouw",
        "meneer",
        "mijnheer",
        "heer",
        "de",
        "mr",
        "mme",
        "mlle",
        "madame",
        "monsieur",
        "m",
        "herr",
        "frau",
        "dr",
        "ir",
        "drs",
        "prof",
    ]
)
LEAST_PART = 2
MOST_LAST = 4
_WORD = re.compile(r"[^\W\d_][^\s,;()<>\[\]\"]*")


class Name(NamedTuple):
    """A person's name; ``last`` is the family name."""

    last: str = ""
    first: str = ""


@cache
def first_names() -> frozenset[str]:
    """Return common first names of Belgium, folded."""
    source = resources.files(__package__).joinpath("first_names.txt").read_text(encoding="utf-8")
    return frozenset(source.split())


def split_name(text: str, *, last_first: bool = False) -> Name:
    """Split a full name; ``last_first`` says that a label announced the family name first."""
    text = re.sub(r"\([^)]*\)|<[^>]*>|\[[^\]]*\]", " ", text).strip(" \t,;.:-–\"'")
    before, comma, behind = text.partition(",")
    if comma and _is_whole(_words_of(before)) and not any(_is_first(word) for word in _words_of(behind)):
        # "Manfred Theissen, Verantwortlicher Sozialdienst": the comma leads to a function, not to a first name.
        text, comma = before, ""
    if comma and _WORD.search(before) and _WORD.search(behind):
        return Name(tidy(before), tidy(" ".join(_words_of(behind)[:3])))
    words = _words_of(without_title(text))
    if len(words) < 2:
        return Name(tidy(words[0]) if words else "")
    place, last_begins = _cut(words, last_first=last_first)
    left, right = " ".join(words[:place]), " ".join(words[place:])
    return Name(tidy(left), tidy(right)) if last_begins else Name(tidy(right), tidy(left))


def without_title(text: str) -> str:
    """Return a name without the titles in front of it ("Mme Lambotte")."""
    words = text.split()
    titles = takewhile(lambda word: fold(word).strip() in _TITLES - {"de", "m"}, words[:-1])
    return " ".join(words[sum(1 for _ in titles) :])


def _is_whole(words: Sequence[str]) -> bool:
    """Say whether words are a first name and a family name, in whatever order."""
    return len(words) > 1 and any(_is_first(word) for word in (words[0], words[-1]))


def _words_of(text: str) -> list[str]:
    return [match[0].rstrip(".") if len(match[0]) > 2 else match[0] for match in _WORD.finditer(text)]


def _cut(words: Sequence[str], *, last_first: bool) -> tuple[int, bool]:
    """Return where to cut, and whether the family name stands in front."""
    capitals = [_is_capitals(word) for word in words]
    if any(capitals) and not all(capitals):
        first = capitals.index(True)
        if first == 0 or all(fold(word) in PARTICLES for word in words[:first]):
            end = max(i for i, upper in enumerate(capitals) if upper) + 1
            return (end, True) if end < len(words) else (first or 1, False)
        while first > 1 and fold(words[first - 1]) in PARTICLES:
            first -= 1
        return first, False
    particle = next((i for i, word in enumerate(words) if i and fold(word) in PARTICLES), 0)
    if fold(words[0]) in PARTICLES:
        # "De Smet" is a family name alone, "De Smet Jan" is not.
        proper = sum(fold(word) not in PARTICLES for word in words)
        return len(words) - (proper > 1), True
    if particle and particle == len(words) - 2:
        # "Graziella Di Marco": what a particle leads to is no first name.
        return particle, False
    if particle:
        known_last = fold(words[-1]) in first_names() and fold(words[0]) not in first_names()
        return (len(words) - 1, True) if known_last else (particle, False)
    return _cut_plain(words, last_first=last_first)


def _cut_plain(words: Sequence[str], *, last_first: bool) -> tuple[int, bool]:
    """Cut a name without capitals and particles by the list of first names, else by the order announced."""
    known = [_is_first(word) for word in words]
    if known[0] and not known[-1]:
        count = next(i for i, yes in enumerate(known) if not yes)
        return count, False
    if known[-1] and not known[0]:
        count = next(i for i, yes in enumerate(reversed(known)) if not yes)
        return len(words) - count, True
    return (len(words) - 1, True) if last_first else (1, False)


def _is_first(word: str) -> bool:
    folded = fold(word)
    return folded in first_names() or folded.split(" ")[0] in first_names()


def _is_capitals(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def tidy(name: str) -> str:
    """Return a name in ordinary capitals where it was written all in capitals or all in small letters."""
    name = " ".join(name.split()).strip(" ,;.:-–")
    letters = [char for char in name if char.isalpha()]
    if len(letters) < 2 or not (all(c.isupper() for c in letters) or all(c.islower() for c in letters)):
        return name
    words = name.split(" ")
    return " ".join(
        word.lower() if 0 < i < len(words) - 1 and fold(word) in {"de", "den", "der", "du", "des"} else _capital(word)
        for i, word in enumerate(words)
    )


def _capital(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match[0][:1].upper() + match[0][1:].lower(), word)


def as_addressed(name: Name, written: str, address: str) -> Name:
    """Return a name as the address has it, where text and address both begin with what is taken for the family name.

    Nearly all centres write ``first.last@``; "Manfred Hermann", ``manfred.hermann@`` is Mr Hermann, although his is a
    first name too.
    """
    last, first = fold(name.last), fold(name.first)
    if not (last and first) or not fold(written).startswith(last):
        return name
    local = fold(address.partition("@")[0]).replace(" ", "")
    return Name(name.first, name.last) if local == f"{last}{first}".replace(" ", "") else name


def name_by_address(address: str, text: str) -> Name:
    """Return the name that a text writes as the address has it (``wim.declercq@`` and "Wim De Clercq"), else none."""
    first, *rest = fold(address.partition("@")[0]).split() or [""]
    last = "".join(rest)
    if len(first) < LEAST_PART or len(last) < LEAST_PART or not f"{first}{last}".isalpha():
        return Name()
    words = [match[0] for match in _WORD.finditer(text)]
    for place, word in enumerate(words):
        if _letters(word) != first:
            continue
        for count in range(1, MOST_LAST + 1):
            for written in (words[place + 1 : place + 1 + count], words[max(0, place - count) : place]):
                if "".join(map(_letters, written)) == last:
                    return Name(tidy(" ".join(written)), tidy(word))
    return Name()


def _letters(word: str) -> str:
    return "".join(char for char in fold(word) if char.isalpha())
