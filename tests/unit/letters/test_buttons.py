from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from lxml import html

from mailflow.letters.buttons import mailto, ready_answer
from mailflow.letters.cast import sample_orders
from mailflow.letters.identity import token_in
from mailflow.model.words import CommandName, FieldName, Language, LetterKind


def opened(uri: str) -> tuple[str, str, str]:
    """Open a mailto: link as a mail program does: addressee, subject, body."""
    parts = urlsplit(uri)
    assert parts.scheme == "mailto"
    assert "+" not in parts.query
    fields = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
    return unquote(parts.path), fields["subject"], fields.get("body", "")


def buttons_of(letter, parsed) -> dict[str, tuple[str, str, str]]:
    page = html.document_fromstring(parsed(letter).get_body(("html",)).get_content())
    return {link.text_content(): opened(link.get("href")) for link in page.findall(".//a")}


def first(rulebook, kind, language):
    return next(s for s in sample_orders(rulebook) if s[0].kind is kind and s[0].to.language is language)


@pytest.mark.parametrize(
    "body", ["OK", "WEIGEREN 1: ", "Später: é & = ? # % + ;", "1. \n\n2. \n\n3. ", "Naam: \nVoornaam: ", '"<x>"']
)
def test_a_ready_answer_opens_as_it_was_meant(body):
    to, subject, text = opened(mailto("hrm@pod.example", "À décider : Müller & co [ONT-2026-0001-K7Q4M2XD]", body))
    assert to == "hrm@pod.example"
    assert subject == "Re: À décider : Müller & co [ONT-2026-0001-K7Q4M2XD]"
    assert text == "\r\n".join(body.splitlines())


def test_the_uri_is_plain_ascii_without_spaces_or_raw_line_ends():
    uri = mailto("hrm@pod.example", "Zu entscheiden: Müller", "SPÄTER 15.03.\nja")
    assert uri.isascii()
    assert not re.search(r"[\s\"<>]", uri)
    assert "%0D%0A" in uri


def test_a_ready_answer_has_keyword_visits_and_what_follows():
    assert ready_answer("GOEDKEUREN") == "GOEDKEUREN"
    assert ready_answer("GOEDKEUREN", [1, 3]) == "GOEDKEUREN 1 3"
    assert ready_answer("WEIGEREN", [2], "") == "WEIGEREN 2: "
    assert ready_answer("VRAAG", (), "waarom?") == "VRAAG: waarom?"


@pytest.mark.parametrize("language", list(Language))
def test_every_button_answers_the_mailbox_with_the_letters_token(rulebook, compose, parsed, language):
    for order, request in sample_orders(rulebook):
        if order.to.language is language and request is not None:
            letter = compose(order, request)
            for to, subject, _ in buttons_of(letter, parsed).values():
                assert to == "hrm@pod.example"
                assert token_in(subject) == (letter.token,)


@pytest.mark.parametrize("language", list(Language))
def test_hr_can_decide_everything_with_one_tap(rulebook, compose, parsed, language):
    order, request = first(rulebook, LetterKind.DECIDE, language)
    bodies = [body for _, _, body in buttons_of(compose(order, request), parsed).values()]
    words = {name: rulebook.vocabulary.buttons[name][language] for name in CommandName}
    assert words[CommandName.APPROVE] in bodies
    assert f"{words[CommandName.APPROVE]} 1" in bodies
    assert f"{words[CommandName.APPROVE]} 2" in bodies
    assert f"{words[CommandName.REFUSE]} 1: " in bodies
    assert f"{words[CommandName.MORE_INFO]}: " in bodies
    assert words[CommandName.NOT_A_REQUEST] in bodies
    assert any(body.startswith(f"{words[CommandName.LATER]} ") for body in bodies)


@pytest.mark.parametrize("language", list(Language))
def test_a_service_can_pick_each_half_day_or_all(rulebook, compose, parsed, language):
    order, request = first(rulebook, LetterKind.WHICH_DATES, language)
    bodies = [body for _, _, body in buttons_of(compose(order, request), parsed).values()]
    assert {"A", "B", "C", "OK"} <= set(bodies)
    assert f"{rulebook.vocabulary.buttons[CommandName.NONE][language]}: " in bodies


@pytest.mark.parametrize("language", list(Language))
def test_a_requester_takes_proposal_one_with_ok(rulebook, compose, parsed, language):
    order, request = first(rulebook, LetterKind.CHOOSE, language)
    assert "OK" in [body for _, _, body in buttons_of(compose(order, request), parsed).values()]


def test_the_buttons_of_a_previewed_letter_do_nothing(rulebook, compose, parsed):
    order, request = first(rulebook, LetterKind.RECEIPT, Language.NL)
    assert [body for _, _, body in buttons_of(compose(order, request), parsed).values()] == ["STOP"]


def test_an_incomplete_request_is_answered_with_the_form(rulebook, compose, parsed):
    order, request = next(s for s in sample_orders(rulebook) if s[0].facts.get("missing"))
    label = rulebook.form.label
    form = [f"{label(FieldName.MOTIVATION, Language.NL)}: ", f"{label(FieldName.PHONE, Language.NL)}: "]
    letter = compose(order, request)
    assert "\r\n".join(form) in [body for _, _, body in buttons_of(letter, parsed).values()]
    assert "\n".join(form) in letter.text
