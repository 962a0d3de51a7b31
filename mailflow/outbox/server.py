"""The SMTP server: where it is, how to log in, who we are to it; and the one way in (connect, TLS, login)."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mailflow.errors import LoginRefused
from mailflow.link import Login, Security, check_security, is_loopback, set_options, tls_context


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are handed in (RFC 6409) and as whom.

    ``username`` empty: no login. ``secret`` is asked anew at each login: the password, or with ``login="oauth2"`` a
    fresh access token; ``refused`` hears when it was not taken. ``sender`` is the MAIL FROM, to which bounces return.
    Time-outs are in seconds; ``data_timeout`` is for the answer after the last octet, where giving up early means
    sending twice (RFC 1047). ``per_minute`` is kept by the outbox. Raises ``ConfigError`` for ``security="none"`` off
    loopback.
    """

    host: str
    port: int
    security: Security
    sender: str
    username: str = ""
    secret: Callable[[], str] = str
    login: Login = "password"
    helo: str = ""
    cafile: str = ""
    per_minute: int = 30
    connect_timeout: float = 15.0
    read_timeout: float = 60.0
    data_timeout: float = 300.0
    refused: Callable[[], object] = object

    def __post_init__(self) -> None:
        check_security("smtp", self.host, self.security)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def connect(server: SmtpServer) -> smtplib.SMTP:
    """Connect and log in; raises ``OSError`` (with all of ``smtplib``'s errors) or ``LoginRefused``."""
    context = tls_context(server.cafile)
    smtp = _open(server, context)
    try:
        assert smtp.sock is not None
        set_options(smtp.sock)
        if server.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.username:
            _log_in(smtp, server)
        assert smtp.sock is not None
        smtp.sock.settimeout(server.read_timeout)
    except smtplib.SMTPAuthenticationError:
        hang_up(smtp)
        server.refused()
        raise
    except BaseException:
        hang_up(smtp)
        raise
    return smtp


def hang_up(smtp: smtplib.SMTP) -> None:
    """Close the connection without a word."""
    with suppress(OSError):
        smtp.close()


def _open(server: SmtpServer, context: ssl.SSLContext) -> smtplib.SMTP:
    # The library would look the own name up, which takes seconds where DNS doesn't know this machine.
    helo = server.helo or ("localhost" if is_loopback(server.host) else None)
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, helo, timeout=server.connect_timeout, context=context)
    return smtplib.SMTP(server.host, server.port, helo, timeout=server.connect_timeout)


def _log_in(smtp: smtplib.SMTP, server: SmtpServer) -> None:
    try:
        secret = server.secret()
    except OSError as error:
        raise LoginRefused(f"{server}: the password can't be read: {error}") from error
    if server.login == "oauth2":
        bearer = f"user={server.username}\x01auth=Bearer {secret}\x01\x01"
        smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge else bearer)
    elif (server.username + secret).isascii():
        smtp.login(server.username, secret)
    else:
        # The library knows ASCII passwords only; PLAIN carries UTF-8 (RFC 4616).
        response = base64.b64encode(f"\0{server.username}\0{secret}".encode()).decode("ascii")
        code, text = smtp.docmd("AUTH", f"PLAIN {response}")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, text)
