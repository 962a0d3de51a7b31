"""Belgian national register numbers: found by their check digits (mod 97) and masked wherever text is kept or sent.

Royal decree of 3 April 1984: six digits of birth date, three of order, two of control; for those born in 2000 or
later a 2 is put before the nine digits that are divided. BIS numbers (month + 20 or + 40) are masked as well.
"""

from __future__ import annotations

import re

MASK = "•••"

_NUMBER = re.compile(
    r"(?<![\d.,/+-])(?<!\d )\d{2}[ .\-/]?\d{2}[ .\-/]?\d{2}[ .\-–/]{0,3}\d{3}[ .\-–/]{0,3}\d{2}(?![\d])"
)


def mask(text: str) -> str:
    """Return a text in which every valid national register number is replaced by ``•••``."""
    return _NUMBER.sub(lambda match: MASK if _is_valid(match[0]) else match[0], text)


def has_register_number(text: str) -> bool:
    """Say whether a text contains a valid national register number."""
    return any(_is_valid(match[0]) for match in _NUMBER.finditer(text))


def _is_valid(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or day > 31:
        return False
    rest, control = int(digits[:9]), int(digits[9:])
    return control in (97 - rest % 97, 97 - (2_000_000_000 + rest) % 97)
