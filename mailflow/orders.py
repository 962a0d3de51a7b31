"""Orders of the operator: try letters again, put back what was set aside, forget somebody, purge; carried out by
whoever holds the store.

While the daemon runs only it may write (SPEC §11.6). A command then leaves its order as a small file in a directory
beside the store, and the daemon attends to it at the beginning of its next round. Opening store and mailbox is left
to ``app.py``.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.errors import LoginRefused, MailboxUnreachable, MailflowError, StoreUnwritable
from mailflow.model.letter import Letter
from mailflow.model.words import Folder, LetterStatus
from mailflow.ports import Commit, Mailbox, Mark, Store

if TYPE_CHECKING:
    from mailflow.pipeline.retention import Retention

STALE = 3600.0
"""After so many seconds an answer that nobody came for is thrown away: it may name people."""

OPEN_TOO, MAILBOX_TOO = "open", "mailbox"

_FAILED = frozenset({LetterStatus.REFUSED, LetterStatus.GIVEN_UP, LetterStatus.UNDELIVERABLE})


# Begins the answer to an order that could not be carried out.
_IN_VAIN = "! "


class Wanted(StrEnum):
    """What the operator wants."""

    RETRY = "retry"
    PUT_BACK = "put_back"
    FORGET = "forget"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``about`` is a Message-ID, a reference, an address, or ``""`` for all that it can mean.

    ``also`` are words that let it go further: ``open``, ``mailbox`` (see ``mailflow forget``).
    """

    wanted: Wanted
    about: str = ""
    also: tuple[str, ...] = ()

    @property
    def reaches_mailbox(self) -> bool:
        """Whether the mailbox is needed to carry it out."""
        return self.wanted is Wanted.PUT_BACK or MAILBOX_TOO in self.also


def carry_out(order: Order, store: Store, mailbox: Mailbox, now: datetime, keep: Retention | None = None) -> str:
    """Do what is ordered and return one sentence about it; ``keep`` is how long what is kept.

    Raises ``MailflowError`` if there is nothing that the order could mean, and what store and mailbox raise.
    """
    if order.wanted is Wanted.RETRY:
        return _retry(order.about, store, now)
    if order.wanted is Wanted.FORGET:
        return _forget(order, store, mailbox, now)
    if order.wanted is Wanted.PURGE:
        return _purge(store, keep, now)
    return _put_back(order.about, store, mailbox)


def _retry(about: str, store: Store, now: datetime) -> str:
    found = (letter for letter in store.letters_open() if _meant(about, letter.message_id, letter.ref))
    # What was erased from a letter that had failed can't be sent any more.
    letters = [letter for letter in found if letter.content]
    if not letters:
        raise MailflowError(f"no letter waits or failed{_of(about)}")
    store.commit(Commit(letters=tuple(_fresh(letter, now) for letter in letters)))
    return f"{_count(len(letters), 'letter')} will be tried at once"


def _fresh(letter: Letter, now: datetime) -> Letter:
    """Return the letter as if it had just been made; one that only waits keeps its hour of leaving."""
    if letter.status in _FAILED:
        return replace(letter, status=LetterStatus.WAITING, tries=0, next_try_at=now, not_before_at=None)
    return replace(letter, next_try_at=now, tries=0)


def _forget(order: Order, store: Store, mailbox: Mailbox, now: datetime) -> str:
    # Imported here because `aside` and `retry` need no pipeline.
    from mailflow.pipeline import erasure

    found, commit = erasure.forget(store, order.about, now, also_open=OPEN_TOO in order.also)
    # The mailbox first: if it can't be reached nothing has changed, and the order can be given again.
    deleted = erasure.delete_copies(found, mailbox) if MAILBOX_TOO in order.also else frozenset()
    store.commit(commit)
    return erasure.told(found, deleted)


def _purge(store: Store, keep: Retention | None, now: datetime) -> str:
    from mailflow.pipeline import retention

    return f"removed: {retention.purge(store, keep or retention.Retention(), now)}"


def _put_back(about: str, store: Store, mailbox: Mailbox) -> str:
    marks = [mark for mark in store.set_aside() if _meant(about, mark.message_id, mark.ref)]
    if not marks:
        raise MailflowError(f"nothing is set aside{_of(about)}")
    back = [mark for mark in marks if mark.message_id and _returned(mark, store, mailbox)]
    if not back:
        raise MailflowError(f"neither the folder of what was set aside nor the inbox holds it any longer{_of(about)}")
    return f"{_count(len(back), 'message')} put back; handled again in the next round{_left(marks, back)}"


def _returned(mark: Mark, store: Store, mailbox: Mailbox) -> bool:
    """Put a message back; one that was left in its place goes to the aside folder first, so that it arrives anew."""
    if mailbox.put_back(Folder.ASIDE, mark.message_id):
        return True
    if mark.target is not Folder.INBOX or not mailbox.move(mark.place, Folder.ASIDE):
        return False
    store.commit(Commit(marks=(replace(mark, target=Folder.ASIDE, moved=True),)))
    return mailbox.put_back(Folder.ASIDE, mark.message_id)


def _left(marks: list[Mark], back: list[Mark]) -> str:
    left = len(marks) - len(back)
    return f"; {_count(left, 'message')} not found in the folder, move it by hand" if left else ""


def _meant(about: str, message_id: str, ref: str) -> bool:
    return not about or about.strip("<>") == message_id or about.upper() == ref


def _of(about: str) -> str:
    return f" under {about}" if about else ""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


# --------------------------------------------------------------------------------------------- handed to the daemon


def directory(store_path: Path) -> Path:
    """Return where orders for the daemon lie."""
    return store_path.with_name(store_path.name + ".orders")


def hand_over(store_path: Path, order: Order) -> Path:
    """Leave an order for the running daemon; returns its file. Raises ``StoreUnwritable``."""
    place = directory(store_path)
    file = place / f"{time.time_ns()}-{secrets.token_hex(4)}.json"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written under another name first, so that the daemon never reads half an order.
        draft = file.with_suffix(".part")
        told = {"wanted": order.wanted.value, "about": order.about, "also": order.also}
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(file)
    except OSError as problem:
        raise StoreUnwritable(f"the order can't be left in {place}: {problem.strerror}") from problem
    return file


def answer_to(file: Path, seconds: float) -> str | None:
    """Wait for the daemon's answer to an order; ``None`` if none came in time.

    Raises ``MailflowError`` with the reason if it could not be carried out.
    """
    answer = file.with_suffix(".answer")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError):
            text = answer.read_text(encoding="utf-8")
            answer.unlink()
            if text.startswith(_IN_VAIN):
                raise MailflowError(text.removeprefix(_IN_VAIN))
            return text
        time.sleep(0.1)
    return None


def attend(store_path: Path, store: Store, mailbox: Mailbox, now: datetime, keep: Retention | None = None) -> int:
    """Carry out the orders that were left, oldest first, and answer each; returns how many there were.

    An order that the mailbox can't be reached for stays for the next round.
    """
    _clear(store_path)
    done = 0
    for file, order in _left_orders(store_path):
        try:
            said = carry_out(order, store, mailbox, now, keep) if order else f"{_IN_VAIN}this order can't be read"
        except (MailboxUnreachable, LoginRefused):
            break
        except MailflowError as problem:
            said = f"{_IN_VAIN}{problem}"
        with suppress(OSError):
            file.with_suffix(".answer").write_text(said, encoding="utf-8")
        with suppress(OSError):
            file.unlink()
        done += 1
    return done


def _clear(store_path: Path) -> None:
    """Throw away answers that nobody came for."""
    for answer in directory(store_path).glob("*.answer"):
        with suppress(OSError):
            if time.time() - answer.stat().st_mtime > STALE:
                answer.unlink()


def left(store_path: Path) -> frozenset[str]:
    """Return the names of the orders that wait."""
    return frozenset(file.name for file in directory(store_path).glob("*.json"))


def _left_orders(store_path: Path) -> Iterator[tuple[Path, Order | None]]:
    for file in sorted(directory(store_path).glob("*.json")):
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            yield file, Order(Wanted(told["wanted"]), str(told["about"]), tuple(told.get("also", ())))
        except (OSError, ValueError, KeyError, TypeError):
            yield file, None
