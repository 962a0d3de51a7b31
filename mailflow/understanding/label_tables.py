"""Tables whose first row holds the labels ("Naam | Dienst | Datum"): each row below becomes labelled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.model.words import FieldName
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.label_names import FULL_NAME, field_of
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Line

TABLE_ENDS = "\x00"
LEAST_CELLS = 3


def without_header_rows(lines: Sequence[Line], lexicon: Lexicon) -> Sequence[Line]:
    """Turn a table whose first row holds the labels into one label line for each cell of the rows below."""
    found: list[Line] = []
    header: list[str] = []
    for line in lines:
        cells = _cells(line.text)
        if len(cells) >= LEAST_CELLS and _are_labels(cells, lexicon):
            header = cells
        elif header and not cells and not line.blank and (not found or found[-1].number != line.number):
            # What stands below a table is no part of its last cell.
            header = []
            found += [Line(line.number, TABLE_ENDS), line]
        elif header and len(cells) == len(header):
            found += [
                Line(line.number, f"{label}: {cell}")
                for label, cell in _with_halves(header, cells)
                if field_of(label, lexicon, loose=True) is not None
            ]
        else:
            header = header if line.blank else []
            found.append(line)
    return found


def _with_halves(header: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    """Return labels and their cells, a half in a column of its own joined to the day before it ("Datum | VM/NM")."""
    rows: list[tuple[str, str]] = []
    for label, cell in zip(header, cells, strict=True):
        if rows and _HALF_COLUMN.match(label.strip()) and date_words(rows[-1][1]).days:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {cell}")
        else:
            rows.append((label, cell))
    return rows


_HALF_COLUMN = re.compile(
    r"(?:vm ?/ ?nm|am ?/ ?pm|voor-? ?(?:/|of) ?namiddag|dagdeel|moment|tijdstip|halve dag|uur|matin ?/ ?apr[eè]s-midi|"
    r"demi-journ[eé]e|plage(?: horaire)?|heure|vorm(?:ittag|\.)? ?/ ?nachm(?:ittag|\.)?|halbtag|tageszeit|uhrzeit)$",
    re.IGNORECASE,
)


def _are_labels(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a row holds labels, all but one at most: what a table has more than a form is no field."""
    known = [field_of(cell, lexicon, loose=False) for cell in cells]
    named = {field[0] for field in known if field is not None}
    ours = bool(named & {"name", FULL_NAME}) or {FieldName.SERVICES, FieldName.DATES} <= named
    return None not in known or (2 * known.count(None) <= len(cells) and ours)


def _cells(text: str) -> list[str]:
    """Return the cells of a table row written with bars or tabs."""
    return [cell.strip() for cell in re.split(r"\||\t", text.strip().strip("|"))] if "|" in text or "\t" in text else []
