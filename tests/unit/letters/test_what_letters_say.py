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
def test_hr_can_pass_its_own_question_on_to_the_requester(rulebook, compose, language):
    order, request = next(
        s
        for s in samples(rulebook, LetterKind.UNCLEAR, language, of=LetterKind.DECIDE)
        if s[0].facts["why"] == "question"
    )
    asked = replace(order, facts={**order.facts, "line": "Kan het ook in februari?"})
    word = {"nl": "VRAAG", "fr": "QUESTION", "de": "FRAGE"}[language.value]
    assert f"{word}: Kan het ook in februari?" in compose(asked, request).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_of_a_decision_does_not_call_the_request_new(rulebook, compose, language):
    order, request = next(iter(samples(rulebook, LetterKind.REMINDER, language, of=LetterKind.DECIDE)))
    new = {"nl": "nieuwe aanvraag", "fr": "nouvelle demande", "de": "neuer Antrag"}[language.value]
    assert new not in compose(order, request).text


def unclear(rulebook, language, line, why="not_a_command"):
    """Return the question to HR about a line that it wrote to a letter ``decide``."""
    order, request = samples(rulebook, LetterKind.UNCLEAR, language, of=LetterKind.DECIDE)[0]
    return replace(order, facts={"why": why, "line": line}), request


@pytest.mark.parametrize(
    ("language", "line", "first"),
    [
        (Language.NL, "Weigeren. Ze is vorig jaar al geweest.", "WEIGEREN: Ze is vorig jaar al geweest."),
        (Language.FR, "Refusé – elle est déjà venue.", "REFUSER: elle est déjà venue."),
        (Language.DE, "Nein, sie war schon da.", "ABLEHNEN: sie war schon da."),
    ],
)
def test_words_of_refusal_are_offered_as_a_refusal_and_not_sent_on_as_a_question(
    rulebook, compose, language, line, first
):
    text = compose(*unclear(rulebook, language, line)).text
    word = {"nl": "VRAAG", "fr": "QUESTION", "de": "FRAGE"}[language.value]
    assert f"  {first}" in text
    assert f"{word}: {line}" not in text
    assert "- R1: " in text


def test_only_a_question_of_hr_is_offered_to_be_sent_on(rulebook, compose):
    asks = compose(*unclear(rulebook, Language.NL, "Kan ze ook in maart komen?")).text
    assert "VRAAG: Kan ze ook in maart komen?" in asks
    assert "- R1: " not in asks
    says = compose(*unclear(rulebook, Language.NL, "Ze mag komen zodra Claire terug is.")).text
    assert "VRAAG: Ze" not in says
    assert "(Weigeren met deze reden)" not in compose(*unclear(rulebook, Language.NL, "Weigeren?")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hr_is_not_sent_to_itself_for_help(rulebook, compose, language):
    human = {"nl": "Liever een mens?", "fr": "parler à quelqu'un", "de": "Lieber ein Mensch?"}[language.value]
    order, request = unclear(rulebook, language, "hm")
    assert human not in compose(order, request).text
    to_service = next(s for s in samples(rulebook, LetterKind.UNCLEAR, language) if s[0].to.role is Role.SERVICE)
    assert human in compose(*to_service).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_reads_why_nobody_comes(rulebook, compose, language):
    said = {
        "expired": {"nl": "antwoordde niet meer", "fr": "n'a plus répondu", "de": "keine Antwort mehr"},
        "requester": {"nl": "ingetrokken", "fr": "retirée", "de": "zurückgezogen"},
    }
    for order, request in samples(rulebook, LetterKind.CANCELLED, language, invitation=None):
        text = compose(order, request).text
        for by, words in said.items():
            assert (words[language.value] in text) == (order.facts["by"] == by)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_can_reach_a_requester_without_a_telephone(rulebook, compose, language):
    order, request = samples(rulebook, LetterKind.WHICH_DATES, language)[0]
    person = replace(request.requester, phone="")
    reach = {"nl": "Bereikbaar:", "fr": "Coordonnées", "de": "Erreichbar:"}[language.value]
    text = compose(order, replace(request, requester=person)).text
    line = next(line for line in text.splitlines() if line.startswith(reach))
    assert line.endswith(f"{person.full_name}, {person.address}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_operator_reads_no_english(rulebook, compose, language):
    alarm, over = (compose(*s).text for s in samples(rulebook, LetterKind.OPERATOR, language))
    for english in ("no mail could", "goes on trying", "nothing", "is read"):
        assert english not in alarm + over
    assert {"nl": "niets; het loopt weer", "fr": "rien", "de": "nichts; es läuft wieder"}[language.value] in over
    assert "imap.pod.example: connection refused" in alarm


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_says_that_the_states_below_will_change(rulebook, compose, language):
    leaves, decided = (compose(*s).text for s in samples(rulebook, LetterKind.RECEIPT, language)[:2])
    now = {
        "nl": "STAND NU (VERANDERT OM 14.20\u00a0U.)",
        "fr": "ÉTAT ACTUEL (CHANGE À",
        "de": "STAND JETZT (ÄNDERT SICH UM",
    }
    assert now[language.value] in leaves
    assert now[language.value] not in decided
