"""How often a mail is tried before it is set aside: an error is the mail's own, an end of the process rarely is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from mailflow.message import Bounds
from mailflow.model.letter import Letter
from mailflow.model.words import Folder
from mailflow.pipeline import Limits
from mailflow.ports import Place
from mailflow.rehearsal import survives
from mailflow.testing.conversation import HR, Conversation
from mailflow.testing.store import MemoryStore
from tests.conversations.scenes import ELS, request_text, talk

OPERATOR = "operator@mi-is.example"


class Killed(BaseException):
    """The process ends without a word."""


class Fatal(Bounds):
    """Bounds at which the process ends as soon as a message is parsed."""

    def __getattribute__(self, name: str) -> object:
        raise Killed


class FatalStore:
    """A store during whose answer about one message the process ends; else it is the one that it stands for."""

    def __init__(self, store: MemoryStore, message_id: str) -> None:
        self._store = store
        self._fatal = message_id

    def letter(self, message_id: str) -> Letter | None:
        if message_id == self._fatal:
            raise Killed
        return self._store.letter(message_id)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def outlived(work: Callable[[], object]) -> bool:
    """Rehearse in this process: its end is an exception here."""
    try:
        work()
    except Killed:
        return False
    except RuntimeError:
        pass
    return True


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
    c.premises = replace(c.premises, survives=outlived)
    while_failing(c, Killed, 4)
    c.mailbox.deliver(c.written(ELS, "Aanvraag", request_text(), {}), c.now)
    lives(c, 3)
    c.step()
    assert len(c.mailbox.messages(Folder.ASIDE)) == 1
    assert c.kinds_to(OPERATOR) == ["operator"]


def test_a_mail_that_ends_the_process_when_it_is_parsed_is_left_and_told_and_the_next_one_is_handled() -> None:
    c = talk()
    good = c.premises.limits
    c.premises = replace(c.premises, survives=outlived, limits=Limits(bounds=Fatal(), hours="always"))
    uid = c.mailbox.deliver(c.written(ELS, "Aanvraag", request_text(), {}), c.now)
    lives(c, 3)
    assert c.store.attempts(Place(1, uid)) == 3
    c.step()
    assert c.store.attempts(Place(1, uid)) == 0
    assert [kept.uid for kept in c.mailbox.messages()] == [uid]
    (told,) = c.letters(to=OPERATOR)
    assert f"bericht UID {uid} kan niet worden gelezen" in told.content.decode()
    c.premises = replace(c.premises, limits=good)
    c.mail("tom.maes@ocmw-geel.example", "Aanvraag", request_text())
    assert c.kinds_to("tom.maes@ocmw-geel.example") == ["received"]
    assert c.kinds_to(OPERATOR) == ["operator"]


def test_a_mail_that_ends_the_process_when_it_is_understood_is_left_unless_its_tag_says_that_it_is_ours() -> None:
    c = talk()
    c.mail(ELS, "Aanvraag", request_text())
    for number, subject in ((2, "Aanvraag"), (3, c.letter("decide").subject)):
        store = FatalStore(c.store, f"mail-{number}@ocmw-geel.example")
        c.premises = replace(c.premises, survives=outlived, store=store)  # type: ignore[arg-type]
        c.mailbox.deliver(c.written("tom.maes@ocmw-geel.example", subject, "Dag", {}), c.now)
        lives(c, 3)
        c.step()
    assert len(c.mailbox.messages()) == 1
    assert len(c.mailbox.messages(Folder.ASIDE)) == 1
    assert c.kinds_to(OPERATOR) == ["operator", "operator"]


def test_a_mail_whose_parsing_fails_is_left_and_told() -> None:
    class Failing(Bounds):
        def __getattribute__(self, name: str) -> object:
            raise RuntimeError("no luck")

    c = talk()
    c.premises = replace(c.premises, limits=Limits(bounds=Failing(), hours="always"))
    assert c.mail(ELS, "Aanvraag", request_text()).outcome == "unavailable"
    assert len(c.mailbox.messages()) == 1
    assert c.kinds_to(OPERATOR) == ["operator"]


def test_a_rehearsal_survives_errors_but_neither_death_nor_standstill() -> None:
    assert survives(lambda: None)
    assert survives(lambda: 1 / 0)
    assert not survives(lambda: os.kill(os.getpid(), signal.SIGSEGV))
    assert not survives(lambda: time.sleep(60), 0.2)
