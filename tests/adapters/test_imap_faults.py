"""What reading and filing do when the server misbehaves (SPEC §11.4): nothing lost, nobody held up."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.errors import MailboxUnreachable, MoveRefused, TemporaryError
from mailflow.model.words import Folder
from mailflow.ports import Place
from tests.adapters.scripted_imap import (
    MAIL,
    START,
    ScriptedImap,
    Talk,
    hold,
    mailbox,
    uids,
    with_mail,
)


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew() -> None:
    def leaves_after_search(talk: Talk) -> None:
        hold(talk, 1)
        talk.greet()
        talk.answer(talk.until(b"UID FETCH"))
        talk.answer(talk.until(b"UID FETCH"))
        talk.say(b"* BYE idle for too long")

    with ScriptedImap(leaves_after_search, with_mail(1, 2)) as server:
        inbox = mailbox(server.port)
        assert uids(inbox.new(START)) == [1]
        assert uids(inbox.new(START)) == [1, 2]
        inbox.close()


def test_a_link_cut_in_a_message_is_unreachable_and_the_message_comes_again() -> None:
    def cuts(talk: Talk) -> None:
        hold(talk, 1)
        talk.greet()
        talk.answer(talk.until(b"UID FETCH"))
        talk.until(b"UID FETCH")
        talk.link.sendall(b"* 1 FETCH (UID 1 BODY[] {67}\r\nMessage-ID: <a@")

    with ScriptedImap(cuts, with_mail(1)) as server:
        inbox = mailbox(server.port)
        with pytest.raises(MailboxUnreachable):
            list(inbox.new(START))
        assert uids(inbox.new(START)) == [1]
        inbox.close()


def test_a_half_open_line_is_noticed_by_the_time_out() -> None:
    def falls_silent(talk: Talk) -> None:
        talk.greet()
        talk.until(b"UID SEARCH")
        talk.hang()

    with ScriptedImap(falls_silent) as server:
        began = time.monotonic()
        with pytest.raises(MailboxUnreachable, match="does not answer in time"):
            list(mailbox(server.port).new(START))
        assert time.monotonic() - began < 4


def test_a_message_without_a_body_is_fetched_in_parts() -> None:
    def withholds_whole(talk: Talk) -> None:
        hold(talk, 1, 2, 3)
        talk.greet()
        while True:
            command = talk.command()
            if b"BODY.PEEK[]" in command:
                talk.ok(
                    b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)" % (len(talk.messages[1]), talk.messages[1]),
                    b"* 2 FETCH (UID 2 BODY[] NIL)",
                    b"* 3 FETCH (UID 3 BODY[] {%d}\r\n%s)" % (len(talk.messages[3]), talk.messages[3]),
                )
            else:
                talk.answer(command)

    with ScriptedImap(withholds_whole) as server:
        inbox = mailbox(server.port)
        arrived = list(inbox.new(START))
        inbox.close()
    assert [one.raw for one in arrived] == [MAIL.replace(b"a@", b"%d@" % uid) for uid in (1, 2, 3)]


def test_a_message_that_the_server_does_not_deliver_holds_nobody_up() -> None:
    def refuses_two(talk: Talk) -> None:
        hold(talk, 1, 2, 3)
        talk.greet()
        while True:
            command = talk.command()
            asked = command.split()[2].split(b",") if command.startswith(b"UID FETCH") else []
            if b"BODY" in command and b"2" in asked:
                talk.no(b"[SERVERBUG] can't convert message")
            else:
                talk.answer(command)

    with ScriptedImap(refuses_two) as server:
        inbox = mailbox(server.port)
        first, second, third = inbox.new(START)
        inbox.close()
    assert (first.unavailable, third.unavailable) == ("", "")
    assert second.raw == b""
    assert "can't convert message" in second.unavailable


def test_a_message_at_which_the_server_hangs_up_is_given_up_after_a_few_times() -> None:
    def dies_at_two(talk: Talk) -> None:
        hold(talk, 1, 2, 3)
        talk.greet()
        while True:
            command = talk.command()
            if b"BODY" in command and b"2" in command.split()[2].split(b","):
                return
            talk.answer(command)

    with ScriptedImap(dies_at_two) as server:
        inbox = mailbox(server.port)
        faults = 0
        while True:
            try:
                arrived = list(inbox.new(START))
                break
            except MailboxUnreachable:
                faults += 1
                assert faults < 6
        inbox.close()
    assert [(one.place.uid, bool(one.unavailable)) for one in arrived] == [(1, False), (2, True), (3, False)]


GARBAGE = [
    b"* SEARCH x y",
    b"* SEARCH 99999999999999999999999",
    b"* 1 FETCH (UID",
    b"* 1 FETCH foo",
    b"* 1 FETCH (UID x RFC822.SIZE y)",
    b"* 1 FETCH (UID 1 INTERNALDATE 5 RFC822.SIZE (a b))",
    b"* LIST (",
    b'* LIST () "/"',
    b'* LIST () "/" "&bad"',
    b"* NAMESPACE NIL",
    b"*",
    b"",
    b"\xff\xfe\x00",
    b"* x EXISTS",
    b"* EXISTS",
    b"* OK [UIDVALIDITY x] y",
    b"* CAPABILITY \xe9",
    b"+ what",
    b"* BYE",
]


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize(
    "before", [b"LIST", b"SELECT", b"UID SEARCH", b"UID FETCH", b"NOOP", b"NAMESPACE", b"UID MOVE"]
)
def test_garbage_leads_to_no_worse_than_another_try(before: bytes, garbage: bytes) -> None:
    def script(talk: Talk) -> None:
        hold(talk, 1)
        talk.capabilities += b" NAMESPACE"
        talk.greet()
        said = False
        while True:
            command = talk.command()
            if command.startswith(before) and not said:
                said = True
                talk.say(garbage)
            talk.ok(b'* NAMESPACE (("" "/")) NIL NIL') if command == b"NAMESPACE" else talk.answer(command)

    with ScriptedImap(script, with_mail(1)) as server:
        inbox = mailbox(server.port, read_timeout=0.3)
        for _ in range(3):
            with contextlib.suppress(TemporaryError):
                inbox.position(None)
                list(inbox.new(START))
                inbox.move(Place(7, 1), Folder.DONE)
        assert uids(inbox.new(START)) == [1]
        inbox.close()


def test_a_message_whose_listing_cannot_be_read_holds_nobody_up() -> None:
    def odd(talk: Talk) -> None:
        hold(talk, 1, 2)
        talk.greet()
        while True:
            command = talk.command()
            if b"RFC822.SIZE" in command and b"2" in command.split()[2].split(b","):
                talk.ok(b"* 2 FETCH (UID 2 INTERNALDATE 5 RFC822.SIZE (a b))")
            else:
                talk.answer(command)

    with ScriptedImap(odd) as server:
        inbox = mailbox(server.port)
        assert [one.raw for one in inbox.new(START)] == [MAIL.replace(b"a@", b"%d@" % uid) for uid in (1, 2)]
        inbox.close()


def test_a_folder_that_people_removed_is_made_again() -> None:
    def removed(talk: Talk) -> None:
        hold(talk, 1, 2)
        talk.greet()
        moves = 0
        while True:
            command = talk.command()
            if command.startswith(b"UID MOVE"):
                moves += 1
                talk.no(b"[TRYCREATE] no such folder") if moves == 2 else talk.ok()
            elif moves == 2 and command.startswith(b"LIST") and b"Done" in command:
                talk.ok()
            else:
                talk.answer(command)

    with ScriptedImap(removed) as server:
        inbox = mailbox(server.port)
        assert inbox.move(Place(7, 1), Folder.DONE)
        assert inbox.move(Place(7, 2), Folder.DONE)
        inbox.close()
        heard = server.talks[0].heard
    assert [line for line in heard if line.startswith((b"CREATE", b"UID MOVE 2"))] == [
        b'UID MOVE 2 "mailflow/Done"',
        b'CREATE "mailflow/Done"',
        b'UID MOVE 2 "mailflow/Done"',
    ]


def test_a_server_that_forgets_the_size_and_the_date_is_understood() -> None:
    def vague(talk: Talk) -> None:
        hold(talk, 1)
        talk.greet()
        talk.until(b"UID FETCH")
        talk.ok(b"* 1 FETCH (UID 1 FLAGS ())")
        talk.serve()

    with ScriptedImap(vague) as server:
        inbox = mailbox(server.port)
        (arrived,) = inbox.new(START)
        inbox.close()
    assert arrived.raw == MAIL.replace(b"a@", b"1@")
    assert arrived.size == len(arrived.raw)
    assert abs((arrived.received_at - datetime.now(UTC)).total_seconds()) < 60


def test_numbers_that_go_back_under_the_same_generation_hide_no_mail() -> None:
    with ScriptedImap(with_mail(1, 2)) as server:
        inbox = mailbox(server.port)
        assert uids(inbox.new(replace(START, uid=500))) == [1, 2]
        inbox.close()


def test_a_folder_renumbered_between_two_batches_is_read_again() -> None:
    def many(talk: Talk) -> None:
        hold(talk, *range(1, 61))
        talk.greet()
        talk.answer(talk.until(b"UID FETCH"))
        talk.answer(talk.until(b"UID FETCH"))

    def renumbered(talk: Talk) -> None:
        hold(talk, *range(1, 61))
        talk.validity = 8
        talk.greet()
        talk.serve()

    with ScriptedImap(many, renumbered) as server:
        inbox = mailbox(server.port)
        arrived = inbox.new(START)
        assert uids(next(arrived) for _ in range(50)) == list(range(1, 51))
        with pytest.raises(MailboxUnreachable, match="renumbered"):
            next(arrived)
        assert len(list(inbox.new(START))) == 60
        inbox.close()


def test_an_enormous_folder_is_searched_in_parts() -> None:
    def enormous(talk: Talk) -> None:
        hold(talk, 1, 100_000, 200_001)
        talk.greet()
        talk.until(b"SELECT")
        talk.ok(b"* 150000 EXISTS", b"* 0 RECENT", b"* OK [UIDVALIDITY 7] ok", b"* OK [UIDNEXT 200002] ok")
        while True:
            command = talk.command()
            window = re.search(rb"UID SEARCH UID (\d+):(\d+)$", command)
            if window:
                found = [uid for uid in talk.messages if int(window[1]) <= uid <= int(window[2])]
                talk.ok(b"* SEARCH " + b" ".join(b"%d" % uid for uid in found))
            else:
                talk.answer(command)

    with ScriptedImap(enormous) as server:
        inbox = mailbox(server.port)
        assert uids(inbox.new(START)) == [1, 100_000, 200_001]
        inbox.close()


def test_a_refused_move_leaves_the_link_and_the_message_alone() -> None:
    def refuses(talk: Talk) -> None:
        hold(talk, 1)
        talk.greet()
        talk.until(b"UID MOVE")
        talk.no(b"[OVERQUOTA] no room")
        talk.serve()

    with ScriptedImap(refuses) as server:
        inbox = mailbox(server.port)
        with pytest.raises(MoveRefused, match=r"mailflow/Done.*\[OVERQUOTA\] no room"):
            inbox.move(Place(7, 1), Folder.DONE)
        assert uids(inbox.new(START)) == [1]
        inbox.close()
        assert len(server.talks) == 1


@pytest.mark.parametrize("uidplus", [True, False])
def test_without_move_the_original_is_expunged_by_number_or_not_at_all(*, uidplus: bool) -> None:
    def old(talk: Talk) -> None:
        hold(talk, 1)
        talk.capabilities = b"IMAP4rev1" + (b" UIDPLUS" if uidplus else b"")
        talk.greet()
        talk.serve()

    with ScriptedImap(old) as server:
        inbox = mailbox(server.port)
        assert inbox.move(Place(7, 1), Folder.DONE)
        inbox.close()
        heard = server.talks[0].heard
    assert any(line.startswith(b"UID COPY 1 ") for line in heard)
    assert any(line.startswith(b"UID STORE 1 +FLAGS.SILENT (\\Deleted)") for line in heard)
    assert (b"UID EXPUNGE 1" in heard) is uidplus
    assert not any(line.startswith((b"EXPUNGE", b"CLOSE")) for line in heard)


@pytest.mark.parametrize(
    ("namespace", "refused", "made"),
    [
        (b'(("" "/"))', b"", b'"mailflow/Done"'),
        (b'(("INBOX." "."))', b"", b'"INBOX.mailflow.Done"'),
        (None, b"", b'"mailflow.Done"'),
        (None, b'"mailflow.Done"', b'"INBOX.mailflow.Done"'),
    ],
)
def test_a_missing_folder_is_made_where_this_server_wants_it(
    namespace: bytes | None, refused: bytes, made: bytes
) -> None:
    def script(talk: Talk) -> None:
        hold(talk, 1)
        talk.capabilities += b" NAMESPACE" if namespace else b""
        talk.greet()
        while True:
            command = talk.command()
            if command.startswith(b"NAMESPACE"):
                talk.ok(b"* NAMESPACE " + (namespace or b"") + b" NIL NIL")
            elif command == b'LIST "" ""':
                talk.ok(b'* LIST (\\Noselect) "." ""')
            elif command.startswith(b"LIST") and b"INBOX" not in command.split()[-1].replace(b"INBOX.", b""):
                talk.ok()
            elif command.startswith(b"CREATE") and refused and command.endswith(refused):
                talk.no(b"Invalid mailbox name")
            else:
                talk.answer(command)

    with ScriptedImap(script) as server:
        inbox = mailbox(server.port)
        assert inbox.move(Place(7, 1), Folder.DONE)
        inbox.close()
        heard = server.talks[0].heard
    assert b"CREATE " + made in heard
    assert b"SUBSCRIBE " + made in heard
    assert b"UID MOVE 1 " + made in heard


def test_a_server_that_cannot_search_headers_is_looked_through() -> None:
    def no_search(talk: Talk) -> None:
        hold(talk, 1, 2)
        talk.greet()
        while True:
            command = talk.command()
            if b"SEARCH HEADER" in command:
                talk.no(b"not supported")
            elif b"HEADER.FIELDS" in command:
                field = b"Message-ID: <2@ocmw-mol.example>\r\n\r\n"
                part = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
                talk.ok(b"* 2 FETCH (UID 2 %s {%d}\r\n%s)" % (part, len(field), field))
            else:
                talk.answer(command)

    with ScriptedImap(no_search) as server:
        inbox = mailbox(server.port)
        assert inbox.holds(Folder.DONE, "2@ocmw-mol.example")
        assert not inbox.holds(Folder.DONE, "3@ocmw-mol.example")
        inbox.close()
