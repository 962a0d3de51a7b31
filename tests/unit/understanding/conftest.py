"""What the tests of reading share: the rules that the project ships."""

from __future__ import annotations

import pytest

from mailflow.model.rules import Rulebook
from mailflow.rulebook import read_rules
from mailflow.shipped import shipped_rules


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return read_rules(shipped_rules())
