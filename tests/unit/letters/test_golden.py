"""The main letters, whole, as their readers see them; a difference is shown line by line.

After an intended change, delete the file concerned and run the test once: it is written anew and to be read.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from mailflow.letters.cast import sample_orders
from mailflow.model.words import Language, LetterKind

GOLDEN = Path(__file__).parent / "golden"
MAIN = (
    *(LetterKind.RECEIVED, LetterKind.DECIDE, LetterKind.RECEIPT, LetterKind.DECISION, LetterKind.WHICH_DATES),
    *(LetterKind.CHOOSE, LetterKind.AGREED, LetterKind.CANCELLED, LetterKind.PRACTICAL, LetterKind.THANKS),
)


@pytest.mark.parametrize("kind", MAIN)
@pytest.mark.parametrize("language", list(Language))
def test_the_letter_reads_as_agreed(rulebook, compose, kind, language):
    order, request = next(s for s in sample_orders(rulebook) if s[0].kind is kind and s[0].to.language is language)
    letter = compose(order, request)
    actual = f"Subject: {letter.subject}\n\n{letter.text}"
    path = GOLDEN / f"{language}-{kind}.txt"
    if not path.exists():
        path.write_text(actual, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: read it, then run again")
    expected = path.read_text(encoding="utf-8")
    diff = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "agreed", "written", lineterm="")
    assert actual == expected, "\n" + "\n".join(diff)
