"""Services that a list names by one word, by their capitals, or with a typo ("services SCUBA et études", "INSP")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.passage import Sentence
from mailflow.understanding.services import service_nearly
from mailflow.understanding.small_words import AT
from mailflow.understanding.tokens import words_of

LEAST_CORE = 5
LEAST_CAPITALS = 3  # letters


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
            named.append(Mention(service, stance, True, line, sentence.block, _written(sentence, place)))
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
    # "Ik werk bij SD Noord": two capitals alone may be the writer's own.
    return named if len(named) > 1 or any(len(one.text) >= LEAST_CAPITALS for one in named) else []


def as_one_list(sentence: Sentence, lexicon: Lexicon, found: Sequence[Mention]) -> list[Mention]:
    """Let the names of a list be asked for like one of them ("les inspecteurs et aussi le servise juridque")."""
    begins = [sentence.text.find(mention.text) for mention in found]
    order = sorted(range(len(found)), key=begins.__getitem__)
    result = list(found)
    for row in (pairwise(order), pairwise(reversed(order))):
        for one, other in row:
            first, second = sorted((one, other), key=begins.__getitem__)
            between = sentence.text[begins[first] + len(found[first].text) : begins[second]]
            joined = begins[first] >= 0 and _joins(between, lexicon)
            if joined and result[one].stance is Stance.WANTED and result[other].stance is Stance.BARE:
                result[other] = replace(result[other], stance=Stance.WANTED, strong=True)
    return [result[place] for place in order]


def _joins(between: str, lexicon: Lexicon) -> bool:
    """Say whether the words between two names make a list of them."""
    words = words_of(between)
    small = all(word in lexicon.plain_words or word in _LINKS for word in words)
    return small and (not _LINKS.isdisjoint(words) or _LISTS.search(between) is not None)


def misspelt(sentence: Sentence, lexicon: Lexicon, found: Sequence[Mention]) -> list[Mention]:
    """Return the services written with a typo beside one that is asked for ("l'insspection et le service BLAS")."""
    chosen = next((mention for mention in found if mention.stance is Stance.WANTED), None)
    if chosen is None:
        return []
    tokens = sentence.tokens
    known = {mention.service for mention in found}
    every = lexicon.service_book.find(tokens)
    hits = [hit for hit in every if hit.value in known]
    taken = {place for hit in (*every, *lexicon.book("no_service").find(tokens)) for place in range(hit.start, hit.end)}
    named: list[Mention] = []
    for begin, end in [(hit.start, hit.end) for hit in hits]:
        for place, step in ((begin - 1, -1), (end, 1)):
            at, linked = _behind_links(sentence, place, step, lexicon)
            near = _nearly_at(sentence, at, step, taken, lexicon) if linked else None
            if near is not None and near[0] not in known:
                service, first, last = near
                known.add(service)
                words = sentence.text[tokens[first].start : tokens[last].end]
                named.append(replace(chosen, service=service, text=words, line=_line(sentence, first)))
    return named


def _behind_links(sentence: Sentence, place: int, step: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Return the next place that is no small word, and whether "and" or a comma lies between."""
    tokens, linked = sentence.tokens, False
    while 0 <= place < len(tokens):
        before, behind = (place, place + 1) if step < 0 else (place - 1, place)
        linked = linked or bool(_LISTS.search(sentence.text[tokens[before].end : tokens[behind].start]))
        if tokens[place].word not in lexicon.plain_words and tokens[place].word not in _LINKS:
            break
        linked = linked or tokens[place].word in _LINKS
        place += step
    return place, linked


def _nearly_at(
    sentence: Sentence, place: int, step: int, taken: AbstractSet[int], lexicon: Lexicon
) -> tuple[str, int, int] | None:
    """Return the service that one to three words from a place on nearly name, and where they begin and end."""
    for count in range(1, LONGEST_NEAR + 1):
        first, last = (place - count + 1, place) if step < 0 else (place, place + count - 1)
        if first < 0 or last >= len(sentence.tokens) or not taken.isdisjoint(range(first, last + 1)):
            return None
        words = [token.word for token in sentence.tokens[first : last + 1]]
        core = lexicon.core(" ".join(words))
        service = service_nearly(core, lexicon, whole=True) if len(core) >= LEAST_NEAR else ""
        if service:
            return service, first, last
    return None


_LISTS = re.compile(r"^\s?[,/+&]|\n")
_LINKS = frozenset({
    "en", "et", "und", "of", "ou", "oder", "ook", "aussi", "auch", "daarnaast", "ainsi", "que", "sowie", "evenals",
})  # fmt: skip
LONGEST_NEAR = 3  # words
LEAST_NEAR = 7  # letters


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
