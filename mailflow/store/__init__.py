"""The store: one TinyDB file with journal and archive beside it, found by index, never torn (SPEC §11.6).

Knows the words of the model and the port, nothing of mail or rules. ``tinystore`` is the file to read first.
"""

from typing import TYPE_CHECKING

from mailflow.store.reading import ReadOnlyStore, holder, in_use, read_store, size

if TYPE_CHECKING:
    from mailflow.store.tinystore import TinyStore, open_store

__all__ = ["ReadOnlyStore", "TinyStore", "holder", "in_use", "open_store", "read_store", "size"]


def __getattr__(name: str) -> object:
    """Import what writes only where somebody writes: commands that look start the sooner (PEP 562)."""
    if name in {"TinyStore", "open_store"}:
        from mailflow.store import tinystore

        return getattr(tinystore, name)
    raise AttributeError(name)
