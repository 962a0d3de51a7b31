"""The shipped rules with invented contacts, and a composer for them."""

from __future__ import annotations

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from mailflow.letters import Composer, Stamp
from mailflow.letters.cast import NOW, sample_request
from mailflow.letters.identity import message_id, new_token
from mailflow.model.letter import Letter, SendLetter
from mailflow.model.request import Request
from mailflow.model.rules import Rulebook
from mailflow.model.words import Language
from mailflow.rulebook import read_rules

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "templates"
MAILBOX = "hrm@pod.example"

Compose = Callable[[SendLetter, Request | None], Letter]


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return read_rules(ROOT / "rules", contacts=ROOT / "tests" / "data" / "contacts.toml")


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def composer(rulebook: Rulebook) -> Composer:
    return Composer(rulebook, TEMPLATES, MAILBOX)


@pytest.fixture(scope="session")
def compose(composer: Composer) -> Compose:
    def write(order: SendLetter, request: Request | None) -> Letter:
        token = new_token("test", 0)
        ref = request.ref if request else ""
        return composer.compose(order, request, Stamp(NOW, token, message_id(token, ref, "pod.example")))

    return write


@pytest.fixture
def request_of(rulebook: Rulebook) -> Callable[[Language], Request]:
    return lambda language: sample_request(rulebook, language)


@pytest.fixture(scope="session")
def parsed() -> Callable[[Letter], EmailMessage]:
    def parse(letter: Letter) -> EmailMessage:
        message = email.message_from_bytes(letter.content, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    return parse
