"""What the value behind a label means, one small reader for each field of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mailflow.model.meaning import Participant
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
from mailflow.understanding.names import PARTICLES, Name, first_names, split_name, tidy, without_title
from mailflow.understanding.participants import read_participants
from mailflow.understanding.passage import Line, Sentence, prose, sentences_of
from mailflow.understanding.sentences import speaks_of_days
from mailflow.understanding.services import ServicesRead, all_but, read_services, service_nearly, theme_named
from mailflow.understanding.tokens import WORD, fold, tokens_of
from mailflow.understanding.when import says_a_date

LONGEST_TEXT = 4000
LONGEST_SHORT = 200
LONGEST_NAMED = 3  # words of a service that we lack, with a question mark behind it


def fill(entries: Sequence[Entry], lexicon: Lexicon, draft: Draft) -> None:
    """Fill a draft from labelled fields; names that come a second time are further participants."""
    first, others = _persons(entries)
    ordered = sorted(first, key=lambda entry: entry.field == "theme")
    for entry in ordered:
        if not is_empty(entry, lexicon):
            _READERS[entry.field](entry, lexicon, draft)
            draft.labelled |= _STANDS_FOR[entry.field] if entry.field in _STANDS_FOR else {FieldName(entry.field)}
    sure = any(entry.field == "services" and entry.sure and not is_empty(entry, lexicon) for entry in ordered)
    if not (draft.services or draft.unknown or sure):
        # "Service: insertion" is where the writer works.
        draft.labelled.discard(FieldName.SERVICES)
    draft.participants += [person for group in others if (person := _person(group, lexicon))]


def is_empty(entry: Entry, lexicon: Lexicon) -> bool:
    """Say whether a value says nothing: blank, a dash, dots, "n.v.t.", "volgt nog"."""
    text = entry.text
    if not WORD.search(text.replace("_", " ")) or lexicon.book("empty").whole(text) is not None:
        return True
    return lexicon.book("given_later").at(tokens_of(text[:LONGEST_SHORT]), 0) is not None


_NAMES = frozenset({"name", FULL_NAME})
# Who only labels the days that don't suit may wish for others in his text.
_STANDS_FOR = {FULL_NAME: {FieldName.NAME, FieldName.FIRST_NAME}, DAYS_OFF: set[FieldName]()}


def _persons(entries: Sequence[Entry]) -> tuple[list[Entry], list[list[Entry]]]:
    """Split the entries into those of the requester and the groups that begin with a further name."""
    first: list[Entry] = []
    others: list[list[Entry]] = []
    seen: set[str] = set()
    behind: list[Entry] = []
    for entry in entries:
        again = bool(entry.first) and (entry.field in seen or (entry.field in _NAMES and bool(seen & _NAMES)))
        if entry.field in _NAMES and again:
            others.append(behind := [entry])
        elif entry.field in {"first_name", "email"} and (again or behind) and others:
            # Right behind a further name they are that person's, also if the requester gave none.
            others[-1].append(entry)
        else:
            first.append(entry)
            behind = []
        seen.add(entry.field)
    return first, others


def _person(group: Sequence[Entry], lexicon: Lexicon) -> Participant | None:
    scratch = {entry.field: entry for entry in group}
    if FULL_NAME in scratch:
        name = split_name(scratch[FULL_NAME].first)
    elif "first_name" in scratch:
        name = Name(tidy(scratch["name"].first), tidy(scratch["first_name"].first))
    else:
        name = split_name(scratch["name"].first)
    email = email_in(scratch["email"].text) if "email" in scratch else ""
    return (
        Participant(name.last, name.first, email) if any(name) and not lexicon.book("empty").whole(name.last) else None
    )


# "Caroline Petit, gsm 0495/12 34 56": what follows the comma is no name.
_NO_NAME = re.compile(r"[,;]?\s*(?:\b(?:gsm|tel|tél|telefoon|téléphone|telefon|e-?mail|mail)\b|\+?\d)", re.IGNORECASE)


def _name(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    if len(_people(entry.first[:LONGEST_SHORT])) > 1:
        _full_name(entry, lexicon, draft)
        return
    text = _NO_NAME.split(entry.first[:LONGEST_SHORT], maxsplit=1)[0]
    centre = centre_in(text)
    if centre is not None:
        draft.put_centre(*centre, entry.line)
        text = text.partition(",")[0]
    text = _before_small(text)
    if len(text.split()) > 1 and not draft.name.first:
        draft.texts.setdefault(FieldName.NAME, text)
    draft.put_name(Name(tidy(without_title(_without_address(text))), ""), entry.line)


def _first_name(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    draft.put_name(Name("", tidy(_without_address(entry.first[:LONGEST_SHORT]))), entry.line)


def _full_name(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    """Read a name, and the function and the centre that may stand behind it ("Wie: Els Peeters, juriste, OCMW Mol")."""
    centre = centre_in(entry.first)
    if centre is not None:
        draft.put_centre(*centre, entry.line)
    draft.put(FieldName.PHONE, phone_in(entry.first), entry.line)
    text, _, behind = _NO_NAME.split(entry.first[:LONGEST_SHORT], maxsplit=1)[0].partition(" (")
    pieces = [piece.strip() for piece in re.split(r"[,;]|\s[-–]\s", text)]
    told = [piece for piece in pieces[1:] if centre_in(piece) or lexicon.book("functions").has(piece)]
    text = ", ".join(piece for piece in pieces if piece not in told)
    draft.put(FieldName.FUNCTION, _function_of(", ".join([behind, *told]), lexicon), entry.line)
    text, *others = _people(re.sub(r"\(?\b(?:ik|ikzelf|moi|ich)\b\)?", " ", text))
    text = _before_small(text)
    draft.participants += read_participants([Line(entry.line, other) for other in others], lexicon)
    words = entry.label.split()
    last_first = bool(words) and not words[0].startswith(("voorn", "pren", "vorn", "vor", "roep", "voor"))
    named = any(word.startswith(("voorn", "pren", "vorn")) for word in words)
    draft.put_name(split_name(text, last_first=last_first and named), entry.line)


def _people(text: str) -> list[str]:
    """Split a text at "and", and at commas between people with first names in front ("Peeters, Sara" is one)."""
    pieces = [piece for piece in re.split(r"\s*,\s*", text) if piece]
    several = all(len(piece.split()) > 1 and fold(piece.split()[0]) in first_names() for piece in pieces)
    return [one for part in (pieces if several else [text]) for one in re.split(r"\s+(?:en|et|und|&|\+)\s+", part)]


def _function_of(text: str, lexicon: Lexicon) -> str:
    tokens = tokens_of(text)
    hit = lexicon.book("functions").first(tokens)
    return text[tokens[hit.start].start : tokens[hit.end - 1].end] if hit is not None else ""


def _before_small(text: str) -> str:
    """Return the capitalised words that a text begins with: "Lucie Bosmans assistante sociale" is Lucie Bosmans."""
    words = text.split()
    if not words or words[0][:1].islower():
        return text
    end = next((i for i, w in enumerate(words) if w[:1].islower() and fold(w) not in PARTICLES | _JOINING), len(words))
    return " ".join(words[:end])


_JOINING = frozenset(["en", "et", "und"])


def _without_address(text: str) -> str:
    return text.partition("<")[0].partition("(")[0] or text


def settle_name(draft: Draft) -> None:
    """Split a name field that holds the first name as well, once all labels are read."""
    last, first = draft.name
    if not last or " " not in last:
        return
    if first:
        words, known = last.split(), {fold(word) for word in first.split()}
        rest = [word for word in words if fold(word) not in known]
        if rest and len(rest) < len(words) and known <= {fold(word) for word in words}:
            draft.name = Name(" ".join(rest), first)
        return
    split = split_name(draft.texts.get(FieldName.NAME, last))
    if split.first:
        line = draft.lines.get(FieldName.NAME, 0)
        draft.name = Name()
        draft.put_name(split, line)


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
    for line in entry.lines:
        service, words = _service_and_theme(line.bare, lexicon)
        if service and words:
            draft.themes[service] = theme_named(words, service, lexicon)
        else:
            general.append(line)
    _share_theme(prose(general), lexicon, draft)


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


def _participants(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    found = read_participants(entry.lines, lexicon)
    draft.participants += [person for person in found if person not in draft.participants]
    if found:
        draft.note(FieldName.PARTICIPANTS, entry.line)


_READERS: dict[str, Callable[[Entry, Lexicon, Draft], None]] = {
    FieldName.NAME: _name,
    FieldName.FIRST_NAME: _first_name,
    FULL_NAME: _full_name,
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
    FieldName.PARTICIPANTS: _participants,
}


def without(draft: Draft, email: str) -> None:
    """Leave the requester out of the further participants."""
    name = (fold(draft.name.last), fold(draft.name.first))
    draft.participants = [
        person
        for person in draft.participants
        if (name == ("", "") or (fold(person.name), fold(person.first_name)) != name)
        and (not person.email or person.email != email)
    ]
