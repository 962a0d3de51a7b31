"""Whatever stands in a mail, reading a request never raises and names only real lines and known services."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model.meaning import Thread
from mailflow.model.message import Address, Message
from mailflow.model.words import FieldName
from mailflow.rulebook import read_rules
from mailflow.understanding.form import read_fields
from mailflow.understanding.intent import read_request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = read_rules(Path(__file__).parents[3] / "rules")
PIECES = [
    "Naam:", "Nom :", "Dienst", "Motivatie: ", "want", "ik ben", "Els Peeters", "OCMW", "Mol", "juridische dienst", "\n", "\n\n",
    "- ", "1) ", "alle diensten behalve", "ontdekkingsstage", "graag", "?", ",", "12/01/2027", "(", ")", "@", "an@x.example",
    "Mvg", "BLAS", "FEAD", "dossier van mevrouw", ":", "\t", "collega's", "[x]", "’", "É", "0470 12 34 56", "is het mogelijk",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map(" ".join)


def message(text):
    lines = text.split("\n")
    return Message(
        digest="x", received_at=NOW, from_=Address("a@b.example", "A B"), text=text, new_text=text,
        new_lines=tuple(range(1, len(lines) + 1)), quoted=text, subject=text[:60],
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_an_error(text):
    meaning = read_request(message(text), RULES, NOW, message(text))
    form = read_fields(message(text), RULES, NOW, Thread(asked=tuple(FieldName), letter_text=text[::2]))
    for found in (meaning.form, form):
        if found is not None:
            assert set(found.services) <= set(RULES.services)
            assert all(1 <= line <= text.count("\n") + 1 for line in found.sources.values())


def test_a_hostile_body_costs_no_more_than_a_long_one():
    for text in ("a" * 64_000, "a:" * 32_000, "naam: " * 10_000, "a@b." * 16_000, "(" * 64_000):
        assert read_request(message(text), RULES, NOW).kind is not None
        assert read_request(message(f"ontdekkingsstage {text}"), RULES, NOW).kind is not None
