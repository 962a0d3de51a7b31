"""Every kind of calendar object that we send passes libical's own check of the iTIP restrictions (RFC 5546)."""

from __future__ import annotations

import json
import subprocess
from email import message_from_bytes
from pathlib import Path

import pytest

from mailflow.model.letter import Letter
from mailflow.testing.conversation import Conversation
from tests.conversations.scenes import ELS, agreed

CHECK = Path(__file__).with_name("libical_check.py")
STUD = "lien.goossens@pod.example"


def calendar(letter: Letter) -> bytes:
    parts = message_from_bytes(letter.content).walk()
    found = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/calendar"]
    assert len(found) <= 1
    return found[0] if found else b""


def checked(objects: dict[str, bytes], place: Path) -> dict[str, dict[str, object]]:
    """Return libical's verdict on each object, by name."""
    for name, content in objects.items():
        (place / name).write_bytes(content)
    files = [str(place / name) for name in objects]
    done = subprocess.run(
        ["/usr/bin/python3", str(CHECK), *files], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, f"libical's bindings (gir1.2-ical-3.0, python3-gi) are needed: {done.stderr[-500:]}"
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(verdict["name"]).name: verdict for verdict in verdicts}


def a_whole_life() -> Conversation:
    """A visit is agreed, gets another host, is not moved at a guest's wish, is moved, and is cancelled."""
    c = agreed("Studiedienst")
    c.reply(c.letter("agreed", STUD), "GASTHEER jan.wouters@pod.example")
    c.reply(c.letter("agreed", ELS), "VERPLAATSEN 21/01/2027 vm")
    c.reply(c.letters("which_dates")[-1], "GEEN: dan zijn wij er niet")
    c.reply(c.letters("agreed")[-1], "ok")
    host = c.visit(1).host
    assert host is not None
    c.reply(c.letter("agreed", host.address), "VERPLAATSEN 28/01/2027 vm")
    c.reply(c.letter("moved", ELS), "ANNULEREN")
    return c


def test_every_kind_of_calendar_object_passes_the_check_of_libical(tmp_path: Path) -> None:
    objects = {f"{n}.ics": calendar(letter) for n, letter in enumerate(a_whole_life().sent) if calendar(letter)}
    methods = {line for content in objects.values() for line in content.splitlines() if line.startswith(b"METHOD:")}
    assert methods == {b"METHOD:REQUEST", b"METHOD:CANCEL", b"METHOD:DECLINECOUNTER"}
    verdicts = checked(objects, tmp_path)
    assert len(verdicts) == len(objects) >= 8
    # libical's table allows a DECLINECOUNTER neither SEQUENCE nor ATTENDEE. Ours echoes the SEQUENCE (RFC 5546 §3.2.8)
    # and names the guest; tests/itip_rules.py holds it to that.
    newer = {name for name, content in objects.items() if b"METHOD:DECLINECOUNTER" in content}
    failed = {name for name, verdict in verdicts.items() if not verdict["kept"] or verdict["errors"]}
    assert failed <= newer


@pytest.mark.parametrize("lost", [b"ORGANIZER", b"DTSTAMP", b"UID", b"DTSTART"])
def test_the_check_of_libical_finds_what_is_missing(tmp_path: Path, lost: bytes) -> None:
    whole = calendar(agreed("Studiedienst").letter("agreed", ELS))
    event = whole.index(b"BEGIN:VEVENT")
    unfolded = whole[event:].replace(b"\r\n ", b"")
    poorer = b"\r\n".join(line for line in unfolded.split(b"\r\n") if not line.startswith(lost))
    verdict = checked({"poorer.ics": whole[:event] + poorer}, tmp_path)["poorer.ics"]
    assert not verdict["kept"] or verdict["errors"]
