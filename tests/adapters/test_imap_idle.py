"""Waiting for mail when server or line misbehave (RFC 2177): noticed soon, and never at the cost of the processor."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from mailflow.errors import MailboxUnreachable
from tests.adapters.scripted_imap import (
    START,
    ScriptedImap,
    Talk,
    everyday,
    mailbox,
    opened,
)


def idles(during: Callable[[Talk], None]) -> Callable[[Talk], None]:
    """Return a script that opens the folder, enters IDLE, does something, and then goes on as usual."""

    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"IDLE")
        during(talk)
        talk.serve()

    return script


def finish(talk: Talk) -> None:
    assert talk.lines.readline().strip() == b"DONE"
    talk.ok()


def test_a_line_cut_over_two_packets_ends_the_wait_like_any_other() -> None:
    def during(talk: Talk) -> None:
        talk.say(b"+ idling")
        talk.link.sendall(b"* 1 EXI")
        time.sleep(0.1)
        talk.link.sendall(b"STS\r\n")
        finish(talk)

    with ScriptedImap(idles(during)) as server:
        inbox = opened(server.port)
        began = time.monotonic()
        inbox.wait(10)
        assert time.monotonic() - began < 1
        inbox.position(None)
        inbox.close()
        assert len(server.talks) == 1


def test_mail_announced_in_one_packet_with_the_beginning_of_idle_ends_the_wait_at_once() -> None:
    def during(talk: Talk) -> None:
        talk.say(b"+ idling", b"* 1 EXISTS")
        finish(talk)

    with ScriptedImap(idles(during)) as server:
        inbox = opened(server.port)
        began = time.monotonic()
        inbox.wait(10)
        assert time.monotonic() - began < 1
        inbox.close()
        assert len(server.talks) == 1


@pytest.mark.parametrize("last_words", [b"", b"* BYE going down\r\n"])
def test_a_link_that_ends_in_idle_is_noticed_at_once(last_words: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"IDLE")
        talk.say(b"+ idling")
        time.sleep(0.1)
        talk.link.sendall(last_words)

    with ScriptedImap(script) as server:
        inbox = opened(server.port)
        began = time.monotonic()
        with pytest.raises(MailboxUnreachable):
            inbox.wait(10)
        assert time.monotonic() - began < 1


def test_a_line_that_falls_silent_in_idle_is_noticed_after_the_wait() -> None:
    def during(talk: Talk) -> None:
        talk.say(b"+ idling")
        talk.hang()

    with ScriptedImap(idles(during)) as server:
        inbox = opened(server.port)
        began = time.monotonic()
        with pytest.raises(MailboxUnreachable, match="does not answer in time"):
            inbox.wait(0.2)
        assert time.monotonic() - began < 3


def test_mail_announced_before_the_server_idles_is_looked_at_and_idle_is_given_up_if_it_never_works() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"IDLE")
        talk.say(b"* 1 EXISTS", b"+ idling")
        talk.serve()

    with ScriptedImap(script) as server:
        inbox = opened(server.port)
        for _ in range(3):
            inbox.wait(10)
            list(inbox.new(START))
        began = time.monotonic()
        inbox.wait(0.3)
        assert 0.25 < time.monotonic() - began < 1
        inbox.close()


def test_mail_announced_at_the_end_of_the_search_is_not_waited_for() -> None:
    def script(talk: Talk) -> None:
        talk.greet()
        talk.until(b"UID SEARCH")
        talk.ok(b"* SEARCH", b"* 1 EXISTS")
        talk.serve()

    with ScriptedImap(script) as server:
        inbox = mailbox(server.port)
        assert list(inbox.new(START)) == []
        began = time.monotonic()
        inbox.wait(10)
        assert time.monotonic() - began < 1
        inbox.close()


def test_a_chatty_server_and_a_dead_one_cost_no_processor_time() -> None:
    def chatty(talk: Talk) -> None:
        talk.greet()
        while True:
            talk.until(b"IDLE")
            talk.say(b"+ idling", b"* 1 FETCH (FLAGS (\\Seen))")
            finish(talk)

    with ScriptedImap(chatty) as server:
        inbox = opened(server.port)
        used = time.process_time()
        inbox.wait(1.5)
        assert time.process_time() - used < 0.3
        inbox.close()


def test_a_server_without_idle_is_only_waited_for() -> None:
    def poor(talk: Talk) -> None:
        talk.capabilities = b"IMAP4rev1"
        everyday(talk)

    with ScriptedImap(poor) as server:
        inbox = opened(server.port)
        threading.Timer(0.2, inbox.wake).start()
        began = time.monotonic()
        inbox.wait(10)
        assert 0.15 < time.monotonic() - began < 2
        inbox.close()
        assert not any(heard.startswith(b"IDLE") for heard in server.talks[0].heard)


def test_without_idle_no_connection_is_needed_to_wait() -> None:
    with ScriptedImap(everyday) as server:
        inbox = mailbox(server.port, idle=False)
        inbox.wait(0.05)
        assert server.talks == []


def test_a_close_on_a_dead_line_is_silent() -> None:
    def leaves(talk: Talk) -> None:
        talk.greet()
        talk.answer(talk.until(b"SELECT"))

    with ScriptedImap(leaves) as server:
        inbox = mailbox(server.port)
        inbox.position(None)
        inbox.close()
