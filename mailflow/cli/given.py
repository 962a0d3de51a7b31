"""What commands are given: the configuration file, a moment, a role; and what they open with it.

Kept light: the store, the rules and the adapters are imported only by the commands that need them.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailflow.errors import ConfigError, MailflowError, Mistake

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.model.request import Request
    from mailflow.model.rules import Rulebook
    from mailflow.ports import Store

PLACES = (Path("config.toml"), Path("/etc/mailflow/config.toml"))
ZONE = "Europe/Brussels"

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


class Moment(click.ParamType[datetime]):
    """A moment: ``2026-11-23``, ``2026-11-23T09:00``, with or without a zone (without: Brussels); becomes UTC."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment, aware, in UTC; a day without an hour begins at midnight in Brussels."""
        from zoneinfo import ZoneInfo

        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is no moment such as 2026-11-23T09:00", param, ctx)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(ZONE))
        return moment.astimezone(UTC)


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def config_file() -> Path | None:
    """Return the configuration file: the one given, else the first usual one that exists."""
    return config_given() or next((place for place in PLACES if place.is_file()), None)


def config_given() -> Path | None:
    """Return the configuration file named with ``--config``."""
    return click.get_current_context().find_object(Path)


def config() -> Config:
    """Read the configuration; raises ``ConfigError``, also when there is none."""
    from mailflow.config import parse_config, read_config

    file = config_file()
    if file is None and any(name.startswith("MAILFLOW_MAILBOX_") for name in os.environ):
        # In a container the environment alone may be the whole configuration.
        return parse_config("", os.environ, PLACES[0])
    if file is None:
        looked = " or ".join(str(place) for place in PLACES)
        expected = "a configuration (make one with `mailflow init`, or name one with --config)"
        raise ConfigError((Mistake(looked, "", "none", expected),))
    return read_config(file, os.environ)


def rulebook() -> Rulebook:
    """Read the rules of the configuration, or the shipped ones where there is no configuration."""
    from mailflow.rulebook import read_rules
    from mailflow.shipped import shipped_rules

    if config_file() is None:
        return read_rules(shipped_rules())
    known = config()
    return read_rules(known.rules_path, known.contacts_path)


def store() -> Store:
    """Open the store to read, beside a daemon that may be writing it."""
    from mailflow.store import read_store

    return read_store(config().store_path)


def serving() -> bool:
    """Say whether a mailflow holds the store: the daemon, as a rule."""
    from mailflow.store import in_use

    return in_use(config().store_path)


def holder() -> int:
    """Return the number of the process that holds the store, 0 if nobody does or it can't be told."""
    from mailflow.store import holder

    return holder(config().store_path)


def size() -> int:
    """Return how many octets the store takes on its disk."""
    from mailflow.store import size

    return size(config().store_path)


def request(store: Store, ref: str) -> Request:
    """Return the request with a reference, however it is written; raises ``MailflowError``."""
    wanted = ref.strip().strip("[]").upper()
    found = store.request(wanted)
    if found is None:
        # A subject tag carries the token behind the reference: ONT-2026-0001-K7Q4M2XD.
        found = store.request(wanted.rpartition("-")[0])
    if found is None:
        raise MailflowError(f"there is no request {ref}")
    return found
