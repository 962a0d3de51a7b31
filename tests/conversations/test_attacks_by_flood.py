"""Loops and floods: nothing is answered without limit (docs/security.md, D)."""

from dataclasses import replace

import pytest

from mailflow.model.words import Folder, Kind, VisitState
from mailflow.pipeline import Limits
from mailflow.testing.conversation import HR, MAILBOX, PEOPLE, Conversation, Scene
from tests.conversations.attacks import EVE, STUD, Watch, answer, reads_nothing
from tests.conversations.scenes import CONTACTS, ELS, agreed, approved, asked, offered, request_text, talk

AWAY = "Hallo! Hier is even niemand, probeer het later nog eens."


def robot(c: Conversation, address: str, text: str = AWAY, turns: int = 200, **headers: str) -> int:
    """Let a program answer every letter to an address for some turns; return how many letters that made."""
    before = len(c.sent)
    answered = 0
    for _ in range(turns):
        waiting = c.letters(to=address)[answered:]
        if not waiting:
            break
        answered += len(waiting)
        for letter in waiting:
            answer(c, letter, text, address, **headers)
    return len(c.sent) - before


def test_control_a_person_who_writes_often_is_still_answered():
    c = asked("Studiedienst")
    for _ in range(10):
        c.reply(c.letter("received"), "STATUS")
    assert len(c.letters("progress", ELS)) == 10


def test_a_robot_of_the_requester_without_any_header_is_answered_a_handful_of_times():
    c = offered("Studiedienst")
    assert robot(c, ELS) <= 4
    assert c.visit(1).state is VisitState.OFFERED


def test_a_robot_whose_text_tells_what_it_is_gets_no_letter_at_all():
    told = "Bedankt voor uw bericht. Ik ben er even niet en lees uw mail later."
    assert robot(offered("Studiedienst"), ELS, told) == 0
    assert robot(asked("Studiedienst"), HR, told) == 0


def test_a_robot_of_the_service_without_any_header_is_answered_a_handful_of_times():
    c = approved("Studiedienst")
    assert robot(c, STUD) <= 4
    assert c.visit(1).state is VisitState.PROPOSED


def test_a_robot_of_hr_without_any_header_ends_at_the_limit_and_its_mails_stay_in_the_mailbox():
    c = asked("Studiedienst")
    w = Watch(c)
    assert robot(c, HR) <= 60
    w.nothing_changed()
    assert "action" in c.kinds_to(HR)
    assert c.mailbox.messages(Folder.INBOX)
    c.pass_time(days=2)
    c.reply(c.letter("decide"), "akkoord")
    assert c.visit(1).state is VisitState.PROPOSED


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>", "X_Auto_Response_Suppress": "OOF", "Auto_Submitted": "auto-generated"},
    ],
    ids=["rfc3834", "precedence", "vendor", "exchange"],
)
def test_a_robot_that_says_so_gets_no_letter_at_all(headers):
    c = offered("Studiedienst")
    assert robot(c, ELS, **headers) == 0


def test_two_mailflows_that_write_to_each_other_fall_silent_at_once():
    ours, theirs = talk(), Conversation(
        Scene(contacts=CONTACTS, people=replace(PEOPLE, mailbox="stages@cpas.example", hr=("chef@cpas.example",)))
    )  # fmt: skip
    ours.mail("stages@cpas.example", "Aanvraag ontdekkingsstage", request_text("BLAS"))
    passed = 0
    for _ in range(50):
        for sender, reader, address in ((ours, theirs, "stages@cpas.example"), (theirs, ours, MAILBOX)):
            for letter in sender.letters(to=address)[passed // 2 :]:
                passed += 1
                reader.deliver(letter.content)
    assert len(ours.letters(to="stages@cpas.example")) == 1
    assert not theirs.sent


def test_two_mailflows_behind_a_gateway_that_strips_headers_stop_at_the_limit():
    c = talk()
    c.mail("stages@cpas.example", "Aanvraag ontdekkingsstage", request_text("BLAS"))
    made = robot(
        c, "stages@cpas.example", "Wij ontvingen uw aanvraag voor een ontdekkingsstage, dank u. U hoort van ons."
    )
    assert made <= 4


def test_a_letter_of_ours_that_comes_back_is_left_alone():
    c = asked("BLAS")
    w = Watch(c)
    for letter in list(c.sent):
        assert c.deliver(letter.content).kind is Kind.OTHER
        c.deliver(letter.content.replace(letter.message_id.encode(), b"changed@gateway.example"))
    w.harmless(most=0)


def test_a_reply_to_all_with_fifty_in_copy_is_answered_to_nobody_else():
    c = offered("Studiedienst")
    crowd = ", ".join(f"person{n}@evil.example" for n in range(50))
    w = Watch(c)
    answer(c, c.letter("choose"), "niet duidelijk wat ik schrijf", ELS, Cc=crowd, Reply_To=crowd)
    w.harmless(ELS)
    answer(c, c.letter("choose"), "B", ELS, Cc=crowd)
    assert {x.address for x in w.since} == {ELS, STUD}


def test_fifty_people_who_reply_to_all_do_not_make_fifty_letters():
    c = offered("Studiedienst")
    w = Watch(c)
    for number in range(50):
        c.reply(c.letter("choose"), "Haal mij van deze lijst!", sender=f"person{number}@evil.example")
    w.harmless(ELS, HR, most=6)


def test_reply_to_is_never_written_to():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS"), {"Reply-To": EVE})
    assert not c.letters(to=EVE)
    assert c.kinds_to(ELS) == ["received"]


def test_a_sender_who_asks_for_a_hundred_people_is_heard_twenty_times_a_day():
    c = talk()
    for number in range(100):
        form = request_text("BLAS", f"E-mail: victim{number}@ocmw-mol.example\n")
        c.mail(EVE, "Aanvraag ontdekkingsstage", form)
    victims = [x for x in c.sent if x.address.startswith("victim")]
    assert len(victims) == 20
    assert len(c.letters(to=HR)) == 21
    assert c.letter("action", HR).ref == ""
    assert EVE in c.letter("action", HR).text
    assert len(c.mailbox.messages(Folder.INBOX)) == 80
    c.pass_time(days=2)
    c.mail(EVE, "Aanvraag ontdekkingsstage", request_text("SCUBA"))
    assert c.letters(to=EVE)


def test_a_requester_who_repeats_the_request_with_other_words_stops_at_a_limit_too():
    c = asked("BLAS")
    before = len(c.sent)
    for number in range(100):
        c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS").replace("verbeteren", f"verbeteren {number}"))
    assert len(c.sent) - before <= 50


def test_the_last_letter_of_a_day_says_that_it_is_the_last_and_hr_hears_of_it_once():
    c = asked("Studiedienst")
    w = Watch(c)
    for _ in range(45):
        c.reply(c.letter("received"), "STATUS")
    letters = [x for x in w.since if x.address == ELS]
    assert len(letters) <= 21
    assert letters[-1].kind.value == "unclear"
    assert "morgen" in letters[-1].text
    assert [x.kind.value for x in w.since if x.address == HR] == ["action"]
    c.pass_time(days=2)
    c.reply(c.letter("received"), "STATUS")
    assert c.letters("progress", ELS)[-1].created_at == c.now


def test_a_mail_beyond_the_limit_stays_in_the_mailbox_and_is_not_lost():
    c = asked("Studiedienst")
    c.premises = replace(c.premises, limits=Limits(hours="always", answers_a_thread=3))
    for _ in range(6):
        c.reply(c.letter("decide"), "NOTA: nog iets")
    assert len(c.mailbox.messages(Folder.INBOX)) == 4
    assert [x.kind.value for x in c.letters(to=HR)].count("action") == 1


def test_status_in_hr_s_name_goes_to_hr_alone_and_not_without_end():
    c = asked("Studiedienst")
    w = Watch(c)
    for _ in range(60):
        c.deliver(c.written(HR, "status", "STATUS", {"Reply-To": EVE, "Sender": EVE}))
    w.harmless(HR, most=20)
    assert {x.kind.value for x in w.since} == {"digest"}
    reads_nothing(c)


def test_status_from_anybody_else_tells_nothing():
    c = asked("Studiedienst")
    w = Watch(c)
    c.mail(EVE, "status", "STATUS")
    c.mail(EVE, "ONT-2026-0001", "STATUS")
    w.harmless(most=0)


def test_bounces_of_one_letter_over_and_over_do_not_flood_hr():
    c = asked("Studiedienst")
    w = Watch(c)
    letter = c.letter("received")
    for _ in range(80):
        headers = {"Auto-Submitted": "auto-replied", "Return-Path": "<>", "In-Reply-To": f"<{letter.message_id}>"}
        text = f"Delivery to {ELS} failed permanently.\n550 5.1.1 no such user\n\nMessage-ID: <{letter.message_id}>\n"
        c.mail("mailer-daemon@evil.example", "Undelivered Mail Returned to Sender", text, headers)
    w.harmless(HR)


def test_somebody_else_s_bounce_and_a_list_s_mail_are_left_alone():
    c = asked("Studiedienst")
    w = Watch(c)
    c.mail(
        "mailer-daemon@evil.example",
        "Undelivered Mail",
        "550 5.1.1\nMessage-ID: <x@evil.example>",
        {"Return-Path": "<>"},
    )
    c.mail(
        EVE, "Aanvraag ontdekkingsstage", request_text("BLAS"), {"List-Id": "<all.evil.example>", "Precedence": "list"}
    )
    assert not c.letters(to=EVE)
    w.nothing_changed()


def test_a_machine_that_asks_for_an_internship_gets_no_answer():
    c = talk()
    c.mail("noreply@evil.example", "Aanvraag ontdekkingsstage", request_text("BLAS"))
    c.mail(MAILBOX, "Aanvraag ontdekkingsstage", request_text("SCUBA"))
    assert {x.address for x in c.sent} <= {HR}


def test_an_absence_in_the_service_s_name_asks_nobody_outside():
    c = approved("Studiedienst")
    w = Watch(c)
    text = f"Ik ben afwezig tot 31/12/2026. Mijn vervanger is {EVE}."
    answer(c, c.letter("which_dates"), text, STUD, Auto_Submitted="auto-replied")
    assert EVE not in {x.address for x in w.since}
    assert EVE not in c.visit(1).contacts
    reads_nothing(c)


def test_a_hundred_calendar_answers_of_a_stranger_do_not_flood_hr():
    c = agreed("Studiedienst")
    w = Watch(c)
    invitation = c.calendar(c.letter("agreed", ELS)).replace(b"METHOD:REQUEST", b"METHOD:REPLY")
    for number in range(100):
        head = [f"From: eve{number}@evil.example", "Content-Type: text/calendar; method=REPLY; charset=utf-8"]
        c.deliver(
            b"Message-ID: <c%d@evil.example>\r\nTo: %s\r\n" % (number, MAILBOX.encode())
            + "\r\n".join(head).encode()
            + b"\r\n\r\n"
            + invitation
        )
    w.harmless(HR, most=52)
