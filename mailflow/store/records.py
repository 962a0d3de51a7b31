"""Records as JSON documents and back: which table holds which words of the model, converted in one place.

Enums become their values, times ISO text, octets base64, tuples lists; keys of mappings become text. A document
that lacks a field gets the model's default, so that new fields need no migration. Leaves to ``index`` how records
are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from mailflow.errors import StoreDamaged
from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.model.words import Language
from mailflow.ports import Asked, Attempt, Mark, Position, Tally
from mailflow.store.lines import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noted:
    """A step of a request's trail, with the request's reference, as a link of the chain (``chain.py``).

    Of an erased step only its link is left: ``entry`` is ``None`` and ``ref`` empty.
    """

    ref: str
    entry: TrailEntry | None
    salt: str = ""
    content: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language that somebody asked for."""

    address: str
    language: Language


@dataclass(frozen=True, slots=True)
class Numbered:
    """The highest number that a request of this year was ever given; outlives the request."""

    year: int
    last: int


@dataclass(frozen=True, slots=True)
class Told:
    """The latest time that the store has been told."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a year's volume of the archive counts, how many requests it holds, and the number of their
    oldest step (0: none).
    """

    year: int
    number: int
    requests: int
    first: int = 0


TABLES: dict[str, type[Any]] = {
    "requests": Request,
    "trail": Noted,
    "letters": Letter,
    "marks": Mark,
    "tries": Attempt,
    "positions": Position,
    "standings": Standing,
    "languages": Spoken,
    "asked": Asked,
    "tallies": Tally,
    "numbers": Numbered,
    "clock": Told,
    "volumes": Edition,
}


class Frozen(dict[Any, Any]):
    """A mapping inside a record: reads like the ``dict`` it is, and refuses to be changed."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a record of the store does not change; commit a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[Frozen], tuple[dict[Any, Any]]]:
        return Frozen, (dict(self),)

    def __copy__(self) -> Frozen:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Frozen:
        return self


def document(record: Any) -> Document:
    """Return a record as a JSON document."""
    built: Document = msgspec.to_builtins(record, str_keys=True)
    return built


def record(kind: type[T], document: Document, where: str) -> T:
    """Return a document as an immutable record; raise ``StoreDamaged`` naming ``where`` if it doesn't fit."""
    try:
        made = msgspec.convert(document, kind, str_keys=True)
    except msgspec.ValidationError as error:
        raise StoreDamaged(f"{where}: {error}") from None
    _freeze(made)
    return made


def _freeze(made: Any) -> None:
    """Freeze the mappings in a record that nobody else has seen yet."""
    kind: Any = type(made)
    mappings, parts = _plan(kind)
    for name in mappings:
        object.__setattr__(made, name, Frozen(getattr(made, name)))
    for name in parts:
        value = getattr(made, name)
        for part in value if isinstance(value, tuple) else (value,):
            if part is not None:
                _freeze(part)


@cache
def _plan(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which fields of a record are mappings, and which hold records with mappings in them."""
    kinds = {name: tuple(_kinds(hint)) for name, hint in get_type_hints(kind).items()}
    mappings = tuple(name for name, inner in kinds.items() if dict in inner)
    parts = tuple(name for name, inner in kinds.items() if any(map(_holds_mappings, inner)))
    return mappings, parts


def _holds_mappings(kind: Any) -> bool:
    return is_dataclass(kind) and any(_plan(cast("Any", kind)))


def _kinds(hint: Any) -> Iterator[Any]:
    """Yield all types that a type hint is made of."""
    yield get_origin(hint) or hint
    for inner in get_args(hint):
        yield from _kinds(inner)
