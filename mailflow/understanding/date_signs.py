"""The three things that a sentence may say about a day it names."""

from __future__ import annotations

WISHED, EXCLUDED, UNSURE = 1, -1, 0
