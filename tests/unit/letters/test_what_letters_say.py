"""What a letter says fits what happened to its reader, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.letters.cast import sample_orders
from mailflow.model.letter import Shown
from mailflow.model.words import Language, LetterKind, Method, Role

LANGUAGES = tuple(Language)


def samples(rulebook, kind, language, **wanted):
    """Return the sample orders of a kind in a language whose attributes are as wanted."""
    return [
        (order, request)
        for order, request in sample_orders(rulebook)
        if order.kind is kind
        and order.to.language is language
        and all(getattr(order, name) == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_that_had_no_date_yet_is_told_of_no_calendar_entry(rulebook, compose, language):
    order, request = next(
        s for s in samples(rulebook, LetterKind.CANCELLED, language) if s[0].to.role is Role.SERVICE and s[0].invitation
    )
    facts = {"by": "requester"}
    asked = replace(request, visits=tuple(replace(v, slot=None, guests=()) for v in request.visits))
    text = compose(replace(order, invitation=None, facts=facts), asked).text
    attached = {"nl": "bijgevoegde", "fr": "ci-jointe", "de": "beigefügte"}[language.value]
    assert attached in compose(order, request).text
    assert attached not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_move_does_not_come_as_a_confirmation(rulebook, compose, language):
    order, request = next(
        s
        for s in samples(rulebook, LetterKind.AGREED, language)
        if s[0].invitation and s[0].invitation.method is Method.DECLINECOUNTER
    )
    first = {"nl": "Ongewijzigd:", "fr": "Inchangé :", "de": "Unverändert:"}[language.value]
    assert compose(order, request).subject.startswith(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_says_in_its_subject_that_nothing_waits(rulebook, compose, language):
    subjects = [compose(*s).subject for s in samples(rulebook, LetterKind.DIGEST, language)]
    nothing = {"nl": "Stages: niets wacht", "fr": "Stages : rien en attente", "de": "Praktika: nichts offen"}
    assert nothing[language.value] in subjects


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_half_day_is_asked_for_without_letters_to_choose_from(rulebook, compose, language):
    order, request = next(s for s in samples(rulebook, LetterKind.WHICH_DATES, language) if s[0].shown)
    one = replace(order, shown=tuple(Shown(part.visit, part.slots[:1]) for part in order.shown))
    assert "A C" in compose(order, request).text
    assert "A C" not in compose(one, request).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hr_can_pass_its_own_sentence_on_to_the_requester(rulebook, compose, language):
    order, request = next(
        s
        for s in samples(rulebook, LetterKind.UNCLEAR, language, of=LetterKind.DECIDE)
        if s[0].facts["why"] == "question"
    )
    word = {"nl": "VRAAG", "fr": "QUESTION", "de": "FRAGE"}[language.value]
    assert f"{word}: {order.facts['line']}" in compose(order, request).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_of_a_decision_does_not_call_the_request_new(rulebook, compose, language):
    order, request = next(iter(samples(rulebook, LetterKind.REMINDER, language, of=LetterKind.DECIDE)))
    new = {"nl": "nieuwe aanvraag", "fr": "nouvelle demande", "de": "neuer Antrag"}[language.value]
    assert new not in compose(order, request).text
