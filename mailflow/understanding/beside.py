"""What a guest wrote beside a calendar answer: its comment, or the text of the mail as far as a person typed it.

Programs write a sentence of their own ("Els Peeters has accepted this invitation", "Wanneer: …"); that is not said by
anybody. What the words ask is read by the reader of answers.
"""

from __future__ import annotations

import re

from mailflow.model.meaning import CalendarAnswer
from mailflow.model.message import Message

MAX_WORDS = 2000

_VERB = (
    r"accept\w*|accepté\w*|geaccepteerd|aanvaard\w*|goedgekeurd|declin\w*|décliné\w*|refus\w*|afgewezen|geweigerd|"
    r"abgelehnt|abgesagt|zugesagt|angenommen|akzeptiert|tentativ\w*|provisoire\w*|voorlopig|misschien|vorbehalt\w*|"
    r"vorläufig|proposed|voorgesteld|proposé\w*|vorgeschlagen|replied|beantwoord|répondu|geantwortet"
)
_EVENT = (
    r"invitation|invite|event|meeting|uitnodiging|afspraak|vergadering|gebeurtenis|agenda|évènement|événement|"
    r"rendez-vous|réunion|einladung|termin|besprechung|ereignis|veranstaltung|time|tijd\w*|heure|moment|zeit"
)
# The sentence of a program stands in the third person; "ik aanvaard de uitnodiging niet" is somebody's own.
_PROGRAM = re.compile(rf"(?=.*\b(?:{_VERB})\b)(?=.*\b(?:{_EVENT})\b)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:ik|wij|we|je|j'|nous|ich|wir|i|i'm|my|mijn|mon|meine?)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*\*?(?:when|where|who|what|wanneer|waar|wie|wat|tijd|quand|où|qui|quoi|lieu|date|datum|wann|wo|wer|was|ort|zeit|"
    r"location|locatie|subject|onderwerp|objet|betreff|organizer|organisator|organisateur|calendar|agenda|title|titel|"
    r"summary|attendees|deelnemers|participants|teilnehmer)\s?\*?\s?:",
    re.IGNORECASE,
)
_RULER = re.compile(r"^\W*$")


def written_beside(message: Message, said: CalendarAnswer) -> str:
    """Return the guest's own words, ``""`` if only a program spoke; at most 2000 characters."""
    if said.comment.strip():
        return said.comment.strip()[:MAX_WORDS]
    submitted = message.header("auto-submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return ""
    lines = [line for line in message.new_text.splitlines() if not _by_program(line)]
    return "\n".join(lines).strip()[:MAX_WORDS]


def _by_program(line: str) -> bool:
    if _LABEL.match(line) or _RULER.match(line) or "BEGIN:VCALENDAR" in line:
        return True
    return bool(_PROGRAM.search(line)) and not _FIRST_PERSON.search(line)
