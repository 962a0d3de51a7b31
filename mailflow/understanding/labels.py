"""Labelled fields: ``Label: value`` in all the shapes that people and their mail programs give it (SPEC §4).

A label is compared folded, without the small words before it and with typos; its value runs on as far as the field
allows. What a value means is read elsewhere; here it keeps its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from mailflow.understanding.label_names import DAYS_OFF, LABEL_WORDS, field_of, names_days_off
from mailflow.understanding.label_tables import TABLE_ENDS, without_header_rows
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.passage import BULLET, WRAPPED, Line, prose
from mailflow.understanding.small_words import MYSELF
from mailflow.understanding.tokens import WORD, fold, tokens_of, words_of

LONG = frozenset({"motivation", "remarks"})
LISTS = frozenset({"services", "dates", DAYS_OFF, "theme", "participants"})
LONGEST_LABEL = 60
SHORT_LABEL = 4
LONGEST_ROW = 400
LEAST_BARE = 3
MOST_BARE = 16
LEAST_SURE = 2
QUESTION_WORDS = 6
LEAST_SENTENCE = 6

_SEPARATOR = re.compile(
    r"\s*(?:\?\s*:?(?=\s)|:+(?!-?[)(DP](?:\s|$))|：|\t+|=(?!=)| [-–—] |\s{3,}|\s\|\s|\||\s*(?:→|->|=>|➔|➜)\s*)\s*"
)
_SPLIT = re.compile(r"\s*[,;|/]\s*|\s{2,}|\t+|\s(?=[A-ZÀ-Þ])")
_VALUES = {"email": re.compile("@"), "phone": re.compile(r"\d")}
_BRACKETED = re.compile(r"([^:]{3,50}?\))\s+(\S.*[^?\s])\s*$")
_INNER_LABEL = re.compile(r"(?<=[a-zà-ÿ)][.!?;])\s+(?P<label>[A-ZÀ-Þ][^:.?!;,]{2,40}?)\s?[:?]\s")
_SENTENCE_END = re.compile(r"(?<=[a-zà-ÿ)]{3}[.!?])\s+(?=[A-ZÀ-Þ])")
_DOTS_END = re.compile(r"\s*(?:\.{3,}|_{3,}|…+)\s*$")
_DIGITS_END = re.compile(r"\d$")
_MARKUP = re.compile(r"^[*_|#>\s]+|[*_|\s]+$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled field: ``lines`` hold its value, the first one cut behind the label."""

    field: str
    line: int
    lines: tuple[Line, ...]
    label: str = ""
    sure: bool = True

    @property
    def text(self) -> str:
        """Return the value as one text."""
        return prose(self.lines)

    @property
    def first(self) -> str:
        """Return the first line of the value that is not blank."""
        return next((line.text.strip() for line in self.lines if not line.blank), "")


@dataclass(frozen=True, slots=True)
class _Hit:
    field: str
    label: str
    value: str
    sure: bool


def read_entries(lines: Sequence[Line], lexicon: Lexicon) -> tuple[list[Entry], list[Line]]:
    """Return the labelled fields of some lines, and the lines that belong to none.

    Lines that only begin with a label ("Naam Peeters", a table whose cells lost their border) count where at least
    three different ones say so.
    """
    lines = _cut_before_labels(without_header_rows(lines, lexicon), lexicon)
    entries, rest = _read_entries(lines, lexicon)
    if len({entry.field for entry in entries if entry.sure}) >= LEAST_SURE and any(
        line.text.rstrip().endswith("?") for line in lines
    ):
        return _read_entries([Line(line.number, _question_as_label(line.text, lexicon)) for line in lines], lexicon)
    if len({entry.field for entry in entries}) < LEAST_BARE:
        split = [Line(line.number, _with_colon(line.text, lexicon)) for line in lines]
        changed = {
            field for old, new in zip(lines, split, strict=True) if old != new for field in _field_names(new, lexicon)
        }
        if len(changed) >= LEAST_BARE:
            return _read_entries(split, lexicon)
    return entries, rest


def _cut_before_labels(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Give an exact label behind a full stop its own line ("… volgen. Dienst: Inspectie. Waarom? Omdat …")."""
    found: list[Line] = []
    for line in lines:
        cuts, ends = [0], set()
        for match in _INNER_LABEL.finditer(line.text[:LONGEST_ROW]):
            field = lexicon.labels.get(fold(match["label"]))
            if field:
                cuts.append(match.start("label"))
            end = _SENTENCE_END.search(line.text, match.end()) if field and field not in LONG else None
            if end is not None:
                ends.add(end.end())
        ends |= _end_of_services(line.text[:LONGEST_ROW], lexicon)
        for begin, stop in pairwise([*sorted({*cuts, *ends}), len(line.text)]):
            # What follows the sentence of a field is a paragraph of its own.
            found += [Line(line.number, "")] if begin in ends else []
            found.append(Line(line.number, line.text[begin:stop]))
    return found


def _end_of_services(text: str, lexicon: Lexicon) -> set[int]:
    """Return where a sentence begins behind the services under a label that names none ("… BLAS. Wij …")."""
    label, colon, value = BULLET.sub("", text, count=1).partition(":")
    end = _SENTENCE_END.search(value) if colon and lexicon.labels.get(fold(label)) == "services" else None
    if (
        end is None
        or len(value[end.end() :].split()) < LEAST_SENTENCE
        or not lexicon.service_book.has(value[: end.end()])
    ):
        return set()
    following = _SENTENCE_END.split(value[end.end() :], maxsplit=1)[0]
    told = MYSELF.intersection(words_of(following)) or not lexicon.service_book.has(following)
    return {len(text) - len(value) + end.end()} if told else set()


def _field_names(line: Line, lexicon: Lexicon) -> list[str]:
    return [hit.field for hit in _labels_in(line, lexicon)]


def _question_as_label(text: str, lexicon: Lexicon) -> str:
    """Return a question of a form ("Waarom wenst u deze stage?") as the label that it begins with."""
    bare = BULLET.sub("", text, count=1).strip()
    if not bare.endswith("?") or bare.count("?") > 1 or ":" in bare:
        return text
    if names_days_off(fold(bare), loose=False):
        return bare.rstrip(" ?") + ":"
    tokens = tokens_of(bare)
    hit = lexicon.label_book.first(tokens[:QUESTION_WORDS])
    if hit is None or hit.start > 1 or len(tokens) > 2 * QUESTION_WORDS:
        return text
    return bare[: tokens[hit.end - 1].end] + ":"


def _with_colon(text: str, lexicon: Lexicon) -> str:
    """Return a line with a colon behind the label it begins with, if it has none."""
    if ":" in text or not text[:1].isupper() or _greets(text, lexicon):
        return text
    words = list(islice(WORD.finditer(text), MOST_BARE + 1))
    if not 2 <= len(words) <= MOST_BARE:
        return text
    for count in range(min(LABEL_WORDS, len(words) - 1), 0, -1):
        end = words[count].start()
        label = text[:end].rstrip()
        if lexicon.labels.get(fold(label)):
            return f"{label}: {text[end:]}"
    return text


def _greets(text: str, lexicon: Lexicon) -> bool:
    """Say whether a line is a greeting ("Dag HRM-team,"), whatever field its first word may be."""
    tokens = tokens_of(text[:LONGEST_LABEL])
    return text.rstrip().endswith((",", "!")) and bool(tokens) and lexicon.book("greeting").at(tokens, 0) is not None


def _read_entries(lines: Sequence[Line], lexicon: Lexicon) -> tuple[list[Entry], list[Line]]:
    entries: list[Entry] = []
    rest: list[Line] = []
    place = 0
    while place < len(lines):
        if lines[place].text == TABLE_ENDS:
            place += 1
            continue
        hits = [] if place and _goes_on(lines[place - 1], lines[place]) else _labels_in(lines[place], lexicon)
        if not hits:
            rest.append(lines[place])
            place += 1
            continue
        number = lines[place].number
        entries += [Entry(h.field, number, (Line(number, h.value),), h.label, h.sure) for h in hits[:-1]]
        last = hits[-1]
        end = _end_of(last, lines, place, lexicon)
        value = (Line(number, last.value), *lines[place + 1 : end])
        entries.append(Entry(last.field, number, value, last.label, last.sure))
        place = end
    return [entry for entry in entries if entry.field], rest


def _goes_on(before: Line, line: Line) -> bool:
    """Say whether a line only goes on with a long one that a program wrapped ("… de juridische / dienst? …")."""
    ended = before.text.rstrip()
    return len(ended) >= WRAPPED - 10 and ended[-1].isalpha() and line.text[:1].islower() and ":" not in before.text


def _labels_in(line: Line, lexicon: Lexicon) -> list[_Hit]:
    """Return the fields that begin in a line: mostly one or none, sometimes several side by side."""
    text = _MARKUP.sub("", BULLET.sub("", line.text, count=1))
    first = _label_at_begin(text, lexicon)
    if first is None:
        return []
    hits = [first]
    while hits[-1].field not in LONG and (inner := _next_label(hits[-1], lexicon)) is not None:
        hits[-1:] = inner
    return hits


def _label_at_begin(text: str, lexicon: Lexicon) -> _Hit | None:
    separator = _SEPARATOR.search(text[: LONGEST_LABEL + 40])
    while separator is not None:
        left, right = text[: separator.start()], text[separator.end() :]
        colon = ":" in separator[0] or "：" in separator[0]
        if len(left) > LONGEST_LABEL or right.startswith("//") or (_DIGITS_END.search(left) and right[:1].isdigit()):
            return None
        if left.count("(") > left.count(")"):
            # "Studiedienst (thema: leefloon)": the label belongs to what stands before the bracket.
            separator = _SEPARATOR.search(text[: LONGEST_LABEL + 40], separator.end())
            continue
        hit = _label_before(left, separator[0], right, lexicon)
        if hit is not None:
            return hit
        if colon:
            return None
        separator = _SEPARATOR.search(text[: LONGEST_LABEL + 40], separator.end())
    # "Motivatie ............" waits to be filled in.
    text = _DOTS_END.sub("", text)
    bracketed = _BRACKETED.match(text)
    if bracketed is not None and (found := field_of(bracketed[1], lexicon, loose=False)) is not None and found[0]:
        return _Hit(found[0], fold(bracketed[1]), bracketed[2], sure=True)
    if not text or len(text) > LONGEST_LABEL or text[-1] in ",!.;" or text.count(")") > text.count("("):
        return None
    if lexicon.book("greeting").whole(text) is not None:
        return None
    whole = field_of(text, lexicon, loose=False)
    return _Hit(whole[0], fold(text), "", sure=True) if whole is not None and whole[1] and whole[0] else None


def _label_before(left: str, separator: str, right: str, lexicon: Lexicon) -> _Hit | None:
    """Return the label in front of a separator, as far as what follows can be its value."""
    behind = field_of(right, lexicon, loose=False) if "?" in separator and right else None
    if behind is not None and behind[0]:
        # "Waar wil ik naartoe?  Dienst(en)"
        return _Hit(behind[0], fold(right), "", sure=True)
    colon = ":" in separator or "：" in separator
    found = field_of(left, lexicon, loose=colon)
    if found is None or not (colon or found[1]):
        return None
    if not found[1] and found[0] in _VALUES and not _VALUES[found[0]].search(right):
        # "Vandaar deze mail: ik zou graag …"
        return None
    # "Warum möchten Sie kommen?:" is a question of a form.
    sure = found[1] or ("?" in separator and bool(found[0]))
    return _Hit(found[0], fold(left), _MARKUP.sub("", right), sure)


def _next_label(hit: _Hit, lexicon: Lexicon) -> tuple[_Hit, _Hit] | None:
    """Find a second, exact label with a colon inside the value of the first."""
    for colon in re.finditer(r"\s*:\s*", hit.value[:LONGEST_ROW]):
        for cut in reversed(list(_SPLIT.finditer(hit.value[: colon.start()]))):
            label = hit.value[cut.end() : colon.start()]
            field = lexicon.labels.get(fold(label))
            if field == "services" and _ends_a_name(hit.value[: colon.start()], cut.end(), lexicon):
                continue
            if field is not None and 0 < len(label) <= LONGEST_LABEL:
                before = _Hit(hit.field, hit.label, hit.value[: cut.start()].strip(), hit.sure)
                return before, _Hit(field, fold(label), hit.value[colon.end() :].strip(), sure=True)
    return None


def _announces_services(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """Say whether a line opens a list of services ("Wat ik graag zou zien:", and below it "- bij Inspectie: …")."""
    opening, *items = (line for line in lines if not line.blank)
    listed = items and items[0].bulleted and lexicon.service_book.first(tokens_of(items[0].bare)[:3]) is not None
    return bool(listed) and opening.text.rstrip().endswith(":") and not opening.bulleted


def _ends_a_name(text: str, place: int, lexicon: Lexicon) -> bool:
    """Say whether what a text ends with, from a place on, is the end of a service's name ("Juristischer Dienst: …")."""
    tokens = tokens_of(text)
    hits = lexicon.service_book.find(tokens)
    return bool(hits) and hits[-1].end == len(tokens) and tokens[hits[-1].start].start < place


def _end_of(hit: _Hit, lines: Sequence[Line], place: int, lexicon: Lexicon) -> int:
    """Return the index behind the last line that continues a value."""
    given = bool(WORD.search(hit.value))
    end = place + 1
    blanks = 0
    while end < len(lines):
        line = lines[end]
        if line.text == TABLE_ENDS:
            break
        if line.blank:
            blanks += 1
            if not _goes_on_after_blank(hit.field, given, lines, end):
                break
            end += 1
            continue
        if _ends_field(line, hit.field, lexicon) or not _continues(hit, line, given=given, blanks=blanks):
            break
        if hit.field in LONG and blanks and _announces_services(lines[end : end + 3], lexicon):
            break
        if (
            hit.field == "theme"
            and line.bulleted
            and any(one.number == line.number for one in lines[end + 1 : end + 2])
        ):
            # "2) Studiedienst. Thema: …" is the next service, with a theme of its own.
            break
        given, blanks = True, 0
        end += 1
    while end > place + 1 and lines[end - 1].blank:
        end -= 1
    return end


def _goes_on_after_blank(field: str, given: bool, lines: Sequence[Line], place: int) -> bool:
    """Say whether a value may go on behind a blank line: long texts do, lists do by their bullets, an empty one may."""
    if field in LONG:
        return True
    following = next((line for line in lines[place:] if not line.blank), None)
    if following is None:
        return False
    return not given or (field in LISTS and following.bulleted)


def _continues(hit: _Hit, line: Line, *, given: bool, blanks: int) -> bool:
    if hit.field in LONG or not given:
        return not (hit.field not in LONG and not given and len(line.text) > 200)
    if hit.field in LISTS:
        return blanks == 0 or line.bulleted
    return line.text[:1] in " \t" and not blanks and not line.bulleted


def _ends_field(line: Line, field: str, lexicon: Lexicon) -> bool:
    """Say whether a line begins another field or is a closing."""
    hits = _labels_in(line, lexicon)
    if hits and hits[0].sure:
        return True
    if hits and field not in LISTS and hits[0].value and len(hits[0].label.split()) <= SHORT_LABEL:
        return True
    tokens = tokens_of(line.bare)
    closing = lexicon.book("closing").at(tokens, 0) if tokens else None
    return closing is not None and len(tokens) - closing.end <= 4
