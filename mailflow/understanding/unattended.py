"""Mail that nobody sat down to write, told by its text alone: automatic answers that no header tells.

The dangerous mistake is a person's answer taken for a program's: nobody would ever hear of it. So every sentence
counts. Such a mail gives at least two signs of its kind, consists of little else, and says nothing that only somebody
can say who has read the letter: no answer, no slot, no question, no day but that of the return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from mailflow.model.message import Message
from mailflow.understanding.absence import is_of_this_absence, read_absence, sentences
from mailflow.understanding.folding import compose, fold
from mailflow.understanding.unattended_words import (
    ANSWERS,
    GREETING,
    HALVES,
    HOUSE,
    ILLNESS,
    NAMED,
    ONE_PERSON,
    POLITE,
    SIGNS,
    SOMEBODY_ELSE,
    SUBJECTS,
    THINGS,
    Sign,
)

LONGEST = 2000  # Characters; in three languages one below the other, such a text reaches half of it.
ENOUGH = 2
MORE = {Sign.AUTOMATIC: 2, Sign.CLOSED: 1}  # People hardly say these, and then not of themselves.
KEYWORD_WORDS = 5
MOST_UNKNOWN = 3
NAME_LINES = 4
LEAST_FULL, MOST_FULL = 66, 80
LABELS = 2  # A form that a website sends on calls itself automatic as well.
_HUMAN_SUBJECT = re.compile(r"^\W*(?:re|antw|aw|fwd?|tr|wg|doorst|ref)\s?\.?:")
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|https?://\S+|[^\s@<>]+@[^\s@<>]+\.\w+")
_LABEL = re.compile(r"^\W*[^\W\d][\w' -]{1,30}\s?:\s*\S", re.MULTILINE)
_PICK = re.compile(
    r"(?:^|[\s(,])[1-9]?[A-D](?=\s*(?:$|[,;)+&/!]|\.(?!\s?[A-Z])|(?:en|et|und|and|of|ou|oder|or)\b))", re.MULTILINE
)
_WHO = re.compile(r", (?:die|qui|who|der) (?!ik |bin )")
_QUESTION = re.compile(r"[^.!?\n]*\?")
_NAME_LINE = re.compile(r"[A-ZÀ-Ý][^.?!;:…\d]{0,60}|")
_SMALL_START = re.compile(r"(?<=[a-zà-ÿ)]{2}[.!?])\s+(?=[a-zà-ÿ])")
# One of these for each kind; what counts for nothing by itself is listed beside it.
_ABSENCE = {Sign.AWAY, Sign.BACK, Sign.UNREAD}
_OF_SOMEBODY = {Sign.AWAY, Sign.LEFT}
_NOT_BACK = {Sign.AWAY, Sign.UNREAD, Sign.CLOSED, Sign.LEFT, Sign.AUTOMATIC, Sign.RECEIVED}
_GONE = {Sign.CLOSED, Sign.LEFT}
_RECEIPT = {Sign.RECEIVED, Sign.THANKED}
_NOT_ILL_IN_PERSON = {Sign.UNREAD, Sign.AUTOMATIC, Sign.CLOSED}


def told_by_text(message: Message) -> str:
    """Say by what a mail shows that nobody sat down to write it, ``""`` if a person may have."""
    written = compose(message.new_text)
    if not written.strip() or len(written) > LONGEST or len(_LABEL.findall(written)) > LABELS:
        return ""
    plain = _QUOTED.sub("…", written)
    names = _names(message)
    said = _sentences(_without_name(plain, names))
    if not said or _is_an_answer(said, plain):
        return ""
    found, unknown = _read(said, names)
    if not found or len(unknown) > MOST_UNKNOWN:
        return ""
    signs = found | _subject_signs(message.subject)
    if ILLNESS.search(fold(plain)) and not signs & _NOT_ILL_IN_PERSON:
        return ""
    if Sign.AUTOMATIC not in signs and (_names_a_half(said) or not is_of_this_absence(written, message)):
        return ""
    if Sign.BACK in signs and not signs & _NOT_BACK and not _names_return(message):
        return ""
    weight = len(signs) + sum(MORE.get(sign, 0) for sign in signs)
    known = weight >= ENOUGH and len(unknown) <= weight - ENOUGH and not any(map(_may_be_an_answer, unknown))
    return _kind(signs, said) if known else ""


def _names_return(message: Message) -> bool:
    absence = read_absence(message)
    return absence is not None and absence.until is not None


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, folded, without greetings; a line that was not wrapped is one by itself."""
    parted = _SMALL_START.sub("\n\n", _unwrapped(text))
    bare = (GREETING.sub("", fold(sentence)).strip() for sentence in sentences(parted))
    return [sentence for sentence in bare if sentence]


def _unwrapped(text: str) -> str:
    """Return a text with a blank line at each line end that somebody typed: a mail program breaks only full lines."""
    lines = text.split("\n")
    full = [LEAST_FULL - len(below.partition(" ")[0]) <= len(line) <= MOST_FULL for line, below in pairwise(lines)]
    return "".join(line + ("\n" if soft else "\n\n") for line, soft in zip(lines, [*full, False], strict=True))


def _without_name(text: str, names: set[str]) -> str:
    """Leave out the name below the text: last short lines, the first of them a name of the writer or of a house."""
    lines = text.rstrip().split("\n")
    for start in range(max(len(lines) - NAME_LINES, 1), len(lines)):
        folded = fold(lines[start])
        is_name = bool(names & set(re.findall(r"\w+", folded))) or HOUSE.search(folded) is not None
        if is_name and all(_NAME_LINE.fullmatch(line.strip()) for line in lines[start:]):
            return "\n".join(lines[:start])
    return text


def _names(message: Message) -> set[str]:
    """Return the words of the writer's name and address."""
    writer = message.from_
    return set(re.findall(r"\w+", fold(compose(f"{writer.name} {writer.email}")))) if writer else set()


def _read(rest: Iterable[str], names: set[str]) -> tuple[set[Sign], list[str]]:
    """Return the signs that the sentences give, and the sentences that give none."""
    found: set[Sign] = set()
    unknown: list[str] = []
    for sentence in rest:
        signs = {sign for sign, words in SIGNS.items() if words.search(sentence)}
        if signs & _OF_SOMEBODY and _is_of_somebody_else(sentence, names):
            signs = set()
        found |= signs
        if not signs and not POLITE.match(sentence):
            unknown.append(sentence)
        if len(unknown) > MOST_UNKNOWN:
            break
    return found, unknown


def _is_of_somebody_else(sentence: str, names: set[str]) -> bool:
    """Say whether a sentence tells of a colleague: "Claire is met verlof" in a mail of Els."""
    named = NAMED.match(sentence)
    return bool(SOMEBODY_ELSE.search(sentence) or _WHO.search(sentence)) or (
        named is not None and named[1] not in names | THINGS
    )


def _names_a_half(said: list[str]) -> bool:
    return any(HALVES.search(sentence) for sentence in said)


def _is_an_answer(said: list[str], plain: str) -> bool:
    """Say whether a text holds what only somebody says who has read the letter."""
    if _PICK.search(plain) or any(ANSWERS.search(sentence) for sentence in said):
        return True
    # "Nee, bedankt voor uw bericht": answers stand first, or last.
    ends = (said[0].partition(",")[0], said[-1].rpartition(",")[2])
    if any(_may_be_an_answer(end) and not any(words.search(end) for words in SIGNS.values()) for end in ends):
        return True
    return any(not SIGNS[Sign.INSTEAD].search(question) for question in _QUESTION.findall(fold(plain)))


def _may_be_an_answer(words: str) -> bool:
    """Say whether words are as few as those of a keyword."""
    return any(map(str.isalpha, words)) and len(words.split()) <= KEYWORD_WORDS and not POLITE.match(words)


def _subject_signs(subject: str) -> set[Sign]:
    """Return the signs that a subject gives; behind a "Re:" it is ours."""
    folded = fold(compose(subject))
    if _HUMAN_SUBJECT.match(folded):
        return set()
    return {sign for sign, words in SUBJECTS.items() if words.search(folded)}


def _kind(signs: set[Sign], said: list[str]) -> str:
    """Name the kind of mail that the signs make together, ``""`` if none."""
    if Sign.AUTOMATIC in signs:
        return "calls itself automatic"
    if signs & _GONE:
        return "says that nobody is there any more"
    if signs & _ABSENCE:
        return "absence told by the text"
    in_person = any(ONE_PERSON.search(sentence) for sentence in said)
    if signs & _RECEIPT and signs & {Sign.TICKET, Sign.LATER} and not in_person:
        return "acknowledgement of receipt"
    return ""
