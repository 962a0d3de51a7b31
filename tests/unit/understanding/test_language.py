"""The language of a text: three languages told apart, English and short texts left undecided."""

from __future__ import annotations

import pytest

from mailflow.model.words import Language
from mailflow.understanding.language import written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik zou graag een halve dag meelopen bij de juridische dienst.", Language.NL),
        ("Past dinsdag voor jullie?", Language.NL),
        ("Je souhaite effectuer un stage au service juridique.", Language.FR),
        ("Merci, c'est parfait pour moi.", Language.FR),
        ("Ich möchte gerne einen halben Tag bei Ihnen verbringen.", Language.DE),
        ("Vielen Dank, der Termin passt mir gut.", Language.DE),
        ("Naam: Peeters\nVoornaam: Els\nDienst: studiedienst", Language.NL),
        ("Nom : Dupont\nPrénom : Marie\nCPAS : Huy", Language.FR),
        ("Thank you for your message, I would like to know more about it.", None),
        ("ok", None),
        ("", None),
        ("12/01/2027", None),
    ],
)
def test_a_text_is_in_the_language_of_its_small_words(text, language):
    assert written_in(text) is language
