"""A commit becomes one change: which document of which table each record goes to, and which documents go away.

Every record is converted there and back before anything is written: what can't be read again must not be committed.
Leaves writing the change to ``tinystore``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailflow.model.effect import TrailEntry
from mailflow.model.words import LetterStatus
from mailflow.ports import Commit, Tally
from mailflow.store import chain, records
from mailflow.store.index import Index
from mailflow.store.lines import Change, Document
from mailflow.store.records import TABLES, Noted, Numbered, Spoken, Told
from mailflow.store.request_shelf import fold, ref_key


def draft(commit: Commit, index: Index) -> Change:
    """Return the change that a commit is; removals concern what was there before."""
    made = Draft(index)
    for ref in commit.removed:
        made.remove(ref)
    for address in commit.forgotten:
        made.forget_person(address)
    if commit.expired_before:
        made.expire(commit.expired_before)
    for message_id in commit.discarded:
        made.discard(message_id)
    for ref, entries in commit.reworded:
        made.reword(ref, entries)
    made.shorten()
    _keep_records(commit, made)
    _keep_highest(commit, made, index)
    return made.change()


def _keep_records(commit: Commit, made: Draft) -> None:
    for ref, entry in commit.trail:
        made.append(Noted(ref, entry))
    spoken = tuple(Spoken(address, language) for address, language in commit.languages)
    for table, found in (
        ("requests", commit.requests),
        ("letters", commit.letters),
        ("marks", commit.marks),
        ("standings", commit.standings),
        ("languages", spoken),
        ("positions", (commit.position,) if commit.position else ()),
        ("tries", (commit.attempt,) if commit.attempt and commit.attempt.count else ()),
    ):
        for record in found:
            made.keep(table, record)
    if commit.attempt and not commit.attempt.count:
        made.forget("tries", commit.attempt)


def _keep_highest(commit: Commit, made: Draft, index: Index) -> None:
    """Note what only grows: the numbers given, when somebody was last answered, and the clock."""
    for ref in sorted((request.ref for request in commit.requests), key=ref_key):
        year, number, _ = ref_key(ref)
        numbered = index.numbers.get(year)
        if number > (numbered.last if numbered else 0):
            made.keep("numbers", Numbered(year, number))
    for asked in sorted(commit.asked, key=lambda one: one.at):
        before = index.asked.get(index.asked.key(asked))
        if before is None or asked.at > before.at or made.forgets("asked", asked):
            made.keep("asked", asked)
    for tally in _summed(commit.tallies):
        counted = index.tallies.get(index.tallies.key(tally))
        made.keep("tallies", replace(tally, count=tally.count + (counted.count if counted else 0)))
    told = index.clock.get("clock")
    if commit.clock and (told is None or commit.clock > told.at):
        made.keep("clock", Told(commit.clock))


def _summed(tallies: Iterable[Tally]) -> Iterator[Tally]:
    """Yield each kind of tally once."""
    counts: Counter[Tally] = Counter()
    for tally in tallies:
        counts[replace(tally, count=0)] += tally.count
    yield from (replace(tally, count=count) for tally, count in counts.items())


class Draft:
    """A change in the making."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._put: dict[str, dict[str, Document]] = {}
        self._delete: dict[str, dict[str, None]] = {}
        self._numbers: dict[tuple[str, Any], str] = {}
        self._link = index.trail.link

    def keep(self, table: str, record: Any) -> None:
        """Put a record in the place of the one with its key."""
        shelf = self._index.shelves[table]
        key = shelf.key(record)
        known = None if self.forgets(table, record) else shelf.number(key)
        number = self._numbers.get((table, key)) or known or shelf.fresh()
        self._numbers[table, key] = number
        self._add(table, number, record)

    def append(self, noted: Noted) -> None:
        """Add a step to a trail, and to the chain of all trails."""
        number = self._index.trail.fresh()
        self._add("trail", number, noted)
        step = self._put["trail"][number] = chain.linked(self._put["trail"][number], self._link)
        self._link = step["link"]

    def forget(self, table: str, record: Any) -> None:
        """Take the record with this one's key away."""
        shelf = self._index.shelves[table]
        number = shelf.number(shelf.key(record))
        if number is not None:
            self._delete.setdefault(table, {})[number] = None

    def forgets(self, table: str, record: Any) -> bool:
        """Say whether the record with this one's key goes away."""
        shelf = self._index.shelves[table]
        return shelf.number(shelf.key(record)) in self._delete.get(table, {})

    def remove(self, ref: str) -> None:
        """Take away all that belongs to a request."""
        index = self._index
        request = index.requests.get(ref)
        for table, found in (
            ("requests", (request,) if request else ()),
            ("letters", index.letters.of(ref)),
            ("marks", index.marks.of(ref)),
        ):
            for record in found:
                self.forget(table, record)
        for number in index.trail.numbers(ref):
            step = index.trail.document(number)
            if step.get("link"):
                self._put.setdefault("trail", {})[number] = chain.erased(step)
            else:
                self._delete.setdefault("trail", {})[number] = None

    def reword(self, ref: str, entries: Iterable[TrailEntry]) -> None:
        """Let the steps of a trail say something else; those that say the same stay as they are."""
        for number, entry in zip(self._index.trail.numbers(ref), entries, strict=False):
            step, now = self._index.trail.document(number), records.document(Noted(ref, entry))
            going = number in self._put.get("trail", {}) or number in self._delete.get("trail", {})
            if not going and not chain.same(step, now):
                self._put.setdefault("trail", {})[number] = chain.reworded(step, now)

    def shorten(self) -> None:
        """Let the beginning of the chain go as far as only links are left of it; the newest of them stays."""
        put = self._put.get("trail", {})
        erased = {number for number, step in put.items() if not step["ref"]}
        if not erased:
            return
        first = self._index.oldest_step(erased)
        links = sorted((*erased, *self._index.trail.numbers("")), key=int)
        for number in [number for number in links if int(number) < first][:-1]:
            put.pop(number, None)
            self._delete.setdefault("trail", {})[number] = None

    def discard(self, message_id: str) -> None:
        """Take a letter away."""
        number = self._index.letters.number(message_id)
        if number is not None:
            self._delete.setdefault("letters", {})[number] = None

    def expire(self, before: datetime) -> None:
        """Take away what belongs to no request, is older, and has nothing left to do."""
        for mark in self._index.marks:
            if mark.handled_at < before and not mark.ref and mark.done:
                self.forget("marks", mark)
        for asked in self._index.asked:
            if asked.at < before:
                self.forget("asked", asked)
        for letter in self._index.letters.of(""):
            if letter.created_at < before and letter.status is not LetterStatus.WAITING:
                self.forget("letters", letter)

    def forget_person(self, address: str) -> None:
        """Take away what is known of an address outside requests."""
        for table, found in (
            ("languages", self._index.languages),
            ("asked", self._index.asked),
            ("letters", self._index.letters.of("")),
        ):
            for record in found:
                if fold(record.address) == fold(address):
                    self.forget(table, record)

    def change(self) -> Change:
        """Return all of it."""
        return Change(self._put, {table: tuple(numbers) for table, numbers in self._delete.items() if numbers})

    def _add(self, table: str, number: str, record: Any) -> None:
        document = records.document(record)
        records.record(TABLES[table], document, f"new document for {table}")
        self._put.setdefault(table, {})[number] = document
