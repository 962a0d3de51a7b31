"""Mail addresses and telephone numbers in text, in the shapes that people write in Belgium."""

from __future__ import annotations

import re

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'&-])[A-Za-z0-9._%+'&-]{1,64}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){1,8}"
)
LEAST_DIGITS, MOST_DIGITS = 8, 13  # of a telephone number
# A day is none: "03.02.2027", "03/02/27", nor are the month and the year of "19-01-2027", or "04/01 05/01".
_MONTH = r"(?:0?[1-9]|1[0-2])"
_NEXT_DAY = rf"(?:0?[1-9]|[12]\d|3[01])\2{_MONTH}(?!\d)"
_NEXT_DATE = rf"(?:0?[1-9]|[12]\d|3[01])[./-]{_MONTH}[./-]20[2-9]\d(?!\d)"
_NEXT_HOUR = r"\d{1,2}[.:]?(?:[03]0|[14]5)?\s?[-–uhU]"
_NO_DAY = (
    r"(?!\d{1,2}([./-])\d{1,2}\1(?:20)?\d{2}(?![\d/-]|\.\d))"
    rf"(?!\d{{1,2}}([./-]){_MONTH}(?:"
    r"\2(?:20[2-9]\d(?!\d)|\d{2}\s?[-–]\s?\d{1,2}\2)"
    rf"|[\s,.;/|+&-]{{1,4}}(?:{_NEXT_DAY}|{_NEXT_DATE}|{_NEXT_HOUR})))"
)
PHONE = re.compile(
    rf"(?<![\d/.+])(?<!\d-){_NO_DAY}"
    r"(?:(?:\+|00)\s?(?!\d{1,2}([./-])(?:0?[1-9]|1[0-2])\3(?:20)?[2-9]\d(?!\d))(?:32|31|33|49|352)(?:[^\S\n]|[./-])*(?:\(0\)(?:[^\S\n]|[./-])*)?\d{1,3}|0\d{1,3})"
    r"(?:(?:[^\S\n]|[./-]){1,3}\d{2,3}|\d{2,3}){2,4}(?![\d/])"
)


def email_in(text: str) -> str:
    """Return the first mail address of a text in lower case, ``""`` if there is none."""
    match = EMAIL.search(text.replace("mailto:", " "))
    return match[0].strip("'.").lower() if match else ""


def phone_in(text: str) -> str:
    """Return the first telephone number of a text as written, ``""`` if there is none."""
    match = next((m for m in PHONE.finditer(text) if LEAST_DIGITS <= _digits(m[0]) <= MOST_DIGITS), None)
    return match[0].strip() if match else ""


def without_contact(text: str) -> str:
    """Return a text of the same length with mail addresses and telephone numbers blanked."""
    text = EMAIL.sub(lambda match: " " * len(match[0]), text)
    # "05/04 - 13 avril"
    return PHONE.sub(lambda match: " " * len(match[0]) if _digits(match[0]) >= LEAST_DIGITS else match[0], text)


def _digits(number: str) -> int:
    return sum(c.isdigit() for c in number)
