"""Whether a sentence asks for an internship, asks about one, or does neither: the ground of ``intent``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from mailflow.understanding.described import by_a_typo, by_their_work
from mailflow.understanding.enumeration import counts_out, only_plain
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Sentence
from mailflow.understanding.question_forms import (
    for_anybody,
    for_myself,
    may_i,
    only_wonders,
    speaks_of_whoever,
    whether_possible,
)
from mailflow.understanding.sentences import conditional
from mailflow.understanding.services import all_in, names_all
from mailflow.understanding.small_words import AT, HOW, MYSELF, WE, YOURS
from mailflow.understanding.tokens import Token, tokens_of

POINTING_WITHIN = 5  # words
CONTINUING_WITHIN = 2
MAY_WITHIN = 3
VISIT_WITHIN = 8
AT_WITHIN = 3
TOLD_WITHIN = 5
NOT_NOW_WITHIN = 6
MOST_PUT_OFF = 1  # words between "not yet" and the verb at the end
SHORTEST_QUESTION = 3
THANKS_WITHIN = 5  # words between "I would like" and "to thank"


class Ask(StrEnum):
    """What a sentence does about an internship."""

    ASKS = "asks"
    ASKS_POLITELY = "asks politely"
    VISITS = "tells of a visit"
    INTERESTED = "shows interest"
    QUESTION = "question"
    THANKS = "thanks"
    MENTIONS = "mentions"
    NOTHING = "nothing"


ASKING = frozenset({Ask.ASKS, Ask.ASKS_POLITELY, Ask.VISITS, Ask.INTERESTED})


def asks_of(sentences: Sequence[Sentence], lexicon: Lexicon, *, about: bool = False) -> Sequence[Ask]:
    """Judge the sentences of a text, each with the one before it.

    One may take up the internship that the other names ("Dat zou ik graag doen"), or go on with what it asks for ("Eén
    bij de juridische dienst, één bij …"). ``about`` says that the internship is the matter anyway.
    """
    return _asks_of(tuple(sentences), lexicon, about)


@lru_cache(maxsize=32)
def _asks_of(sentences: tuple[Sentence, ...], lexicon: Lexicon, about: bool) -> tuple[Ask, ...]:
    found: list[Ask] = []
    spoken = earlier = unfinished = before = counted = False
    listed = _listed_questions(sentences, lexicon)
    for place, sentence in enumerate(sentences):
        enrols = before and lexicon.book("enrolling").first(sentence.tokens) is not None
        again = enrols or ((spoken or earlier) and points_back(sentence, lexicon))
        ask = ask_of(sentence, lexicon, about=about, again=again)
        ours = lexicon.service_book.first(sentence.tokens) is not None
        begin = sentence.tokens[:CONTINUING_WITHIN]
        if ask not in ASKING and ours and unfinished and lexicon.book("continuing").first(begin) is not None:
            ask = Ask.ASKS
        if ask not in ASKING and counted and counts_out(sentence, lexicon):
            ask = Ask.ASKS
        asking = ASKING.intersection(found)
        asked = bool(asking)
        asks_here = _asks_for_myself(sentence, lexicon) or _is_headed_by_ours(sentence, lexicon)
        # "In ons team is er interesse. Ik zou twee dingen willen weten: 1. Wie betaalt de trein?"
        softly = place in listed and asking <= {Ask.INTERESTED}
        wonders = ask is Ask.NOTHING and before
        if (
            (ask in ASKING and place in listed and not asks_here)
            or (wonders and not asked and _wonders(sentence, lexicon))
            or (wonders and softly and sentence.asks)
        ):
            ask = Ask.QUESTION
        if (
            ask is Ask.QUESTION
            and (asked or len(sentence.tokens) <= SHORTEST_QUESTION)
            and not (ours or names_internship(sentence, lexicon) or softly)
        ):
            # "Pourquoi moi ?" asks nothing of us, "mag de uitnodiging ook naar haar?" not about the internship.
            ask = Ask.NOTHING
        soft = ours and lexicon.book("internship_soft").first(sentence.tokens) is not None
        earlier = spoken
        spoken = (soft or names_internship(sentence, lexicon)) and not is_reversed(sentence, lexicon)
        before = before or spoken
        unfinished = ask in ASKING and (spoken or again) and not ours
        counted = counted or ask in ASKING or _wishes(sentence, lexicon)
        found.append(ask)
    return tuple(found)


def _asks_for_myself(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether an item below a colon is the wish itself ("voici ma demande : je voudrais effectuer un stage …")."""
    said = MYSELF & {token.word for token in sentence.tokens}
    return bool(said) and not sentence.asks and names_internship(sentence, lexicon)


def _is_headed_by_ours(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether an item of a list begins with a service and says why ("le BLAS, pour comprendre comment …")."""
    named = lexicon.service_book.first(sentence.tokens)
    return named is not None and not sentence.asks and only_plain(sentence.tokens[: named.start], lexicon)


def _wishes(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence wishes for what may be counted out next ("Deux choses m'intéressent")."""
    wishes = any(lexicon.book(name).first(sentence.tokens) is not None for name in ("ask", "interest"))
    return wishes and not is_reversed(sentence, lexicon)


def is_reversed(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is about a visit to the writer's centre: "bij ons", and not at a service of yours."""
    if lexicon.book("reversed").first(sentence.tokens) is None:
        return False
    words = [token.word for token in sentence.tokens]
    ours = (words[max(0, hit.start - AT_WITHIN) : hit.start] for hit in lexicon.service_book.find(sentence.tokens))
    return not any(AT & set(before) and YOURS & set(before) for before in ours)


def _listed_questions(sentences: Sequence[Sentence], lexicon: Lexicon) -> set[int]:
    """Return which sentences are the items of a list of questions ("Daarover twee vraagjes:"): they ask no more.

    The list is the rest of its paragraph, or the next paragraph where the colon ends its own.
    """
    listed: set[int] = set()
    for place, sentence in enumerate(sentences[:-1]):
        if sentence.text.rstrip().endswith(":") and (
            _wonders(sentence, lexicon) or HOW & {token.word for token in sentences[place + 1].tokens[:1]}
        ):
            block = sentences[place + 1].block
            listed |= {n for n in range(place + 1, len(sentences)) if sentences[n].block == block}
    return listed


def _wonders(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for an answer, or announces questions."""
    asks = sentence.asks or sentence.text.rstrip().endswith(":")
    return asks and lexicon.book("not_asking").first(sentence.tokens) is not None


def names_internship(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence has a word for the internship."""
    return any(lexicon.book(name).first(sentence.tokens) is not None for name in ("internship", "internship_weak"))


def ask_of(sentence: Sentence, lexicon: Lexicon, *, about: bool = False, again: bool = False) -> Ask:
    """Judge one sentence by its verbs and by what stands beside them.

    ``about`` says that the internship is the matter anyway (the subject names it), ``again`` that the sentence takes up
    one that names it.
    """
    tokens = sentence.tokens
    if not again and (asked := _around_the_colon(sentence, lexicon, about=about)) is not None:
        return asked
    strong = lexicon.book("internship").first(tokens) is not None
    known = strong or again or _weak_in(sentence, lexicon)
    ours = _names_ours(sentence, lexicon)
    if not (known or ours or (about and lexicon.book("coming").first(tokens) is not None)):
        return Ask.NOTHING
    named = Ask.MENTIONS if known else Ask.NOTHING
    if lexicon.book("undoing").first(tokens) is not None or is_reversed(sentence, lexicon):
        return named
    if thanks_for(sentence, lexicon):
        return Ask.THANKS
    if not strong and lexicon.book("consulting").first(tokens) is not None:
        return named
    if _deliberates(sentence, lexicon):
        return Ask.QUESTION if strong else named
    possible = lexicon.book("ask_indirectly").first(tokens) is not None or whether_possible(sentence)
    if known and possible and lexicon.book("other_purpose").first(tokens) is None:
        for_all = for_anybody(sentence, lexicon)
        return Ask.QUESTION if for_all else Ask.ASKS_POLITELY
    if lexicon.book("not_asking").first(tokens) is not None and not _asks_beside(sentence, lexicon):
        questions = sentence.asks or sentence.text.rstrip().endswith(":")
        return Ask.QUESTION if strong or (known and questions) else named
    return _by_verb(sentence, lexicon, named)


def _weak_in(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a word that may mean our internship stands in a sentence, and not half a day of something else."""
    weak = lexicon.book("internship_weak").first(sentence.tokens) is not None
    return weak and lexicon.book("other_half_days").first(sentence.tokens) is None


def _around_the_colon(sentence: Sentence, lexicon: Lexicon, *, about: bool) -> Ask | None:
    """Judge a sentence by one side of its colon: the head that asks for a service of ours ("… BLAS: ik wil weten").

    Or what stands behind one that only announces it ("Ik moest het jullie laten weten: het wordt BLAS").
    """
    head, colon, behind = sentence.text.partition(": ")
    if not colon:
        return None
    before = Sentence(head, sentence.block, sentence.places)
    if lexicon.service_book.first(before.tokens) is not None:
        ask = ask_of(before, lexicon)
        return ask if ask in {Ask.ASKS, Ask.INTERESTED} else None
    tells = tokens_of(behind)[:1]
    if sentence.asks and lexicon.has("not_asking", head):
        # "Twee vragen in één: mag ik een halve dag komen kijken bij …?"
        inner = Sentence(behind, sentence.block, sentence.places)
        asked = ask_of(inner, lexicon, about=about) if may_i(inner) else None
        return asked if asked is Ask.ASKS_POLITELY else None
    if not sentence.asks and (lexicon.has("not_asking", head) or any(token.word in MYSELF for token in tells)):
        told = ask_of(Sentence(behind, sentence.block, sentence.places), lexicon, about=about)
        return told if told in {Ask.ASKS, Ask.INTERESTED, Ask.VISITS} else None
    return None


def _names_ours(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence names a service of ours, all of them, or what only ours do ("winteropvang")."""
    tokens = sentence.tokens
    books = (lexicon.service_book, lexicon.book("two_services"))
    if any(book.first(tokens) is not None for book in books) or names_all(tokens, lexicon):
        return True
    if by_their_work(sentence.text, tokens, lexicon):
        return True
    return lexicon.book("ask").first(tokens) is not None and any(by_a_typo(tokens, lexicon))


def _deliberates(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether somebody only weighs whether to ask; "Bevor wir beginnen, würde ich gern …" asks."""
    tokens = sentence.tokens
    hit = lexicon.book("deliberating").first(tokens)
    if hit is None or _asks_before_the_reason(tokens[: hit.start], lexicon):
        return False
    ask = lexicon.book("ask").first(tokens[hit.end :])
    if ask is None or sentence.asks:
        return True
    return "," not in sentence.text[tokens[hit.end - 1].end : tokens[hit.end + ask.start].start]


def thanks_for(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence thanks for an internship, or for a visit to a service of ours.

    "Bedankt voor uw mail, ik zou graag …" thanks for something else: a comma or a word of asking stands between.
    """
    tokens = sentence.tokens
    thanks = lexicon.book("thanking").first(tokens)
    if thanks is None:
        return False
    books = (lexicon.book("internship"), lexicon.book("internship_weak"), lexicon.service_book)
    for hit in (hit for book in books for hit in book.find(tokens)):
        begin, end = sorted((thanks, hit), key=lambda found: found.start)
        # "… voor mijn stage en ik wou jullie nog eens bedanken": what is wished is to thank.
        between = tokens[begin.end : max(begin.end, end.start - (THANKS_WITHIN if end is thanks else 0))]
        apart = "," in sentence.text[tokens[begin.end - 1].end : tokens[end.start].start]
        if not apart and lexicon.book("ask").first(between) is None:
            return True
    return False


def points_back(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence takes up what was said before ("Dat zou ik graag doen", "j'y participerais")."""
    return lexicon.book("pointing_back").first(sentence.tokens[:POINTING_WITHIN]) is not None


def _by_verb(sentence: Sentence, lexicon: Lexicon, named: Ask) -> Ask:
    """Judge a sentence by its verb of asking, where nothing else is asked for; ``named``: what it is without one."""
    tokens = sentence.tokens
    strong = lexicon.book("internship").first(tokens) is not None
    if strong and for_myself(sentence) and not _names_ours(sentence, lexicon):
        return Ask.ASKS
    own = _unquoted(sentence)
    asks = lexicon.book("ask").first(own) is not None and not (
        _not_now(own, lexicon) or only_wonders(own, lexicon) or speaks_of_whoever(sentence)
    )
    said = lexicon.book("ask_politely").first(own)
    # "Dan kan ik bekijken wie …" tells, "Kan ik …" asks.
    # "Dürfte ich" is a wish, "durfte ich" is over.
    over = lexicon.book("no_wish").first(tokens) is not None
    politely = said is not None and (sentence.asks or (said.start < MAY_WITHIN and not over))
    politely = politely or (named is Ask.MENTIONS and may_i(sentence))
    if sentence.asks and for_anybody(sentence, lexicon):
        return Ask.QUESTION if named is Ask.MENTIONS else Ask.NOTHING
    if sentence.asks and not politely:
        # "En een paar weetjes: hoeveel tijd kost het …?"
        head, colon, _ = sentence.text.partition(":")
        how = lexicon.book("ask_how").first([token for token in tokens if not colon or token.start > len(head)])
        if how is not None and (how.start <= 2 or not asks):
            return Ask.QUESTION if named is Ask.MENTIONS else Ask.NOTHING
        return Ask.ASKS_POLITELY if asks or _visits(sentence, lexicon) else named
    if asks and not sentence.asks:
        return Ask.ASKS
    if politely:
        return Ask.ASKS_POLITELY
    if _visits(sentence, lexicon):
        return Ask.ASKS_POLITELY if sentence.asks else Ask.VISITS
    interested = lexicon.book("interest").first(tokens) is not None or (
        conditional(sentence) and _names_ours(sentence, lexicon) and lexicon.book("by_others").first(tokens) is None
    )
    return Ask.INTERESTED if interested else named


def _not_now(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether what is asked for is put off in the same breath ("aanvragen doen we nu nog niet")."""
    last = lexicon.book("ask").find(tokens)[-1]
    # "Ich will mich noch nicht anmelden"
    before = lexicon.book("not_now").find(tokens[: last.end])
    behind = lexicon.book("not_now").first(tokens[last.end : last.end + NOT_NOW_WITHIN])
    return behind is not None or any(last.start - MOST_PUT_OFF <= hit.end <= last.start for hit in before)


_QUOTED = re.compile(r"[\"“”„«][^\"“”„«»]*[\"“”»]")


def _unquoted(sentence: Sentence) -> Sequence[Token]:
    """Return the words of a sentence outside quotation marks ("De link „een stage aanvragen“ werkt niet")."""
    spans = [match.span() for match in _QUOTED.finditer(sentence.text)]
    outside = [t for t in sentence.tokens if not any(start < t.start < end for start, end in spans)]
    return outside if spans else sentence.tokens


def _visits(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a visit to a service of ours that is to come ("een halve dag bij BLAS")."""
    tokens = sentence.tokens
    work = [hit.start for hit in by_their_work(sentence.text, tokens, lexicon)]
    anybody = (hit.start for hit in lexicon.book("anybody").find(tokens))
    # "Onze medewerkster Ilse" is somebody.
    rules = any(not place or tokens[place - 1].word not in WE for place in anybody) and not work
    if rules or any(lexicon.book(name).first(tokens) is not None for name in ("no_wish", "by_others")):
        return False
    if (HOW | ({"que"} if sentence.asks else set())) & {token.word for token in tokens[:2]}:
        return False
    books = (lexicon.book("internship"), lexicon.book("internship_weak"))
    ends = [hit.end for book in books for hit in book.find(tokens)]
    named = [hit for hit in lexicon.service_book.find(tokens) if hit.value]
    everything = None if sentence.asks else all_in(tokens, lexicon)
    named += [everything] if everything is not None else []
    places = [*work, *(hit.start for hit in named)]
    near = ((end, place) for end in ends for place in places if end <= place <= end + VISIT_WITHIN)
    if any(_leads_to(tokens[end:place], lexicon) for end, place in near):
        return True
    begins = [hit.start for book in books for hit in book.find(tokens)]
    # "Au service juridique, une demi-journée"
    before = [hit for hit in named if any(hit.end <= begin <= hit.end + TOLD_WITHIN for begin in begins)]
    return any(_leads_to(tokens[max(0, hit.start - TOLD_WITHIN) : hit.start], lexicon) for hit in before)


def _leads_to(between: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether the words between a visit and a service lead from one to the other: a preposition, and no "our"."""
    at = AT & {token.word for token in between[-AT_WITHIN:]}
    return bool(at) and lexicon.book("ours").first(between) is None


def _asks_before_the_reason(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words ask, and then begin to say why: what follows is part of the reason."""
    because = [lexicon.book(name).first(tokens) for name in ("because", "because_kept")]
    begin = min((hit.start for hit in because if hit is not None), default=0)
    asking = tokens[:begin]
    return any(lexicon.book(name).first(asking) is not None for name in ("ask", "interest"))


_AND_I = re.compile(r"\b(?:en (?:ik|wij|we)|et (?:je|j['’]|nous)|und (?:ich|wir))", re.IGNORECASE)


def _asks_beside(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for the internship itself although it also speaks of information or a report.

    It does if the internship is named first, right behind the asking words, or if the other thing only follows a
    "because" or an "in order to".
    """
    tokens = sentence.tokens
    other = lexicon.book("not_asking").first(tokens)
    ask = lexicon.book("ask").first(tokens)
    if other is not None and _asks_before_the_reason(tokens[: other.start], lexicon):
        return True
    if other is None or ask is None:
        return False
    if other.end <= ask.start:
        # "Suite à notre entretien d'évaluation, je confirme mon envie de faire un stage."
        between = sentence.text[tokens[other.end - 1].end : tokens[ask.start].start]
        apart = "," in between or _AND_I.search(between) is not None
        rest = tokens[ask.start :]
        if apart and lexicon.book("enrolling").first(rest) is not None:
            return True
        named = next((hit for n in ("internship", "internship_weak") if (hit := lexicon.book(n).first(rest))), None)
        # "Je prépare un article, et j'aimerais y parler de vos stages"
        return apart and named is not None and lexicon.book("not_asking").first(rest[: named.start]) is None
    joint = tokens[min(ask.start, other.start) : other.start]
    if any(lexicon.book(name).first(joint) for name in ("because", "because_kept", "enabling")):
        return True
    named = lexicon.book("internship").first(joint) or lexicon.book("internship_weak").first(joint)
    return named is not None and ask.start < other.start and other.start - named.end > 4
