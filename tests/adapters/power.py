"""Power that is lost: records what a store does to its files, and makes every state in which a disk may then be found.

Only what was synced is sure: the octets of a file by ``sync``, the names in a directory by ``sync_directory``. Of the rest each piece may
have reached the disk or not, in any combination, a write also in part or as a hole of zeros. A file system keeps
more order than that; none keeps less.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any, Self

from mailflow.store.files import Files

Event = tuple[str, Any, Any]
Content = dict[str, bytes]


class RecordingDisk(Files):
    """Does real work and notes it in ``events``; while ``full`` is set, writes end in the middle, with an error."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.full = False
        self._files: dict[int, int] = {}

    def acknowledge(self, number: int) -> None:
        """Note that the store has promised this commit."""
        self.events.append(("acknowledge", number, None))

    def begin(self) -> None:
        """Note that a commit has begun: from here on it may be found on the disk."""
        self.events.append(("begin", None, None))

    def make_directory(self, path: Path, mode: int = 0o777) -> None:
        self.events += [("make_directory", place, None) for place in (path, *path.parents) if not place.exists()]
        super().make_directory(path, mode)

    def open(self, path: Path) -> int:
        return self._opened(path, path.exists(), super().open(path))

    def create(self, path: Path, like: Path) -> int:
        descriptor = self._opened(path, path.exists(), super().create(path, like))
        self.events.append(("truncate", self._files[descriptor], 0))
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        place = os.fstat(descriptor).st_size
        data = data[: len(data) // 2] if self.full else data
        super().write(descriptor, data)
        self.events.append(("write", self._files[descriptor], (place, data)))
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        self.events.append(("sync", self._files[descriptor], None))

    def truncate(self, descriptor: int, length: int) -> None:
        super().truncate(descriptor, length)
        self.events.append(("truncate", self._files[descriptor], length))

    def replace(self, source: Path, target: Path) -> None:
        self.events.append(("name", target, source.stat().st_ino))
        self.events.append(("name", source, None))
        super().replace(source, target)

    def sync_directory(self, path: Path) -> None:
        super().sync_directory(path)
        self.events.append(("sync_directory", path, None))

    def remove(self, path: Path) -> None:
        if path.exists():
            self.events.append(("name", path, None))
        super().remove(path)

    def _opened(self, path: Path, existed: bool, descriptor: int) -> int:
        self._files[descriptor] = os.fstat(descriptor).st_ino
        if not existed:
            self.events.append(("name", path, self._files[descriptor]))
        return descriptor


@dataclass
class Disk:
    """What is surely on the disk, and what may be: pieces of each file by inode, and the names in a directory and those
    below it.
    """

    place: Path
    files: dict[int, bytes] = field(default_factory=dict)
    pieces: dict[int, list[Event]] = field(default_factory=dict)
    names: dict[Path, int] = field(default_factory=dict)
    naming: list[Event] = field(default_factory=list)
    unsure_places: set[Path] = field(default_factory=set)

    def follow(self, event: Event) -> None:
        """Let something happen."""
        what, whose, value = event
        if what in ("write", "truncate"):
            self.pieces.setdefault(whose, []).append((what, whose, value))
        elif what == "sync":
            self.files[whose] = applied(self.files.get(whose, b""), self.pieces.pop(whose, []))
        elif what == "name":
            self.naming.append(event)
        elif what == "make_directory":
            self.unsure_places.add(whose)
        elif what == "sync_directory":
            self.unsure_places -= {place for place in self.unsure_places if place.parent == whose}
            self.names = named(self.names, [event for event in self.naming if event[1].parent == whose])
            self.naming = [event for event in self.naming if event[1].parent != whose]

    @classmethod
    def holding(cls, place: Path) -> Self:
        """Return a disk that surely holds what lies in a directory now."""
        disk = cls(place)
        for path in place.rglob("*"):
            if path.is_file():
                inode = path.stat().st_ino
                disk.names[path], disk.files[inode] = inode, path.read_bytes()
        return disk

    def found(self) -> Iterator[Content]:
        """Yield every content of the directory in which the disk may be found after a loss of power now."""
        if not self.unsure_places.isdisjoint((self.place, *self.place.parents)):
            yield {}
        inodes = sorted({*self.files, *self.pieces})
        contents = [list(dict.fromkeys(self._versions(inode))) for inode in inodes]
        seen = set()
        for naming in subsets(self.naming):
            names = named(self.names, naming)
            for versions in product(*contents):
                octets = dict(zip(inodes, versions, strict=True))
                whole = {str(path.relative_to(self.place)): octets.get(inode, b"") for path, inode in names.items()}
                for content in (whole, self._without_unsure_places(whole)):
                    key = tuple(sorted(content.items()))
                    if key not in seen:
                        seen.add(key)
                        yield content

    def _without_unsure_places(self, content: Content) -> Content:
        return {name: data for name, data in content.items() if (self.place / name).parent not in self.unsure_places}

    def _versions(self, inode: int) -> Iterator[bytes]:
        sure = self.files.get(inode, b"")
        for pieces in subsets(self.pieces.get(inode, [])):
            yield applied(sure, pieces)
            if pieces and pieces[-1][0] == "write":
                place, data = pieces[-1][2]
                for part in parts(data):
                    yield applied(sure, [*pieces[:-1], ("write", inode, (place, part))])


def parts(data: bytes) -> Iterator[bytes]:
    """Yield what may be there of a write that was under way: its beginning, and holes where its size came first."""
    half = len(data) // 2
    yield from (data[:1], data[:half], data[:-1])
    yield from (bytes(len(data)), data[:half] + bytes(len(data) - half), bytes(half) + data[half:])


def applied(content: bytes, pieces: list[Event]) -> bytes:
    for what, _, value in pieces:
        if what == "truncate":
            content = content[:value]
        else:
            place, data = value
            content = content[:place].ljust(place, b"\0") + data + content[place + len(data) :]
    return content


def named(names: dict[Path, int], naming: list[Event]) -> dict[Path, int]:
    names = dict(names)
    for _, path, inode in naming:
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode
    return names


def subsets(events: list[Event]) -> Iterator[list[Event]]:
    """Yield every combination of events, each in the order in which they happened."""
    sizes = range(len(events) + 1)
    yield from (list(chosen) for chosen in chain.from_iterable(combinations(events, size) for size in sizes))


def losses(disk: Disk, promised: int, events: list[Event]) -> Iterator[tuple[Content, int, int]]:
    """Lose the power after every event; yield each content with the lowest and highest commit that it may end with.

    ``promised`` is the commit that the disk holds before the first event.
    """
    seen = set()
    lowest = highest = promised
    for event in (("start", None, None), *events):
        disk.follow(event)
        if event[0] == "begin":
            highest = lowest + 1
        elif event[0] == "acknowledge":
            lowest = highest = event[1]
        for content in disk.found():
            key = (lowest, highest, tuple(sorted(content.items())))
            if key not in seen:
                seen.add(key)
                yield content, lowest, highest
