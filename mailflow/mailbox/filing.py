"""Moving one message between folders, deleting one, and finding one by its Message-ID.

MOVE (RFC 6851) where the server has it; else COPY, and the original is expunged by UID only (RFC 4315). A plain
EXPUNGE would also remove what people have deleted and may still want back, so without UIDPLUS the original merely
stays marked as deleted.
"""

from __future__ import annotations

import re

from imapclient import DELETED, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

_NEWEST = 100
_HEADER_FIELD = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
_ASCII_RUN = re.compile(r"[!-~]+")


def move(client: IMAPClient, uid: int, target: str) -> None:
    """Move a message of the open folder to one that exists.

    Raises ``IMAPClientError`` with the server's words if the server refuses; the message then still lies where it
    lay.
    """
    if client.has_capability("MOVE"):
        client.move([uid], target)
        return
    client.copy([uid], target)
    client.add_flags([uid], [DELETED], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])


def discard(client: IMAPClient, uids: list[int]) -> bool:
    """Delete messages of the open folder, and nothing that somebody else has marked; ``False`` if the server can't."""
    if not client.has_capability("UIDPLUS"):
        return False
    try:
        client.add_flags(uids, [DELETED], silent=True)
        client.uid_expunge(uids)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return False  # No right to delete there; the operator is told that it still lies there.
    return True


def by_message_id(client: IMAPClient, message_id: str) -> list[int]:
    """Return the UIDs in the open folder whose Message-ID is exactly this one, lowest first.

    A server's search may match parts, or lag behind (Exchange's index does), so candidates are compared exactly
    and, when the search finds none, the newest messages are looked at directly.
    """
    wanted = bare(message_id)
    run = max(_ASCII_RUN.findall(wanted), key=len, default="")
    if not run:
        return []
    return _exact(client, _search(client, run), wanted) or _exact(client, _newest(client), wanted)


def bare(message_id: str) -> str:
    """Strip blanks and angle brackets."""
    return "".join(message_id.split()).removeprefix("<").removesuffix(">")


def _search(client: IMAPClient, run: str) -> list[int]:
    try:
        return list(client.search(["HEADER", "Message-ID", run]))
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return []  # This server can't search headers; the newest are looked at instead.


def _newest(client: IMAPClient) -> list[int]:
    return sorted(client.search("ALL"))[-_NEWEST:]


def _exact(client: IMAPClient, uids: list[int], wanted: str) -> list[int]:
    if not uids:
        return []
    answers = client.fetch(uids, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    return sorted(uid for uid, answer in answers.items() if _value(answer.get(_HEADER_FIELD)) == wanted)


def _value(field: object) -> str:
    text = field.decode("utf-8", "surrogateescape") if isinstance(field, bytes) else ""
    return bare(text.partition(":")[2])
