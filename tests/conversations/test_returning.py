"""A mail that HR says is no request goes back to the INBOX, whatever happens to the connection meanwhile."""

from __future__ import annotations

import pytest

from mailflow.errors import MailboxUnreachable, MoveRefused, TemporaryError
from mailflow.model.words import Folder
from tests.conversations.scenes import asked


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
