"""Stories with calendars, machines, strangers and rules in them, for the transcripts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from mailflow.model.dates import Exclusion, Hours
from mailflow.model.effect import Standing
from mailflow.model.event import AbsenceNoticed, LetterBounced, Writer
from mailflow.model.meaning import Answer, Command
from mailflow.model.words import CommandName as C
from mailflow.model.words import Half, LetterKind, Method, Partstat, Role
from tests.unit.engine.engine_steps import (
    BOOK,
    ELS,
    FORM,
    HR,
    JAN_12,
    JAN_14,
    JAN_19,
    LIEN,
    PEOPLE,
    on,
)
from tests.unit.engine.engine_stories import (
    BEA,
    CLAIRE,
    JAN,
    OK,
    STRANGER,
    WITH_JAN,
    YES,
    agreed,
    approved,
)
from tests.unit.engine.engine_transcript import Story


def at_hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def morning(day: date) -> tuple[datetime, datetime]:
    return at_hour(day, 8), at_hour(day, 11)


class AlwaysHolds:
    """A condition without any."""

    def holds(self, facts: object) -> bool:
        return bool(facts)


def calendars_answer() -> Story:
    story = agreed(WITH_JAN)
    story.wait(hours=1)
    story.calendar(ELS, Method.REPLY)
    story.calendar(ELS, Method.REPLY, stamp_at=story.now - timedelta(hours=1), partstat=Partstat.DECLINED)
    story.calendar(JAN, Method.REPLY, partstat=Partstat.DECLINED, comment="ziek kind")
    story.calendar(LIEN, Method.REFRESH)
    story.calendar(ELS, Method.CANCEL)
    afternoon = (at_hour(JAN_14, 12), at_hour(JAN_14, 15))
    story.calendar(ELS, Method.COUNTER, proposal=afternoon, comment="liever donderdag")
    story.say(LIEN, OK)
    story.calendar(LIEN, Method.COUNTER, proposal=(at_hour(JAN_19, 8), at_hour(JAN_19, 11)), comment="zaal bezet")
    story.say(ELS, Command(C.NONE, text="kan niet"))
    story.calendar(ELS, Method.COUNTER, proposal=(at_hour(date(2027, 1, 16), 8), at_hour(date(2027, 1, 16), 11)))
    story.calendar(JAN, Method.COUNTER, proposal=afternoon)
    story.calendar(ELS, Method.COUNTER)
    story.calendar(ELS, Method.REPLY, sequence=0, partstat=Partstat.DECLINED)
    story.calendar(ELS, Method.REPLY, words=Answer((Command(C.HOST, address="x@pod.example"),), new_text="gastheer x"))
    story.calendar(ELS, Method.REPLY, partstat=Partstat.TENTATIVE, words=Answer(new_text="Is er parking?"))
    story.calendar(LIEN, Method.REPLY, partstat=Partstat.DECLINED, words=Answer((Command(C.ILL),), new_text="ziek"))
    story.calendar(ELS, Method.REPLY, uid=story.visit(1).former_uids[0], words=Answer(new_text="Jammer."))
    return story


def doubtful_calendars() -> Story:
    story = agreed()
    for said in (
        {"guest": STRANGER},
        {"problem": "several_guests"},
        {"sequence": 3, "start_at": at_hour(JAN_19, 8)},
    ):
        story.calendar(ELS, Method.REPLY, partstat=Partstat.DECLINED, **said)
    story.say(HR, YES, to="action")
    return story


def somebody_else_writes() -> Story:
    story = agreed(WITH_JAN)
    doubtful = {"trusted": False, "doubt": "other_address"}
    story.say(STRANGER, Command(C.CANCEL), writer=Writer(Role.REQUESTER, STRANGER, **doubtful), visits=(1,))
    story.say(ELS, YES, to="is_this_you")
    story.say(JAN, Command(C.CANCEL, text="geen tijd"), writer=Writer(Role.REQUESTER, JAN, **doubtful), visits=(1,))
    story.say(JAN, Command(C.ILL), writer=Writer(Role.REQUESTER, JAN, **doubtful), visits=(1,))
    story.say(JAN, said=Answer(new_text="Is er parking?"), writer=Writer(Role.REQUESTER, JAN, **doubtful), visits=(1,))
    unknown = Writer(Role.HR, "x@elsewhere.example", trusted=False, doubt="not_authenticated")
    for _ in range(7):
        story.say(unknown.address, YES, writer=unknown)
    story.wait(days=31)
    story.say(unknown.address, YES, writer=unknown)
    story.say(unknown.address, said=Answer(courtesy=True), writer=unknown)
    story.say(HR, Command(C.REFUSE), to="action")
    return story


def machines_write() -> Story:
    story = approved(replace(FORM, services=("juridisch", "studiedienst")), people=replace(PEOPLE, deputies=(BEA,)))
    away = date(2026, 12, 18)
    for event in (
        AbsenceNoticed(CLAIRE, Role.SERVICE, away, "", story.source()),
        AbsenceNoticed(LIEN, Role.SERVICE, away, "Jan@pod.example", story.source()),
        AbsenceNoticed(HR, Role.HR, away, "", story.source()),
        AbsenceNoticed(ELS, Role.REQUESTER, None, "", story.source()),
        LetterBounced(LetterKind.RECEIVED, ELS, Role.REQUESTER, "no such user", story.source(), (1,)),
        LetterBounced(LetterKind.DECIDE, HR, Role.HR, "full", story.source()),
    ):
        story.happen(type(event).__name__, event)
    for contact, visit in ((CLAIRE, 1), (LIEN, 2)):
        story.say(contact, replace(OK, visits=(visit,)))
    story.happen("AbsenceNoticed", AbsenceNoticed(ELS, Role.REQUESTER, away, "", story.source()))
    return story


def a_move_is_asked_and_nobody_answers() -> Story:
    story = agreed()
    day = story.visit(1).slot.day
    story.say(LIEN, Command(C.DATE, dates=(on(JAN_12),)), to="agreed")
    story.say(ELS, Command(C.RESCHEDULE, dates=(on(JAN_14),)))
    story.until(date(2026, 12, 4))
    story.calendar(LIEN, Method.COUNTER, proposal=morning(JAN_19))
    story.until(date(2026, 12, 18))
    story.calendar(LIEN, Method.COUNTER, proposal=morning(JAN_19))
    story.say(ELS, OK, to="choose")
    story.calendar(ELS, Method.COUNTER, sequence=0, proposal=morning(day))
    story.calendar(ELS, Method.COUNTER, proposal=morning(JAN_14))
    story.calendar(LIEN, Method.COUNTER, proposal=morning(JAN_14))
    story.calendar(ELS, Method.COUNTER, proposal=morning(JAN_19))
    story.calendar(LIEN, Method.COUNTER, proposal=morning(JAN_12), comment="liever dinsdag")
    story.calendar("x@elsewhere.example", Method.REPLY)
    story.now = at_hour(date(2027, 1, 12), 10)
    story.calendar(ELS, Method.COUNTER, proposal=morning(date(2027, 2, 2)), comment="kan niet")
    return story


def no_half_day_is_free() -> Story:
    story = approved(standings={"studiedienst": Standing("studiedienst", never=(1, 2, 3, 4, 5))})
    story.say(HR, Command(C.DATE, dates=(on(JAN_12),)))
    story.until(story.now.date())
    story.say(LIEN, Command(C.NEVER, exclude=(Exclusion(weekday=3), Exclusion(weekday=1))))
    story.calendar(ELS, Method.REPLY, guest=STRANGER, partstat=Partstat.DECLINED)
    story.say(ELS, Command(C.CANCEL), to="agreed")
    story.say(HR, YES, to="action")
    story.say(ELS, Command(C.RESCHEDULE), to="agreed")
    return story


def the_host_changes_and_the_visitors_do_not_come() -> Story:
    house = replace(
        BOOK.rules[0], name="house", when=AlwaysHolds(), hr=("Chef@mi-is.example",), cc=("Team@pod.example",),
        contacts=("Claire.Dumont@pod.example",), note="zaal 2", flag="zaal", confirm=True,
        hours={Half.AM: Hours(time(9, 30), time(12))},
    )  # fmt: skip
    story = agreed(FORM, rulebook=replace(BOOK, rules=(house,)))
    story.calendar(ELS, Method.REPLY)
    story.say(CLAIRE, Command(C.HOST, visits=(1,), address="an@pod.example"), to="agreed", visits=(1,))
    story.calendar(ELS, Method.REPLY, stamp_at=None, partstat=Partstat.TENTATIVE, comment="misschien")
    story.until(story.visit(1).slot.day)
    story.say("an@pod.example", Command(C.NO_SHOW, visits=(1,)), visits=(1,))
    story.until(story.now.date() + timedelta(days=7))
    return story


STORIES: tuple[Callable[[], Story], ...] = (
    calendars_answer,
    doubtful_calendars,
    somebody_else_writes,
    machines_write,
    a_move_is_asked_and_nobody_answers,
    no_half_day_is_free,
    the_host_changes_and_the_visitors_do_not_come,
)
