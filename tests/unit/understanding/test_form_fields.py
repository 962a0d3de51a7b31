"""Fields of a request under their labels, and the same things said without any: one line of a mail at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.meaning import Form, Participant
from mailflow.model.words import Kind, Language
from mailflow.rulebook import read_rules
from mailflow.understanding.intent import read_request
from mailflow.understanding.labels import field_of
from mailflow.understanding.lexicon import lexicon_of
from mailflow.understanding.names import name_by_address

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULEBOOK = read_rules(Path(__file__).parents[3] / "rules")
REST = "OCMW: Mol\nDiensten: Juridische dienst\nMotivatie: om te leren samenwerken\n"
ASKS = "Graag een ontdekkingsstage bij BLAS, want wij willen leren."


def meaning(body: str, sender: str = "sociale.dienst@ocmw-mol.example", subject: str = "Ontdekkingsstage"):
    head = f"From: {sender}\nTo: hrm@mi-is.example\nSubject: {subject}\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n"
    message = parse(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode(), NOW)
    return read_request(message, RULEBOOK, NOW, forwarded(message))


def form(body: str, **mail: str) -> Form:
    read = meaning(body, **mail)
    assert read.kind is Kind.REQUEST
    assert read.form is not None
    return read.form


def name(read: Form) -> tuple[str, str]:
    return read.first_name, read.name


# ----------------------------------------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Naam: Els Peeters, OCMW Mol\n", ("Els", "Peeters")),
        ("Naam: Els Peeters\nVoornaam: Els\n", ("Els", "Peeters")),
        ("Naam: Van Den Berghe\nVoornaam: Els\n", ("Els", "Van Den Berghe")),
        ("Naam: De Smet\n", ("", "De Smet")),
        ("Naam en voornaam: Els Peeters\n", ("Els", "Peeters")),
    ],
)
def test_first_name_and_family_name_are_told_apart(written, expected):
    assert name(form(written + REST)) == expected


def test_a_sentence_before_a_colon_is_no_label():
    written = "De naam en de dienst zeg ik u zo in een zin: Jan.\nNaam: Maes\nVoornaam: Els\n"
    assert name(form(written + REST)) == ("Els", "Maes")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Naam: Maes\n", ("Jan", "Maes")),
        ("Voornaam: Jan\n", ("Jan", "Maes")),
        ("", ("Jan", "Maes")),
        ("Naam: Wouters\n", ("", "Wouters")),
        ("Voornaam: Els\n", ("Els", "")),
    ],
)
def test_the_senders_name_fills_only_what_it_does_not_contradict(written, expected):
    assert name(form(written + REST, sender="Jan Maes <jan@ocmw-mol.example>")) == expected


@pytest.mark.parametrize("closing", ["Met vriendelijke groeten", "Cordialement", "Mvg"])
def test_the_name_under_the_closing_is_the_writers(closing):
    read = form(f"{ASKS}\n\n{closing}\n\nEls Peeters\nOCMW Mol")
    assert (name(read), read.ocmw) == (("Els", "Peeters"), "OCMW Mol")


def test_an_office_under_the_closing_is_nobodys_name():
    assert name(form(f"{ASKS}\n\nMvg\nSociale dienst")) == ("", "")


def test_a_further_name_begins_a_further_participant():
    others = (
        "\nNaam en voornaam: Jan Maes\nE-mail: jan@ocmw-mol.example\n\nNaam: Wouters\nVoornaam: An\n\nNaam: Claes Piet"
    )
    read = form(f"Naam: Peeters\nVoornaam: Els\n{REST}{others}")
    assert read.email == "sociale.dienst@ocmw-mol.example"
    assert read.participants == (
        Participant("Maes", "Jan", "jan@ocmw-mol.example"),
        Participant("Wouters", "An"),
        Participant("Claes", "Piet"),
    )


def test_an_address_further_down_is_the_requesters():
    read = form(f"Naam: Peeters\nVoornaam: Els\nNaam: Maes Jan\n{REST}E-mail: els@ocmw-mol.example")
    assert (read.email, read.participants) == ("els@ocmw-mol.example", (Participant("Maes", "Jan"),))


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Deelnemers: geen", ()),
        ("Deelnemers: een collega", ()),
        (
            "Deelnemers: An Jans, maatschappelijk werker; Jan Maes (jan@mol.example)",
            (Participant("Jans", "An"), Participant("Maes", "Jan", "jan@mol.example")),
        ),
    ],
)
def test_participants_are_people_with_names(line, people):
    assert form(f"Naam: Els Peeters\n{line}\n{REST}").participants == people


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("samen met mijn collega (an@mol.example)", (Participant("", "", "an@mol.example"),)),
        (
            "samen met mijn collega An Jans, die al jaren bij ons werkt en veel weet over dossiers van Jan Maes",
            (Participant("Jans", "An"),),
        ),
    ],
)
def test_companions_are_those_named_beside_the_word(sentence, people):
    assert form(f"Graag een ontdekkingsstage bij BLAS {sentence}. Want wij willen leren.").participants == people


@pytest.mark.parametrize(
    ("line", "agrees"),
    [
        ("Akkoord leidinggevende: ja", True),
        ("Akkoord leidinggevende: nee", False),
        ("Akkoord leidinggevende: nog niet besproken", None),
        ("Akkoord leidinggevende: Jan Maes", None),
        ("Akkoord van uw leidinggevende over de stage: ja", True),
    ],
)
def test_the_superiors_agreement_is_read_under_its_label(line, agrees):
    assert form(f"Naam: Els Peeters\n{line}\n{REST}").supervisor_agreement is agrees


FORWARD = "\n\nVan: Els Peeters <els@mol.example>\nVerzonden: maandag 12 oktober 2026 9:12\nAan: Chef\nOnderwerp: x\n\n"


@pytest.mark.parametrize(
    ("above", "below", "agrees"),
    [
        ("Mijn diensthoofd gaat akkoord.", "", True),
        ("Ik ga akkoord.", "", True),
        ("Ik ga niet akkoord.", "", False),
        ("Zie onder.", "", None),
        ("Zie onder.", " Mijn diensthoofd gaat akkoord.", True),
    ],
)
def test_a_forwarder_may_agree(above, below, agrees):
    read = form(f"{above}{FORWARD}{ASKS}{below}", subject="FW: x", sender="chef@mol.example")
    assert read.supervisor_agreement is agrees
    assert read.forwarded_by is not None


# --------------------------------------------------------------------------------- centre, address, language


def test_a_centre_in_another_field_counts():
    assert form("Naam: Els Peeters, OCMW Geel\nDiensten: BLAS\nMotivatie: leren werken").ocmw == "OCMW Geel"
    read = form("Naam: Els Peeters\nFunctie: maatschappelijk werker OCMW Geel\nDiensten: BLAS\nMotivatie: leren werken")
    assert (read.ocmw, read.ocmw_nis) == ("OCMW Geel", "13008")


def test_a_place_behind_its_postcode_counts_and_an_own_address():
    read = form(
        f"{ASKS} Ons kantoor is in de Markt 1, 2400 Mol. Mijn e-mailadres is els@mol.example.", sender="i@x.example"
    )
    assert (read.ocmw_nis, read.email) == ("13025", "els@mol.example")


@pytest.mark.parametrize(
    ("lines", "language"),
    [("Taal: Frans", Language.FR), ("Taal: Frans\nTaal: Duits", Language.FR), ("Taal: maakt niet uit", None)],
)
def test_the_language_is_the_first_that_a_field_names(lines, language):
    assert form(f"Naam: Els Peeters\n{lines}\n{REST}").language is language


# --------------------------------------------------------------------------------------- services, themes


@pytest.mark.parametrize(
    ("line", "themes"),
    [
        ("Thema: leefloonwet", {"juridisch": "leefloonwet"}),
        ("Thema: juridisch: leefloonwet", {"juridisch": "leefloonwet"}),
        ("Thema: Juridische dienst - beroepen", {"juridisch": "beroepen"}),
        ("Thema: ontdekkingsstage", {}),
        ("Thema: Juridische dienst: leefloonwet\n", {"juridisch": "leefloonwet"}),
    ],
)
def test_a_theme_goes_to_its_service(line, themes):
    assert form(f"Naam: Els Peeters\n{line}\n{REST}").themes == themes


def test_a_date_beside_a_service_is_no_theme():
    read = form("Naam: Els Peeters\nOCMW: Mol\nDiensten: Juridische dienst (12/01)\nMotivatie: leren werken")
    assert read.themes == {}
    assert [(str(wish.date), wish.service) for wish in read.dates] == [("2027-01-12", "juridisch")]


def test_a_bracket_beside_a_service_that_says_nothing_is_no_theme():
    read = form("Naam: Els Peeters\nOCMW: Mol\nDiensten: Juridische dienst (voormiddag), BLAS (1)\nMotivatie: leren")
    assert (read.services, read.themes) == (("juridisch", "blas"), {})


def test_an_empty_field_for_services_names_none():
    read = form("Naam: Els Peeters\nOCMW: Mol\nDiensten:\nMotivatie: leren werken\nDatum:\n")
    assert (read.services, read.unknown_services, read.dates) == ((), (), ())


@pytest.mark.parametrize(
    "lines",
    [
        "Diensten\nInspectie [x]\nBLAS [ ]\nStudiedienst [x]",
        "Diensten: Inspectie [x] BLAS [ ] Studiedienst [x]",
        "Diensten:\n[x] Inspectie\n[ ] BLAS\n[x] Studiedienst",
        "Diensten:\n- Dienst Inspectie:\n- Studiedienst:",
        "Welke diensten wenst u te bezoeken?\nInspectie, Studiedienst",
    ],
)
def test_services_are_ticked_or_listed_in_many_ways(lines):
    read = form(f"Naam: Els Peeters\nOCMW: Mol\n{lines}\nMotivatie: om te leren samenwerken")
    assert read.services == ("inspectie", "studiedienst")


def test_labels_without_a_colon_count_where_three_say_so():
    read = form("Naam Els Peeters\nOCMW Mol\nGewenste dienst BLAS\nMotivatie wij willen leren samenwerken")
    assert (name(read), read.ocmw, read.services) == (("Els", "Peeters"), "Mol", ("blas",))
    assert read.motivation == "wij willen leren samenwerken"


def test_a_form_below_the_closing_is_a_form():
    read = form(f"Beste,\n\nHieronder mijn aanvraag.\n\nMet genegen groet\nEls\n\nNaam: Els Peeters\n{REST}")
    assert (name(read), read.services) == (("Els", "Peeters"), ("juridisch",))


def test_a_student_who_names_no_service_of_ours_asks_for_another_internship():
    text = "Ik ben student sociaal werk en wil graag stage doen voor mijn opleiding, want ik moet 200 uur stage doen."
    assert meaning(text, subject="Stage", sender="jan@gmail.example").kind is not Kind.REQUEST


def test_a_form_below_thanks_that_close_the_letter_is_a_form():
    read = form(f"Beste,\n\nHieronder mijn aanvraag.\n\nBij voorbaat dank\nEls\n\nNaam: Els Peeters\n{REST}")
    assert (name(read), read.services) == (("Els", "Peeters"), ("juridisch",))


def test_a_mail_without_a_sender_is_read_by_its_text():
    message = parse(f"Subject: Ontdekkingsstage\n\nNaam: Els Peeters\n{REST}".encode(), NOW)
    read = read_request(message, RULEBOOK, NOW).form
    assert read is not None
    assert (name(read), read.email) == (("Els", "Peeters"), "")


@pytest.mark.parametrize(
    "line",
    [
        "Naam en handtekening van uw leidinggevende: Jan Maes",
        "Welke collega's waren al eens bij ons en hoe heeft u van deze dag gehoord?",
        "Kent u het programma al, of hoe hebt u er anders van gehoord?",
    ],
)
def test_other_questions_of_a_form_change_nothing(line):
    read = form(f"Naam: Els Peeters\n{line}\n{REST}")
    assert (name(read), read.services, read.participants) == (("Els", "Peeters"), ("juridisch",), ())


def test_a_label_is_read_by_its_strongest_word():
    read = form("Naam: Els Peeters\nNaam en adres OCMW: Geel\nDiensten: BLAS\nMotivatie: leren werken")
    assert (name(read), read.ocmw) == (("Els", "Peeters"), "Geel")


def test_labels_side_by_side_are_told_apart_by_those_that_are_known():
    read = form("Naam: Els Peeters, OCMW: Mol, kleur: rood, Dienst: BLAS\nMotivatie: leren werken")
    assert (name(read), read.services) == (("Els", "Peeters"), ("blas",))
    assert read.ocmw_nis == "13025"


# ------------------------------------------------------------------------------------- running text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ik ben Maatschappelijk werker bij OCMW Mol.", ("", "")),
        ("Ik ben Diensthoofd Sociale Dienst.", ("", "")),
        ("Ik ben Dr. Els Peeters van OCMW Mol.", ("Els", "Peeters")),
        ("Ik ben jean-luc Bodart van OCMW Mol.", ("Jean-Luc", "Bodart")),
        ("Ik ben Els van OCMW Mol.", ("Els", "")),
    ],
)
def test_a_function_is_nobodys_name(sentence, expected):
    assert name(form(f"{sentence} {ASKS}")) == expected


@pytest.mark.parametrize(
    ("text", "motivation"),
    [
        ("Graag een ontdekkingsstage bij BLAS. In januari kan ik niet, want dan ben ik met verlof.", ""),
        ("Om te leren, kan ik een ontdekkingsstage doen bij BLAS?", ""),
        (
            "Wij willen beter samenwerken. Daarom vraag ik een ontdekkingsstage bij BLAS.",
            "Wij willen beter samenwerken.",
        ),
        ("Kan dat? Daarom vraag ik een ontdekkingsstage bij BLAS.", ""),
        (
            "Wij willen leren hoe het werkt. Ik zou graag een ontdekkingsstage doen bij de studiedienst.",
            "Wij willen leren hoe het werkt.",
        ),
    ],
)
def test_only_a_reason_is_a_motivation(text, motivation):
    assert form(text).motivation == motivation


@pytest.mark.parametrize(
    ("sentence", "agrees"),
    [
        ("Mijn diensthoofd gaat akkoord.", True),
        ("Mijn diensthoofd gaat niet akkoord.", False),
        ("Mijn diensthoofd is nog niet akkoord gegaan.", None),
        ("Gaat mijn diensthoofd akkoord?", None),
    ],
)
def test_the_superiors_agreement_is_read_in_a_sentence(sentence, agrees):
    assert form(f"{ASKS}\n\n{sentence}").supervisor_agreement is agrees


def test_a_greeting_that_goes_on_closes_no_letter():
    read = form(
        "Graag een ontdekkingsstage bij BLAS.\n\nMet vriendelijke groeten ook van mijn collega's van de dienst\n\nWant wij willen leren."
    )
    assert "wij willen leren" in read.motivation


def test_who_calls_an_internship_off_asks_for_none():
    assert meaning("Ik moet mijn ontdekkingsstage van 12 januari helaas annuleren.").kind is Kind.QUESTION


def test_an_address_tells_which_of_two_first_names_is_the_family_name():
    for sender, expected in (("zorba.jan@mol.example", ("Zorba", "Jan")), ("jan.zorba@mol.example", ("Jan", "Zorba"))):
        assert name(form(f"Ik ben Zorba Jan van OCMW Mol. {ASKS}", sender=sender)) == expected


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("Na de inspectie van vorig jaar wil ik graag een ontdekkingsstage bij BLAS", ("blas",)),
        ("Graag een ontdekkingsstage bij BLAS maar niet bij de studiedienst", ("blas",)),
        ("Wij willen op ontdekkingsstage naar BLAS, maar niet naar de inspectie", ("blas",)),
        ("Wir möchten eine Hospitation beim BLAS, aber nicht zur Inspektion", ("blas",)),
        ("Graag een ontdekkingsstage bij BLAS, en waarom niet de studiedienst", ("blas", "studiedienst")),
    ],
)
def test_a_service_that_is_only_spoken_of_is_not_asked_for(text, services):
    assert form(f"{text}, want wij willen leren.").services == services


def test_days_that_a_remark_excludes_are_excluded_however_many():
    read = form(f"Naam: Els Peeters\n{REST}Opmerking: niet op 12/01, 13/01, 14/01 en 15/01")
    assert [one.date.day for one in read.exclude if one.date] == [12, 13, 14, 15]


@pytest.mark.parametrize(
    "line",
    ["Diensten: maakt niet uit", "Dienst waar u nu werkt: sociale dienst"],
)
def test_words_in_a_field_for_services_that_name_none_choose_none(line):
    read = form(f"Naam: Els Peeters\nOCMW: Mol\n{line}\nMotivatie: om te leren samenwerken")
    assert (read.services, read.unknown_services) == ((), ())


@pytest.mark.parametrize("word", ["Sandy", "Thomas", "Référence", "Courrier", "Graag"])
def test_a_name_or_another_word_before_a_colon_is_no_label_with_a_typo(word):
    assert field_of(word, lexicon_of(RULEBOOK), loose=True) is None


@pytest.mark.parametrize(
    ("sender", "text", "expected"),
    [
        ("wim.declercq@kortemark.example", "Groeten, Wim De Clercq", ("Wim", "De Clercq")),
        ("wim.declercq@kortemark.example", "wim declercq, ocmw kortemark", ("Wim", "Declercq")),
        ("wim.declercq@kortemark.example", "Wim komt graag langs met zijn ploeg", ("", "")),
        ("wim@kortemark.example", "Groeten, Wim De Clercq", ("", "")),
        ("info.7@kortemark.example", "info 7", ("", "")),
    ],
)
def test_a_name_is_found_where_the_text_writes_it_as_the_address_does(sender, text, expected):
    found = name_by_address(sender, text)
    assert (found.first, found.last) == expected


def test_a_sentence_about_a_telephone_call_is_no_label():
    read = form(
        "Zoals afgesproken aan de telefoon: ik had graag een ontdekkingsstage gedaan bij BLAS, want wij leren bij.\n"
    )
    assert read.services == ("blas",)
    assert read.phone == ""


def test_who_is_in_brussels_that_day_for_something_else_is_asked_whether_it_suits():
    read = form(ASKS + "\n\nOp 12 januari ben ik al in Brussel voor een vergadering.\n")
    assert (read.dates, read.exclude) == ((), ())
    assert [doubt.why for doubt in read.unclear_dates] == ["told"]


@pytest.mark.parametrize(
    "greeting",
    [
        "Sehr geehrte Damen und Herren,",
        "Beste collega's van de dienst HRM,",
        "Chers collègues du service du personnel,",
    ],
)
def test_a_greeting_is_no_reason(greeting):
    read = form(f"{greeting}\n\nGraag een ontdekkingsstage.\n\nOCMW: Mol\nDienst: BLAS\n")
    assert read.motivation == ""


@pytest.mark.parametrize(
    "later", ["vul ik nog aan, moet eerst afstemmen", "volgt nog", "suivra", "reiche ich noch nach", "zie onder"]
)
def test_a_field_that_is_given_later_is_not_given(later):
    assert form(f"Graag een ontdekkingsstage.\n\nOCMW: Mol\nDienst: BLAS\nMotivatie: {later}\n").motivation == ""


def test_the_name_is_found_by_an_address_of_a_centre_too():
    read = form(ASKS + " filip stevens van ocmw geel", sender="filip.stevens@ocmw-geel.example")
    assert name(read) == ("Filip", "Stevens")


def test_a_request_stays_one_above_a_text_without_end():
    endless = "en dan nog dit en dat " * 400
    read = form(f"Naam: Maes\nVoornaam: Els\n{REST}\n{endless}\n" + f"{'x' * 90}\n" * 400)
    assert name(read) == ("Els", "Maes")
    assert read.services == ("juridisch",)


def test_a_field_for_others_may_name_nobody():
    assert form(f"Naam: Maes\nVoornaam: Els\nDeelnemers: www.x.example\n{REST}").participants == ()


@pytest.mark.parametrize(
    "body",
    [
        "Naam | Voornaam | OCMW\nzie bijlage\n",
        f"Naam en voornaam: ,\n{REST}",
        f"Naam en voornaam: ik\n{REST}",
        f"Nom et prénom : moi, \n{REST}",
    ],
)
def test_a_table_without_rows_and_a_name_that_names_nobody_are_read_too(body):
    assert meaning(f"{body}\n{ASKS}").kind is Kind.REQUEST


def test_a_name_that_ends_in_a_label_is_no_label():
    said = meaning(
        "Name: Keßler\nVorname: Anja\nÖSHZ: Eupen\nDienste: Juristischer Dienst, FrontOffice\n"
        "Thema pro Dienst: Juristischer Dienst: Studenten und Beihilfen / FrontOffice: Anfragen auf Deutsch\n"
        "Begründung: Ich möchte Ihre Arbeit besser kennenlernen.\n"
    ).form
    assert said is not None
    assert said.services == ("juridisch", "frontoffice")
    assert said.unknown_services == ()
    assert said.themes == {"juridisch": "Studenten und Beihilfen", "frontoffice": "Anfragen auf Deutsch"}


def test_a_numbered_article_behind_a_service_is_its_theme():
    said = meaning(
        "Nom : Leroy\nPrénom : Soukaina\nCPAS : Namur\nService 1 + thème : Activation / Fonds européens – article 60\n"
        "Motivation : je voudrais comprendre le sens de ce que j'encode.\n"
    ).form
    assert said is not None
    assert (said.services, said.unknown_services) == (("activering",), ())
    assert said.themes == {"activering": "article 60"}


def test_a_table_of_services_and_themes_is_read_row_by_row():
    said = meaning(
        "Mag ik bij jullie een ontdekkingsstage doen?\n\nDienst : Wat ik wil zien\n"
        "BLAS : de weg van een toelage, en wat er gebeurt bij een fout\nFrontOffice : welke vragen er komen en wie ze krijgt\n\n"
        "Ik doe dit omdat wij elke maand voor dezelfde vragen bellen.\n\nNathalie Claes\nOCMW Lommel\n"
    ).form
    assert said is not None
    assert (said.services, said.unknown_services) == (("blas", "frontoffice"), ())
    assert said.themes["blas"] == "de weg van een toelage, en wat er gebeurt bij een fout"
    assert said.themes["frontoffice"] == "welke vragen er komen en wie ze krijgt"


def test_a_list_of_services_ends_the_reason_before_it():
    said = meaning(
        "Ik zou heel graag een ontdekkingsstage doen.\n\nWaarom? Omdat ik elke dag dossiers maak en niet weet wat ermee "
        "gebeurt.\n\nWat ik graag zou zien:\n- bij Inspectie: hoe een controle verloopt\n- bij de Studiedienst: geen thema\n\n"
        "Nathalie Claes\nOCMW Lommel\n"
    ).form
    assert said is not None
    assert said.services == ("inspectie", "studiedienst")
    assert said.motivation.endswith("gebeurt.")


def test_numbered_services_with_a_theme_each_are_all_chosen():
    said = meaning(
        "Ik wil graag een ontdekkingsstage doen, bij twee diensten:\n\n1) FrontOffice. Thema: moeilijke gesprekken.\n"
        "2) Studiedienst. Thema: cijfers over daklozen.\n\nMijn motivatie: ik wil mijn werk aan het onthaal verbeteren.\n\n"
        "Nathalie Claes\nOCMW Lommel\n"
    ).form
    assert said is not None
    assert said.services == ("frontoffice", "studiedienst")


def test_the_number_of_a_list_item_is_no_day():
    said = meaning(
        f"{ASKS}\n\nWanneer?\n1. liefst donderdag 28 januari in de voormiddag\n2. of anders vrijdag 29 januari\n\nEls Maes\nOCMW Mol\n"
    ).form
    assert said is not None
    assert [(str(wish.date), wish.half.value) for wish in said.dates] == [("2027-01-28", "am"), ("2027-01-29", "any")]


def test_days_below_each_other_that_begin_with_their_number_are_days():
    said = meaning(f"{ASKS}\n\nTermine:\n1. Februar vormittags\n2. Februar nachmittags\n\nEls Maes\nOCMW Mol\n").form
    assert said is not None
    assert [(str(wish.date), wish.half.value) for wish in said.dates] == [("2027-02-01", "am"), ("2027-02-02", "pm")]
