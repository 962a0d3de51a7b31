"""The story: one mail (``story.py``) or one tick (``passing.py``) from arrival to commit. Read ``story.py`` first."""

from mailflow.pipeline.passing import fire_timers, not_delivered, pass_time
from mailflow.pipeline.premises import Limits, Premises, Trust
from mailflow.pipeline.reading import inspect
from mailflow.pipeline.rounds import make_rounds
from mailflow.pipeline.story import finish_moves, handle

__all__ = [
    "Limits",
    "Premises",
    "Trust",
    "finish_moves",
    "fire_timers",
    "handle",
    "inspect",
    "make_rounds",
    "not_delivered",
    "pass_time",
]
