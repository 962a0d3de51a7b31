"""What moves between the store's tables and its archive: whole requests, there and back.

Of the chain of the trail its newest step always stays in the tables, if only as a link, and links of erased steps go
to the archive with whatever goes. Leaves writing to ``tinystore``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailflow.model.request import Archived
from mailflow.ports import Commit
from mailflow.store import chain
from mailflow.store.archive import Archive
from mailflow.store.bundle import DIGEST, LETTER, MARK, Bundle
from mailflow.store.index import Index
from mailflow.store.lines import Change, Document, Tables


def named(commit: Commit, archive: Archive) -> list[Bundle]:
    """Return the archived requests that a commit says something of: it names them, a letter or a mark of theirs."""
    refs = {*commit.removed, *(request.ref for request in commit.requests), *(ref for ref, _ in commit.trail)}
    refs |= {letter.ref for letter in commit.letters} | {mark.ref for mark in commit.marks}
    refs |= {ref for ref, _ in commit.reworded}
    found = {bundle.ref: bundle for ref in sorted(refs - {""}) if (bundle := archive.get(ref))}
    for message_id in (*commit.discarded, *(letter.message_id for letter in commit.letters)):
        found |= {one.ref: one for one in archive.find((LETTER, message_id)) if one.index.letters.get(message_id)}
    for mark in commit.marks:
        key = (mark.message_id, mark.digest)
        holding = archive.find((MARK, mark.message_id), (DIGEST, mark.digest))
        found |= {one.ref: one for one in holding if one.index.marks.get(key)}
    return list(found.values())


def going(
    requests: Iterable[Archived], index: Index, tables: Tables, links: Bundle | None
) -> tuple[list[Bundle], Change]:
    """Return what goes to the archive and the change that takes it out of the tables.

    ``links`` are those that the archive already has.
    """
    bundles = [Bundle(one, _tables(one.ref, index, tables)) for one in requests if index.requests.get(one.ref)]
    delete: dict[str, list[str]] = {}
    put: dict[str, dict[str, Document]] = {}
    for table, number, document in _documents(bundles):
        if table == "trail" and number == index.trail.newest:
            put["trail"] = {number: chain.erased(document)}
        else:
            delete.setdefault(table, []).append(number)
    erased = {number: tables["trail"][number] for number in index.trail.numbers("") if number != index.trail.newest}
    if bundles and erased:
        known = links.tables["trail"] if links else {}
        bundles.append(Bundle(None, {"trail": _left_of(known | erased, index)}))
        delete.setdefault("trail", []).extend(erased)
    return bundles, Change(put, {table: tuple(numbers) for table, numbers in delete.items()})


def coming(bundles: Iterable[Bundle], index: Index) -> Change:
    """Return the change that puts archived requests back into the tables.

    Steps keep their numbers, which are their places in the chain; the rest gets new ones, in the order it had.
    """
    put: dict[str, dict[str, Document]] = {}
    for table, number, document in _documents(bundles):
        at = number if table == "trail" else index.shelves[table].fresh()
        put.setdefault(table, {})[at] = document
    return Change(put)


def _tables(ref: str, index: Index, tables: Tables) -> Tables:
    """Return the documents of a request."""
    shelves = index.shelves
    found = {
        "requests": [shelves["requests"].number(ref)],
        "trail": index.trail.numbers(ref),
        "letters": [shelves["letters"].number(letter.message_id) for letter in index.letters.of(ref)],
        "marks": [shelves["marks"].number((mark.message_id, mark.digest)) for mark in index.marks.of(ref)],
    }
    return {
        table: {number: tables[table][number] for number in numbers if number}
        for table, numbers in found.items()
        if numbers
    }


def _documents(bundles: Iterable[Bundle]) -> Iterator[tuple[str, str, Document]]:
    for bundle in bundles:
        for table, documents in bundle.tables.items():
            yield from ((table, number, documents[number]) for number in sorted(documents, key=int))


def _left_of(links: dict[str, Document], index: Index) -> dict[str, Document]:
    """Return the links without the beginning of the chain that says nothing any more; its newest link stays."""
    first = index.oldest_step()
    kept = max((int(number) for number in links if int(number) < first), default=0)
    return {number: link for number, link in links.items() if int(number) >= kept}
