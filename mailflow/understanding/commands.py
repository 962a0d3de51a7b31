"""The command grammar: what the new text of an answer asks (SPEC §5), read four-way.

Understood, courtesy, unsure or empty; whatever is not filled by the vocabulary changes nothing. Whether a command is
possible now, and who the writer is, are left to the engine and to trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.model.meaning import Answer, Command, Thread, Unsure
from mailflow.model.message import Message
from mailflow.model.rules import Vocabulary
from mailflow.model.words import CommandName, Role
from mailflow.understanding.clauses import (
    MOST_CLAUSES,
    Clause,
    Parts,
    is_closing,
    is_farewell,
    is_greeting,
    lines_of,
    name_at_end,
    next_block,
    only_polite,
    parts_of,
)
from mailflow.understanding.command_ask import Ask, Bad
from mailflow.understanding.command_blocks import (
    COLON,
    LONGEST_CLAUSE,
    reason_behind_colon,
    run_of_dates,
    slice_of,
    split_in_two,
    text_to_end,
    with_visits_below,
)
from mailflow.understanding.command_clause import (
    bare_dates,
    read_clause,
    with_dates,
    with_text,
)
from mailflow.understanding.command_courtesy import (
    clauses_beside,
    is_initial,
    is_signature,
    praise_in,
    thanks_somebody,
    without_contact_lines,
)
from mailflow.understanding.command_doubts import settle, takes_back, why_unread
from mailflow.understanding.command_picks import too_many_slots
from mailflow.understanding.command_reasons import is_reason, speaks_of_one_visit, takes_reason, without_label
from mailflow.understanding.command_roles import MEANS, ambiguous_phrases
from mailflow.understanding.command_shown import of_what_was_shown
from mailflow.understanding.command_visits import visits_at_start, visits_before_date, with_names
from mailflow.understanding.command_words import prepare, rest_of, split
from mailflow.understanding.date_texts import date_words
from mailflow.understanding.folding import compose, fold

__all__ = ["ambiguous_phrases", "read_answer"]

N = CommandName
_TO_THE_END = frozenset({N.MORE_INFO, N.NOTE, N.NEW})
_REASONED = frozenset({N.REFUSE, N.DECLINE, N.NONE, N.CANCEL, N.RESCHEDULE, N.NO_SHOW, N.ILL})
_LONELY_BESIDE = frozenset({N.NOTE, N.LANGUAGE, N.ASSIGN, N.HOST})


def read_answer(message: Message, role: Role, thread: Thread, vocabulary: Vocabulary, today: date) -> Answer:
    """Read what an answer asks; never raises.

    Only the message's new text counts, never its subject or quotes; lines are those of the decoded body.
    ``thread`` says which visits and slots the answered letter shows. Dates are read from ``today`` on.
    """
    ask = Ask(role, thread, with_names(prepare(vocabulary), thread.named), today)
    lines = tuple(reason_behind_colon(line, ask) for line in lines_of(compose(message.new_text), message.new_lines))
    parts = with_visits_below(parts_of(lines, ask.lexis), ask)
    polite = False
    while parts.block and (only_polite(parts, ask.lexis) or (polite and is_signature(parts, ask.lexis))):
        polite = True
        parts = next_block(parts)
    answer = _read(parts, ask) if parts.block else Answer(courtesy=polite, empty=not polite)
    if answer.courtesy and thread.asks and (line := praise_in(parts.lines, ask.lexis)):
        answer = Answer(unsure=Unsure(line.number, line.text, "not_a_command"))
    return replace(answer, new_text=message.new_text)


def _read(parts: Parts, ask: Ask) -> Answer:
    answer = _Reading(parts, ask, clauses_beside(parts, ask.lexis)).read()
    signed = without_contact_lines(parts, ask.lexis)
    if answer.unsure and signed.last < parts.last:
        # A telephone number below a command is a signature.
        again = _Reading(signed, ask, clauses_beside(signed, ask.lexis)).read()
        answer = again if again.commands else answer
    return of_what_was_shown(answer, signed, ask)


@dataclass(slots=True)
class _Reading:
    """The reading of one block, clause by clause."""

    parts: Parts
    ask: Ask
    clauses: list[Clause]
    commands: list[Command] = field(default_factory=list)
    lonely: list[Command] = field(default_factory=list)
    swallowed: bool = False
    received: bool = False

    def read(self) -> Answer:
        """Read all clauses; the first that can't be read safely makes the whole answer unsure."""
        if len(self.clauses) > MOST_CLAUSES and not self.opens_text():
            return Answer(unsure=self.unsure(self.clauses[0], "not_a_command"))
        place = 0
        while place < len(self.clauses) and not self.swallowed:
            if place >= MOST_CLAUSES:
                return Answer(unsure=self.unsure(self.clauses[place], "not_a_command"))
            if self.passes(place):
                place += 1
                continue
            step = self.step(place)
            if isinstance(step, Unsure):
                return Answer(unsure=step)
            place = step
        return self.finish()

    def opens_text(self) -> bool:
        """Whether the first line opens a text that goes on to the end (``VRAAG: …``)."""
        return ":" in self.clauses[0].text

    def passes(self, place: int) -> bool:
        """Whether a clause only greets, thanks, closes or signs; a closing ends the reading."""
        clause, lexis = self.clauses[place], self.ask.lexis
        if is_closing(clause.words, lexis):
            self.swallowed = True
            return True
        self.received = self.received or lexis.receipt.fills(clause.words)
        if is_farewell(clause.text, lexis) and not (self.commands and self.commands[-1].needs):
            return True
        if self.commands and is_initial(self.clauses, place, self.parts, lexis):
            return True
        if thanks_somebody(clause, lexis) or (not self.commands and is_greeting(clause.words, lexis)):
            return True
        if not self.commands or not name_at_end(self.clauses, place, self.parts, self.ask.lexis):
            return False
        found = read_clause(clause.text, clause.words, self.ask)
        return not (isinstance(found, Command) and not found.needs)

    def step(self, place: int) -> int | Unsure:
        """Read the command at a clause and return the place behind it."""
        clause = self.clauses[place]
        if len(clause.text) > LONGEST_CLAUSE and ":" not in clause.text[:LONGEST_CLAUSE]:
            return self.unsure(clause, why_unread(clause.words[:200], self.ask))
        refused = any(command.name is N.REFUSE for command in self.commands)
        mentioned = frozenset(v for command in self.commands for v in command.visits)
        self.ask = replace(self.ask, mentioned=mentioned, refused=refused)
        if is_initial(self.clauses, place, self.parts, self.ask.lexis):
            return self.unsure(clause, "not_a_command")
        dates = self.date_run(place)
        if dates:
            return dates if isinstance(dates, Unsure) else self.add(dates[0], clause, dates[1])
        numbers = self.numbers(place)
        if numbers is not None:
            return numbers
        colon = self.behind_colon(place)
        if colon is not None:
            return colon
        found = read_clause(clause.text, clause.words, self.ask) or split_in_two(clause, self.ask)
        if isinstance(found, list):
            for command in found[:-1]:
                self.add(command, clause, place)
            return self.continued(found[-1], place)
        if isinstance(found, Bad):
            return self.unsure(clause, found.why)
        if found is None:
            return self.unsure(clause, why_unread(clause.words, self.ask))
        return self.continued(found, place)

    def add(self, command: Command, clause: Clause, place: int) -> int:
        """Keep a command and return the place behind it."""
        command = replace(command, line=clause.number)
        self.commands.append(command)
        bare = [word for word in clause.words if not self.ask.lexis.tail.at_start([word])]
        if tuple(bare) in self.ask.lexis.lonely and not command.visits:
            self.lonely.append(command)
        return place

    def continued(self, command: Command, place: int) -> int | Unsure:
        """Keep a command that may go on in the next clauses: dates behind, or a question on the next lines."""
        clause, behind = self.clauses[place], place + 1
        if command.name in {N.DATE, N.RESCHEDULE}:
            run = run_of_dates(self.clauses, behind, self.ask)
            if run > behind:
                text = slice_of(self.parts, self.clauses, place, run)
                read = with_dates(command, self.after_keyword(text, command), self.ask)
                return self.add(read, clause, run)
        if command.name in _TO_THE_END and not command.text:
            text = text_to_end(self.parts, clause.line + 1, "", self.ask.lexis)
            self.swallowed = True
            read_on = with_text(command, text, self.ask) if text else None
            return self.add(read_on if isinstance(read_on, Command) else command, clause, behind)
        if takes_reason(command, clause, self.ask.lexis):
            end = self.end_of_aside(place)
            text = slice_of(self.parts, self.clauses, behind, end) if end > behind else ""
            if is_reason(text, self.ask):
                # "Geweigerd, geen capaciteit dit kwartaal"
                return self.add(replace(command, text=without_label(text, self.ask.lexis), needs=()), clause, end)
        return self.add(command, clause, behind)

    def end_of_aside(self, place: int) -> int:
        """Return the place behind the clauses that go on in the same line and are no commands of their own."""
        behind = place + 1
        while behind < len(self.clauses) and self.clauses[behind].line == self.clauses[place].line:
            if self.starts_command(self.clauses[behind], new_line=False) or self.passes(behind):
                break
            behind += 1
        return behind

    def after_keyword(self, text: str, command: Command) -> str:
        """Return the text of a dated command from its dates on: without its keyword, and the visits beside it."""
        words, lexis = split(fold(text)), self.ask.lexis
        before = 0 if command.bare else visits_at_start(words, lexis)[1]
        lengths = range(min(lexis.longest, len(words)), 0, -1)
        place = before + next((n for n in lengths if self.means(words[before : before + n], command)), 0)
        if command.visits and not before:
            _, taken = visits_before_date(rest_of(text, place), words[place:], self.ask)
            place += taken
        return rest_of(text, place)

    def means(self, words: Sequence[str], command: Command) -> bool:
        """Whether words are a phrase for a command: "datum 1" is none for ``DATUM``."""
        return any(MEANS[self.ask.role].get(name) is command.name for name in self.ask.lexis.names(words))

    # -------------------------------------------------------------------------------------------- several clauses

    def date_run(self, place: int) -> tuple[Command, int] | Unsure | None:
        """Read clauses of nothing but dates together, as commas are part of them (``12, 13 en 19/01``)."""
        last = run_of_dates(self.clauses, place, self.ask)
        if last - place < 2:
            return None
        text = slice_of(self.parts, self.clauses, place, last)
        if not date_words(text).days:
            return None
        numbers = visits_at_start(self.clauses[place].words, self.ask.lexis)
        if (
            numbers[0]
            and numbers[1] == len(self.clauses[place].words)
            and set(numbers[0]) <= set(self.ask.thread.visits)
        ):
            # "1, 2, 12/01": visits, or days? Only a person can tell.
            return self.unsure(self.clauses[place], "visit")
        found = bare_dates(text, (), self.ask)
        if isinstance(found, Command):
            return found, last
        return self.unsure(self.clauses[place], found.why if found else "date")

    def numbers(self, place: int) -> int | Unsure | None:
        """Read a clause of visit numbers alone with its neighbour: ``1, 3 OK`` and ``GOEDKEUREN 1, 3``."""
        clause = self.clauses[place]
        visits, taken = visits_at_start(clause.words, self.ask.lexis)
        if not visits or taken < len(clause.words):
            return None
        if place + 1 < len(self.clauses):
            following = self.clauses[place + 1]
            if visits_at_start(following.words, self.ask.lexis)[0]:
                text = f"{clause.text} {following.text}"
                self.clauses[place + 1] = replace(following, text=text, words=(*clause.words, *following.words))
                return place + 1
        known = self.ask.thread.visits
        if self.commands and self.commands[-1].visits and not (known and not set(visits) <= set(known)):
            last = self.commands[-1]
            if not (last.text or last.dates or last.slots):
                self.commands[-1] = replace(last, visits=tuple(dict.fromkeys((*last.visits, *visits))))
                return place + 1
        return self.unsure(clause, "visit")

    # ---------------------------------------------------------------------------------------------- behind a colon

    def behind_colon(self, place: int) -> int | Unsure | None:
        """Read ``keyword: text``; the text goes on as far as the command lets it."""
        clause = self.clauses[place]
        colon = COLON.search(clause.text)
        if colon is None:
            return None
        head, text = clause.text[: colon.start()].strip(), clause.text[colon.end() :].strip()
        words = tuple(split(fold(head)))
        visits, taken = visits_at_start(words, self.ask.lexis)
        if visits and taken == len(words) and text:
            # "1: OK" is "1 OK".
            joined = f"{' '.join(map(str, visits))} {text}"
            self.clauses[place] = replace(clause, text=joined, words=tuple(split(fold(joined))))
            return place
        found = read_clause(head, words, self.ask) if words else None
        if not isinstance(found, Command):
            found = read_clause(f"{head} :", (*words, ":"), self.ask) if words else None
        if not isinstance(found, Command):
            return None
        return self.told(found, text, place)

    def told(self, command: Command, text: str, place: int) -> int | Unsure:
        """Add the text behind a colon to its command, with the clauses that belong to it."""
        clause, behind = self.clauses[place], place + 1
        if command.name in _TO_THE_END:
            whole = self.parts.lines[clause.line].text[clause.start :]
            colon = COLON.search(whole)
            assert colon is not None
            if command.name is not N.NEW and (other := self.command_below(place)):
                return self.unsure(other, "two_actions")
            text = text_to_end(self.parts, clause.line + 1, whole[colon.end() :].strip(), self.ask.lexis)
            self.swallowed = True
        elif command.name in _REASONED:
            behind = self.end_of_reason(place)
            whole = slice_of(self.parts, self.clauses, place, behind)
            colon = COLON.search(whole)
            text = whole[colon.end() :].strip() if colon else text
        elif command.name in {N.DATE, N.LATER, N.PAUSE, N.PICK}:
            behind = max(behind, run_of_dates(self.clauses, behind, self.ask)) if command.name is N.DATE else behind
            whole = slice_of(self.parts, self.clauses, place, behind)
            colon = COLON.search(whole)
            text = whole[colon.end() :].strip() if colon else text
        found = with_text(command, text, self.ask)
        if isinstance(found, Command):
            return self.add(found, clause, behind)
        return self.unsure(clause, found.why if isinstance(found, Bad) else why_unread(split(fold(text)), self.ask))

    def end_of_reason(self, place: int) -> int:
        """Return the place behind a reason: the next command with visits, a command on a line of its own, thanks."""
        behind = place + 1
        line = self.clauses[place].line
        while behind < len(self.clauses):
            clause = self.clauses[behind]
            new_line = clause.line != line
            line = clause.line
            if is_closing(clause.words, self.ask.lexis) or (new_line and self.ask.lexis.courteous(clause.words)):
                break
            if new_line and name_at_end(self.clauses, behind, self.parts, self.ask.lexis):
                break
            if len(clause.words) <= 24 and self.starts_command(clause, new_line=new_line):
                break
            behind += 1
        return behind

    def starts_command(self, clause: Clause, *, new_line: bool) -> bool:
        """Whether a clause behind a reason is a command of its own."""
        head, *told = COLON.split(clause.text, maxsplit=1)
        words = split(fold(head))
        if told and words and visits_at_start(words, self.ask.lexis)[1] == len(words):
            return True
        found = read_clause(head, tuple(split(fold(head))), self.ask.beside_another)
        if not isinstance(found, Command) or found.name in {N.DATE, N.LANGUAGE, N.ASSIGN}:
            return isinstance(found, Command) and bool(found.visits) and found.name is not N.DATE
        return bool(found.visits) or new_line

    def command_below(self, place: int) -> Clause | None:
        """Return a line below a question or note that would be a command of its own."""
        for n in range(place + 1, min(len(self.clauses), place + MOST_CLAUSES)):
            clause, before = self.clauses[n], self.clauses[n - 1]
            if clause.line != before.line and len(clause.words) <= 12 and self.starts_command(clause, new_line=True):
                return clause
        return None

    # ----------------------------------------------------------------------------------------------------- the end

    def finish(self) -> Answer:
        """Settle what was read: no two actions for one visit, nothing taken back later, one-word answers alone."""
        first = self.clauses[0]
        if not self.commands:
            return Answer(courtesy=True)
        commands = settle(self.commands)
        if commands is None:
            return Answer(unsure=self.unsure(self.clauses[-1], "two_actions"))
        if why := self.overreach(commands):
            return Answer(unsure=self.unsure(self.clauses[-1], why))
        if self.lonely:
            others = {command.name for command in commands} - {command.name for command in self.lonely}
            if self.received:
                # "Ok, goed ontvangen" says that a mail has arrived.
                return Answer(unsure=self.unsure(first, "not_a_command"))
            if others - _LONELY_BESIDE:
                return Answer(unsure=self.unsure(first, "two_actions"))
        if not (self.swallowed and commands[-1].name in _TO_THE_END):
            for line in self.parts.later:
                why = takes_back(line, commands, self.ask)
                if why:
                    return Answer(unsure=Unsure(line.number, line.text, why))
        return Answer(commands=commands)

    def overreach(self, commands: Sequence[Command]) -> str:
        """Say why commands would do more than their writer said: a reason names one visit, one visit has two slots."""
        if any(speaks_of_one_visit(command, self.ask.thread.visits, self.ask.lexis) for command in commands):
            return "two_actions"
        return "slot" if any(too_many_slots(command, self.ask.role) for command in commands) else ""

    def unsure(self, clause: Clause, why: str) -> Unsure:
        """Quote the line of a clause with the reason."""
        return Unsure(clause.number, self.parts.lines[clause.line].text, why)
