"""Who may say what: what a phrase of the vocabulary asks, depending on who writes it (SPEC §5, column *who*).

Read each line as "from <role>, <list of phrases> means <command>". A list that is not in a role's lines asks nothing
when that role writes it. Whether the command can be done now is the engine's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.model.rules import Vocabulary
from mailflow.model.words import CommandName, Role
from mailflow.understanding.folding import fold_phrase

_FROM_ALL = {
    CommandName.DATE: CommandName.DATE,
    CommandName.RESCHEDULE: CommandName.RESCHEDULE,
    CommandName.CANCEL: CommandName.CANCEL,
    CommandName.LANGUAGE: CommandName.LANGUAGE,
    CommandName.STATUS: CommandName.STATUS,
    CommandName.HELP: CommandName.HELP,
}

_FROM_HR = {
    **_FROM_ALL,
    CommandName.APPROVE: CommandName.APPROVE,
    CommandName.REFUSE: CommandName.REFUSE,
    CommandName.MORE_INFO: CommandName.MORE_INFO,
    CommandName.ASSIGN: CommandName.ASSIGN,
    CommandName.LATER: CommandName.LATER,
    CommandName.NOTE: CommandName.NOTE,
    CommandName.NEW: CommandName.NEW,
    CommandName.NOT_A_REQUEST: CommandName.NOT_A_REQUEST,
    CommandName.STOP: CommandName.STOP,
    CommandName.RELEASE: CommandName.RELEASE,
    CommandName.IGNORE: CommandName.IGNORE,
}

_FROM_SERVICE = {
    **_FROM_ALL,
    CommandName.APPROVE: CommandName.PICK,
    CommandName.PICK: CommandName.PICK,
    CommandName.REFUSE: CommandName.DECLINE,
    CommandName.DECLINE: CommandName.DECLINE,
    CommandName.NONE: CommandName.NONE,
    CommandName.LATER: CommandName.RESCHEDULE,
    CommandName.HOST: CommandName.HOST,
    CommandName.ILL: CommandName.ILL,
    CommandName.NO_SHOW: CommandName.NO_SHOW,
    CommandName.PAUSE: CommandName.PAUSE,
    CommandName.LIMIT: CommandName.LIMIT,
    CommandName.NEVER: CommandName.NEVER,
}

_FROM_REQUESTER = {
    **_FROM_ALL,
    CommandName.APPROVE: CommandName.PICK,
    CommandName.PICK: CommandName.PICK,
    CommandName.REFUSE: CommandName.NONE,
    CommandName.NONE: CommandName.NONE,
    CommandName.LATER: CommandName.RESCHEDULE,
    CommandName.ILL: CommandName.ILL,
}

MEANS: Mapping[Role, Mapping[CommandName, CommandName]] = {
    Role.HR: _FROM_HR,
    Role.OPERATOR: _FROM_HR,
    Role.SERVICE: _FROM_SERVICE,
    Role.REQUESTER: _FROM_REQUESTER,
    Role.PARTICIPANT: _FROM_REQUESTER,
    Role.RECEPTION: _FROM_ALL,
}
"""From a role, a list of phrases means a command."""

# Vocabulary that the number 1 behind it makes another thing: "datum 1" is the first proposal for who may choose one,
# and the date of visit 1 for HR, so these lists may share it.
_SHARED = frozenset({frozenset({CommandName.PICK, CommandName.DATE})})


def ambiguous_phrases(vocabulary: Vocabulary) -> tuple[tuple[str, Role, tuple[CommandName, ...]], ...]:
    """Return the phrases that mean two things to one reader: phrase, role, and the commands it would ask."""
    found: list[tuple[str, Role, tuple[CommandName, ...]]] = []
    for role in (Role.HR, Role.SERVICE, Role.REQUESTER):
        meanings: dict[str, set[CommandName]] = {}
        for name, phrases in vocabulary.phrases.items():
            means = MEANS[role].get(name)
            if means:
                for phrase in phrases:
                    meanings.setdefault(fold_phrase(phrase), set()).add(means)
        for phrase, names in meanings.items():
            if len(names) > 1 and frozenset(names) not in _SHARED:
                found.append((phrase, role, tuple(sorted(names))))
    return tuple(found)
