"""What invented people wrote in the sample letters: a line for each reason to ask back, a text for each to act."""

from __future__ import annotations

from mailflow.model.words import Language

_ORDER = (Language.NL, Language.FR, Language.DE)

_LINES = {
    "negation": (
        "Dit is niet akkoord geloof ik",
        "Ce n'est pas accepté, je crois",
        "Das ist nicht genehmigt, glaube ich",
    ),
    "condition": ("Ok als het in februari kan", "D'accord si c'est en février", "Genehmigt, wenn es im Februar geht"),
    "question": ("Is dat ok?", "C'est ok ?", "Ist das ok?"),
    "two_actions": ("1 OK en 1 NEE", "1 OUI et 1 NON", "1 JA und 1 NEIN"),
    "date": ("DATUM 30/02 vm", "DATE 30/02 am", "DATUM 30.02. vm"),
    "half": ("DATUM 12/01 's middags", "DATE 12/01 à midi", "DATUM 12.01. mittags"),
    "visit": ("4 OK", "4 OK", "4 OK"),
    "slot": ("1F", "1F", "1F"),
    "not_a_command": ("Ik vraag het even na bij Marc", "Je demande à Marc", "Ich frage Marc"),
    "quote": ("", "", ""),
    "empty": ("", "", ""),
    "not_now": ("A", "A", "A"),
    "needs_reason": ("WEIGEREN", "REFUSER", "ABLEHNEN"),
    "needs_date": ("LATER", "PLUS TARD", "SPÄTER"),
    "needs_address": ("NAAR 2", "VERS 2", "AN 2"),
    "needs_text": ("VRAAG:", "QUESTION :", "FRAGE:"),
    "needs_slot": ("1", "1", "1"),
    "needs_visit": ("A", "A", "A"),
    "closed_day": ("DATUM 25/12 vm", "DATE 25/12 matin", "DATUM 25.12. vormittags"),
    "full": ("DATUM 12/01 vm", "DATE 12/01 matin", "DATUM 12.01. vormittags"),
    "past": ("DATUM 12/01/2026 vm", "DATE 12/01/2026 matin", "DATUM 12.01.2026 vormittags"),
    "too_soon": ("DATUM morgen vm", "DATE demain matin", "DATUM morgen vormittag"),
    "stale": ("1 OK", "1 OK", "1 OK"),
    "help": ("HELP", "AIDE", "HILFE"),
    "ambiguous_date": ("volgende dinsdag vm", "mardi prochain matin", "nächsten Dienstag vormittag"),
    "limit": ("MAX 2 per maand", "MAX 2 par mois", "MAX 2 pro Monat"),
    "held": ("GOEDKEUREN", "APPROUVER", "GENEHMIGEN"),
    "held_over": ("UITVOEREN", "EXÉCUTER", "AUSFÜHREN"),
}

_TEXTS = {
    "declined": (
        "Wij hebben geen plaats in januari.",
        "Nous n'avons pas de place en janvier.",
        "Im Januar haben wir keinen Platz.",
    ),
    "no_dates": (
        "Geen van deze dagen gaat voor ons.",
        "Aucun de ces jours ne nous convient.",
        "Keiner dieser Tage geht bei uns.",
    ),
    "rounds": ("Ook deze dagen passen mij niet.", "Ces jours-là non plus.", "Auch diese Tage passen mir nicht."),
    "ill": ("verhinderd", "empêchée", "verhindert"),
    "absence": (
        "Ik ben afwezig tot en met 11 december.",
        "Je suis absente jusqu'au 11 décembre inclus.",
        "Ich bin bis einschließlich 11. Dezember abwesend.",
    ),
    "unclear": ("Ik kom misschien, misschien ook niet.", "Je viendrai peut-être.", "Vielleicht komme ich."),
    "no_show": ("Mevrouw is niet gekomen.", "Madame n'est pas venue.", "Die Dame ist nicht gekommen."),
    "counter": (
        "Kan het ook een uur later?",
        "Une heure plus tard, est-ce possible ?",
        "Geht es auch eine Stunde später?",
    ),
    "cancelled": (
        "Wij moeten die week verhuizen.",
        "Nous déménageons cette semaine-là.",
        "In dieser Woche ziehen wir um.",
    ),
    "not_staff": ("Ik studeer sociaal werk.", "J'étudie le travail social.", "Ich studiere Soziale Arbeit."),
    "guest_declined": ("Ik kan er niet bij zijn.", "Je ne pourrai pas être là.", "Ich kann nicht dabei sein."),
    "comment": ("Ik breng een collega mee.", "Je viens avec une collègue.", "Ich bringe eine Kollegin mit."),
    "undeliverable": ("550 5.1.1 User unknown", "550 5.1.1 User unknown", "550 5.1.1 User unknown"),
}


def line_for(why: str, language: Language) -> str:
    """Return the line that a letter ``unclear`` of this reason quotes."""
    return _LINES[why][_ORDER.index(language)]


def text_for(why: str, language: Language) -> str:
    """Return the words that a letter ``action`` of this reason hands on, ``""`` where nobody wrote any."""
    return _TEXTS.get(why, ("", "", ""))[_ORDER.index(language)]


def told_in(language: Language) -> str:
    """Return a sentence that names a day without offering it."""
    told = (
        "Wij verwachten de inspectie op 14 december",
        "L'inspection vient chez nous le 14 décembre",
        "Die Inspektion kommt am 14. Dezember zu uns",
    )
    return told[_ORDER.index(language)]


UNCLEAR = tuple(_LINES)
