"""Services in a field: aliases, typos, abbreviations, all-except; unknown and ambiguous ones are handed back."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.rulebook import read_rules
from mailflow.understanding.described import by_a_typo, strangers
from mailflow.understanding.lexicon import lexicon_of
from mailflow.understanding.passage import Line
from mailflow.understanding.services import read_services
from mailflow.understanding.tokens import tokens_of

ALL = ["activering", "blas", "frontoffice", "inspectie", "juridisch", "scuba", "studiedienst"]


@pytest.fixture(scope="module")
def lexicon():
    return lexicon_of(read_rules(Path(__file__).parents[3] / "rules"))


def read(text, lexicon):
    return read_services([Line(number, line) for number, line in enumerate(text.split("\n"), 1)], lexicon)


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("Inspectie", ["inspectie"]),
        ("de juridische dienst en de studiedienst", ["juridisch", "studiedienst"]),
        ("JUR, SD en FO", ["juridisch", "studiedienst", "frontoffice"]),
        (
            "- Service BLAS - Budget, Logistique, Achats et Subsides\n- Service Activation / Fonds européens",
            ["blas", "activering"],
        ),
        ("Dienst SCUBA - Armutsbekämpfungspolitik und städtischer Zusammenhalt", ["scuba"]),
        ("1) Juridsiche dienst 2) Inspektie", ["juridisch", "inspectie"]),
        ("service jurdique + front-office", ["juridisch", "frontoffice"]),
        ("Juristischen Dienst sowie Studiendienst", ["juridisch", "studiedienst"]),
        ("[x] Inspectie\n[ ] Studiedienst\n[x] B.L.A.S.", ["inspectie", "blas"]),
        ("alle diensten", ALL),
        ("Alle", ALL),
        (
            "tous les services sauf BLAS et l'inspection",
            ["activering", "frontoffice", "juridisch", "scuba", "studiedienst"],
        ),
        ("alle Dienste außer Inspektion", [id_ for id_ in ALL if id_ != "inspectie"]),
        ("Inspectie, maar niet de studiedienst", ["inspectie"]),
    ],
)
def test_services_are_recognised(text, services, lexicon):
    found = read(text, lexicon)
    assert sorted(found.services) == sorted(services)
    assert found.unknown == []


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("FEAD", ("blas", "activering")),
        ("aide alimentaire", ("blas", "activering")),
        ("Dienst Huisvesting", ()),
        ("de communicatiedienst", ()),
        ("Service de lutte contre la pauvreté", ()),
        ("Steunpunt tot bestrijding van armoede", ()),
    ],
)
def test_what_names_no_single_service_is_handed_back(text, candidates, lexicon):
    found = read(text, lexicon)
    assert found.services == []
    assert [unknown.candidates for unknown in found.unknown] == [candidates]


def test_a_listed_theme_beside_its_service_is_no_service(lexicon):
    found = read("BLAS (FEAD)\nJuridische dienst: de leefloonwet", lexicon)
    assert found.services == ["blas", "juridisch"]
    assert found.themes == {"blas": "fead", "juridisch": "de leefloonwet"}
    assert found.unknown == []


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("onze communicatiedienst", "communicatiedienst"),
        ("de energiedienst", "energiedienst"),
        ("der service Communication", "service Communication"),
        ("die Pressestelle", "Pressestelle"),
    ],
)
def test_what_calls_itself_a_service_and_is_none_of_ours_is_seen(text, stranger, lexicon):
    tokens = tokens_of(text)
    (found,) = strangers(text, tokens, lexicon)
    assert text[tokens[found.start].start : tokens[found.end - 1].end] == stranger


@pytest.mark.parametrize("word", ["insertion", "motivation", "aankomen", "cursisten", "kurdische", "touristen"])
def test_a_word_of_its_own_is_no_typo_of_a_service(word, lexicon):
    tokens = tokens_of(f"service {word}")
    assert list(by_a_typo(tokens, lexicon)) == []
    assert read(word, lexicon).services == []
