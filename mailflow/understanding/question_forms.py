"""The forms of a question that asks for an internship: "may I", "is it possible", and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Sentence
from mailflow.understanding.small_words import HOW, MAY, MYSELF, ON_CONDITION, POSSIBLE, WE, WHETHER
from mailflow.understanding.tokens import Token, tokens_of

MAY_WITHIN = 3  # words
WE_WITHIN = 6
WITHIN_US = 3


def whether_possible(sentence: Sentence) -> bool:
    """Say whether somebody asks if it is possible ("ob eine Hospitation möglich ist", "serait-ce possible ?")."""
    words = [token.word for token in sentence.tokens]
    if sentence.asks and POSSIBLE & set(words):
        return True
    begin = next((place for place, word in enumerate(words) if word in WHETHER), len(words))
    return any(word in POSSIBLE for word in words[begin:])


def may_i(sentence: Sentence) -> bool:
    """Say whether a question begins with "may I", with some words between ("Könnten meine Kollegin und ich …?")."""
    words = [token.word for token in sentence.tokens]
    begin = next((place for place, word in enumerate(words[:MAY_WITHIN]) if word in MAY), None)
    if ON_CONDITION & set(words) and not MYSELF & set(words):
        # "Mogen ook collega's van de poetsdienst …?" asks who may.
        return False
    return sentence.asks and begin is not None and bool(WE & set(words[begin + 1 : begin + 1 + WE_WITHIN]))


def for_myself(sentence: Sentence) -> bool:
    """Say whether a question asks to come oneself, and not how, whether as something, or on some condition."""
    words = [token.word for token in sentence.tokens]
    if not sentence.asks or HOW & set(words[:2]) or ON_CONDITION & set(words):
        return False
    return any(word in MAY and MYSELF & set(words[max(0, i - 1) : i + 2]) for i, word in enumerate(words))


def only_wonders(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether what asks stands inside a question about others ("geen idee hoeveel mensen er mogen komen")."""
    hit = lexicon.book("not_knowing").first(tokens)
    ask = lexicon.book("ask").first(tokens)
    if hit is None or ask is None or ask.start < hit.end:
        return False
    behind = [token.word for token in tokens[hit.end :]]
    return behind[0] in HOW | WHETHER and not MYSELF & set(behind)


def speaks_of_whoever(sentence: Sentence) -> bool:
    """Say whether a sentence tells what others may do ("Wie zich dan wil inschrijven zal dat zelf doen")."""
    words = [token.word for token in sentence.tokens]
    begins = words[:1] in (["wie"], ["wer"], ["qui"])
    return not sentence.asks and (begins or bool(_EACH & set(words))) and not MYSELF & set(words)


_EACH = frozenset({"jeder", "jede", "ieder", "iedereen", "chacun", "chacune"})


def for_anybody(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a question is about anybody at all, whatever brackets add: "iemand van onze dienst" is one of us."""
    tokens = tokens_of(_BRACKETS.sub(" ", sentence.text))
    if MYSELF & {token.word for token in tokens}:
        return False
    hits = lexicon.book("anybody").find(tokens)
    return any(not _US & {token.word for token in tokens[hit.end : hit.end + WITHIN_US]} for hit in hits)


_BRACKETS = re.compile(r"\([^()]*\)")
_US = frozenset({"ons", "onze", "notre", "nos", "nous", "unser", "unsere", "unserem", "unserer", "uns"})
