"""``mailflow demo``: the main job on a mail sandbox, without any set-up. The story itself is ``sandbox/``'s."""

from __future__ import annotations

from pathlib import Path

import click

from mailflow import log
from mailflow.cli.exits import DONE, FAILED
from mailflow.errors import MailflowError

EXTRAS = {"pymap", "aiosmtpd", "pysasl", "proxyprotocol"}


@click.command("demo")
@click.option("--serve", is_flag=True, help="Leave the sandbox up, on the wall clock, for a real mail program.")
@click.option(
    "--out",
    default="demo-out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where every mail is kept to be looked at.",
)
def demo_command(serve: bool, out: Path) -> int:
    """Show the main job in three languages; nothing leaves this machine. Exit 1 if a step fails."""
    try:
        from mailflow.sandbox.demo import play, serve_on
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in EXTRAS:
            raise
        raise MailflowError(f"the demo needs {missing.name}: install mailflow[demo]") from missing
    log.set_up(level="info" if serve else "error")
    if serve:
        serve_on(out, click.echo)
        return DONE
    return DONE if play(out, click.echo) else FAILED
