"""What a careful reader would ask next: the answer that repeats, the second word, the date that is taken already."""

from datetime import timedelta
from shutil import copytree

from mailflow.model.situation import Settings
from mailflow.model.words import RequestState, VisitState
from mailflow.testing.conversation import HR, Conversation
from tests.conversations.invited import LIEN
from tests.conversations.scenes import ELS, agreed, approved, asked, offered, request_text, since, talk

JUR = "claire.dumont@pod.example"


def test_who_repeats_a_known_field_hears_where_the_request_stands():
    c = asked("Studiedienst")
    c.reply(c.letter("received"), "Naam: Peeters")
    assert c.kinds_to(ELS) == ["received", "progress"]
    assert c.kinds_to(HR) == ["decide"]
    assert c.request().version == 1


def test_two_answers_without_the_motivation_and_hr_gets_what_is_known():
    c = talk()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst").replace("Motivatie", "Varia"))
    c.reply(c.letter("received"), "Functie: jurist")
    assert c.kinds_to(ELS) == ["received", "question"]
    assert c.request().state is RequestState.INCOMPLETE
    c.reply(c.letter("question"), "Telefoon: 014 11 11 11")
    assert c.kinds_to(ELS)[-1] == "progress"
    assert c.kinds_to(HR) == ["decide"]
    assert "014 11 11 11" in c.letter("decide", HR).text


def test_stop_behind_another_word_is_asked_back_and_nothing_waits():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "akkoord\nSTOP")
    assert c.visit(1).state is VisitState.REQUESTED
    assert c.kinds_to(HR) == ["decide", "unclear"]


def test_a_service_that_refuses_without_a_word_is_asked_why():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "WEIGEREN")
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.kinds_to(LIEN) == ["which_dates", "unclear"]
    assert "reden" in c.letter("unclear", LIEN).text
    c.reply(c.letter("unclear", LIEN), "WEIGEREN: wij verhuizen die maand")
    assert c.visit(1).state is VisitState.DECLINED
    assert "wij verhuizen" in c.letter("action", HR).text
    assert "verhuizen" not in "".join(letter.text for letter in c.letters(to=ELS))


def test_one_date_for_two_visits_is_asked_back_to_hr():
    c = approved()
    c.reply(c.letter("decide"), "DATUM 12/01/2027 vm")
    assert {v.state for v in c.request().visits} == {VisitState.PROPOSED}
    assert c.kinds_to(HR)[-1] == "unclear"


def test_a_service_hears_that_hr_has_agreed_the_date_by_phone():
    c = approved(settings=Settings(undo=timedelta(0)))
    before = len(c.sent)
    c.reply(c.letter("decide"), "DATUM 1 12/01/2027 vm")
    assert set(since(c, before)) == {("cancelled", JUR), ("agreed", ELS), ("agreed", JUR)}
    assert c.visit(1).slot.day.isoformat() == "2027-01-12"
    assert c.visit(2).state is VisitState.PROPOSED


def test_a_date_in_the_past_is_no_day_to_decide_on():
    c = asked("Studiedienst")
    c.reply(c.letter("decide"), "LATER 20/11/2026")
    assert c.request().later is None
    assert c.kinds_to(HR)[-1] == "unclear"
    assert c.kinds_to(ELS) == ["received"]


def test_nobody_to_ask_is_told_to_hr_and_an_address_helps():
    c = Conversation()
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
    c.reply(c.letter("decide"), "akkoord")
    assert c.visit(1).need == "no_contact"
    assert c.kinds_to(HR)[-1] == "action"
    c.reply(c.letter("action", HR), "NAAR 1 nieuw.iemand@pod.example")
    assert c.kinds_to("nieuw.iemand@pod.example") == ["which_dates"]


def test_an_agreed_visit_must_be_called_off_before_its_request_is_said_to_be_none():
    c = agreed("Studiedienst")
    c.reply(c.letter("decide"), "GEEN AANVRAAG")
    assert c.visit(1).state is VisitState.AGREED
    assert not c.request().closed
    assert c.kinds_to(HR)[-1] == "unclear"


def test_a_date_from_the_list_is_as_good_as_its_letter():
    c = offered("Studiedienst")
    slot = c.visit(1).offered[1]
    half = "vm" if slot.half.value == "am" else "nm"
    c.reply(c.letter("choose"), f"{slot.day:%d/%m/%Y} {half}")
    assert c.visit(1).slot == slot


def test_an_ambiguous_wish_before_the_decision_is_asked_back():
    c = asked("Studiedienst")
    c.reply(c.letter("received"), "DATUM 3/13/2027")
    assert c.request().wishes == ()
    assert c.kinds_to(ELS)[-1] == "unclear"


def test_what_the_rules_switch_off_does_not_leave(tmp_path):
    rules = copytree("rules", tmp_path / "rules")
    file = rules / "timers.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("practical = true", "practical = false"), encoding="utf-8")
    c = agreed("Studiedienst", rules=rules)
    c.pass_time(days=60)
    assert "practical" not in c.kinds_to(ELS)
    assert "thanks" in c.kinds_to(ELS)
