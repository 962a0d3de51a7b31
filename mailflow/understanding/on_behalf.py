"""For whom somebody asks who won't come himself: the colleague whom a chief, a secretary or an office enrols (SPEC §4).

Only what a sentence says of the person counts: the visit is asked *for* him ("voor mijn collega Els Peeters"), he is
*sent* or enrolled ("wij schrijven Els Peeters in"), or he is the one who *wishes* ("Mme Lambert souhaiterait"). Who
comes with the writer, has told of the internship or agrees to it is named in other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from mailflow.model.meaning import Participant
from mailflow.understanding.asking import ASKING, asks_of, names_internship
from mailflow.understanding.contact import EMAIL
from mailflow.understanding.date_names import COUNTS
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.names import Name, name_by_address
from mailflow.understanding.passage import Sentence
from mailflow.understanding.people_named import Named, people_in
from mailflow.understanding.small_words import MYSELF
from mailflow.understanding.tokens import fold

WISHES_WITHIN = 20  # words between the name and what he wishes
JOINED_WITHIN = 4
MOST_TO_COME = 8  # words between the name and "comes with me"


class Asked(NamedTuple):
    """Somebody for whom a visit is asked: the name, with the address that the text gives, and the line."""

    person: Participant
    function: str
    line: int


@dataclass
class _Known:
    """Somebody whom a text names: as one of the house (``ours``), and as the one for whom it asks (``asked``)."""

    name: Name
    function: str
    line: int
    ours: bool = False
    asked: bool = False
    apart: bool = False  # comes with the writer, or has a story of his own

    def is_also(self, name: Name) -> bool:
        """Say whether another name may be the same person's: "Geert" behind "Geert Van Hoof", "Frau Heck"."""
        pairs = [(fold(old), fold(new)) for old, new in zip(self.name, name, strict=True)]
        return any(old == new for old, new in pairs if old) and all(old == new for old, new in pairs if old and new)


class _Told(NamedTuple):
    """A sentence, its words, the people it names; ``about`` says that it asks, or speaks of the internship."""

    sentence: Sentence
    words: Sequence[str]
    named: Sequence[Named]
    about: bool


def asked_for(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Asked]:
    """Return the people for whom a text asks, none where the writer asks for himself."""
    known: list[_Known] = []
    for sentence, ask in zip(sentences, asks_of(sentences, lexicon), strict=True):
        about = ask in ASKING or names_internship(sentence, lexicon)
        told = _Told(sentence, _words_of(sentence), list(people_in(sentence, lexicon)), about)
        people = [(_known_as(one, sentence, known), one) for one in told.named]
        if _tells_of_others(told.words, sentence, lexicon):
            for person, _ in people:
                person.apart = True
            continue
        if ask in ASKING and not people and _asks_for_himself(told.words, sentence, lexicon):
            return []
        for person, one in people:
            _note(person, one, told, lexicon)
        if about and _takes_up(told.words):
            for person in known:
                person.asked = person.asked or person.ours
    return [_asked(person, sentences) for person in known if person.asked and not person.apart]


def comes_along(sentences: Sequence[Sentence]) -> bool:
    """Say whether somebody who asks for others comes with them ("Ich selbst würde sie begleiten")."""
    return any(_COMES.search(sentence.text) and not _STAYS.search(sentence.text) for sentence in sentences)


_COMES = re.compile(
    r"\bik (?:ga|kom|zou|wil|zal|rij)(?: \w+){0,3} (?:mee\b|meekomen|meegaan)|\b(?:ga|kom) ik (?:zelf |ook )*mee\b|"
    r"\bje (?:l['’]|les |la |le )accompagner\w*|"
    r"\bje viendrai\w* avec (?:elle|lui|eux)|\bich (?:\w+ ){0,2}(?:sie|ihn) begleiten|"
    r"\bich (?:selbst )?(?:komme|käme)(?: auch)? mit\b|\bich (?:würde|werde) (?:auch )?mitkommen",
    re.IGNORECASE,
)
_STAYS = re.compile(r"\b(?:niet|geen|pas|ne|nicht|kein\w*)\b", re.IGNORECASE)


def _tells_of_others(words: Sequence[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells what somebody did or will do ("Ma collègue Aurore vous a écrit")."""
    if any(lexicon.book(name).first(sentence.tokens) is not None for name in ("by_others", "by_themselves")):
        text = " ".join(words)
        return not any(phrase in text for phrase in _IN_THE_NAME)
    return False


def _words_of(sentence: Sentence) -> list[str]:
    """Return the folded words of a sentence; the German "Sie" and "Ihr" of politeness are left blank."""
    polite = {token.start for token in sentence.tokens[1:] if sentence.text[token.start] in "SI"}
    return ["" if t.start in polite and t.word.startswith(("sie", "ihr", "ihn")) else t.word for t in sentence.tokens]


def _note(person: _Known, one: Named, told: _Told, lexicon: Lexicon) -> None:
    """Keep what a sentence says of a person it names."""
    words, sentence = told.words, told.sentence
    before = words[max(0, one.begin - JOINED_WITHIN) : one.begin]
    # "In naam van Els en Jan … Jan mag gerust mee": it was asked for him already.
    along = not person.asked and (_with_the_writer(one, words) or bool(_WITH.intersection(before[-2:])))
    person.apart = person.apart or along
    superior = lexicon.book("superior").first(sentence.tokens[one.begin : one.end]) is not None
    if superior or person.apart or _GREETS.intersection(before[-2:]):
        return
    first = min(other.begin for other in told.named)
    leading = " ".join(word for word in words[max(0, first - JOINED_WITHIN) : first] if word not in COUNTS)
    in_his_name = leading.removesuffix(" de").endswith(_IN_THE_NAME)
    for_him = in_his_name or leading.split(" ")[-1] in _FOR
    person.ours = person.ours or one.ours or for_him or leading.endswith(_ABOUT)
    sends = lexicon.book("sending").first(sentence.tokens) is not None
    wishes = _wishes(words[one.end : one.end + WISHES_WITHIN], _WISH | _MAY_COME)
    wishes = wishes or bool((_WISH | _MAY_COME).intersection(before[-1:]))
    meant = in_his_name or (for_him and one.ours) or (told.about and (for_him or sends or wishes))
    person.asked = person.asked or meant


def _known_as(one: Named, sentence: Sentence, known: list[_Known]) -> _Known:
    """Return the person that a name means: one named before, whose name it may complete, or a new one."""
    person = next((person for person in known if person.is_also(one.name)), None)
    if person is None:
        person = _Known(one.name, one.function, sentence.line_at(sentence.tokens[one.begin].start))
        known.append(person)
    person.name = Name(person.name.last or one.name.last, person.name.first or one.name.first)
    return person


def _wishes(behind: Sequence[str], verbs: AbstractSet[str]) -> bool:
    """Say whether the person before these words is the one who wishes: a verb in the third person, and no "I" first."""
    first = next((word for word in behind if word in verbs or word in _MYSELF), "")
    return first in verbs


def _with_the_writer(one: Named, words: Sequence[str]) -> bool:
    """Say whether a person is named beside the writer ("mijn collega Els en ik", "kan Els mee?")."""
    with_me = _ACCOMPANIES.intersection(words) and _OBJECT.intersection(words)
    if with_me or _ALONG.intersection(words) or _TOO.intersection(words[one.end : one.end + 1]):
        return True
    # "Thomas Lacroix, mon binôme, viendrait avec moi"
    near = words[one.end : one.end + MOST_TO_COME]
    if any(near[n] in _COMES_HIMSELF and tuple(near[n + 1 : n + 3]) in _WITH_ME for n in range(len(near))):
        return True
    before, behind = words[max(0, one.begin - 2) : one.begin], words[one.end : one.end + 2]
    pairs = ((before[:1], before[1:]), (behind[1:], behind[:1]))
    return any(_SELF.intersection(himself) and _AND.intersection(joint) for himself, joint in pairs)


def _takes_up(words: Sequence[str]) -> bool:
    """Say whether a sentence says what somebody named before wishes ("Zij zou graag …", "… lui permettrait …")."""
    for place, word in enumerate(words):
        behind = words[place + 1 : place + 1 + WISHES_WITHIN]
        if word in _THIRD and (_WISH.intersection(words[max(0, place - 1) : place]) or _wishes(behind, _WISH)):
            return True
        if word in _FOR and behind[:1] and behind[0] in _HIM:
            return True
        if word == "lui" and behind[:1] and behind[0].endswith("ait"):
            return True
    return False


def _asks_for_himself(words: Sequence[str], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence that asks and names nobody does so for its writer."""
    if not _MYSELF.intersection(words):
        return False
    if lexicon.book("sending").first(sentence.tokens) is not None and not _ME.intersection(words):
        return False
    return not (_THIRD | _HIM | _SOMEBODY).intersection(words)


def _asked(person: _Known, sentences: Sequence[Sentence]) -> Asked:
    """Return a person with the address that any sentence gives for him; it may complete the name."""
    name = person.name
    last, first = (fold(part).replace(" ", "") for part in name)
    text = " ".join(sentence.text for sentence in sentences)
    for address in (match[0].lower() for match in EMAIL.finditer(text)):
        local = fold(address.partition("@")[0]).replace(" ", "")
        if (last and last in local) or (not last and local.startswith(first)):
            whole = name if all(name) else name_by_address(address, text)
            whole = whole if any(whole) else name
            return Asked(Participant(whole.last, whole.first, address), person.function, person.line)
    return Asked(Participant(name.last, name.first), person.function, person.line)


_FOR = frozenset({"voor", "namens", "pour", "fur", "fuer"})
_IN_THE_NAME = (
    "namens", "in naam van", "in opdracht van", "voor rekening van", "au nom de", "nom de", "de la part de",
    "compte de", "im namen von", "im namen", "im auftrag von", "im auftrag", "au profit de",
)  # fmt: skip
_ABOUT = (
    "gaat over", "gaat om", "betreft", "betreft het", "s agit de", "s agit d", "concerne", "geht um", "handelt sich um",
    "betrifft",
)  # fmt: skip
_WITH = frozenset({"met", "avec", "mit", "samen", "zusammen", "gemeinsam", "ensemble", "par", "durch", "door", "dixit"})
_GREETS = frozenset({
    "geachte", "beste", "dag", "hallo", "chere", "cher", "bonjour", "geehrte", "geehrter", "liebe", "lieber", "hoi",
})  # fmt: skip
_AND = frozenset({"en", "et", "und"})
_SELF = frozenset({"ik", "mij", "mezelf", "mijzelf", "ikzelf", "moi", "ich", "mich", "mir"})
_ME = frozenset({"mij", "me", "m", "mich", "mezelf", "ons", "uns"})
_ALONG = frozenset({"mee", "meekomen", "meegaan", "mitkommen"})
_ACCOMPANIES = frozenset({"accompagner", "accompagne", "accompagnera", "begleiten", "begleitet", "vergezellen"})
_OBJECT = frozenset({"mich", "uns", "m", "me", "nous", "mij", "ons"})
_COMES_HIMSELF = frozenset({
    "viendrait", "viendra", "vient", "participerait", "komt", "zal", "kommt", "kame", "kaeme",
})  # fmt: skip
_WITH_ME = frozenset({
    ("met", "mij"), ("met", "me"), ("met", "ons"), ("avec", "moi"), ("avec", "nous"), ("mit", "mir"), ("mit", "uns"),
})  # fmt: skip
_TOO = frozenset({"ook", "aussi", "auch"})
_MYSELF = MYSELF | {"j"}
_THIRD = frozenset({"hij", "zij", "ze", "il", "elle", "er", "sie", "deze", "dieser", "diese", "celle", "celui"})
_HIM = frozenset({"hem", "haar", "hen", "lui", "elle", "eux", "ihn", "ihm", "ihr", "ihnen"})
_SOMEBODY = frozenset({
    "iemand", "quelqu", "jemand", "jemanden", "collega", "collegue", "kollegin", "kollegen", "kollege", "medewerker",
    "medewerkster", "agent", "agente", "mitarbeiter", "mitarbeiterin",
})  # fmt: skip
_WISH = frozenset({
    "wil", "wilt", "wou", "zou", "wenst", "wenste", "hoopt", "vraagt", "droomt", "mag", "kan", "komt", "souhaite",
    "souhaiterait", "aimerait", "voudrait", "desire", "desirerait", "demande", "viendrait", "veut", "peut", "puisse",
    "propose", "adorerait", "adore", "irait", "mochte", "moechte", "wurde", "wuerde", "hatte", "haette", "wunscht",
    "wuenscht", "will", "interessiert", "konnte", "koennte", "durfte", "duerfte", "kann", "darf",
})  # fmt: skip
_MAY_COME = frozenset({"pourrait", "serait"})
