"""Service and requester agree a half-day, or don't; dates, rounds, deadlines, lost slots."""

from mailflow.model.words import RequestState, VisitState
from mailflow.testing.conversation import HR
from tests.conversations.scenes import ELS, LUC, agreed, approved, asked, offered, request_text, since, talk

JUR = "claire.dumont@pod.example"
STUD = "lien.goossens@pod.example"


def test_the_service_names_the_only_wished_half_day_and_it_is_agreed_at_once():
    c = approved("Studiedienst", "Data: 12/01/2027 voormiddag\n")
    assert c.visit(1).proposed[0].day.isoformat() == "2027-01-12"
    c.reply(c.letter("which_dates"), "A")
    assert c.visit(1).state is VisitState.AGREED
    assert "choose" not in c.kinds_to(ELS)


def test_the_requester_gets_one_letter_when_all_services_have_answered():
    c = approved()
    c.reply(c.letter("which_dates", STUD), "A B")
    assert "choose" not in c.kinds_to(ELS)
    c.reply(c.letter("which_dates", JUR), "A")
    assert c.kinds_to(ELS).count("choose") == 1


def test_at_the_deadline_the_requester_gets_what_is_there_and_hr_is_told():
    c = approved()
    c.reply(c.letter("which_dates", STUD), "OK")
    c.pass_time(days=12)
    assert "reminder" in c.kinds_to(JUR)
    assert "choose" in c.kinds_to(ELS)
    assert "action" in c.kinds_to(HR)


def test_the_service_offers_its_own_dates():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "14/01/2027 vm of 19/01/2027 nm")
    days = [slot.day.isoformat() for slot in c.visit(1).offered]
    assert sorted(days) == ["2027-01-14", "2027-01-19"]


def test_a_service_whose_date_is_a_holiday_is_asked_back():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "25/12/2026 vm")
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.letters("unclear", STUD)


def test_no_slot_suits_the_service_and_hr_must_act():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "GEEN: wij verhuizen in januari")
    assert c.request().state is RequestState.AWAITING_DECISION
    assert "verhuizen" in c.letter("action", HR).text
    assert all("verhuizen" not in letter.text for letter in c.letters(to=ELS))


def test_a_service_declines_and_hr_hands_the_visit_to_somebody_else():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "WEIGEREN: geen personeel")
    assert c.visit(1).state is VisitState.DECLINED
    c.reply(c.letter("action", HR), "NAAR 1 jan.wouters@pod.example")
    assert c.visit(1).state is VisitState.PROPOSED
    assert c.letters("which_dates", "jan.wouters@pod.example")


def test_the_requester_picks_per_visit():
    c = offered()
    c.reply(c.letter("choose"), "1C 2A")
    assert c.request().state is RequestState.SCHEDULED
    assert c.visit(1).slot != c.visit(2).slot


def test_the_requester_names_the_day_of_the_half_day_on_offer_and_has_it():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "B")
    (slot,) = c.visit(1).offered
    c.reply(c.letter("choose", ELS), f"{slot.day.day}/{slot.day.month} is prima voor mij!\n\nGroeten\nEls")
    assert (c.visit(1).state, c.visit(1).slot) == (VisitState.AGREED, slot)


def test_a_day_of_which_both_halves_are_on_offer_is_asked_back():
    c = approved("Studiedienst", "Data: 12/01/2027\n")
    c.reply(c.letter("which_dates"), "12/01/2027 vm of 12/01/2027 nm")
    c.reply(c.letter("choose", ELS), "12 januari past mij")
    assert c.visit(1).state is VisitState.OFFERED
    assert c.letters("unclear", ELS)


def test_a_letter_without_visit_number_is_asked_back_when_two_visits_are_open():
    c = offered()
    c.reply(c.letter("choose"), "B")
    assert c.request().state is RequestState.SCHEDULING
    assert c.letters("unclear", ELS)


def test_none_of_the_slots_suits_the_requester_and_the_service_is_asked_again():
    c = offered("Studiedienst")
    shown = set(c.visit(1).offered)
    c.reply(c.letter("choose"), "GEEN: ik ben dan met verlof")
    assert c.visit(1).state is VisitState.PROPOSED
    assert not shown & set(c.visit(1).proposed)


def test_other_dates_of_the_requester_go_to_the_service():
    c = offered("Studiedienst")
    before = len(c.sent)
    c.reply(c.letter("choose"), "Liever 21/01/2027 voormiddag")
    c.reply(c.letter("choose"), "21/01/2027 voormiddag")
    assert ("which_dates", STUD) in since(c, before)
    c.reply(c.letter("which_dates", STUD), "OK")
    assert c.visit(1).state is VisitState.AGREED
    assert c.visit(1).slot.day.isoformat() == "2027-01-21"


def test_after_two_rounds_hr_is_asked_to_phone():
    c = offered("Studiedienst")
    for _ in range(2):
        c.reply(c.letter("choose"), "GEEN")
        if c.visit(1).state is VisitState.PROPOSED:
            c.reply(c.letter("which_dates", STUD), "OK")
    assert c.letters("action", HR)
    assert "014 00 00 00" in c.letter("action", HR).text
    assert c.request().state is RequestState.AWAITING_DECISION


def test_a_requester_who_does_not_choose_is_reminded_then_released_and_may_come_back():
    c = offered("Studiedienst")
    c.pass_time(days=20)
    assert c.kinds_to(ELS)[-3:] == ["reminder", "progress", "closed"]
    assert c.request().state is RequestState.EXPIRED
    assert not [r for r in c.store.reservations() if r.ref == "ONT-2026-0001"]
    c.reply(c.letter("closed"), "Ik wil toch graag een nieuwe datum")
    assert c.visit(1).state is VisitState.PROPOSED


def test_two_requesters_race_for_the_last_place_and_the_loser_gets_new_ones():
    c = talk()
    text = request_text("Studiedienst", "Data: 12/01/2027 voormiddag\n")
    c.mail(ELS, "Aanvraag ontdekkingsstage", text)
    c.mail(LUC, "Aanvraag ontdekkingsstage", text.replace("Peeters", "Lambert").replace("Els", "Luc"))
    for letter in c.letters("decide"):
        c.reply(letter, "akkoord")
    for letter in c.letters("which_dates"):
        c.reply(letter, "OK")
    first, second = c.letter("choose", ELS), c.letter("choose", LUC)
    same = c.visit(1).offered[0]
    assert same in c.visit(1, "ONT-2026-0002").offered
    c.reply(first, "A")
    letter = "ABCD"[c.visit(1, "ONT-2026-0002").offered.index(same)]
    c.reply(second, letter)
    assert c.visit(1).slot == same
    assert c.visit(1, "ONT-2026-0002").state is VisitState.OFFERED
    assert same not in c.visit(1, "ONT-2026-0002").offered
    assert c.kinds_to(LUC)[-1] == "choose"


def test_the_host_is_whom_the_service_names():
    c = approved("Studiedienst")
    c.reply(c.letter("which_dates"), "A\nGASTHEER marc.lens@pod.example")
    c.reply(c.letter("choose"), "A")
    assert {letter.address for letter in c.letters("agreed")} == {ELS, "marc.lens@pod.example"}


def test_a_request_can_be_withdrawn_before_anything_is_decided():
    c = asked("Studiedienst")
    c.reply(c.letter("received"), "INTREKKEN")
    assert c.request().state is RequestState.WITHDRAWN
    assert c.kinds_to(ELS)[-1] == "closed"
    assert c.kinds_to(HR)[-1] == "action"


def test_the_service_moves_an_agreed_visit_to_a_date_it_names():
    c = agreed("Studiedienst")
    uid = c.visit(1).uid
    c.reply(c.letter("agreed", STUD), "VERPLAATSEN 21/01/2027 vm")
    assert c.visit(1).slot.day.isoformat() == "2027-01-21"
    assert (c.visit(1).uid, c.visit(1).sequence) == (uid, 1)
    assert {letter.address for letter in c.letters("moved")} == {ELS, STUD}


def test_the_requester_cancels_an_agreed_visit_and_every_guest_gets_the_cancel():
    c = agreed("Studiedienst")
    c.reply(c.letter("agreed", ELS), "ANNULEREN")
    assert c.request().state is RequestState.WITHDRAWN
    for letter in c.letters("cancelled"):
        calendar = c.calendar(letter)
        assert b"METHOD:CANCEL" in calendar
        assert b"SEQUENCE:1" in calendar


def test_an_ill_host_brings_the_visit_back_and_new_dates_are_looked_for():
    c = agreed("Studiedienst")
    c.reply(c.letter("agreed", STUD), "ziek")
    assert "cancelled" in c.kinds_to(ELS)
    assert "ziek" not in c.letter("cancelled", ELS).text
    assert "action" in c.kinds_to(HR)
    assert c.visit(1).state is VisitState.PROPOSED


def test_after_the_visit_come_thanks_with_a_certificate_unless_nobody_came():
    c = agreed("Studiedienst")
    c.pass_time(days=60)
    assert c.request().state is RequestState.COMPLETED
    assert c.kinds_to(ELS)[-2:] == ["practical", "thanks"]
    c.reply(c.letter("thanks"), "1. Heel goed. 2. Meer tijd. 3. Ja.")
    assert c.request().feedback


def test_who_did_not_come_gets_no_certificate():
    c = agreed("Studiedienst")
    slot = c.visit(1).slot
    while c.now.date() < slot.day:
        c.pass_time(days=1)
    c.pass_time(hours=9)
    c.reply(c.letter("agreed", STUD), "NIET GEKOMEN")
    c.pass_time(days=10)
    assert "thanks" not in c.kinds_to(ELS)
