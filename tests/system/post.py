"""The mail world around a mailflow that runs as a process: an SMTP server that takes letters, and a mail program.

The server keeps every letter it took and can lay one into a mailbox on Dovecot, as a real mail system would; the mail
program delivers, sets flags and looks at folders over IMAP, beside mailflow.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from imapclient import IMAPClient

from tests.adapters.dovecot import PASSWORD, Dovecot


@dataclass(frozen=True)
class Taken:
    """A letter that the server took: its reader, its bytes, and when (monotonic seconds).

    ``began`` is when its reader was named: the sender waits for that answer, so it was alive then. ``at`` may be a
    little later than the sender's death, when this server comes late to what lies in its socket.
    """

    to: str
    raw: bytes
    at: float
    began: float = 0.0

    @cached_property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @cached_property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @cached_property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Sink:
    """Takes letters by SMTP; ``deliver`` lays those for an address with a mailbox into it, ``refused`` takes none."""

    taken: list[Taken] = field(default_factory=list)
    deliver: dict[str, Callable[[bytes], None]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def __post_init__(self) -> None:
        self._news = threading.Condition()
        self._began: dict[int, float] = {}

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if to in self.refused:
            return self.refused[to]
        envelope.rcpt_tos.append(to)
        self._began[id(envelope)] = time.monotonic()
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        began = self._began.pop(id(envelope))
        for to in envelope.rcpt_tos:
            if to in self.deliver:
                self.deliver[to](content)
            with self._news:
                self.taken.append(Taken(to, content, time.monotonic(), began))
                self._news.notify_all()
        return "250 OK"

    def to(self, address: str, word: str = "") -> list[Taken]:
        """Return the letters to an address whose subject holds a word, oldest first."""
        return [each for each in list(self.taken) if each.to == address and word in each.subject]

    def last(self, address: str, word: str) -> Taken:
        found = self.to(address, word)
        assert found, f"no letter {word!r} to {address}; there are {[(x.to, x.subject) for x in self.taken]}"
        return found[-1]

    def latest(self) -> list[tuple[str, str]]:
        return [(letter.to, letter.subject) for letter in self.taken[-8:]]

    def wait_for(self, what: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so; looks whenever a letter comes, and now and then."""
        until = time.monotonic() + seconds
        with self._news:
            while not what():
                left = until - time.monotonic()
                assert left > 0, f"waited {seconds} s in vain; {len(self.taken)} letters, the last: {self.latest()}"
                self._news.wait(min(left, 0.1))


@contextmanager
def open_sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=10)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


class Lying(NamedTuple):
    """A message as it lies in a folder."""

    uid: int
    raw: bytes
    flags: frozenset[str]


class MailProgram:
    """Somebody's mail program on a mailbox; every call is a connection of its own, as people come and go."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self._server = server
        self.user = user

    @contextmanager
    def _open(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", self._server.port, ssl=False, timeout=15)
        try:
            client.login(self.user, PASSWORD)
            yield client
        finally:
            client.logout()

    def lay(self, raws: list[bytes], folder: str = "INBOX", flags: tuple[bytes, ...] = ()) -> None:
        """Lay messages into a folder, as delivery does."""
        with self._open() as client:
            for raw in raws:
                client.append(folder, raw, flags, datetime.now(UTC))

    def folders(self) -> set[str]:
        with self._open() as client:
            return {name for _, _, name in client.list_folders()}

    def lying(self, folder: str) -> list[Lying]:
        """Return what lies in a folder, without touching it."""
        with self._open() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS"])
            keep = [(uid, data[b"BODY[]"], data[b"FLAGS"]) for uid, data in sorted(found.items())]
            # \Recent says which session looked first; a mail program does not show it and RFC 9051 has abolished it.
            return [
                Lying(uid, raw, frozenset(flag.decode() for flag in flags) - {r"\Recent"}) for uid, raw, flags in keep
            ]

    def move(self, uids: list[int], source: str, target: str) -> None:
        with self._open() as client:
            client.select_folder(source)
            client.move(uids, target)
