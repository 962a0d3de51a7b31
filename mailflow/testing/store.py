"""MemoryStore: the store port in plain dictionaries, for tests and for rule authors who try their rules.

It keeps what is asked for at every step by key (open letters, tokens, reservations), searches for the rest, and
forgets everything in the end; the contract suite holds it and the real store to the same answers. Leaves durability to
``mailflow.store``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Archived, Request
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import Language, LetterStatus
from mailflow.ports import QUARANTINED, Asked, Commit, Due, Mark, Place, Position, Tally
from mailflow.testing.found import ALWAYS, age, held, last, leaves_at, parts, people, uids

R = TypeVar("R", Letter, Mark)

HOME = ZoneInfo("Europe/Brussels")


class MemoryStore:
    """A store that lives as long as the test. ``commits`` are all commits so far, for tests to look at."""

    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self._requests: dict[str, Request] = {}
        self._archived: dict[str, Archived] = {}
        self._trail: dict[str, list[TrailEntry]] = {}
        self._letters: dict[str, Letter] = {}
        self._open: dict[str, Letter] = {}
        self._rank: dict[str, int] = {}
        self._tokens: dict[str, list[str]] = {}
        self._of: dict[str, dict[str, Letter]] = {}
        self._slots: dict[str, tuple[Reservation, ...]] = {}
        self._ordered: list[str] = []
        self._marks: dict[tuple[str, str], Mark] = {}
        self._owed: dict[tuple[str, str], Mark] = {}
        self._turn: dict[tuple[str, str], int] = {}
        self._attempts: dict[Place, int] = {}
        self._positions: dict[str, Position] = {}
        self._standings: dict[str, Standing] = {}
        self._languages: dict[str, Language] = {}
        self._asked: dict[tuple[str, str], Asked] = {}
        self._numbers: dict[int, int] = {}
        self._tallies: dict[tuple[str, str, str, str], Tally] = {}
        self._clock: datetime | None = None

    def commit(self, commit: Commit) -> None:
        """Take it all in; what the caller holds is not shared."""
        # Requests alone hold what can be changed (mappings); letters are many, and of one piece.
        commit = replace(commit, requests=copy.deepcopy(commit.requests))
        self.commits.append(commit)
        self._bring_back(commit)
        for ref in commit.removed:
            self._remove(ref)
        for address in commit.forgotten:
            self._forget(address.strip().lower())
        if commit.expired_before:
            self._expire(commit.expired_before)
        if commit.discarded:
            kept = [letter for key, letter in self._letters.items() if key not in commit.discarded]
            self._rebuild(kept, self._marks.values())
        for ref, entries in commit.reworded:
            before = self._trail.get(ref, [])
            self._trail[ref] = [*entries[: len(before)], *before[len(entries) :]]
        for request in commit.requests:
            self._take(request)
        for ref, entry in commit.trail:
            self._trail.setdefault(ref, []).append(entry)
        for letter in commit.letters:
            self._keep(letter)
        for mark in commit.marks:
            self._note(mark)
        self._remember(commit)

    def archive(self, requests: tuple[Archived, ...]) -> None:
        """Leave these requests out of what goes through all of them."""
        self._archived |= {
            one.ref: one for one in requests if one.ref in self._requests and one.ref not in self._archived
        }

    def _bring_back(self, commit: Commit) -> None:
        """Take out of the archive what a commit says something of; its letters and marks are the last of their age."""
        named = {*commit.removed, *(request.ref for request in commit.requests)}
        named |= {letter.ref for letter in commit.letters} | {mark.ref for mark in commit.marks}
        named |= {ref for ref, _ in commit.trail} | {ref for ref, _ in commit.reworded}
        known = (self._letters.get(one) for one in (*commit.discarded, *(one.message_id for one in commit.letters)))
        seen = (self._marks.get((one.message_id, one.digest)) for one in commit.marks)
        named |= {letter.ref for letter in known if letter} | {mark.ref for mark in seen if mark}
        for ref in sorted(named & self._archived.keys(), key=age):
            del self._archived[ref]
            letters = sorted(self._letters.values(), key=lambda one: one.ref == ref)
            self._rebuild(letters, sorted(self._marks.values(), key=lambda one: one.ref == ref))

    def _take(self, request: Request) -> None:
        if request.ref not in self._requests:
            self._ordered = sorted((*self._ordered, request.ref), key=age)
        self._requests[request.ref] = request
        self._slots[request.ref] = tuple(slot for visit in request.visits for slot in held(request, visit))
        _, year, number = parts(request.ref)
        self._numbers[year] = max(number, self._numbers.get(year, 0))

    def _keep(self, letter: Letter) -> None:
        key = letter.message_id
        before = self._letters.get(key)
        if before is not None and (before.ref, before.token) != (letter.ref, letter.token):
            self._letters[key] = letter
            self._rebuild(self._letters.values(), self._marks.values())
            return
        if before is None:
            self._tokens.setdefault(letter.token, []).append(key)
            self._rank[key] = len(self._rank)
        self._letters[key] = letter
        self._of.setdefault(letter.ref, {})[key] = letter
        if letter.status is LetterStatus.SENT:
            self._open.pop(key, None)
        else:
            self._open[key] = letter

    def _note(self, mark: Mark) -> None:
        key = (mark.message_id, mark.digest)
        self._marks[key] = mark
        self._turn.setdefault(key, len(self._turn))
        if mark.owes_move:
            self._owed[key] = mark
        else:
            self._owed.pop(key, None)

    def _rebuild(self, letters: Iterable[Letter], marks: Iterable[Mark]) -> None:
        """Keep only these; removing is rare, so that everything by key is simply made anew."""
        letters, marks = tuple(letters), tuple(marks)
        everything = (
            self._letters,
            self._open,
            self._rank,
            self._tokens,
            self._of,
            self._marks,
            self._owed,
            self._turn,
        )
        for kept in everything:
            kept.clear()
        for letter in letters:
            self._keep(letter)
        for mark in marks:
            self._note(mark)

    def _remove(self, ref: str) -> None:
        self._requests.pop(ref, None)
        self._slots.pop(ref, None)
        self._ordered = [other for other in self._ordered if other != ref]
        self._trail.pop(ref, None)
        letters = [letter for letter in self._letters.values() if letter.ref != ref]
        self._rebuild(letters, [mark for mark in self._marks.values() if mark.ref != ref])

    def _forget(self, address: str) -> None:
        self._languages.pop(address, None)
        self._asked = {key: one for key, one in self._asked.items() if key[0] != address}
        gone = {key for key, one in self._letters.items() if not one.ref and one.address.strip().lower() == address}
        self._rebuild([one for key, one in self._letters.items() if key not in gone], self._marks.values())

    def _expire(self, before: datetime) -> None:
        self._asked = {key: one for key, one in self._asked.items() if one.at >= before}
        old_letters = {
            key
            for key, one in self._letters.items()
            if not one.ref and one.created_at < before and one.status is not LetterStatus.WAITING
        }
        old_marks = {
            key for key, one in self._marks.items() if not one.ref and one.handled_at < before and not one.owes_move
        } - {(one.message_id, one.digest) for one in self.set_aside()}
        letters = [one for key, one in self._letters.items() if key not in old_letters]
        self._rebuild(letters, [one for key, one in self._marks.items() if key not in old_marks])

    def _remember(self, commit: Commit) -> None:
        if commit.attempt:
            self._attempts[commit.attempt.place] = commit.attempt.count
        if commit.position:
            self._positions[commit.position.folder] = commit.position
        self._standings |= {standing.service: standing for standing in commit.standings}
        self._languages |= {address.strip().lower(): language for address, language in commit.languages}
        for asked in commit.asked:
            key = (asked.address.strip().lower(), asked.what)
            known = self._asked.get(key)
            if known is None or asked.at > known.at:
                self._asked[key] = asked
        for tally in commit.tallies:
            key4 = (tally.month, tally.service, tally.language.value, tally.outcome)
            before = self._tallies.get(key4)
            self._tallies[key4] = replace(tally, count=tally.count + (before.count if before else 0))
        if commit.clock:
            self._clock = max(commit.clock, self._clock or ALWAYS)

    def next_ref(self, prefix: str, year: int) -> str:
        """Return the next free reference of the year."""
        return f"{prefix}-{year}-{self._numbers.get(year, 0) + 1:04d}"

    def request(self, ref: str) -> Request | None:
        """Return a request by reference."""
        return copy.deepcopy(self._requests.get(ref))

    def archived(self) -> Iterator[Archived]:
        """Yield what is archived, in short, oldest reference first."""
        yield from [self._archived[ref] for ref in self._ordered if ref in self._archived]

    def requests(self, *, archived: bool = False) -> Iterator[Request]:
        """Yield all requests, oldest reference first."""
        yield from [self._requests[ref] for ref in self._ordered if archived or ref not in self._archived]

    def requests_of(self, address: str) -> tuple[Request, ...]:
        """Return a person's requests, oldest first."""
        return tuple(request for request in self.requests(archived=True) if address.strip().lower() in people(request))

    def request_by_uid(self, uid: str) -> Request | None:
        """Return the newest request with a visit that has, or had, this UID."""
        return last(one for one in self.requests(archived=True) if uid and uid in uids(one))

    def request_by_source(self, message_id: str) -> Request | None:
        """Return the newest request made from this message."""
        return last(one for one in self.requests(archived=True) if message_id and one.source_message_id == message_id)

    def earlier(self, address: str, but: str = "") -> tuple[Earlier, ...]:
        """Return a person's other requests in short, oldest first."""
        return tuple(
            Earlier(
                one.ref,
                one.state.value,
                one.created_at.astimezone(HOME).date(),
                tuple(visit.service for visit in one.visits),
            )
            for one in self.requests_of(address)
            if one.ref != but
        )

    def trail(self, ref: str) -> tuple[TrailEntry, ...]:
        """Return a request's audit log, oldest first."""
        return tuple(self._trail.get(ref, ()))

    def letter(self, message_id: str) -> Letter | None:
        """Return a letter by Message-ID."""
        return self._letters.get(message_id)

    def letter_by_token(self, token: str) -> Letter | None:
        """Return the newest letter with this token."""
        found = [self._letters[key] for key in self._tokens.get(token.upper(), ()) if token]
        return last(self._by_age(sorted(found, key=self._archive_first)))

    def letters(self, ref: str) -> tuple[Letter, ...]:
        """Return the letters of a request, oldest first."""
        return self._by_age(self._of.get(ref, {}).values())

    def letters_due(self, now: datetime) -> tuple[Letter, ...]:
        """Return the waiting letters that may leave now, oldest first."""
        return self._by_age(letter for letter in self._in_order(self._waiting()) if leaves_at(letter) <= now)

    def letters_open(self) -> tuple[Letter, ...]:
        """Return all letters that wait or failed, oldest first."""
        return self._by_age(self._in_order(self._not_archived(self._open.values())))

    def letters_since(self, address: str, since: datetime) -> int:
        """Count the letters made for an address since a moment."""
        folded = address.strip().lower()
        letters = self._not_archived(self._letters.values())
        return sum(one.address.lower() == folded and one.created_at >= since for one in letters)

    def mark(self, message_id: str, digest: str) -> Mark | None:
        """Return the mark of a message seen before."""
        if message_id and digest:
            keys = ((message_id, digest), ("", digest), (message_id, ""))
            return next((self._marks[key] for key in keys if key in self._marks), None)
        found = (
            mark
            for mark in self._marks.values()
            if (message_id and mark.message_id == message_id) or (digest and mark.digest == digest)
        )
        return last(self._handled(sorted(found, key=self._archive_first)))

    def marks(self, ref: str) -> tuple[Mark, ...]:
        """Return the marks of the messages of a request, oldest first."""
        return self._handled(one for one in self._marks.values() if one.ref == ref)

    def unmoved(self) -> tuple[Mark, ...]:
        """Return the marks of messages that are not yet seen moved out of the watched folder."""
        owed = sorted(self._owed, key=lambda key: self._turn[key])
        return self._handled(self._not_archived(self._owed[key] for key in owed))

    def set_aside(self) -> tuple[Mark, ...]:
        """Return the marks of quarantined messages, oldest first."""
        return self._handled(x for x in self._not_archived(self._marks.values()) if x.outcome == QUARANTINED)

    def attempts(self, place: Place) -> int:
        """Return how often handling a message was begun."""
        return self._attempts.get(place, 0)

    def position(self, folder: str) -> Position | None:
        """Return how far a folder has been read."""
        return self._positions.get(folder)

    def timers_due(self, now: datetime) -> tuple[Due, ...]:
        """Return the timers that are due, earliest first."""
        due = [Due(one.ref, timer) for one in self.requests() for timer in one.timers if timer.due_at <= now]
        return tuple(sorted(due, key=lambda one: (one.timer.due_at, age(one.ref), one.timer.visit, one.timer.name)))

    def next_due(self) -> datetime | None:
        """Return when the next timer or letter falls due; for a letter that may leave at once, when it was made."""
        timers = [timer.due_at for one in self.requests() for timer in one.timers]
        earliest = min(self._waiting(), key=lambda one: (leaves_at(one), one.message_id), default=None)
        if earliest:
            at = leaves_at(earliest)
            timers.append(earliest.created_at if at == ALWAYS else at)
        return min(timers, default=None)

    def reservations(self) -> tuple[Reservation, ...]:
        """Return the slots that open and agreed visits hold or are on offer for."""
        return tuple(slot for ref in self._ordered if ref not in self._archived for slot in self._slots[ref])

    def standings(self) -> dict[str, Standing]:
        """Return the services' standing capacities by service id."""
        return dict(self._standings)

    def languages(self) -> dict[str, Language]:
        """Return the languages people asked for, by address in lower case."""
        return dict(self._languages)

    def asked(self, address: str, what: str) -> datetime | None:
        """Return when an address was last answered in this way."""
        asked = self._asked.get((address.strip().lower(), what))
        return asked.at if asked else None

    def asked_why(self, address: str, what: str) -> str:
        """Return the words that were noted with it."""
        asked = self._asked.get((address.strip().lower(), what))
        return asked.why if asked else ""

    def tallies(self) -> tuple[Tally, ...]:
        """Return what was counted of requests that are gone."""
        return tuple(self._tallies[key] for key in sorted(self._tallies))

    def clock(self) -> datetime | None:
        """Return the latest time this store has been told."""
        return self._clock

    def close(self) -> None:
        """Do nothing: nothing is held."""

    def _waiting(self) -> list[Letter]:
        return [one for one in self._not_archived(self._open.values()) if one.status is LetterStatus.WAITING]

    def _not_archived(self, found: Iterable[R]) -> Iterator[R]:
        return (one for one in found if one.ref not in self._archived)

    def _archive_first(self, one: Letter | Mark) -> tuple[bool, tuple[int, int, str]]:
        """Order what is archived by its request, and behind it the rest as it was."""
        archived = one.ref in self._archived
        return not archived, age(one.ref if archived else "")

    def _in_order(self, letters: Iterable[Letter]) -> list[Letter]:
        return sorted(letters, key=lambda letter: self._rank[letter.message_id])

    def _by_age(self, letters: Iterable[Letter]) -> tuple[Letter, ...]:
        return tuple(sorted(letters, key=lambda letter: letter.created_at))

    def _handled(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        return tuple(sorted(marks, key=lambda mark: mark.handled_at))
