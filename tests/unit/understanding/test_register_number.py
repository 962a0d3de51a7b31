"""National register numbers: masked in every punctuation when their check digits hold, else left alone."""

from __future__ import annotations

import pytest

from mailflow.understanding.register_number import has_register_number, mask


@pytest.mark.parametrize(
    "written",
    [
        "85.07.30-033.28",
        "85073003328",
        "850730 033 28",
        "85.07.30-033-28",
        "85/07/30-033.28",
        "17 07 30 033 84",
        "85.07.30 – 033.28",
    ],
)
def test_a_register_number_is_masked(written):
    assert has_register_number(written)
    assert mask(f"Haar nummer is {written}, dank.") == "Haar nummer is •••, dank."


@pytest.mark.parametrize(
    "written",
    [
        "85.07.30-033.29",
        "02/508.85.85",
        "0470 12 34 56",
        "BE68 5390 0754 7034",
        "12.01.2027",
        "2026-11-23 09:00",
        "13 99 99 999 99",
    ],
)
def test_other_numbers_are_left_alone(written):
    assert mask(written) == written
