"""Where the pieces of a sentence begin and end: at commas, at *but* and at *except*."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.date_lookup import Found

_CUTS = frozenset({"comma", "but", "except"})


def pieces(found: Sequence[Found]) -> list[tuple[int, int]]:
    """Return the half-open ranges of what stands between the cuts."""
    cuts = [n for n, one in enumerate(found) if one.sort in _CUTS]
    starts = [0, *(n + 1 for n in cuts)]
    return list(zip(starts, [*cuts, len(found)], strict=True))


def piece_begin(found: Sequence[Found], place: int) -> int:
    """Return where the piece begins in which something stands."""
    return next((n + 1 for n in range(place - 1, -1, -1) if found[n].sort in _CUTS), 0)


def piece_end(found: Sequence[Found], place: int = 0) -> int:
    """Return the first cut at a place or behind it, else the end."""
    return next((n for n in range(place, len(found)) if found[n].sort in _CUTS), len(found))
