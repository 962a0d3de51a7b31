"""New text is what the writer typed: the sample replies of tests/data/mail/replies, and the lines around them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import parse, subtract
from mailflow.model.message import Message

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
REPLIES = sorted((Path(__file__).parents[2] / "data" / "mail" / "replies").glob("*.eml"))
OURS = ("GOEDKEUREN", "APPROUVER", "GENEHMIGEN", "Motivatie: Ik wil", "Motivation : Je souhaite", "Begründung: Ich")


def mail(text: str, *, reply: bool = True, kind: str = "text/plain") -> Message:
    thread = "In-Reply-To: <letter@mi-is.example>\n" if reply else ""
    head = f"From: An <an@mi-is.example>\nSubject: x\n{thread}Content-Type: {kind}; charset=utf-8\n\n"
    return parse((head + text).encode(), NOW)


def test_there_are_at_least_eighty_sample_replies():
    assert len(REPLIES) >= 80


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_the_new_text_of_a_sample_reply_is_what_was_typed(path):
    message = parse(path.read_bytes(), NOW)
    assert message.new_text == path.with_suffix(".txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_every_line_of_new_text_stands_where_its_number_says(path):
    message = parse(path.read_bytes(), NOW)
    lines = message.text.split("\n")
    assert [lines[number - 1] for number in message.new_lines] == (
        message.new_text.split("\n") if message.new_lines else []
    )


@pytest.mark.parametrize(
    "path", [path for path in REPLIES if "_nl" in path.stem or "_fr" in path.stem], ids=lambda p: p.stem
)
def test_the_quoted_letter_is_kept_as_quote(path):
    message = parse(path.read_bytes(), NOW)
    expected = path.with_suffix(".txt").read_text("utf-8")
    for phrase in OURS:
        if phrase in message.text and phrase not in expected:
            assert phrase in message.quoted.replace("\n", " ").replace("> ", "") or phrase in message.signature


def test_what_stands_above_the_first_boundary_is_never_cut():
    message = mail(
        "Akkoord\nvoor 1 en 2\n\nVan: HR <hrm@mi-is.example>\nVerzonden: 12/10/2026 9:00\nAan: An\nOnderwerp: x\n\nWEIGEREN"
    )
    assert message.new_text == "Akkoord\nvoor 1 en 2"
    assert "WEIGEREN" in message.quoted


def test_a_closing_in_the_middle_of_a_sentence_is_no_closing():
    message = mail(
        "Met vriendelijke groeten en met veel plezier stuur ik u mijn aanvraag.\nMotivatie: leren", reply=False
    )
    assert message.new_text.endswith("Motivatie: leren")


def test_a_letter_head_typed_by_the_requester_is_no_quote():
    message = mail(
        "Van: OCMW Mol\nAan: POD MI\nDatum: 12 oktober 2026\nBetreft: stage\n\nGeachte, ik wil komen.", reply=False
    )
    assert "ik wil komen" in message.new_text


def test_signature_and_disclaimer_are_kept_apart():
    message = mail(
        "Akkoord\n\nMvg\nAn Janssens\nTel. 02 508 85 85\n\nDit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde."
    )
    assert message.new_text == "Akkoord"
    assert "An Janssens" in message.signature
    assert "vertrouwelijk" in message.signature


LETTER = """Beste An,

Els Peeters vraagt een ontdekkingsstage bij twee diensten van de POD.

Antwoord met één woord bovenaan uw mail:

GOEDKEUREN
WEIGEREN: reden

Met vriendelijke groeten
POD Maatschappelijke Integratie"""


def test_our_own_letter_is_subtracted_where_no_boundary_was_recognised():
    message = subtract(mail(f"ok voor mij\n\n{LETTER}"), LETTER)
    assert message.new_text == "ok voor mij"
    assert message.new_lines == (1,)
    assert "GOEDKEUREN" in message.quoted


def test_our_letter_is_found_however_it_was_wrapped_and_marked():
    wrapped = "| Els Peeters vraagt een\n| ontdekkingsstage bij twee\n| diensten van de POD.\n| Antwoord met één\n| woord bovenaan uw mail:\n| * GOEDKEUREN\n| * WEIGEREN: reden"
    assert subtract(mail(f"Weigeren: vol\n\n{wrapped}"), LETTER).new_text == "Weigeren: vol"


def test_an_unknown_attribution_above_our_letter_goes_with_it():
    text = "ok\n\nMitä hrm@mi-is.example sanoi:\n" + LETTER
    assert subtract(mail(text), LETTER).new_text == "ok"


def test_a_single_line_that_also_stands_in_our_letter_stays():
    assert subtract(mail("GOEDKEUREN"), LETTER).new_text == "GOEDKEUREN"
    assert subtract(mail("GOEDKEUREN\nWEIGEREN: reden"), LETTER).new_text == "GOEDKEUREN\nWEIGEREN: reden"


def test_an_answer_typed_below_our_letter_stays():
    letter = LETTER.partition("\n\nMet vriendelijke")[0]
    assert subtract(mail(f"{letter}\n\nGOEDKEUREN"), letter).new_text == "GOEDKEUREN"


def test_a_letter_that_was_changed_on_the_way_leaves_no_keyword():
    changed = LETTER.replace("uw mail:", "uw [EXTERN] mail:")
    assert "GOEDKEUREN" not in subtract(mail(f"vraagje\n\n{changed}"), LETTER).new_text


def test_an_empty_letter_subtracts_nothing():
    message = mail("Akkoord")
    assert subtract(message, "") is message


def test_html_tables_become_lines_of_label_and_value():
    html = "<table><tr><td>Naam:</td><td>Peeters</td></tr><tr><th>OCMW</th><td>Mol</td></tr><tr><td>Motivatie</td><td><p>een</p><p>twee</p></td></tr></table>"
    assert mail(html, kind="text/html").text.split("\n") == [
        "Naam: Peeters",
        "OCMW : Mol",
        "Motivatie : een",
        "",
        "twee",
    ]


def test_html_lists_keep_their_numbers_and_line_breaks_count():
    html = "<ol start=2><li>Juridische dienst</li><li>BLAS</li></ol><p>een<br>twee</p><ul><li>drie</li></ul>"
    assert mail(html, kind="text/html").text.split("\n") == [
        "2. Juridische dienst",
        "3. BLAS",
        "",
        "een",
        "twee",
        "",
        "- drie",
    ]


def test_hidden_text_scripts_and_styles_are_not_read():
    html = "<style>p{}</style><script>x</script><div style='display:none'>GOEDKEUREN</div><p>ja</p>"
    assert mail(html, kind="text/html").text == "ja"


def test_an_indented_paragraph_is_no_quote_but_a_cited_one_is():
    html = "<blockquote style='margin:0 0 0 40px;border:none'>Akkoord</blockquote><blockquote type=cite>WEIGEREN</blockquote>"
    assert mail(html, kind="text/html").new_text == "Akkoord"


def test_flowed_text_is_joined_again():
    text = "Ik zou graag \nkomen.\n> oud \n> nieuw\n"
    head = b"From: a@x.example\nContent-Type: text/plain; format=flowed\n\n"
    assert parse(head + text.encode(), NOW).text == "Ik zou graag komen.\n> oud nieuw"


@pytest.mark.parametrize(
    "attribution",
    [
        "POD MI HRM schreef op 12/10/2026 om 9:12:",
        "Op maandag 12-10-2026 om 09:12 uur [tijdzone +0200], schreef POD MI:",
        'Op 12 okt. 2026 09:12 schreef "POD MI HRM" <hrm@mi-is.example> het volgende:',
        "Op 12 oktober 2026 schreef u:",
        "Op 12/10/2026 om 9:12 schreef u:",
        '12.10.2026, 09.12, "POD MI" <hrm@mi-is.example>:',
        "---- Op ma, 12 okt. 2026 09:12:50 +0200 hrm@mi-is.example schreef ----",
        "12 okt 2026 9:12 POD MI HRM <hrm@mi-is.example>:",
        "Le lundi 12 octobre 2026 à 09:12 +0200, SPP IS a écrit :",
        "Le 12-10-2026 09:12, hrm@mi-is.example a écrit :",
        "SPP IS <hrm@mi-is.example> a écrit (le 12/10/2026 à 9:12) :",
        "Le 12 octobre 2026, vous avez écrit :",
        "Am Montag, den 12.10.2026, 09:12 +0200 schrieb ÖPD:",
        "Am 12.10.2026 um 09:12 hat ÖPD <hrm@mi-is.example> geschrieben:",
        "ÖPD HRM schrieb am 12.10.2026 um 09:12:",
        "Zitat von ÖPD <hrm@mi-is.example>:",
        "On 12/10/2026 09:12, POD MI wrote:",
        "hrm@mi-is.example wrote on 12/10/2026 09:12:",
        "maandag 12 oktober 2026, 9:12:50, schreef u:",
        "lundi 12 octobre 2026, 09:12:50, vous avez écrit :",
        "- Le 2026-10-12 09:12, SPP IS a écrit :",
        "An van der Maas schreef:",
        "Marie a écrit :",
        "U schreef:",
        "| -----Original Message-----",
        "-----Original Message-----",
        "------ Oorspronkelijk bericht ------",
        "-------- Message transféré --------",
        "---------- Forwarded message ---------",
        "________________________________",
        "Begin doorgestuurd bericht:",
        "Début du message réexpédié :",
        "*Van:* POD MI\n*Verzonden:* maandag 12 oktober 2026 9:12\n*Aan:* An\n*Onderwerp:* x",
        "Datum: 12 oktober 2026 om 09:12\nVan: POD MI\nOnderwerp: x\nAan: An",
        "Onderwerp: x\nVan: POD MI <hrm@mi-is.example>\nAan: An",
        "De\xa0: SPP IS\nEnvoyé\xa0: lundi 12 octobre 2026 09:12\nÀ\xa0: Marie\nObjet\xa0: x",
        "De\u00a0: SPP\nEnvoye\u0301\u00a0: lundi 12 octobre 2026 09:12\nA\u0300\u00a0: M\nObjet : x",
        "Expéditeur: SPP <hrm@mi-is.example>\nDate: 12 octobre 2026 à 09:12:15 UTC+2\nDestinataire: Marie\nObjet: x",
        "> Van: POD MI\n> Datum: 12 oktober 2026\n> Aan: An",
    ],
)
def test_everything_below_a_boundary_is_quote(attribution):
    message = mail(f"Akkoord\n\n{attribution}\n\nWEIGEREN: reden\n")
    assert message.new_text.split("\n")[0] == "Akkoord"
    if not attribution.startswith(">"):
        assert message.new_text == "Akkoord"
        assert "WEIGEREN" in message.quoted


@pytest.mark.parametrize("mark", [">", "> >", "EP>", "    Els>", "      >", "R> >"])
def test_marks_with_initials_or_indented_are_quotes_too(mark):
    message = mail(f"Akkoord\n\nEls Peeters said:\n\n{mark} WEIGEREN R1\n{mark} vol\n\nTot dan")
    assert [line for line in message.new_text.split("\n") if line] == ["Akkoord", "Tot dan"]
    assert "WEIGEREN" in message.quoted


def test_a_name_and_the_verb_are_no_boundary_in_a_first_mail():
    text = "Mijn collega Jan Maes heeft het meegemaakt.\n\nJan Maes schreef:\n\nDe stage was leerrijk."
    assert parse(f"From: a@x.example\nSubject: Stage\n\n{text}".encode(), NOW).new_text == text


@pytest.mark.parametrize(
    "line",
    [
        "Op 12 oktober 2026 schreef ik u al dat het kan.",
        "Op dinsdag 12/01 om 10:00 kan ik niet.",
        "Op 12 januari 2027 om 9:00 past voor ons:",
        "Van 9:00 tot 12:30 is goed",
        "De : 9h00\nÀ : 12h30\nDate : 14 janvier",
        "Le 14 janvier 2027 à 9h00 me convient :",
        "Le service juridique a écrit au CPAS le mois passé.",
        "Am 12.01.2027 um 9:00 Uhr passt es:",
        "Jan schreef dat 14/01/2027 past:",
        "De dienst schreef:",
        "Ik schreef:",
        "On Monday 12 January 2027 at 9:00 it suits:",
        "Date : 14/01/2027 avant-midi",
        "Onderwerp: kennismaking met de dienst",
        "Aan: de juridische dienst\nDatum: 14/01/2027",
        "-- eerste punt",
        "------",
        "Oorspronkelijk wilde ik op 12/01 komen, dat bericht vervalt",
        "Als maatschappelijk werker krijg ik informatie over vertrouwelijke dossiers die bestemd is voor de raad.",
        "De informatie die wij krijgen is vaak niet bestemd voor ons, daarom wil ik leren welk bericht waar thuishoort.",
        "Ce que je souhaite : comprendre la confidentialité des messages dans nos dossiers.",
    ],
)
def test_what_only_resembles_a_boundary_or_a_notice_stays(line):
    message = mail(f"Dag,\n\n{line}\n\nEn nog dit.")
    assert message.new_text == f"Dag,\n\n{line}\n\nEn nog dit."


@pytest.mark.parametrize(
    "closing",
    [
        "Met vriendelijke groeten / Cordialement / Mit freundlichen Grüßen\n\nAn Janssens", "Met vriendelijke groet - Bien à vous,\nAn",
        "Cordialement\nMarie\n\nSuivez-nous sur les réseaux sociaux et découvrez nos activités dans toute la région !", "[cid:image001.png@01D9]",
        "Mvg,\nAn", "Met vriendelijke groeten,\n\nAn Janssens\nJuridische dienst", "Groetjes An", "Vriendelijke groet", "Hoogachtend,\nA. Janssens",
        "Cordialement\nMarie", "Bien à vous,\n\nMarie Dupont", "Bien cordialement,", "Salutations distinguées\nM. Dupont", "Cdlt",
        "Je vous prie d'agréer, Madame, Monsieur, l'expression de mes sentiments distingués.", "Mit freundlichen Grüßen\nJürgen", "MfG",
        "Viele Grüße aus Eupen\nAnna", "Beste Grüße,\nAnna", "Kind regards,\nAn", "-- \nAn\nwww.mi-is.example", "--\nAn Janssens",
        "Verzonden vanaf mijn iPhone", "Verstuurd vanaf mijn iPad", "Envoyé de mon iPhone", "Envoyé à partir de Outlook pour Android", "Von meinem iPhone gesendet",
        "Outlook voor iOS downloaden", "Outlook voor Android<https://aka.ms/x> downloaden", "Télécharger Outlook pour iOS", "Holen Sie sich Outlook für Android",
        "Verzonden vanuit Mail voor Windows", "Gesendet mit der GMX Mail App", "Envoyé depuis Yahoo Mail pour iPhone", "Get Outlook for iOS<https://aka.ms/o0ukef>",
    ],
)  # fmt: skip
def test_a_closing_and_what_stands_below_it_is_no_new_text(closing):
    message = mail(f"Akkoord voor 1\n\n{closing}\n")
    assert message.new_text == "Akkoord voor 1"
    assert message.signature


@pytest.mark.parametrize(
    "opening",
    [
        "<div id='appendonsend'></div>", "<div id='x_divRplyFwdMsg'>", "<hr tabindex='-1' style='width:98%'>", "<div id='mail-editor-reference-message-container'>",
        "<div class='ms-outlook-mobile-reference-message skipProofing'>", "<div class='yahoo_quoted' id='yahoo_quoted_1'>", "<hr id='zwchr'>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>", "<div name='quote' style='margin:10px'>",
        "<div style='border:none; border-top:solid #B5C4DF 1.0pt; padding:3.0pt 0in 0in 0in'>", "<blockquote type='cite'>", "<blockquote class='gmail_quote'>",
    ],
)  # fmt: skip
def test_quotes_that_only_html_marks_are_quotes(opening):
    message = mail(f"<div>Akkoord</div>{opening}<p>Nadawca: HRM</p><p>WEIGEREN</p>", kind="text/html")
    assert message.new_text == "Akkoord"
    assert "WEIGEREN" in message.quoted


@pytest.mark.parametrize(
    ("line", "attribution"),
    [
        ("Op 12/01 past het.", "Op ma 12 okt 2026 om 09:12 schreef An <an@mi-is.example>:"),
        ("Op 12/01 past het.", "Op ma 12 okt 2026 om 09:12 schreef\nAn <an@mi-is.example>:"),
        ("Op 12/01\nOp 13/01", "Op 12/10/2026 9:12 schreef An:"),
        ("Le 12/01 me convient", "Le lun. 12 oct. 2026 à 09:12, SPP IS <hrm@mi-is.example> a écrit :"),
        ("Am 12.01. passt es", "Am Mo., 12. Okt. 2026 um 09:12 schrieb ÖPD <hrm@mi-is.example>:"),
        ("On 12/01 it suits", "On Mon, 12 Oct 2026\nat 09:12, An <an@mi-is.example> wrote:"),
    ],
)
def test_an_answer_right_above_an_attribution_is_not_taken_for_its_beginning(line, attribution):
    assert mail(f"{line}\n{attribution}\n\nWEIGEREN").new_text == line
    assert mail(f"{attribution}\n\nWEIGEREN").new_text == ""


def test_a_name_below_thanks_goes_and_the_thanks_stay():
    assert mail("B\n\nBedankt,\nAn").new_text == "B\n\nBedankt,"


def test_an_answer_below_thanks_stays():
    assert mail("Bedankt\nOK").new_text == "Bedankt\nOK"
    assert mail("Merci\nA").new_text == "Merci\nA"
    assert mail("Merci\nREFUSER").new_text == "Merci\nREFUSER"


BLOCK = "Els Peeters\nDiensthoofd\nOCMW Mol - CPAS de Mol\nTel. 014 33 11 00"


def signed(text: str, sender: str = "Els Peeters <els.peeters@ocmw-mol.example>") -> str:
    head = f"From: {sender}\nSubject: x\nIn-Reply-To: <letter@mi-is.example>\n"
    return parse(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}".encode(), NOW).new_text


@pytest.mark.parametrize("above", ["", "Prima, dank", "AKKOORD", "Hier zijn mijn gegevens:"])
def test_a_block_below_the_writers_own_name_is_a_signature(above):
    assert signed(f"{above}\n\n{BLOCK}") == above
    assert signed(f"{above}\n\n{BLOCK}", "els.peeters@ocmw-mol.example") == above
    assert signed(f"{above}\n\n{BLOCK.replace('Els Peeters', 'Peeters, Els')}") == above


@pytest.mark.parametrize(
    "text",
    [
        "Els Peeters",
        "Els Peeters\nDiensthoofd\nOCMW Mol",
        "An Maes\nDiensthoofd\nOCMW Mol - CPAS de Mol\nTel. 014 33 11 00",
        "Els\nDiensthoofd\nOCMW Mol - CPAS de Mol\nTel. 014 33 11 00",
        "Els Peeters\nAkkoord\nOCMW Mol\nTel. 014 33 11 00",
        "Els Peeters\nA C\nTel. 014 33 11 00",
        "Els Peeters\nB\nTel. 014 33 11 00",
        "Els Peeters\nWEIGEREN\nTel. 014 33 11 00",
        "Els Peeters\nDinsdag past mij goed\nTel. 014 33 11 00",
        "Els Peeters\nIk bel morgen\nTel. 014 33 11 00",
        "Els Peeters\nBel mij?\nTel. 014 33 11 00",
        "Els Peeters\nDe dienst waar iemand haar ontvangt staat hieronder.\nTel. 014 33 11 00",
        "Naam: Els Peeters\nOCMW: Mol\nTel. 014 33 11 00",
        "Els Peeters\nDienst: juridisch\nTel. 014 33 11 00",
        "Els Peeters\nTel. 014 33 11 00\nAkkoord",
        f"Els Peeters\n{'Veel te lang voor een handtekening; ' * 3}en\nTel. 014 33 11 00",
    ],
)
def test_what_may_be_typed_below_a_name_stays(text):
    assert signed(text) == text


@pytest.mark.parametrize("path", REPLIES[::3], ids=lambda path: path.stem)
def test_line_ends_make_no_difference(path):
    raw = path.read_bytes()
    message = parse(raw.replace(b"\n", b"\r\n"), NOW)
    assert message.new_text == parse(raw, NOW).new_text
    assert message.digest == parse(raw, NOW).digest
