"""One clause of an answer, read as a command: visits, a keyword phrase that fills it, and what stands behind.

A clause that is not filled is no command; why it could not be read safely is said by ``command_doubts.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.dates import Wish
from mailflow.model.meaning import Command
from mailflow.model.words import CommandName, Language, Role
from mailflow.understanding.command_ask import Ask, Bad, Read, every_at_start
from mailflow.understanding.command_picks import pick_command, picks_in
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_sentence import decision_in_a_sentence
from mailflow.understanding.command_slots import NUMBER, is_first, slots_in
from mailflow.understanding.command_visits import (
    LEAD,
    decided_beside,
    unknown_visits,
    visits_at_start,
    visits_before_date,
)
from mailflow.understanding.command_words import WORD, Lexis, is_placeholder, rest_of
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.dates import read_dates
from mailflow.understanding.folding import fold

N = CommandName
_REASON_CODE = re.compile(r"r\d{1,2}$")
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TOWARDS = re.compile(r"^(?:naar|vers|nach|auf|to) +(?=\S)", re.IGNORECASE)
_PER_MONTH = re.compile(
    r"(\d{1,3})(?: (?:bezoek(?:en)?|visites?|besuche?|visits?))?"
    r"(?: (?:per|par|pro|a|im) (?:maand|mois|monat|month)| monatlich| maandelijks)?$"
)
_DATED = frozenset({N.DATE, N.RESCHEDULE, N.LATER, N.PAUSE})
_REASONED = frozenset({N.REFUSE, N.DECLINE, N.NONE})
_LANGUAGES = (
    (Language.NL, re.compile(r"\b(?:nl$|nl |nederl|neerl|niederl|dutch)")),
    (Language.FR, re.compile(r"\b(?:fr$|fr |fran|french)")),
    (Language.DE, re.compile(r"(?:^de$| de$|deut|duits|allem|german)")),
)


def read_clause(text: str, words: Sequence[str], ask: Ask) -> Read:
    """Read a clause without colon as one command; ``None`` if it is not filled."""
    lead, tail = _politeness(words, ask.lexis)
    core = words[lead : len(words) - tail]
    body = rest_of(text, lead, tail)
    for candidate, content in ((words, text), (core, body)):
        found = (
            picks_in(content, candidate, ask) or _keyword(content, candidate, ask) or _dates(content, candidate, ask)
        )
        if found:
            return found
    decided = decision_in_a_sentence(words, ask)
    return completed(decided) if decided else None


def _politeness(words: Sequence[str], lexis: Lexis) -> tuple[int, int]:
    lead = tail = 0
    while lead < len(words) and (length := lexis.tail.at_start(words[lead:])):
        lead += length
    for place in range(lead + 1, len(words)):
        if lexis.thanks.at_start(words[place:]) and lexis.courteous(words[place:]):
            # "Akkoord en bedankt voor de moeite".
            tail = len(words) - place
            break
    while tail < len(words) - lead and (length := lexis.tail.at_end(words[lead : len(words) - tail])):
        tail += length
    if 0 < tail < len(words) - lead - 1 and words[len(words) - tail - 1] in lexis.links:
        # "Akkoord en fijn weekend".
        tail += 1
    return lead, tail


# ------------------------------------------------------------------------------------------------------------- dates


def _dates(text: str, words: Sequence[str], ask: Ask) -> Read:
    """Read a clause of nothing but dates, perhaps with the visit in front."""
    visits, taken = visits_before_date(text, words, ask)
    if visits:
        content = rest_of(text, taken)
        said = date_words(content)
        if said.days and said.only:
            return bare_dates(content, visits, ask)
    said = date_words(text)
    return bare_dates(text, (), ask) if said.only and said.days else None


def bare_dates(text: str, visits: tuple[int, ...], ask: Ask) -> Command | Bad | None:
    """Make a command of bare dates: an offer, a counter-proposal, or a date agreed outside."""
    read = read_dates(text, ask.today)
    if date_words(text).numbered:
        return Bad("visit")
    if read.unclear:
        return Bad("half" if all(one.why == "half" for one in read.unclear) else "date")
    if not read.wishes:
        if read.exclusions:
            return Bad("negation")
        return Bad("date") if read.weekdays or read.not_before or read.not_after else None
    dates = tuple(replace(wish, visit=visits[0] if len(visits) == 1 else 0) for wish in read.wishes)
    return Command(N.DATE, visits=visits, dates=dates, exclude=read.exclusions, bare=True)


def with_dates(command: Command, text: str, ask: Ask) -> Command:
    """Add the dates of a text to a command that needs some; unclear ones are kept, to be asked about."""
    read = read_dates(text, ask.today)
    if date_words(text).numbered:
        # "12/01 vm en 2 14/01 nm": the second number is a visit's, and which date is whose is not guessed.
        return replace(command, needs=("visit",))
    visit = command.visits[0] if len(command.visits) == 1 else 0
    dates = tuple(replace(wish, visit=visit) for wish in read.wishes)
    if command.name in {N.PAUSE, N.LATER}:
        until = (
            read.not_after or read.not_before or (dates[-1 if command.name is N.PAUSE else 0].date if dates else None)
        )
        if command.name is N.LATER and until and until <= ask.today:
            # "Later vandaag" puts nothing off.
            until = None
        needs: tuple[str, ...] = () if until else ("date",)
        days = (Wish(until),) if until and command.name is N.LATER else ()
        return replace(command, dates=days, until=until, unclear_dates=read.unclear, needs=needs)
    needs = ("date",) if command.name is N.DATE and not dates else ()
    return replace(command, dates=dates, exclude=read.exclusions, unclear_dates=read.unclear, needs=needs)


# ---------------------------------------------------------------------------------------------------------- keywords


def _keyword(text: str, words: Sequence[str], ask: Ask) -> Read:
    visits, taken = visits_at_start(words, ask.lexis)
    every, rest = 0, ask.lexis.rest.at_start(words)
    # A listed phrase wins over its parts: "andere datum" is no date of the others.
    if not visits:
        every = every_at_start(words, ask)
    attempts: list[tuple[int, tuple[int, ...]]]
    attempts = [(taken, visits)] if visits else [(0, ()), *([(every, ())] if every else [])]
    if visits and (polite := _polite_at(words, taken, ask.lexis)):
        # "2 helaas geweigerd", "1 voor mij ok"
        attempts.append((taken + polite, visits))
    for start, numbers in attempts:
        found = _phrase(text, words, start, numbers, ask)
        if found:
            return (unknown_visits(found.visits, ask) if isinstance(found, Command) else None) or found
    if beside := decided_beside(words, ask):
        return unknown_visits(beside.visits, ask) or beside
    if rest and rest < len(words):
        remaining = tuple(v for v in ask.thread.visits if v not in ask.mentioned)
        found = _phrase(text, words, rest, remaining, ask)
        return found if remaining or not found else Bad("visit")
    return None


def _polite_at(words: Sequence[str], start: int, lexis: Lexis) -> int:
    """Return how many words from a place on change nothing."""
    place = start
    while place < len(words) and (
        length := max(lexis.tail.at_start(words[place:]), lexis.regret.at_start(words[place:]))
    ):
        place += length
    return place - start


def _phrase(text: str, words: Sequence[str], start: int, visits: tuple[int, ...], ask: Ask) -> Read:
    """Read the longest phrase from a word on that leaves nothing unread."""
    longest = min(ask.lexis.longest, len(words) - start)
    for length in range(longest, 0, -1):
        for name in ask.lexis.names(words[start : start + length]):
            means = MEANS[ask.role].get(name)
            if means is None:
                continue
            command = Command(means, visits=visits)
            if name is N.PICK and start + length < len(words) and words[start + length].isdigit():
                # "Voorstel 2" is no visit; only slots have letters that can be looked up.
                picks = slots_in(words[start + length :], ask.lexis)
                return pick_command(picks, ask) if picks else None
            if means is N.LANGUAGE:
                command = replace(command, language=_language(" ".join(words[start : start + length])))
            found = _behind(command, text, words, start + length, ask)
            if found:
                return found
    return None


def _language(phrase: str) -> Language | None:
    return next((language for language, pattern in _LANGUAGES if pattern.search(phrase)), None)


_WITH = frozenset(["met", "avec", "mit"])


def _behind(command: Command, text: str, words: Sequence[str], place: int, ask: Ask) -> Read:
    """Read what stands behind a keyword: visits, then what the command takes."""
    if not command.visits and place < len(words) and command.name is not N.LIMIT:
        numbers, taken = visits_at_start(words[place:], ask.lexis)
        if numbers and words[place] in _WITH and place + taken < len(words):
            # "Niet akkoord met 1 ding" counts things, not visits.
            return None
        rest = rest_of(text, place + taken)
        dated = command.name in _DATED and date_words(rest_of(text, place)).only
        lead = LEAD.match(fold(rest))
        if numbers and (not dated or not rest or lead):
            command, place = replace(command, visits=numbers), place + taken + int(bool(dated or lead) and bool(lead))
        elif dated and (before := visits_before_date(rest_of(text, place), words[place:], ask)):
            command, place = replace(command, visits=before[0]), place + before[1]
        elif length := every_at_start(words[place:], ask):
            place += length
    if place >= len(words):
        return completed(command)
    return _argument(command, rest_of(text, place), words[place:], ask)


def completed(command: Command) -> Command:
    """Return a command without anything behind, with what it lacks in ``needs``."""
    lacks = {
        N.REFUSE: "reason", N.MORE_INFO: "text", N.NOTE: "text", N.DATE: "date", N.LATER: "date", N.PAUSE: "date",
        N.ASSIGN: "address", N.HOST: "address",
    }.get(command.name)  # fmt: skip
    if lacks:
        return replace(command, needs=(lacks,))
    if command.name is N.LANGUAGE and not command.language:
        return replace(command, needs=("text",))
    if (command.name is N.LIMIT and not command.count) or (command.name is N.NEVER and not command.exclude):
        return replace(command, needs=("text",))
    return command


def _argument(command: Command, text: str, words: Sequence[str], ask: Ask) -> Read:
    name = command.name
    if name in {N.ASSIGN, N.HOST}:
        address = _ADDRESS.fullmatch(text.strip(" <>.,()"))
        return replace(command, address=address.group().lower()) if address else None
    if name in _DATED:
        text = _TOWARDS.sub("", text)
        said = date_words(text)
        return with_dates(command, text, ask) if said.only and not said.negated and _any_date(text, ask) else None
    if name is N.PICK:
        words = words[ask.lexis.towards.at_start(words) :]
        if ask.role is not Role.SERVICE and len(words) > 1 and is_first(words, ask.lexis):
            # "OK voor voorstel 1".
            return command
        picks = slots_in(words, ask.lexis)
        return pick_command(picks, ask) if picks and "à" not in text.lower() else None
    if name is N.LIMIT:
        count = _PER_MONTH.match(" ".join(words))
        return replace(command, count=int(count[1])) if count else None
    if name is N.NEVER:
        excluded = read_dates(f"niet op {text}", ask.today).exclusions if date_words(text).only else ()
        weekdays = tuple(one for one in excluded if one.weekday)
        return replace(command, exclude=weekdays) if weekdays else None
    if name in _REASONED:
        return _short_reason(command, text, words, ask)
    return None


def _any_date(text: str, ask: Ask) -> bool:
    read = read_dates(text, ask.today)
    return bool(read.wishes or read.unclear or read.not_after or read.not_before)


def _short_reason(command: Command, text: str, words: Sequence[str], ask: Ask) -> Read:
    """Take a reason code, or, behind visit numbers, a few words without a colon (``2 NEE agenda vol``)."""
    if all(_REASON_CODE.match(word) or word in ask.lexis.links for word in words):
        return replace(command, text=text.upper())
    lexis = ask.lexis
    doubtful = any(listed.inside(words) for listed in (lexis.condition, lexis.question, lexis.negation, lexis.retract))
    numbers = any(NUMBER.match(word) for word in words)
    strong = lexis.actions(words) & {N.APPROVE, N.REFUSE, N.CANCEL, N.RESCHEDULE, N.PICK}
    return None if not command.visits or doubtful or numbers or strong else replace(command, text=text.lstrip(": "))


# ------------------------------------------------------------------------------------------------- behind a colon

_TEXTS = frozenset({*_REASONED, N.CANCEL, N.RESCHEDULE, N.MORE_INFO, N.NOTE, N.ILL, N.NO_SHOW, N.NEW})


def with_text(command: Command, text: str, ask: Ask) -> Read:
    """Add what stands behind a colon; a placeholder that was not filled in counts as nothing."""
    if is_placeholder(text, ask.lexis):
        return completed(replace(command, needs=()))
    name = command.name
    bare = replace(command, needs=())
    if name is N.ILL:
        # An illness is nobody's business: its words are neither kept nor sent (SPEC §5).
        return bare
    words = tuple(WORD.findall(fold(text)))
    if name in {N.ASSIGN, N.HOST}:
        address = _ADDRESS.search(text)
        return replace(bare, address=address.group().lower()) if address else replace(command, text=text)
    if name in {N.RESCHEDULE, N.NONE} and date_words(text).only and date_words(text).days:
        return replace(with_dates(bare, text, ask), text=text)
    if name in _TEXTS:
        return replace(bare, text=text)
    if name is N.LANGUAGE and not command.language:
        language = _language(fold(text.strip(" .")))
        return replace(bare, language=language) if language and len(words) == 1 else None
    if name in {N.APPROVE, N.LANGUAGE, N.STATUS, N.HELP}:
        return bare if ask.lexis.courteous(words) else None
    return _argument(bare, text, words, ask)
