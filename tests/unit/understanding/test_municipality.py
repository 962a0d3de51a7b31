"""Municipalities: found only where they are meant, in three languages, with typos, old and fused names."""

from __future__ import annotations

import pytest

from mailflow.model.words import Language
from mailflow.understanding.municipality import (
    centre_in,
    find_municipality,
    municipality_called,
    municipality_of_domain,
)


@pytest.mark.parametrize(
    ("text", "nis"),
    [
        ("ik werk bij OCMW Mol en", "13025"),
        ("het O.C.M.W. van Sint-Niklaas", "46021"),
        ("OCMW St-Niklaas", "46021"),
        ("CPAS d’Ottignies-Louvain-la-Neuve", "25121"),
        ("le CPAS de la Louvière", "58001"),
        ("CPAS du Roeulx", "55035"),
        ("CPAS de Saint-Gilles", "21013"),
        ("OCMW Sint-Gillis-Waas", "46020"),
        ("OCMW Tielt-Winge", "24135"),
        ("OCMW Oud-Turnhout", "13031"),
        ("OCMW Sint-Katelijne-Waver", "12035"),
        ("ÖSHZ der Gemeinde Amel", "63001"),
        ("OESHZ Buellingen", "63012"),
        ("OSHZ St. Vith", "63067"),
        ("Lokaal bestuur Puurs-Sint-Amands", "12041"),
        ("Sociaal Huis Gent", "44021"),
        ("OCMW Dendermnde", "42006"),
        ("OCMW Borgloon", "73111"),
        ("Markt 1, 2400 Mol", "13025"),
        ("OCMW ’s Gravenbrakel", "55004"),
        ("OCMW's Antwerpen", None),
        ("CPAS de Braine l'Alleud", "25014"),
    ],
)
def test_a_municipality_behind_its_centre_is_found(text, nis):
    found = find_municipality(text)
    assert (found.nis if found else None) == nis


@pytest.mark.parametrize(
    "text", ["een mol in de tuin", "de boom en de peer", "wij van het OCMW", "as usual, silly", "tel 2400"]
)
def test_an_everyday_word_is_no_municipality(text):
    assert find_municipality(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Els, OCMW Hasselbeke, Els Peeters", "OCMW Hasselbeke"),
        ("OCMW van de gemeente Hasselbeke", "OCMW van de gemeente Hasselbeke"),
        ("OCMW gemeente Mol", "OCMW gemeente Mol"),
        ("OCMW van de stad van het land van Mol", None),
        ("OCMW van", None),
    ],
)
def test_the_words_that_name_a_centre_are_kept(text, words):
    found = centre_in(text)
    assert (found[0] if found else None) == words


def test_a_field_of_its_own_needs_no_centre():
    assert [municipality_called(name).nis for name in ("Mol", "Stad Gent - dienst Welzijn", "Luik", "Büllingen")] == [
        "13025", "44021", "62063", "63012",
    ]  # fmt: skip


def test_an_unknown_centre_keeps_its_words():
    assert centre_in("ik werk bij OCMW Foobergem sinds 2020") == ("OCMW Foobergem", None)


def test_the_languages_are_those_of_the_area():
    assert find_municipality("OCMW Ukkel").area == (Language.NL, Language.FR)
    assert find_municipality("ÖSHZ Eupen").area == (Language.DE,)


@pytest.mark.parametrize(
    ("address", "nis"),
    [
        ("an@ocmw-mol.example", "13025"),
        ("an@ocmwbrugge.example", "31005"),
        ("an@cpas-liege.example", "62063"),
        ("an@mol.example", "13025"),
        ("an@gmail.com", None),
        ("an@student.example", None),
    ],
)
def test_a_mail_domain_is_a_hint(address, nis):
    found = municipality_of_domain(address)
    assert (found.nis if found else None) == nis


def test_every_municipality_is_found_by_each_of_its_names():
    from mailflow.understanding.municipality import _gazetteer

    places = {id(place): place for place in _gazetteer().by_name.values()}
    assert len({place.nis for place in places.values()}) == 565
    wrong = [
        (name, place.nis)
        for place in places.values()
        for name in place.names.values()
        if (found := find_municipality(f"OCMW {name}, dienst leefloon")) is None or found.nis != place.nis
    ]
    assert wrong == []
