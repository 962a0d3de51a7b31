"""The store: one TinyDB file with a journal beside it, found by index, never torn (SPEC §11.6).

Knows the words of the model and the port, nothing of mail or rules. ``tinystore`` is the file to read first.
"""

from mailflow.store.reading import ReadOnlyStore, in_use, read_store
from mailflow.store.tinystore import TinyStore, open_store

__all__ = ["ReadOnlyStore", "TinyStore", "in_use", "open_store", "read_store"]
