"""``mailflow list``, ``show``, ``trail`` and ``explain``: what the store knows about requests, without locking it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from mailflow.cli import given, output
from mailflow.cli.given import as_json
from mailflow.model.words import RequestState

if TYPE_CHECKING:
    from mailflow.model.request import Request, Visit

STATES = [state.value for state in RequestState]
reference = click.argument("ref")


@click.command("list")
@as_json
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these (may be repeated).")
@click.option("--address", help="Only the requests of this person, archived or not.")
@click.option("--all", "archived", is_flag=True, help="Also those that are archived.")
def list_command(as_json: bool, states: tuple[str, ...], address: str | None, archived: bool) -> None:
    """List the requests, oldest first; without those that are over for so long that they are archived."""
    store = given.store()
    found = store.requests_of(address.lower()) if address else store.requests(archived=archived)
    wanted = [request for request in found if not states or request.state.value in states]
    if as_json:
        from mailflow.cli import shapes

        for request in wanted:
            output.json_line(shapes.listed(request))
        return
    heads = ("reference", "state", "requester", "OCMW", "visits", "since")
    output.table(heads, [_row(request) for request in wanted], "There are no requests.")
    hidden = 0 if address or archived else sum(1 for _ in store.archived())
    if hidden:
        click.echo(f"Archived: {hidden} (--all lists them too).")


@click.command("show")
@reference
@as_json
def show_command(ref: str, as_json: bool) -> None:
    """Show the request REF."""
    from mailflow.cli import reasons, shapes

    store = given.store()
    request = given.request(store, ref)
    if as_json:
        output.json_line(shapes.shown(request, store.trail(request.ref), given.rulebook()))
        return
    person = request.requester
    output.title(f"{request.ref}: {person.full_name}, {request.ocmw}")
    output.pairs(
        [
            ("state", reasons.state(request)),
            ("pending", reasons.pending(request)),
            ("language", request.language.value),
            ("address", person.address),
            ("letters go to", request.contact),
            ("phone", person.phone),
            ("function", person.function),
            ("comes with", ", ".join(f"{one.first_name} {one.name}".strip() for one in request.participants)),
            ("motivation", request.motivation),
            ("remarks", request.remarks),
            ("missing", ", ".join(name.value for name in request.missing)),
            ("flags", ", ".join(request.flags)),
        ]
    )
    click.echo()
    heads = ("visit", "service", "state", "date", "host", "guests")
    output.table(heads, [_visit(visit) for visit in request.visits], "No service has been named yet.")


@click.command("trail")
@reference
@as_json
def trail_command(ref: str, as_json: bool) -> None:
    """Show all that happened to the request REF, oldest first."""
    store = given.store()
    trail = store.trail(given.request(store, ref).ref)
    if as_json:
        from mailflow.cli import shapes

        for entry in trail:
            output.json_line(shapes.trail_entry(entry))
        return
    rows = [(output.local(entry.at), entry.who, entry.what, entry.detail) for entry in trail]
    output.table(("when", "who", "what", "detail"), rows, "Nothing has happened yet.")


@click.command("explain")
@reference
@as_json
def explain_command(ref: str, as_json: bool) -> None:
    """Say why the request REF stands where it stands: who is awaited, what falls due, which rules fired."""
    from mailflow.cli import reasons

    store = given.store()
    request = given.request(store, ref)
    trail = store.trail(request.ref)
    if as_json:
        output.json_line(reasons.explained(request, trail))
        return
    output.title(f"{request.ref}: {reasons.state(request)}")
    for sentence in reasons.sentences(request):
        click.echo(f"- {output.printable(sentence)}")
    rules = [(output.local(entry.at), rule) for entry in trail for rule in entry.rules]
    if rules:
        output.title("Rules")
        output.table(("when", "rule"), rules, "")
    if request.lines:
        output.title("Lines that HR was shown")
        output.table(("line", "why", "text"), [(str(one.line), one.why, one.text) for one in request.lines], "")


def _row(request: Request) -> tuple[str, ...]:
    return (
        request.ref,
        request.state.value + (" (pending)" if request.pending else ""),
        request.requester.full_name,
        request.ocmw,
        ", ".join(f"{visit.service} {visit.state.value}" for visit in request.visits),
        output.local(request.created_at)[:10],
    )


def _visit(visit: Visit) -> tuple[str, ...]:
    answers = Counter(guest.partstat.value.lower() for guest in visit.guests)
    return (
        str(visit.number),
        visit.service,
        visit.state.value + (f" ({visit.need})" if visit.need else ""),
        f"{visit.slot.day.isoformat()} {visit.slot.half.value}" if visit.slot else "",
        visit.host.address if visit.host else ", ".join(visit.contacts),
        ", ".join(f"{count} {answer}" for answer, count in sorted(answers.items())),
    )
