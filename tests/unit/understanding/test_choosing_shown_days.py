"""Half-days of the letter that an answer names by their day: "le 19 au matin nous convient", "de twee dinsdagen".

They are picks of what was shown; a day that was not shown stays an own date, and whatever leaves a doubt is asked back.
"""

from __future__ import annotations

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
A = Slot(date(2027, 1, 12), Half.AM)  # Tuesday
B = Slot(date(2027, 1, 14), Half.PM)  # Thursday
C = Slot(date(2027, 1, 19), Half.AM)  # Tuesday
D = Slot(date(2027, 1, 20), Half.PM)  # Wednesday


def read(text: str, role: Role) -> Answer:
    slots = (A, B, C, D) if role is Role.SERVICE else (A, B)
    message = Message(
        digest="",
        received_at=datetime(2026, 11, 23, tzinfo=UTC),
        new_text=text,
        new_lines=(1,) * (text.count("\n") + 1),
    )
    return read_answer(message, role, Thread(visits=(1,), role=role, shown={1: slots}), VOCABULARY, TODAY)


def picked(text: str, role: Role) -> str:
    commands = read(text, role).commands
    return " ".join(pick.slot for command in commands if command.name.value == "pick" for pick in command.slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Donderdag 14 in de namiddag is prima.", "B"),
        ("Le 19 au matin nous convient.", "C"),
        ("Dienstag, 12.1. passt gut.\nGruß, Jürgen", "A"),
        ("de twee dinsdagen kunnen", "A C"),
        ("Les deux mardis conviennent.", "A C"),
        ("les deux matins me vont", "A C"),
        ("Beide namiddagen zijn ok", "B D"),
        ("12 januari gaat niet, 14 ook niet, de 19e wel.", "C"),
        ("Woensdag 20/01 nm of donderdag 14/01", "B D"),
        ("Am 12. oder 19. Januar geht es bei uns.", "A C"),
        ("Goeiemorgen,\n\nDinsdag 19 januari past ons het best.\n\nMvg\nWim", "C"),
        ("The 14th works for us", "B"),
        ("B and D both work for us", "B D"),
        ("de laatste", "D"),
        ("Alles behalve donderdag", "A C D"),
        ("tout sauf la A", "B C D"),
        ("Alle vier passen, behalve B en D", "A C"),
        ("alle außer dem 12.", "B C D"),
        ("B past ons beter", "B"),
        ("la dernière nous convient", "D"),
    ],
)
def test_a_service_names_shown_half_days_by_their_day(text, slots):
    assert picked(text, Role.SERVICE) == slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("12 januari is prima! Tot dan, Lies Peeters", "A"),
        ("14/1 nm is goed vr mij", "B"),
        ("Donderdagnamiddag aub.\n\nMet vriendelijke groeten\nLies Peeters", "B"),
        ("Je prends le 14", "B"),
        ("Ich nehme den Dienstag.", "A"),
        ("de eerste", "A"),
        ("la deuxième svp", "B"),
        ("Second one please", "B"),
        ("Aucun problème pour moi, le mardi 12 au matin.", "A"),
        ("Voor mij graag dinsdag 12 januari", "A"),
        ("graag B", "B"),
        ("Termin A passt", "A"),
        ("Donnerstag geht klar", "B"),
        ("liever B", "B"),
        ("Lieber B", "B"),
        ("plutôt B", "B"),
        ("Donderdag 14 januari past me beter, groeten Wim", "B"),
        ("Yes please, Tuesday morning", "A"),
    ],
)
def test_a_requester_names_the_shown_half_day_by_its_day(text, slots):
    assert picked(text, Role.REQUESTER) == slots


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("dinsdag past", Role.SERVICE),
        ("Eén van de twee dinsdagen gaat lukken.", Role.SERVICE),
        ("Pas de problème pour le 14, ni pour le 20.", Role.SERVICE),
        ("A mardi !", Role.REQUESTER),
        ("A voir", Role.SERVICE),
        ("Liever niet A", Role.REQUESTER),
        ("Als het kan de 14de", Role.REQUESTER),
        ("Kan het ook de 14de?", Role.REQUESTER),
        ("De 12e past niet", Role.SERVICE),
        ("Mijn collega had de 14de gekozen", Role.REQUESTER),
        ("De 12de of de 14de, dat maakt niet uit", Role.REQUESTER),
        ("12 januari in de namiddag past mij", Role.REQUESTER),
        ("De 14de is er raad", Role.SERVICE),
        ("Ik ben er niet op 12 januari", Role.REQUESTER),
        ("Nicht am 12., sondern am 21. Januar", Role.REQUESTER),
        ("Ik zie u dus de 14de?", Role.REQUESTER),
        ("le deuxième jour je suis absente", Role.REQUESTER),
        ("A great one", Role.SERVICE),
        ("B dan wordt het A", Role.SERVICE),
        ("Als de 12de niet gaat dan de 14de", Role.SERVICE),
        ("Beide woensdagen", Role.SERVICE),
        ("Eén van deze: 12/01, 14/01", Role.SERVICE),
        ("G of H", Role.SERVICE),
        ("A dan B", Role.SERVICE),
        ("de 12de en de 14de dan", Role.SERVICE),
        ("12/01, dan wordt het 14/01", Role.REQUESTER),
        ("ab dem 14. Januar", Role.SERVICE),
        ("vanaf 14 januari", Role.SERVICE),
        ("na 14 januari", Role.SERVICE),
        ("vm of nm", Role.SERVICE),
        ("voormiddag en namiddag passen", Role.SERVICE),
        ("wij nemen die", Role.SERVICE),
        ("Dinsdag 12 januari B", Role.SERVICE),
        ("Niet in de voormiddag", Role.SERVICE),
        ("weder noch", Role.SERVICE),
        ("alles behalve op vrijdag", Role.SERVICE),
        ("alles behalve als het sneeuwt", Role.SERVICE),
        ("alle, behalve misschien B", Role.SERVICE),
        ("A of liever B", Role.SERVICE),
        ("A, liever B", Role.REQUESTER),
        ("liever niet B", Role.REQUESTER),
    ],
)
def test_what_leaves_a_doubt_picks_nothing(text, role):
    assert picked(text, role) == ""


def test_a_day_that_was_not_shown_stays_an_own_date():
    commands = read("Dinsdag 26/01 in de voormiddag", Role.SERVICE).commands
    assert [command.name.value for command in commands] == ["date"]


def test_a_shown_day_beside_an_own_one_is_an_offer_of_both():
    commands = read("14/01 nm, 26/01 vm", Role.SERVICE).commands
    assert [command.name.value for command in commands] == ["date"]
    assert len(commands[0].dates) == 2


@pytest.mark.parametrize(
    ("text", "role", "days"),
    [
        ("Wij stellen dinsdag 26/01 in de voormiddag voor.", Role.SERVICE, ["2027-01-26 am"]),
        (
            "Aucune de ces dates ne convient. Nous proposons le vendredi 22 janvier au matin.",
            Role.SERVICE,
            ["2027-01-22 am"],
        ),
        ("Beides geht nicht, ich schlage Dienstag, den 2. Februar, vormittags vor.", Role.REQUESTER, ["2027-02-02 am"]),
    ],
)
def test_days_of_ones_own_may_be_proposed_in_words(text, role, days):
    (command,) = read(text, role).commands
    assert command.name.value == "date"
    assert [f"{wish.date.isoformat()} {wish.half.value}" for wish in command.dates] == days


def test_proposed_days_that_cannot_be_read_do_not_go_under_in_none():
    answer = read("Geen van deze data past. Wij stellen een dag in de week van 25 januari voor.", Role.SERVICE)
    assert answer.unsure is not None


def test_a_day_behind_none_that_cannot_be_placed_is_asked_about():
    answer = read("Geen van deze, eind januari past ons.", Role.SERVICE)
    assert not answer.commands
    assert answer.unsure is not None
    assert answer.unsure.why == "date"


def test_a_requester_who_names_a_day_with_both_halves_on_offer_is_asked_which_half():
    slots = {1: (A, Slot(A.day, Half.PM))}
    message = Message(digest="", received_at=datetime(2026, 11, 23, tzinfo=UTC), new_text="12/01", new_lines=(1,))
    thread = Thread(visits=(1,), role=Role.REQUESTER, shown=slots)
    answer = read_answer(message, Role.REQUESTER, thread, VOCABULARY, TODAY)
    assert not answer.commands
    assert answer.unsure is not None
    assert answer.unsure.why == "half"


@pytest.mark.parametrize("text", ["26/01, dan wordt het 28/01", "Ik stel 26/01 voor, anders dus 28/01"])
def test_days_of_ones_own_that_replace_each_other_are_asked_about(text):
    assert not read(text, Role.SERVICE).commands
