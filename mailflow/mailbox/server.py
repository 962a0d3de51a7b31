"""The IMAP server: where it is, how to log in, and the one way in (connect, TLS, login).

Leaves folders and messages to the other modules of this package. Every failure becomes ``MailboxUnreachable`` or
``LoginRefused`` with one line that tells the operator what to look at.
"""

from __future__ import annotations

import imaplib
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, ProtocolError

from mailflow.errors import ConfigError, LoginRefused, MailboxUnreachable
from mailflow.link import Login, Security, check_security, one_line, reason, set_options, tls_context

log = logging.getLogger(__name__)

DEAD_LINK = (imaplib.IMAP4.abort, OSError)
# What the library's parsers raise, besides their own errors, when a server speaks garbage (found by trying).
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, AssertionError)
_NOT_NOW = re.compile(r"\[(UNAVAILABLE|LIMIT|INUSE|SERVERBUG|CONTACTADMIN)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where the mailbox is and how to enter it.

    ``secret`` is asked anew at each login: the password, or with ``login="oauth2"`` a fresh access token; ``refused``
    hears when it was not taken, so that a token revoked before its time is not kept. Time-outs are in seconds,
    ``max_size`` in octets: of a larger message only headers and the first 64 kB are fetched. Raises
    ``ConfigError`` for ``security="none"`` off loopback.
    """

    host: str
    port: int
    security: Security
    username: str
    secret: Callable[[], str]
    login: Login = "password"
    folder: str = "INBOX"
    done_folder: str = "mailflow/Done"
    aside_folder: str = "mailflow/Aside"
    idle: bool = True
    connect_timeout: float = 15.0
    read_timeout: float = 60.0
    max_size: int = 10_000_000
    cafile: str = ""
    refused: Callable[[], object] = object

    def __post_init__(self) -> None:
        check_security("mailbox", self.host, self.security)

    def __str__(self) -> str:
        return f"{self.username} at {self.host}:{self.port}"


def connect(server: ImapServer) -> IMAPClient:
    """Connect and log in; raises ``MailboxUnreachable`` or ``LoginRefused``."""
    with unreachable(server):
        client = _open(server)
    try:
        _log_in(client, server)
    except LoginRefused:
        hang_up(client)
        server.refused()
        raise
    except BaseException:
        hang_up(client)
        raise
    return client


@contextmanager
def unreachable(server: ImapServer) -> Iterator[None]:
    """Turn whatever a dead or mad server causes into ``MailboxUnreachable``."""
    try:
        yield
    except DEAD_LINK as error:
        raise MailboxUnreachable(f"{server}: {reason(error)}") from error
    except IMAPClientError as error:
        raise MailboxUnreachable(f"{server}: the server says: {one_line(str(error))}") from error
    except UNREADABLE as error:
        # With its traceback: it may be a mistake of ours after all.
        log.warning("unreadable", exc_info=True)
        why = f"{type(error).__name__}: {one_line(str(error))}"
        raise MailboxUnreachable(f"{server}: the server's answer can't be read ({why})") from error


def hang_up(client: IMAPClient) -> None:
    """Close the connection without a word; for a link that is dead or whose state is unknown."""
    with suppress(*DEAD_LINK, IMAPClientError):
        client.shutdown()


def _open(server: ImapServer) -> IMAPClient:
    context = None if server.security == "none" else tls_context(server.cafile)
    client = IMAPClient(
        server.host,
        port=server.port,
        ssl=server.security == "tls",
        ssl_context=context if server.security == "tls" else None,
        timeout=SocketTimeout(connect=server.connect_timeout, read=server.read_timeout),
    )
    try:
        # Message bodies don't belong in a debug log, and writing them there halves the speed.
        client._imap.debug = 0  # noqa: SLF001
        # Arrival times must keep their zone.
        client.normalise_times = False
        set_options(client.socket())
        if server.security == "starttls":
            client.starttls(ssl_context=context)
    except BaseException:
        hang_up(client)
        raise
    return client


_OCTETS = re.compile(r"^b(['\"])(.*)\1$")


def _log_in(client: IMAPClient, server: ImapServer) -> None:
    try:
        secret = server.secret()
    except (OSError, ConfigError) as error:
        raise LoginRefused(f"{server}: the password can't be read: {error}") from error
    challenge = _Bearer(server.username, secret)
    try:
        if server.login == "oauth2":
            client.sasl_login("XOAUTH2", challenge)
        elif (server.username + secret).isascii():
            client.login(server.username, secret)
        else:
            # LOGIN takes ASCII only; AUTHENTICATE PLAIN takes UTF-8 (RFC 4616).
            client.plain_login(server.username, secret)
    except DEAD_LINK as error:
        raise MailboxUnreachable(f"{server}: {reason(error)}") from error
    except (ProtocolError, *UNREADABLE) as error:
        raise MailboxUnreachable(f"{server}: the answer to the login can't be read: {one_line(str(error))}") from error
    except IMAPClientError as error:
        # The library hands on the octets of the answer as Python would write them.
        text = _OCTETS.sub(r"\2", one_line(str(error)))
        if _NOT_NOW.search(text):
            raise MailboxUnreachable(f"{server}: no login at the moment: {text}") from error
        raise LoginRefused(f"{server}: {text}{challenge.complaint}; check user name and secret") from error


class _Bearer:
    """Answers XOAUTH2: the token first, then nothing, keeping the server's reason (a JSON text)."""

    def __init__(self, username: str, token: str) -> None:
        self.complaint = ""
        self._answer = f"user={username}\x01auth=Bearer {token}\x01\x01"

    def __call__(self, challenge: bytes) -> str:
        if not challenge:
            return self._answer
        try:
            said = json.dumps(json.loads(challenge))
        except ValueError:
            said = one_line(challenge)
        self.complaint = f" ({said})"
        return ""
