"""Mail that nobody sat down to write, told by its text alone; and how little it takes to be a person's."""

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.rulebook import read_rules
from mailflow.shipped import shipped_rules
from mailflow.understanding.unattended import told_by_text

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # A Tuesday.
THANKS = "Bedankt voor uw bericht. "


def told(text, subject="Re: Welke datum past? [ONT-2026-0001-K7Q4M2XD]", sender="Els Peeters <els@ocmw-mol.example>"):
    head = f"From: {sender}\n" if sender else ""
    head += f"Subject: {subject}\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
    return told_by_text(parse((head + text).encode(), NOW))


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben momenteel op vakantie en lees mijn mails pas vanaf 7 december. Bedankt voor uw mail.",
        "Hallo, ik ben afwezig tot en met 11 december. Bij dringende vragen kun je terecht bij Jan Maes, 02 508 85 86.",
        "Ik ben in zwangerschapsverlof. Je kan terecht bij mijn vervangster Lies Maes, lies.maes@mol.example.",
        "Je suis actuellement en congé et serai de retour le 7 décembre. Pour toute question urgente, veuillez contacter mon collègue au 081 22 33 44.",
        "Actuellement en vacances, je n'ai pas accès à mes mails. Retour prévu le 14 décembre.",
        "Absent ce jour. Je traiterai votre demande à mon retour.",
        "Ich befinde mich bis 4. Dezember im Urlaub. Ihre E-Mail wird nicht weitergeleitet.",
        "Zurzeit bin ich in Elternzeit. Meine Vertretung übernimmt Frau Palm (palm@oeshz.example).",
        "I am on parental leave until 1 February 2027 with no access to email.",
        "I am travelling with limited access to email and will reply on my return.",
        "Ik ben wegens ziekte afwezig. Mijn mails worden niet gelezen.",
        "Els Peeters is afwezig tot 4 december. Voor dringende vragen: onthaal@ocmw-mol.example.",
        "Ik ben met verlof tot eind december. Ik beantwoord uw bericht na mijn terugkeer.",
        "Ik ben afwezig van 23 tot en met 27 november. Dringend? Bel 014 33 00 00.",
        "Dank voor je mail! Tot 27 november ben ik in het buitenland. Ik heb geen toegang tot mijn mailbox. Hier is het warm en rustig weer.",
    ],
)  # fmt: skip
def test_an_absence_is_told_by_two_signs(text):
    assert told(text) == "absence told by the text"


@pytest.mark.parametrize(
    "text",
    [
        "Uw melding is geregistreerd met nummer 20261124-0031. U hoeft niets te doen.",
        "Uw e-mail is ontvangen door de dienst Sociale Zaken. Een collega bekijkt uw vraag en neemt contact met u op.",
        "Votre courriel est bien arrivé. Une réponse vous parviendra dans un délai de dix jours.",
        "Nous vous confirmons la réception de votre demande (réf. 2026/118). Elle est transmise au service concerné.",
        "Ihre Nachricht ist bei uns eingegangen. Wir melden uns schnellstmöglich bei Ihnen.",
        "Your email has reached us. Our team answers within three working days. Case 55123.",
    ],
)
def test_a_house_that_confirms_the_receipt_is_no_person(text):
    assert told(text) == "acknowledgement of receipt"


@pytest.mark.parametrize(
    "text",
    [
        "Dit e-mailadres wordt niet meer gebruikt.",
        "Ik werk sinds 1 november niet meer bij OCMW Mol. Voor vragen kunt u terecht bij info@mol.example.",
        "Je ne fais plus partie du personnel du CPAS de Huy. Votre message ne sera pas lu.",
        "Ich habe das ÖSHZ verlassen. Nachfolgerin ist Frau Mertes.",
        "This mailbox is no longer monitored.",
    ],
)
def test_an_address_is_given_up_or_its_reader_has_left(text):
    assert told(text) == "says that nobody is there any more"


@pytest.mark.parametrize(
    "text",
    [
        "Dit is een automatisch bericht. Het kantoor ligt aan de Markt.",
        "Ceci est un message automatique.",
        "Diese Nachricht wurde automatisch erstellt. Am Vormittag sind wir für Sie da.",
        "This is an automated reply. The office is open on Monday.",
    ],
)
def test_what_calls_itself_automatic_needs_no_other_sign(text):
    assert told(text) == "calls itself automatic"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Absente", "Je reprends le 1er décembre."),
        ("Ontvangstbevestiging: uw mail", "U krijgt spoedig een antwoord."),
        ("Mailbox niet langer in gebruik", "Gebruik voortaan info@mol.example."),
    ],
)
def test_a_subject_is_a_sign_too(subject, text):
    assert told(text, subject)
    assert not told(text, f"Re: {subject}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ik ben met verlof.",
        THANKS + "Ik bekijk het zo snel mogelijk.",
        "Ik ben afwezig tot 4/12. " + THANKS + "\n\nDinsdag past",
        "Ik ben afwezig tot 4/12. " + THANKS + "\n\nGoed voor mij",
        "Ik ben afwezig tot 4/12. " + THANKS + "\n\nA en C",
        "Ik ben afwezig tot 4/12. " + THANKS + "Wat nu?",
        "Ik ben afwezig tot 4/12. " + THANKS + "Jan vangt haar op.",
        "Ik ben afwezig tot 4/12. " + THANKS + "De trein rijdt dan nog.",
        "Ik ben afwezig in de voormiddag. " + THANKS,
        "Ik ben op 12 januari afwezig. " + THANKS,
        "Ik ben dinsdag afwezig. " + THANKS,
        "Ik ben met verlof in januari. " + THANKS,
        "Je serai absente du 11 au 15 janvier. Vous pouvez contacter mon collègue.",
        "Ich bin vom 11. bis 15. Januar abwesend. Bitte wenden Sie sich an Herrn Velz.",
        "Ik ben afwezig van 30 tot 31 februari. " + THANKS,
        "Ik ben ziek. " + THANKS,
        "Ik ben terug op kantoor. " + THANKS,
        "Ik ben weer bereikbaar, lees ik. Neem gerust contact op.",
        "Claire is met verlof. Gelieve mij te mailen naar els@ocmw-mol.example.",
        "Ik wacht op mijn diensthoofd, die met verlof is tot 7 december. " + THANKS,
        "Mijn collega is met verlof. " + THANKS,
        "Ik vervang An die met verlof is. Contacteer mij gerust.",
        "Thank you for your message. I am away that week. Please contact Jan.",
        "Dit is een automatisch bericht, neem ik aan? Ik wil een mens spreken.",
        "Dit is geen automatisch antwoord. Ik ben nog met verlof.",
        "Dit is een automatisch bericht.\nNaam: Peeters\nOCMW: Mol\nDienst: juridisch",
        "Ja, ik ben terug op kantoor. Contacteer mij gerust.",
        "Neem contact op met Jan. Dringend.",
        "Ik ben met verlof. De zon schijnt. De zee is blauw. De kinderen spelen. Het eten smaakt. " + THANKS,
        THANKS + "Ik ben met verlof. " + "Het regent hier. " * 200,
    ],
)  # fmt: skip
def test_a_person_answers_who_says_anything_else(text):
    assert told(text) == ""


def test_no_keyword_is_lost_above_or_below_an_absence():
    away = f"{THANKS}Ik ben met verlof tot 4/12. Voor dringende zaken kunt u terecht bij Jan"
    assert told(f"{away}.")
    vocabulary = read_rules(shipped_rules()).vocabulary
    keywords = {phrase for phrases in vocabulary.phrases.values() for phrase in phrases}
    # "Absent" may be no-show or absence; nobody says it of a visitor and goes on about a leave.
    for keyword in sorted(keywords - {"absent", "absente"}):
        above = (f"{keyword.upper()}\n{away}.", f"{keyword}, {away}.", f"{keyword.capitalize()}. {away}.")
        for text in (*above, f"{away}\n{keyword}", f"{away}.\n\n{keyword.capitalize()}"):
            assert not told(text), text


def test_a_line_that_a_mail_program_broke_is_read_as_one():
    assert told("Bedankt voor uw bericht. Ik ben met verlof en lees mijn mails voorlopig\nniet.")


def test_a_mail_without_a_sender_is_read_by_its_text_alone():
    assert told("Claire is met verlof. Dringend? Bel 014 33 00 00.", sender="") == ""
    assert told("Ik ben met verlof. Dringend? Bel 014 33 00 00.", sender="") == "absence told by the text"
