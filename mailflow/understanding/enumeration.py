"""What a letter counts out ("ten eerste de inspectie, ten tweede …"), and what a colon or an arrow leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.described import by_their_work
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Sentence
from mailflow.understanding.tokens import Token

COUNTING_WITHIN = 2  # words
NAMED_WITHIN = 8
MAY_WITHIN = 3


def counts_out(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is an item of what a letter counts out ("Ten tweede de studiedienst")."""
    if sentence.asks:
        return False
    if _headed_by_a_service(sentence, lexicon):
        return True
    hit = lexicon.book("enumerating").first(sentence.tokens)
    if hit is None:
        return False
    ahead = lexicon.service_book.first(sentence.tokens[: hit.start])
    if ahead is not None and ahead.start <= COUNTING_WITHIN and hit.start - ahead.end <= COUNTING_WITHIN:
        # "L'inspection d'abord : …"
        return True
    if hit.start > COUNTING_WITHIN:
        return False
    rest = sentence.tokens[hit.end :]
    named = lexicon.service_book.first(rest)
    if lexicon.book("not_asking").first(rest[: named.start if named is not None else MAY_WITHIN]) is not None:
        # "Verder vroeg iemand wat de dienst SCUBA doet"
        return False
    if named is not None and named.start <= NAMED_WITHIN:
        return True
    return bool(by_their_work(sentence.text, rest, lexicon))


def _headed_by_a_service(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is a service and why ("Le FrontOffice, parce que je les appelle tout le temps")."""
    named = lexicon.service_book.first(sentence.tokens)
    if named is None or not named.value or named.end >= len(sentence.tokens):
        return False
    if any(token.word not in lexicon.plain_words for token in sentence.tokens[: named.start]):
        return False
    cut = sentence.text[sentence.tokens[named.end - 1].end : sentence.tokens[named.end].start]
    because = any(lexicon.book(name).at(sentence.tokens, named.end) for name in ("because", "because_kept"))
    return because and not cut.isspace()


_POINTER = re.compile(r":|→|->|=>|➔|➜")


def pointed_at(place: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a word begins its sentence, or what a colon or an arrow leads to ("Jan Maes -> de inspectie")."""
    start = sentence.tokens[place].start
    led = max((match.end() for match in _POINTER.finditer(sentence.text[:start])), default=0)
    return only_plain([token for token in sentence.tokens[:place] if token.start >= led], lexicon)


def only_plain(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words are only those that may stand between a name and what leads to it."""
    return all(token.word in lexicon.plain_words or token.word.isdigit() for token in tokens)
