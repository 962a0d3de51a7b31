"""What "there", "with them" and "these subjects" mean in a sentence that asks: the service spoken of before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.mention import Mention, Stance
from mailflow.understanding.passage import Sentence

SENTENCES_BACK = 2
MOSTLY = 2  # times as often as any other


def meant_by_subject(sentence: Sentence, earlier: Sequence[Sentence], lexicon: Lexicon) -> list[Mention]:
    """Return the service whose work a sentence asks for by "these subjects", if most of those named before are its."""
    if lexicon.book("these_topics").first(sentence.tokens) is None:
        return []
    hits = Counter(hit.value for before in earlier for hit in lexicon.work_book.find(before.tokens))
    (service, times), *others = [*hits.most_common(2), ("", 0)]
    if not service or (others[0][0] and times < MOSTLY * others[0][1]):
        return []
    return [Mention(service, Stance.WANTED, True, sentence.line, sentence.block, sentence.text)]


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
