"""The reason of a refusal where no colon announces it: behind a comma ("Geweigerd, geen capaciteit dit kwartaal").

Which clause is a refusal is read by ``command_clause.py``; here is decided whether what follows can only be why.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import Command
from mailflow.model.words import CommandName
from mailflow.understanding.clauses import Clause
from mailflow.understanding.command_ask import Ask
from mailflow.understanding.command_words import Lexis, split
from mailflow.understanding.date_names import ORDINALS
from mailflow.understanding.date_spans import FULL_MONTHS
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.folding import fold
from mailflow.understanding.small_words import MYSELF

N = CommandName
SHORT_WORD = 5  # letters
SEVERAL = 2  # visits
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
    return bool(command.visits) or not (infinitive or tuple(bare) in lexis.lonely)


_WE = MYSELF | {"j", "j'annule", "i"}


def without_label(text: str, lexis: Lexis) -> str:
    """Return a reason without the word that announces it ("Reden: te druk")."""
    head, colon, told = text.partition(":")
    labelled = bool(colon) and tuple(split(fold(head))) in lexis.placeholder.entries
    return told.strip() if labelled else text


def is_reason(text: str, ask: Ask) -> bool:
    """Say whether words behind a refusal can only say why: nothing in them acts, asks, or takes it back."""
    lexis, words = ask.lexis, split(fold(text))
    doubts = (lexis.condition, lexis.question, lexis.retract, lexis.narrowing)
    lonely = any((word,) in lexis.lonely for word in words)
    if not words or lonely or any(listed.inside(words) for listed in doubts):
        return False
    dates = date_words(text)
    known = ask.thread.visits or range(1, 10)
    if (dates.only and not dates.negated) or any(word.isdigit() and int(word) in known for word in words):
        # "Geen van deze, dinsdag 12 januari", "1 refusé, complet, 2 aussi"
        return False
    told = len(words) > 1 or len(words[0]) > SHORT_WORD
    return told and not (lexis.actions(words) & _ACTS) and not lexis.courteous(words)


def speaks_of_one_visit(command: Command, visits: Sequence[int], lexis: Lexis) -> bool:
    """Say whether the reason of a command for all visits names one of them ("… de tweede mag wel", "BLAS zit vol")."""
    if command.name not in REASONED or command.visits or len(visits) < SEVERAL:
        return False
    words = split(fold(command.text))
    if 0 < len(lexis.visits_named(words)) < len(visits):
        return True
    for place, word in enumerate(words):
        led = place > 0 and (words[place - 1] in _LEADS or lexis.visit.at_end(words[:place]) > 0)
        counts = word in _ORDINALS or (word.isdigit() and int(word) in visits)
        if led and counts and not (FULL_MONTHS | _SPANS).intersection(words[place + 1 : place + 2]):
            return True
    return False


_LEADS = frozenset({
    "de", "het", "le", "la", "l", "die", "der", "das", "den", "dem", "the", "voor", "pour", "fur", "for", "dienst",
    "service", "nr", "nummer", "numero", "number", "au", "a",
})  # fmt: skip
_ORDINALS = frozenset(ORDINALS) | {
    "laatste", "andere", "premiere", "deuxieme", "second", "seconde", "dernier", "derniere", "autre", "letzte",
    "letzten", "first", "other",
}  # fmt: skip
_SPANS = frozenset({
    "week", "weken", "semaine", "semaines", "woche", "wochen", "helft", "kwartaal", "trimestre", "quartal", "semester",
    "semestre", "maand", "maanden", "mois", "monat", "dag", "dagen", "jour", "jours", "tag", "keer", "fois", "mal",
    "moitie", "quinzaine", "halfte", "jaar", "annee", "jahr", "dienst", "diensten", "service", "services", "collega",
    "collegue", "stagiair", "stagiairs", "stagiaire", "stagiaires",
})  # fmt: skip
