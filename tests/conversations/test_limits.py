"""What somebody reads who reaches a limit of `[limits]`; docs/security.md names these tests beside each limit."""

from dataclasses import replace

import pytest

from mailflow.message import Bounds
from mailflow.model.words import Folder, Language
from mailflow.pipeline import Limits
from mailflow.testing.conversation import HR, PEOPLE, Conversation
from tests.conversations.attacks import raw
from tests.conversations.scenes import ELS, asked, request_text, talk

# What the requester and HR read when a mail was not read to its end.
CUT = {
    "nl": ("wij lazen alleen het begin", "alleen het begin is gelezen"),
    "fr": ("nous n'en avons lu que le début", "seul le début a été lu"),
    "de": ("wir haben nur den Anfang gelesen", "Nur der Anfang wurde gelesen"),
}


def limited(c: Conversation, **limits: object) -> Conversation:
    c.premises = replace(c.premises, limits=replace(Limits(hours="always"), **limits))  # type: ignore[arg-type]
    return c


def parts(*texts: str) -> bytes:
    """A request in the first of several parts."""
    body = "".join(f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n" for text in texts)
    return raw([f"From: {ELS}", "Subject: Aanvraag", 'Content-Type: multipart/mixed; boundary="b"'], body + "--b--\r\n")


def nested(levels: int) -> bytes:
    """A request, and beside it something that lies so deep."""
    deep = "Content-Type: text/plain; charset=utf-8\r\n\r\nMijn data: 12/01/2027 vm\r\n"
    for level in range(levels):
        deep = f'Content-Type: multipart/mixed; boundary="d{level}"\r\n\r\n--d{level}\r\n{deep}\r\n--d{level}--\r\n'
    body = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{request_text('BLAS')}\r\n--b\r\n{deep}\r\n--b--\r\n"
    return raw([f"From: {ELS}", "Subject: Aanvraag", 'Content-Type: multipart/mixed; boundary="b"'], body)


def told_of_the_cut(c: Conversation) -> bool:
    return CUT["nl"][0] in c.letter("received", ELS).text and CUT["nl"][1] in c.letter("decide", HR).text


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_of_a_mail_that_is_too_large_requester_and_hr_read_that_only_the_beginning_was_read(language: str):
    c = talk(people=replace(PEOPLE, languages={HR: Language(language)}))
    c.mailbox.max_size = 100_000
    text = request_text("BLAS", f"Taal: {language}\n") + "\n" + "lang " * 200_000
    c.deliver(raw([f"From: {ELS}", "Subject: Aanvraag"], text))
    requester, office = CUT[language]
    assert requester in c.letter("received", ELS).text.replace("\n", " ")
    assert office in c.letter("decide", HR).text.replace("\n", " ")


def test_of_a_mail_nested_too_deeply_requester_and_hr_read_that_only_the_beginning_was_read():
    c = limited(talk(), bounds=Bounds(depth=5))
    c.deliver(nested(8))
    assert told_of_the_cut(c)


def test_of_a_mail_with_too_many_parts_requester_and_hr_read_that_only_the_beginning_was_read():
    c = limited(talk(), bounds=Bounds(parts=5))
    c.deliver(parts(request_text("BLAS"), *("nog iets" for _ in range(9))))
    assert told_of_the_cut(c)


def test_of_a_text_that_is_too_long_requester_and_hr_read_that_only_the_beginning_was_read():
    c = talk()
    c.mail(ELS, "Aanvraag", request_text("BLAS") + "\nen verder\n" * 8000)
    assert told_of_the_cut(c)


def test_nobody_reads_of_a_cut_where_there_was_none():
    c = limited(talk(), bounds=Bounds(depth=10))
    c.deliver(nested(8))
    assert not told_of_the_cut(c)
    assert not c.request().flags


def test_the_last_letter_of_a_day_says_so_and_hr_reads_to_whom_no_more_go():
    c = limited(asked("Studiedienst"), letters_a_day=3)
    for _ in range(6):
        c.reply(c.letter("received"), "STATUS")
    assert c.kinds_to(ELS) == ["received", "progress", "progress", "unclear"]
    assert "Wij antwoorden morgen weer" in c.letter("unclear", ELS).text
    assert "te veel mails" in c.letter("action", HR).text
    assert ELS in c.letter("action", HR).text


def test_beyond_the_mails_of_a_day_about_one_request_hr_reads_that_new_ones_stay_in_the_mailbox():
    c = limited(asked("Studiedienst"), answers_a_thread=3)
    for _ in range(6):
        c.reply(c.letter("received"), "STATUS")
    assert c.kinds_to(HR) == ["decide", "action"]
    assert "Nieuwe mails blijven tot morgen onbehandeld in de mailbox staan" in c.letter("action", HR).text
    assert c.mailbox.messages(Folder.INBOX)


def test_beyond_the_requests_of_a_day_hr_reads_that_new_ones_stay_in_the_mailbox():
    c = limited(talk(), requests_a_day=2)
    for name in ("BLAS", "SCUBA", "Studiedienst"):
        c.mail(ELS, "Aanvraag", request_text(name))
    assert [request.visits[0].service for request in c.store.requests()] == ["blas", "scuba"]
    assert "Nieuwe mails blijven tot morgen onbehandeld in de mailbox staan" in c.letter("action", HR).text
    assert ELS in c.letter("action", HR).text
    assert len(c.mailbox.messages(Folder.INBOX)) == 1
