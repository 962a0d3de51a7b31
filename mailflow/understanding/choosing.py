"""Which services running text chooses: those it asks for, or, without any, those most likely meant (SPEC §4).

How a single sentence speaks of a service is read by ``mentions``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import UnknownService
from mailflow.model.words import FieldName
from mailflow.understanding.anaphora import meant_by_subject, meant_there
from mailflow.understanding.asking import ASKING, Ask, ask_of, asks_of, names_internship, points_back
from mailflow.understanding.described import by_their_work
from mailflow.understanding.draft import Draft
from mailflow.understanding.enumeration import pointed_at
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.mentions import (
    LISTED,
    THEIR_GAP,
    mentions_in,
    yours_by_their_work,
)
from mailflow.understanding.passage import Sentence
from mailflow.understanding.service_names import is_service
from mailflow.understanding.services import ServicesRead, all_but, candidates_of, theme_named
from mailflow.understanding.small_words import ARTICLES, YOURS
from mailflow.understanding.tokens import tokens_of

LIST_ITEM = 12
ADDING_WITHIN = 5  # words
YOURS_WITHIN = 2
LONGEST_MEANT = 20  # words


def mentions(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return all services mentioned, with their stance."""
    rows: list[list[Mention]] = []
    announced = False
    block = -1
    asked = _asking(sentences, lexicon)
    headed = _headed(sentences, lexicon) | _counted(sentences)
    for place, sentence in enumerate(sentences):
        # An item may be long, as far as the list goes: to the end of its paragraph.
        item = announced or sentence.block == block or place in headed
        goes_on = (_goes_on(sentence) or _comes_too(sentence, lexicon)) and any(
            asked[:place] if names_internship(sentence, lexicon) else asked[place - 1 : place]
        )
        named = mentions_in(sentence, lexicon, asking=asked[place] or item or goes_on, listed=announced)
        if asked[place] and not any(one.stance is Stance.WANTED for one in named):
            named += meant_there(sentence, rows, lexicon) or meant_by_subject(sentence, sentences[:place], lexicon)
        rows.append(named or (_unknown_item(sentence, lexicon) if item else []))
        announces = sentence.text.rstrip().endswith(":") and (asked[place] or _announces(sentence, lexicon))
        announced = announces or (announced and len(sentence.tokens) <= LIST_ITEM)
        if announces and place + 1 < len(sentences):
            block = sentences[place + 1].block
    return [mention for row in rows for mention in row]


def _headed(sentences: Sequence[Sentence], lexicon: Lexicon) -> set[int]:
    """Return which sentences begin with a service and a colon, if several do: each is chosen, and says why."""
    heads = [sentence.text.partition(":")[0] for sentence in sentences]
    found = {place for place, head in enumerate(heads) if head != sentences[place].text and is_service(head, lexicon)}
    return found if len({heads[place] for place in found}) > 1 else set()


def _counted(sentences: Sequence[Sentence]) -> set[int]:
    """Return which sentences count out what is wished for ("J'ai deux envies. La première : … La seconde : …")."""
    found = {place for place, one in enumerate(sentences) if one.text.partition(":")[0].casefold().strip() in _NTH}
    return found if len(found) > 1 else set()


_NTH = frozenset({
    "la première", "la deuxième", "la seconde", "le premier", "le deuxième", "le second", "de eerste", "de tweede",
    "het eerste", "het tweede", "die erste", "die zweite", "das erste", "das zweite", "der erste", "der zweite",
    "premièrement", "deuxièmement", "ten eerste", "ten tweede", "erstens", "zweitens",
})  # fmt: skip


def _goes_on(sentence: Sentence) -> bool:
    """Say whether a sentence adds something to what was asked for ("En dan ook nog bij jullie communicatiedienst")."""
    words = [token.word for token in sentence.tokens[:ADDING_WITHIN]]
    if not words:
        return False
    return (words[0] in _AND and not _TOO.isdisjoint(words)) or words[0] in _FURTHER or tuple(words[:2]) in _SECONDLY


def _comes_too(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence says where somebody would go as well ("… dürfte sie auch noch beim FrontOffice …")."""
    if sentence.asks or not _ALSO & {token.word for token in sentence.tokens}:
        return False
    over = any(lexicon.book(name).first(sentence.tokens) is not None for name in ("no_wish", "by_others"))
    return not over and lexicon.book("internship_soft").first(sentence.tokens) is not None


_ALSO = frozenset({"ook", "aussi", "auch", "egalement", "eveneens", "ebenfalls"})
_AND = frozenset({"en", "et", "und"})
_TOO = frozenset({
    "ook", "aussi", "auch", "egalement", "eveneens", "ebenfalls", "autre", "deuxieme", "seconde", "second", "tweede",
    "andere", "dan", "puis", "dann", "zweite", "zweiten", "weitere", "weiteren", "anderen", "nog", "noch", "encore",
})  # fmt: skip
_FURTHER = frozenset({"anderzijds", "andererseits", "anderseits", "zweitens", "deuxiemement"})
_SECONDLY = frozenset({
    ("zum", "anderen"), ("ten", "tweede"), ("d", "autre"), ("daarnaast", "ook"), ("verder", "ook"),
})  # fmt: skip
_SOFTLY = frozenset({Ask.INTERESTED, Ask.VISITS})


def _asking(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[bool]:
    """Say of each sentence whether it asks, or names an internship that the next one takes up and asks for."""
    asks = [
        ask in ASKING and not (ask in _SOFTLY and lexicon.book("by_others").first(sentence.tokens) is not None)
        for sentence, ask in zip(sentences, asks_of(sentences, lexicon), strict=True)
    ]
    taken_up = [
        asked and (points_back(sentence, lexicon) or lexicon.book("this_service").first(sentence.tokens) is not None)
        for sentence, asked in zip(sentences[1:], asks[1:], strict=True)
    ]
    return [
        asked
        or (
            follows
            and lexicon.book("by_others").first(sentence.tokens) is None
            and (names_internship(sentence, lexicon) or _yours_is_named(sentence, lexicon))
        )
        for sentence, asked, follows in zip(sentences, asks, [*taken_up, False][: len(asks)], strict=True)
    ]


def _yours_is_named(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a service as of one of the house ("Bij jullie is er een dienst, SCUBA, …")."""
    tokens = sentence.tokens
    named = [*lexicon.service_book.find(tokens), *by_their_work(sentence.text, tokens, lexicon)]
    if named and lexicon.book("house").first(tokens) is not None:
        return True
    near = (tokens[max(0, hit.start - THEIR_GAP) : hit.end + THEIR_GAP] for hit in named)
    return any(token.word in YOURS for words in near for token in words)


def _announces(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence that ends in a colon announces the services asked for ("de volgende diensten:")."""
    if any(lexicon.book(name).first(sentence.tokens) is not None for name in ("ask", "interest")):
        return True
    return lexicon.book("following_services").first(sentence.tokens) is not None


def _unknown_item(sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """Return the item of an announced list that calls itself a service and is none of ours ("Dienst wonen").

    What stands behind its comma says why.
    """
    text = sentence.text.partition(",")[0]
    words = [token.word for token in tokens_of(text) if token.word not in _NO_NAME]
    heads = lexicon.book("service_heads")
    says = bool(words) and (words[0].endswith("dienst") or any(heads.whole(word) is not None for word in words[:2]))
    if not says or len(words) > LIST_ITEM // 2 or candidates_of(text, lexicon):
        return []
    return [Mention("", Stance.WANTED, True, sentence.line, sentence.block, text.strip(" -•*.;,"))]


_NO_NAME = YOURS | ARTICLES


def choose_services(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Read the chosen services: those asked for; without any, those most likely meant."""
    if _everything(sentences, lexicon, draft):
        return
    found = mentions(sentences, lexicon)
    wanted = [mention for mention in found if mention.stance is Stance.WANTED]
    draft.surely = bool(wanted)
    chosen = wanted or ([] if _chooses_later(sentences, lexicon) else _most_likely(found, sentences, lexicon))
    if len({mention.service for mention in chosen}) == 1 and _means_both(sentences, lexicon):
        # "De studiedienst, omdat … En de frontoffice, waar … Kan het bij allebei?"
        chosen = [mention for mention in found if mention in chosen or mention.stance is Stance.BARE]
    for mention in chosen:
        choose(mention, draft)
    _leave_out(found, sentences, draft)
    draft.maybe += [m.service for m in found if m.stance is Stance.BARE and m.strong and m.service and m not in chosen]
    _ambiguous(sentences, lexicon, draft)
    _themes(sentences, lexicon, draft)


def _chooses_later(sentences: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Say whether the choice is still to come ("Bei welchem Ihrer Dienste, habe ich noch nicht entschieden")."""
    heads, later = lexicon.book("service_heads"), lexicon.book("undecided")
    return any(
        later.first(sentence.tokens) is not None and any(heads.whole(token.word) for token in sentence.tokens)
        for sentence in sentences
    )


def _everything(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> bool:
    """Read "all services (except …)" in a sentence that asks or names the internship; ``False`` if none says so."""
    for sentence, asking in zip(sentences, _asking(sentences, lexicon), strict=True):
        read = ServicesRead()
        if not all_but(sentence.text, lexicon, read):
            continue
        # "Voor mij zijn dat ze allemaal, behalve BLAS": whoever leaves some out wants the others.
        if asking or names_internship(sentence, lexicon) or len(read.services) < len(lexicon.services):
            draft.services, draft.surely = read.services, True
            draft.note(FieldName.SERVICES, sentence.line)
            _leave_out(mentions(sentences, lexicon), sentences, draft)
            return True
    return False


def _most_likely(found: Sequence[Mention], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return the services that a request means which asks for none in so many words: by the best sign there is.

    "The latter" and "both" of those named before, a list, the surely meant ones of the first paragraph, what stands
    beside the internship, what is said of the house.
    """
    bare = [mention for mention in found if mention.stance is Stance.BARE]
    ours = [mention for mention in bare if mention.service]
    if any(lexicon.book("the_latter").first(sentence.tokens) for sentence in sentences):
        return ours[-1:]
    if ours and (_points_back(sentences, lexicon) or _means_both(sentences, lexicon)):
        return ours
    if meant := _named_as_meant(found, sentences, lexicon):
        return meant
    first_block = min((mention.block for mention in found), default=0)
    return (
        _listed(found, sentences)
        or [mention for mention in bare if mention.strong and mention.block == first_block <= 1]
        or [mention for mention in ours if mention.strong and _beside_stage(mention, sentences, lexicon)]
        or _leaning(found, sentences, lexicon)
        or [mention for mention in ours if mention.strong]
    )


def _named_as_meant(found: Sequence[Mention], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return what a short sentence says is meant ("Het gaat dus over de studiedienst", "Frontoffice heet dat?")."""
    about = [s for s in sentences if lexicon.book("it_is_about").first(s.tokens) and len(s.tokens) <= LONGEST_MEANT]
    here = [mention for sentence in about for mention in _within(sentence, found)]
    return [one for one in here if one.stance is Stance.BARE and one.strong and one.service]


def _beside_stage(mention: Mention, sentences: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Say whether a service stands in a sentence about the internship ("Wat: halve dag Juridische dienst")."""
    books = (lexicon.book("internship"), lexicon.book("internship_weak"))
    return any(
        sentence.line <= mention.line <= sentence.line_at(len(sentence.text))
        and book.first(sentence.tokens) is not None
        for sentence in sentences
        for book in books
    )


def _within(sentence: Sentence, found: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that stand in a sentence."""
    last = sentence.line_at(len(sentence.text))
    near = [one for one in found if one.block == sentence.block and sentence.line <= one.line <= last]
    return [one for one in near if one.text in sentence.text]


def _leave_out(found: Sequence[Mention], sentences: Sequence[Sentence], draft: Draft) -> None:
    """Take out what another sentence leaves out; what is joined to it goes too ("X en Y mogen jullie overslaan")."""
    sure = {m.service for m in found if m.stance is Stance.WANTED and m.strong}
    for sentence in sentences:
        here = _within(sentence, found)
        # "Au service BLAS … Les marchés publics m'intéressent moins" leaves out a part of it.
        out = {m.service for m in here if m.stance is Stance.EXCLUDED and (m.strong or m.service not in sure)}
        if out and not any(m.stance is Stance.WANTED for m in here):
            out |= {m.service for m in here}
        draft.services = [service for service in draft.services if service not in out]


def _listed(found: Sequence[Mention], sentences: Sequence[Sentence]) -> list[Mention]:
    """Return the services of a sentence, or a list without bullets, that names three or more."""
    for sentence in sentences:
        bare = [m for m in _within(sentence, found) if m.stance is Stance.BARE and m.service]
        if len({mention.service for mention in bare}) >= LISTED:
            return bare
    return []


def _leaning(found: Sequence[Mention], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return what is said of the house ("vos inspectrices") or named where it asks: nothing is chosen in so many words.

    HR and the requester read in the acknowledgement what was understood.
    """
    asked = _asking(sentences, lexicon)
    rows: list[Mention] = []
    for sentence, asking in zip(sentences, asked, strict=True):
        for mention in _within(sentence, found):
            if mention.stance is Stance.BARE and mention.service:
                begin = sentence.text.index(mention.text)
                near = [token.word for token in sentence.tokens if token.start < begin]
                several = len({other.service for other in found if other.text in sentence.text}) > 1
                pointed = near and pointed_at(len(near), sentence, lexicon)
                rows += [mention] if asking or several or pointed or YOURS & set(near[-YOURS_WITHIN:]) else []
        rows += yours_by_their_work(sentence, lexicon)
    return list(dict.fromkeys(rows))


def _means_both(sentences: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Say whether the services named before are meant, all of them ("Beide würde ich gern kennenlernen")."""
    return any(
        lexicon.book("both_services").first(sentence.tokens) is not None
        and lexicon.service_book.first(sentence.tokens) is None
        for sentence in sentences
    )


def _points_back(sentences: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Say whether somebody asks for "this service", named before."""
    return any(
        lexicon.book("this_service").first(sentence.tokens) is not None and ask_of(sentence, lexicon) in ASKING
        for sentence in sentences
    )


def choose(mention: Mention, draft: Draft) -> None:
    """Take a mention into a draft: as a service, or as words that have to be asked back."""
    if not mention.service:
        unknown = UnknownService(mention.text, mention.line)
        draft.unknown += [unknown] if unknown not in draft.unknown else []
    elif mention.service not in draft.services:
        draft.services.append(mention.service)
    draft.note(FieldName.SERVICES, mention.line)


def _ambiguous(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Hand back a word of two services in a sentence that asks, if neither of them is chosen."""
    for sentence in sentences:
        if ask_of(sentence, lexicon) not in ASKING and not _internship_and_ask(sentence, lexicon):
            continue
        hit = lexicon.book("two_services").first(sentence.tokens)
        candidates = candidates_of(sentence.text, lexicon)
        if hit is not None and len(candidates) > 1 and not set(candidates) & set(draft.services):
            start, end = sentence.tokens[hit.start].start, sentence.tokens[hit.end - 1].end
            line = sentence.line_at(start)
            draft.unknown.append(UnknownService(sentence.text[start:end], line, candidates))
            draft.note(FieldName.SERVICES, line)
            return


def _internship_and_ask(sentence: Sentence, lexicon: Lexicon) -> bool:
    weak = lexicon.book("internship_weak").first(sentence.tokens)
    return weak is not None and lexicon.book("ask").first(sentence.tokens) is not None


def _themes(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Take the listed themes of a chosen service with a closed list, wherever the request names them."""
    for id_ in draft.services:
        if not lexicon.services[id_].themes_closed:
            continue
        for sentence in sentences:
            hits = lexicon.service_book.find(sentence.tokens)
            if id_ not in {hit.value for hit in hits} and lexicon.label_book.first(sentence.tokens) is None:
                continue
            named = {place for hit in hits for place in range(hit.start, hit.end)}
            words = " ".join(token.word for place, token in enumerate(sentence.tokens) if place not in named)
            if lexicon.theme_books[id_].first(tokens_of(words)) is not None:
                draft.themes.setdefault(id_, theme_named(words, id_, lexicon))
