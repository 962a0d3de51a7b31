"""Fields in answers: a filled form, a missing thing in a few words, a form filled in inside the quote."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.model.meaning import Thread
from mailflow.model.words import FieldName, Role
from mailflow.understanding.form import read_fields, without_fields

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OURS = (
    "Geachte mevrouw\n\nNaam: Peeters\nMotivatie: \nGekozen dienst(en): Juridische dienst\nOCMW van (gemeente): ....\n"
)


@pytest.fixture
def fields(rulebook):
    def read(body, **thread):
        head = "From: Els Peeters <els@ocmw-mol.example>\nTo: hrm@mi-is.be\nSubject: Re: x\nMessage-ID: <a@x.example>\n"
        head += "Date: Mon, 23 Nov 2026 09:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
        return read_fields(parse((head + body).encode(), NOW), rulebook, NOW, Thread(**thread))

    return read


@pytest.mark.parametrize(
    "body", ["OK", "A C", "Bedankt!\n\nMvg\nEls", "D'accord pour le 12 janvier", "NEE: geen plaats", ""]
)
def test_a_command_or_a_courtesy_gives_no_fields(body, fields):
    assert fields(body, asked=()) is None


def test_a_filled_short_form_gives_its_fields(fields):
    form = fields("Motivation : pour apprendre\nCPAS de : Huy\n")
    assert (form.motivation, form.ocmw, form.ocmw_nis) == ("pour apprendre", "Huy", "61031")


def test_a_centre_alone_is_understood(fields):
    assert fields("OCMW Mol", asked=(FieldName.OCMW,)).ocmw_nis == "13025"
    assert fields("Mol", asked=(FieldName.OCMW,)).ocmw_nis == "13025"


BLOCK = "\n\nEls Peeters\nMaatschappelijk werker\nOCMW Mol\nTel. 014 33 11 00"


def test_a_signature_alone_gives_what_was_asked_and_can_stand_in_it(fields):
    asked = (FieldName.NAME, FieldName.FIRST_NAME, FieldName.OCMW, FieldName.PHONE, FieldName.MOTIVATION)
    form = fields(BLOCK, asked=asked)
    assert (form.name, form.first_name, form.ocmw_nis, form.phone) == ("Peeters", "Els", "13025", "014 33 11 00")
    assert form.motivation == ""
    assert form.sources[FieldName.OCMW] == 5


def test_a_signature_gives_no_reason(fields):
    assert fields(BLOCK, asked=(FieldName.MOTIVATION,)) is None


def test_a_paragraph_answers_the_one_thing_that_was_asked(fields):
    form = fields("Beste,\n\nWij willen onze samenwerking versterken.\n\nMvg\nEls", asked=(FieldName.MOTIVATION,))
    assert form.motivation == "Wij willen onze samenwerking versterken."
    assert form.sources == {"motivation": 3}


def test_several_missing_things_in_free_lines(fields):
    asked = (FieldName.SERVICES, FieldName.OCMW, FieldName.MOTIVATION)
    form = fields(
        "Juridische dienst\nOCMW Mol\nWij willen onze samenwerking versterken en beter leren werken.", asked=asked
    )
    assert form.services == ("juridisch",)
    assert form.ocmw_nis == "13025"
    assert form.motivation == "Wij willen onze samenwerking versterken en beter leren werken."


def test_no_service_is_guessed_from_an_answer_that_names_none(fields):
    assert fields("Goede vraag, ik weet het nog niet", asked=(FieldName.SERVICES,)) is None


def test_a_form_filled_in_inside_the_quote_counts(fields):
    quote = "".join(
        f"> {line}\n"
        for line in OURS.replace("Motivatie: ", "Motivatie: wij leren bij").replace("....", "Mol").split("\n")
    )
    form = fields(
        f"Zie hieronder.\n\nOp ma 23 nov. 2026 om 09:00 schreef POD MI <hrm@mi-is.be>:\n{quote}", letter_text=OURS
    )
    assert (form.motivation, form.ocmw) == ("wij leren bij", "Mol")
    assert form.name == ""
    assert form.services == ()


def test_what_our_own_letter_said_is_no_field(fields):
    quote = "".join(f"> {line}\n" for line in OURS.split("\n"))
    assert (
        fields(f"Dank u.\n\nOp ma 23 nov. 2026 om 09:00 schreef POD MI <hrm@mi-is.be>:\n{quote}", letter_text=OURS)
        is None
    )


def test_a_quoted_form_without_our_letter_is_no_field(fields):
    assert fields("Dank.\n\nOp ma 23 nov. 2026 om 09:00 schreef X <x@x.example>:\n> Motivatie: iets anders\n") is None


def test_hr_fills_in_a_form_taken_by_phone(fields):
    form = fields("NIEUW\nNaam: Jan Claes\nOCMW: Mol\nDienst: BLAS\nMotivatie: telefonisch", role=Role.HR)
    assert (form.name, form.first_name, form.services, form.email) == ("Claes", "Jan", ("blas",), "")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Ik ben Els Peeters van OCMW Mol.", ("Els", "Peeters")),
        ("OCMW Mol\nEls Peeters", ("Els", "Peeters")),
        ("Dat ben ik\nEls De Smet", ("Els", "De Smet")),
    ],
)
def test_a_name_that_was_asked_may_stand_alone(body, name, fields):
    form = fields(body, asked=(FieldName.NAME, FieldName.FIRST_NAME, FieldName.OCMW))
    assert (form.first_name, form.name) == name


def test_words_in_small_letters_are_no_name(fields):
    assert fields("dat weet u toch", asked=(FieldName.NAME, FieldName.FIRST_NAME)) is None


def test_address_and_telephone_are_read_where_they_were_asked(fields):
    body = "els.peeters@mol.example, 014 33 15 70"
    both = fields(body, asked=(FieldName.EMAIL, FieldName.PHONE))
    assert (both.email, both.phone) == ("els.peeters@mol.example", "014 33 15 70")
    assert fields(body, asked=(FieldName.EMAIL,)).phone == ""
    assert fields(body, asked=(FieldName.PHONE,)).email == ""


def test_an_agreement_told_in_an_answer_counts(fields):
    form = fields("Mijn diensthoofd gaat akkoord.", asked=(FieldName.SERVICES,))
    assert form.supervisor_agreement is True
    assert form.sources == {"supervisor": 1}


def test_services_that_were_asked_may_be_all_but_one_or_carry_a_theme(fields):
    assert len(fields("alle diensten behalve BLAS", asked=(FieldName.SERVICES,)).services) == 6
    themed = fields("Juridische dienst (thema: beroep)", asked=(FieldName.SERVICES,))
    assert (themed.services, themed.themes) == (("juridisch",), {"juridisch": "beroep"})


def test_a_reason_beside_what_was_asked_is_kept_and_two_words_are_none(fields):
    told = fields("Omdat wij willen leren samenwerken. Wij zijn van OCMW Mol.", asked=(FieldName.OCMW,))
    assert told.ocmw_nis == "13025"
    assert told.motivation.startswith("Omdat wij willen leren samenwerken.")
    assert fields("Ja graag", asked=(FieldName.MOTIVATION,)) is None


def test_an_everyday_word_is_no_typo_of_a_municipality(fields):
    form = fields("Want wij willen leren. Wij zijn OCMW Mol", asked=(FieldName.OCMW,))
    assert (form.ocmw, form.ocmw_nis) == ("OCMW Mol", "13025")
    assert fields("Wetteren", asked=(FieldName.OCMW,)).ocmw_nis == fields("Weteren", asked=(FieldName.OCMW,)).ocmw_nis


ALL = tuple(FieldName)


@pytest.mark.parametrize(
    ("body", "ocmw"),
    [
        ("Mol.", "Mol"),
        ("wij werken met zijn allen hier in Mol", "wij werken met zijn allen hier in Mol"),
        ("wij werken met zijn allen samen hier in Mol", ""),
        ("Wij zijn Weteren.", "Wij zijn Weteren"),
        ("Wij zijn van Weteren.", ""),
        ("Wij zijn al vele lange jaren van het OCMW Geel.", "OCMW Geel"),
    ],
)
def test_a_short_line_may_name_the_centre_that_was_asked(body, ocmw, fields):
    form = fields(f"Hier is het:\n{body}", asked=(FieldName.OCMW,))
    assert (form.ocmw if form else "") == ocmw
    assert form is None or form.sources == {"ocmw": 2}


@pytest.mark.parametrize(
    ("line", "ocmw", "motivation"),
    [
        ("Wij zijn van OCMW Geel.", "OCMW Geel", "Wij willen graag leren."),
        ("Wij zijn al vele jaren van OCMW Geel.", "OCMW Geel", "Wij willen graag leren."),
        (
            "Wij zijn al vele lange jaren van OCMW Geel.",
            "",
            "Wij zijn al vele lange jaren van OCMW Geel. Wij willen graag leren.",
        ),
    ],
)
def test_a_line_that_names_a_centre_is_no_motivation_unless_it_is_long(line, ocmw, motivation, fields):
    form = fields(f"{line}\nWij willen graag leren.", asked=(FieldName.MOTIVATION,))
    assert (form.ocmw, form.motivation) == (ocmw, motivation)


def test_services_that_a_sentence_refuses_are_not_chosen(fields):
    text = "Wij willen naar BLAS en de juridische dienst komen kijken, maar niet naar de inspectie."
    assert fields(text, asked=(FieldName.SERVICES,)).services == ("blas", "juridisch")


def test_words_that_name_no_service_are_handed_back_where_they_were_meant_as_one(fields):
    def unknown(body, *asked):
        form = fields(body, asked=(FieldName.SERVICES, *asked))
        return [(row.line, row.text) for row in form.unknown_services] if form else []

    assert unknown("Dienst wonen\nDienst sport") == [(1, "Dienst wonen"), (2, "Dienst sport")]
    assert unknown("Graag naar de dienst huisvesting van jullie")
    assert unknown("de communicatiedienst lijkt ons wel wat")
    assert unknown("FEAD lijkt ons wel interessant")
    assert unknown("iets met sport")
    assert unknown("iets leuks met sport") == []
    assert unknown("Weet ik niet")
    assert unknown("Weet ik niet", FieldName.OCMW) == []
    assert unknown("OCMW Mol") == []
    assert fields("Dank u.\nDienst wonen", asked=(FieldName.SERVICES,)).sources == {"services": 2}


@pytest.mark.parametrize("line", ["els@mol.example", "014 33 15 70", "BLAS", "OCMW Mol", "Els Peeters"])
def test_what_answers_something_else_is_no_motivation(line, fields):
    form = fields(f"{line}\nWij willen graag leren.", asked=ALL)
    assert form.motivation == "Wij willen graag leren."
    assert form.sources["motivation"] == 2
    assert 1 in form.sources.values()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Els Peeters.", ("Els", "Peeters")),
        ("Jan Peter De Smet", ("Jan Peter", "De Smet")),
        ("Els de Smet", ("Els", "de Smet")),
        ("els Peeters", ("", "")),
        ("Els peeters", ("", "")),
        ("Wij Komen Van Ver Weg", ("", "")),
        ("Els", ("", "")),
    ],
)
def test_two_to_four_words_with_capitals_may_be_the_name_that_was_asked(line, name, fields):
    form = fields(f"Hier is het:\n{line}", asked=(FieldName.NAME,))
    assert (form.first_name, form.name) == name if form else name == ("", "")
    assert form is None or form.sources == {"name": 2, "first_name": 2}


def test_paragraphs_of_a_motivation_stay_paragraphs(fields):
    text = "Wij willen leren. Echt waar.\n\nEn samenwerken met u."
    assert fields(text, asked=(FieldName.MOTIVATION,)).motivation == text
    assert fields("Wij willen leren", asked=(FieldName.MOTIVATION,)) is None
    assert fields("Wij willen graag leren", asked=(FieldName.MOTIVATION,)).motivation == "Wij willen graag leren"


@pytest.mark.parametrize(
    ("above", "below", "kept"),
    [
        ("Beste mevrouw de directeur Peeters", "", False),
        ("Beste mevrouw de goede directeur Peeters", "", True),
        ("", "Bij voorbaat dank", False),
    ],
)
def test_greeting_and_thanks_are_no_motivation(above, below, kept, fields):
    form = fields(f"{above}\n\nWij willen graag leren.\n\n{below}".strip(), asked=(FieldName.MOTIVATION,))
    assert (above in form.motivation and bool(above)) is kept
    assert "voorbaat" not in form.motivation


def test_a_label_goes_before_a_sentence(fields):
    form = fields("Akkoord leidinggevende: nee\n\nMijn diensthoofd gaat akkoord.", asked=(FieldName.SERVICES,))
    assert form.supervisor_agreement is False


def test_companions_of_all_sentences_count(fields):
    form = fields("Samen met mijn collega An Jans.\nEn samen met mijn collega Jan Maes.", asked=(FieldName.OCMW,))
    assert [person.name for person in form.participants] == ["Jans", "Maes"]


@pytest.mark.parametrize(
    ("body", "in_words", "rest", "lines"),
    [
        ("OK\nTelefoon: 014 00 00 00\nTot dan", True, "OK\nTot dan", (1, 3)),
        ("Telefoon:\n\n014 00 00 00\nOK", True, "\nOK", (2, 4)),
        ("OK\nMotivatie: leren\nhoe u werkt", True, "OK", (1,)),
        ("OK\nOCMW Mol", False, "OK", (1,)),
        ("OK voor mij en het OCMW Mol", False, "OK voor mij en het OCMW Mol", (1,)),
        ("Mijn chef is akkoord.", True, "", ()),
        ("Mijn chef is akkoord.", False, "Mijn chef is akkoord.", (1,)),
        ("Mijn chef is akkoord. Ik bel u.", True, "Mijn chef is akkoord. Ik bel u.", (1,)),
        ("Mijn collega Jan Claes komt mee", True, "", ()),
        (
            "Mijn chef is akkoord en ik bel u morgen nog",
            True,
            "Mijn chef is akkoord en ik bel u morgen nog",
            (1,),
        ),
    ],
)
def test_what_is_only_a_field_is_left_out_of_the_answer(body, in_words, rest, lines, rulebook):
    raw = f"From: Els <els@ocmw-mol.example>\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    message = parse(raw.encode(), NOW)
    start = message.new_lines[0] - 1
    left = without_fields(message, rulebook, in_words=in_words)
    assert (left.new_text.rstrip("\n"), tuple(n - start for n in left.new_lines)) == (rest, lines)
