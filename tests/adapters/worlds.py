"""The worlds in which the mailbox contract holds: in memory, on pymap, on Dovecot; each with people who meddle.

A world delivers mail, lets people read, move and delete it with a mail program of their own, and shows what lies
where. The tests say only what happens, not over which server.
"""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import NamedTuple, Protocol

from imapclient import IMAPClient

from mailflow.mailbox import ImapMailbox, ImapServer
from mailflow.model.words import Folder
from mailflow.ports import Mailbox
from mailflow.testing.mailbox import FakeMailbox

MAX_SIZE = 100_000


class Lying(NamedTuple):
    """A message as it lies in a folder."""

    raw: bytes
    flags: frozenset[str]
    at: datetime


class World(Protocol):
    mailbox: Mailbox

    def deliver(self, raw: bytes, at: datetime) -> None: ...
    def people_open(self, message_id: str) -> None: ...
    def people_move(self, message_id: str, folder: str, source: str = "INBOX") -> None: ...
    def people_delete(self, message_id: str) -> None: ...
    def lying(self, folder: Folder) -> list[Lying]: ...
    def renumber(self) -> None: ...
    def end(self) -> None: ...


def message_id(raw: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(raw)["Message-ID"]).strip("<>")


class InMemory:
    def __init__(self) -> None:
        self.mailbox = self._fake = FakeMailbox(max_size=MAX_SIZE)

    def deliver(self, raw: bytes, at: datetime) -> None:
        self._fake.deliver(raw, at)

    def people_open(self, message_id: str) -> None:
        self._fake.people_open(self._uid(message_id, Folder.INBOX))

    def people_move(self, message_id: str, folder: str, source: str = "INBOX") -> None:
        ours = {"INBOX": Folder.INBOX, "mailflow/Done": Folder.DONE, "mailflow/Aside": Folder.ASIDE}
        self._fake.people_move(self._uid(message_id, ours[source]), ours.get(folder, folder), ours[source])

    def people_delete(self, message_id: str) -> None:
        self._fake.people_delete(self._uid(message_id, Folder.INBOX))

    def lying(self, folder: Folder) -> list[Lying]:
        return [Lying(kept.raw, kept.flags, kept.received_at) for kept in self._fake.messages(folder)]

    def renumber(self) -> None:
        self._fake.renumber()

    def end(self) -> None:
        pass

    def _uid(self, wanted: str, folder: Folder) -> int:
        return next(kept.uid for kept in self._fake.messages(folder) if message_id(kept.raw) == wanted)


class OnServer:
    """A real IMAP server; the people use a connection of their own."""

    def __init__(self, server: ImapServer) -> None:
        self.server = replace(server, max_size=MAX_SIZE)
        self.mailbox = ImapMailbox(self.server)
        self.people = self._person()

    def _person(self) -> IMAPClient:
        person = IMAPClient(self.server.host, port=self.server.port, ssl=False, timeout=10)
        # Else every message costs 44 ms on pymap.
        person.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        person.normalise_times = False
        person.login(self.server.username, self.server.secret())
        return person

    def deliver(self, raw: bytes, at: datetime) -> None:
        self.people.append("INBOX", raw, (), at)

    def people_open(self, message_id: str) -> None:
        uid = self._find(message_id, "INBOX")
        self.people.fetch([uid], ["BODY[]"])
        self.people.add_flags([uid], ["$Besproken"])

    def people_move(self, message_id: str, folder: str, source: str = "INBOX") -> None:
        uid = self._find(message_id, source)
        if not self.people.folder_exists(folder):
            self.people.create_folder(folder)
        self.people.move([uid], folder)

    def people_delete(self, message_id: str) -> None:
        uid = self._find(message_id, "INBOX")
        self.people.add_flags([uid], [rb"\Deleted"])
        self.people.uid_expunge([uid])

    def lying(self, folder: Folder) -> list[Lying]:
        names = {Folder.INBOX: "INBOX", Folder.DONE: self.server.done_folder, Folder.ASIDE: self.server.aside_folder}
        return self.lying_in(names[folder])

    def lying_in(self, folder: str) -> list[Lying]:
        if not self.people.folder_exists(folder):
            return []
        self.people.select_folder(folder, readonly=True)
        answers = self.people.fetch(self.people.search("ALL"), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
        return [
            Lying(answer[b"BODY[]"], _flags(answer[b"FLAGS"]), answer[b"INTERNALDATE"].astimezone(UTC))
            for _, answer in sorted(answers.items())
        ]

    def renumber(self) -> None:
        """Replace the inbox by a new one with the same mail, as a restore from backup does."""
        kept = self.lying_in("INBOX")
        self._new_inbox()
        for lying in kept:
            self.people.append("INBOX", lying.raw, tuple(lying.flags), lying.at)

    def _new_inbox(self) -> None:
        raise NotImplementedError

    def end(self) -> None:
        self.mailbox.close()
        self.people.logout()

    def _find(self, message_id: str, folder: str) -> int:
        self.people.select_folder(folder)
        (uid,) = self.people.search(["HEADER", "Message-ID", f"<{message_id}>"])
        return uid


class OnPymap(OnServer):
    def _new_inbox(self) -> None:
        self.people.rename_folder("INBOX", "Vroeger")


class OnDovecot(OnServer):
    def __init__(self, server: ImapServer, maildir: Path) -> None:
        super().__init__(server)
        self.maildir = maildir

    def _new_inbox(self) -> None:
        # What a restore does: the mail files come back, under a new UIDVALIDITY and counted anew.
        if self.people.select_folder("INBOX")[b"EXISTS"]:
            self.people.delete_messages(self.people.search("ALL"))
            self.people.expunge()
        self.people.logout()
        numbers = self.maildir / "dovecot-uidlist"
        numbers.write_text(re.sub(r" V(\d+) N\d+", lambda old: f" V{int(old[1]) + 1000} N1", numbers.read_text()))
        for path in self.maildir.glob("dovecot.index*"):
            path.unlink()
        self.people = self._person()


def _flags(raw: tuple[bytes, ...]) -> frozenset[str]:
    return frozenset(flag.decode() for flag in raw) - {r"\Recent"}
