"""How mail programs quote the letter that is answered: for conversations, the sandbox and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailflow.model.letter import Letter
from mailflow.model.words import Language


@dataclass(frozen=True, slots=True)
class Original:
    """What a mail program knows of the letter that is answered; ``program`` is the language of the mail program."""

    mailbox: str
    reader: str
    subject: str
    text: str
    sent_at: datetime
    program: Language


Quoting = Callable[[str, Original], str]

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


def original(letter: Letter, mailbox: str) -> Original:
    """Return a letter of ours as its reader's mail program sees it."""
    return Original(mailbox, letter.address, letter.subject, letter.text, letter.created_at, letter.language)


def outlook(text: str, answered: Original) -> str:
    """Answer above the letter, which follows whole behind a block of headers (Outlook)."""
    sender, sent, to, subject, space = _HEADERS[answered.program]
    block = [
        "_" * 32,
        f"{sender}{space}: {answered.mailbox}",
        f"{sent}{space}: {answered.sent_at:%d/%m/%Y %H:%M}",
        f"{to}{space}: {answered.reader}",
        f"{subject}{space}: {answered.subject}",
    ]
    return "\n".join([text, "", *block, "", answered.text])


def gmail(text: str, answered: Original) -> str:
    """Answer above the letter, which follows with ``>`` behind a sentence (Gmail)."""
    moment = {"day": f"{answered.sent_at:%d/%m/%Y}", "hour": f"{answered.sent_at:%H:%M}"}
    wrote = _WROTE[answered.program].format(who=f"<{answered.mailbox}>", **moment)
    quoted = [f"> {line}".rstrip() for line in answered.text.splitlines()]
    return "\n".join([text, "", wrote, "", *quoted])


def bottom(text: str, answered: Original) -> str:
    """Answer below the quoted letter (Thunderbird)."""
    return "\n".join([gmail("", answered).strip(), "", text])
