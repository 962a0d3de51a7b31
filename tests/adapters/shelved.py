"""Requests for the tests of the archive: each with a trail, a letter and a mark of its own, over two years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.model.dates import Slot
from mailflow.model.effect import TrailEntry
from mailflow.model.letter import Letter
from mailflow.model.request import Archived, Person, Request, Visit
from mailflow.model.words import Folder, Half, Language, LetterKind, LetterStatus, RequestState, Role, VisitState
from mailflow.ports import Commit, Mark, Place, Store
from mailflow.store.archive import archive_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REFS = ("ONT-2025-0001", "ONT-2025-0002", "ONT-2026-0001", "ONT-2026-0002")


def person(ref: str) -> str:
    return f"person.{ref.lower()}@ocmw.example"


def everything_of(ref: str) -> Commit:
    """One request that is over, with all that belongs to it."""
    slot = Slot(NOW.date() - timedelta(days=200), Half.AM)
    visit = Visit(1, "blas", VisitState.HELD, slot=slot, uid=f"{ref}@uid")
    source = f"{ref}@ocmw.example"
    request = Request(
        ref, 1, NOW, Language.NL, Person(person(ref), "Peeters", "Els"), (visit,), source_message_id=source
    )
    letter = Letter(
        f"{ref}@mailflow.example",
        ref.replace("-", ""),
        LetterKind.THANKS,
        Role.REQUESTER,
        person(ref),
        Language.NL,
        "Bedankt",
        NOW,
        b"",
        f"Beste {ref}",
        ref,
        status=LetterStatus.SENT,
    )
    steps = tuple((ref, TrailEntry(NOW, person(ref), what, f"by {ref}")) for what in ("asked", "held"))
    mark = Mark(source, f"digest {ref}", "request", Folder.DONE, Place(1, 1), NOW, ref, moved=True)
    return Commit(requests=(request,), trail=steps, letters=(letter,), marks=(mark,))


def fill(store: Store, *refs: str) -> None:
    for ref in refs or REFS:
        store.commit(everything_of(ref))


def short(*refs: str) -> tuple[Archived, ...]:
    return tuple(Archived(ref, RequestState.COMPLETED, True, NOW) for ref in refs or REFS)


def answers(store: Store, *refs: str) -> dict[str, tuple[object, ...]]:
    """All that a store says of requests, by whatever key it is asked."""
    return {
        ref: (
            store.request(ref),
            store.requests_of(person(ref)),
            store.earlier(person(ref)),
            store.request_by_uid(f"{ref}@uid"),
            store.request_by_source(f"{ref}@ocmw.example"),
            store.trail(ref),
            store.letters(ref),
            store.letter(f"{ref}@mailflow.example"),
            store.letter_by_token(ref.replace("-", "").lower()),
            store.marks(ref),
            store.mark(f"{ref}@ocmw.example", f"digest {ref}"),
            store.mark("", f"digest {ref}"),
        )
        for ref in refs or REFS
    }


def named(ref: str) -> dict[str, object]:
    """What a store says of a request that it has, worked out without a store."""
    commit = everything_of(ref)
    (request,), (letter,), (mark,) = commit.requests, commit.letters, commit.marks
    return {"request": request, "letter": letter, "mark": mark, "trail": tuple(step for _, step in commit.trail)}


def octets(path: Path) -> bytes:
    """All that lies on the disk of a store."""
    files = [*path.parent.glob(f"{path.name}*"), *archive_of(path).glob("*")]
    return b"".join(file.read_bytes() for file in files if file.is_file())


def volumes(path: Path) -> list[str]:
    return sorted(file.name for file in archive_of(path).glob("*"))
