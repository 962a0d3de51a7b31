"""What is said about the days a sentence names: wished or excluded.

A negation reaches as far as commas, connectors and the words between allow; where two readings remain, neither is
taken. Which half of a day is meant is the business of ``date_halves``.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import pairwise

from mailflow.model.words import Half
from mailflow.understanding.date_exceptions import except_days
from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import pieces
from mailflow.understanding.date_signs import EXCLUDED, UNSURE, WISHED
from mailflow.understanding.date_words import BACK

MOST_WORDS_BETWEEN = 6
_RATHER = frozenset(["liever", "plutot", "lieber", "rather", "eher"])
_THAN = frozenset(["dan", "que", "als", "than"])
_REGRETS = frozenset({
    "mijn", "mon", "ma", "mes", "mein", "meine", "onze", "notre", "unser", "unsere", "allerdings", "leider",
    "helaas", "jammer", "genoeg", "spijtig", "echter", "malheureusement", "helas", "par", "contre", "toutefois",
    "cependant", "c", "'", "c'est", "est", "jedoch", "aber", "dagegen", "dus", "ook", "aussi", "auch", "donc",
    "immers", "dann", "dan", "la", "da", "uberhaupt", "helemaal", "absolument", "vraiment", "wirklich", "echt", "gar",
    "certainement", "absoluut", "pourrai", "pourrons", "pourra", "pourrais", "pourrait", "saurai", "zal", "zullen",
    "werde", "wird", "werden",
})  # fmt: skip


_I = frozenset({"ik", "wij", "we", "ich", "wir"})
_SOMEBODY_ELSE = frozenset({
    "collega", "collegas", "collegue", "collegues", "kollegin", "kollege", "kollegen", "diensthoofd", "chef", "cheffe",
})  # fmt: skip


def polarities(found: Sequence[Found]) -> dict[int, int]:
    """Say of each mention, by its place, whether it is wished, excluded, or can't be told."""
    rows = pieces(found)
    signs: dict[int, int] = {}
    bare: list[tuple[int, list[int]]] = []
    negative_first = heads = False
    for number, (start, end) in enumerate(rows):
        piece = range(start, end)
        if start and found[start - 1].sort == "but":
            # "Begin februari, maar niet op woensdag (dan werk ik niet)": what stands before *but* holds.
            bare, negative_first = [], False
        mentions = [n for n in piece if found[n].mention]
        nos = [n for n in piece if found[n].sort == "no"]
        words = [n for n in piece if found[n].sort in {"word", "yes", "free", "trailing"}]
        if not nos:
            named = heads and start < end and found[start].mention
            inherits = negative_first and (named or not words) and not (start and _ends_no(found[start - 1]))
            signs.update(dict.fromkeys(mentions, EXCLUDED if inherits else WISHED))
            if not inherits and mentions:
                negative_first = False
                bare = [*bare, (number, mentions)] if not words else []
            elif any(found[n].sort in {"word", "yes", "free"} for n in piece):
                # "Freitag, 22. Januar, vormittags ginge, am 29. nicht"
                bare = []
            continue
        if not mentions:
            _negate_previous(found, rows, number, signs)
            continue
        signs.update(_signs_of_piece(found, mentions, nos, start, end))
        negative_first = nos[0] < mentions[0]
        # "Éviter le 12 mars (colloque), le 24 mars (réunion à Mons)"
        heads = found[nos[0]].item.word.replace(" ", "_") in _HEADS
        aside = start and found[start - 1].item.word == "("
        if nos[-1] > mentions[-1] and not (aside and found[mentions[0]].sort == "days"):
            _reach_back(found, bare, signs, mentions)
        bare = []
    return _told_inside(found, _than(found, except_days(found, signs)))


def _told_inside(found: Sequence[Found], signs: dict[int, int]) -> dict[int, int]:
    """Leave open a day inside a wished span whose own clause says something unknown of it.

    "De week van 11 januari past, alleen de woensdag zit ik in een raad": whoever names a week and tells of one of its
    days most likely is away on it.
    """
    whole: set[date] = set()
    listed = False
    for start, end in pieces(found):
        piece = range(start, end)
        # "La semaine du 11 janvier : mardi BLAS, jeudi SCUBA"
        listed = listed or (start > 0 and found[start - 1].item.word == ":")
        spans = [n for n in piece if found[n].sort == "week" and signs.get(n) == WISHED]
        told = [n for n in piece if found[n].sort == "word" and found[n].item.word not in _PREFERRING]
        suits = any(found[n].sort == "free" and found[n].item.word not in NO_OFFER for n in piece)
        suits = suits or any(found[n].item.word in _PREFERS for n in piece)
        suits = suits or any(found[n].sort == "yes" or (found[n].sort == "trailing" and len(told) == 1) for n in piece)
        if not spans and told and not (suits or listed):
            inside = [n for n in piece if signs.get(n) == WISHED and _lies_in(found[n], whole)]
            signs.update(dict.fromkeys(inside, UNSURE))
        whole.update(day for n in spans for day in found[n].days)
    return signs


def _lies_in(one: Found, whole: AbstractSet[date]) -> bool:
    """Say whether a weekday or day is one of those of a span."""
    if one.sort == "weekday":
        return any(day.isoweekday() == one.weekday for day in whole)
    return one.sort == "days" and bool(one.days) and set(one.days) <= whole


_PREFERS = frozenset({
    "blijven", "blijft", "over", "restent", "reste", "bleiben", "bleibt", "ubrig",
    "kom", "komt", "viens", "vient", "viendra", "viendrai", "viendrons", "komme", "kommt", "kommen", "met", "avec",
    "mit", "samen", "ensemble", "zusammen", "chez",
    "besten", "best", "beste", "mieux", "prefere", "preferee", "voorkeur", "preference", "bevorzugt", "ideal", "ideaal",
    "vooral", "surtout", "allem", "liebsten", "bijvoorbeeld", "exemple", "beispiel", "eerste", "keuze", "choix", "wahl",
})  # fmt: skip
_PREFERRING = frozenset({
    "voorkeur", "bij", "idealiter", "idealement", "preference", "de", "bevorzugt", "vorzugsweise", "plutot", "surtout",
    "vooral", "bijvoorbeeld", "exemple", "par", "beispiel", "zum", "zeker", "eerst", "eventueel", "rather", "liever",
    "lieber", "eher", "dus", "donc", "also", "ou", "of", "oder", "bv", "ex", "soit",
})  # fmt: skip


_HEADS = frozenset({
    "eviter", "evitez", "a_eviter", "vermijd", "en_evitant", "evitant", "vermijden",
    "te_vermijden", "vermeiden", "zu_vermeiden",
    "indisponible", "indisponibles", "onbeschikbaar", "verhinderd", "verhindert", "a_exclure", "exclure",
})  # fmt: skip


def _than(found: Sequence[Found], signs: dict[int, int]) -> dict[int, int]:
    """Leave open whether the lesser of two days is wished at all ("liever 14/01 dan 12/01")."""
    for start, end in pieces(found):
        words = {n: found[n].item.word for n in range(start, end) if found[n].sort == "word"}
        rather = next((n for n, word in words.items() if word in _RATHER), end)
        than = next((n for n, word in words.items() if word in _THAN and n > rather), end)
        if than + 1 < end and found[than + 1].mention:
            signs.update({n: UNSURE for n in range(than, end) if n in signs})
    return signs


def _ends_no(cut: Found) -> bool:
    """Say whether a negation does not go on behind a cut: behind *but*, and behind an aside in brackets."""
    return cut.sort == "but" or cut.item.word == ")"


def _negate_previous(
    found: Sequence[Found], rows: Sequence[tuple[int, int]], number: int, signs: dict[int, int]
) -> None:
    """Let ``…, dat lukt niet`` speak of the days named right before.

    What begins like that and speaks of somebody else too ("…, kan mijn collega niet") leaves them open; "…, niet in de
    kerstvakantie", "…, niet de hele dag" say nothing against them.
    """
    start, end = rows[number]
    if _spent(found[start:end]) or number == 0:
        return
    if start < end and found[start].item.word == "hours":
        # "…, om 13u heb ik vergadering"
        return
    # "…, ben ik op reis", "…, je suis en formation" speak of the days before.
    turned = start + 1 < end and found[start + 1].item.word in _I
    # What follows the last negation only says why ("…, ben ik niet beschikbaar omdat ik dan in Spanje zit").
    last = max(n for n in range(start, end) if found[n].sort == "no")
    words = range(start + turned, last)
    # "…, da geht es also nicht", "…, donc ça ne va pas"
    refuses = any(found[n].item.word in SUITS for n in range(start, end))
    light = _REGRETS | _LIGHT | SUITS if refuses else _REGRETS
    others = [n for n in words if found[n].sort == "word" and found[n].item.word not in light]
    others += [n for n in range(last, end) if found[n].item.word in _SOMEBODY_ELSE]
    closed = any(found[n].item.word in _CLOSED | THAT_DAY for n in range(start, end))
    closed = closed or (start < end and found[start].item.word in _FALLS)
    before = _piece_spoken_of(found, rows, number)
    if others and found[start].sort != "free" and not (turned or closed):
        then = start < end and found[start].item.word in _AFTERWARDS
        earlier = range(*rows[before])
        offered = any(found[n].sort == "free" and found[n].item.word not in NO_OFFER for n in earlier)
        for n in earlier:
            if found[n].mention and signs.get(n) != EXCLUDED and not (then or offered):
                signs[n] = UNSURE
        return
    half = any(found[n].sort == "half" for n in range(start, end))
    halves = {found[n].half for n in range(start, end) if found[n].sort == "half"}
    for n in range(*rows[before]):
        if half and found[n].half in {Half.AM, Half.PM} and found[n].half not in halves:
            # "Gerne am Freitagvormittag, da wir nachmittags geschlossen haben"
            continue
        if found[n].mention and signs.get(n) != EXCLUDED:
            told = others and not (closed or (turned and refuses))
            signs[n] = UNSURE if told or (half and found[n].half is None) else EXCLUDED


def _piece_spoken_of(found: Sequence[Found], rows: Sequence[tuple[int, int]], number: int) -> int:
    """Return the part of a sentence that a negation without a day speaks of: the one before, or before some regret.

    Who says that he can't come speaks of the days, whatever stands between ("du 1er au 5, c'est l'inverse, je les
    garde et je ne peux pas venir").
    """
    words = {found[n].item.word for n in range(*rows[number])}
    comes = bool(words & _COMING) and bool(words & _CAN)
    # "Le 27, je suis en formation toute la journée, ça n'ira pas"
    said = {found[n].item.word for n in range(*rows[number]) if found[n].sort in {"word", "free"}}
    comes = comes or bool(said & _PLAINLY and said <= _PLAINLY | _LIGHT | _REGRETS | NO_OFFER)
    before = number - 1
    while before:
        piece = [found[n] for n in range(*rows[before])]
        aside = all(one.item.word in _REGRETS for one in piece) or (comes and not any(one.mention for one in piece))
        if not aside:
            break
        before -= 1
    return before


_CAN = frozenset({"kan", "kunnen", "peux", "pouvons", "pourrai", "kann", "konnen"})
_COMING = frozenset({"komen", "kom", "venir", "viens", "kommen", "komme", "weg", "liberer", "vrijmaken", "freimachen"})


def _spent(piece: Sequence[Found]) -> bool:
    """Say whether a negation without a day has something else to speak of: holidays, leave, a whole day."""
    nos = [one.item.word for one in piece if one.sort == "no"]
    whole = any(one.sort == "half" and one.half is Half.ANY for one in piece)
    # "…, le reste c'est permanence"
    whole = whole or any(one.sort == "word" and one.item.word in _THE_OTHERS for one in piece)
    return whole or any(one.sort == "holiday" for one in piece) or (nos[0] in NOT and any(w in _LEAVE for w in nos[1:]))


_THE_OTHERS = frozenset({"reste", "rest", "andere", "anderen", "autres", "overige", "ubrigen", "restlichen"})
# "…, le CPAS est fermé": who is closed can't send anybody.
_CLOSED = frozenset({"gesloten", "ferme", "fermee", "fermes", "geschlossen", "alles zu", "ist zu", "hier zu"})
# "Der Mittwoch, 17., fällt wegen unserer Versammlung weg"
_FALLS = frozenset({"fallt", "faellt", "fallen", "valt", "vallen", "tombe", "tombent"})
# "…, dus die dag liever niet": the words come back to the days before.
THAT_DAY = frozenset({phrase.replace("_", " ") for phrase in BACK.split()} | {"week", "semaine", "woche"})
SUITS = frozenset({
    "geht", "gaat", "lukt", "va", "vont", "passt", "past", "marche", "kan", "kann", "klappt", "convient", "possible",
    "mogelijk", "moglich", "ging", "ginge", "schikt", "arrange",
})  # fmt: skip
_PLAINLY = SUITS | {"ira", "iront", "irait", "gaan", "gehen", "passen"}
_LIGHT = frozenset({
    "es", "also", "das", "dat", "dit", "het", "nun", "jetzt", "toch", "finalement", "eigenlijk", "eigentlich", "moi",
    "mij", "alors", "nu", "maintenant", "voor", "bij", "uns", "ons", "nous", "chez", "ce", "c'", "cela", "ca", "est",
})  # fmt: skip
# Words beside a day that don't say that it suits.
NO_OFFER = frozenset({
    "ik", "wij", "we", "mij", "me", "ons", "je", "j'", "nous", "il", "elle", "ich", "wir", "uns", "mir", "us", "i",
    "ben", "suis", "bin", "am", "est", "is", "ist", "sind", "sont", "zijn", "of", "ne", "n'", "m'", "voor", "dat",
    "das", "ca", "cela",
})  # fmt: skip
# "…, après c'est les congés", "…, vanaf dan ben ik afwezig": what comes then says nothing of the days before.
_AFTERWARDS = frozenset({"apres", "vanaf", "daarna", "nadien", "danach", "ensuite", "puis", "ab", "nach", "na"})
NOT = frozenset(["niet", "pas", "nicht", "not", "geen", "kein", "keine"])
_LEAVE = frozenset(["verlof", "vakantie", "conge", "conges", "vacances", "urlaub", "ferien"])


def _signs_of_piece(
    found: Sequence[Found], mentions: list[int], nos: list[int], start: int, end: int
) -> dict[int, int]:
    # "Wel weet ik al dat 27 januari niet gaat"
    yes = any(found[n].sort == "yes" for n in range(start + 1, end))
    groups = _groups(found, mentions)
    if len(groups) == 1:
        # "Geen verlof op 7 juni" undoes what it says; "niet wegens verlof", "niet op 7 juni (dan werk ik niet)" don't.
        undone = any(found[first].item.word in NOT and second - first == 1 for first, second in pairwise(nos))
        return dict.fromkeys(mentions, UNSURE if undone or yes or _is_far(found, mentions, nos) else EXCLUDED)
    signs = dict.fromkeys(mentions, UNSURE)
    for group, following in zip(groups, [*groups[1:], [end]], strict=True):
        if any(found[n].sort in {"yes", "free"} for n in range(group[-1], following[0])):
            signs.update(dict.fromkeys(group, WISHED))
    for no in nos:
        before = [group for group in groups if group[-1] < no]
        behind = [group for group in groups if group[0] > no]
        if behind and no != nos[0] and found[no].item.word in _NOR:
            # "Pas le lundi ni le mardi"
            signs.update(dict.fromkeys(behind[0], EXCLUDED))
            continue
        if not (before and behind):
            signs.update(dict.fromkeys(behind[0] if behind else before[-1], EXCLUDED))
            continue
        linked_before = any(found[n].sort == "list" for n in range(before[-1][-1], no))
        linked_behind = any(found[n].sort == "list" for n in range(no, behind[0][0]))
        if linked_before != linked_behind:
            signs.update(dict.fromkeys(behind[0] if linked_before else before[-1], EXCLUDED))
        else:
            sign = EXCLUDED if _same_days(found, before[-1], behind[0]) else UNSURE
            signs.update(dict.fromkeys([*before[-1], *behind[0]], sign))
    return signs


_NOR = frozenset({"ni", "noch", "weder"})


def _same_days(found: Sequence[Found], first: Sequence[int], second: Sequence[int]) -> bool:
    """Say whether a day is only said once more ("Week 5 niet (1-5 februari)")."""
    days = [{day for n in group for day in (*found[n].days, found[n].weekday)} for group in (first, second)]
    return days[0] != {0} and days[0] == days[1]


def _is_far(found: Sequence[Found], mentions: Sequence[int], nos: Sequence[int]) -> bool:
    """Whether so many words lie between a negation and the days that it may speak of something else."""
    gaps = [(no + 1, mentions[0]) if no < mentions[0] else (mentions[-1] + 1, no) for no in nos]
    return all(sum(one.sort == "word" for one in found[first:last]) > MOST_WORDS_BETWEEN for first, last in gaps)


def _groups(found: Sequence[Found], mentions: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for n in mentions:
        links = {"list", "half", "trailing", "until", "between"}
        if groups and all(found[k].sort in links for k in range(groups[-1][-1] + 1, n)):
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _reach_back(
    found: Sequence[Found], bare: Sequence[tuple[int, list[int]]], signs: dict[int, int], negated: Sequence[int]
) -> None:
    """Let a negation at the end reach the bare days before it, if they share its month; else ask.

    One weekday alone may be the wish that the negation is held against ("liefst dinsdag, woensdag lukt niet"); one
    behind dates or weeks only takes its own days out of them ("KW 3 oder 4, freitags kann ich nie").
    """
    before = [n for _, mentions in bare for n in mentions]
    if all(found[n].sort == "weekday" for n in negated) and all(found[n].sort in {"days", "week"} for n in before):
        gone = {found[n].weekday for n in negated}
        signs.update({n: UNSURE for n in before if found[n].sort == "days" and gone & _weekdays(found[n])})
        return
    if all(found[n].sort == "days" for n in negated) and any(found[n].sort in {"week", "window"} for n in before):
        # "Jeden Donnerstag im Februar, nur am 18. nicht"
        return
    choice = any(found[n].item.word in _OR for n in range(before[0], before[-1])) if before else False
    if choice and not any(found[n].with_next for n in before):
        # "Am 16. oder 18. März, am 17. März geht es nicht": a choice ends before what follows it.
        return
    alone = len(negated) == len(before) == 1
    if not any(found[n].half for n in negated):
        # "12/1 vm, 13/1 niet": what has a half of its own is said for itself.
        before = [n for n in before if not found[n].half]
    for n in before:
        listed = found[n].with_next or (found[n].sort == "weekday" and not alone)
        signs[n] = EXCLUDED if listed else UNSURE


_OR = frozenset({"of", "ou", "oder", "ofwel", "or"})


def _weekdays(one: Found) -> set[int]:
    return {day.isoweekday() for day in one.days}
