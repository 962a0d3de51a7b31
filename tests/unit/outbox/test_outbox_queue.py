"""The outbox: what is sent, what is tried again and when, and when it is given up (SPEC §11.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from mailflow.errors import StoreUnwritable
from mailflow.model.letter import Letter
from mailflow.model.words import Language, LetterKind, LetterStatus, Role
from mailflow.outbox import DeliveryLimits, deliver_due
from mailflow.ports import Asked, Commit, Outcome
from mailflow.testing.sender import DEFERRED, DOWN, REFUSED, FakeSender
from mailflow.testing.store import MemoryStore

NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def letter(number: int, at: datetime = NOW) -> Letter:
    return Letter(
        message_id=f"{number}.ABCDEFGH@mi-is.example",
        token=f"ABCDEF{number:02}",
        kind=LetterKind.RECEIVED,
        role=Role.REQUESTER,
        address=f"p{number}@ocmw-mol.example",
        language=Language.NL,
        subject="Ontdekkingsstage: aanvraag ontvangen",
        created_at=at + timedelta(seconds=number),
        content=b"Subject: Ontdekkingsstage\r\n\r\nGoeiedag\r\n",
        ref="ONT-2027-0001",
    )


def store_with(*letters: Letter) -> MemoryStore:
    store = MemoryStore()
    store.commit(Commit(letters=letters))
    return store


def stored(store: MemoryStore, number: int) -> Letter:
    found = store.letter(f"{number}.ABCDEFGH@mi-is.example")
    assert found is not None
    return found


def limits(per_minute: int = 0) -> DeliveryLimits:
    return DeliveryLimits(per_minute=per_minute)


LATER = NOW + MINUTE


def test_letters_leave_oldest_first_and_are_noted_as_sent() -> None:
    store, sender = store_with(letter(2), letter(1), letter(3)), FakeSender()
    done = deliver_due(store, sender, LATER, limits())
    assert sender.tried == ["p1@ocmw-mol.example", "p2@ocmw-mol.example", "p3@ocmw-mol.example"]
    assert {one.letter.status for one in done} == {LetterStatus.SENT}
    assert stored(store, 1) == replace(letter(1), status=LetterStatus.SENT, sent_at=LATER, tries=1, first_try_at=LATER)
    assert deliver_due(store, sender, LATER, limits()) == ()


def test_each_outcome_is_committed_before_the_next_letter_is_tried() -> None:
    store = store_with(letter(1), letter(2))
    seen = []
    sender = FakeSender(before=lambda address, _: seen.append((address, stored(store, 1).status)))
    deliver_due(store, sender, LATER, limits())
    assert seen == [("p1@ocmw-mol.example", LetterStatus.WAITING), ("p2@ocmw-mol.example", LetterStatus.SENT)]


def test_a_letter_that_may_not_leave_yet_stays() -> None:
    store = store_with(replace(letter(1), not_before_at=NOW + timedelta(hours=2)))
    assert deliver_due(store, FakeSender(), LATER, limits()) == ()
    assert len(deliver_due(store, FakeSender(), NOW + timedelta(hours=2), limits())) == 1


def test_a_deferred_letter_is_tried_again_later_with_the_same_bytes_while_others_leave() -> None:
    store, sender = store_with(letter(1), letter(2)), FakeSender(answers=[DEFERRED])
    first, second = deliver_due(store, sender, LATER, limits())
    assert (first.outcome, second.outcome) == (Outcome.DEFERRED, Outcome.SENT)
    waiting = stored(store, 1)
    assert (waiting.status, waiting.tries, waiting.problem) == (LetterStatus.WAITING, 1, "451 4.3.0 later")
    assert waiting.next_try_at is not None
    assert 45 <= (waiting.next_try_at - LATER).total_seconds() <= 75
    assert deliver_due(store, sender, LATER, limits()) == ()
    deliver_due(store, sender, waiting.next_try_at, limits())
    assert sender.sent[-1].content == letter(1).content
    assert stored(store, 1).problem == ""


def test_delays_grow_up_to_some_hours() -> None:
    store, sender, now = store_with(letter(1)), FakeSender(by_address={"p1@ocmw-mol.example": DEFERRED}), LATER
    delays = []
    for _ in range(12):
        deliver_due(store, sender, now, limits())
        again = stored(store, 1).next_try_at
        assert again is not None
        delays.append(again - now)
        now = again
    assert delays[0] < timedelta(minutes=2)
    assert all(earlier < later for earlier, later in pairwise(delays[:8]))
    assert max(delays) == timedelta(hours=4)


def test_a_letter_is_given_up_after_two_days_of_trying_and_not_before() -> None:
    store, sender, now = store_with(letter(1)), FakeSender(by_address={"p1@ocmw-mol.example": DEFERRED}), LATER
    while stored(store, 1).status is LetterStatus.WAITING:
        deliver_due(store, sender, now, limits())
        last, now = now, stored(store, 1).next_try_at or now
    assert stored(store, 1).status is LetterStatus.GIVEN_UP
    assert last == LATER + timedelta(days=2)
    assert stored(store, 1).problem == "451 4.3.0 later"
    assert 15 < len(sender.tried) < 40
    assert deliver_due(store, sender, now + timedelta(days=9), limits()) == ()


def test_two_days_are_counted_from_the_first_try_not_from_the_writing() -> None:
    store, sender = store_with(letter(1)), FakeSender(answers=[DEFERRED])
    deliver_due(store, sender, NOW + timedelta(days=5), limits())
    assert stored(store, 1).status is LetterStatus.WAITING


def test_a_refused_letter_is_never_tried_again() -> None:
    store, sender = store_with(letter(1)), FakeSender(answers=[REFUSED])
    (done,) = deliver_due(store, sender, LATER, limits())
    assert (done.letter.status, done.detail) == (LetterStatus.REFUSED, "550 5.1.1 no such mailbox")
    assert stored(store, 1).problem == "550 5.1.1 no such mailbox"
    assert deliver_due(store, sender, NOW + timedelta(days=1), limits()) == ()


def test_what_follows_from_a_failure_is_in_the_same_commit() -> None:
    store, sender = store_with(letter(1), letter(2)), FakeSender(answers=[REFUSED])
    heard = []

    def tell_hr(failed: Letter) -> Commit:
        heard.append((failed.address, failed.status))
        return Commit(letters=(letter(9),), asked=(Asked("hr@mi-is.example", "told", LATER),))

    deliver_due(store, sender, LATER, limits(), tell_hr)
    assert heard == [("p1@ocmw-mol.example", LetterStatus.REFUSED)]
    (commit,) = [commit for commit in store.commits if commit.asked]
    assert [one.message_id[0] for one in commit.letters] == ["1", "9"]
    assert stored(store, 9).status is LetterStatus.WAITING


def test_a_server_that_is_down_ends_the_round_and_is_left_in_peace() -> None:
    store = store_with(*(letter(number) for number in range(1, 6)))
    sender, kept = FakeSender(answers=[DOWN, DOWN]), limits()
    assert len(deliver_due(store, sender, LATER, kept)) == 1
    assert deliver_due(store, sender, LATER, kept) == ()
    again = kept.free_at(LATER)
    assert timedelta(seconds=45) < again - LATER < timedelta(seconds=75)
    assert stored(store, 1).next_try_at == again
    assert stored(store, 2) == letter(2)
    assert len(deliver_due(store, sender, again, kept)) == 1
    assert kept.free_at(again) - again > again - LATER
    done = deliver_due(store, sender, kept.free_at(again), kept)
    assert [one.outcome for one in done] == [Outcome.SENT] * 5


def test_the_operator_can_ask_for_a_try_at_once() -> None:
    store, sender, kept = store_with(letter(1), letter(2)), FakeSender(answers=[DOWN]), limits()
    deliver_due(store, sender, LATER, kept)
    kept.resume()
    assert kept.free_at(LATER) == LATER
    assert [one.letter.address for one in deliver_due(store, sender, LATER, kept)] == ["p2@ocmw-mol.example"]


def test_no_more_than_so_many_leave_in_a_minute() -> None:
    store, sender = store_with(*(letter(number) for number in range(1, 8))), FakeSender()
    kept, now = limits(per_minute=3), LATER
    counts = []
    while store.letters_due(now):
        counts.append(len(deliver_due(store, sender, now, kept)))
        assert deliver_due(store, sender, now, kept) == ()
        now = kept.free_at(now)
    assert counts == [3, 3, 1]
    assert now - LATER == 2 * MINUTE


def test_the_minute_slides() -> None:
    store, sender, kept = (
        store_with(letter(1), letter(2), letter(3)),
        FakeSender(answers=[DEFERRED]),
        limits(per_minute=2),
    )
    deliver_due(store, sender, LATER, kept)
    assert kept.free_at(LATER + 30 * MINUTE / 60) == LATER + MINUTE


@pytest.mark.parametrize("backwards", [timedelta(hours=1), timedelta(days=30)])
def test_a_clock_that_is_set_back_stops_nothing(backwards: timedelta) -> None:
    store, sender, kept = store_with(letter(1)), FakeSender(), limits(per_minute=1)
    deliver_due(store, sender, LATER, kept)
    store.commit(Commit(letters=(letter(2, NOW - backwards),)))
    assert len(deliver_due(store, sender, LATER - backwards, kept)) == 1


class FullDisk(MemoryStore):
    """A store whose disk is full from time to time."""

    full = False

    def commit(self, commit: Commit) -> None:
        if self.full:
            raise StoreUnwritable
        super().commit(commit)


def test_a_letter_that_could_not_be_noted_is_not_sent_again() -> None:
    store, sender, kept = FullDisk(), FakeSender(), limits()
    store.commit(Commit(letters=(letter(1), letter(2))))
    store.full = True
    for _ in range(3):
        with pytest.raises(StoreUnwritable):
            deliver_due(store, sender, LATER, kept)
    assert sender.tried == ["p1@ocmw-mol.example"]
    store.full = False
    deliver_due(store, sender, LATER, kept)
    assert sender.tried == ["p1@ocmw-mol.example", "p2@ocmw-mol.example"]
    assert stored(store, 1).status is LetterStatus.SENT


def invitation(number: int, kind: LetterKind) -> Letter:
    guest = "els@ocmw-mol.example"
    return replace(letter(number), kind=kind, address=guest, visits=(1,))


def test_a_cancellation_does_not_overtake_an_invitation_that_was_deferred() -> None:
    store, sender = (
        store_with(invitation(1, LetterKind.AGREED), invitation(2, LetterKind.CANCELLED)),
        FakeSender([DEFERRED]),
    )
    allowed = limits()
    deliver_due(store, sender, LATER, allowed)
    assert len(sender.tried) == 1
    again = stored(store, 2).next_try_at
    assert again == stored(store, 1).next_try_at, "nothing is due before: no busy loop"
    assert again is not None
    deliver_due(store, sender, again, allowed)
    assert [one.status for one in (stored(store, 1), stored(store, 2))] == [LetterStatus.SENT, LetterStatus.SENT]
    assert len(sender.tried) == 3


def test_a_cancellation_does_not_wait_for_an_invitation_to_somebody_else() -> None:
    other = replace(invitation(1, LetterKind.AGREED), address="lien@pod.example", not_before_at=NOW + 60 * MINUTE)
    another_visit = replace(invitation(3, LetterKind.AGREED), visits=(2,), not_before_at=NOW + 60 * MINUTE)
    store, sender = store_with(other, invitation(2, LetterKind.CANCELLED), another_visit), FakeSender()
    deliver_due(store, sender, LATER, limits())
    assert stored(store, 2).status is LetterStatus.SENT


def test_an_invitation_that_was_refused_holds_nothing_up() -> None:
    store, sender = (
        store_with(invitation(1, LetterKind.AGREED), invitation(2, LetterKind.CANCELLED)),
        FakeSender([REFUSED]),
    )
    deliver_due(store, sender, LATER, limits())
    assert stored(store, 1).status is LetterStatus.REFUSED
    assert stored(store, 2).status is LetterStatus.SENT
