"""What a button writes is what the reader of answers understands: both sides of one conversation."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html

from mailflow.letters.cast import NOW, sample_orders
from mailflow.model.meaning import Thread
from mailflow.model.message import Message
from mailflow.model.words import CommandName, Language, LetterKind, Role
from mailflow.understanding.commands import read_answer

GOES_ON = {
    CommandName.REFUSE: "R1",
    CommandName.MORE_INFO: "Waarom?",
    CommandName.NOTE: "belt terug",
    CommandName.DATE: "12/01/2027 vm",
    CommandName.ASSIGN: "iemand@pod.example",
    CommandName.HOST: "iemand@pod.example",
}


def bodies(rulebook, compose, parsed, language):
    for order, request in sample_orders(rulebook):
        if order.to.language is not language or request is None:
            continue
        page = html.document_fromstring(parsed(compose(order, request)).get_body(("html",)).get_content())
        for link in page.findall(".//a"):
            body = dict(parse_qsl(urlsplit(link.get("href")).query)).get("body", "")
            yield order, request, body


def read(rulebook, order, request, body):
    shown = {each.visit: each.slots for each in order.shown}
    visits = order.visits or tuple(visit.number for visit in request.visits)
    thread = Thread(by="token", ref=request.ref, role=order.to.role, shown=shown, visits=visits)
    message = Message(digest="0", received_at=NOW, text=body, new_text=body, new_lines=(1,))
    return read_answer(message, order.to.role, thread, rulebook.vocabulary, NOW.date())


@pytest.mark.parametrize("language", list(Language))
def test_every_ready_answer_is_understood_and_complete_once_the_reader_went_on(rulebook, compose, parsed, language):
    labels = {field.labels[language] for field in rulebook.form.fields}
    for order, request, body in bodies(rulebook, compose, parsed, language):
        if "\n" in body or body.partition(":")[0].strip() in labels:
            continue
        answer = read(rulebook, order, request, body)
        assert answer.commands, (order.kind, body, answer)
        (command,) = answer.commands
        assert not command.needs or body.endswith(" ") or command.name is CommandName.REFUSE, (order.kind, body)
        if command.needs and body.endswith(" "):
            filled = read(rulebook, order, request, body + GOES_ON[command.name])
            assert [each.name for each in filled.commands] == [command.name], (body, filled)
            assert not filled.commands[0].needs, (body, filled)


@pytest.mark.parametrize("language", list(Language))
def test_the_examples_printed_for_hr_are_understood(rulebook, language):
    no = {Language.NL: "NEE", Language.FR: "NON", Language.DE: "NEIN"}[language]
    order, request = next(
        s for s in sample_orders(rulebook) if s[0].kind is LetterKind.DECIDE and s[0].to.language is language
    )
    commands = read(rulebook, order, request, f"1 OK, 2 {no} R1").commands
    assert [(each.name, each.visits) for each in commands] == [
        (CommandName.APPROVE, (1,)),
        (CommandName.REFUSE, (2,)),
    ]
    for text, name in (("OK", CommandName.APPROVE), (f"{no} R1", CommandName.REFUSE)):
        assert [each.name for each in read(rulebook, order, request, text).commands] == [name]


def test_the_examples_printed_for_services_and_requesters_are_understood(rulebook):
    for kind, text in ((LetterKind.WHICH_DATES, "A C"), (LetterKind.CHOOSE, "1B 2B"), (LetterKind.CHOOSE, "OK")):
        order, request = next(s for s in sample_orders(rulebook) if s[0].kind is kind)
        (command,) = read(rulebook, order, request, text).commands
        assert command.name is CommandName.PICK
        assert order.to.role in {Role.SERVICE, Role.REQUESTER}
