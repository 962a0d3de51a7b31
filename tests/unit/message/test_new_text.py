"""New text is what the writer typed: the sample replies of tests/data/mail/replies, and the lines around them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import parse, subtract
from mailflow.model.message import Message

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
REPLIES = sorted((Path(__file__).parents[2] / "data" / "mail" / "replies").glob("*.eml"))
OURS = ("GOEDKEUREN", "APPROUVER", "GENEHMIGEN", "Motivatie: Ik wil", "Motivation : Je souhaite", "Begründung: Ich")


def mail(text: str, *, reply: bool = True, kind: str = "text/plain") -> Message:
    thread = "In-Reply-To: <letter@mi-is.example>\n" if reply else ""
    head = f"From: An <an@mi-is.example>\nSubject: x\n{thread}Content-Type: {kind}; charset=utf-8\n\n"
    return parse((head + text).encode(), NOW)


def test_there_are_at_least_eighty_sample_replies():
    assert len(REPLIES) >= 80


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_the_new_text_of_a_sample_reply_is_what_was_typed(path):
    message = parse(path.read_bytes(), NOW)
    assert message.new_text == path.with_suffix(".txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_every_line_of_new_text_stands_where_its_number_says(path):
    message = parse(path.read_bytes(), NOW)
    lines = message.text.split("\n")
    assert [lines[number - 1] for number in message.new_lines] == (
        message.new_text.split("\n") if message.new_lines else []
    )


@pytest.mark.parametrize(
    "path", [path for path in REPLIES if "_nl" in path.stem or "_fr" in path.stem], ids=lambda p: p.stem
)
def test_the_quoted_letter_is_kept_as_quote(path):
    message = parse(path.read_bytes(), NOW)
    expected = path.with_suffix(".txt").read_text("utf-8")
    for phrase in OURS:
        if phrase in message.text and phrase not in expected:
            assert phrase in message.quoted.replace("\n", " ").replace("> ", "") or phrase in message.signature


def test_what_stands_above_the_first_boundary_is_never_cut():
    message = mail(
        "Akkoord\nvoor 1 en 2\n\nVan: HR <hrm@mi-is.example>\nVerzonden: 12/10/2026 9:00\nAan: An\nOnderwerp: x\n\nWEIGEREN"
    )
    assert message.new_text == "Akkoord\nvoor 1 en 2"
    assert "WEIGEREN" in message.quoted


def test_a_closing_in_the_middle_of_a_sentence_is_no_closing():
    message = mail(
        "Met vriendelijke groeten en met veel plezier stuur ik u mijn aanvraag.\nMotivatie: leren", reply=False
    )
    assert message.new_text.endswith("Motivatie: leren")


def test_a_letter_head_typed_by_the_requester_is_no_quote():
    message = mail(
        "Van: OCMW Mol\nAan: POD MI\nDatum: 12 oktober 2026\nBetreft: stage\n\nGeachte, ik wil komen.", reply=False
    )
    assert "ik wil komen" in message.new_text


def test_signature_and_disclaimer_are_kept_apart():
    message = mail(
        "Akkoord\n\nMvg\nAn Janssens\nTel. 02 508 85 85\n\nDit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde."
    )
    assert message.new_text == "Akkoord"
    assert "An Janssens" in message.signature
    assert "vertrouwelijk" in message.signature


LETTER = """Beste An,

Els Peeters vraagt een ontdekkingsstage bij twee diensten van de POD.

Antwoord met één woord bovenaan uw mail:

GOEDKEUREN
WEIGEREN: reden

Met vriendelijke groeten
POD Maatschappelijke Integratie"""


def test_our_own_letter_is_subtracted_where_no_boundary_was_recognised():
    message = subtract(mail(f"ok voor mij\n\n{LETTER}"), LETTER)
    assert message.new_text == "ok voor mij"
    assert message.new_lines == (1,)
    assert "GOEDKEUREN" in message.quoted


def test_our_letter_is_found_however_it_was_wrapped_and_marked():
    wrapped = "| Els Peeters vraagt een\n| ontdekkingsstage bij twee\n| diensten van de POD.\n| Antwoord met één\n| woord bovenaan uw mail:\n| * GOEDKEUREN\n| * WEIGEREN: reden"
    assert subtract(mail(f"Weigeren: vol\n\n{wrapped}"), LETTER).new_text == "Weigeren: vol"


def test_an_unknown_attribution_above_our_letter_goes_with_it():
    text = "ok\n\nDnia 12.10.2026 o 09:12 hrm@mi-is.example kirjoitti:\n" + LETTER
    assert subtract(mail(text), LETTER).new_text == "ok"


def test_a_single_line_that_also_stands_in_our_letter_stays():
    assert subtract(mail("GOEDKEUREN"), LETTER).new_text == "GOEDKEUREN"
    assert subtract(mail("GOEDKEUREN\nWEIGEREN: reden"), LETTER).new_text == "GOEDKEUREN\nWEIGEREN: reden"


def test_an_answer_typed_below_our_letter_stays():
    letter = LETTER.partition("\n\nMet vriendelijke")[0]
    assert subtract(mail(f"{letter}\n\nGOEDKEUREN"), letter).new_text == "GOEDKEUREN"


def test_a_letter_that_was_changed_on_the_way_leaves_no_keyword():
    changed = LETTER.replace("uw mail:", "uw [EXTERN] mail:")
    assert "GOEDKEUREN" not in subtract(mail(f"vraagje\n\n{changed}"), LETTER).new_text


def test_an_empty_letter_subtracts_nothing():
    message = mail("Akkoord")
    assert subtract(message, "") is message


def test_html_tables_become_lines_of_label_and_value():
    html = "<table><tr><td>Naam:</td><td>Peeters</td></tr><tr><th>OCMW</th><td>Mol</td></tr><tr><td>Motivatie</td><td><p>een</p><p>twee</p></td></tr></table>"
    assert mail(html, kind="text/html").text.split("\n") == [
        "Naam: Peeters",
        "OCMW : Mol",
        "Motivatie : een",
        "",
        "twee",
    ]


def test_html_lists_keep_their_numbers_and_line_breaks_count():
    html = "<ol start=2><li>Juridische dienst</li><li>BLAS</li></ol><p>een<br>twee</p><ul><li>drie</li></ul>"
    assert mail(html, kind="text/html").text.split("\n") == [
        "2. Juridische dienst",
        "3. BLAS",
        "",
        "een",
        "twee",
        "",
        "- drie",
    ]


def test_hidden_text_scripts_and_styles_are_not_read():
    html = "<style>p{}</style><script>x</script><div style='display:none'>GOEDKEUREN</div><p>ja</p>"
    assert mail(html, kind="text/html").text == "ja"


def test_an_indented_paragraph_is_no_quote_but_a_cited_one_is():
    html = "<blockquote style='margin:0 0 0 40px;border:none'>Akkoord</blockquote><blockquote type=cite>WEIGEREN</blockquote>"
    assert mail(html, kind="text/html").new_text == "Akkoord"


def test_flowed_text_is_joined_again():
    text = "Ik zou graag \nkomen.\n> oud \n> nieuw\n"
    head = b"From: a@x.example\nContent-Type: text/plain; format=flowed\n\n"
    assert parse(head + text.encode(), NOW).text == "Ik zou graag komen.\n> oud nieuw"
