"""HTML bodies become the lines that a person sees."""

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.message.html import has_table

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


def seen(html: str) -> list[str]:
    return parse(f"Content-Type: text/html; charset=utf-8\n\n{html}".encode(), NOW).text.split("\n")


@pytest.mark.parametrize("html", ["", "   ", "<!-- nothing -->", "<?xml version='1.0'?>", "</p>"])
def test_a_document_that_shows_nothing_is_empty(html):
    assert seen(html) == [""]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- x -->",
        "<!--[if mso]> x <![endif]-->",
        "<!--[if !mso]><!--> zeer <!--<![endif]-->",
        "<![if !supportLists]> zeer <![endif]>",
        "<?xml:namespace prefix = o />",
    ],
)
def test_the_conditional_comments_of_outlook_do_not_hide_the_words_behind_them(comment):
    shown = "Ik wil zeer graag komen." if "zeer" in comment else "Ik wil graag komen."
    assert seen(f"<p>Ik wil{comment} graag komen.</p>") == [shown]


def test_a_mail_link_that_does_not_show_its_address_gets_it():
    html = "<p>Vraag het aan <a href='mailto:els@mol.example?subject=x'>Els Peeters</a>, dank.</p>"
    assert seen(html) == ["Vraag het aan Els Peeters <els@mol.example>, dank."]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='mailto:els@mol.example'>els@mol.example</a>",
        "<a href='mailto:els@mol.example'></a>els@mol.example",
        "<a href='mailto:els%40mol.example?x=@'>els@mol.example</a>",
        "<a href='https://mol.example/@els'>els@mol.example</a>",
        "<a name='top'>els@mol.example</a>",
    ],
)
def test_a_link_that_shows_its_address_or_has_none_stays_as_it_is(link):
    assert seen(f"<p>{link}</p>") == ["els@mol.example"]


def test_preformatted_text_keeps_its_lines_and_spaces():
    assert seen("<p>Dag</p><pre>Naam:   Els\r\n  Peeters\n</pre><p>Mol,\neen dorp</p>") == [
        "Dag",
        "",
        "Naam:   Els",
        "  Peeters",
        "",
        "Mol, een dorp",
    ]


def test_what_is_filled_in_and_ticked_in_a_form_is_read():
    html = (
        "<p>Naam: <input value='Peeters'></p><p><input type=checkbox checked> Juridische dienst</p>"
        "<p><input type=radio> BLAS</p><p><input type=hidden value='x'>Mol</p>"
    )
    assert seen(html) == ["Naam: Peeters", "", "[x] Juridische dienst", "", "[ ] BLAS", "", "Mol"]


def test_several_empty_lines_are_one():
    assert seen("<br><br>een<br><br><br><br>twee<br><br>") == ["een", "", "twee"]


def row(*cells: str) -> list[str]:
    return seen("<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>")


def test_a_label_without_value_stays_a_label_and_other_words_stay_as_they_are():
    assert row("Motivatie", "") == ["Motivatie :"]
    assert row("Waarom?", "") == ["Waarom?"]
    assert row("1. Naam en voornaam", "") == ["1. Naam en voornaam"]


def test_a_list_beside_a_label_stands_below_it():
    assert row("Diensten", "<ul><li>BLAS</li><li>Juridische dienst</li></ul>") == [
        "Diensten :",
        "- BLAS",
        "- Juridische dienst",
    ]
    assert row("Diensten:", "<ul><li>BLAS</li><li>ICT</li></ul>")[0] == "Diensten:"


def test_a_colon_in_a_cell_of_its_own_joins_label_and_value():
    assert row("OCMW", ":", "Mol") == ["OCMW : Mol"]


def test_short_cells_stand_on_one_line_and_long_ones_below_one_another():
    assert row("BLAS", "1", "half day") == ["BLAS | 1 | half day"]
    assert row("een<br>twee", "drie", "vier") == ["een", "twee", "drie", "vier"]


def test_a_quote_in_a_table_of_two_columns_stays_a_quote():
    assert row("<blockquote>WEIGEREN</blockquote>", "Akkoord") == ["> WEIGEREN", "Akkoord"]


def test_the_empty_lines_around_the_words_of_a_cell_do_not_count():
    assert row("Naam", "<br><br>Peeters<br><br>") == ["Naam : Peeters"]


def test_a_cell_outside_a_row_is_a_block():
    assert seen("<p>Dag</p><td>Akkoord</td><p>voor 1</p>")[-3:] == ["Akkoord", "", "voor 1"]


def test_a_page_ends_after_twenty_thousand_lines():
    assert seen("x<br>" * 20_100 + "y<p>z</p>") == ["x"] * 20_000


TABLE = "<table><tr><td>Dag</td><td>Ochtend</td></tr><tr><td>12/01</td><td>ja</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (TABLE, True),
        (f"<p>Dag</p><!-- x -->{TABLE}", True),
        (f"<blockquote type='cite'>{TABLE}</blockquote>", False),
        (f"<div class='gmail_quote'>{TABLE}</div>", False),
        (
            f"<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><b>From:</b> Tom</div>{TABLE}",
            False,
        ),
        ("<table><tr><td>een</td><td></td></tr><tr><td></td><td>twee</td></tr></table>", False),
        ("<p>Dag</p>", False),
    ],
)
def test_a_table_of_data_is_one_above_the_quoted_mail(html, found):
    assert has_table(html) is found


def test_the_page_is_read_where_plain_text_has_lost_a_table():
    boundary = (
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nDag\nOchtend\n12/01\nja\n"
    )
    raw = f"{boundary}--b\nContent-Type: text/html\n\n{TABLE}\n--b--\n"
    assert parse(raw.encode(), NOW).text.split("\n") == ["Dag : Ochtend", "12/01 : ja"]
