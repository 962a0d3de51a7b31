"""The chain of the trail: each step carries a digest over all steps before it, so that none is changed or lost unseen.

A step's ``content`` is a digest of what it says, keyed with a ``salt`` of its own; its ``link`` a digest of the link
before and of ``content``. Erasing a step takes away what it says and its salt: the chain stays whole, and what was
said can't be found by trying names. Leaves to ``draft`` which steps there are, and to ``maintenance`` the looking.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from mailflow.store.lines import Document

_SIZE = 16


@dataclass(frozen=True, slots=True)
class Chain:
    """What ``verify`` found: the newest link, how many steps were erased or reworded, and what doesn't fit."""

    head: str = ""
    steps: int = 0
    erased: int = 0
    broken: tuple[str, ...] = ()


def linked(step: Document, previous: str) -> Document:
    """Return a new step as the link after ``previous``."""
    salt = secrets.token_hex(_SIZE)
    content = _content(step, salt)
    return step | {"salt": salt, "content": content, "link": _link(previous, content)}


def erased(step: Document) -> Document:
    """Return what is left of a step that goes: its place in the chain."""
    return {"ref": "", "entry": None, "salt": "", "content": step.get("content", ""), "link": step.get("link", "")}


def reworded(step: Document, now: Document) -> Document:
    """Return a step that says something else than it did (``now``), in its old place in the chain."""
    kept = {"salt": "", "content": step.get("content", ""), "link": step.get("link", "")}
    return {"ref": now["ref"], "entry": now["entry"]} | kept


def same(one: Document, other: Document) -> bool:
    """Say whether two steps say the same."""
    return _said(one) == _said(other)


def verify(steps: Mapping[str, Document]) -> Chain:
    """Follow the chain from its oldest step; the numbers are those of the documents.

    Steps older than the chain itself, at the beginning, have no link. Where the beginning was erased long ago, some of
    its links may be left, and the newest of them is what the rest is measured by.
    """
    previous: str | None = ""
    broken: list[str] = []
    gone = 0
    beginning = True
    for number, step in sorted(steps.items(), key=lambda one: int(one[0])):
        link, content = step.get("link", ""), step.get("content", "")
        beginning = beginning and not step["ref"]
        if not link:
            if previous:
                broken.append(f"step {number} of the trail has no link")
            continue
        if beginning:
            previous = None
        if previous is not None and link != _link(previous, content):
            broken.append(f"step {number} of the trail does not follow the step before it")
        if step.get("salt") and content != _content(step, step["salt"]):
            broken.append(f"step {number} of the trail was changed after it had been written")
        gone += not step.get("salt")
        previous = link
    return Chain(previous or "", len(steps), gone, tuple(broken))


def _content(step: Document, salt: str) -> str:
    return blake2b(_said(step), key=bytes.fromhex(salt), digest_size=_SIZE).hexdigest()


def _said(step: Document) -> bytes:
    """Return what a step says as octets that are the same before and after it was written."""
    return json.dumps([step["ref"], step["entry"]], sort_keys=True, separators=(",", ":")).encode()


def _link(previous: str, content: str) -> str:
    return blake2b(f"{previous} {content}".encode(), digest_size=_SIZE).hexdigest()
