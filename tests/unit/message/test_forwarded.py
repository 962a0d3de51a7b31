"""The mail that somebody passes on: its writer and its date, however the program in between showed them."""

from datetime import UTC, datetime

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.message import Address, Message

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
SENT_AT = datetime(2026, 10, 12, 7, 12, tzinfo=UTC)


def passed_on(above: str) -> Message:
    """Return the mail inside one whose text begins with ``above``."""
    raw = f"From: Chef <chef@mol.example>\nSubject: Fwd: Aanvraag\n\n{above}\n\nIk wil graag komen meelopen."
    inner = forwarded(parse(raw.encode(), NOW))
    assert inner is not None
    return inner


def block(writer: str = "Els <els@mol.example>", sent: str = "12/10/2026 9:12") -> str:
    return f"Van: {writer}\nVerzonden: {sent}\nAan: Chef\nOnderwerp: Aanvraag"


@pytest.mark.parametrize(
    ("above", "address"),
    [
        ("Op 12 oktober 2026 om 09:12 schreef Els <els@mol.example>:", "els@mol.example"),
        ("Op 12 okt 2026 09:12 schreef els@mol.example:", "els@mol.example"),
        ("Op 12 oktober 2026 om 09:12 schreef Els Peeters:", ""),
    ],
)
def test_the_writer_is_read_out_of_an_attribution(above, address):
    inner = passed_on(above)
    assert (inner.from_.email if inner.from_ else "") == address
    assert inner.date_at == SENT_AT
    assert inner.new_text == "Ik wil graag komen meelopen."


def test_below_a_line_that_names_nobody_the_writer_is_unknown():
    inner = passed_on("-----Oorspronkelijk bericht-----")
    assert (inner.from_, inner.date_at) == (None, None)
    assert inner.subject == "Aanvraag"
    assert inner.new_text == "Ik wil graag komen meelopen."


@pytest.mark.parametrize(
    ("shown", "writer"),
    [
        ("Els Peeters [mailto:els@mol.example]", Address("els@mol.example", "Els Peeters")),
        ("Els Peeters (els@mol.example)", Address("els@mol.example", "Els Peeters")),
        ("*Els Peeters* <els@mol.example<mailto:els@mol.example>>", Address("els@mol.example", "Els Peeters")),
        ("Els Peeters", Address("", "Els Peeters")),
        ("<>", None),
    ],
)
def test_the_writer_is_read_as_header_blocks_show_it(shown, writer):
    assert passed_on(block(shown)).from_ == writer


@pytest.mark.parametrize(
    "sent",
    [
        "maandag 12 oktober 2026 9:12",
        "lundi 12 octobre 2026 09:12",
        "Montag, 12. Oktober 2026 09:12",
        "Monday, October 12, 2026 9:12 AM",
        "2026-10-12 09:12",
        "12.10.2026 09:12:44",
        "12-10-2026 9h12",
    ],
)
def test_the_date_is_read_as_programs_write_it(sent):
    assert passed_on(block(sent=sent)).date_at == SENT_AT


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        ("12 juillet 2026 09:12", datetime(2026, 7, 12, 7, 12, tzinfo=UTC)),
        ("October 12, 2026 12:05 am", datetime(2026, 10, 11, 22, 5, tzinfo=UTC)),
        ("October 12, 2026 1:05 pm", datetime(2026, 10, 12, 11, 5, tzinfo=UTC)),
        ("12/10/2026", datetime(2026, 10, 12, 10, 0, tzinfo=UTC)),
    ],
    ids=["July", "midnight", "afternoon", "no time is noon"],
)
def test_hours_and_months_are_not_confused(sent, at):
    assert passed_on(block(sent=sent)).date_at == at


@pytest.mark.parametrize("sent", ["gisteren", "31/02/2026 9:12", "12/10/1926 9:12", "12 quatsch 2026 9:12", "2026"])
def test_what_is_no_date_of_a_mail_is_none(sent):
    assert passed_on(block(sent=sent)).date_at is None
