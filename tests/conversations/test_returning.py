"""Mails go where they belong, and back, whatever happens to the connection or the process meanwhile."""

from __future__ import annotations

import pytest

from mailflow.errors import MailboxUnreachable, MoveRefused, TemporaryError
from mailflow.model.words import Folder
from mailflow.ports import Place
from tests.conversations.scenes import ELS, asked, request_text, talk


@pytest.mark.parametrize("fault", [MailboxUnreachable(), MoveRefused()])
def test_a_mail_that_could_not_go_back_at_once_goes_back_later(fault: TemporaryError) -> None:
    c = asked()
    put_back, faults = c.mailbox.put_back, [fault]

    def flaky(folder: Folder, message_id: str) -> bool:
        if faults:
            raise faults.pop()
        return put_back(folder, message_id)

    c.mailbox.put_back = flaky  # type: ignore[method-assign]
    try:
        c.reply(c.letter("decide"), "Geen aanvraag")
    except MailboxUnreachable:
        # The commit stands; the daemon comes back to what is left to be done.
        c.pass_time(minutes=1)
    assert c.request().closed == "not_a_request"
    c.pass_time(minutes=1)
    assert [kept.raw.count(b"Aanvraag") for kept in c.mailbox.messages(Folder.INBOX)] == [1]
    c.pass_time(minutes=1)
    assert len(c.mailbox.messages(Folder.INBOX)) == 1
    assert list(c.store.unmoved()) == []


class Killed(BaseException):
    """The process ends without a word."""


def test_a_mail_that_was_moved_just_before_a_kill_is_known_to_lie_where_it_belongs() -> None:
    c = talk()
    move, kills = c.mailbox.move, [Killed()]

    def deadly(place: Place, folder: Folder) -> bool:
        moved = move(place, folder)
        if kills:
            raise kills.pop()
        return moved

    c.mailbox.move = deadly  # type: ignore[method-assign]
    c.mailbox.deliver(c.written(ELS, "Aanvraag", request_text(), {}), c.now)
    with pytest.raises(Killed):
        c.step()
    c.step()
    assert len(c.mailbox.messages(Folder.DONE)) == 1
    assert c.kinds_to(ELS) == ["received"]
    mark = c.store.mark(c.request().source_message_id, "")
    assert mark is not None
    assert (mark.target, mark.moved) == (Folder.DONE, True)
