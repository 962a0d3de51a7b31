"""Who comes along: lists of participants, and colleagues named in a sentence.

Names beside mail addresses are the surest; in running text a name is two capitalised words behind "my colleague".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.model.meaning import Participant
from mailflow.understanding.contact import EMAIL, PHONE, email_in
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import municipality_called
from mailflow.understanding.names import PARTICLES, first_names, split_name
from mailflow.understanding.passage import Line, Sentence
from mailflow.understanding.small_words import WORKERS
from mailflow.understanding.tokens import fold

LONGEST_GROUP = 9  # words
MOST = 20
NOT_PERSONS = frozenset({
    "ocmw", "cpas", "oshz", "oeshz", "dienst", "service", "sociale", "social", "info", "secretariaat", "secretariat",
    "hrm", "hr", "personeel", "personnel", "stad", "gemeente", "commune", "ville", "onthaal", "accueil",
    "administratie", "administration", "sekretariat", "gemeinde", "personaldienst", "lokaal", "bestuur", "huis",
    "sozialdienst", "empfang", "buchhaltung", "comptabilite", "boekhouding", "directie", "direction", "leitung", "team",
    "cel", "cellule",
})  # fmt: skip
"""Words of an address or a display name that is an office's and no person's."""

_TITLE = re.compile(r"^(?:m|mr|mme|mlle|mw|mevr|dhr|hr|fr|frau|herr|madame|monsieur|mevrouw)\.?\s+", re.IGNORECASE)
_CUT = re.compile(r"\s*[;,\n]\s*|\s+(?:en|et|und|and|&|\+|alsook|ainsi que|sowie)\s+", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|d['’][A-Z][\w-]*)(?:\s+(?:de|den|der|van|von|vom|du|le|la|d['’]|ten|ter|el|al|'t|[A-ZÀ-ÖØ-Þ][\w’'-]*)){1,5})"
)
_BRACKETED = re.compile(r"\s*[(<\[]\s*(?:mailto:)?(" + EMAIL.pattern + r")\s*[)>\]]")
_BEHIND = re.compile(r"\s*[(<\[]?\s*(?:mailto:)?(" + EMAIL.pattern + r")\s*[)>\]]?")


def read_participants(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Participant, ...]:
    """Read a list of participants: lines or commas, ``name, address`` or ``name (address)`` or names only."""
    found: list[Participant] = []
    for line in lines:
        found += _in_line(line.bare, lexicon)
    return tuple(dict.fromkeys(found))[:MOST]


def _in_line(text: str, lexicon: Lexicon) -> list[Participant]:
    """Read one line; an address belongs to the name in front of it."""
    found: list[Participant] = []
    pending = ""
    position = 0
    for match in EMAIL.finditer(text):
        before = text[position : match.start()]
        names = [piece for piece in (_clean(p, lexicon) for p in _CUT.split(before)) if piece]
        found += [_person(name) for name in [pending, *names][:-1] if name]
        name = names[-1] if names else pending
        found.append(_person(name, match[0].lower()))
        pending, position = "", match.end()
    names = [piece for piece in (_clean(p, lexicon) for p in _CUT.split(text[position:])) if piece]
    return found + [_person(name) for name in names if position == 0 or len(name.split()) > 1]


def _clean(piece: str, lexicon: Lexicon) -> str:
    """Return the name in a piece, without functions, brackets and numbers; ``""`` if there is none."""
    piece = re.sub(r"\([^)@]*\)|mailto:|[<>()\[\]:]|\s[-–—]\s.*$", " ", PHONE.sub(" ", piece))
    piece = " ".join(piece.split()).strip(" -–—.\"'")
    words = piece.split()
    if not words or len(words) > 6 or any(char.isdigit() for char in piece):
        return ""
    if lexicon.book("functions").has(piece) or lexicon.service_book.has(piece) or lexicon.book("empty").whole(piece):
        return ""
    words = [word for word in words if fold(word) not in {"mijn", "mon", "ma", "mein", "meine", "collega", "collegue"}]
    capitalised = sum(word[:1].isupper() for word in words)
    return " ".join(words) if capitalised and capitalised + _particles(words) >= len(words) else ""


def _particles(words: Sequence[str]) -> int:
    return sum(not word[:1].isupper() and fold(word) in PARTICLES for word in words)


def _person(name: str, email: str = "") -> Participant:
    split = split_name(_TITLE.sub("", name, count=1))
    return Participant(split.last, split.first, email)


def companions_in(sentence: Sentence, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the colleagues that a sentence names as coming along ("samen met mijn collega's An Jans en …")."""
    hits = lexicon.book("together").find(sentence.tokens)
    if _comes_apart(sentence, lexicon):
        return ()
    if not hits:
        return _addressed(sentence, lexicon)
    if hits[-1].end >= len(sentence.tokens):
        return ()
    begin = sentence.tokens[hits[0].end - 1].end
    colon = sentence.text.find(": ", begin)
    return _named_in(sentence.text[colon + 1 if colon >= 0 else begin :], lexicon)


def _comes_apart(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells of somebody who doesn't come along ("Ma collègue Aurore vous a écrit")."""
    return any(lexicon.book(name).first(sentence.tokens) is not None for name in ("by_others", "by_themselves"))


def beside_the_writer(sentence: Sentence, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the people whom a sentence names together with its writer ("Lena Rotheudt, David Pauquet und ich")."""
    if _comes_apart(sentence, lexicon):
        return ()
    text = sentence.text
    for match in _AND_I.finditer(text):
        if not _goes_with_both(match[0], text[match.end() :]):
            continue
        end, found = match.start(), list[Participant]()
        for person in reversed(list(_PERSON.finditer(text, 0, end))):
            if not _JOINT.fullmatch(_without_brackets(text[person.end() : end])):
                break
            name, end = _from_first_name(person[0]), person.start()
            found += [] if len(name.split()) == 1 or is_nobody(name, lexicon) else [_person(name)]
        if found:
            return tuple(reversed(found[:MOST]))
    first = _I_AND.search(text)
    named = _PERSON.match(text, first.end()) if first else None
    return (_person(named[0]),) if named and not is_nobody(named[0], lexicon) else ()


_AND_I = re.compile(
    r"\s*,?\s+(?:en|et|und)\s+(?:ik(?:zelf)?|mezelf|mijzelf|moi(?:[- ]même)?|ich(?: selbst)?)\b", re.IGNORECASE
)
_I_AND = re.compile(
    r"\b(?:ik(?:zelf)?|mezelf|mijzelf|moi(?:[- ]même)?|ich(?: selbst)?)\s+(?:en|et|und)\s+(?:(?:mijn|onze|mon|ma|notre|"
    r"mein|meine|meiner|meinem|unsere|unser)\s+(?:\w+\s+)?)?(?=[A-ZÀ-ÖØ-Þ])"
)
_JOINT = re.compile(r"\s*(?:,|en|et|und)?\s*(?:(?:mijn|onze|mon|ma|notre|meine?|unsere?)\s+[\w-]+\s*)?")


def _goes_with_both(joint: str, behind: str) -> bool:
    """Say whether "X and I" share a verb: in the plural, or none ("Jan Maes en ik werk" begins anew)."""
    word = re.match(r"\s+([^\W\d_]+)", behind)
    if word is None or "moi" in joint.lower():
        return re.match(r"\s*,\s*je\b", behind) is None
    return word[1].endswith("n") and word[1] not in {"ben", "kan", "bin", "kann"}


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^)]*\)", "", text)


def _from_first_name(text: str) -> str:
    """Return a name from its first name on: "Also Lena Rotheudt" begins a sentence."""
    words = text.split()
    later = len(words) > 2 and fold(words[0]) not in first_names() and fold(words[1]) in first_names()
    return " ".join(words[1:]) if later else text


def namely_in(sentence: Sentence, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the people that a sentence lists behind "namely", where colleagues were spoken of before."""
    hit = lexicon.book("namely").first(sentence.tokens)
    if hit is None:
        return ()
    return _named_in(sentence.text[sentence.tokens[hit.end - 1].end :], lexicon)


def listed_in(sentence: Sentence, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the people of a list item that begins with a name and gives an address ("An Jans, an@ocmw.example")."""
    begins = _PERSON.match(sentence.text)
    address = EMAIL.search(sentence.text)
    if begins is None or address is None or len(_CUT.split(sentence.text[: address.start()].strip(" ,;:<(["))) > 2:
        return ()
    return tuple(one for one in _in_line(sentence.text, lexicon)[:MOST] if one.name or one.first_name)


def _named_in(rest: str, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the people named at the beginning of a text, each with the address behind the name."""
    found: list[Participant] = []
    last_end = 0
    for match in _PERSON.finditer(rest):
        gap = rest[last_end : match.start()]
        # "… met twee medewerkers van onze financiële dienst (Wout Desmyter en Greet Boury)"
        far = LONGEST_GROUP if gap.rstrip().endswith("(") else 6 if found else 4
        if len(re.findall(r"\w+", EMAIL.sub(" ", gap))) > far:
            break
        address = _BEHIND.match(rest, match.end())
        if lexicon.book("functions").has(match[0]) or is_nobody(match[0], lexicon):
            continue
        words = fold(match[0]).split()
        if all(word in PARTICLES for word in words[1:]):
            # "Mijn collega Tom al bij uw dienst": a first name alone is no participant.
            continue
        found.append(_person(match[0], address[1].lower() if address else ""))
        last_end = address.end() if address else match.end()
    email = email_in(rest)
    if not found and email and not NOT_PERSONS & set(fold(email.partition("@")[0]).split()):
        return (Participant("", "", email),)
    return tuple(found[:MOST])


def _addressed(sentence: Sentence, lexicon: Lexicon) -> tuple[Participant, ...]:
    """Return the people named with a mail address in brackets, in a sentence that is not about a superior."""
    if lexicon.book("superior").first(sentence.tokens) is not None:
        return ()
    found = []
    for match in _PERSON.finditer(sentence.text):
        address = _BRACKETED.match(sentence.text, match.end())
        name = " ".join(_without_post(match[0].split()))
        if address is not None and name and not is_nobody(name, lexicon):
            found.append(_person(name, address[1].lower()))
    return tuple(found[:MOST])


_NO_PERSON = frozenset({
    "sie", "ihr", "ihre", "ihrem", "ihren", "seine", "seiner", "seinem", "unser", "unsere", "mein", "meine", "er", "es",
    "wir", "das", "die", "der", "uw", "u", "jullie", "zijn", "haar", "vos", "votre", "son", "sa", "ses", "nous", "elle",
    "il", "ze", "zij", "hij", "wij", "ik", "je",
})  # fmt: skip


def _without_post(words: Sequence[str]) -> Sequence[str]:
    """Return a name without the word before it that says what the person is ("Mitarbeiter Jannik Brüls")."""
    return words[1:] if words and fold(words[0]).endswith(WORKERS) else words


def is_nobody(text: str, lexicon: Lexicon) -> bool:
    """Say whether capitalised words are no person: a service, a municipality, "Ihrem Hause"."""
    return (
        fold(text).split()[:1] == []
        or fold(text).split()[0] in _NO_PERSON
        or lexicon.service_book.has(text)
        or municipality_called(text, typos=False) is not None
        or any(w in {"ocmw", "cpas", "oshz", "pod", "spp", "opd"} for w in fold(text).split())
    )
