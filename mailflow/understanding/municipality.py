"""Which of the 565 Belgian municipalities a text names: its NIS code and official languages.

Many names are everyday words (Mol, As, Boom, Spa, Silly), so a name counts only behind OCMW, CPAS or ÖSHZ (or one of
the local names for them), behind a postcode of its own, in a field of its own (``municipality_called``), or in a mail
domain (``municipality_of_domain``, a hint). An unknown name is left to the caller as it was written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mailflow.model.words import Language
from mailflow.understanding.tokens import UMLAUTS, Token, fold, tokens_of

LONGEST = 8
LEAST_FIRST = 5
_NUMBERS = frozenset(["trois", "quatre"])
_PREPOSITIONS = frozenset({
    "van", "te", "de", "d", "du", "des", "der", "in", "het", "la", "le", "les", "voor", "fur", "von", "vom"
})  # fmt: skip
_SOME = frozenset(["een", "un", "ein", "einem", "einen", "eines"])
_PROVINCES = frozenset({
    "limburg", "antwerpen", "luik", "liege", "luttich", "namen", "namur", "luxemburg", "luxembourg",
})  # fmt: skip
_FILL = frozenset(["gemeente", "stad", "commune", "ville", "stadt", "gemeinde", "municipality"])
_CENTRES = (
    "ocmw", "o c m w", "cpas", "c p a s", "oshz", "oeshz", "o s h z", "lokaal bestuur", "sociaal huis", "welzijnshuis",
    "openbaar centrum voor maatschappelijk welzijn", "centre public d action sociale", "zorgbedrijf",
    "offentliches sozialhilfezentrum", "oeffentliches sozialhilfezentrum", "sozialhilfezentrum", "gemeentebestuur",
    "stadsbestuur", "administration communale", "gemeente", "stad", "commune", "ville", "gemeinde", "stadt",
)  # fmt: skip
_CENTRE_WORDS = tuple(sorted((tuple(name.split()) for name in _CENTRES), key=len, reverse=True))
_IN_DOMAIN = re.compile(
    r"^(?:ocmw|cpas|oeshz|oshz|dshz|lokaalbestuur|sociaalhuis|welzijnshuis|welzijn|zorgbedrijf|gemeente|stad|commune|ville)"
    r"[-.]?(.+)$"
)
_AFTER_DOMAIN = re.compile(
    r"^(.+?)[-.]?(?:ocmw|cpas|oeshz|oshz|lokaalbestuur|sociaalhuis|socialehuis|welzijnshuis|welzijn|zorgbedrijf)$"
)
_CENTRE_WORD = re.compile(r"\b(?:ocmws?|cpas|oshz|oeshz|o c m w|c p a s|sociaal huis|welzijnshuis|lokaal bestuur)\b")
_SAINTS = (("sint", "st"), ("saint", "st"), ("sainte", "ste"), ("sankt", "st"), ("sankt", "saint"))


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of Statbel's list (1 January 2025); ``area`` are its official languages."""

    nis: str
    names: dict[Language, str]
    area: tuple[Language, ...]
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_name: dict[str, Municipality]
    by_postcode: dict[str, tuple[Municipality, ...]]
    by_joined: dict[str, Municipality]
    long_names: tuple[str, ...]


@cache
def _gazetteer() -> _Gazetteer:
    """Read the package's list once, and index it by every folded spelling."""
    source = resources.files(__package__).joinpath("municipalities.json").read_text(encoding="utf-8")
    by_name: dict[str, Municipality] = {}
    by_postcode: dict[str, tuple[Municipality, ...]] = {}
    also: list[tuple[str, Municipality]] = []
    for row in json.loads(source)["municipalities"]:
        place = Municipality(
            nis=row["nis"],
            names={language: row[language.value] for language in Language},
            area=tuple(Language(code) for code in row["lang"].split("+")),
            postcodes=tuple(row["postcodes"]),
        )
        for name in place.names.values():
            for spelling in _spellings(name):
                by_name.setdefault(spelling, place)
        also += [(name, place) for name in row.get("also", ())]
        for code in place.postcodes:
            by_postcode[code] = (*by_postcode.get(code, ()), place)
    for name, place in also:
        for spelling in _spellings(name):
            by_name.setdefault(spelling, place)
    for name, place in tuple(by_name.items()):
        article, _, bare = name.partition(" ")
        if article in {"le", "la", "les", "het"} and len(bare) > 3:
            by_name.setdefault(bare, place)
    by_name |= _first_words(by_name)
    joined = {name.replace(" ", ""): place for name, place in by_name.items()}
    return _Gazetteer(by_name, by_postcode, joined, tuple(name for name in by_name if len(name) > 5))


def _first_words(by_name: Mapping[str, Municipality]) -> dict[str, Municipality]:
    """Return the first words that only one municipality begins with ("Molenbeek", "Marche"), as people call them."""
    owners: dict[str, dict[str, Municipality]] = {}
    for name, place in by_name.items():
        first, _, rest = name.partition(" ")
        if rest and len(first) >= LEAST_FIRST and first not in _NUMBERS:
            owners.setdefault(first, {})[place.nis] = place
    return {
        first: next(iter(places.values()))
        for first, places in owners.items()
        if len(places) == 1 and first not in by_name
    }


def _spellings(name: str) -> set[str]:
    """Return the folded spellings of a name: umlauts both ways, Saint abbreviated, without a text in brackets."""
    plain = {name, name.translate(UMLAUTS), re.sub(r"\s*\(.*?\)", "", name)}
    folded = {fold(text) for text in plain}
    for long, short in _SAINTS:
        folded |= {re.sub(rf"\b{long}\b", short, text) for text in folded}
    return {text for text in folded if text}


def find_municipality(text: str) -> Municipality | None:
    """Return the first municipality named behind OCMW, CPAS, ÖSHZ and the like, or behind its own postcode."""
    found = centre_in(text)
    if found is not None and found[1] is not None:
        return found[1]
    tokens = tokens_of(unicodedata.normalize("NFC", text))
    for place, token in enumerate(tokens):
        if len(token.word) == 4 and token.word.isdigit() and (named := _at_postcode(tokens, place)):
            return named
    return None


_SIZES = frozenset({
    "klein", "kleine", "groot", "grote", "middelgroot", "landelijk", "petit", "grand", "moyen", "kleines", "kleinen",
    "grosses", "grossen",
})  # fmt: skip


def centre_in(text: str) -> tuple[str, Municipality | None] | None:
    """Return the words that name a welfare centre (``OCMW Mol``), with its municipality where it is known.

    A centre with a known municipality goes before one without; ``OCMW`` alone names none.
    """
    text = unicodedata.normalize("NFC", text)
    tokens = tokens_of(text)
    unknown = None
    for place in range(len(tokens)):
        length = _centre_at(tokens, place)
        if not length:
            continue
        begin = place + length
        if _is_compound(text, tokens[begin - 1]):
            continue
        # "Een OCMW in de Kempen", "in Limburg" hides which one.
        before = [token.word for token in tokens[max(0, place - 2) : place]]
        some = bool(before) and (before[-1] in _SOME or (before[-1] in _SIZES and before[0] in _SOME))
        hit = _behind(tokens, begin)
        if hit is not None and not (some and tokens[hit[0] - 1].word in _PROVINCES):
            end, municipality = hit
            written = text[tokens[place].start : tokens[end - 1].end]
            return re.sub(r"\s*[(\[]\s*", " ", written) if ")" not in written else written, municipality
        if unknown is None and not some and tokens[place].word[:4] in {"ocmw", "cpas", "oshz", "oesh"}:
            unknown = _unknown_name(text, tokens, place, begin)
    return (unknown, None) if unknown else None


def _is_compound(text: str, centre: Token) -> bool:
    """Say whether a word for a centre only begins another ("ÖSHZ-Personal", "OCMW-medewerkers")."""
    behind = text[centre.end : centre.end + 1 + LONGEST_COMPOUND]
    return _COMPOUND.match(behind) is not None


LONGEST_COMPOUND = 16  # characters
_COMPOUND = re.compile(
    r"[-–](?:personal|mitarbeiter|mitarbeitende|angestellte|leute|personeel|medewerk|collega|werk|wet|klant|gesetz|agent|kolleg)",
    re.IGNORECASE,
)


def municipality_called(name: str, *, typos: bool = True) -> Municipality | None:
    """Return the municipality that a field of its own names (``Mol``, ``OCMW Mol``, ``2400 Mol``, ``Stad Gent``)."""
    found = find_municipality(name)
    if found is not None:
        return found
    tokens = tokens_of(unicodedata.normalize("NFC", name))
    for fuzzy in (False, True)[: 1 + typos]:
        for place in range(len(tokens)):
            hit = _name_at(tokens, place, fuzzy=fuzzy)
            if hit is not None:
                return hit[1]
    return None


def municipality_of_domain(address: str) -> Municipality | None:
    """Return the municipality that a mail address hints at (``@ocmw-mol.be``, ``@cpas-liege.be``, ``@mol.be``)."""
    labels = address.rpartition("@")[2].casefold().split(".")[:-1]
    for label in reversed(labels):
        inner = _IN_DOMAIN.match(label) or _AFTER_DOMAIN.match(label)
        for candidate in (label, inner[1] if inner else label):
            found = _gazetteer().by_joined.get(fold(candidate).replace(" ", ""))
            if found is not None:
                return found
    return None


def names_a_centre(text: str) -> bool:
    """Say whether a text speaks of OCMW, CPAS or ÖSHZ at all."""
    words = " ".join(token.word for token in tokens_of(text))
    return _CENTRE_WORD.search(words) is not None


def _centre_at(tokens: Sequence[Token], place: int) -> int:
    for words in _CENTRE_WORDS:
        if words[0] == tokens[place].word and tuple(t.word for t in tokens[place : place + len(words)]) == words:
            return len(words)
    return 0


def _behind(tokens: Sequence[Token], begin: int) -> tuple[int, Municipality] | None:
    """Look for a name at a place, then behind one or two prepositions (``van``, ``de la``, ``der Gemeinde``)."""
    for fuzzy in (False, True):
        for place in range(begin, min(begin + 4, len(tokens))):
            hit = _name_at(tokens, place, fuzzy=fuzzy)
            if hit is not None:
                return hit
            word = tokens[place].word
            if word not in _PREPOSITIONS and word not in _FILL and not (word.isdigit() and len(word) == 4):
                break
    return None


def _name_at(tokens: Sequence[Token], place: int, *, fuzzy: bool) -> tuple[int, Municipality] | None:
    """Return the end and the municipality of the longest name that begins at a token."""
    names = _gazetteer().by_name
    for end in range(min(len(tokens), place + LONGEST), place, -1):
        written = " ".join(token.word for token in tokens[place:end])
        found = names.get(written) or (_nearly(written) if fuzzy else None)
        if found is not None:
            return end, found
    return None


def _nearly(written: str) -> Municipality | None:
    """Return the one municipality within one edit of a name of more than five letters."""
    if len(written) <= 5 or len(written) > 40:
        return None
    gazetteer = _gazetteer()
    close = process.extract(written, gazetteer.long_names, scorer=OSA.distance, score_cutoff=1, limit=5)
    found = {gazetteer.by_name[name].nis: gazetteer.by_name[name] for name, _, _ in close}
    return next(iter(found.values())) if len(found) == 1 else None


def _at_postcode(tokens: Sequence[Token], place: int) -> Municipality | None:
    """Return the municipality of a postcode if its name (or that of a part of it) follows."""
    named = _gazetteer().by_postcode.get(tokens[place].word, ())
    if place + 1 >= len(tokens) or not named:
        return None
    hit = _name_at(tokens, place + 1, fuzzy=True)
    return hit[1] if hit is not None and hit[1] in named else None


def _unknown_name(text: str, tokens: Sequence[Token], place: int, begin: int) -> str:
    """Return the words of a centre whose municipality is not on the list, ``""`` if none is named."""
    end = begin
    while end < len(tokens) and tokens[end].word in _PREPOSITIONS | _FILL:
        end += 1
    first = end
    while end < len(tokens) and end - first < 3 and text[tokens[end].start].isupper():
        if end > first and re.search(r"[,;:.\n]", text[tokens[end - 1].end : tokens[end].start]):
            break
        end += 1
    return text[tokens[place].start : tokens[end - 1].end] if end > first else ""
