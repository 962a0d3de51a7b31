"""How mail programs quote the letter that is answered: for conversations, the sandbox and tests."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.model.letter import Letter
from mailflow.model.words import Language

Quoting = Callable[[str, Letter, str], str]

_HEADERS = {
    Language.NL: ("Van", "Verzonden", "Aan", "Onderwerp", ""),
    Language.FR: ("De", "Envoyé", "À", "Objet", " "),
    Language.DE: ("Von", "Gesendet", "An", "Betreff", ""),
}
_WROTE = {
    Language.NL: "Op {day} om {hour} schreef {who}:",
    Language.FR: "Le {day} à {hour}, {who} a écrit :",
    Language.DE: "Am {day} um {hour} schrieb {who}:",
}


def outlook(text: str, letter: Letter, mailbox: str) -> str:
    """Answer above the letter, which follows whole behind a block of headers (Outlook)."""
    sender, sent, to, subject, space = _HEADERS[letter.language]
    block = [
        "_" * 32,
        f"{sender}{space}: {mailbox}",
        f"{sent}{space}: {letter.created_at:%d/%m/%Y %H:%M}",
        f"{to}{space}: {letter.address}",
        f"{subject}{space}: {letter.subject}",
    ]
    return "\n".join([text, "", *block, "", letter.text])


def gmail(text: str, letter: Letter, mailbox: str) -> str:
    """Answer above the letter, which follows with ``>`` behind a sentence (Gmail)."""
    moment = {"day": f"{letter.created_at:%d/%m/%Y}", "hour": f"{letter.created_at:%H:%M}"}
    wrote = _WROTE[letter.language].format(who=f"<{mailbox}>", **moment)
    quoted = [f"> {line}".rstrip() for line in letter.text.splitlines()]
    return "\n".join([text, "", wrote, "", *quoted])


def bottom(text: str, letter: Letter, mailbox: str) -> str:
    """Answer below the quoted letter (Thunderbird)."""
    return "\n".join([gmail("", letter, mailbox).strip(), "", text])
