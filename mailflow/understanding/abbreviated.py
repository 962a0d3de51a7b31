"""Services that a list names by one word or by their capitals ("vos services SCUBA et études", "INSP + FO")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.passage import Sentence
from mailflow.understanding.small_words import AT

LEAST_CORE = 5


def short_names(sentence: Sentence, lexicon: Lexicon, found: Sequence[Mention], *, asking: bool) -> list[Mention]:
    """Return the services that a list behind "services" names by one word ("vos services SCUBA et études")."""
    tokens = sentence.tokens
    hits = {place: hit for hit in lexicon.service_book.find(tokens) for place in range(hit.start, hit.end)}
    if not found or found[0].stance not in {Stance.WANTED, Stance.BARE}:
        return []
    if len({mention.service for mention in found}) > 1:
        cores = dict(lexicon.service_cores)
        known = {mention.service for mention in found}
        alone = [
            (place, cores.get(token.word, ""))
            for place, token in enumerate(tokens)
            if place not in hits and _is_item(place, sentence)
        ]
        return [
            replace(found[0], service=service, text=_written(sentence, place), line=_line(sentence, place))
            for place, service in alone
            if service and service not in known and len(tokens[place].word) >= LEAST_CORE
        ]
    stance = Stance.WANTED if asking else found[0].stance
    cores = dict(lexicon.service_cores)
    named: list[Mention] = []
    for head in (place for place, token in enumerate(tokens) if token.word in SEVERAL):
        for place in range(head + 1, len(tokens)):
            word = tokens[place].word
            service = hits[place].value if place in hits else cores.get(word, "")
            if word in lexicon.plain_words and place not in hits:
                continue
            if not service:
                break
            line = sentence.line_at(tokens[place].start)
            named.append(Mention(service, stance, True, line, sentence.block, word))
    known = {mention.service for mention in found if mention.stance is stance}
    return [mention for mention in named if mention.service not in known]


def abbreviated(sentence: Sentence, lexicon: Lexicon, found: Sequence[Mention]) -> list[Mention]:
    """Return the services abbreviated in a list beside one that is asked for ("Insp. et service juridique")."""
    chosen = next((mention for mention in found if mention.stance is Stance.WANTED), None)
    if chosen is None:
        return []
    known = {mention.service for mention in found}
    named: list[Mention] = []
    for place, token in enumerate(sentence.tokens):
        service = lexicon.abbreviations.get(token.word, "")
        written = _written(sentence, place)
        short = written.isupper() or sentence.text[token.end : token.end + 1] == "."
        begins = written.isupper() and place and _GOES_ON.match(sentence.text[token.end :])
        if service and service not in known and short and (begins or _is_item(place, sentence)):
            named.append(replace(chosen, service=service, text=written, line=_line(sentence, place)))
    return named


def only_abbreviated(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return the services that a sentence names by nothing but capitals, behind "services", "at" ("bij INSP en FO")."""
    named: list[Mention] = []
    led = False
    for place, token in enumerate(sentence.tokens):
        service = lexicon.abbreviations.get(token.word, "")
        written = _written(sentence, place)
        if led and service and written.isupper():
            line = _line(sentence, place)
            named.append(Mention(service, Stance.WANTED, True, line, sentence.block, written))
        elif token.word in SEVERAL or token.word in AT or lexicon.book("service_heads").whole(token.word) is not None:
            led = True
        else:
            led = led and (token.word in lexicon.plain_words or token.word in _JOINS)
    return named


def _is_item(place: int, sentence: Sentence) -> bool:
    """Say whether a word stands alone in a list: between commas, colons, line ends, or "and"."""
    tokens, text = sentence.tokens, sentence.text
    before = text[tokens[place - 1].end : tokens[place].start] if place else ":"
    behind = text[tokens[place].end : tokens[place + 1].start] if place + 1 < len(tokens) else "."
    if place + 1 < len(tokens) and _line(sentence, place) != _line(sentence, place + 1):
        behind = "\n"
    begins = bool(_SEPARATES.search(before)) or tokens[place - 1].word in _JOINS
    return begins and (bool(_SEPARATES.search(behind)) or tokens[place + 1].word in _JOINS)


# "… venir voir FO + BLAS"
_GOES_ON = re.compile(r"\s?[+&]\s?\w|\s?/\s?[A-Z]")
_SEPARATES = re.compile(r"[,;:/+&.(–—\n]|\s-\s")
_JOINS = frozenset({"en", "et", "und", "puis", "dann", "dan"})


def _written(sentence: Sentence, place: int) -> str:
    return sentence.text[sentence.tokens[place].start : sentence.tokens[place].end]


def _line(sentence: Sentence, place: int) -> int:
    return sentence.line_at(sentence.tokens[place].start)


SEVERAL = frozenset(["diensten", "services", "dienste", "abteilungen"])
