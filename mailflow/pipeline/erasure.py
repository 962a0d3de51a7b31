"""Forgetting a person: their requests go with all that belongs to them, and elsewhere their name and address.

What is counted stays, and names nobody. Mails that people wrote lie in the mailbox: their Message-IDs are returned,
and on request they are deleted from our own folders. Leaves to ``retention`` what goes by age.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TypeVar, cast

from mailflow.errors import MailflowError
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.model.words import Folder, LetterStatus
from mailflow.pipeline import tallies
from mailflow.pipeline.retention import is_over
from mailflow.ports import Commit, Mailbox, Mark, Store

T = TypeVar("T")

ERASED = "[erased]"
_LIST = re.compile(r"[.,;\s]+")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a person stands: requests of their own, those that mention them, lists and warnings that do.

    ``pattern`` fits their address and names, ``narrow`` only the address, which nobody else has. Telephone numbers are
    the house's more often than a person's.
    ``copies`` are the mails in the mailbox: where each lies, as far as that is known, and its Message-ID.
    """

    pattern: re.Pattern[str]
    narrow: re.Pattern[str]
    address: str
    own: tuple[Request, ...]
    others: tuple[Request, ...]
    house: tuple[Letter, ...]
    aside: tuple[Mark, ...]
    copies: tuple[tuple[Folder, str], ...]

    def in_(self, request: Request) -> re.Pattern[str]:
        """Return what to look for in a request: no names in the request of a namesake."""
        return self.narrow if namesake(request, self.pattern, self.address) else self.pattern


def forget(store: Store, address: str, now: datetime, *, also_open: bool = False) -> tuple[Found, Commit]:
    """Return where a person stands and the commit that forgets them.

    Raise ``MailflowError`` if something about them is still open and shall not go all the same.
    """
    found = find(store, address.strip().strip("<>").lower())
    if not also_open:
        refuse_open(found, store)
    letters = [(request, letter) for request in found.others for letter in store.letters(request.ref)]
    theirs = {letter.message_id for _, letter in letters if letter.address.lower() == found.address}
    kept = ((request, letter) for request, letter in letters if letter.message_id not in theirs)
    commit = Commit(
        removed=tuple(request.ref for request in found.own),
        forgotten=(found.address,),
        requests=tuple(without(request, found) for request in found.others),
        reworded=tuple(
            (request.ref, reworded(store.trail(request.ref), found.in_(request))) for request in found.others
        ),
        letters=tuple(blank(letter, found.in_(request)) for request, letter in kept),
        discarded=(*theirs, *(letter.message_id for letter in found.house)),
        marks=tuple(replace(mark, why=found.pattern.sub(ERASED, mark.why)) for mark in found.aside),
        tallies=tallies.summed(tally for request in found.own for tally in tallies.of(request)),
        clock=now,
    )
    return found, commit


def find(store: Store, address: str) -> Found:
    """Look through the whole store and its archive for a person."""
    if "@" not in address:
        raise MailflowError(f"{address} is no address")
    own = tuple(one for one in store.requests_of(address) if one.requester.address.lower() == address)
    pattern, narrow = words_of(address, own, store)
    refs = {request.ref for request in own}
    theirs = Found(pattern, narrow, address, own, (), (), (), ())
    everybody = (one for one in store.requests(archived=True) if one.ref not in refs)
    others = tuple(one for one in everybody if mentions_anywhere(one, theirs.in_(one), store))
    house = tuple(x for x in store.letters("") if x.address.lower() != address and in_letter(x, pattern))
    aside = tuple(mark for mark in store.set_aside() if mark.ref not in refs and pattern.search(mark.why))
    if not (own or others or house or aside or address in store.languages()):
        known = any(letter.address.lower() == address for letter in store.letters(""))
        if not known:
            raise MailflowError(f"nothing is known of {address}")
    lying = (*copies(own, others, address, store), *((mark.target, mark.message_id) for mark in aside))
    mails = tuple(dict.fromkeys((folder, message_id) for folder, message_id in lying if message_id))
    return replace(theirs, others=others, house=house, aside=aside, copies=mails)


def namesake(request: Request, pattern: re.Pattern[str], address: str) -> bool:
    """Say whether a request is about somebody else of the same name."""
    person = request.requester
    people = [(person.address, request.addressee)]
    people += [(one.email, f"{one.first_name} {one.name}") for one in request.participants]
    people += [(guest.address, guest.name) for visit in request.visits for guest in visit.guests]
    return any(email and email.lower() != address and pattern.fullmatch(name.strip()) for email, name in people)


def words_of(address: str, own: Iterable[Request], store: Store) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for a person: address and full names in both orders; and the address alone."""
    words, names = {re.escape(address)}, set()
    for request in (*own, *store.requests_of(address)):
        if request.requester.address.lower() == address:
            own_name = (request.requester.first_name, request.requester.name)
            names.add(("", request.contact) if request.contact else own_name)
        names |= {(one.first_name, one.name) for one in request.participants if one.email.lower() == address}
        names |= {("", x.name) for visit in request.visits for x in visit.guests if x.address.lower() == address}
    narrow = _any_of(words)
    for first, last in names:
        parts = [re.escape(part) for part in _LIST.split(f"{first} {last}".strip()) if part]
        if len(parts) > 1:
            words.add(r"[\s,]+".join(parts))
        if first and last:
            words.add(r"[\s,]+".join(re.escape(part) for part in f"{last} {first}".split()))
    return _any_of(words), narrow


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def refuse_open(found: Found, store: Store) -> None:
    """Raise ``MailflowError`` if something about a person is under way."""
    still = [one.ref for one in (*found.own, *found.others) if not is_over(one) or _waits(store.letters(one.ref))]
    if still:
        raise MailflowError(
            f"{', '.join(still)} is still open, or has letters that wait to leave: cancel it by mail first "
            "(ANNULEREN), or say --open to erase it as it stands; nobody is told then"
        )
    if _waits(found.house):
        raise MailflowError("a list that names them waits to leave: try again when it has left, or say --open")


def _waits(letters: Iterable[Letter]) -> bool:
    return any(letter.status is LetterStatus.WAITING for letter in letters)


def copies(
    own: Iterable[Request], others: Iterable[Request], address: str, store: Store
) -> Iterator[tuple[Folder, str]]:
    """Yield the mails of a person, and of their requests, that lie in the mailbox."""
    for request in own:
        marks = store.marks(request.ref)
        filed = {mark.message_id: mark.target for mark in marks if mark.message_id}
        yield from ((target, message_id) for message_id, target in filed.items())
        noted = (request.source_message_id, *(entry.message_id for entry in store.trail(request.ref)))
        yield from ((Folder.INBOX, one) for one in noted if one and one not in filed and not store.letter(one))
    for request in others:
        filed = {mark.message_id: mark.target for mark in store.marks(request.ref)}
        for entry in store.trail(request.ref):
            if entry.who.lower() == address and entry.message_id:
                yield filed.get(entry.message_id, Folder.INBOX), entry.message_id


def delete_copies(found: Found, mailbox: Mailbox) -> frozenset[str]:
    """Delete a person's mails from our own folders, not from the watched one; return the Message-IDs of those gone."""
    ours = ((folder, message_id) for folder, message_id in found.copies if folder is not Folder.INBOX)
    return frozenset(message_id for folder, message_id in ours if mailbox.discard(folder, message_id))


def told(found: Found, deleted: frozenset[str] = frozenset()) -> str:
    """Return what was done as lines for the operator: what went, what was reworded, and the mails that still lie."""
    own, others = ", ".join(one.ref for one in found.own), ", ".join(one.ref for one in found.others)
    lines = [f"forgotten: {own or 'no request of their own'}; the figures stay"]
    lines += [f"erased from {others}"] if others else []
    lines += [f"deleted from the mailbox: {len(deleted)}"] if deleted else []
    left = [(folder, message_id) for folder, message_id in found.copies if message_id not in deleted]
    lines += ["still in the mailbox, as far as people have not moved it:"] if left else []
    return "\n".join([*lines, *(f"  {folder.value}: <{message_id}>" for folder, message_id in left)])


# ------------------------------------------------------------------------------------------ what mentions, and without


def mentions_anywhere(request: Request, pattern: re.Pattern[str], store: Store) -> bool:
    """Say whether a request, its trail or one of its letters mentions a person."""
    said = any(pattern.search(text) for text in texts(request))
    noted = said or any(pattern.search(text) for entry in store.trail(request.ref) for text in texts(entry))
    return noted or any(in_letter(letter, pattern) for letter in store.letters(request.ref))


def in_letter(letter: Letter, pattern: re.Pattern[str]) -> bool:
    """Say whether a letter goes to a person or speaks of them."""
    return any(pattern.search(text) for text in (letter.address, letter.subject, letter.text, letter.problem))


def texts(value: object) -> Iterator[str]:
    """Yield every text in a record."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts(getattr(value, part.name))


def censored(value: T, pattern: re.Pattern[str]) -> T:
    """Return a record in which what fits the pattern is erased from every text."""
    made: object = value
    if isinstance(value, str) and not isinstance(value, Enum):
        made = pattern.sub(ERASED, value)
    elif isinstance(value, tuple):
        made = tuple(censored(each, pattern) for each in value)
    elif isinstance(value, Mapping):
        made = {key: censored(each, pattern) for key, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: getattr(value, part.name) for part in fields(value)}
        changed = {name: now for name, part in parts.items() if (now := censored(part, pattern)) != part}
        made = replace(value, **changed) if changed else value
    return cast("T", made)


def without(request: Request, found: Found) -> Request:
    """Return a request of somebody else without the person: neither guest nor participant, nor in any text."""
    left = replace(
        request,
        participants=tuple(one for one in request.participants if one.email.lower() != found.address),
        held=tuple(one for one in request.held if one.address.lower() != found.address),
        visits=tuple(
            replace(visit, guests=tuple(one for one in visit.guests if one.address.lower() != found.address))
            for visit in request.visits
        ),
    )
    return censored(left, found.in_(request))


def reworded(trail: Iterable[TrailEntry], pattern: re.Pattern[str]) -> tuple[TrailEntry, ...]:
    """Return a trail that does not mention the person."""
    return tuple(censored(entry, pattern) for entry in trail)


def blank(letter: Letter, pattern: re.Pattern[str]) -> Letter:
    """Return a letter to somebody else without the person; its bytes go, since names hide in their encoding."""
    clean = censored(replace(letter, content=b""), pattern)
    return replace(clean, content=letter.content) if letter.status is LetterStatus.WAITING else clean
