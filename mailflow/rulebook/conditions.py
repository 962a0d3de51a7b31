"""The ``when`` of a routing rule: a small closed language, read by recursive descent and typed at reading.

    condition  = and-part { "or" and-part }
    and-part   = not-part { "and" not-part }
    not-part   = "not" not-part | comparison
    comparison = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in") value ]
    value      = "text" | number | true | false | name | "[" [ value { "," value } ] "]" | "(" condition ")"

Names come from ``model.rules.FACTS``. Texts are compared without regard to case, accents and surrounding space;
``in`` asks for an element of a list, or for words within a text. Nothing is executed and nothing can loop; which
facts hold is gathered elsewhere (``engine/facts.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mailflow.model.rules import FACTS, FactType
from mailflow.rulebook.expression import Both, Compare, Constant, Either, Items, Name, Node, Not
from mailflow.rulebook.table import near

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>\d+)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
      | (?P<other>\S)
    )""",
    re.VERBOSE,
)
_ORDER = frozenset({"<", "<=", ">", ">="})
_LONGEST = 2000
_DEEPEST = 30


class Unreadable(ValueError):
    """A ``when`` can't be read: what was found, what was expected, and what may have been meant."""

    def __init__(self, found: str, expected: str, hint: str = "") -> None:
        self.found, self.expected, self.hint = found, expected, hint
        super().__init__(f"found {found}, expected {expected}")


@dataclass(frozen=True, slots=True)
class When:
    """A condition that was read and typed (``model.rules.Condition``)."""

    source: str
    node: Node

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Say whether it holds for these facts; a fact that is missing is empty."""
        return bool(self.node.value(facts))

    def explain(self, facts: Mapping[str, object]) -> str:
        """Say why it holds or doesn't: the values of the names it reads, ``theme = fead, persons = 1``."""
        names = dict.fromkeys(self.node.names())
        values = (f"{name.word} = {_shown(name.value(facts))}" for name in names)
        return ", ".join(values) or ("always" if self.holds(facts) else "never")

    def values_for(self, name: str) -> frozenset[str]:
        """Return the texts that a fact is compared with: what the author believes it can be."""
        found: set[str] = set()
        for one in self.node.comparisons():
            for side, other in ((one.left, one.right), (one.right, one.left)):
                if any(read.word == name for read in side.names()):
                    found.update(str(value) for value in other.constants())
        return frozenset(found)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value) if value != "" else '""'


def read_condition(source: str, known: Mapping[str, frozenset[str]] | None = None) -> When:
    """Read a ``when``. ``known`` names, for some facts, all values that make sense (``service``: the ids).

    Raises ``Unreadable`` with the first thing that can't be understood.
    """
    if len(source) > _LONGEST:
        raise Unreadable(f"{len(source)} characters", f"at most {_LONGEST}")
    reader = _Reader(_tokens(source), known or {})
    node = reader.either()
    if reader.here.word:
        raise Unreadable(reader.here.shown, 'the end, "and" or "or"', near(reader.here.word, ("and", "or", "in")))
    if node.type is not FactType.TRUTH:
        raise Unreadable(source, f"a condition that is true or false, not a {node.type}")
    return When(source, node)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    word: str
    column: int

    @property
    def shown(self) -> str:
        return f"{self.word} (character {self.column})" if self.word else "the end"


def _tokens(source: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or ""
        token = _Token(kind, match[kind], match.start(kind) + 1)
        if kind == "other":
            expected = {"=": '"==" to compare', "&": '"and"', "|": '"or"', "!": '"!=" or "not"'}
            raise Unreadable(token.shown, expected.get(token.word, "a name, a text in quotes, a number or a sign"))
        found.append(token)
    return found


@dataclass
class _Reader:
    tokens: list[_Token]
    known: Mapping[str, frozenset[str]]
    position: int = 0
    depth: int = field(default=0)

    @property
    def here(self) -> _Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return _Token("end", "", 0)

    def skip(self, word: str) -> bool:
        if self.here.kind in {"name", "sign"} and self.here.word == word:
            self.position += 1
            return True
        return False

    def either(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable(self.here.shown, f"at most {_DEEPEST} parentheses within each other")
        parts = [self.both()]
        while self.skip("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(_truth(part) for part in parts))

    def both(self) -> Node:
        parts = [self.negated()]
        while self.skip("and"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else Both(tuple(_truth(part) for part in parts))

    def negated(self) -> Node:
        count = 0
        while self.skip("not"):
            count += 1
        node = self.comparison()
        if count:
            node = _truth(node)
        return Not(node) if count % 2 else node

    def comparison(self) -> Node:
        left = self.operand()
        token = self.here
        sign = self.sign()
        if not sign:
            return left
        right = self.operand()
        self.check(left, sign, right, token)
        return Compare(sign, left, right)

    def sign(self) -> str:
        for sign in ("==", "!=", "<=", ">=", "<", ">", "in"):
            if self.skip(sign):
                return sign
        if self.here.word == "not" and self.skip("not"):
            if not self.skip("in"):
                raise Unreadable(self.here.shown, '"in" after "not"')
            return "not in"
        return ""

    def operand(self) -> Node:
        token = self.here
        self.position += 1
        if token.kind == "text":
            return Constant(token.word[1:-1], FactType.TEXT)
        if token.kind == "number":
            return Constant(int(token.word), FactType.NUMBER)
        if token.word in {"true", "false"}:
            return Constant(token.word == "true", FactType.TRUTH)
        if token.kind == "name" and token.word not in {"and", "or", "in", "not"}:
            return self.name(token)
        if token.word == "(":
            node = self.either()
            self.close(")")
            return node
        if token.word == "[":
            return self.items()
        raise Unreadable(token.shown, "a name, a text in quotes, a number, true, false, a list or a parenthesis")

    def name(self, token: _Token) -> Node:
        if token.word not in FACTS:
            hint = near(token.word, FACTS)
            values = frozenset().union(*self.known.values()) if self.known else frozenset()
            expected = "a text in quotes" if token.word in values else "a known name: " + ", ".join(FACTS)
            raise Unreadable(token.shown, expected, f'"{token.word}"' if token.word in values else hint)
        return Name(token.word, FACTS[token.word])

    def items(self) -> Node:
        found: list[Constant] = []
        while not self.skip("]"):
            if found and not self.skip(","):
                raise Unreadable(self.here.shown, '"," or "]"')
            item = self.operand()
            if not isinstance(item, Constant):
                raise Unreadable(self.here.shown, "texts or numbers in a list")
            found.append(item)
        return Items(tuple(found))

    def close(self, sign: str) -> None:
        if not self.skip(sign):
            raise Unreadable(self.here.shown, f'"{sign}"')

    def check(self, left: Node, sign: str, right: Node, token: _Token) -> None:
        """Compare only what can be compared, and a fact only with a value it can have."""
        where = f"{left.type} {token.word} {right.type} (character {token.column})"
        if sign in {"in", "not in"}:
            inside_text = (left.type, right.type) == (FactType.TEXT, FactType.TEXT)
            if not (right.type is FactType.LIST and left.type is not FactType.LIST) and not inside_text:
                raise Unreadable(where, f'"{sign}" between a value and a list, or between two texts')
        elif left.type is not right.type:
            raise Unreadable(where, "two values of the same type")
        elif sign in _ORDER and left.type is not FactType.NUMBER:
            raise Unreadable(where, f'numbers around "{sign}"')
        self.check_value(left, right)
        self.check_value(right, left)

    def check_value(self, name: Node, value: Node) -> None:
        if not isinstance(name, Name) or name.word not in self.known:
            return
        known = self.known[name.word]
        for constant in value.constants():
            if str(constant) not in known:
                raise Unreadable(
                    f'"{constant}" for {name.word}', "one of " + ", ".join(sorted(known)), near(str(constant), known)
                )


def _truth(node: Node) -> Node:
    if node.type is not FactType.TRUTH:
        raise Unreadable(f"a {node.type}", 'true or false beside "and", "or" and "not"')
    return node
