"""What a label means: its field by its exact words, with a typo, or by a known label inside a longer one."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.names import first_names
from mailflow.understanding.service_names import is_service
from mailflow.understanding.services import service_nearly
from mailflow.understanding.tokens import fold, tokens_of

FULL_NAME = "full_name"
DAYS_OFF = "days_off"
LABEL_WORDS = 6
MOST_WORDS = 8
SURE_WORDS = 3
MOST_BEFORE_REMARK = 3
_DAY = re.compile(r"\d\s?/\s?\d")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|…|\.{3,}|_{3,}")


def field_of(label: str, lexicon: Lexicon, *, loose: bool) -> tuple[str, bool] | None:
    """Return the field that a label means (``""`` for a label of something else), and whether it is surely one.

    ``loose`` allows typos and longer labels that contain a known one, as before a colon.
    """
    return _field_of(label, lexicon, loose)


@lru_cache(maxsize=8192)
def _field_of(label: str, lexicon: Lexicon, loose: bool) -> tuple[str, bool] | None:
    for candidate in _readings(label, lexicon):
        field = lexicon.labels.get(candidate)
        if field is not None:
            return field, True
    words = fold(_BRACKETS.sub(" ", label))
    if names_days_off(words, loose=loose):
        return DAYS_OFF, True
    if not loose or is_service(label, lexicon):
        return None
    if not words or len(words.split()) > MOST_WORDS:
        return None
    if len(words.split()) > LABEL_WORDS:
        inside = _inside(words, lexicon)
        return inside if inside is not None and inside[1] else None
    near = _nearly(words, lexicon) if not service_nearly(lexicon.core(words), lexicon) else ""
    return (near, True) if near else _inside(words, lexicon)


def _readings(label: str, lexicon: Lexicon) -> list[str]:
    """Return the ways to read a label: as it is, without brackets, each language of several, without "my"."""
    bare = _BRACKETS.sub(" ", label)
    # "wo 7/4 vm" is a day, and no German "wo?".
    several = ("/" in bare or "|" in bare) and not _DAY.search(bare)
    parts = [label, bare, *(re.split(r"[/|]", bare) if several else ())]
    found = [fold(part) for part in parts]
    small = lexicon.book("possessives")
    for text in tuple(found):
        words = text.split()
        while len(words) > 1 and small.whole(words[0]) is not None:
            words = words[1:]
            found.append(" ".join(words))
        if len(words) > 1 and words[-1].isdigit() and len(words[-1]) == 1:
            # "Datum 1", "Choix 2"
            found.append(" ".join(words[:-1]))
    return [text for text in found if text]


def _nearly(words: str, lexicon: Lexicon) -> str:
    """Return the one field with a label within one or two typos; a name ("Sandy:") or another word is none."""
    if words in first_names() or lexicon.book("lookalikes").whole(words) is not None:
        return ""
    limit = 0 if len(words) < 5 else 1 if len(words) < 9 else 2
    close = (
        process.extract(words, lexicon.long_labels, scorer=OSA.distance, score_cutoff=limit, limit=6) if limit else []
    )
    best = min((distance for _, distance, _ in close), default=0)
    fields = {lexicon.labels[label] for label, distance, _ in close if distance == best}
    return fields.pop() if len(fields) == 1 else ""


def names_days_off(words: str, *, loose: bool) -> bool:
    """Say whether a label is that of days that don't suit ("Wanneer zeker niet", "Jours à éviter").

    Before a colon (``loose``) a word of what suits does for that of days ("Kan niet"), and a weekday never does.
    """
    said = words.replace("'", " ").split()
    if loose and len(said) == 1:
        # "Niet: 25/01"
        return said[0] in _ALONE
    if not 1 < len(said) <= MOST_WORDS or _FREELY & set(said):
        return False
    days = _DAYS | _SUITS if loose else _DAYS
    denies = bool(_NOT & set(said)) or any(gone <= set(said) for gone in _GO)
    return denies and bool(days & set(said))


_GO = ({"vallen", "af"}, {"vallen", "weg"}, {"fallen", "weg"}, {"fallen", "aus"}, {"tombent", "mal"})
_ALONE = frozenset({"niet", "nicht", "pas", "nooit", "jamais", "nie"})
_NOT = frozenset({
    "ko", "slechte", "mauvais", "mauvaises", "schlechte",
    "niet", "geen", "nooit", "onmogelijk", "onmogelijke", "vermijden", "mijden", "uitgesloten", "onbeschikbaar",
    "afwezig", "verhinderd", "verlof", "pas", "jamais", "aucun", "impossible", "impossibles", "eviter", "exclu",
    "exclus", "exclues", "exclure", "indisponible", "indisponibles", "absence", "absences", "conges", "empeche",
    "nicht", "nie", "kein", "keine", "unmoglich", "unmogliche", "vermeiden", "ausgeschlossen", "ausgeschlossene",
    "verhindert", "urlaub", "abwesend", "gesperrt", "gesperrte",
})  # fmt: skip
_DAYS = frozenset({
    "datum", "data", "datums", "dag", "dagen", "wanneer", "periode", "periodes", "date", "dates", "jour", "jours",
    "quand", "tag", "tage", "tagen", "termin", "termine", "wann", "zeiten", "zeitraum", "zeitraume", "daten",
    "moments", "moment", "momenten",
})  # fmt: skip
_SUITS = frozenset({
    "past", "passen", "kan", "schikt", "lukt", "gaat", "mogelijk", "beschikbaar", "convient", "conviennent", "possible",
    "disponible", "libre", "peux", "passt", "passend", "geht", "moglich", "verfugbar", "kann",
})  # fmt: skip
# "Datum (niet verplicht)", "Dates pas encore connues"
_FREELY = frozenset({
    "verplicht", "verplichtend", "obligatoire", "obligatoires", "pflicht", "bekend", "connu", "connue", "connues",
    "bekannt", "encore", "nog", "noch", "probleem", "probleme", "problem", "important", "belangrijk", "wichtig",
    # "Als dat niet kan: 14 januari", "Tage ohne Urlaub", "Dag maakt niet uit" name days that suit.
    "als", "indien", "si", "falls", "wenn", "sinon", "zo", "anders", "dan", "dann", "mocht", "zonder", "hors", "ohne",
    "sans", "maar", "mais", "aber", "liefst", "dus", "donc", "also", "ou", "waarop", "waar", "wo", "druk", "maakt",
    "uit", "egal",
})  # fmt: skip
_WRITING = frozenset({"schrijf", "schrijven", "ecris", "ecrivons", "schreibe", "schreiben"})


def _inside(words: str, lexicon: Lexicon) -> tuple[str, bool] | None:
    """Return the field of a label found inside a longer one (``Datum stage bij de dienst``): never surely one."""
    if _WRITING & set(words.split()):
        # "Waarvoor ik wél schrijf: zou ik …?" announces a sentence.
        return None
    hits = lexicon.label_book.find(tokens_of(words))
    found = [hit.value for hit in hits]
    if not found:
        return None
    if hits[0].start == 0 and hits[0].end >= SURE_WORDS:
        # "Ce que j'attends de ce stage" begins with a label that is long enough to be nothing else.
        return found[0], True
    for strong in ("supervisor", "participants"):
        if strong in found:
            return strong, False
    if found[0] == "remarks" and len(words.split()) > MOST_BEFORE_REMARK:
        # "J'en profite pour autre chose : …" is a sentence, and all that follows would be the remark.
        return None
    if found[0] in {"phone", "email"} and len(words.split()) > MOST_BEFORE_REMARK:
        # "Zoals afgesproken aan de telefoon: ik had graag …".
        return None
    if found[0] in {"name", FULL_NAME} and len(found) > 1 and found[1] not in {"name", "first_name", FULL_NAME}:
        return found[1], False
    return found[0], False
