"""What an exception takes out of the days a sentence names ("elke dinsdag, behalve de 14de"), or offers of the others.

How far negations reach is the business of ``date_scope``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import piece_begin, piece_end
from mailflow.understanding.date_signs import EXCLUDED, UNSURE, WISHED

_BEHIND = frozenset({"excepte", "uitgezonderd", "ausgenommen", "mis a part", "uitgenomen", "excl", "exclusief"})


def _ends_at(found: Sequence[Found], place: int) -> bool:
    return place >= len(found) or found[place].sort in {"comma", "but", "trailing"}


def except_days(found: Sequence[Found], signs: dict[int, int]) -> dict[int, int]:
    """Exclude everything behind *except*, up to a *but* or *yes*; wish it, where what stands before is excluded."""
    inside = opens = False
    sign = EXCLUDED
    kinds: set[str] = set()
    for n, one in enumerate(found):
        if one.sort == "except" and one.item.word in _BEHIND and _ends_at(found, n + 1):
            # "…, le mercredi excepté"
            begin = piece_begin(found, n)
            signs.update({k: EXCLUDED for k in range(begin, n) if k in signs})
        elif one.sort == "except":
            inside = True
            kinds = set()
            behind = found[n + 1 : n + 2]
            if behind and behind[0].item.word in _NTH and not any(each.mention for each in found[n:]):
                # "Elke dinsdag in februari, behalve de laatste"
                signs.update({k: UNSURE for k in signs if k < n and found[k].sort != "window"})
            before = [signs[k] for k in range(n) if k in signs]
            opens = not before
            sign = WISHED if before and all(earlier == EXCLUDED for earlier in before) else EXCLUDED
        elif one.sort in {"but", "yes"} or (one.sort == "comma" and _wishes_again(found[n + 1 :])):
            inside = False
        elif opens and one.sort == "free" and any(earlier.mention for earlier in found[:n]):
            # "Behalve 18 januari kan ik ook op 25 januari"
            inside = False
        elif inside and one.sort == "week" and kinds and kinds <= {"weekday", "days"}:
            # "Week 2 zonder woensdag, week 3 zonder maandag"
            inside = False
        elif inside and one.mention:
            signs[n] = sign
            kinds.add(one.sort)
    return signs


_NTH = frozenset({
    "eerste", "tweede", "derde", "laatste", "premier", "premiere", "deuxieme", "troisieme", "dernier", "derniere",
    "ersten", "erste", "zweiten", "zweite", "dritten", "dritte", "letzten", "letzte",
})  # fmt: skip


def _wishes_again(rest: Sequence[Found]) -> bool:
    """Say whether an exception ends at a comma: before "of", "ou", or a day that is said to suit."""
    piece = rest[: piece_end(rest)]
    if piece and piece[0].sort == "list":
        return True
    days = [n for n, one in enumerate(piece) if one.mention]
    suits = [n for n, one in enumerate(piece) if one.sort == "free"]
    return bool(days and suits and suits[-1] > days[-1]) and not any(one.sort == "no" for one in piece)
