"""The parts of a letter: paragraphs, lists, tables, quotes, buttons, made once and written as text and as HTML.

A template is drafted into lines; ``read_draft`` reads the lines into blocks. Outsiders' text can't become structure:
``guard`` takes control characters out of every value and marks it, so that a value that begins with ``# `` is no
heading (SPEC §10).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

GUARD = "\ufdd0"  # a noncharacter: never in anybody's text once that is cleaned
_OPEN, _CLOSE = "\x02", "\x03"
_PLACE = re.compile(rf"^{_OPEN}(\d+){_CLOSE}$")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_TWO_POINTS = re.compile(r"(?<!\.)\.(\**)\.(?!\.)")
VALUE_LIMIT = 2000
QUOTE_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words; ``strong`` for what must be seen (a keyword, a date)."""

    text: str
    strong: bool = False


Words = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the letter."""

    text: str
    name: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; each of ``lines`` begins a new line."""

    lines: tuple[Words, ...]
    name: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Small:
    """A paragraph of secondary words, drawn smaller (the privacy line)."""

    lines: tuple[Words, ...]
    name: str = field(default="small", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list without order."""

    items: tuple[Words, ...]
    name: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one a row; ``colon`` stands between them in the text."""

    rows: tuple[tuple[str, str], ...]
    colon: str = ": "
    name: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; every row is as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Choices:
    """The half-days that may be picked: what to type, and what it means. ``body`` answers with one tap."""

    rows: tuple[tuple[str, str], ...]
    name: str = field(default="choices", init=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, line by line."""

    lines: tuple[str, ...]
    name: str = field(default="quote", init=False)


@dataclass(frozen=True, slots=True)
class Form:
    """Label and value to be filled in; the values may be empty. ``button`` opens an answer that holds the form."""

    rows: tuple[tuple[str, str], ...]
    button: str = ""
    colon: str = ": "
    name: str = field(default="form", init=False)

    @property
    def body(self) -> str:
        """The form as the body of an answer."""
        return "\n".join(f"{label}{self.colon}{value}" for label, value in self.rows)


@dataclass(frozen=True, slots=True)
class Button:
    """A ready answer: what the reader sees, and the body of the mail that it opens.

    ``plain`` draws it quieter; ``said`` means that the letter says it already, so that the text leaves it out.
    """

    label: str
    body: str
    plain: bool = False
    said: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Ready answers in a row."""

    buttons: tuple[Button, ...]
    name: str = field(default="buttons", init=False)


@dataclass(frozen=True, slots=True)
class Preview:
    """Another letter within this one, as it will leave: inert, its buttons do nothing."""

    rows: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    name: str = field(default="preview", init=False)


Block = Heading | Paragraph | Small | Items | Facts | Table | Choices | Quote | Form | Buttons | Preview


def one_line(text: str, limit: int = VALUE_LIMIT) -> str:
    """Return a text as one line without control, format or private characters, cut at ``limit`` characters."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _harmless(c))
    flat = " ".join(kept.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def several_lines(text: str, limit: int = QUOTE_LIMIT) -> tuple[str, ...]:
    """Return a text as cleaned lines, runs of empty lines reduced to one, cut at ``limit`` characters."""
    lines: list[str] = []
    left = limit
    for raw in text.strip().splitlines():
        line = one_line(raw, max(left, 1))
        left -= len(line) + 1
        if line or (lines and lines[-1]):
            lines.append(line)
        if left <= 0:
            return (*lines, "…") if not line.endswith("…") else tuple(lines)
    return tuple(lines)


def guard(value: str) -> str:
    """Return a value fit to stand anywhere in a draft: one line, no structure; spaces at its ends stay one space."""
    flat = one_line(value)
    before = " " if value[:1] == " " and flat else ""
    after = " " if value[-1:] == " " and flat else ""
    return GUARD + before + flat.replace("*", f"*{GUARD}").replace("\\", f"\\{GUARD}") + after


def place_of(index: int) -> str:
    """Return what a template writes where the block with this index belongs."""
    return f"\n\n{_OPEN}{index}{_CLOSE}\n\n"


def read_draft(draft: str, made: Sequence[Block]) -> tuple[Block, ...]:
    """Read drafted lines into blocks; ``made`` are the blocks that the template called for."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", draft):
        lines = [line.strip(" \t") for line in chunk.split("\n") if line.strip()]
        for block in _read_chunk(lines, made):
            last = blocks[-1] if blocks else None
            if isinstance(block, Items) and isinstance(last, Items):
                blocks[-1] = Items(last.items + block.items)
            else:
                blocks.append(block)
    return tuple(blocks)


def words_of(line: str) -> Words:
    """Read ``**…**`` in a line as strong words; a full stop after an abbreviation's point (``12.30 u.``) is one."""
    spans: list[Span] = []
    line = _TWO_POINTS.sub(r".\1", line)
    for index, piece in enumerate(_STRONG.split(line)):
        text = piece.replace(GUARD, "")
        if text:
            spans.append(Span(text, strong=index % 2 == 1))
    return tuple(spans)


def _read_chunk(lines: Sequence[str], made: Sequence[Block]) -> list[Block]:
    """Read what stands between two empty lines: each line by its marker, lines without one as a paragraph."""
    blocks: list[Block] = []
    for marker, run in groupby(lines, _marker):
        if marker == "paragraph":
            blocks.append(Paragraph(_broken(" ".join(run))))
        elif marker == "- ":
            blocks.append(Items(tuple(words_of(line[2:]) for line in run)))
        elif marker == "# ":
            blocks.extend(Heading(line[2:].replace(GUARD, "")) for line in run)
        elif marker == "~ ":
            blocks.extend(Small(_broken(line[2:])) for line in run)
        else:
            blocks.extend(made[int(line[1:-1])] for line in run)
    return blocks


def _marker(line: str) -> str:
    """Say what a line is: its marker, ``place`` for a block called for, or ``paragraph``."""
    if _PLACE.match(line):
        return "place"
    return line[:2] if line[:2] in {"- ", "# ", "~ "} else "paragraph"


def _broken(text: str) -> tuple[Words, ...]:
    """Break a paragraph where a template's line ended with a backslash."""
    return tuple(words_of(each.strip()) for each in re.split(r"\\(?: |$)", text) if each.strip())


def _harmless(character: str) -> bool:
    """Say whether a character may be shown: no controls, no direction overrides, no private use."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"} or character in "\u200d\u00ad"
