"""Small words of three languages that say who is meant, where to, or whether: folded, for comparison with tokens.

They belong to the grammar; words that an operator may want to add to stand in the rules.
"""

from __future__ import annotations

WHETHER = frozenset(["of", "si", "ob", "whether", "if"])
POSSIBLE = frozenset({
    "mogelijk", "haalbaar", "possible", "envisageable", "moglich", "moeglich", "machbar", "denkbar"
})  # fmt: skip
MAY = frozenset({
    "kan", "kunnen", "mag", "mogen", "zou", "zouden", "pourrais", "pourrait", "pourrions", "puis", "peut", "peux",
    "pouvons", "kann", "konnen", "konnte", "konnten", "darf", "durfen", "durfte", "durften",
})  # fmt: skip
WE = frozenset({
    "ik", "wij", "we", "mijn", "onze", "ons", "je", "nous", "on", "mon", "ma", "mes", "notre", "ich", "wir", "mein",
    "meine", "unser", "unsere", "hij", "zij", "ze", "elle", "il", "elles", "ils", "sie", "er", "collega", "collegas",
    "collegue", "collegues", "kollegin", "kollege", "kolleginnen", "kollegen", "medewerker", "medewerkster",
})  # fmt: skip
MYSELF = frozenset({"ik", "wij", "we", "je", "nous", "ich", "wir"})
HOW = frozenset({
    "hoe", "wat", "wie", "waar", "wanneer", "welke", "welk", "hoeveel", "waarom", "comment", "quel", "quelle", "quels",
    "quelles", "qui", "quand", "combien", "pourquoi", "was", "wer", "wo", "wann", "welche", "welcher", "warum",
})  # fmt: skip
ON_CONDITION = frozenset({
    "als", "indien", "ook", "nog", "si", "aussi", "encore", "comme", "wenn", "falls", "auch", "noch",
})  # fmt: skip
AT = frozenset({
    "bij", "in", "op", "aan", "naar", "naast", "met", "binnen", "langs", "tussen", "au", "aux", "a", "chez", "dans",
    "aupres", "avec", "cote", "parmi", "entre", "bei", "beim", "im", "mit", "zu", "zum", "zur", "neben", "zwischen",
    "unter",
})  # fmt: skip
YOURS = frozenset({
    "jullie", "uw", "jouw", "votre", "vos", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihres", "eure", "euren", "eurem",
    "eurer", "euer",
})  # fmt: skip
ARTICLES = frozenset({"de", "het", "le", "la", "les", "l", "der", "die", "das"})
BECAUSE = frozenset({"want", "omdat", "aangezien", "car", "puisque", "parce", "weil", "denn", "because"})
WORKERS = (
    "collega", "collega s", "collegas", "medewerker", "medewerkster", "medewerkers", "medewerksters", "werker",
    "werkster", "werkers", "personeelslid", "personeelsleden", "teamlid", "teamleden", "nieuweling", "mensen",
    "collegue", "collegues", "collaborateur", "collaboratrice", "collaborateurs", "collaboratrices", "agent", "agente",
    "agents", "agentes", "travailleur", "travailleuse", "travailleurs", "travailleuses", "recrue", "kollegin",
    "kollege", "kollegen", "kolleginnen", "mitarbeiter", "mitarbeiterin", "mitarbeitern", "mitarbeiterinnen",
    "neuzugang", "leuten",
)  # fmt: skip
"""Endings of words for people of one's own house."""
THEN = frozenset({"dan", "dann", "alors"})
LAST = frozenset({
    "laatste", "dernier", "derniere", "letzte", "letzten", "letzter", "letztere", "letzteren",
})  # fmt: skip
