"""A table of answers and how they are to be read: by role, then by the reading, one answer per line.

A reading is written as ``name visits slots dates …``; several commands are joined by ``+``. ``\\n`` is a line end.
"""

HR = {
    "approve": r"""
        GOEDKEUREN
        Voor ons is dit in orde, de ontdekkingsstage mag doorgaan.
        Wij geven groen licht voor dit bezoek. Bedankt voor de opvolging.
        Wij keuren deze aanvraag goed
        J'accepte cette demande, merci.
        Ich bin mit dem Besuch einverstanden.
        Von unserer Seite gibt es grünes Licht für diesen Schnuppertag.
        OK\nAn De Vos\nTel. 02 508 85 86
        OK\nAn De Vos\nTel.: 02 508 85 86 / GSM 0470 12 34 56\nan.devos@mi-is.example
        Pas de souci pour moi
        Alles goed voor mij
        Goedgekeurd.
        Dat mag doorgaan
        De bezoeken mogen doorgaan wat mij betreft
        On peut valider
        Les visites peuvent avoir lieu
        Die Besuche können stattfinden
        Der Besuch geht in Ordnung
        goedgekeurd!!
        OK
        ok.
        Oké
        Ja
        Ja, akkoord
        Akkoord voor mij
        Ok voor mij!
        Wat mij betreft akkoord
        Hierbij goedgekeurd
        Beste,\nakkoord voor mij\nmvg An
        Dag collega, akkoord, mvg An
        akkoord;
        goedgekeurd.\n\n-- \nAn
        Dag An,\n\nAkkoord.\n\nMet vriendelijke groeten,\nEls Peeters\nDienst HR
        Hallo,\n\nGeen bezwaar\n\ngroetjes
        Akkoord\nEls Peeters
        Akkoord\nEls van den Berg
        Beste Els van den Berg,\nakkoord
        Akkoord\nMvg Els van den Berg Peeters
        Akkoord\n\nMet vriendelijke groeten\nEls Peeters\nWerkt niet op woensdag
        Akkoord, bedankt!
        OK. Merci.
        **Akkoord**
        - akkoord
        OK 👍
        alles goedgekeurd
        alle diensten goedgekeurd
        GOEDKEUREN alle bezoeken
        GOEDKEUREN: bedankt
        Akkoord\n\nVeel succes met de stage.
        Akkoord\n\nAls u vragen heeft, bel mij gerust.
        Akkoord\n\nAarzel niet om mij te contacteren.
        Bedankt voor uw bericht.\n\nAkkoord
        Bonjour,\n\nApprouver\n\nMerci\nAn
        D'accord
        D’accord pour moi
        J’approuve.
        Oui
        Oui, merci
        Pas d'objection
        Aucune objection de ma part
        Feu vert !
        Bonjour Madame, c'est d'accord. Bien à vous
        Genehmigt
        genehmigt, danke
        GENEHMIGEN
        Einverstanden
        Ja, einverstanden
        Guten Tag,\nin Ordnung\nMfG
        Keine Einwände
        Ich stimme zu
        approved
        Go ahead, thanks
        Accord\n\nN'hésitez pas si vous avez des questions.
        Akkoord en bedankt voor de moeite
        Akkoord, bedankt voor het werk
        D'accord, merci pour le suivi
        O.K.
        ja hoor
        Akkoord, genoteerd
        Akkoord en fijn weekend
        """,
    "approve 1": "Akkoord met 1\n D'accord avec 1\n Einverstanden mit Besuch 1",
    "approve 1 3": r"""
        1 3 OK
        1,3 OK
        1, 3 OK
        1 en 3 ok
        1 & 3 akkoord
        goedkeuren 1 en 3
        GOEDKEUREN 1 3
        GOEDKEUREN 1, 3
        Akkoord voor dienst 1 en 3
        bezoek 1 en 3 goedgekeurd
        Approuver 1 et 3
        1 et 3 : d'accord
        Genehmigt 1 und 3
        Besuch 1 und 3 genehmigt
        """,
    "approve 1 2": "OK 1, 2, bedankt",
    "approve 1 2 3": r"""
        1-3 OK
        1 2 3 ok
        """,
    "approve 2": r"""
        2: OK
        OK 2
        bezoek 2 goedkeuren
        2 oui
        2 ja
        Visite 2 approuvée
        APPROUVER 2
        """,
    "approve 1 + approve 3": r"""
        1 ok 3 ok
        1 OK, 3 OK
        1: OK\n3: OK
        """,
    "approve 1 + refuse 2 needs reason": r"""
        Akkoord voor 1, niet voor 2
        1 wel, 2 niet
        Nr. 1 ok, nr. 2 leider nicht
        1 mag, 2 helaas niet
        1 in Ordnung, 2 nicht
        1 oui, 2 malheureusement pas
        """,
    "approve 1 + approve 2": r"""
        1 ok, 2 ook
        1 ok. 2 ook.
        1 d'accord, 2 aussi
        1 voor mij ok, 2 idem
        """,
    'approve 1 + refuse 2 "agenda vol"': r"""
        1 OK\n\n2 NEE: agenda vol
        1 OK, 2 NEE agenda vol
        1 OK 2 NEE agenda vol
        1: OK, 2: NEE agenda vol
        1: OK\n2: NEE agenda vol
        1 goedkeuren; 2 weigeren: agenda vol
        GOEDKEUREN 1\nWEIGEREN 2: agenda vol
        1 ja 2 nee, agenda vol
        1 akkoord; 2 niet akkoord want agenda vol
        1 ok, 2 nee (agenda vol)
        1 ok, 2 niet (agenda vol)
        """,
    'approve 1 3 + refuse 2 "agenda vol"': r"""
        1 3 OK, 2 NEE agenda vol
        1, 3 OK, 2 NEE agenda vol
        """,
    'refuse 2 "agenda vol"': r"""
        2 NEE agenda vol
        WEIGEREN 2: agenda vol
        weigeren 2 : agenda vol
        2 geweigerd : agenda vol
        2 niet akkoord: agenda vol
        """,
    'refuse "R1"': r"""
        WEIGEREN R1
        Weigeren r1
        WEIGEREN: R1
        REFUSER R1
        ABLEHNEN R1
        WEIGEREN R1\n\nOk ik bel je straks nog eens op daarover
        """,
    'refuse 2 "R1"': r"""
        WEIGEREN 2 R1
        2 WEIGEREN R1
        2 nee r1
        """,
    'refuse "agenda vol, geen plaats"': r"""
        WEIGEREN: agenda vol, geen plaats
        niet akkoord : agenda vol, geen plaats
        WEIGEREN: agenda vol, geen plaats\nbedankt
        WEIGEREN: agenda vol, geen plaats\nAn Janssens
        Beste,\n\nGeweigerd: agenda vol, geen plaats\n\nmvg
        """,
    'refuse "agenda complet"': r"""
        REFUSER : agenda complet
        Pas d'accord : agenda complet
        Non approuvé: agenda complet
        """,
    'refuse "het team is onderbezet"': r"""
        Weigeren want het team is onderbezet
        Geweigerd, omdat het team is onderbezet
        """,
    'refuse "de medewerker kwam dit jaar al langs"': r"""
        Wij kunnen deze aanvraag helaas niet goedkeuren, want de medewerker kwam dit jaar al langs
        Wij moeten deze aanvraag weigeren, want de medewerker kwam dit jaar al langs
        """,
    "refuse needs reason": r"""
        WEIGEREN
        Nous devons malheureusement refuser cette demande
        Wir müssen diesen Antrag leider ablehnen
        WEIGEREN:
        WEIGEREN: …
        WEIGEREN: ...
        WEIGEREN: [reden]
        WEIGEREN: <reden>
        REFUSER : (votre raison)
        Nee
        Non
        Nein
        no
        Niet akkoord
        Pas d'accord
        nicht einverstanden
        not approved
        Ablehnen: ____
        """,
    "more_info needs text": r"""
        VRAAG
        VRAAG: …
        Meer info
        QUESTION :
        Frage
        """,
    'more_info "Wat is het thema?"': r"""
        VRAAG: Wat is het thema?
        Vraag : Wat is het thema?\n\nBedankt
        Meer info: Wat is het thema?\n\nmvg An
        VRAAG\nWat is het thema?
        """,
    'more_info 2 "quel thème ?"': r"""
        QUESTION 2 : quel thème ?
        2 question: quel thème ?
        """,
    "date 2027-01-12am": r"""
        DATUM 12/01/2027 vm
        DATUM: 12/01 vm
        Datum: dinsdag 12 januari voormiddag
        12/01 vm
        Afgesproken op 12 januari voormiddag
        Date : mardi 12 janvier, matin
        TERMIN 12.01.2027 vormittags
        """,
    "date 1 2027-01-12am@1": r"""
        DATUM 1 12/01/2027 vm
        DATUM 1: 12/01/2027 vm
        DATUM 1 12 januari vm
        1 12/01/2027 vm
        bezoek 1 op 12 januari voormiddag
        DATE 1 12/01/2027 matin
        """,
    "date 1 2027-01-12am@1 + date 2 2027-01-14pm@2": r"""
        DATUM 1 12/01 vm, 2 14/01 nm
        DATUM 1 12/01 vm, DATUM 2 14/01 nm
        1 12/01 vm\n2 14/01 nm
        1: 12/01 vm\n2: 14/01 nm
        """,
    "date 1 2027-01-12am@1 2027-01-14pm@1": r"""
        DATUM 1 12/01 vm, 14/01 nm
        DATUM 1 12 januari vm, 14 januari nm
        1 12/01 vm, 14/01 nm
        bezoek 1 op 12 januari vm, 14 januari nm
        1 12 januari vm, 14 januari nm
        """,
    "date 2027-01-12am not 2027-01-14": "12/01 vm, niet 14/01\n DATUM 12/01 vm, niet 14/01",
    "date 1 needs visit": "DATUM 1 12/01/2027 vm en 2 14/01/2027 nm",
    "date 1 2027-01-12@1": "1 12/01 past\n 1 op 12/01",
    "date needs date": "DATUM\n DATE\n TERMIN :",
    "date ?contradiction needs date": "DATUM maandag 12 januari",
    "assign 2 <iemand@mi-is.be>": r"""
        NAAR 2 iemand@mi-is.be
        2 NAAR iemand@mi-is.be
        doorsturen naar 2 iemand@mi-is.be
        VERS 2 iemand@mi-is.be
        NAAR 2: iemand@mi-is.be
        """,
    "assign <iemand@mi-is.be>": r"""
        NAAR iemand@mi-is.be
        naar Iemand@mi-is.be
        NAAR <iemand@mi-is.be>
        NAAR (iemand@mi-is.be).
        toewijzen aan iemand@mi-is.be
        transmettre à iemand@mi-is.be
        weiterleiten an iemand@mi-is.be
        assign to iemand@mi-is.be
        """,
    "assign needs address": "NAAR\n toewijzen aan\n NAAR: [e-mailadres]",
    "approve + assign <iemand@mi-is.be>": "GOEDKEUREN, NAAR iemand@mi-is.be",
    "later 2027-03-15 until 2027-03-15": r"""
        LATER 15/03
        LATER: 15/03
        later op 15 maart
        LATER 15/03 of 20/03
        PLUS TARD 15/03/2027
        SPÄTER 15.03.
        """,
    "later ?invalid needs date": "LATER 31/02",
    "later needs date": "LATER\n plus tard\n später\n Later vandaag",
    'note "opgebeld"': "NOTA: opgebeld\n Note : opgebeld\n NOTIZ: opgebeld",
    "not_a_request": "GEEN AANVRAAG\n Dit is geen aanvraag.\n Pas une demande\n Kein Antrag",
    "stop": "STOP\n stop.\n Stopp",
    "release": "UITVOEREN\n EXÉCUTER\n Ausführen, danke",
    "ignore": "NEGEREN\n ignorer svp\n IGNORIEREN",
    "status": "STATUS\n statut\n STATUS: aub",
    "help": "HELP\n aide\n Hilfe",
    "cancel": "annuleren\n ANNULER\n Je dois annuler\n Ik moet helaas annuleren",
    "language fr": "FR\n français",
    "language nl": "NL",
    "courtesy": "Bedankt!\n Bedankt, mvg\n Bedankt voor uw bericht.\\n\\nAn\n Merci\n Prima, dank\n Vielen Dank und bis bald\n Goed ontvangen, dank u wel\n Bedankt voor de snelle opvolging.\n Merci pour votre travail\n Vielen Dank für die rasche Rückmeldung!\n Thanks for the update\n In goede orde ontvangen\n Alles klar, danke",
    "empty": "\n \\n\\n\n Mvg,\\nAn\n Beste,\\n\\nMet vriendelijke groeten",
    "unsure question": r"""
        OK?
        Is dit ok voor jou?
        Akkoord?
        ist das ok?
        Kan ik dit goedkeuren?
        wie keurt dit goed?
        On est d'accord ?
        Waarom?
        Akkoord\n\nIs de motivatie wel volledig?
        """,
    "unsure condition": r"""
        Dat mag doorgaan als zij haar diensthoofd verwittigt
        De bezoeken mogen doorgaan maar niet in januari
        GOEDKEUREN: maar niet voor 2
        akkoord als de motivatie wordt aangevuld
        Akkoord, maar niet voor 2
        Akkoord.\nMaar niet voor dienst 2
        Akkoord\n\nMaar niet voor dienst 2
        ok mits akkoord van het diensthoofd
        d'accord sauf pour le 2
        sous réserve d'accord
        genehmigt, sofern der Dienst Platz hat
        In principe akkoord
        Akkoord, tenzij de dienst geen plaats heeft
        alles ok behalve 2
        2 NEE tenzij 1 ook doorgaat
        ok if they agree
        d'accord à condition que le chef signe
        GOEDKEUREN\n\nWEIGEREN: toch maar niet
        Akkoord\n\nOeps, dit was voor een ander dossier
        Akkoord\n\nSorry, verkeerde mail
        Accord\n\nVeuillez ignorer ce message
        Akkoord\n\nAls de zon schijnt gaan wij ook graag samen wandelen.
        Akkoord\n\nWacht daar even mee.
        """,
    "unsure negation": r"""
        Dat mag niet doorgaan
        Wij kunnen dit niet goedkeuren
        Ik moet dit niet goedkeuren, dat doet mijn collega.
        Je ne peux pas approuver, voyez avec Paul.
        Der Antrag ist nicht genehmigt, er liegt beim Direktor.
        Wij kunnen dit niet weigeren
        Ik wil dit niet weigeren
        Dit is nog niet in orde
        Ich kann diesen Antrag nicht ablehnen
        On ne peut pas valider
        Niet akkoord met 1 ding
        niet geweigerd
        ik weiger niet
        ik kan niet weigeren
        nee, geen probleem
        non, pas de problème
        nein, kein Problem
        je ne refuse pas
        noch nicht genehmigt
        nog niet akkoord
        geen akkoord van het diensthoofd
        sans l'accord du chef
        ik ben het er niet mee eens
        nooit akkoord
        WEIGEREN 1: vol, 2: geen tijd
        Akkoord\nmvg An\n\nPS niet voor dienst 2
        Akkoord\nmvg An\n\nP.S. niet voor dienst 2
        Akkoord\nmvg An\n\nNB niet voor dienst 2
        Akkoord\nmvg An\n\nN.B. niet voor dienst 2
        2 nee niet nodig
        ohne Zustimmung
        I don't approve
        NIET GEKOMEN
        Zustimmung steht noch aus
        Geen aanvraag ontvangen
        2 NEE 3 mensen ziek
        VERPLAATSEN niet naar 14/01
        Akkoord\n\nIk wil de aanvraag die vorige week kwam zeker niet weigeren.
        Akkoord\n\nVoor bezoek 2 kunnen wij die dag echt niet zoals gevraagd.
        Akkoord\n\nDinsdag kunnen wij echt niet komen zoals dat gevraagd werd.
        Akkoord\n\nVoor die dienst kunnen wij echt niet komen zoals gevraagd.
        Akkoord\n\nIk weet het nu nog niet.
        """,
    "unsure two_actions": r"""
        ok om te weigeren
        akkoord\nniet akkoord
        Goedkeuren, weigeren
        ok, annuleren
        1 ok, 1 nee vol
        VRAAG 2: wat?\n3 OK
        GOEDKEUREN\n\nNL
        VRAAG: wat?\nWEIGEREN
        VRAAG: wat?\nbezoek 1 en bezoek 2 en bezoek 3 en bezoek 4 goedgekeurd
        2 NEE annuleren
        Akkoord\n\nA
        GOEDKEUREN\n\nDe aanvraag van vorige week heb ik geweigerd zoals besproken.
        OK, STATUS
        goedkeuren of weigeren
        """,
    "unsure not_a_command": r"""
        De collega is akkoord
        Keur ik dit goed
        Stimmen wir zu
        Zeg ik het bezoek af
        Wij zijn geannuleerd
        wij hebben akkoord
        ik wil akkoord
        Wij moeten dit goedkeuren
        Het bezoek is geannuleerd
        Wij kunnen dit morgen goedkeuren
        Akkoord met 2 opmerkingen
        Ok, ik bekijk het morgen
        valide jusqu'au 31/12
        genehmigungspflichtig
        ungenehmigt
        geannuleerde trein
        un an
        Absagegrund
        ich stimme der Absage zu
        Ik heb dit nagekeken
        On dit que c'est ok
        A
        1B
        R1
        ok ok
        1 12/01 komt Jan langs
        Akkoord omdat het een goed idee is
        LATER: ooit
        de akkoordverklaring volgt
        voormiddag
        Akkoord, ik bel u straks
        GASTHEER marc@mi-is.be
        MAX 2 per maand
        Merci d'annuler la visite 2
        Bedankt om dit te annuleren
        Merci pour l'annulation
        Akkoord ontvangen
        Accord reçu
        Zustimmung erhalten
        Ok, goed ontvangen
        Reeds goedgekeurd
        Déjà approuvé par Luc
        Accord de principe
        Akkoord voor 2 dagen
        NOTA akkoord
        Akkoord d.d. 23/11
        An heeft akkoord gegeven
        """,
    "approve + language fr": "GOEDKEUREN, FR",
    "unsure visit": "WEIGEREN 1 R1, 2\n 12/01 vm en 2 14/01 nm\n 1 3 5 OK, 2 NEE agenda vol, rest later\n 1 3\n OK, 2",
    "unsure date": "vanaf 15 januari\n maandag 12 januari\n 31/04 vm\n 12/01 vm, 31/04\n 1 op woensdag\n dinsdag vm\n volgende dinsdag",
    "unsure half": "12/01 AM",
}

SERVICE = {
    "date 2027-01-12 2027-01-13 2027-01-14": "van 12/01\\ntot 14/01\n 12/01 t.e.m. 14/01",
    "pick": r"""
        OK
        ok voor ons
        Alles goed voor mij
        Ja
        D'accord
        Akkoord
        alle data passen
        Alle passen
        Passt
        Einverstanden
        Toutes les dates conviennent
        """,
    "pick A": "We nemen A\n Voorstel A is voor ons het beste\n Enkel A\n alleen A\n OK voor A\n Uniquement A\n nur A bitte\n D'accord pour A",
    "pick A C": r"""
        Enkel A en C
        OK voor A en C
        A C
        A en C
        A, C
        A + C
        A et C
        A und C
        a c
        A en C graag
        A of C
        A\nC
        Beste,\n\nA en C\n\nmvg Marc
        Keuze: A C
        A en C passen
        """,
    "pick 1 2 1A 2B": "A voor bezoek 1, B voor bezoek 2\n A pour la visite 1 et B pour la visite 2",
    "pick 1 2 1B 2A": "1B 2A\n 1B, 2A\n 1B en 2A\n 1 B, 2 A\n 1B\\n2A\n B1 A2",
    "pick A C + host <marc@mi-is.be>": "A C, GASTHEER marc@mi-is.be\n A en C\\nGastheer: marc@mi-is.be",
    "pick A + date 2027-01-14am": "A, 14/01 vm",
    "date 2027-01-14am": r"""
        14/01 vm
        14 januari voormiddag
        DATUM 14/01 vm
        14/01 vm past voor mij
        GEEN\n14/01 vm
        Donnerstag, 14. Januar, vormittags
        DATUM\n14/01 vm
        jeudi 14 janvier au matin
        op donderdag 14 januari in de voormiddag
        veertien januari in de voormiddag
        donderdga 14 januari vm
        """,
    "date 2027-01-14am 2027-01-15pm": r"""
        14/01 vm, 15/01 nm
        14/01 vm\n15/01 nm
        14/01 vm of 15/01 nm
        DATUM 14/01 vm, 15/01 nm
        """,
    "date 2027-01-12 2027-01-13 2027-01-19": "12, 13 en 19/01\n 12, 13 ou 19 janvier\n 12., 13. oder 19. Januar",
    "none": r"""
        GEEN
        geen van deze
        Geen enkele past
        aucune ne convient
        keiner der Termine
        none of these
        """,
    'none "alles is volzet"': "GEEN: alles is volzet\n Geen van deze: alles is volzet\n AUCUNE : alles is volzet",
    'decline "geen tijd"': "WEIGEREN: geen tijd\n REFUSER: geen tijd\n niet mogelijk: geen tijd",
    "decline": "WEIGEREN\n WEIGEREN: …",
    "host <marc@mi-is.be>": "GASTHEER marc@mi-is.be\n gastheer: marc@mi-is.be\n HÔTE marc@mi-is.be\n Gastgeber marc@mi-is.be",
    "host needs address": "GASTHEER\n GASTHEER: …",
    "reschedule": "VERPLAATSEN\n reporter\n verschieben\n andere datum\n later",
    "reschedule 1 2027-01-14am@1": "VERPLAATSEN 1 naar 14/01 vm\n VERPLAATSEN 1 14/01 vm\n 1 verplaatsen naar 14/01 vm\n Bezoek 1 verplaatst naar 14/01 vm",
    "cancel 2": "ANNULEREN 2\n 2 annuleren\n Annuler 2\n bezoek 2 geannuleerd",
    "ill": "ziek\n ik ben ziek\n Ik ben ziek vandaag\n Je suis malade aujourd'hui\n malade\n Je suis malade\n krank\n ZIEK: griep\n verhinderd",
    "no_show": "NIET GEKOMEN\n niet opgedaagd\n pas venu\n nicht gekommen\n no show",
    "no_show 2": "2 NIET GEKOMEN\n NIET GEKOMEN 2",
    "pause until 2027-02-15": "PAUZE tot 15/02\n pauze tot en met 15 februari\n PAUSE jusqu'au 15/02\n Pause bis 15.02.",
    "pause ?invalid needs date": "PAUZE tot 31/02",
    "pause until 2027-02-16": "PAUZE 12/01 en 16/02",
    "pause needs date": "PAUZE\n pause",
    "limit count 2": "MAX 2 per maand\n max 2\n maximum 2 par mois\n höchstens 2 pro Monat",
    "limit needs text": "MAX",
    "never not 3": "NOOIT woensdag\n nooit op woensdag\n jamais le mercredi\n nie mittwochs",
    "never needs text": "NOOIT",
    "unsure negation": "NOOIT 12/01\n enkel A niet\n NOOIT op woensdag bij ons thuis\n niet A\n niet op woensdag\n ik kan niet op 12 januari\n pas le 12 janvier",
    "unsure not_a_command": "MAX veel\n A voor bezoek\n GOEDKEURING\n A bientot tous\n A l'attention de Marc\n enkel\n enkel voorstel\n OK voor voorstel 1\n A past beter dan C\n NAAR x@mi-is.be",
    "unsure condition": "A als het kan\n Enkel A als het kan\n OK voor A als het kan\n A maar liever C\n OK\\n\\nMaar niet in januari",
}

REQUESTER = {
    "pick": r"""
        OK
        Oui
        OK, mijn leidinggevende is akkoord
        OK en mijn baas gaat akkoord
        Mijn baas is akkoord. OK voor mij.
        D'accord, mon responsable est d'accord aussi
        Mijn chef gaat akkoord met voorstel 1
        La proposition 1 me convient parfaitement
        OK voor voorstel 1
        Akkoord met de eerste datum
        de eerste optie
        OK\nEls Peeters\nTel. 014 12 34 56
        OK! Ik kom met de trein.
        ja
        Ok, bedankt!
        Akkoord
        voorstel 1
        voorstel 1 past voor mij
        proposition 1
        Vorschlag 1
        de eerste datum
        Ça me convient
        Dat past
        Das passt mir
        Cela me convient. Merci !
        works for me
        """,
    "pick B": r"""
        Mijn chef gaat akkoord met B
        B, mon chef est d'accord
        B\nTel. 014 12 34 56
        B passt mir gut
        La proposition B me convient parfaitement. Merci !
        B
        B.
        b
        Optie B
        B graag
        Ik kies B
        Je choisis B
        B, merci et à bientôt
        Beste,\n\nB\n\nGroetjes\nEls
        Bonjour,\nB svp\nMerci
        B\n\nIk kijk ernaar uit.
        B\n\nGsm: 0470 12 34 56
        B\n\nWir haben dann keine weiteren Fragen zu diesem Thema.
        Keuze: B
        Ich wähle B
        Bitte B
        B, tot dinsdag
        B\n\nTot dinsdag!
        B. Bedankt!
        B\nB. De Smet
        """,
    "pick 1 2 1B 2A": "1B 2A\n 1: B\\n2: A",
    "pick 1 1B": "1B\n 1: B\n Bezoek 1: B",
    "date 2027-01-14pm": r"""
        14/01 nm
        Le 14 janvier après-midi me convient
        Ik kan op 14 januari in de namiddag
        donderdag 14 januari, namiddag
        am 14. Januar nachmittags
        """,
    "date 2027-01-14pm not 2027-01-12": "12/01 past niet, 14/01 nm wel",
    "none": "Geen van deze\n Nee\n Nein, danke\n Weigeren\n aucune de ces dates\n past niet",
    'none "ik ben dan met verlof"': "GEEN: ik ben dan met verlof\n geen van deze: ik ben dan met verlof",
    "reschedule": "VERPLAATSEN\n uitstellen\n Reporter\n Une autre date\n anderer Termin\n later",
    'reschedule 2027-01-14am "14/01 vm"': "VERPLAATSEN: 14/01 vm",
    'none 2027-01-14am "14/01 vm"': "GEEN: 14/01 vm",
    "reschedule 1 2027-01-12@1 2027-01-14@1": r"""
        VERPLAATSEN 1 12 januari, 14 januari
        VERPLAATSEN 1 naar 12 januari, 14 januari
        1 verplaatsen naar 12 januari, 14 januari
        """,
    "reschedule 2027-01-14am": "VERPLAATSEN naar 14/01 vm\n verplaatsen, 14/01 vm\n Reporter au 14 janvier, matin",
    "cancel": "je dois annuler\n Je souhaite annuler ma demande de stage découverte.\n Ich sage hiermit meinen Besuch ab.\n Annuleer maar\n Ich muss stornieren\n I have to cancel\n ANNULEREN\n INTREKKEN\n Je retire ma demande\n Ik trek mijn aanvraag in\n absagen\n withdraw",
    'cancel 2 "ziek kind"': "ANNULEREN 2: ziek kind\n 2 annuleren: ziek kind",
    "ill": "Ik ben die dag ziek, sorry\n Je suis malade ce jour-là\n ziek\n malade\n krank",
    "language de": "DE\n Deutsch\n auf Deutsch bitte\n Sprache: DE",
    "language fr": "FR\n Français\n in het Frans\n en français svp",
    "courtesy": "Merci\n A bientôt\n Bedankt, tot dan\n bien reçu, merci beaucoup\n Danke schön!\n Perfect, dank u wel\\nEls\n Bedankt voor de goedkeuring!\n Un grand merci pour votre aide, à très vite\n À demain\n Tot morgen! Els\n Bedankt en tot dinsdag\n À mardi 12 janvier\n bis Dienstag\n See you on 12/01",
    "unsure two_actions": "Mijn chef gaat akkoord met annuleren",
    "unsure slot": "A B C\n A of C\n A, B",
    "unsure question": "Kan het ook op 14 januari?\n B?\n Is er parking?\n B\\n\\nIs er parking?",
    "unsure condition": "OK, mijn baas is akkoord als ik later begin\n OK! Ik kom met de trein als hij rijdt.\n OK voor voorstel 1, maar liever later\n B als het kan\n D'accord si c'est possible en français\n B, maar liever in de namiddag",
    "unsure negation": "Mijn leidinggevende is niet akkoord\n OK, mijn baas is niet akkoord\n Sorry, ik kan niet\n Ik kan helaas niet\n niet B\n je ne peux pas\n B niet\n Bedankt voor niets\n Niet tot dinsdag",
    "unsure date": "de 14de\n volgende dinsdag\n mardi 13 janvier",
    "unsure not_a_command": "Mijn leidinggevende is akkoord\n Mijn baas is akkoord\\nEls\n OK voor voorstel 2\n OK voor voorstel\n Ik kom met de trein\n sorry\n Ik laat het weten\\nTel. 014 12 34 56\n Tel. 014 12 34 56\n OK\\nBel mij op 014 12 34 56\n OK\\nels@ocmw-mol.example\n je choisis à\n A l'attention de\n ok om 9u\n Ik laat iets weten\n GOEDGEKEURDE aanvraag\n Voorstel 2\n Naam: Peeters\n stop\n B. De Smet\n Annulering goed ontvangen\n Annulation bien reçue\n Ok, bien noté\n Voorstel 1 ontvangen\n Mon train est annulé\n Ik woon Dorpsstraat 4/2\n Ik werk 4/5\n zie bijlage 12-01-2027.pdf\n Mijn nieuw adres: Dorpsstraat 12/3",
}
