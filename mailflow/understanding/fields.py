"""What the value behind a label means, one small reader for each field of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from mailflow.model.words import FieldName, Language
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.date_fields import read_dates_beside, read_dates_field, read_days_off
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.described import by_their_work
from mailflow.understanding.draft import Draft
from mailflow.understanding.label_names import DAYS_OFF, FULL_NAME
from mailflow.understanding.labels import Entry
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import centre_in, municipality_called
from mailflow.understanding.names import first_names
from mailflow.understanding.passage import Line, Sentence, prose, sentences_of
from mailflow.understanding.person_fields import (
    LONGEST_SHORT,
    person_of,
    persons_of,
    read_companions,
    read_first_name,
    read_full_name,
    read_name,
)
from mailflow.understanding.sentences import speaks_of_days
from mailflow.understanding.service_names import is_service
from mailflow.understanding.services import (
    ServicesRead,
    all_but,
    read_services,
    service_nearly,
    theme_named,
)
from mailflow.understanding.tokens import WORD, fold, tokens_of
from mailflow.understanding.when import says_a_date

LONGEST_TEXT = 4000
LONGEST_NAMED = 3  # words of a service that we lack, with a question mark behind it


def fill(entries: Sequence[Entry], lexicon: Lexicon, draft: Draft) -> None:
    """Fill a draft from labelled fields; names that come a second time are further participants."""
    first, others = persons_of(entries)
    ordered = sorted(first, key=lambda entry: entry.field == "theme")
    for entry in ordered:
        if not is_empty(entry, lexicon):
            _READERS[entry.field](entry, lexicon, draft)
            draft.labelled |= _STANDS_FOR[entry.field] if entry.field in _STANDS_FOR else {FieldName(entry.field)}
    if not (draft.dates.line or draft.dates.preference):
        # "Het gaat om drie halve dagen: Inspectie, …", "Data: in overleg"
        draft.labelled.discard(FieldName.DATES)
    sure = any(entry.field == "services" and entry.sure and not is_empty(entry, lexicon) for entry in ordered)
    if not (draft.services or draft.unknown or sure):
        # "Service: insertion" is where the writer works.
        draft.labelled.discard(FieldName.SERVICES)
    draft.participants += [person for group in others if (person := person_of(group, lexicon))]


def is_empty(entry: Entry, lexicon: Lexicon) -> bool:
    """Say whether a value says nothing: blank, a dash, dots, "n.v.t.", "volgt nog"."""
    text = entry.text
    if not WORD.search(text.replace("_", " ")) or lexicon.book("empty").whole(text) is not None:
        return True
    return lexicon.book("given_later").at(tokens_of(text[:LONGEST_SHORT]), 0) is not None


# Who only labels the days that don't suit may wish for others in his text.
_STANDS_FOR = {FULL_NAME: {FieldName.NAME, FieldName.FIRST_NAME}, DAYS_OFF: set[FieldName]()}


def _email(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    draft.put(FieldName.EMAIL, email_in(entry.text), entry.line)
    draft.put(FieldName.PHONE, phone_in(entry.text.replace(email_in(entry.text) or "\0", " ")), entry.line)


def _phone(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    draft.put(FieldName.PHONE, phone_in(entry.first) or entry.first[:40], entry.line)


def _ocmw(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    text = entry.first[:LONGEST_SHORT]
    draft.put_centre(text, municipality_called(text), entry.line)


def _function(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    draft.put(FieldName.FUNCTION, entry.first[:LONGEST_SHORT], entry.line)
    centre = centre_in(entry.first)
    if centre is not None and centre[1] is not None:
        draft.put_centre(*centre, entry.line)


def _services(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    read = read_services(_without_labels(entry.lines, lexicon), lexicon)
    _by_their_work(entry, read, lexicon)
    vague = fold(entry.label) in _VAGUE and not read.services
    if (entry.sure and not vague) or read.services:
        draft.services += [service for service in read.services if service not in draft.services]
        draft.unknown += [
            u for u in read.unknown if not (says_a_date(u.text, draft.today) or _is_none(u.text, read, lexicon))
        ]
        for service, theme in read.themes.items():
            if not says_a_date(theme, draft.today):
                draft.themes.setdefault(service, theme)
        draft.note(FieldName.SERVICES, entry.line)
    for line in entry.lines:
        read_dates_beside(line, lexicon, draft.today, draft.dates)


def _by_their_work(entry: Entry, read: ServicesRead, lexicon: Lexicon) -> None:
    """Take the services that a value tells by what their people do, for what it names none by."""
    if all_but(entry.text, lexicon, ServicesRead()):
        # "Tous les services sauf le service d'études": what is left out is no choice.
        return
    for line in entry.lines:
        hits = by_their_work(line.text, tokens_of(line.text), lexicon)
        for hit in hits:
            read.add(hit.value)
        if hits:
            read.unknown[:] = [unknown for unknown in read.unknown if unknown.line != line.number]
    for unknown in list(read.unknown):
        # "Diensten: onderzoek en activering"
        told = lexicon.work_book.whole(unknown.text)
        if told is not None:
            read.add(told)
            read.unknown.remove(unknown)


# "Waar: Brussel" names a place, and no service that we lack.
_VAGUE = frozenset({
    "waar", "waarheen", "waar naartoe", "ou", "ou aller", "destination", "wo", "wohin", "bestemming",
    "gewenste plaats", "plaats van de stage", "lieu souhaite", "lieu de stage", "wunschort", "stageplaats",
    "interesse in", "interesse voor", "interet pour", "interesse an", "interesse fur", "afdeling", "departement",
    "chez qui", "bij wie", "bei wem",
})  # fmt: skip


def _without_labels(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Leave out the lines below a choice that begin with a label we don't know and name no service ("Durée : …")."""
    return [
        line
        for place, line in enumerate(lines)
        if place == 0 or not _LABELLED.match(line.text) or lexicon.service_book.first(tokens_of(line.text)) is not None
    ]


_LABELLED = re.compile(r"\s*[-*•]?\s*[^\W\d][^:→]{2,40}(?::|→)\s*\S")


def _is_none(text: str, read: ServicesRead, lexicon: Lexicon) -> bool:
    """Say whether words in a place for services are none: "any", and beside a service a day, a person, an aside."""
    asks = text.endswith("?") and len(text.split()) > LONGEST_NAMED
    if asks or lexicon.book("any_service").has(text):
        # "Je ne sais pas encore, pouvez-vous m'envoyer la liste ?"
        return True
    if not read.services:
        return False
    words = [token.word for token in tokens_of(text)]
    person = words[0] in first_names() and len(words) > 1 and text.istitle()
    return person or speaks_of_days(Sentence(text, 0, ((0, 0),))) or lexicon.has("preferring", text)


def _theme(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    if lexicon.book("internship").has(entry.text):
        return
    draft.note(FieldName.THEME, entry.line)
    general: list[Line] = []
    for line in _one_a_line(entry.lines, lexicon):
        if line.bulleted and draft.services and is_service(line.bare, lexicon):
            # "Diensten: - BLAS, thema: … / - FrontOffice": the list goes on behind the theme.
            draft.services += [one for one in read_services([line], lexicon).services if one not in draft.services]
            continue
        service, words = _service_and_theme(line.bare, lexicon)
        if service and words:
            draft.themes[service] = theme_named(words, service, lexicon)
        else:
            general.append(line)
    _share_theme(prose(general), lexicon, draft)


def _one_a_line(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Cut lines before a second service with its theme ("bij BLAS: …; bij Inspectie: …", "BLAS: … / FO: …")."""
    return [Line(line.number, piece) for line in lines for piece in _themes_of(line.text, lexicon)]


def _themes_of(text: str, lexicon: Lexicon) -> list[str]:
    cuts = (match for match in _NEXT_THEME.finditer(text) if match["cut"] == ";" or is_service(match["head"], lexicon))
    begins = [0, *(match.end("cut") for match in cuts)]
    return [text[begin:end].strip(" /,;") for begin, end in pairwise([*begins, len(text)])]


_NEXT_THEME = re.compile(r"(?P<cut>[;,/])\s*(?=(?P<head>[^;:,/=]{2,60}?)\s?[:=])")


def _service_and_theme(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """Split "juridisch: leefloonwet" into service and theme; no service if the line doesn't begin with one."""
    tokens = tokens_of(text)
    hits = lexicon.service_book.find(tokens)
    if len(hits) == 1 and hits[0].start <= 1 and hits[0].value:
        rest = text[tokens[hits[0].end - 1].end :].lstrip()
        return (hits[0].value, rest.strip(" :.=()-–—>\t")) if rest[:1] in ":=(-–—>" else ("", "")
    before, colon, behind = text.partition(":")
    core = lexicon.core(fold(before))
    service = lexicon.abbreviations.get(core) or service_nearly(core, lexicon) if colon and core else ""
    return service, behind.strip()


def _share_theme(words: str, lexicon: Lexicon, draft: Draft) -> None:
    """Give a theme without a service to the chosen service that lists it, else to all that have none."""
    if not WORD.search(words):
        return
    closed = [id_ for id_ in draft.services if lexicon.services[id_].themes_closed]
    listed = [id_ for id_ in closed if theme_named(words, id_, lexicon) != words]
    owners = listed or [id_ for id_ in draft.services if id_ not in closed] or closed
    for id_ in owners:
        draft.themes.setdefault(id_, theme_named(words[:LONGEST_SHORT], id_, lexicon))


def _motivation(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    earlier = draft.texts.get(FieldName.MOTIVATION, "")
    if earlier and FieldName.MOTIVATION in draft.labelled and entry.text not in earlier:
        # A reason for each service ("Waarom de inspectie: … Waarom de studiedienst: …").
        draft.texts[FieldName.MOTIVATION] = f"{earlier}\n{entry.text}"[:LONGEST_TEXT]
    draft.put(FieldName.MOTIVATION, entry.text[:LONGEST_TEXT], entry.line)


def _dates(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    if not says_a_date(entry.text, draft.today) and read_services(entry.lines, lexicon).services:
        # "Voorkeur: BLAS"
        _services(entry, lexicon, draft)
        draft.labelled.add(FieldName.SERVICES)
        return
    read_dates_field(entry.lines, lexicon, draft.today, draft.dates)


_ASIDE = re.compile(r"[(,;]")


def _language(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    hits = {hit.value for hit in lexicon.book("languages").find(tokens_of(entry.first))}
    if len(hits) > 1:
        # "Allemand (mes collègues m'ont passé le formulaire en français)"
        hits = {hit.value for hit in lexicon.book("languages").find(tokens_of(_ASIDE.split(entry.first)[0]))}
    if len(hits) == 1 and draft.language is None:
        draft.language = Language(hits.pop())
        draft.note(FieldName.LANGUAGE, entry.line)


def _remarks(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    draft.put(FieldName.REMARKS, entry.text[:LONGEST_TEXT], entry.line)
    # "Opmerking: van 21/12 tot 1/1 ben ik met verlof": people tell of other days here.
    for sentence in sentences_of(entry.lines):
        read_dates_of(sentence, lexicon, draft.today, draft.dates)


def _supervisor(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    tokens = tokens_of(entry.text)
    if lexicon.book("not_yet").first(tokens) is not None:
        return
    no, yes = (
        lexicon.book("no").first(tokens),
        lexicon.book("yes").first(tokens) or lexicon.book("agrees").first(tokens),
    )
    if no is not None or yes is not None:
        draft.agreement = no is None or (yes is not None and yes.start < no.start and yes.start == 0)
        draft.note(FieldName.SUPERVISOR, entry.line)


_READERS: dict[str, Callable[[Entry, Lexicon, Draft], None]] = {
    FieldName.NAME: read_name,
    FieldName.FIRST_NAME: read_first_name,
    FULL_NAME: read_full_name,
    FieldName.EMAIL: _email,
    FieldName.PHONE: _phone,
    FieldName.OCMW: _ocmw,
    FieldName.FUNCTION: _function,
    FieldName.SERVICES: _services,
    FieldName.THEME: _theme,
    FieldName.MOTIVATION: _motivation,
    FieldName.DATES: _dates,
    DAYS_OFF: lambda entry, _, draft: read_days_off(entry.lines, draft.today, draft.dates),
    FieldName.LANGUAGE: _language,
    FieldName.REMARKS: _remarks,
    FieldName.SUPERVISOR: _supervisor,
    FieldName.PARTICIPANTS: read_companions,
}
