"""Services called by their people or their work: "jullie statistiekdienst", "les gens des subsides" (SPEC §4).

What a service does stands for its name only where the words say that people of the house do it; a subject alone names
no service. A service that is asked for and is none of ours is found here too, so that it can be asked back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.services import service_nearly
from mailflow.understanding.tokens import Found, Token

RELATIVE_GAP = 6
WORK_GAP = 14
OURS_GAP = 2
LONGEST_NAME = 3
LEAST_TYPO = 7

_STOPS = re.compile(r"[.;:!?]")


def by_their_work(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Found[str]]:
    """Return the services whose people a text describes by what they do ("die bij Ihnen die Zuschüsse bearbeiten")."""
    found: list[Found[str]] = []
    for people in lexicon.book("people").find(tokens):
        before = tokens[max(0, people.start - OURS_GAP) : people.start]
        if any(lexicon.book("ours").whole(token.word) for token in before) or _WITHIN & {t.word for t in before[-1:]}:
            # "Im Team kamen Fragen auf"
            continue
        found += _directly(tokens, people.end, lexicon)
        relative = lexicon.book("relative").first(tokens[people.end : people.end + RELATIVE_GAP])
        if relative is None:
            continue
        begin = people.end + relative.end
        window = _clause(text, tokens[begin : begin + WORK_GAP], lexicon)
        if lexicon.service_book.first(tokens[people.end : begin]) is not None:
            # "De mensen van BLAS die de dossiers nakijken": they have their name already.
            continue
        hits = lexicon.work_book.find(window)
        # "Die unsere Gesetzesfragen beantworten (Rechtsabteilung heißt das)"
        said = {name for hit in hits if (name := _named_behind_work(text, tokens, begin + hit.end, lexicon))}
        hits = [hit for hit in hits if hit.value in said] if said else hits
        longest = max((hit.end - hit.start for hit in hits), default=0)
        # "Die auf juristische Fragen antworten": the longer phrase says which.
        found += [Found(people.start, begin + hit.end, hit.value) for hit in hits if hit.end - hit.start == longest]
    return found


_WITHIN = frozenset({"im", "in", "en", "ins"})


def _named_behind_work(text: str, tokens: Sequence[Token], place: int, lexicon: Lexicon) -> str:
    """Return the service that brackets name right behind what it does, ``""`` if they name none."""
    opens = place < len(tokens) and "(" in text[tokens[place - 1].end : tokens[place].start]
    named = lexicon.service_book.at(tokens, place) if opens else None
    return named.value if named is not None else ""


def _directly(tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> list[Found[str]]:
    """Return the work that stands right behind "the people of" ("de collega's van budget en logistiek")."""
    if begin >= len(tokens) or tokens[begin].word not in _OF:
        return []
    place = next((i for i in range(begin + 1, len(tokens)) if tokens[i].word not in _OF), len(tokens))
    hit = lexicon.work_book.at(tokens, place) if place < len(tokens) else None
    return [hit] if hit is not None else []


_OF = frozenset({
    "van", "de", "het", "du", "des", "d", "la", "le", "l", "les", "von", "der", "den", "dem", "vom", "fur", "voor",
})  # fmt: skip


def _clause(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Return the words up to the end of a clause: a full stop, or the beginning of a reason."""
    reasons = [hit for name in ("because", "because_kept") for hit in lexicon.book(name).find(tokens)]
    # "Die om de zoveel tijd de dossiers komt nakijken"
    ends = [hit.start for hit in reasons if tokens[hit.start].word != "om"]
    for place in range(1, len(tokens)):
        if _STOPS.search(text[tokens[place - 1].end : tokens[place].start]):
            ends.append(place)
            break
    return tokens[: min(ends, default=len(tokens))]


def by_their_compound(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Found[str]]:
    """Yield the services named by one word of subject and head that is on no list ("statistiekdienst")."""
    for place, token in enumerate(tokens):
        service = lexicon.compound(token.word)
        if service:
            yield Found(place, place + 1, service)


def by_a_typo(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Found[str]]:
    """Yield the services named with a typo beside "dienst", "service", or by a long word that is no plural."""
    known = {place for hit in lexicon.service_book.find(tokens) for place in range(hit.start, hit.end)}
    heads = lexicon.book("service_heads")
    for place, token in enumerate(tokens):
        if place in known or len(token.word) < LEAST_TYPO or token.word in lexicon.plain_words:
            continue
        service = service_nearly(token.word, lexicon, whole=True)
        beside = [tokens[i].word for i in (place - 1, place + 1) if 0 <= i < len(tokens)]
        headed = any(heads.whole(word) is not None for word in beside)
        if service and (headed or not _is_a_form_of(token.word, lexicon)):
            yield Found(place, place + 1, service)


def _is_a_form_of(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is a name with another ending ("inspecties", "activations"): a thing, not the service."""
    return any(word.startswith(core) or core.startswith(word) for core, _ in lexicon.service_cores)


def strangers(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Found[str]]:
    """Return what calls itself a service and is none of ours ("service Communication", "Pressestelle"), without id."""
    hits = [*lexicon.service_book.find(tokens), *by_a_typo(tokens, lexicon)]
    known = {place for hit in hits for place in range(hit.start, hit.end)}
    departments = lexicon.book("departments")
    found = []
    for place, token in enumerate(tokens):
        if place in known or lexicon.book("two_services").first(tokens[place : place + LONGEST_NAME]):
            continue
        alone = departments.at(tokens, place)
        if alone is not None and any(word.word.endswith(_HEADS) for word in tokens[place : alone.end]):
            found.append(Found(place, alone.end, ""))
        elif departments.whole(next((token.word.removesuffix(h) for h in _HEADS if token.word.endswith(h)), "")):
            found.append(Found(place, place + 1, ""))
        elif lexicon.book("service_heads").whole(token.word) is not None:
            end = _named_behind(text, tokens, place + 1, lexicon)
            if end > place + 1 and not known & set(range(place + 1, end)):
                found.append(Found(place, end, ""))
    return found


_HEADS = ("dienst", "stelle", "abteilung", "cel", "office")


def _named_behind(text: str, tokens: Sequence[Token], begin: int, lexicon: Lexicon) -> int:
    """Return where the name behind "dienst", "service" ends: capitalised words, or a department that others have."""
    department = lexicon.book("departments").at(tokens, begin) if begin < len(tokens) else None
    if department is not None:
        return department.end
    end = begin
    while end < len(tokens) and end - begin < LONGEST_NAME and _is_name(text, tokens, end, lexicon):
        end += 1
    return end


def _is_name(text: str, tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Say whether a word is written as a name right behind the one before it."""
    token = tokens[place]
    if text[tokens[place - 1].end : token.start].strip(" \"'«“’") or not text[token.start].isupper():
        return False
    return token.word not in lexicon.plain_words and lexicon.book("house").first(tokens[place : place + 2]) is None
