"""A message that arrived, taken apart: everything later steps look at, and nothing that they must decode again.

``message/`` makes these from bytes and never raises; ``understanding/`` says what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address: ``email`` folded to lower case for comparison, ``name`` as the sender wrote it."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What hangs on a message: named, never stored (SPEC §10); ``size`` in octets after decoding."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The machine-readable part of a delivery status notification (RFC 3464) as decoded text.

    ``original`` holds the headers of the message that is reported on, where the report carries them (RFC 6522).
    """

    status: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, decoded.

    ``text`` is the decoded body, lines separated by ``\\n``, at most 64 kB; line numbers everywhere in mailflow
    are 1-based lines of this text. ``new_text`` is what the writer typed (quotes, signature, disclaimer cut; SPEC
    §5),
    ``quoted`` the rest after the first quote boundary, ``signature`` what was cut as signature or disclaimer.
    ``new_lines`` gives for each line of ``new_text`` its line in ``text``. ``headers`` are all headers in order,
    names in lower case, values decoded and safe to print. ``digest`` is the SHA-256 (hex) over From, Date, Subject
    and text (SPEC §11.3). ``date_at`` is the Date header in UTC (``None`` if unusable), ``received_at`` the
    arrival at the server. ``froms`` counts the From addresses; a message with several is never trusted.
    ``defects`` are words for the log; ``oversized`` means that only headers and the first 64 kB were read. ``raw`` are
    the octets as they arrived, for whoever checks a signature.
    """

    digest: str
    received_at: datetime
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    from_: Address | None = None
    froms: int = 0
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    text: str = ""
    new_text: str = ""
    new_lines: tuple[int, ...] = ()
    quoted: str = ""
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[bytes, ...] = ()
    report: DeliveryReport | None = None
    embedded: tuple[Message, ...] = ()
    size: int = 0
    oversized: bool = False
    defects: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False, compare=False)

    def header(self, name: str) -> str:
        """Return the first value of a header, ``""`` if there is none; ``name`` in lower case."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a header in order (topmost first); ``name`` in lower case."""
        return tuple(value for key, value in self.headers if key == name)
