"""What every mailbox must do, in memory and on real servers (ports.Mailbox, SPEC §1, §3, §11)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from mailflow.mailbox import ImapServer
from mailflow.model.words import Folder
from mailflow.ports import Arrived, Place, Position
from mailflow.sandbox.servers import Sandbox
from tests.adapters.dovecot import PASSWORD
from tests.adapters.worlds import MAX_SIZE, InMemory, OnDovecot, OnPymap, World

# A mail from the past and one from now: with a real server the baseline of a first start is the real time.
NOW = datetime.now(UTC).replace(microsecond=0)
OLD = NOW - timedelta(days=400)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(params=["memory", "pymap", "dovecot"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    address = "hrm@mi-is.example"
    if request.param == "memory":
        yield InMemory()
    elif request.param == "pymap":
        with Sandbox({address: PASSWORD}) as box:
            pymap = OnPymap(ImapServer("127.0.0.1", box.imap_port, "none", address, lambda: PASSWORD))
            yield pymap
            pymap.end()
    else:
        server = request.getfixturevalue("dovecot")
        user = server.new_user()
        dovecot = OnDovecot(ImapServer("127.0.0.1", server.port, "none", user, lambda: PASSWORD), server.maildir(user))
        yield dovecot
        dovecot.end()


def mail(name: str, body: bytes = b"Goeiedag\r\n") -> bytes:
    head = (
        f"From: Els Peeters <els@ocmw-mol.example>\r\nSubject: {name}\r\nMessage-ID: <{name}@ocmw-mol.example>\r\n\r\n"
    )
    return head.encode() + body


def mid(name: str) -> str:
    return f"{name}@ocmw-mol.example"


def subjects(arrived: list[Arrived] | Iterator[Arrived]) -> list[str]:
    return [one.raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for one in arrived]


def start(world: World) -> Position:
    return world.mailbox.position(None)


def timed(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


# ---------------------------------------------------------------------------------------------------------- reading


def test_an_empty_mailbox_has_nothing_new(world: World) -> None:
    assert list(world.mailbox.new(start(world))) == []


def test_the_first_start_leaves_what_lay_there_alone(world: World) -> None:
    world.deliver(mail("oud"), OLD)
    position = start(world)
    world.deliver(mail("nieuw"), LATER)
    assert subjects(world.mailbox.new(position)) == ["nieuw"]


def test_a_start_from_a_date_finds_what_arrived_since(world: World) -> None:
    world.deliver(mail("eerst"), NOW - timedelta(hours=3))
    world.deliver(mail("daarna"), NOW - timedelta(hours=1))
    since = NOW - timedelta(hours=2)
    position = world.mailbox.position(since)
    assert position.since == since
    assert subjects(world.mailbox.new(position)) == ["daarna"]


def test_a_start_from_all_finds_everything(world: World) -> None:
    for name in ("a", "b", "c"):
        world.deliver(mail(name), OLD)
    position = world.mailbox.position(datetime.min.replace(tzinfo=UTC))
    assert subjects(world.mailbox.new(position)) == ["a", "b", "c"]


def test_a_start_from_a_date_after_all_mail_finds_nothing(world: World) -> None:
    world.deliver(mail("oud"), OLD)
    position = world.mailbox.position(NOW - timedelta(hours=1))
    assert list(world.mailbox.new(position)) == []


def test_a_message_arrives_byte_for_byte_with_its_time(world: World) -> None:
    odd = b"na\xefef 8-bit\r\n.punt\r\n\r\n" + b"x" * 3000 + b"\r\n)\r\nA001 OK\r\n* BYE {12}\r\n"
    position = start(world)
    world.deliver(mail("raar", odd), LATER)
    (arrived,) = world.mailbox.new(position)
    assert arrived.raw == mail("raar", odd)
    assert (arrived.received_at, arrived.received_at.tzinfo) == (LATER, UTC)
    assert arrived.size == len(arrived.raw)
    assert not arrived.unavailable


def test_new_mail_comes_in_the_order_of_arrival_without_what_is_skipped(world: World) -> None:
    position = start(world)
    for name in ("een", "twee", "drie"):
        world.deliver(mail(name), LATER)
    first, second, third = world.mailbox.new(position)
    assert subjects([first, second, third]) == ["een", "twee", "drie"]
    assert first.place.uid < second.place.uid < third.place.uid
    assert subjects(world.mailbox.new(position, skip=frozenset({second.place.uid}))) == ["een", "drie"]
    after = Position(position.folder, position.validity, third.place.uid, position.since)
    assert list(world.mailbox.new(after)) == []


def test_many_messages_of_all_sizes_arrive_in_order(world: World) -> None:
    position = start(world)
    names = [f"m{number:03}" for number in range(120)]
    for number, name in enumerate(names):
        world.deliver(mail(name, b"regel\r\n" * (number * 40 % 3000)), LATER)
    assert subjects(world.mailbox.new(position)) == names


def test_an_oversized_message_arrives_as_headers_and_first_64_kb(world: World) -> None:
    position = start(world)
    whole = mail("groot", b"een regel tekst\r\n" * 20_000)
    assert len(whole) > MAX_SIZE
    world.deliver(whole, LATER)
    world.deliver(mail("klein"), LATER)
    large, small = world.mailbox.new(position)
    assert large.size == len(whole)
    assert large.raw == whole[: whole.index(b"\r\n\r\n") + 4 + 65_536]
    assert small.raw == mail("klein")


def test_reading_changes_no_flag(world: World) -> None:
    position = start(world)
    world.deliver(mail("ongelezen"), LATER)
    list(world.mailbox.new(position))
    world.mailbox.close()
    (lying,) = world.lying(Folder.INBOX)
    assert lying.flags == frozenset()


def test_other_peoples_mail_stays_as_and_where_it_is(world: World) -> None:
    position = start(world)
    for name in ("gelezen", "aanvraag", "ongelezen"):
        world.deliver(mail(name, f"tekst van {name}\r\n".encode() * 50), LATER)
    world.people_open(mid("gelezen"))
    before = [lying for lying in world.lying(Folder.INBOX) if b"Subject: aanvraag" not in lying.raw]
    request = next(one for one in world.mailbox.new(position) if b"Subject: aanvraag" in one.raw)
    assert world.mailbox.move(request.place, Folder.DONE)
    assert world.mailbox.put_back(Folder.DONE, mid("aanvraag"))
    world.mailbox.wait(0.05)
    world.mailbox.close()
    after = [lying for lying in world.lying(Folder.INBOX) if b"Subject: aanvraag" not in lying.raw]
    assert after == before
    assert "\\Seen" in after[0].flags
    assert after[1].flags == frozenset()


def test_what_people_delete_while_it_is_read_is_left_out(world: World) -> None:
    position = start(world)
    for number in range(60):  # More than one batch.
        world.deliver(mail(f"m{number}"), LATER)
    messages = world.mailbox.new(position)
    assert subjects(islice(messages, 1)) == ["m0"]
    world.people_delete(mid("m59"))
    assert subjects(messages) == [f"m{number}" for number in range(1, 59)]


# ----------------------------------------------------------------------------------------------------------- filing


def test_a_moved_message_lies_in_its_folder_unchanged(world: World) -> None:
    position = start(world)
    world.deliver(mail("aanvraag"), LATER)
    world.deliver(mail("vreemd"), LATER)
    request, strange = world.mailbox.new(position)
    assert world.mailbox.move(request.place, Folder.DONE)
    assert world.mailbox.move(strange.place, Folder.ASIDE)
    assert [lying.raw for lying in world.lying(Folder.DONE)] == [mail("aanvraag")]
    assert [lying.raw for lying in world.lying(Folder.ASIDE)] == [mail("vreemd")]
    assert world.lying(Folder.INBOX) == []
    assert world.lying(Folder.DONE)[0].at == LATER


def test_a_move_is_told_to_be_in_vain_when_the_message_is_gone(world: World) -> None:
    position = start(world)
    for name in ("weg", "elders", "dubbel"):
        world.deliver(mail(name), LATER)
    gone, elsewhere, twice = world.mailbox.new(position)
    world.people_delete(mid("weg"))
    world.people_move(mid("elders"), "Persoonlijk")
    assert not world.mailbox.move(gone.place, Folder.DONE)
    assert not world.mailbox.move(elsewhere.place, Folder.DONE)
    assert world.mailbox.move(twice.place, Folder.DONE)
    assert not world.mailbox.move(twice.place, Folder.DONE)
    assert len(world.lying(Folder.DONE)) == 1


def test_messages_can_be_moved_while_others_are_read(world: World) -> None:
    position = start(world)
    names = [f"m{number}" for number in range(120)]
    for name in names:
        world.deliver(mail(name), LATER)
    seen = []
    for arrived in world.mailbox.new(position):
        seen += subjects([arrived])
        assert not world.mailbox.holds(Folder.DONE, mid(seen[-1]))
        if len(seen) % 2:
            assert world.mailbox.move(arrived.place, Folder.DONE)
    assert seen == names
    assert len(world.lying(Folder.DONE)) == len(world.lying(Folder.INBOX)) == 60


def test_a_folder_tells_what_it_holds_by_the_exact_message_id(world: World) -> None:
    assert not world.mailbox.holds(Folder.DONE, mid("aanvraag"))
    position = start(world)
    world.deliver(mail("aanvraag"), LATER)
    (arrived,) = world.mailbox.new(position)
    assert world.mailbox.holds(Folder.INBOX, mid("aanvraag"))
    world.mailbox.move(arrived.place, Folder.DONE)
    assert world.mailbox.holds(Folder.DONE, mid("aanvraag"))
    assert world.mailbox.holds(Folder.DONE, f"<{mid('aanvraag')}>")
    assert not world.mailbox.holds(Folder.INBOX, mid("aanvraag"))
    assert not world.mailbox.holds(Folder.ASIDE, mid("aanvraag"))
    assert not world.mailbox.holds(Folder.DONE, "vraag@ocmw-mol.example")
    assert not world.mailbox.holds(Folder.DONE, "")


def test_a_message_put_back_is_new_again(world: World) -> None:
    position = start(world)
    world.deliver(mail("aanvraag"), LATER)
    (arrived,) = world.mailbox.new(position)
    position = Position(position.folder, position.validity, arrived.place.uid, position.since)
    world.mailbox.move(arrived.place, Folder.ASIDE)
    assert world.mailbox.put_back(Folder.ASIDE, mid("aanvraag"))
    assert world.lying(Folder.ASIDE) == []
    (again,) = world.mailbox.new(position)
    assert again.raw == arrived.raw
    assert again.place.uid > arrived.place.uid


def test_what_is_not_there_is_not_put_back(world: World) -> None:
    assert not world.mailbox.put_back(Folder.ASIDE, mid("nooit"))
    assert list(world.mailbox.new(start(world))) == []


def test_a_message_that_people_put_back_is_new_again(world: World) -> None:
    position = start(world)
    world.deliver(mail("aanvraag"), LATER)
    (arrived,) = world.mailbox.new(position)
    position = Position(position.folder, position.validity, arrived.place.uid, position.since)
    world.mailbox.move(arrived.place, Folder.DONE)
    world.people_move(mid("aanvraag"), "INBOX", source="mailflow/Done")
    assert subjects(world.mailbox.new(position)) == ["aanvraag"]


# -------------------------------------------------------------------------------------------------------- renumbering


def test_a_renumbered_folder_gives_everything_since_the_baseline_and_nothing_older(world: World) -> None:
    world.deliver(mail("oud"), OLD)
    position = start(world)
    world.deliver(mail("gezien"), LATER)
    (seen,) = world.mailbox.new(position)
    position = Position(position.folder, position.validity, seen.place.uid, position.since)
    world.mailbox.close()
    world.renumber()
    world.deliver(mail("nieuw"), LATER)
    again = list(world.mailbox.new(position))
    assert subjects(again) == ["gezien", "nieuw"]
    assert {one.place.validity for one in again} != {position.validity}
    assert world.mailbox.position(None).validity == again[0].place.validity


def test_numbers_of_an_older_generation_move_nothing(world: World) -> None:
    position = start(world)
    world.deliver(mail("eerst"), LATER)
    (arrived,) = world.mailbox.new(position)
    world.mailbox.close()
    world.renumber()
    assert not world.mailbox.move(arrived.place, Folder.DONE)
    assert not world.mailbox.move(Place(arrived.place.validity + 7, arrived.place.uid), Folder.DONE)
    assert len(world.lying(Folder.INBOX)) == 1


# ---------------------------------------------------------------------------------------------------------- waiting


def test_a_wait_ends_when_time_is_up(world: World) -> None:
    start(world)
    world.mailbox.wait(0.01)
    assert 0.25 < timed(lambda: world.mailbox.wait(0.3)) < 2


def test_a_wait_ends_when_mail_arrives(world: World) -> None:
    position = start(world)
    world.mailbox.wait(0.01)
    visitor = threading.Timer(0.2, world.deliver, (mail("nieuw"), LATER))
    visitor.start()
    assert timed(lambda: world.mailbox.wait(20)) < 5
    visitor.join()
    assert subjects(world.mailbox.new(position)) == ["nieuw"]


def test_mail_that_arrived_before_the_wait_is_not_waited_for(world: World) -> None:
    position = start(world)
    assert list(world.mailbox.new(position)) == []
    world.deliver(mail("ertussen"), LATER)
    assert timed(lambda: world.mailbox.wait(20)) < 5


def test_a_wait_ends_when_somebody_wakes_it(world: World) -> None:
    start(world)
    world.mailbox.wait(0.01)
    bell = threading.Timer(0.2, world.mailbox.wake)
    bell.start()
    assert timed(lambda: world.mailbox.wait(20)) < 5
    bell.join()


def test_a_wake_up_call_is_not_lost_when_nobody_waits_yet(world: World) -> None:
    start(world)
    world.mailbox.wait(0.01)
    world.mailbox.wake()
    world.mailbox.wake()
    assert timed(lambda: world.mailbox.wait(20)) < 5
    assert timed(lambda: world.mailbox.wait(0.3)) > 0.25


def test_a_closed_mailbox_can_be_used_again(world: World) -> None:
    position = start(world)
    world.mailbox.close()
    world.mailbox.close()
    world.mailbox.wake()
    world.deliver(mail("nieuw"), LATER)
    assert subjects(world.mailbox.new(position)) == ["nieuw"]


def test_what_is_discarded_is_gone_and_its_neighbours_stay(world: World) -> None:
    position = start(world)
    for name in ("aanvraag", "antwoord"):
        world.deliver(mail(name), LATER)
    for arrived in list(world.mailbox.new(position)):
        world.mailbox.move(arrived.place, Folder.DONE)
    assert world.mailbox.discard(Folder.DONE, mid("aanvraag"))
    assert not world.mailbox.holds(Folder.DONE, mid("aanvraag"))
    assert [one.raw for one in world.lying(Folder.DONE)] == [mail("antwoord")]
    assert not world.mailbox.discard(Folder.DONE, mid("aanvraag"))


def test_nothing_is_discarded_from_the_watched_folder(world: World) -> None:
    start(world)
    world.deliver(mail("aanvraag"), LATER)
    assert not world.mailbox.discard(Folder.INBOX, mid("aanvraag"))
    assert world.mailbox.holds(Folder.INBOX, mid("aanvraag"))
