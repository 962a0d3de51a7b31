"""What commands print: JSON lines for programs, tables for people, colours only on a terminal.

``rich`` is imported only where a terminal will show what it draws; into a pipe go plain aligned columns.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import click


def json_line(value: Any) -> None:
    """Print one compact JSON object on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def on_terminal() -> bool:
    """Say whether a person looks at the output."""
    return sys.stdout.isatty()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], empty: str) -> None:
    """Print rows under their heads, or the sentence that there are none."""
    lines = [[printable(cell) for cell in row] for row in rows]
    if not lines:
        click.echo(empty)
    elif on_terminal():
        _drawn(heads, lines)
    else:
        _columns(heads, lines)


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Print names and values, one a line, aligned; rows without a value are left out."""
    kept = [(name, printable(value)) for name, value in rows if value]
    width = max((len(name) for name, _ in kept), default=0)
    for name, value in kept:
        click.echo(f"{click.style(name.ljust(width), bold=True)}  {value}")


def title(text: str) -> None:
    """Print a heading over what follows."""
    click.echo(f"\n{click.style(printable(text), bold=True, underline=on_terminal())}")


def local(moment: datetime | None) -> str:
    """Return a moment as people in Brussels read it, with the zone (the log is in UTC), ``""`` for none."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%d %H:%M %Z") if moment else ""


def printable(text: str) -> str:
    """Return somebody's words without what would steer a terminal (escape sequences, carriage returns)."""
    return "".join(character if character.isprintable() else " " for character in text)


def _columns(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[place]) for line in [heads, *lines]) for place in range(len(heads))]
    for line in [heads, *lines]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _drawn(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE, pad_edge=False)
    for head in heads:
        drawn.add_column(head)
    for line in lines:
        drawn.add_row(*(Text(cell) for cell in line))
    Console().print(drawn)
