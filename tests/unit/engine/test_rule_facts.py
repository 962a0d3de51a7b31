"""The facts that routing rules read: every known name, of the type that the rule reader promised."""

from datetime import UTC, datetime

import pytest

from mailflow.engine.facts import rule_facts, theme_id
from mailflow.model.meaning import Participant
from mailflow.model.request import Person, Request, Visit
from mailflow.model.rules import FACTS, FactType, Service, Theme
from mailflow.model.words import Language, VisitState

NAMES = dict.fromkeys(Language, "…")
FEAD = Theme("fead", {Language.NL: "FEAD", Language.FR: "FEAD", Language.DE: "FEAD/EHAP"}, ("aide alimentaire", "ehap"))
SHELTER = Theme("winteropvang", {Language.NL: "Winteropvang"}, ("hébergement hivernal", "aide"))
BLAS = Service("blas", NAMES, themes=(FEAD, SHELTER), languages=(Language.NL, Language.FR))


def request(**changes):
    visits = (Visit(1, "blas", theme="FEAD"), Visit(2, "scuba"), Visit(3, "juridisch", VisitState.REFUSED))
    values = {"requester": Person("Els@ocmw-mol.example", function="jurist"), "visits": visits, **changes}
    return Request("ONT-2026-0001", 1, datetime(2026, 11, 23, tzinfo=UTC), Language.NL, **values)


def test_every_known_name_has_a_value_of_its_type():
    kinds = {FactType.TEXT: str, FactType.NUMBER: int, FactType.TRUTH: bool, FactType.LIST: tuple}
    asked = request()
    facts = rule_facts(asked, asked.visits[0], BLAS)
    assert set(facts) == set(FACTS)
    for name, value in facts.items():
        assert type(value) is kinds[FACTS[name]], name


def test_services_are_those_still_wanted():
    asked = request()
    facts = rule_facts(asked, asked.visits[0], BLAS)
    assert (facts["services"], facts["services.count"]) == (("blas", "scuba"), 2)
    assert "juridisch" in rule_facts(asked, asked.visits[2])["services"]


def test_two_official_languages_are_named_in_a_fixed_order():
    asked = request(area=(Language.FR, Language.NL))
    facts = rule_facts(asked, asked.visits[0], BLAS)
    assert facts["ocmw.language"] == "nl+fr"
    assert facts["ocmw.languages"] == ("nl", "fr")


def test_an_agreement_that_nobody_spoke_of_is_not_known():
    asked = request(supervisor_agreement=None)
    facts = rule_facts(asked, asked.visits[0], BLAS)
    assert (facts["supervisor.known"], facts["supervisor.agreed"]) == (False, False)


def test_persons_counts_everybody_who_comes():
    asked = request(participants=(Participant("Peeters"), Participant("Claes")))
    assert rule_facts(asked, asked.visits[0])["persons"] == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("FEAD", "fead"),
        ("Aide alimentaire (colis)", "fead"),
        ("l'hebergement hivernal", "winteropvang"),
        ("EHAP", "fead"),
        ("fondsen", "fondsen"),
        ("", ""),
    ],
)
def test_a_theme_is_recognised_by_its_longest_name(words, expected):
    assert theme_id(words, BLAS) == expected


def test_a_theme_of_a_service_without_list_stays_as_written():
    assert theme_id("De wet van 2002", None) == "De wet van 2002"
