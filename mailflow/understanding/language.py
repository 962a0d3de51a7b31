"""In which language a text is written, by its small words; English and what is too short are left undecided.

Single words shared by two of the languages (``de``, ``in``, ``des``) weigh little or nothing; endings that only one
language has help where people write in key words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from mailflow.model.words import Language
from mailflow.understanding.tokens import WORD

ENGLISH = "en"
ENOUGH = 2.0
MARGIN = 1.35
FOREIGN = 0.2
ONE_WORD = 0.9
FOREIGN_HEAD = 0.35
HEAD = 120  # characters
LONGEST = 8_000  # characters: what follows is written in the same language

_STRONG = {
    Language.NL: """ik je jij jullie wij het een van voor met zou graag zouden wil willen niet ook maar want omdat naar
        mijn onze ons uw bij aan uit worden wordt heb hebben heeft zijn deze dit wat hoe kan kunnen alvast vriendelijke
        groeten groetjes dank bedankt beste geachte mevrouw mijnheer dienst diensten halve dag collega medewerker
        werken werking beter leren begrijpen nog zeer heel tussen binnen graag aanvraag aanvragen ontdekkingsstage
        voormiddag namiddag maandag dinsdag woensdag donderdag vrijdag januari februari maart mei juni juli augustus
        gemeente ja nee neen goed ochtend middag geen enkel alle behalve volgende naam voornaam motivatie motivering
        prima akkoord past schikt liefst tot ziens week weken vanaf leefloon welzijn maatschappelijk werker werk zie
        bijlage gelieve dat die er u hij zij ze dan als om te nu al""",
    Language.FR: """je tu vous nous il elle le les une du des et est sont pour avec dans sur qui que quoi mais ou donc
        car parce afin mon ma mes notre nos votre vos ce cette ces au aux chez pas ne plus bonjour madame monsieur merci
        cordialement salutations souhaite souhaiterais voudrais aimerais serait demande service services stage
        demi-journée journée jour collègue assistante assistant sociale social comprendre mieux découvrir découverte
        fonctionnement lundi mardi mercredi jeudi vendredi janvier février mars avril juin juillet août septembre
        octobre novembre décembre matin midi après commune oui non bien reçu parfait convient nom prénom motivation
        aucun aucune tous sauf prochaine semaine dès notre ainsi être avoir suis travaille d l j qu c n s à y en
        voici veuillez trouver annexe jointe accord possible sincères""",
    Language.DE: """ich du sie wir ihr er es der die das ein eine einen einem einer und ist sind nicht auch aber oder
        mit für von vom zu zum zur bei beim auf aus nach über um weil denn damit mein meine meinen unser unsere unserem
        ihre ihren ihrem dem den kann können möchte möchten würde würden gerne gern bitte danke vielen dank guten tag
        sehr geehrte geehrter damen herren freundlichen grüßen grüsse grüße mfg dienst halber halben tag kollegin
        kollege sozialarbeiterin sozialarbeiter besser verstehen kennenlernen praktikum entdeckungspraktikum
        vormittag nachmittag montag dienstag mittwoch donnerstag freitag januar februar märz mai juni juli august
        oktober dezember gemeinde ja nein gut passt alle außer ausser nächste woche name vorname begründung
        einverstanden arbeite arbeiten wie was wann im am habe haben hat wird werden als so sowie anbei anlage""",
    ENGLISH: """the and of to for with you your we our are is was have has this that would like please thank thanks
        regards dear hello hi from will can could about which there been they them what how it be by not my me his her
        best kind attached meeting order shipping free click unsubscribe new more all or if an at""",
}
_WEAK = ("stage", "service", "dienst", "naam", "name", "motivation", "en", "in", "week", "information", "social")
_ENDINGS = (
    (re.compile(r"\w{3,}(?:ijk|heid|ing|lijke|lijk|tje|ijn|oor|aar|uis|eel)\b"), Language.NL),
    (re.compile(r"\w{3,}(?:ité|eux|euse|ement|aient|oir|ières?|ées?|eau|tion)\b"), Language.FR),
    (re.compile(r"\w{3,}(?:ung|ungen|keit|heit|lich|schaft|ische[rsnm]?|chen)\b"), Language.DE),
)
_MARKS = (
    (re.compile(r"[ïë]|\bij|ij\b|[a-z]ij[a-z]|aa[a-z]|uu"), Language.NL),
    (re.compile(r"[éèêàçùûîôœ]|\b[djlnscm]['’]|\bqu['’]"), Language.FR),
    (re.compile(r"[äöüß]|sch"), Language.DE),
)


def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for language, words in _STRONG.items():
        for word in set(words.split()):
            table.setdefault(word, {})[language] = 0.4 if word in _WEAK else 1.0
    for row in table.values():
        if len(row) > 1:
            for language in row:
                row[language] = 0.4 / len(row) + 0.2
    return table


_TABLE = _weights()


def written_in(text: str) -> Language | None:
    """Return the language of a text (without its signature), ``None`` where it is English or too short to tell."""
    scores = _scores(text[:LONGEST].casefold())
    (best, score), (_, second) = sorted(scores.items(), key=lambda row: -row[1])[:2]
    if best == ENGLISH or score < ENOUGH or score < second * MARGIN:
        return None
    return Language(best)


def is_english(text: str) -> bool:
    """Say whether a text is English and begins with nothing else, whatever a disclaimer says below its first words."""
    english, others = _english_and_others(text[:LONGEST])
    few, before = _english_and_others(text.lstrip()[:HEAD])
    return english >= ENOUGH and others <= english * FOREIGN and before <= max(ONE_WORD, few * FOREIGN_HEAD)


def _english_and_others(text: str) -> tuple[float, float]:
    """Return how much of a text is English, and how much the best of our languages."""
    scores = _scores(text.casefold())
    return scores[ENGLISH], max(scores[language] for language in Language)


@lru_cache(maxsize=16)
def _scores(text: str) -> Mapping[str, float]:
    scores: dict[str, float] = {Language.NL: 0.0, Language.FR: 0.0, Language.DE: 0.0, ENGLISH: 0.0}
    for word in WORD.findall(text):
        for language, weight in _hints(word):
            scores[language] += weight
    for pattern, language in _MARKS:
        scores[language] += 0.25 * min(8, len(pattern.findall(text)))
    return scores


@lru_cache(maxsize=8192)
def _hints(word: str) -> tuple[tuple[str, float], ...]:
    """Return what a single word says: its entry in the table, or its ending."""
    known = _TABLE.get(word)
    if known is not None:
        return tuple(known.items())
    return tuple((language, 0.35) for pattern, language in _ENDINGS if pattern.fullmatch(word))
