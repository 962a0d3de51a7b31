"""Ranges: days, weekdays and months that a word or a dash joins, with the hours beside their ends.

Which days lie in a range is looked up by ``date_lookup.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mailflow.model.words import Half
from mailflow.understanding.date_item import Item


def merge_ranges(items: Sequence[Item]) -> list[Item]:
    """Join days, weekdays and months that a word or dash makes a range of."""
    items = _hours_of_ends(items)
    merged: list[Item] = []
    n = 0
    while n < len(items):
        item = items[n]
        second = _range_end(items, n)
        if second and item.to is None:
            end = items[second]
            merged.append(replace(item, to=end, last=end.last, week=False, bound="", half=item.half or end.half))
            n = second + 1
            continue
        merged.append(item)
        n += 1
    return merged


def spread_weekdays(items: Sequence[Item]) -> list[Item]:
    """Let a weekday in the plural go with the days of a list right behind it ("les lundis 8 et 15")."""
    spread: list[Item] = []
    weekday = 0
    for n, item in enumerate(items):
        if item.sort in {"list", "comma"}:
            spread.append(item)
        elif weekday and _is_of_list(item, items[n + 1 :]):
            spread.append(replace(item, weekday=weekday, bare=False))
        elif _names_a_list(item, items[n + 1 :]):
            weekday = item.weekday
        else:
            weekday = 0
            spread.append(item)
    return spread


def _names_a_list(item: Item, rest: Sequence[Item]) -> bool:
    plural = item.sort == "weekday" and item.every and bool(rest)
    return plural and rest[0].first == item.last + 1 and _is_of_list(rest[0], rest[1:])


def count_on(items: Sequence[Item]) -> list[Item]:
    """Take a list of numbers behind a month, if a sentence ends with it, for its days ("in mei op 12, 14 of 19")."""
    end = next((n for n in range(len(items), 0, -1) if items[n - 1].sort not in {"day", "list", "comma"}), 0)
    days = [item for item in items[end:] if item.sort == "day"]
    rising = all(one.day < other.day for one, other in pairwise(days))
    # The full stop behind the last one ends the sentence.
    plain = all(_is_of_list(item, ()) and (item.bare or item is days[-1]) and not item.month for item in days)
    # "In februari kan ik op dinsdagen: 2, 9 en 23"
    lead = items[end - 1] if end else None
    framed = lead is not None and lead.sort == "weekday" and lead.every and any(o.sort == "month" for o in items[:end])
    headed = framed or (lead is not None and lead.sort == "month")
    if not (headed and len(days) > 1 and rising and plain):
        return list(items)
    return [replace(item, bare=False) if n >= end and item.sort == "day" else item for n, item in enumerate(items)]


def _is_of_list(item: Item, rest: Sequence[Item]) -> bool:
    counts = bool(rest) and rest[0].sort == "word" and rest[0].first == item.last + 1
    return item.sort == "day" and not (item.weekday or item.number or item.to or counts)


def _hours_of_ends(items: Sequence[Item]) -> list[Item]:
    """Take the hours beside both ends of a range ("12/01 9u tot 14/01 12u") into the days."""
    result: list[Item] = []
    n = 0
    while n < len(items):
        row = items[n : n + 5]
        hours = [item.word for item in row if item.sort == "half"] == ["hours", "hours"]
        if hours and [item.sort for item in row] == ["day", "half", "until", "day", "half"]:
            # Noon ends the morning here; only an hour behind it leaves the last day whole.
            end = None if row[4].half in {Half.PM, Half.ANY} else Half.AM
            result += [replace(row[0], half=row[1].half, word="hours"), row[2], replace(row[3], half=end)]
            n += 5
            continue
        result.append(items[n])
        n += 1
    return result


def _range_end(items: Sequence[Item], n: int) -> int:
    item = items[n]
    if item.sort not in {"day", "weekday", "month"} or item.number or n + 2 >= len(items):
        return 0
    end = items[n + 2]
    if end.sort != item.sort or end.number or (item.sort == "day" and not (item.month and end.month)):
        return 0
    link = items[n + 1].sort
    between = n > 0 and items[n - 1].sort == "between" and link == "list"
    if not (link == "until" or between) or (item.sort == "weekday" and item.weekday >= end.weekday):
        return 0
    return n + 2
