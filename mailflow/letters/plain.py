"""Blocks as plain text: what a text client shows, what is quoted in answers, and what is subtracted from them.

Lines are not wrapped: the reader's window does that, and an answer's quote stays comparable.
"""

from __future__ import annotations

from mailflow.letters.blocks import (
    Block,
    Buttons,
    Choices,
    Facts,
    Form,
    Heading,
    Items,
    Paragraph,
    Preview,
    Quote,
    Small,
    Table,
    Words,
)


def as_text(blocks: tuple[Block, ...]) -> str:
    """Write blocks as text, lines separated by ``\\n``, one empty line between blocks."""
    parts = ["\n".join(_lines(block)) for block in blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(block: Block) -> list[str]:
    """Write one block."""
    match block:
        case Heading():
            return [block.text.upper()]
        case Paragraph() | Small():
            return [_flat(line) for line in block.lines]
        case Items():
            return [f"- {_flat(item)}" for item in block.items]
        case Facts() | Form():
            return [f"{label}{block.colon}{value}" for label, value in block.rows]
        case Table():
            return [f"- {' · '.join(cell for cell in row if cell)}" for row in block.rows]
        case Choices():
            return [f"  {letter}   {text}" for letter, text in block.rows]
        case Quote():
            return [f"> {line}".rstrip() for line in block.lines]
        case Buttons():
            return _buttons(block)
    return _preview(block)


def _flat(words: Words) -> str:
    return "".join(span.text for span in words)


def _buttons(block: Buttons) -> list[str]:
    """Write ready answers as what to type and what it does; dots stand where the reader goes on writing."""
    lines = []
    for button in block.buttons:
        # An answer of several lines is no word to type: its letter says what to write.
        if button.body and not button.said and "\n" not in button.body:
            typed = button.body.strip() + (" …" if button.body[-1:] == " " else "")
            same = button.label.casefold() in typed.casefold()
            lines.append(f"  {typed}" if same else f"  {typed}   ({button.label})")
    return lines


def _preview(block: Preview) -> list[str]:
    """Write a letter within the letter, indented by a bar so that it can't be taken for this one."""
    head = [f"{label}: {value}" for label, value in block.rows]
    body = as_text(block.blocks).rstrip("\n").split("\n")
    return [f"| {line}".rstrip() for line in [*head, "", *body]]
