"""``mailflow retry`` and ``aside``: what the operator can put right; handed to the daemon while it runs."""

from __future__ import annotations

from contextlib import closing

import click

from mailflow.cli import given, output, shapes
from mailflow.cli.exits import TEMPORARY
from mailflow.cli.given import as_json
from mailflow.config import Config
from mailflow.errors import StoreLocked
from mailflow.model.words import Folder
from mailflow.orders import Order, Wanted, answer_to, carry_out, hand_over
from mailflow.ports import Mark

PATIENCE = 10.0


@click.command("retry")
@click.argument("about", metavar="[REF|MESSAGE-ID]", required=False, default="")
def retry_command(about: str) -> int | None:
    """Try the letters that wait or failed again at once: all, or those of one request, or one."""
    return give(Order(Wanted.RETRY, about))


@click.command("aside")
@as_json
@click.option("--retry", is_flag=True, help="Put it back into the watched folder, to be handled again.")
@click.argument("about", metavar="[REF|MESSAGE-ID]", required=False, default="")
def aside_command(as_json: bool, retry: bool, about: str) -> int | None:
    """List what was set aside, with the reason; or put it back."""
    if retry:
        return give(Order(Wanted.PUT_BACK, about))
    marks = [mark for mark in given.store().set_aside() if about.strip("<>") in ("", mark.message_id, mark.ref)]
    if as_json:
        for mark in marks:
            output.json_line(shapes.mark(mark))
        return None
    rows = [
        (output.local(mark.handled_at), mark.message_id or mark.digest[:12], mark.ref, _place(mark), mark.why)
        for mark in marks
    ]
    output.table(("when", "message", "reference", "lies in", "why"), rows, "Nothing is set aside.")
    return None


def _place(mark: Mark) -> str:
    if mark.target is Folder.INBOX:
        return "the watched folder (not recognised as ours)"
    return "the aside folder" if mark.moved else "the watched folder (to be moved)"


def give(order: Order) -> int | None:
    """Carry out an order, or hand it to the mailflow that runs; print what was done."""
    config = given.config()
    # A running daemon has the secrets; whoever gives the order need not.
    said = answer_to(hand_over(config.store_path, order), PATIENCE) if given.serving() else _by_myself(order, config)
    if said is None:
        click.echo("handed to the running mailflow, which will do it in its next round", err=True)
        return TEMPORARY
    click.echo(said)
    return None


def _by_myself(order: Order, config: Config) -> str | None:
    from mailflow.app import build

    if order.reaches_mailbox:
        config.check_secrets()
    try:
        with closing(build(config)) as app:
            return carry_out(order, app.store, app.mailbox, given.now(), app.premises.retention)
    except StoreLocked:
        # One has been started just now.
        return answer_to(hand_over(config.store_path, order), PATIENCE)
