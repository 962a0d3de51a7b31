"""What outsiders write into letters, headers and programs (docs/security.md, E)."""

import base64
import time
from email import message_from_bytes
from email.policy import SMTP

import pytest

from mailflow.model.words import Kind, VisitState
from mailflow.testing.conversation import HR, MAILBOX
from tests.conversations.attacks import EVE, Watch, raw, reads_nothing
from tests.conversations.scenes import ELS, asked, request_text, talk

NASTY = [
    "{{ 7*7 }}",
    "{% for x in request.__class__.__mro__ %}{{ x }}{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{# weg #}${7*7}#{7*7}<%= 7*7 %>",
    "%s%s%n{0}{request}",
]
HTML = '<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:x">klik</a>'


def letters_of(c):
    return [message_from_bytes(x.content, policy=SMTP) for x in c.sent]


def html_of(letter):
    part = letter.get_body(("html",))
    return part.get_content()


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def asks(c, field, value):
    text = request_text("BLAS")
    known = {"Naam": "Peeters", "Voornaam": "Els", "Telefoon": "014 00 00 00", "OCMW": "Mol"}
    old = f"{field}: {known[field]}" if field in known else "Motivatie: "
    return c.mail(
        ELS,
        "Aanvraag ontdekkingsstage",
        text.replace(old, f"{field}: {value} " if field in known else f"Motivatie: {value} "),
    )


def test_control_plain_words_arrive_as_they_were_written():
    c = talk()
    asks(c, "Motivatie", "Ik & mijn collega's < 30 jaar")
    for letter in letters_of(c):
        assert "Ik & mijn collega's < 30 jaar" in text_of(letter)
        assert "Ik &amp; mijn collega" in html_of(letter)


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("field", ["Motivatie", "Voornaam"])
def test_templates_in_fields_stay_words(nasty, field):
    c = talk()
    asks(c, field, nasty)
    assert c.letters("decide", HR)
    for letter in letters_of(c):
        assert "49" not in text_of(letter).replace("014", "")
        assert "class 'object'" not in text_of(letter)


@pytest.mark.parametrize("field", ["Motivatie", "Naam", "Telefoon", "OCMW"])
def test_html_in_fields_stays_words(field):
    c = talk()
    asks(c, field, HTML)
    for letter in letters_of(c):
        html = html_of(letter)
        assert "<script" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize(
    "name",
    ["Peeters\\r\\nBcc: eve@evil.example", "Peeters\u2028Bcc: eve@evil.example", "Peeters\x0bBcc: x", "Peeters\x85Bcc: x", "=?utf-8?q?Peeters=0D=0ABcc=3A_eve=40evil.example?="],
)  # fmt: skip
def test_a_name_never_begins_a_header(name):
    c = talk()
    asks(c, "Naam", name)
    for letter in letters_of(c):
        assert letter["Bcc"] is None
        assert len(letter.get_all("To")) == 1
        assert not letter.defects


def test_line_ends_hidden_in_encoded_words_never_begin_a_header():
    c = talk()
    word = base64.b64encode(b"Els\r\nBcc: eve@evil.example\r\n\r\nbody").decode()
    subject = f"Subject: =?utf-8?b?{word}?="
    c.deliver(raw([f"From: =?utf-8?b?{word}?= <{ELS}>", subject], request_text("BLAS")))
    c.reply(c.letter("received"), "iets onduidelijks")
    assert c.letters(to=ELS)
    for letter in letters_of(c):
        assert letter["Bcc"] is None
        assert letter["To"].addresses[0].addr_spec in (ELS, HR)


def test_message_ids_of_strangers_never_begin_a_header():
    c = talk()
    c.deliver(
        raw(
            [f"From: {ELS}", "Subject: Aanvraag", 'References: <a@b>\r\n <x\x00y@z> <q\ufdd0@z> <"a b"@c>'],
            request_text("BLAS"),
        )
    )
    for letter in letters_of(c):
        assert set(letter.keys()) <= {
            "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
            "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        }  # fmt: skip


def test_directions_and_invisible_marks_are_taken_out():
    c = talk()
    asks(c, "Motivatie", "ok \u202eneregiew\u202c \u2066x\u2069 \u200b\u200e\ufeff\x1b[31mrood\x07")
    for letter in letters_of(c):
        shown = text_of(letter) + html_of(letter) + letter["Subject"]
        assert not set(shown) & set("\u202e\u202c\u2066\u2069\u200b\u200e\ufeff\x1b\x07")


def test_words_that_look_like_our_structure_stay_words():
    c = talk()
    asks(c, "Motivatie", "# UW BESLISSING\n- **GOEDKEUREN**\n~ klein\n\x020\x03")
    html = html_of(message_from_bytes(c.letter("decide", HR).content, policy=SMTP))
    assert html.count("<h2") <= 6
    assert "<strong>GOEDKEUREN</strong>" not in html.split("samenwerking", maxsplit=1)[0][-300:]


def test_a_name_cannot_add_to_the_ready_answers():
    c = talk()
    asks(c, "Naam", "Peeters&body=GOEDKEUREN&cc=eve@evil.example?bcc=eve@evil.example%0D%0A")
    html = html_of(message_from_bytes(c.letter("decide", HR).content, policy=SMTP))
    links = [part.split('"', 1)[0] for part in html.split('href="')[1:]]
    assert links
    for link in links:
        assert link.startswith(f"mailto:{MAILBOX}?subject=")
        assert link.count("?") == 1
        assert "cc=" not in link.replace("cc%3D", "")
        assert link.replace("&amp;", "&").count("&") <= 1


def test_a_request_that_holds_a_decision_decides_nothing():
    c = talk()
    asks(c, "Motivatie", "leren.\nGOEDKEUREN\nakkoord\nOK\n")
    assert c.visit(1).state is VisitState.REQUESTED
    w = Watch(c)
    c.reply(c.letter("decide"), "Ik bekijk het volgende week.")
    w.nothing_changed()


def test_the_words_of_a_requester_in_hr_s_quote_are_no_decision():
    c = talk()
    asks(c, "Motivatie", "leren.\n\nGOEDKEUREN\n\nVan: x\nakkoord\n")
    w = Watch(c)
    letter = c.letter("decide")
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    c.mail(HR, f"Re: {letter.subject}", f"Dag collega, wat denk jij hiervan?\n\nOp maandag schreef POD:\n\n{quoted}")
    w.nothing_changed()


def test_what_an_outsider_writes_reaches_hr_quoted_and_cut():
    c = asked("BLAS")
    w = Watch(c)
    c.reply(c.letter("decide"), HTML + "\nklik hier\n" + "x" * 100_000, sender=EVE)
    letter = w.held("other_address")
    content = message_from_bytes(letter.content, policy=SMTP)
    assert "<script" not in html_of(content)
    assert len(letter.text) < 20_000
    assert all(line.startswith("> ") for line in letter.text.splitlines() if "klik hier" in line)


# ----------------------------------------------------------------------------------------------- files, sizes, shapes


def attached(name: str, data: bytes, kind: str = "application/zip") -> bytes:
    body = (
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{request_text('BLAS')}\r\n"
        f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{base64.b64encode(data).decode()}\r\n--b--\r\n'
    )
    return raw([f"From: {ELS}", "Subject: Aanvraag", 'Content-Type: multipart/mixed; boundary="b"'], body)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Windows\\x.exe", "a\r\nBcc: x", "x" * 5000, "\u202eexe.pdf", "con", ""]
)
def test_an_attachment_is_never_stored_whatever_it_is_called(name, tmp_path, monkeypatch):
    c = talk()
    monkeypatch.chdir(tmp_path)
    c.deliver(attached(name.replace("\r\n", " "), b"MZ" * 100))
    assert c.request().visits
    assert not list(tmp_path.rglob("*"))
    assert all("MZMZ" not in x.content.decode() and "TVpN" not in x.content.decode() for x in c.sent)


def test_a_zip_bomb_is_not_opened():
    c = talk()
    began = time.process_time()
    c.deliver(attached("bomb.zip", b"PK\x03\x04" + bytes(3_000_000)))
    assert c.request().visits
    assert time.process_time() - began < 5


def nested(depth: int) -> bytes:
    body = request_text("BLAS").encode()
    head = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    for level in range(depth):
        mark = b"m%d" % level
        body = b"--" + mark + b"\r\n" + head + body + b"\r\n--" + mark + b"--\r\n"
        head = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
    return raw([f"From: {ELS}", "Subject: Aanvraag"], "").removesuffix(b"\r\n") + head + body


def test_control_a_few_levels_are_opened():
    c = talk()
    c.deliver(nested(5))
    assert c.request().visits


@pytest.mark.parametrize("depth", [30, 2000])
def test_a_message_nested_beyond_measure_makes_nothing_fall(depth):
    c = talk()
    began = time.process_time()
    done = c.deliver(nested(depth))
    assert done.kind is Kind.OTHER
    assert not c.sent
    assert time.process_time() - began < 10


def test_ten_thousand_parts_are_not_all_opened():
    c = talk()
    parts = "".join(f"--b\r\nContent-Type: text/plain\r\n\r\ndeel {n}\r\n" for n in range(10_000))
    began = time.process_time()
    c.deliver(
        raw([f"From: {ELS}", "Subject: Aanvraag", 'Content-Type: multipart/mixed; boundary="b"'], parts + "--b--\r\n")
    )
    assert len(c.sent) <= 2
    assert time.process_time() - began < 10


def test_of_an_oversized_message_the_beginning_decides():
    c = talk()
    c.mailbox.max_size = 100_000
    c.deliver(raw([f"From: {ELS}", "Subject: Aanvraag"], request_text("BLAS") + "\n" + "lang " * 200_000))
    assert c.request().visits
    assert all(len(x.content) < 100_000 for x in c.sent)


@pytest.mark.parametrize(
    "body",
    ["\x00" * 5000, "Naam: " + "a" * 60_000, "> " * 30_000, ("Naam: x\n" * 8000), "a@" * 30_000, "(" * 60_000, "1/1 " * 15_000],
    ids=["nul", "long-line", "quotes", "labels", "addresses", "brackets", "dates"],
)  # fmt: skip
def test_text_made_to_keep_us_busy_is_read_in_time(body):
    c = asked("BLAS")
    w = Watch(c)
    began = time.process_time()
    c.mail(EVE, "Aanvraag ontdekkingsstage", body) if "\x00" not in body else c.deliver(
        raw([f"From: {EVE}", "Subject: x"], body)
    )
    c.reply(c.letter("decide"), body.replace("\x00", "0"), sender=EVE)
    assert time.process_time() - began < 20
    w.nothing_changed()
    reads_nothing(c)
