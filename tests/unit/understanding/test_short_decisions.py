"""Short answers that name no visit, point to a slot in words, or say why behind a comma."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.model.dates import Slot
from mailflow.model.meaning import Answer, Thread
from mailflow.model.message import Message
from mailflow.model.words import Half, Role
from mailflow.rulebook import read_rules
from mailflow.understanding.commands import read_answer

TODAY = date(2026, 11, 23)
VOCABULARY = read_rules(Path(__file__).parents[3] / "rules").vocabulary
TWO_VISITS = Thread(visits=(1, 2), role=Role.HR)
SLOTS = {1: tuple(Slot(date(2027, 1, 12 + day), Half.AM) for day in range(4))}
FOUR_SLOTS = Thread(visits=(1,), shown=SLOTS)


def read(text: str, role: Role, thread: Thread) -> Answer:
    message = Message(
        digest="",
        received_at=datetime(2026, 11, 23, tzinfo=UTC),
        new_text=text,
        new_lines=(1,) * (text.count("\n") + 1),
    )
    return read_answer(message, role, replace(thread, role=role), VOCABULARY, TODAY)


def says(text: str, role: Role, thread: Thread) -> list[str]:
    """Return the commands of an answer in short: name, visits, slots, words."""
    commands = read(text, role, thread).commands
    return [
        " ".join([one.name.value, *map(str, one.visits), *(pick.slot for pick in one.slots), one.text]).strip()
        for one in commands
    ]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("akkoord voor beide", ["approve"]),
        ("OK pour les deux", ["approve"]),
        ("1 ok, 2 nee, agenda vol", ["approve 1", "refuse 2 agenda vol"]),
        ("1 ja, 2 nein, die Kollegin ist im Urlaub", ["approve 1", "refuse 2 die Kollegin ist im Urlaub"]),
        ("Geweigerd, geen capaciteit dit kwartaal", ["refuse geen capaciteit dit kwartaal"]),
        ("1 geweigerd, te veel stagiairs, 2 idem", ["refuse 1 te veel stagiairs", "refuse 2"]),
        ("1 refusé, complet, 2 aussi", ["refuse 1 complet", "refuse 2"]),
        ("Geweigerd, bouwverlof", ["refuse bouwverlof"]),
        ("Geweigerd, vol tot 15/03", ["refuse vol tot 15/03"]),
        ("1 - akkoord\n2 - weigeren: de dienst is onderbemand", ["approve 1", "refuse 2 de dienst is onderbemand"]),
    ],
)
def test_hr_decides_in_a_few_words(text, commands):
    assert says(text, Role.HR, TWO_VISITS) == commands


@pytest.mark.parametrize(
    "text",
    [
        "nee, we zitten vol",
        "Nee hoor, geen probleem",
        "Refuser, ce serait dommage.",
        "1 ok, 2 nee, nee toch niet",
        "Geweigerd, of toch niet?",
        "Geweigerd, als er geen plaats is",
        "Geweigerd, alleen bezoek 2",
        "Geweigerd, enkel het tweede",
        "Niet akkoord, alleen 1 mag",
        "Geweigerd, bezoek 1 wel",
        "Refusé, uniquement la visite 2",
        "Refusé, la visite 1 est bonne",
        "Abgelehnt, nur Besuch 2",
        "Geweigerd, dat klopt niet",
        "Geweigerd, grapje",
        "Refusé, oublie ça",
    ],
)
def test_what_may_mean_the_opposite_decides_nothing(text):
    answer = read(text, Role.HR, TWO_VISITS)
    assert answer.unsure is not None
    assert not answer.commands


@pytest.mark.parametrize("text", ["Geweigerd, merci", "Geweigerd, vol"])
def test_a_courtesy_or_one_short_word_is_no_reason(text):
    assert all(not command.text for command in read(text, Role.HR, TWO_VISITS).commands)


@pytest.mark.parametrize(
    ("text", "role", "commands"),
    [
        ("alle vier ok voor ons", Role.SERVICE, ["pick"]),
        ("Alle vier zijn goed", Role.SERVICE, ["pick"]),
        ("A en C passen", Role.SERVICE, ["pick A C"]),
        ("B and D work", Role.SERVICE, ["pick B D"]),
        ("la C svp", Role.REQUESTER, ["pick C"]),
        ("de eerste optie is prima", Role.REQUESTER, ["pick"]),
        ("Voorstel 1 past voor mij", Role.REQUESTER, ["pick"]),
    ],
)
def test_a_half_day_is_pointed_to_in_words(text, role, commands):
    assert says(text, role, FOUR_SLOTS) == commands


@pytest.mark.parametrize("text", ["Geen enkele, enkel de laatste", "Geen van deze, alleen dinsdag lukt"])
def test_a_service_that_keeps_one_half_day_refuses_nothing(text):
    assert read(text, Role.SERVICE, FOUR_SLOTS).unsure is not None


@pytest.mark.parametrize(
    "text", ["Geen van deze, 14/01", "Geen van deze, dinsdag 12 januari", "Geen van deze, 12/01 wel"]
)
def test_a_day_behind_none_of_these_is_offered(text):
    assert [one.name.value for one in read(text, Role.SERVICE, FOUR_SLOTS).commands] == ["date"]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Ik moet annuleren, mijn kind is ziek", ["cancel mijn kind is ziek"]),
        ("J'annule, mon fils est malade", ["cancel mon fils est malade"]),
        ("Geannuleerd, dat had ik al begrepen", []),
        ("Annulé, on m'a prévenu", []),
        ("Ik annuleer, enkel de tweede", []),
        ("J'annule, seulement la visite chez BLAS", []),
    ],
)
def test_only_the_first_person_cancels_with_a_reason(text, commands):
    assert says(text, Role.REQUESTER, FOUR_SLOTS) == commands


@pytest.mark.parametrize(
    "text",
    [
        "Weigeren: geen plaats bij Inspectie, maar de tweede mag wel doorgaan",
        "Geweigerd wegens personeelstekort. Dat geldt alleen voor visite 1.",
        "WEIGEREN: dienst 1 kan niemand ontvangen, bij dienst 2 is het geen probleem",
        "Refusé : agenda complet, sauf pour le 2 que j'accepte",
        "Abgelehnt: kein Personal, die 2 darf aber stattfinden",
    ],
)
def test_a_refusal_of_all_whose_reason_names_one_visit_decides_nothing(text):
    answer = read(text, Role.HR, TWO_VISITS)
    assert answer.unsure is not None
    assert answer.unsure.why == "two_actions"


@pytest.mark.parametrize(
    "text",
    [
        "Geweigerd: de eerste week van maart is er niemand, en daarna zijn er 2 collega's weg",
        "Refusé : le service déménage le 2 mars",
        "Abgelehnt: die erste Woche ist voll",
        "1 geweigerd: de tweede collega is ziek",
    ],
)
def test_a_reason_may_count_weeks_days_and_people(text):
    assert [one.name.value for one in read(text, Role.HR, TWO_VISITS).commands] == ["refuse"]


@pytest.mark.parametrize("text", ["Merci Anne !", "Dank je wel Ann, fijne dag nog!", "Bien reçu, merci Sophie."])
def test_thanks_with_a_name_are_a_courtesy(text):
    assert read(text, Role.SERVICE, FOUR_SLOTS).courtesy


def test_a_keyword_in_capitals_is_no_name_behind_thanks():
    assert [one.name.value for one in read("GRAAG VERDUIDELIJKING", Role.HR, TWO_VISITS).commands] == ["more_info"]
