"""Slots that an answer picks: letters, a choice by its number or words, all of them, with what says that they suit.

How letters are written is read by ``command_slots.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import Command, Pick
from mailflow.model.words import CommandName, Role
from mailflow.understanding.command_ask import Ask, Bad, Read, every_at_start
from mailflow.understanding.command_roles import MEANS
from mailflow.understanding.command_slots import ARTICLES, is_first, slots_in

N = CommandName


def picks_in(text: str, words: Sequence[str], ask: Ask) -> Read:
    """Read a clause of nothing but slot letters, with a visit before each where it is needed."""
    if MEANS[ask.role].get(N.PICK) is not N.PICK or "à" in text.lower():
        return None
    picks = slots_in(words[ask.lexis.only.at_start(words) :], ask.lexis)
    if not picks and (length := ask.lexis.by_command[N.PICK].at_end(words)):
        # "A en C passen", "B me convient".
        core = words[int(words[0] in ARTICLES) : -length]
        lead = ask.lexis.by_command[N.PICK].at_start(core)
        picks = slots_in(core[lead:], ask.lexis) or slots_in(core, ask.lexis)
        if not picks and len(words) > length and is_first(words, ask.lexis):
            # "Voorstel 1 past voor mij": two phrases that say the same.
            return Command(N.PICK)
    if not picks and (length := ask.lexis.suits.at_end(words)):
        core = words[:-length]
        picks = slots_in(core[int(bool(core) and core[0] in ARTICLES) :], ask.lexis)
        if not picks and core and is_first(core, ask.lexis):
            # "De eerste optie is prima"
            return Command(N.PICK)
        if not picks and core and ask.role is Role.SERVICE and every_at_start(core, ask) == len(core):
            # "Alle vier zijn goed"
            return Command(N.PICK)
    if not picks and len(words) == 2 and words[0] in ARTICLES:
        # "La C, svp"
        picks = slots_in(words[1:], ask.lexis)
    return pick_command(picks, ask) if picks else None


def pick_command(picks: tuple[Pick, ...], ask: Ask) -> Command | Bad:
    """Make a command of slots, if the letter that is answered shows them."""
    shown = ask.thread.shown
    for pick in picks:
        known = shown.get(pick.visit, ()) if pick.visit else max(shown.values(), key=len, default=())
        if shown and ord(pick.slot) - ord("A") >= len(known):
            return Bad("slot")
    needs = ("visit",) if len(shown) > 1 and any(not pick.visit for pick in picks) else ()
    visits = tuple(dict.fromkeys(pick.visit for pick in picks if pick.visit))
    command = Command(N.PICK, visits=visits, slots=picks, needs=needs)
    return Bad("slot") if too_many_slots(command, ask.role) else command


def too_many_slots(command: Command, role: Role) -> bool:
    """Whether a requester, who takes one half-day per visit, names two: that leaves open which."""
    return role is not Role.SERVICE and len({pick.visit for pick in command.slots}) < len(command.slots)
