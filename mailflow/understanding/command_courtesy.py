"""Names that only look like a command: initials of a signature, a name below thanks.

What courtesies are made of stands in the vocabulary; what a clause asks is left to ``command_clause.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.clauses import Clause, Parts, is_name
from mailflow.understanding.command_words import Lexis


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
