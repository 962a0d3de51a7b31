"""Who signs: what sender, address and signature give of a request where its text gives nothing (SPEC §4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mailflow.model.meaning import Participant
from mailflow.model.message import Address, Message
from mailflow.model.words import FieldName
from mailflow.understanding.contact import EMAIL, email_in, phone_in, without_contact
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import centre_in, municipality_of_domain
from mailflow.understanding.names import Name, first_names, name_by_address, split_name
from mailflow.understanding.on_behalf import comes_along
from mailflow.understanding.participants import NOT_PERSONS
from mailflow.understanding.passage import Line, Sentence, split_closing
from mailflow.understanding.tokens import fold

NAMED_WITHIN = 2  # lines
LONGEST_SIGNATURE = 14  # lines


def fall_back(
    message: Message, sentences: Sequence[Sentence], below: Sequence[Line], lexicon: Lexicon, draft: Draft
) -> None:
    """Fill what the text doesn't say from the sender: address, name, and the hint of the domain.

    ``sentences`` are those of the whole letter, ``below`` the lines under its closing.
    """
    sender = message.from_
    signed = _signed(message, lexicon)
    if sender is not None:
        _enrols_others(sender.name, draft, lexicon)
        draft.put(FieldName.EMAIL, sender.email or _signed_with(sentences, [*below, *signed]), 0)
        _written_by(sender, draft, lexicon)
        if draft.on_behalf and _is_person(sender.name, lexicon) and comes_along(sentences):
            name = split_name(sender.name)
            draft.participants.append(Participant(name.last, name.first, sender.email))
    if not draft.on_behalf:
        _own_name(message, sentences, below[1:] or signed, lexicon, draft)
        _signs_with(sentences, below[1:] or signed, draft)
    _centre_below([*below, *signed], draft)
    place = municipality_of_domain(sender.email) if sender is not None else None
    if place is not None and draft.municipality is None:
        draft.put_centre(place.names[max(place.area)], place, 0)


def _own_name(
    message: Message, sentences: Sequence[Sentence], below: Sequence[Line], lexicon: Lexicon, draft: Draft
) -> None:
    """Fill the name of a writer who asks for himself: from his address, his signature, or what he says at the end."""
    if message.from_ is not None:
        _name_from(message.from_.name, draft, lexicon)
        _name_as_addressed(message.from_.email, f"{message.new_text}\n{message.signature}", draft)
    if not (draft.name.last and draft.name.first):
        _name_below(below, draft)
    for sentence in () if below else reversed(sentences[-NAMED_WITHIN:]):
        if not draft.name.last:
            _name_at_the_end(sentence, draft)
    if not any(draft.name):
        _titled(sentences, lexicon, draft)
    if not any(draft.name):
        text = " ".join(sentence.text for sentence in sentences)
        # A secretariat lists those who come, each with an address.
        for address in EMAIL.findall(text):
            draft.put_name(name_by_address(address, text), 0)


def _written_by(sender: Address, draft: Draft, lexicon: Lexicon) -> None:
    """Note who writes where the name of the request is somebody else's, and the letters go to the writer."""
    if not any(draft.name) or draft.texts.get(FieldName.EMAIL, "").lower() != sender.email.lower():
        draft.writer = Name()
    elif not any(draft.writer) and _is_person(sender.name, lexicon):
        others = set(fold(sender.name).split()).isdisjoint(fold(" ".join(draft.name)).split())
        draft.writer = split_name(sender.name) if others else Name()


def _enrols_others(display: str, draft: Draft, lexicon: Lexicon) -> None:
    """Where somebody lists several people and is none of them, all of them are participants and he is the requester."""
    others = [one for one in draft.participants if (one.name, one.first_name) != draft.name]
    if not (others and any(draft.name) and _is_person(display, lexicon)):
        return
    if set(fold(display).split()).isdisjoint(fold(f"{draft.name.last} {draft.name.first}").split()):
        draft.participants.insert(0, Participant(draft.name.last, draft.name.first, ""))
        draft.name = Name()


def split_at_name(lines: Sequence[Line], sender: Address | None) -> tuple[list[Line], list[Line]]:
    """Split lines into the letter and what stands from the sender's own name on, where no closing stands above it.

    A line with a telephone number stays with the letter: it is given as a field is.
    """
    wanted = set(fold(sender.name).split()) if sender is not None else set()
    for place in range(len(lines) - 1, max(0, len(lines) - LONGEST_SIGNATURE), -1):
        if len(wanted) > 1 and set(fold(lines[place].text).split()) == wanted:
            numbered = [line for line in lines[place:] if phone_in(line.text)]
            below = [line for line in lines[place:] if line not in numbered]
            return [*lines[:place], *numbered], [Line(lines[place].number, ""), *below]
    return list(lines), []


def _signed_with(sentences: Sequence[Sentence], signed: Sequence[Line]) -> str:
    """Return the one address that a forwarded mail names whose header shows none: the writer's signature has it."""
    texts = [*(sentence.text for sentence in sentences), *(line.text for line in signed)]
    found = {email for text in texts if (email := email_in(text))}
    return found.pop() if len(found) == 1 else ""


def _centre_below(below: Sequence[Line], draft: Draft) -> None:
    """Fill a centre that nothing else names from the lines under the closing: who signs for one works there."""
    if draft.texts.get(FieldName.OCMW):
        return
    for line in below:
        centre = centre_in(without_contact(line.text))
        if centre is not None and centre[1] is not None:
            draft.put_centre(*centre, line.number)
            return


def _name_from(display: str, draft: Draft, lexicon: Lexicon) -> None:
    """Fill a missing name from the sender's display name, if it is a person's."""
    # "Svenja Hannen (ÖSHZ Kelmis)"
    display = display.partition("|")[0].partition(" - ")[0].partition(" (")[0]
    words = fold(display).split()
    if len(words) == 1 and words[0] in first_names():
        draft.put_name(Name(first=display.strip()), 0)
    if not _is_person(display, lexicon):
        return
    name = _ordered_as_addressed(split_name(display), draft.sender)
    if _INITIALS.fullmatch(name.last):
        # "Isabelle F", "Joke VdB": the signature has the name.
        name = Name(first=name.first)
    if draft.name.first and not draft.name.last and fold(draft.name.first) not in words:
        return
    if draft.name.last and not draft.name.first and not set(fold(draft.name.last).split()) <= set(words):
        return
    draft.put_name(name, 0)


_INITIALS = re.compile(r"[A-Z]\.?|[A-Z][a-z]?[A-Z]\.?")


def _ordered_as_addressed(name: Name, address: str) -> Name:
    """Return a name of two first names in the order of the address: "Hubert Vincent", ``vincent.hubert@``."""
    local = fold(address.partition("@")[0])
    both = {fold(name.last), fold(name.first)} <= first_names()
    return Name(name.first, name.last) if both and local == fold(f"{name.last} {name.first}") else name


def _is_person(display: str, lexicon: Lexicon) -> bool:
    """Say whether a display name is a person's full name, and no address, office or function."""
    words = fold(display).split()
    office = NOT_PERSONS & set(words) or lexicon.has("functions", display)
    return "@" not in display and len(words) > 1 and not office


def _name_as_addressed(address: str, text: str, draft: Draft) -> None:
    """Fill a missing name from where the text writes it as the address does, if that is a person's."""
    office = set(fold(address.partition("@")[0]).split()) & NOT_PERSONS
    named = name_by_address(address, text)
    # "A. Bouchat" is Aurélie, if the text and the address say so.
    if not office and (not any(draft.name) or fold(named.last) == fold(draft.name.last)):
        draft.put_name(named, 0)


def _name_below(below: Sequence[Line], draft: Draft) -> None:
    """Fill a missing name from the line under the closing: two to five capitalised words, or a first name alone."""
    for line in [line for line in below[:4] if not line.blank][:NAMED_WITHIN]:
        if not (draft.name.last and draft.name.first):
            _name_in(line, draft)


_TITLED = re.compile(
    r"\b(?i:madame|mme|mevrouw|mevr\.?|mw\.?|frau|herrn?|monsieur|m\.|mr\.?|de heer|dhr\.?|meneer)\s+"
    r"([A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]+){0,3})"
)


def _titled(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft) -> None:
    """Fill a missing name where an office writes for somebody ("envoyer Mme Lambert une demi-journée")."""
    for sentence in sentences:
        found = _TITLED.search(sentence.text)
        if found is not None and not sentence.text.rstrip().endswith(","):
            # "Mme Lejeune", and "Directrice générale" or "Service achats" on the line below.
            begin, end = found.span(1)
            line = sentence.line_at(begin)
            posts = {hit.start for hit in lexicon.book("functions").find(sentence.tokens)}
            ends = (
                token.start
                for place, token in enumerate(sentence.tokens)
                if begin < token.start < end and (place in posts or sentence.line_at(token.start) > line)
            )
            draft.put_name(split_name(sentence.text[begin : next(ends, end)]), line)
            return


def _name_at_the_end(sentence: Sentence, draft: Draft) -> None:
    """Fill a missing name from a last line without any closing ("Nadia Belhaj, CPAS d'Etterbeek", "Kobe Van Hecke")."""
    first = sentence.text[: sentence.places[1][0]] if len(sentence.places) > 1 else sentence.text
    head, *behind = _BEFORE_CENTRE.split(first, maxsplit=1)
    words = fold(head).split()[:1]
    if words and words[0] in first_names() and (behind or not first.rstrip().endswith((".", "?", "!"))):
        _name_in(Line(sentence.line, head), draft)


_BEFORE_CENTRE = re.compile(r",|\s(?=(?:CPAS|OCMW|ÖSHZ|OSHZ|Sociaal Huis)\b)")


def _name_in(line: Line, draft: Draft) -> None:
    line = Line(line.number, _TWO_SIGN.split(line.text, maxsplit=1)[0])
    words = line.text.split()
    capital = all(word[:1].isupper() or fold(word) in _SMALL for word in words) and not any(map(_has_digit, words))
    if 1 < len(words) <= 5 and capital and not set(fold(line.text).split()) & NOT_PERSONS:
        draft.put_name(split_name(line.text), line.number)
    elif words and _is_first_name(words[0]) and (len(words) == 1 or fold(words[0]) in first_names()):
        draft.put_name(Name(first=words[0]), line.number)


# Two who sign together: the first asks. "Sofie van het onthaal" is Sofie.
_TWO_SIGN = re.compile(r"\s+(?:en|et|und|&|\+|/)\s+|,|\s+-\s+")


def _signs_with(sentences: Sequence[Sentence], below: Sequence[Line], draft: Draft) -> None:
    """Take the second of two who sign together as coming along, where the letter says "we"."""
    words = {token.word for sentence in sentences for token in sentence.tokens}
    if draft.participants or not (_WE & words and all(draft.name)):
        return
    known = fold(f"{draft.name.first} {draft.name.last}")
    for line in [line for line in below[:4] if not line.blank][:NAMED_WITHIN]:
        for piece in _BOTH.split(line.text):
            name = " ".join(EMAIL.sub(" ", piece).strip(" ,()<>").split())
            whole = len(name.split()) > 1 and not any(map(_has_digit, name)) and name.replace(" ", "").isalpha()
            if whole and fold(name.split()[0]) in first_names() and set(fold(name).split()) != set(known.split()):
                split, email = split_name(name), email_in(line.text)
                own = draft.texts.get(FieldName.EMAIL, "").lower()
                draft.participants.append(Participant(split.last, split.first, email if email != own else ""))


_BOTH = re.compile(r"\s+(?:en|et|und|&|\+|/)\s+|,")
_WE = frozenset({"wij", "we", "nous", "wir"})


def _is_first_name(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.istitle() and fold(word) not in NOT_PERSONS


def _signed(message: Message, lexicon: Lexicon) -> list[Line]:
    """Return the lines under the closing that were cut as a signature, without the closing itself."""
    lines = [Line(0, text) for text in unicodedata.normalize("NFC", message.signature).split("\n") if text.strip()]
    _, below = split_closing([Line(0, ""), *lines], lexicon)
    return below[1:] or lines


_SMALL = frozenset(["van", "de", "den", "der", "von", "vom", "du", "le", "la", "ten", "ter", "el", "al", "d"])


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
