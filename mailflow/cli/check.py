"""``mailflow check``: prove configuration, rules and templates before they run; with ``--online`` the servers too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from mailflow.cli import given
from mailflow.cli.exits import CONFIGURATION, DONE, TEMPORARY
from mailflow.config import Config
from mailflow.errors import ConfigError, Mistake


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``weight`` is ``ok``, ``warning`` or ``mistake``."""

    weight: str
    text: str

    @property
    def shown(self) -> str:
        """The line as it is printed."""
        colour = {"ok": "green", "warning": "yellow", "mistake": "red"}[self.weight]
        return f"{click.style(f'{self.weight:7}', fg=colour)}  {self.text}"


@click.command("check")
@click.option("--online", is_flag=True, help="Also try IMAP, SMTP and OAuth2; nothing is read, moved or sent.")
@click.option("--graph", type=click.Path(dir_okay=False, path_type=Path), help="Draw the states (.svg, .mmd, .dot).")
def check_command(online: bool, graph: Path | None) -> int:
    """Prove configuration, rules and templates; all mistakes at once. Exit 78 if there are any."""
    if graph is not None:
        from mailflow.cli.graph import draw

        draw(graph)
        click.echo(Finding("ok", f"{graph}: the states of a visit and what moves it").shown)
        if given.config_file() is None:
            return DONE
    config = given.config()
    findings = [*_config(config), *_rules(config)]
    for finding in findings:
        click.echo(finding.shown)
    code = CONFIGURATION if any(finding.weight == "mistake" for finding in findings) else DONE
    if not online:
        return code
    tried = list(try_online(config))
    for finding in tried:
        click.echo(finding.shown)
    return code or (TEMPORARY if any(finding.weight == "mistake" for finding in tried) else DONE)


def try_online(config: Config) -> Iterator[Finding]:
    """Try the servers of the configuration."""
    from mailflow.online import try_servers

    for tried in try_servers(config):
        yield Finding("ok" if tried.works else "mistake", f"[{tried.what}] {tried.said}")


def _config(config: Config) -> Iterator[Finding]:
    yield Finding("ok", f"{config.file}: read")
    try:
        config.check_secrets()
    except ConfigError as problem:
        yield from (Finding("mistake", str(mistake)) for mistake in problem.mistakes)
    yield from (Finding("warning", str(mistake)) for mistake in doubts(config))


def doubts(config: Config) -> Iterator[Mistake]:
    """Yield what is allowed in a configuration and still worth a second look."""
    file = str(config.file)
    if not (config.trust.authserv_id or config.trust.dkim):
        expected = (
            "the name your mail server signs its Authentication-Results with; without it only token and address tell"
        )
        yield Mistake(file, "trust.authserv_id", '""', expected)
    if not config.people.operator:
        yield Mistake(file, "people.operator", '""', "an address: somebody should hear when the mailbox can't be read")
    if not config.people.deputies:
        yield Mistake(file, "people.deputies", "[]", "somebody who is asked when HR stays silent or is away")


def _rules(config: Config) -> Iterator[Finding]:
    from mailflow.check import check_rules
    from mailflow.engine.proof import faults
    from mailflow.rulebook import read_rules

    try:
        rulebook = read_rules(config.rules_path, config.contacts_path)
    except ConfigError as problem:
        yield from (Finding("mistake", str(mistake)) for mistake in problem.mistakes)
        return
    report = check_rules(rulebook, given.now(), config.templates_path)
    yield from (Finding("mistake", str(mistake)) for mistake in report.mistakes)
    yield from (Finding("mistake", f"the table of states: {fault}") for fault in faults())
    yield from (Finding("warning", str(mistake)) for mistake in report.warnings)
    if report.holds:
        yield Finding("ok", f"{config.rules_path}: {len(rulebook.services)} services, {len(rulebook.rules)} rules")
        yield Finding("ok", f"{config.templates_path}: every letter renders in nl, fr and de")
