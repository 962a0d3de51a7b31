"""The mailbox is shared: what is not about an internship stays where and as it is, and is not read again and again."""

from __future__ import annotations

from mailflow.testing.quoting import outlook
from tests.system.people import ELS, HR, answer, mail, request
from tests.system.post import Lying
from tests.system.site import DONE, Site
from tests.system.wire import Wire

BOUNCE = """\
From: MAILER-DAEMON@mx.ocmw-geel.example
To: {user}
Subject: Undelivered Mail Returned to Sender
Date: Fri, 20 Nov 2026 10:00:00 +0100
Message-ID: <bounce-1@mx.ocmw-geel.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ocmw-geel.example

Final-Recipient: rfc822; jan@ocmw-geel.example
Action: failed
Status: 5.1.1
--b
Content-Type: text/rfc822-headers

Message-ID: <something-an-wrote@mi-is.example>
Subject: Agenda van maandag
From: {user}
--b--
"""
MEETING = """\
From: Ann Smet <ann.smet@mi-is.example>
To: {user}
Subject: Teamoverleg
Date: Fri, 20 Nov 2026 11:00:00 +0100
Message-ID: <meeting-1@mi-is.example>
MIME-Version: 1.0
Content-Type: text/calendar; method=REQUEST; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Else//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:040000008200E00074C5B7101A82E008@mi-is.example
DTSTAMP:20261120T100000Z
DTSTART:20261201T090000Z
DTEND:20261201T100000Z
SUMMARY:Teamoverleg
ORGANIZER:mailto:ann.smet@mi-is.example
ATTENDEE:mailto:{user}
END:VEVENT
END:VCALENDAR
"""
NEWSLETTER = """\
From: Nieuwsbrief <news@vvsg.example>
To: {user}
Subject: VVSG-week: stages, stagiairs en meer
Date: Fri, 20 Nov 2026 12:00:00 +0100
Message-ID: <week-47@vvsg.example>
List-Id: <week.vvsg.example>
List-Unsubscribe: <mailto:leave@vvsg.example>
Precedence: bulk
Content-Type: text/plain; charset=utf-8

Deze week: hoe organiseer je een stage in je OCMW? Een collega getuigt.
"""
APPLICATION = """\
Geachte,

Graag solliciteer ik voor de vacature van dossierbeheerder bij uw dienst. Mijn cv vindt u als bijlage.

Met vriendelijke groeten,
Kim Wouters
"""
GARBAGE = b"From: \xe9\xe8\xff\xfe\nSubject: =?utf-8?B?\x80\x81?=\n\nna\xefve \x00\xff\xfe\r\r\n body \xc3\x28\n"


def crlf(text: str, user: str) -> bytes:
    return text.format(user=user).replace("\n", "\r\n").encode()


def lay_the_mail_of_others(site: Site) -> list[Lying]:
    """Lay what a shared mailbox holds besides requests, some of it read and flagged; return how it lies."""
    user, inbox = site.user, site.mailbox
    copied = request("ann.smet@mi-is.example", "tom.maes@ocmw-geel.example")
    copied = copied.replace(b"Subject:", b"Cc: " + user.encode() + b"\r\nSubject:", 1)
    inbox.lay([mail("ann.smet@mi-is.example", user, "Lunch?", "Gaan we straks eten?")], flags=(b"\\Seen",))
    inbox.lay([crlf(NEWSLETTER, user), mail("kim.wouters@mail.example", user, "Sollicitatie", APPLICATION)])
    inbox.lay([crlf(BOUNCE, user)], flags=(b"\\Seen", b"\\Flagged"))
    inbox.lay([crlf(MEETING, user), copied], flags=(b"\\Answered", b"Belangrijk"))
    inbox.lay([GARBAGE, b"\r\n\r\n", GARBAGE * 500])
    return inbox.lying("INBOX")


def test_the_mail_of_others_stays_byte_for_byte_flag_for_flag(site: Site) -> None:
    before = lay_the_mail_of_others(site)
    assert len(before) == 9
    site.mailbox.lay([request(site.user)])
    site.once()
    site.mailbox.lay([answer(site.sink.last(HR, "Te beslissen"), site.user, "Akkoord", outlook)])
    site.once()
    site.once()
    assert site.mailbox.lying("INBOX") == before
    assert [one["state"] for one in site.requests()] == ["scheduling"]
    assert len(site.mailbox.lying(DONE)) == 2
    known = {ELS, HR, "claire.dumont@pod.example", "lien.goossens@pod.example"}
    assert {taken.to for taken in site.sink.taken} == known


def test_the_mail_of_others_is_fetched_once_and_never_again(site: Site) -> None:
    with Wire(site.server.port) as wire:
        site.configure({"mailbox": {"port": wire.port}})
        before = lay_the_mail_of_others(site)
        site.once()
        assert wire.bodies_fetched()
        for _ in range(2):
            wire.forget()
            site.once()
            assert wire.bodies_fetched() == []
        wire.forget()
        site.mailbox.lay([request(site.user)])
        site.once()
        uids = wire.bodies_fetched()
        newest = max(lying.uid for lying in before)
        assert uids
        assert all(uid.isdigit() and int(uid) > newest for uid in uids), uids
        assert site.mailbox.lying("INBOX") == before


def test_the_first_start_leaves_alone_what_already_lies_there(site: Site) -> None:
    site.configure({"mailbox": {"since": "now"}})
    site.mailbox.lay([request(site.user)])
    before = site.mailbox.lying("INBOX")
    site.once()
    site.once()
    assert site.mailbox.lying("INBOX") == before
    assert site.sink.taken == []
    site.mailbox.lay([request(site.user, "tom.maes@ocmw-geel.example")])
    site.once()
    assert [one["requester"]["email"] for one in site.requests()] == ["tom.maes@ocmw-geel.example"]
    assert site.mailbox.lying("INBOX") == before


def test_colleagues_may_talk_about_a_request_without_deciding_it(site: Site) -> None:
    site.mailbox.lay([request(site.user)])
    site.once()
    letter = site.sink.last(HR, "Te beslissen")
    asks = answer(letter, site.user, "Marc, is dit akkoord voor jou?\n\nAn", outlook)
    asks = asks.replace(b"To: " + site.user.encode(), b"To: marc@mi-is.example\r\nCc: " + site.user.encode(), 1)
    site.mailbox.lay([asks])
    before = site.mailbox.lying("INBOX")
    site.once()
    assert site.mailbox.lying("INBOX") == before
    (one,) = site.requests()
    assert one["state"] == "awaiting_decision"
    assert "conversation" in [entry["what"] for entry in site.request(one["ref"])["trail"]]
    assert len(site.sink.taken) == 2


def test_a_mail_that_a_human_puts_back_is_handled_again(site: Site) -> None:
    site.mailbox.lay([request(site.user)])
    site.once()
    (filed,) = site.mailbox.lying(DONE)
    site.mailbox.move([filed.uid], DONE, "INBOX")
    site.once()
    assert site.mailbox.lying("INBOX") == []
    assert [lying.raw for lying in site.mailbox.lying(DONE)] == [filed.raw]
    # The same person's same question is one request.
    (one,) = site.requests()
    assert one["state"] == "awaiting_decision"
