"""Whether our own mail server vouches for the sender: only its word counts, and only its topmost one."""

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.model.signature import Signature, Verdict
from mailflow.understanding.sender import authenticate, by_signature

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
MX = "mx.mi-is.example"


def check(*headers, sender="An <an@mi-is.example>", authserv_id=MX, internal=""):
    raw = "".join(f"{header}\n" for header in headers) + f"From: {sender}\nSubject: x\n\nok"
    return authenticate(parse(raw.encode(), NOW), authserv_id, internal)


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=mi-is.example",
        "dmarc=pass (p=reject dis=none) header.from=mi-is.example; spf=fail smtp.mailfrom=x.example",
        "dkim=pass header.d=mi-is.example header.s=s1",
        "dkim=pass header.i=@mi-is.example",
        "dkim=pass (2048-bit key) header.d=mail.mi-is.example",
        "dkim=fail header.d=mi-is.example; dkim=pass header.d=mi-is.example",
    ],
)
def test_dmarc_or_aligned_dkim_proves_the_sender(results):
    assert check(f"Authentication-Results: {MX}; {results}").passed


@pytest.mark.parametrize(
    "results",
    [
        "spf=pass smtp.mailfrom=mi-is.example",
        "dmarc=fail header.from=mi-is.example; spf=pass smtp.mailfrom=mi-is.example",
        "dkim=pass header.d=evil.example",
        "dkim=pass header.d=notmi-is.example",
        "dkim=pass header.d=example",
        "dkim=pass",
        "dmarc=pass header.from=evil.example",
        "dmarc=bestguesspass header.from=mi-is.example",
        "dkim=none; dmarc=none",
        "none",
        "",
        'dmarc=pass" header.from=',
    ],
)
def test_anything_less_does_not(results):
    assert not check(f"Authentication-Results: {MX}; {results}").passed


def test_another_servers_word_does_not_count():
    assert not check("Authentication-Results: mx.evil.example; dmarc=pass header.from=mi-is.example").passed


def test_a_forged_second_header_does_not_count():
    ours = f"Authentication-Results: {MX}; dmarc=fail header.from=mi-is.example"
    assert not check(ours, f"Authentication-Results: {MX}; dmarc=pass header.from=mi-is.example").passed
    assert not check(
        ours, "Received: by mx", f"Authentication-Results: {MX}; dmarc=pass header.from=mi-is.example"
    ).passed


def test_our_servers_word_counts_below_that_of_an_inner_server():
    inner = "Authentication-Results: store.mi-is.example; none"
    assert check(inner, f"Authentication-Results: {MX}; dmarc=pass header.from=mi-is.example").passed


M365 = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=mi-is.example; dkim=pass (signature was verified) header.d=mi-is.example;dmarc=pass action=none header.from=mi-is.example;compauth=pass reason=100"


def test_microsoft_365_gives_no_name_and_only_its_first_header_counts():
    assert check(f"Authentication-Results: {M365}", authserv_id="m365").passed
    assert not check(
        "Authentication-Results: dmarc=fail action=none header.from=mi-is.example",
        f"Authentication-Results: {M365}",
        authserv_id="m365",
    ).passed
    assert not check(
        "Authentication-Results: mx.evil.example; none", f"Authentication-Results: {M365}", authserv_id="m365"
    ).passed
    assert not check(f"Authentication-Results: {M365}").passed


def test_several_from_addresses_never_pass():
    header = f"Authentication-Results: {MX}; dmarc=pass header.from=mi-is.example"
    assert not check(header, sender="an@mi-is.example, evil@x.example").passed
    assert not check(header, "From: evil@x.example").passed
    assert not check(
        "X-MS-Exchange-Organization-AuthAs: Internal", sender="a@x.example, b@x.example", internal="exchange"
    ).passed


def test_exchanges_mark_of_internal_mail_counts_only_where_it_is_configured():
    mark = "X-MS-Exchange-Organization-AuthAs: Internal"
    verdict = check(mark, authserv_id="", internal="exchange")
    assert verdict.passed
    assert verdict.internal
    assert not check(mark, authserv_id="").passed
    assert not check("X-MS-Exchange-Organization-AuthAs: Anonymous", authserv_id="", internal="exchange").passed
    assert not check("X-MS-Exchange-Organization-AuthAs: Anonymous", mark, authserv_id="", internal="exchange").passed


def test_without_a_configured_name_no_header_counts():
    assert not check("Authentication-Results: ; dmarc=pass header.from=mi-is.example", authserv_id="").passed


def test_without_a_sender_nothing_passes():
    assert not check(f"Authentication-Results: {MX}; dmarc=pass", sender="").passed


SIGNED = parse(b"From: An <an@mi-is.example>\nSubject: x\nSubject: y\n\nok", NOW)
FIELDS = ("from", "subject", "subject")


@pytest.mark.parametrize(
    ("signature", "passed"),
    [
        (Signature("mi-is.example", ("from", "subject", "subject"), FIELDS), True),
        (Signature("mail.mi-is.example", ("subject", "from", "subject", "to"), FIELDS), True),
        (Signature("evil.example", FIELDS, FIELDS), False),
        (Signature("mi-is.example", ("from", "subject"), FIELDS), False),
        (Signature("mi-is.example", FIELDS, ("from", "subject")), False),
        (Signature("mi-is.example", FIELDS, ("subject", "from", "subject")), False),
    ],
)
def test_a_signature_proves_the_sender_if_it_is_of_his_domain_and_covers_all_that_we_read(signature, passed):
    verdict = by_signature(SIGNED, Verdict((signature,)))
    assert verdict.passed is passed
    assert bool(verdict.detail)


def test_no_signature_proves_one_of_two_senders():
    two = parse(b"From: an@mi-is.example, eve@evil.example\nSubject: x\n\nok", NOW)
    assert not by_signature(two, Verdict((Signature("mi-is.example", FIELDS, ("from", "subject")),))).passed


def test_our_server_has_judged_where_it_looked_at_dkim_or_dmarc():
    assert check(f"Authentication-Results: {MX}; dkim=fail header.d=mi-is.example").judged
    assert check(f"Authentication-Results: {MX}; dmarc=none header.from=mi-is.example").judged
    assert not check(f"Authentication-Results: {MX}; spf=pass smtp.mailfrom=mi-is.example").judged
    assert not check("Authentication-Results: mx.evil.example; dkim=fail header.d=mi-is.example").judged
