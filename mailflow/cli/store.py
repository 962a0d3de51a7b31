"""``mailflow store``: look whether the store is sound, back it up, make it small, save what is left of a damaged one.

What is done to the files is ``store/maintenance.py``'s; ``docs/operations.md`` tells when to use which.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from mailflow.cli import given, output
from mailflow.cli.exits import DONE, FAILED
from mailflow.cli.given import as_json
from mailflow.errors import MailflowError
from mailflow.store import maintenance


@click.group("store")
def store_command() -> None:
    """Check, back up, compact or salvage the store."""


@store_command.command("check")
@as_json
def check_command(as_json: bool) -> int:
    """Read every record, also beside a running daemon; change nothing. Exit 1 if anything does not fit together."""
    health = maintenance.check(_path())
    if as_json:
        output.json_line({**asdict(health), "path": str(health.path)})
        return FAILED if health.remarks else DONE
    output.pairs(
        [
            ("store", str(health.path)),
            ("in use", "yes" if health.in_use else "no"),
            ("schema", str(health.schema)),
            ("commits", f"{health.commits}, {health.journal_lines} of them in the journal"),
            ("holds", ", ".join(f"{count} {name}" for name, count in sorted(health.counts.items())) or "nothing yet"),
            ("octets", _sizes(health)),
            ("trail", f"newest link {health.head or 'none'}, {health.erased} steps erased"),
            ("cut off", f"{health.torn} octets that were never acknowledged" if health.torn else ""),
        ]
    )
    for remark in health.remarks:
        click.echo(f"{click.style('mistake', fg='red')}  {output.printable(remark)}")
    if not health.remarks:
        click.echo("Every record can be read, and everything fits together.")
    return FAILED if health.remarks else DONE


@store_command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def export_command(target: Path) -> None:
    """Write all that is committed to the file TARGET, also beside a running daemon: the back-up.

    The archive goes to the directory TARGET.archive.
    """
    number = maintenance.export(_path(), target)
    click.echo(f"{target}: everything up to commit {number}; to restore, see docs/operations.md")


@store_command.command("compact")
def compact_command() -> None:
    """Fold the journal into the snapshot; the daemon does so by itself, so this is for a store at rest."""
    before, after = maintenance.compact(_path())
    click.echo(f"{before} octets before, {after} after")


@store_command.command("salvage")
@click.option("--yes", is_flag=True, help="Don't ask.")
def salvage_command(yes: bool) -> None:
    """Cut a damaged journal at its first damaged line; the damaged file is kept beside it."""
    path = _path()
    found = maintenance.damage(path)
    if found is None:
        # It is the journal alone that can be cut: what else may be damaged is told with its own remedy.
        maintenance.check(path)
        click.echo("Nothing is damaged; nothing was cut.")
        return
    if not yes:
        loses = f"loses {found.lost} commit{'s' if found.lost > 1 else ''} for good"
        click.echo(f"This cuts the journal at line {found.line} and {loses}.")
        click.confirm("If you have a back-up, answer n and restore it. Cut?", abort=True)
    saved = maintenance.salvage(path)
    click.echo(f"kept up to commit {saved.commits}; commits lost: {saved.lost}; the damaged file is {saved.kept_at}")


def _sizes(health: maintenance.Health) -> str:
    sizes = f"{health.snapshot_size} in the snapshot, {health.journal_size} in the journal"
    return f"{sizes}, {health.archive_size} in the archive" if health.archive_size else sizes


def _path() -> Path:
    path = given.config().store_path
    journal = path.with_name(path.name + ".journal")
    if not path.exists() and not journal.exists():
        raise MailflowError(f"{path}: there is no store yet; the first `mailflow run` or `once` makes it")
    return path
