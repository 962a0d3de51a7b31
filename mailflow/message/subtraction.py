"""Our own letter, taken out of an answer whose quote no boundary announced (SPEC §5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailflow.model.message import Message

MIN_LINES = 3
MIN_WORDS = 25  # A run whose lines were joined on the way counts by its words.
MAX_LETTER = 64 * 1024
MAX_PLACES = 60  # A letter carries its requester's own words: a word repeated without end must not cost time.
_AHEAD = 80

_WORD = re.compile(r"\w+", re.UNICODE)
_LINK = re.compile(r"<?(?:https?://|mailto:)\S+>?|<[^<>\s]+@[^<>\s]+>", re.IGNORECASE)
_ANNOUNCES = re.compile(r"(?:@|\d{4}|\d{1,2}[:.h]\d{2}).*:\s*$")


def subtract(message: Message, letter_text: str) -> Message:
    """Return the message without the runs of three or more lines of our letter in its new text.

    Lines are compared by their words, so quote marks, bullets and re-wrapping don't matter. Below a run single lines
    that follow in the letter go too; what stands above it always stays.
    """
    letter = _Letter.of(letter_text)
    lines = message.new_text.split("\n")
    if len(letter.words) < 8 or not message.new_text.strip():
        return message
    gone = _ours(lines, letter)
    if not gone:
        return message
    kept = [index for index in range(len(lines)) if index not in gone]
    while kept and not lines[kept[0]].strip():
        kept.pop(0)
    while kept and not lines[kept[-1]].strip():
        kept.pop()
    removed = "\n".join(lines[index] for index in sorted(gone))
    return replace(
        message,
        new_text="\n".join(lines[index] for index in kept),
        new_lines=tuple(message.new_lines[index] for index in kept),
        quoted=f"{message.quoted}\n{removed}".strip("\n"),
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter as a stream of words, with the places of each word."""

    words: tuple[str, ...]
    places: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: str) -> _Letter:
        words = _words(text[:MAX_LETTER])
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            found = places.setdefault(word, [])
            if len(found) < MAX_PLACES:
                found.append(place)
        return cls(tuple(words), {word: tuple(found) for word, found in places.items()})

    def find(self, words: list[str], start: int, ahead: int) -> int:
        """Return the end of ``words`` as they stand in the letter at or after ``start``, -1 if they don't."""
        for place in self.places.get(words[0], ()):
            if start <= place <= start + ahead and list(self.words[place : place + len(words)]) == words:
                return place + len(words)
        return -1


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub(" ", text).casefold())


def _ours(lines: list[str], letter: _Letter) -> set[int]:
    """Return the indices of the lines that are our letter."""
    worded = [(index, words) for index, line in enumerate(lines) if (words := _words(line))]
    gone: set[int] = set()
    number = 0
    end = -1
    while number < len(worded):
        if end >= 0:
            follows = letter.find(worded[number][1], end, _AHEAD)
            if follows >= 0:
                gone.add(worded[number][0])
                end = follows
                number += 1
                continue
        length, stop = _longest_run(worded, number, letter)
        if length:
            gone.update(index for index, _ in worded[number : number + length])
            if end < 0 and number and _ANNOUNCES.search(lines[worded[number - 1][0]]):
                gone.add(worded[number - 1][0])
            number, end = number + length, stop
        else:
            number += 1
    return gone


def _longest_run(worded: list[tuple[int, list[str]]], number: int, letter: _Letter) -> tuple[int, int]:
    """Return how many lines from ``number`` on stand one after the other in the letter, and where they end there."""
    best = (0, -1)
    for place in letter.places.get(worded[number][1][0], ()):
        end, length, count = place, 0, 0
        for _, words in worded[number:]:
            if list(letter.words[end : end + len(words)]) != words:
                break
            end, length, count = end + len(words), length + 1, count + len(words)
        enough = (
            length >= MIN_LINES or count >= MIN_WORDS or (length and _goes_on(worded[number:], length, end, letter))
        )
        if enough and length > best[0]:
            best = (length, end)
    return best


def _goes_on(worded: list[tuple[int, list[str]]], length: int, end: int, letter: _Letter) -> bool:
    """Say whether a short run is the beginning of the letter with a line or two changed on the way."""
    if len(worded[0][1]) < 4:
        return False
    matched, missed = length, 0
    for _, words in worded[length:]:
        found = letter.find(words, end, _AHEAD)
        missed = 0 if found >= 0 else missed + 1
        if found >= 0:
            matched, end = matched + 1, found
        if matched >= MIN_LINES:
            return True
        if missed > 2:
            return False
    return False
