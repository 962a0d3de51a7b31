"""An SMTP server that answers as it is told, for the answers and faults that aiosmtpd doesn't give on demand."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

CUT = "cut"
HANG = "hang"


class ScriptedSmtp:
    """Answers each command by the table: ``MAIL``, ``RCPT``, ``DATA``, ``.`` (after the letter), ``HELLO``, ``NOOP``.

    An answer is a line, ``CUT`` (close without a word) or ``HANG`` (silence until the end). ``letters`` are those that
    arrived whole, ``logins`` the AUTH lines; ``connections`` counts. ``cut_after`` closes each connection after so
    many letters, as servers do. ``pause`` are the seconds before each answer.
    """

    def __init__(self, answers: dict[str, str] | None = None, cut_after: int = 0, pause: float = 0.0) -> None:
        self.answers = answers or {}
        self.cut_after = cut_after
        self.pause = pause
        self.letters: list[bytes] = []
        self.commands: list[str] = []
        self.connections = 0
        self._stopped = threading.Event()
        self._links: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for link in (self._listener, *self._links):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._links.append(link)
            self._start(self._serve, link)

    def _serve(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as lines, contextlib.suppress(OSError, EOFError):
            self._answer(link, "HELLO", "220 ready")
            taken = 0
            while line := lines.readline():
                command = line.decode("latin-1").strip()
                self.commands.append(command)
                word = command.split(" ")[0].upper()
                if word == "EHLO":
                    link.sendall(b"250-smtp.example\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 8BITMIME\r\n")
                elif word == "DATA" and self._answer(link, "DATA", "354 go on").startswith("354"):
                    letter = b"".join(iter(lines.readline, b".\r\n"))
                    if self._answer(link, ".", "250 2.0.0 taken").startswith("250"):
                        self.letters.append(letter)
                    taken += 1
                    if taken == self.cut_after:
                        return
                elif word != "DATA":
                    self._answer(link, word, "235 2.7.0 in" if word == "AUTH" else "250 2.0.0 OK")

    def _answer(self, link: socket.socket, step: str, usual: str) -> str:
        self._stopped.wait(self.pause)
        answer = self.answers.get(step, usual)
        if answer == CUT:
            link.shutdown(socket.SHUT_RDWR)
            raise EOFError
        if answer == HANG:
            self._stopped.wait(30)
            raise EOFError
        link.sendall(answer.encode() + b"\r\n")
        return answer
