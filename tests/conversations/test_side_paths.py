"""The less travelled paths of a request: absences, standing capacity, groups, second requests, days and languages."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

from mailflow.model.words import LetterStatus, RequestState, VisitState
from mailflow.testing.conversation import BRUSSELS, HR, PEOPLE
from tests.conversations.scenes import ELS, LUC, agreed, approved, asked, offered, request_text, since, talk

JUR = "claire.dumont@pod.example"
STUD = "lien.goossens@pod.example"
MARC, SOFIE = "marc.lambrecht@pod.example", "sofie.aerts@pod.example"
BEA = "bea.maes@mi-is.example"
SECOND = "ONT-2026-0002"


def away(c, letter, text="Ik ben afwezig tot en met 18/12/2026."):
    """The reader's mail program answers that nobody is there."""
    headers = {
        "In-Reply-To": f"<{letter.message_id}>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
    }
    return c.mail(letter.address, f"Automatisch antwoord: {letter.subject}", text, headers)


def with_rule(folder: Path, rule: str) -> Path:
    rules = copytree("rules", folder / "rules")
    with (rules / "routing.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[rule]]\n{rule}\n")
    return rules


# ----------------------------------------------------------------------------------------------------- who is asked


def test_where_no_confirmation_is_needed_the_requester_chooses_directly(tmp_path):
    rules = with_rule(tmp_path, "name = 'direct'\nwhen = 'service == \"studiedienst\"'\nconfirm = false")
    c = approved("Studiedienst", rules=rules)
    assert c.kinds_to(STUD) == []
    assert c.visit(1).state is VisitState.OFFERED
    c.reply(c.letter("choose"), "OK")
    assert {letter.address for letter in c.letters("agreed")} == {ELS, STUD}


def test_where_nobody_confirms_a_date_on_which_nobody_receives_is_asked_back(tmp_path):
    rules = with_rule(tmp_path, "name = 'direct'\nwhen = 'service == \"studiedienst\"'\nconfirm = false")
    c = approved("Studiedienst", rules=rules)
    c.reply(c.letter("choose"), "25/11/2026 voormiddag")
    assert c.visit(1).state is VisitState.OFFERED
    assert c.letters("unclear", ELS)


def test_the_deputy_of_an_absent_service_is_asked_at_once():
    c = approved("Dienst Inspectie")
    away(c, c.letter("which_dates", MARC))
    assert c.kinds_to(SOFIE) == ["which_dates"]
    c.reply(c.letter("which_dates", SOFIE), "A")
    assert c.visit(1).state is VisitState.OFFERED


def test_a_short_absence_changes_nothing():
    c = approved("Dienst Inspectie")
    away(c, c.letter("which_dates", MARC), "Ik ben afwezig tot en met 24/11/2026.")
    assert c.kinds_to(SOFIE) == []


def test_the_deputy_of_an_absent_hr_is_asked_at_once():
    c = asked("BLAS", people=replace(PEOPLE, deputies=(BEA,)))
    away(c, c.letter("decide", HR))
    assert c.kinds_to(BEA) == ["decide"]
    c.reply(c.letter("decide", BEA), "akkoord")
    assert c.visit(1).state is VisitState.PROPOSED


def test_an_absent_requester_is_reminded_only_when_back():
    c = offered("Studiedienst")
    away(c, c.letter("choose", ELS))
    c.until(datetime(2026, 12, 18, 18, 0, tzinfo=BRUSSELS))
    assert "reminder" not in c.kinds_to(ELS)


# -------------------------------------------------------------------------------------------------- what is possible


def test_a_paused_service_is_not_proposed_before_its_pause_ends():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "PAUZE tot 15/01/2027")
    c.reply(c.letter("which_dates"), "GEEN: even niet")
    c.reply(c.letter("action", HR), "akkoord")
    assert c.visit(1).proposed
    assert all(slot.day > date(2027, 1, 15) for slot in c.visit(1).proposed)


def test_a_weekday_that_a_service_never_receives_on_is_not_proposed_to_the_next():
    c = approved("Studiedienst")
    weekday = c.visit(1).proposed[0].day.isoweekday()
    name = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")[weekday - 1]
    c.reply(c.letter("which_dates"), f"NOOIT {name}")
    c.mail(LUC, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Peeters", "Lambert"))
    c.reply(c.letter("decide"), "akkoord")
    assert c.visit(1, SECOND).proposed
    assert all(slot.day.isoweekday() != weekday for slot in c.visit(1, SECOND).proposed)


def test_a_service_with_one_visit_a_month_is_proposed_in_the_next_month():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "MAX 1 per maand")
    c.reply(c.letter("which_dates"), "A")
    c.reply(c.letter("choose"), "OK")
    taken = c.visit(1).slot.day
    c.mail(LUC, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Peeters", "Lambert"))
    c.reply(c.letter("decide"), "akkoord")
    assert c.visit(1, SECOND).proposed
    assert all((s.day.year, s.day.month) != (taken.year, taken.month) for s in c.visit(1, SECOND).proposed)


def test_nothing_is_proposed_in_the_closure_week_or_on_holidays():
    c = talk(began=datetime(2026, 12, 10, 9, 0, tzinfo=BRUSSELS))
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text())
    c.reply(c.letter("decide"), "akkoord")
    days = {slot.day for visit in c.request().visits for slot in visit.proposed}
    assert days
    assert all(c.premises.workdays.is_workday(day) for day in days)
    assert not any(date(2026, 12, 25) <= day <= date(2027, 1, 1) for day in days)


def test_three_visits_take_two_days_and_not_three():
    c = offered("Juridische dienst, Studiedienst, BLAS")
    c.reply(c.letter("choose"), "OK")
    assert c.request().state is RequestState.SCHEDULED
    assert len({visit.slot.day for visit in c.request().visits}) == 2


def test_a_group_that_is_too_large_for_a_service_is_shown_to_hr():
    others = "".join(f"- Maes {n}, maes{n}@ocmw-mol.example\n" for n in range(1, 13))
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst", f"Deelnemers:\n{others}"))
    assert len(c.request().participants) > 1
    assert "too_many" in c.request().flags
    c.reply(c.letter("decide"), "akkoord")
    assert c.request().state is RequestState.AWAITING_DECISION
    assert c.kinds_to(HR)[-1] == "action"


# ------------------------------------------------------------------------------------------------- again and after all


def test_the_same_request_again_is_merged_into_the_open_one_and_its_writer_hears_where_it_stands():
    c = asked("Studiedienst")
    before = len(c.sent)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
    assert len(list(c.store.requests())) == 1
    assert since(c, before) == [("progress", ELS)]


def test_a_request_for_other_services_is_a_request_of_its_own():
    c = approved("Studiedienst")
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("BLAS"))
    assert [visit.service for visit in c.request(SECOND).visits] == ["blas"]
    assert "ONT-2026-0001" in c.letter("decide").text


def test_a_service_that_was_visited_may_be_asked_for_again_while_another_visit_is_to_come():
    c = agreed("Juridische dienst, Studiedienst")
    while c.visit(1).state is VisitState.AGREED and c.visit(2).state is VisitState.AGREED:
        c.pass_time(hours=1)
    held = next(visit for visit in c.request().visits if visit.state is VisitState.HELD)
    words = {"juridisch": "Juridische dienst", "studiedienst": "Studiedienst"}[held.service]
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text(words))
    assert [visit.service for visit in c.request(SECOND).visits] == [held.service]


def test_an_expired_incomplete_request_is_taken_up_again_by_a_reply():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Motivatie", "Varia"))
    assert c.request().state is RequestState.INCOMPLETE
    c.pass_time(days=40)
    assert c.request().state is RequestState.EXPIRED
    c.reply(c.letter("closed"), "Motivatie: Ik wil de samenwerking verbeteren.")
    assert c.request().state is RequestState.AWAITING_DECISION
    assert "decide" in c.kinds_to(HR)


def test_words_alone_take_an_expired_incomplete_request_up_again_and_somebody_waits_for_it():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Motivatie", "Varia"))
    c.pass_time(days=40)
    c.reply(c.letter("closed"), "Graag opnieuw.")
    assert c.request().state is RequestState.INCOMPLETE
    assert c.kinds_to(ELS)[-2:] == ["closed", "question"]
    assert "Motivatie" in c.letter("question", ELS).text
    c.pass_time(days=8)
    assert c.kinds_to(ELS)[-1] == "reminder"


def test_hr_enters_a_request_that_was_taken_by_phone():
    c = talk()
    c.mail(HR, "telefoon", f"NIEUW\n\n{request_text('Studiedienst', f'E-mail: {ELS}')}")
    assert c.request().requester.address == ELS
    assert "received" in c.kinds_to(ELS)


# ---------------------------------------------------------------------------------------------------- what is written


def test_everybody_reads_their_own_language():
    c = talk()
    text = request_text("FrontOffice, Juridische dienst").replace("OCMW: Mol", "OCMW: Mol\nTaal: Frans")
    c.mail(ELS, "Aanvraag ontdekkingsstage", text)
    c.reply(c.letter("decide"), "akkoord")
    read = {letter.address: letter.language.value for letter in c.sent}
    assert (read[ELS], read[HR], read[JUR], read["ingrid.hennes@pod.example"]) == ("fr", "nl", "fr", "de")


def test_practical_information_comes_once_for_two_visits_on_one_day():
    c = agreed("Juridische dienst, Studiedienst")
    assert c.visit(1).slot.day == c.visit(2).slot.day
    c.pass_time(days=60)
    assert c.kinds_to(ELS).count("practical") == 1
    assert c.kinds_to(ELS).count("thanks") == 1


def test_thanks_wait_for_the_last_visit_and_its_feedback_is_kept():
    c = offered("Juridische dienst, Studiedienst, BLAS")
    c.reply(c.letter("choose"), "OK")
    last = max(visit.slot.day for visit in c.request().visits)
    c.pass_time(days=60)
    thanks = c.letters("thanks", ELS)
    assert len(thanks) == 1
    assert thanks[0].created_at.astimezone(BRUSSELS).date() > last
    c.reply(thanks[0], "1. Zeer leerrijk.\n2. Langer.\n3. Ja.")
    assert "leerrijk" in c.request().feedback[0]


def test_a_letter_that_came_back_is_put_before_hr_with_the_phone_number():
    c = offered("Studiedienst")
    letter = c.letter("choose", ELS)
    report = (
        b"From: MAILER-DAEMON@mi-is.example\r\nTo: hrm@mi-is.example\r\nSubject: Undelivered\r\nMessage-ID: <b@x.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nno such user\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mi-is.example\r\n\r\nFinal-Recipient: rfc822; " + ELS.encode() + b"\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <"
        + letter.message_id.encode() + b">\r\n\r\n--b--\r\n"
    )  # fmt: skip
    c.deliver(report)
    assert c.store.letter(letter.message_id).status is LetterStatus.UNDELIVERABLE
    assert "014 00 00 00" in c.letter("action", HR).text
    assert c.visit(1).state is VisitState.OFFERED


def test_a_request_that_waits_for_a_silent_house_hears_every_five_working_days():
    c = asked("Studiedienst")
    c.pass_time(days=35)
    assert c.kinds_to(ELS).count("progress") >= 4
    assert c.request().state is RequestState.AWAITING_DECISION
