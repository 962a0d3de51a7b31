"""What a server's answer means for one letter: refused for good, or try again later (SPEC §11.5, RFC 5321, RFC 3463).

Permanent is only what says that *this recipient* can't be reached. What is about us (login, reputation, relaying),
about space, about the letter's route, or unknown is temporary: better a letter two days late than one given up
because of a mistake that the operator repairs in an hour.
"""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# 550 no such mailbox, 551 not local, 553 name not allowed, 554 no valid recipient, 521/556 takes no mail (RFC 7504).
_RECIPIENT_CODES = frozenset({521, 550, 551, 553, 554, 556})
# Enhanced codes that are about us or about room: bad sender, mailbox full, any system or protocol or policy trouble.
_NOT_THEIRS = re.compile(r"^(1\.[78]|2\.2|3\.\d+|5\.\d+|7\.\d+)$")
_THEIRS_AT_DATA = re.compile(r"^1\.(1|2|3|6|10)$")
_ABOUT_US = re.compile(
    r"quota|over ?limit|mailbox (is )?full|storage|relay|authenti|not permitted to send|sender|\bspf\b|\bdkim\b|dmarc"
    r"|black ?list|block ?list|blocked|reputation|spam|\brbl\b|dnsbl|spamhaus|rate|too many|policy|denied by|banned",
    re.IGNORECASE,
)


def refused_at_rcpt(code: int, text: str) -> bool:
    """Say whether an answer to RCPT TO means that this recipient never gets mail at this address."""
    if code not in _RECIPIENT_CODES:
        return False
    enhanced = _enhanced(text)
    if enhanced is not None:
        return not _NOT_THEIRS.match(enhanced)
    return not _ABOUT_US.search(text)


def refused_at_data(code: int, text: str, address: str) -> bool:
    """Say whether the answer after the letter itself names the recipient as the one who is not there."""
    enhanced = _enhanced(text) or ""
    named = address.casefold() in text.casefold() or bool(_THEIRS_AT_DATA.match(enhanced))
    return named and refused_at_rcpt(code, text)


def _enhanced(text: str) -> str | None:
    """Return subject and detail of the enhanced status code (``1.1`` of ``5.1.1``), ``None`` if there is none."""
    found = _ENHANCED.search(text[:200])
    if found is None:
        return None
    # A 5xx with a 4.x.y behind it contradicts itself; nothing that is temporary anywhere is permanent here.
    return f"{found[2]}.{found[3]}" if found[1] == "5" else "3.0"
