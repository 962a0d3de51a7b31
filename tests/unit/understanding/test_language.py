"""The language of a text: three languages told apart, English and short texts left undecided."""

from __future__ import annotations

import pytest

from mailflow.model.words import Language
from mailflow.understanding.language import is_english, written_in


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


DISCLAIMER = (
    "\n\nThis message and any attachments are confidential and intended for the person to whom they are addressed. "
    "If you have received this email by mistake, please notify the sender and delete it from your system. Thank you."
)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Thank you for your message, I would like to know more about this stage of the project.", True),
        ("> 2002-08-22\n\nI can't believe that they would have done this. The service has been down.", True),
        ("Ik zou graag een halve dag meelopen.", False),
        ("ok", False),
        (f"Graag een stage voor mij op 12 januari.{DISCLAIMER}", False),
        (f"Est-ce que je pourrais venir voir ?{DISCLAIMER}", False),
    ],
)
def test_english_is_what_begins_with_it_and_has_little_else(text, english):
    assert is_english(text) is english
