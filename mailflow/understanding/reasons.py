"""Why somebody asks: the motivation that running text gives, in the writer's own words (SPEC §4).

A reason is told by "because" or "in order to", by words of purpose, by what stands before "therefore", and, where
none of these is there, by the writer's situation: what a request says beside asking, introducing and naming days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.asking import ASKING, Ask, ask_of, asks_of, names_internship
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Sentence
from mailflow.understanding.sentences import INTRODUCTION, agreement_in, is_signature, speaks_of_days
from mailflow.understanding.services import names_all
from mailflow.understanding.telling import (
    LEAST_REASON,
    goes_on,
    is_for_a_day,
    is_motive,
    lists_services,
    tells,
)
from mailflow.understanding.tokens import Found, Token, tokens_of

LEAST_CLAUSE = 6
LEAST_HEAD = 8
MOST_FOLLOWING = 6
LEAST_TOLD = 5
LEAST_STORY = 12
EARLY_ASIDE = 4  # words
SEVERAL_NAMED = 2
_SKIP_OM = frozenset(
    [
        "mogelijk",
        "mogelijkheid",
        "graag",
        "vragen",
        "possible",
        "moglich",
        "gelegenheid",
        "kans",
        "moglichkeit",
        "gelegenheit",
    ]
)
_TEMPORAL = frozenset(["verlof", "vakantie", "conge", "conges", "urlaub", "afwezig", "absent", "absente"])

_LABELLED = re.compile(
    r"(?:^|[\s.,(])(?:motivatie|motivering|reden|motivation|raison|motif|begründung|grund)\s*:\s*(\S.{8,})$",
    re.IGNORECASE,
)

# "Elle vous transmettra elle-même sa motivation": no reason yet.
_COMES_LATER = re.compile(
    r"\b(?:transmettr\w+|enverr\w+|fer(?:a|ai|ons) parvenir|compl[eé]ter\w+|communiquer\w+)\b"
    r".{0,60}\b(?:motivations?|motifs?|raisons?)\b|"
    r"\b(?:motivatie|motivering|reden)\b.{0,40}\b(?:volgt|bezorg\w*|stuur\w*|sturen)\b|"
    r"\b(?:bezorg\w*|stuur\w*|sturen|geef|geeft)\b.{0,40}\b(?:motivatie|motivering)\b|"
    r"\bmotivation\b.{0,40}\b(?:suit|suivra|suivront|plus tard|à (?:son|mon) retour)\b|"
    r"\b(?:begründung|motivation)\b.{0,40}\b(?:folgt|nach(?:reichen|gereicht|liefern)?|später)\b|"
    r"\b(?:reiche|schicke|liefere)\b.{0,40}\b(?:begründung|motivation)\b",
    re.IGNORECASE,
)


def motivation_in(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the reason that running text gives, in the writer's words, with its line.

    It begins behind a "because" or with an "in order to", and goes on with the sentences of the same paragraph
    that say nothing else; without such a word, the sentences that speak of purpose, or else the writer's situation.
    """
    sentences = [sentence for sentence in sentences if not _COMES_LATER.search(sentence.text)]
    for sentence in sentences:
        if (labelled := _LABELLED.search(sentence.text)) is not None:
            return labelled[1], sentence.line_at(labelled.start(1))
    for find in (
        _behind_because,
        _before_therefore,
        _motives,
        _situation,
        _within_the_wish,
        _behind_the_wish,
        _any_story,
    ):
        found = find(sentences, lexicon)
        if found[0]:
            return found
    return "", 0


_I_AM = frozenset({("ik", "ben"), ("je", "suis"), ("ich", "bin"), ("wij", "zijn"), ("nous", "sommes"), ("wir", "sind")})
_JOINING = re.compile(r"\s+(?:en|et|und|dus|donc|also)\s*$", re.IGNORECASE)


def _behind_because(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what follows the first "because" or "in order to", and the sentences that go on with it."""
    for place, sentence in enumerate(sentences):
        start = _reason_start(sentence, lexicon)
        if start < 0:
            continue
        if ask_of(sentence, lexicon) not in {Ask.ASKS, Ask.ASKS_POLITELY, Ask.INTERESTED} and not INTRODUCTION.search(
            sentence.text
        ):
            start = 0
        parts = [sentence.text[start:].strip(" ,:")]
        for following in sentences[place + 1 : place + 1 + MOST_FOLLOWING]:
            if following.block != sentence.block or not goes_on(following, lexicon):
                break
            parts.append(following.text)
        more = [s.text for s in sentences[place + len(parts) :] if s.block != sentence.block and is_motive(s, lexicon)]
        return " ".join([*parts, *more]), sentence.line_at(start)
    return "", 0


def _within_the_wish(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what a sentence that asks tells before it asks."""
    for sentence in sentences:
        if ask_of(sentence, lexicon) not in ASKING:
            continue
        before, colon, behind = sentence.text.partition(": ")
        if colon and any(lexicon.has(name, behind) for name in ("ask", "ask_politely")):
            # "Ik ben net directeur en wil jullie huis leren kennen: graag een ontdekkingsstage …"
            head = Sentence(before, sentence.block, sentence.places)
            thanks = lexicon.book("thanking").first(head.tokens) is not None
            if len(head.tokens) >= LEAST_HEAD and not thanks and (not sentence.asks or tells(head, lexicon)):
                return before, sentence.line
            continue
        ask = lexicon.book("ask").first(sentence.tokens)
        if ask is None or ask.start < LEAST_HEAD or sentence.asks:
            continue
        head = Sentence(sentence.text[: sentence.tokens[ask.start].start], sentence.block, sentence.places)
        if tuple(token.word for token in head.tokens[:2]) not in _I_AM and tells(head, lexicon):
            return _JOINING.sub("", head.text).strip(" ,;"), sentence.line
    return "", 0


def _behind_the_wish(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what a sentence that asks goes on to tell behind a comma ("…, hab oft mit Zuständigkeit zu tun")."""
    for sentence in sentences:
        if ask_of(sentence, lexicon) not in ASKING or sentence.text.rstrip().endswith("?"):
            continue
        books = (lexicon.book("internship"), lexicon.book("internship_weak"), lexicon.service_book)
        ends = [sentence.tokens[hit.end - 1].end for book in books for hit in book.find(sentence.tokens)]
        comma = sentence.text.find(", ", max(ends, default=0))
        rest = Sentence(sentence.text[comma + 1 :].strip(), sentence.block, ((0, sentence.line_at(comma)),))
        told = date_words(rest.text)
        if ends and comma >= 0 and len(rest.tokens) >= LEAST_HEAD and not told.days and told.others >= LEAST_HEAD:
            return rest.text, rest.line
    return "", 0


def _motives(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the sentences that speak of purpose, each with those of its paragraph that go on."""
    found: list[Sentence] = []
    following = False
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        same = before is not None and before.block == sentence.block
        following = is_motive(sentence, lexicon) or (following and same and goes_on(sentence, lexicon))
        found += [sentence] if following else []
    return (" ".join(s.text for s in found), found[0].line) if found else ("", 0)


def _any_story(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return the first long sentence that is about something else than asking, people, days and the way."""
    aside = _asides(sentences, asks_of(sentences, lexicon), lexicon)
    for sentence in sentences:
        tokens = sentence.tokens
        if (
            sentence.block in aside
            or sentence.asks
            or date_words(sentence.text).others < LEAST_STORY
            or is_signature(sentence)
        ):
            continue
        if any(
            lexicon.book(name).first(tokens) is not None
            for name in ("thanking", "logistics", "internship", "internship_weak", "left_out_behind")
        ):
            continue
        if ask_of(sentence, lexicon) in ASKING or email_in(sentence.text) or phone_in(sentence.text):
            continue
        services = {hit.value for hit in lexicon.service_book.find(tokens)}
        if len(services) < SEVERAL_NAMED and agreement_in([sentence], lexicon)[0] is None:
            return sentence.text, sentence.line
    return "", 0


def _before_therefore(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what stands before "daarom", "c'est pourquoi": in the same sentence, or the one before it."""
    for place, sentence in enumerate(sentences):
        hit = lexicon.book("therefore").first(sentence.tokens)
        if hit is None:
            continue
        text = sentence.text[: sentence.tokens[hit.start].start].strip(" ,;")
        if date_words(text).days:
            # "Am 20. Januar bin ich auf Weiterbildung und daher nicht verfügbar"
            continue
        if len(tokens_of(text)) >= LEAST_REASON:
            return text, sentence.line
        earlier = sentences[place - 1] if place else None
        if earlier is not None and earlier.block == sentence.block and goes_on(earlier, lexicon):
            return earlier.text, earlier.line
    return "", 0


def _reason_start(sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where the reason begins in a sentence, ``-1`` if it gives none."""
    tokens = sentence.tokens
    if lexicon.book("thanking").at(tokens, 0) if tokens else True:
        return -1
    if lexicon.book("by_the_way").first(tokens[:EARLY_ASIDE]) is not None:
        return -1
    if lexicon.book("by_others").first(tokens) is not None and not names_internship(sentence, lexicon):
        # "Ma collègue vous a écrit pour aller chez les juristes"
        return -1
    if lexicon.book("logistics").first(tokens) is not None and not names_internship(sentence, lexicon):
        return -1
    dropped = lexicon.book("because").first(tokens)
    books = (lexicon.book("internship"), lexicon.book("internship_weak"))
    # "dans le cadre de vos stages de découverte" gives no reason.
    purposes = [
        hit
        for hit in lexicon.book("because_kept").find(tokens)
        if not any(book.first(tokens[hit.end :][:2]) for book in books) and not _is_seen(hit, sentence, lexicon)
    ]
    kept = next((hit for hit in purposes if not _is_possibility(hit, sentence)), None)
    hits = [(hit.start, hit, drop) for hit, drop in ((dropped, True), (kept, False)) if hit is not None]
    for _, hit, drop in sorted(hits, key=lambda row: row[0]):
        rest = tokens[hit.end :] if drop else tokens[hit.start :]
        if len(rest) < LEAST_REASON or any(token.word in _TEMPORAL for token in rest):
            continue
        if (sentence.asks and drop is False and hit.start < 2) or is_for_a_day(hit, sentence, lexicon):
            continue
        return rest[0].start if hit.start else 0
    return _purpose_start(sentence, lexicon)


def _is_seen(hit: Found[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether "gezien" is what somebody saw ("via de website gezien"), and no "given that"."""
    first = sentence.tokens[hit.start]
    before = sentence.text[: first.start].rstrip()
    seen = first.word == "gezien" and bool(before) and not before.endswith((",", ":", "(", " en"))
    return seen and names_internship(sentence, lexicon)


_PURPOSE = re.compile(
    r"\bom (?:[\w’'-]+ ){0,8}te \w+en\b|\bum (?:[\w’'-]+ ){0,12}(?:zu \w+en\b|\w+zu\w+en\b)|"
    r"\bpour (?:mieux |ne pas |me |nous |y |en |l['’])?(?!autre\b|[nv]otre\b|quatre\b)\w+(?:er|ir|re)\b",
    re.IGNORECASE,
)
_BY_COLON = re.compile(
    r":\s+(?=(?:ik|we|wij|ons|onze|bij|je|j['’]|nous|notre|mon|ma|on|ich|wir|unser\w*|mein\w*|bei)\b)", re.IGNORECASE
)
_ANY_COLON = re.compile(r":\s+(?=[a-zà-ÿ])")
_NO_PURPOSE = frozenset({
    "komen", "doen", "lopen", "volgen", "vragen", "aan", "dienen", "venir", "passer", "faire", "effectuer", "demander",
    "solliciter", "introduire", "participer", "kommen", "machen", "absolvieren", "fragen", "bitten", "teilzunehmen",
})  # fmt: skip


def _purpose_start(sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where "om … te", "um … zu", "pour …" begins, or a clause about the writer behind a colon; ``-1`` if none.

    What only goes on asking ("om een stage te doen", "pour vous demander") is no purpose.
    """
    for match in _PURPOSE.finditer(sentence.text):
        inside = [token for token in sentence.tokens if match.start() <= token.start < match.end()]
        before = [token.word for token in sentence.tokens if token.start < match.start()][-3:]
        next_words = [token.word for token in sentence.tokens if token.start >= match.end()][:2]
        # "Pour aller passer une demi-journée chez vous" goes on asking.
        further = _NO_PURPOSE & set(next_words) if inside[0].word == "pour" else frozenset()
        goes_on = further or _NO_PURPOSE & {token.word for token in inside} or _SKIP_OM & set(before)
        named = any(lexicon.book(name).first(inside) for name in ("internship", "internship_weak"))
        if not (goes_on or named or names_all(inside, lexicon) or sentence.asks):
            return match.start()
    how = _how_start(sentence, lexicon)
    if how >= 0:
        return how
    return _behind_colon(sentence, lexicon)


def _behind_colon(sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where a clause behind a colon begins that tells something, and neither services nor days; else ``-1``."""
    colon = _BY_COLON.search(sentence.text) or _ANY_COLON.search(sentence.text)
    if colon is None:
        return -1
    text = sentence.text[colon.end() :]
    behind = tokens_of(text)
    about_us = colon.re is _BY_COLON
    asks = lexicon.book("ask").first(behind) is not None and not _says_what_for(behind, lexicon)
    if asks or len(behind) <= (LEAST_REASON if about_us else LEAST_CLAUSE):
        return -1
    named = lexicon.service_book.first(behind) is not None or speaks_of_days(Sentence(text, 0, ((0, 0),)))
    return -1 if named and not about_us else colon.end()


def _says_what_for(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words of asking only tell what for: they enable something, or name a purpose and no internship."""
    if lexicon.book("enabling").first(tokens) is not None:
        return True
    named = any(lexicon.book(name).first(tokens) for name in ("internship", "internship_weak"))
    return not named and any(lexicon.book(name).first(tokens) for name in ("motive", "not_asking"))


def _how_start(sentence: Sentence, lexicon: Lexicon) -> int:
    """Return where a sentence that asks for the internship goes on with what for ("… voir comment vous faites")."""
    asked = next((hit for hit in lexicon.book("internship_weak").find(sentence.tokens)), None)
    if asked is None or sentence.asks:
        return -1
    for hit in lexicon.book("motive").find(sentence.tokens):
        long_enough = len(sentence.tokens) - hit.end >= LEAST_REASON
        if hit.start >= asked.end and long_enough and sentence.tokens[hit.end - 1].word in _HOW:
            return sentence.tokens[hit.start].start
    return -1


def _is_possibility(hit: Found[str], sentence: Sentence) -> bool:
    """Say whether "om te" and "pour" only continue "is it possible"."""
    around = sentence.tokens[max(0, hit.start - 3) : hit.end + 1]
    return any(token.word in _SKIP_OM for token in around) and sentence.tokens[hit.start].word in {"om", "um", "de"}


_HOW = frozenset(["hoe", "comment", "wie", "how"])


def _asides(sentences: Sequence[Sentence], asks: Sequence[Ask], lexicon: Lexicon) -> set[int]:
    """Return the paragraphs that begin with thanks or turn to something else, and ask for nothing of ours."""
    begun: dict[int, Sentence] = {}
    for sentence in sentences:
        begun.setdefault(sentence.block, sentence)
    asking = {sentence.block for sentence, ask in zip(sentences, asks, strict=True) if ask in ASKING}
    names = ("thanking", "by_the_way")
    return {
        block
        for block, first in begun.items()
        if block not in asking and any(lexicon.book(name).first(first.tokens) is not None for name in names)
    }


def _situation(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[str, int]:
    """Return what a request tells beside asking ("Bij ons doet iedereen het anders"), if it is more than a word."""
    asks = asks_of(sentences, lexicon)
    aside = _asides(sentences, asks, lexicon)
    told = [
        sentence
        for sentence, ask in zip(sentences, asks, strict=True)
        if sentence.block not in aside and not lists_services(sentence, ask, lexicon) and tells(sentence, lexicon)
    ]
    if sum(len(sentence.tokens) for sentence in told) < LEAST_TOLD:
        return "", 0
    return " ".join(sentence.text for sentence in told), told[0].line
