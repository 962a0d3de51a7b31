"""A mail sandbox on loopback: an IMAP and an SMTP server in one thread, for demo and tests. No set-up, no disk.

What is handed to its SMTP server lands in the mailboxes of its accounts and in ``messages``; what belongs to no
account is only kept in ``messages``, as if it had left for the wide world. It is no server for real mail: passwords
are kept in the clear, and everything is forgotten at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import threading
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

log = logging.getLogger(__name__)

T = TypeVar("T")

HOST = "127.0.0.1"
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the sandbox's SMTP server took: envelope and bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    at: datetime


class Sandbox:
    """Two mail servers on loopback; a context manager, or ``start`` and ``stop``.

    ``accounts`` are addresses with passwords. ``refuse`` gives the SMTP answer for recipients that are to be refused
    (``"550 5.1.1 no such mailbox"``); it may be changed while running. ``now`` dates arriving mail. With
    ``certificate`` (PEM files of chain and key) both servers offer STARTTLS. Port 0 means any free one; the ports in
    use stand in ``imap_port`` and ``smtp_port``.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        certificate: tuple[str, str] | None = None,
        ports: tuple[int, int] = (0, 0),
    ) -> None:
        self.accounts = {address.casefold(): password for address, password in accounts.items()}
        self.refuse: dict[str, str] = {}
        self.messages: list[Message] = []
        self.imap_port, self.smtp_port = ports
        self._now = now
        self._tls = _tls(certificate)
        self._shelves: dict[str, _Shelves] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="mail-sandbox", daemon=True)
        self._up = threading.Event()
        self._failure: BaseException | None = None
        self._down: asyncio.Event | None = None

    # ------------------------------------------------------------------------------------------------ in use

    def start(self) -> None:
        """Start both servers and return when they listen."""
        self._thread.start()
        if not self._up.wait(_START_SECONDS):
            raise TimeoutError("the mail sandbox does not start")
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Cut all connections and stop; may be called twice."""
        if self._thread.is_alive() and self._down is not None:
            with contextlib.suppress(RuntimeError):  # The loop may just have ended.
                self._loop.call_soon_threadsafe(self._down.set)
        if self._thread.ident is not None:
            self._thread.join(_STOP_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def deliver(self, address: str, content: bytes, at: datetime | None = None) -> None:
        """Lay a message into an account's INBOX, dated ``at`` (default now), as if it came from outside."""
        self._wait_for(self._shelves[address.casefold()].append("INBOX", content, at or self._now()))

    def inbox(self, address: str) -> tuple[bytes, ...]:
        """Return the messages in an account's INBOX, oldest first."""
        return self.folder(address, "INBOX")

    def folder(self, address: str, name: str) -> tuple[bytes, ...]:
        """Return the messages in a folder of an account, oldest first; none if there is no such folder."""
        return self._wait_for(self._shelves[address.casefold()].contents(name))

    # ---------------------------------------------------------------------------------------------- inside

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_START_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        # A client that hangs up in mid-sentence is everyday life here, not worth a line on the screen.
        self._loop.set_exception_handler(lambda _, context: log.debug("sandbox: %s", context.get("message")))
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:  # The port is taken.
            self._failure = error
        finally:
            self._loop.run_until_complete(_clear_up())
            self._loop.close()
            self._up.set()

    async def _serve(self) -> None:
        self._down = asyncio.Event()
        imap = await asyncio.start_server(self._imap(), HOST, self.imap_port)
        try:
            smtp = await self._loop.create_server(self._smtp, HOST, self.smtp_port)
        except OSError:
            imap.close()
            raise
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in (imap, smtp))
        self._up.set()
        await self._down.wait()
        imap.close()
        smtp.close()

    def _imap(self) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        config = Config(
            Namespace(passlib_cfg=None, proxy_protocol="noop"),
            host=HOST,
            port=self.imap_port,
            demo_data=False,
            demo_user="",
            demo_password="",
            subsystem=Subsystem.for_asyncio(),
            cpu_subsystem=Subsystem.for_asyncio(),
            hash_context=Cleartext(),
            invalid_user_sleep=0.0,
            tls_enabled=self._tls is not None,
            ssl_context=self._tls or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        )
        config.apply_context()
        login = Login(config)
        for address, password in self.accounts.items():
            login.users_dict[address] = UserMetadata(config, address, password=password)
            self._shelves[address] = _Shelves()
            config.set_cache[address] = (self._shelves[address], FilterSet())
        serve = IMAPServer(login, config)
        # Nobody else holds on to these: a task that only the loop knows may be collected in mid-conversation.
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(serve(reader, writer, SocketInfo.get(writer, ProxyResultLocal())))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            task.add_done_callback(lambda _: writer.close())

        return connected

    def _smtp(self) -> SMTP:
        return _Smtp(
            _Handler(self),
            hostname="sandbox.example",
            ident="mailflow sandbox",
            enable_SMTPUTF8=True,
            authenticator=self._authenticate,
            auth_require_tls=False,
            tls_context=self._tls,
            loop=self._loop,
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and self.accounts.get(
            data.login.decode("utf-8", "replace").casefold()
        ) == data.password.decode("utf-8", "replace")
        return AuthResult(success=known, handled=False)

    async def _arrive(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        at = self._now()
        for recipient in envelope.rcpt_tos:
            shelves = self._shelves.get(recipient.casefold())
            if shelves is not None:
                await shelves.append("INBOX", content, at)
        self.messages.append(Message(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, at))


class _Session(Session):
    """A session that takes the login quietly; the library warns of its own use of an old name."""

    login_data: Any = None


class _Smtp(SMTP):
    def _create_session(self) -> Session:
        return _Session(self.loop)


class _Handler:
    """What the SMTP server asks of us at each step."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self._sandbox.refuse.get(address.casefold())
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self._sandbox._arrive(envelope)  # noqa: SLF001 - the handler is a part of the sandbox
        return "250 2.0.0 taken"


class _Data(MailboxData):
    """A folder that keeps keywords; the library's own silently forgets them."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return frozenset(super().permanent_flags | {Flag(b"\\*")})


class _Shelves(MailboxSet):
    """The folders of one account."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Data(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        async with self._set_lock.write_lock():
            if name in self._set:
                raise ValueError(name)
            self._set[name] = made = _Data(self._content_cache, self._thread_cache)
            return made.mailbox_id

    async def append(self, name: str, content: bytes, at: datetime) -> None:
        await (await self.get_mailbox(name)).append(AppendMessage(content, at), recent=True)

    async def contents(self, name: str) -> tuple[bytes, ...]:
        try:
            data = await self.get_mailbox(name)
        except KeyError:
            return ()
        found = [message._content async for message in data.messages()]  # noqa: SLF001 - it has no other way in
        return tuple(bytes(content) for content in found if content is not None)


def _tls(certificate: tuple[str, str] | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


async def _clear_up() -> None:
    """Cancel what still talks to clients, and let the cut connections close."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for _ in range(3):
        await asyncio.sleep(0)
