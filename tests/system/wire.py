"""A wire between mailflow and a server that can be listened to and cut."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from typing import Self


class Wire:
    """Passes everything on to a port of this machine, and keeps what the client said; use with ``with``.

    With ``chop`` the client gets the server's words in packets of so many octets.
    """

    def __init__(self, target: int, chop: int = 0) -> None:
        self.target = target
        self._chop = chop
        self._said = bytearray()
        self._ends: dict[socket.socket, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._stop_here, self._stop_there = socket.socketpair()
        self._selector.register(self._stop_here, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="wire")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_there.send(b"x")
        self._thread.join(10)
        for sock in (*self._ends, self._listener, self._stop_here, self._stop_there):
            sock.close()
        self._selector.close()

    @property
    def said(self) -> list[str]:
        """Return the lines that the client has said so far, passwords included."""
        return bytes(self._said).decode("utf-8", "replace").splitlines()

    def bodies_fetched(self) -> list[str]:
        """Return the UID sets whose bodies or headers were asked for."""
        return [line.split()[3] for line in self.said if " FETCH " in line and "BODY" in line.upper()]

    def cut(self) -> None:
        """Cut every connection there is; new ones are made as before."""
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        self._said.clear()

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._stop_here:
                    return
                if key.fileobj is self._listener:
                    self._join()
                else:
                    assert isinstance(key.fileobj, socket.socket)
                    self._pass_on(key.fileobj, from_client=key.data)

    def _join(self) -> None:
        client, _ = self._listener.accept()
        try:
            server = socket.create_connection(("127.0.0.1", self.target), 5)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ends[client], self._ends[server] = server, client
        self._selector.register(client, selectors.EVENT_READ, data=True)
        self._selector.register(server, selectors.EVENT_READ, data=False)

    def _pass_on(self, source: socket.socket, *, from_client: bool) -> None:
        target = self._ends.get(source)
        if target is None:
            return
        data = b""
        with suppress(OSError):
            data = source.recv(65536)
        if data and from_client:
            self._said += data
        with suppress(OSError):
            if data:
                size = len(data) if from_client or not self._chop else self._chop
                for start in range(0, len(data), size):
                    target.sendall(data[start : start + size])
                return
        for end in (source, target):
            self._selector.unregister(end)
            del self._ends[end]
            end.close()
