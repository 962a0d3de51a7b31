"""The mailbox over IMAP: the adapter behind ``ports.Mailbox``, one connection, made when first needed.

What it keeps: the connection and which folder is open. Connecting, logging in, opening the watched folder and
looking at its UIDVALIDITY are one step, so there is never a connection whose folder is not known. After any fault
the connection is thrown away and the fault raised; the next call makes a new one. Growing delays and alarms are
left to the daemon, understanding to ``message/`` and ``understanding/``.

The watched folder is opened for writing (SELECT): moving needs it. That takes ``\\Recent`` from new mail, a flag
that says "first session to see it", that mail programs ignore and RFC 9051 has abolished; nothing else changes.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailflow.errors import MailboxUnreachable, MoveRefused
from mailflow.link import one_line
from mailflow.mailbox import filing, folders
from mailflow.mailbox.fetching import LISTED_AT_ONCE, Listed, Suspects, batches, fetch, listing
from mailflow.mailbox.server import DEAD_LINK, UNREADABLE, ImapServer, connect, hang_up, unreachable
from mailflow.mailbox.waiting import Bell, announced, idle
from mailflow.model.words import Folder
from mailflow.ports import Arrived, Place, Position

log = logging.getLogger(__name__)

# The library refuses lines of a million octets; a search over this many messages stays below it.
_SEARCHED_AT_ONCE = 80_000
# After so many refused IDLEs in a row, polling is left to do the work.
_IDLE_FAULTS = 3
# No mail is older than mail; some servers dislike dates before their epoch.
_FIRST_MAIL = 1980


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ImapMailbox:
    """A mailbox on an IMAP server; satisfies ``ports.Mailbox``.

    Belongs to one thread; only ``wake`` may be called from others and from signal handlers. Usable again after
    ``close``. ``now`` dates the baseline of a first start.
    """

    def __init__(self, server: ImapServer, now: Callable[[], datetime] = _utc_now) -> None:
        self._server = server
        self._now = now
        self._client: IMAPClient | None = None
        self._open = ""
        self._validity = 0
        self._following: int | None = None
        self._exists = 0
        self._bell = Bell()
        self._names: dict[str, str] = {}
        self._suspects = Suspects()
        self._idle_faults = 0

    # ------------------------------------------------------------------------------------------------ reading

    def position(self, since: datetime | None) -> Position:
        """Open the folder and return where its newest message stands (see ``ports.Mailbox``)."""
        with self._session(afresh=True) as client:
            newest = self._newest(client)
            if since is not None:
                first = self._first_since(client, since)
                newest = first - 1 if first is not None else newest
            return Position(self._server.folder, self._validity, newest, since or self._now())

    def new(self, position: Position, skip: frozenset[int] = frozenset()) -> Iterator[Arrived]:
        """Yield the messages after a position in UID order (see ``ports.Mailbox``).

        The caller may move messages and use the other folders between two of them.
        """
        with self._session() as client:
            same = position.validity == self._validity and not self._began_anew(position)
            found = self._uids(client, position.uid + 1) if same else self._since(client, position.since)
            validity = self._validity
        wanted = [uid for uid in found if uid not in skip]
        for start in range(0, len(wanted), LISTED_AT_ONCE):
            with self._generation(validity) as client:
                listed = listing(client, validity, wanted[start : start + LISTED_AT_ONCE], self._now())
            if not same:
                listed = [item for item in listed if item.received_at >= position.since]
            yield from self._fetched(validity, listed)

    def _fetched(self, validity: int, listed: list[Listed]) -> Iterator[Arrived]:
        for batch in batches(listed, self._server.max_size, self._suspects):
            with self._generation(validity) as client:
                arrived = fetch(client, batch, self._server.max_size, self._suspects)
            yield from arrived

    # ------------------------------------------------------------------------------------------------- filing

    def move(self, place: Place, folder: Folder) -> bool:
        """Move a message out of the watched folder; ``False`` if it is not there any more.

        Raises ``MoveRefused`` if the server refuses (quota, rights); the message then still lies where it lay.
        """
        with self._session() as client:
            if place.validity != self._validity or place.uid not in client.search(["UID", str(place.uid)]):
                return False
            self._file(client, place.uid, self._name(folder))
            return True

    def holds(self, folder: Folder, message_id: str) -> bool:
        """Say whether a folder holds a message with this Message-ID (with or without angle brackets)."""
        with self._session() as client:
            return bool(self._elsewhere(client, folder, message_id))

    def put_back(self, folder: Folder, message_id: str) -> bool:
        """Move the message with this Message-ID from a folder of ours to the watched folder."""
        with self._session() as client:
            uids = self._elsewhere(client, folder, message_id)
            if not uids:
                return False
            self._file(client, uids[-1], self._server.folder)
            return True

    def discard(self, folder: Folder, message_id: str) -> bool:
        """Delete the message with this Message-ID from a folder of ours for good (see ``ports.Mailbox``)."""
        if self._name(folder) == self._server.folder:
            return False
        with self._session() as client:
            uids = self._elsewhere(client, folder, message_id)
            return bool(uids) and filing.discard(client, uids)

    def _elsewhere(self, client: IMAPClient, folder: Folder, message_id: str) -> list[int]:
        """Open another folder and look there; the next session opens the watched folder again."""
        wanted = self._name(folder)
        if wanted != self._server.folder:
            name = folders.find(client, wanted)
            if name is None:
                return []
            self._open = name
            client.select_folder(name)
        return filing.by_message_id(client, message_id)

    def _file(self, client: IMAPClient, uid: int, wanted: str) -> None:
        try:
            if not self._file_as_before(client, uid, wanted):
                target = folders.find(client, wanted) or folders.make(client, wanted)
                filing.move(client, uid, target)
                self._names[wanted] = target
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            text = one_line(str(error))
            raise MoveRefused(f"{self._server}: the server refuses to move a message to {wanted}: {text}") from error

    def _file_as_before(self, client: IMAPClient, uid: int, wanted: str) -> bool:
        """Move to the folder that was found last time; ``False`` if somebody has removed it since."""
        target = self._names.get(wanted)
        if target is None:
            return False
        try:
            filing.move(client, uid, target)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if folders.find(client, wanted) == target:
                raise
            return False
        return True

    def _name(self, folder: Folder) -> str:
        server = self._server
        return {Folder.INBOX: server.folder, Folder.DONE: server.done_folder, Folder.ASIDE: server.aside_folder}[folder]

    # ------------------------------------------------------------------------------------------------ waiting

    def wait(self, seconds: float) -> None:
        """Wait until mail comes, somebody calls ``wake``, or time is up; always look for mail afterwards."""
        if not self._server.idle or self._idle_faults >= _IDLE_FAULTS:
            self._bell.wait(seconds)
            return
        fault: IMAPClientError | None = None
        with self._session() as client:
            if not client.has_capability("IDLE"):
                self._bell.wait(seconds)
                return
            try:
                idle(client, self._bell, seconds)
                self._idle_faults = 0
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                fault = error
        if fault is not None:
            # A line between IDLE and its "+" (new mail, most likely): look at the mail over a fresh connection.
            self._idle_faults += 1
            facts = {"why": one_line(str(fault)), "times": self._idle_faults}
            log.info("idle_refused", extra={"facts": facts})
            self._drop()

    def wake(self) -> None:
        """End a ``wait`` from another thread or a signal handler; also when it begins only later."""
        self._bell.ring()

    def close(self) -> None:
        """Leave the server politely; never raises."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.logout()
        except (*DEAD_LINK, IMAPClientError, *UNREADABLE):
            hang_up(client)

    # --------------------------------------------------------------------------------------------- connection

    @contextlib.contextmanager
    def _session(self, *, afresh: bool = False) -> Iterator[IMAPClient]:
        """Lend a live connection with the watched folder open; throw it away after any fault."""
        try:
            with unreachable(self._server):
                client = self._alive() or self._connected()
                if afresh or self._open != self._server.folder:
                    self._open_watched(client)
                yield client
        except MoveRefused:
            raise
        except BaseException:
            self._drop()
            raise

    @contextlib.contextmanager
    def _generation(self, validity: int) -> Iterator[IMAPClient]:
        """Lend a connection on which UIDs of this generation still mean the same."""
        with self._session() as client:
            if self._validity != validity:
                raise MailboxUnreachable(f"{self._server}: the folder was renumbered while it was read; reading again")
            yield client

    def _alive(self) -> IMAPClient | None:
        """Return the connection if it still lives; a server may close one that was silent, without any fault.

        The NOOP is also what lets the server show what others did meanwhile: a search right away would not find
        mail that has just come, but still find what was just deleted (RFC 3501 §5.5, §7.4.1).
        """
        client = self._client
        if client is None:
            return None
        try:
            client.noop()
        except (*DEAD_LINK, IMAPClientError, *UNREADABLE) as error:
            log.info("reconnecting", extra={"facts": {"why": one_line(str(error))}})
            self._drop()
            return None
        return client

    def _connected(self) -> IMAPClient:
        self._client = client = connect(self._server)
        self._open = ""
        self._names.clear()
        return client

    def _open_watched(self, client: IMAPClient) -> None:
        name = folders.find(client, self._server.folder)
        if name is None:
            raise MailboxUnreachable(f"{self._server}: there is no folder {self._server.folder!r}")
        selected = client.select_folder(name)
        self._open = self._server.folder
        self._exists, self._following = selected.get(b"EXISTS", 0), selected.get(b"UIDNEXT")
        validity = selected.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            raise MailboxUnreachable(f"{self._server}: {name} has no lasting numbers (UIDVALIDITY); can't be watched")
        self._validity = validity

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            hang_up(client)

    # ------------------------------------------------------------------------------------------------- search

    def _newest(self, client: IMAPClient) -> int:
        if self._following is not None:
            return self._following - 1
        return max(client.search(["UID", "*"]), default=0)

    def _began_anew(self, position: Position) -> bool:
        """Say whether numbers have gone back under the same UIDVALIDITY, as careless restores do."""
        return self._following is not None and self._following <= position.uid

    def _uids(self, client: IMAPClient, first: int) -> list[int]:
        return self._search(client, first, ())

    def _since(self, client: IMAPClient, since: datetime) -> list[int]:
        """Search by day; SINCE disregards time and zone, so a day more is asked for."""
        if since.year < _FIRST_MAIL:
            return self._search(client, 1, ())
        return self._search(client, 1, ("SINCE", (since - timedelta(days=1)).date()))

    def _search(self, client: IMAPClient, first: int, criteria: tuple[str | date, ...]) -> list[int]:
        """Search from a UID on, in windows if the folder is so large that one answer would be too long a line."""
        announced(client)
        found: list[int] = []
        start = first
        if self._exists > _SEARCHED_AT_ONCE:
            while start + _SEARCHED_AT_ONCE < (self._following or 0):
                end = start + _SEARCHED_AT_ONCE - 1
                found += client.search(["UID", f"{start}:{end}", *criteria])
                start = end + 1
        found += client.search(["UID", f"{start}:*", *criteria])
        # ``n:*`` always means at least the last message, even if its UID is lower than n (RFC 3501 §6.4.8).
        uids = sorted({uid for uid in found if uid >= first})
        if self._following is not None and uids:
            self._following = max(self._following, uids[-1] + 1)
        return uids

    def _first_since(self, client: IMAPClient, since: datetime) -> int | None:
        found = self._since(client, since)
        for start in range(0, len(found), LISTED_AT_ONCE):
            for item in listing(client, self._validity, found[start : start + LISTED_AT_ONCE], self._now()):
                if item.received_at >= since:
                    return item.place.uid
        return None
