"""The rest of a day that something takes place on: "op 9/12 overleg tot 12u, in de namiddag kan ik langskomen".

Which half belongs to which day is otherwise the business of ``date_halves``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mailflow.model.words import Half
from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import pieces
from mailflow.understanding.date_scope import NO_OFFER

_AWAY = frozenset({
    "verlof", "vakantie", "conge", "conges", "vacances", "urlaub", "ferien", "afwezig", "absent", "absente", "abwesend",
})  # fmt: skip
_IN_GENERAL = frozenset({
    "altijd", "meestal", "doorgaans", "gewoonlijk", "general", "generalement", "habituellement", "immer", "sonst",
    "meistens", "beter", "mieux", "besser", "passen", "anders", "andere", "autres", "anderen",
})  # fmt: skip
_CALLS = ("bel", "bereik", "appel", "joign", "telefon", "anruf", "erreich", "contact", "mail")


def offer_the_rest(found: Sequence[Found]) -> list[Found]:
    """Give a day on which somebody is busy the half that the next part of the sentence offers.

    Only a part that names a day, says something of it and does not offer it counts, and only a next part with one
    half and a word of what suits ("… zit ik in vergadering, vanaf 13u30 kan ik wel iemand ontvangen").
    """
    result = list(found)
    rows = [row for row in pieces(found) if row[0] < row[1]]
    for (start, end), (begin, stop) in pairwise(rows):
        days = [n for n in range(start, end) if found[n].mention]
        half = _offered_half(found[begin:stop])
        if half is None or not _is_busy(found[start:end], days, start):
            continue
        for n in range(start, stop):
            if n in days:
                result[n] = replace(found[n], half=half, ask=False)
            elif found[n].sort in {"no", "half", "but"} or (end <= n < begin and found[n].sort == "comma"):
                result[n] = replace(found[n], sort="word")
    return result


def _is_busy(piece: Sequence[Found], days: Sequence[int], start: int) -> bool:
    """Say whether a part of a sentence names one day and tells of it, and does not say that it suits."""
    if len(days) != 1 or piece[days[0] - start].sort != "days" or len(piece[days[0] - start].days) != 1:
        return False
    suits = any(one.sort in {"free", "yes"} and one.item.word not in NO_OFFER for one in piece)
    away = any(one.half is Half.ANY or not _AWAY.isdisjoint(one.item.word.split(" ")) for one in piece)
    return not (suits or away) and any(one.sort in {"word", "no"} for one in piece)


def _offered_half(piece: Sequence[Found]) -> Half | None:
    """Return the one half that a part of a sentence without a day offers."""
    if any(one.mention or one.sort in {"no", "except"} or one.item.word.startswith(_CALLS) for one in piece):
        return None
    if not _IN_GENERAL.isdisjoint(one.item.word for one in piece):
        return None
    halves = {one.half for one in piece if one.sort == "half" and one.half in {Half.AM, Half.PM} and not one.ask}
    offers = any(one.sort in {"free", "yes"} and one.item.word not in NO_OFFER for one in piece)
    return halves.pop() if len(halves) == 1 and offers else None
