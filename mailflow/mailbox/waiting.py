"""Waiting for mail: a bell that other threads and signal handlers may ring, and IDLE (RFC 2177) listened to with it.

Says only *when to look*, never what is there: after every wait the folder is searched. ``idle_check`` of the
library is not used, because it returns at once for ever after an end of file, raises on a line cut over two
packets, and does not see a BYE.
"""

from __future__ import annotations

import contextlib
import os
import select
import ssl
import time
import weakref

from imapclient import IMAPClient

# A network address translator forgets a silent connection; so IDLE is left this often (seconds).
LONGEST_IDLE = 120.0
_CALM = 1.0


class Bell:
    """A sticky wake-up: rung any number of times from anywhere, it ends one wait, the present or the next."""

    def __init__(self) -> None:
        self._listen, self._ring = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        # The descriptors live as long as the bell: one closed early could meanwhile be somebody else's file.
        weakref.finalize(self, _close, self._listen, self._ring)

    def ring(self) -> None:
        """Ring; safe in signal handlers and threads, never blocks, never raises."""
        with contextlib.suppress(BlockingIOError):  # A full pipe has been rung often enough.
            os.write(self._ring, b"\0")

    def wait(self, seconds: float, also: int | None = None) -> tuple[bool, bool]:
        """Wait for a ring or until the descriptor ``also`` is readable; return both (rung, readable)."""
        poll = select.poll()
        poll.register(self._listen, select.POLLIN)
        if also is not None:
            poll.register(also, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll(max(0.0, seconds) * 1000)}
        rung = self._listen in ready
        if rung:
            os.read(self._listen, 65536)
        return rung, also in ready


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def idle(client: IMAPClient, bell: Bell, seconds: float) -> None:
    """Stay in IDLE until mail comes into the selected folder, the bell rings, or time is up.

    Raises what the library raises when the link is dead, and ``IMAPClientError`` when the server speaks out of
    turn; the connection must then be thrown away.
    """
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        # A server may announce mail at the end of the very search that does not list it yet.
        client.noop()
        if announced(client):
            return
        began = time.monotonic()
        client.idle()
        rung = False
        if not unread(client):
            rung, _ = bell.wait(min(left, LONGEST_IDLE), also=client.socket().fileno())
        client.idle_done()
        if announced(client) or rung:
            return
        chatty = time.monotonic() - began < _CALM
        if chatty and bell.wait(min(ends - time.monotonic(), _CALM))[0]:
            # Somebody sets flags on a thousand messages: answer with calm, not with a thousand rounds.
            return


def unread(client: IMAPClient) -> bool:
    """Say whether more was read from the line than was asked for: what came in one packet, poll can't see."""
    connection = client._imap  # noqa: SLF001 - the library offers no other way
    # Newer Pythons have renamed it, and warn of the old name.
    reader = getattr(connection, "_file", None) or connection.file
    line = client.socket()
    patience = line.gettimeout()
    line.settimeout(0)
    try:
        return bool(reader.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        line.settimeout(patience)


def announced(client: IMAPClient) -> bool:
    """Say whether the server has announced mail since this was last asked or the folder was opened."""
    untagged: dict[str, object] = client._imap.untagged_responses  # noqa: SLF001 - the library offers no other way
    return untagged.pop("EXISTS", None) is not None
