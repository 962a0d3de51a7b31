"""The round trip: mailflow writes to itself, and hears it when that letter does not come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.model.letter import Letter
from mailflow.model.words import Folder, Kind, LetterStatus
from mailflow.pipeline.premises import Probing
from mailflow.pipeline.probing import round_trip
from mailflow.ports import HOUSE, MAILBOX_READ, Asked, Commit
from mailflow.testing.conversation import MAILBOX, PEOPLE, Conversation
from tests.conversations.attacks import EVE
from tests.conversations.scenes import ELS, request_text, talk

OPERATOR = PEOPLE.operator
PROBING = Probing(every=timedelta(hours=1), within=timedelta(minutes=15))


class Loop:
    """A mailflow whose letters to itself arrive, as long as ``arrives`` says so."""

    def __init__(self, probing: Probing | None = PROBING) -> None:
        self.talk = talk()
        self.talk.premises = replace(self.talk.premises, probing=probing)
        self.arrives = True
        self.lost: list[Letter] = []
        self._seen = 0

    def turn(self, **later: float) -> None:
        """Let time pass, then make a pass and read the mailbox to its end, as the daemon does."""
        self.talk.now += timedelta(**later)
        self.talk.step()
        for letter in self.talk.sent[self._seen :]:
            if letter.kind.value == "probe" and self.arrives:
                self.deliver(letter)
            elif letter.kind.value == "probe":
                self.lost.append(letter)
        self._seen = len(self.talk.sent)
        self.talk.store.commit(Commit(asked=(Asked(HOUSE, MAILBOX_READ, self.talk.now),)))
        self.talk.step()

    def deliver(self, letter: Letter) -> None:
        self.talk.mailbox.deliver(letter.content, self.talk.now)

    def told(self) -> list[str]:
        return [letter.subject for letter in self.talk.letters(to=OPERATOR)]

    @property
    def probes(self) -> list[Letter]:
        return self.talk.letters("probe")


def lying(talk: Conversation) -> list[int]:
    return [len(talk.mailbox.messages(folder)) for folder in Folder]


def test_a_probe_that_is_back_leaves_nothing_in_the_mailbox_and_nobody_hears_of_it() -> None:
    loop = Loop()
    loop.turn()
    loop.turn(minutes=20)
    assert [letter.address for letter in loop.talk.sent] == [MAILBOX]
    assert not round_trip(loop.talk.store).under_way
    assert lying(loop.talk) == [0, 0, 0]


def test_probes_go_on_all_day_whatever_the_limit_of_letters_to_one_address() -> None:
    loop = Loop()
    for _ in range(30):
        loop.turn(hours=1)
    assert len(loop.probes) == 30
    assert loop.told() == []


def test_without_being_switched_on_no_probe_is_sent() -> None:
    loop = Loop(probing=None)
    loop.turn(hours=5)
    assert loop.talk.sent == []


def test_a_probe_that_is_not_back_in_time_is_told_once_however_long_it_lasts() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.turn(minutes=14)
    loop.turn(seconds=30)
    assert loop.told() == []
    for _ in range(12):
        loop.turn(minutes=20)
    assert loop.told() == ["mailflow: actie nodig"]
    letter = loop.talk.letter("operator")
    assert "om 09:00 was niet terug binnen 15 minuten" in letter.text
    assert "mailflow outbox" in letter.text
    assert len(loop.probes) > 3


def test_the_first_probe_that_is_back_ends_the_outage_and_the_operator_reads_so() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.turn(minutes=20)
    loop.arrives = True
    loop.turn(hours=1)
    loop.turn(hours=1)
    assert loop.told() == ["mailflow: actie nodig", "mailflow: weer in orde"]
    assert not round_trip(loop.talk.store).broken
    loop.arrives = False
    loop.turn(hours=1)
    loop.turn(minutes=20)
    assert loop.told()[2:] == ["mailflow: actie nodig"]


def test_the_missed_probe_itself_may_still_end_the_outage() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.turn(minutes=20)
    loop.deliver(loop.lost[0])
    loop.turn(minutes=5)
    assert loop.told() == ["mailflow: actie nodig", "mailflow: weer in orde"]
    assert lying(loop.talk) == [0, 0, 0]


def test_a_mailflow_that_slept_looks_before_it_warns() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.deliver(loop.lost[0])
    # Three days without a pass; the first pass meets the timers before the mail.
    loop.turn(days=3)
    loop.turn(minutes=1)
    assert loop.told() == []


def test_while_the_mailbox_can_not_be_read_its_own_alarm_speaks_and_not_the_probe() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.talk.now += timedelta(minutes=30)
    loop.talk.step()
    assert loop.told() == []


def test_while_a_probe_has_not_left_no_other_is_written() -> None:
    loop = Loop()
    loop.turn()
    (letter,) = loop.probes
    waiting = replace(letter, status=LetterStatus.WAITING, next_try_at=loop.talk.now + timedelta(days=1))
    loop.talk.store.commit(Commit(letters=(waiting,)))
    loop.turn(hours=2)
    loop.turn(hours=2)
    assert len(loop.probes) == 1
    loop.turn(days=1)
    loop.turn(minutes=1)
    assert len(loop.probes) == 3


@pytest.mark.parametrize("known", ["subject", "sender", "an older probe"])
def test_nobody_else_s_mail_passes_for_a_probe(known: str) -> None:
    loop = Loop()
    loop.turn()
    older = loop.probes[0]
    loop.turn(hours=1)
    loop.arrives = False
    loop.turn(hours=1)
    loop.turn(minutes=20)
    missed = loop.lost[0]
    forged = missed.content.replace(missed.message_id.encode(), b"mailflow.AAAAAAAA@mi-is.example")
    if known == "subject":
        forged = forged.replace(b"From: ", f"From: {EVE}\r\nX-From: ".encode())
    if known == "an older probe":
        forged = missed.content.replace(missed.message_id.encode(), older.message_id.encode())
    loop.talk.mailbox.deliver(forged, loop.talk.now)
    loop.turn(minutes=1)
    assert round_trip(loop.talk.store).broken
    assert loop.told() == ["mailflow: actie nodig"]
    assert {letter.address for letter in loop.talk.sent} == {MAILBOX, OPERATOR}


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-replied", "Return-Path": "<>", "Subject": "Undelivered Mail Returned to Sender"},
        {},
    ],
    ids=["absence", "bounce", "person"],
)
def test_what_answers_a_probe_is_not_answered(headers: dict[str, str]) -> None:
    loop = Loop()
    loop.turn()
    (letter,) = loop.probes
    before = len(loop.talk.sent)
    thread = {"In-Reply-To": f"<{letter.message_id}>", "References": f"<{letter.message_id}>"}
    subject = headers.get("Subject", f"RE: {letter.subject}")
    more = {name: value for name, value in headers.items() if name != "Subject"}
    loop.talk.mail(MAILBOX if headers else ELS, subject, "Ik ben er niet.", {**thread, **more})
    assert len(loop.talk.sent) == before


def test_a_probe_that_the_server_does_not_let_go_is_taken_away_later() -> None:
    loop = Loop()
    loop.talk.mailbox.refuse_moves = True
    loop.turn()
    assert lying(loop.talk) == [1, 0, 0]
    assert not round_trip(loop.talk.store).under_way
    loop.talk.mailbox.refuse_moves = False
    loop.turn(minutes=1)
    assert lying(loop.talk)[0] == 0


def test_a_probe_that_was_sent_before_they_were_switched_off_is_taken_away_all_the_same() -> None:
    loop = Loop()
    loop.arrives = False
    loop.turn()
    loop.talk.premises = replace(loop.talk.premises, probing=None)
    loop.deliver(loop.lost[0])
    loop.turn(minutes=1)
    assert lying(loop.talk) == [0, 0, 0]


def test_control_a_request_between_two_probes_is_handled_as_ever() -> None:
    loop = Loop()
    loop.turn()
    assert loop.talk.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS")).kind is Kind.REQUEST
