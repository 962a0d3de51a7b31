"""``mailflow export``, ``forget`` and ``purge``: what the law lets people ask for, and how long what is kept.

``docs/privacy.md`` tells how to answer whom. What goes and what stays is decided in ``pipeline/erasure.py`` and
``pipeline/retention.py``; while the daemon runs, it does it.
"""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any

import click

from mailflow.cli import given, output, shapes
from mailflow.cli.orders import give
from mailflow.errors import MailflowError
from mailflow.orders import MAILBOX_TOO, OPEN_TOO, Order, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailflow.model.letter import Letter
    from mailflow.model.request import Request
    from mailflow.ports import Store

HEADS = ("month", "service", "language", "outcome", "visits")


@click.command("export")
@click.argument("about", metavar="REF|ADDRESS", required=False, default="")
@click.option("--csv", "figures", is_flag=True, help="Figures without names: month, service, language, outcome.")
def export_command(about: str, figures: bool) -> None:
    """Print all that is kept of the request REF as JSON, or of a person: first they themselves, then a request a line.

    It holds what others wrote about the person as well: read it before it leaves the house.
    """
    if figures == bool(about):
        raise click.UsageError("name a reference or an address, or say --csv")
    store = given.store()
    if figures:
        _figures(store)
        return
    for one in _person(store, about) if "@" in about else (_exported(store, given.request(store, about)),):
        output.json_line(one)


@click.command("forget")
@click.argument("address")
@click.option("--open", "also_open", is_flag=True, help="Also what is still open; nobody is told.")
@click.option("--mailbox", is_flag=True, help="Also delete their mails from our own folders of the mailbox.")
def forget_command(address: str, also_open: bool, mailbox: bool) -> int | None:
    """Erase the person with this ADDRESS: requests, letters, trail, and what other requests say of them."""
    if "@" not in address:
        raise click.UsageError(f"{address} is no mail address")
    also = (*((OPEN_TOO,) if also_open else ()), *((MAILBOX_TOO,) if mailbox else ()))
    code = give(Order(Wanted.FORGET, address, also))
    for copy in _old_copies(given.config().store_path):
        click.echo(f"an old copy of the store that may name them: {copy}")
    return code


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def purge_command(dry_run: bool) -> int | None:
    """Remove what has been kept as long as [privacy] says; the daemon does the same each night."""
    if not dry_run:
        return give(Order(Wanted.PURGE))
    from mailflow.app import retention
    from mailflow.pipeline.retention import outdated

    found = outdated(given.store(), retention(given.config()), given.now())
    click.echo(f"would remove: {found}")
    return None


def _old_copies(store_path: Path) -> list[Path]:
    """Return what an upgrade or the salvaging of a damaged store has left beside it."""
    kinds = (f"{store_path.name}.schema-*", f"{store_path.name}*.damaged-*")
    return sorted(copy for kind in kinds for copy in store_path.parent.glob(kind))


def _person(store: Store, address: str) -> Iterator[dict[str, Any]]:
    """Yield a person's requests, and what is kept of them outside requests."""
    folded = address.strip().strip("<>").lower()
    found = store.requests_of(folded)
    language = store.languages().get(folded)
    letters = [_letter(letter) for letter in store.letters("") if letter.address.lower() == folded]
    if not (found or language or letters):
        raise MailflowError(f"nothing is kept of {address}")
    yield {"address": folded, "language": language.value if language else None, "letters": letters}
    yield from (_exported(store, request) for request in found)


def _exported(store: Store, request: Request) -> dict[str, Any]:
    """Return everything that is kept of a request but the bytes of its letters, whose texts say the same."""
    import msgspec

    return {
        "ref": request.ref,
        "state": request.state.value,
        "request": msgspec.to_builtins(request, str_keys=True),
        "trail": [shapes.trail_entry(entry) for entry in store.trail(request.ref)],
        "letters": [_letter(letter) for letter in store.letters(request.ref)],
        "messages": [shapes.mark(mark) for mark in store.marks(request.ref)],
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind.value,
        "to": letter.address,
        "language": letter.language.value,
        "created_at": shapes.moment(letter.created_at),
        "sent_at": shapes.moment(letter.sent_at),
        "status": letter.status.value,
        "subject": letter.subject,
        "text": letter.text,
    }


def _figures(store: Store) -> None:
    from mailflow.pipeline.tallies import counted

    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(HEADS)
    rows.writerows((one.month, one.service, one.language.value, one.outcome, one.count) for one in counted(store))
