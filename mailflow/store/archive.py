"""The archive: the requests that are over, out of the way on the disk, year by year, and found all the same.

It is the directory ``….archive`` beside the store, with one volume a year (``volume``). The store says which edition
of each volume counts, so that a commit changes store and archive as one: the new editions are written first, the
commit names them, and only then the old ones are removed. What a crash leaves is removed at the next start. Where the
edition that the store names is missing (an older store was restored, a copy was made meanwhile) the newest one counts,
and nothing is removed. A request that is in the store itself is not in the archive, whatever a volume says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from mailflow.errors import StoreUnwritable
from mailflow.model.request import Archived
from mailflow.store.bundle import Bundle, encode
from mailflow.store.files import Files
from mailflow.store.index import Index
from mailflow.store.records import Edition
from mailflow.store.request_shelf import ref_key
from mailflow.store.storage import try_remove
from mailflow.store.volume import CATALOGUE, LINES, Raw, Volume, report, write_volume

_NAME = re.compile(rf"(\d+)-(\d+)({re.escape(LINES)}|{re.escape(CATALOGUE)})(?:\.new)?")

PRIVATE = 0o700

Editions = dict[int, set[int]]


def archive_of(path: Path) -> Path:
    """Return the directory of the archive that belongs to a store file."""
    return path.with_name(path.name + ".archive")


def year_of(ref: str) -> int:
    """Return the year of a reference; 0 is that of the links of erased steps, which have none."""
    return ref_key(ref)[0]


class Archive:
    """The volumes that an index names; ``mend`` what a crash has left, which only the store's one writer may.

    ``missing`` are the editions that should be there and are not, or can't be read. Opening raises nothing.
    """

    def __init__(self, store: Path, index: Index, files: Files, *, mend: bool) -> None:
        self._store = store
        self._place = archive_of(store)
        self._index = index
        self._files = files
        self._mend = mend
        self._volumes: dict[int, tuple[int, Volume]] = {}
        self.missing: tuple[str, ...] = ()
        self.follow()

    def get(self, ref: str) -> Bundle | None:
        """Return what is archived under a reference."""
        if not ref or year_of(ref) not in self._volumes or self._index.requests.get(ref):
            return None
        return self._volumes[year_of(ref)][1].get(ref)

    def links(self) -> Bundle | None:
        """Return the links of erased steps."""
        return self._volumes[year_of("")][1].get("") if year_of("") in self._volumes else None

    def find(self, *words: tuple[str, str]) -> list[Bundle]:
        """Return what is archived and may be found by one of these words, oldest reference first."""
        found = chain.from_iterable(volume.find(*words) for _, volume in self._volumes.values())
        return sorted(
            (one for one in found if one.ref and not self._index.requests.get(one.ref)),
            key=lambda one: ref_key(one.ref),
        )

    def rows(self) -> Iterator[Archived]:
        """Yield what is archived in short, oldest reference first."""
        for _, (_, volume) in sorted(self._volumes.items()):
            rows = (row for row in volume.rows() if not self._index.requests.get(row.ref))
            yield from sorted(rows, key=lambda row: ref_key(row.ref))

    def volumes(self) -> Iterator[tuple[Edition, Volume]]:
        """Yield what the store says of each volume, and the volume, oldest first."""
        for year, (_, volume) in sorted(self._volumes.items()):
            edition = self._index.volumes.get(year)
            assert edition is not None
            yield edition, volume

    def rewrite(self, dropped: Collection[str], added: Sequence[Bundle]) -> dict[int, Edition | None]:
        """Write a new edition of each volume that changes, and return them by year; ``None`` for an empty one.

        Raise ``StoreUnwritable``. They count when the index names them; until then nothing has changed.
        """
        going = {*dropped, *(one.ref for one in added)}
        try:
            self._files.make_directory(self._place, PRIVATE)
            self._files.sync_directory(self._place.parent)
            present = _editions(self._found())
        except OSError as error:
            raise StoreUnwritable(f"{self._place}: {error.strerror}; nothing was committed") from error
        made: dict[int, Edition | None] = {}
        for year in sorted({year_of(ref) for ref in going}):
            left = self._kept(year, going, present)
            new = ((encode(one), one) for one in added if year_of(one.ref) == year)
            number = max(present.get(year, {0})) + 1
            written = write_volume(self._files, self._path(year, number), self._store, chain(left, new))
            made[year] = Edition(year, number, written.requests, written.first) if written else None
        return made

    def follow(self) -> None:
        """Open the editions that the index names, leave the others, and, to mend, remove them."""
        try:
            found = self._found()
        except OSError as error:
            report(f"{self._place}: {error.strerror}")
            found = []
        present = _editions(found)
        wanted = {
            edition.year: edition.number if edition.number in there else max(there)
            for edition in self._index.volumes
            if (there := present.get(edition.year))
        }
        for year, (number, volume) in tuple(self._volumes.items()):
            if wanted.get(year) != number:
                volume.close()
                del self._volumes[year]
        for year in wanted.keys() - self._volumes.keys():
            self._open(year, wanted[year])
        here = {year: number for year, (number, _) in self._volumes.items()}
        editions = [each for each in self._index.volumes if here.get(each.year) != each.number]
        self.missing = tuple(str(self._path(each.year, each.number)) for each in editions)
        if self._mend:
            self._sweep(found, present)

    def copy(self, target: Path) -> None:
        """Copy the editions that count to the place beside another store file; raise ``StoreUnwritable``."""
        place = archive_of(target)
        try:
            if self._volumes:
                self._files.make_directory(place, PRIVATE)
            for _, volume in self._volumes.values():
                volume.copy(place, self._store)
        except OSError as error:
            raise StoreUnwritable(f"{place}: {error.strerror}") from error

    def close(self) -> None:
        """Let go of all files."""
        for _, volume in self._volumes.values():
            volume.close()
        self._volumes.clear()

    def _kept(self, year: int, going: Collection[str], present: Collection[int]) -> Iterator[Raw]:
        """Return the lines of a volume that stay; a volume that is there and can't be read must not be replaced."""
        if year in self._volumes:
            lines = self._volumes[year][1].lines()
            return ((raw, one) for raw, one in lines if one is None or one.ref not in going)
        if self._index.volumes.get(year) and year in present:
            raise StoreUnwritable(f"{self._place}: the volume of {year} can't be read; nothing was committed")
        return iter(())

    def _path(self, year: int, number: int) -> Path:
        return self._place / f"{year}-{number}{LINES}"

    def _open(self, year: int, number: int) -> None:
        try:
            self._volumes[year] = number, Volume(self._path(year, number), self._files, mend=self._mend)
        except OSError as error:
            report(f"{self._path(year, number)}: {error.strerror}")

    def _found(self) -> list[re.Match[str]]:
        """Return the files of all editions that are there, by their names; raise ``OSError``."""
        matches = map(_NAME.fullmatch, self._files.names(self._place))
        return [match for match in matches if match]

    def _sweep(self, found: Iterable[re.Match[str]], present: Editions) -> None:
        """Remove what does not count; where the edition that should is missing, everything stays."""
        for match in found:
            year, number = int(match[1]), int(match[2])
            edition = self._index.volumes.get(year)
            if edition is None or (number != edition.number and edition.number in present.get(year, ())):
                try_remove(self._files, self._place / match[0])


def _editions(found: Iterable[re.Match[str]]) -> Editions:
    """Return the numbers of the editions that are there, by year."""
    editions: Editions = {}
    for match in found:
        if match[3] == LINES:
            editions.setdefault(int(match[1]), set()).add(int(match[2]))
    return editions
