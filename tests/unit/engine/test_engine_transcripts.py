"""Whole stories on the engine alone, compared with their transcripts: each event with everything that it leads to.

After an intended change, delete the file concerned and run the test once: it is written anew and to be read.
"""

import difflib
from pathlib import Path

import pytest

from tests.unit.engine import engine_machine_stories, engine_stories

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize(
    "tell", [*engine_stories.STORIES, *engine_machine_stories.STORIES], ids=lambda tell: tell.__name__
)
def test_the_story_goes_as_agreed(tell):
    actual = "\n".join(tell().lines).lstrip("\n") + "\n"
    path = TRANSCRIPTS / f"{tell.__name__}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(actual, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: read it, then run again")
    expected = path.read_text(encoding="utf-8")
    diff = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "agreed", "played", lineterm="", n=1)
    assert actual == expected, "\n" + "\n".join(diff)
