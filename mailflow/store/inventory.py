"""The inventory of an archive: whether every line of it can be read, and fits the store and its catalogue.

Reads everything and changes nothing. Leaves to ``maintenance`` the store itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mailflow.errors import StoreDamaged
from mailflow.store.archive import Archive, year_of
from mailflow.store.bundle import Bundle
from mailflow.store.catalogue import Draft
from mailflow.store.index import Index
from mailflow.store.lines import Document
from mailflow.store.records import Edition
from mailflow.store.volume import Volume


@dataclass
class Inventory:
    """What was found: how many requests, in how many octets, the steps of their trails, and remarks; none is good."""

    requests: int = 0
    octets: int = 0
    steps: dict[str, Document] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def take(archive: Archive, index: Index) -> Inventory:
    """Go through an archive, volume by volume."""
    found = Inventory(remarks=[f"{name} is missing, or can't be read" for name in archive.missing])
    for edition, volume in archive.volumes():
        found.remarks += _look_through(edition, volume, index, found)
    return found


def _look_through(edition: Edition, volume: Volume, index: Index, found: Inventory) -> Iterator[str]:
    made, refs = Draft(), set[str]()
    for raw, one in volume.read():
        bundle = None if isinstance(one, StoreDamaged) else one
        made.add(raw, bundle)
        if bundle is None:
            yield str(one)
            continue
        yield from _misplaced(bundle, edition, index, refs)
        refs.add(bundle.ref)
        steps = bundle.tables.get("trail", {})
        # Of a step that came back and went again the older link may still be there: what says something counts.
        found.steps |= (
            steps if bundle.about else {number: steps[number] for number in steps.keys() - found.steps.keys()}
        )
    found.requests += made.requests
    found.octets += made.length
    if not volume.sound or volume.catalogue() != made.encode():
        yield f"{volume.path}: its catalogue does not fit; remove it, and the next start makes it anew"
    if made.requests != edition.requests:
        yield f"{volume.path}: {made.requests} requests where {edition.requests} should be"


def _misplaced(bundle: Bundle, edition: Edition, index: Index, refs: set[str]) -> Iterator[str]:
    if year_of(bundle.ref) != edition.year or bundle.ref in refs:
        yield f"{bundle.ref} stands in the volume of {edition.year}, where it does not belong, or twice"
    if index.requests.get(bundle.ref):
        yield f"{bundle.ref} is archived, and in the store as well"
