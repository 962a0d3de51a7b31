"""An out-of-office answer: the last day away and the colleague named (nl, fr, de, en).

A small date reading of its own, because what counts here is the word before the date: *until* a day or *back on* it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mailflow.model.meaning import Absence
from mailflow.model.message import Message
from mailflow.understanding.folding import compose, fold
from mailflow.understanding.unattended_words import ENDLESS, SIGNS, Sign

_AWAY = re.compile(
    r"\b(?:afwezig\w*|niet\s+(?:op\s+kantoor|aanwezig|bereikbaar|beschikbaar|werkzaam)|"
    r"\w*(?:verlof|vakantie)|buiten\s+kantoor|out\s+of\s+(?:the\s+)?office|"
    r"absent\w*|absence\w*|en\s+cong[ée]s?|cong[ée]s?|vacances|indisponible|pas\s+(?:au\s+bureau|joignable|"
    r"disponible)|abwesen\w*|\w*urlaub\w*|elternzeit|nicht\s+(?:im\s+(?:b[üu]ro|haus|dienst)|"
    r"erreichbar|anwesend)|au(?:ß|ss)er\s+haus|on\s+(?:leave|holiday|vacation)|away|vacation|annual\s+leave|retour|"
    r"reprend\w*|terug\w*|opnieuw|weer|wieder|zur[üu]ck|back\s+(?:on|in))\b",
    re.IGNORECASE,
)
_MONTHS = {
    1: "januari janvier januar jänner january jan janv jän",
    2: "februari février fevrier februar february feb févr fév fevr fev",
    3: "maart mars märz maerz march mrt mar mär mrz",
    4: "april avril apr avr",
    5: "mei mai may",
    6: "juni juin june jun",
    7: "juli juillet july jul juil",
    8: "augustus août aout august aug",
    9: "september septembre sep sept",
    10: "oktober octobre october okt oct",
    11: "november novembre nov",
    12: "december décembre decembre dezember dec déc dez",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAYS = {
    1: "maandag lundi montag monday",
    2: "dinsdag mardi dienstag tuesday",
    3: "woensdag mercredi mittwoch wednesday",
    4: "donderdag jeudi donnerstag thursday",
    5: "vrijdag vendredi freitag friday",
    6: "zaterdag samedi samstag saturday",
    7: "zondag dimanche sonntag sunday",
}
_WEEKDAY_OF = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_WEEKDAY = "|".join(_WEEKDAY_OF)
_DATE = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\b[,.]?\s+(?:(?:le|den|dem|de|the)\s+)?)?"
    rf"(?:\b(?P<y1>20\d\d)-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})\b"
    rf"|\b(?P<d2>\d{{1,2}})\s?[/.-]\s?(?P<m2>0?[1-9]|1[0-2])(?:\s?[/.-]\s?(?P<y2>(?:20)?\d\d)\b|\b\.?(?![/\d]))"
    rf"|\b(?P<d3>\d{{1,2}})(?:er|e|th|st|nd|rd|\.)?\s+(?:of\s+)?(?P<m3>{_MONTH})\b\.?(?:,?\s+(?P<y3>20\d\d)\b)?"
    rf"|\b(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:th|st|nd|rd)?\b(?:,?\s+(?P<y4>20\d\d)\b)?)"
    rf"|\b(?P<w>{_WEEKDAY})\b|\b(?P<t>(?<!guten\s)(?<!goede\s)morgen|demain|tomorrow)\b",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"\b(?:in|en|im|eind|begin|midden|fin|d[ée]but|ende|anfang|mitte|of|vanaf|maand|de|d[èe]s|ab|from)\s+({_MONTH})\b",
    re.IGNORECASE,
)
# "Van 11 tot en met" before a day: the first day away, of the same month.
_FIRST = re.compile(
    rf"\b(?:van|du|vom|from|tussen|entre|zwischen|between)\s+(?:(?:{_WEEKDAY})\s+)?(?:le\s+|"
    rf"dem\s+)?(\d{{1,2}})(?:er|e|th|st|nd|rd|\.)?"
    rf"\s+(?:(?:tot|en|met|t/m|t\.?e\.?m\.?|au|et|le|bis|zum|und|to|and|until|{_WEEKDAY})\s+)+$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(?:tot(?:\s+en\s+met)?(?:\s+en\s+incl\w*\.?)?|t\.?e\.?m\.?|t/m|tem|jusqu['’ ]?(?:au|à|a|en)|"
    r"bis(?:\s+(?:einschl\w*\.?|inkl\w*\.?|inclusive|incl\.?))?(?:\s+zum)?|"
    r"until|till|through|thru|au|to|inclu\w*|einschlie(?:ß|ss)lich|und|\d\s?[-–]|"
    r"[-–])\s*(?:(?:and\s+)?inclu\w*\.?\s+|einschlie(?:ß|ss)lich\s+|zum\s+|dem\s+|le\s+|de\s+|the\s+)?$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:terug(?:keer|kom\w*|\s*zijn)?|weer|opnieuw|retour|revien\w+|rentr\w+|repren\w+|zur[üu]ck|wieder|back|"
    r"return\w*|hervat\w*|rentr[ée]e|R[üu]ckkehr|"
    r"will\s+be\s+available|reachable|in\s+the\s+office\s+again)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:vanaf|van|sinds|ab|vom|von|seit|[àa]\s+partir\s+d[ue]|d[èe]s|du|depuis|from|as\s+of|since|starting|"
    r"between|tussen|zwischen|entre)\s*(?:le\s+|dem\s+|den\s+|de\s+|the\s+|on\s+)?$",
    re.IGNORECASE,
)
_REACHABLE = re.compile(
    r"\b(?:bereikbaar|beschikbaar|aanwezig|joignable|disponible|pr[ée]sente?|erreichbar|verf[üu]gbar|available|"
    r"reachable|terug|weer|opnieuw|retour|wieder|zur[üu]ck|back)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:niet|geen|pas|nicht|not|plus)\s+\w*\s*$", re.IGNORECASE)
# "Will not return until the 26th", "pas terug vóór", "pas avant le", "erst ab dem … wieder": the first day present.
_NOT_BEFORE = re.compile(
    r"\b(?:not\s+(?:be\s+)?(?:return\w*|back|available|reachable)\s+(?:\w+\s+){0,3}(?:until|before)|(?:v[óo][óo]r|"
    r"avant|vor)|(?:ne\s+\w+\s+)?que|qu['’ ](?:à\s+partir\s+du|au|le)|pas\s+(?:vanaf|op|weer|terug)|only\s+from|erst)"
    r"\s*(?:wieder\s+)?(?:(?:ab|am|le|dem|de|the|the\s+of|op|vanaf)\s+)*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\s\d)(?<!\s\d\d)[.!?]\s+(?=[A-ZÀ-Ý])|\n\s*\n|[;]")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DEPUTY = re.compile(
    r"\b(?:contact\w*|neem|wend\w*|dringend\w*|spoed|vervang\w*|collega\w*|richt\w*|mail\w*|terecht|urgen\w*|"
    r"adress\w*|gebruik|utilis\w*|verwenden|benutzen|schreiben|use|write|stuur|coll[èe]gue\w*|rempla\w*|écri\w*|"
    r"joindre|"
    r"vertret\w*|kolleg\w*|dringlich\w*|eilig\w*|backup|please|reach|replace\w*|turn\s+to|bij|naar|chez|auprès)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+\d{1,3}|\b0\d{2,3}|\b0\d(?=[ /.]\d{3}))[\d\s./()-]{5,}\d")
_GONE = re.compile(f"{SIGNS[Sign.CLOSED].pattern}|{SIGNS[Sign.LEFT].pattern}|{ENDLESS}")
_MAX_TEXT = 6000


def read_absence(message: Message) -> Absence | None:
    """Return the last day away and the deputy's address of an automatic answer; ``None`` if it tells of no absence.

    Who is back on the 12th is away until the 11th; who has left, or is away without an end, is ``gone``. A date
    without a year is the next one, seen from the mail's date.
    """
    text = (message.new_text or message.signature or message.text)[:_MAX_TEXT]
    gone = any(_GONE.search(fold(compose(sentence))) for sentence in sentences(text))
    if not gone and not _AWAY.search(f"{message.subject}\n{text}"):
        return None
    today = (message.date_at or message.received_at).date()
    # A date in the subject is often that of the mail answered: it counts only if the text has none.
    until = _last_day(text, today) or _last_day(message.subject, today)
    return Absence(until, _deputy(message, text), gone=gone and until is None)


def is_of_this_absence(text: str, message: Message) -> bool:
    """Say whether each day that a text names ends an absence or has begun: who speaks of later days plans something."""
    today = (message.date_at or message.received_at).date()
    for sentence in sentences(_PHONE.sub("", text)):
        for found in _DATE.finditer(sentence):
            day = _first_day(sentence, found, today)
            if day is None or day > today + timedelta(days=1):
                return False
        if _AWAY.search(sentence) and any(
            _is_of_another_month(sentence, found, today) for found in _IN_MONTH.finditer(sentence)
        ):
            return False
    return True


def _first_day(sentence: str, found: re.Match[str], today: date) -> date | None:
    """Return the day of a date, today where it ends an absence that has begun, ``None`` if it can't be told."""
    if _sense(sentence, found) in {"back", "until"}:
        first = _FIRST.search(sentence[: found.start()])
        end = _day(found, today)
        if first is None or end is None:
            return today if first is None else None
        return _dated(int(first[1]), end.month, str(end.year), today)
    return None if found["w"] or found["t"] else _day(found, today)


def _is_of_another_month(sentence: str, found: re.Match[str], today: date) -> bool:
    """Say whether "in januari" is neither this month nor that of the return."""
    before = sentence[: found.start()]
    return _MONTH_OF[found[1].lower()] != today.month and not (_UNTIL.search(before) or _BACK.search(sentence))


def _last_day(text: str, today: date) -> date | None:
    back: list[date] = []
    until: list[date] = []
    on: list[date] = []
    for sentence in sentences(text):
        for found in _DATE.finditer(sentence):
            day = _day(found, today)
            if day is None or day < today - timedelta(days=1) or day > today + timedelta(days=730):
                continue
            {"back": back, "until": until, "on": on}.get(_sense(sentence, found), []).append(day)
    if back:
        return max(back) - timedelta(days=1)
    if until:
        return max(until)
    return max(on) if on else None


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, each on one line; the dot of a date ends none."""
    for sentence in _SENTENCE_END.split(text):
        yield " ".join(sentence.split())


def _sense(sentence: str, found: re.Match[str]) -> str:
    """Say what a date in a sentence is: the last day away, the first day back, a day away, or the first of several."""
    before, after = sentence[: found.start()], sentence[found.end() :]
    clause = before[_clause_start(before) :]
    if found["w"] or found["t"]:
        return "back" if _BACK.search(clause) or _BACK.search(after[:40]) else "until" if _UNTIL.search(before) else ""
    if _UNTIL.search(before):
        return "back" if _NOT_BEFORE.search(before) else "until"
    if _NOT_BEFORE.search(before):
        return "back"
    if _FROM.search(before):
        reach = [*_REACHABLE.finditer(clause), *_REACHABLE.finditer(after[:50])]
        spoken = any(not _NOT.search(hit.string[: hit.start()]) for hit in reach)
        return "back" if spoken and not _UNTIL_FOLLOWS.match(after) else ""
    if _BACK.search(clause) or re.match(
        r"[\s,]*(?:ben\s+ik\s+|bin\s+ich\s+)?(?:er\s+)?(?:terug|opnieuw|weer|wieder|zur[üu]ck|back|retour)\b",
        after,
        re.IGNORECASE,
    ):
        return "back"
    return "on" if _AWAY.search(before) and not _UNTIL_FOLLOWS.match(after) else ""


_UNTIL_FOLLOWS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?,?\s*(?:tot|t\.?e\.?m|t/m|jusqu|au\b|bis\b|until|till|to\b|through|[-–]|en\s+met|inclu)",
    re.IGNORECASE,
)


def _clause_start(before: str) -> int:
    """Return where the words that belong to a date begin: not before another date or the word of being away."""
    start = max(0, len(before) - 70)
    for found in [
        *_DATE.finditer(before),
        *re.finditer(r"\b(?:afwezig\w*|absent\w*|abwesen\w*)\b", before, re.IGNORECASE),
    ]:
        start = max(start, found.end())
    return start


def _day(found: re.Match[str], today: date) -> date | None:
    if found["t"]:
        return today + timedelta(days=1)
    if found["w"]:
        ahead = (_WEEKDAY_OF[found["w"].lower()] - today.isoweekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    shape = next(shape for shape in "1234" if found[f"d{shape}"])
    month = found[f"m{shape}"].lower()
    number = int(month) if month.isdecimal() else _MONTH_OF[month]
    return _dated(int(found[f"d{shape}"]), number, found[f"y{shape}"], today)


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year - 1, today.year, today.year + 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today - timedelta(days=60):
            return found
    return None


def _deputy(message: Message, text: str) -> str:
    """Return the first address that is named as a colleague's; never the writer's or one the mail went to."""
    known = {address.email for address in (*message.to, *message.cc, *message.reply_to)}
    known.add(message.from_.email if message.from_ else "")
    for found in _MAIL.finditer(text):
        mail = found[0].strip(".'").lower()
        near = text[max(0, found.start() - 200) : found.start()]
        if mail not in known and _DEPUTY.search(near):
            return mail
    return ""
