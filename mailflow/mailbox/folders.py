"""Folder names: from the operator's ``mailflow/Done`` to the name that this server knows, made if it is missing.

Operators write ``/`` between levels; servers use ``/``, ``.`` or ``\\`` and may want everything below ``INBOX.``
(RFC 2342 tells the prefix).
"""

from __future__ import annotations

import contextlib

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError


def find(client: IMAPClient, wanted: str) -> str | None:
    """Return the server's name of a folder, ``None`` if there is none."""
    return next((name for name in spellings(client, wanted) if _exists(client, name)), None)


def make(client: IMAPClient, wanted: str) -> str:
    """Create a folder where personal folders belong, subscribe to it, and return its name.

    Raises ``IMAPClientError`` with the server's words if the server refuses every spelling.
    """
    refusal: IMAPClientError | None = None
    for name in spellings(client, wanted):
        try:
            client.create_folder(name)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            refusal = error
            if not _exists(client, name):
                continue
        # Without a subscription many mail programs don't show the folder.
        with contextlib.suppress(IMAPClientError):
            client.subscribe_folder(name)
        return name
    assert refusal is not None
    raise refusal


def spellings(client: IMAPClient, wanted: str) -> list[str]:
    """Return what a folder may be called here, the proper place first."""
    if wanted.upper() == "INBOX":
        return ["INBOX"]
    prefix, delimiter = _personal(client)
    local = wanted.replace("/", delimiter) if delimiter else wanted
    if prefix and not local.upper().startswith(prefix.upper()):
        return [prefix + local, local]
    if client.has_capability("NAMESPACE") or not delimiter or local.upper().startswith(f"INBOX{delimiter}"):
        return [local]
    # A server that does not tell its namespace may still want everything below INBOX.
    return [local, f"INBOX{delimiter}{local}"]


def _personal(client: IMAPClient) -> tuple[str, str]:
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, delimiter = personal[0]
            return prefix, delimiter or ""
    listed = client.list_folders("", "")
    delimiter = listed[0][1] if listed else None
    return "", (delimiter or b"").decode("ascii", "replace")


def _exists(client: IMAPClient, name: str) -> bool:
    return any(
        listed == name and b"\\Noselect" not in flags and b"\\NonExistent" not in flags
        for flags, _, listed in client.list_folders("", name)
    )
