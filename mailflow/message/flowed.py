"""format=flowed (RFC 3676): soft line breaks joined, space-stuffing undone, quote depth kept as ``>`` marks."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool = False) -> str:
    """Return the text with the lines the writer typed; ``delsp`` also removes the space before a soft break."""
    out: list[str] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:]
        line = line.removeprefix(" ")
        if open_depth == depth and line != "-- ":
            out[-1] += line
        else:
            out.append(("> " if depth == 1 else ">" * depth + " ") + line if depth else line)
        soft = line.endswith(" ") and line != "-- "
        if soft and delsp:
            out[-1] = out[-1][:-1]
        open_depth = depth if soft else None
    return "\n".join(out)
