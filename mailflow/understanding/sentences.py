"""What running text says about its writer and the reason: name, function, centre, motivation, superior (SPEC §4).

Labelled fields go before all of this; here nobody has labelled anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mailflow.understanding.asking import Ask, ask_of
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mentions import Stance, mentions_in
from mailflow.understanding.names import PARTICLES, Name, first_names, split_name
from mailflow.understanding.passage import Sentence
from mailflow.understanding.tokens import Found, fold, tokens_of

LEAST_REASON = 3
MOST_FOLLOWING = 6
ASIDE_WORDS = 15

_INTRODUCTION = re.compile(
    r"(?:(?<=^)|(?<=[\s,(]))(?i:ik ben(?: de heer| mevrouw)?|mijn naam is|ik heet|(?:de )?ondergetekende[,:]?|"
    r"ik ondergetekende,?|ik,|"
    r"je suis|je m['’]appelle|mon nom est|(?:je )?soussigné(?:e|\(e\))?,?|moi,|moi c['’]est|"
    r"ich bin|mein name ist|ich hei(?:ß|ss)e|ich,|(?:der |die )?unterzeichnete[r]?,?|name is|i am)\s+"
)
_NAME = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|d['’][A-Z][\w-]*)(?:\s+(?:van|de|den|der|von|vom|zu|du|le|la|el|al|ten|ter|'t|d['’][\w-]+|[A-ZÀ-ÖØ-Þ][\w’'-]*))*"
)
_SMALL_NAME = re.compile(
    r"[a-zà-ÿ’'-]+(?:\s+[a-zà-ÿ’'-]+){1,2}?(?=\s*(?:,|\bvan\s+(?:het\s+)?ocmw|\bdu cpas|\bvom|\bbeim|\bbij|\.|$))"
)
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
_SKIP_OM = frozenset(["mogelijk", "mogelijkheid", "graag", "vragen", "possible", "moglich", "gelegenheid", "kans"])
_TEMPORAL = frozenset(["verlof", "vakantie", "conge", "conges", "urlaub", "afwezig", "absent", "absente"])


class Introduction(NamedTuple):
    """Who a sentence says the writer is."""

    name: Name
    line: int


def introduction(sentences: Sequence[Sentence], lexicon: Lexicon) -> Introduction | None:
    """Return the name with which the writer introduces himself or herself ("ik ben Els Peeters van …")."""
    for sentence in sentences:
        for match in _INTRODUCTION.finditer(sentence.text):
            name = _name_at(sentence.text, match.end(), lexicon)
            if name is not None:
                return Introduction(name, sentence.line_at(match.start()))
    return None


def _name_at(text: str, place: int, lexicon: Lexicon) -> Name | None:
    match = _NAME.match(text, place) or _SMALL_NAME.match(text, place)
    if match is None or (match[0].islower() and fold(match[0].split()[0]) not in first_names()):
        return None
    words: list[str] = []
    for word in match[0].split():
        if fold(word) in _STOP or (not fold(word) and len(words) > 0):
            break
        words.append(word)
        if word.endswith((",", ".")) and len(word) > 2:
            break
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
        if not (_INTRODUCTION.search(sentence.text) or _ROLE.search(sentence.text)):
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


_LABELLED = re.compile(
    r"(?:^|[\s.,(])(?:motivatie|motivering|reden|motivation|raison|motif|begründung|grund)\s*:\s*(\S.{8,})$",
    re.IGNORECASE,
)


def motivation_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the reason that running text gives, in the writer's words, with its line.

    It begins behind a "because" or with an "in order to", and goes on with the sentences of the same paragraph
    that say nothing else; without such a word, the sentences that speak of purpose.
    """
    for sentence in sentences:
        if (labelled := _LABELLED.search(sentence.text)) is not None:
            return labelled[1], sentence.line_at(labelled.start(1))
    for place, sentence in enumerate(sentences):
        start = _reason_start(sentence, lexicon)
        if start < 0:
            continue
        if ask_of(sentence, lexicon) not in {Ask.ASKS, Ask.ASKS_POLITELY, Ask.INTERESTED} and not _INTRODUCTION.search(
            sentence.text
        ):
            start = 0
        parts = [sentence.text[start:].strip(" ,:")]
        for following in sentences[place + 1 : place + 1 + MOST_FOLLOWING]:
            if following.block != sentence.block or not _goes_on(following, lexicon):
                break
            parts.append(following.text)
        more = [s.text for s in sentences[place + len(parts) :] if s.block != sentence.block and _is_motive(s, lexicon)]
        return " ".join([*parts, *more]), sentence.line_at(start)
    before = _before_therefore(sentences, lexicon)
    if before[0]:
        return before
    return _motives(sentences, lexicon)


def _motives(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the sentences that speak of purpose, each with those of its paragraph that go on."""
    found: list[Sentence] = []
    following = False
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        same = before is not None and before.block == sentence.block
        following = _is_motive(sentence, lexicon) or (following and same and _goes_on(sentence, lexicon))
        found += [sentence] if following else []
    return (" ".join(s.text for s in found), found[0].line) if found else ("", 0)


def _before_therefore(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what stands before "daarom", "c'est pourquoi": in the same sentence, or the one before it."""
    for place, sentence in enumerate(sentences):
        hit = lexicon.book("therefore").first(sentence.tokens)
        if hit is None:
            continue
        text = sentence.text[: sentence.tokens[hit.start].start].strip(" ,;")
        if len(tokens_of(text)) >= LEAST_REASON:
            return text, sentence.line
        earlier = sentences[place - 1] if place else None
        if earlier is not None and earlier.block == sentence.block and _goes_on(earlier, lexicon):
            return earlier.text, earlier.line
    return "", 0


def _reason_start(sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where the reason begins in a sentence, ``-1`` if it gives none."""
    tokens = sentence.tokens
    dropped = lexicon.book("because").first(tokens)
    kept = next((hit for hit in lexicon.book("because_kept").find(tokens) if not _is_possibility(hit, sentence)), None)
    hits = [(hit.start, hit, drop) for hit, drop in ((dropped, True), (kept, False)) if hit is not None]
    for _, hit, drop in sorted(hits, key=lambda row: row[0]):
        rest = tokens[hit.end :] if drop else tokens[hit.start :]
        if len(rest) < LEAST_REASON or any(token.word in _TEMPORAL for token in rest):
            continue
        if sentence.asks and drop is False and hit.start < 2:
            continue
        return rest[0].start if hit.start else 0
    return -1


def _is_possibility(hit: Found[str], sentence: Sentence) -> bool:
    """Say whether "om te" and "pour" only continue "is it possible"."""
    before = sentence.tokens[max(0, hit.start - 3) : hit.start]
    return any(token.word in _SKIP_OM for token in before) and sentence.tokens[hit.start].word in {"om", "um", "de"}


def _goes_on(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence goes on giving reasons: it asks nothing, names no address and no superior."""
    if sentence.asks or _only_introduces(sentence, lexicon) or email_in(sentence.text) or phone_in(sentence.text):
        return False
    if agreement_in([sentence], lexicon)[0] is not None or _brings_somebody(sentence, lexicon):
        return False
    if lexicon.book("closing").at(sentence.tokens, 0) if sentence.tokens else True:
        return False
    return not (speaks_of_days(sentence) or _is_pure_ask(sentence, lexicon) or _is_signature(sentence))


def _brings_somebody(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is about people who come along; "your colleagues" are none."""
    return any(
        hit.start == 0 or sentence.tokens[hit.start - 1].word not in _YOURS
        for hit in lexicon.book("together").find(sentence.tokens)
    )


_YOURS = frozenset(["jullie", "uw", "vos", "votre", "ihre", "ihren", "ihrer", "nieuwe"])


def _only_introduces(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence gives the writer's name, and no purpose beside it."""
    if lexicon.book("motive").first(sentence.tokens) is not None:
        return False
    return introduction([sentence], lexicon) is not None


def _is_pure_ask(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for the internship itself: it names it, or surely a service of ours."""
    if ask_of(sentence, lexicon) not in {Ask.ASKS, Ask.INTERESTED}:
        return False
    words = (lexicon.book("internship"), lexicon.book("internship_weak"))
    if any(book.first(sentence.tokens) is not None for book in words):
        return True
    if any(token.word in _HOW for token in sentence.tokens[2:]) and lexicon.book("motive").has(sentence.text):
        # "We zouden graag bekijken hoe jullie de ESF-oproepen voorbereiden" tells what for.
        return False
    return any(
        mention.strong and mention.stance in {Stance.WANTED, Stance.BARE}
        for mention in mentions_in(sentence, lexicon, asking=True)
    )


_HOW = frozenset(["hoe", "comment", "wie", "how"])


def is_aside(text: str) -> bool:
    """Say whether a paragraph only speaks of days, or is only a name: no part of a motivation."""
    sentence = Sentence(text, 0, ((0, 0),))
    return _is_signature(sentence) or (len(sentence.tokens) <= ASIDE_WORDS and speaks_of_days(sentence))


def _is_signature(sentence: Sentence) -> bool:
    """Say whether a sentence is only a name: up to four capitalised words."""
    words = sentence.text.strip(" .,").split()
    return len(words) <= 4 and all(word[:1].isupper() or fold(word) in PARTICLES for word in words)


def _is_motive(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a purpose and does not itself ask for the internship."""
    if lexicon.book("motive").first(sentence.tokens) is None or len(sentence.tokens) < LEAST_REASON + 2:
        return False
    return _goes_on(sentence, lexicon)


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
    return any(token.word in _DAYS or token.word.startswith(_WEEKDAYS) for token in sentence.tokens) or bool(
        _DAY.search(sentence.text)
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
