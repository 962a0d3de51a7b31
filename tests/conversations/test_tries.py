"""How often a mail is tried before it is set aside: an error is the mail's own, an end of the process rarely is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from mailflow.model.words import Folder
from mailflow.rehearsal import survives
from mailflow.testing.conversation import HR, Conversation
from tests.conversations.scenes import ELS, request_text, talk

OPERATOR = "operator@mi-is.example"


class Killed(BaseException):
    """The process ends without a word."""


def while_failing(c: Conversation, fault: Callable[[], BaseException], times: int) -> None:
    """Let whatever is decided next fail so many times."""
    entropy, left = c.premises.entropy, [None] * times

    def failing() -> str:
        if left:
            left.pop()
            raise fault()
        return entropy()

    c.premises = replace(c.premises, entropy=failing)


def lives(c: Conversation, count: int) -> None:
    """Let the process be killed in the middle of its work, and start again."""
    for _ in range(count):
        with pytest.raises(Killed):
            c.step()


def test_a_mail_that_fails_three_times_is_set_aside_and_the_operator_hears_why() -> None:
    c = talk()
    while_failing(c, lambda: RuntimeError("no luck"), 3)
    c.mail(ELS, "Aanvraag", request_text())
    assert len(c.mailbox.messages(Folder.ASIDE)) == 1
    assert c.kinds_to(OPERATOR) == ["operator"]
    assert c.kinds_to(ELS) == []


def test_a_mail_that_fails_twice_is_handled_the_third_time() -> None:
    c = talk()
    while_failing(c, lambda: RuntimeError("no luck"), 2)
    c.mail(ELS, "Aanvraag", request_text())
    assert c.kinds_to(ELS) == ["received"]
    assert c.mailbox.messages(Folder.ASIDE) == ()


def test_a_mail_in_hand_when_the_process_was_killed_again_and_again_is_handled_in_the_end() -> None:
    c = talk()
    while_failing(c, Killed, 50)
    c.mailbox.deliver(c.written(ELS, "Aanvraag", request_text(), {}), c.now)
    lives(c, 50)
    c.step()
    assert c.kinds_to(ELS) == ["received"]
    assert c.kinds_to(HR) == ["decide"]
    assert c.kinds_to(OPERATOR) == []


def test_a_mail_that_kills_the_process_by_itself_is_set_aside_after_three_times() -> None:
    c = talk()
    c.premises = replace(c.premises, survives=lambda work: False)
    while_failing(c, Killed, 3)
    c.mailbox.deliver(c.written(ELS, "Aanvraag", request_text(), {}), c.now)
    lives(c, 3)
    c.step()
    assert len(c.mailbox.messages(Folder.ASIDE)) == 1
    assert c.kinds_to(OPERATOR) == ["operator"]


def test_a_rehearsal_survives_errors_but_neither_death_nor_standstill() -> None:
    assert survives(lambda: None)
    assert survives(lambda: 1 / 0)
    assert not survives(lambda: os.kill(os.getpid(), signal.SIGSEGV))
    assert not survives(lambda: time.sleep(60), 0.2)
