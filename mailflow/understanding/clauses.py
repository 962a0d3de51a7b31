"""An answer's new text, cut into what the command grammar reads: greeting off, closing off, first block, clauses.

What the clauses ask is left to ``command_clause.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailflow.model.words import CommandName
from mailflow.understanding.command_words import Lexis, split
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.folding import fold

MOST_CLAUSES = 80
_MARKS = re.compile(r"^[\s>*_•·#\-–—]+(?=\S)|[\s*_]+$")
_NUMBERED = re.compile(r"(?P<before>(?:^|[,;])\s*\d{1,2})\s+[-–—]\s+(?=[^\W\d])")
# The full stop of an abbreviation before a number ("Nr. 1", "do. 14/01") ends nothing.
_CUT = re.compile(r"[,;]|(?<=[^\W\d])(?<!\b[Nn]r)(?<!\b[Nn]o)(?<!\b[Nn]rs)[.!]+(?=\s+\S)|!+(?=\s*\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written and as folded words, with its number in the decoded body."""

    number: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its text, its place in its line, and the index of that line in the answer's lines."""

    text: str
    words: tuple[str, ...]
    number: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer in its parts: all lines, the first block as a span of them, and the lines of later paragraphs."""

    lines: tuple[Line, ...]
    first: int
    last: int
    later: tuple[Line, ...]

    @property
    def block(self) -> Sequence[Line]:
        """The lines of the first block."""
        return self.lines[self.first : self.last]


def lines_of(text: str, numbers: Sequence[int]) -> tuple[Line, ...]:
    """Return the lines of a text (composed), stripped of bullets and emphasis; ``1 - ok`` is ``1 ok``."""
    stripped = (_NUMBERED.sub(r"\g<before> ", _MARKS.sub("", raw).strip()) for raw in text.split("\n"))
    return tuple(Line(number, line, tuple(split(fold(line)))) for number, line in zip(numbers, stripped, strict=False))


def parts_of(lines: tuple[Line, ...], lexis: Lexis) -> Parts:
    """Cut off greeting and closing, and find the first block of what is between."""
    start = 0
    while start < len(lines) and (not lines[start].text or is_greeting(lines[start].words, lexis)):
        start += 1
    end = next((n for n in range(start, len(lines)) if is_closing(lines[n].words, lexis)), len(lines))
    stop = start
    while stop < end and lines[stop].words:
        stop += 1
    behind = _after_closing(lines[end:])
    return Parts(lines[:end], start, stop, (*(line for line in lines[stop:end] if line.words), *behind))


def _after_closing(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the postscript behind a closing: names and addresses are none."""
    for n, line in enumerate(lines):
        if n and line.words and line.words[0] in {"ps", "p.s", "nb", "n.b"}:
            return tuple(other for other in lines[n:] if other.words)
    return ()


def is_greeting(words: Sequence[str], lexis: Lexis) -> bool:
    """Whether words are a greeting with at most a few names behind it."""
    length = lexis.greeting.at_start(words)
    if not length:
        return False
    rest = list(words[length:])
    while rest and lexis.greeting.at_start(rest):
        rest = rest[lexis.greeting.at_start(rest) :]
    if lexis.choosing.at_start(words) and rest and all(len(word) == 1 for word in rest):
        # "Lieber B" chooses; "Beste A." greets.
        return False
    return len(rest) <= 4 and not _says_something(rest, lexis)


def is_closing(words: Sequence[str], lexis: Lexis) -> bool:
    """Whether words close a letter, perhaps with a name behind (``mvg An``)."""
    length = lexis.closing.at_start(words)
    return bool(length) and len(words) - length <= 5 and not _says_something(words[length:], lexis)


def is_name(clause: str, words: Sequence[str], lexis: Lexis) -> bool:
    """Whether words look like nothing but a name: at most four, with capitals, none of them in the vocabulary."""
    if not 0 < len(words) <= 4 or _says_something(words, lexis):
        return False
    originals = [word for word in re.findall(r"[^\W\d_]+", clause) if word.lower() not in _PARTICLES]
    return bool(originals) and all(word[0].isupper() and len(word) > 1 for word in originals)


_PARTICLES = frozenset(
    ["van", "de", "der", "den", "vande", "le", "la", "du", "von", "zu", "en", "et", "und", "d", "l", "s"]
)


# "An" and "De" are names and parts of names.
_ALSO_NAMES = frozenset({CommandName.ASSIGN, CommandName.LANGUAGE})


def _says_something(words: Sequence[str], lexis: Lexis) -> bool:
    lists = (lexis.negation, lexis.condition, lexis.question, lexis.retract)
    numbers = any(any(char.isdigit() for char in word) for word in words)
    # Where the letter speaks of several services, one's name is no signature.
    numbers = numbers or (len(set(lexis.named.values())) > 1 and bool(lexis.visits_named(words)))
    return numbers or bool(lexis.actions(words) - _ALSO_NAMES) or any(listed.inside(words) for listed in lists)


def clauses(parts: Parts) -> Iterator[Clause]:
    """Yield the clauses of the first block: cut at line ends, commas, semicolons and full stops between words."""
    for index in range(parts.first, parts.last):
        line = parts.lines[index]
        start = 0
        for cut in [*_CUT.finditer(line.text), None]:
            end = cut.start() if cut else len(line.text)
            text = line.text[start:end].strip()
            words = tuple(split(fold(text)))
            if words:
                yield Clause(text, words, line.number, index, start, end)
            start = cut.end() if cut else end


_FAREWELL = re.compile(r"(?:^|(?<=\s))(?:à|tot|bis|see you(?: on)?|a(?= \D)) +(?:op |am |le )?")


def is_farewell(text: str, lexis: Lexis) -> bool:
    """Whether a clause takes leave until a day ("À demain", "Bedankt en tot dinsdag"): it offers none.

    A bare "A 12/01" may be a slot with its date, and is none.
    """
    lead = _FAREWELL.search(text.lower())
    if lead is None:
        return False
    before = split(fold(text[: lead.start()]))
    if before and not lexis.polite.fills(before):
        return False
    said = date_words(text[lead.end() :])
    return said.only and said.days and not said.negated


def only_polite(parts: Parts, lexis: Lexis) -> bool:
    """Whether a block holds nothing but greetings, thanks and a name."""
    found = [clause for _, clause in zip(range(MOST_CLAUSES), clauses(parts), strict=False)]
    return all(
        lexis.courteous(clause.words)
        or is_greeting(clause.words, lexis)
        or is_farewell(clause.text, lexis)
        or name_at_end(found, n, parts, lexis)
        for n, clause in enumerate(found)
    )


def name_at_end(found: Sequence[Clause], n: int, parts: Parts, lexis: Lexis) -> bool:
    """Whether a clause is the writer's name below (or behind) an answer."""
    clause = found[n]
    return n > 0 and clause.line == parts.last - 1 and is_name(clause.text, clause.words, lexis)


def next_block(parts: Parts) -> Parts:
    """Return the parts with the next block in the place of the first."""
    start = parts.last
    while start < len(parts.lines) and not parts.lines[start].words:
        start += 1
    stop = start
    while stop < len(parts.lines) and parts.lines[stop].words:
        stop += 1
    known = {line.number for line in parts.lines}
    behind = tuple(line for line in parts.later if line.number not in known)
    return Parts(parts.lines, start, stop, (*(line for line in parts.lines[stop:] if line.words), *behind))
