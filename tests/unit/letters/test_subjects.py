"""The subjects of SPEC §8, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailflow.letters.cast import sample_orders
from mailflow.model.dates import Slot
from mailflow.model.words import Half, Language, LetterKind

X = {Language.NL: "Peeters, OCMW Mol", Language.FR: "Lambert, CPAS de Namur", Language.DE: "Müller, ÖSHZ Eupen"}
V = {
    Language.NL: "di 12/01 vm, Juridische dienst",
    Language.FR: "ma 12/01 matin, Service juridique",
    Language.DE: "Di 12.01. vorm., Juristischer Dienst",
}
SUBJECTS = {
    LetterKind.RECEIVED: (
        "Ontdekkingsstage: aanvraag ontvangen",
        "Stage de découverte : demande reçue",
        "Entdeckungspraktikum: Antrag eingegangen",
    ),
    LetterKind.QUESTION: (
        "Nog een vraag over uw aanvraag",
        "Encore une question sur votre demande",
        "Noch eine Frage zu Ihrem Antrag",
    ),
    LetterKind.DECIDE: ("Te beslissen: X", "À décider : X", "Zu entscheiden: X"),
    LetterKind.RECEIPT: ("Vertrekt om 14.20 u.: X", "Départ à 14h20 : X", "Versand um 14.20 Uhr: X"),
    LetterKind.DECISION: (
        "Beslissing over uw aanvraag",
        "Décision concernant votre demande",
        "Entscheidung über Ihren Antrag",
    ),
    LetterKind.WHICH_DATES: ("Welke datum past? X", "Quelle date vous convient ? X", "Welcher Termin passt? X"),
    LetterKind.CHOOSE: ("Kies uw datum", "Choisissez votre date", "Wählen Sie Ihren Termin"),
    LetterKind.AGREED: ("Bevestigd: V", "Confirmé : V", "Bestätigt: V"),
    LetterKind.MOVED: ("Gewijzigd: V", "Modifié : V", "Geändert: V"),
    LetterKind.CANCELLED: ("Geannuleerd: V", "Annulé : V", "Abgesagt: V"),
    LetterKind.PRACTICAL: (
        "Tot dinsdag: praktische info",
        "À mardi : infos pratiques",
        "Bis Dienstag: praktische Infos",
    ),
    LetterKind.VISITORS: ("Bezoekers op 12/01", "Visiteurs le 12/01", "Besucher am 12.01."),
    LetterKind.THANKS: (
        "Bedankt: attest en drie vragen",
        "Merci : attestation et trois questions",
        "Danke: Bescheinigung und drei Fragen",
    ),
    LetterKind.PROGRESS: (
        "Uw aanvraag loopt nog",
        "Votre demande suit son cours",
        "Ihr Antrag ist in Bearbeitung",
    ),
    LetterKind.ACTION: ("Actie nodig: X", "Action requise : X", "Handlungsbedarf: X"),
    LetterKind.UNCLEAR: ("Wat bedoelt u precies?", "Pouvez-vous préciser ?", "Was meinen Sie genau?"),
    LetterKind.IS_THIS_YOU: (
        "Komt dit antwoord van u?",
        "Cette réponse vient-elle de vous ?",
        "Ist diese Antwort von Ihnen?",
    ),
    LetterKind.CLOSED: (
        "Uw aanvraag is afgesloten",
        "Votre demande est clôturée",
        "Ihr Antrag ist abgeschlossen",
    ),
    LetterKind.HOW_TO_ASK: (
        "Zo vraagt u een stage aan",
        "Comment demander un stage",
        "So beantragen Sie ein Praktikum",
    ),
    LetterKind.DIGEST: ("Stages: 2 wachten", "Stages : 2 en attente", "Praktika: 2 offen"),
    LetterKind.OPERATOR: ("mailflow: actie nodig", "mailflow : action requise", "mailflow: Eingriff nötig"),
}
REMINDER = {Language.NL: "Herinnering: ", Language.FR: "Rappel : ", Language.DE: "Erinnerung: "}


def expected(kind, language):
    text = SUBJECTS[kind][list(Language).index(language)]
    return text[:-1] + {"X": X, "V": V}[text[-1]][language] if text[-1] in "XV" else text


def bare(letter):
    return letter.subject.rpartition(" [")[0] or letter.subject


@pytest.mark.parametrize("kind", list(SUBJECTS))
@pytest.mark.parametrize("language", list(Language))
def test_the_subject_is_the_one_of_the_table(rulebook, compose, kind, language):
    order, request = next(s for s in sample_orders(rulebook) if s[0].kind is kind and s[0].to.language is language)
    assert bare(compose(order, request)) == expected(kind, language)


@pytest.mark.parametrize("language", list(Language))
def test_a_reminder_has_the_subject_of_what_it_repeats(rulebook, compose, language):
    for order, request in sample_orders(rulebook):
        if order.kind is LetterKind.REMINDER and order.to.language is language:
            assert bare(compose(order, request)) == REMINDER[language] + expected(order.of, language)


def test_a_long_service_name_is_cut_before_what_explains_it(rulebook, compose):
    order, request = next(s for s in sample_orders(rulebook) if s[0].kind is LetterKind.AGREED)
    visit = replace(request.visits[0], service="blas", slot=Slot(date(2027, 2, 1), Half.PM))
    letter = compose(order, replace(request, visits=(visit,)))
    assert bare(letter) == "Bevestigd: ma 01/02 nm, Dienst BLAS"
