"""The phrases of signatures, disclaimers and mail programs in nl, fr, de and en, as patterns."""

from __future__ import annotations

import re

_CLOSINGS = (
    # Dutch
    (
        r"met\s+(?:de\s+)?(?:meest\s+)?(?:(?:zeer\s+)?vriendelijke|hartelijke|oprechte|beleefde|collegiale|warme|beste|"
        r"zonnige|lieve|sportieve)(?:\s+en\s+\w+)?"
        r"\s+groet(?:en|jes)?(?:\s+(?:uit|vanuit)\s+\w+)?"
    ),
    r"(?:vriendelijke|hartelijke|beste|collegiale|warme|lieve|zonnige|veel)\s+groet(?:en|jes)?",
    r"met\s+vr\.?\s*gr\.?|vr\.?\s*gr\.?|m\.?\s?v\.?\s?g\.?|groet(?:en|jes)?|grtz?|grtn|grts|gr\.?",
    r"hoogachtend|met\s+(?:de\s+meeste\s+)?(?:hoog)?achting|met\s+dank\s+en\s+(?:vriendelijke\s+)?groet(?:en)?",
    # French
    (
        r"(?:bien|tr[èe]s)?\s*cordialement(?:\s+[àa]\s+(?:vous|toi))?|cdl?t|bien\s+[àa]\s+(?:vous|toi)|"
        r"b\.?[àa]\.?[vt]\.?|bav"
    ),
    (
        r"(?:(?:mes|nos|avec\s+(?:mes|nos)|recevez\s+(?:mes|nos))\s+)?(?:sinc[èe]res|meilleures|cordiales|"
        r"respectueuses)?\s*salutations"
        r"(?:\s+(?:distingu[ée]es|cordiales|respectueuses|les\s+meilleures))?"
    ),
    r"respectueusement|amicalement|sinc[èe]rement|belle\s+journ[ée]e\s+[àa]\s+(?:vous|toi)",
    (
        r"(?:je\s+vous\s+prie|nous\s+vous\s+prions|veuillez|recevez|je\s+vous\s+prie\s+de\s+bien\s+vouloir)\b.{0,120}\b"
        r"(?:agr[ée]er|recevoir|croire|accepter|salutations|sentiments|consid[ée]ration).{0,140}"
    ),
    # German
    (
        r"mit\s+(?:freundlichen|besten|herzlichen|lieben|kollegialen|vielen|freundlichem|bestem|herzlichem|"
        r"liebem)\s+gr(?:ü|ue|u)(?:ß|ss)(?:en)?"
    ),
    (
        r"(?:(?:freundliche|viele|beste|liebe|herzliche|sch[öo]ne|sonnige|kollegiale)\s+)?gr(?:ü|ue|u)(?:ß|"
        r"ss)e?(?:\s+aus\s+\w+)?"
    ),
    r"m\.?\s?f\.?\s?g\.?|l\.?g\.?|v\.?g\.?|hochachtungsvoll",
    # English
    (
        r"(?:(?:kind|best|warm|kindest|with\s+(?:kind|best))\s+)?regards|yours\s+(?:sincerely|faithfully|truly)|"
        r"sincerely(?:\s+yours)?|"
        r"best\s+wishes|cheers"
    ),
)
CLOSING = re.compile(
    rf"^[\s*_>]*(?:{'|'.join(_CLOSINGS)})(?P<after>[\s,.;:!*_–-].*)?$",
    re.IGNORECASE,
)
SOFT_CLOSING = re.compile(
    r"^\s*(?:alvast\s+(?:heel\s+)?(?:hartelijk\s+)?(?:be)?dankt?|(?:hartelijk\s+|veel\s+)?dank(?:\s+u|"
    r"\s+je)?(?:\s+wel)?(?:\s+bij\s+voorbaat)?|bedankt|"
    r"met\s+dank|merci(?:\s+beaucoup)?(?:\s+d['’]avance)?|(?:en\s+vous\s+remerciant|"
    r"d['’]avance\s+merci)(?:\s+d['’]avance)?|"
    r"bonne\s+(?:journ[ée]e|soir[ée]e|r[ée]ception|semaine)|belle\s+journ[ée]e|[àa]\s+bient[ôo]t|tot\s+dan|"
    r"tot\s+(?:binnenkort|gauw|later)|fijne\s+dag(?:\s+nog)?|"
    r"fijn\s+weekend|prettige\s+dag|vielen\s+dank(?:\s+im\s+voraus)?|danke(?:\s+im\s+voraus)?|besten\s+dank|"
    r"bis\s+bald|sch[öo]nen\s+tag(?:\s+noch)?|"
    r"thanks(?:\s+in\s+advance)?|thank\s+you|many\s+thanks|"
    r"dans\s+l['’]attente\s.{0,80}|in\s+afwachting\s.{0,80})\s*[,.!]*\s*$",
    re.IGNORECASE,
)
DELIMITER = re.compile(r"^(?:--|—|–)[ \xa0]?$")

_DEVICE = (
    r"(?:i-?phone|i-?pad|i-?pod|iOS|android|samsung|galaxy|huawei|xiaomi|nokia|sony|xperia|oneplus|pixel|fairphone|"
    r"blackberry|windows\s?phone|"
    r"smartphone|gsm|mobiel\w*|mobile\w*|telefoon|t[ée]l[ée]phone|handy|ger[äa]t|tablet|toestel|apparaat|appareil|"
    r"outlook|yahoo|gmail|k-9|"
    r"courrier|mail|proton\s?mail|thunderbird|hotmail|web\.de|gmx|orange|proximus|telenet|bluemail|aquamail|spark|"
    r"superhuman)"
)
MOBILE = re.compile(
    rf"^[\s*_\[(<-]*(?:"
    rf"(?:verzonden|verstuurd|verstuurt|gestuurd|geschreven)\s+(?:vanaf|vanuit|vanop|van|met|via|uit|"
    rf"op)\s.{{0,40}}?{_DEVICE}.{{0,60}}|"
    rf"(?:envoy[ée]|r[ée]dig[ée]|[ée]crit)\s+(?:depuis|de|du|d['’]un|[àa]\s+partir\s+d[eu]|avec|via|"
    rf"par)\s?.{{0,40}}?{_DEVICE}.{{0,60}}|"
    rf"(?:gesendet|versendet|verschickt)\s+(?:von|vom|mit|[üu]ber|aus)\s.{{0,40}}?{_DEVICE}.{{0,60}}|"
    rf"(?:von|vom)\s+(?:meinem?|meiner)\b.{{0,60}}?(?:gesendet|versendet|geschickt).{{0,10}}|"
    rf"(?:diese\s+nachricht|dit\s+bericht|ce\s+message|this\s+message)\s.{{0,60}}?{_DEVICE}.{{0,60}}|"
    rf"(?:sent|written)\s+(?:from|with|via|using)\s.{{0,40}}?{_DEVICE}.{{0,60}}|"
    r"(?:download|get|t[ée]l[ée]charge[rz]?|obtene[rz]|obtenir|hol(?:en)?\s+sie\s+sich|"
    r"laden\s+sie)\s.{0,20}?outlook\s+.{0,80}|"
    r"outlook\s+(?:voor|pour|f[üu]r|for)\s+(?:ios|android|mac|mobiel\w*|mobile|windows).{0,80}|"
    r"provenance\s*:\s*courrier.{0,60}|"
    r"(?:sent|verzonden|verstuurd|envoy[ée]|gesendet)\s+(?:from|vanaf|vanop|met|depuis|de|von)\s+(?:my|mijn|mon|ma|"
    r"meinem|meiner)\s.{1,40}|"
    rf"verzonden\s*:\s*.{{0,20}}iphone.{{0,20}}"
    r")[\s*_\])>.]*$",
    re.IGNORECASE,
)

_MAIL = (
    r"(?:bericht|e-?mail\w*|mail|message|courriel|courrier|nachricht|communicati(?:e|on)|transmission|"
    r"bijlagen?|document)"
)
_THIS_MAIL = rf"(?:dit|deze|ce|cet|cette|diese[rs]?|this|het|the|le|la)\s+(?:\w+[\s-]+){{0,2}}{_MAIL}"
_NOTICE = (
    r"(?:vertrouwelijk\w*|confidenti\w*|vertraulich\w*|geadresseerden?|bestemming|bestemmeling\w*|(?:uitsluitend|"
    r"enkel|alleen|slechts)\s+"
    r"(?:\w+\s+){0,2}(?:bestemd|gericht)|destinataires?|empf[äa]nger\w*|intended|privileged|aansprake\w*|"
    r"responsabilit[ée]\w*|haftung\w*|liab\w*|"
    r"per\s+vergissing|par\s+erreur|irrt[üu]mlich\w*|in\s+error|adressat\w*|virus\w*|rechtsgeldig\w*|"
    r"juridisch\s+bindend)"
)
_DISCLAIMERS = (
    # A notice speaks of the mail itself and of secrecy or its addressee; a motivation may speak of either, not of both.
    r"^\W*(?:e-?mail\s*)?disclaimer\b",
    rf"^\W*{_THIS_MAIL}\b.{{0,400}}?\b{_NOTICE}\b",
    (
        r"^\W*(?:de|alle|the|any|all|les?|la|die|der|l['’]|toute)\s*(?:inhoud|informati\w+|contenu|content\w*|"
        r"inhalt|angaben|bijlagen?|"
        rf"pi[èe]ces?\s+jointes?)\b.{{0,80}}?\b{_THIS_MAIL}\b.{{0,300}}?\b{_NOTICE}\b"
    ),
    (
        rf"^\W*(?:indien|als|si|wenn|falls|if|sollten|bent\s+u|"
        rf"should)\s.{{0,80}}?\b{_MAIL}\b.{{0,120}}?\b(?:per\s+vergissing|par\s+erreur|"
        r"irrt[üu]mlich\w*|in\s+error|niet\s+(?:voor\s+u\s+)?bestemd|bestemmeling\w*|geadresseerde|intended|"
        r"destinataire|adressat|empf[äa]nger)\b"
    ),
    (
        r"\b(?:denk\s+aan\s+het\s+milieu|pensez\s+[àa]\s+l['’ ]?environnement|avant\s+d['’ ]imprimer|"
        r"denken\s+sie\s+an\s+die\s+umwelt|"
        r"consider\s+the\s+environment|spaar\s+(?:het\s+)?papier|before\s+printing|bevor\s+sie\s+diese|"
        r"print\s+deze\s+(?:e-?)?mail|"
        r"imprimer\s+ce(?:t)?\s+(?:e-?mail|message|courriel))"
    ),
    (
        r"^\W*.{0,60}\b(?:all(?:e)?\s+rights\s+reserved|privacy\s?(?:verklaring|beleid|policy)|"
        r"protection\s+des\s+donn[ée]es|"
        r"datenschutz(?:erkl[äa]rung)?)\b.{0,160}\b(?:www\.|https?://)"
    ),
)
DISCLAIMER = re.compile("|".join(_DISCLAIMERS), re.IGNORECASE | re.DOTALL)

BANNER = re.compile(
    r"^\W*(?:"
    r"u\s+(?:ontvangt|krijgt)\s+niet\s+vaak\s+(?:e-?mails?|mail).{0,200}|vous\s+n['’]obtenez\s+pas\s+souvent.{0,200}|"
    r"vous\s+ne\s+recevez\s+pas\s+souvent.{0,200}|"
    r"sie\s+erhalten\s+nicht\s+(?:oft|h[äa]ufig)\s.{0,200}|you\s+don['’]t\s+often\s+get\s+email.{0,200}|"
    r"(?:caution|warning|let\s+op|opgelet|attention|achtung|vorsicht|warnung|waarschuwing|avertissement)\s*[:!-].{0,80}"
    r"\b(?:extern\w*|external|outside|buiten|ext[ée]rieur|exp[ée]diteur|afzender|absender|organi[sz]ation|"
    r"organisatie)\b.{0,300}|"
    r"\[\s*extern(?:e|al)?\b[^\]]{0,30}\]|extern(?:e|al)\s+(?:e-?mail|mail|afzender|sender|bericht|message)|"
    r"(?:meer\s+informatie|d[ée]couvrez|en\s+savoir\s+plus|weitere\s+informationen|learn)\s+(?:over\s+)?(?:waarom|"
    r"pourquoi|why|warum).{0,120}(?:belangrijk|important|wichtig).{0,120}"
    r")\W*$",
    re.IGNORECASE,
)

POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\.?|n\.?b\.?|post\s?scriptum)\s*[:.\s-]\s*\S", re.IGNORECASE)
GREETING = re.compile(
    r"^\s*(?:beste|dag|geachte|hallo|goede(?:dag|morgen|middag|navond)|bonjour|bonsoir|madame|monsieur|ch[eè]re?s?|"
    r"guten\s+\w+|sehr\s+geehrte\w*|"
    r"liebe[rs]?|dear|hi|hello)\b.{0,60}$",
    re.IGNORECASE,
)
FORM_LABEL = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:motivati(?:e|on)|begr[üu]ndung|(?:gewenste\s+)?dienst(?:en|e)?|"
    r"services?(?:\s+souhait\w+)?|gew[üu]nschte\s+\w+|them[ae]\w*|"
    r"th[èe]mes?|(?:voor|familie|achter)?naam|(?:pr[ée])?noms?|(?:vor|nach|familien)?name|ocmw|cpas|[öo]shz|functie|"
    r"fonction|funktion|datums?|dates?|data|"
    r"deelnemers?|participants?|teilnehmer)\b[^:]{0,30}:",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:\+|\b00)?\d[\d\s./()-]{7,}\d|\b(?:tel|t[ée]l|gsm|fax|mob|telefoon|t[ée]l[ée]phone|telefon|phone)\b\.?|"
    r"\bwww\.|https?://|[^\s@]+@[^\s@]+\.\w+|"
    r"\b\d{4}\s+[A-ZÀ-Ý][\w'’-]+|\b(?:straat|laan|plein|steenweg|rue|avenue|place|chauss[ée]e|stra(?:ß|ss)e|"
    r"boulevard|bd|weg)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:ik|wij|we|mij|me|ons|graag|zou|je|j['’]\w+|nous|moi|voudrais|souhait\w+|ich|wir|mich|uns|m[öo]chte\w*|"
    r"gerne?|i|my)\b",
    re.IGNORECASE,
)
# What a line of a signature never holds: a verb of an answer, or the writer as its subject.
STATES = re.compile(
    r"\b(?:is|zijn|past|passen|lukt|kan|kunnen|mag|graag|ik|wij|est|sont|convien\w*|peut|peuvent|va|je|nous|ist|sind|passt|"
    r"geht|kann|k[öo]nnen|ich|wir|works?|can|suits?|i|we|ok|akkoord|d['’]accord|einverstanden|ja|nee|neen|oui|non|nein|yes|no)\b|[?!:]",
    re.IGNORECASE,
)
ADVERTISEMENT = re.compile(
    r"^\W*(?:volg|bezoek|ontdek|schrijf\s+(?:je|u)\s+in|suivez|visitez|d[ée]couvrez|abonnez|folgen|besuchen|entdecken|abonnieren|follow|visit|"
    r"discover|subscribe|like\s+(?:ons|us)|werken\s+bij|nieuw\s*:|nouveau\s*:)\b",
    re.IGNORECASE,
)
PICTURE = re.compile(r"^\W*(?:cid:\S+|(?:inline\s+)?(?:image|afbeelding|bild|logo)\b[^\]]{0,80})\]\W*$", re.IGNORECASE)
