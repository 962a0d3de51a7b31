from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import timedelta
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest

from mailflow.errors import TemplateError
from mailflow.letters import Stamp
from mailflow.letters.cast import NOW, sample_orders
from mailflow.letters.mime import mail_address
from mailflow.model.letter import Recipient, SendLetter
from mailflow.model.request import Person
from mailflow.model.words import Language, LetterKind, LetterStatus, Role

EVIL = 'Eve\r\nBcc: victim@x.example\r\n\r\n<script>alert(1)</script> "{{ 7*7 }}" {% raw %} [ONT-2026-0009-AAAABBBB]'


def decide(compose, request, **changes):
    to = Recipient("an@pod.example", Role.HR, Language.NL, changes.pop("name", "An"))
    return compose(SendLetter(LetterKind.DECIDE, to, facts={"occasion": "new"}), replace(request, **changes))


def test_a_letter_has_the_headers_of_an_automatic_mail_that_wants_no_receipts(compose, request_of, parsed):
    letter = decide(compose, request_of(Language.NL))
    mail = parsed(letter)
    assert mail["From"] == "POD Maatschappelijke Integratie <hrm@pod.example>"
    assert mail["To"] == "An <an@pod.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "DR, RN, NRN"
    assert mail["Content-Language"] == "nl"
    assert mail["Message-ID"] == f"<{letter.message_id}>"
    assert letter.token in letter.message_id
    assert mail["Date"].datetime == NOW
    assert mail["Precedence"] is mail["In-Reply-To"] is mail["Reply-To"] is mail["Cc"] is mail["Bcc"] is None


def test_an_answer_to_somebodys_mail_says_so_and_joins_its_thread(composer, request_of, parsed):
    request = request_of(Language.NL)
    to = Recipient(request.requester.address, Role.REQUESTER, Language.NL, "Els Peeters")
    order = SendLetter(LetterKind.RECEIVED, to, answers="b@mol.example")
    stamp = Stamp(NOW, "K7Q4M2XD", "ONT-2026-0001.K7Q4M2XD@pod.example", references=("a@mol.example", "b@mol.example"))
    mail = parsed(composer.compose(order, request, stamp))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["In-Reply-To"] == "<b@mol.example>"
    assert mail["References"].split() == ["<a@mol.example>", "<b@mol.example>"]


def test_message_ids_that_can_not_stand_in_a_header_are_left_out(composer, request_of, parsed):
    to = Recipient("els@mol.example", Role.REQUESTER, Language.NL, "Els")
    order = SendLetter(LetterKind.PROGRESS, to, facts={"waiting_for": "hr"})
    bad = ("é@mol.example", "a b@x", "a>\r\nBcc: <c@x.example", "", "x" * 300, "<a@x>")
    stamp = Stamp(NOW, "K7Q4M2XD", "ONT-2026-0001.K7Q4M2XD@pod.example", references=(*bad, "good@mol.example"))
    mail = parsed(composer.compose(order, request_of(Language.NL), stamp))
    assert mail["References"] == mail["In-Reply-To"] == "<good@mol.example>"
    assert mail["Bcc"] is None


def test_a_letter_to_a_third_person_joins_a_thread_without_being_a_reply(composer, request_of, parsed):
    to = Recipient("claire@pod.example", Role.SERVICE, Language.NL)
    order = SendLetter(LetterKind.WHICH_DATES, to, visits=(1,), answers="hr@pod.example")
    stamp = Stamp(NOW, "K7Q4M2XD", "ONT-2026-0001.K7Q4M2XD@pod.example", references=("first@pod.example",))
    mail = parsed(composer.compose(order, request_of(Language.NL), stamp))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["In-Reply-To"] == "<first@pod.example>"


@pytest.mark.parametrize("language", list(Language))
def test_the_reference_tag_stands_last_and_readable_in_every_subject(rulebook, composer, language):
    for index, (order, request) in enumerate(sample_orders(rulebook)):
        if order.to.language is not language or request is None:
            continue
        token = f"K7Q4M2{'ABCDEFGHIJ'[index % 10]}D"
        letter = composer.compose(order, request, Stamp(NOW, token, f"{request.ref}.{token}@pod.example"))
        head = letter.content.split(b"\r\n\r\n", 1)[0].decode("ascii")
        unfolded = re.sub(r"\r\n(?=[ \t])", "", head)
        raw = re.search(r"(?m)^Subject: (.*?)\r?$", unfolded).group(1)
        assert raw.endswith(f"[{request.ref}-{token}]")
        assert letter.subject.endswith(f" [{request.ref}-{token}]")
        assert str(make_header(decode_header(raw))) == letter.subject


def test_every_header_line_is_short_ascii_and_every_line_ends_with_crlf(rulebook, compose):
    for order, request in sample_orders(rulebook):
        content = compose(order, request).content
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\r" not in content.replace(b"\r\n", b"")
        assert content.isascii()
        assert max(len(line) for line in content.split(b"\r\n")) <= 998
        head = content.split(b"\r\n\r\n", 1)[0]
        assert max(len(line) for line in head.split(b"\r\n")) <= 100


@pytest.mark.parametrize("field", ["name", "first_name", "phone", "function"])
def test_nothing_that_the_requester_writes_becomes_header_html_or_template(compose, request_of, parsed, field):
    request = request_of(Language.NL)
    letter = decide(compose, request, requester=replace(request.requester, **{field: EVIL}))
    check_harmless(letter, parsed(letter))


@pytest.mark.parametrize("field", ["ocmw", "motivation", "remarks", "forwarded_by", "contact"])
def test_nothing_in_the_request_becomes_header_html_or_template(compose, request_of, parsed, field):
    letter = decide(compose, request_of(Language.NL), **{field: EVIL})
    check_harmless(letter, parsed(letter))


def test_nothing_in_a_recipients_name_becomes_a_header(compose, request_of, parsed):
    letter = decide(compose, request_of(Language.NL), name=EVIL)
    check_harmless(letter, parsed(letter))
    assert [each.addr_spec for each in parsed(letter)["To"].addresses] == ["an@pod.example"]


def test_nothing_in_facts_becomes_header_html_or_template(compose, request_of, parsed):
    to = Recipient("an@pod.example", Role.HR, Language.FR, "An")
    order = SendLetter(LetterKind.ACTION, to, facts={"why": "held", "text": EVIL, "address": EVIL, "doubt": EVIL})
    letter = compose(order, request_of(Language.FR))
    check_harmless(letter, parsed(letter))


def decoded_name(raw):
    return str(make_header(decode_header(raw.partition("<")[0].strip())))


def check_harmless(letter, mail):
    head = letter.content.split(b"\r\n\r\n", 1)[0]
    assert not re.search(rb"(?im)^bcc:", head)
    assert letter.subject.endswith(f"-{letter.token}]")
    page = mail.get_body(("html",)).get_content()
    assert "<script" not in page
    assert "&lt;script&gt;" in page or "script" not in page
    assert "49" not in mail.get_body(("plain",)).get_content().replace("ONT-2026", "")


@pytest.mark.parametrize(
    "address", ["", "no", "a@b@c", "a b@x.example", "a@x.example\r\nBcc: c@x.example", "a,b@x.example", "a@ö..example"]
)
def test_an_address_that_can_not_stand_in_a_header_is_refused(compose, request_of, address):
    with pytest.raises(TemplateError):
        mail_address(address)
    order = SendLetter(LetterKind.PROGRESS, Recipient(address, Role.REQUESTER, Language.NL))
    with pytest.raises(TemplateError):
        compose(order, request_of(Language.NL))


def test_a_domain_beyond_ascii_is_written_as_idna():
    assert mail_address("greta@öshz.example") == "greta@xn--shz-rna.example"


def test_names_beyond_ascii_and_with_quotes_survive_the_headers(compose, request_of, parsed):
    for name in ("Jürgen Müller-Pütz", 'Els "Elsje" Peeters', "D'Hondt, Éloïse", "Łukasz " * 8):
        letter = decide(compose, request_of(Language.NL), name=name)
        (to,) = parsed(letter)["To"].addresses
        assert to.addr_spec == "an@pod.example"
        raw = email.message_from_bytes(letter.content)["To"].replace("\r\n", "")
        shown = parseaddr(str(make_header(decode_header(raw))))[0] if raw.startswith('"') else decoded_name(raw)
        assert shown == name.strip()


def test_a_letter_keeps_what_its_answer_will_be_read_by(compose, request_of):
    request = request_of(Language.DE)
    to = Recipient("an@pod.example", Role.HR, Language.DE, "An")
    later = NOW + timedelta(hours=2)
    order = SendLetter(LetterKind.DECIDE, to, facts={"occasion": "new"}, visits=(2,), about="x1", hold_until=later)
    letter = compose(order, request)
    assert (letter.ref, letter.version, letter.visits, letter.about) == (request.ref, request.version, (2,), "x1")
    assert (letter.role, letter.address, letter.language) == (Role.HR, "an@pod.example", Language.DE)
    assert (letter.status, letter.not_before_at, letter.created_at) == (LetterStatus.WAITING, later, NOW)
    body = email.message_from_bytes(letter.content, policy=default).get_body(("plain",))
    assert body.get_content().replace("\r\n", "\n") == letter.text


def test_the_same_order_gives_the_same_bytes(rulebook, compose):
    for order, request in sample_orders(rulebook)[::7]:
        assert compose(order, request).content == compose(order, request).content


def test_a_person_without_a_name_is_called_by_the_address(compose, request_of):
    letter = decide(compose, request_of(Language.NL), requester=Person("els@mol.example"))
    assert letter.subject.startswith("Te beslissen: els@mol.example, OCMW Mol [")
