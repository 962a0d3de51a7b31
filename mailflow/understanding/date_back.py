"""Sentences that come back to the days named before them: "ah non, j'ai un colloque ce jour-là".

What a sentence says of its own days is read by ``date_scope``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.words import Half
from mailflow.understanding.date_frames import IF
from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import pieces
from mailflow.understanding.date_scope import NOT, SUITS, THAT_DAY

CORRECTS_WITHIN = 4  # words
FEW = 2  # words


def refers_back(found: Sequence[Found]) -> bool:
    """Say whether a sentence rules out the days named before it ("ah non, j'ai un colloque ce jour-là, donc …")."""
    ahead = found[: next((n for n, one in enumerate(found) if one.mention), len(found))]
    words = {one.item.word for one in ahead}
    no = any(one.sort == "no" for one in ahead)
    bare = len(ahead) == len(found) <= FEW and all(one.sort in {"no", "free"} for one in found)
    if no and bare and words & (NOT | _SAYS_NO):
        # "Le 12 janvier ? Impossible."
        return True
    first = {one.item.word for one in ahead[:CORRECTS_WITHIN]}
    corrects = bool(first & _CORRECTS) or bool(first & _SORRY and first & _NAY)
    if no and corrects and words & _SAYS_SO:
        # "Dinsdag zou gaan... alé nee wacht, dat gaat niet"
        return True
    if words & IF or any(word.startswith("¤") for word in words):
        # "Si ce n'est pas possible ce jour-là, …"
        return False
    return any(_rules_out(ahead[begin:end]) for begin, end in pieces(ahead))


def _rules_out(piece: Sequence[Found]) -> bool:
    """Say whether a part of a sentence says no to "that day", and not to what would be in its way."""
    words = {one.item.word for one in piece}
    nos = [one.item.word for one in piece if one.sort == "no"]
    denies = not NOT.isdisjoint(nos)
    # "Ik moet die dag toch in Brussel zijn voor een vergadering"
    anyway = bool(words & _ANYWAY) and not denies
    # "Die dag heb ik geen les", "je ne travaille pas ce jour-là"
    idle = (denies and bool(words & _DUTIES)) or any("travail" in no or "arbeit" in no for no in nos)
    # "In de voormiddag gaat het die dag niet" leaves the other half.
    half = any(one.sort == "half" and one.half in {Half.AM, Half.PM} for one in piece)
    return bool(nos) and not (anyway or idle or half) and bool(words & (THAT_DAY - _WEEKS))


_SAYS_NO = frozenset({"impossible", "onmogelijk", "unmoglich", "uitgesloten", "exclu", "ausgeschlossen"})
_SAYS_SO = SUITS | THAT_DAY | {"dan", "dann", "alors", "zit", "ben", "bin", "suis", "wacht", "attends", "warte"}
_DUTIES = frozenset({"werk", "werken", "travail", "arbeite", "arbeiten", "school", "loket", "dossiers"})
_ANYWAY = frozenset({"toch", "sowieso", "ohnehin", "al", "deja", "schon", "quand meme", "anyway"})
_CORRECTS = frozenset({
    "wacht", "attends", "attendez", "warte", "moment", "oei", "oeps", "ah", "ach", "euh", "zut",
})  # fmt: skip
# "O nee, sorry, dan ben ik met verlof", and no "sorry dat ik niet vroeger kan"
_SORRY = frozenset({"o", "oh", "sorry", "pardon", "excuseer", "entschuldigung"})
_NAY = frozenset({"nee", "neen", "non", "nein"})
_WEEKS = frozenset({"week", "semaine", "woche", "cette semaine-la"})
