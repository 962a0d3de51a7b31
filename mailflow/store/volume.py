"""A volume of the archive: the requests of one year, a line each, in a file that is never changed.

Whatever changes in a year makes a new edition of its volume beside the old one; which of them counts, the store says
(``Edition``). What is damaged is reported with file and line and left where it is; all else stays readable. Leaves
choosing and replacing editions to ``archive``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from mailflow.errors import StoreDamaged, StoreUnwritable
from mailflow.model.request import Archived
from mailflow.store.bundle import REF, Bundle, decode, key_of
from mailflow.store.catalogue import Catalogue, Draft
from mailflow.store.files import Files
from mailflow.store.storage import put_in_place, try_remove

log = logging.getLogger(__name__)

LINES, CATALOGUE = ".jsonl", ".index"
_PIECE = 65536
NEWLINE = b"\n"

Raw = tuple[bytes, Bundle | None]
"""A line with its end, and the bundle in it; ``None`` where the line is damaged."""


class Volume:
    """An edition of a volume, open to be read, also when it has been replaced meanwhile. Opening raises ``OSError``.

    ``sound`` is false if its catalogue had to be made anew: in memory, or, to ``mend`` it, on the disk.
    """

    def __init__(self, path: Path, files: Files, *, mend: bool) -> None:
        self.path = path
        self.sound = True
        self._files = files
        self._descriptors = [files.open_to_read(path)]
        self._last: tuple[int, Bundle] | None = None
        try:
            self._catalogue = self._opened(path.with_suffix(CATALOGUE), mend=mend)
        except OSError:
            self.close()
            raise

    def get(self, ref: str) -> Bundle | None:
        """Return what is archived under a reference."""
        return next((found for found in self.find((REF, ref)) if found.ref == ref), None)

    def find(self, *words: tuple[str, str]) -> tuple[Bundle, ...]:
        """Return what these words may lead to, each once."""
        try:
            places = {place for kind, word in words for place in self._catalogue.places(key_of(kind, word))}
        except OSError as error:
            report(f"{self.path.with_suffix(CATALOGUE)}: {error.strerror}")
            return ()
        found = (self._at(place) for place in sorted(places))
        return tuple(bundle for bundle in found if bundle is not None)

    def rows(self) -> list[Archived]:
        """Return all requests in short."""
        try:
            return self._catalogue.rows()
        except OSError as error:
            report(f"{self.path.with_suffix(CATALOGUE)}: {error.strerror}")
            return []

    def lines(self) -> Iterator[Raw]:
        """Yield each line; raise ``OSError``."""
        for raw, found in self.read():
            if isinstance(found, StoreDamaged):
                report(str(found))
            yield raw, None if isinstance(found, StoreDamaged) else found

    def read(self) -> Iterator[tuple[bytes, Bundle | StoreDamaged]]:
        """Yield each line with its end, and the bundle in it or what is wrong with it; raise ``OSError``."""
        for number, raw in enumerate(self._raw(), start=1):
            try:
                yield raw + NEWLINE, decode(raw, f"{self.path}: line {number}")
            except StoreDamaged as error:
                yield raw + NEWLINE, error

    def catalogue(self) -> bytes:
        """Return the catalogue as it is encoded; raise ``OSError``."""
        return self._catalogue.encoded()

    def copy(self, place: Path, like: Path) -> None:
        """Copy it to another directory; raise ``OSError`` or ``StoreUnwritable``."""
        put_in_place(self._files, place / self.path.name, b"".join(raw + NEWLINE for raw in self._raw()), like=like)
        put_in_place(self._files, (place / self.path.name).with_suffix(CATALOGUE), self.catalogue(), like=like)

    def close(self) -> None:
        """Let go of the files."""
        while self._descriptors:
            with suppress(OSError):
                self._files.close(self._descriptors.pop())

    def _opened(self, place: Path, *, mend: bool) -> Catalogue:
        data = self._files.read(place)
        found = Catalogue.of(data) if data is not None else None
        if found is None:
            self.sound = False
            data = _catalogued(self.lines()).encode()
            found = Catalogue.of(data)
            assert found is not None
            if not mend or not self._mended(place, data):
                return found
        self._descriptors.append(self._files.open_to_read(place))
        return found.lying(partial(self._files.read_at, self._descriptors[-1]))

    def _mended(self, place: Path, data: bytes) -> bool:
        try:
            put_in_place(self._files, place, data, like=self.path)
        except StoreUnwritable as error:
            log.warning("no_catalogue", extra={"facts": {"why": str(error)}})
            return False
        return True

    def _at(self, place: int) -> Bundle | None:
        if self._last and self._last[0] == place:
            return self._last[1]
        try:
            found = self._decoded(place)
        except OSError as error:
            report(f"{self.path}: {error.strerror}")
        except StoreDamaged as error:
            report(str(error))
        else:
            self._last = place, found
            return found
        return None

    def _decoded(self, place: int) -> Bundle:
        raw = next(self._raw(place), b"")
        try:
            return decode(raw, str(self.path))
        except StoreDamaged:
            # Which line it is has to be counted, and is worth it only now.
            return decode(raw, f"{self.path}: line {sum(1 for _ in self._raw(end=place)) + 1}")

    def _raw(self, place: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the lines between two places without their ends; raise ``OSError``."""
        rest = b""
        while end is None or place < end:
            piece = self._files.read_at(
                self._descriptors[0], place, _PIECE if end is None else min(_PIECE, end - place)
            )
            if not piece:
                break
            place += len(piece)
            *lines, rest = (rest + piece).split(NEWLINE)
            yield from lines
        if rest:
            yield rest


def write_volume(files: Files, path: Path, like: Path, found: Iterable[Raw]) -> Draft | None:
    """Write an edition with its catalogue, durably, and return the catalogue; ``None``, and no file, for no lines.

    Raise ``StoreUnwritable`` if it can't be written, or what is to be copied not be read.
    """
    place = path.with_suffix(CATALOGUE)
    try:
        with _created(files, path, like) as descriptor:
            made = _catalogued(_written(files, descriptor, found))
        if made.length:
            with _created(files, place, like) as descriptor:
                files.write(descriptor, made.encode())
            files.sync_directory(path.parent)
            return made
    except OSError as error:
        for each in (path, place):
            try_remove(files, each)
        raise StoreUnwritable(f"{path}: {error.strerror}; nothing was committed") from error
    try_remove(files, path)
    return None


@contextmanager
def _created(files: Files, path: Path, like: Path) -> Iterator[int]:
    """Make a file and sync what is written to it."""
    descriptor = files.create(path, like)
    try:
        yield descriptor
        files.sync(descriptor)
    finally:
        files.close(descriptor)


def _written(files: Files, descriptor: int, found: Iterable[Raw]) -> Iterator[Raw]:
    for raw, bundle in found:
        files.write(descriptor, raw)
        yield raw, bundle


def _catalogued(found: Iterable[Raw]) -> Draft:
    made = Draft()
    for raw, bundle in found:
        made.add(raw, bundle)
    return made


def report(what: str) -> None:
    """Say in the log what of the archive can't be read; whatever asked for it goes on without."""
    log.error("archive_damaged", extra={"facts": {"why": what}})
