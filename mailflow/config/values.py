"""The shapes of single configuration values: text, address, span of time, size, hours …

A shape turns what stands in TOML (or in an environment variable) into a typed value, or raises ``ValueError``. What
belongs together in a section, and what must fit between keys, is the matter of ``sections.py`` and ``reading.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from mailflow.model.dates import Hours
from mailflow.model.words import Language

if TYPE_CHECKING:
    from mailflow.model.rules import Duration

_ADDRESS = re.compile(r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+\.?[^\s@<>,;\"().]")
_DURATION = re.compile(r"(\d+)\s*(s|m|h|d|workdays?)")
_SIZE = re.compile(r"(\d+)\s*(kB|MB)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TRUE = {"true", "yes", "1", "on"}
_FALSE = {"false", "no", "0", "off"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value must look like.

    ``read`` takes the TOML value and raises ``ValueError`` if it is not ``expected``; ``parse`` makes the TOML value
    of the text of an environment variable; ``words`` are the allowed words, for "did you mean".
    """

    expected: str
    read: Callable[[Any], Any]
    parse: Callable[[str], Any] = str
    words: tuple[str, ...] = ()


def read_duration(text: str) -> Duration:
    """Read a span of time as written in files: ``30s``, ``10m``, ``2h``, ``3d``, ``5 workdays``."""
    from mailflow.model.rules import Duration

    return Duration(*_amount(text))


def _amount(text: str) -> tuple[int, str]:
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return int(match[1]), "workdays" if match[2].startswith("workday") else match[2]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - one kind of error says "not this shape"
    return value.strip()


def _filled(value: Any) -> str:
    text = _text(value)
    if not text:
        raise ValueError(value)
    return text


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004 - as above
    return value


def _parse_flag(text: str) -> bool:
    if text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    raise ValueError(text)


def _span(value: Any) -> timedelta:
    amount, unit = _amount(_text(value))
    if unit == "workdays":
        raise ValueError(value)
    return timedelta(seconds=amount * _SECONDS[unit])


def _span_or_never(value: Any) -> timedelta | None:
    return None if value == "never" else _span(value)


def _size(value: Any) -> int:
    match = _SIZE.fullmatch(_text(value))
    if match is None:
        raise ValueError(value)
    return int(match[1]) * {"kB": 1000, "MB": 1000 * 1000}[match[2]]


def _address(value: Any) -> str:
    text = _filled(value).lower()
    if not _ADDRESS.fullmatch(text):
        raise ValueError(value)
    return text


def _maybe_address(value: Any) -> str:
    return _address(value) if _text(value) else ""


def _mailbox(value: Any) -> str:
    text = _text(value)
    if text:
        _address(parseaddr(text)[1])
    return text


def _addresses(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(value)  # noqa: TRY004 - as above
    return tuple(dict.fromkeys(_address(entry) for entry in value))


def _parse_list(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]


def _languages(value: Any) -> Mapping[str, Language]:
    if not isinstance(value, Mapping):
        raise ValueError(value)  # noqa: TRY004 - as above
    return {_address(address): Language(_text(word).lower()) for address, word in value.items()}


def _parse_languages(text: str) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in _parse_list(text)]
    return {address.strip(): word.strip() for address, _, word in pairs}


def _hours(value: Any) -> Hours | None:
    text = _text(value)
    if text == "always":
        return None
    start, dash, end = text.partition("-")
    hours = Hours(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    if not dash or hours.start >= hours.end:
        raise ValueError(value)
    return hours


def _since(value: Any) -> str | date:
    if isinstance(value, datetime):
        return value.astimezone(UTC).date()
    if isinstance(value, date):
        return value
    text = _text(value)
    return text if text in {"now", "all"} else date.fromisoformat(text)


def _listen(value: Any) -> tuple[str, int]:
    host, colon, port = _text(value).rpartition(":")
    if not colon or not host or not 0 <= int(port) <= 65535:
        raise ValueError(value)
    return host.strip("[]"), int(port)


def choice(*words: str) -> Shape:
    """Return the shape of one word out of a few."""

    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(value)
        return str(value)

    return Shape("one of " + ", ".join(f'"{word}"' for word in words), read, words=words)


def number(least: int, most: int) -> Shape:
    """Return the shape of a whole number within bounds, both included."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(value)
        return value

    return Shape(f"a whole number from {least} to {most}", read, int)


TEXT = Shape("a text in quotes", _text)
FILLED = Shape("a text that is not empty", _filled)
FLAG = Shape("true or false", _flag, _parse_flag)
SPAN = Shape('a span of time such as "30s", "10m", "2h" or "3d"', _span)
SPAN_OR_NEVER = Shape('a span of time such as "90d", or "never"', _span_or_never)
SIZE = Shape('a size such as "500 kB" or "25 MB"', _size)
PORT = Shape("a port number (0 = the usual one)", number(0, 65535).read, int)
ADDRESS = Shape("a mail address, or an empty text", _maybe_address)
MAILBOX = Shape('a mail address, with or without a name ("HRM <hrm@mi-is.example>")', _mailbox)
ADDRESSES = Shape('a list of mail addresses (["an@mi-is.example"])', _addresses, _parse_list)
LANGUAGES = Shape('mail addresses with "nl", "fr" or "de"', _languages, _parse_languages)
HOURS = Shape('hours such as "08:00-18:00", or "always"', _hours)
SINCE = Shape('"now", "all" or a date such as "2027-01-31"', _since)
LISTEN = Shape('an address and a port such as "127.0.0.1:8080"', _listen)
