"""``mailflow inspect``: how a message would be understood, for rule authors and for HR's "why did it do that".

Nothing is stored, moved or sent. The understanding itself is the pipeline's; here it is only shown.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli import given, output, shapes
from mailflow.cli.given import Moment, as_json
from mailflow.model.words import Role

if TYPE_CHECKING:
    from mailflow.model.meaning import Meaning
    from mailflow.model.message import Message

ROLES = (Role.HR, Role.SERVICE, Role.REQUESTER)


@click.command("inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@as_json
@click.option("--as", "role", type=click.Choice([role.value for role in ROLES]), help="Waive token and address.")
@click.option("--now", "moment", type=Moment(), help="When the message arrives; else when it says it was written.")
def inspect_command(files: tuple[str, ...], as_json: bool, role: str | None, moment: datetime | None) -> None:
    """Show how the messages in FILES (RFC 5322; - is standard input) would be understood."""
    from mailflow.pipeline.reading import inspect as understood

    rulebook = given.rulebook()
    wanted = Role(role) if role else None
    for name in files:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        arrived = moment or given.now()
        message, meaning = understood(raw, rulebook, arrived, wanted)
        if moment is None and message.date_at is not None and message.date_at < arrived:
            # Old mail is read as it would have been on its day, or every date in it would lie in the past.
            message, meaning = understood(raw, rulebook, message.date_at, wanted)
        if as_json:
            output.json_line(shapes.inspected(message, meaning, rulebook.office.reference_prefix))
        else:
            _show(name, message, meaning, rulebook.office.reference_prefix)


def _show(name: str, message: Message, meaning: Meaning, prefix: str) -> None:
    seen = shapes.inspected(message, meaning, prefix)
    output.title(name)
    sender = f"{message.from_.name} <{message.from_.email}>".strip() if message.from_ else ""
    output.pairs(
        [
            ("from", sender),
            ("subject", message.subject),
            ("kind", f"{seen['kind']} ({meaning.why})" if meaning.why else seen["kind"]),
            ("language", seen["language"] or ""),
            ("reference", seen["ref"] or ""),
            ("attachments", ", ".join(one.name or one.content_type for one in message.attachments)),
            ("courtesy", "yes: noted, no answer" if seen["courtesy"] else ""),
            ("unsure", _unsure(meaning)),
            *_commands(meaning),
            *_fields(meaning),
            *_machine(meaning),
        ]
    )
    _body(message, meaning)


def _unsure(meaning: Meaning) -> str:
    unsure = meaning.answer.unsure if meaning.answer else None
    return f"line {unsure.line} ({unsure.why}): {unsure.text}" if unsure else ""


def _commands(meaning: Meaning) -> list[tuple[str, str]]:
    rows = []
    for one in meaning.answer.commands if meaning.answer else ():
        said = shapes.command(one)
        about = ", ".join(str(number) for number in one.visits) or "all visits"
        parts = [f"({about}, line {one.line})"]
        parts += [f"slot {pick['visit'] or ''}{pick['slot']}" for pick in said["slots"]]
        parts += [f"{date['date']} {date['half']}" for date in said["dates"]]
        parts += [part for part in (said["address"], said["text"]) if part]
        parts += [f"needs {', '.join(said['needs'])}"] if said["needs"] else []
        rows.append((one.name.value.upper(), " ".join(parts)))
    return rows


def _fields(meaning: Meaning) -> list[tuple[str, str]]:
    if meaning.form is None:
        return []
    read = shapes.form(meaning.form)
    rows = [(name, _cell(value)) for name, value in read.items() if name not in {"sources", "complete"}]
    return [*rows, ("complete", "yes" if read["complete"] else "no")]


def _machine(meaning: Meaning) -> list[tuple[str, str]]:
    rows = [(f"iTIP {one.method.value}", f"{one.uid} {one.partstat.value} {one.problem}") for one in meaning.calendar]
    if meaning.bounce:
        failed = "failed" if meaning.bounce.failed else "delayed or delivered"
        rows.append(("bounce", f"{failed}: {', '.join(meaning.bounce.recipients)} {meaning.bounce.reason}"))
    if meaning.absence:
        until = "no return in sight" if meaning.absence.gone else f"until {meaning.absence.until or 'not said'}"
        rows.append(("absence", f"{until} {meaning.absence.deputy}"))
    return rows


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(entry) for entry in value)
    if isinstance(value, dict):
        return " ".join(f"{name}={entry}" for name, entry in value.items() if entry)
    if value is None:
        return ""
    return str(value)


def _body(message: Message, meaning: Meaning) -> None:
    """Print the decoded body with its line numbers; what was cut is dim, what was read names its field."""
    from mailflow.understanding.register_number import mask

    read: dict[int, list[str]] = {}
    for field, place in (meaning.form.sources if meaning.form else {}).items():
        read.setdefault(place, []).append(field)
    for command in meaning.answer.commands if meaning.answer else ():
        read.setdefault(command.line, []).append(command.name.value.upper())
    new = set(message.new_lines)
    lines = mask(message.text).split("\n")
    width = len(str(len(lines)))
    click.echo()
    for number, line in enumerate(lines, start=1):
        notes = ", ".join(read.get(number, ()))
        text = click.style(output.printable(line), dim=number not in new, bold=bool(notes))
        sign = "|" if number in new else "."
        click.echo(f"{number:>{width}} {sign} {text}" + (click.style(f"   <- {notes}", fg="green") if notes else ""))
