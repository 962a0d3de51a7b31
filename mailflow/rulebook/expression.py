"""The parts of a ``when``: immutable, typed, evaluated without side effects; reading them is ``conditions.py``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from mailflow.model.rules import FactType

_EMPTY: Mapping[FactType, object] = {
    FactType.TEXT: "",
    FactType.NUMBER: 0,
    FactType.TRUTH: False,
    FactType.LIST: (),
}


class Node(Protocol):
    """A part of a condition."""

    @property
    def type(self) -> FactType:
        """What it yields."""

    def value(self, facts: Mapping[str, object]) -> object:
        """Return its value for these facts."""

    def names(self) -> Iterator[Name]:
        """Return the names it reads, in the order written."""

    def constants(self) -> Iterator[object]:
        """Return the constants it is, where it is a constant or a list of them."""

    def comparisons(self) -> Iterator[Compare]:
        """Return the comparisons within it."""


def folded(text: str) -> str:
    """Fold case, accents and the space around a text, for comparing what people wrote."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def _same(value: object) -> object:
    return folded(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, number or truth as written."""

    written: object
    type: FactType

    def value(self, facts: Mapping[str, object]) -> object:
        """Return it."""
        del facts
        return self.written

    def names(self) -> Iterator[Name]:
        """Return none."""
        return iter(())

    def constants(self) -> Iterator[object]:
        """Return itself."""
        yield self.written

    def comparisons(self) -> Iterator[Compare]:
        """Return none."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Items:
    """A list of constants."""

    items: tuple[Constant, ...]
    type: FactType = FactType.LIST

    def value(self, facts: Mapping[str, object]) -> object:
        """Return them."""
        del facts
        return tuple(item.written for item in self.items)

    def names(self) -> Iterator[Name]:
        """Return none."""
        return iter(())

    def constants(self) -> Iterator[object]:
        """Return them one by one."""
        return (item.written for item in self.items)

    def comparisons(self) -> Iterator[Compare]:
        """Return none."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, by its dotted name; one that is missing or of another type is empty."""

    word: str
    type: FactType

    def value(self, facts: Mapping[str, object]) -> object:
        """Return the fact."""
        found = facts.get(self.word)
        kinds = {FactType.TEXT: str, FactType.NUMBER: int, FactType.TRUTH: bool, FactType.LIST: tuple}
        return found if isinstance(found, kinds[self.type]) else _EMPTY[self.type]

    def names(self) -> Iterator[Name]:
        """Return itself."""
        yield self

    def constants(self) -> Iterator[object]:
        """Return none."""
        return iter(())

    def comparisons(self) -> Iterator[Compare]:
        """Return none."""
        return iter(())


@dataclass(frozen=True, slots=True)
class _Truth:
    @property
    def type(self) -> FactType:
        """What it yields: true or false."""
        return FactType.TRUTH

    def constants(self) -> Iterator[object]:
        """Return none."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Not(_Truth):
    """The contrary."""

    part: Node

    def value(self, facts: Mapping[str, object]) -> object:
        """Say whether the part does not hold."""
        return not self.part.value(facts)

    def names(self) -> Iterator[Name]:
        """Return the part's names."""
        return self.part.names()

    def comparisons(self) -> Iterator[Compare]:
        """Return those of the part."""
        return self.part.comparisons()


@dataclass(frozen=True, slots=True)
class Both(_Truth):
    """All of the parts."""

    parts: tuple[Node, ...]

    def value(self, facts: Mapping[str, object]) -> object:
        """Say whether every part holds."""
        return all(part.value(facts) for part in self.parts)

    def names(self) -> Iterator[Name]:
        """Return the names of all parts."""
        return (name for part in self.parts for name in part.names())

    def comparisons(self) -> Iterator[Compare]:
        """Return those of all parts."""
        return (one for part in self.parts for one in part.comparisons())


@dataclass(frozen=True, slots=True)
class Either(_Truth):
    """One of the parts."""

    parts: tuple[Node, ...]

    def value(self, facts: Mapping[str, object]) -> object:
        """Say whether some part holds."""
        return any(part.value(facts) for part in self.parts)

    def names(self) -> Iterator[Name]:
        """Return the names of all parts."""
        return (name for part in self.parts for name in part.names())

    def comparisons(self) -> Iterator[Compare]:
        """Return those of all parts."""
        return (one for part in self.parts for one in part.comparisons())


@dataclass(frozen=True, slots=True)
class Compare(_Truth):
    """Two values of fitting types, and the sign between them."""

    sign: str
    left: Node
    right: Node

    def value(self, facts: Mapping[str, object]) -> object:
        """Say whether the comparison holds."""
        left, right = _same(self.left.value(facts)), self.right.value(facts)
        if self.sign in {"in", "not in"}:
            return _within(left, right) == (self.sign == "in")
        right = _same(right)
        if self.sign in {"==", "!="}:
            return (left == right) == (self.sign == "==")
        assert isinstance(left, int)
        assert isinstance(right, int)
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[self.sign]

    def names(self) -> Iterator[Name]:
        """Return the names of both sides."""
        yield from self.left.names()
        yield from self.right.names()

    def comparisons(self) -> Iterator[Compare]:
        """Return itself, and those within."""
        yield self
        yield from self.left.comparisons()
        yield from self.right.comparisons()


def _within(left: object, right: object) -> bool:
    if isinstance(right, tuple):
        return left in {_same(item) for item in right}
    return isinstance(left, str) and bool(left) and left in folded(str(right))
