"""Every calendar mail of every conversation is held against the rules of iTIP, whatever the test is about."""

from collections.abc import Iterator

import pytest

from mailflow.testing.conversation import Conversation
from tests.itip_rules import calendar_mails, check_story


@pytest.fixture(autouse=True)
def every_calendar_mail_keeps_the_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    begun: list[Conversation] = []
    begin = Conversation.__init__

    def noted(self: Conversation, *args: object, **kwargs: object) -> None:
        begin(self, *args, **kwargs)  # type: ignore[arg-type]
        begun.append(self)

    monkeypatch.setattr(Conversation, "__init__", noted)
    yield
    for conversation in begun:
        check_story(calendar_mails(conversation.sent, conversation.premises.people.mailbox))
