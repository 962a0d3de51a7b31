"""Services in a place for services: the list behind a label, a line of a short answer (SPEC §4).

Aliases, typos, abbreviations and "all except" are understood; what names none of ours, or two of them, is handed back
as written, with the candidates: never guessed. Services in running text are the business of ``mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mailflow.model.meaning import UnknownService
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import Line
from mailflow.understanding.service_names import headed_services
from mailflow.understanding.small_words import ARTICLES, YOURS
from mailflow.understanding.tokens import Found, Token, fold, tokens_of

LONGEST_UNKNOWN = 6
EXCEPT_WITHIN = 4

_SEPARATORS = re.compile(
    r"[,;/+&|]|(?<=\s)\(?\d{1,2}[.)]\s|\s[-–—]\s(?=\S)|"
    r"(?<![\w-])(?:en|et|und|of|ou|oder|alsook|ainsi que|sowie)(?![\w-])",
    re.IGNORECASE,
)
_TICKED = re.compile(r"^\s*(?:[-*•]\s*)?(?:[\[(]\s*[xXvV✓✔]\s*[\])]|[☒☑✓✔✗✘]|[xX]\s(?=[A-Z]))\s*")
_THEME = re.compile(r"^\s*(?:\(|\[|:|[-–—]\s|=|\bthema\b|\bth[eè]me\b|\bomtrent\b|\brond\b)", re.IGNORECASE)
_HALF_DAY = re.compile(
    r"(?:(?:een|une|ein(?:en)?|1|½|1/2|0[.,]5)\s*)?(?:halve |demi[- ]?|halber |halben |halb)?-?"
    r"(?:dag(?:en)?|journée|jour|tag)|(?:voor|na)middag|matin(?:ée)?|après-midi|(?:vor|nach)mittags?",
    re.IGNORECASE,
)
_THEME_WORDS = re.compile(r"^\W*(?:(?:thema|th[eè]me|onderwerp|sujet|topic)\b)?[\s:=–—-]*", re.IGNORECASE)


@dataclass
class ServicesRead:
    """What a place for services names, in order; ``themes`` maps service to the words beside it."""

    services: list[str] = field(default_factory=list)
    unknown: list[UnknownService] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)

    def add(self, service: str) -> None:
        """Add a service unless it is there."""
        if service not in self.services:
            self.services.append(service)


def read_services(lines: Sequence[Line], lexicon: Lexicon) -> ServicesRead:
    """Read the services of a value; themes beside them are kept in the writer's words."""
    read = ServicesRead()
    lines = _without_exceptions_in_brackets(_ticked(lines), lexicon)
    text = _joined(lines)
    if all_but(text, lexicon, read) or lexicon.book("all_alone").whole(text) is not None:
        read.services = read.services or list(lexicon.services)
        return read
    headed = headed_services(lines, lexicon)
    for service, theme in headed:
        read.add(service)
        _read_beside(f": {theme}", service, read)
    for line in lines:
        if not (headed or line.blank):
            _read_line(line, lexicon, read)
    _settle_themes(read, lexicon)
    if not read.services and not read.unknown and (whole := text.strip()) and fold(whole):
        number = next(line.number for line in lines if not line.blank)
        read.unknown.append(UnknownService(whole[:200], number))
    return read


def _joined(lines: Sequence[Line]) -> str:
    """Join the lines of a value; one that only goes on ("… et du service / d'études") is no line of its own."""
    text = ""
    for line in lines:
        goes_on = line.text[:1].isspace() or line.bare[:1].islower() or (line.bulleted and text.endswith(":"))
        joint = (", " if line.bulleted else " ") if goes_on else " \n "
        text += (joint if text else "") + line.bare
    return text


def _ticked(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the ticked lines of a list with boxes, all lines of one without."""
    ticked = [line for line in lines if _TICKED.match(line.text)]
    return [Line(line.number, _TICKED.sub("", line.text, count=1)) for line in ticked] or lines


def _without_exceptions_in_brackets(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Blank the brackets that leave something out ("ESF, FO (nicht BLAS, dort war ich schon)"), over line ends too."""
    text = "\n".join(line.text for line in lines)
    for match in _IN_BRACKETS.finditer(text):
        if lexicon.exceptions.first(tokens_of(match[0])) is not None:
            text = text[: match.start()] + re.sub(r"[^\n]", " ", match[0]) + text[match.end() :]
    begins = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    return [Line(line.number, text[begin : begin + len(line.text)]) for line, begin in zip(lines, begins, strict=False)]


_IN_BRACKETS = re.compile(r"\([^()]*\)")
_PLAIN_EXCEPT = re.compile(
    r"\b(?:behalve|uitgezonderd|sauf|excepté|hormis|außer|ausser|ausgenommen|niet|pas|nicht|ohne|zonder|sans)\b",
    re.IGNORECASE,
)


def all_but(text: str, lexicon: Lexicon, read: ServicesRead) -> bool:
    """Read "all services (except …)"; ``False`` if the text does not say so."""
    tokens = tokens_of(text)
    everything = lexicon.everything.first(tokens) or _each_of_yours(tokens) or _all_before_except(tokens, lexicon)
    if everything is None:
        return False
    but = lexicon.exceptions.first(tokens[everything.end :])
    left_out: set[str] = set()
    if (around := _ON_BUT.search(text, tokens[everything.end - 1].end)) is not None:
        # "Alle diensten, op BLAS na"
        left_out = {hit.value for hit in lexicon.service_book.find(tokens_of(around[1]))}
    if but is not None:
        rest = text[tokens[everything.end + but.end - 1].end :].split("\n", maxsplit=1)[0]
        # "Außer bei BLAS und außer beim Studiendienst"
        rest = _PLAIN_EXCEPT.sub(" ", rest)
        inner = ServicesRead()
        for piece in re.split(r"(?<=\w{3})\.\s", rest)[:1]:
            _read_line(Line(0, piece), lexicon, inner)
        left_out |= set(inner.services)
    read.services = [id_ for id_ in lexicon.services if id_ not in left_out]
    return True


_ON_BUT = re.compile(r"\bop ((?:[\w’'/,-]+ ){1,8})na\b", re.IGNORECASE)


def names_all(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words name all services ("alle diensten van de POD MI")."""
    return all_in(tokens, lexicon) is not None


def all_in(tokens: Sequence[Token], lexicon: Lexicon) -> Found[str] | None:
    """Return the words that name all services."""
    return lexicon.everything.first(tokens) or _each_of_yours(tokens)


def _each_of_yours(tokens: Sequence[Token]) -> Found[str] | None:
    """Return "all" with the word for services behind it, small words and "your" between ("chacun de vos services")."""
    for place, token in enumerate(tokens):
        if token.word not in _EACH:
            continue
        end = place + 1
        while end < len(tokens) and tokens[end].word in _OF_YOURS:
            end += 1
        named = end < len(tokens) and tokens[end].word in _SERVICES
        if named and not (end + 1 < len(tokens) and tokens[end + 1].word in _FOLLOWING):
            return Found(place, end + 1, token.word)
    return None


_FOLLOWING = frozenset(["suivants", "suivant", "ci", "hieronder", "unten"])
_EACH = frozenset({
    "alle", "al", "elke", "elk", "iedere", "ieder", "tous", "toutes", "chaque", "chacun", "chacune", "ensemble",
    "totalite", "allen", "aller", "jede", "jeden", "jedem", "jeder", "samtliche", "samtlichen", "samtlicher",
    "saemtliche", "saemtlichen", "all", "every",
})  # fmt: skip
_OF_YOURS = YOURS | {
    "van", "de", "d", "des", "der", "die", "den", "les", "verschillende", "differents", "verschiedenen", "7", "zeven",
    "sept", "sieben", "your", "the", "of", "seven",
}  # fmt: skip
_SERVICES = frozenset({
    "dienst", "diensten", "afdelingen", "service", "services", "departements", "directions", "dienste", "dienstes",
    "abteilungen",
})  # fmt: skip


_OF_SERVICES = _OF_YOURS | _SERVICES | ARTICLES


def _all_before_except(tokens: Sequence[Token], lexicon: Lexicon) -> Found[str] | None:
    """Return a bare "all" that an exception follows at once ("alle außer Studiendienst")."""
    for hit in lexicon.book("all_alone").find(tokens):
        but = lexicon.exceptions.first(tokens[hit.end : hit.end + EXCEPT_WITHIN])
        # "Tous les ans sans que je sache …" names no services.
        between = [token.word for token in tokens[hit.end : hit.end + but.start]] if but is not None else []
        if but is not None and (tokens[hit.start].word not in _EACH or _OF_SERVICES.issuperset(between)):
            return hit
    return None


def _read_line(line: Line, lexicon: Lexicon, read: ServicesRead) -> None:
    """Read one line: the names found in it, the words beside them, and the pieces without a name."""
    text = line.bare
    tokens = tokens_of(text)
    hits = [_within_item(hit, tokens, text, lexicon) for hit in services_in(text, tokens, lexicon)]
    spans = [(tokens[hit.start].start, tokens[hit.end - 1].end) for hit in hits]
    last = ""
    begin = 0
    for hit, (start, end) in zip([*hits, None], [*spans, (len(text), len(text))], strict=True):
        pieces = _pieces(text[begin:start])
        beside = pieces.pop(0) if last or begin else ""
        _read_beside(beside, last, read)
        if hit is not None and pieces:
            negated = _is_negated(pieces.pop(), lexicon)
        else:
            negated = hit is not None and _is_negated(beside, lexicon)
        if hit is None and _tells(text[begin:], lexicon):
            read.themes.setdefault(last, text[begin:].strip(" .:-–—")) if last else None
            break
        for piece in pieces:
            _resolve(piece, line.number, lexicon, read)
        last = _take(hit, tokens, (text, line.number), read) if hit is not None and not negated else ""
        begin = end


def services_in(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Found[str]]:
    """Return the names of services in a text; one of another house, or of two services, has no value.

    The name of another house is one of ours where ours stands beside it ("service de lutte contre la pauvreté (SCUBA)")
    or it is called yours ("votre service de lutte contre la pauvreté").
    """
    hits = lexicon.service_book.find(tokens)
    kept = []
    for before, hit, behind in zip([None, *hits], hits, [*hits[1:], None], strict=False):
        beside = [(before, hit)] if before is not None and before.value else []
        beside += [(hit, behind)] if behind is not None and behind.value else []
        if hit.value or not any(_says_again(a, b, text, tokens) for a, b in beside):
            kept.append(hit if hit.value else _of_yours(hit, tokens, lexicon))
    return kept


def _says_again(first: Found[str], second: Found[str], text: str, tokens: Sequence[Token]) -> bool:
    return _AGAIN.fullmatch(text[tokens[first.end - 1].end : tokens[second.start].start]) is not None


_AGAIN = re.compile(r"\s*[(/=–-]\s*")


def _of_yours(hit: Found[str], tokens: Sequence[Token], lexicon: Lexicon) -> Found[str]:
    if not hit.start or tokens[hit.start - 1].word not in YOURS:
        return hit
    core = lexicon.core(" ".join(token.word for token in tokens[hit.start : hit.end]))
    return hit._replace(value=dict(lexicon.service_cores).get(core, ""))


def _within_item(hit: Found[str], tokens: Sequence[Token], text: str, lexicon: Lexicon) -> Found[str]:
    """Leave out a "dienst" that belongs to the item before a comma ("ICT-dienst, FrontOffice")."""
    begins = hit.end - hit.start > 1 and tokens[hit.start].word in lexicon.plain_words
    if begins and re.search(r"[,;/|\n]", text[tokens[hit.start].end : tokens[hit.start + 1].start]):
        return hit._replace(start=hit.start + 1)
    return hit


def _pieces(text: str) -> list[str]:
    """Cut the text between two names at commas and connectors, not inside brackets."""
    depth, cuts = 0, [0]
    inside = [0] * (len(text) + 1)
    for place, char in enumerate(text):
        depth += char in "(["
        inside[place] = depth
        depth -= char in ")]" and depth > 0
    pieces = []
    for match in _SEPARATORS.finditer(text):
        if not inside[match.start()]:
            pieces.append(text[cuts[-1] : match.start()])
            cuts.append(match.start() if "-" in match[0] or "–" in match[0] else match.end())
    return [*pieces, text[cuts[-1] :]]


def _take(hit: Found[str], tokens: Sequence[Token], place: tuple[str, int], read: ServicesRead) -> str:
    """Note a name that was found; a name of another house, or of two services, is handed back."""
    if hit.value:
        read.add(hit.value)
    else:
        written = place[0][tokens[hit.start].start : tokens[hit.end - 1].end]
        read.unknown.append(UnknownService(written, place[1]))
    return hit.value


def _read_beside(text: str, service: str, read: ServicesRead) -> None:
    """Keep the words beside a name as its theme: in brackets, or behind a colon or dash."""
    if service and _THEME.match(text) and len(fold(text)) > 2:
        theme = _THEME_WORDS.sub("", text).strip().strip("()[]").strip(" .:-–—")
        if theme and not theme.isdigit() and not _HALF_DAY.fullmatch(theme):
            read.themes.setdefault(service, theme)


def _is_negated(text: str, lexicon: Lexicon) -> bool:
    """Say whether the words right before a name leave it out ("maar niet …")."""
    tokens = tokens_of(text)
    hit = next((hit for hit in reversed(lexicon.exceptions.find(tokens))), None)
    return hit is not None and all(token.word in lexicon.plain_words for token in tokens[hit.end :])


def _resolve(piece: str, line: int, lexicon: Lexicon, read: ServicesRead) -> None:
    """Find out which service a piece without an exact name means, or hand it back."""
    head, remark = _IN_BRACKETS.split(piece, maxsplit=1)[0], _IN_BRACKETS.search(piece)
    if remark is not None and (service := lexicon.abbreviations.get(fold(head))):
        # "JD (vooral de geschillen over bevoegdheid)"
        read.add(service)
        _read_beside(remark[0], service, read)
        return
    folded = fold(piece)
    words = [word for word in folded.split() if not word.isdigit()]
    core = lexicon.core(" ".join(words))
    short = {lexicon.abbreviations.get(" ".join(words)), lexicon.abbreviations.get(core)} - {None}
    if not core or len(core) < 2:
        service = next(iter(short), None)
    else:
        candidates = candidates_of(piece, lexicon)
        if candidates:
            _hand_back(piece, line, candidates, read)
            return
        service = next(iter(short), None) or service_nearly(core, lexicon)
    if service:
        read.add(service)
    elif len(core) >= 2 and len(words) <= LONGEST_UNKNOWN and not _says_how(piece, lexicon):
        read.unknown.append(UnknownService(piece.strip(" .:()-–—\t"), line))


def _tells(text: str, lexicon: Lexicon) -> bool:
    """Say whether what follows the last name of a line says what of ("Studiedienst - de maandcijfers, hoe komen …")."""
    return _TOLD.match(text) is not None and not lexicon.has("service_heads", text) and not candidates_of(text, lexicon)


_TOLD = re.compile(r"^\s*[-–—]\s+(?!(?:of|ou|oder|en|et|und)\b)(?=[a-zà-ÿ])(?:(?:\S+\s+){2,}\S|[^\W\d]+\s+\d+\s*$)")


def _says_how(piece: str, lexicon: Lexicon) -> bool:
    """Say whether words beside services say what for or how long ("jeweils ein halber Tag"), and name none."""
    if lexicon.has("because_kept", piece):
        return True
    tokens = tokens_of(piece)
    hits = lexicon.book("internship_weak").find(tokens)
    said = {place for hit in hits for place in range(hit.start, hit.end)}
    named = any(place not in said and piece[token.start].isupper() for place, token in enumerate(tokens) if place)
    return bool(hits) and not (named or lexicon.has("service_heads", piece))


def _hand_back(piece: str, line: int, candidates: tuple[str, ...], read: ServicesRead) -> None:
    """Note a word of several services; beside one of them that is chosen it is only a theme."""
    read.unknown.append(UnknownService(piece.strip(" .:()-–—\t"), line, candidates))


def candidates_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the services that a word of several of them may mean (FEAD: BLAS or Activering)."""
    hit = lexicon.book("two_services").first(tokens_of(text))
    return tuple(id_ for id_ in hit.value.split() if id_ in lexicon.services) if hit is not None else ()


def service_nearly(core: str, lexicon: Lexicon, *, whole: bool = False) -> str:
    """Return the one service whose name is a typo away, or begins like these words; ``""`` if none or several.

    ``whole`` leaves out the beginnings. A word that means something else is no typo ("insertion").
    """
    if lexicon.book("lookalikes").whole(core) is not None:
        return ""
    limit = 0 if len(core) < 5 else 1 if len(core) < 9 else 2 if len(core) < 15 else 3
    rows = lexicon.service_cores
    names = [name for name, _ in rows]
    close = process.extract(core, names, scorer=OSA.distance, score_cutoff=limit, limit=8)
    best = min((distance for _, distance, _ in close), default=0)
    found = {rows[index][1] for _, distance, index in close if distance == best}
    if not found and not whole and len(core) >= 5 and " " not in core:
        found = {id_ for name, id_ in rows if name.startswith(core)}
    return found.pop() if len(found) == 1 else ""


def _settle_themes(read: ServicesRead, lexicon: Lexicon) -> None:
    """Turn what was handed back into the theme of a chosen service, where that service has it."""
    kept = []
    for unknown in read.unknown:
        owners = [id_ for id_ in unknown.candidates if id_ in read.services]
        if len(owners) == 1 or (owners and not unknown.candidates[1:]):
            theme = read.themes.get(owners[0])
            read.themes[owners[0]] = f"{theme}, {unknown.text}" if theme else unknown.text
        else:
            kept.append(unknown)
    read.unknown[:] = kept
    for id_, words in read.themes.items():
        read.themes[id_] = theme_named(words, id_, lexicon)


def theme_named(words: str, service: str, lexicon: Lexicon) -> str:
    """Return the ids of the listed themes that words name, for a service with a closed list; else the words."""
    book = lexicon.theme_books.get(service)
    if book is None or not lexicon.services[service].themes_closed:
        return words
    found = dict.fromkeys(hit.value.id for hit in book.find(tokens_of(words)))
    return ", ".join(found) or words
