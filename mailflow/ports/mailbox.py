"""The mailbox that is shared with humans: what arrives in it, and what may be done there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailflow.model.words import Folder


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies on the server: UIDVALIDITY and UID; only saves fetching (SPEC §11.3)."""

    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that lies in the watched folder.

    ``raw`` is the message as the server gave it; of one larger than the limit, its headers and first 64 kB
    (``size`` is the true size in octets). ``unavailable`` says why the server does not deliver it (``raw`` is then
    empty).
    """

    place: Place
    raw: bytes
    received_at: datetime
    size: int
    unavailable: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a folder has been read: every UID up to ``uid`` of this generation is dealt with.

    ``since`` is the baseline of the first start: mail that arrived before is none of our business (SPEC §11.7).
    """

    folder: str
    validity: int
    uid: int
    since: datetime


class Mailbox(Protocol):
    """The mailbox shared with humans. All methods raise ``MailboxUnreachable`` or ``LoginRefused``.

    A message is never marked as seen, moved only by ``move`` and ``put_back``, and deleted only by ``discard``.
    """

    def position(self, since: datetime | None) -> Position:
        """Open the folder and return where its newest message stands, for the first start or a new generation.

        With ``since`` the returned position stands before the first message that arrived at or after it.
        """

    def new(self, position: Position, skip: frozenset[int] = frozenset()) -> Iterator[Arrived]:
        """Yield the messages after a position in UID order, fetched in batches, except the UIDs in ``skip``.

        A position of an older generation (UIDVALIDITY changed) yields everything that arrived since its baseline.
        """

    def move(self, place: Place, folder: Folder) -> bool:
        """Move a message out of the watched folder; make the folder if missing; ``False`` if it is gone.

        Raises ``MoveRefused`` if the server refuses (quota, rights): the message lies where it lay, the rest goes on.
        """

    def holds(self, folder: Folder, message_id: str) -> bool:
        """Say whether a folder holds a message with this Message-ID."""

    def put_back(self, folder: Folder, message_id: str) -> bool:
        """Move the message with this Message-ID from a folder of ours to the watched folder; ``False`` if not
        there.
        """

    def discard(self, folder: Folder, message_id: str) -> bool:
        """Delete the message with this Message-ID from a folder of ours for good; ``False`` if not there, or if the
        server can't delete one message alone (RFC 4315).

        Only done to our own probes, and for somebody who wants to be forgotten; never to the watched folder.
        """

    def wait(self, seconds: float) -> None:
        """Wait until something happens in the folder, somebody calls ``wake``, or time is up (IDLE where
        possible).
        """

    def wake(self) -> None:
        """End a ``wait`` from another thread or a signal handler; also when it begins only later."""

    def close(self) -> None:
        """Leave the server politely; never raises."""
