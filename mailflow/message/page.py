"""The page that HTML is written on: lines, quote depth, and table rows put on one line each."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_LINES = 20_000


@dataclass(slots=True)
class _Sheet:
    """Lines under way: of the page itself, or of one table cell; ``shown`` is the last line that is not blank."""

    lines: list[str] = field(default_factory=list)
    current: str = ""
    shown: str = ""
    depth: int = 0
    rows: list[list[list[str]]] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.shown = line if line.strip() else self.shown


class Page:
    """Collects text into lines; a cell is a sheet of its own until its row is complete."""

    def __init__(self) -> None:
        self._sheets = [_Sheet()]
        self._count = 0

    @property
    def _sheet(self) -> _Sheet:
        return self._sheets[-1]

    def write(self, text: str, *, keep: bool = False) -> None:
        """Add text to the line under way; ``keep`` leaves leading space alone."""
        sheet = self._sheet
        if not keep and (not sheet.current or sheet.current.endswith((" ", "\n"))):
            text = text.lstrip(" ")
        sheet.current += text

    def newline(self) -> None:
        """End the line under way, also if it is empty."""
        sheet = self._sheet
        if self._count < MAX_LINES:
            sheet.add((_prefix(sheet.depth) + sheet.current.replace("\xa0", " ")).rstrip())
            self._count += 1
        sheet.current = ""

    def block(self, *, spaced: bool = False) -> None:
        """Begin or end a block: what follows stands on a new line, after an empty one if ``spaced``."""
        sheet = self._sheet
        if sheet.current.strip(" "):
            self.newline()
        sheet.current = ""
        if spaced and sheet.lines and sheet.lines[-1].strip("> "):
            self.newline()

    def rule(self, line: str) -> None:
        """Write a line that marks something, once."""
        self.block()
        if self._sheet.shown != line:
            self._sheet.add(line)

    def quote(self, step: int) -> None:
        """Go one level deeper into a quote, or out of it."""
        self._sheet.depth = max(0, self._sheet.depth + step)

    def started(self) -> bool:
        """Say whether anything stands on the page yet."""
        return any(sheet.current.strip() or sheet.shown for sheet in self._sheets)

    def open_row(self) -> None:
        """Begin a table row."""
        self._sheet.rows.append([])

    def open_cell(self) -> None:
        """Begin a cell; without a row it is a block."""
        self.block()
        self._sheets.append(_Sheet())

    def close_cell(self) -> None:
        """End a cell and hand its lines to the row."""
        self.block()
        cell = self._sheets.pop()
        lines = _trimmed(cell.lines)
        if self._sheet.rows:
            self._sheet.rows[-1].append(lines)
        else:
            self._take(lines)

    def close_row(self) -> None:
        """End a row: one line if its cells are short, else cell below cell."""
        self.block()
        self._take(_row(self._sheet.rows.pop()))

    def text(self) -> str:
        """Return everything written, never more than one empty line in a row."""
        self.block()
        out: list[str] = []
        for line in self._sheet.lines:
            if line.strip() or (out and out[-1].strip()):
                out.append(line)
        return "\n".join(_trimmed(out))

    def _take(self, lines: list[str]) -> None:
        prefix = _prefix(self._sheet.depth)
        for line in lines:
            self._sheet.add((prefix + line).rstrip())


def _row(cells: list[list[str]]) -> list[str]:
    """Put a row on one line where that is how it reads: label and value, or several short cells."""
    full = [cell for cell in cells if cell]
    if len(cells) == 2 and len(cells[0]) == 1 and len(cells[0][0]) <= 80 and (cells[1] or len(cells[0][0]) <= 40):
        label, value = cells[0][0].rstrip(), cells[1]
        if label.startswith((">", "_")):
            return cells[0] + value
        if not value:
            return [label if label.endswith((":", "?", ".")) else f"{label} :"] if _is_label(label) else [label]
        if len(value) > 1 and value[0].startswith("- "):
            return [label if label.endswith(":") else f"{label} :", *value]
        glue = " " if label.endswith((":", ")", ".")) or not any(map(str.isalnum, label)) else " : "
        return [f"{label}{glue}{value[0].lstrip(':').lstrip() or ''}".rstrip(), *value[1:]]
    if len(full) > 1 and all(len(cell) == 1 and len(cell[0]) <= 200 for cell in full):
        if len(full) == 3 and full[1] == [":"]:
            return [f"{full[0][0]} : {full[2][0]}"]
        return [" | ".join(cell[0] for cell in full)]
    return [line for cell in full for line in cell]


def _is_label(text: str) -> bool:
    return len(text.split()) <= 5 and text[:1].isalpha()


def _prefix(depth: int) -> str:
    return "" if depth == 0 else ">" * min(depth, 9) + " "


def _trimmed(lines: list[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]
