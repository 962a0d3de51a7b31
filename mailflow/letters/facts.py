"""Which facts each kind of letter takes, besides request and rulebook; ``docs/letters.md`` says what they mean.

A template that names another fact is refused when it is rendered, and an order that brings one too.
"""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.errors import TemplateError
from mailflow.model.letter import Fact, SendLetter
from mailflow.model.words import LetterKind

KNOWN: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.RECEIVED: ("missing", "heard_by"),
    LetterKind.QUESTION: ("text", "missing", "heard_by"),
    LetterKind.DECIDE: ("occasion", "changes", "earlier", "deadline"),
    LetterKind.RECEIPT: ("read", "leaves_at", "already", "discarded", "done"),
    LetterKind.DECISION: ("refused", "continues"),
    LetterKind.WHICH_DATES: ("deadline", "again", "detail"),
    LetterKind.CHOOSE: ("proposal", "deadline", "again", "detail"),
    LetterKind.AGREED: (),
    LetterKind.MOVED: ("old",),
    LetterKind.CANCELLED: ("old", "by", "again"),
    LetterKind.PRACTICAL: (),
    LetterKind.VISITORS: ("day", "rows"),
    LetterKind.THANKS: (),
    LetterKind.REMINDER: (),
    LetterKind.PROGRESS: ("waiting_for", "heard_by"),
    LetterKind.ACTION: ("why", "text", "address", "phone", "instead", "until", "doubt", "answered", "read"),
    LetterKind.UNCLEAR: ("why", "line", "meant"),
    LetterKind.IS_THIS_YOU: ("address", "text"),
    LetterKind.CLOSED: ("why",),
    LetterKind.HOW_TO_ASK: ("attachment",),
    LetterKind.DIGEST: ("waiting", "coming"),
    LetterKind.OPERATOR: ("cause", "remedy", "detail", "over"),
    LetterKind.PROBE: (),
}
NEEDED: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.DECIDE: ("occasion",),
    LetterKind.CHOOSE: ("proposal",),
    LetterKind.VISITORS: ("day", "rows"),
    LetterKind.ACTION: ("why",),
    LetterKind.UNCLEAR: ("why",),
    LetterKind.IS_THIS_YOU: ("address",),
    LetterKind.CLOSED: ("why",),
    LetterKind.DIGEST: ("waiting",),
    LetterKind.OPERATOR: ("cause", "remedy"),
}


def facts_of(order: SendLetter) -> dict[str, Fact | None]:
    """Return the facts of an order, ``None`` for each known one that it doesn't bring.

    Raises ``TemplateError`` where a needed fact is missing or an unknown one is brought.
    """
    kind = order.of if order.kind is LetterKind.REMINDER and order.of else order.kind
    known = KNOWN[kind]
    strange = sorted(set(order.facts) - set(known))
    absent = sorted(set(NEEDED.get(kind, ())) - set(order.facts))
    if strange or absent:
        raise TemplateError(f"letter {kind}: unknown facts {strange}, missing facts {absent}")
    return {name: order.facts.get(name) for name in known}
