"""An IMAP server that does as a script says, for the faults that no well-behaved server shows on demand.

Each connection takes the next script of the list; the last one serves all later connections. A script is a generator
over one connection: it may ``say`` bytes, wait for a ``command``, or let ``serve`` do the everyday part.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

from mailflow.mailbox import ImapMailbox, ImapServer
from mailflow.ports import Position

Script = Callable[["Talk"], None]


class Talk:
    """One connection, seen from the server."""

    def __init__(self, link: socket.socket, stopped: threading.Event) -> None:
        self.link = link
        self.stopped = stopped
        self.lines = link.makefile("rb")
        self.tag = b""
        self.heard: list[bytes] = []
        self.capabilities = b"IMAP4rev1 IDLE MOVE UIDPLUS"
        self.validity = 7
        self.following = 1
        self.messages: dict[int, bytes] = {}

    def say(self, *lines: bytes) -> None:
        self.link.sendall(b"".join(line + b"\r\n" for line in lines))

    def command(self) -> bytes:
        """Wait for a command and return it without its tag."""
        line = self.lines.readline()
        if not line:
            raise EOFError
        self.tag, _, rest = line.strip().partition(b" ")
        self.heard.append(rest)
        return rest

    def ok(self, *untagged: bytes) -> None:
        self.say(*untagged, self.tag + b" OK done")

    def no(self, text: bytes) -> None:
        self.say(self.tag + b" NO " + text)

    def greet(self) -> None:
        self.say(b"* OK ready")

    def until(self, word: bytes) -> bytes:
        """Do the everyday part until a command begins with this word; return that command unanswered."""
        while True:
            command = self.command()
            if command.upper().startswith(word):
                return command
            self.answer(command)

    def serve(self) -> None:
        """Do the everyday part until the client leaves."""
        while True:
            self.answer(self.command())

    def hang(self) -> None:
        """Stay silent until the test is over."""
        self.stopped.wait(60)
        raise EOFError

    def answer(self, command: bytes) -> None:
        words = command.upper().split()
        if words[0] == b"CAPABILITY":
            self.ok(b"* CAPABILITY " + self.capabilities)
        elif words[0] == b"SELECT":
            exists = b"* %d EXISTS" % len(self.messages)
            numbers = b"* OK [UIDVALIDITY %d] ok" % self.validity
            self.ok(exists, b"* 0 RECENT", numbers, b"* OK [UIDNEXT %d] ok" % self.following)
        elif words[0] == b"LIST":
            name = command.split(b" ")[-1].strip(b'"')
            self.ok(b'* LIST () "/" "%s"' % name)
        elif words[0] == b"LOGOUT":
            self.ok(b"* BYE")
        elif words[:2] == [b"UID", b"SEARCH"]:
            self.ok(b"* SEARCH " + b" ".join(b"%d" % uid for uid in self._searched(command)))
        elif words[:2] == [b"UID", b"FETCH"]:
            self.ok(*self._fetched(command))
        elif words[0] == b"IDLE":
            self.say(b"+ idling")
            self.lines.readline()
            self.ok()
        else:
            self.ok()

    def _searched(self, command: bytes) -> list[int]:
        found = re.search(rb"UID (\d+)(:\*)?$", command)
        if found is None:
            return list(self.messages)
        return [uid for uid in self.messages if (uid >= int(found[1]) if found[2] else uid == int(found[1]))]

    def _fetched(self, command: bytes) -> list[bytes]:
        uids = [int(uid) for uid in command.split()[2].split(b",")]
        lines = []
        for number, uid in enumerate(uids, start=1):
            raw = self.messages.get(uid)
            if raw is None:
                continue
            if b"RFC822.SIZE" in command:
                date = b'INTERNALDATE "01-Feb-2027 10:00:00 +0000"'
                lines.append(b"* %d FETCH (UID %d RFC822.SIZE %d %s)" % (number, uid, len(raw), date))
            else:
                part = command[command.index(b"BODY") :].rstrip(b")").replace(b".PEEK", b"")
                text = {b"BODY[HEADER]": raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"}.get(part, raw)
                if part.startswith(b"BODY[TEXT]"):
                    text = raw.partition(b"\r\n\r\n")[2]
                lines.append(b"* %d FETCH (UID %d %s {%d}\r\n%s)" % (number, uid, part, len(text), text))
        return lines


class ScriptedImap:
    """Start with ``with``; connections are served by threads, the scripts in turn."""

    def __init__(self, *scripts: Script) -> None:
        self.scripts = list(scripts)
        self.talks: list[Talk] = []
        self.failures: list[BaseException] = []
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for talk in self.talks:
            with contextlib.suppress(OSError):
                talk.link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        assert not self.failures, self.failures

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            talk = Talk(link, self._stopped)
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
            self.talks.append(talk)
            thread = threading.Thread(target=self._talk, args=(script, talk), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, script: Script, talk: Talk) -> None:
        try:
            script(talk)
        except (EOFError, OSError):
            pass  # The client has left.
        except Exception as error:  # noqa: BLE001 - a script's mistake must fail the test, not a thread
            self.failures.append(error)
        finally:
            talk.lines.close()
            talk.link.close()


# ------------------------------------------------------------------------------------------------- for the tests

START = Position("INBOX", 7, 0, datetime(2020, 1, 1, tzinfo=UTC))
MAIL = b"Message-ID: <a@ocmw-mol.example>\r\nSubject: aanvraag\r\n\r\nGoeiedag\r\n"


def everyday(talk: Talk) -> None:
    talk.greet()
    talk.serve()


def with_mail(*uids: int) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        hold(talk, *uids)
        talk.greet()
        talk.serve()

    return script


def hold(talk: Talk, *uids: int) -> None:
    talk.messages = {uid: MAIL.replace(b"a@", b"%d@" % uid) for uid in uids}
    talk.following = max(uids) + 1


def mailbox(port: int, **options: object) -> ImapMailbox:
    server = ImapServer("127.0.0.1", port, "none", "hrm@mi-is.example", lambda: "geheim", read_timeout=1.0)
    return ImapMailbox(replace(server, connect_timeout=1.0, **options))


def opened(port: int, **options: object) -> ImapMailbox:
    """Return a mailbox that has looked at its folder, so that only what happens next ends a wait."""
    inbox = mailbox(port, **options)
    list(inbox.new(START))
    return inbox


def uids(arrived: object) -> list[int]:
    return [one.place.uid for one in arrived]  # type: ignore[attr-defined]
