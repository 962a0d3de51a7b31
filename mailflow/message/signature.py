"""Signatures, closings, lines of mail programs and disclaimers: what stands under the words and isn't meant.

Works on one stretch of new text at a time. What follows a closing is only cut as long as it looks like a signature:
a postscript, a form below the name, a new paragraph in the first person stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from mailflow.message import phrases

Line = tuple[int, str]
_NAME = re.compile(
    r"^[\s,.;:!*_–-]*(?:(?:[A-ZÀ-Ý][\w'’.-]*|van|de|der|den|von|du|la|le|d['’]\w+|&|en|et|und)[\s,]*){0,6}[\s.!*_]*$"
)
_LOWER_NAME = re.compile(r"^[\s,.;:!*_–-]*[a-zà-ÿ][\w'’-]{1,20}(?:\s[a-zà-ÿ][\w'’-]{1,20})?[\s.!]*$")
_NO_NAME = re.compile(
    r"\b(?:en|et|und|and|uit|van|aan|voor|pour|für|à|tot|ok|oui|non|no|ja|nein|nee|akkoord|accord)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"[/|•·]|\s[-–—]\s")
_LONG = 90
_LOW = 40  # A bare "--" is a signature's only near the end.


def cut_signature(segment: Sequence[Line], *, is_reply: bool, writer: str = "") -> tuple[list[int], list[int]]:
    """Split a stretch of lines into the indices to keep and those of signature and disclaimer.

    ``is_reply`` also lets a block of telephone and address below an answer count as a signature, and one that begins
    with the name of the ``writer`` wherever it stands.
    """
    kept = [line for line in segment if not (phrases.MOBILE.match(line[1]) or phrases.PICTURE.match(line[1]))]
    cut = {number for number, _ in segment} - {number for number, _ in kept}
    for step in (_cut_delimited, _cut_closings, _cut_disclaimers):
        kept, more = step(kept)
        cut |= more
    if is_reply:
        kept, more = _cut_contact_block(kept, writer)
        cut |= more
    return [number for number, _ in kept], sorted(cut)


def is_banner(lines: Sequence[str], number: int) -> bool:
    """Say whether a line is a warning that the mail system put above the text."""
    line = lines[number][:400]
    return number < 12 and bool(phrases.BANNER.match(line))


def _cut_delimited(lines: list[Line]) -> tuple[list[Line], set[int]]:
    """Cut below ``-- `` (RFC 3676 §4.3); without its space only if a signature can follow."""
    for place, (_, line) in enumerate(lines):
        if not phrases.DELIMITER.match(line) or (line != "-- " and len(lines) - place > _LOW):
            continue
        rest = [text for _, text in lines[place + 1 :] if text.strip()]
        if line == "-- " or (len(rest) <= 15 and not any(phrases.FORM_LABEL.match(text) for text in rest)):
            end = _end_of_signature(lines, place + 1) if line != "-- " else len(lines)
            return lines[:place] + lines[end:], {number for number, _ in lines[place:end]}
    return lines, set()


def _cut_closings(lines: list[Line]) -> tuple[list[Line], set[int]]:
    cut: set[int] = set()
    place = 0
    while place < len(lines):
        text = lines[place][1]
        if _is_closing(text):
            end = _end_of_signature(lines, place + 1)
            cut.update(number for number, _ in lines[place:end])
            place = end
        elif phrases.SOFT_CLOSING.match(text[:200]):
            end = _end_of_names(lines, place + 1)
            cut.update(number for number, _ in lines[place + 1 : end])
            place = end
        else:
            place += 1
    return [line for line in lines if line[0] not in cut], cut


def _is_closing(text: str) -> bool:
    """Say whether a line is nothing but a closing, with a name behind it at most."""
    if len(text) > 300:
        return False
    several = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(several) > 1:
        # "Met vriendelijke groeten / Cordialement / Mit freundlichen Grüßen"
        return len(several) <= 6 and all(_is_closing(part) for part in several)
    match = phrases.CLOSING.match(text)
    if not match:
        return False
    after = match["after"] or ""
    if not after.strip(" ,.;:!*_–-"):
        return True
    if _NAME.match(after):
        return True
    return bool(_LOWER_NAME.match(after)) and not _NO_NAME.search(after)


def _end_of_signature(lines: list[Line], start: int) -> int:
    """Return where the signature below a closing ends: before the first paragraph that says something."""
    place = start
    first = True
    while place < len(lines):
        paragraph = list(takewhile(lambda line: line[1].strip(), lines[place:]))
        if not paragraph:
            place += 1
            continue
        texts = [text for _, text in paragraph]
        said = _speaks_at(texts, below_name=first)
        if said is not None:
            return place + said
        place += len(paragraph)
        first = False
    return len(lines)


def _speaks_at(paragraph: list[str], *, below_name: bool) -> int | None:
    """Return the index of the line from which a paragraph is content rather than signature, ``None`` if it is none."""
    for index, text in enumerate(paragraph):
        if phrases.POSTSCRIPT.match(text):
            return index
    labels = [index for index, text in enumerate(paragraph) if phrases.FORM_LABEL.match(text)]
    if len(labels) >= 2:
        return labels[0]
    whole = " ".join(paragraph)
    if phrases.DISCLAIMER.search(whole[:2000]) or phrases.ADVERTISEMENT.match(whole):
        return None
    if not below_name and phrases.GREETING.match(paragraph[0]):
        return 0
    long_lines = [index for index, text in enumerate(paragraph) if len(text) > _LONG or _is_sentence(text)]
    if long_lines and phrases.FIRST_PERSON.search(whole):
        return long_lines[0]
    return None


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 6 and text.rstrip().endswith((".", "?", "!")) and not phrases.CONTACT.search(text)


def _end_of_names(lines: list[Line], start: int) -> int:
    """Return where the name below a "merci d'avance" ends; ``start`` if more than a name follows."""
    rest = [text for _, text in lines[start:] if text.strip()]
    if (
        not rest
        or len(rest) > 8
        or not (_NAME.match(rest[0]) and len(rest[0].split()) <= 4 and len(rest[0].strip()) > 1)
    ):
        return start
    if any(_is_closing(text) or phrases.POSTSCRIPT.match(text) or phrases.FORM_LABEL.match(text) for text in rest):
        return start
    plain = all(_NAME.match(text) or phrases.CONTACT.search(text) for text in rest)
    return len(lines) if plain and not any(_is_answer(text) for text in rest) else start


def _is_answer(text: str) -> bool:
    """Say whether a short line could be an answer rather than a name: capitals or a single letter."""
    word = text.strip(" .,!")
    return len(word) < 2 or word.isupper() or any(map(str.isdigit, word)) or bool(_NO_NAME.fullmatch(word))


def _cut_disclaimers(lines: list[Line]) -> tuple[list[Line], set[int]]:
    """Cut the paragraphs that are notices about the mail itself, and the short remains below the first of them."""
    cut: set[int] = set()
    paragraph: list[Line] = []
    for line in [*lines, (-1, "")]:
        if line[1].strip():
            paragraph.append(line)
            continue
        text = " ".join(text for _, text in paragraph)
        if paragraph and len(text) > 30 and phrases.DISCLAIMER.search(text[:3000]) and not _has_form(paragraph):
            cut.update(number for number, _ in paragraph)
        paragraph = []
    return [line for line in lines if line[0] not in cut], cut


def _has_form(paragraph: list[Line]) -> bool:
    return any(phrases.FORM_LABEL.match(text) for _, text in paragraph)


def _cut_contact_block(lines: list[Line], writer: str) -> tuple[list[Line], set[int]]:
    """Cut a last paragraph of name, function, house, telephone and address, with nothing typed in it."""
    end = len(lines)
    while end and not lines[end - 1][1].strip():
        end -= 1
    begin = end
    while begin and lines[begin - 1][1].strip():
        begin -= 1
    block = [text for _, text in lines[begin:end]]
    above = next((text for _, text in reversed(lines[:begin]) if text.strip()), "")
    if len(block) < 2 or any(len(text) > _LONG or phrases.FORM_LABEL.match(text) for text in block):
        return lines, set()
    if not (_is_own_block(block, writer) or _is_below_answer(block, above)):
        return lines, set()
    return lines[:begin], {number for number, _ in lines[begin:]}


def _is_below_answer(block: list[str], above: str) -> bool:
    """Say whether a block is mostly telephone and address, below a name and an answer."""
    if not above or above.rstrip().endswith(":") or not _NAME.match(block[0]) or _is_answer(block[0]):
        return False
    return sum(bool(phrases.CONTACT.search(text)) for text in block) * 3 >= len(block)


def _is_own_block(block: list[str], writer: str) -> bool:
    """Say whether a block begins with the writer's own name, ends in telephone or address, and says nothing else."""
    name = _words(block[0])
    if len(name) < 2 or not name <= _words(writer) or not phrases.CONTACT.search(block[-1]):
        return False
    between = [text for text in block[1:] if not phrases.CONTACT.search(text)]
    return not any(_is_answer(text) or phrases.STATES.search(text) or _is_sentence(text) for text in between)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))
