"""What HR must see: lines that ask about files, clients or the law instead of discovering the work, and writers who
seem not to be staff of a centre (SPEC §4). Nothing is hidden or refused here; it is flagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.model.meaning import FlaggedLine
from mailflow.model.message import Message
from mailflow.understanding.lexicon import Lexicon
from mailflow.understanding.municipality import municipality_of_domain, names_a_centre
from mailflow.understanding.passage import Sentence
from mailflow.understanding.register_number import has_register_number, mask
from mailflow.understanding.tokens import fold, tokens_of

MOST = 20
_SCHOOLS = frozenset(
    [
        "student",
        "students",
        "stud",
        "etu",
        "etudiant",
        "hogent",
        "ugent",
        "kuleuven",
        "ulb",
        "uliege",
        "ucl",
        "uclouvain",
        "vub",
        "odisee",
        "ucll",
        "howest",
    ]
)
_PRESS = frozenset(
    [
        "vrt",
        "rtbf",
        "brf",
        "nieuwsblad",
        "standaard",
        "lesoir",
        "lalibre",
        "grenzecho",
        "hln",
        "demorgen",
        "knack",
        "rtl",
        "vtm",
        "belga",
    ]
)


def out_of_scope(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[FlaggedLine, ...]:
    """Return the lines out of scope with the reason: ``register_number``, ``client``, ``file`` or ``substance``."""
    found: dict[tuple[int, str], FlaggedLine] = {}
    for sentence in sentences:
        why, offset = _why(sentence, lexicon)
        if why:
            line = sentence.line_at(offset)
            found.setdefault((line, why), FlaggedLine(line, mask(sentence.text)[:300], why))
    return tuple(found.values())[:MOST]


def _why(sentence: Sentence, lexicon: Lexicon) -> tuple[str, int]:
    if has_register_number(sentence.text):
        return "register_number", 0
    for why in ("client", "file"):
        hit = lexicon.book(why).first(sentence.tokens)
        if hit is not None:
            return why, sentence.tokens[hit.start].start
    hit = lexicon.book("substance").first(sentence.tokens)
    if hit is not None and sentence.asks and lexicon.book("internship").first(sentence.tokens) is None:
        return "substance", sentence.tokens[hit.start].start
    return "", 0


def not_staff(message: Message, text: str, ocmw: str, lexicon: Lexicon) -> str:
    """Say why the writer seems not to be staff of a centre: ``student``, ``press`` or ``private``; else ``""``."""
    address = message.from_.email if message.from_ else ""
    domain = address.rpartition("@")[2]
    labels = frozenset(domain.split(".")[:-1])
    tokens = tokens_of(text)
    if lexicon.book("student").first(tokens) is not None or labels & _SCHOOLS:
        return "student"
    if lexicon.book("press").first(tokens) is not None or labels & _PRESS:
        return "press"
    if ocmw or names_a_centre(text) or names_a_centre(message.signature) or municipality_of_domain(address) is not None:
        return ""
    private = {fold(word) for word in lexicon.rulebook.form.words.get("private_domains", ())}
    second = fold(domain.split(".")[-2]) if "." in domain else ""
    return "private" if second in private else ""
