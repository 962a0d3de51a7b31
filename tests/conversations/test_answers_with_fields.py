"""An answer and something beside it in one mail: both count, and who says something always hears something."""

import pytest

from tests.conversations.scenes import ELS, approved, asked, offered, since, talk

ONE = "Juridische dienst"


@pytest.mark.parametrize(
    "answer",
    [
        "OK\nTelefoon: 0477 12 34 56",
        "Telefoon: 0477 12 34 56\nOK",
        "D'accord\nLuc\nTél: 081 12 34 56",
        "OK\nFunctie: maatschappelijk werker\nOCMW Mol",
        "Beste,\n\nA\nGsm: 0477 12 34 56\n\nMvg\nEls",
    ],
)
def test_a_choice_counts_beside_fields(answer):
    c = offered(ONE)
    before = len(c.sent)
    c.reply(c.letter("choose"), answer)
    assert [kind for kind, _ in since(c, before)] == ["agreed", "agreed"]


@pytest.mark.parametrize(
    "answer",
    [
        "Dat is een vreemd voorstel\nTelefoon: 0477 12 34 56",
        "OK als het in het Frans kan\nTelefoon: 0477 12 34 56",
        "Mijn collega Jan Claes komt ook mee",
        "Mijn leidinggevende is akkoord",
        "Mon responsable est d'accord",
    ],
)
def test_words_that_choose_nothing_are_asked_back_whatever_field_is_beside_them(answer):
    c = offered(ONE)
    before = len(c.sent)
    c.reply(c.letter("choose"), answer)
    assert since(c, before) == [("unclear", ELS)]
    assert c.visit(1).state.value == "offered"


@pytest.mark.parametrize("answer", ["Telefoon: 0477 12 34 56", "Bedankt!\n\nTelefoon: 0477 12 34 56"])
def test_who_only_gives_a_field_hears_where_the_request_stands(answer):
    c = offered(ONE)
    before = len(c.sent)
    c.reply(c.letter("choose"), answer)
    assert since(c, before) == [("progress", ELS)]
    assert c.request().requester.phone == "0477 12 34 56"


def test_what_was_asked_may_be_told_in_words():
    c = talk()
    c.mail(ELS, "Aanvraag", "Naam: Els Peeters\nOCMW: Mol\nDienst: Studiedienst")
    c.reply(c.letter("received"), "Wij willen onze samenwerking verbeteren, als het kan.")
    assert c.request().state.value == "awaiting_decision"
    assert not c.letters("unclear")


def test_words_beside_the_fields_that_hr_asked_for_are_kept_for_hr():
    c = asked(ONE)
    c.reply(c.letter("decide"), "VRAAG: wat is uw functie?")
    c.reply(c.letter("question"), "Dat staat hieronder.\nFunctie: jurist")
    assert c.request().requester.function == "jurist"
    assert "Dat staat hieronder." in c.request().remarks
    assert not c.letters("unclear")


@pytest.mark.parametrize("answer", ["OK, mijn leidinggevende is akkoord", "Mijn chef gaat akkoord met 1A"])
def test_a_choice_and_the_agreement_of_a_superior_are_both_taken(answer):
    c = offered(ONE)
    before = len(c.sent)
    c.reply(c.letter("choose"), answer)
    assert [kind for kind, _ in since(c, before)] == ["agreed", "agreed"]
    assert c.request().supervisor_agreement is True


def test_the_agreement_of_a_superior_is_taken_where_nothing_is_to_choose():
    c = asked(ONE)
    before = len(c.sent)
    c.reply(c.letter("received"), "Mijn leidinggevende is akkoord.")
    assert c.request().supervisor_agreement is True
    assert ("unclear", ELS) not in since(c, before)


def test_praise_is_asked_back_as_long_as_an_answer_is_awaited():
    c = asked(ONE)
    c.reply(c.letter("decide"), "Prima")
    assert c.sent[-1].kind.value == "unclear"
    c = approved(ONE)
    c.reply(c.letter("which_dates"), "Prima")
    assert len(c.letters("unclear", c.letter("which_dates").address)) == 1
    c.reply(c.letter("which_dates"), "OK")
    c.reply(c.letter("choose"), "Perfect, tot dan!")
    assert len(c.letters("unclear", ELS)) == 1
    c.reply(c.letter("unclear", ELS), "OK")
    before = len(c.sent)
    c.reply(c.letter("choose"), "Perfect!")
    assert since(c, before) == []
