"""The main job: a request in, two invitations out; every step by mail."""

from pathlib import Path

from mailflow.model.words import RequestState
from mailflow.testing.conversation import HR, Conversation, Scene
from mailflow.testing.quoting import bottom, gmail

CONTACTS = Path("tests/data/contacts.toml")
ELS = "els.peeters@ocmw-mol.example"
REQUEST = """\
Beste,

Naam: Peeters
Voornaam: Els
OCMW: Mol
Diensten: Juridische dienst, Studiedienst
Motivatie: Ik wil de samenwerking met de POD verbeteren.

Met vriendelijke groeten,
Els Peeters
"""


def talk() -> Conversation:
    return Conversation(Scene(contacts=CONTACTS))


def test_a_request_becomes_two_visits_with_invitations_for_requester_and_hosts():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", REQUEST)
    assert c.kinds_to(ELS) == ["received"]
    assert c.kinds_to(HR) == ["decide"]
    c.reply(c.letter("decide"), "Akkoord\n\nAn")
    for letter in c.letters("which_dates"):
        c.reply(letter, "OK", quoting=gmail)
    c.reply(c.letter("choose", ELS), "OK", quoting=bottom)
    assert c.request().state is RequestState.SCHEDULED
    agreed = c.letters("agreed")
    assert len(agreed) == 4
    assert sum(letter.address == ELS for letter in agreed) == 2
    assert b"METHOD:REQUEST" in c.calendar(agreed[0])
