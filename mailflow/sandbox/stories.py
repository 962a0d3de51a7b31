"""The stories of the demo: three requests in three languages, from the first mail to the certificate.

Each story is written as it would happen; ``stage.expect`` says what must have come of it.
"""

from __future__ import annotations

from mailflow.model.words import Language, RequestState
from mailflow.sandbox.stage import Actor, Stage
from mailflow.testing.quoting import bottom, gmail, outlook

AN = Actor("An De Vos (HR)", "an.devos@mi-is.example", Language.NL, outlook)
ELS = Actor("Els Peeters", "els.peeters@ocmw-mol.example", Language.NL, outlook)
LUC = Actor("Luc Lambert", "luc.lambert@cpas-namur.example", Language.FR, gmail)
UTE = Actor("Ute Schmitz", "ute.schmitz@oeshz-eupen.example", Language.DE, bottom)
CLAIRE = Actor("Claire Dumont (juridisch)", "claire.dumont@pod.example", Language.FR, gmail)
BART = Actor("Bart Claes (BLAS)", "bart.claes@pod.example", Language.NL, outlook)
LIEN = Actor("Lien Goossens (studiedienst)", "lien.goossens@pod.example", Language.NL, outlook)
OTHERS = ("operator@mi-is.example",)
CAST = (AN, ELS, LUC, UTE, CLAIRE, BART, LIEN)

DUTCH = """\
Beste,

Graag vraag ik een ontdekkingsstage aan.

Naam: Peeters
Voornaam: Els
OCMW: Mol
Functie: maatschappelijk werker
Telefoon: 014 00 00 00
Diensten: Juridische dienst, BLAS
Thema: BLAS: FEAD
Motivatie: Wij werken elke dag met de wetgeving en met voedselhulp; ik wil zien hoe
de POD daaraan werkt, zodat we vlotter kunnen samenwerken.
Data: 12/01/2027 of 14/01/2027

Met vriendelijke groeten,
Els Peeters
OCMW Mol - dienst Activering
"""
FRENCH = """\
Madame, Monsieur,

Je suis Luc Lambert, assistant social au CPAS de Namur, et je souhaiterais passer une demi-journée au
service Inspection, parce que je voudrais comprendre comment se déroule un contrôle et mieux préparer nos dossiers.

Bien à vous,
Luc Lambert
"""
GERMAN = """\
Sehr geehrte Damen und Herren,

ich möchte gerne ein Entdeckungspraktikum machen.

Name: Schmitz
Vorname: Ute
ÖSHZ: Eupen
Gewünschter Dienst: Studiendienst

Mit freundlichen Grüßen
Ute Schmitz
"""
MOTIVATION = "Begründung: Ich erstelle bei uns die Statistiken und möchte sehen, wie Sie die Zahlen auswerten."


def dutch(stage: Stage) -> None:
    """Agree two services on one day: request, approval, dates of both services, choice, invitations."""
    stage.day("Els Peeters (OCMW Mol) asks for two services")
    stage.send(ELS, "Aanvraag ontdekkingsstage", DUTCH)
    stage.run(minutes=1)
    stage.expect("Els has an acknowledgement", holds=bool(stage.last_letter(ELS, "aanvraag ontvangen")))

    stage.day("HR approves with one word, the whole letter quoted below")
    stage.answer(AN, "Te beslissen", "Akkoord\n\nAn De Vos\nHRM")
    stage.run(minutes=1)

    stage.day("both services say which half-days suit")
    stage.answer(CLAIRE, "Quelle date vous convient", "OK")
    stage.answer(BART, "Welke datum past", "A C\n\nGroeten\nBart")
    stage.run(minutes=1)

    stage.day("Els takes the proposal")
    stage.run(hours=2)
    stage.answer(ELS, "Kies uw datum", "OK\n\nvriendelijke groeten\nEls")
    stage.run(minutes=1)
    request = stage.app.store.request("ONT-2026-0001")
    assert request is not None
    stage.expect("both visits are agreed", holds=request.state is RequestState.SCHEDULED)
    days = {visit.slot.day for visit in request.visits if visit.slot}
    stage.expect("on one day: one journey", holds=len(days) == 1)


def french(stage: Stage) -> None:
    """Refuse a request in free sentences, with a reason; the undo window passes."""
    stage.day("Luc Lambert (CPAS de Namur) asks in free sentences")
    stage.send(LUC, "Stage de découverte", FRENCH)
    stage.run(minutes=1)
    stage.expect("Luc has an acknowledgement", holds=bool(stage.last_letter(LUC, "demande reçue")))
    stage.day("HR refuses, with a reason of the list; it leaves after ten minutes")
    stage.answer(AN, "Te beslissen: Lambert", "WEIGEREN R1")
    stage.run(minutes=1)
    stage.expect("HR sees how it was read", holds=bool(stage.last_letter(AN, "Vertrekt om")))
    stage.run(minutes=15)
    stage.expect("Luc has the decision", holds=bool(stage.last_letter(LUC, "Décision")))


def german(stage: Stage) -> None:
    """Complete an incomplete request by answering; then one service, and a pick of what it offered."""
    stage.day("Ute Schmitz (ÖSHZ Eupen) forgets the motivation")
    stage.send(UTE, "Entdeckungspraktikum", GERMAN)
    stage.run(minutes=1)
    request = stage.app.store.request("ONT-2026-0003")
    assert request is not None
    stage.expect("the request is incomplete", holds=request.state is RequestState.INCOMPLETE)
    stage.day("Ute answers below the quoted letter")
    stage.run(hours=1)
    stage.answer(UTE, "Antrag eingegangen", MOTIVATION)
    stage.run(minutes=1)
    stage.day("HR approves; the service suits; Ute picks")
    stage.answer(AN, "Te beslissen: Schmitz", "OK")
    stage.run(minutes=1)
    stage.answer(LIEN, "Welke datum past", "A C")
    stage.run(minutes=1)
    stage.answer(UTE, "Wählen Sie Ihren Termin", "B")
    stage.run(minutes=1)
    request = stage.app.store.request("ONT-2026-0003")
    assert request is not None
    stage.expect("the visit is agreed", holds=request.state is RequestState.SCHEDULED)


def afterwards(stage: Stage) -> None:
    """Let time pass: practical information, the visits, thanks."""
    stage.day("the weeks go by")
    stage.run(days=80)
    request = stage.app.store.request("ONT-2026-0001")
    assert request is not None
    stage.expect("Els has been there and thanked", holds=request.state is RequestState.COMPLETED)
    stage.expect("Els has her certificate", holds=bool(stage.last_letter(ELS, "attest")))


STORIES = (dutch, french, german, afterwards)
