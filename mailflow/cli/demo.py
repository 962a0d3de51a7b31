"""``mailflow demo``: the main job on a mail sandbox inside this process; nothing leaves the machine."""

from __future__ import annotations

from pathlib import Path

import click

from mailflow.cli.exits import DONE, FAILED
from mailflow.errors import MailflowError


@click.command("demo")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo-out"), help="Where the mails are kept.")
@click.option("--serve", is_flag=True, help="Leave the sandbox up, on the wall clock, for a real mail program.")
def demo_command(out: Path, serve: bool) -> int:
    """Play three requests in three languages; exit 1 if a step fails. What was sent lies in demo-out/index.html."""
    try:
        from mailflow.sandbox.demo import play, serve_on
    except ModuleNotFoundError as missing:
        raise MailflowError(
            f"the demo needs {missing.name}; install it with: pip install 'mailflow[demo]'"
        ) from missing
    if serve:
        serve_on(out, click.echo)
        return DONE
    return DONE if play(out, click.echo) else FAILED
