"""Numbers that say where: house numbers and boxes of addresses, rooms and floors. None of them is a date.

Which other numbers are none is the business of ``date_mask.py``; a day that stands before or behind an address
("vrijdag 12/3 in de Wetstraat 16") stays a day.
"""

from __future__ import annotations

from mailflow.understanding import date_words as words

MONTH = (
    r"(?:jan|feb|fev|maart|mars|mar|mrt|marz|maerz|apr|avr|mei|may|mai|jun|juin|jul|juil|aug|aout|sep|okt|oct|nov|dec"
    r"|dez)[a-z]*\.?"
)
_DAY_NAMES = "|".join(sorted({name for names in words.WEEKDAYS.values() for name in names.split()}))
_LEADS_A_DAY = (
    rf"(?:{_DAY_NAMES}|op(?= \d)|le|am|om|on|den|dem|vanaf|tot|bis|ab|kan|is|est|ist|ik|je|ich|et|en|of|ou|und|oder"
    r"|vers|datum|data|date|dates|termin|dag|jour|tag)"
)
_ENDS_STREET = (
    r"laan|straat|str|plein|steenweg|kaai|kade|dreef|baan|vest|singel|gracht|markt|dijk|werf|kouter|wijk|hof|park|pad"
    r"|strase|strasse|platz|allee|gasse|ufer|damm|veld"
)
_FRENCH = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld\.?|place|pl\.|chaussee|ch\.|quai|clos|dreve|square|allee|impasse|venelle"
    r"|sentier|route|esplanade|parvis|passage|voie|grand-place|grand-rue|rond-point|faubourg|montagne|cite|residence"
)
_NO_STREET = r"(?!onderweg|halfweg|uitweg|werkveld|allerlei|loopbaan)"
_STREET = (
    rf"\b(?<!sur ){_NO_STREET}(?:[a-z]{{0,30}}(?:{_ENDS_STREET})|[a-z]{{3,20}}(?:weg|lei)|{_FRENCH})(?![a-z])"
    r"\.?"
)
_NAME = rf"(?: (?!{_LEADS_A_DAY}\b)[a-z'-]+\.?){{0,5}}"
_BOX = r"(?: ?,? ?(?:bus|bte|boite|bfk|briefkasten|box|b) ?\.? ?[a-z]?\d+)?"
_DAYS_OF_A_MONTH = rf"(?:\.? ?(?:,|-|/|en|et|und|of|ou|oder|tot|au|bis) ?\d{{1,2}}){{0,4}}\.? ?{MONTH}"
_HOUSE = rf"\d{{1,4}}(?!\d|{_DAYS_OF_A_MONTH}) ?(?:[a-z]\b)?(?: ?[/-] ?\d{{1,4}}(?![\d/]))*(?:/\d+)?{_BOX}"
_POSTCODE = r"(?:b-? ?)?(?!202[5-9]|203\d)[1-9]\d{3} [a-z]{3}"
# What stands right before a day, and never before a house number or a fraction.
NOT_LED = r"(?<![\d/.,-])" + "".join(
    rf"(?<!{lead} )"
    for lead in ["op", "le", "am", "den", "dag", "di", "tag", "och", "wo", "do", "ma", "vr", "ven", "jeu"]
)

_ROOM = (
    r"\b(?:zaal|lokaal|local|bureau|kantoor|salle|raum|zimmer|buro|buero|verdieping|etage|stock|stockwerk|room|floor"
    r"|gang|couloir|vleugel|aile|bloc|blok|gebouw|batiment|gebaude)\b"
    rf" ?(?:nr\.?|n°|nummer|numero)? ?[:.]? ?[a-z]?\d+(?:[./-]\d+)*(?! ?\.? ?{MONTH})"
)

PLACES = (
    # A French number comes first: "12/3, rue du Moulin".
    rf"(?:(?<=\n)|(?<![\s\S])|(?<=: )|(?<=\())\d{{1,4}} ?[a-z]?(?:/\d{{1,4}})*{_BOX} ?,? (?:{_FRENCH})(?![a-z])",
    rf"{_STREET}{_NAME} ?,?(?: nr\.?| n°| no\.?| nummer| numero)? {_HOUSE}",
    rf"{NOT_LED}\b\d{{1,4}} ?[a-z]?/\d{{1,4}}{_BOX} ?[,-]? ?(?={_POSTCODE})",
    rf"\b(?:adres|adresse|anschrift|address|woonplaats|domicile)\b ?:? ?[^\d\n,;:¤]{{0,30}}{_HOUSE}",
    _ROOM,
    r"\b(?:postbus|postfach|boite postale|bp|b\.p\.) ?\d+(?:/\d+)*\b",
)
"""Patterns over folded text."""
