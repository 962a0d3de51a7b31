"""Where nothing but a service is named: as a whole text, or in lines that each begin with one.

The latter as in a table of two columns ("BLAS: de toelagen", "SCUBA: energiefonds").
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Line
from mailflow.understanding.tokens import tokens_of

LEAST_LINES = 2


def is_service(text: str, lexicon: Lexicon) -> bool:
    """Say whether a text is the name of a service and small words ("bij de juridische dienst")."""
    tokens = tokens_of(text)
    named = {place for hit in lexicon.service_book.find(tokens) if hit.value for place in range(hit.start, hit.end)}
    return bool(named) and all(n in named or token.word in lexicon.plain_words for n, token in enumerate(tokens))


def headed_services(lines: Sequence[Line], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the service and the theme of each line if all are headed so; a first one without is their table's head."""
    rows = [line.bare.partition(":") for line in lines if not line.blank]
    if len(rows) > LEAST_LINES and not _service_of(rows[0][0], lexicon):
        rows = rows[1:]
    found = [(_service_of(head, lexicon) if colon else "", theme.strip()) for head, colon, theme in rows]
    return found if len(found) >= LEAST_LINES and all(service for service, _ in found) else []


def _service_of(text: str, lexicon: Lexicon) -> str:
    """Return the one service that a text is the name of, ``""`` for anything else."""
    values = {hit.value for hit in lexicon.service_book.find(tokens_of(text))}
    return values.pop() if len(values) == 1 and is_service(text, lexicon) else ""
