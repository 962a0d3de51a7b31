"""Rule files -> ``Rulebook``: read, typed, proved consistent; all mistakes at once (SPEC §9).

What the rules lead to is decided in ``engine/``; how a rule set is proved before it runs stands in ``check.py``.
"""

from mailflow.rulebook.conditions import Unreadable, When, read_condition
from mailflow.rulebook.reading import read_rules
from mailflow.rulebook.values import parse_duration

__all__ = ["Unreadable", "When", "parse_duration", "read_condition", "read_rules"]
