"""Programs are told from people: the samples of tests/data/mail/machine with their expectations."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailflow.message import parse
from mailflow.model.words import Kind
from mailflow.understanding.machine import answers_forbidden, read_machine

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data" / "mail"
EXPECTED = json.loads((DATA / "machine" / "expected.json").read_text("utf-8"))
REPLIES = sorted((DATA / "replies").glob("*.eml"))


def sample(name):
    return parse((DATA / "machine" / f"{name}.eml").read_bytes(), NOW)


def of_kind(kind):
    return sorted(name for name, expected in EXPECTED.items() if (expected or {}).get("kind") == kind)


def read(text):
    return parse(text.encode(), NOW)


def test_every_sample_has_an_expectation():
    assert {path.stem for path in (DATA / "machine").glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("name", of_kind("bounce"))
def test_a_bounce_names_letter_and_recipient(name):
    meaning, expected = read_machine(sample(name)), EXPECTED[name]
    assert meaning is not None
    assert meaning.kind is Kind.BOUNCE
    assert meaning.bounce is not None
    assert meaning.bounce.failed is expected["failed"]
    assert set(expected["ids"]) <= set(meaning.bounce.message_ids)
    assert list(meaning.bounce.recipients) == expected["recipients"]
    assert meaning.bounce.reason


@pytest.mark.parametrize("name", of_kind("auto"))
def test_an_automatic_answer_tells_until_when_and_who_instead(name):
    meaning, expected = read_machine(sample(name)), EXPECTED[name]
    assert meaning is not None
    assert meaning.kind is Kind.AUTO
    assert (meaning.absence is not None) is expected["absence"]
    if meaning.absence:
        assert meaning.absence.until == (date.fromisoformat(expected["until"]) if expected["until"] else None)
        assert meaning.absence.deputy == expected["deputy"]
        assert meaning.absence.gone is expected.get("gone", False)


@pytest.mark.parametrize("name", sorted(name for name, expected in EXPECTED.items() if expected is None))
def test_what_a_person_wrote_is_no_machine_mail(name):
    assert read_machine(sample(name)) is None


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_a_sample_reply_is_no_machine_mail(path):
    message = parse(path.read_bytes(), NOW)
    assert read_machine(message) is None
    assert not answers_forbidden(message)


@pytest.mark.parametrize("name", of_kind("bounce") + of_kind("auto"))
def test_no_machine_is_ever_answered(name):
    assert answers_forbidden(sample(name))


@pytest.mark.parametrize(
    "header",
    [
        "List-Id: <x.example>", "List-Help: <mailto:a@b>", "Mailing-List: contact a@b", "X-BeenThere: a@b",
        "List-Unsubscribe: <mailto:a@b>", "Precedence: bulk", "Precedence: list", "Auto-Submitted: auto-generated",
        "Return-Path: <>", "Reply-To: no-reply@x.example", "X-Auto-Response-Suppress: All", "Sender: noreply@x.example",
    ],
)  # fmt: skip
def test_some_mail_of_people_is_not_answered_automatically(header):
    assert answers_forbidden(read(f"{header}\nFrom: Els <els@mol.example>\nSubject: x\n\nhallo"))


def test_a_plain_mail_of_a_person_may_be_answered():
    assert not answers_forbidden(
        read("From: Els <els@mol.example>\nReturn-Path: <els@mol.example>\nSubject: x\n\nhallo")
    )


@pytest.mark.parametrize(
    "sender",
    [
        "noreply@x.example",
        "no-reply+a@x.example",
        "donotreply@x.example",
        "ne-pas-repondre@x.example",
        "mailer-daemon@x.example",
        "postmaster@x.example",
    ],
)
def test_a_sender_who_wants_no_answer_gets_none(sender):
    assert answers_forbidden(read(f"From: {sender}\nSubject: x\n\nhallo"))


@pytest.mark.parametrize(
    "subject",
    [
        "Automatisch antwoord: x", "Afwezig: x", "Réponse automatique : x", "Absence du bureau", "Automatische Antwort: x", "Abwesenheitsnotiz: x",
        "Out of office", "Automatic reply: x", "Out of Office Re: x", "Auto-reply: x", "Afwezigheidsmelding", "Message d'absence",
        "AUTO: Els Peeters is afwezig", "AUTO : Jean est absent", "Els Peeters is out of the office.", "Re: x (Automatic Response)", "Risposta automatica: x", "[desk.example #4711] Automatisch antwoord: x",
    ],
)  # fmt: skip
def test_subjects_of_automatic_answers_are_known(subject):
    meaning = read_machine(read(f"From: a@x.example\nSubject: {subject}\n\nhallo"))
    assert meaning is not None
    assert meaning.kind is Kind.AUTO


@pytest.mark.parametrize(
    "subject",
    [
        "Re: afwezig op dinsdag", "Absence : mardi", "Undeliverable", "Failure notice", "Non remis : ma demande", "Afwezigheid collega", "Vakantie en stage", "Absence de motivation ?", "Automatische verwerking van dossiers", "Lu et approuvé",
        "Gelezen en goedgekeurd", "Read this", "Delivery van de stage", "Antw: Automatisch antwoord: x", "Out of scope", "Auto: waar parkeren?", "My boss is out of the office on Monday, so Tuesday", "Ik ben afwezig op 12/10, graag 13/10", "[Dossier 4] Re: afwezig op dinsdag",
    ],
)  # fmt: skip
def test_subjects_of_people_are_no_automatic_answers(subject):
    assert read_machine(read(f"From: Els <a@x.example>\nSubject: {subject}\n\nGraag dinsdag.")) is None


@pytest.mark.parametrize(("status", "failed"), [("5.1.1", True), ("4.4.7", False), ("2.0.0", False)])
def test_a_report_that_names_no_action_is_read_by_its_status(status, failed):
    meaning = read_machine(
        read(
            "From: Mailer <x@mol.example>\nSubject: Bericht\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nzie bijlage\n--b\n"
            f"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; els@mol.example\nStatus: {status}\n\n--b--\n"
        )
    )
    assert meaning is not None
    assert meaning.bounce is not None
    assert (meaning.bounce.failed, meaning.bounce.recipients) == (failed, ("els@mol.example",))


@pytest.mark.parametrize(
    ("headers", "text", "why"),
    [
        ("X-Autoreply: yes\nSubject: Re: x", "Ik antwoord later.", "x-autoreply header"),
        (
            "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nSubject: Re: x",
            "ok",
            "Exchange automatic reply",
        ),
        (
            "X-Auto-Response-Suppress: OOF\nReturn-Path: <>\nSubject: Verlof tot 12 januari",
            "ok",
            "absence without a way back",
        ),
        ("Subject: Gelezen: Ontdekkingsstage", "", "read receipt"),
        ("Return-Path: <>\nSubject: Lu : Stage de découverte", "Votre message a été lu.", "read receipt"),
        (
            "Subject: Report\nContent-Type: multipart/report; report-type=feedback-report; boundary=b",
            "--b\n\nspam\n--b--",
            "report",
        ),
        ("From: MAILER-DAEMON@mol.example\nSubject: Nieuws", "Het systeem is bijgewerkt.", "mail of a mail system"),
    ],
)
def test_mail_of_programs_is_known_by_what_only_programs_write(headers, text, why):
    sender = "" if headers.startswith("From:") else "From: Els <els@mol.example>\n"
    meaning = read_machine(read(f"{sender}{headers}\n\n{text}"))
    assert meaning is not None
    assert (meaning.kind, meaning.why) == (Kind.AUTO, why)


@pytest.mark.parametrize(
    "headers",
    ["X-Autoreply: no\nSubject: x", "Subject: Gelezen: het verslag", "X-Auto-Response-Suppress: OOF\nSubject: x"],
)
def test_a_person_is_no_program_for_a_header_or_a_word(headers):
    assert read_machine(read(f"From: Els <els@mol.example>\n{headers}\n\nGraag dinsdag.")) is None
