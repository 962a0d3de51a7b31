"""Disks that fail, for the tests of the store: each stands in for ``Files`` and does real work until it fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from mailflow.store.files import Files

STEPS = ("make_directory", "create", "write", "sync", "truncate", "replace", "sync_directory", "remove")


class PowerCut(BaseException):
    """The process dies here; no handler of errors may run anything that reaches the disk any more."""


class CountingDisk(Files):
    """Calls ``before`` ahead of each step that changes the disk, with its number, counted from 1, and its name."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def before(self, step: str) -> None:
        self.steps.append(step)

    def make_directory(self, path: Path, mode: int = 0o777) -> None:
        self.before("make_directory")
        super().make_directory(path, mode)

    def create(self, path: Path, like: Path) -> int:
        self.before("create")
        return super().create(path, like)

    def write(self, descriptor: int, data: bytes) -> None:
        self.before("write")
        super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self.before("sync")
        super().sync(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        self.before("truncate")
        super().truncate(descriptor, length)

    def replace(self, source: Path, target: Path) -> None:
        self.before("replace")
        super().replace(source, target)

    def sync_directory(self, path: Path) -> None:
        self.before("sync_directory")
        super().sync_directory(path)

    def remove(self, path: Path) -> None:
        self.before("remove")
        super().remove(path)


class FailingDisk(CountingDisk):
    """Fails with an error in the steps named while ``broken``; a write has put a part of its data there already."""

    def __init__(self, *failing: str, error: int = errno.ENOSPC) -> None:
        super().__init__()
        self.failing = failing
        self.error = error
        self.broken = False

    def before(self, step: str) -> None:
        super().before(step)
        if self.broken and step in self.failing and step != "write":
            raise OSError(self.error, os.strerror(self.error))

    def write(self, descriptor: int, data: bytes) -> None:
        if self.broken and "write" in self.failing:
            super().write(descriptor, data[: len(data) // 2])
            raise OSError(self.error, os.strerror(self.error))
        super().write(descriptor, data)


class DyingDisk(CountingDisk):
    """Dies at the step with a number; a write that dies has put a part of its data there already."""

    def __init__(self) -> None:
        super().__init__()
        self.last: int | None = None
        self.dead = False

    def die_at(self, step: int) -> None:
        self.steps.clear()
        self.last = step

    def before(self, step: str) -> None:
        if self.dead:
            raise PowerCut
        super().before(step)
        if self.last is not None and len(self.steps) >= self.last and step != "write":
            self.dead = True
            raise PowerCut

    def write(self, descriptor: int, data: bytes) -> None:
        self.before("write")
        dying = self.last is not None and len(self.steps) >= self.last
        Files.write(self, descriptor, data[: len(data) // 2] if dying else data)
        if dying:
            self.dead = True
            raise PowerCut
