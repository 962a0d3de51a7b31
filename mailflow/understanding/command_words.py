"""The vocabulary, made ready for reading answers: folded, cut into words, with the longest phrase found first.

What the phrases mean for whom stands in ``command_roles.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mailflow.model.rules import Vocabulary
from mailflow.model.words import CommandName
from mailflow.understanding.folding import fold, fold_phrase

WORD = re.compile(r"\d{1,4}(?:[/.-]\d{1,4})+\.?(?!\w)|[\w'’@+-]+(?:\.[\w'@+-]+)*|[&?:]")
REMEMBERED = 4
LONGEST_NAME = 8  # words
Words = tuple[str, ...]
MOST_THANKED = 8
# "Merci pour l'annulation" may ask for one; "bedankt voor de goedkeuring" asks nothing.
_MAY_BE_THANKED_FOR = frozenset(
    {CommandName.APPROVE, CommandName.PICK, CommandName.ASSIGN, CommandName.LANGUAGE, CommandName.HELP}
)


def split(folded: str) -> list[str]:
    """Return the words of a folded text; apostrophes and hyphens belong to words, other punctuation doesn't."""
    return [word.strip("-'") or word for word in WORD.findall(folded)]


def rest_of(text: str, skip: int, drop: int = 0) -> str:
    """Return a text as written without its first and last so many words."""
    spans = [match.span() for match in WORD.finditer(fold(text))]
    kept = spans[skip : len(spans) - drop]
    return text[kept[0][0] : kept[-1][1]] if kept else ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A set of phrases by their words; ``longest`` is the number of words of the longest."""

    entries: frozenset[Words]
    longest: int

    def at_start(self, words: Sequence[str]) -> int:
        """Return how many words the longest phrase at the start has (0 = none)."""
        for length in range(min(self.longest, len(words)), 0, -1):
            if tuple(words[:length]) in self.entries:
                return length
        return 0

    def at_end(self, words: Sequence[str]) -> int:
        """Return how many words the longest phrase at the end has (0 = none)."""
        for length in range(min(self.longest, len(words)), 0, -1):
            if tuple(words[len(words) - length :]) in self.entries:
                return length
        return 0

    def inside(self, words: Sequence[str]) -> bool:
        """Whether any phrase occurs somewhere in the words."""
        return any(self.at_start(words[n : n + self.longest]) for n in range(len(words)))

    def taken_from(self, words: Sequence[str]) -> list[str]:
        """Return words without the phrases of the list."""
        kept: list[str] = []
        place = 0
        while place < len(words):
            length = self.at_start(words[place:])
            kept += [] if length else [words[place]]
            place += length or 1
        return kept

    def fills(self, words: Sequence[str]) -> bool:
        """Whether the words are nothing but phrases, one after the other."""
        place = 0
        while place < len(words):
            length = self.at_start(words[place : place + self.longest])
            if not length:
                return False
            place += length
        return bool(words)


def phrases(texts: Iterable[str]) -> Phrases:
    """Make a set of phrases from texts as rule authors write them."""
    entries = frozenset(tuple(split(fold_phrase(text))) for text in texts) - {()}
    return Phrases(entries, max(map(len, entries), default=0))


@dataclass(frozen=True, slots=True)
class Lexis:
    """The vocabulary made ready: commands by phrase, and the lists of other words.

    ``named`` are the visits of the letter that is answered, by the names of their services.
    """

    commands: dict[Words, tuple[CommandName, ...]]
    longest: int
    by_command: dict[CommandName, Phrases]
    lonely: frozenset[Words]
    polite: Phrases
    receipt: Phrases
    closing: Phrases
    greeting: Phrases
    tail: Phrases
    negation: Phrases
    condition: Phrases
    question: Phrases
    visit: Phrases
    every: Phrases
    counted: tuple[tuple[int, Phrases], ...]
    suits: Phrases
    rest: Phrases
    links: frozenset[str]
    placeholder: Phrases
    harmless: Phrases
    retract: Phrases
    narrowing: Phrases
    thanks: Phrases
    misdirected: Phrases
    aside: Phrases
    superior: Phrases
    agrees: Phrases
    only: Phrases
    towards: Phrases
    contact: Phrases
    praise: Phrases
    gratitude: Phrases
    about_it: Phrases
    forced: Phrases
    regret: Phrases
    able: Phrases
    asks_first: Phrases
    we: Phrases
    choosing: Phrases
    nth: tuple[Phrases, ...]
    last: Phrases
    one_of: Phrases
    proposing: Phrases
    granted: Phrases
    denied: Phrases
    likewise: Phrases
    excepting: Phrases
    named: Mapping[Words, int]

    def names(self, words: Sequence[str]) -> tuple[CommandName, ...]:
        """Return the lists that a phrase stands in."""
        return self.commands.get(tuple(words), ())

    def visits_named(self, words: Sequence[str]) -> set[int]:
        """Return the visits whose service's name stands somewhere in the words."""
        places = range(len(words))
        found = (self.named.get(tuple(words[n : n + size])) for n in places for size in range(1, LONGEST_NAME + 1))
        return {visit for visit in found if visit}

    def courteous(self, words: Sequence[str]) -> bool:
        """Whether words are nothing but courtesies, or thanks for something that asks nothing."""
        if self.polite.fills(words):
            return True
        place = 0
        while True:
            length = self.thanks.at_start(words[place:])
            if length:
                return self._is_thanked_for(words[place + length :])
            step = self.polite.at_start(words[place:])
            if not step:
                return False
            place += step

    def _is_thanked_for(self, words: Sequence[str]) -> bool:
        # "L'annulation" is an annulation.
        bare = [word.rpartition("'")[2] for word in words]
        if not 0 < len(words) <= MOST_THANKED or self.actions(bare) - _MAY_BE_THANKED_FOR:
            return False
        doubts = (self.negation, self.condition, self.question, self.retract)
        return not any(char.isdigit() for word in words for char in word) and not any(d.inside(words) for d in doubts)

    def actions(self, words: Sequence[str]) -> set[CommandName]:
        """Return the lists of all phrases that occur in the words, the longest at each place."""
        found: set[CommandName] = set()
        place = 0
        while place < len(words):
            for length in range(min(self.longest, len(words) - place), 0, -1):
                names = self.commands.get(tuple(words[place : place + length]))
                if names:
                    found.update(names)
                    place += length - 1
                    break
            place += 1
        return found


def is_placeholder(text: str, lexis: Lexis) -> bool:
    """Whether a text is only what a button left to be filled in."""
    stripped = text.strip()
    if not re.search(r"\w", stripped.replace("_", "")):
        return True
    inner = re.sub(r"^[\[<({«*_.…\s]+|[\]>)}»*_.…\s]+$", "", fold(stripped))
    bracketed = bool(re.fullmatch(r"[\[<{(].*[\]>})]", stripped)) and "@" not in stripped
    return bracketed or tuple(WORD.findall(inner)) in lexis.placeholder.entries


_AS_LISTED = (
    "receipt", "closing", "greeting", "negation", "condition", "question", "visit", "suits", "rest", "placeholder",
    "harmless", "retract", "narrowing", "thanks", "misdirected", "aside", "superior", "agrees", "only", "towards",
    "contact", "praise", "gratitude", "about_it", "forced", "regret", "able", "asks_first", "we", "choosing", "last",
    "one_of", "proposing", "granted", "denied", "likewise", "excepting",
)  # fmt: skip
"""Lists of words that stand in the vocabulary under the name they have here."""


def prepare(vocabulary: Vocabulary) -> Lexis:
    """Return the vocabulary made ready; kept for the last few vocabularies, as it is read for every answer."""
    for known, ready in _remembered:
        if known is vocabulary:
            return ready
    ready = _prepare(vocabulary)
    _remembered.insert(0, (vocabulary, ready))
    del _remembered[REMEMBERED:]
    return ready


_remembered: list[tuple[Vocabulary, Lexis]] = []


def _phrases_by_command(vocabulary: Vocabulary) -> dict[CommandName, Phrases]:
    """Return the phrases of each command, with the words of its button where no other command has them."""
    by_command = {name: phrases(texts) for name, texts in vocabulary.phrases.items()}
    for name, texts in vocabulary.buttons.items():
        known = by_command.get(name, phrases(()))
        taken = {entry for other, listed in by_command.items() if other is not name for entry in listed.entries}
        new = {tuple(split(fold_phrase(text))) for text in texts.values()} - taken
        entries = known.entries | new
        by_command[name] = Phrases(entries, max(map(len, entries), default=0))
    return by_command


def _polite(word: Mapping[str, Phrases], none: Phrases) -> frozenset[Words]:
    """Return the courtesies; in "merci et à bientôt" the words between two are as polite as they are."""
    listed = (word.get(name, none).entries for name in ("courtesy", "receipt", "tail"))
    return frozenset({("en",), ("et",), ("und",), ("and",)}).union(*listed)


def _prepare(vocabulary: Vocabulary) -> Lexis:
    by_command = _phrases_by_command(vocabulary)
    commands: dict[Words, tuple[CommandName, ...]] = {}
    for name, listed in by_command.items():
        for entry in listed.entries:
            commands[entry] = (*commands.get(entry, ()), name)
    word = {name: phrases(texts) for name, texts in vocabulary.words.items()}
    none = phrases(())
    tail = word.get("tail", none)
    polite = _polite(word, none)
    return Lexis(
        commands=commands,
        named={},
        longest=max(map(len, commands), default=0),
        by_command=by_command,
        lonely=word.get("lonely", none).entries,
        polite=Phrases(polite, max(map(len, polite), default=0)),
        tail=Phrases(tail.entries | word.get("courtesy", none).entries, max(map(len, polite), default=0)),
        every=word.get("all", none),
        counted=tuple((count, word.get(name, none)) for count, name in ((2, "two"), (3, "three"), (4, "four"))),
        links=frozenset(entry[0] for entry in word.get("and", none).entries) | {"&", "+"},
        nth=tuple(word.get(name, none) for name in ("first", "second", "third", "fourth")),
        **{name: word.get(name, none) for name in _AS_LISTED},
    )
