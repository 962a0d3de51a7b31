"""``mailflow demo``: the whole job on a mail sandbox, told as it happens, with every mail kept to be looked at."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from mailflow.daemon import Daemon
from mailflow.errors import MailflowError
from mailflow.sandbox.pages import write_pages
from mailflow.sandbox.servers import Sandbox
from mailflow.sandbox.stage import MAILBOX, PASSWORD, Stage, StoryError, begin, configure
from mailflow.sandbox.stories import AN, CAST, OTHERS, STORIES

MONDAY = "2026-11-23T08:30"
SERVED_AT = (1143, 1025)


def play(out: Path, tell: Callable[[str], None]) -> bool:
    """Play all stories and write what was sent to ``out``; return whether every step happened as it should."""
    clear(out)
    accounts = dict.fromkeys((MAILBOX, *(a.address for a in CAST), *OTHERS), PASSWORD)
    moment = begin(MONDAY)
    with Sandbox(accounts) as box:
        stage = Stage(box, configure(box, out, AN.address), moment, tell)
        try:
            for story in STORIES:
                tell(f"\n=== {(story.__doc__ or '').splitlines()[0]}")
                story(stage)
            played = True
        except StoryError as error:
            tell(f"  ✗  {error}")
            played = False
        finally:
            stage.app.close()
    write_pages(out, stage.mails, stage.app)
    tell(f"\n{len(stage.mails)} mails; look at {out / 'index.html'}")
    return played


def serve_on(out: Path, tell: Callable[[str], None]) -> None:
    """Leave sandbox and daemon up on the wall clock until interrupted, and say how a mail program connects."""
    clear(out)
    accounts = dict.fromkeys((MAILBOX, *(a.address for a in CAST), *OTHERS), PASSWORD)
    with Sandbox(accounts, ports=SERVED_AT) as box:
        app = configure(box, out, AN.address, hours="always")
        tell(f"IMAP 127.0.0.1:{box.imap_port}, SMTP 127.0.0.1:{box.smtp_port}, no encryption, password: {PASSWORD}")
        tell(f"The mailbox is {MAILBOX}. Set one of these accounts up in a mail program and write to it:")
        for actor in CAST:
            tell(f"  {actor.address:38} {actor.name}")
        tell("Ctrl-C ends it.")
        try:
            Daemon(app).run()
        finally:
            app.close()


def clear(out: Path) -> None:
    """Empty the directory of an earlier demo; one that holds anything else is left alone."""
    marker = out / "mailflow-demo"
    if out.exists() and any(out.iterdir()):
        if not marker.exists():
            raise MailflowError(f"{out} is not empty and not from an earlier demo; choose another directory with --out")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    marker.write_text("This directory belongs to `mailflow demo`, which empties it.\n", encoding="utf-8")
