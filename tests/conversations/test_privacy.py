"""Whoever asks to be forgotten is, down to the octets on the disk; what is old goes by itself; figures stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.errors import MailflowError
from mailflow.model.words import Folder, LetterStatus, RequestState
from mailflow.orders import MAILBOX_TOO, OPEN_TOO, Order, Wanted, carry_out
from mailflow.pipeline.retention import Retention, outdated
from mailflow.pipeline.tallies import counted
from mailflow.ports import Commit
from mailflow.store import maintenance, open_store
from mailflow.testing.conversation import HR, Conversation
from tests.conversations.scenes import ELS, LUC, agreed, asked, request_text

JO = "jo.maes@ocmw-mol.example"
WITH_JO = f"Deelnemers:\n- Jo Maes, {JO}\n"


def visited(more: str = "", **scene: object) -> Conversation:
    """The visit is over and everybody has been thanked."""
    c = agreed("Juridische dienst", more, **scene)
    slot = c.visit().slot
    assert slot is not None
    c.pass_time(days=(slot.day - c.now.date()).days + 5)
    assert c.request().state is RequestState.COMPLETED
    return c


def forget(c: Conversation, address: str, *also: str) -> str:
    return carry_out(Order(Wanted.FORGET, address, also), c.store, c.mailbox, c.now)


def octets(place: Path) -> bytes:
    return b"".join(file.read_bytes() for file in place.iterdir() if file.is_file()).lower()


@pytest.mark.parametrize("compacted", [True, False])
def test_a_forgotten_person_leaves_no_octet_on_the_disk(tmp_path: Path, compacted: bool):
    c = visited(WITH_JO)
    c.reply(c.letter("thanks"), "Bedankt, Els Peeters")
    store = open_store(tmp_path / "store.json")
    for commit in c.store.commits:
        store.commit(commit)
    if compacted:
        store.close()
        store = open_store(tmp_path / "store.json")
    assert b"peeters" in octets(tmp_path)
    carry_out(Order(Wanted.FORGET, f"<{ELS.upper()}>"), store, c.mailbox, c.now)
    left = octets(tmp_path)
    store.close()
    for word in (b"peeters", b"els.", b"014 00 00 00", b"jo.maes", b"samenwerking", c.letter("decide").token.encode()):
        assert word not in left, word
        assert word.lower() not in octets(tmp_path), word
    health = maintenance.check(tmp_path / "store.json")
    assert health.remarks == ()


def test_what_is_forgotten_stays_as_a_figure_and_its_number_is_not_given_again():
    c = visited()
    before = counted(c.store)
    said = forget(c, ELS)
    assert said.startswith("forgotten: ONT-2026-0001; the figures stay")
    assert c.store.request("ONT-2026-0001") is None
    assert counted(c.store) == before
    (figure,) = c.store.tallies()
    assert (figure.month, figure.service, figure.language, figure.outcome) == ("2026-11", "juridisch", "nl", "held")
    assert c.store.next_ref("ONT", 2026) == "ONT-2026-0002"


def test_the_mails_of_a_forgotten_person_are_listed():
    c = visited()
    said = forget(c, ELS)
    filed = [one for one in c.mailbox.messages(Folder.DONE) if ELS.encode() in one.raw]
    assert filed
    assert "still in the mailbox" in said
    assert "done: <mail-1@ocmw-mol.example>" in said


def test_the_mails_of_a_forgotten_person_are_deleted_when_asked_and_those_of_others_stay():
    c = visited()
    c.mail(LUC, "Demande", "Nom : Lambert\nPrénom : Luc\nCPAS : Namur\nServices : Juridique\nMotivation : apprendre\n")
    said = forget(c, ELS, MAILBOX_TOO)
    assert "deleted from the mailbox" in said
    assert "still in the mailbox" not in said
    assert [LUC.encode() in one.raw for one in c.mailbox.messages(Folder.DONE)] == [True]


def test_an_open_request_is_not_forgotten_by_mistake():
    c = asked()
    with pytest.raises(MailflowError, match="ONT-2026-0001 is still open"):
        forget(c, ELS)
    assert c.request().requester.name == "Peeters"
    forget(c, ELS, OPEN_TOO)
    assert c.store.request("ONT-2026-0001") is None
    c.pass_time(days=60)
    assert "reminder" not in c.kinds_to(HR)


def test_somebody_of_whom_nothing_is_known_is_said_to_be_unknown():
    c = visited()
    with pytest.raises(MailflowError, match="nothing is known of nobody"):
        forget(c, "nobody@x.example")


def test_whoever_only_came_along_is_erased_from_the_request_of_another(tmp_path: Path):
    c = visited(WITH_JO)
    c.reply(c.letter("decide"), "NOTA: Jo Maes belt nog")
    assert any("Jo Maes" in entry.detail for entry in c.trail())
    store = open_store(tmp_path / "store.json")
    for commit in c.store.commits:
        store.commit(commit)
    said = carry_out(Order(Wanted.FORGET, JO), store, c.mailbox, c.now)
    assert "erased from ONT-2026-0001" in said
    kept = store.request("ONT-2026-0001")
    assert kept is not None
    assert (kept.requester.name, kept.participants) == ("Peeters", ())
    assert [guest.address for guest in kept.visits[0].guests if guest.address == JO] == []
    assert len(store.trail("ONT-2026-0001")) == len(c.trail())
    left = octets(tmp_path)
    assert b"jo.maes" not in left
    assert b"jo maes" not in left
    assert b"els peeters" in left
    store.close()
    health = maintenance.check(tmp_path / "store.json")
    assert (health.remarks, health.erased) == ((), 1)


def test_a_namesake_keeps_their_name_and_does_not_stand_in_the_way():
    c = visited()
    c.mail("els.peeters@ocmw-geel.example", "Aanvraag", request_text("Studiedienst").replace("OCMW: Mol", "OCMW: Geel"))
    before = c.request("ONT-2026-0002"), c.store.letters("ONT-2026-0002"), c.trail("ONT-2026-0002")
    forget(c, ELS)
    assert (c.request("ONT-2026-0002"), c.store.letters("ONT-2026-0002"), c.trail("ONT-2026-0002")) == before


def test_a_letter_whose_bytes_were_erased_is_not_sent_empty():
    c = visited(WITH_JO)
    failed = c.letter("thanks")
    c.store.commit(Commit(letters=(replace(failed, status=LetterStatus.GIVEN_UP),)))
    forget(c, JO)
    with pytest.raises(MailflowError, match="no letter waits or failed"):
        carry_out(Order(Wanted.RETRY), c.store, c.mailbox, c.now)


def test_a_year_after_the_visit_the_request_goes_by_itself():
    c = visited(retention=Retention())
    c.pass_time(days=300)
    c.pass_time(days=1)
    assert c.request().requester.name == "Peeters"
    assert all(letter.content == b"" and letter.text for letter in c.store.letters("ONT-2026-0001"))
    c.pass_time(days=70)
    assert c.store.request("ONT-2026-0001") is None
    assert c.store.trail("ONT-2026-0001") == ()
    assert [figure.outcome for figure in c.store.tallies()] == ["held"]


def test_without_a_retention_nothing_is_purged_by_itself():
    c = visited()
    c.pass_time(days=800)
    assert c.request().state is RequestState.COMPLETED


def test_what_was_never_completed_goes_sooner_than_what_was():
    c = visited()
    c.mail(LUC, "Demande de stage de découverte", "Nom : Lambert\nPrénom : Luc\nCPAS : Namur\nServices : Juridique\n")
    c.pass_time(days=150)
    gone = outdated(c.store, Retention(), c.now).requests
    assert [(one.ref, one.state) for one in gone] == [("ONT-2026-0002", RequestState.EXPIRED)]


def test_how_a_request_ended_decides_how_long_it_is_kept():
    c = asked()
    c.reply(c.letter("decide"), "WEIGEREN R1")
    c.pass_time(days=20)
    assert c.request().state is RequestState.REFUSED
    assert outdated(c.store, Retention(refused=timedelta(days=30)), c.now).requests == ()
    assert len(outdated(c.store, Retention(refused=timedelta(days=10)), c.now).requests) == 1
    assert outdated(c.store, Retention(completed=timedelta(days=10)), c.now).requests == ()


def test_an_open_request_is_never_outdated():
    c = agreed()
    assert outdated(c.store, Retention(*[timedelta()] * 5), c.now).requests == ()


def test_a_purge_says_what_it_removed_and_does_it_once():
    c = visited()
    c.pass_time(days=400)
    said = carry_out(Order(Wanted.PURGE), c.store, c.mailbox, c.now)
    assert said.startswith("removed: 1 request: ONT-2026-0001 (completed)")
    again = carry_out(Order(Wanted.PURGE), c.store, c.mailbox, c.now)
    assert again.startswith("removed: 0 requests; the bytes of 0 letters")
    assert [figure.count for figure in c.store.tallies()] == [1]


def test_the_lists_that_named_people_go_with_the_bytes_of_the_letters():
    c = visited(retention=Retention())
    assert any("Peeters" in letter.text for letter in c.store.letters(""))
    c.pass_time(days=60)
    c.pass_time(days=1)
    assert not any("Peeters" in letter.text for letter in c.store.letters(""))


def test_a_language_somebody_chose_goes_with_their_last_request():
    c = visited()
    c.reply(c.letter("thanks"), "FR")
    assert c.store.languages() == {ELS: "fr"}
    c.pass_time(days=400)
    c.mail(ELS, "Aanvraag ontdekkingsstage", request_text("Studiedienst"))
    carry_out(Order(Wanted.PURGE), c.store, c.mailbox, c.now)
    assert c.store.languages() == {ELS: "fr"}
    forget(c, ELS, OPEN_TOO)
    assert c.store.languages() == {}


def test_a_register_number_is_kept_nowhere_whatever_it_stands_in():
    number, plain = "93.05.18-223-61", "93051822361"
    c = asked("Juridische dienst", f"Opmerkingen: mijn nummer is {number}\nFunctie: assistent {plain}\n")
    c.reply(c.letter("decide"), f"NOTA: {number} gebeld")
    c.reply(c.letter("decide"), f"VRAAG: klopt {plain}?")
    c.reply(c.letter("question"), f"Ja, {number} klopt")
    cc = {"To": "collega@ocmw-mol.example", "Cc": c.premises.people.mailbox}
    c.mail(ELS, f"over ONT-2026-0001, {number}", f"Zie {plain}", cc)
    assert c.trail()[-1].what == "conversation"
    kept = repr(c.store.commits)
    assert "•••" in kept
    assert number not in kept
    assert plain not in kept
