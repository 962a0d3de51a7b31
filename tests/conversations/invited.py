"""An agreed visit and its guests, for the conversations about calendar answers."""

from mailflow.model.request import Guest
from mailflow.testing.conversation import HR, MAILBOX, Conversation
from tests.calendar_answers import Said
from tests.conversations.scenes import ELS, agreed
from tests.itip_rules import Sent, calendar_mails, check_letter

LIEN = "lien.goossens@pod.example"
AN = "an.claes@ocmw-mol.example"
BOB = "bob.maes@ocmw-mol.example"
COMPANIONS = "Deelnemers:\n- An Claes, an.claes@ocmw-mol.example\n- Bob Maes, bob.maes@ocmw-mol.example\n"


def invited(more: str = "", **scene: object) -> Conversation:
    """Els (OCMW Mol) and her host Lien have their invitations to visit 1."""
    return agreed("Studiedienst", more, **scene)


def invitation(c: Conversation, address: str = ELS) -> Sent:
    """The last calendar mail that somebody got, as a program reads it."""
    found = [check_letter(x.content, MAILBOX) for x in c.letters(to=address) if b"text/calendar" in x.content]
    assert found
    assert found[-1]
    return found[-1]


def says(c: Conversation, address: str = ELS, partstat: str = "ACCEPTED", **how: object) -> Said:
    """What somebody's program would answer to the last invitation."""
    return Said(invitation(c, address), address, partstat, **how)  # type: ignore[arg-type]


def guest(c: Conversation, address: str = ELS) -> Guest:
    return next(g for g in c.visit(1).guests if g.address == address)


def partstats(c: Conversation) -> dict[str, str]:
    return {g.address: g.partstat.value for g in c.visit(1).guests}


def told(c: Conversation, count: int) -> list[tuple[str, str]]:
    """Kind and address of what has left after the first ``count`` letters."""
    return [(letter.kind.value, letter.address) for letter in c.sent[count:]]


def events(c: Conversation) -> list[Sent]:
    """All calendar mails so far, in order."""
    return calendar_mails(c.sent, MAILBOX)


def last_noted(c: Conversation) -> str:
    entry = c.trail()[-1]
    return f"{entry.what} {entry.detail}".strip()


def noted(c: Conversation) -> str:
    """The whole trail in one text."""
    return "\n".join(f"{entry.who}: {entry.what} {entry.detail}" for entry in c.trail())


def why_hr_must_act(c: Conversation) -> str:
    return c.letter("action", HR).text
