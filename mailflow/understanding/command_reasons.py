"""The reason of a refusal where no colon announces it: behind a comma ("Geweigerd, geen capaciteit dit kwartaal").

Which clause is a refusal is read by ``command_clause.py``; here is decided whether what follows can only be why.
"""

from __future__ import annotations

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.clauses import Clause
from mailflow.understanding.command_words import Lexis, split
from mailflow.understanding.dates import date_words
from mailflow.understanding.folding import fold

N = CommandName
SHORT_WORD = 5  # letters
REASONED = frozenset({N.REFUSE, N.DECLINE, N.NONE, N.RESCHEDULE, N.CANCEL, N.NO_SHOW})
_ACTS = frozenset({N.APPROVE, N.REFUSE, N.CANCEL, N.RESCHEDULE, N.PICK, N.DECLINE})


def takes_reason(command: Command, clause: Clause, lexis: Lexis) -> bool:
    """Say whether a reason may go on behind a command: a refusal without one, in a word that surely refuses.

    "Nee, …" and "Refuser, …" open sentences that mean something else, but for ``2 NEE`` and a button's capitals.
    """
    if command.name not in REASONED or command.text or command.dates:
        return False
    if command.name is N.CANCEL and _WE.isdisjoint(clause.words):
        # "Geannuleerd, dat had ik al begrepen" tells what has been.
        return False
    bare = [word for word in clause.words if not (word.isdigit() or lexis.tail.at_start([word]))]
    infinitive = len(bare) == 1 and bare[0].endswith(("en", "er")) and not clause.text.isupper()
    return not infinitive and (bool(command.visits) or tuple(bare) not in lexis.lonely)


_WE = frozenset({"ik", "wij", "we", "je", "j", "j'annule", "nous", "ich", "wir", "i"})


def is_reason(text: str, lexis: Lexis) -> bool:
    """Say whether words behind a refusal can only say why: nothing in them acts, asks, or takes it back."""
    words = split(fold(text))
    doubts = (lexis.condition, lexis.question, lexis.retract, lexis.narrowing)
    lonely = any((word,) in lexis.lonely for word in words)
    if not words or lonely or any(listed.inside(words) for listed in doubts):
        return False
    dates = date_words(text)
    if (dates.only and not dates.negated) or any(word.isdigit() and len(word) == 1 for word in words):
        # "Geen van deze, dinsdag 12 januari", "1 refusé, complet, 2 aussi"
        return False
    told = len(words) > 1 or len(words[0]) > SHORT_WORD
    return told and not (lexis.actions(words) & _ACTS) and not lexis.courteous(words)
