"""Stories of people who answer by mail, for the transcripts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from mailflow.model.dates import Preference, Slot, UnclearDate
from mailflow.model.effect import Standing
from mailflow.model.meaning import Answer, Command, FlaggedLine, Form, Participant, Pick, UnknownService, Unsure
from mailflow.model.message import Address
from mailflow.model.situation import Earlier, Reservation
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, Language, Role
from tests.unit.engine.engine_steps import (
    DIRECT,
    ELS,
    FORM,
    HR,
    JAN_12,
    JAN_14,
    JAN_19,
    LIEN,
    ONE,
    PEOPLE,
    at,
    on,
)
from tests.unit.engine.engine_transcript import Story

BEA, JAN = "bea.maes@mi-is.example", "jan.maes@ocmw-mol.example"
CLAIRE, PIETER, BART = "claire.dumont@pod.example", "pieter.nys@pod.example", "bart.claes@pod.example"
STRANGER = "els@private.example"
YES, OK, NONE = Command(C.APPROVE), Command(C.PICK), Command(C.NONE, text="dan niet")
WITH_JAN = replace(ONE, participants=(Participant("Maes", "Jan", JAN),))


def approved(form: Form = ONE, **given: object) -> Story:
    story = Story(given=given)
    story.ask(form)
    story.say(HR, YES)
    return story


def agreed(form: Form = ONE, **given: object) -> Story:
    story = approved(form, **given)
    for visit in story.request.visits:
        story.say(visit.contacts[0], replace(OK, visits=(visit.number,)))
    story.say(ELS, OK)
    return story


def two_visits_from_request_to_thanks() -> Story:
    story = agreed(replace(FORM, participants=(Participant("Maes", "Jan", JAN), Participant("Nys", "An"))))
    story.until(date(2027, 1, 20))
    story.say(ELS, said=Answer(new_text="1. Zeer leerrijk."), to="thanks")
    story.say(ELS, said=Answer(courtesy=True, new_text="Bedankt!"))
    return story


def hr_refuses_changes_its_mind_and_stops() -> Story:
    story = Story()
    story.ask(FORM)
    story.say(HR, Command(C.REFUSE, visits=(1,), text="agenda vol"))
    story.wait(minutes=1)
    story.say(HR, Command(C.REFUSE, visits=(2,), text="r2."), to="decide")
    story.wait(minutes=1)
    story.say(HR, Command(C.STOP))
    story.say(HR, Command(C.APPROVE, visits=(2,)), to="decide")
    story.until(story.now.date())
    story.say(HR, Command(C.REFUSE, text="R1"), to="decide")
    story.wait(minutes=1)
    story.say(HR, replace(YES, visits=(1,)), to="decide")
    story.say(HR, replace(YES, visits=(1,)), to="decide")
    story.say(HR, Command(C.REFUSE, text="R3"), to="decide")
    story.until(story.now.date())
    story.say(HR, YES)
    story.say(HR, OK, to="receipt")
    return story


def two_reasons_make_one_refusal() -> Story:
    story = Story()
    story.ask(FORM)
    story.say(HR, Command(C.REFUSE, visits=(1,), text="agenda vol"))
    story.wait(minutes=1)
    story.say(HR, Command(C.REFUSE, visits=(2,), text="r2."), to="decide")
    story.until(story.now.date())
    return story


def fields_are_missing_until_the_request_expires_and_comes_back() -> Story:
    story = Story()
    story.ask(
        replace(ONE, motivation="", services=(), unknown_services=(UnknownService("fead", 3, ("blas",)),)),
        language=Language.FR,
    )
    story.say(ELS, form=Form(services=("studiedienst",), themes={"studiedienst": "armoede"}, remarks="graag"))
    story.until(date(2026, 12, 31))
    story.say(ELS, OK, to="closed")
    story.say(ELS, said=Answer(new_text="Graag opnieuw.", unsure=Unsure(1, "Graag opnieuw.", "not_a_command")))
    story.say(ELS, form=Form(motivation="Ik wil leren.", remarks="graag", exclude=(), preference=Preference((2,))))
    story.say(HR, Command(C.MORE_INFO, text="Sinds wanneer?"))
    story.say(ELS, said=Answer(new_text="Sinds vijf jaar."))
    story.say(HR, YES, version=2)
    story.say(ELS, OK, to="question")
    story.ask(replace(ONE, remarks="nog iets"))
    story.ask(ONE)
    return story


def nobody_answers() -> Story:
    story = Story(given={"people": replace(PEOPLE, deputies=(BEA,))})
    story.ask(replace(FORM, services=("juridisch", "studiedienst")))
    story.until(date(2026, 12, 4))
    story.say(BEA, YES, role=Role.HR)
    story.until(date(2026, 12, 11))
    story.say(PIETER, replace(OK, visits=(1,)))
    story.until(date(2027, 1, 31))
    return story


def the_service_has_its_own_mind() -> Story:
    story = approved(FORM)
    story.say(CLAIRE, Command(C.DATE, dates=(on(JAN_12, Half.ANY), on(JAN_14)), bare=True))
    story.say(BART, Command(C.PAUSE, until=JAN_12), Command(C.LIMIT, count=2))
    story.say(BART, Command(C.NONE, text="te druk"))
    story.say(HR, Command(C.ASSIGN, visits=(2,), address="Nieuw@pod.example"))
    story.say("nieuw@pod.example", Command(C.DECLINE, text="niet bevoegd"))
    story.say(HR, replace(YES, visits=(2,)))
    story.say(BART, Command(C.HOST, address="marc@pod.example"), OK)
    story.say(ELS, OK)
    story.say(CLAIRE, Command(C.HOST, address="An@pod.example"), to="agreed")
    story.say("an@pod.example", Command(C.RESCHEDULE, dates=(on(JAN_19),), text="19/01"))
    story.say("an@pod.example", Command(C.CANCEL, text="verhuis"))
    story.say("marc@pod.example", Command(C.ILL))
    story.say(BART, Command(C.STATUS))
    story.say(BART, Command(C.HELP))
    return story


def the_requester_has_second_thoughts() -> Story:
    story = agreed(replace(FORM, services=("juridisch", "studiedienst"), dates=(on(JAN_12),)))
    story.say(ELS, Command(C.RESCHEDULE, visits=(1,), dates=(on(JAN_14),), text="14/01"))
    story.until(date(2026, 11, 26))
    story.say(CLAIRE, NONE, to="reminder")
    story.say(ELS, Command(C.RESCHEDULE, visits=(1,), dates=(on(JAN_19),)))
    story.say(CLAIRE, OK)
    story.say(ELS, Command(C.RESCHEDULE, visits=(2,)))
    story.say(LIEN, OK)
    story.say(ELS, Command(C.NONE, text="te vroeg"))
    story.say(LIEN, OK)
    story.say(ELS, Command(C.DATE, dates=(on(JAN_14, Half.PM),)))
    story.say(LIEN, Command(C.DATE, dates=(on(JAN_14, Half.PM),), bare=True))
    story.say(ELS, Command(C.LANGUAGE, language=Language.FR))
    story.say(ELS, Command(C.ILL, visits=(1,)))
    story.say(ELS, Command(C.CANCEL, text="toch niet"))
    story.say(ELS, said=Answer(new_text="Ik wil toch komen."))
    return story


def rounds_are_used_up() -> Story:
    story = approved()
    for _ in range(2):
        story.say(LIEN, OK)
        story.say(ELS, Command(C.NONE, text="past niet"))
    story.say(ELS, Command(C.DATE, dates=(on(JAN_12),)))
    story.say(HR, Command(C.DATE, dates=(on(JAN_12),)), to="action")
    story.until(story.now.date())
    story.say(HR, Command(C.DATE, dates=(on(JAN_14),)))
    story.until(story.now.date())
    story.say(HR, Command(C.RESCHEDULE, text="zaal bezet"))
    story.until(story.now.date())
    return story


def hr_works_with_the_record() -> Story:
    story = Story(given={"earlier": (Earlier("ONT-2026-0000", "completed", date(2026, 3, 2), ("blas", "scuba")),)})
    story.ask(FORM)
    story.say(HR, Command(C.LATER, dates=(on(date(2026, 12, 7)),)))
    story.say(HR, Command(C.NOTE, text="gebeld"))
    story.say(HR, Command(C.ASSIGN, visits=(1,), address="an@pod.example"))
    story.until(date(2026, 12, 7))
    story.say(HR, Command(C.STATUS))
    story.say(HR, said=Answer(new_text="akkoord als", unsure=Unsure(1, "akkoord als", "condition")))
    story.say(HR, said=Answer(new_text="akkoord als", unsure=Unsure(1, "akkoord als", "condition")))
    story.say(HR, said=Answer(empty=True))
    story.say(HR, Command(C.LANGUAGE, language=Language.FR), Command(C.HELP))
    story.say(HR, replace(YES, visits=(1,)), Command(C.REFUSE, visits=(2,), text="R1"), to="decide")
    story.until(story.now.date())
    story.say(HR, Command(C.CANCEL, text="vergissing"))
    story.until(story.now.date())
    return story


def wishes_come_late() -> Story:
    story = Story()
    story.ask(FORM)
    story.say(ELS, Command(C.DATE, visits=(1,), dates=(on(JAN_12, visit=1),)))
    story.say(ELS, Command(C.DATE, dates=(on(JAN_14),)))
    story.say(ELS, Command(C.DATE, dates=(on(JAN_14),)))
    story.say(ELS, Command(C.DATE, unclear_dates=(UnclearDate("3/13", "ambiguous", meant=(JAN_12,)),)))
    story.say(ELS, Command(C.CANCEL, visits=(2,)))
    story.say(HR, YES, to="decide")
    story.say(ELS, Command(C.RESCHEDULE, visits=(2,)))
    story.say(ELS, Command(C.DATE, visits=(1,), dates=(on(JAN_19),)))
    story.say(CLAIRE, Command(C.DATE, dates=(on(JAN_12),), bare=True))
    return story


def everything_that_hr_should_see() -> Story:
    story = Story(given={"standings": {"studiedienst": Standing("studiedienst", never=(1, 2))}})
    form = replace(
        WITH_JAN, area=(Language.DE,), language=Language.DE, ocmw="ÖSHZ Eupen", ocmw_nis="", not_staff="private_address",
        out_of_scope=(FlaggedLine(3, "dossier Janssens", "case"),), forwarded_by=Address("chef@oshz.example", "Chef"),
        participants=tuple(Participant("Maes", str(number)) for number in range(5)), services=("frontoffice", "blas"),
        themes={"blas": "FEAD"}, supervisor_agreement=False, sources={"name": 1},
    )  # fmt: skip
    story.ask(form, sender="chef@oshz.example")
    story.ask(
        replace(form, email="greta@oshz.example", language=None, written=Language.FR, not_staff=""),
        sender="chef@oshz.example",
    )
    return story


def half_days_are_lost() -> Story:
    story = approved(FORM)
    for visit in (1, 2):
        story.say(
            story.visit(visit).contacts[0], Command(C.DATE, visits=(visit,), dates=(on(JAN_12), on(JAN_14)), bare=True)
        )
    taken = tuple(Reservation("juridisch", slot, "ONT-2026-0009", 1, True) for slot in (at(JAN_12), at(JAN_14)))
    story.given["reservations"] = taken
    story.say(ELS, Command(C.PICK, slots=(Pick("A", 1), Pick("A", 2))))
    story.say(CLAIRE, OK)
    story.given["reservations"] = tuple(replace(r, slot=Slot(r.slot.day, Half.PM)) for r in taken)
    story.say(ELS, Command(C.PICK, slots=(Pick("A", 1),)))
    return story


def words_stand_beside_the_fields() -> Story:
    story = Story()
    story.ask(ONE)
    story.say(HR, Command(C.MORE_INFO, text="Sinds wanneer?"))
    words = Answer(new_text="Sinds vijf jaar.", unsure=Unsure(1, "Sinds vijf jaar.", "not_a_command"))
    story.say(ELS, said=words, form=Form(function="jurist"))
    words = Answer(new_text="Kan dat in maart?", unsure=Unsure(2, "Kan dat in maart?", "question"))
    story.say(ELS, said=words, form=Form(phone="014 22 22 22"))
    return story


def nobody_confirms() -> Story:
    story = approved(rulebook=DIRECT)
    story.say(ELS, Command(C.RESCHEDULE, text="later graag"))
    story.say(ELS, OK)
    story.say(ELS, Command(C.RESCHEDULE, dates=(on(JAN_14),)))
    return story


def a_closed_request_is_taken_up_again() -> Story:
    story = approved()
    story.say(LIEN, OK)
    story.until(date(2026, 12, 31))
    story.say(ELS, said=Answer(courtesy=True, new_text="Bedankt!"))
    story.say(ELS, said=Answer(new_text="Toch graag.", unsure=Unsure(1, "Toch graag.", "not_a_command")))
    story.say(ELS, Command(C.CANCEL))
    story.say(ELS, Command(C.STATUS))
    story.say(ELS, form=Form(motivation="Ik wil toch leren."))
    story.say(HR, YES, to="decide")
    story.say(ELS, form=Form(phone="014 22 22 22", themes={"studiedienst": "armoede"}))
    story.say(ELS, Command(C.CANCEL))
    story.say(LIEN, OK)
    story.say(ELS, said=Answer(new_text="Toch graag.", unsure=Unsure(1, "Toch graag.", "not_a_command")))
    return story


def one_of_two_letters_is_answered_with_the_wrong_word() -> Story:
    story = approved(FORM)
    story.say(CLAIRE, OK)
    story.say(BART, OK)
    story.say(ELS, Command(C.PICK, visits=(1,), slots=(Pick("A", 1),)))
    story.say(ELS, Command(C.RESCHEDULE), to="choose")
    story.say(ELS, Command(C.DATE, dates=(on(JAN_12),)), to="agreed")
    story.say(ELS, Command(C.CANCEL), to="agreed")
    return story


STORIES: tuple[Callable[[], Story], ...] = (
    two_visits_from_request_to_thanks,
    hr_refuses_changes_its_mind_and_stops,
    two_reasons_make_one_refusal,
    fields_are_missing_until_the_request_expires_and_comes_back,
    nobody_answers,
    the_service_has_its_own_mind,
    the_requester_has_second_thoughts,
    rounds_are_used_up,
    hr_works_with_the_record,
    wishes_come_late,
    everything_that_hr_should_see,
    half_days_are_lost,
    words_stand_beside_the_fields,
    nobody_confirms,
    a_closed_request_is_taken_up_again,
    one_of_two_letters_is_answered_with_the_wrong_word,
)
