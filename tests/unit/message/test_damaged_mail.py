"""Mail as broken programs and gateways leave it: what can be read is read, at its place."""

import base64
from datetime import UTC, datetime

import pytest

from mailflow.message import parse, subtract
from mailflow.model.message import Message

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
PART = "Content-Type: text/plain\n\nAkkoord\n"


def read(text: str | bytes) -> Message:
    return parse(text.encode() if isinstance(text, str) else text, NOW)


def mixed(*parts: str, kind: str = "multipart/mixed", boundary: str = "b") -> Message:
    return read(
        f'Content-Type: {kind}; boundary="{boundary}"\n\n'
        + "".join(f"--{boundary}\n{part}\n" for part in parts)
        + f"--{boundary}--\n"
    )


# ------------------------------------------------------------------------------------------- charsets


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Grüße aus Eupen".encode("utf-16"), "Grüße aus Eupen"),
        ("Θα ήθελα να επισκεφθώ την υπηρεσία σας.".encode("iso8859-7"), "Θα ήθελα να επισκεφθώ την υπηρεσία σας."),
        (bytes(range(0xA0, 0xC0)) * 2 + b"\x81\x98\x9d", "\xa0¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿" * 2 + "˜"),
        (b"d\x92accord \x81 \xe9t\xe9", "d’accord  été"),
    ],
    ids=["a byte order mark", "an alphabet of its own", "none", "a byte that Windows leaves out"],
)
def test_text_whose_charset_nobody_names_is_guessed_by_what_it_shows(raw, text):
    assert read(b"Content-Type: text/plain\n\n" + raw).text == text


def test_plain_words_declared_as_latin_stay_plain_words():
    assert read("Content-Type: text/plain; charset=iso-8859-1\n\nAkkoord").text == "Akkoord"


# -------------------------------------------------------------------------------------------- headers


def test_a_message_may_end_with_its_headers():
    assert read("From: els@mol.example\nSubject: Aanvraag").subject == "Aanvraag"


def test_a_line_of_an_mbox_or_a_byte_order_mark_above_the_headers_is_skipped():
    assert read("From els@mol.example Mon Oct 12 09:12:00 2026\nSubject: Aanvraag\n\nx").subject == "Aanvraag"
    assert read("\ufeffReturn-Path: <els@mol.example>\nSubject: Aanvraag\n\nx").subject == "Aanvraag"


def test_a_header_of_a_thousand_lines_is_cut_and_the_next_one_read():
    message = read("Received: a\n" + "\tby b.example with SMTP\n" * 2_000 + "Subject: Aanvraag\n\nx")
    assert message.subject == "Aanvraag"
    assert len(message.header("received")) < 21_000


def test_headers_beyond_a_thousand_are_not_read_and_the_text_is():
    message = read("X-Spam: x\n" * 1_500 + "Subject: Aanvraag\n\nIk wil komen.")
    assert (len(message.headers), message.subject, message.text) == (1_000, "", "Ik wil komen.")


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("=?utf-8?q?Stage_=C3=A0?= Mol =?iso-8859-1?q?=E9t=E9?=", "Stage à Mol été"),
        ("=?utf-8?q?d=C3=A9?= =?iso-8859-1?q?=E9?=", "déé"),
        ("=?utf-8?q??= Aanvraag", "Aanvraag"),
        ("=?utf-8?b?w6nDq!?=", "w6nDq!"),
    ],
    ids=["words between", "two charsets", "an empty word", "damaged"],
)
def test_encoded_words_are_read_as_far_as_they_go(subject, shown):
    assert read(f"Subject: {subject}\n\n").subject == shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"els.peeters"@mol.example', ["els.peeters@mol.example"]),
        ('Els <"els.peeters"@mol.example>', ["els.peeters@mol.example"]),
        ('"els peeters"@mol.example', []),
        ("Els (OCMW Mol <els@mol.example>", []),
        ("Els <els@mol.example> els.peeters@mol.example", ["els@mol.example", "els.peeters@mol.example"]),
    ],
    ids=[
        "quotes",
        "quotes in brackets",
        "a space in quotes",
        "a comment that does not end",
        "a second address behind the first",
    ],
)
def test_addresses_that_are_damaged_never_become_somebody_elses(value, expected):
    assert [address.email for address in read(f"To: {value}\n\n").to] == expected


# ---------------------------------------------------------------------------------------------- parts


def test_a_multipart_without_boundary_is_read_as_one_text():
    message = read("Content-Type: multipart/mixed\n\nAkkoord")
    assert (message.text, message.defects) == ("Akkoord", ("boundary",))


def test_a_multipart_whose_boundary_never_comes_is_read_as_one_text():
    message = read("Content-Type: multipart/mixed; boundary=b\n\nAkkoord")
    assert (message.text, message.defects) == ("Akkoord", ("boundary",))


def test_a_boundary_counts_only_as_a_line_of_its_own():
    inner = 'Content-Type: multipart/alternative; boundary="part1"\n\n--part1\n\nZie --part en --part1 hieronder.\n--part1--'
    assert mixed(inner, boundary="part").text == "Zie --part en --part1 hieronder."


def test_encodings_pasted_together_are_read_one_by_one():
    coded = "\n".join(base64.b64encode(text.encode()).decode() for text in ("Akkoord ", "voor beide visits"))
    assert "=" in coded.partition("\n")[0]
    assert read(f"Content-Transfer-Encoding: base64\n\n{coded}").text == "Akkoord voor beide visits"


def test_the_size_of_a_large_attachment_is_told_closely_enough():
    coded = base64.encodebytes(b"x" * 3_000_000).decode()
    message = mixed(PART, f"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n{coded}")
    assert message.attachments[0].size == pytest.approx(3_000_000, rel=0.02)


def test_attached_mails_are_opened_three_levels_deep():
    deep = "Content-Type: message/rfc822\n\n" * 4 + "Subject: te diep\n\nx"
    message = read(deep)
    levels = 0
    while message.embedded:
        message, levels = message.embedded[0], levels + 1
    assert levels == 3
    assert "embedded" in message.defects


# ----------------------------------------------------------------------------------- which part speaks


@pytest.mark.parametrize("kind", ["application/pkcs7-mime; name=smime.p7m", "multipart/encrypted; boundary=b"])
def test_an_encrypted_mail_says_nothing_and_is_marked(kind):
    message = read(f"Content-Type: {kind}\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n")
    assert message.text == ""
    assert "encrypted" in message.defects


def test_html_that_is_declared_as_plain_text_is_read_as_html():
    assert read("Content-Type: text/plain\n\n<html><body><p>Akkoord</p></body></html>").text == "Akkoord"


@pytest.mark.parametrize("stub", ["--", "Your mail program does not support HTML."])
def test_html_is_read_where_the_plain_part_is_only_a_stand_in(stub):
    html = "Content-Type: text/html\n\n<p>Ik zou graag een halve dag bij de juridische dienst komen meelopen in mei of juni.</p>"
    message = mixed(f"Content-Type: text/plain\n\n{stub}", html, kind="multipart/alternative")
    assert message.text.startswith("Ik zou graag")


def test_a_soft_line_break_may_stand_inside_a_word():
    head = "Content-Type: text/plain; format=flowed; delsp=yes\n\n"
    assert read(head + "Ontdekkings \nstage bij BLAS\n\nMol").text == "Ontdekkingsstage bij BLAS\n\nMol"


# ------------------------------------------------------------------------- quotes, signatures, our letter


def typed(text: str) -> str:
    return read(f"In-Reply-To: <letter@mi-is.example>\n\n{text}").new_text


def test_headers_torn_apart_by_empty_lines_are_no_header_block():
    text = "Akkoord\n\nVan: Els\n\n\nOnderwerp: stage\nDatum: 12/10/2026"
    assert typed(text) == text


def test_a_long_paragraph_right_above_an_attribution_is_no_part_of_it():
    text = "Op 12 oktober " + "wil ik graag meelopen bij een dienst en " * 13 + "dan naar huis."
    attribution = "Bericht van de dienst HRM van de POD, An <an@mi-is.example> schreef op 12/10/2026 om 9:12:"
    assert typed(f"{text}\n{attribution}\n\nx") == text
    assert typed(f"{attribution}\n\nx") == ""


def test_two_dashes_above_a_form_are_no_signature():
    form = "Akkoord\n--\nNaam: Peeters\nOCMW: Mol\nMotivatie: leren"
    assert typed(form) == form


def test_a_form_below_thanks_is_no_signature():
    form = "Bedankt,\nEls Peeters\nOCMW: sociale.dienst@mol.example"
    assert typed(form) == form


def test_a_new_paragraph_below_a_signature_is_content():
    head = "Akkoord\n\nMet vriendelijke groeten\nAn Janssens\n\n"
    assert typed(head + "Beste Els,\n\nWelkom!").endswith("Beste Els,\n\nWelkom!")
    assert typed(head + "Graag had ik ook iemand van de boekhouding meegebracht.").endswith("meegebracht.")


def test_lines_that_hold_no_contact_are_no_contact_block():
    text = "Akkoord\n\nEls Peeters\nJan Maes\nPiet Claes\nAn Wouters"
    assert typed(text) == text


LETTER = "Beste An,\n\nEls vraagt een stage bij twee diensten.\n\nAntwoord met één woord:\n\nGOEDKEUREN\nWEIGEREN"


def test_a_line_of_our_letter_that_the_writer_repeats_stays():
    text = "Els vraagt een stage bij twee diensten.\nDat kan niet.\nWij zitten vol.\nEcht waar.\nGOEDKEUREN"
    assert subtract(read(text), LETTER).new_text == text
    short = "Els vraagt een stage bij twee diensten.\nDat kan niet."
    assert subtract(read(short), LETTER).new_text == short


def test_a_word_that_our_letter_repeats_without_end_costs_no_time_and_hides_no_answer():
    letter = "ja " * 200 + LETTER
    assert subtract(read("ja\nGOEDKEUREN"), letter).new_text == "ja\nGOEDKEUREN"
