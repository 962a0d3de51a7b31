"""Whole requests: what each mail of tests/data/mail/requests means, compared with the JSON beside it.

Every mail is named for what it shows. A difference is printed as a diff of the two JSON texts.
"""

from __future__ import annotations

import dataclasses
import difflib
import enum
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.message import forwarded, parse
from mailflow.model.words import Kind
from mailflow.understanding.intent import read_request

ROOT = Path(__file__).parents[3]
MAILS = sorted((ROOT / "tests/data/mail/requests").glob("*.eml"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTHING = ("", (), {}, None, False, 0)


def as_data(value):
    """Return a value as JSON data without what says nothing; a refused agreement says something."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        rows = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        kept = ((name, inner) for name, inner in rows if inner not in NOTHING or says_no(name, inner))
        return {name: as_data(inner) for name, inner in kept}
    if isinstance(value, dict):
        return {key: as_data(inner) for key, inner in value.items()}
    return [as_data(inner) for inner in value] if isinstance(value, tuple) else value


def says_no(name, value):
    return name == "supervisor_agreement" and value is False


def text_of(data):
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True).splitlines()


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_is_read_as_it_was_meant(path, rulebook):
    message = parse(path.read_bytes(), NOW)
    meaning = read_request(message, rulebook, NOW, forwarded(message))
    expected = text_of(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    got = text_of(as_data(meaning))
    assert got == expected, "\n".join(["", *difflib.unified_diff(expected, got, "expected", "read", lineterm="")])


def test_there_are_enough_mails_of_every_kind():
    kinds = [json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["kind"] for path in MAILS]
    assert kinds.count("request") >= 60
    assert len(kinds) - kinds.count("request") >= 15


def test_other_peoples_form_with_a_service_and_a_name_is_no_request(rulebook):
    text = "From: shop@x.example\nSubject: Offer\n\nService | Usual price | Ours\nSite inspection | 50 | free\n\nName: Ann Bell\nE-mail: ann@x.example\n"
    message = parse(text.encode(), NOW)
    assert read_request(message, rulebook, NOW, forwarded(message)).kind is Kind.OTHER
