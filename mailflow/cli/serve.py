"""``mailflow run`` and ``once``: the daemon, and one pass of it. The work itself is ``app.py``'s."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import click

from mailflow import log
from mailflow.cli import given
from mailflow.cli.exits import DONE, FAILED, TEMPORARY
from mailflow.cli.given import Moment
from mailflow.config import Config


@click.command("run")
def run_command() -> None:
    """Run the daemon until it is told to stop (SIGTERM); SIGHUP reads the rules again."""
    from mailflow.app import build
    from mailflow.daemon import Daemon

    with closing(build(_config())) as app:
        app.prove()
        Daemon(app).run()


@click.command("once")
@click.option("--now", "moment", type=Moment(), help="Set the clock (never backwards for one store).")
def once_command(moment: datetime | None) -> int:
    """Do all that is due: timers, mail, timers newly due, letters. Exit 1 if something was set aside."""
    from mailflow.app import build

    with closing(build(_config())) as app:
        result = app.once(moment)
    if result.set_aside:
        click.echo(f"mailflow: set aside: {result.set_aside}; see `mailflow aside`", err=True)
        return FAILED
    if result.deferred:
        click.echo(f"mailflow: letters that could not leave yet: {result.deferred}; see `mailflow outbox`", err=True)
        return TEMPORARY
    return DONE


def _config() -> Config:
    config = given.config()
    log.set_up(config.log.format, config.log.level)
    config.check_secrets()
    return config
