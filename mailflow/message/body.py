"""The body text of a MIME tree: which part speaks, and as what text."""

from __future__ import annotations

import re

from mailflow.message.flowed import unflow
from mailflow.message.html import MAX_HTML, has_table, to_text
from mailflow.message.parts import Budget, Part

MAX_TEXT = 64 * 1024
MAX_PLAIN = 512 * 1024

_STUB = re.compile(
    r"\b(?:html\b|does not support|ondersteunt geen|ne supporte pas|ne prend pas en charge|unterst[üu]tzt kein|"
    r"view (?:it|this) in)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(?:html|body|div|p|table|br|span)\b[^>]{0,300}>", re.IGNORECASE)


def body_text(top: Part, budget: Budget) -> str:
    """Return the decoded body of a message, at most 64 kB (65,536 characters)."""
    text = _text_of(top, budget, 0).rstrip("\n")
    if len(text) > MAX_TEXT:
        budget.note("long_text")
        text = text[:MAX_TEXT]
    return "\n".join(line.rstrip() if line != "-- " else line for line in text.split("\n"))


def _text_of(part: Part, budget: Budget, depth: int) -> str:
    kind = part.content_type
    if part.disposition == "attachment" or depth > 25:
        return ""
    if kind == "text/html" and not part.name:
        return to_text(part.text(MAX_HTML))
    if kind in {"text/plain", "text"} or (kind == "text/enriched" and not part.name):
        return "" if part.name and part.disposition != "inline" and depth else _plain(part)
    if not part.children:
        if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}:
            budget.note("encrypted")
        return ""
    if kind == "multipart/alternative":
        return _choose([(child, _text_of(child, budget, depth + 1)) for child in part.children])
    if kind in {"multipart/related", "multipart/signed", "multipart/report"}:
        return next((text for child in part.children if (text := _text_of(child, budget, depth + 1)).strip()), "")
    if kind == "multipart/encrypted":
        budget.note("encrypted")
        return ""
    return _joined([_text_of(child, budget, depth + 1) for child in part.children])


def _plain(part: Part) -> str:
    text = part.text(MAX_PLAIN)
    if _MARKUP.search(text[:2000]) and text.lstrip()[:1] == "<":
        return to_text(text)
    if part.params.get("format", "").lower() == "flowed":
        return unflow(text, delsp=part.params.get("delsp", "").lower() == "yes")
    return text


def _choose(candidates: list[tuple[Part, str]]) -> str:
    """Take the plain text of an alternative if it says something by itself and has lost no table, else the HTML."""
    plain = next((text for part, text in candidates if part.content_type == "text/plain" and text.strip()), "")
    tables = next((text for part, text in candidates if part.content_type == "text/html" and _has_table(part)), "")
    if tables and not _ROWS.search(plain):
        return tables
    rich = next((text for part, text in reversed(candidates) if part.content_type != "text/plain" and text.strip()), "")
    if not plain or (rich and _is_stub(plain, rich)):
        return rich or plain
    return plain


# Rows of a table that plain text has kept.
_ROWS = re.compile(r"^[^\n|\t]+[|\t][^\n]+\n+[^\n|\t]+[|\t]", re.MULTILINE)


def _has_table(part: Part) -> bool:
    return not part.name and has_table(part.text(MAX_HTML))


def _is_stub(plain: str, rich: str) -> bool:
    words = plain.split()
    if not any(char.isalnum() for char in plain):
        return True
    return len(words) < 40 and len(rich.split()) > 2 * len(words) and bool(_STUB.search(plain))


def _joined(texts: list[str]) -> str:
    full = [text for text in texts if text.strip()]
    return full[0] if len(full) == 1 else "\n\n".join(text.strip("\n") for text in full)
