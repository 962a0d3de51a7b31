"""What an operator does with the store's files: look whether they are sound, back up, make small, save what is left.

Leaves the words on the screen to the command line. ``docs/operations.md`` tells when to use which.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mailflow.errors import StoreDamaged, StoreLocked, StoreUnwritable
from mailflow.store import chain, lines, snapshot
from mailflow.store.archive import Archive
from mailflow.store.files import Files
from mailflow.store.index import Index
from mailflow.store.inventory import take
from mailflow.store.lines import Document
from mailflow.store.reading import in_use, read_whole
from mailflow.store.request_shelf import ref_key
from mailflow.store.snapshot import Snapshot
from mailflow.store.storage import journal_of, lock_of, put_in_place, recover
from mailflow.store.tinystore import open_store


@dataclass(frozen=True, slots=True)
class Health:
    """What ``check`` found: counts by table, sizes in octets, and remarks, one sentence each; none is good.

    ``commits`` is the number of the last commit, ``journal_lines`` how many of them stand in the journal, ``torn``
    the octets behind its last whole line, which were never acknowledged. ``head`` is the newest link of the trail's
    chain: noted elsewhere, it proves later that no step was lost; ``erased`` are the steps that say no more, or
    something else, since somebody was forgotten.
    """

    path: Path
    schema: int
    counts: dict[str, int]
    commits: int
    snapshot_size: int
    journal_size: int
    archive_size: int
    journal_lines: int
    torn: int
    in_use: bool
    remarks: tuple[str, ...] = ()
    head: str = ""
    erased: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """The first damaged line of a journal, counted from 1, and how many commits stand in it and behind it."""

    line: int
    lost: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What ``salvage`` kept, up to which commit, and where the damaged journal lies now."""

    commits: int
    lost: int
    kept_at: Path


def check(path: Path) -> Health:
    """Read everything, take no lock, change nothing; raise ``StoreDamaged`` naming file and place.

    What is wrong with the archive is a remark: mailflow goes on without it.
    """
    whole = read_whole(path)
    tables, tail = whole.recovered.tables, whole.recovered.tail
    for ref in {step["ref"] for step in tables.get("trail", {}).values()}:
        whole.index.trail.of(ref)
    found = take(whole.archive, whole.index)
    whole.archive.close()
    trail = chain.verify(_joined(found.steps, tables.get("trail", {})))
    counts = {name: len(documents) for name, documents in tables.items() if name not in ("meta", "volumes")}
    journal_size = _size(journal_of(path))
    return Health(
        path=path,
        schema=whole.schema,
        counts=counts | ({"archived": found.requests} if found.requests else {}),
        commits=whole.recovered.number,
        snapshot_size=_size(path),
        journal_size=journal_size,
        archive_size=found.octets,
        journal_lines=len(tail.lines),
        torn=max(0, journal_size - tail.good),
        in_use=in_use(path),
        remarks=(*_remarks(whole.index), *found.remarks, *trail.broken),
        head=trail.head,
        erased=trail.erased,
    )


def _joined(archived: dict[str, Document], kept: Mapping[str, Document]) -> dict[str, Document]:
    """Return all steps; of those of which the store keeps but the link, what the archive says."""
    said = {number: step for number, step in kept.items() if step["ref"] or number not in archived}
    return archived | said


def compact(path: Path) -> tuple[int, int]:
    """Fold the journal into the snapshot; return the size of both files in octets before and after.

    Raise ``StoreLocked`` while a daemon runs, which does the same by itself.
    """
    before = _size(path) + _size(journal_of(path))
    open_store(path).close()
    return before, _size(path) + _size(journal_of(path))


def export(path: Path, target: Path) -> int:
    """Write all that is committed to one file, also while a daemon runs, and return the number of its last commit.

    The file is a store by itself and opens with plain TinyDB; what is archived lies beside it as it does beside the
    store. Raise ``StoreUnwritable`` if it can't be written, and leave what was there.
    """
    if target.resolve() in (path.resolve(), journal_of(path).resolve()):
        raise StoreUnwritable(f"{target}: that is the store itself")
    whole = read_whole(path)
    found = whole.recovered
    if not whole.schema:
        raise StoreDamaged(f"{path}: there is no store")
    files = Files()
    whole.archive.copy(target)
    put_in_place(files, target, snapshot.encode(Snapshot(found.tables, found.number, found.sum)), like=path)
    # What an earlier back-up left there goes when the new one is whole.
    Archive(target, whole.index, files, mend=True).close()
    whole.archive.close()
    return found.number


def damage(path: Path) -> Damage | None:
    """Say what ``salvage`` would cut, ``None`` if the journal is sound; take no lock, change nothing."""
    data = Files().read(journal_of(path)) or b""
    good = lines.read_until_damage(data)
    lost = data.count(b"\n") - len(good.lines)
    return Damage(len(good.lines) + 1, lost) if lost else None


def salvage(path: Path) -> Salvaged:
    """Cut a damaged journal at its first damaged line and keep the damaged file beside it.

    What the lines behind it say is lost to the store: restore a back-up rather, if one is newer. Raise
    ``StoreLocked`` while the store is open, and ``StoreDamaged`` if the snapshot itself is damaged or the journal is
    sound.
    """
    files, journal = Files(), journal_of(path)
    try:
        lock = files.lock(lock_of(path))
    except BlockingIOError:
        raise StoreLocked(f"{path}: stop mailflow first") from None
    try:
        data = files.read(journal) or b""
        good = lines.read_until_damage(data)
        lost = data.count(b"\n") - len(good.lines)
        if not lost:
            raise StoreDamaged(f"{journal}: no damaged line; nothing was cut")
        kept = _free_name(journal)
        put_in_place(files, kept, data, like=journal)
        put_in_place(files, journal, data[: good.good], like=journal)
        return Salvaged(recover(path, files).number, lost, kept)
    finally:
        os.close(lock)


def _remarks(index: Index) -> Iterator[str]:
    """Say what does not fit together although every record can be read."""
    known = {request.ref for request in index.requests}
    strangers = sorted({letter.ref for letter in index.letters if letter.ref and letter.ref not in known})
    yield from (f"letters of {ref}, which is not there" for ref in strangers)
    tokens = Counter(letter.token for letter in index.letters if letter.token)
    yield from (f"token {token} stands for {count} letters" for token, count in tokens.items() if count > 1)
    uids = Counter(visit.uid for request in index.requests for visit in request.visits if visit.uid)
    yield from (f"calendar UID {uid} stands for {count} visits" for uid, count in uids.items() if count > 1)
    for ref in sorted(known, key=ref_key):
        year, number, _ = ref_key(ref)
        numbered = index.numbers.get(year)
        if number > (numbered.last if numbered else 0):
            yield f"{ref} has a number that would be given again"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _free_name(path: Path) -> Path:
    number = 1
    while (free := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return free
