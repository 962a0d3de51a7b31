"""The life of an invitation over whole stories: UID, SEQUENCE, DTSTAMP, who hears what (facts A to C; RFC 5546 §2.1).

Besides what each test says, every calendar mail is held against ``tests/itip_rules.py`` (see ``conftest.py``).
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mailflow.errors import MailboxUnreachable
from mailflow.model.dates import Slot
from mailflow.model.words import Half, RequestState, VisitState
from mailflow.ports import Commit
from mailflow.testing.conversation import BRUSSELS, HR, MAILBOX
from tests.calendar_answers import outlook
from tests.conversations.invited import AN, BOB, COMPANIONS, LIEN, events, guest, invited, noted, says, told
from tests.conversations.scenes import ELS, agreed, offered, request_text, talk

MARC = "marc.lens@pod.example"


def history(c, address=ELS):
    return [(e.method, e.sequence) for e in events(c) if e.guest == address]


def test_two_visits_are_two_events_with_their_own_numbers():
    c = agreed("Juridische dienst, Studiedienst")
    assert len({e.uid for e in events(c)}) == 2
    assert {e.sequence for e in events(c)} == {0}
    c.reply(next(x for x in c.letters("agreed", LIEN)), "VERPLAATSEN 21/01/2027 vm")
    assert sorted(v.sequence for v in c.request().visits) == [0, 1]


def test_moved_twice_then_cancelled_is_one_event_with_rising_numbers():
    c = invited()
    uid = c.visit(1).uid
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 14/01/2027 vm")
    c.reply(c.letter("moved", LIEN), "VERPLAATSEN 21/01/2027 nm")
    c.reply(c.letter("moved", ELS), "ANNULEREN")
    for address in (ELS, LIEN):
        assert history(c, address) == [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3)]
    assert {e.uid for e in events(c)} == {uid}
    assert c.request().state is RequestState.WITHDRAWN


def test_two_moves_within_one_second_have_two_stamps():
    c = invited()
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 14/01/2027 vm")
    c.reply(c.letter("moved", LIEN), "VERPLAATSEN 21/01/2027 vm")
    stamps = [e.stamp for e in events(c) if e.guest == ELS]
    assert stamps == sorted(set(stamps))
    assert len(stamps) == 3


def test_the_clock_may_go_back_and_the_stamps_still_grow():
    c = invited()
    before = events(c)[-1].stamp
    c.now -= timedelta(hours=3)
    c.deliver(outlook(says(c, method="REFRESH")))
    assert events(c)[-1].stamp > before


def test_a_date_given_up_and_found_again_is_a_new_event():
    c = invited()
    first = c.visit(1).uid
    c.deliver(outlook(says(c, partstat="DECLINED")))
    c.reply(c.letter("which_dates", LIEN), "OK")
    c.reply(c.letter("choose", ELS), "OK")
    second = c.visit(1).uid
    assert second != first
    assert [(e.uid == first, e.method, e.sequence) for e in events(c) if e.guest == ELS] == [
        (True, "REQUEST", 0),
        (True, "CANCEL", 1),
        (False, "REQUEST", 0),
    ]


def test_a_withdrawn_visit_that_comes_back_is_a_new_event():
    c = invited()
    first = c.visit(1).uid
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    c.reply(c.letter("cancelled", ELS), "Ik wil toch graag een nieuwe datum")
    if c.visit(1).state is VisitState.REQUESTED:
        c.reply(c.letter("decide", HR), "akkoord")
    c.reply(c.letter("which_dates", LIEN), "OK")
    c.reply(c.letter("choose", ELS), "OK")
    assert c.visit(1).state is VisitState.AGREED
    assert c.visit(1).uid != first
    assert first in c.visit(1).former_uids


@pytest.mark.parametrize("answered", ["ACCEPTED", "TENTATIVE"])
def test_another_host_the_old_one_leaves_and_the_others_keep_their_answer(answered):
    c = invited(COMPANIONS)
    c.deliver(outlook(says(c, ELS, answered)))
    count, before = len(events(c)), c.visit(1)
    c.reply(c.letter("agreed", LIEN), f"GASTHEER {MARC}")
    new = {e.guest: e for e in events(c)[count:]}
    assert set(new) == {LIEN, ELS, AN, BOB, MARC}
    assert (new[LIEN].method, new[LIEN].status, new[LIEN].sequence) == ("CANCEL", "", 1)
    for address in (ELS, AN, BOB, MARC):
        assert (new[address].method, new[address].status) == ("REQUEST", "CONFIRMED")
        assert (new[address].start, new[address].uid) == (events(c)[0].start, before.uid)
    assert new[ELS].partstat == answered
    assert new[MARC].partstat == "NEEDS-ACTION"
    assert guest(c, ELS).partstat == answered
    assert "De datum ligt vast" in c.letter("agreed", MARC).text
    assert "opnieuw" in c.letter("agreed", ELS).text


def test_an_answer_under_way_while_the_host_changes_still_counts():
    c = invited()
    said = says(c)
    c.reply(c.letter("agreed", LIEN), f"GASTHEER {MARC}")
    c.deliver(outlook(said))
    assert guest(c, ELS).partstat == "ACCEPTED"


def test_the_host_who_left_hears_nothing_of_the_cancellation_and_answers_for_nobody():
    c = invited()
    old = says(c, LIEN, "DECLINED", number=9)
    c.reply(c.letter("agreed", LIEN), f"GASTHEER {MARC}")
    c.deliver(outlook(old))
    assert c.visit(1).state is VisitState.AGREED
    assert "not_invited" in noted(c)
    count = len(c.sent)
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    assert {address for kind, address in told(c, count) if kind == "cancelled"} == {ELS, MARC}


def test_the_same_host_again_changes_nothing():
    c = invited()
    count = len(events(c))
    c.reply(c.letter("agreed", LIEN), f"GASTHEER {LIEN}")
    assert len(events(c)) == count
    assert c.visit(1).sequence == 0


def test_a_refresh_is_a_small_change():
    c = invited()
    c.deliver(outlook(says(c)))
    c.deliver(outlook(says(c, method="REFRESH", number=2)))
    first, again = (e for e in events(c) if e.guest == ELS)
    assert (again.sequence, again.start, again.partstat) == (first.sequence, first.start, "ACCEPTED")
    assert again.stamp > first.stamp


@pytest.mark.parametrize("word", ["ziek", "VERPLAATSEN", "ANNULEREN"])
@pytest.mark.parametrize("address", [ELS, LIEN])
def test_who_gives_the_date_up_sends_everybody_a_cancel(word, address):
    c = invited(COMPANIONS)
    count = len(events(c))
    c.reply(c.letter("agreed", address), word)
    new = events(c)[count:]
    assert {e.guest for e in new} == {ELS, AN, BOB, LIEN}
    assert {(e.method, e.status, e.sequence) for e in new} == {("CANCEL", "CANCELLED", 1)}
    assert all(e.start == events(c)[0].start for e in new), "the reader sees what is cancelled"


def test_declined_after_the_answer_was_yes():
    c = invited()
    c.deliver(outlook(says(c, LIEN)))
    c.deliver(outlook(says(c, LIEN, "DECLINED", number=2)))
    assert c.visit(1).state is VisitState.PROPOSED
    assert history(c) == [("REQUEST", 0), ("CANCEL", 1)]


def test_cancelled_after_a_decline_by_a_companion():
    c = invited(COMPANIONS)
    c.deliver(outlook(says(c, AN, "DECLINED")))
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    assert history(c, AN) == [("REQUEST", 0), ("CANCEL", 1)]


def test_ordinary_letters_carry_no_calendar_object():
    c = invited()
    c.pass_time(days=60)
    kinds = {x.kind.value for x in c.sent if b"text/calendar" in x.content}
    assert kinds == {"agreed"}
    assert {"practical", "thanks"} <= set(c.kinds_to(ELS))


# ------------------------------------------------------------------------------------------ hours around the clock change


AROUND = [
    (date(2027, 3, 26), 1),
    (date(2027, 3, 30), 2),
    (date(2027, 10, 29), 2),
    (date(2027, 11, 3), 1),
]


@pytest.mark.parametrize(("day", "hours"), AROUND)
@pytest.mark.parametrize("half", ["vm", "nm"])
def test_hours_are_right_on_the_days_around_a_clock_change(day, hours, half):
    c = invited(began=datetime.combine(day - timedelta(days=40), time(9), BRUSSELS))
    c.reply(c.letter("agreed", LIEN), f"VERPLAATSEN {day:%d/%m/%Y} {half}")
    slot = c.visit(1, "ONT-2027-0001").slot
    assert slot == Slot(day, Half.AM if half == "vm" else Half.PM)
    event = events(c)[-1]
    rules = c.premises.rulebook
    local = {**rules.office.hours, **rules.services["studiedienst"].hours}[slot.half].start
    assert event.start == datetime.combine(day, local, UTC) - timedelta(hours=hours)
    assert f"{local:%H%M}00".encode() in event.octets


def test_the_timers_of_a_visit_keep_the_hours_over_a_clock_change():
    c = invited(began=datetime(2027, 2, 15, 9, tzinfo=BRUSSELS))
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 30/03/2027 vm")
    over = next(t.due_at for t in c.request("ONT-2027-0001").timers if t.name.value == "visit_over")
    assert over == events(c)[-1].end


# --------------------------------------------------------------------------------------------------------- after a crash


class Crash(RuntimeError):
    """The process dies here."""


def step_of(c, raw):
    c.mailbox.deliver(raw, c.now)
    c.step()


def test_a_crash_before_the_commit_leads_to_one_change():
    c = invited()
    raw = outlook(says(c, LIEN, "DECLINED"))
    commit = c.store.commit

    def die(what: Commit) -> None:
        if what.requests:
            raise MailboxUnreachable("the power fails")
        commit(what)

    c.store.commit = die
    with pytest.raises(MailboxUnreachable):
        step_of(c, raw)
    c.store.commit = commit
    assert c.visit(1).state is VisitState.AGREED
    c.step()
    assert history(c) == [("REQUEST", 0), ("CANCEL", 1)]


def test_a_crash_before_sending_sends_the_same_bytes_once_more():
    c = invited()
    works, gone = c.sender, []

    class Dies:
        def send(self, address: str, content: bytes) -> None:
            gone.append(content)
            raise Crash(address)

    c.sender = Dies()
    with pytest.raises(Crash):
        c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    c.sender = works
    c.pass_time(hours=5)
    again = [x.content for x in c.letters("moved")]
    assert gone[0] in again, "Message-ID, SEQUENCE and DTSTAMP are those of before"
    assert history(c) == [("REQUEST", 0), ("REQUEST", 1)]
    assert c.visit(1).sequence == 1


def test_the_same_mail_read_twice_raises_no_number():
    c = invited()
    raw = c.written(LIEN, f"RE: {c.letter('agreed', LIEN).subject}", "VERPLAATSEN 21/01/2027 vm", {})
    c.deliver(raw)
    c.deliver(raw)
    assert c.visit(1).sequence == 1
    assert history(c) == [("REQUEST", 0), ("REQUEST", 1)]


# ----------------------------------------------------------------------------------------------------- words and settings


def test_each_guest_reads_the_event_in_their_own_language():
    c = agreed("Juridische dienst")
    summaries = {e.guest: e.octets.split(b"SUMMARY:")[1].split(b"\r\n")[0].decode() for e in events(c)}
    assert summaries[ELS].startswith("Ontdekkingsstage")
    assert summaries["claire.dumont@pod.example"].startswith("Visite de Peeters")


def test_an_invitation_tells_how_to_answer_without_a_calendar():
    c = invited()
    text = c.letter("agreed", ELS).text
    for word in ("VERPLAATSEN", "ANNULEREN"):
        assert word.lower() in text.lower()


def test_a_message_id_is_never_used_twice():
    c = invited(COMPANIONS)
    c.reply(c.letter("agreed", LIEN), "VERPLAATSEN 21/01/2027 vm")
    ids = [x.message_id for x in c.sent]
    assert len(set(ids)) == len(ids)
    assert all(x.message_id.endswith(MAILBOX.partition("@")[2]) for x in c.sent)


def test_dates_that_are_only_on_offer_are_in_nobodys_calendar():
    c = offered("Studiedienst")
    assert events(c) == []


def test_a_visit_agreed_by_phone_is_invited_at_once():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
    c.reply(c.letter("decide"), "DATUM 21/01/2027 vm")
    c.pass_time(minutes=30)
    assert {(e.guest, e.method, e.sequence) for e in events(c)} == {(ELS, "REQUEST", 0), (LIEN, "REQUEST", 0)}


def test_a_cancellation_at_night_does_not_overtake_the_invitation_that_waits_for_the_morning():
    c = offered("Studiedienst", hours="08:00-18:00")
    c.pass_time(hours=11)
    c.reply(c.letter("choose", ELS), "OK")
    assert [e.guest for e in events(c)] == [ELS], "the host's invitation waits for the office hours"
    c.reply(c.letter("agreed", ELS), "ziek")
    assert history(c, LIEN) == [("REQUEST", 0), ("CANCEL", 1)]
    c.pass_time(days=1)
    assert history(c, LIEN) == [("REQUEST", 0), ("CANCEL", 1)]
