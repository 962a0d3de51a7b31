"""Small values that rule files write as text: durations, hours, half-days of the week, addresses, ranges of days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from mailflow.model.dates import DayRange, Hours
from mailflow.model.rules import Duration, Reception
from mailflow.model.words import Half
from mailflow.rulebook.table import Table, near

_DURATION = re.compile(r"(\d{1,5}) *(workdays|workday|s|m|h|d)", re.ASCII)
_HOURS = re.compile(r"(\d\d):(\d\d) ?[-–] ?(\d\d):(\d\d)", re.ASCII)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]+")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_HALVES = ("am", "pm")


def parse_duration(text: str) -> Duration | None:
    """Read ``"10m"``, ``"2h"``, ``"30s"``, ``"14d"`` or ``"5 workdays"``; ``None`` if it is no duration."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        return None
    unit = "workdays" if found[2] == "workday" else found[2]
    return Duration(int(found[1]), unit)


def duration(table: Table, key: str, default: Duration | None = None) -> Duration:
    """Take a duration; without ``default`` it must be there."""
    value = table.take(key)
    if value is None and default is not None:
        return default
    read = parse_duration(value) if isinstance(value, str) else None
    if read is None:
        table.complain(key, value, 'a duration such as "10m", "2h", "14d" or "5 workdays"')
    return read or default or Duration(0, "m")


def hours(table: Table, key: str) -> Mapping[Half, Hours]:
    """Take ``{am = "09:00-12:30", pm = "13:30-16:30"}``; a half that is not given is left out."""
    inner = table.table(key)
    found: dict[Half, Hours] = {}
    for half in (Half.AM, Half.PM):
        if inner.has(half.value):
            text = inner.text(half.value)
            read = _hours(text)
            if read is None:
                inner.complain(half.value, text, 'hours such as "09:00-12:30", the end after the begin')
            else:
                found[half] = read
    inner.done()
    return found


def _hours(text: str) -> Hours | None:
    found = _HOURS.fullmatch(text)
    if not found:
        return None
    numbers = [int(part) for part in found.groups()]
    if max(numbers[0], numbers[2]) > 23 or max(numbers[1], numbers[3]) > 59:
        return None
    start, end = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    return Hours(start, end) if start < end else None


def reception(table: Table, key: str) -> tuple[Reception, ...]:
    """Take half-days of the week (``["mon am", "thu"]``; a day alone is both halves), in the order of the week."""
    found: set[tuple[int, Half]] = set()
    for number, text in enumerate(table.words(key)):
        day, _, half = text.lower().partition(" ")
        if day not in _WEEKDAYS or half not in {"", *_HALVES}:
            known = [f"{name} {part}" for name in _WEEKDAYS for part in _HALVES]
            table.complain(f"{key}[{number}]", text, 'a half-day such as "mon am"', near(text, known))
            continue
        halves = (Half.AM, Half.PM) if not half else (Half(half),)
        found.update((_WEEKDAYS.index(day) + 1, part) for part in halves)
    return tuple(Reception(weekday, half) for weekday, half in sorted(found))


def addresses(table: Table, key: str) -> tuple[str, ...]:
    """Take a list of mail addresses, folded to lower case."""
    found: list[str] = []
    for number, text in enumerate(table.words(key)):
        if is_address(text):
            found.append(text.lower())
        else:
            table.complain(f"{key}[{number}]", text, "a mail address")
    return tuple(dict.fromkeys(found))


def address(table: Table, key: str, default: str | None = None) -> str:
    """Take one mail address, folded to lower case."""
    text = table.text(key, default, expected="a mail address")
    if text and not is_address(text):
        table.complain(key, text, "a mail address")
        return ""
    return text.lower()


def is_address(text: str) -> bool:
    """Say whether this looks like one bare mail address."""
    return _ADDRESS.fullmatch(text) is not None


def closed_days(table: Table, key: str) -> tuple[DayRange, ...]:
    """Take single days and ranges: TOML dates, or ``{first = …, last = …}``, or ``"2026-05-15"``."""
    value = table.take(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        table.complain(key, value, "a list of days and ranges")
        return ()
    found: list[DayRange] = []
    for number, item in enumerate(value):
        read = _range(item)
        if read is None:
            expected = "a day (2026-05-15) or a range ({first = 2026-07-06, last = 2026-07-10})"
            table.complain(f"{key}[{number}]", item, expected)
        else:
            found.append(read)
    return tuple(found)


def _range(item: object) -> DayRange | None:
    if isinstance(item, dict):
        first, last = _day(item.get("first")), _day(item.get("last"))
        good = item.keys() == {"first", "last"} and first and last and first <= last
        return DayRange(first, last) if good and first and last else None
    day = _day(item)
    return DayRange(day, day) if day else None


def _day(item: object) -> date | None:
    if isinstance(item, str):
        try:
            return date.fromisoformat(item)
        except ValueError:
            return None
    return item if type(item) is date else None
