"""Lines that each begin with a service and say yes, no or when ("SCUBA: ja graag", "BLAS: nee", "Inspectie: 12/01").

People answer the list of our page like that; such lines are a choice of services, each with its day or theme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.understanding.date_texts import date_words
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import BULLET, Line
from mailflow.understanding.service_names import is_service
from mailflow.understanding.tokens import tokens_of

LEAST_LINES = 2
MOST_BESIDE = 3  # words of preferring, beside days
LABEL = "services"
"""A label of the services field, in any of the languages."""

_HEADED = re.compile(r"^(?P<service>[^:=→|\t]{3,80}?)\s*(?::|=|→|->|\||\t|\s[-–—]\s)\s*(?P<said>.*)$")
_YES = re.compile(
    r"^(?:ja|jawel|oui|yes|ok|graag|gern|gerne|volontiers|x|✓|✔|☑|☒)\b[\s,;:.!–-]*(?:graag|gerne?|svp)?[\s,;:.!–-]*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
# "Studiedienst: geen bepaald thema"
_NO_THEME = re.compile(
    r"^(?:geen|pas de|kein\w*|no)\s+(?:\w+\s+)?(?:thema|th[eè]me|voorkeur|pr[ée]f[ée]rence|vorliebe|onderwerp|sujet)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:nee|neen|non|nein|no|niet|geen|pas|nicht|kein\w*|/|-)(?!\w)", re.IGNORECASE)


def with_chosen_services(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Return the lines with those that choose a service as labelled ones, and without those that refuse one.

    Unless two lines or more begin with a service, and one says yes, no or a day, nothing is changed.
    """
    heads = [_head(line, lexicon) for line in lines]
    if sum(head is not None for head in heads) < LEAST_LINES or not any(head and head[1] for head in heads):
        return list(lines)
    kept = []
    for line, head in zip(lines, heads, strict=True):
        if head is None or not head[1]:
            kept.append(line)
        elif head[1] != "no":
            kept.append(Line(line.number, f"{LABEL}: {head[0]}"))
    return kept


def _head(line: Line, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return what a line that begins with a service chooses, and whether it says ``yes``, ``no``, ``when`` or else."""
    bare = BULLET.sub("", line.text, count=1).strip()
    match = _HEADED.match(bare)
    if match is None or not is_service(match["service"], lexicon):
        return None
    said = match["said"].rstrip(" ;")
    begins = tokens_of(said)
    if (_NO.match(said) and not _NO_THEME.match(said)) or (
        begins and lexicon.book("left_out_behind").at(begins, 0) is not None
    ):
        return "", "no"
    if (yes := _YES.match(said)) is not None:
        rest = said[yes.end() :]
        return (f"{match['service']}: {rest}" if rest else match["service"]), "yes"
    # "… of dinsdag 2 maart (uur maakt dan niet uit)"
    said = _BRACKETS.sub(" ", said)
    words = date_words(said)
    # "Dienst Inspektion: am liebsten Mittwoch, 24. März, vormittags"
    wished = words.others <= MOST_BESIDE and not words.negated and lexicon.has("preferring", said)
    return bare, "when" if words.days and (words.only or wished) else ""
