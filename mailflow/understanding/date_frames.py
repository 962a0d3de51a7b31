"""What the items of a sentence are together, before anything is wished or excluded: spans, lists, frames, premises."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from mailflow.understanding.date_lookup import Found
from mailflow.understanding.date_pieces import piece_end, pieces
from mailflow.understanding.date_scope import NO_OFFER, SUITS
from mailflow.understanding.small_words import THEN


def join_windows(found: Sequence[Found]) -> list[Found]:
    """Join a day and a window to what lies between ("entre le 11 janvier et la mi-mars", "half maart tot 3 mei")."""
    joined: list[Found] = []
    for one in found:
        joined.append(one)
        if not one.mention or one.sort not in {"days", "window"}:
            continue
        linked = len(joined) > 1 and (
            joined[-2].sort == "until"
            or (joined[-2].sort == "list" and any(before.sort == "between" for before in joined))
        )
        first = joined[-3 if linked else -2] if len(joined) > 1 + linked else one
        span = _from_to(first, one)
        # "Février : les lundis 8 et 15" names the month of its days.
        named = not linked and first.sort == "window" and first.item.sort == "month" and not first.item.bound
        # "Après les fêtes le 7 janvier" names a day behind it, and no end.
        if span is not None and not named and (linked or one.sort == "window"):
            del joined[-3 if linked else -2 :]
            joined.append(span)
    return joined


def _from_to(first: Found, last: Found) -> Found | None:
    """Return the window from a day to the end of a window, or from a window to a day; ``None`` for anything else."""
    sorts = (first.sort, last.sort)
    if sorts == ("days", "window") and len(first.days) == 1 and last.window[1] and first.days[0] <= last.window[1]:
        return replace(last, window=(first.days[0], last.window[1]))
    if sorts == ("window", "days") and len(last.days) == 1 and first.window[0] and first.window[0] <= last.days[0]:
        return replace(first, window=(first.window[0], last.days[0]))
    return None


def as_one_list(found: Sequence[Found]) -> list[Found]:
    """Let days that share their month be one list ("op 2, 9 en 16 maart"), whatever commas stand between."""
    shared = [n > 0 and found[n - 1].mention and found[n - 1].with_next for n in range(len(found))]
    return [
        replace(one, sort="list") if one.sort == "comma" and goes_on else one
        for one, goes_on in zip(found, shared, strict=True)
    ]


def without_corrected(found: Sequence[Found], said: AbstractSet[str]) -> list[Found]:
    """Leave out a day that is corrected in the same breath ("maandag 7 december, pardon, ik bedoel dinsdag 8").

    ``said`` has all words of the sentence: who says "also" corrects nothing.
    """
    kept = list(found)
    if not _ALSO.isdisjoint(said) and _RATHER.isdisjoint(said):
        return kept
    for n, one in enumerate(found):
        slip = next((k for k in range(n - 1, -1, -1) if found[k].mention), -1)
        meant = next((k for k in range(n + 1, len(found)) if found[k].mention), -1)
        if one.sort != "word" or slip < 0 or meant < 0 or not _corrects(found, n):
            continue
        between = [*range(slip + 1, n), *range(n + 1, meant)]
        if any(found[k].sort == "word" and found[k].item.word not in _MEANS for k in range(n + 1, meant)):
            # "Pardon pour le retard", "sorry voor de late reactie"
            continue
        end = next((k for k in range(meant, len(found)) if found[k].sort == "comma"), len(found))
        if any(one.sort == "no" for one in found[meant:end]):
            # "Op 12 januari kan ik, sorry, op 13 januari niet"
            continue
        if len(between) <= MOST_BESIDE_SLIP and all(_is_aside(found[k]) for k in between):
            kept[slip : n + 1] = [
                each if each.sort == "comma" else replace(each, sort="word") for each in kept[slip : n + 1]
            ]
    return kept


def _corrects(found: Sequence[Found], place: int) -> bool:
    """Say whether a word takes back what stands before it: "pardon", "ik bedoel"; "meine Kollegin" doesn't."""
    word = found[place].item.word
    beside = {one.item.word for one in found[max(0, place - 1) : place + 2]}
    return word in _CORRECTS or (word == "meine" and "ich" in beside) or (word == "voulais" and "dire" in beside)


def _is_aside(one: Found) -> bool:
    return one.sort in {"comma", "word", "free", "yes", "half", "but"} or one.item.word in _NO


MOST_BESIDE_SLIP = 8  # words and signs
_CORRECTS = frozenset({
    "pardon", "sorry", "bedoel", "bedoelde", "meinte", "entschuldigung", "verzeihung", "excuseer", "excusez",
    "correctie", "correction", "korrektur", "rectification", "vergissing", "erreur", "irrtum", "versehen",
    "verbeter", "corrige",
})  # fmt: skip
_RATHER = frozenset({"liever", "bedoel", "bedoelde", "plutot", "lieber", "voulais", "meine", "meinte"})
_ALSO = frozenset({"ook", "aussi", "auch", "eveneens", "egalement", "ebenfalls"})
# What may stand between "pardon" and the day that is meant.
_MEANS = frozenset({
    "bedoel", "bedoelde", "ik", "ich", "je", "voulais", "dire", "meine", "meinte", "toch", "doch", "liever", "lieber",
    "plutot", "eher", "dat", "het", "moet", "moest", "zijn", "is", "es", "das", "ist", "sollte", "c'est", "c", "est",
    "nee", "neen", "non", "nein", "wacht", "euh", "maar", "mais", "aber", "juist", "correct", "richtig", "op",
    "pardon", "sorry", "excuseer",
})  # fmt: skip
_NO = frozenset({"nee", "neen", "non", "nein"})


def without_counted_on(found: Sequence[Found]) -> list[Found]:
    """Leave out "the day before" that is told of something else ("le 12 janvier, je vous préviens la veille")."""
    kept = list(found)
    for start, end in pieces(found):
        piece = found[start:end]
        suits = any(one.sort in {"free", "yes", "trailing"} and one.item.word not in NO_OFFER for one in piece)
        suits = suits or any(one.item.word in _SUIT_ON for one in piece) or all(one.sort != "word" for one in piece)
        for n in range(start, end):
            listed = n > 0 and found[n - 1].sort == "list"
            if found[n].item.sort == "then" and found[n].item.number in _COUNTED and not (suits or listed):
                kept[n] = replace(found[n], sort="word")
    return kept


_COUNTED = frozenset({-1, 2, 3})
_SUIT_ON = frozenset({
    "zeit", "tijd", "temps", "liever", "lieber", "plutot", "prefere", "preferons", "eher", "mag", "mogen", "kom",
    "viens", "komme", "jemand", "iemand", "bien", "wel", "soit",
})  # fmt: skip


def without_frames(found: Sequence[Found]) -> list[Found]:
    """Leave out a month that only says when a negation and its days are ("in maart heb ik opleiding op 2 maart")."""
    return [
        one
        for n, one in enumerate(found)
        if not (one.sort == "window" and _frames(one, found[n + 1 :]))
        and not ((one.item.sort == "then" or _is_some_week(one)) and _is_told_exactly(one, found[n + 1 :]))
    ]


def choose_in_their_week(found: Sequence[Found]) -> list[Found]:
    """Let a weekday choose from the week of its own part only ("week 49 elke namiddag, week 50 enkel op woensdag")."""
    rows = pieces(found)
    weeks = {k: [n for n in range(*row) if found[n].sort == "week"] for k, row in enumerate(rows)}
    chosen = {k: [n for n in range(*row) if found[n].sort == "weekday"] for k, row in enumerate(rows)}
    alone = any(weeks[k] and not chosen[k] for k in weeks)
    result = list(found)
    for k, (start, end) in enumerate(rows):
        negated = any(one.sort == "no" for one in found[start:end]) or (start and found[start - 1].sort == "except")
        if not alone or negated or len(weeks[k]) != 1 or not chosen[k]:
            continue
        (week,) = weeks[k]
        for n in chosen[k]:
            days = tuple(day for day in found[week].days if day.isoweekday() == found[n].weekday)
            result[n] = replace(found[n], sort="days", days=days, half=found[n].half or found[week].half, soft=True)
        result[week] = replace(found[week], sort="word")
    return result


def others_too(found: Sequence[Found]) -> bool:
    """Say whether the other days suit as well ("liefst op dinsdag, maar de andere dagen kunnen ook")."""
    return any(_speaks_of_others(found[start:end]) for start, end in pieces(found))


def only_the_others(found: Sequence[Found]) -> list[Found]:
    """Leave out weekdays that are told of before "the other days" ("Montags bin ich weg, an den übrigen Tagen …")."""
    rows = pieces(found)
    others = next((n for n, row in enumerate(rows) if _speaks_of_others(found[slice(*row)])), 0)
    kept = list(found)
    for start, end in rows[:others]:
        piece = found[start:end]
        told = {one.sort for one in piece} <= {"weekday", "list", "half", "word", "free"}
        told = told and any(one.sort == "word" for one in piece)
        if told and not any(one.sort == "free" and one.item.word not in NO_OFFER for one in piece):
            kept[end - 1] = replace(found[end - 1], sort="no") if found[end - 1].sort == "word" else found[end - 1]
    return kept


def _speaks_of_others(piece: Sequence[Found]) -> bool:
    said = [one.item.word for one in piece]
    offers = any(one.sort in {"free", "yes"} and one.item.word not in NO_OFFER for one in piece)
    offers = offers or not _SUIT_TOO.isdisjoint(said)
    others = any(pair in _THE_OTHERS for pair in pairwise(said))
    return others and offers and not any(one.sort == "no" for one in piece)


_SUIT_TOO = frozenset({"gehen", "gaan", "vont", "passen", "conviennent", "mogen", "oui", "komme", "kom", "viens"})
_THE_OTHERS = frozenset({
    ("andere", "dagen"), ("andere", "dag"), ("autres", "jours"), ("anderen", "tage"), ("andere", "tage"),
    ("ubrigen", "tagen"), ("ubrigen", "tage"), ("anderen", "tagen"), ("overige", "dagen"), ("restlichen", "tage"),
})  # fmt: skip


def without_adverbs(found: Sequence[Found]) -> list[Found]:
    """Leave out "however" inside a clause ("freitags bin ich jedoch verhindert"): only a conjunction cuts."""
    return [one for n, one in enumerate(found) if not (one.sort == "but" and _is_adverb(found, n))]


def _is_adverb(found: Sequence[Found], place: int) -> bool:
    if not place or found[place - 1].sort == "comma":
        return False
    if not found[place - 1].mention:
        # "Am Nachmittag bin ich aber frei"
        amid = found[place].item.word == "aber" and found[place - 1].sort in {"free", "word"}
        return amid or found[place].item.word in _ADVERBS
    # "Am 14. aber nur bis Mittag", and no "am 14. aber vormittags nicht"
    return any(one.sort == "trailing" for one in found[place + 1 : place + 2])


_ADVERBS = frozenset({"jedoch", "echter"})


def _is_some_week(one: Found) -> bool:
    """Say whether a span is "next week", "this week"."""
    return one.sort == "week" and one.item.sort == "week" and one.item.number < 0


def _is_told_exactly(span: Found, behind: Sequence[Found]) -> bool:
    """Say whether days behind say which of "the week after" are meant ("le lendemain, jeudi 17 décembre")."""
    end = next((n for n, one in enumerate(behind) if one.sort == "except"), len(behind))
    behind = behind[:end]
    return any(one.sort == "days" and set(one.days) & set(span.days) for one in behind)


def without_premises(found: Sequence[Found]) -> list[Found]:
    """Leave out a day that "therefore" comes back to ("Le 26 je suis à Mons, donc l'après-midi du 26")."""
    begins = next((n for n, one in enumerate(found) if one.sort == "word" and one.item.word in _THEREFORE), len(found))
    chosen = {day for one in found[begins:] if one.sort == "days" for day in one.days}
    return [
        replace(one, sort="word") if n < begins and one.sort == "days" and chosen.issuperset(one.days) else one
        for n, one in enumerate(found)
    ]


_THEREFORE = frozenset({"donc", "dus", "also", "daher", "deshalb", "daarom"})


def without_conditions(found: Sequence[Found]) -> list[Found]:
    """Leave out what would only be if a day did not suit ("als de 4de niet lukt, dan …", "si le 4 est déjà pris")."""
    kept = list(found)
    for begin, one in enumerate(found):
        if one.sort != "word" or one.item.word not in IF:
            continue
        end = next((n for n in range(begin, len(found)) if found[n].sort in {"no", "comma", "but", "except"}), begin)
        if end > begin and found[end].sort == "no" and not any(o.item.word in THEN for o in found[begin:end]):
            # "Wenn Ihnen der 2. März nicht passt, nehme ich den 3.": the 2nd was wished first.
            behind = {o.item.word for o in found[begin : min(len(found), end + 3)]}
            wished = not (SUITS.isdisjoint(behind) or _YOU.isdisjoint(behind))
            kept[begin : end + 1] = [
                o if o.mention and wished else replace(o, sort="word") for o in found[begin : end + 1]
            ]
    return kept


_YOU = frozenset({"vous", "jullie", "u", "ihnen", "sie", "euch"})
IF = frozenset({"als", "indien", "mocht", "si", "wenn", "falls", "sollte"})


def _frames(window: Found, behind: Sequence[Found]) -> bool:
    first, last = window.window
    end = piece_end(behind)
    no = next((n for n, one in enumerate(behind[:end]) if one.sort == "no"), end)
    days = [day for one in behind[no:end] if one.sort == "days" for day in one.days]
    return first is not None and last is not None and bool(days) and all(first <= day <= last for day in days)
