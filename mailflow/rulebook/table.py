"""A table of a rule file while it is read: takes each key once, in the type expected, and collects every mistake.

Reading goes on behind a mistake with a harmless value, so that an author sees all mistakes of all files at once.
What the keys mean stands in the modules that read them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mailflow.errors import Mistake
from mailflow.model.rules import Texts
from mailflow.model.words import Language

_LONGEST_SHOWN = 60


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word that the author most probably meant, or ``""``."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def show(value: object) -> str:
    """Show a value as it stands in a TOML file, cut to one short line."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except TypeError:
        text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


@dataclass
class Table:
    """One table of a file. ``place`` is its key path, ``mistakes`` is shared by all tables of a rule set."""

    data: Mapping[str, object]
    file: str
    mistakes: list[Mistake]
    place: str = ""
    _taken: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        """Return the key path of a key of this table."""
        return f"{self.place}.{key}" if self.place else key

    def complain(self, key: str, found: object, expected: str, hint: str = "") -> None:
        """Note a mistake at a key; ``found`` ``None`` means that it is missing."""
        shown = "nothing" if found is None else show(found)
        self.mistakes.append(Mistake(self.file, self.at(key), shown, expected, hint))

    def take(self, key: str) -> object | None:
        """Take a value as it is; ``None`` if the file has none."""
        self._taken.add(key)
        return self.data.get(key)

    def has(self, key: str) -> bool:
        """Say whether the file gives this key."""
        return key in self.data

    def text(self, key: str, default: str | None = None, expected: str = "a text") -> str:
        """Take a text, stripped; ``default`` ``None`` means that it must be there and not be empty."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.complain(key, value, expected)
            return default or ""
        return value.strip()

    def number(self, key: str, default: int, least: int = 0) -> int:
        """Take a whole number of at least ``least``."""
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.complain(key, value, f"a whole number of {least} or more")
            return default
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        """Take ``true`` or ``false``."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.complain(key, value, "true or false")
            return default
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; missing is empty."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.complain(key, value, "a list of texts")
            return ()
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.complain(f"{key}[{number}]", item, "a text that is not empty")
        return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """Take one of the allowed words."""
        words = tuple(allowed)
        value = self.text(key, default)
        if value not in words:
            self.complain(key, value, one_of(words), near(value, words))
            return default
        return value

    def table(self, key: str) -> Table:
        """Take a table; missing is an empty one."""
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.complain(key, value, "a table")
        return self._inner(value, key)

    def tables(self, key: str) -> Iterator[Table]:
        """Take a list of tables (``[[key]]``); missing is none."""
        value = self.take(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.complain(key, value, f"a list of tables ([[{key}]])")
            return
        for number, item in enumerate(value):
            if not isinstance(item, dict):
                self.complain(f"{key}[{number}]", item, "a table")
            yield self._inner(item, f"{key}[{number}]")

    def named(self) -> Iterator[tuple[str, Table]]:
        """Take every key of this table as a table."""
        for key in self.data:
            yield key, self.table(key)

    def texts(self, key: str, *, required: bool = True) -> Texts:
        """Take a table with one text per language; all three or, where not required, none."""
        if not required and key not in self.data:
            return {}
        inner = self.table(key)
        texts = {language: inner.text(language.value, expected="a text in this language") for language in Language}
        inner.done()
        return texts

    def lists(self, key: str, languages: tuple[str, ...] = ("nl", "fr", "de")) -> tuple[str, ...]:
        """Take a table with one list of texts per language, as one list without duplicates."""
        inner = self.table(key)
        found = [word for language in languages for word in inner.words(language)]
        inner.done()
        return tuple(dict.fromkeys(found))

    def done(self) -> None:
        """Complain about every key that nobody took: it is misspelt or means nothing."""
        for key, value in self.data.items():
            if key not in self._taken:
                self.complain(key, value, f"no such key; known are {', '.join(sorted(self._taken))}", self._hint(key))

    def _hint(self, key: str) -> str:
        return near(key, self._taken - set(self.data))

    def _inner(self, value: object, key: str) -> Table:
        return Table(value if isinstance(value, dict) else {}, self.file, self.mistakes, self.at(key))


def one_of(words: Iterable[str]) -> str:
    """Say which words are allowed."""
    return "one of " + ", ".join(words)
