"""From a request to two invitations with nothing but ``mailflow once``, a real Dovecot and a real SMTP server."""

from __future__ import annotations

from email import message_from_bytes

from mailflow.testing.quoting import gmail, outlook
from tests.system.people import CLAIRE, ELS, HR, LIEN, answer, press, request
from tests.system.site import DONE, Site


def test_a_request_becomes_two_invitations_pass_by_pass(site: Site) -> None:
    inbox = site.mailbox
    inbox.lay([request(site.user)])
    site.once()
    (one,) = site.requests()
    ref = one["ref"]
    assert one["state"] == "awaiting_decision"
    assert len(site.sink.to(ELS, "aanvraag ontvangen")) == 1

    inbox.lay([answer(site.sink.last(HR, "Te beslissen"), site.user, "Akkoord\n\nAn De Vos\nHRM", outlook)])
    site.once()
    assert site.request(ref)["state"] == "scheduling"

    inbox.lay([answer(site.sink.last(CLAIRE, "Quelle date"), site.user, "OK\n\nClaire", gmail)])
    site.once()
    inbox.lay([answer(site.sink.last(LIEN, "Welke datum"), site.user, "OK", gmail)])
    site.once()
    inbox.lay([press(site.sink.last(ELS, "Kies uw datum"), "OK")])
    site.once()

    shown = site.request(ref)
    assert shown["state"] == "scheduled"
    assert [visit["state"] for visit in shown["visits"]] == ["agreed", "agreed"]
    invitations = site.sink.to(ELS, "Bevestigd")
    assert len(invitations) == 2
    uids = {visit["uid"] for visit in shown["visits"]}
    assert {uid_of(each.raw) for each in invitations} == uids
    assert len(site.sink.to(CLAIRE, "Confirmé")) == len(site.sink.to(LIEN, "Bevestigd")) == 1

    assert inbox.lying("INBOX") == []
    assert len(inbox.lying(DONE)) == 5
    assert site.json("outbox") == []
    assert len(site.told("trail", ref).splitlines()) >= len(shown["trail"]) >= 5
    status = site.json("status")[0]
    assert status["requests"] == {"scheduled": 1}
    assert status["aside"] == 0
    assert status["mailbox_read_at"]

    the_visits_take_place(site, ref)


def the_visits_take_place(site: Site, ref: str) -> None:
    """Let the days pass by ``once --now``, from one thing that falls due to the next."""
    moments = []
    while timers := site.request(ref)["timers"]:
        moments.append(timers[0]["due_at"])
        site.once("--now", moments[-1])
        assert len(moments) < 10, moments
    assert site.request(ref)["state"] == "completed"
    assert len(site.sink.to(ELS, "praktische info")) == 1
    assert len(site.sink.to(ELS, "Bedankt")) == 1
    sent = len(site.sink.taken)
    # The clock of a store never goes backwards: what has been done stays done.
    site.once("--now", moments[0])
    site.once()
    assert len(site.sink.taken) == sent
    assert site.request(ref)["state"] == "completed"


def uid_of(raw: bytes) -> str:
    message = message_from_bytes(raw)
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            line = next(line for line in payload.decode().splitlines() if line.startswith("UID:"))
            return line.removeprefix("UID:")
    raise AssertionError("no calendar object")
