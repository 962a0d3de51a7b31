"""What "there" and "with them" mean in a sentence that asks: the service that the sentences before it speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.passage import Sentence

SENTENCES_BACK = 2


def meant_there(sentence: Sentence, earlier: Sequence[Sequence[Mention]], lexicon: Lexicon) -> list[Mention]:
    """Return the service that a sentence asks for by "there": the only one named last, and not the writer's own.

    ``earlier`` has the mentions of each sentence before ("Vos inspecteurs sont venus. Pourrais-je passer avec eux ?").
    """
    if lexicon.book("there").first(sentence.tokens) is None or lexicon.book("together").first(sentence.tokens):
        return []
    named = next((row for row in reversed(earlier[-SENTENCES_BACK:]) if row), ())
    meant = [one for one in named if one.service and one.stance in {Stance.BARE, Stance.PAST, Stance.WANTED}]
    if len({one.service for one in named}) != 1 or not meant:
        return []
    return [replace(meant[0], stance=Stance.WANTED, strong=True)]
