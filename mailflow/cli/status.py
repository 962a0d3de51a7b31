"""``mailflow status``: everything that matters on one screen, also beside a running daemon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from mailflow import __version__
from mailflow.cli import given, health, output, reasons, shapes
from mailflow.cli.exits import DONE, FAILED
from mailflow.cli.given import as_json
from mailflow.cli.health import Health
from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.model.words import RequestState, VisitState

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.ports import Store

COMING = timedelta(days=14)
MOST = 10
OVER = {RequestState.COMPLETED, RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.EXPIRED}
Rows = Iterator[tuple[str, str]]


@click.command("status")
@as_json
def status_command(as_json: bool) -> int:
    """Show whether mailflow runs, reads and sends, who is awaited, what was set aside, what falls due.

    Exit 1 if the mailbox has not been read for longer than mailbox.alarm_after, whyever, a probe is lost, the clock was
    set back, or the disk is full: made for a monitor to call.
    """
    config, store, now = given.config(), given.store(), given.now()
    found, seen = health.look(config, store, now), gathered(store, now)
    if as_json:
        output.json_line({"version": __version__, **health.shaped(found), **seen})
        return DONE if found.well else FAILED
    output.pairs([*_running(found, config, now), *_work(found, store, seen, now), *_files(found, config, now)])
    rows = [(one["ref"], one["state"], one["requester"], ", ".join(one["waits_for"])) for one in seen["open"]]
    _listed("Open requests", ("reference", "state", "requester", "waits for"), rows)
    heads = ("date", "half", "service", "requester", "reference")
    _listed("Coming visits", heads, [tuple(one.values()) for one in seen["coming"]])
    return DONE if found.well else FAILED


def _listed(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print the first rows of a list, so that what matters more stays on the screen."""
    if rows:
        output.title(title)
        output.table(heads, rows[:MOST], "")
    if len(rows) > MOST:
        click.echo(f"and {len(rows) - MOST} more: `mailflow list`")


def _running(found: Health, config: Config, now: datetime) -> Rows:
    """Yield whether it runs, reads, and hears itself; in capitals what is wrong with that."""
    process = f" (process {found.pid})" if found.pid else ""
    yield "mailflow", f"{__version__}, {'running' + process if found.running else 'NOT RUNNING: start `mailflow run`'}"
    yield "mailbox", _read(found, now)
    lost = found.silent and found.running
    yield "", found.trouble or ("see the log, and try `mailflow check --online`" if lost else "")
    at, within = output.local(found.probe_at), _span(config.probe.within)
    probes = {
        "none": "none yet",
        "under_way": f"that of {at} is under way",
        "back": f"that of {at} came back",
        "missing": f"LOST: that of {at} did not come back within {within}; see the log of the mail server",
    }
    yield "probe", probes.get(found.probe, "")


def _read(found: Health, now: datetime) -> str:
    if found.read_at is None:
        return "NEVER READ" if found.silent else "read never yet"
    if found.ahead:
        return f"READ IN THE FUTURE, at {output.local(found.read_at)}: check the clock"
    return f"{'NOT READ since' if found.silent else 'read'} {_when(found.read_at, now)}"


def _work(found: Health, store: Store, seen: dict[str, Any], now: datetime) -> Rows:
    """Yield what lies before mailflow, and before people."""
    letters, aside = (*_oldest(found.waiting, "waiting", now), *_oldest(found.failed, "FAILED", now)), store.set_aside()
    yield "letters", "; ".join(letters) + ": `mailflow outbox`" if letters else "none waits"
    yield "", found.problem
    yield (
        "set aside",
        f"{len(aside)}, the last {_when(aside[-1].handled_at, now)}: `mailflow aside`" if aside else "none",
    )
    yield (
        "not filed",
        f"{found.unfiled}, handled, still in the watched folder; why: `move_refused` in the log"
        if found.unfiled
        else "",
    )
    yield "requests", _counts(seen["requests"]) or "none"
    yield "archived", str(seen["archived"] or "")
    yield "waiting for", _counts(seen["waiting_for"]) or "nobody"
    yield "next due", output.local(store.next_due()) or "nothing"


def _files(found: Health, config: Config, now: datetime) -> Rows:
    """Yield where rules and store lie, and what to do about them."""
    where = str(config.rules_path) if config.rules.path else "those that come with mailflow"
    yield "rules", where + (f", read {_when(found.rules_at, now)}" if found.rules_at else "")
    yield "", f"NOT IN FORCE: {found.changed}, changed since; `mailflow check`, then reload" if found.changed else ""
    free = f", {_size(found.free)} free on its disk" if found.free is not None else ""
    yield "store", f"{config.store_path}: {_size(found.size)}{free}"
    yield "", "DISK FULL: make room there; nothing is lost, and mailflow goes on by itself" if found.full else ""
    yield "", "to back it up while it runs: `mailflow store export FILE`"


def _oldest(letters: tuple[Letter, ...], how: str, now: datetime) -> tuple[str, ...]:
    return (f"{len(letters)} {how}, the oldest of {_when(letters[0].created_at, now)}",) if letters else ()


def _when(at: datetime | None, now: datetime) -> str:
    """Return a moment with how long ago it was, ``""`` for none."""
    return f"{output.local(at)} ({_span(now - at)} ago)" if at else ""


def _span(span: timedelta) -> str:
    """Return a span of time in its largest whole unit."""
    seconds = max(int(span.total_seconds()), 0)
    for name, length in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length * (2 if name == "days" else 1):
            return f"{seconds // length} {name}"
    return f"{seconds} s"


def _size(octets: float) -> str:
    """Return a size as people say it."""
    for unit in ("octets", "kB", "MB", "GB"):
        if octets < 1000:
            return f"{octets:.0f} {unit}"
        octets /= 1000
    return f"{octets:.0f} TB"


def gathered(store: Store, now: datetime) -> dict[str, Any]:
    """Return what ``status --json`` prints of requests and messages; times are UTC."""
    requests = list(store.requests())
    waiting = [request for request in requests if request.state not in OVER]
    return {
        "requests": dict(Counter(request.state.value for request in requests)),
        "archived": sum(1 for _ in store.archived()),
        "waiting_for": dict(Counter(who for request in waiting for who in reasons.waits_for(request))),
        "aside": len(store.set_aside()),
        "next_due": shapes.moment(store.next_due()),
        "last_round": shapes.moment(store.clock()),
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
