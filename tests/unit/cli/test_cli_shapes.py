"""The JSON that other programs read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest

from mailflow.cli import shapes
from mailflow.model.dates import Exclusion, Hours, Slot, Wish
from mailflow.model.effect import TrailEntry
from mailflow.model.meaning import Answer, Command, Form, Meaning, Pick, UnknownService, Unsure
from mailflow.model.message import Message
from mailflow.model.request import Guest, Host, Pending, Person, Request, Timer, Visit
from mailflow.model.words import CommandName, Half, Kind, Language, Role, TimerName, VisitState

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def message(**fields: object) -> Message:
    return Message(digest="d", received_at=NOW, **fields)  # type: ignore[arg-type]


def test_a_message_about_nothing_of_ours_has_every_key():
    assert shapes.inspected(message(new_text="Lunch?"), Meaning(Kind.OTHER), "ONT") == {
        "kind": "other",
        "language": None,
        "ref": None,
        "request": None,
        "commands": [],
        "unsure": None,
        "courtesy": False,
        "new_text": "Lunch?",
    }


def test_a_request_has_every_field_of_the_contract():
    given = Form(
        name="Peeters",
        first_name="Els",
        email="els@ocmw.example",
        ocmw="OCMW Mol",
        ocmw_nis="13025",
        services=("juridisch",),
        unknown_services=(UnknownService("FEAD", 4, ("blas", "activering")),),
        themes={"juridisch": "RMI-wet"},
        motivation="leren",
        dates=(Wish(date(2027, 1, 12), Half.AM, service="juridisch"), Wish(date(2027, 1, 14))),
        exclude=(Exclusion(weekday=3), Exclusion(date(2027, 1, 15), half=Half.PM)),
        sources={"name": 2},
    )
    seen = shapes.inspected(message(), Meaning(Kind.REQUEST, form=given), "ONT")
    assert list(seen["request"]) == [
        "name", "first_name", "email", "phone", "function", "ocmw", "ocmw_nis", "services", "unknown_services",
        "themes", "motivation", "dates", "exclude", "participants", "supervisor_agreement", "missing", "complete",
        "out_of_scope", "sources",
    ]  # fmt: skip
    assert seen["request"]["unknown_services"] == ["FEAD"]
    assert seen["request"]["complete"] is False
    assert seen["request"]["missing"] == []
    assert seen["request"]["dates"] == [
        {"date": "2027-01-12", "half": "am", "service": "juridisch"},
        {"date": "2027-01-14", "half": "any"},
    ]
    assert seen["request"]["exclude"] == [{"weekday": 3, "half": "any"}, {"date": "2027-01-15", "half": "pm"}]
    json.dumps(seen)


def test_an_answer_shows_its_commands():
    answer = Answer(
        commands=(
            Command(CommandName.REFUSE, visits=(2,), text="agenda vol", line=1),
            Command(CommandName.PICK, slots=(Pick("A"), Pick("B", 1))),
            Command(CommandName.APPROVE, needs=("visit",)),
        ),
        new_text="2 NEE agenda vol",
    )
    seen = shapes.inspected(message(), Meaning(Kind.REPLY, answer=answer), "ONT")
    assert seen["commands"][0] == {
        "name": "refuse", "visits": [2], "slots": [], "dates": [], "address": "", "text": "agenda vol", "needs": [],
    }  # fmt: skip
    assert seen["commands"][1]["slots"] == [{"visit": None, "slot": "A"}, {"visit": 1, "slot": "B"}]
    assert seen["commands"][2]["needs"] == ["visit"]
    assert seen["new_text"] == "2 NEE agenda vol"


def test_what_a_pause_a_limit_and_a_language_ask_is_shown_too():
    assert shapes.command(Command(CommandName.PAUSE, until=date(2027, 2, 15)))["dates"] == [
        {"date": "2027-02-15", "half": "any"}
    ]
    assert shapes.command(Command(CommandName.LIMIT, count=2))["text"] == "2"
    assert shapes.command(Command(CommandName.LANGUAGE, language=Language.FR))["text"] == "fr"


def test_an_unsure_answer_names_line_and_reason():
    answer = Answer(unsure=Unsure(3, "akkoord als het past", "condition"))
    seen = shapes.inspected(message(), Meaning(Kind.REPLY, answer=answer), "ONT")
    assert seen["unsure"] == {"line": 3, "why": "condition"}


@pytest.mark.parametrize(
    ("meaning", "language"),
    [
        (Meaning(Kind.REQUEST, form=Form(language=Language.DE, written=Language.FR)), "de"),
        (Meaning(Kind.REQUEST, form=Form(written=Language.FR, area=(Language.NL,))), "fr"),
        (Meaning(Kind.REQUEST, language=Language.FR, form=Form(area=(Language.NL,))), "fr"),
        (Meaning(Kind.REQUEST, form=Form(area=(Language.DE, Language.FR))), "de"),
        (Meaning(Kind.REQUEST, form=Form()), "nl"),
        (Meaning(Kind.REPLY), None),
        (
            Meaning(
                Kind.REPLY,
                language=Language.NL,
                answer=Answer(commands=(Command(CommandName.LANGUAGE, language=Language.FR),)),
            ),
            "fr",
        ),
    ],
)
def test_the_language_is_the_command_then_the_field_then_the_words_then_the_area(meaning: Meaning, language: str):
    assert shapes.language_of(meaning) == language


def test_the_reference_is_found_in_subject_or_thread():
    assert shapes.reference_in(message(subject="Re: x [ont-2026-0001-K7Q4M2XD]"), "ONT") == "ONT-2026-0001"
    assert shapes.reference_in(message(in_reply_to=("ONT-2026-0012-K7Q4M2XD@mi-is.example",)), "ONT") == "ONT-2026-0012"
    assert shapes.reference_in(message(subject="FRONT-2026-0001"), "ONT") is None


def scheduled() -> Request:
    guest = Guest("els@ocmw.example", Role.REQUESTER, Language.NL)
    agreed = Visit(
        1,
        "juridisch",
        VisitState.AGREED,
        contacts=("jur@mi-is.example",),
        slot=Slot(date(2027, 1, 12), Half.AM),
        host=Host("marc@mi-is.example"),
        guests=(guest,),
        hours={Half.AM: Hours(time(9), time(12, 30))},
        uid="u1",
        sequence=0,
    )
    return Request(
        ref="ONT-2026-0001",
        version=3,
        created_at=NOW,
        language=Language.NL,
        requester=Person("els@ocmw.example", "Peeters", "Els"),
        visits=(agreed, Visit(2, "blas", VisitState.REFUSED)),
        ocmw="OCMW Mol",
        motivation="leren",
        timers=(Timer(TimerName.VISIT_OVER, NOW, 1),),
    )


def test_a_request_is_shown_with_visits_guests_timers_and_trail():
    seen = shapes.shown(scheduled(), [TrailEntry(NOW, "an@mi-is.example", "approved")], None)
    assert list(seen) == [
        "ref", "state", "pending", "language", "requester", "participants", "visits", "timers", "trail",
    ]  # fmt: skip
    assert seen["state"] == "scheduled"
    assert seen["visits"][0] == {
        "number": 1,
        "service": "juridisch",
        "state": "agreed",
        "date": "2027-01-12",
        "half": "am",
        "start": "09:00",
        "end": "12:30",
        "host": "marc@mi-is.example",
        "contacts": ["jur@mi-is.example"],
        "guests": [{"address": "els@ocmw.example", "partstat": "NEEDS-ACTION"}],
        "uid": "u1",
        "sequence": 0,
    }
    assert seen["visits"][1]["date"] is None
    assert seen["visits"][1]["sequence"] is None
    assert seen["timers"] == [{"name": "visit_over", "visit": 1, "due_at": "2026-11-23T08:00:00+00:00"}]
    assert seen["trail"][0]["what"] == "approved"
    json.dumps(seen)


def test_a_pending_decision_is_shown_with_its_commands():
    commands = (Command(CommandName.REFUSE, visits=(1,), text="R1"),)
    seen = shapes.pending(Pending(commands, Role.HR, "an@mi-is.example", NOW, NOW))
    assert seen["by"] == "an@mi-is.example"
    assert seen["commands"][0]["name"] == "refuse"
    assert seen["due_at"] == "2026-11-23T08:00:00+00:00"
