"""The proof that the table has no dead end, and its picture as text (SPEC §2, §9): for ``mailflow check``."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.engine.table import CALENDAR, CLOCKS, REOPENED, TABLE
from mailflow.model.request import FINAL
from mailflow.model.words import Role, TimerName, VisitState

# How a visit begins, and how it passes from hand to hand without anybody's command (``proposing.settle``).
FIRST = VisitState.REQUESTED
BY_ITSELF = (
    (VisitState.APPROVED, VisitState.PROPOSED, "services are asked"),
    (VisitState.APPROVED, VisitState.OFFERED, "confirm = false"),
    (VisitState.PROPOSED, VisitState.OFFERED, "all have answered"),
    (VisitState.PROPOSED, VisitState.APPROVED, "slots lost"),
    (VisitState.OFFERED, VisitState.APPROVED, "slots lost"),
)
# Timers of the request as a whole; the others belong to states of a visit.
OF_THE_REQUEST = frozenset(
    {
        TimerName.COMPLETE_REMINDER,
        TimerName.COMPLETE_CLOSE,
        TimerName.DECIDE_LATER,
        TimerName.UNDO,
        TimerName.VISITORS,
    }
)


def moves() -> Iterator[tuple[VisitState, VisitState, str]]:
    """Yield every way from one state of a visit to another, with what does it."""
    ways = (*_by_people(), *_by_clocks_and_calendars(), *BY_ITSELF)
    yield from (way for way in ways if way[0] is not way[1])


def _by_people() -> Iterator[tuple[VisitState, VisitState, str]]:
    for row in TABLE:
        if _changes(row.when, row.becomes):
            who = "HR" if row.who is Role.HR else row.who.value
            yield from ((start, end, f"{who}: {row.does.value}") for start in row.when for end in row.ends(start))


def _by_clocks_and_calendars() -> Iterator[tuple[VisitState, VisitState, str]]:
    for clock in CLOCKS:
        yield from ((start, end, f"timer: {clock.name.value}") for start in clock.when for end in clock.becomes)
    for heard in (*CALENDAR, REOPENED):
        yield from ((start, end, heard.what) for start in heard.when for end in heard.becomes)


def _changes(when: tuple[VisitState, ...], becomes: tuple[VisitState, ...]) -> bool:
    """Say whether a row moves visits at all: naming a host, for one, leaves each state as it is."""
    return set(when) != set(becomes)


def faults() -> tuple[str, ...]:
    """Return what is wrong with the table, in sentences; empty = every state is reached, left and watched."""
    ways = tuple(moves())
    reached = {FIRST}
    while more := {end for start, end, _ in ways if start in reached} - reached:
        reached |= more
    watched = {state for clock in CLOCKS for state in clock.when}
    found = [f"no way leads to the visit state {state.value}" for state in VisitState if state not in reached]
    for state in VisitState:
        if state in FINAL:
            continue
        if not any(start is state for start, _, _ in ways):
            found.append(f"no way leads out of the visit state {state.value}")
        if state not in watched:
            found.append(f"no timer watches the visit state {state.value}")
    drawn = {clock.name for clock in CLOCKS} | OF_THE_REQUEST
    found += [f"the timer {name.value} stands nowhere in the table" for name in TimerName if name not in drawn]
    return tuple(found)


def mermaid() -> str:
    """Return the life of a visit as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {FIRST.value}"]
    labels: dict[tuple[VisitState, VisitState], list[str]] = {}
    for start, end, what in moves():
        labels.setdefault((start, end), []).append(what)
    for (start, end), whats in labels.items():
        lines.append(f"    {start.value} --> {end.value}: {', '.join(dict.fromkeys(whats))}")
    lines += [f"    {state.value} --> [*]" for state in VisitState if state in FINAL]
    return "\n".join(lines) + "\n"
