"""What people put around a request: who does a service's work, others whom they enrol, an exception behind the day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.words import Half
from mailflow.rulebook import read_rules
from mailflow.understanding.dates import read_dates
from mailflow.understanding.intent import read_request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULEBOOK = read_rules(Path(__file__).parents[3] / "rules")
MIEKE = "Mieke Claes <mieke.claes@ocmw-lier.example>"
LUC = "Luc Dumont <luc.dumont@cpas-huy.example>"


def meaning(sender: str, body: str, subject: str = "Ontdekkingsstage"):
    head = f"From: {sender}\nTo: hrm@mi-is.example\nSubject: {subject}\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n"
    message = parse(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode(), NOW)
    return read_request(message, RULEBOOK, NOW, forwarded(message))


WISH = "Graag een ontdekkingsstage bij de Inspectie, omdat ik wil zien waarop u let in onze dossiers."


@pytest.mark.parametrize(
    ("text", "weekdays", "days"),
    [
        ("libre en mars, le mercredi excepté", [3], []),
        ("elke dag in februari, woensdag uitgezonderd", [3], []),
        ("Ich kann im Februar, mittwochs ausgenommen", [3], []),
        ("libre la semaine du 8 février, le mercredi excepté, de préférence le matin", [3], []),
        ("En janvier, en évitant les lundis", [1], []),
        ("à éviter : les 14, 15 et 28 janvier", [], ["2027-01-14", "2027-01-15", "2027-01-28"]),
        ("In maart heb ik opleiding op 2, 9 en 16 maart", [], ["2027-03-02", "2027-03-09", "2027-03-16"]),
        ("12 of 14 januari. 13 januari valt weg", [], ["2027-01-13"]),
    ],
)
def test_an_exception_is_one_wherever_it_stands(text, weekdays, days):
    read = read_dates(text, date(2026, 11, 23))
    assert [one.weekday for one in read.exclusions if one.weekday] == weekdays
    assert [one.date.isoformat() for one in read.exclusions if one.date] == days


FEBRUARY = {"2027-02-08", "2027-02-15"}


@pytest.mark.parametrize(
    ("text", "wishes", "excluded"),
    [
        ("février : les lundis 8 et 15", FEBRUARY, set()),
        ("les lundis 8 et 15 février", FEBRUARY, set()),
        ("in februari: maandag 8 en 15", FEBRUARY, set()),
        ("Im Februar: am 8. und 15.", FEBRUARY, set()),
        ("In februari 2027 op 8 of 15", FEBRUARY, set()),
        ("En janvier, sauf les 12, 14 et 19", set(), {"2027-01-12", "2027-01-14", "2027-01-19"}),
        ("Im Mai nur in der ersten Woche", {f"2027-05-0{day}" for day in range(3, 8)}, set()),
        ("En mai, le premier mardi ou le dernier jeudi", {"2027-05-04", "2027-05-27"}, set()),
        ("In mei heb ik de eerste week vakantie", set(), {f"2027-05-0{day}" for day in range(3, 8)}),
        ("In februari is de eerste keer best", set(), set()),
        ("In maart 2 of 3 diensten", set(), set()),
        ("In januari, 14 of 12", set(), set()),
    ],
)
def test_a_month_in_front_is_that_of_the_days_behind_it(text, wishes, excluded):
    read = read_dates(text, date(2026, 11, 23))
    assert {wish.date.isoformat() for wish in read.wishes} == wishes
    assert {one.date.isoformat() for one in read.exclusions if one.date} == excluded
    assert not read.unclear


@pytest.mark.parametrize(
    ("text", "wishes", "excluded"),
    [
        (
            "12 januari of 1 februari (die laatste enkel voormiddag, om 13u heb ik vergadering)",
            ["01-12", "02-01am"],
            [],
        ),
        (
            "soit le 18, soit le 19 mars. Pas le 22. Le 23, ce sera non également",
            ["03-18", "03-19"],
            ["03-22", "03-23"],
        ),
        ("soit le 18 mars, soit le 25. Pas le 26 : nous déménageons.", ["03-18", "03-25"], ["03-26"]),
        ("La période du 22 au 24 février est à exclure", [], ["02-22", "02-23", "02-24"]),
        ("Ik kan op 12 mei. Niet op 13 mei", ["05-12"], ["05-13"]),
        ("ik kan op 12 mei. niet op 13 mei", ["05-12"], ["05-13"]),
        ("Am 12. Mai. Nicht am 13. Mai", ["05-12"], ["05-13"]),
        ("12 mars, 15 mars. Le 16 mars non", ["03-12", "03-15"], ["03-16"]),
        ("Éviter le 15 mars, le 24 mars (colloque à Mons) et le 26 mars", [], ["03-15", "03-24", "03-26"]),
        ("le 10 mars, n'y pensez pas ; le 11 mars, le 12 mars", ["03-11", "03-12"], ["03-10"]),
    ],
)
def test_what_excludes_a_day_reaches_its_days_and_no_others(text, wishes, excluded):
    read = read_dates(text, date(2026, 12, 2))
    half = {Half.ANY: "", Half.AM: "am", Half.PM: "pm"}
    assert [f"{wish.date:%m-%d}{half[wish.half]}" for wish in read.wishes] == wishes
    assert sorted(f"{one.date:%m-%d}" for one in read.exclusions if one.date) == excluded
    assert {one.why for one in read.unclear} <= {"vague"}


def test_a_day_takes_the_month_of_the_sentence_before():
    body = f"{WISH}\n\nIk kan op 15, 16 of 18 maart. De 17de niet, dan is het raad.\n\nMieke Claes\nOCMW Lier"
    form = meaning(MIEKE, body).form
    assert [one.date for one in form.exclude] == [date(2027, 3, 17)]
    assert len(form.dates) == 3
    assert form.unclear_dates == ()


@pytest.mark.parametrize(
    ("told", "asked", "excluded"),
    [
        ("Le 20 nous payons les aides.", [date(2027, 3, 20)], []),
        ("Je suis absent du 20 au 24.", [], [date(2027, 3, day) for day in (22, 23, 24)]),
        ("Plutôt le 12.", [], []),
    ],
)
def test_a_month_carried_on_makes_no_wish_of_what_is_only_told(told, asked, excluded):
    body = f"Je souhaite un stage à l'Inspection, pour voir vos contrôles.\n\nJe peux venir le 12 mars. {told}\n\nLuc Dumont"
    form = meaning(LUC, body).form
    assert [wish.date for wish in form.dates] == [date(2027, 3, 12)]
    assert [one.date for one in form.exclude] == excluded
    assert [day for one in form.unclear_dates if one.why == "told" for day in one.meant] == asked


def test_a_deadline_is_no_window():
    told = "Ons jaarverslag moet tegen 15 januari binnen zijn, dus vroeger lukt niet."
    assert meaning(MIEKE, f"{WISH}\n\n{told}\n\nMieke Claes\nOCMW Lier").form.preference is None


def test_a_service_field_may_name_the_work():
    form = meaning(MIEKE, "Naam: Claes\nDiensten: onderzoek, activering\nMotivatie: onze cijfers\nOCMW: Lier").form
    assert set(form.services) == {"studiedienst", "activering"}
    assert form.unknown_services == ()


def test_saving_errors_excludes_nothing():
    body = f"{WISH}\n\nSauf erreur de ma part, je suis libre tous les mardis.\n\nLuc Dumont"
    form = meaning(LUC, body).form
    assert form.exclude == ()
    assert form.preference.weekdays == (2,)


def test_a_day_is_no_reason_although_a_because_stands_before_it():
    told = "Comme je viens de loin, un après-midi me conviendrait mieux."
    body = f"Je souhaite un stage de découverte au service BLAS, car nos décomptes nous reviennent.\n\n{told}\n\nLuc Dumont"
    assert meaning(LUC, body).form.motivation == "nos décomptes nous reviennent."


@pytest.mark.parametrize(
    ("body", "services"),
    [
        (
            (
                "Ik zou graag een ontdekkingsstage doen bij de mensen die onze dossiers komen nakijken, omdat ik wil "
                "begrijpen waarop zij letten.\n\nMieke Claes\nOCMW Lier"
            ),
            ("inspectie",),
        ),
        (
            (
                "Ik wil graag een halve dag meelopen op de inspectie (en niet bij de huisvestingsdienst), omdat ik wil "
                "begrijpen waarop u let.\n\nMieke Claes\nOCMW Lier"
            ),
            ("inspectie",),
        ),
    ],
)
def test_a_service_is_known_by_the_work_of_its_people(body, services):
    form = meaning(MIEKE, body).form
    assert form.services == services
    assert form.motivation


def test_who_enrols_others_is_the_requester_and_they_take_part():
    body = (
        "Naam: Sara Peeters, Tom Aerts\nDienst: Inspectie\nMotivatie: zij volgen onze subsidiedossiers op\nOCMW: Lier"
    )
    form = meaning(MIEKE, body).form
    assert (form.first_name, form.name) == ("Mieke", "Claes")
    assert [(one.first_name, one.name) for one in form.participants] == [("Sara", "Peeters"), ("Tom", "Aerts")]


@pytest.mark.parametrize("display", ["Secretariaat Lier", "Diensthoofd OCMW", "mieke.claes@ocmw-lier.example"])
def test_an_office_that_sends_the_list_is_nobody(display):
    body = (
        "Naam: Sara Peeters, Tom Aerts\nDienst: Inspectie\nMotivatie: zij volgen onze subsidiedossiers op\nOCMW: Lier"
    )
    form = meaning(f'"{display}" <info@ocmw-lier.example>', body).form
    assert (form.first_name, form.name) == ("Sara", "Peeters")
    assert [(one.first_name, one.name) for one in form.participants] == [("Tom", "Aerts")]


@pytest.mark.parametrize("name", ["sara peeters", "Sara Peeters maatschappelijk werkster"])
def test_a_name_field_gives_the_name(name):
    form = meaning(MIEKE, f"Naam: {name}\nDienst: Inspectie\nMotivatie: onze dossiers\nOCMW: Lier").form
    assert (form.first_name.lower(), form.name.lower()) == ("sara", "peeters")


def test_a_title_and_a_name_are_the_writer_s():
    body = "Mme Lambert, du CPAS de Huy, souhaite un stage de découverte au service BLAS, car elle fait nos décomptes."
    assert meaning("cpas@huy.example", body).form.name == "Lambert"


def test_a_short_domain_of_a_centre_names_its_municipality():
    body = "Je souhaite un stage de découverte au service BLAS, car je fais nos décomptes.\n\nSamira Benali"
    assert meaning("Samira Benali <s.benali@cpas-molenbeek.example>", body).form.ocmw_nis == "21012"


def test_a_word_for_mail_without_an_address_behind_it_is_no_field():
    form = meaning(MIEKE, f"Mijn mail hierbij: ik wil graag meelopen.\n\n{WISH}\n\nMieke Claes").form
    assert form.email == "mieke.claes@ocmw-lier.example"


def test_a_question_behind_an_empty_clause_is_no_reason():
    body = "Graag een ontdekkingsstage bij de Inspectie.\n\n: wat zijn de uren?\n\nMieke Claes\nOCMW Lier"
    assert not meaning(MIEKE, body).form.motivation


def test_a_coordinating_because_gives_a_reason_although_days_stand_behind_it():
    body = "Graag inspectie, want ik schrijf een nota over de controles, dinsdag 12 januari of anders de week erna"
    assert "nota" in meaning(MIEKE, body).form.motivation
