"""A missing thing given in a few words: "OCMW Mol", "de juridische dienst", a paragraph that says why.

Only what was asked is read from free words, and what names itself (a centre, a motivation); a short answer may as
well be a command, which is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import UnknownService
from mailflow.model.words import FieldName
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.draft import Draft
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Stance
from mailflow.understanding.mentions import mentions_in
from mailflow.understanding.municipality import centre_in, municipality_called
from mailflow.understanding.names import split_name
from mailflow.understanding.participants import companions_in
from mailflow.understanding.passage import Line, Sentence
from mailflow.understanding.reasons import motivation_in
from mailflow.understanding.sentences import agreement_in, introduction
from mailflow.understanding.services import ServicesRead, all_but, read_services
from mailflow.understanding.tokens import tokens_of

LEAST_PARAGRAPH = 4
SHORT_LINE = 8
FEW_WORDS = 3


def read_answer(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft, asked: tuple[FieldName, ...]) -> None:
    """Add to a draft what free words of an answer give."""
    used: set[int] = set()
    sentences = [s for s in sentences if not _is_greeting(s, lexicon)]
    for place, sentence in enumerate(sentences):
        taken = [reader(sentence, lexicon, draft, asked) for reader in (_centre, _services, _address)]
        if any(taken):
            used.add(place)
    if FieldName.NAME in asked or FieldName.FIRST_NAME in asked:
        _name(sentences, lexicon, draft, used)
    agreement, line = agreement_in(sentences, lexicon)
    if draft.agreement is None and agreement is not None:
        draft.agreement = agreement
        draft.note(FieldName.SUPERVISOR, line)
    for sentence in sentences:
        draft.participants += companions_in(sentence, lexicon)
    _motivation(sentences, lexicon, draft, (asked, used))


def is_field(sentence: Sentence, lexicon: Lexicon, *, in_words: bool) -> bool:
    """Whether a sentence is only a field: a centre, or (``in_words``) who agrees or comes along, in few words."""
    centre = centre_in(sentence.text)
    if centre is not None and centre[0] == sentence.text.strip(" .,!"):
        return True
    if not in_words or len(sentence.tokens) > SHORT_LINE:
        return False
    return agreement_in([sentence], lexicon)[0] is not None or bool(companions_in(sentence, lexicon))


def _is_greeting(sentence: Sentence, lexicon: Lexicon) -> bool:
    tokens = sentence.tokens
    if not tokens or len(tokens) > 5:
        return not tokens
    return any(lexicon.book(name).at(tokens, 0) is not None for name in ("greeting", "closing"))


def _centre(sentence: Sentence, _lexicon: Lexicon, draft: Draft, asked: tuple[FieldName, ...]) -> bool:
    centre = centre_in(sentence.text)
    if centre is None and FieldName.OCMW in asked and len(sentence.tokens) <= SHORT_LINE:
        # "Want wij willen leren" is no typo of Wellen.
        place = municipality_called(sentence.text, typos=len(sentence.tokens) <= FEW_WORDS)
        centre = (sentence.text.strip(" .,!"), place) if place is not None else None
    if centre is None or (FieldName.OCMW not in asked and len(sentence.tokens) > SHORT_LINE):
        return False
    draft.put_centre(*centre, sentence.line)
    return len(sentence.tokens) <= SHORT_LINE


def _services(sentence: Sentence, lexicon: Lexicon, draft: Draft, asked: tuple[FieldName, ...]) -> bool:
    """Read services where they were asked for: named in a sentence, or a short line that can be nothing else."""
    if FieldName.SERVICES not in asked:
        return False
    read = ServicesRead()
    if not all_but(sentence.text, lexicon, read):
        found = mentions_in(sentence, lexicon, asking=True)
        read.services = [m.service for m in found if m.stance in {Stance.WANTED, Stance.BARE} and m.service]
        short = len(sentence.tokens) <= SHORT_LINE and centre_in(sentence.text) is None
        if short and (not read.services or len(found) < len(sentence.tokens)):
            listed = read_services([Line(sentence.line, sentence.text)], lexicon)
            read = listed if listed.services or asked == (FieldName.SERVICES,) else read
    draft.services += [id_ for id_ in dict.fromkeys(read.services) if id_ not in draft.services]
    read.unknown = [row for row in read.unknown if _names_something(row, sentence, lexicon)]
    draft.unknown += read.unknown
    for id_, theme in read.themes.items():
        draft.themes.setdefault(id_, theme)
    if read.services or read.unknown:
        draft.note(FieldName.SERVICES, sentence.line)
    return bool(read.services or read.unknown) and len(sentence.tokens) <= SHORT_LINE


def _names_something(unknown: UnknownService, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether unknown words were meant as a service: they say so, or nothing else stands there."""
    words = [token.word for token in tokens_of(unknown.text)]
    says = any(word.endswith("dienst") or lexicon.book("service_heads").whole(word) is not None for word in words)
    return bool(unknown.candidates) or says or len(sentence.tokens) <= FEW_WORDS


def _address(sentence: Sentence, _lexicon: Lexicon, draft: Draft, asked: tuple[FieldName, ...]) -> bool:
    email, phone = email_in(sentence.text), phone_in(sentence.text)
    if FieldName.EMAIL in asked and email:
        draft.put(FieldName.EMAIL, email, sentence.line)
    if FieldName.PHONE in asked and phone:
        draft.put(FieldName.PHONE, phone, sentence.line)
    return bool(email or phone) and len(sentence.tokens) <= SHORT_LINE


def _name(sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft, used: set[int]) -> None:
    said = introduction(sentences, lexicon)
    if said is not None:
        draft.put_name(said.name, said.line)
        return
    for place, sentence in enumerate(sentences):
        words = sentence.text.strip(" .!").split()
        if place not in used and 2 <= len(words) <= 4 and all(word[:1].isupper() for word in (words[0], words[-1])):
            draft.put_name(split_name(sentence.text), sentence.line)
            used.add(place)
            return


def _motivation(
    sentences: Sequence[Sentence], lexicon: Lexicon, draft: Draft, told: tuple[tuple[FieldName, ...], set[int]]
) -> None:
    """Take the paragraphs that remain as the motivation, where that was asked; else only a reason that says so."""
    asked, used = told
    if FieldName.MOTIVATION in asked:
        left = [s for place, s in enumerate(sentences) if place not in used and not s.asks]
        words = sum(len(sentence.tokens) for sentence in left)
        if words >= LEAST_PARAGRAPH:
            blocks: dict[int, list[str]] = {}
            for sentence in left:
                blocks.setdefault(sentence.block, []).append(sentence.text)
            draft.put(FieldName.MOTIVATION, "\n\n".join(" ".join(texts) for texts in blocks.values()), left[0].line)
    elif asked and sentences and lexicon.book("motive").first(sentences[0].tokens) is not None and not draft.is_empty:
        draft.put(FieldName.MOTIVATION, *motivation_in(sentences, lexicon))
