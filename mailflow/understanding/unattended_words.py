"""The phrases of mail that nobody sat down to write, in nl, fr, de and en: what each says, and what only people say.

All patterns are for folded text (lower case, no accents, ``ß`` is ``s``), one sentence at a time.
"""

from __future__ import annotations

import re
from enum import StrEnum

_MAIL = (
    r"(?:e-?mails?|mails?|mailtje|bericht(?:en)?|vra(?:ag|gen)|aanvra(?:ag|gen)|melding(?:en)?|schrijven|messages?|"
    r"courriels?|courriers?|demandes?|questions?|nachrichte?n?|anfragen?|schreiben|mitteilung|requests?|enquiry|query|"
    r"interesse|interet|interest)"
)
_BOX = (
    r"(?:(?:e-?)?mail-?(?:adres|box|bus|account)|postbus|adres|account|adresse|boite|(?:e-?)?mail-?adresse|"
    r"postfach|mailbox|address|inbox)"
)
_THIS = r"(?:dit|deze|ce|cet|cette|diese[srn]?|dies|this)"


class Sign(StrEnum):
    """What a sentence of such a mail says."""

    AUTOMATIC = "it was written by a program"
    RECEIVED = "our mail has arrived"
    TICKET = "it has a number now"
    LATER = "somebody will answer"
    THANKED = "thanks for our mail"
    AWAY = "the reader is away"
    BACK = "the reader will be back"
    UNREAD = "nobody reads this mail"
    INSTEAD = "whom to write to instead"
    CLOSED = "the address is given up"
    LEFT = "the reader has left the house"


def _words(*languages: str) -> re.Pattern[str]:
    return re.compile("|".join(languages))


SIGNS: dict[Sign, re.Pattern[str]] = {
    Sign.AUTOMATIC: _words(
        r"\bdit is een (?:volledig )?automatisch|\b(?:dit|deze|het) (?:e-?mail|mail|bericht|antwoord|"
        r"melding) (?:is|werd|wordt) automatisch|"
        r"^automatische? (?:antwoord|bericht|mail|e-?mail|ontvangst\w*|melding|afwezig\w*)|"
        r"\b(?:hoef\w*|gelieve|u kan|u kunt|je kan|je kunt) .{0,20}niet (?:te (?:antwoorden|reageren|"
        r"beantwoorden)|op te (?:antwoorden|reageren))",
        r"\b(?:ceci est|c'est|il s'agit d') ?une? (?:message|e-?mail|courriel|reponse|mail|"
        r"accuse)s? .{0,20}automatique|"
        r"\b(?:ce|cet|cette) (?:message|e-?mail|courriel|mail|reponse) (?:est|a ete) .{0,20}automatique|"
        r"^(?:reponse|message) automatique|ne pas repondre a (?:ce|cet|cette) ",
        r"\b(?:dies|das|diese|es) (?:ist|handelt sich um) eine automatisch|"
        r"\b(?:diese|die) (?:nachricht|antwort|e-?mail|mail|mitteilung) (?:wurde|wird|ist) automatisch|"
        r"^automatische (?:antwort|nachricht|eingangs\w*|empfangs\w*)|nicht auf diese (?:e-?mail|mail|"
        r"nachricht) (?:zu )?antworten|"
        r"antworten sie (?:bitte )?nicht auf diese",
        r"\bthis is an (?:automat|auto-)|\bthis (?:e-?mail|message|reply|response|mail) (?:is|was|"
        r"has been) (?:an )?automat|"
        r"^(?:automatic|automated) (?:reply|response|message)|do not (?:reply|respond) to this",
    ),
    Sign.RECEIVED: _words(
        rf"\b(?:wij|we) hebben (?:uw|je|jouw|die|dit|deze|het|ze) .{{0,40}}ontvangen|\b(?:uw|je|"
        rf"jouw) {_MAIL}\b.{{0,100}}(?:ontvangen|geregistreerd|toegekomen|aangekomen)|"
        r"\b(?:uw|je|jouw) .{0,40}\b(?:is|werd|zijn) .{0,20}geregistreerd|\bkwam(?:en)? (?:goed )?(?:aan|toe)\b|"
        r"bevestigen .{0,30}ontvangst|ontvangst(?:bevestiging|melding)",
        rf"\bvotre {_MAIL} (?:nous )?est (?:bien )?(?:arrive|parvenu)|\bconfirmons .{{0,10}}reception|"
        r"\baccus\w+ (?:\w+ )?reception|\bnous est (?:bien )?parvenu|\bvotre .{0,60}(?:a|"
        r"ont) (?:bien )?ete (?:bien )?(?:recue?s?|enregistree?s?)|"
        r"\bnous (?:l')?(?:avons|les avons) (?:bien )?recu",
        rf"\b(?:bei uns|hier|wohlbehalten) eingegangen|\bihre? {_MAIL} (?:ist|wurde) .{{0,40}}(?:eingegangen|"
        rf"registriert|erfasst)|\bwir haben (?:sie|ihre?|diese) .{{0,30}}erhalten|"
        r"(?:eingangs|empfangs)bestatigung|bestatigen .{0,30}(?:eingang|erhalt)",
        r"\bhas reached us\b|\bwe(?:'ve| have) (?:received|got your)|\byour .{0,60}(?:has|have) been (?:received|"
        r"logged|registered|recorded)|(?:acknowledg|confirm)\w* (?:the )?receipt",
    ),
    Sign.TICKET: _words(
        r"\b(?:ticket|dossier|zaak|nummer|numero|number|ref|meldings?|referentie|kenmerk|vorgang|akten\w*|fall|"
        r"case|incident|reference)[\w-]*(?: is| est| ist| lautet|number| nr\.?| n[o°]\.?)?\W{0,3}[\w-]*\d{3,}|"
        r"\binc\d{4,}|#\d{3,}|"
        r"\b(?:volg|suivez|verfolgen sie|track) .{0,20}ticket"
    ),
    Sign.LATER: _words(
        r"\b(?:krijgt|ontvangt)\b.{0,20}\bantwoord\b|\b(?:collega|medewerker|team|wij|we)\b.{0,40}\bneem(?:t|"
        r"en)\b.{0,40}\bcontact\b",
        r"\breponse\b.{0,20}\b(?:parviendra|sera)\b|\btransmise? au (?:service|collegue)|\bsera transmise?\b",
        r"\b(?:beantwo\w+|behandel\w*|antwoord\w*|reageer\w*|contact|bekijk\w*|opgevolgd|"
        r"bezorgd)\b.{0,60}\b(?:zo (?:snel|spoedig|vlug)|zodra|spoedig|binnen|(?:na|bij) mijn|weer|opnieuw)\b|"
        r"\b(?:zo (?:snel|spoedig|vlug) (?:mogelijk|als)|spoedig|binnen (?:de )?\w+ (?:werk)?(?:dag\w*|uur|uren)|"
        r"(?:na|bij) mijn (?:terugkeer|verlof|vakantie)|zodra)\b.{0,60}\b(?:beantwo\w+|behandel\w*|antwoord\w*|"
        r"contact|reactie|opgevolgd|terug)\b",
        r"\b(?:repond\w+|recontact\w+|trait\w+|suite|transmi\w+|lirai)\b.{0,80}\b(?:des que|des mon|retour|delais|"
        r"rapidement|jours|heures)\b|"
        r"\b(?:des que possible|des mon retour|a mon retour|(?:meilleurs|brefs) delais|sous \d+ (?:jours|heures|"
        r"h))\b.{0,80}\b(?:repon\w*|contact\w*|trait\w+)",
        r"\b(?:\w*antwort\w*|bearbeit\w*|meld\w*|kummer\w*)\b.{0,80}\b(?:ruckkehr|so bald|sobald|schnellst\w*|"
        r"umgehend|innerhalb|zeitnah|wieder)\b|"
        r"\b(?:schnellst\w*|so (?:bald|schnell|rasch) wie moglich|baldmoglichst|zeitnah|umgehend|innerhalb|"
        r"ruckkehr)\b.{0,80}(?:antwort|bearbeit|meld)",
        r"\b(?:get back to|responds?|reply|answers?|in touch|contact you|process\w*|"
        r"deal with)\b.{0,80}\b(?:as soon as|when i|upon|on my|after|within|shortly|soon)\b|"
        r"\b(?:as soon as|within)\b.{0,60}\b(?:respon\w+|reply|answer)\b",
    ),
    Sign.THANKED: _words(
        rf"\b(?:be)?dank\w*\b.{{0,20}} (?:voor|fur) .{{0,20}}{_MAIL}\b|\b(?:bedankt|dank) (?:om|dat) .{{0,30}}contact",
        rf"\b(?:merci|remerci\w+)\b.{{0,20}} (?:pour|de) .{{0,20}}{_MAIL}\b|\b(?:merci|"
        rf"remerci\w+) .{{0,20}}(?:avoir )?(?:contacte|ecrit)",
        rf"\bthank\w*\b.{{0,10}} for .{{0,20}}{_MAIL}\b|\bthank\w*\b.{{0,10}} for (?:contacting|writing|"
        rf"getting in touch|reaching out)",
    ),
    Sign.AWAY: _words(
        r"\bafwezig\b|\bniet (?:op kantoor|aanwezig|bereikbaar|beschikbaar|op (?:het werk|de dienst))\b|"
        r"\bbuiten kantoor\b|\b\w*(?:verlof|vakantie|loopbaanonderbreking)\b|"
        r"\bben er .{0,12}niet\b|\b(?:in|op) (?:opleiding|zending|vorming)\b|\b(?:kantoren|diensten|bureau|wij|"
        r"we) (?:zijn|is) .{0,40}gesloten\b|\b(?:in het buitenland|op reis)\b",
        r"\babsente?s?\b|\ben (?:conges?|vacances|formation|mission|deplacement|arret)\b|\bconges?\b|\b(?:pas|"
        r"ni) (?:au bureau|joignable|disponible)\b|\b(?:in|non )(?:disponible|joignable)\b|"
        r"\b(?:bureaux|services|nous) (?:sont|seront|sommes) fermes\b|\ba l'etranger\b|\ben voyage\b",
        r"\babwesend\b|\bnicht (?:im (?:buro|haus|dienst)|erreichbar|anwesend|am (?:arbeits)?platz|verfugbar)\b|"
        r"\b\w*(?:urlaub|elternzeit|mutterschutz)\b|\bin kur\b|\bau(?:s|ss)er haus\b|"
        r"\b(?:buros|dienststellen?|wir) (?:sind|ist|haben) .{0,40}geschlossen\b|\bim ausland\b|"
        r"\bauf (?:dienst)?reisen?\b",
        r"\bout of (?:the )?office\b|\bon (?:\w+ )?(?:leave|holidays?|vacation|training)\b|\baway\b|"
        r"\bnot (?:in the office|available)\b|\bunavailable\b|\b(?:offices?|we) (?:is|are) closed\b|\babroad\b|"
        r"\btravelling\b|\bi(?:'m| am) off\b",
    ),
    Sign.BACK: _words(
        r"\b(?:bij|na|tot) mijn terugkeer\b|\b(?:ben|zal) (?:ik )?(?:er )?(?:dan )?(?:terug|weer|opnieuw)\b|"
        r"\b(?:terug|weer|opnieuw) (?:op (?:kantoor|het werk|post)|bereikbaar|beschikbaar|aanwezig|aan (?:het werk|"
        r"de slag))\b|"
        r"\b(?:kom|keer) (?:\w+ ){0,2}terug (?:op|van|uit|aan)\b|\b(?:ik|en) hervat\b|"
        r"\bik (?:\w+ ){0,2}terug ben\b|\bweer voor (?:u|je) klaar\b|\bvanaf dan\b|\b(?:lees|"
        r"beantwoord)\b.{0,30}\b(?:opnieuw|weer)\b",
        r"\bde retour\b|^retour\b|\bmon retour\b|\breprend\w*\b|\breviens\b|\breviendrai\b|\brentre(?:rai)? (?:le|"
        r"de)\b|\ba nouveau (?:disponible|joignable|presente?|au bureau)\b",
        r"\bwieder (?:im (?:buro|dienst|haus)|erreichbar|da|am (?:arbeits)?platz|anwesend|zuruck|fur sie|"
        r"verfugbar)\b|\bmeine[rn]? (?:ruckkehr|urlaub)\b|\b(?:bin|komme|kehre)\b.{0,40}\bzuruck\b|^zuruck\b",
        r"\bback (?:in|on|at|from)\b|\bbe back\b|\b(?:my|i|i'll) return\b|\bi(?:'m| am| get) back\b|"
        r"\breturning (?:on|to)\b",
    ),
    Sign.UNREAD: _words(
        rf"\b(?:lees|bekijk|check|raadpleeg|volg|beantwoord)\b.{{0,30}}\b{_MAIL}\b.{{0,20}}\b(?:niet|amper|zelden|"
        rf"(?:on)?regelmatig|sporadisch|beperkt)\b|\b(?:lees|bekijk|beantwoord|"
        rf"check)\b.{{0,20}}\bgeen (?:\w+ )?{_MAIL}\b|\bgeen (?:\w+ )?{_MAIL} (?:lezen|beantwoorden)\b|"
        rf"\b{_MAIL}\b.{{0,40}}\bniet\b.{{0,20}}\b(?:gelezen|opgevolgd|doorgestuurd|beantwoord|bekeken|"
        rf"behandeld)\b|\b(?:geen|beperkte?|nauwelijks) toegang\b",
        r"\bne (?:\w+ )?(?:consulte\w*|lis|lirai|relev\w+)\b|\b(?:pas|aucun|sans) acces\b|\bacces limite\b|"
        r"\bne (?:seront|sont|sera|est) (?:pas|ni) (?:lus?|lues?|transf\w+|transmi\w+|traite\w*)\b|"
        r"\bn'a pas ete (?:lue?|transmise?)\b",
        r"\b(?:lese|rufe|bearbeite|lesen)\b.{0,25}\b(?:keine|nicht)\b|\bnicht (?:weitergeleitet|gelesen|"
        r"bearbeitet|abgerufen)\b|\bkeinen (?:zugriff|zugang)\b|\beingeschrankten? zug",
        r"\bnot (?:be )?(?:checking|reading|monitoring|answering)\b|\b(?:no|limited|without|"
        r"intermittent) access\b|\bnot (?:be |been )?(?:read|forwarded|monitored|checked)\b",
    ),
    Sign.INSTEAD: _words(
        r"\b(?:hoog)?dringend\w*\b|\bspoed(?:eisend\w*)?\b|\b(?:neem|nemen|opnemen)\b.{0,30}\bcontact\b|"
        r"\bcontact (?:op te )?(?:op)?nemen\b|\bcontacteer\b|\bte contacteren\b|\bterecht (?:bij|op|kan|kunt)\b|"
        r"\bkunt? .{0,30}\bterecht\b|\b(?:wend|richt)\w* (?:u|je)\b|\b(?:u|je|zich) (?:te )?(?:wenden|richten)\b|"
        r"^voor (?:al )?(?:uw |je )?(?:\w+ )?vragen\b|\b(?:stel|bereik\w*|mail|schrijf|gebruik)\b.{0,60}\bvia\b|"
        r"\bgelieve (?!mij |me ).{0,60}\bte (?:gebruiken|mailen|sturen|richten)\b|\b(?:opgevolgd|behandeld|"
        r"waargenomen) door\b|\bopvolg(?:er|ster)\b|\bnieuw (?:e-?mail)?adres\b|"
        r"\bmailen naar\b|\b(?:stuur(?! door naar)|gebruik|mail|verstuur)\b.{0,40}\b(?:naar|aan|voortaan)\b|"
        r"\bgebruik voortaan\b|\bvervang(?:er|ster|t|ing)\b|\bovergenomen\b|\bneemt\b.{0,40}\bover\b|"
        r"\bbel(?:t u)? (?:dan )?(?:naar )?(?:…|"
        r"\d|ons|het|de)|\bhelp(?:t|en) (?:u|je)\b.{0,40}\b(?:verder|graag)\b",
        r"\burgen\w+\b|\b(?:contacter|contactez|adressez|(?:vous )?adresser a|joindre|(?:d')?ecrire a|ecrivez)\b|"
        r"\bremplac\w+\b|\bpeu(?:t|vent) vous aider\b|^pour toute (?:question|demande)\b|\b(?:suivis?|"
        r"repris) par\b|\bsuccesseu\w+|\bnouvelle adresse\b|\benvoyes? a\b|\bappelez\b|\butilis(?:er|ez)\b",
        r"\bdringend\w*\b|\beilig\w*\b|\b(?:wenden|richten|senden|schreiben|kontaktieren|verwenden|benutzen|"
        r"nutzen|schicken) sie\b|\bvertret(?:ung|en|e|er|erin)\b|\bvertritt\b|\bnachfolger(?:in)?\b|"
        r"\bneue (?:e-?mail-?)?adresse\b|^bei (?:ruck)?fragen\b|\bh(?:ilft|elfen) ihnen\b",
        r"\burgent\w*\b|\bca(?:n't|nnot) wait\b|\bplease (?:contact|write|e?-?mail|call|use|reach|direct|send)\b|"
        r"\bin my absence\b|\b(?:help|assist)s? you\b|\bin the meantime\b|^for (?:any )?(?:questions|enquiries)\b|"
        r"\bsuccessor\b|\b(?:handling|covering) my\b|\bnew address\b",
    ),
    Sign.CLOSED: _words(
        rf"\b{_BOX}\b.{{0,60}}\b(?:niet (?:meer|langer|bemand|gelezen|opgevolgd|beheerd|gecontroleerd)|"
        rf"buiten gebruik|opgeheven)\b",
        rf"\b{_BOX}\b.{{0,60}}\b(?:n'est plus|ne sera plus|n'existe plus|est desactive\w*|a ete supprime\w*)\b",
        rf"\b(?:{_BOX}|{_THIS} e-?mail-?adresse)\b.{{0,60}}\b(?:nicht (?:mehr|langer)|ausser betrieb|stillgelegt|"
        rf"abgeschaltet)\b",
        rf"\b{_BOX}\b.{{0,60}}\b(?:no longer|unattended|not? (?:in use|monitored)|(?:been )?(?:closed|deactivated|"
        rf"discontinued))\b",
    ),
    Sign.LEFT: _words(
        r"\b(?:werk|werkt|werkzaam|in dienst|tewerkgesteld)\b.{0,30}\bniet (?:meer|langer)\b|\bniet (?:meer|"
        r"langer) (?:werkzaam|in dienst|tewerkgesteld|actief|verantwoordelijk|bevoegd)\b|\b(?:heb|"
        r"heeft) .{0,30}\bverlaten\b|\bmet pensioen\b",
        r"\bne travaill\w+ plus\b|\bne fai\w+ plus partie\b|\bn'occupe plus\b|\ba quitte\b|\bj'ai quitte\b|"
        r"\b(?:retraite|pensionnee?)\b",
        r"\bnicht mehr (?:\S+ ){0,6}(?:tatig|beschaftigt)\b|\barbeitet? .{0,12}nicht mehr\b|\bausgeschieden\b|"
        r"\bhabe .{0,40}\bverlassen\b|\bim ruhestand\b",
        r"\bno longer (?:work\w*|employed|with)\b|\b(?:has|have|i've) left the\b|\bretired\b",
    ),
}

# Words of an absence that nobody knows the end of.
ENDLESS = (
    r"\b(?:onbepaalde (?:duur|tijd)|langdurig\w*|tot nader order|indeterminee|longue duree|jusqu'a nouvel (?:ordre|"
    r"avis)|"
    r"retour (?:n'est|est) (?:pas |in)connue?|unbestimmte zeit|langerfristig|bis auf weiteres|until further notice|"
    r"indefinitely)\b"
)
# The subject of such a mail, as a whole or at its start.
SUBJECTS: dict[Sign, re.Pattern[str]] = {
    Sign.AWAY: re.compile(
        r"^\W*(?:(?:ik ben |je suis |ich bin )?(?:afwezig|absente?|abwesend|verlof|vakantie|en conge|urlaub)\W*$|"
        r"(?:ik ben afwezig|je suis absente?|ich bin abwesend) \(was:)"
    ),
    Sign.RECEIVED: re.compile(
        r"^\W*(?:ontvangst(?:bevestiging|melding)|accuse de reception|(?:eingangs|empfangs)bestatigung|"
        r"acknowledge?ment|confirmation of receipt)\b|"
        r"^\W*(?:uw|je|jouw) .{0,20}(?:werd|is) .{0,8}(?:ontvangen|geregistreerd)\b|^\W*(?:we have )?received your\b|"
        r"^\W*votre \S+ a (?:bien )?ete (?:bien )?(?:recue?|enregistree?)\b|^\W*ihre \S+ (?:ist|"
        r"wurde) .{0,8}(?:eingegangen|registriert)\b|^\W*we have received\b"
    ),
    Sign.CLOSED: SIGNS[Sign.CLOSED],
}

GREETING = re.compile(
    r"^(?:\W*(?:beste|dag|geachte|hallo|goe(?:de|ie)(?:n?dag|morgen|middag|navond)|bonjour|bonsoir|madame|monsieur|"
    r"cher\w*|guten (?:tag|morgen|abend)|"
    r"sehr geehrte\w*|liebe[rs]?|dear|hello|hi)\b(?:\s(?!(?:et|en|und|and) (?:merci|bedankt|vielen|danke?|"
    r"thank))[^\s,.!:]+){0,4}\s?(?:$|[,.!:]+\s*))+"
)
# What signs for a house rather than a person.
HOUSE = re.compile(
    r"^(?!.*\b(?:par|door|voor|naar|pour|fur|an|au)\b).*(?:team|onthaal|dienst|secretaria|secretariat|sekretariat|"
    r"ocmw|cpas|oshz|service|accueil|equipe|bestuur|helpdesk|desk)"
)
# Nothing but politeness.
POLITE = re.compile(
    r"^\W*(?:(?:alvast |hartelijk |veel |nogmaals )?(?:be)?dank\w*|merci|(?:vielen |besten |herzlichen )?dank|"
    r"thank(?:s| you)|(?:met )?(?:\w+ )?groet\w*|"
    r"(?:bien )?cordialement|mit \w+ grus+en|(?:kind |best |warm )?regards|mvg|mfg|bien a (?:vous|toi)|hoogachtend|"
    r"a bientot|het ga (?:u|je) goed|u hoeft .{0,20}niets te doen|prettige?|fijne?|bonne|belle|excellente|joyeu\w+|"
    r"schone[ns]?|frohe|happy|merry|enjoy)\b(?:\W+\w+){0,5}\W*$"
)
# The writer speaks for himself or herself: a house that confirms a receipt says "we".
ONE_PERSON = re.compile(r"\b(?:ik|je (?:suis|vous|ne|n'|l')|j'|ich|i|i'm|i'll)\b|\bj'")
# Whoever is meant here is not the writer; "Claire is afwezig" is looked at beside the writer's name.
SOMEBODY_ELSE = re.compile(
    r"\b(?:collega|collegue|kolleg(?:e|in)|colleague|chef|diensthoofd|directeur|directrice|leiter\w*|hij|zij|elle|"
    r"he|she)\b(?: \w+){0,3} (?:is|est|ist|werkt|travaille|arbeitet)\b"
)
NAMED = re.compile(
    r"^(?:mevrouw |mijnheer |madame |monsieur |frau |herr |mr\.? |mrs\.? )?(\w+)(?: \w+){0,2} (?:is|zijn|heeft|est|"
    r"sont|"
    r"a|ist|sind|hat|has|werkt|travaille|arbeitet|are)\b"
)
ILLNESS = re.compile(r"\b(?:ziek\w*|malad\w+|krank\w*|erkrankt|ill|sick|arret)\b")
# What only somebody says who has read the letter: an answer, a wish, a word about the visit.
ANSWERS = re.compile(
    r"\b(?:pas(?:t|sen) (?:wel|niet|mij|me|ons|voor|b|a)|past|lukt|schikt|akkoord|ok|oke|okay|liever|voorkeur|"
    r"daarna|behalve|zou|"
    r"convien\w+|d'accord|prefer\w*|in orde|in ordnung|keuze|gebleven|(?:date|optie|option|datum|wahl) \d|wens|"
    r"intrekken|in te trekken|voorstel\w*|vorschlag\w*|propositions?|choix|plutot|sauf|sinon|voudra\w+|souhait\w+|"
    r"passt|einverstanden|lieber|danach|sonst|"
    r"mochte\w*|ausser(?! haus)|"
    r"works|suits|rather|otherwise|agreed?|instead of|would like|"
    r"goedgekeurd|goedkeur\w*|weiger\w*|geweigerd|annul\w*|verplaats\w*|approuv\w*|refus\w*|reporter|genehmig\w*|"
    r"ablehn\w*|abgelehnt|approved?|decline[sd]?|"
    r"(?:is|was|zijn|mij|me|ons) goed(?! (?:ontvangen|aangekomen|toegekomen))|goed (?:voor|wat)|elke|chaque|"
    r"jede[rnm]?|every|c'est bon|bon pour|gut fur|fine (?:with|for)|perfecte?|parfait|prima|super|top|"
    r"datums?|data|dates|(?:une|la|autre|nouvelle) date(?! de (?:mon )?retour)|termine?n?|appointments?|kies|"
    r"choisi\w*|wahlen sie|choose|options?|"
    # "Those days", "then": the days of the letter. Who was away, or stands in for somebody, is there.
    r"\b(?:haar|hem)\b|(?:die|deze|dat|genoemde|vermelde|andere) (?:data|datums?|dag(?:en)?|momenten)|die we(?:ek|"
    r"ken)|voorgesteld\w*|ces (?:jours?|dates?|semaines?)|ce jour-la|an dem tag|am selben tag|cette date|"
    r"propose[er]?s?|proposal\w*|"
    r"(?:diese[mnr]?|die(?:sen)?) (?:tag\w*|termin\w*)|vorgeschlagen\w*|th(?:at|ose) (?:days?|dates?|week)|"
    r"dan (?:ben|heb|zit)|(?:ben|zit) (?:ik )?dan (?!terug|weer|opnieuw)|"
    r"(?:dann|alors|then) (?:bin|je|i)|(?:ich bin dann|je serai alors|i (?:am|will be) then)|ik was|j'etais|"
    r"ich war|i was|ik vervang|je remplace|ich vertrete|i(?:'m| am) replacing|"
    r"bezoekers?|visiteu\w+|besucher\w*|visitors?|accueillir|empfangen|receive you|kan \w+ (?:u|haar|hem) ontvangen|"
    r"geen van|geen enkele|aucune? (?:date|proposition|des)|keine[rs]? (?:termin|der|davon)|"
    r"\w*stages?|stagiai\w+|praktik\w+|internships?|trainees?|halve dag\w*|demi-journees?|halben? tage?|half-days?|"
    r"(?:het|dit|uw) bezoek|(?:la|cette|une) visite|(?:der|den|dem) besuch|the visit)\b|"
    r"^\W*(?:ja|nee|neen|oui|non|nein|yes|no)\b"
)
HALVES = re.compile(r"\b(?:voormiddag|namiddag|vm|nm|matin|apres-midi|vormittags?|nachmittags?|morning|afternoon)\b")
# What may be the subject of "is" in such a sentence without being a person.
THINGS = frozenset((
    "ik", "je", "i", "we", "wij", "nous", "wir", "er", "hier", "nu", "vandaag", "momenteel", "dit", "deze", "het",
    "dat", "de", "mailbox", "bericht", "mail", "bureau", "kantoor", "onze", "ons", "ce", "cette", "le", "la", "nos",
    "notre", "votre", "ich", "dies", "diese", "die", "das", "unsere", "ihre", "this", "the", "our", "your",
))  # fmt: skip
