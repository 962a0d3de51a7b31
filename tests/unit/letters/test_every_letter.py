"""Every letter, variant and language: it renders, says who can tell more, and its page is accessible and inert."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from lxml import html

from mailflow.errors import TemplateError
from mailflow.letters import Composer, Stamp
from mailflow.letters.cast import NOW, sample_orders
from mailflow.letters.facts import KNOWN
from mailflow.letters.pen import Pen
from mailflow.letters.sample import render_all, write_all
from mailflow.letters.views import hours_of
from mailflow.model.dates import Hours, Slot
from mailflow.model.letter import Invitation, Recipient, SendLetter, Shown
from mailflow.model.request import Person, Request, Visit
from mailflow.model.words import Half, Language, LetterKind, Method, Role

CLOSED = SendLetter(LetterKind.CLOSED, Recipient("a@x.example", Role.REQUESTER, Language.NL), facts={"why": "expired"})


def samples(rulebook, language):
    return [sample for sample in sample_orders(rulebook) if sample[0].to.language is language]


def test_the_samples_show_every_kind_in_every_language(rulebook):
    for language in Language:
        assert {order.kind for order, _ in samples(rulebook, language)} == set(LetterKind)


def test_the_samples_show_every_fact_of_every_kind(rulebook):
    shown: dict[LetterKind, set[str]] = {kind: set() for kind in LetterKind}
    for order, _ in sample_orders(rulebook):
        shown[order.of if order.kind is LetterKind.REMINDER else order.kind] |= set(order.facts)
    assert {kind: set(names) - shown[kind] for kind, names in KNOWN.items() if set(names) - shown[kind]} == {}


def test_the_shipped_templates_render_every_sample(rulebook, templates):
    assert render_all(rulebook, templates) == ()


@pytest.mark.parametrize("language", list(Language))
def test_every_letter_names_a_person_to_ask_with_function_address_and_phone(rulebook, compose, language):
    office = rulebook.office
    for order, request in samples(rulebook, language):
        text = compose(order, request).text
        for part in (office.contact_name, office.contact_function[language], office.contact_phone):
            assert part in text, order.kind
        assert office.contact_address in text


@pytest.mark.parametrize("language", list(Language))
def test_every_letter_to_a_requester_carries_the_privacy_line(rulebook, compose, language):
    for order, request in samples(rulebook, language):
        has_it = rulebook.office.privacy[language] in compose(order, request).text
        assert has_it == (order.to.role in {Role.REQUESTER, Role.PARTICIPANT}), order.kind


@pytest.mark.parametrize("language", list(Language))
def test_no_letter_leaves_markup_or_holes_in_its_words(rulebook, compose, parsed, language):
    for order, request in samples(rulebook, language):
        letter = compose(order, request)
        page = html.document_fromstring(parsed(letter).get_body(("html",)).get_content()).text_content()
        for words in (letter.text, page):
            assert not re.search(r"\*\*|\{\{|\{%|\ufdd0|\x02|None|Undefined|Pen object", words), order.kind
        assert not re.search(r"(?<!\.)\.\.(?!\.)", letter.text), order.kind
        assert not re.search(r"[ \t]+[,.](?:\s|$)", letter.text), order.kind


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_accessible(rulebook, compose, parsed, language):
    for order, request in samples(rulebook, language):
        page = html.document_fromstring(parsed(compose(order, request)).get_body(("html",)).get_content())
        assert page.get("lang") == language.value
        assert len(page.findall(".//h1")) == 1
        assert page.findtext(".//title")
        assert not page.findall(".//img")
        for cell in page.findall(".//th"):
            assert cell.get("scope") in {"row", "col"}
        for table in page.findall(".//table"):
            assert table.get("role") == "presentation" or table.findall(".//th")


@pytest.mark.parametrize("language", list(Language))
def test_no_link_acts_when_opened_and_nothing_is_loaded_from_afar(rulebook, compose, parsed, language):
    for order, request in samples(rulebook, language):
        source = parsed(compose(order, request)).get_body(("html",)).get_content()
        page = html.document_fromstring(source)
        assert all(link.get("href").startswith("mailto:hrm@pod.example?subject=Re") for link in page.findall(".//a"))
        assert not re.search(r"(?i)<(?:script|link|iframe|form|object|embed|img)|\ssrc=|url\(|@import|\son\w+=", source)


def test_colours_keep_a_contrast_of_four_and_a_half():
    pairs = [
        *(("#1b2430", "#ffffff"), ("#475467", "#ffffff"), ("#475467", "#f4f6f8"), ("#1b2430", "#f4f6f8")),
        *(("#ffffff", "#0b4f8a"), ("#0b4f8a", "#ffffff"), ("#e6eaee", "#15191e"), ("#b4bec9", "#15191e")),
        *(("#e6eaee", "#20262d"), ("#b4bec9", "#20262d"), ("#10151a", "#8fc1ee"), ("#8fc1ee", "#15191e")),
    ]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_template_that_names_what_it_does_not_get_is_refused(rulebook, tmp_path, templates, request_of):
    (tmp_path / "nl").mkdir()
    (tmp_path / "letter.html.j2").write_text((templates / "letter.html.j2").read_text())
    order = SendLetter(
        LetterKind.CLOSED, Recipient("a@x.example", Role.REQUESTER, Language.NL), facts={"why": "expired"}
    )
    for body, complaint in (
        ("Subject: x\n\n{{ nothing }}", "nothing"),
        ("Subject: x\n\n{{ fact.until }}", "until"),
        ("x", "Subject:"),
        ("Subject: x\n\n{{ request.__class__ }}", "__class__"),
        ("Subject: x\n\n{% if %}", "closed.j2:3"),
        ("Subject: x\n\n{% set x = none %}{{ x }}", "not there"),
        ("Subject: x\n\n{{ day('soon') }}", "soon"),
        ("Subject: x\n\n{% include '../../secret' %}", "secret"),
    ):
        (tmp_path / "nl" / "closed.j2").write_text(body)
        with pytest.raises(TemplateError, match=re.escape(complaint)):
            Composer(rulebook, tmp_path, "hrm@pod.example").compose(
                order, request_of(Language.NL), Stamp(NOW, "K7Q4M2XD", "x@pod.example")
            )


def test_missing_templates_are_told_once_each(rulebook, tmp_path):
    mistakes = render_all(rulebook, tmp_path)
    assert len(mistakes) == (len(LetterKind) - 1) * len(Language)  # a reminder fails with what it repeats
    assert all(str(tmp_path) in mistake.file for mistake in mistakes)


def test_an_order_with_a_fact_that_the_letter_does_not_know_is_refused(compose, request_of):
    to = Recipient("a@x.example", Role.REQUESTER, Language.NL)
    with pytest.raises(TemplateError, match="unknown facts"):
        compose(SendLetter(LetterKind.CLOSED, to, facts={"why": "expired", "x": 1}), request_of(Language.NL))
    with pytest.raises(TemplateError, match="missing facts"):
        compose(SendLetter(LetterKind.CLOSED, to), request_of(Language.NL))


def test_the_gallery_writes_mail_page_and_text_of_every_letter(rulebook, templates, tmp_path):
    written = write_all(rulebook, templates, tmp_path / "out")
    assert all(path.stat().st_size for path in written)
    assert {path.suffix for path in written} == {".eml", ".html", ".txt", ".ics"}
    assert (tmp_path / "out" / "index.html").read_text().count("<tr>") == len(sample_orders(rulebook))


BARE = (
    *(LetterKind.RECEIVED, LetterKind.QUESTION, LetterKind.DECIDE, LetterKind.RECEIPT, LetterKind.DECISION),
    *(LetterKind.PROGRESS, LetterKind.ACTION, LetterKind.UNCLEAR, LetterKind.IS_THIS_YOU, LetterKind.CLOSED),
    *(LetterKind.HOW_TO_ASK, LetterKind.THANKS),
)


@pytest.mark.parametrize("kind", BARE)
@pytest.mark.parametrize("role", [Role.REQUESTER, Role.HR, Role.SERVICE])
def test_a_request_of_which_nearly_nothing_is_known_can_be_written_about(compose, kind, role):
    bare = Request("ONT-2026-0002", 1, NOW, Language.DE, Person("wer@x.example"))
    facts = {
        LetterKind.RECEIVED: {"missing": ("name", "first_name", "ocmw", "services", "motivation")},
        LetterKind.DECIDE: {"occasion": "incomplete", "deadline": "", "changes": (), "earlier": ()},
        LetterKind.RECEIPT: {"read": (), "discarded": True},
        LetterKind.ACTION: {"why": "not_staff", "phone": "", "until": ""},
        LetterKind.UNCLEAR: {"why": "help"},
        LetterKind.IS_THIS_YOU: {"address": "b@x.example"},
        LetterKind.CLOSED: {"why": "expired"},
    }.get(kind, {})
    for language in Language:
        letter = compose(SendLetter(kind, Recipient("wer@x.example", role, language), facts=facts), bare)
        assert letter.subject.endswith(f"[ONT-2026-0002-{letter.token}]")
        assert " ," not in letter.text
        assert "()" not in letter.text


def test_words_that_the_templates_do_not_know_yet_are_shown_as_they_are(compose, request_of):
    to = Recipient("an@pod.example", Role.HR, Language.NL)
    request = replace(request_of(Language.NL), flags=("not_staff:retired", "vip"))
    text = compose(SendLetter(LetterKind.DECIDE, to, facts={"occasion": "sunspots"}), request).text
    assert "vip" in text
    text = compose(SendLetter(LetterKind.ACTION, to, facts={"why": "sunspots"}), request).text
    assert "sunspots" in text
    text = compose(SendLetter(LetterKind.UNCLEAR, to, facts={"why": "sunspots"}), request).text
    assert "niet opmaken wat u wilt" in text
    text = compose(SendLetter(LetterKind.PROGRESS, to, facts={"waiting_for": "sunspots"}), request).text
    assert "sunspots" in text


def test_a_template_that_stumbles_over_python_is_told_by_its_file(rulebook, tmp_path, templates, request_of):
    (tmp_path / "nl").mkdir()
    (tmp_path / "letter.html.j2").write_text((templates / "letter.html.j2").read_text())
    for body, complaint in (
        ("{{ 1 // 0 }}", "nl/closed.j2: ZeroDivisionError"),
        ("{{ 1 + 'x' }}", "nl/closed.j2: TypeError"),
    ):
        (tmp_path / "nl" / "closed.j2").write_text(f"Subject: x\n\n{body}")
        with pytest.raises(TemplateError, match=re.escape(complaint)):
            Composer(rulebook, tmp_path, "hrm@pod.example").compose(
                CLOSED, request_of(Language.NL), Stamp(NOW, "K7Q4M2XD", "x@pod.example")
            )


def test_a_template_that_can_not_be_read_is_told_before_any_letter(rulebook, tmp_path):
    (tmp_path / "closed.j2").write_bytes(b"Subject: \xff")
    with pytest.raises(TemplateError, match="a template can't be read"):
        Composer(rulebook, tmp_path, "hrm@pod.example")


def test_an_invitation_without_its_visit_or_half_day_is_never_sent(compose, request_of):
    request = request_of(Language.NL)
    order = SendLetter(LetterKind.AGREED, CLOSED.to, invitation=Invitation(Method.REQUEST, 1, 0, NOW), visits=(1,))
    with pytest.raises(TemplateError, match="visit 1 without a half-day"):
        compose(order, request)
    with pytest.raises(TemplateError, match="an invitation without its visit"):
        compose(replace(order, invitation=replace(order.invitation, visit=9)), request)


def test_a_cancellation_tells_of_the_half_day_that_was(compose, request_of, parsed):
    slot = Slot(date(2027, 1, 12), Half.PM)
    order = SendLetter(
        LetterKind.CANCELLED,
        CLOSED.to,
        facts={"by": "hr", "old": slot},
        invitation=Invitation(Method.CANCEL, 1, 1, NOW),
    )
    letter = compose(order, request_of(Language.NL))
    calendar = next(part for part in parsed(letter).walk() if part.get_content_type() == "text/calendar")
    assert "DTSTART;TZID=Europe/Brussels:20270112T133000" in calendar.get_content()


def test_a_choice_of_a_half_day_that_is_not_shown_is_a_mistake(compose, request_of):
    facts = {"proposal": (("1", "C"),), "deadline": "2026-12-01"}
    order = SendLetter(
        LetterKind.CHOOSE, CLOSED.to, facts=facts, shown=(Shown(1, (Slot(date(2027, 1, 12), Half.AM),)),)
    )
    with pytest.raises(TemplateError, match="no half-day 1C is shown"):
        compose(order, request_of(Language.NL))


def test_a_letter_about_no_request_understands_nothing_and_writes_no_table(rulebook):
    pen = Pen(CLOSED, None, rulebook, NOW)
    assert pen.understood("Niet op") == ""
    assert pen.blocks == []


def test_a_day_is_written_for_a_date_a_moment_a_half_day_and_a_text(rulebook):
    pen = Pen(CLOSED, None, rulebook, NOW)
    late = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)
    for value in (date(2027, 1, 12), late, Slot(date(2027, 1, 12), Half.AM), "2027-01-12", "2027-01-12T10:00"):
        assert pen.day(value) == "dinsdag 12 januari 2027"


def test_hours_are_the_visits_own_else_the_services_else_the_houses_else_the_usual(rulebook):
    own, usual = Hours(time(10), time(12)), Hours(time(9), time(12, 30))
    service = replace(rulebook.services["blas"], hours={Half.PM: own})
    book = replace(rulebook, services={"blas": service}, office=replace(rulebook.office, hours={Half.PM: usual}))
    assert hours_of(Visit(1, "blas", hours={Half.PM: usual}), book, Half.PM) == usual
    assert hours_of(Visit(1, "blas"), book, Half.PM) == own
    assert hours_of(Visit(1, "gone"), book, Half.PM) == usual
    assert hours_of(Visit(1, "gone"), book, Half.AM) == usual
