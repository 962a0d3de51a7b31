"""``mailflow status``: everything that matters on one screen, also beside a running daemon."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from mailflow.cli import given, output, reasons, shapes
from mailflow.cli.exits import DONE, FAILED
from mailflow.cli.given import as_json
from mailflow.model.request import Request
from mailflow.model.words import LetterStatus, RequestState, VisitState
from mailflow.ports import HOUSE, MAILBOX_READ

if TYPE_CHECKING:
    from mailflow.ports import Store

COMING = timedelta(days=14)
OVER = {RequestState.COMPLETED, RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.EXPIRED}


@click.command("status")
@as_json
def status_command(as_json: bool) -> int:
    """Show requests by state, who is awaited, letters that wait or failed, what was set aside, what falls due.

    Exit 1 if the mailbox has not been read for longer than mailbox.alarm_after, whyever: made for a monitor to call.
    """
    store, now = given.store(), given.now()
    seen = gathered(store, now)
    read_at = store.asked(HOUSE, MAILBOX_READ)
    silent = read_at is not None and now - read_at > given.config().mailbox.alarm_after
    serving = given.serving()
    code = FAILED if silent else DONE
    if as_json:
        output.json_line({**seen, "running": serving, "silent": silent})
        return code
    letters, aside = seen["letters"], seen["aside"]
    output.pairs(
        [
            ("mailflow", "running" if serving else "not running"),
            ("mailbox read", _read(read_at, serving=serving, silent=silent)),
            ("requests", _counts(seen["requests"]) or "none"),
            ("waiting for", _counts(seen["waiting_for"]) or "nobody"),
            ("letters", f"{letters['waiting']} waiting, {letters['failed']} failed"),
            ("set aside", f"{aside} (see `mailflow aside`)" if aside else "nothing"),
            ("next due", output.local(store.next_due()) or "nothing"),
            ("last change", output.local(store.clock()) or "none yet"),
        ]
    )
    if seen["open"]:
        output.title("Open requests")
        rows = [(one["ref"], one["state"], one["requester"], ", ".join(one["waits_for"])) for one in seen["open"]]
        output.table(("reference", "state", "requester", "waits for"), rows, "")
    if seen["coming"]:
        output.title("Coming visits")
        heads = ("date", "half", "service", "requester", "reference")
        output.table(heads, [tuple(one.values()) for one in seen["coming"]], "")
    return code


def _read(at: datetime | None, *, serving: bool, silent: bool) -> str:
    """Return when the mailbox was last read to its end, and what to do if that is long ago."""
    if not silent:
        return output.local(at) or "never yet"
    remedy = "see the log, and try `mailflow check --online`" if serving else "start `mailflow run`"
    return f"{click.style(output.local(at), fg='red')}, too long ago: {remedy}"


def gathered(store: Store, now: datetime) -> dict[str, Any]:
    """Return what ``status --json`` prints; times are UTC."""
    requests = list(store.requests())
    waiting = [request for request in requests if request.state not in OVER]
    letters = store.letters_open()
    return {
        "requests": dict(Counter(request.state.value for request in requests)),
        "waiting_for": dict(Counter(who for request in waiting for who in reasons.waits_for(request))),
        "letters": {
            "waiting": sum(letter.status is LetterStatus.WAITING for letter in letters),
            "failed": sum(letter.status is not LetterStatus.WAITING for letter in letters),
        },
        "aside": len(store.set_aside()),
        "next_due": shapes.moment(store.next_due()),
        "last_round": shapes.moment(store.clock()),
        "mailbox_read_at": shapes.moment(store.asked(HOUSE, MAILBOX_READ)),
        "open": [
            {
                "ref": request.ref,
                "state": request.state.value,
                "requester": request.requester.full_name,
                "waits_for": list(reasons.waits_for(request)),
            }
            for request in waiting
        ],
        "coming": sorted(_coming(requests, now), key=lambda one: (one["date"], one["half"], one["ref"])),
    }


def _coming(requests: list[Request], now: datetime) -> list[dict[str, Any]]:
    first, last = now.date(), (now + COMING).date()
    return [
        {
            "date": visit.slot.day.isoformat(),
            "half": visit.slot.half.value,
            "service": visit.service,
            "requester": request.requester.full_name,
            "ref": request.ref,
        }
        for request in requests
        for visit in request.visits
        if visit.state is VisitState.AGREED and visit.slot and first <= visit.slot.day <= last
    ]


def _counts(counted: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
