"""What concerns the whole house: HR's digest, the reception's list, languages, office hours."""

from dataclasses import replace
from datetime import datetime

from mailflow.model.words import Language
from mailflow.testing.conversation import BRUSSELS, HR, PEOPLE
from tests.conversations.scenes import ELS, agreed, asked, request_text, since, talk


def monday(c, week=1):
    return datetime(2026, 11, 23 + 7 * week, 8, 1, tzinfo=BRUSSELS)


def test_on_monday_hr_reads_who_waits_for_whom():
    c = asked("BLAS")
    c.until(monday(c))
    letter = c.letter("digest", HR)
    assert "ONT-2026-0001" in letter.text
    c.pass_time(days=3)
    assert c.kinds_to(HR).count("digest") == 1


def test_no_digest_when_nothing_waits():
    c = talk()
    c.until(monday(c))
    assert c.kinds_to(HR) == []


def test_hr_asks_for_the_digest_at_any_time():
    c = asked("BLAS")
    c.mail(HR, "stand van zaken", "STATUS")
    assert "ONT-2026-0001" in c.letter("digest", HR).text


def test_the_reception_knows_the_day_before_who_comes():
    c = agreed("Studiedienst", people=replace(PEOPLE, reception=("onthaal@mi-is.example",)))
    day = c.visit(1).slot.day
    for _ in range(30):
        c.pass_time(days=1)
    letters = c.letters("visitors", "onthaal@mi-is.example")
    assert len(letters) == 1
    assert "Els Peeters" in letters[0].text
    assert letters[0].created_at.astimezone(BRUSSELS).date() <= day


def test_letters_to_hr_and_services_keep_office_hours_and_the_requester_hears_at_once():
    c = talk(hours="08:00-18:00", began=datetime(2026, 11, 28, 22, 0, tzinfo=BRUSSELS))
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS"))
    assert c.kinds_to(ELS) == ["received"]
    assert c.kinds_to(HR) == []
    c.until(datetime(2026, 11, 30, 8, 0, tzinfo=BRUSSELS))
    assert "decide" in c.kinds_to(HR)


def test_a_requester_changes_the_language_by_answering_fr():
    c = asked("BLAS")
    c.reply(c.letter("received"), "FR")
    assert c.request().language is Language.FR
    assert c.letters(to=ELS)[-1].language is Language.FR


def test_help_explains_what_can_be_answered():
    c = asked("BLAS")
    before = len(c.sent)
    c.reply(c.letter("received"), "HELP")
    assert since(c, before) == [("unclear", ELS)]


def test_the_operator_hears_once_a_day_that_somebody_of_hr_takes_no_mail():
    c = asked("Studiedienst")
    letter = c.letter("decide")
    headers = {"Auto-Submitted": "auto-replied", "Return-Path": "<>", "In-Reply-To": f"<{letter.message_id}>"}
    text = f"Delivery to {HR} failed permanently.\n550 5.1.1 no such user\n\nMessage-ID: <{letter.message_id}>\n"
    for _ in range(2):
        c.mail("mailer-daemon@mi-is.example", "Undelivered Mail Returned to Sender", text, headers)
    (told,) = c.letters(to="operator@mi-is.example")
    assert f"{HR}, iemand van HR," in told.content.decode()
