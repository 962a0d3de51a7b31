"""How mailflow itself is: does it run, read, send, and know the rules on the disk; for ``status``.

Only looks, at store and files; who wants to try the servers calls ``mailflow check --online``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailflow.backoff import RoundTrip
from mailflow.cli import given, shapes
from mailflow.model.letter import Letter
from mailflow.model.words import LetterStatus
from mailflow.ports import HOUSE, MAILBOX_READ, MAILBOX_TROUBLE, PROBE_BACK, PROBE_MADE, PROBE_MISSED, RULES_READ

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.ports import Store


# A clock may be a little behind the one that another machine noted; and less room than this is soon taken.
A_MINUTE = timedelta(minutes=1)
FULL = 10 * 1000 * 1000


@dataclass(frozen=True, slots=True)
class Health:
    """What can be told of mailflow itself, at a moment.

    ``pid`` is the process that holds the store, 0 if nobody does or it can't be told. ``trouble`` says why the mailbox
    could not be read since ``read_at``, ``silent`` that this lasts too long, and ``ahead`` that ``read_at`` is still to
    come. ``probe`` is ``off``, ``none`` (yet), ``under_way``, ``back`` or ``missing``. ``unfiled`` counts mails that
    were handled and could not be moved yet. ``changed`` is the newest rule file or template that the running daemon has
    not read. Sizes in octets; ``free`` is ``None`` where it can't be told.
    """

    running: bool
    pid: int
    read_at: datetime | None
    trouble: str
    silent: bool
    ahead: bool
    probe: str
    probe_at: datetime | None
    waiting: tuple[Letter, ...]
    failed: tuple[Letter, ...]
    unfiled: int
    rules_at: datetime | None
    changed: str
    size: int
    free: int | None

    @property
    def well(self) -> bool:
        """Whether no monitor has to ring."""
        return not (self.silent or self.ahead or self.full or self.probe == "missing")

    @property
    def full(self) -> bool:
        """Whether the disk of the store has hardly any room left."""
        return self.free is not None and self.free < FULL

    @property
    def problem(self) -> str:
        """The server's latest words about a letter that waits, ``""`` if none has been tried in vain."""
        tried = [letter for letter in self.waiting if letter.problem]
        return max(tried, key=lambda letter: letter.tries).problem if tried else ""


def look(config: Config, store: Store, now: datetime) -> Health:
    """Return how mailflow is."""
    running = given.serving()
    read_at, failed_at, rules_at = (
        store.asked(HOUSE, what) for what in (MAILBOX_READ, MAILBOX_TROUBLE, RULES_READ)
    )  # fmt: skip
    troubled = failed_at is not None and (read_at is None or failed_at > read_at)
    silent = troubled if read_at is None else now - read_at > config.mailbox.alarm_after
    trip = RoundTrip(*(store.asked(HOUSE, what) for what in (PROBE_MADE, PROBE_BACK, PROBE_MISSED)))
    letters = store.letters_open()
    return Health(
        running=running,
        pid=given.holder(),
        read_at=read_at,
        trouble=store.asked_why(HOUSE, MAILBOX_TROUBLE) if troubled else "",
        silent=silent,
        ahead=read_at is not None and read_at > now + A_MINUTE,
        probe=_probe(trip, config.probe.within, read_at) if config.probe.on else "off",
        probe_at=trip.missed_at if trip.broken else trip.made_at,
        waiting=tuple(one for one in letters if one.status is LetterStatus.WAITING),
        failed=tuple(one for one in letters if one.status is not LetterStatus.WAITING),
        unfiled=len(store.unmoved()),
        rules_at=rules_at if running else None,
        changed=_changed(config, rules_at) if running and rules_at else "",
        size=given.size(),
        free=_free(config.store_path),
    )


def _probe(trip: RoundTrip, within: timedelta, read_at: datetime | None) -> str:
    if trip.made_at is None:
        return "none"
    if trip.broken or trip.late(within, read_at):
        return "missing"
    return "under_way" if trip.under_way else "back"


def _changed(config: Config, since: datetime) -> str:
    """Return the newest file of rules and letters that was changed since, ``""`` if none was."""
    newest = max(_files(config), default=(0.0, Path()))
    return str(newest[1]) if datetime.fromtimestamp(newest[0], UTC) > since else ""


def _files(config: Config) -> Iterator[tuple[float, Path]]:
    """Yield the files that a reload would read, each with the moment of its last change."""
    places = [*config.rules_path.rglob("*.toml"), *config.templates_path.rglob("*.j2")]
    for path in (*places, *filter(None, (config.contacts_path,))):
        with suppress(OSError):
            yield path.stat().st_mtime, path


def _free(path: Path) -> int | None:
    """Return the free space where the store lies, or will lie; ``None`` if it can't be told."""
    there = next((place for place in path.parents if place.is_dir()), path)
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return None


def shaped(health: Health) -> dict[str, Any]:
    """Return it as ``status --json`` prints it; times are UTC."""
    return {
        "running": health.running,
        "pid": health.pid or None,
        "silent": health.silent,
        "read_in_the_future": health.ahead,
        "mailbox_read_at": shapes.moment(health.read_at),
        "mailbox_trouble": health.trouble,
        "probe": health.probe,
        "probe_at": shapes.moment(health.probe_at),
        "letters": {
            "waiting": len(health.waiting),
            "failed": len(health.failed),
        },
        "letters_waiting_since": shapes.moment(health.waiting[0].created_at if health.waiting else None),
        "letters_problem": health.problem,
        "unfiled": health.unfiled,
        "rules_read_at": shapes.moment(health.rules_at),
        "rules_changed": health.changed,
        "store_octets": health.size,
        "free_octets": health.free,
        "disk_full": health.full,
    }
