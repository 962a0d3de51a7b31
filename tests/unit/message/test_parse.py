"""Bytes to Message: charsets, headers, parts, limits."""

import base64
from datetime import UTC, datetime

import pytest

from mailflow.message import Bounds, forwarded, parse
from mailflow.model.message import Address

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


def read(text: str | bytes):
    return parse(text.encode() if isinstance(text, str) else text, NOW)


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("iso-8859-1", "ÖSHZ Büllingen".encode("latin-1")),
        ("us-ascii", "ÖSHZ Büllingen".encode("latin-1")),
        ("us-ascii", "ÖSHZ Büllingen".encode()),
        ("iso-8859-1", "ÖSHZ Büllingen".encode()),
        ("no-such-charset", "ÖSHZ Büllingen".encode("cp1252")),
        ("\x00", "ÖSHZ Büllingen".encode()),
        ("utf-8", "ÖSHZ Büllingen".encode("cp1252")),
        ("unicode_escape", "ÖSHZ Büllingen".encode()),
    ],
)
def test_text_is_read_whatever_its_charset_is_said_to_be(charset, raw):
    assert read(b"Content-Type: text/plain; charset=" + charset.encode() + b"\n\n" + raw).text == "ÖSHZ Büllingen"


def test_headers_are_decoded_and_stay_on_one_line():
    message = read(
        "Subject: =?utf-8?q?Aanvraag=0D=0ABcc:_x?= =?utf-8?b?IMOpw6k=?=\nFrom: =?utf-8?q?J=C3=BCrgen?= <J@X.Example>\n\n"
    )
    assert message.subject == "Aanvraag Bcc: x éé"
    assert message.from_ == Address("j@x.example", "Jürgen")


def test_a_character_cut_in_two_between_encoded_words_is_whole_again():
    assert read("Subject: =?utf-8?b?w6nD?= =?utf-8?b?qQ==?=\n\n").subject == "éé"


def test_raw_eight_bit_headers_are_read():
    assert read("Subject: Entschädigung\n\n".encode("latin-1")).subject == "Entschädigung"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"Peeters, Els" <els@mol.example>', [("els@mol.example", "Peeters, Els")]),
        ("els@mol.example (Els Peeters)", [("els@mol.example", "Els Peeters")]),
        ("Team: a@x.example, b@x.example;", [("a@x.example", ""), ("b@x.example", "")]),
        ('"an@mi-is.example" <evil@x.example>', [("evil@x.example", "an@mi-is.example")]),
        ("<an@mi-is.example> <evil@x.example>", [("an@mi-is.example", ""), ("evil@x.example", "")]),
        ("=?utf-8?q?Els=2C_Peeters?= <els@mol.example>", [("els@mol.example", "Els, Peeters")]),
        ("undisclosed-recipients:;", []),
        ("", []),
    ],
)
def test_addresses_are_read_as_they_are_meant(value, expected):
    assert [(a.email, a.name) for a in read(f"To: {value}\n\n").to] == expected


def test_several_from_addresses_are_counted_also_over_several_headers():
    assert read("From: a@x.example, b@x.example\n\n").froms == 2
    assert read("From: a@x.example\nFrom: a@x.example\n\n").froms == 2


def test_message_ids_come_without_brackets():
    message = read("Message-ID:  <a@b>\nIn-Reply-To: <c@d>\nReferences: <e@f>\n\t<c@d>\n\n")
    assert (message.message_id, message.in_reply_to, message.references) == ("a@b", ("c@d",), ("e@f", "c@d"))


@pytest.mark.parametrize(
    "date", ["Mon, 12 Oct 2026 10:00:00 +0200", "12 Oct 2026 08:00:00", "Mon, 12 Oct 2026 08:00 GMT"]
)
def test_a_date_is_read_in_utc(date):
    assert read(f"Date: {date}\n\n").date_at == datetime(2026, 10, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "never", "Mon, 12 Oct 99999999999 10:00:00 +0200", "12 Oct 2026 10:00:00 +99999999"]
)
def test_a_date_that_is_none_is_none(date):
    assert read(f"Date: {date}\n\n").date_at is None


def test_the_digest_depends_on_from_date_subject_and_text_only():
    one = read("From: a@x.example\nSubject: x\nX-Spam: 1\n\nhello")
    assert one.digest == read("From: a@x.example\nSubject: x\nX-Spam: 2\n\nhello").digest
    assert one.digest != read("From: a@x.example\nSubject: x\n\nhello!").digest


def test_attachments_are_named_and_not_read_as_text():
    raw = (
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nzie bijlage\n--b\n"
        "Content-Type: application/pdf; name*0=aan; name*1=vraag.pdf\nContent-Disposition: attachment; filename*=utf-8''..%2F..%2Faanvr%C3%A4g.pdf\n"
        "Content-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"x" * 1000).decode()
        + "\n--b\nContent-Type: text/plain\n"
        "Content-Disposition: attachment; filename=notes.txt\n\nGOEDKEUREN\n--b--\n"
    )
    message = read(raw)
    assert message.text == "zie bijlage"
    assert [(a.name, a.content_type, a.size) for a in message.attachments] == [
        ("aanvräg.pdf", "application/pdf", 1000),
        ("notes.txt", "text/plain", 10),
    ]


def test_a_calendar_object_sent_twice_counts_once_and_not_inside_an_attached_mail():
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    coded = base64.b64encode(ics.encode()).decode()
    raw = (
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar; method=REPLY\n\n"
        + ics.replace("\r", "")
        + "\n--b\n"
        f"Content-Type: application/octet-stream; name=invite.ics\nContent-Transfer-Encoding: base64\n\n{coded}\n--b\n"
        "Content-Type: message/rfc822\n\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nX:1\nEND:VCALENDAR\n--b--\n"
    )
    assert len(read(raw).calendars) == 1
    assert len(read("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n").calendars) == 1


def test_a_calendar_in_another_charset_becomes_utf8():
    raw = b"Content-Type: text/calendar; charset=iso-8859-1\n\nCOMMENT:d\xe9j\xe0 pris"
    assert read(raw).calendars == ("COMMENT:déjà pris".encode(),)


def test_html_is_read_where_the_plain_part_says_nothing():
    raw = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Akkoord</p>\n--b--\n"
    assert read(raw).text == "Akkoord"


def test_a_signed_mail_is_read_by_its_first_part():
    raw = "Content-Type: multipart/signed; boundary=b\n\n--b\n\nAkkoord\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nxx\n--b--\n"
    assert read(raw).text == "Akkoord"


def test_an_oversized_message_is_read_by_its_beginning():
    message = parse(
        b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAkkoord\n", NOW, size=50_000_000
    )
    assert message.oversized
    assert message.text == "Akkoord"
    assert message.size == 50_000_000
    assert not read("From: a@x.example\n\nx").oversized


def test_the_text_is_at_most_64_kilobytes():
    message = read(b"\n\n" + b"woord " * 50_000)
    assert len(message.text) == 65_536
    assert "long_text" in message.defects


FORWARD = """From: Chef <chef@mol.example>
Subject: {subject}

{top}{marker}
Van: Els Peeters <els.peeters@mol.example>
{sent}
Aan: Chef
Onderwerp: Aanvraag ontdekkingsstage

Beste,

Ik wil graag meelopen bij de juridische dienst.

Mvg
Els Peeters
"""


@pytest.mark.parametrize(
    ("subject", "top", "marker", "sent"),
    [
        ("FW: Aanvraag", "", "", "Verzonden: maandag 12 oktober 2026 9:12"),
        ("TR: Aanvraag", "Akkoord voor mij.\n\n", "-----Oorspronkelijk bericht-----", "Datum: 12/10/2026 9:12"),
        ("Fwd: Aanvraag", "", "---------- Doorgestuurd bericht ---------", "Date: ma 12 okt 2026 om 09:12"),
        ("Aanvraag", "", "Begin doorgestuurd bericht:\n", "Datum: 12 oktober 2026 om 09:12:00 CEST"),
        ("WG: Aanvraag", "zie unten\n", "________________________________", "Gesendet: Montag, 12. Oktober 2026 09:12"),
    ],
)
def test_the_inner_writer_of_an_inline_forward_is_found(subject, top, marker, sent):
    outer = read(FORWARD.format(subject=subject, top=top, marker=marker, sent=sent))
    inner = forwarded(outer)
    assert inner is not None
    assert inner.from_ == Address("els.peeters@mol.example", "Els Peeters")
    assert inner.date_at == datetime(2026, 10, 12, 7, 12, tzinfo=UTC)
    assert inner.new_text == "Beste,\n\nIk wil graag meelopen bij de juridische dienst."
    assert [outer.text.split("\n")[number - 1] for number in inner.new_lines] == inner.new_text.split("\n")
    assert inner.digest == outer.digest


def test_an_attached_mail_is_the_forwarded_one():
    raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nzie bijlage\n--b\nContent-Type: message/rfc822\n\nFrom: Els <els@mol.example>\n\nIk wil komen.\n--b--\n"
    inner = forwarded(read(raw))
    assert inner is not None
    assert inner.from_ == Address("els@mol.example", "Els")
    assert inner.text == "Ik wil komen."


def test_an_answer_is_no_forward():
    reply = "Subject: RE: x\nIn-Reply-To: <a@b>\n\nok\n\nVan: HR <hrm@mi-is.example>\nVerzonden: 12/10/2026 9:00\nAan: An\nOnderwerp: x\n\nWEIGEREN"
    assert forwarded(read(reply)) is None
    assert forwarded(read("Subject: x\n\nIk wil komen.")) is None


def test_a_delivery_report_keeps_status_and_original_headers():
    raw = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\n"
        "Action: failed\nFinal-Recipient: rfc822; a@x.example\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <letter@mi-is.example>\n--b--\n"
    )
    report = read(raw).report
    assert report is not None
    assert "Action: failed" in report.status
    assert "letter@mi-is.example" in report.original


def test_a_mail_forwarded_twice_is_opened_to_its_first_writer():
    block = "Van: {0}\nVerzonden: maandag 12 oktober 2026 9:12\nAan: Chef\nOnderwerp: Aanvraag\n\n"
    outer = read(
        "Subject: FW: FW: Aanvraag\n\n"
        + block.format("Dir <dir@mol.example>")
        + block.format("*Els* <els@mol.example>")
        + "Ik wil komen."
    )
    inner = forwarded(outer)
    assert inner is not None
    assert inner.from_ == Address("els@mol.example", "Els")
    assert inner.new_text == "Ik wil komen."


def test_a_forward_quoted_with_marks_is_read_without_them():
    raw = "Subject: Fwd: x\n\nBegin doorgestuurd bericht:\n\n> Van: Els <els@mol.example>\n> Onderwerp: x\n> Datum: 12 oktober 2026 om 09:12:00 CEST\n> Aan: a\n> \n> Ik wil komen.\n> Echt."
    inner = forwarded(read(raw))
    assert inner is not None
    assert inner.new_text == "Ik wil komen.\nEcht."
    assert inner.new_lines == (8, 9)


def test_a_forwarder_proves_nothing_about_the_inner_writer():
    inner = forwarded(read(FORWARD.format(subject="FW: x", top="", marker="", sent="Verzonden: 12/10/2026 9:12")))
    assert inner is not None
    assert inner.froms == 0
    assert inner.headers == ()


def nested(depth: int) -> bytes:
    """Return a text below so many multiparts."""
    lines = ["From: els@ocmw-mol.example", "Subject: nested"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    lines += ["Content-Type: text/plain", "", "Het diepste."]
    return "\r\n".join(lines).encode()


def test_the_bounds_of_the_configuration_say_how_deep_and_how_many_parts_are_read():
    assert parse(nested(4), NOW, bounds=Bounds(depth=4)).text.strip() == "Het diepste."
    shallow = parse(nested(4), NOW, bounds=Bounds(depth=3))
    assert "depth" in shallow.defects
    assert "Het diepste." not in shallow.text
    assert "parts" in parse(nested(4), NOW, bounds=Bounds(parts=2)).defects
