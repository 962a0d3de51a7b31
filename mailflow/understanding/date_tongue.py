"""Which language the small words of a sentence are: Dutch and French share "ma", "me" and "pas".

What they name is read by ``date_items.py``.
"""

from __future__ import annotations

from mailflow.understanding.date_cursor import Cursor

_ONLY_AFTER_PAS = frozenset(
    ["vanaf", "om", "na", "op", "in", "ten", "begin", "volgende", "terug", "weer", "vanaf", "de"]
)
_DUTCH = frozenset([
    "het", "wordt", "is", "ik", "wij", "we", "mij", "voor", "kan", "van", "dan", "dat", "anders", "ben", "een", "op",
    "in",
    "en", "maar", "niet", "bij", "aan", "of", "eind", "graag", "liefst", "januari", "februari", "maart", "augustus",
])  # fmt: skip
_FRENCH = frozenset([
    "le", "la", "les", "je", "j'", "nous", "ne", "n'", "me", "pour", "est", "suis", "peux", "ce", "c'est", "et", "ou",
    "mais", "du", "des", "au", "oui", "non",
])  # fmt: skip
_FRENCH_AFTER_DE = frozenset(
    f"{name}{ending}"
    for name in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "matinee")
    for ending in ("", "s")
)
_FRENCH_NEAR = frozenset([
    "lu", "me", "je", "ve", "ou", "et", "mar", "lun", "mer", "jeu", "ven", "matin", "le", "apres-midi", "l'apres-midi",
    "matinee", "aprem", "janv", "janvier", "fevr", "fevrier", "mars", "avr", "avril", "decembre", "peux",
    "libre", "venir", "viens", "viendrais", "serais", "midi", "jusqu'a", "possible", "convient", "svp", "mardi",
    "lundi",    "demi-journee", "partir", "dispo", "disponible", "c'est", "ca", "tous", "chaque", "sauf", "pas",
])  # fmt: skip
_DUTCH_NEAR = frozenset([
    "ik", "op", "of", "en", "di", "wo", "do", "vr", "don", "vrij", "vm", "nm", "kan", "niet", "dan", "van", "aub",
    "het",    "voormiddag", "namiddag", "ochtend", "past", "liefst", "graag", "om", "tot", "behalve", "elke", "maandag",
    "dinsdag",    "er", "ben", "mij", "is", "zou", "voor", "tussen", "vanaf",
])  # fmt: skip


def is_dutch_only(cursor: Cursor, index: int) -> bool:
    """Whether ``pas`` is the Dutch "only": by the word behind it, or by the words around it."""
    if cursor.text(index + 1).partition(" ")[0] in _ONLY_AFTER_PAS and not _is_french_no(cursor, index):
        return True
    said = {token.text.partition(" ")[0] for token in cursor.tokens}
    return len(said & _DUTCH) > len(said & _FRENCH)


def is_french(cursor: Cursor) -> bool:
    """Whether the words around an abbreviation are French rather than Dutch ("ik kan me vrijmaken" is Dutch)."""
    said = {word.rstrip(".") for token in cursor.tokens for word in token.text.split()}
    return bool(said & _FRENCH_NEAR) and len(said & _FRENCH_NEAR) > len(said & _DUTCH_NEAR)


def _is_french_no(cursor: Cursor, index: int) -> bool:
    """Whether ``pas de`` is French ("pas de mercredi"), not the Dutch "only the" ("pas de 15de")."""
    return cursor.text(index + 1) == "de" and cursor.text(index + 2) in _FRENCH_AFTER_DE
