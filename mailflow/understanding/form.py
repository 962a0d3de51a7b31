"""The form of a request: what a message gives, labelled or not, and what an answer adds to it (SPEC §4, §5).

``read_body`` reads a first request, ``read_fields`` an answer: fields in its new text, a missing thing given in a
few words, and a form of ours filled in inside the quote. Commands are none of its business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.model.meaning import Form, Thread
from mailflow.model.message import Message
from mailflow.model.rules import Rulebook
from mailflow.model.words import FieldName, Language, Role
from mailflow.understanding import answers
from mailflow.understanding.between_questions import with_questions
from mailflow.understanding.choosing import choose_services
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.date_table import with_days_of_tables
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.draft import Draft
from mailflow.understanding.fields import fill, is_empty
from mailflow.understanding.free_text import also_asked, own_address, read_sentences
from mailflow.understanding.labels import LONG, Entry, read_entries
from mailflow.understanding.language import written_in
from mailflow.understanding.lexicon import Lexicon, lexicon_of
from mailflow.understanding.passage import (
    Line,
    Sentence,
    lines_of,
    prose,
    sentences_of,
    split_closing,
    without_empty_boxes,
)
from mailflow.understanding.person_fields import settle_name, without
from mailflow.understanding.scope import not_staff, out_of_scope
from mailflow.understanding.sentences import agreement_in, is_aside, language_in, speaks_of_days
from mailflow.understanding.service_lines import with_chosen_services
from mailflow.understanding.signed import fall_back, split_at_name
from mailflow.understanding.tokens import fold, tokens_of

BRUSSELS = ZoneInfo("Europe/Brussels")
FAR_DATE_DAYS = 3
LEAST_LABELS = 2
SHORT_ANSWER = 300  # characters
SIGNED = frozenset({FieldName.NAME, FieldName.FIRST_NAME, FieldName.OCMW, FieldName.EMAIL, FieldName.PHONE})


@dataclass(frozen=True)
class Body:
    """A message cut into labelled fields and sentences; ``below`` are the lines under its closing."""

    entries: list[Entry]
    sentences: list[Sentence]
    all_sentences: list[Sentence]
    below: list[Line]

    @property
    def text(self) -> str:
        """Return the running text."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @property
    def whole(self) -> str:
        """Return running text and labelled lines."""
        return "\n".join(sentence.text for sentence in self.all_sentences)


def today_of(message: Message, now: datetime) -> date:
    """Return the day that a message speaks from: its Date header, or its arrival if they are more than 3 days apart."""
    said = message.date_at
    arrived = message.received_at or now
    moment = said if said is not None and abs((said - arrived).days) <= FAR_DATE_DAYS else arrived
    return moment.astimezone(BRUSSELS).date()


def cut(message: Message, lexicon: Lexicon, *, by_line: bool = False) -> Body:
    """Cut the new text of a message into labelled fields and sentences (``by_line``: see ``sentences_of``)."""
    lines = lines_of(message)
    lines = lines if by_line else with_questions(lines, message, lexicon)
    lines = without_empty_boxes(with_days_of_tables(without_our_page(lines, lexicon)))
    lines = with_chosen_services(lines, lexicon)
    letter, below = split_closing(lines, lexicon)
    if not (below or by_line):
        letter, below = split_at_name(lines, message.from_)
    entries, rest = read_entries(letter, lexicon)
    entries, rest = _without_afterthoughts(entries, rest)
    # "Service Activation", "CPAS de Namur" in a signature are no fields, whatever they begin with.
    low_entries, _ = read_entries([line for line in below if line.blank or _MARKED.search(line.text)], lexicon)
    if (
        len({e.field for e in low_entries if not is_empty(e, lexicon)} - {"phone", "email", "function", "ocmw"})
        >= LEAST_LABELS
    ):
        entries += low_entries
        below = []
    return Body(entries, sentences_of(rest, by_line=by_line), sentences_of(letter), below)


_MARKED = re.compile(r"[:|\t?]")
_OPENS = re.compile(r"^\s*[\"“„«]")
_CLOSES = re.compile(r"[\"“”»][\s.,;)]*$")
OUR_PAGE = 4  # services: who quotes so many quotes what we offer
LONGEST_QUOTATION = 30  # lines


def without_our_page(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Leave out the lines in quotation marks that say which services we offer: nobody asks for them by quoting that."""
    kept = list(lines)
    for begin, line in enumerate(lines):
        if not _OPENS.match(line.text):
            continue
        ends = (n for n in range(begin, min(len(lines), begin + LONGEST_QUOTATION)) if _CLOSES.search(lines[n].text))
        end = next(ends, begin - 1)
        named = {hit.value for one in lines[begin : end + 1] for hit in lexicon.service_book.find(tokens_of(one.text))}
        if len(named) >= OUR_PAGE:
            kept[begin : end + 1] = [Line(one.number, "") for one in lines[begin : end + 1]]
    return kept


def _without_afterthoughts(entries: list[Entry], rest: list[Line]) -> tuple[list[Entry], list[Line]]:
    """Give back the last paragraphs of a long field that only speak of days, or are a name: they don't belong to it."""
    kept = []
    for entry in entries:
        lines = list(entry.lines)
        while entry.field in LONG and (begin := _last_paragraph(lines)) and is_aside(prose(lines[begin:])):
            rest = sorted([*rest, *lines[begin - 1 :]], key=lambda line: line.number)
            lines = lines[: begin - 1]
        kept.append(replace(entry, lines=tuple(lines)))
    return kept, rest


def _last_paragraph(lines: Sequence[Line]) -> int:
    """Return where the last paragraph begins, 0 if there is only one."""
    return next((place + 1 for place in range(len(lines) - 2, 0, -1) if lines[place].blank), 0)


def read_body(message: Message, body: Body, lexicon: Lexicon, now: datetime) -> Draft:
    """Read everything that a first request gives; ``body`` is its text as ``cut`` took it apart."""
    draft = Draft(today_of(message, now), message.from_.email if message.from_ else "")
    fill(body.entries, lexicon, draft)
    read_sentences(body.sentences, lexicon, draft)
    also_asked([s for e in body.entries if e.field == FieldName.REMARKS for s in sentences_of(e.lines)], lexicon, draft)
    _beside_the_reason(body.entries, lexicon, draft)
    settle_name(draft)
    draft.put(FieldName.EMAIL, *own_address(body.sentences, draft))
    fall_back(message, body.all_sentences, body.below, lexicon, draft)
    without(draft, draft.texts.get(FieldName.EMAIL, ""))
    return draft


def _beside_the_reason(entries: Sequence[Entry], lexicon: Lexicon, draft: Draft) -> None:
    """Read services, agreement and days out of a long field too ("Waarom? Ik zou graag …"), if no other gives them."""
    sentences = [s for entry in entries if entry.field == FieldName.MOTIVATION for s in sentences_of(entry.lines)]
    if not (FieldName.SERVICES in draft.labelled or draft.services or draft.unknown):
        choose_services(sentences, lexicon, draft)
    draft.put_language(*language_in(sentences, lexicon))
    if draft.agreement is None and FieldName.SUPERVISOR not in draft.labelled:
        draft.agreement, line = agreement_in(sentences, lexicon)
        draft.note(FieldName.SUPERVISOR, line if draft.agreement is not None else 0)
    if FieldName.DATES not in draft.labelled:
        for sentence in sentences:
            if speaks_of_days(sentence) or date_words(sentence.text).days:
                read_dates_of(sentence, lexicon, draft.today, draft.dates)


def finish(draft: Draft, body: Body, message: Message, lexicon: Lexicon) -> Form:
    """Return the form of a first request with what HR must see."""
    form = draft.form()
    return replace(
        form,
        written=_written(form, body),
        out_of_scope=out_of_scope(body.all_sentences, lexicon),
        not_staff=not_staff(message, body.whole, form.ocmw, lexicon),
    )


def _written(form: Form, body: Body) -> Language | None:
    """Return the language of the writer's own words; labels count only where nothing else tells."""
    own = "\n".join((body.text, form.motivation, form.remarks, *form.themes.values()))
    return written_in(own) or written_in(body.whole)


def read_fields(message: Message, rulebook: Rulebook, now: datetime, thread: Thread | None = None) -> Form | None:
    """Return the fields that an answer gives, ``None`` if it gives none.

    Read are labelled fields in the new text, the missing things that ``thread.asked`` names in free words (not from
    HR or a service), and label lines inside the quote whose value differs from the one in ``thread.letter_text``.
    """
    lexicon = lexicon_of(rulebook)
    asked = thread.asked if thread is not None else ()
    if asked and not message.new_text.strip():
        # "Els Peeters, OCMW Mol, 014 …" and nothing else looks like a signature, and may be all that we asked for.
        asked = tuple(field for field in asked if field in SIGNED)
        message = _signature_alone(message) if asked else message
    draft = Draft(today_of(message, now))
    body = cut(message, lexicon, by_line=True)
    fill([entry for entry in body.entries if entry.sure], lexicon, draft)
    if thread is not None and thread.letter_text:
        fill(_filled_in_quote(message, thread.letter_text, lexicon), lexicon, draft)
    settle_name(draft)
    if thread is None or thread.role not in {Role.HR, Role.SERVICE}:
        answers.read_answer(body.sentences, lexicon, draft, asked)
    if draft.is_empty:
        return None
    form = draft.form()
    flagged = out_of_scope(body.all_sentences, lexicon)
    return replace(form, written=_written(form, body), out_of_scope=flagged)


def without_fields(message: Message, rulebook: Rulebook, *, in_words: bool) -> Message:
    """Return a message whose new text has lost the lines that are only fields; the others keep their numbers.

    ``in_words`` says that a superior's agreement and who comes along are fields too, not only labels and a centre.
    """
    lexicon = lexicon_of(rulebook)
    body = cut(message, lexicon, by_line=True)
    taken = {number for entry in body.entries if entry.sure for number in _lines_of_field(entry)}
    said: dict[int, list[bool]] = {}
    for sentence in sentences_of(lines_of(message), by_line=True):
        said.setdefault(sentence.line, []).append(answers.is_field(sentence, lexicon, in_words=in_words))
    taken |= {number for number, only in said.items() if all(only)}
    kept = [line for line in lines_of(message) if line.number not in taken]
    return replace(
        message, new_text="\n".join(line.text for line in kept), new_lines=tuple(line.number for line in kept)
    )


def _lines_of_field(entry: Entry) -> set[int]:
    """Return the lines of a field: a short one has its label and one line, whatever stands below."""
    if entry.field in LONG:
        return {entry.line, *(line.number for line in entry.lines)}
    return {entry.line, *[line.number for line in entry.lines if not line.blank][:1]}


def _signature_alone(message: Message) -> Message:
    """Return a message with its signature as its new text."""
    lines = message.text.split("\n")
    signed = [text for text in message.signature.split("\n") if text.strip()]
    numbers = tuple(lines.index(text) + 1 for text in signed)
    return replace(message, new_text="\n".join(signed), new_lines=numbers)


def _filled_in_quote(message: Message, letter: str, lexicon: Lexicon) -> list[Entry]:
    """Return the label lines of the quote that don't say what our letter said."""
    ours, _ = read_entries([Line(0, text) for text in _composed(letter)], lexicon)
    written = {(entry.field, fold(entry.text)) for entry in ours}
    labels = {entry.field for entry in ours} | {
        field for text in _composed(letter) for field in _empty_label(text, lexicon)
    }
    entries, _ = read_entries(_quoted_lines(message), lexicon)
    return [
        entry
        for entry in entries
        if entry.sure
        and entry.field in labels
        and not is_empty(entry, lexicon)
        and (entry.field, fold(entry.text)) not in written
    ]


def form_in_quote(message: Message, lexicon: Lexicon, now: datetime) -> tuple[Draft, Body] | None:
    """Return a form that the sender filled in inside a quote, where little else is written; ``None`` if there is none.

    Fields count only where the form bears the sender's own address or name: what others asked for is no request of his.
    """
    if not message.quoted or len(message.new_text) > SHORT_ANSWER:
        return None
    lines = _quoted_lines(message)
    entries, _ = read_entries(lines, lexicon)
    given = {entry.field: entry.text for entry in entries if entry.sure and not is_empty(entry, lexicon)}
    if not {"services", "motivation"} <= given.keys() or not _is_of_sender(given, message):
        return None
    body = Body([entry for entry in entries if entry.field in given], [], sentences_of(lines), [])
    return read_body(message, body, lexicon, now), body


def _is_of_sender(given: Mapping[str, str], message: Message) -> bool:
    """Say whether the fields of a form give the address of the one who sends it, or his name and no address."""
    if message.from_ is None:
        return False
    if "email" in given:
        return message.from_.email in given["email"].casefold()
    written = fold(" ".join(given.get(key, "") for key in ("full_name", "first_name", "name"))).split()
    return len(written) > 1 and set(written) <= set(fold(f"{message.from_.name} {message.from_.email}").split())


def _composed(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split("\n")


def _empty_label(text: str, lexicon: Lexicon) -> list[str]:
    """Return the field of a label line of ours that waits to be filled in."""
    entries, _ = read_entries([Line(0, text)], lexicon)
    return [entry.field for entry in entries]


def _quoted_lines(message: Message) -> list[Line]:
    """Return the lines of the quote, without their marks, with their numbers in the message's text."""
    new = set(message.new_lines)
    numbered = list(enumerate(_composed(message.text), 1))
    quoted = {text.strip() for text in _composed(message.quoted)}
    found = []
    for number, text in numbered:
        if number not in new and text.strip() in quoted:
            found.append(Line(number, text.lstrip("> \t|")))
    return found
