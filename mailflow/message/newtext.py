"""New text: what the writer typed, without quotes, signatures and disclaimers (SPEC §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailflow.message.boundary import QUOTE_MARK, Boundary, boundary_at
from mailflow.message.signature import cut_signature, is_banner

# Programs wrap at 72 to 80 columns; what is longer than that was typed.
_WRAPPED_AT, _LONGEST_END = 72, 84


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart, as 0-based indices of its lines: new text, quote, signature."""

    new: tuple[int, ...]
    quoted: tuple[int, ...]
    signature: tuple[int, ...]


def split_text(lines: Sequence[str], *, is_reply: bool, writer: str = "") -> Split:
    """Say for each line of a body whether it was typed now, quoted, or a signature.

    ``is_reply`` says that headers or subject show an answer: then less certain boundaries count as well. ``writer`` is
    the name and address that the mail shows as its sender.
    """
    segments, quoted = _cut_quotes(lines, is_reply=is_reply)
    new: list[int] = []
    signature: list[int] = []
    for segment in segments:
        typed = [(number, lines[number]) for number in segment]
        kept, cut = cut_signature(typed, is_reply=is_reply, writer=writer)
        new.extend(kept)
        signature.extend(cut)
    return Split(tuple(_without_blank_ends(lines, new)), tuple(quoted), tuple(signature))


def _cut_quotes(lines: Sequence[str], *, is_reply: bool) -> tuple[list[list[int]], list[int]]:
    """Return the stretches of new lines and the quoted lines between and below them."""
    segments: list[list[int]] = [[]]
    quoted: list[int] = []
    number = 0
    while number < len(lines):
        found = boundary_at(lines, number, is_reply=is_reply)
        if found and (found.kind is not Boundary.ATTRIBUTION or not _quote_follows(lines, found.last + 1)):
            quoted.extend(range(number, len(lines)))
            break
        if found:
            quoted.extend(range(number, found.last + 1))
            number = found.last + 1
            segments.append([])
        elif QUOTE_MARK.match(lines[number]) or _is_loose_end(lines, number):
            quoted.append(number)
            number += 1
            segments.append([])
        else:
            if not is_banner(lines, number):
                segments[-1].append(number)
            number += 1
    return [segment for segment in segments if segment], quoted


def _quote_follows(lines: Sequence[str], start: int) -> bool:
    shown = next((line for line in lines[start : start + 5] if line.strip()), "")
    return bool(QUOTE_MARK.match(shown))


def _is_loose_end(lines: Sequence[str], number: int) -> bool:
    """Say whether a line is the broken-off end of a quoted line that was wrapped a second time under way."""
    line = lines[number].strip()
    if not line or number == 0 or number + 1 >= len(lines) or len(line) > _LONGEST_END:
        return False
    above, below = lines[number - 1].rstrip(), lines[number + 1]
    if not (QUOTE_MARK.match(above) and QUOTE_MARK.match(below)) or above.endswith((".", "?", "!", ":")):
        return False
    # The line above was full: the word that this one begins with did not fit in any more.
    return len(above) + 1 + len(line.split()[0]) > _WRAPPED_AT or (len(above) >= 66 and len(line) <= 40)


def _without_blank_ends(lines: Sequence[str], numbers: list[int]) -> list[int]:
    first, last = 0, len(numbers)
    while first < last and not lines[numbers[first]].strip():
        first += 1
    while last > first and not lines[numbers[last - 1]].strip(" \t-_=*~—–>"):
        # A rule of dashes above a quote or a signature belongs to it.
        last -= 1
    return numbers[first:last]
