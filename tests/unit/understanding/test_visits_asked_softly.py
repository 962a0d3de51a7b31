"""Asked in a few words, or not at all: what somebody wants of our services, without any word for an internship.

A soft word ("a visit", "behind the scenes") beside a service asks; an opinion, a payment or a meeting does not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.words import Kind
from mailflow.rulebook import read_rules
from mailflow.understanding.intent import read_request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULEBOOK = read_rules(Path(__file__).parents[3] / "rules")


def meaning(sender: str, subject: str, body: str):
    head = f"From: {sender}\nTo: hrm@mi-is.example\nSubject: {subject}\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n"
    message = parse(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode(), NOW)
    return read_request(message, RULEBOOK, NOW, forwarded(message))


@pytest.mark.parametrize(
    ("sender", "subject", "body", "services"),
    [
        (
            "Sofie Claes <sofie.claes@ocmw-ieper.example>",
            "Dagje Brussel",
            "Hallo daar,\n\nWij zijn met ons tweetjes van de dienst thuiszorg (Ieper) en we zouden wel eens willen komen kijken hoe het er bij jullie aan toe gaat op Budget & Logistiek. Onze diensthoofd is mee. Ik doe de facturatie van de poetsdienst en ik begrijp niks van die subsidiestromen.\n\nGroetjes,\nSofie Claes",
            ["blas"],
        ),
        (
            "Koen Wauters <koen.wauters@zwevegem.example>",
            "Aanmelding",
            "Beste,\n\nNaar aanleiding van jullie oproep meld ik mij aan voor een kijkje achter de schermen bij de Inspectie. Als nieuwe financieel directeur van het OCMW Zwevegem wil ik weten waarop gecontroleerd wordt.\n\nKoen Wauters",
            ["inspectie"],
        ),
        (
            "Nadia El Amrani <nadia.elamrani@antwerpen.example>",
            "ontdekkingsstage",
            "Beste collega's\n\nIk werk als trajectbegeleider bij OCMW Antwerpen. Ik zou graag twee diensten bezoeken: activering (ik werk dagelijks met ESF-projecten) en SCUBA. Liefst op twee verschillende dagen, en liefst niet in de schoolvakanties.\n\nMet dank\nNadia",
            ["activering", "scuba"],
        ),
        (
            "Bart Nys <bart.nys@ocmw-diest.example>",
            "Stage",
            "Dag Ilse,\n\nWe spraken elkaar vorige week op het congres. Je zei toen dat ik gerust eens mocht meelopen. Ik zou dan kiezen voor de collega's van de winteropvang en de subsidiedossiers. Reden: wij starten in Diest met een nachtopvang en ik moet het dossier schrijven.\n\nGroet\nBart",
            ["blas"],
        ),
        (
            "Sophie Lejeune <s.lejeune@cpas-dinant.example>",
            "Immersion",
            "Bonjour,\n\nDans le cadre de mon évaluation, mon chef m'a proposé de faire une immersion d'une demi-journée dans votre maison. Après avoir lu la page de votre site, mon choix se porte sur l'inspection : j'aimerais voir comment vous préparez une visite.\n\nMerci d'avance,\nSophie Lejeune\nCPAS de Dinant",
            ["inspectie"],
        ),
        (
            "Karim Benali <karim.benali@cpasixelles.example>",
            "demi-journée chez vos juristes",
            "Bonjour\nje suis juriste au CPAS d'Ixelles, au contentieux. est-ce qu'une demi-journée chez vos juristes serait possible en janvier ? On plaide souvent des dossiers DIS et je voudrais comprendre votre lecture de la loi.\nbien à vous\nKarim Benali",
            ["juridisch"],
        ),
        (
            "Luc Gérard <luc.gerard@cpas-huy.example>",
            "stage",
            "Salut,\nUn petit mail pour m'inscrire au stage chez vous. Service: lutte contre la pauvreté. Je bosse au CPAS de Huy, à l'insertion. Pourquoi? parce que j'organise la plate-forme locale de lutte contre la pauvreté et que je manque d'idées!\nA+\nLuc",
            ["scuba"],
        ),
        (
            "Thierry Noël <t.noel@cpas-arlon.example>",
            "demande",
            "Bonjour, je m'appelle Thierry Noël, je suis le nouveau directeur général du CPAS d'Arlon. Vu la distance, est-il envisageable de grouper deux services sur une même journée (inspection le matin, BLAS l'après-midi par exemple)? J'aimerais mettre un visage sur les noms que je vois au bas de vos courriers.",
            ["blas", "inspectie"],
        ),
        (
            "Ralf Keutgen <r.keutgen@oeshz-kelmis.example>",
            "Praktikum Rechtsdienst",
            "Sehr geehrte Damen und Herren,\nhiermit bewerbe ich mich um ein Entdeckungspraktikum in Ihrem Rechtsdienst. Als Sekretär des ÖSHZ Kelmis verfasse ich Beschlüsse und begegne dabei immer wieder Fragen zum Recht auf soziale Eingliederung.\nTerminlich bin ich flexibel, nur montags geht es nicht.\nMit freundlichen Grüßen\nRalf Keutgen",
            ["juridisch"],
        ),
        (
            "Petra Hoffmann <p.hoffmann@oeshz-eupen.example>",
            "Anfrage",
            "Hallo zusammen,\nich hätte Interesse an Statistik und an den Europäischen Fonds, weil wir beides für unseren Jahresbericht brauchen. Geht das an einem Tag? Am liebsten im Februar.\nLG Petra Hoffmann (Eupen)",
            ["activering", "studiedienst"],
        ),
    ],
)
def test_a_visit_is_asked_for_without_a_word_for_an_internship(sender, subject, body, services):
    read = meaning(sender, subject, body)
    assert read.kind is Kind.REQUEST
    assert sorted(read.form.services) == services
    assert read.form.motivation


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "els@ocmw-mol.example",
            "Vraag over leefloon",
            "Beste,\n\nKunnen de juridische dienst en de inspectie ons laten weten of een samenwonende student recht heeft op een leefloon aan tarief alleenstaande?\n\nMet vriendelijke groeten\nEls Peeters\nOCMW Mol",
        ),
        (
            "els@ocmw-mol.example",
            "Overleg",
            "Beste,\n\nWij zouden graag de inspectie en de juridische dienst uitnodigen op ons overleg van 12 januari in Mol. Kunnen zij zich vrijmaken?\n\nEls Peeters, OCMW Mol",
        ),
        (
            "els@ocmw-mol.example",
            "Advies",
            "Graag hadden wij van de juridische dienst en de studiedienst een advies over de nieuwe omzendbrief.\nEls Peeters OCMW Mol",
        ),
        (
            "els@ocmw-mol.example",
            "contact",
            "Wie kan ik contacteren bij BLAS en bij de inspectie voor de afrekening van 2025?\nEls, OCMW Mol",
        ),
        (
            "jl@cpas-namur.example",
            "Demande d'avis",
            "Bonjour, pourriez-vous transmettre notre question au service juridique et au service inspection ? Nous souhaitons un avis sur l'article 60.\nJeanne Lambert, CPAS de Namur",
        ),
        (
            "jl@cpas-namur.example",
            "Réunion",
            "Bonjour,\nJe voudrais rencontrer l'inspection et le service BLAS pour parler de notre rapport d'inspection et des subsides 2024 non payés.\nJeanne Lambert CPAS Namur",
        ),
        (
            "gm@oeshz-eupen.example",
            "Frage",
            "Guten Tag,\nkönnen der Rechtsdienst und die Inspektion uns bestätigen, dass wir richtig liegen? Es geht um die Akte 2026/114.\nGreta Müller, ÖSHZ Eupen",
        ),
        (
            "gm@oeshz-eupen.example",
            "Kontakt",
            "Wir möchten mit Ihrem Rechtsdienst und dem Dienst BLAS telefonieren. Wann geht das?\nGreta Müller ÖSHZ Eupen",
        ),
        (
            "an@ocmw-geel.example",
            "Nieuwe medewerkers",
            "Dag,\n\nIk kies voor de inspectie als eerste gesprekspartner, en voor BLAS als tweede. Dat heb ik ook zo in ons contactenplan gezet.\nAn, OCMW Geel",
        ),
        ("an@ocmw-geel.example", "Kijkje", "Beste\n\nNeem zeker eens een kijkje op onze vernieuwde website! OCMW Geel"),
        (
            "vac@ocmw-geel.example",
            "Vacature",
            "OCMW Geel zoekt een jurist voor de juridische dienst en een statisticus voor de studiedienst. Interesse? Solliciteer voor 1 december.",
        ),
        (
            "student@hogent.example",
            "Stage",
            "Ik ben student sociaal werk en zoek een stage van 12 weken bij de studiedienst of de juridische dienst.",
        ),
        (
            "p@ocmw-mol.example",
            "verandering contactpersoon",
            "Gelieve te noteren dat vanaf 1 januari Jan De Smet de contactpersoon is voor de inspectie en voor BLAS. OCMW Mol",
        ),
        (
            "p@ocmw-mol.example",
            "Opleiding activering",
            "Graag schrijf ik mij in voor de opleiding 'Sociale activering en ESF' van 14 januari. Pieter, OCMW Mol",
        ),
        (
            "p@cpas-huy.example",
            "Inscription",
            "Bonjour, je m'inscris à la séance d'information sur les fonds européens et l'activation sociale. Paul, CPAS de Huy",
        ),
        (
            "p@cpas-huy.example",
            "Intérêt",
            "Bonjour, notre CPAS est intéressé par l'appel à projets du service activation et par le subside BLAS accueil hivernal. Comment introduire? Paul Mairesse, CPAS de Huy",
        ),
        (
            "p@oeshz-raeren.example",
            "Zuschuss",
            "Wir hätten Interesse an den Zuschüssen des Dienstes BLAS und an den Europäischen Fonds. Wie stellen wir den Antrag? ÖSHZ Raeren",
        ),
    ],
)
def test_an_opinion_a_payment_or_a_meeting_is_no_visit(sender, subject, body):
    assert meaning(sender, subject, body).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "els@cpas-namur.example",
            "stage",
            "Je suis Jeanne Lambert du CPAS de Namur et je voudrais faire un stage de découverte au service Inspection. Vos inspecteurs viennent chez nous pour contrôler en mars et je veux savoir comment me préparer.",
        ),
        (
            "els@cpas-namur.example",
            "stage",
            "Je suis Jeanne Lambert du CPAS de Namur et je voudrais faire un stage de découverte au service Inspection. Une inspection doit venir chez nous au printemps.",
        ),
        (
            "els@cpas-namur.example",
            "stage",
            "Je suis Jeanne Lambert du CPAS de Namur et je voudrais faire un stage de découverte au service Inspection. J'encadre les étudiants en stage chez nous.",
        ),
        (
            "g@oeshz-eupen.example",
            "Praktikum",
            "Ich bin Greta Müller vom ÖSHZ Eupen. Bevor die Inspektoren zu uns kommen, möchte ich ein Entdeckungspraktikum bei der Inspektion machen.",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Ik ben Els Peeters van OCMW Mol. Bij ons weet niemand hoe het moet en ik zou graag een ontdekkingsstage doen bij BLAS.",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Ik ben Els Peeters van OCMW Mol. Niemand kent bij ons de regels. Graag een ontdekkingsstage bij BLAS.",
        ),
        (
            "e@ocmw-mol.example",
            "RE: Nieuwsbrief POD MI",
            "Dag, ik las dat er ontdekkingsstages zijn. Graag een halve dag bij BLAS. Els Peeters, OCMW Mol\n\nVan: POD MI <news@mi-is.example>\nVerzonden: maandag 16 november 2026 10:00\nAan: Els Peeters\nOnderwerp: Nieuwsbrief POD MI\n\nOntdek onze ontdekkingsstages!\nKlik hier om u uit te schrijven. Wenst u deze nieuwsbrief niet meer te ontvangen? niet meer ontvangen",
        ),
        (
            "e@ocmw-mol.example",
            "stage en nieuwsbrief",
            "Graag een ontdekkingsstage bij BLAS voor Els Peeters, OCMW Mol. Gelieve mij ook uit te schrijven uit de nieuwsbrief.",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Nog twee vraagjes: kan ik met de trein komen? Is er een refter?\n\nIk wil namelijk graag een ontdekkingsstage doen bij de studiedienst. Els Peeters, OCMW Mol",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Dag,\n\nTwee vraagjes:\n- telt dat als vorming?\n- moet mijn baas akkoord zijn?\n\nIk schrijf mij alvast in voor een ontdekkingsstage bij SCUBA, want ik maak ons armoedeplan.\nEls Peeters, OCMW Mol",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Graag een ontdekkingsstage bij de studiedienst. Wij begeleiden zelf stagiairs die bij ons meelopen en willen vergelijken. Els Peeters, OCMW Mol",
        ),
        (
            "j@cpas-huy.example",
            "stage",
            "Je souhaite un stage de découverte au service juridique. En échange, nous serions heureux d'accueillir vos juristes chez nous une autre fois. Jeanne Lambert, CPAS de Huy",
        ),
        (
            "e@ocmw-mol.example",
            "bezoek",
            "Graag zou ik eens langskomen bij de studiedienst, want ik maak onze cijfers. U kan mij altijd contacteren op 014 00 00 00. Els Peeters, OCMW Mol",
        ),
        (
            "j@cpas-huy.example",
            "visite",
            "J'aimerais venir voir comment travaille votre service juridique. Vous pouvez me contacter au 085 00 00 00. Jeanne Lambert, CPAS de Huy",
        ),
        (
            "g@oeshz-eupen.example",
            "Besuch",
            "Ich würde gerne Ihren Rechtsdienst kennenlernen. Mein Ansprechpartner bei Ihnen ist Herr Claes. Greta Müller, ÖSHZ Eupen",
        ),
        (
            "j@cpas-huy.example",
            "stage",
            "Je suis plus intéressée par le service juridique que par l'inspection : je voudrais y faire un stage de découverte. Jeanne Lambert, CPAS de Huy",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Graag een ontdekkingsstage bij BLAS. Een attest is niet meer nodig. Els Peeters, OCMW Mol",
        ),
        (
            "e@ocmw-mol.example",
            "stage",
            "Graag een ontdekkingsstage bij BLAS, of is dat niet meer nodig sinds de nieuwe regels? Els Peeters, OCMW Mol",
        ),
        (
            "g@oeshz-eupen.example",
            "Praktikum",
            "Wir laden Ihre Inspektoren jedes Jahr zum Essen ein; dieses Jahr möchte ich selbst ein Entdeckungspraktikum bei der Inspektion machen. Greta Müller, ÖSHZ Eupen",
        ),
    ],
)
def test_a_phrase_speaks_for_its_sentence_and_not_for_the_whole_mail(sender, subject, body):
    assert meaning(sender, subject, body).kind is Kind.REQUEST
