"""Where a quote begins: the lines that mail programs put above the mail that is answered or forwarded.

Dutch, French, German and English. Says only *where*; what is done with the lines stands in ``newtext.py``. The
dangerous mistake is a boundary that is missed: the words of our own letter would then be read as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mailflow.message.header_block import CLOCK, MAX_WIDTH, ON_ONE_LINE, header_block, shows_headers

# Some programs indent the mark, or put initials or a name before it ("EP> …", "    Els> …").
QUOTE_MARK = re.compile(r"^[ \t]{0,8}(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ]{0,14}(?=>[ >]|>$))?>")


class Boundary(StrEnum):
    """What kind of line a quote begins with."""

    ATTRIBUTION = "attribution"  # "Op … schreef …:"
    HEADERS = "headers"  # "Van: … Verzonden: …"
    ORIGINAL = "original"  # "-----Oorspronkelijk bericht-----" or a line of underscores
    FORWARD = "forward"  # "Begin doorgestuurd bericht:"


@dataclass(frozen=True, slots=True)
class Found:
    """A boundary and the index of its last line."""

    kind: Boundary
    last: int


# ----------------------------------------------------------------------------------- original, forward

_FORWARDED = r"doorgest\w*|doorgezonden|forwarded|transf[ée]r\w*|r[ée]exp[ée]di\w*|weitergel\w*|fwd"
_ORIGINAL = (
    r"oorspronkelijk\w*|origine(?:el|le)|original\w*|origin(?:e|al)|d['’ ]origine|initial|urspr\w*|vorherige|"
    r"previous|pr[ée]c[ée]dent|"
    r"antwoord|reply|geciteerd|opprinnelig|oprindelig|ursprungligt|alkuper[äa]inen|originale|исходное|пересылаемое"
)
_NOUN = (
    r"bericht|message|nachricht|e?-?mail|courriel|courrier|appointment|afspraak|rendez-vous|termin|"
    r"original(?:nachricht|bericht)|mensaje|mensagem|messaggio|meddelande|melding|"
    r"meddelelse|besked|viesti|wiadomość|сообщение"
)
_DASHED = re.compile(rf"^[>|\s*]*[-_=—–*]{{2,}}\s*.{{0,40}}\b(?:{_NOUN})\b.{{0,60}}?[-_=—–*]{{2,}}\W*$", re.IGNORECASE)
_DASHED_OPEN = re.compile(
    rf"^[>|\s*]*[-_=—–]{{3,}}\s*(?:(?:{_ORIGINAL}|{_FORWARDED})\s*(?:{_NOUN})?|(?:{_NOUN})\s+(?:{_ORIGINAL}|"
    rf"{_FORWARDED}))\b",
    re.IGNORECASE,
)
_IS_FORWARDED = re.compile(rf"\b(?:{_FORWARDED})\b", re.IGNORECASE)
_IS_ORIGINAL = re.compile(rf"\b(?:{_ORIGINAL}|original(?:nachricht|bericht)|{_FORWARDED})", re.IGNORECASE)
_APPLE_FORWARD = re.compile(
    r"^[>\s*]*(?:begin (?:van )?(?:het )?doorgestuurd(?:e)? (?:bericht|e-?mail)|begin forwarded message|"
    r"d[ée]but du (?:message|courriel|mail) (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|"
    r"anfang der weitergeleiteten (?:nachricht|e-?mail|mail)|"
    r"(?:doorgestuurd bericht|forwarded message|message transf[ée]r[ée]|weitergeleitete nachricht))\s*:\W*$",
    re.IGNORECASE,
)
_DASHED_ATTRIBUTION = re.compile(
    r"^[>\s]*-{2,}\s*(?:op|on|le|am)\s.{5,250}?\b(?:schreef|wrote|a\s+[ée]crit|schrieb)\b.{0,120}-{2,}\s*$",
    re.IGNORECASE,
)
_ARROWED = re.compile(r"^>>>\s.{1,120}\d.{0,40}>>>\s*$")  # GroupWise: ">>> An <an@…> 23/11/2026 9:12 >>>"
_RULED = re.compile(r"^[>\s]*-{6,}\s*[^\W\d_][^\d_-]{2,40}-{6,}\s*$")  # in any language, above headers
_UNDERSCORES = re.compile(r"^[>\s]*_{20,}\s*$")

# ---------------------------------------------------------------------------------------- attributions

_VERB = (
    r"(?:schreef|schreven|geschreven|a\s+[ée]crit|ont\s+[ée]crit|[ée]crivait|a\s+r[ée]pondu|schrieb|schrieben|"
    r"geschrieben|wrote|writes|het\s+volgende|escribi[óo]|escreveu|ha\s+scritto|skrev|napisał(?:\(a\))?|"
    r"написал(?:\(а\)|а)?|пише|kirjoitti|[íi]rta|a\s+scris|napsala?|nap[íi]sala?)"
)
_LEADING = re.compile(
    rf"^(?:op|on|le|am|den|vom|il|in|el|em|dnia|at)\s(?P<before>.{{3,350}}?)\b(?P<verb>{_VERB})(?P<rest>\W.*|)$",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    rf"^(?P<before>.{{2,140}}?)\s(?P<verb>{_VERB})\s*(?:(?:op|am|on|le|at|:)\s?)?(?P<rest>.{{4,160}}?):?\s*$",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^.{{0,140}}\S\s+{_VERB}\*?\s*:\s*$", re.IGNORECASE)
_NAMED = re.compile(
    rf"^(?!(?:Ik|Ich|I|Je|Wij|We|Wir|Nous)\b)[\"(]?[A-ZÀ-Ý][\w.'’-]{{0,30}}(?:\s+(?:[\"(]?[A-ZÀ-Ý][\w.'’\")-]*|van|von|de|der|den|du|la|le|zu|te|ten|ter)){{0,5}}"
    rf"\s+{_VERB}\s*:$"
)
_SAID = re.compile(r"^.{2,120}\b(?:said|says|write|zei|zegt|a\s+dit|sagte|sagt)\s*:$", re.IGNORECASE)
_QUOTING = re.compile(r"^(?:citeren|zitat von|quoting|selon|citando|citaat van)\s.{2,120}:\s*$", re.IGNORECASE)
_DATE_FIRST = re.compile(
    r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\s\w{3,10}\.?\s\d{4})\b.{0,80}<[^<>\s]+@[^<>\s]+>\s*:?$"
)
# Whatever the language: a program puts an address in angle brackets, few words for "wrote", and a colon behind a date.
_ADDRESS_LAST = re.compile(r"<[^<>\s]+@[^<>\s]+(?:>|\s|(?=:))(?:[^<>@\d]{0,30}|.{0,20}\d.{0,40}):$")
_STAMP_FIRST = re.compile(
    r"^\d{4}[-./]\s?\d{1,2}[-./]\s?\d{1,2}\.?,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+(?:GMT|UTC)?[+-]\d{1,2}:?\d{2})?"
    r"[\s,][^\d:]{0,40}?(?:[\"„“«]|[A-ZÀ-Ý])[^\d:]{2,60}:$"
)
_NAMED_VERB = re.compile(rf"[^\s<>]@[^\s<>]+>?.{{0,20}}\b{_VERB}\b.{{0,80}}:$", re.IGNORECASE)
# What every one of the verbs contains in lower case: most lines are told apart by this alone, which costs a tenth.
_STEMS = (
    "schre", "schrie", "crit", "crivait", "pondu", "wrote", "writes", "volgende", "escribi", "escreveu", "skrev",
    "napisał", "написал", "пише", "kirjoitti", "írta", "irta", "scris", "naps", "napí",
)  # fmt: skip
_YOU_WROTE = re.compile(
    r"^(?:op|on|le|am|at)\s.{0,40}\b\d{4}\b.{0,40}?\b(?:schreef\s+(?:u|je|jij)|vous\s+avez\s+[ée]crit|a\s+[ée]crit|"
    r"schrieben\s+sie|schriebst\s+du|you\s+wrote)\s*:$",
    re.IGNORECASE,
)
_STAMPED_YOU = re.compile(
    r"\b(?:schreef\s+(?:u|je|jij)|vous\s+avez\s+[ée]crit|schrieben\s+sie|schriebst\s+du|you\s+wrote)\s*:$",
    re.IGNORECASE,
)
_ANY_LANGUAGE = re.compile(r"[^\s<>]@[^\s<>].*:$|^.{0,80}<[^<>\s]+@[^<>\s]+>.{0,40}$")
_ADDRESS_AND_VERB = re.compile(r"^[^:]{0,80}<[^<>\s]+@[^<>\s]+>[^<>@:\d]{0,30}:$")
_PRONOUN = re.compile(
    r"(?:schreef|schreven)\s+(?:ik|u|jij|je|jullie|wij|we|ze|zij|hij|men)\b|\b(?:heb|hebt|hebben|heeft)\s+(?:ik|u|"
    r"jij|je|jullie|wij|we)\b|"
    r"\b(?:ik|wij|u)\s+(?:heb|hebben|hebt)\b|\bwerd\b|"
    r"\b(?:m['’]|t['’]|j['’]|nous\s|vous\s|lui\s)(?:a|ai|avez|avons)\b|\bvous\s+a[ \w]*[ée]crit|\b(?:qui|que)\b|"
    r"schrieb(?:en)?\s+(?:ich|sie|wir|er|man|mir|ihnen)\b|\b(?:habe|haben|hat|hatte)\s+(?:ich|sie|wir|mir|uns)\b|"
    r"\b(?:i|you|we|they)\s+wrote\b|wrote\s+(?:to\s+)?(?:me|you|us|that)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s<>]@[^\s<>]+\.\w")
_DATED = re.compile(r"\b\d{4}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b|\d{1,2}\s?[:.hu]\s?\d{2}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b")
_DATE_BEGINS = re.compile(
    r"\s*(?:(?:op|am|on|le|at|den)\s+)?(?:\d|(?:ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so|tu|we|th|su|lu|je|"
    r"ve)[a-z]{0,8}\b|.*<[^<>\s]+@)",
    re.IGNORECASE,
)
# No-break space, colons and commas of other scripts.
_PLAIN = {0xA0: " ", 0xFF1A: ":", 0xFF0C: ", ", 0x589: ":", 0x55D: ":", 0x17D6: ":"}
_STARTS = re.compile(r"^[>\s*_]*(?:op|on|le|am|den|vom|il|in|el|em|dnia|at)\s", re.IGNORECASE)


def attribution(lines: Sequence[str], start: int, *, is_reply: bool = False) -> int | None:
    """Return the last index of an attribution ("Op … schreef …:") beginning at ``start``, ``None`` without one.

    In a reply, a name and the verb alone are one too, although nothing marks the lines below as a quote.
    """
    if not _bare(lines[start]):
        return None
    wrapped = 4 if _STARTS.match(lines[start]) or "@" in lines[start] or "<" in lines[start] else 2
    if not any(_may_end_attribution(line[:MAX_WIDTH]) for line in lines[start : start + wrapped]):
        return None
    text = ""
    for last in range(start, min(start + wrapped, len(lines))):
        piece = _bare(lines[last])
        if last > start and (not piece or (_STARTS.match(piece) and not _STARTS.match(text))):
            # An attribution of its own begins here: the line above it was typed.
            break
        text = f"{text}{'' if text.endswith('<') else ' '}{piece}".strip()
        if len(text) > MAX_WIDTH:
            break
        if _attributes(text, quote_follows=_quote_follows(lines, last + 1)) or (is_reply and _NAMED.match(text)):
            return None if _begins_later(lines, start, last) else last
    return None


def _begins_later(lines: Sequence[str], start: int, last: int) -> bool:
    """Say whether the attribution begins below ``start``: "Op 12/01 past het." right above it was typed."""
    texts = (" ".join(map(_bare, lines[number : last + 1])) for number in range(start + 1, last + 1))
    follows = _quote_follows(lines, last + 1)
    return any(
        _STARTS.match(text) and _YEAR.search(text) and _attributes(text, quote_follows=follows) for text in texts
    )


def _bare(line: str) -> str:
    return line[:MAX_WIDTH].translate(_PLAIN).lstrip("> \t*_|-\u200e").rstrip(" \t*_")


def _quote_follows(lines: Sequence[str], start: int) -> bool:
    for line in lines[start : start + 3]:
        if line.strip():
            return bool(QUOTE_MARK.match(line))
    return False


@lru_cache(maxsize=1024)
def _may_end_attribution(line: str) -> bool:
    """Say whether one of the lines of an attribution may be this one; asked of every line of a text several times."""
    return "@" in line or _may_attribute(_bare(line))


def _may_attribute(text: str) -> bool:
    """Say whether an attribution is thinkable: it ends in a colon, has a verb, or begins with a date and an address."""
    if text.endswith(":") or (text[:1].isdecimal() and "@" in text):
        return True
    lowered = text.lower()
    return any(stem in lowered for stem in _STEMS)


def _attributes(text: str, *, quote_follows: bool) -> bool:
    if not _may_attribute(text):
        return False
    if any(pattern.match(text) for pattern in (_QUOTING, _DATE_FIRST, _STAMP_FIRST, _YOU_WROTE)):
        return True
    dated = bool(_DATED.search(text))
    clocked = dated and bool(CLOCK.search(text))
    if clocked and (_ADDRESS_LAST.search(text) or _NAMED_VERB.search(text) or _STAMPED_YOU.search(text)):
        return True
    addressed = bool(_EMAIL.search(text))
    if _PRONOUN.search(text) and not addressed and not (clocked and text.endswith(":")):
        return False
    if leading := _LEADING.match(text):
        evidence = addressed or dated or quote_follows
        return evidence and _ends_well(leading["rest"], text, quote_follows=quote_follows)
    return _names_the_writer(text, dated=dated, addressed=addressed, quote_follows=quote_follows)


def _names_the_writer(text: str, *, dated: bool, addressed: bool, quote_follows: bool) -> bool:
    """Say whether a line attributes that does not begin with a date: "Els Peeters schreef op …:"."""
    if _BARE.match(text):
        return quote_follows or addressed
    if name_first := _NAME_FIRST.match(text):
        known = bool(_DATED.search(name_first["rest"])) and bool(_DATE_BEGINS.match(name_first["rest"]))
        return known and (text.endswith(":") or quote_follows) and len(name_first["before"].split()) <= 12
    told = _ANY_LANGUAGE if dated else _ADDRESS_AND_VERB
    return quote_follows and bool(told.search(text) or _SAID.match(text))


def _ends_well(rest: str, text: str, *, quote_follows: bool) -> bool:
    """Say whether what follows the verb ends an attribution; the quote itself may follow on the same line."""
    rest = rest.strip()
    if rest.endswith(":") and rest.count(":") == 1 and len(rest) <= 200:
        return True
    if not rest or (quote_follows and len(rest) <= 160):
        return quote_follows or bool(_EMAIL.search(text))
    head = rest.partition(":")[0]
    return ":" in rest and len(head) <= 160 and bool(_EMAIL.search(text) or CLOCK.search(text))


# ------------------------------------------------------------------------------------------ the finder


def boundary_at(lines: Sequence[str], start: int, *, is_reply: bool) -> Found | None:
    """Say which boundary begins at a line, ``None`` if there is none; ``is_reply`` admits the less certain ones."""
    line = lines[start][:MAX_WIDTH]
    if not line.strip():
        return None
    if found := _marked(lines, start, line, is_reply=is_reply):
        return found
    block = header_block(lines, start)
    if block and (block.certain or (is_reply and block.whole)):
        return Found(Boundary.HEADERS, block.last)
    if ON_ONE_LINE.match(line):
        return Found(Boundary.HEADERS, start)
    last = attribution(lines, start, is_reply=is_reply)
    return None if last is None else Found(Boundary.ATTRIBUTION, last)


def _marked(lines: Sequence[str], start: int, line: str, *, is_reply: bool) -> Found | None:
    if _APPLE_FORWARD.match(line):
        return Found(Boundary.FORWARD, start)
    if _DASHED_OPEN.match(line) or (_DASHED.match(line) and _IS_ORIGINAL.search(line)):
        return Found(Boundary.FORWARD if _IS_FORWARDED.search(line) else Boundary.ORIGINAL, start)
    if _DASHED_ATTRIBUTION.match(line) or _ARROWED.match(line):
        return Found(Boundary.ORIGINAL, start)
    if _RULED.match(line) and shows_headers(lines[start + 1 : start + 6]):
        return Found(Boundary.ORIGINAL, start)
    if _UNDERSCORES.match(line) and (is_reply or _headers_follow(lines, start + 1)):
        return Found(Boundary.ORIGINAL, start)
    return None


def _headers_follow(lines: Sequence[str], start: int) -> bool:
    shown = [number for number in range(start, min(start + 6, len(lines))) if lines[number].strip()]
    return any(header_block(lines, number) for number in shown[:3])
