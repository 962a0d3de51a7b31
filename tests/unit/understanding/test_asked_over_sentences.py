"""A request whose parts stand apart: days under a service, a half behind its days, a quote of our page, a postscript."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.words import Half, Kind
from mailflow.rulebook import read_rules
from mailflow.understanding.intent import read_request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULEBOOK = read_rules(Path(__file__).parents[3] / "rules")
MIEKE = "Mieke Claes <mieke.claes@ocmw-lier.example>"
WISH = "Graag een ontdekkingsstage bij de Inspectie, omdat ik wil zien waarop u let in onze dossiers."


def meaning(body: str, sender: str = MIEKE, subject: str = "Ontdekkingsstage"):
    from_ = f"From: {sender}\n" if sender else ""
    head = f"{from_}To: hrm@mi-is.example\nSubject: {subject}\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n"
    message = parse(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode(), NOW)
    return read_request(message, RULEBOOK, NOW, forwarded(message))


def test_days_of_a_field_belong_to_the_service_of_their_line():
    body = "Naam: Claes\nVoornaam: Mieke\nOCMW: Lier\nDiensten: Inspectie, BLAS\nMotivatie: veel leren over de controles\nData:\n12/01/2027 inspectie\n14/01/2027 vm BLAS\n"
    dates = [(wish.date.day, wish.half, wish.service) for wish in meaning(body).form.dates]
    assert dates == [(12, Half.ANY, "inspectie"), (14, Half.AM, "blas")]


@pytest.mark.parametrize(
    ("said", "half"),
    [("Liefst in de voormiddag.", Half.AM), ("Bij voorkeur 's namiddags.", Half.PM), ("Ik eet graag mee.", Half.ANY)],
)
def test_a_half_in_the_next_sentence_is_that_of_the_days_before(said, half):
    form = meaning(f"{WISH}\n\nIk ben vrij op 12 en 14 januari. {said}\n\nMieke Claes").form
    assert [(wish.date.day, wish.half) for wish in form.dates] == [(12, half), (14, half)]


def test_a_half_that_is_named_with_its_day_stays():
    form = meaning(f"{WISH}\n\nIk ben vrij op 12 januari in de namiddag. Liefst in de voormiddag.\n\nMieke Claes").form
    assert [wish.half for wish in form.dates] == [Half.PM]


def test_who_quotes_our_page_asks_for_nothing_in_it():
    page = '"Dienst Inspectie, Juridische dienst, Dienst SCUBA, Studiedienst, Dienst BLAS:\neen stage aanvragen"'
    assert (
        meaning(f"Op jullie pagina over de ontdekkingsstages staat:\n\n{page}\n\nKlopt dat nog?").kind is Kind.QUESTION
    )


def test_what_is_quoted_otherwise_is_read():
    form = meaning(f'{WISH}\n\n"Meten is weten", zegt onze voorzitter altijd.\n\nMieke Claes').form
    assert form.services == ("inspectie",)


def test_a_list_of_our_own_people_is_no_form():
    body = "Naam: Mertens\nVoornaam: Olivier\nOrganisatie: POD MI\nDienst: BLAS\nDatum: 21/01/2027\nTaal: NL\n"
    assert meaning(body, "Campus <campus@opleiding.example>", "Deelnemers").kind is Kind.OTHER


def test_a_visit_that_a_stranger_tells_of_is_no_request():
    body = "Onze ergonoom loopt een halve dag mee bij de studiedienst. Zij meet er de stoelen en de schermen."
    assert meaning(body, "Bram Claeys <bram@ergoflow.example>", "Ziekteverzuim").kind is Kind.OTHER


def test_another_house_called_yours_is_ours():
    form = meaning(
        "Bonjour,\nJe voudrais faire un stage de découverte dans votre service de lutte contre la pauvreté, parce que "
        "notre plan local commence.\nLuc Dumont, CPAS de Huy",
        "Luc Dumont <luc.dumont@cpas-huy.example>",
        "Stage de découverte",
    ).form
    assert (form.services, form.unknown_services) == (("scuba",), ())


@pytest.mark.parametrize(
    ("postscript", "services"),
    [
        ("PS: als het kan ook graag een halve dag bij BLAS", ("inspectie", "blas")),
        ("PS: groeten aan de mensen van BLAS", ("inspectie",)),
    ],
)
def test_a_postscript_may_ask_for_one_more(postscript, services):
    assert meaning(f"{WISH}\n\nMet vriendelijke groeten\nMieke Claes\n\n{postscript}").form.services == services


INNER = (
    "Dag Mieke,\n\nIk zou graag een ontdekkingsstage doen bij de Inspectie, want wij krijgen volgend jaar controle.\n\n"
    "Tom Maes"
)


@pytest.mark.parametrize(
    ("sender", "foot", "centre"),
    [
        ("Secretariaat <secretariaat@welzijn.example>", "Mieke Claes\nOCMW Lier", "OCMW Lier"),
        ("Secretariaat <secretariaat@ocmw-lier.example>", "Mieke Claes", "Lier"),
        ("Secretariaat <secretariaat@welzijn.example>", "Mieke Claes", ""),
    ],
)
def test_who_forwards_works_in_the_same_centre(sender, foot, centre):
    body = (
        f"Akkoord.\n\nMet vriendelijke groeten\n{foot}\n\nVan: Tom Maes\nVerzonden: maandag 23 november 2026 8:00\n"
        f"Aan: Mieke Claes\nOnderwerp: stage\n\n{INNER}\n"
    )
    form = meaning(body, sender, "FW: stage").form
    assert (form.first_name, form.ocmw) == ("Tom", centre)


FILLED = (
    "Ik heb het ingevuld, zie onder.\n\nOp 20 november 2026 schreef HRM <hrm@mi-is.example>:\n"
    "> Naam: {name}\n> Voornaam: Mieke\n> OCMW van: Lier\n> Gekozen diensten: Inspectie\n> Motivatie: wij krijgen controle\n"
)


@pytest.mark.parametrize(
    ("sender", "name", "kind"),
    [(MIEKE, "Claes", Kind.REQUEST), (MIEKE, "Wouters", Kind.OTHER), ("", "Claes", Kind.OTHER)],
)
def test_a_form_inside_the_quote_counts_under_the_senders_own_name(sender, name, kind):
    assert meaning(FILLED.format(name=name), sender, "Re: Stage aanvragen").kind is kind


def test_what_only_says_where_somebody_is_reached_is_no_reason():
    way = (
        "Het secretariaat van ons centrum verdeelt elke morgen alle post die op secretariaat@ocmw-lier.example binnenkomt "
        "onder de diensten van het huis."
    )
    form = meaning(f"Graag een ontdekkingsstage bij de Inspectie. {way}\n\nMieke Claes").form
    assert (form.services, form.motivation) == (("inspectie",), "")


def test_any_long_sentence_of_ones_own_is_a_reason_when_nothing_else_is():
    story = "Chaque année c'est moi qu'on contrôle, j'aimerais une fois être assise de l'autre côté de la table."
    form = meaning(f"Je demande un stage de découverte à l'Inspection.\n\n{story}\n\nMieke Claes").form
    assert form.motivation == story


def test_a_form_with_every_field_is_one_before_the_choice_is_made():
    body = "Naam: Claes\nVoornaam: Mieke\nOCMW: Lier\nGekozen dienst: {}\nMotivatie: eens zien wie er achter de brieven zit"
    open_choice = meaning(body.format("weet ik nog niet, kan u mij de lijst sturen?"), subject="Vraagje")
    assert (open_choice.kind, open_choice.form.services, open_choice.form.unknown_services) == (Kind.REQUEST, (), ())
    assert meaning(body.format("Boekhouding?")).form.unknown_services[0].text == "Boekhouding?"
