"""What running text says about its writer: name, function, the superior's agreement; and which sentences tell of days.

Labelled fields go before all of this; here nobody has labelled anything. The reason is the business of ``reasons``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mailflow.model.words import Language
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.names import PARTICLES, Name, first_names, split_name
from mailflow.understanding.passage import Sentence
from mailflow.understanding.tokens import Found, fold, tokens_of

ASIDE_WORDS = 15

INTRODUCTION = re.compile(
    r"(?:(?<=^)|(?<=[\s,(]))(?i:ik ben(?: de heer| mevrouw)?|mijn naam is|ik heet|hier(?: is)?|"
    r"(?:de )?ondergetekende[,:]?|"
    r"ik ondergetekende,?|ik,|"
    r"ikzelf(?: \(|,)?|moi-même(?: \(|,)?|ich selbst(?: \(|,)?|"
    r"je suis|je m(?:['’] ?)?app?ell?e|ici|mon nom est|(?:je )?soussigné(?:e|\(e\))?,?|moi,|moi c['’]est|"
    r"ich bin|hier(?: ist| spricht)?|mein name ist|ich hei(?:ß|ss)e|ich,|(?:der |die )?unterzeichnete[r]?,?|"
    r"name is|i am)\s+"
)
_NAME = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|d['’][A-Z][\w-]*)(?:\s+(?:van|de|den|der|von|vom|zu|du|le|la|el|al|ten|ter|'t|d['’][\w-]+|[A-ZÀ-ÖØ-Þ][\w’'-]*))*"
)
_SMALL_NAME = re.compile(
    r"[a-zà-ÿ’'-]+(?:\s+[a-zà-ÿ’'-]+){1,2}?(?=\s*(?:,|\bvan\s+(?:het\s+)?ocmw|\bdu cpas|\bvom|\bbeim|\bbij|\.|$))"
)
_SMALL_FIRST = re.compile(r"[a-zà-ÿ-]{2,}(?=\s+[A-ZÀ-Þ])")
_STOP = frozenset(
    [
        "ocmw",
        "cpas",
        "oshz",
        "oeshz",
        "dienst",
        "service",
        "stad",
        "gemeente",
        "ville",
        "commune",
        "sociaal",
        "lokaal",
        "welzijnshuis",
        "het",
        "pod",
        "spp",
        "opd",
        "stadt",
    ]
)
_ROLE = re.compile(
    r"\b(?i:als|comme|en tant qu[e'’]|en qualité d[e'’]|ben|suis|bin|functie|fonction|funktion|arbeite als|werk als)\b"
)


_NO_NAME_WORDS = frozenset({
    "ik", "wij", "we", "je", "jullie", "nous", "vous", "ich", "wir", "ihr", "er", "is", "ist", "est", "een", "un",
    "une", "ein", "eine", "nog", "ook", "weer", "dus", "donc", "also", "nicht", "niet", "pas",
})  # fmt: skip


class Introduction(NamedTuple):
    """Who a sentence says the writer is; ``written`` is the text from the name on."""

    name: Name
    line: int
    written: str


def introduction(sentences: Sequence[Sentence], lexicon: Lexicon) -> Introduction | None:
    """Return the name with which the writer introduces himself or herself ("ik ben Els Peeters van …")."""
    for sentence in sentences:
        for match in INTRODUCTION.finditer(sentence.text):
            name = _name_at(sentence.text, match.end(), lexicon)
            if name is not None:
                return Introduction(name, sentence.line_at(match.start()), sentence.text[match.end() :])
    return None


def _name_at(text: str, place: int, lexicon: Lexicon) -> Name | None:
    small = _SMALL_FIRST.match(text, place)
    if small is not None and fold(small[0]).split()[0] in first_names():
        # "jean-luc Bodart"
        text = text[:place] + small[0].title() + text[small.end() :]
    match = _NAME.match(text, place) or _SMALL_NAME.match(text, place)
    if match is None or (match[0].islower() and fold(match[0].split()[0]) not in first_names()):
        return None
    if _NO_NAME_WORDS.intersection(fold(match[0]).split()):
        return None
    words: list[str] = []
    for word in match[0].split():
        if fold(word) in _STOP or (not fold(word) and len(words) > 0):
            break
        words.append(word)
    while words and fold(words[-1]) in PARTICLES:
        words.pop()
    tokens = tokens_of(" ".join(words))
    if (
        not tokens
        or len(words) > 6
        or lexicon.book("functions").at(tokens, 0)
        or lexicon.book("own_service").at(tokens, 0)
    ):
        return None
    if len(words) == 1:
        return Name("", words[0]) if fold(words[0]) in first_names() else None
    return split_name(" ".join(words))


def function_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the function that the writer gives in a sentence about himself or herself, with its line."""
    for sentence in sentences:
        if not (INTRODUCTION.search(sentence.text) or _ROLE.search(sentence.text)):
            continue
        hit = lexicon.book("functions").first(sentence.tokens)
        if hit is not None and not _is_of_others(sentence, hit, lexicon):
            start, end = sentence.tokens[hit.start].start, sentence.tokens[hit.end - 1].end
            return sentence.text[start:end], sentence.line_at(start)
    return "", 0


def _is_of_others(sentence: Sentence, hit: Found[str], lexicon: Lexicon) -> bool:
    """Say whether a function belongs to somebody else: "mijn diensthoofd", "notre directrice"."""
    before = sentence.tokens[max(0, hit.start - 2) : hit.start]
    return any(token.word in _OTHERS for token in before) or lexicon.book("superior").first(before) is not None


_OTHERS = frozenset(
    [
        "mijn",
        "onze",
        "ons",
        "mon",
        "ma",
        "notre",
        "nos",
        "mes",
        "mein",
        "meine",
        "meinem",
        "meiner",
        "meinen",
        "unser",
        "unsere",
        "unserem",
        "unserer",
        "jullie",
        "uw",
        "vos",
        "votre",
        "ihr",
        "ihre",
    ]
)


def is_aside(text: str) -> bool:
    """Say whether a paragraph only speaks of days, or is only a name: no part of a motivation."""
    sentence = Sentence(text, 0, ((0, 0),))
    return is_signature(sentence) or (len(sentence.tokens) <= ASIDE_WORDS and speaks_of_days(sentence))


def is_signature(sentence: Sentence) -> bool:
    """Say whether a sentence is only a name: up to four capitalised words."""
    words = sentence.text.strip(" .,").split()
    return len(words) <= 4 and all(word[:1].isupper() or fold(word) in PARTICLES for word in words)


_DAYS = frozenset(
    [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "beschikbaar",
        "disponible",
        "disponibles",
        "verfugbar",
        "data",
        "datum",
        "date",
        "dates",
        "termin",
        "termine",
        "conges",
        "verlof",
        "urlaub",
        "vacances",
        "vakantie",
        "ferien",
        "matin",
        "matinee",
        "voormiddag",
        "namiddag",
        "vormittag",
        "nachmittag",
    ]
)


_WEEKDAYS = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
)  # fmt: skip
_DAY = re.compile(
    r"\d{1,2}[/.]\d{1,2}|\d{1,2}(?:er|\.)?\s+(?:jan|feb|fév|mrt|maart|mars|märz|apr|avr|mei|mai|jun|juin|jul|juil|dec|déc|dez)",
    re.IGNORECASE,
)


def speaks_of_days(sentence: Sentence) -> bool:
    """Say whether a sentence names days, halves of days or availability."""
    short = len(sentence.tokens) <= ASIDE_WORDS
    # "Een hoop data over onze trajecten …" speaks of no day.
    return bool(_DAY.search(sentence.text)) or any(
        (short and token.word in _DAYS) or token.word.startswith(_WEEKDAYS) for token in sentence.tokens
    )


def agreement_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[bool | None, int]:
    """Return whether a superior agrees, as far as a sentence says so, with its line; ``None`` = not said."""
    for sentence in sentences:
        tokens = sentence.tokens
        agrees = lexicon.book("agrees").first(tokens)
        superior = lexicon.book("superior").first(tokens)
        if agrees is None or superior is None or sentence.asks:
            continue
        if lexicon.book("not_yet").first(tokens) is not None:
            return None, sentence.line
        near = tokens[max(0, agrees.start - 4) : agrees.end + 2]
        no = lexicon.book("no").first(near)
        return no is None, sentence.line
    return None, 0


LONGEST_CODE = 3  # letters: "de" and "fr" are words of a sentence
_CLAUSE_END = re.compile(r"[,:;(]")


def language_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Language | None, int]:
    """Return the one language in which a sentence wants the answer, with its line ("Répondez-moi en néerlandais")."""
    for sentence in sentences:
        answer = lexicon.book("answer_in").first(sentence.tokens)
        if answer is None:
            continue
        begin = sentence.tokens[answer.end - 1].end
        cut = _CLAUSE_END.search(sentence.text, begin)
        end = cut.start() if cut is not None else len(sentence.text)
        clause = [token for token in sentence.tokens if begin <= token.start < end]
        named = lexicon.book("languages").find(clause)
        wanted = {hit.value for hit in named if len(clause[hit.start].word) > LONGEST_CODE}
        if len(wanted) == 1:
            return Language(wanted.pop()), sentence.line
    return None, 0


_CONDITIONAL = re.compile(
    r"\b(?:zou|zouden|w[üu]e?rde[n]?|wäre[n]?|hätte[n]?|könnte[n]?|(?:\w+[eid]|dev|s?au|se|i|pour|\w*mett)rai(?:s|t|ent))\b",
    re.IGNORECASE,
)


def conditional(sentence: Sentence) -> bool:
    """Say whether a sentence says what would be ("Zij zou veel opsteken bij de collega's die …")."""
    found = _CONDITIONAL.search(sentence.text)
    # "Wurde" without its dots is a passive: it was.
    return found is not None and found[0].casefold() not in {"wurde", "wurden"}
