"""What the operator can put right: letters tried again, mail put back, orders handed to a running daemon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.errors import MailboxUnreachable, MailflowError
from mailflow.model.letter import Letter
from mailflow.model.words import Folder, Language, LetterKind, LetterStatus, Role
from mailflow.orders import Order, Wanted, answer_to, attend, carry_out, directory, hand_over
from mailflow.ports import Commit, Mark, Place
from mailflow.testing.mailbox import FakeMailbox
from mailflow.testing.store import MemoryStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAIL = b"From: els@ocmw.example\r\nMessage-ID: <a@ocmw.example>\r\nSubject: x\r\n\r\nhello\r\n"


def letter(number: int, status: LetterStatus, ref: str = "ONT-2026-0001") -> Letter:
    return Letter(
        message_id=f"{number}@mi-is.example",
        token=f"TOKEN{number:03}",
        kind=LetterKind.RECEIVED,
        role=Role.REQUESTER,
        address="els@ocmw.example",
        language=Language.NL,
        subject="Ontdekkingsstage",
        created_at=NOW - timedelta(days=3),
        content=b"Subject: Ontdekkingsstage\r\n\r\n",
        ref=ref,
        status=status,
        tries=9,
        next_try_at=NOW + timedelta(hours=4),
    )


def store_with(*letters: Letter) -> MemoryStore:
    store = MemoryStore()
    store.commit(Commit(letters=letters))
    return store


def aside(message_id: str) -> Mark:
    return Mark(message_id, "d" * 64, "quarantined", Folder.ASIDE, Place(1, 1), NOW, why="it could not be read")


def test_a_letter_that_was_given_up_waits_again_and_may_leave_at_once():
    store = store_with(letter(1, LetterStatus.GIVEN_UP), letter(2, LetterStatus.REFUSED, "ONT-2026-0002"))
    said = carry_out(Order(Wanted.RETRY, "ont-2026-0001"), store, FakeMailbox(), NOW)
    assert said == "1 letter will be tried at once"
    assert [one.message_id for one in store.letters_due(NOW)] == ["1@mi-is.example"]
    assert store.letter("1@mi-is.example").tries == 0
    assert store.letter("2@mi-is.example").status is LetterStatus.REFUSED


def test_without_a_name_every_letter_is_tried_again():
    store = store_with(letter(1, LetterStatus.GIVEN_UP), letter(2, LetterStatus.WAITING))
    assert carry_out(Order(Wanted.RETRY), store, FakeMailbox(), NOW) == "2 letters will be tried at once"
    assert len(store.letters_due(NOW)) == 2


def test_a_letter_that_waits_for_office_hours_keeps_waiting_for_them():
    waiting = replace(letter(1, LetterStatus.WAITING), not_before_at=NOW + timedelta(hours=1))
    store = store_with(waiting)
    carry_out(Order(Wanted.RETRY, "<1@mi-is.example>"), store, FakeMailbox(), NOW)
    assert store.letters_due(NOW) == ()


def test_a_letter_that_was_sent_is_not_sent_again():
    with pytest.raises(MailflowError, match="no letter waits or failed under ONT-2026-0001"):
        carry_out(Order(Wanted.RETRY, "ONT-2026-0001"), store_with(letter(1, LetterStatus.SENT)), FakeMailbox(), NOW)


def test_what_was_set_aside_is_put_back_into_the_watched_folder():
    store, mailbox = MemoryStore(), FakeMailbox()
    store.commit(Commit(marks=(aside("a@ocmw.example"),)))
    mailbox.deliver(MAIL, NOW, Folder.ASIDE)
    said = carry_out(Order(Wanted.PUT_BACK), store, mailbox, NOW)
    assert said == "1 message put back; handled again in the next round"
    assert len(mailbox.messages(Folder.INBOX)) == 1


def test_what_was_left_in_the_inbox_arrives_anew():
    store, mailbox = MemoryStore(), FakeMailbox()
    uid = mailbox.deliver(MAIL, NOW)
    left = replace(aside("a@ocmw.example"), target=Folder.INBOX, place=Place(mailbox.position(None).validity, uid))
    store.commit(Commit(marks=(left,)))
    assert carry_out(Order(Wanted.PUT_BACK), store, mailbox, NOW).startswith("1 message put back")
    (lying,) = mailbox.messages(Folder.INBOX)
    assert lying.uid > uid
    (mark,) = store.set_aside()
    assert mark.moved
    assert mark.target is Folder.ASIDE


def test_what_people_have_moved_away_cannot_be_put_back():
    store = MemoryStore()
    store.commit(Commit(marks=(aside("a@ocmw.example"),)))
    with pytest.raises(MailflowError, match="neither the folder"):
        carry_out(Order(Wanted.PUT_BACK, "a@ocmw.example"), store, FakeMailbox(), NOW)
    with pytest.raises(MailflowError, match=r"nothing is set aside under b@ocmw\.example"):
        carry_out(Order(Wanted.PUT_BACK, "b@ocmw.example"), store, FakeMailbox(), NOW)


def test_an_order_left_for_the_daemon_is_carried_out_and_answered(tmp_path: Path):
    path = tmp_path / "mailflow.json"
    store = store_with(letter(1, LetterStatus.GIVEN_UP))
    file = hand_over(path, Order(Wanted.RETRY))
    assert attend(path, store, FakeMailbox(), NOW) == 1
    assert answer_to(file, 1) == "1 letter will be tried at once"
    assert list(directory(path).iterdir()) == []
    assert attend(path, store, FakeMailbox(), NOW) == 0


def test_an_order_that_means_nothing_is_answered_too(tmp_path: Path):
    path = tmp_path / "mailflow.json"
    file = hand_over(path, Order(Wanted.RETRY, "ONT-2026-0009"))
    attend(path, MemoryStore(), FakeMailbox(), NOW)
    with pytest.raises(MailflowError, match="no letter waits or failed under ONT-2026-0009"):
        answer_to(file, 1)


def test_a_file_that_is_no_order_stops_nobody(tmp_path: Path):
    path = tmp_path / "mailflow.json"
    directory(path).mkdir()
    (directory(path) / "0.json").write_text("{", encoding="utf-8")
    file = hand_over(path, Order(Wanted.RETRY))
    assert attend(path, store_with(letter(1, LetterStatus.GIVEN_UP)), FakeMailbox(), NOW) == 2
    assert answer_to(file, 1) == "1 letter will be tried at once"


def test_while_the_mailbox_is_unreachable_the_order_stays(tmp_path: Path):
    class Unreachable(FakeMailbox):
        def put_back(self, folder: Folder, message_id: str) -> bool:
            raise MailboxUnreachable

    path = tmp_path / "mailflow.json"
    store = MemoryStore()
    store.commit(Commit(marks=(aside("a@ocmw.example"),)))
    file = hand_over(path, Order(Wanted.PUT_BACK))
    assert attend(path, store, Unreachable(), NOW) == 0
    assert file.exists()


def test_without_an_answer_the_command_does_not_wait_for_ever(tmp_path: Path):
    assert answer_to(hand_over(tmp_path / "mailflow.json", Order(Wanted.RETRY)), 0.2) is None
