"""How letters are found: by Message-ID, token, request and address; which of them may leave, and when the next may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mailflow.model.letter import Letter
from mailflow.model.words import LetterStatus
from mailflow.store.request_shelf import fold
from mailflow.store.shelf import ALWAYS, Groups, Schedule, Shelf


class LetterShelf(Shelf[str, Letter]):
    """The letters."""

    def __init__(self) -> None:
        super().__init__(lambda letter: letter.message_id)
        self._tokens: Groups[str] = Groups()
        self._requests: Groups[str] = Groups()
        self._addresses: dict[str, Schedule] = {}
        self._waiting = Schedule()
        self._open: dict[str, None] = {}

    def added(self, record: Letter) -> None:
        """Note token, request, address and whether it waits."""
        self._tokens.add(record.token, record.message_id)
        self._requests.add(record.ref, record.message_id)
        self._addresses.setdefault(fold(record.address), Schedule()).add(record.created_at, record.message_id)
        if record.status is LetterStatus.WAITING:
            self._waiting.add(_leaves_at(record), record.message_id)
        if record.status is not LetterStatus.SENT:
            self._open[record.message_id] = None

    def removed(self, record: Letter) -> None:
        """Forget them."""
        self._tokens.discard(record.token, record.message_id)
        self._requests.discard(record.ref, record.message_id)
        made = self._addresses[fold(record.address)]
        made.remove(record.created_at, record.message_id)
        if not made:
            del self._addresses[fold(record.address)]
        self._waiting.remove(_leaves_at(record), record.message_id)
        self._open.pop(record.message_id, None)

    def by_token(self, token: str) -> Letter | None:
        """Return the newest letter with this token."""
        return next(reversed(self._in_order(self._tokens.of(token.upper()) if token else ())), None)

    def of(self, ref: str) -> tuple[Letter, ...]:
        """Return the letters of a request, oldest first."""
        return self._in_order(self._requests.of(ref))

    def due(self, now: datetime) -> tuple[Letter, ...]:
        """Return the waiting letters that may leave, oldest first."""
        return self._in_order(message_id for _, message_id in self._waiting.until(now))

    def unsent(self) -> tuple[Letter, ...]:
        """Return the letters that wait or failed, oldest first."""
        return self._in_order(self._open)

    def made_since(self, address: str, since: datetime) -> int:
        """Count the letters made for an address since a moment."""
        made = self._addresses.get(fold(address))
        return made.since(since) if made else 0

    def next_at(self) -> datetime | None:
        """Return when the next waiting letter may leave; of one that may at once, when it was made."""
        first = self._waiting.first()
        if first is None:
            return None
        return self._records[first[1]].created_at if first[0] == ALWAYS else first[0]

    def _in_order(self, message_ids: Iterable[str]) -> tuple[Letter, ...]:
        """Return letters by age; those made at the same moment in the order in which they were committed."""
        found = (self._records[message_id] for message_id in message_ids)
        return tuple(sorted(found, key=lambda letter: (letter.created_at, int(self._numbers[letter.message_id]))))


def _leaves_at(letter: Letter) -> datetime:
    return max((at for at in (letter.not_before_at, letter.next_try_at) if at), default=ALWAYS)
