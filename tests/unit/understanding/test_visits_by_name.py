"""HR names a visit by its service as well as by its number: "Inspectie mag, BLAS niet"."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailflow.model.meaning import Answer, Thread
from mailflow.model.message import Message
from mailflow.model.words import Role
from mailflow.understanding.commands import read_answer

TODAY = date(2026, 11, 23)


@pytest.fixture
def read(rulebook):
    def reading(text: str, *services: str) -> Answer:
        named = {number: rulebook.services[id_].called for number, id_ in enumerate(services, start=1)}
        lines = tuple(range(1, text.count("\n") + 2))
        message = Message(digest="", received_at=datetime(2026, 11, 23, tzinfo=UTC), new_text=text, new_lines=lines)
        thread = Thread(visits=tuple(named), role=Role.HR, named=named)
        return read_answer(message, Role.HR, thread, rulebook.vocabulary, TODAY)

    return reading


def says(answer: Answer) -> list[str]:
    return [" ".join([one.name.value, *map(str, one.visits), one.text]).strip() for one in answer.commands]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Akkoord voor Inspectie", ["approve 1"]),
        ("akkoord voor de dienst Inspectie", ["approve 1"]),
        ("OK pour l'inspection", ["approve 1"]),
        ("Weigeren: Inspectie en BLAS zitten vol", ["refuse Inspectie en BLAS zitten vol"]),
        ("1 ok\n\n1", ["approve 1"]),
        ("Inspectie: ok", ["approve 1"]),
        ("Inspectie en BLAS ok", ["approve 1 2"]),
        ("Inspectie, BLAS ok", ["approve 1 2"]),
        ("Inspectie ok, BLAS nee: agenda vol", ["approve 1", "refuse 2 agenda vol"]),
        ("BLAS ok\nInspectie geweigerd: agenda vol", ["approve 2", "refuse 1 agenda vol"]),
        ("inspectie mag, blas niet (te druk daar)", ["approve 1", "refuse 2 te druk daar"]),
        ("Voor BLAS ok. Inspectie helaas niet, zij zitten vol.", ["approve 2", "refuse 1 zij zitten vol."]),
        ("akkoord voor BLAS, niet voor inspectie", ["approve 2", "refuse 1"]),
        ("l'inspection oui, BLAS non", ["approve 1", "refuse 2"]),
        ("Inspektion ja, BLAS auch", ["approve 1", "approve 2"]),
        ("1 (Inspectie) ok, 2 (BLAS) geweigerd: vol", ["approve 1", "refuse 2 vol"]),
        (
            "1 ja 2 nee, BLAS heeft al 3 stagiairs die maand",
            ["approve 1", "refuse 2 BLAS heeft al 3 stagiairs die maand"],
        ),
        ("Inspectie nee want vol, BLAS ook", ["refuse 1 vol", "refuse 2"]),
        ("Inspectie nee (2 wel)", ["refuse 1", "approve 2"]),
        ("naar BLAS marc@mi-is.example", ["assign 2"]),
        (
            "Beide geweigerd. Reden: hij werkt nog geen 6 maanden bij ons",
            ["refuse hij werkt nog geen 6 maanden bij ons"],
        ),
    ],
)
def test_a_service_stands_for_its_visit(read, text, commands):
    assert says(read(text, "inspectie", "blas")) == commands


@pytest.mark.parametrize(
    "text",
    [
        "Inspectie",
        "Inspectie niet",
        "BLAS is akkoord",
        "de inspectie is akkoord met dit bezoek",
        "Vraag het eerst aan BLAS",
        "Ok als BLAS akkoord is",
        "Inspectie ok? BLAS niet?",
        "Is Inspectie ok",
        "niet voor BLAS",
        "Inspectie ook",
        "Inspectie ok, juridische dienst ook",
        "Inspectie ok, BLAS niet weigeren",
        "1 ok (2 nog niet)",
        "kan BLAS",
        "mag inspectie",
        "lukt 1",
        "geht BLAS",
        "Akkoord, BLAS",
        "Akkoord\nBLAS",
        "Akkoord\n\nBLAS",
        "Akkoord\n\n2",
        "Geweigerd, BLAS",
        "Weigeren: BLAS",
        "Geweigerd want BLAS zit vol",
        "Geweigerd (BLAS zit vol)",
    ],
)
def test_a_service_beside_anything_else_decides_nothing(read, text):
    assert read(text, "inspectie", "blas").commands == ()


def test_two_visits_of_one_service_are_told_apart_by_their_numbers_only(read):
    assert read("Inspectie ok", "inspectie", "inspectie").commands == ()
    assert says(read("2 ok", "inspectie", "inspectie")) == ["approve 2"]
