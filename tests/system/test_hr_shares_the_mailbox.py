"""HR works in the mailbox itself: our letters to HR land in it, and HR answers as the mailbox's own address."""

from __future__ import annotations

import pytest

from mailflow.testing.quoting import gmail, outlook
from tests.system.people import answer, press, request
from tests.system.site import Site

SENDERS = [f"jan{number}.maes@ocmw-mol.example" for number in range(4)]


@pytest.fixture
def shared(site: Site) -> Site:
    """A site whose only HR address is the mailbox itself; what it sends there is delivered into it."""
    site.configure({"people": {"hr": [site.user]}, "decisions": {"undo": "0s"}})
    site.sink.deliver[site.user] = lambda raw: site.mailbox.lay([raw])
    return site


def test_hr_answers_as_the_mailbox_from_any_mail_program(shared: Site) -> None:
    site, inbox = shared, shared.mailbox
    inbox.lay([request(site.user, sender, "Juridische dienst") for sender in SENDERS])
    site.once()
    letters = site.sink.to(site.user, "Te beslissen")
    assert len(letters) == len(SENDERS)
    by_ref = {one["ref"]: next(x for x in letters if one["ref"] in x.subject) for one in site.requests()}
    first, second, third, fourth = sorted(by_ref)
    lying = inbox.lying("INBOX")
    assert len(lying) == len(SENDERS)

    # A pass finds our own letters in the INBOX and leaves them there, unread.
    site.once()
    assert inbox.lying("INBOX") == lying

    inbox.lay(
        [
            answer(by_ref[first], site.user, "Akkoord\n\nAn De Vos\nHRM", outlook),
            answer(by_ref[second], site.user, "Weigeren R1", gmail),
            press(by_ref[third], "GOEDKEUREN"),
            # The quoted letter is full of keywords; the new text has none.
            answer(by_ref[fourth], site.user, "Ik bekijk dit morgen.\n\nAn", outlook),
        ]
    )
    site.once()
    states = {one["ref"]: one["state"] for one in site.requests()}
    assert states == {first: "scheduling", second: "refused", third: "scheduling", fourth: "awaiting_decision"}
    kept = [each for each in inbox.lying("INBOX") if each in lying]
    assert kept == lying, "a letter of ours was touched"


def test_our_own_letters_never_lead_to_letters(shared: Site) -> None:
    shared.mailbox.lay([request(shared.user, SENDERS[0], "Juridische dienst")])
    daemon = shared.start()
    shared.sink.wait_for(lambda: bool(shared.sink.to(shared.user, "Te beslissen")))
    # Our letter has come into the INBOX and woken the daemon; give it the time to do something foolish.
    daemon.wait_for_event("letter_sent", 2)
    shared.mailbox.lay([request(shared.user, SENDERS[1], "Juridische dienst")])
    shared.sink.wait_for(lambda: len(shared.sink.to(shared.user, "Te beslissen")) == 2)
    daemon.stop_well()
    shared.once()
    assert len(shared.sink.taken) == 4
    assert len(shared.mailbox.lying("INBOX")) == 2
