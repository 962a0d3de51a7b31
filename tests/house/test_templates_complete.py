"""Every letter exists in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.model.words import Language, LetterKind

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("language", list(Language))
def test_every_letter_has_a_template(language: Language):
    there = {path.stem for path in (TEMPLATES / language.value).glob("[a-z]*.j2")}
    assert {kind.value for kind in LetterKind} - there == set()


def test_the_languages_have_the_same_templates():
    names = [{path.name for path in (TEMPLATES / language.value).glob("*.j2")} for language in Language]
    assert names[0] == names[1] == names[2]
