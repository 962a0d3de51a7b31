"""Steps of a story for tests of the engine alone: events in, decisions out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mailflow.engine import decide
from mailflow.model.dates import Slot, Wish
from mailflow.model.event import AnswerArrived, RequestArrived, Source, TimerFired, Writer
from mailflow.model.letter import SendLetter
from mailflow.model.meaning import Answer, Command, Form
from mailflow.model.message import Address
from mailflow.model.situation import People, Settings, Situation
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, Language, Role
from mailflow.rulebook import read_rules

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BOOK = read_rules(Path("rules"), Path("tests/data/contacts.toml"))
DIRECT = replace(
    BOOK, services={**BOOK.services, "studiedienst": replace(BOOK.services["studiedienst"], confirm=False)}
)
HR = "an.devos@mi-is.example"
PEOPLE = People(mailbox="hrm@mi-is.example", hr=(HR,))
ELS = "els.peeters@ocmw-mol.example"
FORM = Form(
    name="Peeters", first_name="Els", email=ELS, phone="014 00 00 00", ocmw="OCMW Mol", ocmw_nis="13025",
    area=(Language.NL,), services=("juridisch", "blas"), motivation="Ik wil beter samenwerken.",
)  # fmt: skip
ONE = replace(FORM, services=("studiedienst",))
LIEN = "lien.goossens@pod.example"
JAN_12, JAN_14, JAN_19 = date(2027, 1, 12), date(2027, 1, 14), date(2027, 1, 19)


def situation(now=NOW, undo=timedelta(minutes=10), **more):
    given = {"rulebook": BOOK, "people": PEOPLE, "salt": "salt", "settings": Settings(undo=undo), **more}
    return Situation(now=now, **given)


def orders(decision, kind=""):
    return [e for e in decision.effects if isinstance(e, SendLetter) and kind in ("", e.kind.value)]


def letters(decision):
    return [(e.kind.value, e.to.address) for e in orders(decision)]


def arrive(form=FORM, **more):
    event = RequestArrived("ONT-2026-0001", form, Address(ELS, "Els Peeters"), Source("m1", "Stage"), Language.NL)
    return decide(None, event, situation(**more))


def answer(request, role, address, *commands, now=NOW, given=None, said=None, **more):
    """Let somebody answer; ``given`` is for the situation, ``said`` for words beside commands, the rest for the event."""
    event = AnswerArrived(Writer(role, address), said or Answer(commands=commands, new_text="…"), Source("m2"), **more)
    return decide(request, event, situation(now, **(given or {})))


def fire(request, name, visit=0, now=NOW, **more):
    return decide(request, TimerFired(name, visit), situation(now, **more))


def approved(form=FORM, **given):
    return answer(arrive(form, **given).request, Role.HR, HR, Command(C.APPROVE), given=given).request


def offered(form=FORM, **given):
    request = approved(form, **given)
    for visit in request.visits:
        contact = visit.contacts[0]
        request = answer(request, Role.SERVICE, contact, Command(C.PICK, visits=(visit.number,)), given=given).request
    return request


def agreeing(form=FORM, **given):
    return answer(offered(form, **given), Role.REQUESTER, ELS, Command(C.PICK), given=given)


def agreed(form=FORM, **given):
    return agreeing(form, **given).request


def on(day, half=Half.AM, visit=0):
    return Wish(day, half, visit=visit)


def at(day, half=Half.AM):
    return Slot(day, half)
