"""What a template can do besides writing words: call for tables, choices, quotes, forms and ready answers.

One pen writes one letter. Its public methods are the functions that templates know (``templates/README.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from mailflow.errors import TemplateError
from mailflow.letters import phrasing
from mailflow.letters.blocks import (
    Block,
    Button,
    Buttons,
    Choices,
    Facts,
    Form,
    Items,
    Preview,
    Quote,
    Table,
    one_line,
    place_of,
    several_lines,
    words_of,
)
from mailflow.letters.buttons import keyword, ready_answer
from mailflow.letters.views import hours_of, service_name, slot_letters, theme_name
from mailflow.model.dates import Exclusion, Slot, Wish
from mailflow.model.letter import SendLetter
from mailflow.model.request import Request, Visit
from mailflow.model.rules import Rulebook
from mailflow.model.words import CommandName, FieldName, Half

Rows = Iterable[Sequence[object]]

_FIELDS = {"requester": "name", "wishes": "dates", "exclude": "dates", "unknown_services": "services"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that will leave, for a preview."""

    to: str
    subject: str
    blocks: tuple[Block, ...]


class Pen:
    """The functions of one letter's template; collects the blocks that the template calls for."""

    def __init__(self, order: SendLetter, request: Request | None, rulebook: Rulebook, now: datetime) -> None:
        self._now = now
        self._order = order
        self._request = request
        self._rulebook = rulebook
        self._language = order.to.language
        self._nested: tuple[Block, ...] = ()
        self._previews: tuple[Outgoing, ...] = ()
        self.blocks: list[Block] = []

    # ---------------------------------------------------------------------------------------------------- blocks

    def facts(self, rows: Rows) -> Markup:
        """Place a table of label and value; rows without a value are left out."""
        kept = tuple((one_line(str(label)), one_line(str(value), 1000)) for label, value in rows if value)
        return self._place(Facts(kept, phrasing.colon(self._language))) if kept else Markup("")

    def understood(self, not_on: str, but: Sequence[str] = ()) -> Markup:
        """Place the request's fields as they were read, labelled as in the form; ``not_on`` labels the exclusions,
        ``but`` names fields to leave out.
        """
        request = self._request
        if request is None:
            return Markup("")
        person = request.requester
        along = (" ".join(filter(None, (each.first_name, each.name, each.email))) for each in request.participants)
        rows = {
            "name": person.name,
            "first_name": person.first_name,
            "email": person.address,
            "phone": person.phone,
            "function": person.function,
            "ocmw": self.centre(request.ocmw),
            "services": "; ".join(f"{each.number}. {self._named(each)}" for each in request.visits),
            "participants": ", ".join(along),
            "dates": "; ".join(self._rather(request)),
            "exclude": "; ".join(self.wish(each) for each in request.exclude),
            "remarks": request.remarks,
        }
        kept = {name: value for name, value in rows.items() if name not in but}
        return self.facts((not_on if name == "exclude" else self.label(name), value) for name, value in kept.items())

    def _rather(self, request: Request) -> list[str]:
        """Write the days that were wished for, and the preferences."""
        rather = request.preference
        more = [phrasing.preference(rather, self._language)] if rather else []
        return [self.wish(each) for each in request.wishes] + more

    def _named(self, visit: Visit) -> str:
        """Name a visit's service, with its theme if there is one."""
        theme = theme_name(self._rulebook.services.get(visit.service), visit.theme, self._language)
        return f"{self.service(visit.service)}{f' – {theme}' if theme else ''}"

    def table(self, head: Sequence[str], rows: Rows) -> Markup:
        """Place a table with a head."""
        cells = tuple(tuple(one_line(str(cell)) for cell in row) for row in rows)
        return self._place(Table(tuple(head), cells))

    def visitor_table(self, head: Sequence[str]) -> Markup:
        """Place the visitors of a day: hours, name, centre, service, host."""
        rows = _rows(self._order.facts.get("rows"))
        return self.table(head, [(h, who, self.centre(ocmw), self.service(s), host) for h, who, ocmw, s, host in rows])

    def waiting_table(self, head: Sequence[str], states: Mapping[str, str], roles: Mapping[str, str]) -> Markup:
        """Place who waits for whom: reference, who, state, waiting for, since; the last of ``head`` is how days are
        abbreviated, since a number alone says nothing where columns have no heading (text, narrow screens).
        """
        *columns, unit = head
        rows = _rows(self._order.facts.get("waiting"))
        shown = [
            (ref, who, states.get(state, state), roles.get(role, role), self._since(since, f"{days} {unit}"))
            for ref, who, state, role, since, days in rows
        ]
        return self.table(columns, shown)

    def _since(self, since: str, for_days: str) -> str:
        return f"{self.short_day(since)} ({for_days})" if since else ""

    def coming_table(self, head: Sequence[str]) -> Markup:
        """Place the coming visits: half-day, service, who, host."""
        rows = _rows(self._order.facts.get("coming"))
        shown = [
            (self.short(Slot(_date_of(day), Half(half))), self.service(service), who, host)
            for day, half, service, who, host in rows
        ]
        return self.table(head, shown)

    def quote(self, text: object) -> Markup:
        """Place somebody's own words, line by line, cut where they are very long."""
        lines = text if isinstance(text, tuple) else (str(text),)
        kept = several_lines("\n".join(str(line) for line in lines))
        return self._place(Quote(kept)) if kept else Markup("")

    def form(self, names: Iterable[str], button: str = "") -> Markup:
        """Place a short form with these fields, empty, labelled so that an answer can be read; with a ready answer."""
        labels = tuple((self._rulebook.form.label(FieldName(name), self._language), "") for name in names)
        return self._place(Form(labels, button, phrasing.colon(self._language)))

    def choices(self, visit: int = 0) -> Markup:
        """Place the half-days shown for a visit (0 = all), each with what to type."""
        letters = slot_letters(self._order.shown)
        rows = tuple(
            (self.pick(number, letter), self.slot(number, slot))
            for (number, letter), slot in letters.items()
            if visit in (0, number)
        )
        return self._place(Choices(rows)) if rows else Markup("")

    def buttons(self, *answers: Button | Sequence[Button]) -> Markup:
        """Place ready answers in a row; lists of them are taken apart."""
        flat = [each for some in answers for each in ([some] if isinstance(some, Button) else some)]
        return self._place(Buttons(tuple(flat))) if flat else Markup("")

    def visit_table(self, head: Sequence[str], states: Mapping[str, str]) -> Markup:
        """Place the request's visits: number, service, theme, state in words (and date, where there is one)."""
        rows = []
        for each in self._request.visits if self._request else ():
            service = self._rulebook.services.get(each.service)
            state = states[each.state.value]
            when = f"{state}{phrasing.colon(self._language)}{self.short(each.slot)}" if each.slot else state
            rows.append(
                (each.number, self.service(each.service), theme_name(service, each.theme, self._language), when)
            )
        return self.table(head, rows)

    def preview(self, to: str, subject: str) -> Markup:
        """Place the letters that will leave, as they will be read, under labels for addressee and subject."""
        shown = (Preview(((to, each.to), (subject, each.subject)), each.blocks) for each in self._previews)
        return Markup("").join(self._place(each) for each in shown)

    def repeated(self) -> Markup:
        """Place the letter that is repeated."""
        return Markup("").join(self._place(each) for each in self._nested)

    # ------------------------------------------------------------------------------------------------ ready answers

    def answer(self, label: str, command: str, visits: Sequence[int] = (), tail: str | None = None) -> Button:
        """Make a ready answer with a command's keyword, visit numbers, and what follows the colon."""
        body = ready_answer(self.word(command), visits, tail)
        return Button(one_line(label), body)

    def plain_answer(self, label: str, command: str, visits: Sequence[int] = (), tail: str | None = None) -> Button:
        """Make a ready answer that is drawn quieter, for what is asked less often."""
        made = self.answer(label, command, visits, tail)
        return Button(made.label, made.body, plain=True)

    def answer_each(self, label: str, command: str, visits: Sequence[int], tail: str | None = None) -> list[Button]:
        """Make a quieter ready answer for each visit, its number behind the label."""
        return [self.plain_answer(f"{label} {each}", command, [each], tail) for each in visits]

    def meant_answers(self, days: Iterable[object]) -> list[Button]:
        """Make ready answers for the dates that somebody may have meant, one for each half."""
        answers = [self.typed(day, half) for day in days for half in (Half.AM, Half.PM)]
        return [Button(answer, answer) for answer in answers]

    def text_answer(self, label: str, body: str, plain: bool = False) -> Button:
        """Make a ready answer with a body of one's own."""
        return Button(one_line(label), body, plain)

    def picks(self) -> list[Button]:
        """Make a ready answer for each half-day shown."""
        return [
            Button(f"{self.pick(number, letter)} · {self.short(slot)}", self.pick(number, letter), said=True)
            for (number, letter), slot in slot_letters(self._order.shown).items()
        ]

    # ------------------------------------------------------------------------------------------------------- words

    def word(self, command: str) -> str:
        """Return a command's keyword in the reader's language."""
        return keyword(self._rulebook.vocabulary, CommandName(command), self._language)

    def pick(self, visit: int, letter: str) -> str:
        """Return how a half-day is picked: ``A``, or ``1A`` where the letter shows several visits."""
        return f"{visit}{letter}" if len(self._order.shown) > 1 else letter

    def slot_at(self, visit: object, letter: object) -> str:
        """Return the half-day behind a visit number and a letter, in full."""
        slot = slot_letters(self._order.shown).get((int(str(visit)), str(letter)))
        if slot is None:
            raise TemplateError(f"letter {self._order.kind}: no half-day {visit}{letter} is shown")
        return self.slot(int(str(visit)), slot)

    def slot(self, visit: int, slot: Slot) -> str:
        """Write a half-day of a visit with its hours."""
        own = self._request.visit(visit) if self._request else None
        hours = hours_of(own, self._rulebook, slot.half) if own else None
        return phrasing.long_slot(slot, hours, self._language)

    def in_days(self, days: int) -> date:
        """Return a working weekday about so many days from now, for examples and ready answers."""
        day = self._now.astimezone(phrasing.ZONE).date() + timedelta(days=days)
        return day + timedelta(days=max(0, 7 - day.isoweekday() + 1) if day.isoweekday() > 5 else 0)

    def visit_name(self, number: object) -> str:
        """Name the service of a visit."""
        visit = self._request.visit(int(str(number))) if self._request else None
        return f"{number}. {self.service(visit.service)}" if visit else str(number)

    def example_picks(self) -> str:
        """Return how one would pick other half-days than the first: ``1B 2A``."""
        last = [(each.visit, chr(ord("A") + min(1, len(each.slots) - 1))) for each in self._order.shown if each.slots]
        return " ".join(self.pick(number, letter) for number, letter in last)

    def day(self, value: object) -> str:
        """Write a date in full; takes a date, a datetime, a half-day or ISO text."""
        return phrasing.long_day(_date_of(value), self._language)

    def short_day(self, value: object) -> str:
        """Write day and month."""
        return phrasing.short_day(_date_of(value), self._language)

    def weekday(self, value: object) -> str:
        """Name the day of the week."""
        return phrasing.weekday(_date_of(value), self._language)

    def short(self, slot: Slot) -> str:
        """Write a half-day as in subjects."""
        return phrasing.brief_slot(slot, self._language)

    def typed(self, value: object, half: str = "any") -> str:
        """Write a date as one would type it in an answer."""
        return phrasing.typed_date(_date_of(value), Half(half), self._language)

    def time(self, value: object) -> str:
        """Write the time of day of a datetime, as in Brussels; takes a datetime or ISO text."""
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return phrasing.clock(moment, self._language)

    def wish(self, each: Wish | Exclusion) -> str:
        """Write a date that somebody wished, or can't do."""
        return phrasing.any_date(each, self._language)

    def service(self, service: str) -> str:
        """Name a service."""
        return service_name(self._rulebook, service, self._language)

    def label(self, name: str) -> str:
        """Return the label of a field of the form."""
        return self._rulebook.form.label(FieldName(name), self._language)

    def changed(self, name: str) -> Markup:
        """Place what changed: a field by its label as a point of a list, anything else as somebody's words."""
        field = _FIELDS.get(name, name)
        if field not in {each.value for each in FieldName}:
            return self.quote(name)
        return self._place(Items((words_of(self.label(field)),)))

    def flag_words(self, flag: str, flags: Mapping[str, str]) -> str:
        """Say a flag in words: the whole flag, else what stands before its colon, else the flag as it is."""
        return flags.get(flag) or flags.get(flag.partition(":")[0], flag)

    def in_own_words(self, text: str, fixed: Mapping[str, str]) -> str:
        """Say the fixed English parts of an operator's line in the reader's language; the rest stays as it is."""
        for english, own in fixed.items():
            text = text.replace(english, own)
        return text

    def asks(self, line: object) -> bool:
        """Say whether somebody's line is a question."""
        return str(line or "").rstrip().endswith("?")

    def reason_in(self, line: str) -> str:
        """Return what follows the word of refusal that a line begins with; empty without such a word, or behind it."""
        phrases = self._rulebook.vocabulary.phrases[CommandName.REFUSE]
        for phrase in sorted(phrases, key=len, reverse=True):
            found = re.match(rf"{re.escape(phrase)}(?!\w)[\s.,;:!?–-]*(.*)", line.strip(), re.IGNORECASE)
            if found:
                return found[1]
        return ""

    def centre(self, ocmw: str) -> str:
        """Name a welfare centre."""
        return phrasing.centre(ocmw, self._language)

    # -------------------------------------------------------------------------------------------------- by composer

    def will_repeat(self, blocks: tuple[Block, ...]) -> None:
        """Hand over the letter that a reminder repeats."""
        self._nested = blocks

    def will_preview(self, previews: tuple[Outgoing, ...]) -> None:
        """Hand over the letters that a receipt shows."""
        self._previews = previews

    def _place(self, block: Block) -> Markup:
        self.blocks.append(block)
        return Markup(place_of(len(self.blocks) - 1))  # noqa: S704 - control characters and a number


def _date_of(value: object) -> date:
    """Return the local date of whatever a fact holds."""
    if isinstance(value, Slot):
        return value.day
    if isinstance(value, datetime):
        return value.astimezone(phrasing.ZONE).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise TemplateError(f"not a date: {value!r}") from None


def _rows(fact: object) -> list[tuple[str, ...]]:
    """Return the rows of a fact."""
    return [tuple(str(cell) for cell in row) for row in fact] if isinstance(fact, tuple) else []
