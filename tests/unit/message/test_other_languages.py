"""Whoever answers with a mail program in another language quotes us in that language: none of it is new text."""

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.message.newtext import split_text

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def new_text(*lines: str, reply: bool = True) -> str:
    thread = "In-Reply-To: <letter@mi-is.example>\n" if reply else ""
    head = f"From: An <an@ocmw.example>\nSubject: Re: x\n{thread}Content-Type: text/plain; charset=utf-8\n\n"
    return parse((head + "\n".join(lines)).encode(), NOW).new_text


@pytest.mark.parametrize(
    "attribution",
    [
        "ti 24. marraskuuta 2026 klo 9.12 HR <hrm@mi-is.example> kirjoitti:",
        "ti 24. marraskuuta 2026 klo 9.12 HR POD MI SPP IS\n<hrm@mi-is.example> kirjoitti:",
        "tir. 24. nov. 2026 kl. 09:12 skrev HR <hrm@mi-is.example\n>:",
        "2026.11.24. 9:12 keltezéssel, „Kovács Ilona” írta:",
        "2026-11-24 9:12 GMT+01:00, HR POD MI :",
        "W dniu 24.11.2026 o 09:12, HR POD MI <hrm@mi-is.example> pisze:",
        "вт, 24 нояб. 2026 г. в 09:12, HR POD MI <hrm@mi-is.example>:",
        "24 Kasım 2026 Sal 09:12 tarihinde HR <hrm@mi-is.example> şunu yazdı:",
        "24.11.2026, 09:12, HR <hrm@mi-is.example> a scris:",
        "HR <hrm@mi-is.example> rakstīja 24-11-2026 09:12:",
        "在 24-11-2026 09:12，HR <hrm@mi-is.example> 写道：",
        "24-11-2026 09:12-ին, HR <hrm@mi-is.example> գրել է՝",
    ],
)
def test_an_attribution_in_any_language_ends_the_new_text(attribution):
    assert new_text("Maybe next week.", "", attribution, "", "GOEDKEUREN") == "Maybe next week."


@pytest.mark.parametrize(
    ("sender", "sent", "to", "subject"),
    [
        ("Od", "Wysłano", "Do", "Temat"),
        ("От", "Отправлено", "Кому", "Тема"),
        ("发件人", "发送时间", "收件人", "主题"),
        ("De la", "Trimis", "Către", "Subiect"),
        ("Remitente", "Fecha", "Para", "Asunto"),
        ("De", "Enviada em", "Para", "Assunto"),
        ("Da", "Inviato", "A", "Oggetto"),
        ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
        ("Kimden", "Gönderildi", "Kime", "Konu"),
        ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    ],
)
@pytest.mark.parametrize("colon", [":", " :", "："])
def test_a_block_of_headers_in_another_language_ends_the_new_text(sender, sent, to, subject, colon):
    block = [
        f"{sender}{colon} HR <hrm@mi-is.example>",
        f"{sent}{colon} 24.11.2026 09:12",
        f"{to}{colon} An",
        f"{subject}{colon} x",
    ]
    assert new_text("Maybe next week.", "", *block, "", "GOEDKEUREN") == "Maybe next week."


@pytest.mark.parametrize(
    "attribution",
    [
        "HR <hrm@mi-is.example> yazdı:",
        "Ysgrifennodd HR <hrm@mi-is.example>:",
    ],
)
def test_a_line_with_an_address_above_a_marked_quote_ends_the_new_text(attribution):
    assert new_text("Maybe.", "", attribution, "> GOEDKEUREN") == "Maybe."


@pytest.mark.parametrize(
    "block",
    [
        [
            "-------- Wiadomość oryginalna --------",
            "Od: HR <hrm@mi-is.example>",
            "Wysłane: Tue Nov 24 09:12:00 GMT+01:00 2026",
        ],
        [
            "-------- الرسالة الأصلية --------",
            "مِن : HR <hrm@mi-is.example>",
            "المُرسل: Tue Nov 24 09:12:00 GMT+01:00 2026",
        ],
        ["-------- Kemennadenn orin --------", "Sujed: x", "Deiz: 24-11-2026 09:12", "Eus: HR <hrm@mi-is.example>"],
    ],
)
def test_a_ruled_line_above_headers_ends_the_new_text_whatever_the_language(block):
    assert new_text("Maybe.", "", *block, "", "GOEDKEUREN", reply=False) == "Maybe."


@pytest.mark.parametrize("last", ["Centrum: OCMW Zele", "Telefoon: 052 44.58.90", "Wanneer: 14/01/2027 om 9:30"])
def test_a_ruled_title_above_a_form_is_no_boundary(last):
    lines = ["-------- Mijn gegevens --------", "Naam: An Maes", "E-mail: an@ocmw.example", last]
    assert new_text(*lines, reply=False) == "\n".join(lines)


def test_the_line_above_the_headers_of_a_french_web_mail_belongs_to_them():
    block = ["Message du : 24/11/2026 09:12", "De : hrm@mi-is.example", "A : an@ocmw.example", "Sujet : x"]
    assert new_text("Peut-être.", "", *block, "", "APPROUVER") == "Peut-être."


@pytest.mark.parametrize(
    "line",
    [
        "-----Oprindelig meddelelse-----",
        "-------- Oprindelig besked --------",
        "-------- Пересылаемое сообщение --------",
    ],
)
def test_the_line_between_in_another_language_ends_the_new_text(line):
    assert new_text("Maybe.", "", line, "GOEDKEUREN", reply=False) == "Maybe."


def test_a_wish_with_an_hour_and_a_colon_is_no_attribution():
    lines = ["Donderdag 14/01/2027 om 9.30 uur past voor:", "- BLAS", "- Inspectie"]
    assert new_text(*lines) == "\n".join(lines)


# ------------------------------------------------------------------------------ quotes wrapped a second time


def quoted(*lines: str) -> tuple[int, ...]:
    return split_text(lines, is_reply=True).quoted


def test_the_end_of_a_quoted_line_that_did_not_fit_is_quoted_too():
    full = "> Antwoord GOEDKEUREN om het verzoek goed te keuren, of WEIGEREN met de reden,"
    end = "en wij laten het weten aan de aanvrager en aan de diensten die het moeten uitvoeren"
    assert quoted("Nee.", full, end, "> daarna.") == (1, 2, 3)


def test_a_line_typed_between_quoted_ones_that_had_room_above_is_new():
    assert quoted("> Past donderdag?", "Ja, dat past voor ons allemaal en wij komen met zijn drieën", "> Groeten") == (
        0,
        2,
    )


def test_a_line_typed_below_a_full_quoted_sentence_is_new():
    full = "> Kunt u ons vóór vrijdag laten weten of donderdagvoormiddag voor u zou passen?"
    assert quoted(full, "akkoord, donderdagvoormiddag", "> Groeten") == (0, 2)
