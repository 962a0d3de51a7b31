"""``mailflow outbox``, ``letters`` and ``form``: what leaves, what could leave, what people are asked to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from mailflow.cli import given, output, shapes
from mailflow.cli.given import as_json
from mailflow.model.rules import Rulebook
from mailflow.model.words import REQUIRED_FIELDS, FieldName, Language

LANGUAGES = click.Choice([language.value for language in Language])


@click.command("outbox")
@as_json
def outbox_command(as_json: bool) -> None:
    """List the letters that wait or failed, oldest first."""
    letters = given.store().letters_open()
    if as_json:
        for letter in letters:
            output.json_line(shapes.letter(letter))
        return
    rows = [
        (
            output.local(letter.created_at),
            letter.ref,
            letter.kind.value,
            letter.address,
            letter.status.value,
            output.local(letter.next_try_at or letter.not_before_at),
            letter.problem,
        )
        for letter in letters
    ]
    heads = ("made", "reference", "letter", "to", "status", "next", "problem")
    output.table(heads, rows, "No letter waits and none failed.")


@click.command("letters")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The directory.")
def letters_command(out: Path) -> None:
    """Write every letter in every language, with sample data, as .eml, .txt and .html."""
    from mailflow.letters.gallery import write_all
    from mailflow.shipped import shipped_templates

    templates = given.config().templates_path if given.config_file() else shipped_templates()
    written = write_all(given.rulebook(), templates, out)
    click.echo(f"{len(written)} files; begin with {out / 'index.html'}")


@click.command("form")
@click.option("--lang", "language", required=True, type=LANGUAGES, help="The language of the form.")
def form_command(language: str) -> None:
    """Print the request form, to be pasted into a mail or a web page; what is required comes first."""
    for line in form_lines(given.rulebook(), Language(language)):
        click.echo(line)


def form_lines(rulebook: Rulebook, language: Language) -> list[str]:
    """Return the form as lines that an answer can be read from: required fields first, then the others.

    The services stand above it, never under their label: a form sent back half filled in would choose them all.
    """
    required = [name.value for name in REQUIRED_FIELDS]
    known = [field for field in rulebook.form.fields if field.name in {name.value for name in FieldName}]
    blocks = [
        [f"- {service.names[language]}" for service in rulebook.services.values()],
        [f"{field.labels[language]}:" for field in known if field.name in required],
        [f"{field.labels[language]}:" for field in known if field.name not in required],
    ]
    return [line for block in blocks for line in (*block, "")][:-1]
