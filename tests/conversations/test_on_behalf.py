"""Whoever asks for a colleague gets the letters; the colleague is the one who comes."""

from tests.conversations.scenes import talk

BART = "bart.heyndrickx@ocmw-mol.example"
JONAS = "jonas.debolle@ocmw-mol.example"
ASKED = (
    "Beste,\n\n"
    "Een van mijn maatschappelijk werkers, Jonas De Bolle, zou graag een halve dag meelopen bij de juridische dienst.\n"
    "Hij krijgt veel vragen over terugvordering en wil weten hoe jullie daar naar kijken.\n"
    "{more}\n"
    "Met vriendelijke groeten,\nBart Heyndrickx\nDiensthoofd, OCMW Mol\n"
)


def test_who_asks_for_a_colleague_gets_the_letters_and_the_colleague_is_named():
    c = talk()
    c.mail(f"Bart Heyndrickx <{BART}>", "Ontdekkingsstage", ASKED.format(more=""))
    request = c.request()
    assert (request.requester.full_name, request.requester.address) == ("Jonas De Bolle", BART)
    received = c.letter("received")
    assert received.address == BART
    assert "Beste Bart Heyndrickx," in received.text
    assert "De Bolle" in received.text
    decide = c.letter("decide").text
    assert "Jonas De Bolle" in decide
    assert "Bart Heyndrickx vraagt dit voor Jonas De Bolle en krijgt onze mails." in decide


def test_the_service_meets_the_colleague_and_the_writer_is_invited():
    c = talk()
    c.mail(f"Bart Heyndrickx <{BART}>", "Ontdekkingsstage", ASKED.format(more=""))
    c.reply(c.letter("decide"), "OK")
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "OK")
    visit = c.request().visits[0]
    assert {guest.address: guest.name for guest in visit.guests}[BART] == "Bart Heyndrickx"
    assert "Jonas De Bolle" in c.letter("which_dates").text


def test_a_colleague_whose_address_is_given_gets_the_letters_himself():
    c = talk()
    c.mail(f"Bart Heyndrickx <{BART}>", "Ontdekkingsstage", ASKED.format(more=f"U kan hem bereiken op {JONAS}.\n"))
    assert c.request().requester.address == JONAS
    assert c.request().contact == ""
    assert "Beste Jonas De Bolle," in c.letter("received").text
