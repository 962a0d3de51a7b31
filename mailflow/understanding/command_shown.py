"""Half-days of the letter that an answer names by their day or order: "le 19 au matin nous convient", "de eerste".

Whoever has a few half-days before him answers as people speak. A sentence counts if it holds nothing but days, halves,
and words of choosing (``choosing`` of the vocabulary), and if each day it names was shown; all else is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mailflow.model.dates import DatesRead, Exclusion, Slot, Wish
from mailflow.model.meaning import Answer, Command, Pick, Unsure
from mailflow.model.words import CommandName, Half, Role
from mailflow.understanding.clauses import Clause, Parts, is_closing, is_farewell, is_greeting, is_name
from mailflow.understanding.command_ask import Ask, every_at_start
from mailflow.understanding.command_courtesy import clauses_beside
from mailflow.understanding.command_doubts import takes_back
from mailflow.understanding.command_words import Lexis, rest_of, split
from mailflow.understanding.date_months import Before
from mailflow.understanding.date_texts import date_tokens_of, date_words
from mailflow.understanding.date_tokens import Sort, Token
from mailflow.understanding.dates import read_dates
from mailflow.understanding.folding import compose, fold

LONGEST = 300  # characters
_CHOOSES = frozenset({Role.SERVICE, Role.REQUESTER, Role.PARTICIPANT})
_DENIES = frozenset({Sort.NO, Sort.PAS, Sort.EXCEPT})


@dataclass(frozen=True, slots=True)
class _Shown:
    """The half-days of the one visit that a letter shows; ``several`` says that its reader may name more than one."""

    slots: tuple[Slot, ...]
    several: bool

    def pick(self, chosen: Iterable[Slot]) -> Command | None:
        """Return the command that takes some of the half-days, in the letter's order."""
        wanted = set(chosen)
        letters = [chr(ord("A") + place) for place, slot in enumerate(self.slots) if slot in wanted]
        if not letters or (len(letters) > 1 and not self.several):
            return None
        return Command(CommandName.PICK, slots=tuple(Pick(letter) for letter in letters))

    def of(self, wish: Wish) -> list[Slot]:
        """Return the half-days that a named day may mean."""
        return [slot for slot in self.slots if slot.day == wish.date and wish.half in {Half.ANY, slot.half}]


def _shown(ask: Ask) -> _Shown | None:
    if ask.role not in _CHOOSES or len(ask.thread.shown) != 1:
        return None
    slots = next(iter(ask.thread.shown.values()))
    return _Shown(tuple(slots), ask.role is Role.SERVICE) if slots else None


def of_what_was_shown(answer: Answer, parts: Parts, ask: Ask) -> Answer:
    """Return an answer whose days are half-days that the letter shows as the pick of these."""
    clauses = [one for one in clauses_beside(parts, ask.lexis) if not _is_courtesy(one, parts, ask.lexis)]
    none = ask.lexis.by_command.get(CommandName.NONE)
    if none is not None and clauses and none.fills(clauses[0].words):
        return _behind_none(answer, clauses[1:], ask)
    if answer.commands:
        if (unclear := next((one for one in answer.commands if _leaves_the_half_open(one, ask)), None)) is not None:
            line = next(line for line in parts.lines if line.number == unclear.line)
            return Answer(unsure=Unsure(line.number, line.text, "half"))
        if ask.lexis.one_of.inside(split(fold(" ".join(clause.text for clause in clauses)))):
            return answer
        return replace(answer, commands=tuple(_picked_by_date(command, ask) for command in answer.commands))
    return _in_words(clauses, parts, ask) or answer if answer.unsure is not None else answer


def _in_words(clauses: Sequence[Clause], parts: Parts, ask: Ask) -> Answer | None:
    """Return what clauses come to together that choose, or propose days of one's own; ``None`` for anything else."""
    text = ", ".join(clause.text for clause in clauses)
    command = _choice_in_words(text, ask) or _own_days(text, ask)
    if command is None or any(takes_back(line, [command], ask) for line in parts.later):
        return None
    return Answer(commands=(replace(command, line=clauses[0].number),))


def _behind_none(answer: Answer, clauses: Sequence[Clause], ask: Ask) -> Answer:
    """Return what "none of these" comes to with what follows it: days of one's own go before it.

    "Geen van deze, 14/01" names a day of its own, or errs; days that can't be read are asked about.
    """
    text = ", ".join(clause.text for clause in clauses)
    if not date_words(text).days or any(command.name is CommandName.DATE for command in answer.commands):
        return answer
    own = _own_days(text, ask)
    if own is not None:
        return Answer(commands=(replace(own, line=clauses[0].number),))
    words = split(fold(text))
    proposes = ask.lexis.proposing.inside(words) or ask.lexis.suits.inside(words)
    return Answer(unsure=Unsure(clauses[0].number, clauses[0].text, "date")) if proposes else answer


def _own_days(text: str, ask: Ask) -> Command | None:
    """Return the days that a text proposes instead of those shown, ``None`` if it says anything else."""
    words = split(fold(text))
    if _shown(ask) is None or len(text) > LONGEST or not words or _doubts(words, ask):
        return None
    tokens = date_tokens_of(compose(text))
    beside = ask.lexis.proposing.taken_from(_said(tokens))
    if (beside and not ask.lexis.choosing.fills(beside)) or any(token.sort in _DENIES for token in tokens):
        return None
    read = read_dates(text, ask.today)
    if read.unclear or read.ranged or read.exclusions or not read.wishes:
        return None
    if len(read.wishes) > 1 and not _THEN.isdisjoint(words):
        return None
    return Command(CommandName.DATE, dates=read.wishes, bare=True)


def _leaves_the_half_open(command: Command, ask: Ask) -> bool:
    """Whether a requester names a day of which both halves are on offer."""
    shown = _shown(ask)
    if shown is None or shown.several or not command.bare:
        return False
    return any(len(shown.of(wish)) > 1 for wish in command.dates)


def _is_courtesy(clause: Clause, parts: Parts, lexis: Lexis) -> bool:
    """Whether a clause only greets, thanks, says goodbye or signs."""
    if lexis.courteous(clause.words) or is_farewell(clause.text, lexis) or is_greeting(clause.words, lexis):
        return True
    if is_closing(clause.words, lexis):
        return True
    last = parts.block[-1].number == clause.number
    return last and is_name(clause.text, clause.words, lexis)


def _picked_by_date(command: Command, ask: Ask) -> Command:
    """Return the pick that bare dates come to if each was shown as one half-day, else the command itself."""
    shown = _shown(ask)
    if shown is None or not command.bare or command.visits or command.needs:
        return command
    meant = [shown.of(wish) for wish in command.dates]
    if not meant or any(len(slots) != 1 for slots in meant):
        return command
    return shown.pick(slot for slots in meant for slot in slots) or command


def _choice_in_words(text: str, ask: Ask) -> Command | None:
    """Return the pick that a text makes of the half-days shown, ``None`` if it says anything else."""
    shown = _shown(ask)
    words = split(fold(text))
    if shown is None or len(text) > LONGEST or not words:
        return None
    if shown.several and (excepted := _behind_all_but(text, words, ask)):
        bare = re.sub(r"^(?:l[ae]|d[ei][enmrt]?|het)\s+", "", excepted, flags=re.IGNORECASE)
        out = _choice_in_words(excepted, ask) or _choice_in_words(bare, ask)
        letters = {pick.slot for pick in out.slots} if out is not None else set()
        left = (slot for place, slot in enumerate(shown.slots) if chr(ord("A") + place) not in letters)
        return shown.pick(left) if letters else None
    if _doubts(words, ask):
        return None
    command = _by_order(words, shown, ask) or _by_letter(text, shown, ask) or _by_days(text, shown, ask)
    if command is not None and len(command.slots) > 1 and not _THEN.isdisjoint(words):
        return None
    return command


def _behind_all_but(text: str, words: Sequence[str], ask: Ask) -> str:
    """Return what stands behind "all but" at the start of a text, ``""`` without it."""
    every = every_at_start(words, ask)
    every += ask.lexis.suits.at_start(words[every:]) if every else 0
    length = ask.lexis.excepting.at_start(words[every:]) if every else 0
    rest = rest_of(text, every + length) if length else ""
    return text[text.rindex(rest) :] if rest else ""


def _by_days(text: str, shown: _Shown, ask: Ask) -> Command | None:
    """Return the pick that a text makes by days, weekdays or halves; a letter beside them leaves it open."""
    if _LETTER.search(text) is not None:
        return None
    tokens = date_tokens_of(compose(text))
    said = _said(tokens)
    if _without_choosing(said, ask):
        return None
    read = read_dates(text, ask.today, 1, Before(_month_of(shown.slots)))
    if read.unclear or read.not_before or read.not_after or read.ranged:
        return None
    return _by_day(read, tokens, shown)


def _said(tokens: Sequence[Token]) -> list[str]:
    """Return the words that are none of dates."""
    return split(" ".join(token.text for token in tokens if token.sort is Sort.WORD and token.text not in {".", "!"}))


def _by_letter(text: str, shown: _Shown, ask: Ask) -> Command | None:
    """Read "liever B", "Termin A passt": capital letters of what was shown, and words of choosing."""
    letters = _LETTER.findall(text)
    rest = _without_choosing(split(fold(_LETTER.sub(" ", text))), ask)
    known = {chr(ord("A") + place) for place in range(len(shown.slots))}
    if not letters or not known.issuperset(letters) or any(word not in ask.lexis.links for word in rest):
        return None
    if _ARTICLE.search(text) is not None:
        return None
    return shown.pick(slot for place, slot in enumerate(shown.slots) if chr(ord("A") + place) in letters)


_LETTER = re.compile(r"(?<![\w'’.])[A-H](?![\w'’])")
# "A great one", "A perfect date"
_ARTICLE = re.compile(r"^\s*A\s+(?:[a-z]+\s+)*(?:one|date|day|time|slot|choice|moment|idea)\b")
# "Mercredi après-midi, donc le matin", "B, dan wordt het A": what follows takes the place of what stood before.
_THEN = frozenset({
    "dan", "wordt", "worden", "zou", "dus", "donc", "alors", "also", "dann", "so", "then", "als", "que",
    "liever", "plutot", "lieber", "rather", "beter", "mieux", "besser",
})  # fmt: skip


def _doubts(words: Sequence[str], ask: Ask) -> bool:
    """Whether words leave open what they choose; "liever B" prefers one, and takes nothing back."""
    lexis = ask.lexis
    doubts = (lexis.condition, lexis.question, lexis.one_of)
    taken_back = lexis.retract.inside(lexis.choosing.taken_from(words))
    return "?" in words or taken_back or any(listed.inside(words) for listed in doubts)


def _by_order(words: Sequence[str], shown: _Shown, ask: Ask) -> Command | None:
    """Read "de eerste", "la deuxième svp", "the second one": which of the half-days in the letter's order."""
    bare = _without_choosing(words, ask)
    if tuple(bare) in ask.lexis.last.entries:
        return shown.pick(shown.slots[-1:])
    place = next((n for n, listed in enumerate(ask.lexis.nth) if tuple(bare) in listed.entries), len(shown.slots))
    return shown.pick(shown.slots[place : place + 1])


def _without_choosing(words: Sequence[str], ask: Ask) -> list[str]:
    """Return what is left of words without courtesies, "suits" and words of choosing."""
    left = list(words)
    for listed in (ask.lexis.tail, ask.lexis.suits, ask.lexis.choosing):
        left = listed.taken_from(left)
    return left


def _month_of(slots: Sequence[Slot]) -> tuple[int, int]:
    months = {(slot.day.month, slot.day.year) for slot in slots}
    return months.pop() if len(months) == 1 else (0, 0)


def _by_day(read: DatesRead, tokens: Sequence[Token], shown: _Shown) -> Command | None:
    """Return the pick of the half-days that a read text names by dates, by weekdays or by their half alone."""
    denied = any(token.sort in _DENIES for token in tokens)
    # "Beide namiddagen" rules the mornings out and denies nothing.
    out = read.exclusions if denied else ()
    ruled_out = {slot for one in out for slot in shown.slots if _is_out(slot, one)}
    if (denied and not ruled_out) or any(token.text in _NEITHER for token in tokens):
        return None
    if read.wishes:
        meant = [shown.of(wish) for wish in read.wishes]
        if any(not slots or (len(slots) > 1 and not shown.several) for slots in meant):
            return None
        chosen = {slot for slots in meant for slot in slots}
    elif denied:
        return None
    else:
        chosen = _by_weekday_or_half(tokens, shown)
    return shown.pick(chosen) if not chosen & ruled_out else None


def _is_out(slot: Slot, one: Exclusion) -> bool:
    same = slot.day == one.date if one.date else slot.day.isoweekday() == one.weekday
    return same and one.half in {Half.ANY, slot.half}


def _by_weekday_or_half(tokens: Sequence[Token], shown: _Shown) -> set[Slot]:
    """Return the half-days of the weekdays or the half that a text names; one that is said of two names neither."""
    halves = {half for token in tokens for half in _halves_of(token)}
    weekdays = [token for token in tokens if token.sort in {Sort.WEEKDAY, Sort.WEEKDAYS}]
    if len(halves) > 1 or not (halves or weekdays):
        return set()
    fitting = [slot for slot in shown.slots if not halves or slot.half in halves]
    rows = [[slot for slot in fitting if slot.day.isoweekday() == _weekday_of(token)] for token in weekdays] or [
        fitting
    ]
    several = any(token.text in _BOTH for token in tokens) or any(token.sort is Sort.WEEKDAYS for token in weekdays)
    several = several or any(token.sort is Sort.HALF and token.text.endswith(_PLURAL) for token in tokens)
    if any(not row or (len(row) > 1 and not several) for row in rows):
        return set()
    chosen = {slot for row in rows for slot in row}
    # "Beide voormiddagen" of one that was shown means something else.
    return set() if len(chosen) == 1 and any(token.text in _BOTH for token in tokens) else chosen


def _halves_of(token: Token) -> set[Half]:
    value = token.value[1] if isinstance(token.value, tuple) and token.sort is Sort.WEEKDAY else token.value
    return {value} & {Half.AM, Half.PM} if isinstance(value, Half) else set()


def _weekday_of(token: Token) -> int:
    value = token.value[0] if isinstance(token.value, tuple) else token.value
    return value if isinstance(value, int) else 0


# "Pas de problème pour le 14, ni pour le 20" may mean either.
_NEITHER = frozenset({"ni", "noch", "weder"})
_BOTH = frozenset({"beide", "twee", "allebei", "deux", "beiden", "zwei", "both", "two", "les deux", "alle"})
_PLURAL = ("en", "s", "e")
