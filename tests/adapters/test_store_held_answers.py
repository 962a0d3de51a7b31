"""A calendar answer that is held, and the story of an event, survive the file that requests are kept in."""

import json
from datetime import UTC, datetime

from mailflow.model.meaning import Answer, CalendarAnswer
from mailflow.model.request import Held, Person, Request, Visit
from mailflow.model.words import Language, Method, Partstat, Role
from mailflow.store.records import document, record

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_held_calendar_answer_and_former_events_are_read_back_as_they_were() -> None:
    said = CalendarAnswer(
        Method.COUNTER,
        "u1",
        "els@mol.example",
        Partstat.TENTATIVE,
        2,
        NOW,
        NOW,
        (NOW, NOW),
        "één uur later",
        email="e@x",
    )
    held = Held("h1", Role.REQUESTER, "e@x", "other_address", NOW, Answer(), calendar=said, visits=(1,))
    visit = Visit(1, "blas", uid="u1", former_uids=("u0",), consent_from=2, mover="e@x", mover_sequence=2)
    request = Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@mol.example"), (visit,), held=(held,))
    again = record(Request, json.loads(json.dumps(document(request))), "requests")
    assert again == request


def test_a_request_stored_before_these_fields_existed_is_read_with_their_defaults() -> None:
    request = Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@mol.example"), (Visit(1, "blas", uid="u1"),))
    old = json.loads(json.dumps(document(request)))
    for name in ("former_uids", "consent_from", "mover_sequence"):
        del old["visits"][0][name]
    assert record(Request, old, "requests") == request
