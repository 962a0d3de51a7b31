"""Handing letters to the SMTP server: the adapter behind ``ports.Sender``; one connection, kept between letters.

Says of each letter what became of it and never raises. A connection that the server closed meanwhile is made anew
once, but only while nothing of the letter has been sent: after that a second try could be a second letter, so
the outbox decides, later and with the same Message-ID.
"""

from __future__ import annotations

import contextlib
import logging
import re
import smtplib
import time

from mailflow.errors import MailflowError
from mailflow.link import one_line, reason
from mailflow.outbox.server import SmtpServer, connect, hang_up
from mailflow.outbox.verdict import refused_at_data, refused_at_rcpt
from mailflow.ports import Delivery, Outcome

log = logging.getLogger(__name__)

# A connection that was silent so long (seconds) is asked whether it still lives.
_STALE = 5.0
_SERVICE_CLOSING = 421


class SmtpSender:
    """Hands letters to one SMTP server; satisfies ``ports.Sender``. Belongs to one thread; usable again after
    ``close``.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._used = 0.0

    def send(self, address: str, content: bytes) -> Delivery:
        """Hand over one letter (CRLF bytes) for one recipient; never raises (see ``ports.Sender``)."""
        try:
            recipient = _on_the_wire(address)
        except ValueError:
            return Delivery(Outcome.DEFERRED, f"{address!r} can't be written as an address")
        for fresh in (False, True):
            try:
                smtp = self._connection(fresh=fresh)
                answer = self._envelope(smtp, recipient, content)
            except (MailflowError, ValueError, OSError) as error:
                kept = self._smtp is not None and not fresh
                self._drop()
                if kept and isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
                    continue
                return self._down(error)
            return answer or self._data(smtp, recipient, content)
        raise AssertionError

    def close(self) -> None:
        """Leave the server politely; never raises."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):
                smtp.quit()
            hang_up(smtp)

    def _connection(self, *, fresh: bool) -> smtplib.SMTP:
        smtp = self._smtp
        if smtp is not None and not fresh and time.monotonic() - self._used > _STALE:
            try:
                alive = smtp.noop()[0] == 250
            except OSError:
                alive = False
            if not alive:
                self._drop()
                smtp = None
        if smtp is None or fresh:
            self._smtp = smtp = connect(self._server)
        return smtp

    def _envelope(self, smtp: smtplib.SMTP, recipient: str, content: bytes) -> Delivery | None:
        """Name sender and recipient; return an outcome if it ends here. Nothing of the letter has been sent yet."""
        options = []
        if not content.isascii() and smtp.has_extn("8bitmime"):
            options.append("BODY=8BITMIME")
        if not (recipient + self._server.sender).isascii():
            if not smtp.has_extn("smtputf8"):
                return Delivery(Outcome.DEFERRED, "the server can't take an address with accents (SMTPUTF8)")
            options.append("SMTPUTF8")
            smtp.command_encoding = "utf-8"
        code, text = smtp.mail(self._server.sender, options)
        if code != 250:
            # About us: a bad sender, no login, a quota of ours, a server in trouble.
            return self._refused(
                smtp, code, f"the server does not take mail from us: {code} {one_line(text)}", down=True
            )
        code, text = smtp.rcpt(recipient)
        detail = f"{code} {one_line(text)}"
        if code not in {250, 251}:
            if refused_at_rcpt(code, one_line(text)):
                self._reset(smtp)
                return Delivery(Outcome.REFUSED, detail)
            return self._refused(smtp, code, detail)
        code, text = smtp.docmd("DATA")
        if code == 354:
            return None
        return self._refused(smtp, code, f"{code} {one_line(text)}")

    def _data(self, smtp: smtplib.SMTP, recipient: str, content: bytes) -> Delivery:
        assert smtp.sock is not None
        try:
            smtp.sock.settimeout(self._server.data_timeout)
            smtp.send(_as_data(content))
            code, text = smtp.getreply()
            smtp.sock.settimeout(self._server.read_timeout)
        except OSError as error:
            self._drop()
            why = f"{self._server}: cut off while the letter was handed over; it may have arrived: {_why(error)}"
            return Delivery(Outcome.DEFERRED, why, server_down=True)
        self._used = time.monotonic()
        detail = f"{code} {one_line(text)}"
        if code == 250:
            return Delivery(Outcome.SENT, detail)
        if refused_at_data(code, one_line(text), recipient):
            return Delivery(Outcome.REFUSED, detail)
        return self._refused(smtp, code, detail)

    def _refused(self, smtp: smtplib.SMTP, code: int, detail: str, *, down: bool = False) -> Delivery:
        """Return a temporary outcome and leave the connection ready for the next letter."""
        self._reset(smtp)
        closing = code == _SERVICE_CLOSING
        if closing:
            self._drop()
        return Delivery(Outcome.DEFERRED, detail, server_down=down or closing)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except OSError:
            self._drop()
        self._used = time.monotonic()

    def _down(self, error: Exception) -> Delivery:
        detail = str(error) if isinstance(error, MailflowError) else f"{self._server}: {_why(error)}"
        log.warning("server_down", extra={"facts": {"why": detail}})
        return Delivery(Outcome.DEFERRED, detail, server_down=True)

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            hang_up(smtp)


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"login refused: {error.smtp_code} {one_line(error.smtp_error)}; check user name and secret"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {one_line(error.smtp_error)}"
    # The library hides a time-out behind an error of its own.
    return reason(error.__context__ if isinstance(error.__context__, OSError) else error)


def _as_data(content: bytes) -> bytes:
    """Return a letter as it goes after DATA: dots doubled at line starts, and the end marked (RFC 5321 §4.5.2)."""
    end = b"" if content.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content) + end + b".\r\n"


def _on_the_wire(address: str) -> str:
    """Return the address as SMTP wants it: the domain in ASCII (RFC 5890); raises ``ValueError``."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(
        char.isspace() or char in "<>" or not char.isprintable() for char in address
    ):
        raise ValueError(address)
    return f"{local}@{domain.encode('idna').decode('ascii')}"
