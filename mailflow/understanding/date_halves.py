"""Which half of the days a sentence names is meant: the half or the hours beside them, before them, or behind a list.

Two halves that contradict one another are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from mailflow.model.words import Half
from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import piece_begin, piece_end, pieces
from mailflow.understanding.small_words import BECAUSE, LAST, THEN

TOLD_WORDS = 2
_EACH_TIME = frozenset([
    "telkens", "jeweils", "toujours", "steeds", "beide", "beides", "chaque fois", "les deux", "altijd", "immer",
    "allebei", "alletwee", "beide tage", "beiden tagen", "an beiden tagen", "beide dagen", "op beide dagen",
    "les deux jours", "ces deux jours", "les deux fois", "beide keren", "beide male", "beide mal",
])  # fmt: skip


def join_halves(found: Sequence[Found]) -> list[Found]:
    """Join ``vm + nm`` and ``matin ou après-midi`` to the whole day, and hours with the half they lie in."""
    joined: list[Found] = []
    for one in found:
        if one.sort == "half" and joined and joined[-1].sort == "half":
            joined[-1] = _same_or_ask(joined[-1], one)
            continue
        linked = len(joined) > 1 and joined[-1].sort in {"list", "until"} and joined[-2].sort == "half"
        if one.sort == "half" and linked and not (one.ask or joined[-2].ask):
            joined.pop()
            joined[-1] = replace(joined[-1], half=one.half if one.half == joined[-1].half else Half.ANY)
            continue
        joined.append(one)
    return joined


def _same_or_ask(first: Found, second: Found) -> Found:
    if first.half == second.half and first.ask == second.ask:
        return first
    if first.ask or second.ask:
        return first if second.ask else second
    wide = [one for one in (first, second) if one.half is not Half.ANY]
    return wide[0] if len(wide) == 1 else replace(first, half=None, ask=True)


def turn_halves(found: Sequence[Found]) -> list[Found]:
    """Turn ``12 januari, niet in de namiddag`` into its morning: a negated half alone, behind the days it is about."""
    result = list(found)
    for start, end in reversed(pieces(found)):
        piece = found[start:end]
        sorts = [one.sort for one in piece if one.item.word not in _ALREADY]
        halves = [one for one in piece if one.sort == "half" and one.half in {Half.AM, Half.PM} and not one.ask]
        alone = sorts.count("no") == 1 and len(halves) == 1 and set(sorts) <= {"no", "half", "free", "trailing"}
        days = [one for one in found[:start] if one.mention]
        # "Le 22 janvier ok sauf l'après-midi"
        excepted = (
            start > 0 and found[start - 1].sort == "except" and len(halves) == 1 and set(sorts) <= {"half", "free"}
        )
        alone = alone or excepted
        if alone and days and all(one.half is None for one in days) and not any(o.sort == "no" for o in found[:start]):
            other = Half.PM if halves[0].half is Half.AM else Half.AM
            cut = [replace(found[start - 1], sort="comma")] if start else []
            result[max(0, start - 1) : end] = [*cut, *(replace(one, half=other) for one in halves)]
    return _held_against(result)


def _held_against(found: list[Found]) -> list[Found]:
    """Leave out a half that is refused before the other is offered ("…, 's morgens te druk, 's namiddags mag")."""
    rows = [found[start:end] for start, end in pieces(found)]
    refused = [_only_half(row) for row in rows if any(one.sort == "no" for one in row)]
    offered = {_only_half(row) for row in rows if not any(one.sort == "no" for one in row)} - {None}
    if len(refused) != 1 or refused[0] is None or offered != {Half.PM if refused[0] is Half.AM else Half.AM}:
        return found
    return [replace(one, sort="word") if one.sort == "half" and one.half is refused[0] else one for one in found]


def _only_half(piece: Sequence[Found]) -> Half | None:
    """Return the half of a part of a sentence that names one, and no day."""
    named = {one.half for one in piece if one.sort == "half" and one.half is not Half.ANY and not one.ask}
    return named.pop() if len(named) == 1 and not any(one.mention for one in piece) else None


_ALREADY = frozenset({"al", "reeds", "deja", "etant", "schon", "bereits", "nog", "encore"})


def attach_halves(found: Sequence[Found]) -> list[Found]:
    """Give each half to the days it belongs to: the one right before, all before it, or those behind."""
    result = list(found)
    default: Found | None = None
    because = 0
    for n, one in enumerate(result):
        since = one.item.word == "da" and n + 1 < len(result) and result[n + 1].item.word in {"ich", "wir"}
        if since or (one.sort == "word" and one.item.word in BECAUSE):
            # "…, want ik ben pas om 11u in Brussel" says why, not when.
            because, default = n, None
        if one.mention and default and one.half is None and not one.ask:
            result[n] = replace(one, half=default.half, ask=default.ask)
        if one.sort != "half" or _of_something_else(result, n):
            continue
        before = [k for k in range(because, n) if result[k].mention]
        leads = n + 1 < len(result) and result[n + 1].mention
        previous = "" if _is_led_by_a_day(result, n) else result[n - 1].sort if n else ""
        if not before or (leads and previous in {"list", "comma", "but", "no", "except", "word", "free", "yes"}):
            default = one if leads or not because else None
            continue
        default = None
        for k in _reached(result, before, one, n):
            result[k] = _with_half(result[k], one)
    return result


def _is_led_by_a_day(found: Sequence[Found], n: int) -> bool:
    """Say whether "dans", "en" lead from a day to its half ("30/12 dans l'après-midi", "24 février en matinée")."""
    if n < 2 or not found[n - 2].mention:
        return False
    lead = found[n - 1].item.word
    return lead == "dans" or (lead == "en" and found[n].item.word.startswith("matin"))


def narrow(found: Sequence[Found]) -> list[Found]:
    """Let a weekday with "only" and a half narrow the days before ("van 1 tot 4 maart, woensdag enkel vm")."""
    result = list(found)
    for n, one in enumerate(found):
        beside = {"yes", "free", "word", "list"}
        behind = [other for other in found[n + 1 :] if other.sort not in beside]
        only = next((other for other in behind if (other.sort, other.half) != (one.sort, one.half)), None)
        spans = [k for k in range(n) if result[k].sort == "week"]
        if one.sort != "weekday" or one.half is None or not spans or only is None or only.sort != "trailing":
            continue
        for k in spans:
            meant = tuple(day for day in result[k].days if day.isoweekday() == one.weekday)
            result[k] = replace(result[k], days=tuple(day for day in result[k].days if day not in meant))
            result[n] = replace(one, sort="days", days=(*result[n].days, *meant), soft=True)
    return result


def halve_named(found: Sequence[Found]) -> list[Found]:
    """Give days the half of their weekday, named apart ("28/1 en 29/1, donderdag in de voormiddag")."""
    if any(one.sort in {"no", "except", "week"} for one in found):
        return list(found)
    result = list(found)
    bare = {n for start, end in pieces(found) for n in range(start, end) if _names_only_days(found[start:end])}
    for n, one in enumerate(found):
        if one.sort != "weekday" or one.half not in {Half.AM, Half.PM} or one.ask or one.item.every:
            continue
        for k, other in enumerate(found):
            same = {day.isoweekday() for day in other.days} == {one.weekday}
            if (
                other.sort == "days"
                and other.half is None
                and same
                and (n in bare if k < n else _is_apposed(found[n + 1 : k]) or found[n + 1].item.word == ":")
            ):
                result[k] = replace(other, half=one.half)
                result[n] = replace(one, sort="word")
    return result


def _names_only_days(piece: Sequence[Found]) -> bool:
    said = sum(one.sort == "word" for one in piece)
    return said <= TOLD_WORDS and all(one.mention or one.sort in {"half", "list", "trailing", "word"} for one in piece)


def _is_apposed(between: Sequence[Found]) -> bool:
    """Say whether a day only says which one is meant ("Montagvormittag lieber, also der 30. November")."""
    sorts = {one.sort for one in between}
    return "list" not in sorts and not any(one.item.word in {"sonst", "anders", "sinon"} for one in between)


def _of_something_else(found: Sequence[Found], n: int) -> bool:
    """Say whether hours are those of what keeps somebody away ("…, om 13u heb ik vergadering"), or a half is."""
    end = piece_end(found, n)
    if any(one.mention for one in found[piece_begin(found, n) : end]):
        return False
    if found[n].item.word == "hours" and any(one.item.word in _APPOINTMENT for one in found[piece_begin(found, n) : n]):
        return True
    if not (n and found[n - 1].sort == "comma"):
        return False
    if found[n].item.word == "hours" and any(one.sort == "no" for one in found[n + 2 : end]):
        return True
    # "…, l'après-midi (le matin j'ai les livraisons)"
    said = sum(one.sort == "word" for one in found[n:end])
    return said >= TOLD_WORDS and any(one.sort == "half" for one in found[:n])


# "…, mijn afspraak in Brussel is om 14 uur"
_APPOINTMENT = frozenset({
    "termin", "termine", "vergadering", "afspraak", "reunion", "rendez", "sitzung", "besprechung", "overleg", "trein",
    "train", "zug", "formation", "vorming", "opleiding", "fortbildung", "schulung", "cours", "les",
})  # fmt: skip


def _listed_with(found: Sequence[Found], before: Sequence[int]) -> list[int]:
    """Return the last of the mentions before a place, and the weekdays listed with it ("ma en di enkel nm")."""
    joined = [
        found[k].sort == "weekday"
        and not found[k].half
        and _only_listed(found[k + 1 : n])
        and not any(one.sort in {"no", "except"} for one in found[:k])
        for k, n in pairwise(before)
    ]
    return list(before[len(joined) - len(list(takewhile(bool, reversed(joined)))) :])


def _only_listed(between: Sequence[Found]) -> bool:
    return any(one.sort == "list" for one in between) and all(one.sort in {"list", "comma"} for one in between)


def _reached(found: Sequence[Found], before: Sequence[int], half: Found, n: int) -> list[int]:
    """Return which of the mentions before a half it reaches."""
    before = _told_apart(found, before, n)
    # "Jeudi 20 mai au matin": the "au" joins nothing.
    between = [one for one in found[before[-1] + 1 : n] if one.sort != "until"]
    if any(one.sort == "word" and one.item.word in LAST for one in between):
        # "… of 1 februari (die laatste enkel in de voormiddag)"
        return [before[-1]]
    each = any(one.sort == "trailing" and one.item.word in _EACH_TIME for one in between)
    if not each and any(one.item.word == "(" for one in between):
        # "1 maart, 2 maart, 15 maart (maar dan enkel de namiddag)"
        return [before[-1]]
    spans = any(found[k].sort == "week" for k in before[:-1])
    if spans and not each and found[before[-1]].sort == "weekday" and any(o.sort == "trailing" for o in between):
        # "Elke dag, de donderdag wel enkel in de namiddag"
        return _listed_with(found, before)
    if _is_one_of([found[k] for k in before[:-1]], found[before[-1]]):
        # "Am 14. oder 15.1., am 15. allerdings erst ab 13 Uhr"
        return [before[-1]]
    then = any(one.item.word in THEN for one in between) and between[0].sort in {"comma", "but"}
    if then and _is_another_choice(found, before):
        # "Dinsdag 26 januari, of anders de dag erna, maar dan enkel in de voormiddag"
        return [before[-1]]
    if not each and not any(one.sort == "comma" for one in between):
        reached = [before[-1]]
        following = before[-1]
        for k in reversed(before[:-1]):
            # "Mardi 5 ou mercredi 6 janvier le matin" speaks of both days, "5/1 ou 6/1 matin" only of the second.
            listed = half.item.bound == "phrase" and _only_listed(found[k + 1 : following])
            if not (found[k].with_next or (listed and found[k].sort in {"days", "weekday", "week"})):
                break
            following = k
            reached.append(k)
        if len(between) == sum(one.sort == "trailing" for one in between) or len(reached) > 1:
            return [k for k in reached if not found[k].half or k == before[-1]]
    # "du 8 au 12, sauf le 10, l'après-midi de préférence": the 10th stays out whole.
    end = n if each else next((k for k in range(n) if found[k].sort == "except"), n)
    suit = [k for k in before if k < end] or before
    return [k for k in suit if found[k].half is None and not found[k].ask] or [before[-1]]


def _told_apart(found: Sequence[Found], before: Sequence[int], n: int) -> Sequence[int]:
    """Leave out the days before a half that another part of the sentence speaks of, where one of both parts denies.

    "Du 1 au 5 février, le mercredi je ne peux pas l'après-midi", "am 4. bin ich verhindert, am 11. habe ich vormittags
    Zeit".
    """
    begin = piece_begin(found, n)
    here = [k for k in before if k >= begin]
    end = piece_end(found, n)
    return here if here and any(one.sort == "no" for one in found[:end]) else before


def _is_one_of(days: Sequence[Found], again: Found) -> bool:
    """Say whether one of several days is named once more, by its date or its weekday ("…: am Mittwoch ab 15 Uhr")."""
    if again.sort == "weekday" and not again.item.every:
        named = [{day.isoweekday() for day in one.days} for one in days if one.sort == "days"]
        return {again.weekday} in named and any(again.weekday not in weekdays for weekdays in named)
    return again.sort == "days" and any(one.days == again.days for one in days)


def _is_another_choice(found: Sequence[Found], before: Sequence[int]) -> bool:
    """Say whether the last of some mentions begins a new choice behind a comma: "…, of anders de dag erna"."""
    if len(before) < 2:
        return False
    between = [one.sort for one in found[before[-2] + 1 : before[-1]]]
    return "comma" in between and not {"list", "free", "yes"}.isdisjoint(between[between.index("comma") :])


def _with_half(mention: Found, half: Found) -> Found:
    if mention.half is None or mention.half is Half.ANY:
        return replace(mention, half=half.half, ask=half.ask)
    if half.half in {mention.half, Half.ANY} and not half.ask:
        return mention
    if half.item.word == "hours" and half.half is None:
        return mention
    return replace(mention, half=None, ask=True)
