"""Ready answers: ``mailto:`` links that open an answer to the mailbox, with the keyword already typed (SPEC §5).

One tap opens the answer, a second sends it; nothing acts when a link is merely opened, because a mail scanner opens
links too.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from mailflow.model.rules import Vocabulary
from mailflow.model.words import CommandName, Language

_UNESCAPED = "-._~"


def mailto(mailbox: str, subject: str, body: str) -> str:
    """Return a ``mailto:`` URI with one addressee, subject and body, percent-encoded as UTF-8 (RFC 6068 §2, §5).

    Line ends of the body become ``%0D%0A``. ``subject`` should carry the letter's tag.
    """
    lines = "\r\n".join(body.splitlines())
    answer = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    fields = [("subject", answer)] + ([("body", lines)] if lines else [])
    encoded = "&".join(f"{name}={quote(value, safe=_UNESCAPED)}" for name, value in fields)
    return f"mailto:{quote(mailbox, safe=_UNESCAPED + '@+')}?{encoded}"


def keyword(vocabulary: Vocabulary, command: CommandName, language: Language) -> str:
    """Return the one word that letters print for a command in a language."""
    return vocabulary.buttons[command][language]


def ready_answer(word: str, visits: Iterable[int] = (), tail: str | None = None) -> str:
    """Return the body of a ready answer: ``GOEDKEUREN 1 3``, ``WEIGEREN 2: R1``; with an empty ``tail`` the colon
    invites to go on writing.
    """
    head = " ".join((word, *(str(each) for each in visits)))
    return head if tail is None else f"{head}: {tail}"
