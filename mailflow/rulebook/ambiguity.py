"""Words that would mean two things: an alias of two services, a label of two fields.

Such a rule set is refused at reading, because a request would be understood by chance. Phrases of commands depend on
who writes and are proved by ``check.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from mailflow.errors import Mistake
from mailflow.model.rules import FormRules, Service


def folded(text: str) -> str:
    """Fold what people don't write alike: case, accents, punctuation, spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain))


def ambiguous_aliases(services: Mapping[str, Service], folder: str) -> Iterator[Mistake]:
    """Return the names and aliases that belong to two services, once each."""
    owners = ((id_, service.called) for id_, service in services.items())
    for word, first, second in _claimed_twice(owners):
        expected = f"a name of one service only; {first} has it too"
        yield Mistake(f"{folder}/services/{second}.toml", "aliases", f'"{word}"', expected)


def ambiguous_labels(form: FormRules, folder: str) -> Iterator[Mistake]:
    """Return the labels that belong to two fields, once each."""
    owners = ((field.name, (*field.labels.values(), *field.synonyms)) for field in form.fields)
    for word, first, second in _claimed_twice(owners):
        expected = f"a label of one field only; {first} has it too"
        yield Mistake(f"{folder}/form.toml", f"fields.{second}.synonyms", f'"{word}"', expected)


def _claimed_twice(owners: Iterable[tuple[str, Iterable[str]]]) -> Iterator[tuple[str, str, str]]:
    """Return each word that a second owner claims: the word as written, its first and its second owner."""
    first: dict[str, str] = {}
    for owner, words in owners:
        for key, word in {folded(word): word for word in words}.items():
            if key and first.setdefault(key, owner) != owner:
                yield word, first[key], owner
