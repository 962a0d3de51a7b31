"""The mailbox on a real Dovecot: TLS, wrong passwords, rights, a killed server process, colleagues at work."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.errors import LoginRefused, MailboxUnreachable, MoveRefused
from mailflow.mailbox import ImapMailbox, ImapServer
from mailflow.model.words import Folder
from tests.adapters.certificates import Certificates
from tests.adapters.dovecot import PASSWORD, Dovecot
from tests.adapters.worlds import OnDovecot

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def world(dovecot: Dovecot) -> Iterator[OnDovecot]:
    user = dovecot.new_user()
    world = OnDovecot(ImapServer("127.0.0.1", dovecot.port, "none", user, lambda: PASSWORD), dovecot.maildir(user))
    yield world
    world.end()


def mail(name: str) -> bytes:
    return f"Message-ID: <{name}@ocmw-mol.example>\r\nSubject: {name}\r\n\r\nGoeiedag\r\n".encode()


def test_tls_with_an_own_authority(dovecot: Dovecot, certificates: Certificates) -> None:
    server = ImapServer(
        "localhost", dovecot.tls_port, "tls", dovecot.new_user(), lambda: PASSWORD, cafile=certificates.authority
    )
    inbox = ImapMailbox(server)
    assert inbox.position(None).uid == 0
    inbox.wait(0.1)
    inbox.close()


def test_starttls_with_an_own_authority(dovecot: Dovecot, certificates: Certificates) -> None:
    server = ImapServer(
        "localhost", dovecot.port, "starttls", dovecot.new_user(), lambda: PASSWORD, cafile=certificates.authority
    )
    inbox = ImapMailbox(server)
    assert inbox.position(None).uid == 0
    inbox.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot: Dovecot, security: str) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port

    def secret() -> str:
        raise AssertionError("the password is not for a stranger")

    server = ImapServer("localhost", port, security, dovecot.new_user(), secret)
    with pytest.raises(MailboxUnreachable, match="certificate is not trusted"):
        ImapMailbox(server).position(None)


def test_a_certificate_of_another_host_is_refused(dovecot: Dovecot, certificates: Certificates) -> None:
    server = ImapServer(
        "127.0.0.2", dovecot.tls_port, "tls", dovecot.new_user(), lambda: PASSWORD, cafile=certificates.authority
    )
    with pytest.raises(MailboxUnreachable):
        ImapMailbox(server).position(None)


def test_a_wrong_password_is_refused_and_the_right_one_works_later(dovecot: Dovecot) -> None:
    passwords = iter(["fout", PASSWORD])
    user = dovecot.new_user()
    inbox = ImapMailbox(ImapServer("127.0.0.1", dovecot.port, "none", user, lambda: next(passwords)))
    with pytest.raises(LoginRefused, match=f"{user} at 127.0.0.1.*AUTHENTICATIONFAILED"):
        inbox.position(None)
    assert inbox.position(None).uid == 0
    inbox.close()


def test_a_folder_that_may_not_be_written_refuses_the_move(world: OnDovecot) -> None:
    position = world.mailbox.position(None)
    world.people.create_folder(world.server.done_folder)
    world.deliver(mail("aanvraag"), NOW)
    world.deliver(mail("ander"), NOW)
    request, other = world.mailbox.new(position)
    folder = world.maildir / ".mailflow.Done"
    (folder / "dovecot-acl").write_text("")
    for part in ("tmp", "new", "cur"):
        (folder / part).chmod(0o500)
    try:
        with pytest.raises(MoveRefused, match="refuses to move a message to mailflow/Done"):
            world.mailbox.move(request.place, Folder.DONE)
        assert world.mailbox.move(other.place, Folder.ASIDE)
    finally:
        for part in ("tmp", "new", "cur"):
            (folder / part).chmod(0o700)
    assert [lying.raw for lying in world.lying(Folder.INBOX)] == [mail("aanvraag")]
    assert world.mailbox.move(request.place, Folder.DONE)


def test_the_folders_made_are_subscribed_so_that_people_see_them(world: OnDovecot) -> None:
    position = world.mailbox.position(None)
    world.deliver(mail("aanvraag"), NOW)
    (request,) = world.mailbox.new(position)
    world.mailbox.move(request.place, Folder.DONE)
    assert "mailflow/Done" in [name for _, _, name in world.people.list_sub_folders()]


def test_another_folder_than_inbox_can_be_watched(world: OnDovecot) -> None:
    world.people.create_folder("Stages/Aanvragen")
    inbox = ImapMailbox(replace(world.server, folder="Stages/Aanvragen"))
    position = inbox.position(None)
    world.people.append("Stages/Aanvragen", mail("aanvraag"), (), NOW)
    world.deliver(mail("elders"), NOW)
    (request,) = inbox.new(position)
    assert inbox.move(request.place, Folder.DONE)
    assert inbox.put_back(Folder.DONE, "aanvraag@ocmw-mol.example")
    assert [one.raw for one in inbox.new(position)] == [mail("aanvraag")]
    inbox.close()


def test_a_folder_with_accents_in_its_name_is_found_and_made(world: OnDovecot) -> None:
    inbox = ImapMailbox(replace(world.server, done_folder="Traité/Été & fin"))
    position = inbox.position(None)
    for name in ("een", "twee"):
        world.deliver(mail(name), NOW)
    for arrived in inbox.new(position):
        assert inbox.move(arrived.place, Folder.DONE)
    inbox.close()
    assert len(world.lying_in("Traité/Été & fin")) == 2


def test_a_killed_server_process_is_unreachable_once_and_then_reached_again(world: OnDovecot) -> None:
    position = world.mailbox.position(None)
    list(world.mailbox.new(position))
    world.people.logout()
    killer = threading.Timer(0.3, _kill_imap_processes_of, (world.server.username,))
    killer.start()
    began = time.monotonic()
    with pytest.raises(MailboxUnreachable):
        world.mailbox.wait(20)
    killer.join()
    assert time.monotonic() - began < 5
    world.people = world._person()
    world.deliver(mail("nieuw"), NOW)
    assert [one.raw for one in world.mailbox.new(position)] == [mail("nieuw")]


def test_waiting_costs_no_processor_time(world: OnDovecot) -> None:
    list(world.mailbox.new(world.mailbox.position(None)))
    used = time.process_time()
    world.mailbox.wait(1.0)
    assert time.process_time() - used < 0.1


def test_mail_is_noticed_over_tls_too(world: OnDovecot, dovecot: Dovecot, certificates: Certificates) -> None:
    inbox = ImapMailbox(
        replace(world.server, host="localhost", port=dovecot.tls_port, security="tls", cafile=certificates.authority)
    )
    position = inbox.position(None)
    list(inbox.new(position))
    visitor = threading.Timer(0.2, world.deliver, (mail("nieuw"), NOW))
    visitor.start()
    began = time.monotonic()
    inbox.wait(20)
    assert time.monotonic() - began < 5
    visitor.join()
    assert [one.raw for one in inbox.new(position)] == [mail("nieuw")]
    inbox.close()


def _kill_imap_processes_of(user: str) -> None:
    """Kill the server's processes that serve one account; Dovecot shows whom they serve in their title."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        if "imap" in line and f"[{user} " in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)
