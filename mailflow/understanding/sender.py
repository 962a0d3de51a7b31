"""Whether a mail really comes from the address in its From, as far as our own mail server says so (SPEC §10).

The server's verdict in ``Authentication-Results`` (RFC 8601) or Exchange's mark of internal mail is read here, or what
our own check of the signatures found; who may do what is decided elsewhere. Nothing in a mail is believed that a sender
can write himself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import authres

from mailflow.model.message import Message
from mailflow.model.signature import Verdict

MICROSOFT = "m365"
_INTERNAL_HEADER = "x-ms-exchange-organization-authas"
_WITHOUT_ID = re.compile(r"^\s*(?:spf|dkim|dmarc|arc|compauth|auth)\s*=", re.IGNORECASE)
_PROVING = frozenset({"dkim", "dmarc"})
# What decides which request a mail is about, whose it is, and what it says; who changes one of these in a signed mail
# that he got hold of would make its writer say something else.
DECIDING = (
    *("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references"),
    *("content-type", "content-transfer-encoding"),
)
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "gouv", "net", "org"])


@dataclass(frozen=True, slots=True)
class Authentication:
    """The verdict: ``passed`` means that the From address is proven; ``internal`` that it was by Exchange's mark.

    ``judged``: our server has looked at DKIM or DMARC, so that its word counts and no other. ``detail`` is one phrase
    for log and HR.
    """

    passed: bool
    internal: bool = False
    detail: str = ""
    judged: bool = False


def authenticate(message: Message, authserv_id: str, internal: str) -> Authentication:
    """Say whether our server proved the From address: dmarc=pass, or dkim=pass aligned with it; spf never.

    ``authserv_id`` is the name our server gives itself in ``Authentication-Results``; ``"m365"`` for Microsoft 365,
    which gives none: then only the first such header counts, and only if it has none. ``""`` trusts no header.
    ``internal`` ``"exchange"`` accepts Exchange's ``AuthAs: Internal``. Several From addresses never pass.
    """
    if not domain_of(message):
        return Authentication(passed=False, detail="not exactly one From address")
    if internal == "exchange" and _is_internal(message):
        return Authentication(passed=True, internal=True, detail="internal mail of Exchange")
    if not authserv_id:
        return Authentication(passed=False, detail="no authserv_id configured")
    domain = domain_of(message)
    results = _trusted(message, authserv_id)
    for result in results:
        if detail := _proof(result, domain):
            return Authentication(passed=True, detail=detail)
    details = ", ".join(f"{result.method}={result.result}" for result in results)[:200]
    judged = any((result.method or "").lower() in _PROVING for result in results)
    return Authentication(passed=False, detail=details or f"no results of {authserv_id}", judged=judged)


def by_signature(message: Message, verdict: Verdict) -> Authentication:
    """Say whether a signature that holds proves the From address.

    It has to be of an aligned domain, and to cover each occurrence of every field that decides what the mail says;
    and it must have been made over the fields that we read, or a mail could show the two readers different things.
    """
    domain = domain_of(message)
    why = verdict.why
    names = tuple(name for name, _ in message.headers)
    for signature in verdict.holds:
        open_fields = [name for name in DECIDING if names.count(name) > signature.covers.count(name)]
        if signature.fields != names:
            why = "the header can be read in two ways"
        elif open_fields:
            why = f"{signature.domain} does not sign {', '.join(open_fields)}"
        elif domain and aligned(signature.domain, domain):
            return Authentication(passed=True, detail=f"dkim=pass ({signature.domain}, checked by ourselves)")
    return Authentication(passed=False, detail=why or "no signature")


def domain_of(message: Message) -> str:
    """Return the domain of the one From address, ``""`` if there isn't exactly one."""
    if message.from_ is None or message.froms != 1 or len(message.all("from")) != 1:
        return ""
    return message.from_.email.rpartition("@")[2].rstrip(".")


def _is_internal(message: Message) -> bool:
    """Say whether Exchange marked the mail as coming from inside; a second, contradicting mark spoils it."""
    marks = {value.strip().lower() for value in message.all(_INTERNAL_HEADER)}
    return marks == {"internal"}


def _trusted(message: Message, authserv_id: str) -> list[authres.AuthenticationResult]:
    """Return the results that our own server wrote: the topmost header of its name, and no other.

    A header further down was there when the mail arrived and may be forged, even with our server's name in it.
    """
    values = message.all("authentication-results")
    wanted = authserv_id.strip().lower()
    if wanted == MICROSOFT:
        without_id = bool(values) and bool(_WITHOUT_ID.match(values[0]))
        return _parsed(f"{MICROSOFT}.invalid; {values[0]}")[1] if without_id else []
    for value in values:
        writer, results = _parsed(value)
        if writer == wanted:
            return results
    return []


def _parsed(value: str) -> tuple[str, list[authres.AuthenticationResult]]:
    """Return the server's name and its results; nothing if the header can't be read."""
    try:
        header = authres.AuthenticationResultsHeader.parse_value(value)
    except (authres.AuthResError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        return "", []
    return str(header.authserv_id or "").lower(), list(header.results or [])


def _proof(result: authres.AuthenticationResult, domain: str) -> str:
    """Return by what a result proves the From domain, ``""`` if it does not."""
    if (result.result or "").lower() != "pass":
        return ""
    method = (result.method or "").lower()
    properties = {(prop.type, prop.name): str(prop.value).lower() for prop in result.properties or []}
    if method == "dmarc":
        shown = properties.get(("header", "from"), "").rpartition("@")[2].rstrip(".")
        return "dmarc=pass" if not shown or aligned(shown, domain) else ""
    if method == "dkim":
        signer = properties.get(("header", "d")) or properties.get(("header", "i"), "").rpartition("@")[2]
        return f"dkim=pass ({signer})" if signer and aligned(signer.rstrip("."), domain) else ""
    return ""


def aligned(signer: str, domain: str) -> bool:
    """Say whether two domains belong together (relaxed alignment, RFC 7489 §3.1.1): one is the other or above it."""
    if signer == domain:
        return True
    shorter, longer = sorted((signer, domain), key=len)
    return longer.endswith(f".{shorter}") and not _is_public(shorter)


def _is_public(domain: str) -> bool:
    """Say whether anybody may register below a domain: top levels, and the usual second levels (``co.uk``)."""
    labels = domain.split(".")
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in _SECOND_LEVEL and len(labels[1]) == 2)
