"""What a sentence tells beside asking: the writer's work, a purpose, or only people, days and the way.

``reasons`` looks among such sentences for the motivation.
"""

from __future__ import annotations

import re

from mailflow.understanding.asking import ASKING, Ask, ask_of, names_internship, points_back
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.date_mask import mask
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.listed_names import SEVERAL
from mailflow.understanding.mention import Stance
from mailflow.understanding.mentions import mentions_in
from mailflow.understanding.municipality import names_a_centre
from mailflow.understanding.passage import Sentence
from mailflow.understanding.sentences import agreement_in, introduction, is_signature, speaks_of_days
from mailflow.understanding.services import names_all
from mailflow.understanding.small_words import YOURS
from mailflow.understanding.tokens import Found

LEAST_REASON = 3
LEAST_LANGUAGE = 3  # letters: "de" and "fr" are words of a sentence
LEAST_SENTENCE = 5
LONGEST_POST = 16
LONGEST_WAY = 20
EARLY = 2
EARLY_SERVICES = 4

_LEAVES_OUT = frozenset({"niet", "geen", "pas", "nicht", "keine", "behalve", "sauf", "ausser", "auser"})
_RATHER = frozenset({"liefst", "voorkeur", "lieber", "liebsten", "idealement", "idealerweise", "preference", "plutot"})


def is_for_a_day(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a reason is one for a day ("Donnerstags, weil ich dann keine Sprechstunde habe")."""
    if sentence.tokens[0].word in _LEAVES_OUT and hit.start:
        # "Niet de inspectie, want daar gaat mijn collega al"
        return True
    # "Comme je viens de loin, un après-midi me conviendrait mieux"
    if not hit.start and sentence.tokens[0].word in _COORDINATING:
        return False
    text = sentence.text[: sentence.tokens[hit.start].start] if hit.start else sentence.text.rpartition(",")[2]
    main = Sentence(text, sentence.block, sentence.places)
    asks = names_what_is_asked(main, lexicon) or (not hit.start and lexicon.book("ask").first(main.tokens) is not None)
    if any(len(main.tokens[hit.start].word) > LEAST_LANGUAGE for hit in lexicon.book("languages").find(main.tokens)):
        # "Je vous écris en français parce que c'est la langue de la maison"
        return not asks
    # "Liefst op één en dezelfde dag, want vanuit Lommel ben ik drie uur onderweg"
    prefers = any(token.word in _RATHER for token in main.tokens[:2]) and not names_internship(main, lexicon)
    return (speaks_of_days(main) or prefers) and not asks


_COORDINATING = frozenset({"want", "car", "denn"})


def goes_on(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence goes on giving reasons: it asks nothing, names no address and no superior."""
    if sentence.asks or _only_introduces(sentence, lexicon) or email_in(sentence.text) or phone_in(sentence.text):
        return False
    way = lexicon.book("logistics").first(sentence.tokens)
    if (way is not None and way.start <= EARLY and len(sentence.tokens) <= LONGEST_WAY) or lexicon.has(
        "left_out_behind", sentence.text
    ):
        return False
    agrees = agreement_in([sentence], lexicon)[0] is not None or lexicon.has("i_agree", sentence.text)
    if agrees or _brings_somebody(sentence, lexicon):
        return False
    if lexicon.book("closing").at(sentence.tokens, 0) if sentence.tokens else True:
        return False
    # "De wet van 2 april 1965" names no day of the visit.
    plain = Sentence(mask(sentence.text), sentence.block, sentence.places)
    return not (speaks_of_days(plain) or _is_pure_ask(sentence, lexicon) or is_signature(sentence))


def _brings_somebody(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence is about people who come along; "your colleagues" are none."""
    words = [token.word for token in sentence.tokens]
    for hit in lexicon.book("together").find(sentence.tokens):
        before = words[: hit.start]
        before = before[:-1] if before and before[-1] in _A else before
        if not before or before[-1] not in _NOT_WITH:
            return True
    return False


_A = frozenset({"een", "un", "une", "einer", "einem", "eines"})
# "De dossiers van mijn collega", "la pension d'une collègue": she doesn't come along.
_NOT_WITH = YOURS | {"nieuwe", "nouveaux", "nouvelles", "neuen", "neue", "van", "de", "d", "von"}


def _only_introduces(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence gives the writer's name, and no purpose beside it."""
    if lexicon.book("motive").first(sentence.tokens) is not None:
        return False
    return introduction([sentence], lexicon) is not None


def _is_pure_ask(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for the internship itself: it names it, or surely a service of ours."""
    if ask_of(sentence, lexicon) not in {Ask.ASKS, Ask.INTERESTED} or lexicon.has("enabling", sentence.text):
        return False
    words = (lexicon.book("internship"), lexicon.book("internship_weak"))
    if any(book.first(sentence.tokens) is not None for book in words) or names_all(sentence.tokens, lexicon):
        return True
    if _tells_what_for(sentence, lexicon):
        return False
    return any(
        mention.strong and mention.stance in {Stance.WANTED, Stance.BARE}
        for mention in mentions_in(sentence, lexicon, asking=True)
    )


def _tells_what_for(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence that asks tells what for ("bekijken hoe jullie de oproepen voorbereiden").

    Words that only ask for the visit itself ("leren kennen", "découvrir") tell nothing.
    """
    tokens, coming = sentence.tokens, lexicon.book("coming")
    return any(
        coming.whole(" ".join(token.word for token in tokens[hit.start : hit.end])) is None
        for hit in lexicon.book("motive").find(tokens)
    )


def is_motive(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a purpose and does not itself ask for the internship."""
    if lexicon.book("motive").first(sentence.tokens) is None or len(sentence.tokens) < LEAST_REASON + 2:
        return False
    return goes_on(sentence, lexicon)


def lists_services(sentence: Sentence, ask: Ask, lexicon: Lexicon) -> bool:
    """Say whether a sentence asks for services, or speaks of nothing but which ("Zu den Diensten: …")."""
    # "Leur expliquer le point de vue de l'inspecteur ferait gagner du temps" tells what for.
    told = ask is Ask.INTERESTED and len(sentence.tokens) > LONGEST_WAY
    asks = (ask in ASKING and not told) or any(token.word in SEVERAL for token in sentence.tokens[:EARLY_SERVICES])
    return asks and (names_what_is_asked(sentence, lexicon) or points_back(sentence, lexicon))


def names_what_is_asked(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence that asks names the services it asks for."""
    named = mentions_in(sentence, lexicon, asking=True)
    return names_all(sentence.tokens, lexicon) or any(mention.stance is Stance.WANTED for mention in named)


def tells(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells something of the writer's work, and not of the internship, the post or the mail."""
    head, colon, _ = sentence.text.partition(":")
    if sentence.asks and colon:
        # "Nous démarrons un observatoire : quelles données existent ?"
        return tells(Sentence(head, sentence.block, sentence.places), lexicon)
    tokens = sentence.tokens
    words = date_words(sentence.text)
    if (
        len(tokens) < LEAST_SENTENCE
        or (words.days and words.others <= 1)
        or lexicon.book("thanking").first(tokens[:LEAST_SENTENCE]) is not None
        or _opens(sentence, lexicon)
        or not goes_on(sentence, lexicon)
    ):
        return False
    if any(lexicon.book(name).first(tokens) is not None for name in ("by_others", "internship", "internship_weak")):
        return False
    if _REACHED.search(sentence.text) and lexicon.book("motive").first(tokens) is None:
        # "Aujourd'hui je suis en comité, vous pouvez me joindre après"
        return False
    because = lexicon.book("because").first(tokens)
    if because is not None and is_for_a_day(because, sentence, lexicon):
        return False
    if len(tokens) <= LONGEST_WAY and lexicon.book("logistics").first(tokens) is not None:
        return False
    if len(tokens) > LONGEST_POST or any(lexicon.book(name).first(tokens) for name in ("interest", "motive")):
        return True
    return not _is_about_the_mail(sentence, lexicon)


_REACHED = re.compile(
    r"\b(?:me joindre|joignable|bereikbaar|te bereiken|mij bereiken|erreichbar|erreichen|me rappeler|terugbellen|"
    r"opbellen)\b",
    re.IGNORECASE,
)


def _opens(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence greets, or announces what stands below it."""
    end = sentence.text.rstrip()[-1:]
    words = {token.word for token in sentence.tokens}
    if len(sentence.tokens) <= LONGEST_POST and (words & _BELOW or sentence.tokens[0].word in _HERE):
        # "Veuillez trouver ma demande ci-dessous.", "Voici, j'ai complété comme j'ai pu"
        return True
    return end == ":" or (lexicon.book("greeting").at(sentence.tokens, 0) is not None and end in {",", "!"})


_HERE = frozenset({"voici", "voila", "hierbij", "hiermit", "hiermee", "ziehier"})
_BELOW = frozenset({
    "hieronder", "onderstaand", "onderstaande", "bijgevoegd", "bijgevoegde", "bijlage", "bijgaand", "dessous", "joint",
    "jointe", "annexe", "untenstehend", "untenstehende", "nachstehend", "nachfolgend", "anbei", "anhang", "beigefugt",
})  # fmt: skip


def _is_about_the_mail(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a short sentence only names a post, a centre, a language or "both" ("Ich spreche Französisch")."""
    tokens = sentence.tokens
    spoken = [hit for hit in lexicon.book("languages").find(tokens) if len(tokens[hit.start].word) > LEAST_LANGUAGE]
    names = ("functions", "own_work", "both_services")
    when = tokens[0].word in _LEAVES_OUT and date_words(sentence.text).days
    named = any(lexicon.book(n).first(tokens) for n in names) or names_a_centre(sentence.text)
    return bool(spoken) or when or named
