"""Names: the family name is found in every order and spelling that Belgians use."""

from __future__ import annotations

import pytest

from mailflow.understanding.names import split_name


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        ("Els Peeters", "Peeters", "Els"),
        ("Peeters Els", "Peeters", "Els"),
        ("PEETERS Els", "Peeters", "Els"),
        ("Els PEETERS", "Peeters", "Els"),
        ("Peeters, Els", "Peeters", "Els"),
        ("Els Peeters, juriste", "Peeters", "Els"),
        ("De Smet Jan, hoofd sociale dienst", "De Smet", "Jan"),
        ("Van den Broeck, Zorba", "Van den Broeck", "Zorba"),
        ("Mme Lambotte", "Lambotte", ""),
        ("Els Van den Broeck", "Van den Broeck", "Els"),
        ("Van den Broeck Els", "Van den Broeck", "Els"),
        ("VAN DEN BROECK Els", "Van den Broeck", "Els"),
        ("Marie-Claire Dupont", "Dupont", "Marie-Claire"),
        ("Jean-Pierre D'Hondt", "D'Hondt", "Jean-Pierre"),
        ("Fatima El Amrani", "El Amrani", "Fatima"),
        ("Petra Müller-Pütz", "Müller-Pütz", "Petra"),
        ("Karl von der Heydt", "von der Heydt", "Karl"),
        ("els peeters", "Peeters", "Els"),
        ("mevr. Els Peeters", "Peeters", "Els"),
        ("Jan Peter Claes", "Claes", "Jan Peter"),
        ("Els van den BERG", "van den BERG", "Els"),
        ("De Smet", "De Smet", ""),
        ("van der Elst", "van der Elst", ""),
        ("De Smet Jan", "De Smet", "Jan"),
        ("Peeters", "Peeters", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_split(text, last, first):
    assert split_name(text) == (last, first)


def test_the_order_of_the_label_decides_where_nothing_else_does():
    assert split_name("Zorba Quux", last_first=True) == ("Zorba", "Quux")
    assert split_name("Zorba Quux") == ("Quux", "Zorba")


def test_any_number_of_titles_is_left_out():
    assert split_name("mr " * 3000 + "Jan Peeters") == ("Peeters", "Jan")
