"""What a check of a mail's DKIM signatures (RFC 6376) says: which hold, and over which header fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature that holds over the whole text: its domain, and the names of the fields that it covers.

    ``fields`` names all fields of the mail in order, as the verifier read them. Names are in lower case.
    """

    domain: str
    covers: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The signatures that hold; ``why`` says in a phrase for the log what is wrong with the others."""

    holds: tuple[Signature, ...] = ()
    why: str = ""
