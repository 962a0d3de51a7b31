"""The people and mails that the conversations share."""

from pathlib import Path

from mailflow.model.letter import Letter
from mailflow.testing.conversation import HR, Conversation, Scene

CONTACTS = Path("tests/data/contacts.toml")
ELS = "els.peeters@ocmw-mol.example"
LUC = "luc.lambert@cpas-namur.example"
MONDAY_NAMES = ("juridisch", "studiedienst")


def request_text(services: str = "Juridische dienst, Studiedienst", more: str = "") -> str:
    return (
        "Beste,\n\nNaam: Peeters\nVoornaam: Els\nOCMW: Mol\nTelefoon: 014 00 00 00\n"
        f"Diensten: {services}\nMotivatie: Ik wil de samenwerking met de POD verbeteren.\n{more}"
        "\nMet vriendelijke groeten,\nEls Peeters\n"
    )


def talk(**scene: object) -> Conversation:
    return Conversation(Scene(contacts=CONTACTS, **scene))  # type: ignore[arg-type]


def asked(services: str = "Juridische dienst, Studiedienst", more: str = "", **scene: object) -> Conversation:
    """A request lies before HR."""
    c = talk(**scene)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text(services, more))
    assert c.kinds_to(HR) == ["decide"], c.kinds_to(HR)
    return c


def approved(services: str = "Juridische dienst, Studiedienst", more: str = "", **scene: object) -> Conversation:
    """HR has approved; the services are asked."""
    c = asked(services, more, **scene)
    c.reply(c.letter("decide"), "Akkoord")
    return c


def offered(services: str = "Juridische dienst, Studiedienst", more: str = "", **scene: object) -> Conversation:
    """The services have answered; the requester may choose."""
    c = approved(services, more, **scene)
    for letter in c.letters("which_dates"):
        c.reply(letter, "OK")
    return c


def agreed(services: str = "Juridische dienst", more: str = "", **scene: object) -> Conversation:
    """Everything is agreed; the invitations have left."""
    c = offered(services, more, **scene)
    c.reply(c.letter("choose"), "OK")
    return c


def since(c: Conversation, count: int) -> list[tuple[str, str]]:
    """What has left after the first ``count`` letters: kind and address."""
    return [(letter.kind.value, letter.address) for letter in c.sent[count:]]


def first(letters: list[Letter]) -> Letter:
    assert letters
    return letters[0]
