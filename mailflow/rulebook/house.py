"""``office.toml`` and ``timers.toml``: the house as a whole, and how long it waits for whom."""

from __future__ import annotations

from mailflow.model.rules import Duration, Office
from mailflow.model.words import Half, TimerName
from mailflow.rulebook import values
from mailflow.rulebook.table import Table, near, one_of

_ELSEWHERE = {
    TimerName.UNDO: Duration(10, "m"),
    TimerName.DECIDE_LATER: Duration(0, "m"),
    TimerName.VISIT_OVER: Duration(0, "m"),
}
"""Timers whose moment comes from elsewhere (the configuration, HR's date, the end of a visit): optional in the file."""

_SWITCHES = frozenset(
    {
        TimerName.COMPLETE_REMINDER,
        TimerName.DECIDE_REMINDER,
        TimerName.DATES_REMINDER,
        TimerName.CHOOSE_REMINDER,
        TimerName.PROGRESS,
        TimerName.PRACTICAL,
        TimerName.VISITORS,
        TimerName.THANKS,
    }
)
"""Timers that can be switched off; without the others a request could be forgotten."""


def read_office(table: Table) -> Office:
    """Read place, contact person, standing texts, working days and limits."""
    contact = table.table("contact")
    agenda = table.table("agenda")
    office = Office(
        organisation=table.texts("organisation"),
        internship=table.texts("internship"),
        place=table.texts("place"),
        route=table.texts("route", required=False),
        website=table.texts("website", required=False),
        contact_name=contact.text("name"),
        contact_function=contact.texts("function"),
        contact_phone=contact.text("phone"),
        contact_address=contact.text("address"),
        appeal=table.texts("appeal"),
        privacy=table.texts("privacy"),
        employer_bears=table.texts("employer_bears"),
        not_for=table.texts("not_for"),
        hours=values.hours(agenda, "hours"),
        closed=values.closed_days(agenda, "closed"),
        notice=agenda.number("notice", 10),
        horizon=agenda.number("horizon", 60, least=1),
        slots_shown=agenda.number("slots_shown", 4, least=1),
        max_rounds=agenda.number("max_rounds", 2, least=1),
        max_questions=table.number("max_questions", 2),
        reference_prefix=_prefix(table),
        title_with_names=table.truth("title_with_names", default=True),
    )
    _check_agenda(agenda, office)
    contact.done()
    agenda.done()
    table.done()
    return office


def _check_agenda(agenda: Table, office: Office) -> None:
    for half in (Half.AM, Half.PM):
        if half not in office.hours and not agenda.table("hours").has(half.value):
            agenda.complain(f"hours.{half.value}", None, 'hours such as "09:00-12:30"')
    if office.notice >= office.horizon:
        agenda.complain("notice", office.notice, f"less than the horizon of {office.horizon} working days")
    if office.slots_shown > len("ABCDEFGH"):
        agenda.complain("slots_shown", office.slots_shown, "8 or less, so that a person can choose")


def _prefix(table: Table) -> str:
    prefix = table.text("reference_prefix", "ONT")
    if not (prefix.isascii() and prefix.isalpha() and prefix.isupper() and 2 <= len(prefix) <= 6):
        table.complain("reference_prefix", prefix, "two to six capital letters, such as ONT")
        return "ONT"
    return prefix


def read_timers(table: Table) -> tuple[dict[TimerName, Duration], frozenset[TimerName]]:
    """Read how long each timer waits, and which timers are switched off."""
    durations = table.table("durations")
    switches = table.table("switches")
    timers: dict[TimerName, Duration] = {}
    off: set[TimerName] = set()
    for name in TimerName:
        timers[name] = values.duration(durations, name.value, _ELSEWHERE.get(name))
        if name in _SWITCHES and not switches.truth(name.value, default=True):
            off.add(name)
    _unknown_timers(durations, tuple(name.value for name in TimerName))
    _unknown_timers(switches, tuple(sorted(_SWITCHES)))
    _order(durations, timers)
    table.done()
    return timers, frozenset(off)


def _unknown_timers(table: Table, known: tuple[str, ...]) -> None:
    for key, value in table.data.items():
        if key not in known:
            table.complain(key, value, one_of(known), near(key, known))


def _order(table: Table, timers: dict[TimerName, Duration]) -> None:
    """Complain about a reminder after the end of waiting: it would never be sent."""
    pairs = (
        (TimerName.COMPLETE_REMINDER, TimerName.COMPLETE_CLOSE),
        (TimerName.DECIDE_REMINDER, TimerName.DECIDE_DEPUTY),
        (TimerName.DATES_REMINDER, TimerName.DATES_ESCALATE),
        (TimerName.CHOOSE_REMINDER, TimerName.CHOOSE_CLOSE),
    )
    for first, last in pairs:
        before, after = timers[first], timers[last]
        if before.unit == after.unit and before.amount >= after.amount:
            table.complain(first.value, str(before), f"less than {last.value} ({after})")
