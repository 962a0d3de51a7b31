"""A decision in a whole sentence: "voor ons is dit in orde", "wir müssen diesen Antrag leider ablehnen".

The grammar of answers wants a clause that its phrases fill. Here a clause may also hold words that say nothing of the
decision itself (``about_it``: who decides, the visit, "hereby"); anything else leaves it unread, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.command_ask import Ask
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_words import Lexis

N = CommandName
LONGEST = 16  # words
_DECISIONS = frozenset({N.APPROVE, N.REFUSE, N.CANCEL, N.RESCHEDULE, N.DECLINE, N.NONE})
_MAY_BE_FORCED = frozenset({N.REFUSE, N.CANCEL, N.RESCHEDULE, N.DECLINE})
_CALLS_OFF = frozenset({N.CANCEL, N.RESCHEDULE})
_PASSIVE = frozenset({"is", "zijn", "ben", "est", "sommes", "suis", "ist", "sind", "bin"})
_NOT = (("niet",), ("nicht",), ("ne", "pas"), ("pas",))


def decision_in_a_sentence(words: Sequence[str], ask: Ask) -> Command | None:
    """Return the decision that a clause says with nothing but words about it, ``None`` for any other clause.

    A clause that begins with its verb asks ("is dit in orde"), a passive doesn't say who calls off ("het bezoek is
    geannuleerd"); neither is read. "Cannot approve" refuses where the writer regrets it.
    """
    lexis = ask.lexis
    if not 1 < len(words) <= LONGEST or "?" in words or lexis.asks_first.at_start(words):
        return None
    sober = lexis.regret.taken_from(words)
    bare = lexis.forced.taken_from(sober)
    said, forced, regrets = lexis.about_it.taken_from(bare), len(bare) < len(sober), len(sober) < len(words)
    if len(said) == len(words) or tuple(said) in lexis.lonely:
        return None
    name = _decision(said, ask)
    if name is None and _decision(_able(said, lexis), ask) is N.APPROVE:
        name = N.REFUSE
    if name is None or MEANS[ask.role].get(name) is not name:
        return None
    if forced and (name not in _MAY_BE_FORCED or lexis.negation.inside(said)):
        # "Wij moeten goedkeuren" is still to be done, "ik moet dit niet goedkeuren" somebody else's to do.
        return None
    if lexis.negation.inside(said) and not (regrets or name is N.NONE):
        return None
    if name in _CALLS_OFF and (not lexis.we.inside(words) or not _PASSIVE.isdisjoint(words)):
        return None
    return Command(name)


def _decision(said: Sequence[str], ask: Ask) -> CommandName | None:
    """Return the decision that words are a listed phrase for."""
    means = [MEANS[ask.role].get(name) for name in ask.lexis.names(said)] if said else []
    return next((name for name in means if name in _DECISIONS), None)


def _able(said: Sequence[str], lexis: Lexis) -> list[str]:
    """Return what is left of "can not …" without both words; nothing where either lacks."""
    able = next((n for n in range(len(said)) if lexis.able.at_start(said[n : n + 1])), None)
    if able is None:
        return []
    rest = [*said[:able], *said[able + 1 :]]
    for negation in _NOT:
        if all(rest.count(word) == 1 for word in negation):
            return [word for word in rest if word not in negation]
    return []
