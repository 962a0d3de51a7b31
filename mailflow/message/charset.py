"""Bytes to text, whatever the sender claims about them; never raises.

The declared charset comes first, then UTF-8, then a guess, then Windows-1252 without the five bytes
that mean nothing in it.
"""

from __future__ import annotations

import re
import unicodedata

from charset_normalizer import from_bytes

# What mail programs write and Python does not know, or knows as something narrower than what they mean.
_ALIASES = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unknown-8bit": "",
    "x-unknown": "",
    "default_charset": "",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
}
# Codecs of Python that turn bytes into bytes, compress, or can blow up a small input.
_FORBIDDEN = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")


def decode(raw: bytes, charset: str = "") -> str:
    """Return ``raw`` as text; line ends become ``\\n``, NUL and other control characters vanish."""
    text = _decode_as(raw, charset)
    if text is None or ("\ufffd" in text and b"\xef\xbf\xbd" not in raw):
        text = _guess(raw)
    return clean(text)


def clean(text: str) -> str:
    """Unify line ends to ``\\n`` and accents to one character; drop what can't be printed (NUL, BOM, controls)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff\u2066-\u2069\u202a-\u202e]"
)


def _decode_as(raw: bytes, charset: str) -> str | None:
    name = charset.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not _NAME.fullmatch(name) or name.replace("-", "_") in _FORBIDDEN:
        return None
    if name == "windows-1252" and _is_utf8(raw):
        # Latin-1 is what programs declare when they do not know; multi-byte UTF-8 is never written by chance.
        name = "utf-8"
    try:
        return raw.decode(name)
    except (LookupError, ValueError, AttributeError, TypeError):
        return None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    sample = raw[:4096]
    if sum(byte >= 0x80 for byte in sample) * 3 > len(sample):
        # Only text that is mostly not ASCII is worth the guess: for nl, fr and de Windows-1252 is right.
        best = from_bytes(sample).best()
        if best is not None:
            return raw.decode(best.encoding, "replace")
    return raw.decode("windows-1252", "ignore")
