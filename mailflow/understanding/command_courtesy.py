"""What stands beside a command and is none: initials and telephone numbers of a signature, a name below thanks, a
superior's agreement; and praise, which may be a courtesy or an answer.

What courtesies are made of stands in the vocabulary; what a clause asks is left to ``command_clause.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.model.words import CommandName
from mailflow.understanding.clauses import Clause, Line, Parts, clauses, is_name
from mailflow.understanding.command_slots import slots_in
from mailflow.understanding.command_words import Lexis, rest_of, split
from mailflow.understanding.contact import email_in, phone_in, without_contact
from mailflow.understanding.folding import fold


def is_initial(clauses: Sequence[Clause], place: int, parts: Parts, lexis: Lexis) -> bool:
    """Whether a clause is the first letter of a name ("B. De Smet"), which would be a slot."""
    clause = clauses[place]
    if len(clause.text) != 1 or not clause.text.isupper() or place + 1 >= len(clauses):
        return False
    behind = clauses[place + 1]
    stop = parts.lines[clause.line].text[clause.end : behind.start].strip()
    return (
        behind.line == clause.line
        and stop == "."
        and not lexis.courteous(behind.words)
        and is_name(behind.text, behind.words, lexis)
    )


def is_signature(parts: Parts, lexis: Lexis) -> bool:
    """Whether a block behind thanks is only a name: "An" under them is no German "to"."""
    line = parts.block[0]
    return len(parts.block) == 1 and not line.text.isupper() and is_name(line.text, line.words, lexis)


def without_contact_lines(parts: Parts, lexis: Lexis) -> Parts:
    """Return the parts without the telephone numbers (and addresses below them) at the end of the first block."""
    stop = parts.last
    while stop > parts.first + 1 and _is_contact(parts.lines[stop - 1], lexis):
        stop -= 1
    phone = any(phone_in(line.text) for line in parts.lines[stop : parts.last])
    return replace(parts, last=stop) if phone else parts


def _is_contact(line: Line, lexis: Lexis) -> bool:
    if not (phone_in(line.text) or email_in(line.text)):
        return False
    return all(word == ":" or (word,) in lexis.contact.entries for word in split(fold(without_contact(line.text))))


def clauses_beside(parts: Parts, lexis: Lexis) -> list[Clause]:
    """Return the clauses of the first block but for asides and a superior's agreement; all, if they are all it has."""
    every = list(clauses(parts))
    kept = [_own(clause, lexis) for clause in every if not lexis.aside.fills(clause.words)]
    return [clause for clause in kept if clause.words] or every


def _own(clause: Clause, lexis: Lexis) -> Clause:
    """Return what a clause says besides a superior's agreement: "OK en mijn baas is akkoord", "… is akkoord met B"."""
    words = clause.words
    start = next((n for n in range(len(words)) if lexis.superior.at_start(words[n:])), len(words))
    told = start + lexis.superior.at_start(words[start:])
    end = told + lexis.agrees.at_start(words[told:])
    if end == told:
        return clause
    if end == len(words):
        before = start - 1 if start > 1 and words[start - 1] in lexis.links else start
        return replace(clause, text=rest_of(clause.text, 0, len(words) - before), words=words[:before])
    behind = words[end + lexis.towards.at_start(words[end:]) :]
    if start or not (slots_in(behind, lexis) or lexis.by_command[CommandName.PICK].fills(behind)):
        return clause
    return replace(clause, text=rest_of(clause.text, len(words) - len(behind)), words=behind)


def thanks_somebody(clause: Clause, lexis: Lexis) -> bool:
    """Whether a clause is nothing but a courtesy, perhaps with the name of whom it is meant for ("Merci Anne")."""
    if lexis.courteous(clause.words):
        return True
    last = clause.text.rstrip(" !.").rpartition(" ")[2]
    if last.isupper() or lexis.names(clause.words):
        # "GRAAG VERDUIDELIJKING"
        return False
    return lexis.courteous(clause.words[:-1]) and is_name(last, clause.words[-1:], lexis)


def praise_in(lines: Sequence[Line], lexis: Lexis) -> Line | None:
    """Return the line of a courtesy that may have been meant as a yes: praise, and no thanks anywhere."""
    if any(lexis.gratitude.inside(line.words) for line in lines):
        return None
    return next((line for line in lines if lexis.praise.inside(line.words)), None)
