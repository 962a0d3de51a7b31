"""The keys of signatures come from a real DNS server, on loopback; and whatever stands in a signature, nothing falls."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from dns.flags import AA
from dns.message import from_wire, make_response
from dns.rcode import NXDOMAIN
from dns.resolver import Resolver
from dns.rrset import from_text
from hypothesis import given
from hypothesis import strategies as st

from mailflow.mailbox import ImapMailbox, ImapServer
from mailflow.signatures import DkimVerifier, DnsKeys
from tests.adapters.dovecot import PASSWORD, Dovecot
from tests.signing import OURS, record, signed
from tests.system.post import MailProgram

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MAIL = (
    b"From: an@mi-is.example\r\nTo: hrm@mi-is.example\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n"
    b"Message-ID: <a@mi-is.example>\r\n\r\nakkoord\r\n"
)


@contextmanager
def dns(records: dict[str, str], *, silent: bool = False) -> Iterator[Resolver]:
    """A DNS server that knows some TXT records (in zone file syntax), or takes questions and says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.1)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    wire, client = server.recvfrom(4096)
                except TimeoutError:
                    continue
                question = from_wire(wire)
                answer = make_response(question)
                answer.flags |= AA
                name = question.question[0].name.to_text(omit_final_dot=True)
                if records.get(name):
                    answer.answer.append(from_text(f"{name}.", 60, "IN", "TXT", records[name]))
                elif name not in records:
                    answer.set_rcode(NXDOMAIN)
                if not silent:
                    server.sendto(answer.to_wire(), client)

        thread = threading.Thread(target=serve)
        thread.start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        try:
            yield resolver
        finally:
            over.set()
            thread.join()


def test_a_key_in_several_pieces_is_put_together() -> None:
    text = record().decode()
    pieces = f'"{text[:200]}" "{text[200:]}"'
    with dns({f"k1._domainkey.{OURS}": pieces}) as resolver:
        verdict = DkimVerifier(DnsKeys(resolver)).verify(signed(MAIL), lambda domain: domain == OURS, NOW)
    assert [signature.domain for signature in verdict.holds] == [OURS]
    assert verdict.holds[0].fields == ("dkim-signature", "from", "to", "subject", "date", "message-id")


@pytest.mark.parametrize("records", [{}, {f"k1._domainkey.{OURS}": ""}], ids=["no name", "no text"])
def test_where_there_is_no_key_the_dns_says_so_at_once(records: dict[str, str]) -> None:
    with dns(records) as resolver:
        assert DnsKeys(resolver)(f"k1._domainkey.{OURS}", 5) is None


def test_a_dns_that_says_nothing_is_left_in_time() -> None:
    began = time.monotonic()
    with dns({}, silent=True) as resolver, pytest.raises(OSError, match="the DNS does not say"):
        DnsKeys(resolver)(f"k1._domainkey.{OURS}", 0.3)
    assert time.monotonic() - began < 4


def test_a_name_that_can_not_be_asked_is_no_end_of_the_world() -> None:
    with dns({}) as resolver, pytest.raises(OSError, match="the DNS does not say"):
        DnsKeys(resolver)("x" * 70 + ".example", 1)


def test_all_look_ups_of_a_mail_together_are_given_a_few_seconds() -> None:
    given_to: list[float] = []

    def slow(name: str, patience: float) -> bytes | None:
        given_to.append(patience)
        time.sleep(0.2)
        return None

    DkimVerifier(slow).verify(signed(signed(signed(MAIL))), lambda _: True, NOW)
    assert given_to[0] <= 5
    assert given_to[1] <= given_to[0] - 0.2
    assert given_to[2] <= given_to[1] - 0.2


def test_a_mail_comes_from_a_real_server_as_it_was_signed(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    mailbox = ImapMailbox(ImapServer("127.0.0.1", dovecot.port, "none", user, lambda: PASSWORD))
    start = mailbox.position(None)
    MailProgram(dovecot, user).lay([signed(MAIL)])
    (arrived,) = mailbox.new(start)
    verdict = DkimVerifier(lambda _name, _patience: record()).verify(arrived.raw, lambda _: True, NOW)
    assert [signature.domain for signature in verdict.holds] == [OURS]
    mailbox.close()


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_whatever_stands_in_a_signature_or_a_key_nothing_falls(value: bytes, found: bytes) -> None:
    verifier = DkimVerifier(lambda _name, _patience: found)
    tags = b"v=1; a=rsa-sha256; d=mi-is.example; s=k1; h=from; bh=AAAA; b=AAAA; "
    for text in (value, tags + value, value + b"; " + tags):
        assert verifier.verify(b"DKIM-Signature: " + text + b"\r\n" + MAIL, lambda _: True, NOW).holds == ()


@given(st.binary(max_size=200), st.integers(0, 900))
def test_whatever_is_put_into_a_signed_mail_nothing_falls(more: bytes, place: int) -> None:
    raw = signed(MAIL)
    place = min(place, len(raw))
    DkimVerifier(lambda _name, _patience: record()).verify(raw[:place] + more + raw[place:], lambda _: True, NOW)
