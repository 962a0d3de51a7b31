"""The rule set's words, compiled for searching: labels, services, themes, and the lists of ``form.toml``.

Compiling takes some milliseconds and is done once for each rule set; ``lexicon_of`` remembers the last few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from mailflow.model.rules import Rulebook, Service, Theme
from mailflow.model.words import FieldName
from mailflow.understanding.small_words import ARTICLES
from mailflow.understanding.tokens import GAP, PhraseBook, fold, spellings

REMEMBERED = 4
LEAST_STEM = 5


class Lexicon:
    """The words of one rule set, ready to be searched for."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.services: Mapping[str, Service] = rulebook.services
        self._books: dict[str, PhraseBook[str]] = {}

    def book(self, name: str) -> PhraseBook[str]:
        """Return a list of words as a phrase book; a list that the rules lack is empty."""
        if name not in self._books:
            rows = (entry.partition(" > ") for entry in self.rulebook.form.words.get(name, ()))
            self._books[name] = PhraseBook((phrase, value or phrase) for phrase, _, value in rows if fold(phrase))
        return self._books[name]

    def has(self, name: str, text: str) -> bool:
        """Say whether a text contains a phrase of a list."""
        return self.book(name).has(text)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the field of every folded label; labels of other things stand for no field (``""``)."""
        found: dict[str, str] = {}
        for field in self.rulebook.form.fields:
            for phrase in (*field.labels.values(), *field.synonyms):
                for spelling in spellings(phrase):
                    found.setdefault(spelling, field.name)
        for phrase in self.rulebook.form.words.get("other_labels", ()):
            for spelling in spellings(phrase):
                found.setdefault(spelling, "")
        return found

    @cached_property
    def long_labels(self) -> tuple[str, ...]:
        """Return the labels that are long enough to be recognised with a typo."""
        return tuple(label for label, field in self.labels.items() if field and len(label) >= 5)

    @cached_property
    def label_book(self) -> PhraseBook[str]:
        """Return the labels as phrases, to be found inside longer ones."""
        alone = {spelling for phrase in self.rulebook.form.words.get("alone", ()) for spelling in spellings(phrase)}
        found = ((label, field) for label, field in self.labels.items() if field and len(label) >= 4)
        return PhraseBook((label, field) for label, field in found if label not in alone)

    @cached_property
    def request_labels(self) -> PhraseBook[str]:
        """Return the labels of what only a request gives: which services, and why."""
        return PhraseBook((label, field) for label, field in self.labels.items() if field in _OF_A_REQUEST)

    @cached_property
    def service_book(self) -> PhraseBook[str]:
        """Return the names and aliases of the services; a phrase of two services or of another house has no id."""
        owners: dict[str, set[str]] = {}
        for service in self.services.values():
            for phrase in (*service.names.values(), *service.aliases, *self._without_head(service)):
                for spelling in _inflected(phrase) | _without_article(phrase):
                    owners.setdefault(spelling, set()).add(service.id)
        entries = [(phrase, next(iter(ids)) if len(ids) == 1 else "") for phrase, ids in owners.items()]
        others = [(phrase, "") for phrase in self.rulebook.form.words.get("other_houses", ())]
        return PhraseBook([*others, *entries])

    @cached_property
    def everything(self) -> PhraseBook[str]:
        """Return the phrases for all services."""
        return PhraseBook((phrase, phrase) for phrase in self.rulebook.form.all_services)

    @cached_property
    def exceptions(self) -> PhraseBook[str]:
        """Return the words for what is left out."""
        return PhraseBook((phrase, phrase) for phrase in self.rulebook.form.except_words)

    def _without_head(self, service: Service) -> list[str]:
        """Return the official names without "Dienst", if that leaves more than one word."""
        heads = {fold(word) for word in self.rulebook.form.words.get("service_heads", ())}
        names = [fold(name).split() for name in service.names.values()]
        return [" ".join(words[1:]) for words in names if len(words) > 2 and words[0] in heads]

    @cached_property
    def service_cores(self) -> tuple[tuple[str, str], ...]:
        """Return the aliases without their general words, with the service they name: for typos."""
        cores: dict[str, set[str]] = {}
        for service in self.services.values():
            for phrase in (*service.names.values(), *service.aliases):
                for spelling in spellings(phrase):
                    core = self.core(spelling)
                    if len(core) >= 4:
                        cores.setdefault(core, set()).add(service.id)
        return tuple((core, next(iter(ids))) for core, ids in cores.items() if len(ids) == 1)

    @cached_property
    def work_book(self) -> PhraseBook[str]:
        """Return what each service works at: its names without "dienst", and the themes that are its alone."""
        owners: dict[str, set[str]] = {}
        for core, id_ in self.service_cores:
            owners.setdefault(core, set()).add(id_)
        for id_, book in self.theme_phrases.items():
            for phrase in book:
                owners.setdefault(fold(phrase), set()).add(id_)
        for entry in self.rulebook.form.words.get("two_services", ()):
            phrase, _, ids = entry.partition(" > ")
            owners.setdefault(fold(phrase), set()).update(ids.split())
        for service in self.services.values():
            for phrase in service.work:
                owners.setdefault(GAP.join(map(fold, phrase.split(GAP))), set()).add(service.id)
        return PhraseBook((phrase, next(iter(ids))) for phrase, ids in owners.items() if len(ids) == 1)

    def compound(self, word: str) -> str:
        """Return the service that one folded word of subject and head names ("statistiekdienst"), ``""`` if none."""
        head = next((head for head in _HEADS if word.endswith(head)), "")
        stem = word.removesuffix(head).removesuffix("s") if head else ""
        if len(stem) < LEAST_STEM:
            return ""
        found = {id_ for core, id_ in self.service_cores if " " not in core and _same_stem(core, stem)}
        return found.pop() if len(found) == 1 else ""

    def core(self, folded: str) -> str:
        """Return folded words without heads and filler (``dienst``, ``de``)."""
        return " ".join(word for word in folded.split() if word not in self.plain_words)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Return the single words that name no service in a place for services."""
        lists = (
            *self.rulebook.form.words.get("service_heads", ()),
            *self.rulebook.form.words.get("service_filler", ()),
        )
        return frozenset(word for phrase in lists for spelling in spellings(phrase) for word in spelling.split())

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Return the service of every folded abbreviation."""
        return {fold(short): service.id for service in self.services.values() for short in service.abbreviations}

    @cached_property
    def theme_phrases(self) -> dict[str, dict[str, Theme]]:
        """Return the names and aliases of the themes of each service that lists some."""
        return {
            service.id: {
                phrase: theme
                for theme in reversed(service.themes)
                for phrase in (*theme.aliases, *theme.names.values(), theme.id)
            }
            for service in self.services.values()
            if service.themes
        }

    @cached_property
    def theme_books(self) -> dict[str, PhraseBook[Theme]]:
        """Return the themes of each service that lists some."""
        return {id_: PhraseBook(phrases.items()) for id_, phrases in self.theme_phrases.items()}


_OF_A_REQUEST = frozenset({FieldName.SERVICES, FieldName.MOTIVATION})
_HEADS = ("dienst", "diensten", "dienste", "abteilung", "afdeling", "stelle", "team")


def _same_stem(core: str, stem: str) -> bool:
    """Say whether a name and the first part of a compound are the same word but for an ending."""
    short, long = sorted((core, stem), key=len)
    return len(short) >= LEAST_STEM and len(long) - len(short) <= 1 and long.startswith(short)


def _without_article(phrase: str) -> set[str]:
    """Return the spellings of a phrase without the article it begins with ("de juristen"), if it has one."""
    words = fold(phrase).split()
    return spellings(" ".join(words[1:])) if len(words) == 2 and words[0] in ARTICLES else set()


_ADJECTIVE = re.compile(r"(\w{4,}isch)(?:er|en|em|es|e)\b")


def _inflected(phrase: str) -> set[str]:
    """Return the spellings of a phrase with its German adjectives in every case ("beim Juristischen Dienst")."""
    found = spellings(phrase)
    return found | {_ADJECTIVE.sub(rf"\1{end}", text) for text in found for end in ("e", "er", "en", "em", "es")}


_remembered: list[Lexicon] = []


def lexicon_of(rulebook: Rulebook) -> Lexicon:
    """Return the compiled words of a rule set."""
    for lexicon in _remembered:
        if lexicon.rulebook is rulebook:
            return lexicon
    lexicon = Lexicon(rulebook)
    _remembered.insert(0, lexicon)
    del _remembered[REMEMBERED:]
    return lexicon
