from __future__ import annotations

import pytest

from mailflow.letters.blocks import (
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Small,
    Span,
    guard,
    one_line,
    place_of,
    read_draft,
    several_lines,
)
from mailflow.letters.plain import as_text


def test_a_draft_is_read_into_headings_lists_paragraphs_and_places():
    facts = Facts((("Naam", "Els"),))
    draft = f"Dag,\nwelkom.\n\n# Kop\n- een\n- **twee**\n{place_of(0)}einde \\\nregel\n~ klein"
    assert read_draft(draft, [facts]) == (
        Paragraph(((Span("Dag, welkom."),),)),
        Heading("Kop"),
        Items(((Span("een"),), (Span("twee", strong=True),))),
        facts,
        Paragraph(((Span("einde"),), (Span("regel"),))),
        Small(((Span("klein"),),)),
    )


@pytest.mark.parametrize("text", ["# kop", "- punt", "~ klein", "**vet**", "\x020\x03", "a\n\n# kop", "a \\\n- b"])
def test_a_value_never_becomes_structure(text):
    (block,) = read_draft(guard(text), [Facts((("x", "y"),))])
    assert isinstance(block, Paragraph)
    assert len(block.lines) == 1
    assert not any(span.strong for span in block.lines[0])


def test_control_and_direction_characters_are_taken_out():
    assert one_line("a\r\nBcc: x\x00\u202eb\u2066c\ufdd0") == "a Bcc: xbc"


def test_long_words_of_others_are_cut():
    assert one_line("x" * 50, 10) == "x" * 9 + "…"
    assert len("\n".join(several_lines("regel\n" * 5000, 100))) <= 110


def test_empty_lines_in_a_quote_are_reduced_to_one():
    assert several_lines("a\n\n\n\nb") == ("a", "", "b")


def test_text_marks_each_quoted_line():
    assert as_text((Quote(("a", "", "b")),)) == "> a\n>\n> b\n"
