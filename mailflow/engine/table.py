"""Who may do what with a visit in which state, what becomes of it, and which letters go: the table, to be read aloud.

    "HR may *approve* a visit that is requested, refused, declined or in need; it becomes proposed, offered or approved;
    which_dates or choose goes."

``answers.py`` looks every command up here and nowhere else; ``mailflow check --graph`` draws its picture from it, and
``prove`` shows that no state is a dead end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mailflow.engine import asking, deciding, hr_dates, requester_acts, service_acts
from mailflow.engine.objection import Step
from mailflow.model.words import CommandName as C
from mailflow.model.words import LetterKind as L
from mailflow.model.words import Role, TimerName
from mailflow.model.words import VisitState as V

HR, SERVICE, REQUESTER = Role.HR, Role.SERVICE, Role.REQUESTER

UNDER_WAY = (V.APPROVED, V.PROPOSED, V.OFFERED)
NOT_OVER = (V.REQUESTED, *UNDER_WAY, V.AGREED, V.DECLINED)
# Where a requester's dates are wishes still, or wishes again, and the letters that say that they were heard.
EARLIER = (V.REQUESTED, V.APPROVED, V.PROPOSED, V.DECLINED, V.CANCELLED)
# A wish leaves a visit where it is; one that had been given up lies before HR again. A requester approves nothing.
WISHES = (((V.REQUESTED, V.CANCELLED), (V.REQUESTED,)), ((V.DECLINED,), (V.DECLINED,)))
HEARD = (L.RECEIVED, L.PROGRESS, L.QUESTION, L.DECIDE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``when`` are the states in which a visit may be meant; ``in_need`` adds the open visits on which HR must act.
    ``becomes`` are the states that can follow, ``letters`` the letters that can go. ``waits`` = it takes effect only
    after the undo window. ``moving`` adds agreed visits that the role was asked to move. ``rather`` are the states
    of which a visit is meant where the answer names none; ``but`` names states from which it becomes something else. A
    row without ``when`` is about the request as a whole.
    """

    who: Role
    does: C
    act: Callable[[Step], None]
    when: tuple[V, ...] = ()
    becomes: tuple[V, ...] = ()
    letters: tuple[L, ...] = ()
    waits: bool = False
    in_need: bool = False
    moving: bool = False
    rather: tuple[V, ...] = ()
    but: tuple[tuple[tuple[V, ...], tuple[V, ...]], ...] = ()

    def ends(self, start: V) -> tuple[V, ...]:
        """Return what a visit in this state can become by the act itself; what follows is ``proof.BY_ITSELF``."""
        return next((ends for starts, ends in self.but if start in starts), self.becomes)


@dataclass(frozen=True, slots=True)
class Clock:
    """One line of the timers: which states arm it, what can become of the visit, and which letters go."""

    name: TimerName
    when: tuple[V, ...]
    becomes: tuple[V, ...] = ()
    letters: tuple[L, ...] = ()
    note: str = field(default="")


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of what machines tell: the states in which it counts, what can become of the visit, which letters go."""

    what: str
    when: tuple[V, ...] = ()
    becomes: tuple[V, ...] = ()
    letters: tuple[L, ...] = ()


# fmt: off
TABLE: tuple[Row, ...] = (
    # HR ----------------------------------------------------------------------------------------------------------
    Row(HR, C.APPROVE, deciding.approve, (V.REQUESTED, V.DECLINED, V.REFUSED), (V.APPROVED,),
        (L.WHICH_DATES, L.CHOOSE, L.ACTION), in_need=True),
    Row(HR, C.REFUSE, deciding.refuse, (V.REQUESTED, *UNDER_WAY, V.DECLINED), (V.REFUSED,), (L.DECISION, L.CANCELLED),
        waits=True),
    Row(HR, C.DATE, hr_dates.date, (V.REQUESTED, *UNDER_WAY, V.AGREED, V.DECLINED), (V.AGREED,), (L.AGREED, L.MOVED),
        waits=True),
    Row(HR, C.ASSIGN, deciding.assign, (V.REQUESTED, *UNDER_WAY, V.DECLINED), (V.APPROVED,),
        (L.WHICH_DATES, L.CANCELLED), but=(((V.REQUESTED,), (V.REQUESTED,)),)),
    Row(HR, C.RESCHEDULE, requester_acts.reschedule, (V.AGREED,), (V.APPROVED, V.AGREED),
        (L.CANCELLED, L.MOVED, L.WHICH_DATES), waits=True),
    Row(HR, C.CANCEL, requester_acts.cancel, NOT_OVER, (V.CANCELLED,), (L.CANCELLED, L.CLOSED), waits=True),
    Row(HR, C.MORE_INFO, deciding.more_info, letters=(L.QUESTION,)),
    Row(HR, C.LATER, deciding.later, letters=(L.PROGRESS,)),
    Row(HR, C.NOTE, deciding.add_note),
    Row(HR, C.NOT_A_REQUEST, deciding.not_a_request, letters=(L.CANCELLED,)),
    Row(HR, C.STATUS, asking.status, letters=(L.PROGRESS,)),
    Row(HR, C.HELP, asking.explain, letters=(L.UNCLEAR,)),
    Row(HR, C.LANGUAGE, asking.language),
    # the service -------------------------------------------------------------------------------------------------
    Row(SERVICE, C.PICK, service_acts.suits, (V.PROPOSED,), (V.PROPOSED, V.AGREED),
        (L.CHOOSE, L.AGREED, L.MOVED), moving=True),
    Row(SERVICE, C.DATE, service_acts.date, (*UNDER_WAY, V.AGREED), (V.PROPOSED, V.AGREED),
        (L.CHOOSE, L.AGREED, L.MOVED), but=(((V.AGREED,), (V.AGREED,)), ((V.APPROVED,), (V.APPROVED, V.AGREED)))),
    Row(SERVICE, C.NONE, service_acts.none_suits, (V.PROPOSED,), (V.PROPOSED,), (L.ACTION, L.AGREED), moving=True),
    Row(SERVICE, C.DECLINE, service_acts.decline, (*UNDER_WAY, V.AGREED), (V.DECLINED,), (L.ACTION, L.CANCELLED)),
    Row(SERVICE, C.HOST, service_acts.host, (*UNDER_WAY, V.AGREED), (*UNDER_WAY, V.AGREED), (L.AGREED, L.CANCELLED)),
    Row(SERVICE, C.RESCHEDULE, requester_acts.reschedule, (V.AGREED,), (V.APPROVED, V.AGREED),
        (L.CANCELLED, L.MOVED, L.WHICH_DATES)),
    Row(SERVICE, C.CANCEL, requester_acts.service_cancel, (V.AGREED,), (V.DECLINED,), (L.CANCELLED, L.ACTION)),
    Row(SERVICE, C.ILL, requester_acts.ill, (V.AGREED,), (V.APPROVED,), (L.CANCELLED, L.ACTION)),
    Row(SERVICE, C.NO_SHOW, service_acts.no_show, (V.AGREED, V.HELD), (V.AGREED, V.HELD), (L.ACTION,)),
    Row(SERVICE, C.PAUSE, service_acts.set_capacity, tuple(V), tuple(V), (L.RECEIPT,)),
    Row(SERVICE, C.LIMIT, service_acts.set_capacity, tuple(V), tuple(V), (L.RECEIPT,)),
    Row(SERVICE, C.NEVER, service_acts.set_capacity, tuple(V), tuple(V), (L.RECEIPT,)),
    Row(SERVICE, C.STATUS, asking.status, letters=(L.PROGRESS,)),
    Row(SERVICE, C.HELP, asking.explain, letters=(L.UNCLEAR,)),
    Row(SERVICE, C.LANGUAGE, asking.language),
    # the requester -----------------------------------------------------------------------------------------------
    Row(REQUESTER, C.PICK, requester_acts.pick, (V.OFFERED,), (V.AGREED,),
        (L.AGREED, L.CHOOSE, L.MOVED), moving=True),
    Row(REQUESTER, C.DATE, requester_acts.date, (V.OFFERED, *EARLIER), (V.AGREED, V.PROPOSED, V.APPROVED),
        (L.AGREED, L.WHICH_DATES, L.ACTION, *HEARD), rather=(V.OFFERED,), but=WISHES),
    Row(REQUESTER, C.NONE, requester_acts.none_suits, (V.OFFERED,), (V.APPROVED,),
        (L.WHICH_DATES, L.CHOOSE, L.ACTION, L.AGREED), moving=True),
    Row(REQUESTER, C.RESCHEDULE, requester_acts.another_date, (V.AGREED, V.OFFERED, *EARLIER),
        (V.APPROVED, V.PROPOSED, V.AGREED),
        (L.CANCELLED, L.WHICH_DATES, L.CHOOSE, L.AGREED, L.ACTION, *HEARD), rather=(V.AGREED, V.OFFERED),
        but=(*WISHES, ((V.AGREED,), (V.APPROVED, V.AGREED)))),
    Row(REQUESTER, C.CANCEL, requester_acts.cancel, NOT_OVER, (V.CANCELLED,), (L.CANCELLED, L.CLOSED, L.ACTION)),
    Row(REQUESTER, C.ILL, requester_acts.ill, (V.AGREED,), (V.APPROVED,), (L.CANCELLED, L.ACTION)),
    Row(REQUESTER, C.STATUS, asking.status, letters=(L.PROGRESS,)),
    Row(REQUESTER, C.HELP, asking.explain, letters=(L.UNCLEAR,)),
    Row(REQUESTER, C.LANGUAGE, asking.language, letters=(L.PROGRESS,)),
)
# fmt: on

CLOCKS: tuple[Clock, ...] = (
    Clock(TimerName.DECIDE_REMINDER, (V.REQUESTED, V.DECLINED), letters=(L.REMINDER,)),
    Clock(TimerName.DECIDE_DEPUTY, (V.REQUESTED, V.DECLINED), letters=(L.DECIDE, L.REMINDER)),
    Clock(TimerName.DATES_REMINDER, (V.PROPOSED,), letters=(L.REMINDER,)),
    Clock(TimerName.DATES_ESCALATE, (V.PROPOSED,), (V.PROPOSED,), (L.ACTION, L.CHOOSE, L.AGREED)),
    Clock(TimerName.CHOOSE_REMINDER, (V.OFFERED,), letters=(L.REMINDER,)),
    Clock(TimerName.CHOOSE_CLOSE, (V.OFFERED,), (V.APPROVED,), (L.CLOSED, L.CANCELLED, L.ACTION, L.AGREED)),
    Clock(TimerName.PROGRESS, (V.REQUESTED, V.APPROVED, V.PROPOSED, V.OFFERED, V.DECLINED), letters=(L.PROGRESS,)),
    Clock(TimerName.PRACTICAL, (V.AGREED,), letters=(L.PRACTICAL,)),
    Clock(TimerName.VISIT_OVER, (V.AGREED,), (V.HELD,)),
    Clock(TimerName.THANKS, (V.HELD,), letters=(L.THANKS,)),
)

CALENDAR: tuple[Heard, ...] = (
    Heard("invitation declined", (V.AGREED,), (V.APPROVED,), (L.CANCELLED, L.ACTION)),
    Heard("other time proposed", (V.AGREED,), (V.AGREED,), (L.WHICH_DATES, L.CHOOSE, L.AGREED, L.MOVED, L.ACTION)),
    Heard("event asked for again", (V.AGREED,), (V.AGREED,), (L.AGREED,)),
)
BOUNCED = Heard("letter came back", letters=(L.ACTION,))
ABSENT = Heard("absence", letters=(L.WHICH_DATES, L.DECIDE, L.ACTION))
REOPENED = Heard("a reply reopens", (V.CANCELLED,), (V.REQUESTED,), (L.DECIDE, L.QUESTION))


def row_for(who: Role, does: C) -> Row | None:
    """Return the line for a role and a command, ``None`` if that role can't do that."""
    return next((row for row in TABLE if row.who is who and row.does is does), None)
