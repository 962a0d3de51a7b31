"""A stream of requests and answers for a daemon that is killed again and again, and the oracle that judges it.

The oracle knows from outside what must be: what was laid into the mailbox, what the SMTP server took and when, when
the daemon died. It asks the store only after the end.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from itertools import pairwise

from tinydb import TinyDB

from mailflow.model.letter import Letter
from mailflow.store import ReadOnlyStore, read_store
from mailflow.testing.quoting import gmail, outlook
from tests.itip_rules import Sent, check_letter, check_story
from tests.system.people import HR, answer, press, request
from tests.system.post import Taken
from tests.system.site import DONE, Daemon, Site

SERVICES = ("Juridische dienst", "Studiedienst", "Inspectie", "BLAS", "Front Office", "Activering")
WHICH_DATE = ("Welke datum", "Quelle date", "Welcher Termin")


@dataclass
class Stream:
    """Who asked, what was laid, and when the daemon died (monotonic seconds)."""

    site: Site
    senders: list[str] = field(default_factory=list)
    laid: list[bytes] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    deaths: list[float] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------ the people

    def ask(self, count: int, again: int = 5) -> None:
        """Let so many people ask for a half-day; every so many-th mail is delivered twice, as mail sometimes is."""
        fresh = []
        for _ in range(count):
            number = len(self.senders)
            self.senders.append(f"jan{number}.maes@ocmw-mol.example")
            raw = request(self.site.user, self.senders[-1], SERVICES[number % len(SERVICES)])
            fresh += [raw, raw] if number % again == again - 1 else [raw]
        self._lay(fresh)

    def answer(self) -> None:
        """Let the readers answer every letter that asks something, once."""
        fresh = []
        for letter in list(self.site.sink.taken):
            if letter.message_id not in self.answered:
                self.answered.add(letter.message_id)
                fresh += self._answers_to(letter)
        self._lay(fresh)

    def cancels(self, sender: str) -> bool:
        """Whether this person gives the half-day up once it is agreed: every third does."""
        return self.senders.index(sender) % 3 == 2

    def served(self) -> bool:
        """Whether everybody has what the story ends with: an invitation, or its cancellation."""
        taken = self.site.sink.to
        return all(taken(sender, "Geannuleerd" if self.cancels(sender) else "Bevestigd") for sender in self.senders)

    def _answers_to(self, letter: Taken) -> list[bytes]:
        """Return what a letter's reader answers, each with another mail program; nothing to what only informs."""
        user = self.site.user
        if letter.to == HR:
            return (
                [answer(letter, user, "Akkoord\n\nAn De Vos\nHRM", outlook)] if "Te beslissen" in letter.subject else []
            )
        if letter.to in self.senders:
            if "Kies uw datum" in letter.subject:
                return [press(letter, "OK")]
            gives_up = "Bevestigd" in letter.subject and self.cancels(letter.to)
            return [answer(letter, user, "ANNULEREN", gmail)] if gives_up else []
        asks = any(word in letter.subject for word in WHICH_DATE)
        return [answer(letter, user, "OK", gmail)] if asks else []

    def _lay(self, raws: list[bytes]) -> None:
        self.laid.extend(raws)
        self.site.mailbox.lay(raws)

    # ------------------------------------------------------------------------------------------------- the deaths

    def died(self, daemon: Daemon) -> None:
        """Kill a daemon, or find that it is dead, and note when."""
        daemon.kill()
        self.deaths.append(time.monotonic())

    # ------------------------------------------------------------------------------------------------- the oracle

    def judge(self) -> int:
        """See that nothing was lost, doubled, or torn; return how many letters left once more."""
        site = self.site
        assert site.mailbox.lying("INBOX") == []
        assert message_ids(lying.raw for lying in site.mailbox.lying(DONE)) == message_ids(self.laid)
        assert site.json("outbox") == []
        assert site.json("aside") == []
        checked = site.json("store", "check")[0]
        assert checked["remarks"] == []
        assert checked["counts"].get("tries", 0) == 0
        with TinyDB(site.store_path) as plain:
            assert len(plain.table("requests")) == len(self.senders)
        store = read_store(site.store_path)
        made = {f"<{letter.message_id}>": letter for one in store.requests() for letter in store.letters(one.ref)}
        assert {letter.message_id for letter in site.sink.taken} == set(made)
        assert all(letter.raw == made[letter.message_id].content for letter in site.sink.taken)
        self._judge_messages(store)
        self._judge_calendars(store, sorted(made.values(), key=lambda letter: letter.created_at))
        return self._judge_doubles()

    def _judge_messages(self, store: ReadOnlyStore) -> None:
        """Each message led to one effect: a request for each person, and one step of a trail for each mail."""
        requests = list(store.requests())
        assert sorted(one.requester.address for one in requests) == sorted(self.senders)
        steps = [entry for one in requests for entry in store.trail(one.ref)]
        done = [entry.message_id for entry in steps if entry.who.partition(" ")[0] not in ("mailflow", "rules")]
        assert sorted(f"<{each}>" for each in done) == sorted(set(message_ids(self.laid)))

    def _judge_calendars(self, store: ReadOnlyStore, made: list[Letter]) -> None:
        """Each event has one UID, its SEQUENCE rises by one with each change, and all guests hear of each."""
        events: dict[str, list[Sent]] = defaultdict(list)
        for letter in made:
            event = check_letter(letter.content, self.site.user)
            events[letter.ref] += [event] if event else []
        check_story([event for history in events.values() for event in history])
        for one in store.requests():
            changes = [("REQUEST", 0), ("CANCEL", 1)][: 1 + self.cancels(one.requester.address)]
            assert len({event.uid for event in events[one.ref]}) <= 1
            for guest in {event.guest for event in events[one.ref]}:
                assert [(event.method, event.sequence) for event in events[one.ref] if event.guest == guest] == changes

    def _judge_doubles(self) -> int:
        """A letter leaves once more only after a death between the server's OK and our note, one letter a death."""
        noted = Counter(
            event["message_id"]
            for log in self.site.folder.glob("*.log")
            for event in map(read_event, log.read_text(encoding="utf-8").splitlines())
            if event.get("event") == "letter_sent"
        )
        assert not noted or set(noted.values()) == {1}, "what was noted as sent is never sent again"
        taken: dict[str, list[Taken]] = defaultdict(list)
        for letter in self.site.sink.taken:
            taken[letter.message_id].append(letter)
        blamed = []
        for letters in taken.values():
            for before, after in pairwise(letters):
                between = [death for death in self.deaths if before.began < death < after.began]
                assert between, "the same letter left twice although nobody died"
                blamed.append(between[0])
        assert len(set(blamed)) == len(blamed), "one death doubles one letter at most"
        return len(blamed)


def read_event(line: str) -> dict[str, str]:
    """Return a line of the log; one that a death has cut says nothing."""
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def message_ids(raws: object) -> list[str]:
    return sorted(str(message_from_bytes(raw)["Message-ID"]) for raw in raws)  # type: ignore[attr-defined]
