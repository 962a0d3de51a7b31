"""What is said about the days a sentence names: wished or excluded, and which half.

A negation or a half reaches as far as commas, connectors and the words between allow; where two readings remain,
neither is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.words import Half
from mailflow.understanding.date_lookup import Found

WISHED, EXCLUDED, UNSURE = 1, -1, 0
_BECAUSE = frozenset(["want", "omdat", "aangezien", "car", "puisque", "parce", "weil", "denn", "because"])
MOST_WORDS_BETWEEN = 6
_RATHER = frozenset(["liever", "plutot", "lieber", "rather", "eher"])
_THAN = frozenset(["dan", "que", "als", "than"])
_REGRETS = frozenset({
    "allerdings", "leider", "helaas", "jammer", "genoeg", "spijtig", "echter", "malheureusement", "helas", "par",
    "contre", "toutefois", "cependant", "c", "'", "c'est", "est", "jedoch", "aber", "dagegen", "dann", "dan", "la",
    "da",
})  # fmt: skip
_EACH_TIME = frozenset(["telkens", "jeweils", "toujours", "steeds", "beide", "beides"])


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
        if span is not None and not named:
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


def turn_halves(found: Sequence[Found]) -> list[Found]:
    """Turn ``12 januari, niet in de namiddag`` into its morning: a negated half alone, behind the days it is about."""
    result = list(found)
    for start, end in reversed(_pieces(found)):
        piece = found[start:end]
        sorts = [one.sort for one in piece]
        halves = [one for one in piece if one.sort == "half" and one.half in {Half.AM, Half.PM} and not one.ask]
        alone = sorts.count("no") == 1 and len(halves) == 1 and set(sorts) <= {"no", "half", "free", "trailing"}
        days = [one for one in found[:start] if one.mention]
        if alone and days and all(one.half is None for one in days) and not any(o.sort == "no" for o in found[:start]):
            other = Half.PM if halves[0].half is Half.AM else Half.AM
            result[start:end] = [replace(one, half=other) for one in halves]
    return result


def attach_halves(found: Sequence[Found]) -> list[Found]:
    """Give each half to the days it belongs to: the one right before, all before it, or those behind."""
    result = list(found)
    default: Found | None = None
    because = 0
    for n, one in enumerate(result):
        if one.sort == "word" and one.item.word in _BECAUSE:
            # "…, want ik ben pas om 11u in Brussel" says why, not when.
            because, default = n, None
        if one.mention and default and one.half is None and not one.ask:
            result[n] = replace(one, half=default.half, ask=default.ask)
        if one.sort != "half" or _of_something_else(result, n):
            continue
        before = [k for k in range(because, n) if result[k].mention]
        leads = n + 1 < len(result) and result[n + 1].mention
        previous = result[n - 1].sort if n else ""
        if not before or (leads and previous in {"list", "comma", "but", "no", "word", "free", "yes"}):
            default = one if leads or not because else None
            continue
        default = None
        for k in _reached(result, before, one, n):
            result[k] = _with_half(result[k], one)
    return result


def _of_something_else(found: Sequence[Found], n: int) -> bool:
    """Say whether hours are those of what keeps somebody away ("…, om 13u heb ik vergadering")."""
    end = next((k for k in range(n, len(found)) if found[k].sort in {"comma", "but", "except"}), len(found))
    begins = n > 0 and found[n - 1].sort == "comma" and found[n].item.word == "hours"
    return (
        begins and any(one.sort == "no" for one in found[n + 2 : end]) and not any(one.mention for one in found[n:end])
    )


def _only_listed(between: Sequence[Found]) -> bool:
    return any(one.sort == "list" for one in between) and all(one.sort in {"list", "comma"} for one in between)


def _reached(found: Sequence[Found], before: Sequence[int], half: Found, n: int) -> list[int]:
    """Return which of the mentions before a half it reaches."""
    between = found[before[-1] + 1 : n]
    if any(one.sort == "word" and one.item.word in _LAST for one in between):
        # "… of 1 februari (die laatste enkel in de voormiddag)"
        return [before[-1]]
    each = any(one.sort == "trailing" and one.item.word in _EACH_TIME for one in between)
    if not each and not any(one.sort == "comma" for one in between):
        reached = [before[-1]]
        following = before[-1]
        for k in reversed(before[:-1]):
            # "Mardi 5 ou mercredi 6 janvier le matin" speaks of both days, "5/1 ou 6/1 matin" only of the second.
            listed = half.item.bound == "phrase" and _only_listed(found[k + 1 : following])
            if not (found[k].with_next or (listed and found[k].sort == "days")):
                break
            following = k
            reached.append(k)
        if len(between) == sum(one.sort == "trailing" for one in between) or len(reached) > 1:
            return [k for k in reached if not found[k].half or k == before[-1]]
    free = [k for k in before if found[k].half is None and not found[k].ask]
    return free or [before[-1]]


_LAST = frozenset({"laatste", "dernier", "derniere", "letzte", "letzter", "letzteren", "letztere"})


def _with_half(mention: Found, half: Found) -> Found:
    if mention.half is None or mention.half is Half.ANY:
        return replace(mention, half=half.half, ask=half.ask)
    if half.half in {mention.half, Half.ANY} and not half.ask:
        return mention
    if half.item.word == "hours" and half.half is None:
        return mention
    return replace(mention, half=None, ask=True)


def as_one_list(found: Sequence[Found]) -> list[Found]:
    """Let days that share their month be one list ("op 2, 9 en 16 maart"), whatever commas stand between."""
    shared = [n > 0 and found[n - 1].mention and found[n - 1].with_next for n in range(len(found))]
    return [
        replace(one, sort="list") if one.sort == "comma" and goes_on else one
        for one, goes_on in zip(found, shared, strict=True)
    ]


def without_frames(found: Sequence[Found]) -> list[Found]:
    """Leave out a month that only says when a negation and its days are ("in maart heb ik opleiding op 2 maart")."""
    return [one for n, one in enumerate(found) if not (one.sort == "window" and _frames(one, found[n + 1 :]))]


def _frames(window: Found, behind: Sequence[Found]) -> bool:
    first, last = window.window
    end = next((n for n, one in enumerate(behind) if one.sort in {"comma", "but", "except"}), len(behind))
    no = next((n for n, one in enumerate(behind[:end]) if one.sort == "no"), end)
    days = [day for one in behind[no:end] if one.sort == "days" for day in one.days]
    return first is not None and last is not None and bool(days) and all(first <= day <= last for day in days)


def polarities(found: Sequence[Found]) -> dict[int, int]:
    """Say of each mention, by its place, whether it is wished, excluded, or can't be told."""
    pieces = _pieces(found)
    signs: dict[int, int] = {}
    bare: list[tuple[int, list[int]]] = []
    negative_first = heads = False
    for number, (start, end) in enumerate(pieces):
        piece = range(start, end)
        if start and found[start - 1].sort == "but":
            # "Begin februari, maar niet op woensdag (dan werk ik niet)": what stands before *but* holds.
            bare = []
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
            continue
        if not mentions:
            _negate_previous(found, pieces, number, signs)
            continue
        signs.update(_signs_of_piece(found, mentions, nos, start, end))
        negative_first = nos[0] < mentions[0]
        # "Éviter le 12 mars (colloque), le 24 mars (réunion à Mons)"
        heads = found[nos[0]].item.word.replace(" ", "_") in _HEADS
        if nos[-1] > mentions[-1]:
            _reach_back(found, bare, signs, alone=len(mentions) == 1)
        bare = []
    return _than(found, _except(found, signs))


_HEADS = frozenset({
    "eviter", "a_eviter", "en_evitant", "evitant", "vermijden", "te_vermijden", "vermeiden", "zu_vermeiden",
    "indisponible", "indisponibles", "onbeschikbaar", "verhinderd", "verhindert", "a_exclure", "exclure",
})  # fmt: skip


def _than(found: Sequence[Found], signs: dict[int, int]) -> dict[int, int]:
    """Leave open whether the lesser of two days is wished at all ("liever 14/01 dan 12/01")."""
    for start, end in _pieces(found):
        words = {n: found[n].item.word for n in range(start, end) if found[n].sort == "word"}
        rather = next((n for n, word in words.items() if word in _RATHER), end)
        than = next((n for n, word in words.items() if word in _THAN and n > rather), end)
        if than + 1 < end and found[than + 1].mention:
            signs.update({n: UNSURE for n in range(than, end) if n in signs})
    return signs


def _ends_no(cut: Found) -> bool:
    """Say whether a negation does not go on behind a cut: behind *but*, and behind an aside in brackets."""
    return cut.sort == "but" or cut.item.word == ")"


def _pieces(found: Sequence[Found]) -> list[tuple[int, int]]:
    cuts = [n for n, one in enumerate(found) if one.sort in {"comma", "but", "except"}]
    starts = [0, *(n + 1 for n in cuts)]
    return list(zip(starts, [*cuts, len(found)], strict=True))


def _negate_previous(
    found: Sequence[Found], pieces: Sequence[tuple[int, int]], number: int, signs: dict[int, int]
) -> None:
    """Let ``…, dat lukt niet`` speak of the days named right before.

    What begins like that and speaks of somebody else too ("…, kan mijn collega niet") leaves them open; "…, niet in de
    kerstvakantie", "…, niet de hele dag" say nothing against them.
    """
    start, end = pieces[number]
    if _spent(found[start:end]):
        return
    others = [n for n in range(start, end) if found[n].sort == "word" and found[n].item.word not in _REGRETS]
    if number == 0 or (others and found[start].sort != "free"):
        return
    half = any(found[n].sort == "half" for n in range(start, end))
    before = number - 1
    while before and all(found[n].item.word in _REGRETS for n in range(*pieces[before])):
        before -= 1
    for n in range(*pieces[before]):
        if found[n].mention:
            signs[n] = UNSURE if others or (half and found[n].half is None) else EXCLUDED


def _spent(piece: Sequence[Found]) -> bool:
    """Say whether a negation without a day has something else to speak of: holidays, leave, a whole day."""
    nos = [one.item.word for one in piece if one.sort == "no"]
    whole = any(one.sort == "half" and one.half is Half.ANY for one in piece)
    return (
        whole or any(one.sort == "holiday" for one in piece) or (nos[0] in _NOT and any(w in _LEAVE for w in nos[1:]))
    )


_NOT = frozenset(["niet", "pas", "nicht", "not", "geen", "kein", "keine"])
_LEAVE = frozenset(["verlof", "vakantie", "conge", "conges", "vacances", "urlaub", "ferien"])


def _signs_of_piece(
    found: Sequence[Found], mentions: list[int], nos: list[int], start: int, end: int
) -> dict[int, int]:
    yes = any(found[n].sort == "yes" for n in range(start, end))
    groups = _groups(found, mentions)
    if len(groups) == 1:
        # "Niet op woensdag (dan werk ik niet)" says it twice; two negations on one side may undo one another.
        around = len(nos) == 2 and nos[0] < mentions[0] and nos[1] > mentions[-1]
        twice = (len(nos) > 1 and not (around and _words_between(found, mentions[-1], nos[1]))) or yes
        return dict.fromkeys(mentions, UNSURE if twice or _is_far(found, mentions, nos) else EXCLUDED)
    signs = dict.fromkeys(mentions, UNSURE)
    for group, following in zip(groups, [*groups[1:], [end]], strict=True):
        if any(found[n].sort in {"yes", "free"} for n in range(group[-1], following[0])):
            signs.update(dict.fromkeys(group, WISHED))
    for no in nos:
        before = [group for group in groups if group[-1] < no]
        behind = [group for group in groups if group[0] > no]
        target = behind[0] if behind else before[-1]
        if before and behind:
            linked_before = any(found[n].sort == "list" for n in range(before[-1][-1], no))
            linked_behind = any(found[n].sort == "list" for n in range(no, behind[0][0]))
            if linked_before == linked_behind:
                signs.update(dict.fromkeys([*before[-1], *behind[0]], UNSURE))
                continue
            target = behind[0] if linked_before else before[-1]
        signs.update(dict.fromkeys(target, EXCLUDED))
    return signs


def _is_far(found: Sequence[Found], mentions: Sequence[int], nos: Sequence[int]) -> bool:
    """Whether so many words lie between a negation and the days that it may speak of something else."""
    gaps = [(no + 1, mentions[0]) if no < mentions[0] else (mentions[-1] + 1, no) for no in nos]
    return all(sum(one.sort == "word" for one in found[first:last]) > MOST_WORDS_BETWEEN for first, last in gaps)


def _words_between(found: Sequence[Found], first: int, last: int) -> bool:
    return any(one.sort == "word" for one in found[first + 1 : last])


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
    found: Sequence[Found], bare: Sequence[tuple[int, list[int]]], signs: dict[int, int], *, alone: bool
) -> None:
    """Let a negation at the end reach the bare days before it, if they share its month; else ask.

    One weekday alone may be the wish that the negation is held against ("liefst dinsdag, woensdag lukt niet").
    """
    alone = alone and sum(len(mentions) for _, mentions in bare) == 1
    for _, mentions in bare:
        for n in mentions:
            listed = found[n].with_next or (found[n].sort == "weekday" and not alone)
            signs[n] = EXCLUDED if listed else UNSURE


_BEHIND = frozenset({"excepte", "uitgezonderd", "ausgenommen"})


def _ends_at(found: Sequence[Found], place: int) -> bool:
    return place >= len(found) or found[place].sort in {"comma", "but", "trailing"}


def _except(found: Sequence[Found], signs: dict[int, int]) -> dict[int, int]:
    """Exclude everything behind *except*, up to a *but* or *yes*; wish it, where what stands before is excluded."""
    inside = False
    sign = EXCLUDED
    for n, one in enumerate(found):
        if one.sort == "except" and one.item.word in _BEHIND and _ends_at(found, n + 1):
            # "…, le mercredi excepté"
            begin = max((k + 1 for k in range(n) if found[k].sort in {"comma", "but", "except"}), default=0)
            signs.update({k: EXCLUDED for k in range(begin, n) if k in signs})
        elif one.sort == "except":
            inside = True
            before = [signs[k] for k in range(n) if k in signs]
            sign = WISHED if before and all(earlier == EXCLUDED for earlier in before) else EXCLUDED
        elif one.sort in {"but", "yes"} or (one.sort == "comma" and _wishes_again(found[n + 1 :])):
            inside = False
        elif inside and one.mention:
            signs[n] = sign
    return signs


def _wishes_again(rest: Sequence[Found]) -> bool:
    """Say whether an exception ends at a comma: before "of", "ou", or a day that is said to suit."""
    end = next((n for n, one in enumerate(rest) if one.sort in {"comma", "but", "except"}), len(rest))
    piece = rest[:end]
    if piece and piece[0].sort == "list":
        return True
    days = [n for n, one in enumerate(piece) if one.mention]
    suits = [n for n, one in enumerate(piece) if one.sort == "free"]
    return bool(days and suits and suits[-1] > days[-1]) and not any(one.sort == "no" for one in piece)
