"""What a message shows as far as it bears on its kind: words, sender, and what its sentences ask.

How much of it makes a request or a question is the business of ``intent``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailflow.model.message import Message
from mailflow.model.words import FieldName
from mailflow.understanding.asking import ASKING, Ask, ask_of, asks_of, names_internship, points_back
from mailflow.understanding.draft import Draft
from mailflow.understanding.form import Body
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import municipality_of_domain, names_a_centre
from mailflow.understanding.passage import Sentence
from mailflow.understanding.services import names_all
from mailflow.understanding.tokens import Token, tokens_of

THANKS_WITHIN = 2  # words
ANSWERS = re.compile(r"^\s*(?:re|antw|aw|sv|r[ée]p)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«][^\"“”„«»]*[\"“”»]")
_SPAN = (
    r"(?:\d{1,3}|twee|drie|vier|zes|acht|tien|twaalf|deux|trois|quatre|six|huit|dix|douze|zwei|drei|vier|sechs|acht|zehn|zwölf)"
    r"[\s-]+(?:weken|maanden|semaines|mois|wochen|monaten?)\b"
)
_LONG_STAY = re.compile(
    rf"\b(?:(?:stages?|praktik(?:um|a)|immersion)\b[^.,;:?!]{{0,25}}\b{_SPAN}|{_SPAN}[^.,;:?!]{{0,15}}\b(?:stage|praktikum)|"
    r"\d{1,3}\s+(?:stage-uren|heures de stage|praktikumswochen))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signs:
    """What a message shows, as far as it bears on its kind."""

    strong: bool
    named: bool  # by its own name, not as a school calls it
    weak: bool
    soft: bool
    house: bool
    centre: bool
    other: bool
    student: bool
    about: bool
    headed: bool
    thanks: bool
    past: bool
    arranged: bool
    wishes: bool
    asks: frozenset[Ask]
    named_so: bool  # one of them has a word for an internship itself
    for_it: bool  # one of the sentences that ask speaks of an internship, a visit or of coming


def own_subject(message: Message) -> str:
    """Return the subject without what it quotes, unless an answer only took it over."""
    return "" if ANSWERS.match(message.subject) else _QUOTED.sub(" ", message.subject)


def asks_in(body: Body, subject: str, lexicon: Lexicon, *, about: bool) -> frozenset[Ask]:
    """Return what the sentences and the subject ask; ``about`` says that the subject speaks of an internship."""
    asks = set(asks_of(body.sentences, lexicon, about=about))
    listed = (s for s, item in pairwise(body.sentences) if not item.asks)
    if any(_announces_a_list(sentence, lexicon) for sentence in listed):
        asks.add(Ask.ASKS)
    if subject and Ask.QUESTION not in asks:
        asks |= {ask_of(Sentence(subject, 0, ((0, 0),)), lexicon)} & {Ask.ASKS, Ask.QUESTION, Ask.MENTIONS}
    return frozenset(asks)


def _asks_for_it(body: Body, lexicon: Lexicon, *, about: bool) -> bool:
    """Say whether what is asked for is an internship, a visit or to come, and not advice, data or an answer."""
    names = ("internship", "internship_weak", "internship_soft", "coming")
    sentences = body.sentences
    visits = [any(lexicon.book(name).first(s.tokens) is not None for name in names) for s in sentences]
    for place, ask in enumerate(asks_of(sentences, lexicon, about=about)):
        # "Einmal FrontOffice für mich, bitte. Halber Tag genügt."
        ours = lexicon.service_book.first(sentences[place].tokens) is not None
        near = visits[place] or (ours and any(visits[max(0, place - 1) : place + 2]))
        if ask in ASKING and (near or points_back(sentences[place], lexicon)):
            return True
    return False


def names_internship_in(text: str, lexicon: Lexicon) -> bool:
    """Say whether a text has a word for an internship."""
    return lexicon.has("internship", text) or lexicon.has("internship_weak", text)


def signs_of(message: Message, body: Body, draft: Draft, lexicon: Lexicon, *, about: bool) -> Signs:
    """Return what a message shows; ``about`` says that the mail it goes with names an internship."""
    subject = own_subject(message)
    tokens = tokens_of(body.whole + "\n" + subject)
    sender = message.from_.email if message.from_ else ""
    centre = (
        bool(draft.texts.get(FieldName.OCMW))
        or names_a_centre(body.whole)
        or municipality_of_domain(sender) is not None
    )
    # A thesis of somebody who writes from a centre is a reason, and no school's internship.
    staff = municipality_of_domain(sender) is not None
    house = lexicon.book("house").first(tokens) is not None
    matter = about or _is_about_it(message, lexicon, ours=centre and (house or subject != message.subject))
    return Signs(
        strong=lexicon.book("internship").first(tokens) is not None,
        named=lexicon.book("our_internship").first(tokens) is not None,
        weak=about or _is_weak(message, body, lexicon),
        soft=any(_is_soft(text, lexicon) for text in (subject, *(sentence.text for sentence in body.all_sentences))),
        house=house,
        centre=centre,
        other=_is_other_business(tokens, body.whole, draft, lexicon)
        or (lexicon.book("schoolwork").first(tokens) is not None and not staff),
        student=lexicon.book("student").first(tokens) is not None and not staff,
        about=matter,
        headed=lexicon.has("internship_weak", subject),
        thanks=bool(_THANKS.intersection(word.word for word in tokens_of(message.subject)[:THANKS_WITHIN]))
        and not lexicon.has("ask", message.subject),
        arranged=any(_is_arranged(sentence, lexicon) for sentence in body.all_sentences),
        past=any(_is_over(sentence, lexicon) for sentence in body.all_sentences),
        wishes=lexicon.book("ask").first(tokens) is not None,
        asks=asks_in(body, subject, lexicon, about=matter),
        named_so=any(
            ask in ASKING and names_internship(sentence, lexicon)
            for sentence, ask in zip(body.sentences, asks_of(body.sentences, lexicon, about=matter), strict=True)
        ),
        for_it=_asks_for_it(body, lexicon, about=matter),
    )


def _is_arranged(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of an internship that is arranged already ("mijn stage van 19 januari")."""
    if lexicon.book("arranged").first(sentence.tokens) is None:
        return False
    return ask_of(sentence, lexicon) not in {Ask.ASKS, Ask.ASKS_POLITELY}


def _is_over(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells of an internship, or of a visit to a service of ours, that has been."""
    if lexicon.book("no_wish").first(sentence.tokens) is None:
        return False
    return names_internship(sentence, lexicon) or lexicon.service_book.first(sentence.tokens) is not None


_THANKS = frozenset({
    "bedankt", "dank", "dankjewel", "bedanking", "merci", "remerciements", "remerciement", "danke",
    "dankeschon", "evaluatie", "evaluation", "auswertung", "terugblik",
})  # fmt: skip


def _is_about_it(message: Message, lexicon: Lexicon, *, ours: bool) -> bool:
    """Say whether the subject, an answer's too, makes our internship the matter; ``ours``: a weak word means it."""
    names = ("internship", "internship_weak") if ours else ("internship",)
    return any(lexicon.has(name, message.subject) for name in names) and not lexicon.has("reversed", message.subject)


_BESIDE = ("ask", "ask_politely", "interest", "house", "sufficing")


def _is_weak(message: Message, body: Body, lexicon: Lexicon) -> bool:
    """Say whether a word that may mean our internship stands in the subject, or beside asking, the house, a service.

    Half a day of waiting and a client's internship are no sign of ours.
    """
    if any(lexicon.has(name, message.subject) for name in ("internship", "internship_weak")):
        return True
    beside = [
        any(lexicon.book(name).first(sentence.tokens) for name in _BESIDE)
        or lexicon.service_book.first(sentence.tokens) is not None
        or names_all(sentence.tokens, lexicon)
        for sentence in body.all_sentences
    ]
    return any(
        lexicon.book("internship_weak").first(sentence.tokens) is not None
        and lexicon.book("other_half_days").first(sentence.tokens) is None
        and any(beside[max(0, place - 1) : place + 2])
        for place, sentence in enumerate(body.all_sentences)
    )


def _is_soft(text: str, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a visit, and not of an opinion or a meeting that somebody wants instead."""
    return lexicon.has("internship_soft", text) and not lexicon.has("other_purpose", text)


def _announces_a_list(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for what is listed behind its colon, and not for an answer to questions."""
    # "Suite à notre entretien d'évaluation, voici ce qui m'intéresserait :"
    clause = tokens_of(sentence.text.rpartition(",")[2])
    asks = any(lexicon.book(name).first(clause) is not None for name in ("ask", "interest"))
    return sentence.text.rstrip().endswith(":") and asks and lexicon.book("not_asking").first(clause) is None


def _is_other_business(tokens: Sequence[Token], text: str, draft: Draft, lexicon: Lexicon) -> bool:
    """Say whether a message is about a job, a school's internship, or bulk mail that names no service of ours."""
    if lexicon.book("other_business").first(tokens) is not None or _LONG_STAY.search(text) is not None:
        return True
    return not draft.services and lexicon.book("business_beside").first(tokens) is not None
