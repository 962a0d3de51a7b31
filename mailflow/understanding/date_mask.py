"""What looks like a date and is none: phone numbers, laws, file and register numbers, fractions, addresses.

They are blanked out, character for character, before the date grammar reads the text.
"""

from __future__ import annotations

import re

from mailflow.understanding.date_places import MONTH, NOT_LED, PLACES
from mailflow.understanding.date_words import BUT_FOR

_DEADLINE = r"(?:deadline|uiterste datum|einddatum|vervaldatum|indieningsdatum|echeance|date limite|frist)"
_EVENT = (
    r"(?:audit|nieuwsbrief|newsletter|studiedag|infosessie|vorming|opleiding|vergadering|zitting|controle|inspectie|verslag"
    r"|rapport|bijeenkomst|webinar|journee d'etude|formation|reunion|seance|inspection|fortbildung|schulung|sitzung"
    r"|kontrolle|inspektion|bericht|tagung|studientag)"
)
_DATE = (
    r"(?:\d{1,2}(?:er|e|de|ste|\.)? ?" + MONTH + r"(?: (?:19|20)\d\d)?"
    r"|\d{1,2} ?[./-] ?\d{1,2}(?: ?[./-] ?\d{2,4})?|\d{4}-\d\d-\d\d)"
)
_LAW = (
    r"(?:[a-z]{0,20}wet|wetten|[a-z]{0,20}besluit|[a-z]{0,20}decreet|k\.?b\.?|m\.?b\.?|omzendbrief|loi|lois|arrete|decret|a\.r\.|ar"
    r"|a\.m\.|circulaire|ordonnance|ordonnantie|[a-z]{0,20}gesetz|gesetzes|erlass|dekret|[a-z]{0,20}verordnung|rundschreiben"
    r"|directive|richtlijn|richtlinie|reglement|act|staatsblad|moniteur(?: belge)?|staatsanzeiger|b\.s\.|m\.b\.)"
)
_MAIL = (
    r"(?:e-?mail|mail|mailtje|telefoontje|bericht|brief|schrijven|vraag|aanvraag|courrier|courriel|lettre|message|demande|schreiben"
    r"|nachricht|anfrage|antrag|letter|telefoongesprek|gesprek|entretien|appel|anruf|overleg van)"
)
_FILE = (
    r"(?:dossier|dossiernummer|ref|referentie|reference|zaak|kenmerk|akte|aktenzeichen|nr|n°|nummer|numero"
    r"|rijksregister(?:nummer)?|niss|insz|rrn|ogm|iban|factuur|facture|artikel|art|article|§|bus|bte|boite|lokaal|local"
    r"|btw|tva|kbo|bce|postcode|blz|pag|pagina|page|pages|seite|bijlage|bijlagen|annexe|annexes|anlage|hoofdstuk|chapitre|kapitel)"
)

_COUNTED = (
    r"\b\d{1,3}(?:[.,]\d+)? ?(?:%|€|eur\b|euro|km\b|personen|personnes|personeelsleden|deelnemers|participants"
    r"|teilnehmer|pers\b)"
    r"|(?:€|\beur|\beuro) ?\d[\d.,]*|\b\d{1,3}(?:\.\d{3})+(?:,\d\d?)?(?!\d)"
)
_OF_EACH_MONTH = (
    r"\b\d{1,2}(?:ste|de|er|e|\.)? ?"
    r"(?:(?:des|jeden|eines) monats|van (?:de|elke) maand|du mois|de chaque mois)"
)
_RANKED = (
    r"\b\d{1,2}(?:ste|de|er|ere|e|eme|ter|te|th|st|nd|rd|\.) ?(?:keuze|voorkeur|verdieping|graad|jaar|keer|maal|plaats"
    r"|optie|voorstel|semester|kwartaal|trimester|choix|preference|etage|annee|fois|place|option|semestre|trimestre"
    r"|wahl|stock|jahr|mal|platz|semester|quartal|lijn|ligne|linie|choice)"
)
# Every share of a full-time post that is usual: halves to fifths, tenths, and hours of a 38-hour week.
_SHARE = r"(?:[1-4] ?/ ?[2-5]|[1-9] ?/ ?10|\d{1,2}(?:[.,]\d)? ?/ ?3[5-9])(?:de|e|th|eme|ste)?(?![./]?\d|[a-z])"
_WORKS = (
    r"(?:werk|werkt|werken|werkte|travaille|travaillons|travaillant|arbeite|arbeitet|arbeiten|work|works|preste|prestons"
    r"|beschaftigt|angestellt|tewerkgesteld|tewerkstelling|regime|regiem|werkregime|stelsel"
    r"|arbeitszeit|arbeitsregime|temps de travail|contract|contrat|vertrag|halftijds|halftijdse|deeltijds|deeltijdse"
    r"|voltijds|mi-temps|temps partiel|temps plein|teilzeit|halbtags|halbzeit|part-time|full-time|arbeidsduur"
    r"|prestatiebreuk|breuk|vte|fte|etp|loopbaanonderbreking|tijdskrediet|credit-temps|ouderschapsverlof)"
)
_LINKS_SHARE = (
    r"(?: ?[:(,=]| (?:aan|in|en|een|a|als|at|zu|mit|met|un|une|van|de|du|voor|pour|fur|momenteel|maar|nur"
    r"|seulement|slechts|actuellement|derzeit|dus|wel|ook|ik|sinds kort))*"
)
_PART_TIME = rf"\b{_WORKS}\b{_LINKS_SHARE} ?[(]?{_SHARE}"
_PART_TIME_BEHIND = (
    rf"{NOT_LED}\b{_SHARE} ?\)?,?(?: een| in een| en| im| de| van een)? ?-?(?:{_WORKS}\b|dag|dagen|jour|jours"
    r"|journee|tag|tage|temps|tijd|tijds|etp|uur|heure|stunde|jaar|an\b|stelle|werknemer|punten|points|punkte|gehaald)"
)
_SHARE_ALONE = r"(?<![\d/.,-])\b(?:[1-4]/[2-5]|[1-9]/10)(?:de|e|eme|th)\b"
_AT_SHARE = r"\b(?:suis|sommes|travail) (?:actuellement )?a ?[1-4]/[2-5]\b"
_MEASURE = r"\b(?:score|cote|note|resultaat|resultat)\b(?: ?[:=]? ?\d+ ?/ ?\d+)?"
_BORN = rf"\b(?:geboortedatum|geboren|date de naissance|nee? le|geburtsdatum|geb\.?) ?:?(?: op| am| le)? ?{_DATE}"
_JOB = (
    r"\b(?:contract|contrat|vertrag|arbeidsovereenkomst|mandaat|mandat|in dienst|en service|en fonction"
    rf"|dienstantritt)\b[^\d\n.;]{{0,40}}{_DATE}"
)
_NEW_JOB = (
    rf"\b(?:start|startte|begin|begon|beginne|fange|commence|debute|entre)\b[^\d\n.;]{{0,30}}{_DATE}(?= )"
    r"(?=[^\n.;]{0,30} (?:functie|job|fonction|poste|emploi|stelle|arbeit|comme (?!vous)"
    r"|als (?!dat|het|u|je|er|mog|es)))"
)
_ALL_OF_US = (
    r"\b(?:tou(?:te)?s les (?:deux|trois|quatre)"
    r"(?! (?:jours?|semaines?|mois|ans|lundis?|mardis?|mercredis?|jeudis?|vendredis?|quinze)\b)"
    r"|alle ?(?:twee|drie|vier|beide)|alle (?:zwei|drei))\b"
)
_TRAIN = (
    r"\b(?:trein|train|zug|bus|tram|metro|vlucht)\b[^\n.;,\d]{0,25}\d{1,2}[.:]\d\d(?!\d|[./]\d)|"
    r"\b(?:trein|train|zug)\b[^\n.;,\d]{0,50}\b(?:arriv|aankom|ankomm|ankunft)[a-z]*\b[^\n.;,\d]{0,30}"
    r"\b(?:matinee|matin|voormiddag|ochtend|vormittags?|midi|middag|mittag)\b"
)
_PAPERS = (
    r"[\w-]*\d[\w.-]*\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|jpe?g|png|gif|txt|eml|msg|zip|ics|csv)\b",
    r"\b[a-z]+[_][\w-]*\d[\w-]*",
    r"\b(?:(?:versie|version|versions|release|update) ?|v\.?(?=\d+\.))\d+(?:[.-]\d+)*\b",
    r"(?:^|(?<=\n))(?:verzonden|envoye(?: le)?|gesendet|sent) ?:[^\n]*",
)

_SUITS = (
    r"(?:lukt|lukken|past|passen|mogelijk|gaat|kan|kunnen|schikt|uitkomt|vrij|beschikbaar|possible|va|libre|convient|arrange"
    r"|disponible|moglich|geht|gehen|passt|klappt|ginge|frei|verfugbar|komt)\b"
)
# "…, als dat niet lukt 23 februari", "past dat niet, dan …" say nothing against a day.
_OTHERWISE = (
    r"\b(?:als|indien|mocht|moest|si|wenn|falls|sollte)\b[^\d,;.\n]{0,30}\b(?:niet|nicht|pas|geen)\b[^\d,;.\n]{0,20}\b"
    + _SUITS,
    (
        r"(?:^|(?<=[,;:.(–-] )|(?<=\n))"
        rf"{_SUITS} (?:dat|dit|het|das|dies|es|ca) (?:\w+ )?(?:niet|nicht|pas)\b(?: (?:uit|goed))?(?=,? dann?\b)"
    ),
    r"\b(?:indien|als|wenn|falls|si) (?:niet|nicht|non|pas)\b(?=,| dan\b| dann\b| \d| op\b| am\b| le\b)",
    r"\bzo ?niet\b",
)
_THIS_MORNING = (
    r"\b(?:ce matin|cet apres-midi|vanmorgen|vanochtend|vanmiddag|vannamiddag|"
    r"deze (?:ochtend|morgen|voormiddag|namiddag)|heute (?:morgen|fruh|vormittag|nachmittag))\b"
)
# "Nous devons être de retour pour 13h", "terug om 12u": when the visit ends is no half of a day.
_WAY_BACK = (
    r"\b(?:de retour|retour|rentrer|repartir|vertrekken|terug(?: zijn)?|zuruck(?: sein)?) "
    r"(?:pour|a|om|voor|tegen|um|bis|vers|avant) \d{1,2} ?(?:[:.]\d\d ?)?(?:h|u|uur|uhr|heures?)(?:\d\d)?|"
    r"\b(?:tegen|rond|vers|pour|gegen|um) (?:de |den )?(?:'s )?(?:middag|midi|mittag)\b"
    r"(?=[^.;,\n]{0,20}\b(?:trein|train|zug|terug|retour|rentr\w*|zuruck|vertrek\w*|repart\w*)\b)"
)

# "Die week neemt een stagiaire mijn permanentie over": who is replaced can come.
_REPLACED = (
    r"(?<!\bje )(?<!\bj')(?<!\bnous )(?<!\bik )(?<!\bwij )(?<!\bwe )(?<!\bich )(?<!\bwir )"
    r"\b(?:neemt|nemen|reprend\w*|assure\w*|pren(?:d|n)\w*|remplace\w*|vervangt|vervangen|ubernimm\w*|ubernehm\w*)\b"
    r"(?![^.;\n]{0,30}\b(?:niemand|personne|ik|wij|we|ich|wir|nous)\b)"
    r"[^\n.;]{0,30}\b(?:mijn|mes|ma|meine|onze|nos|unsere)\b[^\n.;]{0,12}"
    r"\b(?:permanen[ct]ies?|permanences?|sprechstunden?)\b(?: over)?"
)
# "(dan moet ik toch in Brussel zijn voor een verjaardag)": who is near can come.
_NEAR_ANYWAY = (
    r"\b(?:toch|sowieso|de toute facon|ohnehin|schon|deja)\b(?![^.,;)\n]*\b(?:niet|geen|pas|nicht|kein[a-z]*)\b)"
    r"[^.,;\n\d]{0,25}\b(?:brussel|bruxelles)\b[^.,;)\n\d]*"
)
# "Je m'occupe du fonds", "j'ai pris connaissance", "maakt het uur me niets uit" deny nothing.
_NO_DENIAL = (
    r"\b[mst]'occupe[a-z]*\b(?! (?:des?|du|de la|de l'|de ma|de mon|de mes) ?(?:enfant|mere|pere|fils|fille|mari|femme"
    r"|parent|bebe|petit|famille|demenagement))|\bnous occup(?:ons|er)\b|"
    r"\bpris (?:contact|connaissance|note|conseil|en charge)\b|"
    r"\bmaakt (?:het |dat |me |mij |ons |uur |moment |tijdstip |dan |voor ){1,5}(?:niets|niet|niks|weinig) uit\b"
)
# "Ma collègue rentre de congé de maternité le 1er février": then she is there.
_BACK_FROM_LEAVE = (
    r"\b(?:rentr|revien|reven|repren|retour)[a-z]* de (?:son |sa |mon |ma )?(?:conges?|vacances)"
    r"(?: de maternite| parental)?\b|"
    r"\bterug uit (?:\w+ )?(?:zwangerschaps|ouderschaps)?(?:verlof|vakantie)\b|"
    r"\bzuruck aus dem (?:mutterschafts)?urlaub\b|\baus (?:dem|meinem|ihrem) (?:mutterschafts)?urlaub zuruck\b"
)
# "…, mehr habe ich leider nicht frei": no other days.
_NO_MORE = (
    r"\bmehr (?:habe ich|haben wir|geht)(?: leider)? nicht(?: frei)?\b|"
    r"\bmeer heb (?:ik|we)(?: helaas)? niet(?: vrij)?\b|"
    r"\bje n'ai (?:rien|pas) (?:d'autre|mieux)(?: de libre)?\b"
)
# "1ste keus maandag 1 maart, 2de keus …"
_CHOICES = r"\b\d ?(?:ste|de|e|er|ere|re|eme|\.)? ?(?:keuze?|keus|choix|wahl|voorkeur|optie|option|preference|wunsch)\b"
_ASKS_FOR = r"\bfragen? (?:ich |wir )?nach\b"
# "Elle tient la permanence du matin", "après ma tournée du matin" say nothing of a half.
_DUTY = (
    r"\b(?:tiens|tient|assure|fais|fait|apres (?:ma|la|notre)|na (?:mijn|de|onze)|nach (?:meiner|der))"
    r"(?: la| ma| de| mijn)? [a-z-]+ (?:du |de l'|van de )(?:matin|apres-midi|voormiddag|namiddag)"
)
# "Le mardi 15/12, sauf s'il neige": a condition rules no day out.
_UNLESS = r"\b(?:sauf (?:si\b|s')|behalve (?:als|indien)\b|aus?ser wenn\b)[^,;:.\n\d]*(?=[,;:.\n]|$)"

_PATTERNS = (
    # Nothing that long without a space is a date; what follows need not be tried on it.
    r"\S{200,}",
    r"\bhttps?://\S+|\bwww\.\S+|\b[\w.+-]{1,64}@[\w.-]+",
    r"\bont-\d{4}-\d+(?:-\w+)?",
    r"\b(?:guten|gute|goede|goeden|goeie|n goede) morgen\b",
    # 86.05.12-123.45: a national register number.
    r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]\d{3}[. ]?\d{2}\b",
    r"(?:\+|\b00)\d{2}[ ./()-]*(?:\d[ ./()-]{0,3}){7,9}\d",
    # 02/508.85.85 and 0470/12.34.56 have nine or ten digits, "03/02 13.30" has eight.
    r"(?<!\d[./-])\b(?=(?: ?[./]? ?\d){9,10}(?! ?[./]? ?\d))0\d{1,3} ?/ ?\d{2,3}(?:[. ]\d{2,3}){1,2}\b",
    r"(?<!\d[./-])\b[1-9]\d ?/ ?(?:\d{3}(?:[. ]\d{2,3}){1,2}|\d\d([. ])\d\d\1\d\d)\b(?!\d)",
    r"\b0\d{1,3} ?/ ?\d{5,7}\b",
    r"\b04\d\d[ ./]?\d{2}[ .]?\d{2}[ .]?\d{2}\b",
    r"\b0\d{1,3}(?: \d{2,3}){3}\b",
    r"\b(?:tel|telefoon|telephone|telefon|gsm|fax|mobiel|handy|t)\b ?[.:]* ?[+0(][\d ./()-]{7,}\d",
    rf"\b{_LAW}(?:[ ,](?:[^\d\n.;]|\.(?! )){{0,40}}?(?<=[ ,])(?:van|du|de|vom|of|dd\.?|d\.d\.|le|der))?[ (]{_DATE}",
    rf"\b{_MAIL} (?:van|du|vom|of|dd\.?|d\.d\.) (?:[a-z]+ )?(?:den |dem )?{_DATE}",
    rf"\b{_EVENT} (?:van|du|de|vom) (?:[a-z]+ )?(?:den |dem )?{_DATE}(?! ?(?:tot|t/m|t\.e\.m|tem|au|bis|-))",
    rf"\b{_DEADLINE}\b[^\d\n.;]{{0,30}}{_DATE}",
    *PLACES,
    rf"(?<![a-z]){_FILE}(?![a-z])[ .:]*(?:[a-z]{{1,6}}[ :/-])?\d[\d./-]*(?! ?{MONTH})(?:[a-z]\b)?(?: ?§ ?\d+)?",
    *_PAPERS,
    _BORN,
    _COUNTED,
    _RANKED,
    _OF_EACH_MONTH,
    _PART_TIME,
    _PART_TIME_BEHIND,
    _AT_SHARE,
    _SHARE_ALONE,
    _MEASURE,
    _JOB,
    _NEW_JOB,
    _TRAIN,
    _ALL_OF_US,
    *_OTHERWISE,
    _THIS_MORNING,
    _WAY_BACK,
    _REPLACED,
    _NO_DENIAL,
    _BACK_FROM_LEAVE,
    _CHOICES,
    _NO_MORE,
    _ASKS_FOR,
    _NEAR_ANYWAY,
    _DUTY,
    _UNLESS,
)
_MASKS = tuple(re.compile(pattern) for pattern in _PATTERNS)


def mask(folded: str) -> str:
    """Return the folded text with everything that only looks like a date blanked out (``¤``), as long as before."""
    for pattern in _MASKS:
        folded = pattern.sub(_blank, folded)
    folded = _RANGE_COMMA.sub(r"\1 ", folded)
    folded = _FIRST.sub("  1", folded)
    folded = _SHORT.sub(r"\1 ", folded)
    folded = _BUT_FOR.sub(rf"{BUT_FOR}\1   ", folded)
    return _HELD_AGAINST.sub(lambda found: "mais".ljust(len(found[0])), folded)


# "lun. 1er/02"
_FIRST = re.compile(r"\b1er(?=/\d)")
# "En récup. du 18 au 22 janvier"
_SHORT = re.compile(r"\b(recup)\.(?= [a-z\d])")
# "Von Montag, dem 12. April, bis Donnerstag, …"
_RANGE_COMMA = re.compile(r"(\b(?:von|vom|van|du)\b[^.;\n]{0,12}[^\n;]{0,24}),(?= (?:bis|tot|au)\b)")
# "Altijd, op woensdag na" has its exception around the day: it is given a word of its own before it.
_WEEKDAY = r"(?:maan|dins|woens|donder|vrij)dag[a-z]{0,12}"
_DAY = r"\d{1,2}(?:ste|de|e)?(?:[/.-]\d{1,2})?"
_BUT_FOR = re.compile(
    rf"\bop((?: de| den)? (?:{_WEEKDAY}(?: (?:de )?{_DAY})?(?:(?:,| en| of) (?:de )?{_WEEKDAY})?|{_DAY})"
    rf"(?: (?:{MONTH}|voormiddag|namiddag))?) na(?=\s*(?:[,.;:!?)\n]|$))"
)
# "Ni le 4 ni le 5 ne me vont, par contre le 6" is a "but"; "le 11 par contre je suis en réunion" is none.
_HELD_AGAINST = re.compile(r"(?<=, )(?:par contre|en revanche)(?= l)")


def _blank(match: re.Match[str]) -> str:
    return "¤" * (match.end() - match.start())
