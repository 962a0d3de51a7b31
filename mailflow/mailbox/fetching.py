"""Messages from server to memory: sizes first, then bodies in batches that are bounded by count and by octets.

Nothing here changes a flag (``BODY.PEEK`` only). A message that the server lists but does not deliver is tried
alone, then as header and text, and then reported as unavailable, so that one bad message never holds up the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailflow.link import one_line
from mailflow.mailbox.server import UNREADABLE
from mailflow.ports import Arrived, Place

BATCH_COUNT = 50
BATCH_OCTETS = 4_000_000
LISTED_AT_ONCE = 500
PART_OCTETS = 65_536
HEADER_OCTETS = 262_144
# A server that hangs up whenever it is asked for one certain message has been seen; asked so often alone, the
# message is given up.
DEATHS = 3

_HEADER, _TEXT = b"BODY[HEADER]", b"BODY[TEXT]"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server's list says of a message, before its body is asked for."""

    place: Place
    size: int
    received_at: datetime


@dataclass(slots=True)
class Suspects:
    """Messages during whose fetch the link died, with how often; asked for alone from then on."""

    deaths: dict[Place, int] = field(default_factory=dict)

    def blame(self, batch: Sequence[Listed]) -> None:
        """Note that the link died while these were fetched."""
        for item in batch:
            self.deaths[item.place] = self.deaths.get(item.place, 0) + 1

    def acquit(self, batch: Sequence[Listed]) -> None:
        """Forget those that came through."""
        for item in batch:
            self.deaths.pop(item.place, None)


def listing(client: IMAPClient, validity: int, uids: Sequence[int], now: datetime) -> list[Listed]:
    """Ask for sizes and arrival times; messages that have vanished meanwhile are left out."""
    wanted = ["RFC822.SIZE", "INTERNALDATE"]
    refusals: list[str] = []
    answers = _answers(client, list(uids), wanted, refusals.append)
    if refusals:
        # One of them can't be listed; what is known of the others must not be lost, and that one is still to be tried.
        answers = {uid: _answers(client, [uid], wanted).get(uid, {}) for uid in uids}
    listed = []
    for uid in sorted(answers):
        size, arrived = answers[uid].get(b"RFC822.SIZE"), answers[uid].get(b"INTERNALDATE")
        received_at = arrived.astimezone(UTC) if isinstance(arrived, datetime) else now
        listed.append(Listed(Place(validity, uid), size if isinstance(size, int) else 0, received_at))
    return listed


def batches(listed: Sequence[Listed], max_size: int, suspects: Suspects) -> Iterator[list[Listed]]:
    """Cut a list into batches; oversized and suspect messages stand alone."""
    batch: list[Listed] = []
    octets = 0
    for item in listed:
        alone = item.size > max_size or item.place in suspects.deaths
        if batch and (alone or len(batch) == BATCH_COUNT or octets + item.size > BATCH_OCTETS):
            yield batch
            batch, octets = [], 0
        batch.append(item)
        octets += item.size
        if alone:
            yield batch
            batch, octets = [], 0
    if batch:
        yield batch


def fetch(client: IMAPClient, batch: Sequence[Listed], max_size: int, suspects: Suspects) -> list[Arrived]:
    """Fetch one batch; messages that have vanished meanwhile are left out.

    Raises what the library raises when the link dies; the batch is then suspect.
    """
    try:
        arrived = _fetch(client, batch, max_size, suspects)
    except (IMAPClientAbortError, OSError):
        suspects.blame(batch)
        raise
    suspects.acquit(batch)
    return arrived


def _fetch(client: IMAPClient, batch: Sequence[Listed], max_size: int, suspects: Suspects) -> list[Arrived]:
    if len(batch) == 1:
        item = batch[0]
        if suspects.deaths.get(item.place, 0) >= DEATHS:
            return [_unavailable(item, "the server hangs up when asked for it")]
        if item.size > max_size:
            return _present(_in_part(client, item, f"<0.{HEADER_OCTETS}>", f"<0.{PART_OCTETS}>"))
    whole: dict[int, bytes] = {}
    answers = _answers(client, [item.place.uid for item in batch], ["BODY.PEEK[]"])
    for uid, answer in answers.items():
        body = answer.get(b"BODY[]")
        if isinstance(body, bytes):
            whole[uid] = body
    arrived: list[Arrived | None] = []
    for item in batch:
        raw = whole.get(item.place.uid)
        if raw or (raw is not None and item.size == 0):
            arrived.append(Arrived(item.place, raw, item.received_at, len(raw)))
        else:
            arrived.append(_in_part(client, item))
    return [one for one in arrived if one is not None]


def _present(one: Arrived | None) -> list[Arrived]:
    return [] if one is None else [one]


def _in_part(client: IMAPClient, item: Listed, of_header: str = "", of_text: str = "") -> Arrived | None:
    """Fetch header and text apart: all that is wanted of an oversized message, or of one not given whole."""
    refusals: list[str] = []
    uid = item.place.uid
    found: dict[bytes, bytes] = {}
    for wanted in (f"BODY.PEEK[HEADER]{of_header}", f"BODY.PEEK[TEXT]{of_text}"):
        for name, value in _answers(client, [uid], [wanted], refusals.append).get(uid, {}).items():
            if isinstance(value, bytes):
                found[name.split(b"<")[0]] = value
    header, text = found.get(_HEADER), found.get(_TEXT)
    if header:
        if of_header and len(header) >= HEADER_OCTETS:
            # Cut at a line end, so that no half header is read and the text does not become one.
            header = header[: header.rfind(b"\r\n")] + b"\r\n\r\n"
        return Arrived(item.place, header + (text or b""), item.received_at, item.size)
    if uid not in client.search(["UID", str(uid)]):
        return None
    return _unavailable(item, refusals[0] if refusals else "the server gives nothing")


def _unavailable(item: Listed, why: str) -> Arrived:
    return Arrived(item.place, b"", item.received_at, item.size, unavailable=why)


def _answers(
    client: IMAPClient, uids: list[int], wanted: list[str], refused: Callable[[str], object] = lambda _: None
) -> dict[int, dict[bytes, object]]:
    """Fetch, taking a NO (or an answer nobody can read) as no answer, but a dead link as an error."""
    try:
        answers: dict[int, dict[bytes, object]] = client.fetch(uids, wanted)
    except IMAPClientAbortError:
        raise
    except (IMAPClientError, *UNREADABLE) as error:
        refused(one_line(str(error)))
        return {}
    return answers
