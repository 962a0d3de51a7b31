"""Free sentences of a request -> draft: what nobody has labelled (SPEC §4).

Fields that a label gave are left alone. Services count by their stance (``mentions``); those only mentioned behind
the first paragraph are put to HR as perhaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.model.meaning import Participant
from mailflow.model.words import FieldName
from mailflow.understanding.choosing import choose, choose_services, mentions
from mailflow.understanding.contact import email_in, phone_in, without_contact
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Stance
from mailflow.understanding.municipality import centre_in, find_municipality
from mailflow.understanding.names import Name, as_addressed
from mailflow.understanding.on_behalf import asked_for
from mailflow.understanding.participants import beside_the_writer, companions_in, listed_in, namely_in
from mailflow.understanding.passage import Sentence
from mailflow.understanding.reasons import motivation_in
from mailflow.understanding.sentences import agreement_in, function_in, introduction, language_in
from mailflow.understanding.tokens import fold


def read_sentences(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Add to a draft what running text says."""
    _person(sentences, lexicon, draft)
    _on_behalf(sentences, lexicon, draft)
    draft.put_language(*language_in(sentences, lexicon))
    _centre(sentences, draft)
    if not draft.services and not draft.unknown:
        choose_services(sentences, lexicon, draft)
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
    # "PS: merci à la dame de votre service juridique" asks for nothing.
    found = mentions([one for one in sentences if not lexicon.has("thanking", one.text)], lexicon)
    for mention in found:
        bare = mention.stance is Stance.BARE and mention.service and not draft.services
        if mention.service and (mention.stance is Stance.WANTED or bare):
            choose(mention, draft)


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
    elif others:
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
    """Take the centre that the text names; one where only somebody else works, if there is no other."""
    for sentence in sorted(sentences, key=lambda one: _SOMEBODYS.search(one.text) is not None):
        text = without_contact(_FRIENDS.sub("", sentence.text))
        centre = centre_in(text)
        if centre is not None:
            draft.put_centre(*centre, sentence.line)
        elif not draft.municipality and (place := find_municipality(text)) is not None:
            draft.put_centre(next(iter(place.names.values())), place, sentence.line)


# "Een vriendin die bij OCMW Westerlo werkt", "avec le CPAS de Châtelet": nobody's own centre
_FRIENDS = re.compile(
    r"\b(?:vriend(?:in)?|buurvrouw|buurman|zus|broer|nicht|schoonzus|kennis|amie?|voisine?|s(?:œ|oe)ur|frère|cousine?|"
    r"freund(?:in)?|nachbar(?:in)?|schwester|bruder|bekannte[rn]?|avec|met|mit)\b[^,.;:()]{0,20}?\b(?:OCMW|C\.?P\.?A\.?S|[ÖO]e?SHZ)\b"
    r"(?:\s(?:van|de|du|d['’]))?\s\S+",
    re.IGNORECASE,
)
# "Sur le conseil d'une collègue du CPAS de Fleurus"
_SOMEBODYS = re.compile(
    r"\b(?:een|une?|einer?|einem|andere|autres?|anderen)\s+(?:\w+\s+)?(?:collega|coll[eè]gue|kolleg|vriend|ami|freund)\w*\s+"
    r"(?:\w+\s+)?(?:van|du|des|de|vom|bij|au|uit|beim|aus|in|im)\b|"
    r"\b(?:iemand|quelqu['’]un|jemand(?:en)?)\s+(?:van|du|vom|aus)\b",
    re.IGNORECASE,
)


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
        # "Depuis le départ de sa collègue, Madame Lambert gère seule …": whom the form names comes along with nobody.
        found = tuple(person for person in found if not _is_requester(person, draft))
        if found:
            draft.participants += [person for person in found if person not in draft.participants]
            draft.note(FieldName.PARTICIPANTS, sentence.line)


def _is_requester(person: Participant, draft: Draft) -> bool:
    last, first = fold(draft.name.last), fold(draft.name.first)
    return bool(last) and fold(person.name) == last and fold(person.first_name) in {"", first}
