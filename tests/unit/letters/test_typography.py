"""Lines don't break before French punctuation or within a time; nothing that is not ours is touched."""

from __future__ import annotations

import re
from dataclasses import replace
from email.header import decode_header, make_header
from urllib.parse import unquote

import pytest

from mailflow.letters.blocks import Quote
from mailflow.letters.cast import sample_orders
from mailflow.letters.typography import bind, bound
from mailflow.model.words import Language, LetterKind, Role

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (Language.FR, "Quelle date ?", f"Quelle date{SPACE}?"),
        (Language.FR, "à part : ceci ; cela !", f"à part{SPACE}: ceci{SPACE}; cela{SPACE}!"),
        (Language.FR, "« mot »", f"«{SPACE}mot{SPACE}»"),
        (Language.FR, "voyez :-) ou ?x=1", "voyez :-) ou ?x=1"),
        (Language.FR, " : ", f"{SPACE}: "),
        (Language.NL, "om 14.20 u. : ja ?", f"om 14.20{SPACE}u. : ja ?"),
        (Language.DE, "um 14.20 Uhr, 3 Uhren", f"um 14.20{SPACE}Uhr, 3 Uhren"),
    ],
)
def test_a_space_before_a_sign_does_not_break(language, text, expected):
    assert bound(text, language) == expected


def test_what_somebody_wrote_stays_as_it_is():
    quote = Quote(("Quel jour ?", "« mardi »"))
    assert bind(quote, Language.FR) == quote


def test_no_french_line_of_ours_breaks_before_a_sign(rulebook, compose, parsed):
    for order, request in sample_orders(rulebook):
        if order.to.language is not Language.FR or order.kind in (LetterKind.REMINDER, LetterKind.OPERATOR):
            continue
        letter = compose(order, request)
        told = [line for line in letter.text.splitlines() if line[:1] not in {">", "|", " "} and line[-3:] != " : "]
        told = [line for line in told if " · " not in line]  # A table's cells may hold somebody's words.
        # What starts with a mark is somebody's words or a ready answer; an empty line of a form is answered in place.
        ours = [line for line in told if re.search(r" [;:?!»](\s|$)", line)]
        assert not ours, (order.kind, ours)
        assert SPACE not in str(make_header(decode_header(parsed(letter)["Subject"])))


def test_ready_answers_hold_plain_spaces(rulebook, compose, parsed):
    for order, request in sample_orders(rulebook):
        if order.to.language is Language.FR:
            page = parsed(compose(order, request)).get_body(("html",)).get_content()
            assert not [link for link in re.findall(r'href="(mailto:[^"]*)"', page) if SPACE in unquote(link)]


def test_a_name_in_a_table_is_not_touched(rulebook, compose):
    order, request = next(
        s for s in sample_orders(rulebook) if s[0].to.language is Language.FR and s[0].to.role is Role.REQUESTER
    )
    named = replace(request, requester=replace(request.requester, function="chef ? oui !"))
    assert "chef ? oui !" in compose(order, named).text
