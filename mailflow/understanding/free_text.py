"""Free sentences of a request -> draft: what nobody has labelled (SPEC §4).

Fields that a label gave are left alone. Services count by their stance (``mentions``); those only mentioned behind
the first paragraph are put to HR as perhaps.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import UnknownService
from mailflow.model.words import FieldName
from mailflow.understanding.asking import ASKING, Ask, ask_of, asks_of, names_internship, points_back
from mailflow.understanding.contact import email_in, phone_in, without_contact
from mailflow.understanding.described import by_their_work
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mentions import (
    LISTED,
    THEIR_GAP,
    Mention,
    Stance,
    mentions_in,
    pointed_at,
    yours_by_their_work,
)
from mailflow.understanding.municipality import centre_in, find_municipality
from mailflow.understanding.names import Name, as_addressed
from mailflow.understanding.on_behalf import asked_for
from mailflow.understanding.participants import beside_the_writer, companions_in, listed_in, namely_in
from mailflow.understanding.passage import Sentence
from mailflow.understanding.reasons import motivation_in
from mailflow.understanding.sentences import agreement_in, function_in, introduction, language_in
from mailflow.understanding.services import ServicesRead, all_but, candidates_of, theme_named
from mailflow.understanding.small_words import YOURS
from mailflow.understanding.tokens import tokens_of
from mailflow.understanding.when import read_dates_of

LIST_ITEM = 12
YOURS_WITHIN = 2


def read_sentences(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Add to a draft what running text says."""
    _person(sentences, lexicon, draft)
    _on_behalf(sentences, lexicon, draft)
    draft.put_language(*language_in(sentences, lexicon))
    _centre(sentences, draft)
    if not draft.services and not draft.unknown:
        _services(sentences, lexicon, draft)
    else:
        draft.surely = True
        _perhaps(sentences, lexicon, draft)
    if FieldName.MOTIVATION not in draft.labelled:
        draft.put(FieldName.MOTIVATION, *motivation_in(sentences, lexicon))
    if FieldName.SUPERVISOR not in draft.labelled:
        draft.agreement, line = agreement_in(sentences, lexicon)
        if draft.agreement is not None:
            draft.note(FieldName.SUPERVISOR, line)
    if FieldName.DATES not in draft.labelled:
        for sentence in sentences:
            read_dates_of(sentence, lexicon, draft.today, draft.dates)
    if not draft.participants:
        _companions(sentences, lexicon, draft)


def also_asked(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Add the services that a postscript or a remark asks for, or names where nothing else does."""
    found = mentions(sentences, lexicon)
    for mention in found:
        bare = mention.stance is Stance.BARE and mention.service and not draft.services
        if mention.service and (mention.stance is Stance.WANTED or bare):
            _choose(mention, draft)


def _on_behalf(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Take whom somebody else asks for: one is the requester, several are the participants, whose contact he is."""
    others = asked_for(sentences, lexicon) if not draft.labelled & _WHO else []
    if len(others) == 1:
        asked = others[0]
        draft.writer, draft.name = draft.name, Name()
        draft.on_behalf = True
        draft.put_name(Name(asked.person.name, asked.person.first_name), asked.line)
        draft.put(FieldName.EMAIL, asked.person.email, asked.line)
        if FieldName.FUNCTION not in draft.labelled:
            draft.texts[FieldName.FUNCTION] = asked.function
    elif others and not draft.participants:
        draft.participants += [one.person for one in others]
        draft.note(FieldName.PARTICIPANTS, others[0].line)


_WHO = frozenset({FieldName.NAME, FieldName.FIRST_NAME, FieldName.PARTICIPANTS})


def _person(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    said = introduction(sentences, lexicon)
    if said is not None and not (draft.name.last and draft.name.first):
        draft.put_name(as_addressed(said.name, said.written, draft.sender), said.line)
    draft.put(FieldName.FUNCTION, *function_in(sentences, lexicon))
    for sentence in sentences:
        if phone := phone_in(sentence.text):
            draft.put(FieldName.PHONE, phone, sentence.line)


def own_address(sentences: Sequence[Sentence], draft: Draft) -> tuple[str, int]:
    """Return a mail address that a sentence calls the writer's own, with its line."""
    others = {person.email for person in draft.participants}
    for sentence in sentences:
        email = email_in(sentence.text)
        words = {token.word for token in sentence.tokens}
        if email and email not in others and words & _MINE and words & _MAIL:
            return email, sentence.line
    return "", 0


_MINE = frozenset(["mijn", "mij", "me", "mon", "moi", "m", "mein", "meine", "mich", "my"])
_MAIL = frozenset(
    [
        "e",
        "mail",
        "email",
        "mailadres",
        "emailadres",
        "adres",
        "adresse",
        "courriel",
        "bereiken",
        "bereikbaar",
        "joignable",
        "joindre",
        "contacter",
        "erreichbar",
        "erreichen",
    ]
)


def _centre(sentences: Sequence[Sentence], draft: Draft) -> None:
    for sentence in sentences:
        text = without_contact(sentence.text)
        centre = centre_in(text)
        if centre is not None:
            draft.put_centre(*centre, sentence.line)
        elif not draft.municipality and (place := find_municipality(text)) is not None:
            draft.put_centre(next(iter(place.names.values())), place, sentence.line)


def mentions(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return all services mentioned, with their stance."""
    found: list[Mention] = []
    announced = False
    block = -1
    asked = _asking(sentences, lexicon)
    for place, sentence in enumerate(sentences):
        # An item may be long, as far as the list goes: to the end of its paragraph.
        item = announced or sentence.block == block
        named = mentions_in(sentence, lexicon, asking=asked[place] or item, listed=announced)
        found += named or (_unknown_item(sentence, lexicon) if announced else [])
        announces = sentence.text.rstrip().endswith(":") and (asked[place] or _announces(sentence, lexicon))
        announced = announces or (announced and len(sentence.tokens) <= LIST_ITEM)
        if announces and place + 1 < len(sentences):
            block = sentences[place + 1].block
    return found


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
    """Return the item of an announced list that calls itself a service and is none of ours ("Dienst wonen")."""
    words = [token.word for token in sentence.tokens if token.word not in YOURS]
    heads = lexicon.book("service_heads")
    says = bool(words) and (words[0].endswith("dienst") or any(heads.whole(word) is not None for word in words[:2]))
    if not says or len(words) > LIST_ITEM // 2 or candidates_of(sentence.text, lexicon):
        return []
    return [Mention("", Stance.WANTED, True, sentence.line, sentence.block, sentence.text.strip(" .;,"))]


def _services(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Read the chosen services: those asked for; without any, those most likely meant."""
    if _everything(sentences, lexicon, draft):
        return
    found = mentions(sentences, lexicon)
    wanted = [mention for mention in found if mention.stance is Stance.WANTED]
    draft.surely = bool(wanted)
    chosen = wanted or _most_likely(found, sentences, lexicon)
    if len({mention.service for mention in chosen}) == 1 and _means_both(sentences, lexicon):
        # "De studiedienst, omdat … En de frontoffice, waar … Kan het bij allebei?"
        chosen = [mention for mention in found if mention in chosen or mention.stance is Stance.BARE]
    for mention in chosen:
        _choose(mention, draft)
    _leave_out(found, sentences, draft)
    draft.maybe += [m.service for m in found if m.stance is Stance.BARE and m.strong and m.service and m not in chosen]
    _ambiguous(sentences, lexicon, draft)
    _themes(sentences, lexicon, draft)


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
    first_block = min((mention.block for mention in found), default=0)
    return (
        _listed(found, sentences)
        or [mention for mention in bare if mention.strong and mention.block == first_block <= 1]
        or [mention for mention in ours if mention.strong and _beside_stage(mention, sentences, lexicon)]
        or _leaning(found, sentences, lexicon)
    )


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


def _choose(mention: Mention, draft: Draft) -> None:
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


def _perhaps(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Note services that the text asks for beside those in the field."""
    found = [m for m in mentions(sentences, lexicon) if m.stance in {Stance.WANTED, Stance.BARE} and m.strong]
    draft.maybe += [mention.service for mention in found if mention.service]


def _companions(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    spoken = False
    for sentence in sentences:
        found = companions_in(sentence, lexicon) or beside_the_writer(sentence, lexicon)
        if not found and spoken:
            found = namely_in(sentence, lexicon) or listed_in(sentence, lexicon)
        spoken = spoken or lexicon.book("together").first(sentence.tokens) is not None
        if found:
            draft.participants += [person for person in found if person not in draft.participants]
            draft.note(FieldName.PARTICIPANTS, sentence.line)
