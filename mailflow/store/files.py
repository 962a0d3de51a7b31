"""The few operations on files that the store needs, in one place so that tests can let each of them fail.

Leaves to others what is written when; knows only how to make it durable on a POSIX system.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

PRIVATE = 0o600


class Files:
    """The real operations. All raise ``OSError``; a written file is for its owner only (it holds personal data)."""

    def read(self, path: Path) -> bytes | None:
        """Return a file's content, ``None`` if there is no such file."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def make_directory(self, path: Path, mode: int = 0o777) -> None:
        """Make a directory, and those above it, if missing; each name is on the disk before this returns."""
        missing = [place for place in (path, *path.parents) if not place.exists()]
        path.mkdir(mode, parents=True, exist_ok=True)
        for place in missing:
            self.sync_directory(place.parent)

    def open(self, path: Path) -> int:
        """Open a file for appending, make it if missing, and return its descriptor."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, PRIVATE)

    def create(self, path: Path, like: Path) -> int:
        """Make an empty file with the permissions of another one, and return its descriptor."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE)
        if like.exists():
            os.fchmod(descriptor, like.stat().st_mode & 0o777)
        return descriptor

    def names(self, path: Path) -> list[str]:
        """Return the names in a directory, none if there is no such directory."""
        try:
            return sorted(each.name for each in path.iterdir())
        except FileNotFoundError:
            return []

    def open_to_read(self, path: Path) -> int:
        """Open a file for reading and return its descriptor."""
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read_at(self, descriptor: int, place: int, length: int) -> bytes:
        """Return up to so many octets from a place of a file."""
        return os.pread(descriptor, length, place)

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of it; the kernel may take it in pieces."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """Return when the file's content and length are on the disk."""
        os.fdatasync(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        """Cut a file to a length in octets."""
        os.ftruncate(descriptor, length)

    def replace(self, source: Path, target: Path) -> None:
        """Put one file in the place of another, atomically."""
        source.replace(target)

    def sync_directory(self, path: Path) -> None:
        """Return when the names in a directory are on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        path.unlink(missing_ok=True)

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def lock(self, path: Path) -> int:
        """Take a lock at once or raise ``BlockingIOError``; it ends with the descriptor, however the process dies.

        The holder's process id stands in the file, for the message to whoever comes second.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def locked(self, path: Path) -> bool:
        """Say whether somebody holds the lock, without taking it for longer than the question; makes no file."""
        if not path.exists():
            return False
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False
