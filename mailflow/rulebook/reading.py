"""The files of a rule set -> one ``Rulebook``, or all mistakes of all files at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from mailflow.errors import Mistake, RulesError
from mailflow.model.rules import Rulebook, Service
from mailflow.rulebook.ambiguity import ambiguous_aliases, ambiguous_labels
from mailflow.rulebook.house import read_office, read_timers
from mailflow.rulebook.routing import read_rules_table
from mailflow.rulebook.services import lay_contacts, read_service
from mailflow.rulebook.table import Table, near, one_of
from mailflow.rulebook.wording import read_form, read_reasons, read_vocabulary

FILES = ("office.toml", "timers.toml", "routing.toml", "form.toml", "vocabulary.toml", "reasons.toml")
_ID = re.compile(r"[a-z][a-z0-9_]*")


def read_rules(path: Path, contacts: Path | None = None) -> Rulebook:
    """Read the rule set in the folder ``path``; ``contacts`` names a file of contacts laid over its services.

    Raises ``RulesError`` with every mistake: file, key path, what was found, what was expected.
    """
    files = _Files(path)
    office = read_office(files.table("office.toml"))
    services: dict[str, Service] = {}
    for file in files.service_files():
        services[file.stem] = read_service(files.table(f"services/{file.name}"), file.stem, office.hours)
    if contacts is not None:
        lay_contacts(services, files.table(str(contacts), contacts))
    timers, off = read_timers(files.table("timers.toml"))
    rulebook = Rulebook(
        services=services,
        rules=read_rules_table(files.table("routing.toml"), services),
        form=read_form(files.table("form.toml")),
        vocabulary=read_vocabulary(files.table("vocabulary.toml")),
        reasons=read_reasons(files.table("reasons.toml")),
        office=office,
        timers=timers,
        digest=files.digest.hexdigest(),
        off=off,
    )
    files.mistakes.extend(ambiguous_aliases(services, path.name))
    files.mistakes.extend(ambiguous_labels(rulebook.form, path.name))
    if files.mistakes:
        raise RulesError(tuple(files.mistakes))
    return rulebook


class _Files:
    """The folder of a rule set: reads its files once, in a fixed order, and keeps their digest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []
        self.digest = hashlib.sha256()
        self.elsewhere: set[str] = set()
        if not path.is_dir():
            raise RulesError((Mistake(str(path), "", "", "a folder with rule files"),))
        for file in sorted(path.glob("*.toml")):
            if file.name not in FILES:
                self.complain(file.name, "a file that is read: " + one_of(FILES), near(file.name, FILES))

    def complain(self, name: str, expected: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(self.shown(name), "", "", expected, hint))

    def shown(self, name: str) -> str:
        return name if name in self.elsewhere else f"{self.path.name}/{name}"

    def service_files(self) -> list[Path]:
        """Return the files of the services; the name of a file is the service's id."""
        found = sorted((self.path / "services").glob("*.toml"))
        if not found:
            self.complain("services", "at least one file <id>.toml")
        for file in found:
            if not _ID.fullmatch(file.stem):
                self.complain(f"services/{file.name}", "a name of lower-case letters, digits and underscores")
        return found

    def table(self, name: str, path: Path | None = None) -> Table:
        """Read one file; one that is missing or no TOML is a mistake and an empty table that complains no more."""
        file = path or self.path / name
        if path is not None:
            self.elsewhere.add(name)
        try:
            raw = file.read_bytes()
            self.digest.update(name.encode() + b"\0" + raw + b"\0")
            return Table(tomllib.loads(raw.decode("utf-8-sig")), self.shown(name), self.mistakes)
        except OSError as problem:
            self.complain(name, f"a file that can be read ({problem.strerror})")
        except UnicodeDecodeError as problem:
            self.complain(name, f"UTF-8 (byte {problem.start} is none)")
        except tomllib.TOMLDecodeError as problem:
            self.complain(name, f"TOML ({problem})")
        return Table({}, self.shown(name), [])
