"""Tables of days with a column for each half, or for yes and no, and lists of days behind plus and minus.

People lay out their calendar like that ("| di 12/01 | ja | nee |" under "VM | NM"); each such row becomes lines of the
fields for days, which ``date_fields`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.model.words import Half
from mailflow.understanding.date_texts import date_words, only_half
from mailflow.understanding.label_names import names_days_off
from mailflow.understanding.passage import Line
from mailflow.understanding.tokens import fold

SUITS_LABEL, OFF_LABEL = "data", "data die niet passen"
"""Labels of the two fields for days, in any of the languages."""

LEAST_CELLS = 2
_HALVES = {Half.AM: "voormiddag", Half.PM: "namiddag"}
_YES = frozenset(
    {"ja", "oui", "ok", "yes", "x", "v", "wel", "possible", "mogelijk", "moglich", "libre", "vrij", "frei"}
)
_NO = frozenset({"nee", "neen", "non", "nein", "no", "niet", "pas", "nicht"})
_MARKS = re.compile(r"^\s*(?:[xX✓✔☒☑🗹]|\[[xX]\])\s*$")
_EMPTY = re.compile(r"^\s*(?:[-–/☐□.]|\[\s*\])?\s*$")
_SUITING = frozenset({"past", "kan", "ok", "ja", "oui", "passt", "geht", "possible", "convient", "mogelijk", "wel"})
_SIGNED = re.compile(r"^\s*(?P<sign>[+✓✔]|[-–✗✘])\s*(?P<day>\S.*)$")


def with_days_of_tables(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of tables of days, and days behind plus and minus, as labelled lines."""
    return _signed(_tabled(lines))


def _tabled(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    columns: list[Half | bool | None] = []
    for line in lines:
        cells = _cells(line.text)
        if header := _columns(cells):
            columns = header
            continue
        if columns and len(cells) == len(columns) + 1 and date_words(cells[0]).days:
            found += _row(line, cells, columns)
            continue
        columns = columns if line.blank and columns else []
        found.append(line)
    return found


def _cells(text: str) -> list[str]:
    inner = text.strip(" ")
    if inner.startswith("|") and inner.endswith("|") and len(inner) > 1:
        inner = inner[1:-1]
    return [cell.strip() for cell in re.split(r"\||\t", inner)] if "|" in inner or "\t" in inner else []


def _columns(cells: Sequence[str]) -> list[Half | bool | None]:
    """Return what the columns of a header mean: a half, or whether days suit; nothing for any other row."""
    if len(cells) < LEAST_CELLS or date_words(cells[0]).days:
        return []
    meant = [_column(cell) for cell in cells[1:]]
    return meant if all(one is not None for one in meant) else []


def _column(cell: str) -> Half | bool | None:
    half = only_half(cell) if date_words(cell).only else None
    if half is not None:
        return half
    words = fold(cell).split()
    if names_days_off(" ".join(words), loose=True) or (len(words) == 1 and words[0] in _NO):
        return False
    return True if words and _SUITING.issuperset(words) else None


def _row(line: Line, cells: Sequence[str], columns: Sequence[Half | bool | None]) -> Iterator[Line]:
    """Yield the days of a row that suit, and those that are said not to."""
    for cell, column in zip(cells[1:], columns, strict=True):
        said = _says(cell)
        if said is None or (isinstance(column, bool) and not said):
            continue
        half = f" {_HALVES[column]}" if isinstance(column, Half) else ""
        suits = said if isinstance(column, Half) else bool(column)
        yield Line(line.number, f"{SUITS_LABEL if suits else OFF_LABEL}: {cells[0]}{half}")


def _says(cell: str) -> bool | None:
    """Return whether a cell says yes or no; an empty one says nothing."""
    if _EMPTY.match(cell):
        return None
    words = set(fold(cell).split())
    if _MARKS.match(cell) or words & _YES:
        return True
    return False if words & _NO else None


def _signed(lines: Sequence[Line]) -> list[Line]:
    """Label days behind plus and minus where both stand ("+ di 12 januari", "- do 14 januari")."""
    marked = [_SIGNED.match(line.text) for line in lines]
    days = [match is not None and date_words(match["day"]).days and _only_days(match["day"]) for match in marked]
    signs = {match["sign"] for match, day in zip(marked, days, strict=True) if match is not None and day}
    # A dash is a bullet, but beside a plus.
    if not ({"+"} < signs <= set("+-–") or (signs & set("✓✔") and signs & set("✗✘") and signs <= set("✓✔✗✘"))):
        return list(lines)
    return [
        Line(line.number, f"{SUITS_LABEL if match['sign'] in '+✓✔' else OFF_LABEL}: {match['day']}")
        if match is not None and day
        else line
        for line, match, day in zip(lines, marked, days, strict=True)
    ]


def _only_days(text: str) -> bool:
    return date_words(text).others <= 1
