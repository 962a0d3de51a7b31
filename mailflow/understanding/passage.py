"""A text as lines, paragraphs and sentences that remember their line in the message.

What counts as new text, signature or quote was decided in ``message/``; here it is only cut into pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from mailflow.model.message import Message
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.tokens import Token, tokens_of

# "11. bis 22. Januar", "2. März" begin with a day, and with no number of a list.
_GERMAN_DAY = (
    r"(?:[-–]|bis\b|und\b|oder\b|"
    r"(?:januari?|janv|jan|februari?|febr?|févr?|février|janvier|märz|mär|maart|mars|mrt|april|avril|avr|apr|mai|mei|juni?|"
    r"juin|juli?|juil|juillet|augustus|august|aug|août|septembre|september|sept?|oktober|okt|octobre|oct|november|"
    r"novembre|nov|dezember|dez|december|décembre|déc|dec)\b)"
)
BULLET = re.compile(
    r"^\s*(?:[-*•·–—▪◦‣►➢✓□☐☑]+\s+|[•·▪◦‣►➢✓□☐☑]|o\s{2,}|"
    rf"\(?\d{{1,2}}\s?[.)°](?!\s?(?i:{_GERMAN_DAY}))\s*(?!\d)|"
    r"\(?[a-zA-Z]\)\s+|[a-h]\.\s+(?=[a-zà-ÿ]))"
)
SHORT_LINE = 48
WRAPPED = 64  # characters: no program wraps earlier
LONGEST_CLOSING = 20  # words
CLOSING_WITHIN = 4
MOST_LINES = 600
LONGEST_TEXT = 24_000  # characters: what comes behind so many is no request any more, and would only cost time
_END = re.compile(
    r"(?<=[.!?…])[\"”»)]*\s+(?=[\"“«(]?[A-ZÀ-ÖØ-Þ0-9])|(?<=[;])\s+|(?<=[\u2600-\u27bf\U0001f300-\U0001faff])\s+|(?<=\s[:;]-\))\s+|(?<=\s[:;]\))\s+"
)
_END_SMALL = re.compile(
    r"(?<=[a-zà-ÿ]{4}[.!?])\s+(?=(?:ik|wij|we|mijn|kan|kunnen|kunt|alvast|bedankt|je|j['’]\w+|nous|mon|ma|merci|ich|wir|"
    r"mein|meine|danke|graag|liefst|reden|mvg|dank|als|het|dat|wat|hoe|zou|voor|on|pour|serait|c['’]est|est|si|es|das|wenn|bitte)\b)|(?<=[a-zà-ÿ]{4}[.!?])\s+(?=(?:maandag|dinsdag|woensdag|donderdag|vrijdag|lundi|mardi|mercredi|jeudi|vendredi|montag|"
    r"dienstag|mittwoch|donnerstag|freitag|le|op|am)\s(?:le\s)?\d)|"
    r"(?<=\s[.!?])\s+(?=[a-zà-ÿ])|(?<=[a-zà-ÿ]{3}[?!])\s+(?=[a-zà-ÿ])|(?<=[a-zà-ÿ]\)[.!?])\s+(?=[a-zà-ÿ])"
)
_SHORT = re.compile(
    r"\b(?:dhr|mevr|mw|mr|mme|mlle|m|nr|n|no|tel|tél|bv|o\.a|art|st|ste|dr|ir|evt|incl|excl|uitgez|uitz|resp|m\.b\.t|b\.v|fr|hr|"
    r"jan|feb|febr|mrt|apr|avr|juil|aug|sept|sep|okt|oct|nov|dec|déc|dez|janv|févr|jur|insp|serv|p\.ex|ev|z\.b|d\.h|sem|wk|récup|recup|vm|nm|vorm|nachm|\d{1,2})\.$",
    re.IGNORECASE,
)

# "… sauf le mercredi 10. L'après-midi de préférence": no ordinal, which in German goes on with a month or a half.
_DAY_ENDS = re.compile(r"[a-zà-ÿ]\s\d{1,2}\.$", re.IGNORECASE)
_MONTH_ENDS = re.compile(
    r"\d\.?\s?(?:jan|janv|feb|febr|févr|mrt|apr|avr|juil|aug|sept?|okt|oct|nov|dec|déc|dez)\.$", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?!(?:vor|nach)mittag|(?:voor|na)middag|matin|apr[eè]s|[vn]m\b|(?-i:[ap]m|[AP]M)\b)(?-i:[A-ZÀ-ÖØ-Þ])",
    re.IGNORECASE,
)
_WEEK_ENDS = re.compile(
    r"\b(?:week|weken|semaines?|sem|kw|kalenderwochen?|wochen?|wk)\.?\s(?:nr\.?\s)?\d{1,2}"
    r"(?:\s?(?:,|-|/|of|en|ou|et|oder|und|tot|bis|à)\s(?:week\s|semaine\s|kw\s|woche\s)?\d{1,2})*\.$",
    re.IGNORECASE,
)
_WEEKS = re.compile(r"(?:kalender)?wochen?\b|oder\b|und\b|bis\b|KW\b", re.IGNORECASE)
_NAMED_DAY = re.compile(r"\d{1,2}\.?\s(?:[jfmasond][a-zéûä]{2,8}\b)(?!\.?\s?(?:uur|uhr|h\b))", re.IGNORECASE)
_SLASH_ENDS = re.compile(r"\d/\d{1,2}\.$")
_ANEW = re.compile(
    r"(?:[LJ]['’]|(?:Le|La|Liefst|Bij|Graag|Ik|Wij|Je|Nous|Ich|Wir|Lieber|Mijn|Mon|Merci|Alvast|Bedankt|Danke?|In|"
    r"Janvier|Février|Mars|Avril|Juin|Juillet|Août|Septembre|Octobre|Novembre|Décembre)\b)"
)
_BEFORE_NUMBER = re.compile(r"\b(?:ca|mo|di|mi|do|ma|wo|vr|lu|me|je|ve|jeu|ven|mer|mar|lun|kw)\.$", re.IGNORECASE)


class Line(NamedTuple):
    """A line of the new text, and its 1-based number in the message's text."""

    number: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()

    @property
    def bare(self) -> str:
        """Return the text without bullet or number, and without surrounding space and markup stars."""
        return BULLET.sub("", self.text, count=1).strip().strip("*_").strip()

    @property
    def bulleted(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return BULLET.match(self.text) is not None


@dataclass(frozen=True)
class Sentence:
    """A sentence, its paragraph (0 = the first after the greeting), and the lines its characters come from."""

    text: str
    block: int
    places: tuple[tuple[int, int], ...]

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """Return its words."""
        return tokens_of(self.text)

    @property
    def line(self) -> int:
        """Return the line it begins in."""
        return self.places[0][1]

    def line_at(self, offset: int) -> int:
        """Return the line of a character."""
        return next((line for start, line in reversed(self.places) if start <= offset), self.line)

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return self.text.rstrip(' "”»)').endswith("?")


_HEADED = re.compile(
    r"^\s*\**(?:betreft|betreffende|betr\.?|onderwerp|objet|concerne|betrifft|betreff|subject)\**\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
HEADED_WITHIN = 15  # lines
LONGEST_SENTENCE = 2000  # characters


def headed(message: Message) -> str:
    """Return the subject of a message, with the subject line that a letter has in its text ("Betreft: …")."""
    lines = message.new_text.split("\n")[:HEADED_WITHIN]
    said = next((match[1].strip() for text in lines if (match := _HEADED.match(text))), "")
    return message.subject if not said or said in message.subject else f"{said} – {message.subject}"


def lines_of(message: Message) -> list[Line]:
    """Return the lines of a message's new text with their numbers."""
    texts = unicodedata.normalize("NFC", message.new_text).replace("\u00a0", " ").split("\n")
    numbers = message.new_lines
    if len(numbers) != len(texts):
        numbers = tuple(range(1, len(texts) + 1))
    lines = []
    left = LONGEST_TEXT
    for number, text in islice(zip(numbers, texts, strict=True), MOST_LINES):
        lines.append(Line(number, _without_borders(text[:left])))
        left -= len(text) + 1
        if left <= 0:
            break
    return lines


_BORDER = re.compile(r"^[\s|+]*[-=_]{3}[\s|+=_-]*$")


def _without_borders(text: str) -> str:
    """Return a line of a table drawn in characters without its borders; a row that only goes on is its second cell."""
    bare = text.strip()
    if not bare.startswith(("|", "+")) or not bare.endswith(("|", "+")):
        return text
    if _BORDER.match(bare):
        return ""
    cells = [cell.strip() for cell in bare.strip("|").split("|")]
    return " | ".join(cells[1:] if len(cells) == 2 and not cells[0] else cells)


_BOX = r"(?:[\[(]\s{0,3}[xXvV✓✔]?\s{0,3}[\])]|[☒☑☐□✓✔✗✘])"
_BOXED = re.compile(rf"(?:^|(?<=\s)|(?<=[:|])){_BOX}(?=\s|$|\w)")
_EMPTY_BOX = re.compile(r"[\[(]\s*[\])]|[☐□]")
LEAST_BOXES = 2


def without_empty_boxes(lines: Sequence[Line]) -> list[Line]:
    """Leave out what stands beside an empty box, and the marks of those that are ticked, wherever a text has boxes."""
    boxes = [_BOXED.findall(line.text) for line in lines]
    if sum(map(len, boxes)) < LEAST_BOXES or not any(_EMPTY_BOX.fullmatch(box) for row in boxes for box in row):
        return list(lines)
    return [kept for line, row in zip(lines, boxes, strict=True) for kept in (_ticked_of(line) if row else [line])]


def _ticked_of(line: Line) -> list[Line]:
    """Return the ticked pieces of a line with boxes, each as a list item; a label before them stays as it is."""
    found = list(_BOXED.finditer(line.text))
    head = line.text[: found[0].start()]
    says = bool(BULLET.sub("", head, count=1).strip()) and not head.rstrip().endswith((":", "?", "|"))
    if says and all(_HALF.match(piece) for piece in _behind_each(line.text, found)):
        # "Datum 1: 09/02 ☒ vm ☐ nm": the boxes choose among what stands behind them, for what stands before them.
        return [Line(line.number, head + " + ".join(_before_words(line.text, found)))]
    if says:
        # The box stands behind the words: "Inspectie [x]".
        pieces, head = _behind_words(line.text, found), ""
    else:
        pieces = _before_words(line.text, found)
    return [
        *([Line(line.number, head.rstrip())] if head.strip(" \t-*•") else []),
        *(Line(line.number, f"- {piece}") for piece in pieces),
    ]


def _behind_each(text: str, found: Sequence[re.Match[str]]) -> list[str]:
    """Return what stands behind each box, up to the next one."""
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [text[match.end() : end].strip(" ,;|") for match, end in zip(found, ends, strict=True)]


_HALF = re.compile(
    r"(?:[vn]m|[vn]\.m\.?|voormiddag|namiddag|ochtend|(?:le )?matin|(?:l['’])?apr[eè]s-?midi|[ap]m|vorm(?:ittags?|\.)?|"
    r"nachm(?:ittags?|\.)?)\.?$",
    re.IGNORECASE,
)


def _before_words(text: str, found: Sequence[re.Match[str]]) -> list[str]:
    """Return what stands behind the ticked boxes."""
    return _ticked(found, _behind_each(text, found))


def _behind_words(text: str, found: Sequence[re.Match[str]]) -> list[str]:
    """Return what stands before the ticked boxes."""
    begins = [0, *(match.end() for match in found[:-1])]
    spans = zip(begins, found, strict=True)
    return _ticked(found, [text[begin : match.start()].strip(" ,;|") for begin, match in spans])


def _ticked(found: Sequence[re.Match[str]], pieces: Sequence[str]) -> list[str]:
    rows = zip(found, pieces, strict=True)
    return [piece for match, piece in rows if piece and not _EMPTY_BOX.fullmatch(match[0])]


def split_closing(lines: Sequence[Line], lexicon: Lexicon) -> tuple[list[Line], list[Line]]:
    """Split lines into the letter and what stands below its closing ("Met vriendelijke groeten")."""
    book = lexicon.book("closing")
    for place, line in enumerate(lines):
        tokens = tokens_of(line.bare)
        if not tokens or place == 0 or len(tokens) > LONGEST_CLOSING:
            continue
        hit = book.at(tokens, 0) or lexicon.book("closing_nouns").first(tokens[:CLOSING_WITHIN])
        if hit is None or ":" in line.text:
            continue
        rest = sum(not other.blank for other in islice(lines, place + 1, place + 100))
        more = book.find(tokens)[-1]
        if len(tokens) - max(hit.end, more.end) <= (5 if rest <= 12 else 2):
            return list(lines[:place]), list(lines[place:])
    return list(lines), []


def sentences_of(lines: Iterable[Line], *, by_line: bool = False) -> list[Sentence]:
    """Cut lines into sentences; a blank line ends a paragraph, a bullet begins a sentence.

    ``by_line`` lets a short line stand for itself, as in an answer of a few words.
    """
    found: list[Sentence] = []
    block: list[Line] = []
    number = 0
    for line in [*lines, Line(0, "")]:
        ends = line.blank
        if block and (ends or line.bulleted or _leaves_the_list(block[-1], line) or _says_never(block[-1], line)):
            found += _cut(block, number)
            block = []
        if ends:
            number += bool(found) and found[-1].block == number
        else:
            block.append(line)
        if by_line and block and len(line.text.strip()) < SHORT_LINE:
            found += _cut(block, number)
            block = []
    return found


def _leaves_the_list(before: Line, line: Line) -> bool:
    """Say whether a line behind an item of a list goes on with the letter: its first word would have found room."""
    if not before.bulleted or before.text.rstrip().endswith(",") or not line.text[:1].isupper():
        return False
    return len(before.text.rstrip()) + 1 + len(line.text.split()[0]) < WRAPPED


def _says_never(before: Line, line: Line) -> bool:
    """Say whether a line begins with "never" although the one before had room for it: it speaks of other days."""
    begins = line.bare.split(" ", maxsplit=1)[0].lower() in _NEVER
    return begins and len(before.text.rstrip()) + len("jamais ") < WRAPPED


_NEVER = frozenset({"jamais", "nooit", "nie", "niemals"})


def _cut(block: Sequence[Line], number: int) -> list[Sentence]:
    """Join the lines of a paragraph and cut it at the ends of its sentences."""
    text, starts = "", []
    for line in block:
        starts.append((len(text), line.number))
        text += line.bare + " "
    cuts = [0]
    for match in sorted([*_END.finditer(text), *_END_SMALL.finditer(text)], key=re.Match.start):
        before = text[cuts[-1] : match.start()]
        following = text[match.end() :]
        ended = _DAY_ENDS.search(before) is not None and _ANEW.match(following) is not None
        # "… tot 01/05. 30 april gaat niet."
        anew = following[:1].isupper() or _NAMED_DAY.match(following) is not None
        ended = ended or (_SLASH_ENDS.search(before) is not None and anew)
        # "… of op 19 apr. Op 15 december is er raad."; "12. Jan. Vormittags" goes on.
        ended = ended or (_MONTH_ENDS.search(before) is not None and _BEGINS.match(following) is not None)
        # "KW 8. Am Dienstag …": a number of weeks is no ordinal.
        ended = ended or (_WEEK_ENDS.search(before) is not None and _WEEKS.match(following) is None)
        short = _SHORT.search(before) or (_BEFORE_NUMBER.search(before) and following[:1].isdigit())
        if ended or not short:
            cuts.append(match.end())
    cuts = _within_reason(cuts, text)
    found = []
    for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece = text[begin:end]
        if piece.strip():
            first = [row for row in starts if row[0] <= begin][-1]
            inner = [(start - begin, line) for start, line in starts if begin < start < end]
            found.append(Sentence(piece.rstrip(), number, ((0, first[1]), *inner)))
    return found


def _within_reason(cuts: Sequence[int], text: str) -> list[int]:
    """Cut what is longer than anybody writes at a blank: to read a sentence takes the square of its length."""
    kept = []
    for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        place = begin
        while end - place > LONGEST_SENTENCE:
            kept.append(place)
            place = text.rfind(" ", place + 1, place + LONGEST_SENTENCE) + 1 or place + LONGEST_SENTENCE
        kept.append(place)
    return kept


def prose(lines: Iterable[Line]) -> str:
    """Join lines into paragraphs: wrapped lines by a space, list items and paragraphs by line ends."""
    text = ""
    for line in lines:
        piece = line.text.strip()
        if not piece:
            text = text.rstrip() + "\n\n" if text.strip() else ""
        elif not text or text.endswith("\n"):
            text += piece
        else:
            text += ("\n" if line.bulleted else " ") + piece
    return text.strip()
