"""The mail sandbox: up at once, and close enough to real servers for a real mail program."""

from __future__ import annotations

import imaplib
import smtplib
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from imapclient import IMAPClient

from mailflow.sandbox.servers import Sandbox

HRM, ELS = "hrm@mi-is.example", "els@ocmw-mol.example"


def letter(to: str = HRM) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = ELS, to, "Ontdekkingsstage bij de juridische dienst"
    message.set_content("Ik zou graag één halve dag meelopen.")
    return message


def hand_in(box: Sandbox, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", box.smtp_port, "localhost", timeout=5) as smtp:
        smtp.send_message(message)


def test_it_is_up_in_half_a_second() -> None:
    began = time.monotonic()
    with Sandbox({HRM: "geheim"}) as box:
        assert time.monotonic() - began < 0.5
        assert box.imap_port
        assert box.smtp_port
    assert time.monotonic() - began < 2


def test_what_is_handed_in_lies_in_the_mailbox_and_in_the_list() -> None:
    with Sandbox({HRM: "geheim", ELS: "ook"}) as box:
        hand_in(box, letter())
        (content,) = box.inbox("HRM@mi-is.example")
        assert b"Subject: Ontdekkingsstage" in content
        (message,) = box.messages
        assert (message.sender, message.recipients, message.content) == (ELS, (HRM,), content)
        assert box.inbox(ELS) == ()


def test_what_goes_to_the_wide_world_is_only_kept_in_the_list() -> None:
    with Sandbox({HRM: "geheim"}) as box:
        hand_in(box, letter("iemand@elders.example"))
        assert box.inbox(HRM) == ()
        assert box.messages[0].recipients == ("iemand@elders.example",)


def test_recipients_can_be_refused() -> None:
    with Sandbox({HRM: "geheim"}) as box:
        box.refuse["weg@elders.example"] = "550 5.1.1 no such mailbox"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            hand_in(box, letter("weg@elders.example"))
        assert box.messages == []


def test_mail_is_dated_by_the_clock_of_the_story() -> None:
    story = datetime(2027, 3, 28, 9, 30, tzinfo=UTC)
    with Sandbox({HRM: "geheim"}, now=lambda: story) as box:
        hand_in(box, letter())
        box.deliver(HRM, letter().as_bytes(), story + timedelta(days=1))
        with IMAPClient("127.0.0.1", box.imap_port, ssl=False) as client:
            client.normalise_times = False
            client.login(HRM, "geheim")
            client.select_folder("INBOX")
            dates = [each[b"INTERNALDATE"] for each in client.fetch([101, 102], ["INTERNALDATE"]).values()]
        assert dates == [story, story + timedelta(days=1)]


def test_a_mail_program_can_make_folders_move_mail_and_set_flags() -> None:
    with Sandbox({HRM: "geheim"}) as box:
        box.deliver(HRM, letter().as_bytes())
        with IMAPClient("127.0.0.1", box.imap_port, ssl=False) as client:
            client.login(HRM, "geheim")
            client.create_folder("Stages/2027")
            client.select_folder("INBOX")
            client.add_flags([101], [rb"\Seen", "$Besproken"])
            client.move([101], "Stages/2027")
            client.select_folder("Stages/2027")
            assert client.search(["KEYWORD", "$Besproken", "SEEN"]) == [101]
        assert len(box.folder(HRM, "Stages/2027")) == 1
        assert box.folder(HRM, "Bestaat niet") == ()


def test_a_wrong_password_opens_nothing() -> None:
    with Sandbox({HRM: "geheim"}) as box:
        with IMAPClient("127.0.0.1", box.imap_port, ssl=False) as client, pytest.raises(imaplib.IMAP4.error):
            client.login(HRM, "fout")
        with smtplib.SMTP("127.0.0.1", box.smtp_port, "localhost") as smtp:
            with pytest.raises(smtplib.SMTPAuthenticationError):
                smtp.login(HRM, "fout")
            smtp.login(HRM, "geheim")


def test_a_port_that_is_taken_is_told() -> None:
    with Sandbox({HRM: "geheim"}) as box, pytest.raises(OSError, match="address already in use"):
        Sandbox({HRM: "geheim"}, ports=(box.imap_port, 0)).start()


def test_it_stops_under_connected_clients() -> None:
    box = Sandbox({HRM: "geheim"})
    box.start()
    client = IMAPClient("127.0.0.1", box.imap_port, ssl=False, timeout=5)
    client.login(HRM, "geheim")
    client.select_folder("INBOX")
    client.idle()
    began = time.monotonic()
    box.stop()
    box.stop()
    assert time.monotonic() - began < 2
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        client.idle_done()
    client.shutdown()
