"""Which days a sentence offers, and which it only tells of: "op 14 december is het raad" names no wish.

A sentence is looked at in parts. A part offers its days if they stand alone, in a list, or with a word of what suits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailflow.understanding.date_places import MONTH
from mailflow.understanding.date_texts import DateWords, date_words, only_half
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.small_words import BECAUSE, YOURS
from mailflow.understanding.tokens import fold, tokens_of

MOST_BESIDE = 8  # words that are none of dates, beside days of which nothing says that they suit
MOST_BESIDE_VISIT = 5  # words that are none of dates, beside days and a word for the visit
MOST_OFFERING = 5  # words
MOST_ASKED = 2  # words beside a day that a question asks about
MOST_LISTED = 3  # words that are none of dates, beside days that are announced
MOST_IN_A_FIELD = 4  # words that are none of dates, beside days under a label
MOST_GOING_ON = 2  # words that are none of dates, beside a day behind one that is offered

_NTH_DAY = r"(?:(?:de[rnm]|le|de)\s)?\d{1,2}(?:[./]\d{1,2}\.?|\.|st?e|d?e)?"
# What stands in brackets is a part of its own; "op 2, 9 en 16 maart" is one list.
_CUT = re.compile(
    r"\s(?=(?:en vanaf|et à partir|et dès|und ab|en kan ik|en ben ik|en kom ik|en zou|en wil|et je peux|et je suis|"
    r"et suis|et je souhaiterais|et je pourrais|et je voudrais|et j['’]aimerais|et nous voudrions|"
    r"et nous souhaiterions|"
    r"et nous aimerions|et nous pourrions|en willen|en zouden|"
    r"und kann|und bin|und wäre|und könnte|und würde|und möchte|und möchten|und würden|und könnten)\s)|"
    rf"\s(?=(?:maar|mais|{'|'.join(sorted(BECAUSE))})\s)|"
    rf",(?=\s{_NTH_DAY}(?:\s(?:oder|of|ou|und|en|et)\s{_NTH_DAY})?"
    r"\s(?:ist|is|est|geht|ginge|gaat|kann|kan|habe|heb|ben|bin|passt|past|lukt|convient|va)\b)|"
    r"(?:,(?!\s(?:de[rnm]\s)?\d)(?!\sle\s\d{1,2}\s?(?:,|ou\b|et\b))|"
    r"(?<!\d),(?!\sde[rnm]\s\d)(?!\sle\s\d{1,2}\s?(?:,|ou\b|et\b))|[;:]|(?<!\d)(?<!\.m)\.)(?=\s)|[()\n]"
)
# "Bel mij bij voorkeur in de namiddag" is about the telephone, "ik werk 's namiddags thuis" about work.
CALLS = re.compile(
    r"\b(?:bel|bellen|belt|opbellen|contact\w*|bereik\w*|telefon\w*|téléphon\w*|joindre|joignable|appel\w*|"
    r"ruf|rufen|anruf\w*|erreich\w*)\b",
    re.IGNORECASE,
)
_WEEKDAY_COMMA = re.compile(
    r"\b((?:maan|dins|woens|donder|vrij)dag|(?:lun|mar|mercre|jeu|vendre)di|(?:mon|diens|donners|frei)tag|mittwoch),"
    r"(?=\s(?:de[nmr] |le )?\d)",
    re.IGNORECASE,
)
# "Von Montag, 22. Februar, bis Mittwoch, 24. Februar, bin ich flexibel"
_RANGE_COMMA = re.compile(r",(?=\s(?:bis|tot|t\.?e\.?m|jusqu)\b)", re.IGNORECASE)
# "… komme ich aber gern": an adverb, where no comma stands before it
_AMID = re.compile(r"(?<=[a-zäöüß])\saber(?=\s)", re.IGNORECASE)
_HELD_AGAINST = re.compile(r"^\s*(?:maar|mais|aber|doch)\b", re.IGNORECASE)
# "Le 20 oui, l'après-midi uniquement"
_YES_TO_IT = re.compile(rf"(?:\d|\b{MONTH}) (?:oui|ja|wel|ok)\b")
_OFFERING = ("offering", "preferring", "ask")
_VISIT = ("internship", "internship_weak")


@dataclass(frozen=True)
class _Part:
    """A part of a sentence; ``others`` counts its words that are neither of dates nor a service."""

    text: str
    words: DateWords
    others: int
    offers: bool
    bracketed: bool
    announced: bool
    tells: bool


def offers(text: str, lexicon: Lexicon) -> bool:
    """Say whether a text has a word of what suits, of asking, or of the visit."""
    return any(lexicon.has(name, text) for name in (*_OFFERING, *_VISIT))


def offered_parts(text: str, lexicon: Lexicon) -> list[str] | None:
    """Return the parts of a sentence that offer their days, ``None`` if no part only tells of some."""
    if _others(text, lexicon) > MOST_BESIDE and not offers(text, lexicon):
        return []
    parts = _parts(text, lexicon)
    kept: list[str] = []
    told = some = False
    most = 0
    for place, part in enumerate(parts):
        half = only_half(part.text) is not None or _LED.search(part.text) is not None
        rest = half and part.offers and not CALLS.search(part.text)
        if not (part.words.days or rest):
            # "In 2019 ben ik al bij jullie geweest, op 14 maart"
            told = told or (part.tells and not part.offers)
            continue
        if part.words.negated and not part.tells:
            continue
        suits = part.offers or part.announced or _goes_on_offering(parts[place:], lexicon)
        # "Misschien 2 februari?" asks whether the day suits.
        suits = suits or (part.text.rstrip().endswith("?") and part.others <= MOST_ASKED)
        # "…, anders donderdag 14 januari met mijn collega": another choice beside one that is offered.
        suits = suits or (most > 0 and any(token.word in _ALTERNATIVES for token in tokens_of(part.text)[:1]))
        tells = _says_what(parts, place)
        strange = part.others > (0 if _has_its_own_verb(part) else most)
        strange = strange or (part.bracketed and _is_told_around(parts, place))
        if tells or (not suits and (told or strange)):
            # "Op 4 februari is er teamdag, op 5 februari ook": what follows is told as well.
            told, some = told or not part.words.negated, True
            continue
        kept.append(part.text)
        most, told = MOST_GOING_ON, False
    return kept if some else None


_ALTERNATIVES = frozenset({"of", "ou", "oder", "anders", "sinon", "sonst", "ofwel", "soit", "entweder"})
# "…, mais le 15 convient": a number that only the month before it makes a day
_LED = re.compile(r"\b(?:le|de) \d{1,2}\b(?![./:-]?\d| ?[hu€%])", re.IGNORECASE)
# "… dus liefst daarna, bv. dinsdag 13 april"
_FOR_EXAMPLE = frozenset({"bv", "bijv", "bijvoorbeeld", "p.ex", "p. ex", "par exemple", "z.b", "z. b", "zum beispiel"})


def _has_its_own_verb(part: _Part) -> bool:
    """Say whether a part that offers nothing is a sentence of its own ("…, op 13 januari is er raad"), or says why."""
    causal = any(token.word in BECAUSE for token in tokens_of(part.text)[:1])
    return causal or _TELLS_OF.search(part.text) is not None


_TELLS_OF = re.compile(
    r"\b(?:is er|is het|c['’]est|ce sera|"
    r"ben ik|zit ik|je suis|nous sommes|bin ich|sind wir|"
    r"heb|hebben|heeft|moet|moeten|il y a|ai|avons|dois|devons|ist|habe|haben|hat|muss|müssen)\b",
    re.IGNORECASE,
)


def tells_of_days(text: str, lexicon: Lexicon) -> bool:
    """Say whether a part of a text tells what else takes place on the days it names ("…, 13/1 is er raad")."""
    parts = _parts(text, lexicon)
    return any(
        part.words.days
        and not (part.offers or part.words.negated)
        and (part.others > MOST_IN_A_FIELD or _TELLS_OF.search(part.text) or _says_what(parts, place))
        for place, part in enumerate(parts)
    )


def _says_what(parts: Sequence[_Part], place: int) -> bool:
    """Say whether a part, or what follows its comma, says what takes place on its days ("Le 12, c'est conseil")."""
    part = parts[place]
    behind = parts[place + 1] if place + 1 < len(parts) else part
    tells = behind.tells or _TELLS_OF.match(behind.text.strip()) is not None
    # "… donderdag 28 januari (dan moet ik toch in Brussel zijn)"
    tells = tells and not (behind.bracketed and _ANYWAY.search(behind.text))
    return part.tells or (tells and not (behind.offers or behind.words.days or part.offers))


_ANYWAY = re.compile(r"\b(?:toch|sowieso|de toute façon|ohnehin|déjà sur place|al in brussel)\b", re.IGNORECASE)


def told_parts(text: str, lexicon: Lexicon) -> list[str]:
    """Return the parts of a sentence that say what else takes place on their days, and nothing that offers them."""
    return [part.text for part in _parts(text, lexicon) if part.tells and not lexicon.has("offering", part.text)]


def _parts(text: str, lexicon: Lexicon) -> list[_Part]:
    """Cut a sentence into its parts."""
    parts: list[_Part] = []
    # "Donnerstag, 25. Februar" is one day.
    text = _RANGE_COMMA.sub(" ", _WEEKDAY_COMMA.sub(r"\1 ", text))
    ends = [match.span() for match in _CUT.finditer(text)]
    announces = False
    for (_, begin), (end, _) in zip([(0, 0), *ends], [*ends, (len(text), 0)], strict=True):
        piece = _HELD_AGAINST.sub("", text[begin:end])
        others = _others(piece, lexicon)
        visit = others <= MOST_BESIDE_VISIT and any(lexicon.has(name, piece) for name in _VISIT)
        wished = any(lexicon.has(name, piece) for name in _OFFERING) or _YES_TO_IT.search(fold(piece)) is not None
        suits = visit or wished
        bracketed = text[max(0, begin - 1) : begin] == "("
        # "… voici mes disponibilités : 7, 8 et 10 décembre"
        announced = announces and others <= MOST_LISTED
        words = date_words(_AMID.sub(" ", piece))
        parts.append(_Part(piece, words, others, suits, bracketed, announced, _tells(piece, lexicon)))
        example = piece.strip(" .(").lower() in _FOR_EXAMPLE
        announces = example or (text[end : end + 1] == ":" and suits) or (announced and text[end : end + 1] != ";")
    return parts


def _others(text: str, lexicon: Lexicon) -> int:
    """Count the words of a text that are neither of dates nor of a service."""
    tokens = tokens_of(text)
    services = sum(hit.end - hit.start for hit in lexicon.service_book.find(tokens))
    light = sum(token.word in _LIGHT or (services > 0 and token.word in _AT_YOURS) for token in tokens)
    return max(0, date_words(text).others - services - light)


_NONE_OF = frozenset({"geen", "keine", "keinen", "kein", "aucun", "aucune"})
# "… le jeudi 28 janvier au matin chez vos collègues des Fonds européens"
_AT_YOURS = YOURS | {"chez", "bij", "bei", "beim", "collegues", "collega", "collegas", "kollegen", "des", "van", "der"}
# "Danach gern, also am 9. oder 10. Februar": these say nothing of the days.
_LIGHT = frozenset({
    "dan", "dann", "alors", "anders", "sinon", "sonst", "ansonsten",
    "encore", "nog", "noch", "ook", "aussi", "auch",
    "dafur", "zwar", "par", "contre",
    "also", "dus", "donc", "deshalb", "darum", "deswegen", "daarom", "vandaar",
    "danach", "daarna", "ensuite", "puis", "vorher", "eerst", "zeker", "sicher",
})  # fmt: skip


def _is_told_around(parts: Sequence[_Part], place: int) -> bool:
    """Say whether the words around brackets speak of something else ("Rosenmontag (8.2.) ist hier alles zu")."""
    around = [part for part in parts[max(0, place - 1) : place + 2] if part is not parts[place]]
    if any(part.tells for part in around):
        return True
    return any(part.others > part.words.days for part in around) and not any(part.offers for part in around)


def _tells(text: str, lexicon: Lexicon) -> bool:
    """Say whether a part of a sentence tells of a day; "idéalement l'inspection le 2 février" wishes for a service."""
    tokens = tokens_of(text)
    # "… habe ich noch keine Hausbesuche"
    hits = [hit for hit in lexicon.book("telling").find(tokens) if tokens[max(0, hit.start - 1)].word not in _NONE_OF]
    if not any(lexicon.has(name, text) for name in ("preferring", "ask")):
        return bool(hits) or lexicon.has("by_others", text)
    named = {place for hit in lexicon.service_book.find(tokens) for place in range(hit.start, hit.end)}
    return any(hit.start not in named for hit in hits)


def _goes_on_offering(parts: Sequence[_Part], lexicon: Lexicon) -> bool:
    """Say whether a few words behind the commas say that days suit ("De week erna, van 15 tot 19 mei, is goed")."""
    following = [part for part in parts[1:] if part.others or not part.words.days]
    # "…, telkens voor de middag, zou super zijn"
    behind = next((part for part in following if part.text.strip(" .") and (part.others or part.offers)), None)
    if behind is None or behind.words.days or behind.words.negated:
        return False
    said = [token.word for token in tokens_of(behind.text) if only_half(token.word) is None]
    if not 0 < len(said) <= MOST_OFFERING or not lexicon.has("offering", behind.text):
        return False
    return said[0] in _SUITS or not _MAY.isdisjoint(token.word for token in tokens_of(parts[0].text))


_SUITS = frozenset({
    "is", "zijn", "est", "sont", "ist", "sind", "past", "passen", "lukt", "gaat", "kan", "ware", "serait", "passt",
    "geht", "sans", "zonder", "ohne", "geen", "kein", "aucun", "prima", "graag", "volontiers", "gern", "convient",
    "conviendrait", "zou", "noch", "nog", "encore", "dat", "das", "cela", "ca", "dagegen", "jederzeit",
    "hingegen", "altijd", "daarentegen",
})  # fmt: skip
_MAY = frozenset({"wurde", "wuerde", "zou", "zouden", "ware", "waere"})


def without_what_is_told(text: str, lexicon: Lexicon) -> str:
    """Return a sentence without the parts that only tell ("met hen heb ik in november al samengezeten")."""
    pieces = [
        piece
        for piece in _CUT.split(text)
        if not _ALREADY.intersection(token.word for token in tokens_of(piece))
        and not lexicon.has("telling", piece)
        and (date_words(piece).others <= MOST_LISTED or offers(piece, lexicon))
    ]
    return ", ".join(pieces)


_ALREADY = frozenset({"al", "deja", "schon", "bereits", "already"})
