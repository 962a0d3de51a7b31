"""Read a configuration: file, then environment, key by key, so that every mistake is told at once.

Single values are the matter of ``values.py``; here unknown keys get "did you mean", missing ones are named, and what
must fit between keys is checked in ``fit.py``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from mailflow.config.fit import fit, loose_ends
from mailflow.config.sections import REQUIRED
from mailflow.config.values import Shape
from mailflow.config.whole import SECTIONS, Config
from mailflow.errors import ConfigError, Mistake

PREFIX = "MAILFLOW_"


def read_config(path: Path, environ: Mapping[str, str]) -> Config:
    """Read a configuration file; ``environ`` overrides single keys as ``MAILFLOW_<SECTION>_<KEY>``.

    Raises ``ConfigError`` with every mistake, each with file, key path, what was found and what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise ConfigError((Mistake(str(path), "", "", f"a readable file ({problem.strerror})"),)) from problem
    except UnicodeError as problem:
        raise ConfigError((Mistake(str(path), "", "", "a text in UTF-8"),)) from problem
    return parse_config(text, environ, path)


def parse_config(source: str | Mapping[str, Any], environ: Mapping[str, str], file: Path) -> Config:
    """Make a configuration of TOML text, or of tables already read; errors as ``read_config``."""
    tables = _tables(source, file) if isinstance(source, str) else source
    reading = _Reading(str(file), environ)
    made = {name: reading.section(name, kind, tables.get(name, {})) for name, kind in SECTIONS.items()}
    reading.unknown("", tables, SECTIONS)
    reading.mistakes += loose_ends(tables, environ, _keys())
    if not reading.mistakes:
        config = Config(**made, file=file)
        config, misfits = fit(config, environ, reading.typed)
        reading.mistakes += misfits
        if not misfits:
            return config
    raise ConfigError(tuple(reading.mistakes))


def _tables(text: str, file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError((Mistake(str(file), "", "", f"valid TOML ({problem})"),)) from problem


def _keys() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(written_name(entry) for entry in keys_of(kind)) for name, kind in SECTIONS.items()}


def keys_of(kind: type[Any]) -> tuple[Field[Any], ...]:
    """Return the keys that a section takes from the file."""
    return tuple(entry for entry in fields(kind) if "shape" in entry.metadata)


def written_name(entry: Field[Any]) -> str:
    """Return the name of a key as it stands in the file (``from``, which Python keeps for itself)."""
    return entry.name.rstrip("_")


class _Reading:
    """One pass over file and environment that collects mistakes instead of stopping at the first."""

    def __init__(self, file: str, environ: Mapping[str, str]) -> None:
        self.file = file
        self.environ = environ
        self.mistakes: list[Mistake] = []
        # What stands for each key, as somebody typed it, by its place: what a mistake quotes.
        self.typed: dict[str, str] = {}

    def section(self, name: str, kind: type[Any], table: object) -> Any:
        """Read one section; ``None`` if it has mistakes."""
        if not isinstance(table, Mapping):
            self.mistakes.append(Mistake(self.file, name, repr(table), f"a section [{name}]"))
            return None
        before = len(self.mistakes)
        known = {written_name(entry): entry for entry in keys_of(kind)}
        self.unknown(name, table, known)
        given: dict[str, Any] = {}
        for written, entry in known.items():
            self.key((name, written), entry, table, given)
        return kind(**given) if len(self.mistakes) == before else None

    def key(self, at: tuple[str, str], entry: Field[Any], table: Mapping[str, Any], given: dict[str, Any]) -> None:
        """Read one key, the environment before the file."""
        section, written = at
        shape: Shape = entry.metadata["shape"]
        variable = f"{PREFIX}{section}_{written}".upper()
        place, file, found = f"{section}.{written}", self.file, table.get(written)
        default = entry.metadata["written"]
        self.typed[place] = _shown(self.environ.get(variable, table.get(written, default)))
        try:
            if variable in self.environ:
                place, file, found = variable, "environment", self.environ[variable]
                given[entry.name] = shape.read(shape.parse(found))
            elif written in table:
                given[entry.name] = shape.read(found)
            elif default is REQUIRED:
                self.mistakes.append(Mistake(file, place, "", f"{shape.expected} (this key is required)"))
        except (ValueError, TypeError, OverflowError):
            self.mistakes.append(Mistake(file, place, _shown(found), shape.expected, _near(str(found), shape.words)))

    def unknown(self, section: str, table: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        """Report the keys that nobody knows, with what may be meant."""
        for name in table:
            if name in known:
                continue
            place = f"{section}.{name}" if section else f"[{name}]"
            if name in {"password", "client_secret", "refresh_token"}:
                expected = (
                    f"no secret in this file: name an environment variable in {name}_env or a file in {name}_file"
                )
                self.mistakes.append(Mistake(self.file, place, "a secret (not shown)", expected))
                continue
            what = "key" if section else "section"
            self.mistakes.append(Mistake(self.file, place, "", f"a known {what}", _near(name, known)))


def _near(word: str, known: Iterable[str]) -> str:
    """Return the word that may be meant, ``""`` if none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1)), "")


def _shown(found: object) -> str:
    text = json.dumps(found, ensure_ascii=False) if isinstance(found, str) else str(found)
    return text if len(text) <= 60 else text[:57] + "…"
