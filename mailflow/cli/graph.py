"""The picture of ``mailflow check --graph``: the states of a visit and what moves it, drawn from the engine's table.

``.svg`` is drawn here, to be opened in any browser; ``.mmd`` and ``.dot`` are left to Mermaid and Graphviz.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import click

from mailflow.engine.proof import FIRST, mermaid, moves
from mailflow.engine.table import CLOCKS
from mailflow.model.request import FINAL
from mailflow.model.words import VisitState as V

# Column and row of each state: the good way from left to right, the bad ends above and below it.
PLACES: Mapping[V, tuple[float, int]] = {
    V.REQUESTED: (0, 1),
    V.APPROVED: (1, 1),
    V.PROPOSED: (2, 1),
    V.OFFERED: (3, 1),
    V.AGREED: (4, 1),
    V.HELD: (5, 1),
    V.REFUSED: (1, 0),
    V.DECLINED: (3.6, 0),
    V.CANCELLED: (2.6, 2),
}
WIDTH, HEIGHT, STEP_X, STEP_Y, EDGE = 110, 40, 215, 250, 40
LINE = 18
# Who moves a visit along an arrow; several are grey, what follows by itself or by time is dashed.
COLOURS = {"HR": "#1f5fa8", "service": "#2e7d32", "requester": "#b3541e"}
SEVERAL = "#5f6b76"


def draw(file: Path) -> None:
    """Write the picture in the format that the file's name asks for."""
    formats = {".svg": svg, ".mmd": mermaid, ".dot": dot, ".gv": dot}
    if file.suffix not in formats:
        raise click.UsageError(f"{file}: the name must end in one of {', '.join(formats)}")
    file.write_text(formats[file.suffix](), encoding="utf-8")


def ways() -> dict[tuple[V, V], list[str]]:
    """Return what moves a visit from one state to another, per pair of states, in the order of the table."""
    found: dict[tuple[V, V], list[str]] = {}
    for start, end, what in moves():
        known = found.setdefault((start, end), [])
        if what not in known:
            known.append(what)
    return found


def dot() -> str:
    """Return the picture in the language of Graphviz."""
    lines = ["digraph visit {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    lines += [f"  {state.value} [peripheries=2];" for state in V if state in FINAL]
    for (start, end), whats in ways().items():
        label = "\\n".join(whats)
        lines.append(f'  {start.value} -> {end.value} [label="{label}"];')
    return "\n".join([*lines, "}", ""])


def svg() -> str:
    """Return the picture as SVG: numbered arrows between the states, and under it what each number means."""
    arrows = ways()
    top = 2 * STEP_Y + 3 * EDGE
    width, height = EDGE * 2 + 5 * STEP_X + WIDTH, top + LINE * (len(arrows) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        '<title>The states of a visit and what moves it</title><rect width="100%" height="100%" fill="white"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
        '<path d="M0 0L8 4L0 8z" fill="#456"/></marker></defs><g font-size="13">',
        *_boxes(),
    ]
    for number, ((start, end), whats) in enumerate(arrows.items(), start=1):
        lines += _arrow(number, start, end, _colour(whats))
        y = top + LINE * number
        text = escape(f"{number}  {start.value} → {end.value}: {', '.join(whats)}")
        lines.append(f'<text x="{EDGE}" y="{y}" fill="{_colour(whats)}">{text}</text>')
    lines += _timers(top + LINE)
    return "\n".join([*lines, "</g></svg>", ""])


def _timers(y: int) -> Iterator[str]:
    """Yield, beside the arrows' legend, which timers run while a visit is in a state."""
    x = EDGE + 4 * STEP_X
    yield f'<text x="{x}" y="{y}" font-weight="bold">timers that run</text>'
    for state in V:
        names = [clock.name.value for clock in CLOCKS if state in clock.when]
        if names:
            y += LINE
            yield f'<text x="{x}" y="{y}">{escape(f"{state.value}: {names[0]}")}</text>'
        for name in names[1:]:
            y += LINE
            yield f'<text x="{x + 75}" y="{y}">{escape(name)}</text>'


def _boxes() -> Iterator[str]:
    for state in V:
        x, y = _centre(state)
        border = 3 if state in FINAL else 1.2
        fill = "#e8f0e8" if state is FIRST else "#f4f6f8"
        yield (
            f'<rect x="{x - WIDTH // 2}" y="{y - HEIGHT // 2}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{fill}" '
            f'stroke="#456" stroke-width="{border}"/>'
            f'<text x="{x}" y="{y + 5}" text-anchor="middle">{state.value}</text>'
        )


def _centre(state: V) -> tuple[float, float]:
    column, row = PLACES[state]
    return EDGE + WIDTH // 2 + column * STEP_X, EDGE + HEIGHT + row * STEP_Y


def _colour(whats: list[str]) -> str:
    people = {what.partition(":")[0] for what in whats if what.partition(":")[0] in COLOURS}
    return COLOURS[people.pop()] if len(people) == 1 else SEVERAL


def _arrow(number: int, start: V, end: V, colour: str) -> Iterator[str]:
    """Yield a curve that bends to its right-hand side, so that there and back don't cover one another."""
    (x1, y1), (x2, y2) = _centre(start), _centre(end)
    dx, dy = x2 - x1, y2 - y1
    far = (dx * dx + dy * dy) ** 0.5
    bend = 0.18 * far + 12
    cx, cy = (x1 + x2) / 2 - dy / far * bend, (y1 + y2) / 2 + dx / far * bend
    (ax, ay), (bx, by) = _border((x1, y1), (cx, cy)), _border((x2, y2), (cx, cy))
    mx, my = (ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4
    yield (
        f'<path d="M{ax:.0f} {ay:.0f}Q{cx:.0f} {cy:.0f} {bx:.0f} {by:.0f}" fill="none" stroke="{colour}" '
        'stroke-width="1.3" marker-end="url(#tip)"/>'
    )
    yield f'<circle cx="{mx:.0f}" cy="{my:.0f}" r="10" fill="white" stroke="{colour}"/>'
    yield f'<text x="{mx:.0f}" y="{my + 4:.0f}" text-anchor="middle" font-size="11">{number}</text>'


def _border(centre: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Return where the way from a box's centre to a point leaves the box."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    share = min(
        (WIDTH / 2) / abs(dx) if dx else float("inf"),
        (HEIGHT / 2) / abs(dy) if dy else float("inf"),
    )
    return centre[0] + dx * share, centre[1] + dy * share
