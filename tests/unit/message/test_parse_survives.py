"""Whatever the bytes are: no exception, bounded time and memory."""

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.message import forwarded, parse, subtract
from mailflow.understanding.invitation import read_calendar
from mailflow.understanding.machine import answers_forbidden, read_machine
from mailflow.understanding.sender import authenticate

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data" / "mail"
SAMPLES = sorted(DATA.glob("replies/*.eml")) + sorted(DATA.glob("machine/*.eml"))
HEAD = b"From: a@x.example\nSubject: x\nIn-Reply-To: <a@b>\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
HEAVY = {
    "a thousand nested multiparts": HEAD + NESTED + b"Content-Type: text/plain\n\nhi",
    "a thousand nested messages": HEAD + b"Content-Type: message/rfc822\n\n" * 1000 + b"hi",
    "ten thousand parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 10_000,
    "thirty megabytes of text": HEAD + b"\n" + b"hello world this is a line\n" * 1_100_000,
    "thirty megabytes in one line": HEAD + b"\n" + b"x" * 30_000_000,
    "thirty megabytes of header": HEAD + b"X: " + b"y" * 30_000_000,
    "thirty megabytes of near boundaries": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"\n--bx" * 6_000_000,
    "a megabyte of HTML": HEAD + b"Content-Type: text/html\n\n" + b"<p>hello <b>world</b></p>" * 42_000,
    "deep HTML": HEAD + b"Content-Type: text/html\n\n" + b"<div><blockquote>" * 60_000 + b"x",
    "tables in tables": HEAD + b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 60_000 + b"x",
    "blank lines between marks of a quote": HEAD
    + b"Content-Type: text/html\n\n<p>x</p><hr id=zwchr>"
    + b"<br>" * 20_000
    + b"<hr id=zwchr>" * 50_000,
    "signatures around blank lines": HEAD
    + b"Content-Type: text/html\n\nx"
    + b"<div class=gmail_signature>" * 250
    + b"<br>" * 200_000,
    "nothing but NUL": HEAD + b"\n" + b"\0" * 1_000_000,
    "comments in comments": b"From: " + b"(" * 19_000 + b"\n\nx",
    "many addresses": b"From: " + b"<a@b>," * 9_000 + b"\n\nx",
    "many header lines": b"a: b\n" * 200_000 + b"\nx",
    "half attributions": HEAD + b"\n" + b"Op 12 jan 2026 om 10:12 a b c d e f\n" * 1_800,
    "half header blocks": HEAD + b"\n" + b"Van: a\nAan: b\n\n" * 4_000,
    "closings": HEAD + b"\n" + b"mvg\nAn\n" * 9_000,
    "quote marks in a report": b"From: mailer-daemon@x\nReturn-Path: <>\nSubject: failure notice\n\n" + b"\n>" * 30_000,
    "dates in an absence": b"Subject: Out of office\n\nvakantie " + b"van 12 januari tot 13 januari 2027 " * 1_500,
}


def everything(raw: bytes) -> None:
    message = parse(raw, NOW)
    assert len(message.text) <= 65_536
    assert len(message.new_lines) == (message.new_text.count("\n") + 1 if message.new_lines else 0)
    subtract(message, "een twee drie vier\nvijf zes zeven\nacht negen tien elf twaalf")
    forwarded(message)
    read_machine(message)
    answers_forbidden(message)
    read_calendar(message, lambda uid: True)
    authenticate(message, "mx.example", "exchange")
    repr(message).encode("utf-8")


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_message_is_read_within_seconds(name):
    begin = time.process_time()
    everything(HEAVY[name])
    assert time.process_time() - begin < 10


@given(st.binary(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_message(raw):
    everything(raw)


FRAGMENTS = st.sampled_from([
    b"From: ", b"To: ", b"Date: ", b"Subject: ", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: text/html\n",
    b"Content-Type: message/rfc822\n", b"Content-Type: text/calendar; charset=x\n", b"Content-Transfer-Encoding: base64\n", b"--b\n", b"--b--\n",
    b"=?utf-8?b?", b"=?x?q?=0D=0A?=", b"\n\n", b"\r\n", b"<a@b>", b'"', b"(", b"> ", b"Op 12/01/2027 10:00 schreef x:\n", b"Van: x\nVerzonden: 10:00\nAan: y\n",
    b"<table><tr><td>", b"<blockquote>", b"</div>", b"BEGIN:VCALENDAR\nUID:x\nMETHOD:REPLY\n", b"\xff\xfe", b"\x00", b"-- \n", b"Mvg\n", b"99999999999999", b"\xe2\x80",
])  # fmt: skip


@given(st.lists(FRAGMENTS | st.binary(max_size=8), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_pieces_of_mail_in_any_order_are_a_message(pieces):
    everything(b"".join(pieces))


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda path: path.stem)
def test_a_damaged_sample_is_still_a_message(path):
    raw = path.read_bytes()
    chance = random.Random(path.stem)
    for _ in range(6):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 30)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randint(0, 3)] = bytes(
                chance.randrange(256) for _ in range(chance.randint(0, 3))
            )
        everything(bytes(damaged[: chance.randrange(len(damaged))] if chance.random() < 0.3 else damaged))


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_new_text_never_holds_a_line_that_was_not_in_the_text(text):
    message = parse(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode("utf-8", "replace"), NOW)
    assert set(message.new_text.split("\n")) <= {*message.text.split("\n"), ""}
