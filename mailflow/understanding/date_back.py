"""Sentences that come back to the days named before them: "ah non, j'ai un colloque ce jour-là".

What a sentence says of its own days is read by ``date_scope``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_scope import IF, NOT, THAT_DAY

CORRECTS_WITHIN = 4  # words


def refers_back(found: Sequence[Found]) -> bool:
    """Say whether a sentence rules out the days named before it ("ah non, j'ai un colloque ce jour-là, donc …")."""
    ahead = found[: next((n for n, one in enumerate(found) if one.mention), len(found))]
    if any(one.sort == "no" for one in ahead) and any(one.item.word in _CORRECTS for one in ahead[:CORRECTS_WITHIN]):
        # "Dinsdag zou gaan... alé nee wacht, dat gaat niet"
        return True
    if any(one.item.word in IF or one.item.word.startswith("¤") for one in ahead):
        # "Si ce n'est pas possible ce jour-là, …"
        return False
    nos = [one.item.word for one in ahead if one.sort == "no"]
    # "Ik moet die dag toch in Brussel zijn voor een vergadering"
    anyway = any(one.item.word in _ANYWAY for one in ahead) and NOT.isdisjoint(nos)
    return bool(nos) and not anyway and any(one.item.word in THAT_DAY - _WEEKS for one in ahead)


_ANYWAY = frozenset({"toch", "sowieso", "ohnehin", "al", "deja", "schon", "quand meme", "anyway"})
_CORRECTS = frozenset({"wacht", "attends", "attendez", "warte", "moment", "oei", "oeps", "ah", "ach", "euh", "zut"})
_WEEKS = frozenset({"week", "semaine", "woche", "cette semaine-la"})
