"""The log tells what happened, and nothing of what people wrote, however much it says."""

from __future__ import annotations

import io
import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailflow import log
from mailflow.letters import Composer
from mailflow.model.words import VisitState
from mailflow.pipeline import Limits
from mailflow.shipped import shipped_templates
from mailflow.testing.conversation import HR, MAILBOX, Conversation
from tests.conversations.attacks import EVE, raw
from tests.conversations.scenes import ELS, agreed, asked, request_text, talk

SUBJECT = "Vertrouwelijk onderwerp"
# Whom the mails are from and about, what they say, and what stands in our letters.
WRITTEN = (
    *("Peeters", "Els", "els.peeters", "an.devos", "eve@", "014 00 00 00", "OCMW Mol", "samenwerking"),
    *("Vertrouwelijk", "Te beslissen", "agenda vol", "pincode 4711", "Ik kom misschien", "ontdekkingsstage"),
)


@pytest.fixture(params=["text", "json"])
def told(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the log says at its most talkative."""
    root, own = logging.getLogger(), logging.getLogger("mailflow")
    before = (root.handlers[:], root.level, own.level)
    stream = io.StringIO()
    log.set_up(request.param, "debug", stream)
    yield stream
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    own.setLevel(before[2])


def says_only(stream: io.StringIO, *events: str) -> None:
    """The log has told these events, and nothing that anybody wrote."""
    text = stream.getvalue()
    assert [event for event in events if event not in text] == []
    found = [(word, line) for line in text.splitlines() for word in WRITTEN if word in line]
    assert found == []


def test_a_story_with_all_that_can_go_wrong_leaves_none_of_its_words_in_the_log(told: io.StringIO) -> None:
    c = agreed("Juridische dienst")
    c.mail(ELS, SUBJECT, request_text("BLAS", "Opmerkingen: pincode 4711\n"))
    c.reply(c.letter("decide"), "NEE agenda vol")
    c.reply(c.letter("received"), "Ik kom misschien, of niet?")
    c.reply(c.letter("decide"), "akkoord", sender=EVE)
    c.mail(EVE, SUBJECT, "Kent u de pincode 4711?")
    c.mail(f"Eve <{EVE}>", SUBJECT, "Out of office", {"Auto-Submitted": "auto-replied"})
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    c.pass_time(days=40)
    assert c.visit(1).state is VisitState.CANCELLED
    says_only(told, "handled", "timer")


def test_a_mail_that_fails_is_told_by_its_error_and_not_by_its_words(told: io.StringIO, tmp_path: Path) -> None:
    shutil.copytree(shipped_templates(), tmp_path / "templates")
    (tmp_path / "templates" / "nl" / "decide.j2").write_text("Subject: x\n\n{{ nothing }}\n", encoding="utf-8")
    c = talk()
    broken = Composer(c.premises.rulebook, tmp_path / "templates", MAILBOX)
    c.premises = replace(c.premises, composer=broken)
    c.mail(ELS, SUBJECT, request_text("BLAS"))
    says_only(told, "mail_failed", "TemplateError", "quarantined")


def test_what_is_withheld_is_told_without_the_address(told: io.StringIO) -> None:
    c = asked("Studiedienst")
    c.premises = replace(c.premises, limits=Limits(hours="always", letters_a_day=2))
    for _ in range(4):
        c.reply(c.letter("received"), "STATUS")
    c.deliver(raw([f"From: {HR}", f"Subject: {SUBJECT}", "In-Reply-To: <x@mi-is.example>"], "pincode 4711\r\n"))
    says_only(told, "withheld", "too many letters in a day")


def test_control_the_words_are_in_the_mails(told: io.StringIO) -> None:
    c: Conversation = asked("Studiedienst")
    letters = "".join(letter.text + letter.subject + letter.address for letter in c.sent)
    assert [word for word in ("Peeters", "samenwerking", "Te beslissen", "els.peeters") if word not in letters] == []
    logging.getLogger("mailflow").info("forged", extra={"facts": {"why": "Els Peeters"}})
    with pytest.raises(AssertionError):
        says_only(told)
