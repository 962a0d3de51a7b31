"""People that a sentence names: behind a title, as one of the house ("een van mijn collega's, Els"), by a first name.

What the sentence says of them is the business of ``on_behalf``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.names import PARTICLES, Name, first_names, split_name
from mailflow.understanding.participants import is_nobody
from mailflow.understanding.passage import Sentence
from mailflow.understanding.sentences import INTRODUCTION
from mailflow.understanding.small_words import WORKERS, YOURS
from mailflow.understanding.tokens import Token, fold, tokens_of

PRESENTED_WITHIN = 7  # words between "one of my" and the name

_PERSON = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+(?:(?:van|de|den|der|von|vom|du|le|la|d['’]|ten|ter|el|al|'t)(?=\s)|"
    r"d['’][A-Z][\w-]*|[A-ZÀ-ÖØ-Þ][\w’'-]*))*"
)


class Named(NamedTuple):
    """A name in a sentence: the half-open range of tokens from the words that present it to its end."""

    begin: int
    end: int
    name: Name
    function: str
    ours: bool


def people_in(sentence: Sentence, lexicon: Lexicon) -> Iterator[Named]:
    """Yield the people that a sentence names behind a title, behind "one of my …", or by a common first name."""
    tokens, text = sentence.tokens, sentence.text
    begins = {token.start: place for place, token in enumerate(tokens)}
    introduced = {match.end() for match in INTRODUCTION.finditer(text)}
    for match in _PERSON.finditer(text):
        words = match[0].split()
        while len(words) > 1 and _leads_to_a_name(words[0], lexicon, at_begin=match.start() == 0):
            words = words[1:]
        start = match.end() - len(match[0]) + match[0].index(words[0])
        while fold(words[-1]) in PARTICLES and len(words) > 1:
            words.pop()
        name = " ".join(words)
        if start in introduced or start not in begins or _is_no_name(name, lexicon):
            continue
        begin = begins[start]
        title = begin > 0 and tokens[begin - 1].word in _TITLES
        presented, function = _presented_at(begin, tokens, text, lexicon)
        ours = presented < begin
        named = title or (len(words) > 1 and (ours or _is_about(begin, tokens, text[match.end() :])))
        if named or fold(words[0]).split()[0] in first_names():
            split = split_name(name) if len(words) > 1 else (Name(last=name) if title else Name(first=name))
            yield Named(presented - (title and not ours), begin + len(fold(name).split()), split, function, ours)


def _is_about(begin: int, tokens: Sequence[Token], behind: str) -> bool:
    """Say whether somebody is presented as the one a mail is about ("Het gaat om Emre Yildiz, die …")."""
    lead = " ".join(token.word for token in tokens[max(0, begin - 2) : begin])
    return lead.endswith(_ABOUT) and (not behind.strip() or behind.lstrip()[0] in ",(.;:")


_ABOUT = ("gaat om", "gaat over", "betreft", "agit de", "agit d", "concerne", "geht um", "betrifft")


def _leads_to_a_name(word: str, lexicon: Lexicon, *, at_begin: bool) -> bool:
    """Say whether a capitalised word stands before a name and is no part of it ("Graag", "Mitarbeiterin")."""
    folded = fold(word)
    if folded in PARTICLES:
        return at_begin
    return folded in _NO_NAMES or folded.endswith(WORKERS) or lexicon.book("functions").has(word)


def _is_no_name(name: str, lexicon: Lexicon) -> bool:
    # "… einen halben Tag Entdeckungspraktikum"
    visit = lexicon.has("internship", name) or lexicon.service_book.first(tokens_of(name)) is not None
    return fold(name) in _NO_NAMES or visit or is_nobody(name, lexicon) or lexicon.book("functions").has(name)


def _presented_at(begin: int, tokens: Sequence[Token], text: str, lexicon: Lexicon) -> tuple[int, str]:
    """Return where the words begin that present a colleague ("een van mijn collega's, Els Peeters"), and a function."""
    first = max(0, begin - PRESENTED_WITHIN)
    ends = [match.end() for match in _STOPS.finditer(text, tokens[first].start, tokens[begin].start)]
    window = [token for token in tokens[first:begin] if not ends or token.start >= ends[-1]]
    places = [place for place, token in enumerate(window) if token.word.endswith(WORKERS)]
    functions = lexicon.book("functions").find(window)
    places += [hit.start for hit in functions]
    if not places or any(token.word in YOURS for token in window):
        return begin, ""
    place = min(places)
    while place and window[place - 1].word in _BEFORE_WORKERS:
        place -= 1
    function = ""
    if functions:
        function = text[window[functions[0].start].start : window[functions[0].end - 1].end]
    return begin - len(window) + place, function


_STOPS = re.compile(r"[.;!?]\s")


_TITLES = frozenset({
    "mevrouw", "mevr", "mw", "heer", "dhr", "meneer", "mme", "madame", "mlle", "monsieur", "frau", "herr", "herrn",
})  # fmt: skip
_BEFORE_WORKERS = frozenset({
    "mijn", "onze", "ons", "mon", "ma", "mes", "notre", "nos", "mein", "meine", "meiner", "meinem", "meinen", "unser",
    "unsere", "unserer", "unserem", "unseren", "unserm", "een", "un", "une", "ein", "eine", "einer", "einem", "einen",
    "nieuwe", "nouvelle", "nouveau", "nouvel", "jeune", "jonge", "neue", "neuen", "neuer", "van", "de", "der", "von",
    "s", "maatschappelijk",
})  # fmt: skip
_NO_NAMES = frozenset({
    "graag", "voor", "pour", "fur", "de", "het", "een", "la", "le", "les", "der", "die", "das", "ik", "wij", "je",
    "nous", "ich", "wir", "mijn", "onze", "mon", "ma", "notre", "mein", "meine", "unser", "unsere", "un", "une", "ein",
    "eine", "collega", "collegue", "kollegin", "mevrouw", "mevr", "mw", "mme", "madame", "monsieur", "frau", "herr",
    "herrn", "heer", "dhr", "meneer", "mlle", "dag", "beste", "geachte", "bonjour", "chere", "cher", "liebe", "lieber",
    "hallo", "kunt", "kan", "zou", "mag", "mogen", "pourriez", "pourrait", "konnten", "konnte", "durfte", "omdat",
    "namens", "et", "en", "und", "ook", "aussi", "auch", "sie", "elle", "il", "zij", "hij", "ze", "er", "ihr", "ihrem",
    "ihre", "ihren", "ihrer",
})  # fmt: skip
