"""The log: one event a line, named by a word of the glossary, as text for people or JSON for machines.

Never the content of a mail: values are cut to one short line, addresses keep their domain only, and libraries that
would print what they read or send are silenced whatever the level. What a request went through is told by its trail,
not by the log.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

from mailflow.errors import MailflowError

LONGEST = 200
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@(?=[\w.-])")
_NO_ADDRESS = frozenset({"message_id", "letter"})
# imapclient prints message bodies at its debug level; the others talk about their own affairs.
_CHATTY = (
    "imapclient",
    "apscheduler",
    "tzlocal",
    "aiosmtpd",
    "mail.log",
    "mail.error",
    "mail.debug",
    "asyncio",
    "pymap",
)
# Errors that speak of the program, the system or our own rules.
OF_PROGRAMS = (MailflowError, OSError, AttributeError, NameError, TypeError, ImportError)
_logger = logging.getLogger("mailflow")


def say(event: str, level: int = logging.INFO, **facts: object) -> None:
    """Log an event (``letter_sent``) with its facts; empty facts are left out."""
    if _logger.isEnabledFor(level):
        _logger.log(level, event, extra={"facts": facts})


def warn(event: str, **facts: object) -> None:
    """Log an event that somebody should look at."""
    say(event, logging.WARNING, **facts)


def set_up(format: str = "text", level: str = "info", stream: TextIO | None = None) -> None:  # noqa: A002 - the key's name
    """Send the log to a stream (default: standard error) in a format, ``text`` or ``json``; again replaces."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if format == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _logger.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


class TextLines(logging.Formatter):
    """``2026-11-23T08:00:00+00:00 info letter_sent ref=ONT-2026-0001 kind=received``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback, if there is one, follows it."""
        facts = " ".join(f"{name}={_quoted(value)}" for name, value in _facts(record).items())
        line = f"{_time(record)} {record.levelname.lower()} {_line(record.getMessage())} {facts}".rstrip()
        error = _error(record)
        return f"{line}\n{traceback_of(error)}" if error else line


class JsonLines(logging.Formatter):
    """``{"at": "…", "level": "info", "event": "letter_sent", "ref": "ONT-2026-0001"}``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object on one line; a traceback, if there is one, is its ``traceback``."""
        entry: dict[str, object] = {
            "at": _time(record),
            "level": record.levelname.lower(),
            "event": _line(record.getMessage()),
        }
        entry |= _facts(record)
        if error := _error(record):
            entry["traceback"] = traceback_of(error)
        return json.dumps(entry, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")


def _facts(record: logging.LogRecord) -> dict[str, object]:
    given: dict[str, object] = getattr(record, "facts", {})
    kept = {name: value for name, value in given.items() if value not in ("", None, ())}
    return {name: _plain(value, masked=name not in _NO_ADDRESS) for name, value in kept.items()}


def _plain(value: object, *, masked: bool) -> object:
    return value if isinstance(value, bool | int | float) else _line(str(value), masked=masked)


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def traceback_of(error: BaseException) -> str:
    """Return where an error came from and what it is.

    The words of most errors are left out, because they quote what could not be handled: a mail. Long lines are cut,
    addresses masked.
    """
    lines: list[str] = []
    each: BaseException | None = error
    while each is not None:
        words = f": {each}" if isinstance(each, OF_PROGRAMS) else " (its words may quote a mail and are left out)"
        told = [*traceback.format_tb(each.__traceback__), f"{type(each).__qualname__}{words}"]
        lines = [*(line for part in told for line in part.splitlines()), *(["which led to:", *lines] if lines else [])]
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n".join(map(_line, lines))


def _line(text: str, *, masked: bool = True) -> str:
    line = "".join(character if character.isprintable() else " " for character in text)
    line = _ADDRESS.sub("…@", line) if masked else line
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or '"' in text or "=" in text else text
