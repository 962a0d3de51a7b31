"""The sample letters as others use them: what is written (``cast``), proved and written out (``gallery``)."""

from mailflow.letters.cast import sample_orders
from mailflow.letters.gallery import render_all, write_all

__all__ = ["render_all", "sample_orders", "write_all"]
