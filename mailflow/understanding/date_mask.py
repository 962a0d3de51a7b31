"""What looks like a date and is none: phone numbers, laws, file and register numbers, fractions, addresses.

They are blanked out, character for character, before the date grammar reads the text.
"""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan|feb|fev|maart|mars|mar|mrt|marz|maerz|apr|avr|mei|may|mai|jun|juin|jul|juil|aug|aout|sep|okt|oct|nov|dec"
    r"|dez)[a-z]*\.?"
)
_DATE = (
    r"(?:\d{1,2}(?:er|e|de|ste|\.)? ?" + _MONTH + r"(?: (?:19|20)\d\d)?"
    r"|\d{1,2} ?[./-] ?\d{1,2}(?: ?[./-] ?\d{2,4})?|\d{4}-\d\d-\d\d)"
)
_LAW = (
    r"(?:[a-z]{0,20}wet|wetten|[a-z]{0,20}besluit|[a-z]{0,20}decreet|k\.?b\.?|m\.?b\.?|omzendbrief|loi|lois|arrete|decret|a\.r\.|ar"
    r"|a\.m\.|circulaire|ordonnance|ordonnantie|[a-z]{0,20}gesetz|gesetzes|erlass|dekret|[a-z]{0,20}verordnung|rundschreiben"
    r"|directive|richtlijn|richtlinie|reglement|act)"
)
_MAIL = (
    r"(?:e-?mail|mail|mailtje|bericht|brief|schrijven|vraag|aanvraag|courrier|courriel|lettre|message|demande|schreiben"
    r"|nachricht|anfrage|antrag|letter|telefoongesprek|gesprek|entretien|appel|anruf|overleg van)"
)
_STREET = (
    r"\b(?:[a-z]{0,30}(?:laan|straat|plein|steenweg|kaai|dreef|strase|strasse|platz|allee)|[a-z]{3,20}weg|rue|avenue|av\.|boulevard|bd|place"
    r"|chaussee|quai|clos|dreve|square)"
)
_HOUSE_NUMBER = (
    r" (?:[a-z'-]+ ){0,4}\d{1,4}(?!\d| ?[./-] ?(?:0?[1-9]|1[0-2])\b|\.? ?" + _MONTH + r")"
    r" ?[a-z]?(?: ?(?:/|bus|bte|boite|b) ?\d+)?\b"
)
_FILE = (
    r"(?:dossier|dossiernummer|ref|referentie|reference|zaak|kenmerk|akte|aktenzeichen|nr|n°|nummer|numero"
    r"|rijksregister(?:nummer)?|niss|insz|rrn|ogm|iban|factuur|facture|artikel|art|article|§|bus|bte|boite|lokaal|local"
    r"|btw|tva|kbo|bce|postcode)"
)

_COUNTED = (
    r"\b\d{1,3}(?:[.,]\d+)? ?(?:%|€|eur\b|euro|km\b|personen|personnes|personeelsleden|deelnemers|participants"
    r"|teilnehmer|pers\b)"
)
_PART_TIME = (
    r"\b(?:werk|werkt|werken|travaille|travaillons|arbeite|arbeitet|tewerkgesteld|regime|regiem|stelsel|occupe a|work)"
    r" (?:aan |in |en |een |a |als |voltijds |halftijds |deeltijds |un |at )*[1-9] ?/ ?(?:2|3|4|5|10)(?:de|e|th|eme)?\b"
    r"(?![./]?\d)"
)
_FRACTION = (
    r"\b[1-9]/(?:2|3|4|5|10)(?:de|e|eme|th)? ?-?(?:dag|dagen|jour|jours|journee|tag|tage|temps|tijd|tijds|deeltijds|etp"
    r"|vte|fte|uur|heure|stunde|jaar|an|werkregime|regime|stelle|werknemer)"
)

_PATTERNS = (
    # Nothing that long without a space is a date; what follows need not be tried on it.
    r"\S{200,}",
    r"\bhttps?://\S+|\bwww\.\S+|\b[\w.+-]{1,64}@[\w.-]+",
    r"\bont-\d{4}-\d+(?:-\w+)?",
    # 86.05.12-123.45: a national register number.
    r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]\d{3}[. ]?\d{2}\b",
    r"(?:\+|\b00)\d{2}[ ./()-]*(?:\d[ ./()-]{0,3}){7,9}\d",
    r"\b(?:0\d{1,3}|\d{2}) ?/ ?\d{2,3}(?:[. ]\d{2,3}){1,2}\b(?!\d)",
    r"\b0\d{1,3} ?/ ?\d{5,7}\b",
    r"\b04\d\d[ ./]?\d{2}[ .]?\d{2}[ .]?\d{2}\b",
    r"\b0\d{1,3}(?: \d{2,3}){3}\b",
    r"\b(?:tel|telefoon|telephone|telefon|gsm|fax|mobiel|handy|t)\b ?[.:]* ?[+0(][\d ./()-]{7,}\d",
    rf"\b{_LAW}(?:[ ,][^\d\n]{{0,40}})?[ (]{_DATE}",
    rf"\b{_MAIL} (?:van|du|vom|of|dd\.?|d\.d\.) (?:[a-z]+ )?(?:den |dem )?{_DATE}",
    _STREET + _HOUSE_NUMBER,
    rf"(?<![a-z]){_FILE}(?![a-z])[ .:]*(?:[a-z]{{1,4}}[ :-])?\d[\d./-]*(?! ?{_MONTH})(?:[a-z]\b)?(?: ?§ ?\d+)?",
    _COUNTED,
    _PART_TIME,
    _FRACTION,
    r"(?<![\d/.,-])\b(?:[1-3]/[45]|1/3|2/3|3/4|4/5)(?:de|e|eme|th)\b",
)
_MASKS = tuple(re.compile(pattern) for pattern in _PATTERNS)


def mask(folded: str) -> str:
    """Return the folded text with everything that only looks like a date blanked out (``¤``), as long as before."""
    for pattern in _MASKS:
        folded = pattern.sub(_blank, folded)
    return folded


def _blank(match: re.Match[str]) -> str:
    return "¤" * (match.end() - match.start())
