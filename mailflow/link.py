"""What every connection to a mail server shares: the security words, the loopback rule, TLS, and why a link failed.

Speaks neither IMAP nor SMTP; those stand in ``mailbox/`` and ``outbox/``.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from typing import Literal

from mailflow.errors import ConfigError, Mistake

Security = Literal["tls", "starttls", "none"]
Login = Literal["password", "oauth2"]


def is_loopback(host: str) -> bool:
    """Say whether a host name can only mean this machine (RFC 6761 §6.3; no look-up is made)."""
    if host.lower().rstrip(".") in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_security(section: str, host: str, security: str) -> None:
    """Raise ``ConfigError`` if the security word is unknown, or ``none`` would send a password over a network."""
    place = f"[{section}] security"
    if security not in {"tls", "starttls", "none"}:
        raise ConfigError((Mistake("", place, repr(security), 'one of "tls", "starttls", "none"'),))
    if security == "none" and not is_loopback(host):
        raise ConfigError((Mistake("", place, f'"none" for {host}', '"tls" or "starttls" ("none" only on loopback)'),))


def tls_context(cafile: str = "") -> ssl.SSLContext:
    """Make a context that verifies certificate and host name; ``cafile`` adds an own authority (PEM)."""
    return ssl.create_default_context(cafile=cafile or None)


def set_options(sock: socket.socket) -> None:
    """Send small commands at once (else 44 ms each), and let the kernel notice a peer that has silently gone."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 20)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)


def reason(error: BaseException) -> str:
    """Say in one line for the operator why a link failed, and what to look at."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = getattr(error, "verify_message", error)
        return f"the server's certificate is not trusted: {why}; check host name, or set cafile"
    if isinstance(error, ssl.SSLError):
        if getattr(error, "reason", "") == "NO_CERTIFICATE_OR_CRL_FOUND":
            return "the file of cafile holds no certificate; it must be PEM"
        return f"TLS failed: {getattr(error, 'reason', None) or error}; check port and security"
    if isinstance(error, TimeoutError):
        return "the server does not answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused; is the server up, is the port right?"
    if isinstance(error, socket.gaierror):
        return "the host name can't be found; check host and DNS"
    answer = getattr(error, "smtp_error", None)
    if answer is not None:
        return f"the server answers {getattr(error, 'smtp_code', '')} {one_line(answer)}"
    return one_line(str(error) or type(error).__name__)


def one_line(text: str | bytes) -> str:
    """Fold a server's answer to one printable line of at most 300 characters."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    folded = " ".join(text.split())
    printable = "".join(char if char.isprintable() else "?" for char in folded)
    return printable[:300]
