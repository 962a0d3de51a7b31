"""A mailbox in memory, for tests of rules and pipeline: behaves as ``ports.Mailbox`` says, and lets people meddle.

The same contract tests run against this and against real IMAP servers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser

from mailflow.errors import MailflowError, MoveRefused
from mailflow.model.words import Folder
from mailflow.ports import Arrived, Place, Position

_PART_OCTETS = 65_536


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it lies in a folder, with the flags that people's mail programs have set."""

    uid: int
    raw: bytes
    received_at: datetime
    flags: frozenset[str] = frozenset()
    unavailable: str = ""


@dataclass(slots=True)
class _Shelf:
    validity: int
    following: int = 1
    messages: dict[int, Kept] = field(default_factory=dict)


class FakeMailbox:
    """A mailbox in memory; satisfies ``ports.Mailbox``.

    ``deliver`` and the methods that begin with ``people_`` are what the world does to it. ``faults`` are raised one
    by one by the next calls that would reach the server; ``refuse_moves`` makes the server refuse every move.
    """

    def __init__(self, max_size: int = 10_000_000) -> None:
        self.faults: list[MailflowError] = []
        self.refuse_moves = False
        self.max_size = max_size
        self._shelves = {folder: _Shelf(validity) for validity, folder in enumerate(Folder, start=1)}
        self._elsewhere: dict[str, list[Kept]] = {}
        self._bell = threading.Event()

    # -------------------------------------------------------------------------------------------- the world

    def deliver(self, raw: bytes, at: datetime, folder: Folder = Folder.INBOX) -> int:
        """Let a message arrive at a moment; return its UID. Ends a ``wait``."""
        uid = self._put(folder, Kept(0, raw, at.astimezone(UTC)))
        if folder is Folder.INBOX:
            self._bell.set()
        return uid

    def people_open(self, uid: int) -> None:
        """Somebody reads a message of the watched folder: it is seen from now on."""
        inbox = self._shelves[Folder.INBOX].messages
        inbox[uid] = replace(inbox[uid], flags=inbox[uid].flags | {"\\Seen"})

    def people_move(self, uid: int, target: Folder | str, source: Folder = Folder.INBOX) -> int:
        """Somebody moves a message to a folder of ours, or to one of their own by name; return its new UID."""
        kept = self._shelves[source].messages.pop(uid)
        if isinstance(target, Folder):
            return self._put(target, kept)
        self._elsewhere.setdefault(target, []).append(kept)
        return len(self._elsewhere[target])

    def people_delete(self, uid: int) -> None:
        """Somebody deletes a message of the watched folder for good."""
        del self._shelves[Folder.INBOX].messages[uid]

    def renumber(self) -> None:
        """Give the watched folder new numbers, as after a restore from backup: UIDVALIDITY and UIDs change."""
        old = self._shelves[Folder.INBOX]
        self._shelves[Folder.INBOX] = _Shelf(old.validity + 100)
        for kept in old.messages.values():
            self._put(Folder.INBOX, kept)

    def withhold(self, uid: int, why: str) -> None:
        """Let the server list a message that it does not deliver."""
        inbox = self._shelves[Folder.INBOX].messages
        inbox[uid] = replace(inbox[uid], unavailable=why)

    def messages(self, folder: Folder = Folder.INBOX) -> tuple[Kept, ...]:
        """Return what lies in a folder, in UID order."""
        return tuple(self._shelves[folder].messages.values())

    # ------------------------------------------------------------------------------------------- the port

    def position(self, since: datetime | None) -> Position:
        """Return where the newest message stands (see ``ports.Mailbox``)."""
        self._reach()
        shelf = self._shelves[Folder.INBOX]
        newest = shelf.following - 1
        if since is not None:
            newest = next((kept.uid - 1 for kept in shelf.messages.values() if kept.received_at >= since), newest)
        arrivals = [kept.received_at for kept in shelf.messages.values()]
        after_all = max(arrivals) + timedelta(seconds=1) if arrivals else datetime.min.replace(tzinfo=UTC)
        return Position("INBOX", shelf.validity, newest, since or after_all)

    def new(self, position: Position, skip: frozenset[int] = frozenset()) -> Iterator[Arrived]:
        """Yield the messages after a position (see ``ports.Mailbox``)."""
        self._reach()
        shelf = self._shelves[Folder.INBOX]
        same = position.validity == shelf.validity
        for kept in tuple(shelf.messages.values()):
            wanted = kept.uid > position.uid if same else kept.received_at >= position.since
            if wanted and kept.uid not in skip and kept.uid in shelf.messages:
                yield self._arrived(shelf.validity, kept)

    def move(self, place: Place, folder: Folder) -> bool:
        """Move a message out of the watched folder (see ``ports.Mailbox``)."""
        self._reach()
        inbox = self._shelves[Folder.INBOX]
        if place.validity != inbox.validity or place.uid not in inbox.messages:
            return False
        self._transfer(inbox, place.uid, folder)
        return True

    def holds(self, folder: Folder, message_id: str) -> bool:
        """Say whether a folder holds a message with this Message-ID."""
        self._reach()
        return self._find(folder, message_id) is not None

    def put_back(self, folder: Folder, message_id: str) -> bool:
        """Move the message with this Message-ID back to the watched folder."""
        self._reach()
        uid = self._find(folder, message_id)
        if uid is None:
            return False
        self._transfer(self._shelves[folder], uid, Folder.INBOX)
        self._bell.set()
        return True

    def discard(self, folder: Folder, message_id: str) -> bool:
        """Delete the message with this Message-ID from a folder of ours for good."""
        self._reach()
        uid = self._find(folder, message_id) if folder is not Folder.INBOX else None
        if uid is None:
            return False
        del self._shelves[folder].messages[uid]
        return True

    def wait(self, seconds: float) -> None:
        """Wait until a message is delivered, somebody calls ``wake``, or time is up."""
        self._reach()
        self._bell.wait(seconds)
        self._bell.clear()

    def wake(self) -> None:
        """End a ``wait``, also one that begins only later."""
        self._bell.set()

    def close(self) -> None:
        """Do nothing: there is no server to leave."""

    # ---------------------------------------------------------------------------------------------- inside

    def _reach(self) -> None:
        if self.faults:
            raise self.faults.pop(0)

    def _put(self, folder: Folder, kept: Kept) -> int:
        shelf = self._shelves[folder]
        uid, shelf.following = shelf.following, shelf.following + 1
        shelf.messages[uid] = replace(kept, uid=uid)
        return uid

    def _transfer(self, source: _Shelf, uid: int, target: Folder) -> None:
        if self.refuse_moves:
            raise MoveRefused
        self._put(target, source.messages.pop(uid))

    def _find(self, folder: Folder, message_id: str) -> int | None:
        wanted = _bare(message_id)
        found = [kept.uid for kept in self.messages(folder) if wanted and _bare(_message_id(kept.raw)) == wanted]
        return found[-1] if found else None

    def _arrived(self, validity: int, kept: Kept) -> Arrived:
        raw, size = kept.raw, len(kept.raw)
        if size > self.max_size:
            header, gap, text = raw.partition(b"\r\n\r\n")
            raw = header + gap + text[:_PART_OCTETS]
        if kept.unavailable:
            raw = b""
        return Arrived(Place(validity, kept.uid), raw, kept.received_at, size, kept.unavailable)


def _message_id(raw: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(raw).get("Message-ID", ""))


def _bare(message_id: str) -> str:
    return "".join(message_id.split()).removeprefix("<").removesuffix(">")
