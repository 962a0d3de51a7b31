"""The facts that the ``when`` of a routing rule may read (``model.rules.FACTS``), gathered from one visit.

How a ``when`` is read and what it means stands in ``rulebook/``; what a rule sets is applied by the engine.
"""

from __future__ import annotations

import re
import unicodedata

from mailflow.model.request import Request, Visit
from mailflow.model.rules import Service
from mailflow.model.words import Language, VisitState

_GONE = frozenset({VisitState.REFUSED, VisitState.CANCELLED, VisitState.DECLINED})


def rule_facts(request: Request, visit: Visit, service: Service | None = None) -> dict[str, object]:
    """Return the value of every known name. ``services`` are those still wanted, this visit's own always."""
    services = tuple(dict.fromkeys(v.service for v in request.visits if v is visit or v.state not in _GONE))
    areas = tuple(language.value for language in Language if language in request.area)
    return {
        "service": visit.service,
        "service.languages": tuple(language.value for language in (service.languages if service else Language)),
        "theme": theme_id(visit.theme, service),
        "visit.number": visit.number,
        "services": services,
        "services.count": len(services),
        "persons": request.persons,
        "language": request.language.value,
        "ocmw.name": request.ocmw,
        "ocmw.nis": request.ocmw_nis,
        "ocmw.language": "+".join(areas),
        "ocmw.languages": areas,
        "requester.function": request.requester.function,
        "requester.address": request.requester.address,
        "requester.domain": request.requester.address.rpartition("@")[2],
        "dates.given": bool(request.wishes or visit.wishes),
        "supervisor.agreed": request.supervisor_agreement is True,
        "supervisor.known": request.supervisor_agreement is not None,
        "forwarded": bool(request.forwarded_by),
        "flags": request.flags,
    }


def theme_id(words: str, service: Service | None) -> str:
    """Return the id of the service's theme that the words name, else the words as they were written.

    A theme is named by its id, a name or an alias, alone or among other words; the longest one found counts.
    """
    text = f" {_folded(words)} "
    found: dict[str, str] = {}
    for theme in service.themes if service else ():
        for name in (theme.id, *theme.names.values(), *theme.aliases):
            found[_folded(name)] = theme.id
    named = [name for name in found if name and f" {name} " in text]
    return found[max(named, key=len)] if named else words


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain))
