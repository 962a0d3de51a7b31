"""Ways to ask for one to three services, made by the hundred, with the services they mean."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

NAMES = {
    "nl": {
        "inspectie": [
            "de inspectie",
            "de inspectiedienst",
            "de dienst Inspectie",
            "de inspecteurs",
            "dienst inspectie",
        ],
        "juridisch": [
            "de juridische dienst",
            "de dienst juridische zaken",
            "jullie juristen",
            "juridische dienst",
            "de rechtsdienst",
        ],
        "scuba": [
            "SCUBA",
            "dienst SCUBA",
            "de dienst armoedebestrijding",
            "Armoedebestrijdingsbeleid",
            "de dienst SCUBA",
        ],
        "studiedienst": ["de studiedienst", "studiedienst", "de dienst studies", "de Studiedienst"],
        "blas": ["BLAS", "dienst BLAS", "de dienst BLAS", "de dienst aankopen", "de dienst subsidies"],
        "frontoffice": [
            "de FrontOffice",
            "frontoffice",
            "het front office",
            "de frontdesk",
            "de helpdesk",
            "Service FrontOffice",
        ],
        "activering": [
            "Activering",
            "de dienst Activering",
            "Europese Fondsen",
            "activering en europese fondsen",
            "de dienst Activering / Europese Fondsen",
        ],
    },
    "fr": {
        "inspectie": [
            "l'inspection",
            "le service Inspection",
            "le service d'inspection",
            "les inspecteurs",
            "Inspection",
        ],
        "juridisch": ["le service juridique", "vos juristes", "les juristes", "service juridique"],
        "scuba": ["SCUBA", "le service SCUBA", "le service pauvreté", "la lutte contre la pauvreté"],
        "studiedienst": ["le service d'études", "service d'étude", "le service études"],
        "blas": [
            "BLAS",
            "le service BLAS",
            "le service achats",
            "le service subsides",
            "Budget, Logistique, Achats et Subsides",
        ],
        "frontoffice": ["le FrontOffice", "le front office", "frontdesk", "le helpdesk"],
        "activering": ["le service Activation", "Activation", "les fonds européens", "activation et fonds européens"],
    },
    "de": {
        "inspectie": ["die Inspektion", "der Dienst Inspektion", "der Inspektionsdienst", "die Inspektoren"],
        "juridisch": [
            "der juristische Dienst",
            "der Rechtsdienst",
            "die Juristen",
            "Juristischer Dienst",
            "die Rechtsabteilung",
        ],
        "scuba": ["SCUBA", "Dienst SCUBA", "Armutsbekämpfung"],
        "studiedienst": ["der Studiendienst", "Studiendienst", "die Studienabteilung"],
        "blas": ["BLAS", "Dienst BLAS", "Haushalt und Logistik"],
        "frontoffice": ["das FrontOffice", "FrontOffice", "das Front Office"],
        "activering": ["Aktivierung", "der Dienst Aktivierung", "Europäische Fonds", "Aktivierung / Europäische Fonds"],
    },
}
"""Names of each service, as people write them behind a verb."""

ASKS = {
    "nl": [
        "Ik zou graag een ontdekkingsstage doen bij {s}.",
        "Graag had ik een halve dag meegelopen met {s}.",
        "Kan ik een halve dag bij {s} terecht?",
        "Ik wil me inschrijven voor een ontdekkingsstage bij {s}.",
        "Mijn keuze gaat uit naar {s}.",
        "Ik schrijf me graag in: {s}.",
        "Zou ik {s} mogen bezoeken voor een ontdekkingsstage?",
        "Voor mijn ontdekkingsstage kies ik {s}.",
        "Wij vragen een ontdekkingsstage aan voor een medewerker bij {s}.",
        "Het liefst zou ik {s} leren kennen tijdens een ontdekkingsstage.",
        "Mag ik een dagdeel meelopen bij {s}?",
        "Ik dien hierbij mijn aanvraag in voor een ontdekkingsstage bij {s}.",
        "Namens mijn collega vraag ik een ontdekkingsstage bij {s}.",
        "{S}: daar zou ik graag een halve dag doorbrengen, als ontdekkingsstage.",
        "Een halve dag bij {s} lijkt mij heel leerrijk, ik schrijf me dus graag in voor een ontdekkingsstage.",
        "Ik zou in het kader van de ontdekkingsstages graag kennismaken met {s}.",
        "Mijn voorkeur voor de ontdekkingsstage gaat naar {s}.",
        "Ik heb interesse in een ontdekkingsstage bij {s}.",
        "Zou er plaats zijn voor een ontdekkingsstage bij {s}?",
        "Ik wil heel graag eens een halve dag naar {s} komen (ontdekkingsstage).",
    ],
    "fr": [
        "Je souhaiterais faire un stage de découverte : {s}.",
        "J'aimerais découvrir {s} dans le cadre d'un stage de découverte.",
        "Est-il possible de passer une demi-journée au sein de votre SPP : {s} ?",
        "Je voudrais m'inscrire pour un stage de découverte : {s}.",
        "Mon choix se porte sur {s}.",
        "Pour mon stage de découverte, je choisis {s}.",
        "Pourrais-je visiter {s} pour un stage de découverte ?",
        "Je demande un stage de découverte pour voir {s}.",
        "Je suis intéressée par {s} pour le stage de découverte.",
        "Je me permets de vous solliciter pour un stage de découverte. Services souhaités : {s}.",
        "Par la présente, je pose ma candidature pour un stage de découverte. Je choisis {s}.",
        "Serait-il envisageable de découvrir {s} une demi-journée dans le cadre des stages de découverte ?",
        "{S} : voilà ce que je voudrais découvrir pendant mon stage de découverte.",
        "Je m'inscris volontiers au stage de découverte, de préférence pour {s}.",
        "Dans le cadre des stages de découverte, je souhaite rencontrer {s}.",
        "Une demi-journée avec {s} me serait très utile, je demande donc un stage de découverte.",
    ],
    "de": [
        "Ich möchte gern ein Entdeckungspraktikum machen: {s}.",
        "Für mein Schnupperpraktikum wähle ich: {s}.",
        "Ich würde gern {s} kennenlernen (Entdeckungspraktikum).",
        "Könnte ich für ein Schnupperpraktikum folgende Dienste besuchen: {s}?",
        "Ich bewerbe mich für ein Entdeckungspraktikum. Gewünscht: {s}.",
        "Mich interessieren für das Entdeckungspraktikum {s}.",
        "Hiermit beantrage ich ein Entdeckungspraktikum. Gewünschte Dienste: {s}.",
        "Ich melde mich für ein Entdeckungspraktikum an und wähle {s}.",
        "Gerne würde ich im Rahmen eines Schnupperpraktikums {s} besuchen.",
        "{S}: das würde ich beim Entdeckungspraktikum gern sehen.",
        "Ich hätte Interesse an einem Schnupperpraktikum. Am liebsten: {s}.",
    ],
}

LINKS = {
    "nl": [" en ", " of ", ", ", " + ", " en ook ", " en daarnaast "],
    "fr": [" et ", ", ", " ou ", " + ", " ainsi que ", " et aussi "],
    "de": [" und ", ", ", " oder ", " + ", " sowie ", " und auch "],
}

LETTERS = {
    "nl": "Beste,\n"
    "\n"
    "Ik ben Els Peeters, maatschappelijk werker bij OCMW Aalst. {ask} Ik wil zien hoe jullie werken, want "
    "wij hebben veel vragen.\n"
    "\n"
    "Met vriendelijke groeten\n"
    "Els Peeters\n"
    "OCMW Aalst\n",
    "fr": "Bonjour,\n"
    "\n"
    "Je suis Julie Lambert, assistante sociale au CPAS de Namur. {ask} Je veux voir comment vous "
    "travaillez, car nous avons beaucoup de questions.\n"
    "\n"
    "Bien à vous\n"
    "Julie Lambert\n"
    "CPAS de Namur\n",
    "de": "Guten Tag,\n"
    "\n"
    "ich bin Anna Kever, Sozialassistentin beim ÖSHZ Eupen. {ask} Ich möchte sehen, wie Sie arbeiten, weil "
    "wir viele Fragen haben.\n"
    "\n"
    "Mit freundlichen Grüßen\n"
    "Anna Kever\n"
    "ÖSHZ Eupen\n",
}

FORMS = {
    "nl": "Naam: Els Peeters\nOCMW: Aalst\n{label}: {services}\nMotivatie: Wij willen leren.\n",
    "fr": "Nom : Julie Lambert\nCPAS : Namur\n{label} : {services}\nMotivation : Nous voulons apprendre.\n",
    "de": "Name: Anna Kever\nÖSHZ: Eupen\n{label}: {services}\nBegründung: Wir wollen lernen.\n",
}

LABELS = {
    "nl": ["Dienst", "Gekozen dienst(en)", "Diensten", "Keuze", "Gewenste dienst"],
    "fr": ["Service", "Service(s) choisi(s)", "Services souhaités", "Choix"],
    "de": ["Dienst", "Gewählte Dienste", "Gewünschter Dienst", "Auswahl"],
}

ARTICLES = ("de", "het", "le", "la", "les", "die", "der", "das", "jullie", "vos")
AND = {"nl": " en ", "fr": " et ", "de": " und "}


def letters(language: str, count: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Yield letters without labels, and the ids of the services they ask for."""
    pick = Random(seed)
    for _ in range(count):
        ids = pick.sample(list(NAMES[language]), pick.choice([1, 1, 2, 2, 3]))
        names = [pick.choice(NAMES[language][id_]) for id_ in ids]
        link = pick.choice(LINKS[language]) if len(names) < 3 else AND[language]
        said = ", ".join([*names[:-2], link.join(names[-2:])])
        asks = pick.choice(ASKS[language]).format(s=said, S=said[0].upper() + said[1:])
        yield LETTERS[language].format(ask=asks), ids


def forms(language: str, count: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Yield filled-in forms, with the services in a row or in a list, and their ids."""
    pick = Random(seed)
    for _ in range(count):
        ids = pick.sample(list(NAMES[language]), pick.choice([1, 1, 2, 2, 3]))
        names = [_bare(pick.choice(NAMES[language][id_])) for id_ in ids]
        row = pick.choice([", ", " / ", " + ", AND[language]]).join(names)
        listed = "".join(f"\n- {name}" for name in names)
        services = pick.choice([row, listed])
        yield FORMS[language].format(label=pick.choice(LABELS[language]), services=services), ids


def _bare(name: str) -> str:
    article, space, rest = name.partition(" ")
    return rest if space and article in ARTICLES else name
