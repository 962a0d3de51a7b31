"""The contract of the store port, held by the store in memory and by the one on disk alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mailflow.model.dates import Exclusion, Hours, Slot, UnclearDate, Wish
from mailflow.model.effect import Standing, TrailEntry
from mailflow.model.letter import Letter, Shown
from mailflow.model.meaning import Command, FlaggedLine, Participant, Pick, UnknownService
from mailflow.model.request import Archived, Decided, Guest, Host, Pending, Person, Request, Timer, Visit
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import (
    CommandName,
    Folder,
    Half,
    Language,
    LetterKind,
    LetterStatus,
    Partstat,
    Role,
    TimerName,
    VisitState,
)
from mailflow.ports import Asked, Attempt, Commit, Due, Mark, Place, Position, Store, Tally
from mailflow.store import open_store, read_store
from mailflow.testing.store import MemoryStore
from tests.adapters.shelved import REFS, answers, fill, short

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
A_SLOT, B_SLOT = Slot(date(2027, 1, 12), Half.AM), Slot(date(2027, 1, 14), Half.PM)


class Reopened:
    """A store on disk that is closed and opened again after each commit, and is read without the lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store = read_store(path)

    def commit(self, commit: Commit) -> None:
        self._write(lambda store: store.commit(commit))

    def archive(self, requests: tuple[Archived, ...]) -> None:
        self._write(lambda store: store.archive(requests))

    def _write(self, change: Callable[[Store], None]) -> None:
        store = open_store(self._path)
        try:
            change(store)
        finally:
            store.close()
        self._store = read_store(self._path)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.fixture(params=["memory", "disk", "reopened"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    make: dict[str, Callable[[], Store]] = {
        "memory": MemoryStore,
        "disk": lambda: open_store(tmp_path / "store.json"),
        "reopened": lambda: Reopened(tmp_path / "store.json"),
    }
    made = make[request.param]()
    yield made
    made.close()


def a_request(ref: str = "ONT-2026-0001", address: str = "els.peeters@ocmw-mol.example", **changes: object) -> Request:
    request = Request(ref, 1, NOW, Language.NL, Person(address, "Peeters", "Els"))
    return dataclasses.replace(request, **changes)


def a_letter(message_id: str = "1@mailflow.example", token: str = "K7Q4M2XD", **changes: object) -> Letter:
    letter = Letter(
        message_id,
        token,
        LetterKind.DECIDE,
        Role.HR,
        "an@hr.example",
        Language.NL,
        "Te beslissen: Peeters",
        NOW,
        b"Subject: =?utf-8?q?=C3=A9?=\r\n\r\n\x00\xff\r\n",
        ref="ONT-2026-0001",
    )
    return dataclasses.replace(letter, **changes)


def a_mark(message_id: str = "m1@ocmw.example", digest: str = "d1", **changes: object) -> Mark:
    mark = Mark(message_id, digest, "request", Folder.DONE, Place(7, 12), NOW, ref="ONT-2026-0001")
    return dataclasses.replace(mark, **changes)


def everything() -> Request:
    """A request in which every field differs from its default."""
    visit = Visit(
        number=1,
        service="blas",
        state=VisitState.AGREED,
        theme="FEAD",
        contacts=("blas@mi.example",),
        cc=("chef@mi.example",),
        hr=("hr2@mi.example",),
        confirm=False,
        hours={Half.AM: Hours(time(9), time(12, 30)), Half.PM: Hours(time(13, 30), time(16, 30))},
        notes=("nota",),
        proposed=(A_SLOT, B_SLOT),
        suited=(A_SLOT,),
        offered=(A_SLOT,),
        rounds=1,
        slot=A_SLOT,
        host=Host("marc@mi.example", "Marc", "02 123", Language.FR),
        guests=(Guest("a@b.example", Role.REQUESTER, Language.DE, "A", Partstat.ACCEPTED, 2, NOW),),
        uid="u-1@mailflow",
        sequence=3,
        stamp_at=NOW,
        reason="agenda vol",
        reason_code="R1",
        need="rounds",
        no_show=True,
        wishes=(Wish(date(2027, 1, 12), Half.AM, "blas", 1),),
        exclude=(Exclusion(None, 3, Half.PM), Exclusion(date(2027, 2, 1))),
    )
    command = Command(
        CommandName.PAUSE,
        (1,),
        (Pick("A", 1),),
        (Wish(date(2027, 1, 13)),),
        (Exclusion(weekday=5),),
        (UnclearDate("morgen", "vague", 3, (date(2027, 1, 1),)),),
        "x@y.example",
        "tot later",
        ("reason",),
        4,
        date(2027, 3, 1),
        2,
        Language.FR,
    )
    return Request(
        ref="ONT-2026-0007",
        version=9,
        created_at=NOW,
        language=Language.FR,
        requester=Person("els@ocmw.example", "Peeters", "Els", "0470", "maatschappelijk werker"),
        visits=(visit,),
        participants=(Participant("Maes", "Jo", "jo@ocmw.example"),),
        ocmw="OCMW Mol",
        ocmw_nis="13025",
        area=(Language.NL,),
        motivation="Omdat é ü ß\n€ \U0001f600",
        remarks="geen",
        supervisor_agreement=True,
        wishes=(Wish(date(2027, 1, 12)),),
        exclude=(Exclusion(date(2027, 1, 13)),),
        unclear_dates=(UnclearDate("1/2", "ambiguous"),),
        unknown_services=(UnknownService("FEAD", 4, ("blas", "activering")),),
        maybe_services=("hrm",),
        sources={"name": 3, "motivation": 12},
        flags=("out_of_scope",),
        lines=(FlaggedLine(4, "dossier", "file"),),
        forwarded_by="chef@ocmw.example",
        contact="Greet Verschraegen",
        source_message_id="m@ocmw.example",
        subject="Stage",
        asked=1,
        gave_up_asking=True,
        pending=Pending((command,), Role.HR, "an@hr.example", NOW, NOW + HOUR, "p@hr.example", held=True),
        decided=(Decided(1, "approve", "An", NOW),),
        later=date(2027, 3, 15),
        timers=(Timer(TimerName.UNDO, NOW + HOUR, 1),),
        unclear_steps=("hr:an@hr.example:9",),
        closed="expired",
        heard_at=NOW,
        feedback=("goed",),
    )


def test_a_request_comes_back_as_it_was(store: Store) -> None:
    request = everything()
    plain = Request("", 0, NOW, Language.NL, Person(""))
    same = {
        field.name
        for field in dataclasses.fields(request)
        if getattr(request, field.name) == getattr(plain, field.name)
    }
    assert len(dataclasses.fields(request)) - len(same) >= 30
    store.commit(Commit(requests=(request, a_request())))
    assert store.request("ONT-2026-0007") == request
    assert store.request("ONT-2026-0001") == a_request()
    assert store.request("ONT-2026-0002") is None


def test_text_that_is_no_clean_unicode_comes_back_as_it_was(store: Store) -> None:
    request = a_request(motivation="half a surrogate \udcff, a zero \x00, a line end \u2028")
    store.commit(Commit(requests=(request,)))
    assert store.request(request.ref) == request


def test_a_letter_comes_back_octet_for_octet(store: Store) -> None:
    letter = a_letter(
        content=bytes(range(256)),
        text="Beste,\n\n> é",
        version=3,
        of=LetterKind.CHOOSE,
        visits=(1, 2),
        shown=(Shown(1, (A_SLOT, B_SLOT)), Shown(2, ())),
        status=LetterStatus.UNDELIVERABLE,
        not_before_at=NOW,
        next_try_at=NOW + HOUR,
        tries=3,
        sent_at=NOW,
        problem="550 5.1.1",
    )
    store.commit(Commit(letters=(letter,)))
    assert store.letter(letter.message_id) == letter
    assert store.letter("unknown@mailflow.example") is None


def test_what_was_committed_does_not_change_with_what_the_caller_does_later(store: Store) -> None:
    sources = {"name": 3}
    store.commit(Commit(requests=(a_request(sources=sources),)))
    sources["name"] = 4
    found = store.request("ONT-2026-0001")
    assert found is not None
    with suppress(TypeError):
        found.sources["name"] = 5
    again = store.request("ONT-2026-0001")
    assert again is not None
    assert again.sources == {"name": 3}


def test_the_hours_of_a_visit_do_not_change_either(store: Store) -> None:
    store.commit(Commit(requests=(everything(),)))
    found = store.request("ONT-2026-0007")
    assert found is not None
    with suppress(TypeError):
        found.visits[0].hours.clear()
    assert store.request("ONT-2026-0007") == everything()


def test_a_later_commit_replaces_the_request_with_its_reference(store: Store) -> None:
    store.commit(Commit(requests=(a_request(),)))
    changed = a_request(version=2, motivation="Omdat")
    store.commit(Commit(requests=(changed,)))
    assert store.request("ONT-2026-0001") == changed
    assert list(store.requests()) == [changed]


def test_references_are_numbered_per_year_and_taken_by_a_commit(store: Store) -> None:
    assert store.next_ref("ONT", 2026) == "ONT-2026-0001"
    assert store.next_ref("ONT", 2026) == "ONT-2026-0001"
    store.commit(Commit(requests=(a_request("ONT-2026-0001"), a_request("ONT-2026-0002"))))
    assert store.next_ref("ONT", 2026) == "ONT-2026-0003"
    assert store.next_ref("ONT", 2027) == "ONT-2027-0001"
    assert store.next_ref("STG", 2026) == "STG-2026-0003"


def test_a_reference_is_never_given_again(store: Store) -> None:
    store.commit(Commit(requests=(a_request("ONT-2026-0001"), a_request("ONT-2026-0002"))))
    store.commit(Commit(removed=("ONT-2026-0002", "ONT-2026-0001")))
    assert list(store.requests()) == []
    assert store.next_ref("ONT", 2026) == "ONT-2026-0003"


def test_requests_come_oldest_reference_first_also_beyond_four_digits(store: Store) -> None:
    refs = ["ONT-2026-10000", "ONT-2026-9999", "ONT-2025-0003", "ONT-2027-0001"]
    store.commit(Commit(requests=tuple(a_request(ref) for ref in refs)))
    ordered = ["ONT-2025-0003", "ONT-2026-9999", "ONT-2026-10000", "ONT-2027-0001"]
    assert [request.ref for request in store.requests()] == ordered
    assert [request.ref for request in store.requests_of("els.peeters@ocmw-mol.example")] == ordered
    assert store.next_ref("ONT", 2026) == "ONT-2026-10001"


def test_a_person_is_found_as_requester_and_as_participant_whatever_the_case(store: Store) -> None:
    participants = (Participant("Maes", "Jo", "Jo@OCMW.example"), Participant("Zonder", email=""))
    first, second = a_request(participants=participants), a_request("ONT-2026-0002", "JO@ocmw.example")
    store.commit(Commit(requests=(first, second)))
    assert store.requests_of("jo@ocmw.EXAMPLE") == (first, second)
    assert store.requests_of("els.peeters@ocmw-mol.example") == (first,)
    assert store.requests_of("") == ()
    store.commit(Commit(requests=(a_request(version=2),)))
    assert store.requests_of("jo@ocmw.example") == (second,)


def test_a_request_is_found_by_the_uid_of_a_visit_and_by_its_mail(store: Store) -> None:
    visits = (Visit(1, "blas", uid="u1"), Visit(2, "hrm", uid="u2"), Visit(3, "ict", former_uids=("u0",)))
    request = a_request(visits=visits, source_message_id="m@ocmw.example")
    store.commit(Commit(requests=(request, a_request("ONT-2026-0002"))))
    assert store.request_by_uid("u2") == request
    assert store.request_by_uid("u0") == request, "an answer to an event given up still finds its request"
    assert store.request_by_uid("u3") is None
    assert store.request_by_uid("") is None
    assert store.request_by_source("m@ocmw.example") == request
    assert store.request_by_source("") is None
    store.commit(Commit(requests=(a_request(version=2, visits=visits[:1]),)))
    assert store.request_by_uid("u2") is None
    assert store.request_by_source("m@ocmw.example") is None


def test_earlier_requests_are_told_in_short_with_the_day_in_brussels(store: Store) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    old = a_request(created_at=late, visits=(Visit(1, "blas"), Visit(2, "hrm")), closed="withdrawn", ocmw="OCMW Mol")
    store.commit(Commit(requests=(old, a_request("ONT-2026-0002"))))
    told = store.earlier("Els.Peeters@ocmw-mol.example", but="ONT-2026-0002")
    assert told == (Earlier("ONT-2026-0001", "withdrawn", date(2026, 11, 24), ("blas", "hrm")),)


def test_a_trail_only_grows_in_order(store: Store) -> None:
    steps = [
        TrailEntry(NOW - n * HOUR, "hr", f"step {n}", "detail", "m@x.example", ("rule a: fired",)) for n in range(5)
    ]
    store.commit(Commit(trail=(("ONT-2026-0001", steps[0]), ("ONT-2026-0002", steps[1]), ("ONT-2026-0001", steps[2]))))
    store.commit(Commit(trail=(("ONT-2026-0001", steps[3]),)))
    assert store.trail("ONT-2026-0001") == (steps[0], steps[2], steps[3])
    assert store.trail("ONT-2026-0002") == (steps[1],)
    assert store.trail("ONT-2026-0003") == ()


def test_a_letter_is_found_by_token_and_by_request(store: Store) -> None:
    first, second = a_letter("1@x", "AAAAAAAA", created_at=NOW + HOUR), a_letter("2@x", "BBBBBBBB")
    loose = a_letter("3@x", "", ref="")
    store.commit(Commit(letters=(first, second, loose)))
    assert store.letter_by_token("AAAAAAAA") == store.letter_by_token("aaaaaaaa") == first
    assert store.letter_by_token("CCCCCCCC") is None
    assert store.letter_by_token("") is None
    assert store.letters("ONT-2026-0001") == (second, first)
    assert store.letters("ONT-2026-0002") == ()


def test_letters_leave_when_they_may_oldest_first(store: Store) -> None:
    now, held = a_letter("1@x", created_at=NOW + HOUR), a_letter("2@x", created_at=NOW, not_before_at=NOW + 2 * HOUR)
    again = a_letter("3@x", created_at=NOW - HOUR, not_before_at=NOW, next_try_at=NOW + 3 * HOUR)
    store.commit(Commit(letters=(now, held, again)))
    assert store.letters_due(NOW) == (now,)
    assert store.letters_due(NOW + 2 * HOUR - timedelta(microseconds=1)) == (now,)
    assert store.letters_due(NOW + 2 * HOUR) == (held, now)
    assert store.letters_due(NOW + 3 * HOUR) == (again, held, now)
    assert store.next_due() == NOW + HOUR
    store.commit(Commit(letters=(dataclasses.replace(now, status=LetterStatus.SENT),)))
    assert store.next_due() == NOW + 2 * HOUR
    store.commit(Commit(letters=(dataclasses.replace(held, next_try_at=NOW + 4 * HOUR),)))
    assert store.next_due() == NOW + 3 * HOUR
    assert [letter.message_id for letter in store.letters_due(NOW + 9 * HOUR)] == ["3@x", "2@x"]


def test_letters_that_wait_or_failed_stay_open(store: Store) -> None:
    letters = tuple(a_letter(f"{status.value}@x", status=status) for status in LetterStatus)
    store.commit(Commit(letters=letters))
    assert store.letters_open() == tuple(letter for letter in letters if letter.status is not LetterStatus.SENT)
    assert [letter.status for letter in store.letters_due(NOW)] == [LetterStatus.WAITING]


def test_letters_to_an_address_are_counted_since_a_moment(store: Store) -> None:
    letters = tuple(a_letter(f"{n}@x", created_at=NOW + n * HOUR) for n in range(4))
    store.commit(Commit(letters=(*letters, a_letter("other@x", address="bea@hr.example"))))
    assert store.letters_since("AN@hr.example", NOW + 2 * HOUR) == 2
    assert store.letters_since("an@hr.example", NOW) == 4
    assert store.letters_since("nobody@hr.example", NOW) == 0
    store.commit(Commit(letters=(dataclasses.replace(letters[3], tries=1),)))
    assert store.letters_since("an@hr.example", NOW) == 4


def test_a_message_was_seen_when_both_message_id_and_digest_are_the_same(store: Store) -> None:
    mark = a_mark()
    store.commit(Commit(marks=(mark,)))
    assert store.mark("m1@ocmw.example", "d1") == mark
    assert store.mark("m1@ocmw.example", "other") is None
    assert store.mark("other@ocmw.example", "d1") is None
    assert store.mark("m1@ocmw.example", "") == mark
    assert store.mark("", "d1") == mark
    assert store.mark("", "") is None


def test_two_messages_of_the_same_text_keep_a_mark_each(store: Store) -> None:
    first, second = a_mark("m1@x", "same"), a_mark("m2@x", "same", handled_at=NOW + HOUR)
    store.commit(Commit(marks=(first, second)))
    assert store.mark("m1@x", "same") == first
    assert store.mark("m2@x", "same") == second
    assert store.mark("", "same") == second


def test_a_mark_that_lacks_one_is_found_by_the_other(store: Store) -> None:
    nameless, unread = a_mark("", "d1"), a_mark("m2@x", "")
    store.commit(Commit(marks=(nameless, unread)))
    assert store.mark("added@gateway.example", "d1") == nameless
    assert store.mark("m2@x", "d2") == unread


def test_moves_that_are_owed_and_messages_set_aside_are_listed(store: Store) -> None:
    done, aside = a_mark("m1@x", "d1"), a_mark("m2@x", "d2", outcome="quarantined", target=Folder.ASIDE, why="x")
    alone = a_mark("m3@x", "d3", outcome="other", target=Folder.INBOX)
    store.commit(Commit(marks=(dataclasses.replace(aside, handled_at=NOW + HOUR), done, alone)))
    assert [mark.digest for mark in store.unmoved()] == ["d1", "d2"]
    store.commit(Commit(marks=(dataclasses.replace(done, moved=True), dataclasses.replace(aside, moved=True))))
    assert store.unmoved() == ()
    assert store.set_aside() == (dataclasses.replace(aside, moved=True),)
    store.commit(Commit(marks=(dataclasses.replace(aside, outcome="request", target=Folder.DONE),)))
    assert store.set_aside() == ()


def test_attempts_are_counted_and_forgotten(store: Store) -> None:
    place = Place(7, 12)
    assert store.attempts(place) == 0
    store.commit(Commit(attempt=Attempt(place, 2, "TimeoutError")))
    assert store.attempts(place) == 2
    assert store.attempts(Place(8, 12)) == store.attempts(Place(7, 13)) == 0
    store.commit(Commit(attempt=Attempt(place, 0)))
    assert store.attempts(place) == 0
    store.commit(Commit(attempt=Attempt(place, 0)))


def test_positions_are_kept_per_folder(store: Store) -> None:
    first, second = Position("INBOX", 7, 12, NOW), Position("INBOX", 8, 1, NOW)
    store.commit(Commit(position=first))
    store.commit(Commit(position=Position("Andere", 1, 1, NOW)))
    assert store.position("INBOX") == first
    store.commit(Commit(position=second))
    assert store.position("INBOX") == second
    assert store.position("Nergens") is None


def test_timers_fall_due_earliest_first_and_go_with_their_request(store: Store) -> None:
    late, early = Timer(TimerName.PROGRESS, NOW + 2 * HOUR), Timer(TimerName.UNDO, NOW, 1)
    other = Timer(TimerName.THANKS, NOW + HOUR)
    store.commit(Commit(requests=(a_request(timers=(late, early)), a_request("ONT-2026-0002", timers=(other,)))))
    assert store.next_due() == NOW
    assert store.timers_due(NOW - HOUR) == ()
    assert store.timers_due(NOW + HOUR) == (Due("ONT-2026-0001", early), Due("ONT-2026-0002", other))
    store.commit(Commit(requests=(a_request(version=2, timers=(late,)),)))
    assert store.timers_due(NOW + 9 * HOUR) == (Due("ONT-2026-0002", other), Due("ONT-2026-0001", late))
    assert store.next_due() == NOW + HOUR
    store.commit(Commit(requests=(a_request(version=3), a_request("ONT-2026-0002"))))
    assert store.next_due() is None


def test_slots_on_offer_and_agreed_are_reserved(store: Store) -> None:
    host = Host("Marc@mi.example")
    visits = (
        Visit(1, "blas", VisitState.PROPOSED, proposed=(A_SLOT, B_SLOT)),
        Visit(2, "hrm", VisitState.PROPOSED, proposed=(A_SLOT, B_SLOT), suited=(B_SLOT,)),
        Visit(3, "ict", VisitState.OFFERED, proposed=(A_SLOT,), offered=(B_SLOT, B_SLOT)),
        Visit(4, "fin", VisitState.AGREED, offered=(A_SLOT, B_SLOT), slot=A_SLOT, host=host),
        Visit(5, "jur", VisitState.CANCELLED, slot=A_SLOT),
        Visit(6, "com", VisitState.APPROVED),
    )
    request = a_request(visits=visits, participants=(Participant("Maes", "Jo", "Jo@ocmw.example"),))
    store.commit(Commit(requests=(request,)))
    people = ("els.peeters@ocmw-mol.example", "jo@ocmw.example")
    held = [(r.visit, r.service, r.slot, r.agreed) for r in store.reservations()]
    assert held == [
        (1, "blas", A_SLOT, False),
        (1, "blas", B_SLOT, False),
        (2, "hrm", B_SLOT, False),
        (3, "ict", B_SLOT, False),
        (4, "fin", A_SLOT, True),
    ]
    assert store.reservations()[-1] == Reservation("fin", A_SLOT, request.ref, 4, True, people, "marc@mi.example")
    store.commit(Commit(requests=(dataclasses.replace(request, closed="expired"),)))
    assert [r.visit for r in store.reservations()] == [4]
    store.commit(Commit(requests=(a_request(version=3),)))
    assert store.reservations() == ()


def test_standings_and_languages_are_remembered(store: Store) -> None:
    standing = Standing("blas", date(2027, 2, 15), 2, (3, 5))
    store.commit(Commit(standings=(standing, Standing("hrm")), languages=(("Els@ocmw.example", Language.FR),)))
    store.commit(Commit(standings=(Standing("hrm", per_month=1),), languages=(("els@ocmw.example", Language.DE),)))
    assert store.standings() == {"blas": standing, "hrm": Standing("hrm", per_month=1)}
    assert store.languages() == {"els@ocmw.example": Language.DE}
    store.languages().clear()
    assert store.languages()


def test_when_somebody_was_last_answered_is_remembered(store: Store) -> None:
    store.commit(
        Commit(asked=(Asked("X@y.example", "how_to_ask", NOW + HOUR), Asked("x@y.example", "how_to_ask", NOW)))
    )
    store.commit(Commit(asked=(Asked("x@y.example", "how_to_ask", NOW),)))
    assert store.asked("x@Y.example", "how_to_ask") == NOW + HOUR
    assert store.asked("x@y.example", "loop") is None
    assert store.asked_why("x@y.example", "how_to_ask") == ""


def test_the_words_noted_with_an_answer_are_those_of_the_latest(store: Store) -> None:
    store.commit(Commit(asked=(Asked("the house", "trouble", NOW, "no route"),)))
    store.commit(Commit(asked=(Asked("the house", "trouble", NOW + HOUR, "login refused"),)))
    store.commit(Commit(asked=(Asked("the house", "trouble", NOW, "no route"),)))
    assert store.asked_why("the house", "trouble") == "login refused"
    assert store.asked_why("the house", "other") == ""


def test_the_clock_never_goes_backwards(store: Store) -> None:
    assert store.clock() is None
    store.commit(Commit(clock=NOW + HOUR))
    store.commit(Commit(clock=NOW))
    store.commit(Commit(requests=(a_request(),)))
    assert store.clock() == NOW + HOUR


def test_a_removed_request_goes_with_all_that_belongs_to_it(store: Store) -> None:
    timer = Timer(TimerName.UNDO, NOW)
    visits = (Visit(1, "blas", VisitState.AGREED, slot=A_SLOT, uid="u1"),)
    gone = a_request(visits=visits, timers=(timer,), source_message_id="m@x")
    kept = a_request("ONT-2026-0002")
    trail = tuple((ref, TrailEntry(NOW, "hr", "x")) for ref in ("ONT-2026-0001", "ONT-2026-0002"))
    letters = (a_letter(), a_letter("2@x", "BBBBBBBB", ref="ONT-2026-0002"))
    marks = (a_mark(), a_mark("m2@x", "d2", ref="ONT-2026-0002"))
    store.commit(Commit(requests=(gone, kept), trail=trail, letters=letters, marks=marks))
    note = TrailEntry(NOW, "operator", "purged another request")
    store.commit(Commit(removed=("ONT-2026-0001", "ONT-2026-0099"), trail=(("ONT-2026-0002", note),)))
    assert list(store.requests()) == [kept]
    assert store.trail("ONT-2026-0001") == store.letters("ONT-2026-0001") == ()
    assert (store.letter_by_token("K7Q4M2XD"), store.mark("m1@ocmw.example", "d1")) == (None, None)
    assert (store.request_by_uid("u1"), store.request_by_source("m@x")) == (None, None)
    assert store.timers_due(NOW) == store.reservations() == ()
    assert len(store.trail("ONT-2026-0002")) == 2
    assert store.letters_open() == letters[1:]
    assert store.unmoved() == marks[1:]
    assert store.letters_since("an@hr.example", NOW) == 1


def test_a_forgotten_person_leaves_no_trace_outside_requests(store: Store) -> None:
    letters = (a_letter("1@x", ref="", address="Els@x.example"), a_letter("2@x", ref="", address="jo@x.example"))
    languages = (("els@x.example", Language.FR), ("jo@x.example", Language.FR))
    asked = (Asked("els@x.example", "how_to_ask", NOW), Asked("jo@x.example", "how_to_ask", NOW))
    store.commit(Commit(letters=letters, languages=languages, asked=asked))
    store.commit(Commit(forgotten=("ELS@x.example",)))
    assert store.languages() == {"jo@x.example": Language.FR}
    assert store.asked("els@x.example", "how_to_ask") is None
    assert store.letters("") == letters[1:]


def test_old_marks_expire_when_nothing_is_left_to_do(store: Store) -> None:
    old = [
        a_mark("m1@x", "moved", ref="", moved=True),
        a_mark("m2@x", "left alone", ref="", target=Folder.INBOX, outcome="other"),
        a_mark("m3@x", "not moved", ref=""),
        a_mark("m4@x", "of a request", moved=True),
        a_mark("m5@x", "aside", ref="", moved=True, outcome="quarantined", target=Folder.ASIDE),
        a_mark("m6@x", "young", ref="", moved=True, handled_at=NOW + HOUR),
    ]
    letters = (a_letter("1@x", ref="", status=LetterStatus.SENT), a_letter("2@x", ref=""), a_letter("3@x"))
    asked = (Asked("x@y.example", "a", NOW), Asked("x@y.example", "b", NOW + HOUR))
    store.commit(Commit(marks=tuple(old), letters=letters, asked=asked))
    store.commit(Commit(expired_before=NOW + HOUR))
    kept = [mark.digest for mark in old if store.mark(mark.message_id, mark.digest)]
    assert kept == ["not moved", "of a request", "aside", "young"]
    assert [store.letter(letter.message_id) is None for letter in letters] == [True, False, False]
    assert (store.asked("x@y.example", "a"), store.asked("x@y.example", "b")) == (None, NOW + HOUR)


def test_a_discarded_letter_goes_alone(store: Store) -> None:
    letters = (a_letter(), a_letter("2@x", "BBBBBBBB"))
    store.commit(Commit(letters=letters))
    store.commit(Commit(discarded=("1@mailflow.example", "9@x")))
    assert store.letters("ONT-2026-0001") == letters[1:]
    assert store.letter_by_token("K7Q4M2XD") is None
    assert store.letters_open() == letters[1:]


def test_a_reworded_trail_keeps_its_length_and_grows_on(store: Store) -> None:
    said = [TrailEntry(NOW, "jo@x.example", "note", text) for text in ("one", "two", "three")]
    store.commit(Commit(trail=tuple(("ONT-2026-0001", entry) for entry in said)))
    clean = tuple(dataclasses.replace(entry, who="[erased]") for entry in said)
    more = TrailEntry(NOW, "hr", "x")
    store.commit(Commit(reworded=(("ONT-2026-0001", clean[:2]),), trail=(("ONT-2026-0001", more),)))
    assert store.trail("ONT-2026-0001") == (*clean[:2], said[2], more)


def test_a_trail_that_goes_is_not_reworded(store: Store) -> None:
    entry = TrailEntry(NOW, "jo@x.example", "note")
    store.commit(Commit(requests=(a_request(),), trail=(("ONT-2026-0001", entry),)))
    store.commit(Commit(removed=("ONT-2026-0001",), reworded=(("ONT-2026-0001", (entry,)),)))
    assert store.trail("ONT-2026-0001") == ()


def test_tallies_add_up_by_kind(store: Store) -> None:
    held = Tally("2026-11", "blas", Language.NL, "held")
    refused = Tally("2026-11", "blas", Language.NL, "refused", 2)
    store.commit(Commit(tallies=(held, refused, held)))
    store.commit(Commit(tallies=(dataclasses.replace(held, count=3),)))
    assert store.tallies() == (dataclasses.replace(held, count=5), refused)


def test_the_marks_of_a_request_are_found_oldest_first(store: Store) -> None:
    late, early = a_mark(handled_at=NOW + HOUR), a_mark("m2@x", "d2")
    store.commit(Commit(marks=(late, early, a_mark("m3@x", "d3", ref=""))))
    assert store.marks("ONT-2026-0001") == (early, late)


def test_an_empty_commit_does_nothing(store: Store) -> None:
    store.commit(Commit())
    assert list(store.requests()) == []
    assert store.next_due() is None


def test_archived_requests_answer_every_look_up_by_a_key(store: Store) -> None:
    fill(store)
    before = answers(store)
    store.archive(short())
    assert answers(store) == before
    assert list(store.archived()) == list(short())
    store.archive(short())
    assert answers(store) == before


def test_archived_requests_are_left_out_of_what_goes_through_all(store: Store) -> None:
    request = a_request(
        timers=(Timer(TimerName.UNDO, NOW),), visits=(Visit(1, "blas", VisitState.AGREED, slot=A_SLOT),)
    )
    aside = a_mark("m2@x", "d2", outcome="quarantined", target=Folder.ASIDE, moved=True)
    store.commit(Commit(requests=(request, a_request("ONT-2026-0002")), letters=(a_letter(),), marks=(a_mark(), aside)))
    store.archive(short("ONT-2026-0001"))
    assert [each.ref for each in store.requests()] == ["ONT-2026-0002"]
    assert [each.ref for each in store.requests(archived=True)] == ["ONT-2026-0001", "ONT-2026-0002"]
    assert store.letters_due(NOW) == store.letters_open() == store.unmoved() == store.set_aside() == ()
    assert store.timers_due(NOW) == store.reservations() == ()
    assert store.next_due() is None
    assert store.letters_since("an@hr.example", NOW) == 0
    assert store.next_ref("ONT", 2026) == "ONT-2026-0003"


def test_what_a_commit_says_of_an_archived_request_brings_it_back(store: Store) -> None:
    fill(store)
    store.archive(short())
    late = TrailEntry(NOW, "els@x.example", "answered")
    sent = dataclasses.replace(store.letters(REFS[1])[0], status=LetterStatus.UNDELIVERABLE)
    seen = dataclasses.replace(store.marks(REFS[2])[0], ref="")
    store.commit(Commit(trail=((REFS[0], late),), letters=(sent,), marks=(seen,)))
    assert [each.ref for each in store.requests()] == list(REFS[:3])
    assert [each.ref for each in store.archived()] == [REFS[3]]
    assert [step.what for step in store.trail(REFS[0])] == ["asked", "held", "answered"]
    assert store.letters_open() == store.letters(REFS[1]) == (sent,)
    assert (store.marks(REFS[2]), store.mark(seen.message_id, seen.digest)) == ((), seen)


def test_an_archived_request_is_removed_and_reworded_like_any_other(store: Store) -> None:
    fill(store)
    store.archive(short())
    clean = tuple(dataclasses.replace(step, who="[erased]") for step in store.trail(REFS[1]))
    (letter,) = store.letters(REFS[2])
    store.commit(Commit(removed=(REFS[0],), reworded=((REFS[1], clean),), discarded=(letter.message_id,)))
    assert set(answers(store, REFS[0])[REFS[0]]) == {None, ()}
    assert store.trail(REFS[1]) == clean
    assert (store.letters(REFS[2]), store.letter_by_token(letter.token)) == ((), None)
    assert [each.ref for each in store.requests(archived=True)] == list(REFS[1:])
    assert [each.ref for each in store.archived()] == [REFS[3]]


def test_only_requests_that_are_there_are_archived(store: Store) -> None:
    store.commit(Commit(trail=(("ONT-2026-0001", TrailEntry(NOW, "hr", "x")),)))
    store.archive(short("ONT-2026-0001"))
    assert list(store.archived()) == []
    assert len(store.trail("ONT-2026-0001")) == 1
