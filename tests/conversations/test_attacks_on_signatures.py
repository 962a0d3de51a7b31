"""Our own check of DKIM, where the mail server writes no results (docs/security.md, G)."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization

from mailflow.model.words import Partstat, VisitState
from mailflow.pipeline import Trust
from mailflow.signatures import DkimVerifier
from mailflow.testing.conversation import HR, MAILBOX, Conversation
from tests.conversations.attacks import EVE, SERVER, Watch, answer
from tests.conversations.attacks import raw as written
from tests.conversations.scenes import ELS, asked
from tests.signing import OURS, USUAL, key, record, signed

SUBJECT = "RE: Te beslissen"


class Dns:
    """Records by name; what is asked is noted."""

    def __init__(self, records: Mapping[str, bytes]) -> None:
        self.records = dict(records)
        self.asked: list[str] = []

    def __call__(self, name: str, patience: float) -> bytes | None:
        assert 0 < patience <= 5
        self.asked.append(name)
        return self.records.get(name)


def house(records: Mapping[str, bytes] | None = None, **scene: object) -> tuple[Conversation, Dns]:
    """A request before HR, in a house that checks signatures itself and has published its key."""
    dns = Dns({f"k1._domainkey.{OURS}": record(), **(records or {})})
    c = asked("BLAS", **scene)
    c.premises = replace(c.premises, verifier=DkimVerifier(dns))
    return c, dns


def mail(c: Conversation, text: str = "akkoord", sender: str = HR, **headers: str) -> bytes:
    """HR's answer to the question, not yet signed."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return c.written(sender, c.letter("decide").subject, f"{text}\n", given)


def on_top(raw: bytes, *lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode() + raw


def decided(c: Conversation) -> bool:
    return c.visit(1).state is VisitState.PROPOSED


def test_control_hr_s_signed_answer_decides() -> None:
    c, dns = house()
    c.deliver(signed(mail(c)))
    assert decided(c)
    assert dns.asked == [f"k1._domainkey.{OURS}"]


def test_control_what_another_program_signed_decides_too() -> None:
    c, _ = house()
    raw = mail(c)
    pem = key("ours", 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    covers = [name.encode() for name in USUAL.split(":")] + [b"from", b"subject"]
    c.deliver(dkim.sign(raw, b"k1", OURS.encode(), pem, include_headers=covers) + raw)
    assert decided(c)


def test_control_a_subdomain_signs_for_its_domain_and_the_reference_alone_is_enough() -> None:
    c, _ = house({f"k1._domainkey.mail.{OURS}": record()})
    c.deliver(signed(c.written(HR, "ONT-2026-0001", "akkoord", {}), domain=f"mail.{OURS}"))
    assert decided(c)


def test_control_others_still_answer_with_their_token_unsigned() -> None:
    c, dns = house()
    c.deliver(signed(mail(c)))
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "OK")
    assert c.visit(1).state is VisitState.AGREED
    assert len(dns.asked) == 1


def test_control_a_guest_s_calendar_answer_needs_no_signature() -> None:
    """Hardly any provider signs as much as we want of HR; a yes to an invitation is no decision."""
    c, dns = house()
    c.deliver(signed(mail(c)))
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "OK")
    invitation = c.calendar(c.letter("agreed", ELS))
    reply = invitation.replace(b"METHOD:REQUEST", b"METHOD:REPLY").replace(b"NEEDS-ACTION", b"ACCEPTED")
    head = [f"From: {ELS}", "Subject: Accepted", "Content-Type: text/calendar; method=REPLY; charset=utf-8"]
    c.deliver(written(head, reply.decode()))
    assert [guest.partstat for guest in c.visit(1).guests if guest.address == ELS] == [Partstat.ACCEPTED]
    assert len(dns.asked) == 1


def test_control_of_several_signatures_one_that_holds_is_enough() -> None:
    c, _ = house()
    c.deliver(signed(signed(mail(c)), by="another key"))
    assert decided(c)


@pytest.mark.parametrize("change", ["body", "subject", "sender", "date"])
def test_a_signed_mail_that_was_changed_on_the_way_decides_nothing(change: str) -> None:
    c, _ = house()
    w = Watch(c)
    raw = signed(mail(c, "NOTA: later"))
    was = {
        "body": (b"NOTA: later", b"akkoord    "),
        "subject": (b"Subject: ", b"Subject: x "),
        "sender": (HR.encode(), b"bea.maes@mi-is.example"),
        "date": (b"Date: Mon, 23", b"Date: Tue, 24"),
    }[change]
    assert was[0] in raw
    c.deliver(raw.replace(*was))
    w.held("not_authenticated" if change != "sender" else "other_address")


def test_a_mail_that_nobody_signed_decides_nothing_though_it_has_the_token() -> None:
    c, dns = house()
    w = Watch(c)
    c.deliver(mail(c))
    w.held("not_authenticated")
    assert dns.asked == []


@pytest.mark.parametrize("domain", ["evil.example", f"{OURS}.evil.example", f"not{OURS}", "example"])
def test_who_signs_with_another_domain_does_not_prove_hr_s(domain: str) -> None:
    c, dns = house({f"k1._domainkey.{domain}": record("eve")})
    w = Watch(c)
    c.deliver(signed(mail(c), domain=domain, by="eve"))
    w.held("not_authenticated")
    assert dns.asked == []


def test_a_signature_over_the_beginning_of_the_text_is_worth_nothing() -> None:
    c, _ = house()
    w = Watch(c)
    c.deliver(signed(mail(c, "Beste"), l="7") + b"akkoord\r\n")
    w.held("not_authenticated")
    c.deliver(signed(mail(c), l="9"))
    w.nothing_changed()


@pytest.mark.parametrize("place", ["above", "below", "in one"])
def test_a_second_from_in_a_signed_mail_decides_nothing(place: str) -> None:
    c, _ = house()
    w = Watch(c)
    raw = signed(mail(c, sender=EVE if place == "above" else HR), covers=f"{USUAL}:from")
    if place == "above":
        raw = on_top(raw, f"From: {HR}")
    elif place == "below":
        raw = raw.replace(b"\r\nTo: ", f"\r\nFrom: {EVE}\r\nTo: ".encode(), 1)
    else:
        raw = signed(mail(c).replace(b"From: ", f"From: {EVE}, ".encode(), 1))
    c.deliver(raw)
    w.nothing_changed()


@pytest.mark.parametrize("field", ["from", "to", "subject", "date", "message-id", "content-type"])
def test_a_signature_that_leaves_out_what_decides_is_worth_nothing(field: str) -> None:
    c, _ = house()
    w = Watch(c)
    c.deliver(signed(mail(c), covers=":".join(name for name in USUAL.split(":") if name != field)))
    w.held("not_authenticated")


@pytest.mark.parametrize("field", ["Subject", "In-Reply-To", "References", "Cc", "Content-Type"])
def test_hr_s_signed_mail_played_back_with_a_field_added_decides_nothing(field: str) -> None:
    """Somebody got hold of a signed mail of HR to us, and puts on top what turns it to another request."""
    c, _ = house()
    w = Watch(c)
    letter = c.letter("decide")
    genuine = signed(c.written(HR, "Verslag", "akkoord\n", {}))
    value = {
        "Subject": f"RE: {letter.subject}",
        "Content-Type": 'multipart/mixed; boundary="b"',
        "Cc": MAILBOX,
    }.get(field, f"<{letter.message_id}>")
    lines = [f"{field}: {value}"]
    if field in ("Cc", "Content-Type"):
        genuine = signed(c.written(HR, f"RE: {letter.subject}", "akkoord\n", {}))
    c.deliver(on_top(genuine, *lines))
    w.harmless(HR)


def test_hr_s_signed_mail_played_back_as_it_was_is_known() -> None:
    c, _ = house()
    raw = signed(mail(c, "NOTA: eens"))
    c.deliver(raw)
    count, trail = len(c.sent), len(c.trail())
    assert c.deliver(on_top(raw, "Received: from evil.example")).outcome == "seen"
    assert (len(c.sent), len(c.trail())) == (count, trail)


@pytest.mark.parametrize("trick", ["lone return", "old envelope", "name with a blank"])
def test_a_header_that_can_be_read_in_two_ways_decides_nothing(trick: str) -> None:
    """The verifier would read a signed mail, and we something that was put into it."""
    c, _ = house()
    w = Watch(c)
    raw = signed(mail(c))
    put_in = {
        "lone return": b"X-Note: a\rX-Note: b\r\n",
        "old envelope": b"From eve\r\n",
        "name with a blank": b"X-Note : a\r\n",
    }[trick]
    c.deliver(raw.replace(b"MIME-Version", put_in + b"MIME-Version", 1))
    w.held("not_authenticated")


def test_a_signature_that_had_expired_when_the_mail_came_is_worth_nothing() -> None:
    # The library forgives ten hours by the clock of this machine; the arrival forgives nothing.
    now = datetime.now(UTC)
    c, _ = house(began=now)
    w = Watch(c)
    c.deliver(signed(mail(c), x=str(int(now.timestamp()) - 60)))
    w.held("not_authenticated")
    c.deliver(signed(mail(c), x=str(int(now.timestamp()) + 60)))
    assert decided(c)


@pytest.mark.parametrize("published", ["nothing", "withdrawn", "for trying out", "another", "small", "garbage", "huge"])
def test_a_key_that_is_not_there_or_no_key_proves_nothing(published: str) -> None:
    small = published == "small"
    found = {
        "nothing": {},
        "withdrawn": {f"k1._domainkey.{OURS}": b"v=DKIM1; p="},
        "for trying out": {f"k1._domainkey.{OURS}": record(tags="t=s : y; ")},
        "another": {f"k1._domainkey.{OURS}": record("eve")},
        "small": {f"k1._domainkey.{OURS}": record("small", 1024)},
        "garbage": {f"k1._domainkey.{OURS}": b"\xff;;=;p=%%%"},
        "huge": {f"k1._domainkey.{OURS}": record() + b" " * 2000},
    }[published]
    c, dns = house()
    dns.records = found
    w = Watch(c)
    if small:
        # 1024 is the least that is still taken (RFC 8301); half of it is not.
        dns.records = {f"k1._domainkey.{OURS}": re.sub(rb"p=.*", b"p=" + SMALL, record())}
    c.deliver(signed(mail(c)))
    w.held("not_authenticated")


# A key of 512 bits, which no library of today makes any more.
SMALL = (
    b"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu"
    b"KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ=="
)


def test_an_old_algorithm_proves_nothing() -> None:
    c, _ = house()
    w = Watch(c)
    c.deliver(signed(mail(c), a="rsa-sha1"))
    w.held("not_authenticated")


def test_while_the_dns_does_not_answer_the_mail_is_held_and_the_next_one_is_handled() -> None:
    c, dns = house()
    w = Watch(c)

    def silent(name: str, patience: float) -> bytes | None:
        dns.asked.append(name)
        raise OSError("timed out")

    c.premises = replace(c.premises, verifier=DkimVerifier(silent))
    c.deliver(signed(signed(signed(mail(c)))))
    w.held("not_authenticated")
    assert len(dns.asked) == 1
    c.reply(c.letter("received"), "STATUS")
    assert c.letters("progress")


def test_a_fail_of_our_own_mail_server_is_not_overruled() -> None:
    c, dns = house(trust=Trust(authserv_id=SERVER))
    w = Watch(c)
    c.deliver(on_top(signed(mail(c)), f"Authentication-Results: {SERVER}; dkim=fail header.d={OURS}"))
    w.held("not_authenticated")
    assert dns.asked == []


def test_control_where_our_server_says_nothing_of_it_we_look_ourselves() -> None:
    c, _ = house(trust=Trust(authserv_id=SERVER))
    c.deliver(on_top(signed(mail(c)), f"Authentication-Results: {SERVER}; spf=pass smtp.mailfrom={OURS}"))
    assert decided(c)


def test_strangers_make_us_ask_the_dns_nothing() -> None:
    c, dns = house({"k1._domainkey.evil.example": record("eve")})
    w = Watch(c)
    c.deliver(signed(mail(c, sender=EVE), domain="evil.example", by="eve"))
    answer(c, c.letter("received"), "ANNULEREN", EVE)
    w.nothing_changed()
    assert dns.asked == []


def test_a_mail_full_of_signatures_makes_us_ask_three_times() -> None:
    c, dns = house()
    w = Watch(c)
    raw = mail(c)
    fake = b"".join(
        b"DKIM-Signature: v=1; a=rsa-sha256; d=%s; s=s%d; h=from; bh=AAAA; b=AAAA\r\n" % (OURS.encode(), number)
        for number in range(200)
    )
    c.deliver(fake + raw)
    w.held("not_authenticated")
    assert len(dns.asked) <= 3


@pytest.mark.parametrize("shape", ["blanks", "ends", "gap", "many fields", "large"])
def test_a_mail_made_to_keep_the_check_busy_is_done_in_time(shape: str) -> None:
    c, _ = house()
    w = Watch(c)
    raw = signed(mail(c))
    began = time.process_time()
    c.deliver(
        {
            "blanks": raw + b" " * 1_000_000,
            "ends": raw + b"\r\n" * 500_000,
            "gap": raw.replace(b"; b=", b"; b=" + b"\r\n " * 20_000),
            "many fields": b"X-A: b\r\n" * 20_000 + raw,
            "large": raw + (b"x" * 70 + b"\r\n") * 40_000,
        }[shape]
    )
    assert time.process_time() - began < 10
    if shape != "ends":
        w.nothing_changed()
