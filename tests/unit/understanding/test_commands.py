"""Answers are read four-way, and nothing that can't be read safely becomes a command."""

from __future__ import annotations

import importlib.util
import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailflow.model.dates import Slot
from mailflow.model.meaning import Answer, Command, Thread
from mailflow.model.message import Message
from mailflow.model.rules import Vocabulary
from mailflow.model.words import CommandName, Half, Language, Role
from mailflow.rulebook import read_rules
from mailflow.understanding.commands import ambiguous_phrases, read_answer

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
TODAY = date(2026, 11, 23)
VOCABULARY = read_rules(HERE.parents[2] / "rules").vocabulary
NAMES = {"hr": Role.HR, "service": Role.SERVICE, "requester": Role.REQUESTER}


def _table():
    spec = importlib.util.spec_from_file_location("answers", HERE / "answers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for role, readings in ((Role.HR, module.HR), (Role.SERVICE, module.SERVICE), (Role.REQUESTER, module.REQUESTER)):
        for reading, texts in readings.items():
            lines = texts.strip("\n ").split("\n") if reading != "empty" else texts.split("\n")
            for line in lines:
                yield pytest.param(
                    role, line.strip().replace("\\n", "\n"), reading, id=f"{role.value}-{reading}-{line.strip()}"
                )


def message(text: str, lines: tuple[int, ...] = ()) -> Message:
    lines = lines or tuple(range(1, text.count("\n") + 2))
    return Message(digest="", received_at=datetime(2026, 11, 23, tzinfo=UTC), new_text=text, new_lines=lines)


def read(text: str, role: Role = Role.HR, thread: Thread = Thread()) -> Answer:  # noqa: B008
    return read_answer(message(text), role, thread, VOCABULARY, TODAY)


def written(command: Command) -> str:
    parts = [command.name.value, *map(str, command.visits)]
    parts += [f"{pick.visit or ''}{pick.slot}" for pick in command.slots]
    for wish in command.dates:
        half = "" if wish.half is Half.ANY else wish.half.value
        parts.append(f"{wish.date}{half}" + (f"@{wish.visit}" if wish.visit else ""))
    if command.exclude:
        parts.append("not " + " ".join(str(one.date or one.weekday) for one in command.exclude))
    parts += [f"?{one.why}" for one in command.unclear_dates]
    parts += [f"until {command.until}"] if command.until else []
    parts += [f"count {command.count}"] if command.count else []
    parts += [command.language.value] if command.language else []
    parts += [f"<{command.address}>"] if command.address else []
    parts += [f'"{command.text}"'] if command.text else []
    parts += ["needs " + ",".join(command.needs)] if command.needs else []
    return " ".join(parts)


def reading(answer: Answer) -> str:
    if answer.unsure:
        return f"unsure {answer.unsure.why}"
    if answer.courtesy or answer.empty:
        return "courtesy" if answer.courtesy else "empty"
    return " + ".join(map(written, answer.commands))


@pytest.mark.parametrize(("role", "text", "expected"), list(_table()))
def test_an_answer_is_read_as_the_table_says(role, text, expected):
    assert reading(read(text, role)) == expected


def _keywords():
    roles = {"cancel": Role.REQUESTER, "reschedule": Role.REQUESTER, "none": Role.REQUESTER, "pick": Role.REQUESTER}
    listed = json.loads((DATA / "vocab_traps.json").read_text())["keywords"]
    for name, languages in listed.items():
        for phrases in languages.values():
            for phrase in phrases:
                yield name, roles.get(name, Role.HR), phrase


@pytest.mark.parametrize(("name", "role", "phrase"), list(_keywords()))
def test_every_keyword_alone_is_right(name, role, phrase):
    for text in (
        phrase,
        phrase.upper(),
        f"{phrase.capitalize()}.",
        f"Beste,\n\n{phrase}\n\nmvg An",
        phrase.replace("'", "’"),
    ):
        assert [command.name.value for command in read(text, role).commands] == [name], text


@pytest.mark.parametrize(
    "trap", json.loads((DATA / "vocab_traps.json").read_text())["traps"], ids=lambda trap: trap["text"]
)
def test_no_trap_is_misread(trap):
    for role in (Role.HR, Role.SERVICE, Role.REQUESTER):
        names = {command.name.value for command in read(trap["text"], role).commands}
        assert trap["must_not"] not in names
        if trap["must_not"] == "approve":
            assert "pick" not in names
        if trap["must_not"] == "refuse":
            assert not names & {"none", "decline"}


def test_no_phrase_means_two_things_to_one_reader():
    assert ambiguous_phrases(VOCABULARY) == ()


def test_a_phrase_with_two_meanings_is_reported():
    twice = Vocabulary(phrases={CommandName.APPROVE: ("Akkoord",), CommandName.REFUSE: ("akkoord",)})
    assert ambiguous_phrases(twice)[0][:2] == ("akkoord", Role.HR)


SHOWN = Thread(
    by="token",
    shown={
        1: (Slot(date(2027, 1, 12), Half.AM), Slot(date(2027, 1, 14), Half.PM)),
        2: (Slot(date(2027, 1, 15), Half.AM),),
    },
    visits=(1, 2),
)
ONE = Thread(by="token", shown={1: SHOWN.shown[1]}, visits=(1,))
DECIDE = Thread(by="token", visits=(1, 2, 3, 5))


def test_numbers_that_may_be_visits_or_days_are_asked_back():
    assert reading(read("1, 2, 12/01", Role.SERVICE, SHOWN)) == "unsure visit"


def test_more_decisions_than_anybody_takes_are_for_a_person():
    assert reading(read("1: OK\n" * 81)) == "unsure not_a_command"
    assert reading(read("1: OK, 2: OK\n" * 40)) == "approve 1 + approve 2"


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (Role.HR, "Beste An\n\nHierbij akkoord voor bezoek 1 en 2, dank u.\nMvg Els", "approve 1 2"),
        (Role.HR, "alle bezoeken goedgekeurd", "approve"),
        (Role.HR, "1 OK, de rest WEIGEREN: [uw reden]", "approve 1 + refuse 2 3 5 needs reason"),
        (Role.HR, "Akkoord\n\nAarzel niet om te bellen.", "approve"),
        (Role.HR, "Akkoord\n\nVergissing!", "unsure condition"),
        (Role.HR, "Goedkeuren tenzij", "unsure condition"),
        (Role.HR, "kan ik dit goedkeuren", "unsure question"),
        (Role.HR, "nooit goedkeuren", "unsure negation"),
        (Role.HR, "ja, annuleren", "unsure two_actions"),
        (Role.HR, "Merci et à bientôt", "courtesy"),
        (Role.HR, "1 & 2 + 3 ok", "approve 1 2 3"),
        (Role.HR, "Hoogachtend", "empty"),
        (Role.SERVICE, "GASTHEER", "host needs address"),
        (Role.SERVICE, "HÔTE marc@mi-is.be", "host <marc@mi-is.be>"),
        (Role.REQUESTER, "OK", "pick"),
        (Role.REQUESTER, "ABSAGEN", "cancel"),
    ],
)
def test_every_list_of_a_new_rule_set_is_made_ready(role, text, expected):
    answer = read_answer(message(text), role, DECIDE, replace(VOCABULARY), TODAY)
    assert reading(answer) == expected


def test_a_button_counts_also_where_no_phrase_lists_it_and_a_rule_set_may_be_empty():
    bare = Vocabulary(
        buttons={CommandName.APPROVE: {Language.NL: "Groen licht"}, CommandName.STOP: {Language.NL: "groen LICHT"}}
    )
    assert [c.name for c in read_answer(message("GROEN LICHT"), Role.HR, Thread(), bare, TODAY).commands] == [
        CommandName.APPROVE
    ]
    assert read_answer(message("OK"), Role.HR, Thread(), Vocabulary(), TODAY).unsure is not None


def test_two_rule_sets_are_read_side_by_side():
    other = Vocabulary(phrases={CommandName.APPROVE: ("jazeker",)})
    for _ in range(2):
        assert reading(read("Akkoord")) == "approve"
        answer = read_answer(message("Jazeker"), Role.HR, Thread(), other, TODAY)
        assert [command.name for command in answer.commands] == [CommandName.APPROVE]


def test_the_rest_are_the_visits_not_yet_named():
    assert (
        reading(read("1 3 OK, 2 NEE agenda vol, rest OK", thread=DECIDE))
        == 'approve 1 3 + refuse 2 "agenda vol" + approve 5'
    )


def test_a_visit_that_the_letter_does_not_speak_of_is_asked_back():
    assert reading(read("4 OK", thread=DECIDE)) == "unsure visit"


def test_a_slot_that_was_not_shown_is_asked_back():
    assert reading(read("1C", Role.REQUESTER, SHOWN)) == "unsure slot"
    assert reading(read("2B", Role.REQUESTER, SHOWN)) == "unsure slot"
    assert reading(read("3A", Role.REQUESTER, SHOWN)) == "unsure slot"
    assert reading(read("1A\n\n1C", Role.REQUESTER, SHOWN)) == "unsure two_actions"
    assert reading(read("1B 2A", Role.REQUESTER, SHOWN)) == "pick 1 2 1B 2A"


def test_a_slot_letter_without_its_visit_is_asked_for_where_there_are_several():
    assert reading(read("A", Role.REQUESTER, SHOWN)) == "pick A needs visit"
    assert reading(read("B", Role.REQUESTER, SHOWN)) == "pick B needs visit"
    assert reading(read("C", Role.REQUESTER, SHOWN)) == "unsure slot"
    assert reading(read("B", Role.REQUESTER, ONE)) == "pick B"
    assert reading(read("C", Role.REQUESTER, ONE)) == "unsure slot"


def test_the_line_of_a_command_is_the_line_of_the_body():
    answer = read_answer(message("1 OK\n2 NEE vol", (4, 7)), Role.HR, Thread(), VOCABULARY, TODAY)
    assert [command.line for command in answer.commands] == [4, 7]
    assert read("Akkoord\n\nMaar niet voor dienst 2").unsure.line == 3


def test_a_question_takes_all_lines_behind_it():
    text = "VRAAG: Wat is het thema?\nEn wie komt er mee?\n\nLaat maar weten.\n\nMvg\nAn"
    assert read(text).commands[0].text == "Wat is het thema?\nEn wie komt er mee?\n\nLaat maar weten."


def test_the_form_behind_new_is_not_read_as_commands():
    answer = read("NIEUW\nNaam: Peeters\nVoornaam: Els\nDiensten: juridische dienst")
    assert [command.name for command in answer.commands] == [CommandName.NEW]


def test_an_illness_is_not_repeated():
    assert read("ZIEK: zware griep", Role.REQUESTER).commands[0].text == ""


NEGATIONS = ("niet", "geen", "nooit", "pas", "jamais", "nicht", "kein", "not", "never", "nog niet", "ne pas", "sans")


@given(
    st.sampled_from(VOCABULARY.phrases[CommandName.APPROVE]),
    st.sampled_from(NEGATIONS),
    st.sampled_from(
        ["{n} {p}", "{p} {n}", "ik ben {n} {p}", "{p}, {n}", "{p}\n{n}", "{n} 1 {p}", "1 {p} {n}", "{n}: {p}"]
    ),
)
@example("akkoord", "niet", "{p}\n\n{n} voor dienst 2")
def test_a_negation_never_approves(phrase, negation, shape):
    text = shape.format(n=negation, p=phrase)
    for role in (Role.HR, Role.SERVICE, Role.REQUESTER):
        assert not {command.name for command in read(text, role).commands} & {CommandName.APPROVE, CommandName.PICK}


PIECES = st.sampled_from(
    [
        "ok",
        "ja",
        "nee",
        "A",
        "B",
        "1",
        "2",
        "3",
        "1B",
        "akkoord",
        "niet",
        "weigeren",
        ":",
        ",",
        ";",
        "\n",
        ".",
        "?",
        "!",
        "12/01",
        "14",
        "januari",
        "vm",
        "nm",
        "naar",
        "x@y.example",
        "DATUM",
        "VRAAG",
        "GEEN",
        "mvg",
        "en",
        "of",
        "d'accord",
        "pas",
        "…",
        "à",
        "jusqu'au",
        "bis",
        ">",
        "-",
        "*",
        "rest",
        "alle",
        "dinsdag",
        "31/04",
        "99",
        "999999999",
        "é",
        "ß",
        "\x00",
        "🙂",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map(" ".join)), st.sampled_from(list(Role)))
def test_reading_never_raises_and_is_four_way(text, role):
    answer = read(text, role, SHOWN)
    assert [bool(answer.commands), answer.unsure is not None, answer.courtesy, answer.empty].count(True) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "ok, ",
        "1 ",
        "a ",
        "12/01, ",
        "niet ",
        "WEIGEREN: x, ",
        "\n",
        "akkoord ",
        "x",
        "1 OK 2 NEE ",
        ": ",
        "en ",
        "VRAAG: ",
        "dank ",
    ],
)
def test_long_texts_end_soon(piece):
    text = piece * (65536 // len(piece))
    start = time.process_time()
    read(text)
    read(text, Role.SERVICE)
    assert time.process_time() - start < 20


ASKED = Thread(asks=True)


@pytest.mark.parametrize(
    "text", ["Prima", "Prima!\n\nMvg\nEls", "Perfect, tot dan!", "Beste,\nTop", "C'est parfait", "Sehr gut"]
)
def test_praise_alone_may_be_a_yes_to_a_letter_that_asks(text):
    assert reading(read(text, Role.SERVICE, ASKED)) == "unsure not_a_command"
    assert reading(read(text, Role.SERVICE)) == "courtesy"


@pytest.mark.parametrize(
    "text", ["Prima, dank", "Bedankt, perfect", "Parfait, je vous remercie", "Tot dan", "Goed ontvangen"]
)
def test_thanks_stay_a_courtesy_whatever_the_letter_asks(text):
    assert reading(read(text, Role.SERVICE, ASKED)) == "courtesy"
