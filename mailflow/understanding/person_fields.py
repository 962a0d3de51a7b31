"""What labels for people mean: the requester's name in its parts, further participants, who stands beside them.

The other fields are read by ``fields``; names and lists of people as such by ``names`` and ``participants``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.model.meaning import Participant
from mailflow.model.words import FieldName
from mailflow.understanding.contact import email_in, phone_in
from mailflow.understanding.draft import Draft
from mailflow.understanding.label_names import FULL_NAME
from mailflow.understanding.labels import Entry
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import centre_in
from mailflow.understanding.names import PARTICLES, Name, first_names, split_name, tidy, without_title
from mailflow.understanding.participants import read_participants
from mailflow.understanding.passage import Line
from mailflow.understanding.tokens import fold, tokens_of

LONGEST_SHORT = 200  # characters
_NAMES = frozenset({"name", FULL_NAME})


def persons_of(entries: Sequence[Entry]) -> tuple[list[Entry], list[list[Entry]]]:
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
        # A heading ("PERSON") names nobody yet.
        seen |= {entry.field} if entry.first else set()
    return first, others


def person_of(group: Sequence[Entry], lexicon: Lexicon) -> Participant | None:
    """Return whom a group of entries names, ``None`` if nobody."""
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


def read_name(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    """Read a last name; people write first name, address or centre there too."""
    if len(_people(entry.first[:LONGEST_SHORT])) > 1:
        read_full_name(entry, lexicon, draft)
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


def read_first_name(entry: Entry, _lexicon: Lexicon, draft: Draft) -> None:
    """Read a first name."""
    draft.put_name(Name("", tidy(_without_address(entry.first[:LONGEST_SHORT]))), entry.line)


def read_full_name(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
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
    several = bool(pieces) and all(
        len(piece.split()) > 1 and fold(piece.split()[0]) in first_names() for piece in pieces
    )
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


def read_companions(entry: Entry, lexicon: Lexicon, draft: Draft) -> None:
    """Read the further participants of a field."""
    found = read_participants(entry.lines, lexicon)
    draft.participants += [person for person in found if person not in draft.participants]
    if found:
        draft.note(FieldName.PARTICIPANTS, entry.line)


def without(draft: Draft, email: str) -> None:
    """Leave the requester out of the further participants."""
    name = (fold(draft.name.last), fold(draft.name.first))
    draft.participants = [
        person
        for person in draft.participants
        if (name == ("", "") or (fold(person.name), fold(person.first_name)) != name)
        and (not person.email or person.email != email)
    ]
