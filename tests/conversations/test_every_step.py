"""A story from request to cancelled invitation, ended or disturbed before each of its steps: it comes out the same.

These stops are named and complete; kills at random moments, of a real process, are in ``tests/system/test_kills.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailflow.errors import MailboxUnreachable, MoveRefused, StoreUnwritable
from mailflow.ports import Delivery, Outcome
from tests.conversations.interrupted import Stopped, Told, World
from tests.steps import COMMIT, MOVES, SEND, Call, Steps

Disturb = Callable[..., Any]


def stop(name: str, call: Call, *args: Any) -> Any:
    """End the process before the step."""
    raise Stopped


def refuse(name: str, call: Call, *args: Any) -> Any:
    """Let the step fail: a full disk, a server that is gone."""
    if name == COMMIT:
        raise StoreUnwritable("no space left on device")
    if name == SEND:
        return Delivery(Outcome.DEFERRED, "connection refused", server_down=True)
    raise MailboxUnreachable("connection refused")


def refuse_alone(name: str, call: Call, *args: Any) -> Any:
    """Let this one message, or this one letter, be refused; the server is well."""
    if name == SEND:
        return Delivery(Outcome.DEFERRED, "450 4.2.0 greylisted")
    raise MoveRefused("[OVERQUOTA] no room")


def cut_off(name: str, call: Call, *args: Any) -> Any:
    """Let the server do the step, and the line die before it can say so."""
    call(*args)
    return refuse(name, call, *args)


@dataclass(frozen=True)
class Plain:
    """The story as it goes when nothing happens: its steps, and what it comes to."""

    steps: tuple[str, ...]
    told: Told


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    world = World(tmp_path_factory.mktemp("plain") / "store.json", Steps())
    world.live()
    assert world.doubled == 0
    told = world.told()
    assert {len(history) for history in told.calendars.values()} == {3}
    assert set(world.steps.names) == {COMMIT, SEND, "position", "new", "move"}
    return Plain(tuple(world.steps.names), told)


def stories(plain: Plain, folder: Path, disturb: Disturb, names: Collection[str]) -> Iterator[World]:
    """Yield the story disturbed at its first step of these names, at its second, and so on; each must come out alike."""
    for number, name in enumerate(plain.steps, start=1):
        if name in names:
            world = World(folder / f"{number}.json", Steps(number, disturb))
            world.live()
            assert world.steps.names[:number] == list(plain.steps[:number])
            assert world.told() == plain.told, (number, name)
            yield world


def between_ok_and_note(world: World) -> bool:
    """Whether the process was stopped after the server took a letter and before that was noted."""
    stopped = world.steps.number - 1
    return world.steps.names[stopped - 1 : stopped + 1] == [SEND, COMMIT]


def test_a_process_stopped_before_any_step_goes_on_as_if_nothing_had_been(plain: Plain, tmp_path: Path) -> None:
    for world in stories(plain, tmp_path, stop, plain.steps):
        assert world.stops == 1
        assert world.doubled == between_ok_and_note(world), world.steps.number


def test_a_disk_or_server_that_fails_at_any_step_changes_nothing(plain: Plain, tmp_path: Path) -> None:
    for world in stories(plain, tmp_path, refuse, plain.steps):
        assert world.doubled == 0, world.steps.number


def test_a_mail_that_may_not_be_moved_or_a_letter_that_is_put_off_comes_later(plain: Plain, tmp_path: Path) -> None:
    for world in stories(plain, tmp_path, refuse_alone, {*MOVES, SEND}):
        assert world.doubled == 0, world.steps.number


def test_a_line_cut_after_the_server_did_its_part_doubles_at_most_the_letter(plain: Plain, tmp_path: Path) -> None:
    for world in stories(plain, tmp_path, cut_off, {*MOVES, SEND}):
        assert world.doubled == (world.steps.names[world.steps.number - 1] == SEND), world.steps.number
