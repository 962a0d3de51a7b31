"""How an answer lays out its decisions: a reason behind "because", blank lines, two in one clause, runs of dates.

What a line asks is left to ``command_clause.py``, how the clauses go together to ``commands.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.clauses import MOST_CLAUSES, Clause, Line, Parts, next_block
from mailflow.understanding.command_ask import Ask
from mailflow.understanding.command_clause import read_clause
from mailflow.understanding.command_reasons import is_reason
from mailflow.understanding.command_slots import slots_in
from mailflow.understanding.command_visits import visits_at_start, visits_before_date
from mailflow.understanding.command_words import Lexis, rest_of, split
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.folding import fold

N = CommandName
LONGEST_CLAUSE = 400
COLON = re.compile(r":(?!\d)|(?<!\d):")
MOST_HEAD = 12
LONGEST_RUN = 30
_BECAUSE = re.compile(
    r",?\s+(?:want|omdat|wegens|vanwege|aangezien|car|parce que|parce qu['’](?=\w)|puisque|puisqu['’](?=\w)|faute de|"
    r"weil|denn|because)\s+|,\s+da\s+|,?\s+\((?=[^()]+\)\W*$)",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;]\s+|(?<=[^\W\d])\.\s+")


def reason_behind_colon(line: Line, ask: Ask) -> Line:
    """Read "weigeren want …" as "weigeren: …": behind the word for because, or in brackets, stands the reason."""
    because = _BECAUSE.search(line.text[:LONGEST_CLAUSE])
    if because is None or COLON.search(line.text[: because.start()]):
        return line
    head = line.text[: because.start()].strip(" ,")
    last = _CUT.split(head)[-1]
    beside = ask.beside_another if last != head else ask
    found = read_clause(last, tuple(split(fold(last))), beside)
    if not isinstance(found, Command) or found.name not in {N.REFUSE, N.DECLINE, N.NONE}:
        return line
    reason = line.text[because.end() :]
    if because.group().endswith("("):
        reason = reason.rstrip(" .!").removesuffix(")")
        if not is_reason(reason, ask):
            return line
    text = f"{head}: {reason}"
    return replace(line, text=text, words=tuple(split(fold(text))))


def with_visits_below(parts: Parts, ask: Ask) -> Parts:
    """Let the first block go on over blank lines while each of its lines decides about visits of its own."""
    while parts.block and len(parts.block) < MOST_CLAUSES and all(_about_visits(line, ask) for line in parts.block):
        longer = next_block(parts)
        if not longer.block or not all(_about_visits(line, ask) for line in longer.block):
            break
        parts = replace(longer, first=parts.first)
    return parts


def _about_visits(line: Line, ask: Ask) -> bool:
    """Whether a line begins with visit numbers and a command for them."""
    if not line.words:
        return True
    head = COLON.split(line.text, maxsplit=1)[0]
    words = tuple(split(fold(head)))
    if len(words) > MOST_HEAD or not visits_at_start(words, ask.lexis)[0]:
        return False
    found = read_clause(head, words, ask)
    return isinstance(found, Command) and bool(found.visits) and found.name in {N.APPROVE, N.REFUSE}


def split_in_two(clause: Clause, ask: Ask) -> list[Command] | None:
    """Read ``1 OK 2 NEE`` and ``GOEDKEUREN 1 en WEIGEREN 2`` as two commands about different visits."""
    words = clause.words
    if len(words) > 24:
        return None
    for cut in range(1, len(words)):
        link = words[cut] in ask.lexis.links
        if not link and not words[cut].isdigit():
            continue
        left = read_clause(rest_of(clause.text, 0, len(words) - cut), words[:cut], ask)
        start = cut + 1 if link else cut
        right = read_clause(rest_of(clause.text, start), words[start:], ask)
        pair = [one for one in (left, right) if isinstance(one, Command) and one.visits]
        if len(pair) == 2 and all(one.name is not N.DATE for one in pair):
            return pair
    return None


def text_to_end(parts: Parts, line: int, start: str, lexis: Lexis) -> str:
    """Return a text that goes on from a line to the end of the answer, without thanks and names at its end."""
    rest = list(parts.lines[line:])
    while rest and (not rest[-1].words or lexis.courteous(rest[-1].words)):
        rest.pop()
    return "\n".join([start, *(each.text for each in rest)]).strip()


def slice_of(parts: Parts, clauses: Sequence[Clause], first: int, last: int) -> str:
    """Return the text from one clause to before another, commas and all."""
    start, end = clauses[first], clauses[last - 1]
    if start.line == end.line:
        return parts.lines[start.line].text[start.start : end.end].strip()
    between = [parts.lines[n].text for n in range(start.line + 1, end.line)]
    first_line, last_line = parts.lines[start.line].text, parts.lines[end.line].text
    return "\n".join([first_line[start.start :], *between, last_line[: end.end]]).strip()


def run_of_dates(clauses: Sequence[Clause], place: int, ask: Ask) -> int:
    """Return the place behind the longest run of clauses of nothing but dates, without visits of their own."""
    last, lexis = place, ask.lexis
    while last < len(clauses) and last - place < LONGEST_RUN and date_words(clauses[last].text).only:
        clause = clauses[last]
        visits, _ = visits_before_date(clause.text, clause.words, ask)
        found = read_clause(clause.text, clause.words, ask)
        if visits or (isinstance(found, Command) and found.visits):
            break
        if slots_in(clause.words, lexis) or lexis.names(clause.words) or lexis.courteous(clause.words):
            break
        last += 1
    return last
