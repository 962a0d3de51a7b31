"""Checks DKIM signatures (RFC 6376), for a mail server that writes no ``Authentication-Results`` (``[trust] dkim``).

dkimpy does the arithmetic, dnspython fetches the keys. What a signature is worth is decided in
``understanding/sender.py``; here is only said which ones hold over the whole text, at the moment when the mail arrived.
Nothing in a mail may keep us busy: few signatures, small keys, short waits, and no text that takes the library's
patterns long.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from mailflow.model.signature import Signature, Verdict

if TYPE_CHECKING:
    from dns.resolver import Resolver

log = logging.getLogger(__name__)

MOST, PATIENCE = 3, 5.0
LARGEST, LONGEST_FIELD, LONGEST_KEY = 2_000_000, 4_000, 1_000
# The library's patterns take time with the square of the blanks in a row.
_BLANKS = re.compile(rb"[\t ]{100}")

LookUp = Callable[[str, float], bytes | None]
"""Returns the TXT record of a name, ``None`` if there is none; raises ``OSError`` if the DNS doesn't say in time."""


class DnsKeys:
    """Asks the DNS (``resolver``, or that of this machine) for TXT records; remembers them as long as they say."""

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._resolver = resolver

    def __call__(self, name: str, patience: float) -> bytes | None:
        """Return the first TXT record of a name; gives up after so many seconds (``OSError``)."""
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, LRUCache, NoAnswer, Resolver

        try:
            if self._resolver is None:
                self._resolver = Resolver()
                self._resolver.cache = LRUCache()
            found = self._resolver.resolve(name, "TXT", lifetime=patience, search=False)
        except (NXDOMAIN, NoAnswer):
            return None
        except (DNSException, ValueError) as problem:
            raise OSError(f"the DNS does not say: {problem}") from problem
        return next((b"".join(record.strings) for record in found), None)


class DkimVerifier:
    """Says which signatures of a mail hold; satisfies ``ports.Verifier``."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up
        self._last: tuple[bytes, Verdict] | None = None

    def verify(self, raw: bytes, wanted: Callable[[str], bool], at: datetime) -> Verdict:
        """Return the signatures of wanted domains that hold (see ``ports.Verifier``)."""
        # One mail is asked about several times while it is handled.
        if self._last is None or self._last[0] is not raw:
            self._last = raw, self._verify(raw, wanted, at)
        return self._last[1]

    def _verify(self, raw: bytes, wanted: Callable[[str], bool], at: datetime) -> Verdict:
        if why := _unfit(raw):
            return Verdict(why=why)
        import dkim
        from dkim.util import InvalidTagValueList

        until = time.monotonic() + PATIENCE
        holds: list[Signature] = []
        whys: list[str] = []

        def key(name: bytes, timeout: float = 0) -> bytes | None:
            del timeout
            return self._key(name, until)

        try:
            reader = dkim.DKIM(raw, logger=_SILENT, timeout=int(PATIENCE))
            for place, tags in _signed(reader.headers, wanted):
                if why := _worthless(tags, at):
                    whys.append(why)
                elif reader.verify(place, key):
                    covers = tuple(name.strip().lower() for name in tags.get("h", "").split(":"))
                    fields = tuple(name.decode("ascii").lower() for name, _ in reader.headers)
                    holds.append(Signature(tags["d"].lower(), covers, fields))
                else:
                    whys.append("the signature does not fit the mail, or its key is not there")
        except OSError as problem:
            whys.append(str(problem))
        except (dkim.DKIMException, InvalidTagValueList, ValueError, *_DAMAGE) as problem:
            whys.append(f"the signature can't be read: {type(problem).__name__}")
        return Verdict(tuple(holds), "; ".join(dict.fromkeys(whys)) or "no signature of the sender's domain")

    def _key(self, name: bytes, until: float) -> bytes | None:
        """Return a key record that may be used: a short one, not only for trying out (RFC 6376 §3.6.1, t=y)."""
        left = until - time.monotonic()
        if left <= 0:
            raise OSError("the DNS does not say in time")
        record = self._look_up(name.decode("ascii").rstrip("."), left)
        if record is None or len(record) > LONGEST_KEY:
            return None
        flags = re.search(rb"(?:^|;)\s*t\s*=([^;]*)", record)
        return None if flags and b"y" in flags[1].replace(b" ", b"").split(b":") else record


# What dkimpy raises of others' making on damaged fields and keys.
_DAMAGE = (TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, RecursionError)
_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.disabled = True


def _unfit(raw: bytes) -> str:
    """Return why a mail is not looked at, ``""`` if it is."""
    return "too large, or of an odd shape" if len(raw) > LARGEST or _BLANKS.search(raw) else ""


def _signed(headers: list[list[bytes]], wanted: Callable[[str], bool]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the first signatures of wanted domains: their place among all, and their tags."""
    from dkim.util import parse_tag_value

    found = 0
    signatures = [value for name, value in headers if name.lower() == b"dkim-signature"]
    for place, value in enumerate(signatures):
        if len(value) > LONGEST_FIELD or found == MOST:
            continue
        tags = {name.decode("ascii"): given.decode("ascii") for name, given in parse_tag_value(value).items()}
        if wanted(tags.get("d", "").lower()):
            found += 1
            yield place, tags


def _worthless(tags: dict[str, str], at: datetime) -> str:
    """Return why a signature counts for nothing, even if it holds; ``""`` if it may count."""
    if "l" in tags:
        return "the signature covers a part of the text only (l=)"
    if tags.get("x", "").isdecimal() and int(tags["x"]) < at.timestamp():
        return "the signature had expired (x=)"
    return "" if tags.get("a", "").endswith("-sha256") else "the signature uses an old algorithm"
