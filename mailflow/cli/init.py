"""``mailflow init``: ask what has no default, try it, write a configuration with every key in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import click

from mailflow.cli import given
from mailflow.config import Config, parse_config
from mailflow.errors import ConfigError, MailflowError
from mailflow.shipped import example_config, shipped_rules

Answers = dict[tuple[str, str], str]

# (section, key, question, default); a default of None must be answered.
QUESTIONS = (
    ("mailbox", "host", "IMAP server of the mailbox (host or host:port)", None),
    ("mailbox", "security", "How is it protected (tls, starttls, none)", "tls"),
    ("mailbox", "username", "Name to log in with (usually the mailbox's address)", None),
    ("smtp", "host", "SMTP server that takes the letters (host or host:port)", None),
    ("smtp", "security", "How is it protected (tls, starttls, none)", "starttls"),
    ("smtp", "username", "Name to log in with there (- for none)", ""),
    ("smtp", "from", "Whom letters come from, e.g. Ontdekkingsstages <hrm@mi-is.example>", ""),
    ("people", "hr", "Who decides: addresses, separated by commas", None),
    ("people", "operator", "Who looks after mailflow: one address (- for nobody)", ""),
    (
        "rules",
        "path",
        "Directory for your own copy of the rule files (- to use those that come with mailflow)",
        "rules",
    ),
)


@click.command("init")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else --config.")
@click.option("--online/--offline", default=True, help="Try mailbox and SMTP server before ending.")
def init_command(out: Path | None, online: bool) -> None:
    """Ask a few things and write a configuration that holds every key."""
    file = out or given.config_given() or Path("config.toml")
    if file.exists():
        raise MailflowError(f"{file} exists already; move it away or name another file with --out")
    there = next(place for place in file.absolute().parents if place.exists())
    if not os.access(there, os.W_OK):
        # Said before anything is asked, since the answers would be lost.
        raise MailflowError(f"{there} can't be written by you; name another file with --out")
    text, config = _asked(file)
    _write(file, text)
    for secret in config.secrets():
        click.echo(f"The secret {secret.place} is expected in {secret.where}.")
    places = f"{config.rules_path}/services/*.toml and office.toml" if config.rules.path else "the rule files"
    click.echo(f"Contact persons are still missing: write them into {places}, then type `mailflow check`.")
    if online:
        _try(config)


def _asked(file: Path) -> tuple[str, Config]:
    """Ask until the answers make a configuration, each anew from the last one given; return its text too."""
    answers: Answers = {}
    while True:
        for section, key, question, default in QUESTIONS:
            kept = answers.get((section, key), default)
            # What was declined although something is proposed stays declined.
            proposed = "-" if default and not kept else kept
            answers[section, key] = _answered((section, key), question, proposed, (file, answers))
        text = _text(answers)
        problem = _mistakes(text, file)
        if not problem:
            try:
                _copy_rules(file, answers)
                return text, parse_config(text, os.environ, file)
            except MailflowError as wrong:
                problem = [str(wrong)]
        _explain(problem)


def _answered(at: tuple[str, str], question: str, default: str | None, so_far: tuple[Path, Answers]) -> str:
    """Ask one question until nothing is wrong with its answer, as far as the answers before it can tell."""
    file, answers = so_far
    while True:
        answer = _ask(question, default)
        places = (".".join(at), f"{at[0]}.port")
        wrong = _mistakes(_text({**answers, at: answer}), file, places)
        if not wrong:
            return answer
        _explain(wrong)


def _text(answers: Answers) -> str:
    """Return the example with the answers given so far in the places of its own."""
    text = example_config()
    for (section, key), answer in answers.items():
        host, colon, port = answer.rpartition(":")
        if key == "host" and colon and port.isdigit() and not host.endswith(":"):
            text = with_answer(text, section, "port", int(port))
            text = with_answer(text, section, key, host)
        else:
            text = with_answer(text, section, key, answer)
    return text


def _mistakes(text: str, file: Path, places: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with a configuration (in those places); rule files to be copied may still be missing."""
    try:
        parse_config(text, os.environ, file)
    except ConfigError as problem:
        found = [one for one in problem.mistakes if not places or one.place in places]
        return [str(one) for one in found if one.place != "rules.path" or _rules_place(file, one.found).exists()]
    return []


def _explain(wrong: list[str]) -> None:
    click.echo("\nThat does not work yet:\n" + "\n".join(wrong) + "\n", err=True)


def _rules_place(file: Path, answer: str) -> Path:
    return (file.absolute().parent / Path(answer).expanduser()).resolve()


def _copy_rules(file: Path, answers: Answers) -> None:
    """Copy the shipped rule files for their new owner; a directory that is there is taken as it is."""
    if not (answer := answers["rules", "path"]):
        return
    place = _rules_place(file, answer)
    if place.exists():
        click.echo(f"The rule files in {place} are used as they are.")
        return
    try:
        shutil.copytree(shipped_rules(), place)
    except OSError as problem:
        raise MailflowError(f"the rule files can't be copied to {place}: {problem.strerror or problem}") from problem
    click.echo(f"The rule files were copied to {place}.")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise MailflowError(f"{file} can't be written: {problem.strerror}") from problem
    click.echo(f"\nWritten: {file}")


def with_answer(text: str, section: str, key: str, answer: str | int) -> str:
    """Return the text of the example with one answer in the place of the default."""
    start = text.index(f"[{section}]\n")
    pattern = re.compile(rf"^{re.escape(key)} = (.*)$", re.MULTILINE)
    place = pattern.search(text, start)
    assert place is not None
    value = toml_list(str(answer)) if place[1].startswith("[") else json.dumps(answer, ensure_ascii=False)
    return text[: place.start(1)] + value + text[place.end(1) :]


def toml_list(answer: str) -> str:
    """Return addresses, separated by commas, as a TOML list."""
    entries = [entry.strip() for entry in answer.split(",") if entry.strip()]
    return json.dumps(entries, ensure_ascii=False)


def _ask(question: str, default: str | None) -> str:
    answer = str(click.prompt(question, default=default, show_default=bool(default))).strip()
    return "" if answer == "-" else answer


def _try(config: Config) -> None:
    from mailflow.cli.check import try_online

    for secret in config.secrets():
        if secret.file is None and not os.environ.get(secret.variable) and sys.stdin.isatty():
            question = f"{secret.variable}, to try now; it is not stored (empty: don't try)"
            os.environ[secret.variable] = click.prompt(question, default="", hide_input=True, show_default=False)
    try:
        config.check_secrets()
    except ConfigError as problem:
        click.echo(f"Not tried yet, a secret is missing; set it and type `mailflow check --online`:\n{problem}")
        return
    for line in try_online(config):
        click.echo(line.shown)
