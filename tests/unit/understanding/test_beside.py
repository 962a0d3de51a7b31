"""What a guest wrote beside a calendar answer, and whose meeting an answer is about."""

from datetime import UTC, datetime

import pytest

from mailflow.message import parse
from mailflow.model.meaning import CalendarAnswer
from mailflow.model.words import Kind, Method
from mailflow.pipeline.reading import inspect
from mailflow.understanding.beside import written_beside
from mailflow.understanding.invitation import is_written, may_be_ours, read_calendar, read_order
from tests.calendar_answers import PROGRAMS, Said, outlook
from tests.itip_rules import Sent

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
UID = "0f8fad5b-d9cb-469f-a165-70867728950e"
START, END = datetime(2027, 1, 12, 8, tzinfo=UTC), datetime(2027, 1, 12, 11, 30, tzinfo=UTC)
ASKED = Sent("REQUEST", UID, 0, NOW, START, END, "CONFIRMED", "hrm@mi-is.example", "els@mol.example", "", True, "", b"", b"")  # fmt: skip
FOREIGN = ("meeting-12@example.com", "7cv2n5@google.com", "040000008200E00074C5B7101A82E00800000000", "20270112T0800-1")


def said(**how):
    return Said(ASKED, "els@mol.example", **how)


def mail(text, headers=""):
    return parse(f"From: els@mol.example\n{headers}Content-Type: text/plain; charset=utf-8\n\n{text}".encode(), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Els Peeters has accepted this invitation.",
        "Els Peeters has declined your event invitation",
        "Els Peeters heeft de uitnodiging voor deze afspraak geweigerd.",
        "Els Peeters a proposé une nouvelle heure pour cet événement.",
        "Els Peeters hat den Termin unter Vorbehalt angenommen.",
        "When: Tuesday 12 January\nWhere: Brussels",
        "________________________________",
    ],
)
def test_what_a_program_says_is_said_by_nobody(text):
    assert written_beside(mail(text), CalendarAnswer(Method.REPLY, UID)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Ik kan de uitnodiging helaas niet aanvaarden, ik ben ziek.",
        "Kan het ook een dag later?",
        "Nous serons deux.",
        "Ich habe den Termin angenommen, komme aber erst um zehn.",
    ],
)
def test_what_a_person_says_is_kept(text):
    assert written_beside(mail(text), CalendarAnswer(Method.REPLY, UID)) == text


def test_the_comment_goes_before_the_text_of_the_mail():
    answer = CalendarAnswer(Method.REPLY, UID, comment=" Tot dan \n")
    assert written_beside(mail("Els has accepted the event"), answer) == "Tot dan"


def test_the_text_of_an_automatic_mail_is_said_by_nobody():
    assert written_beside(mail("Tot dan", "Auto-Submitted: auto-generated\n"), CalendarAnswer(Method.REPLY, UID)) == ""


@pytest.mark.parametrize("program", PROGRAMS)
def test_inspect_calls_an_answer_to_a_nameless_event_a_calendar_answer(program, rulebook):
    _, meaning = inspect(PROGRAMS[program](said()), rulebook, NOW)
    assert meaning.kind is Kind.CALENDAR
    assert meaning.calendar[0].uid == UID


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("uid", FOREIGN)
def test_inspect_leaves_answers_to_other_meetings_alone(program, uid, rulebook):
    _, meaning = inspect(PROGRAMS[program](said(uid=uid)), rulebook, NOW)
    assert (meaning.kind, meaning.calendar) == (Kind.OTHER, ())


def test_ours_are_random_uuids_and_nothing_else():
    assert may_be_ours(UID)
    assert may_be_ours(UID.upper())
    assert not any(may_be_ours(uid) for uid in (*FOREIGN, f"{UID}@google.com", ""))


@pytest.mark.parametrize("method", ["REQUEST", "ADD", "PUBLISH", "DECLINECOUNTER", "CANCEL"])
def test_an_order_about_our_event_is_recognised_as_one(method):
    message = parse(outlook(said(method=method)), NOW)
    order = read_order(message, lambda uid: uid == UID)
    assert order is not None
    assert (order.method.value, order.uid) == (method, UID)
    assert read_order(message, lambda _uid: False) is None


def test_what_hangs_on_a_persons_words_is_no_order():
    raw = outlook(said(method="CANCEL", text="Wat is dit?", headers=(("In-Reply-To", "<a@b.example>"),)))
    message = parse(raw, NOW)
    assert is_written(message)
    assert read_order(message, lambda _uid: True) is None
    assert read_calendar(message, lambda _uid: True) == ()


def test_an_answer_in_a_thread_stays_an_answer():
    raw = outlook(said(text="Tot dan", headers=(("In-Reply-To", "<a@b.example>"),)))
    assert read_calendar(parse(raw, NOW), lambda _uid: True)
