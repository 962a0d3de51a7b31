"""The ``when`` of a rule: what it means, and what its author is told when it can't be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model.rules import FACTS, FactType
from mailflow.rulebook.conditions import Unreadable, read_condition

FACTS_OF_A_VISIT = {
    "service": "blas",
    "theme": "fead",
    "persons": 3,
    "services": ("blas", "scuba"),
    "services.count": 2,
    "ocmw.language": "de",
    "ocmw.name": "ÖSHZ Eupen",
    "ocmw.nis": "63023",
    "requester.function": "Maatschappelijk Werker",
    "supervisor.agreed": True,
    "flags": ("out_of_scope",),
}
KNOWN = {"service": frozenset({"blas", "scuba", "juridisch"}), "services": frozenset({"blas", "scuba", "juridisch"})}


@pytest.mark.parametrize(
    "source",
    [
        'service == "blas" and theme == "fead"',
        'ocmw.language == "de"',
        "ocmw.language == 'de'",
        "persons >= 3 and persons < 4 and not persons > 3",
        'service in ["scuba", "blas"]',
        'service not in ["juridisch"]',
        '"scuba" in services',
        '"juridisch" not in services',
        "services.count == 2",
        'requester.function == "maatschappelijk werker"',
        '"werker" in requester.function',
        '"OSHZ eupen" == ocmw.name',
        "supervisor.agreed",
        "not (not supervisor.agreed)",
        "not not supervisor.agreed",
        "supervisor.agreed == true",
        'theme == "x" or service == "blas" and persons == 3',
        '(theme == "x" or service == "blas") and persons == 3',
        "true",
        'visit.number == 0 and requester.domain == ""',
        "dates.given == false",
        '"out_of_scope" in flags',
    ],
)
def test_it_holds(source):
    assert read_condition(source, KNOWN).holds(FACTS_OF_A_VISIT)


@pytest.mark.parametrize(
    "source",
    [
        'service == "scuba"',
        'not service == "blas"',
        'theme == "x" and service == "blas" or persons == 4',
        'persons != 3 or services.count < 2 or "juridisch" in services',
        "service in []",
        '"" in requester.domain',
        "forwarded",
        "false",
    ],
)
def test_it_does_not_hold(source):
    assert not read_condition(source, KNOWN).holds(FACTS_OF_A_VISIT)


def test_it_explains_itself_by_the_values_it_read():
    when = read_condition('service == "scuba" and (persons > 1 or supervisor.agreed) and "blas" in services', KNOWN)
    assert when.explain(FACTS_OF_A_VISIT) == (
        "service = blas, persons = 3, supervisor.agreed = true, services = [blas, scuba]"
    )
    assert read_condition('theme == "x"').explain({}) == 'theme = ""'
    assert read_condition("false").explain({}) == "never"
    assert read_condition("true").explain({}) == "always"


def test_a_fact_that_is_missing_or_of_another_type_is_empty():
    assert read_condition('theme == "" and persons == 0 and not forwarded and "a" not in flags').holds({})
    assert read_condition("persons == 0").holds({"persons": "three"})


@pytest.mark.parametrize(
    ("source", "found", "expected", "hint"),
    [
        ('servise == "blas"', "servise (character 1)", "a known name: service, ", "service"),
        ('service == "blass"', '"blass" for service', "one of blas, juridisch, scuba", "blas"),
        ('service in ["blas", "scubba"]', '"scubba" for service', "one of", "scuba"),
        ('"blass" in services', '"blass" for services', "one of", "blas"),
        ("service == blas", "blas (character 12)", "a text in quotes", '"blas"'),
        ('service = "blas"', "= (character 9)", '"==" to compare', ""),
        ('service == "blas" && true', "& (character 19)", '"and"', ""),
        ('service == "blas" und true', "und (character 19)", 'the end, "and" or "or"', "and"),
        ('persons == "3"', "number == text (character 9)", "two values of the same type", ""),
        ('theme > "a"', "text > text (character 7)", 'numbers around ">"', ""),
        ("persons in flags and services in flags", "list in list (character 31)", '"in" between', ""),
        ("persons", "persons", "a condition that is true or false, not a number", ""),
        ("persons and true", "a number", 'true or false beside "and"', ""),
        ("not persons", "a number", "true or false beside", ""),
        ("service ==", "the end", "a name, a text in quotes", ""),
        ("(true", "the end", '")"', ""),
        ("service in [1 2]", "2 (character 15)", '"," or "]"', ""),
        ("service in [service]", "] (character 20)", "texts or numbers in a list", ""),
        ("service not [1]", "[ (character 13)", '"in" after "not"', ""),
        ('theme == "a', '" (character 10)', "a name, a text in quotes", ""),
        ("__import__('os')", "__import__ (character 1)", "a known name", ""),
        ("(" * 60 + "true" + ")" * 60, "( (character 31)", "at most 30 parentheses", ""),
        ("true or " * 400 + "true", "3204 characters", "at most 2000", ""),
        ("", "the end", "a name", ""),
    ],
)
def test_what_can_not_be_read_is_said_exactly(source, found, expected, hint):
    with pytest.raises(Unreadable) as caught:
        read_condition(source, KNOWN)
    assert caught.value.found == found
    assert caught.value.expected.startswith(expected)
    assert caught.value.hint == hint


NAMES = st.sampled_from(sorted(FACTS))
PIECES = st.one_of(
    NAMES,
    st.sampled_from(["and", "or", "not", "in", "==", "!=", "<", "(", ")", "[", "]", ",", "true", "false", "=", "é"]),
    st.integers(0, 99).map(str),
    st.text("ab'\"", max_size=3),
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_asked(source):
    try:
        when = read_condition(source)
    except Unreadable:
        return
    assert when.holds({}) in {True, False}
    assert when.explain(FACTS_OF_A_VISIT)


@settings(deadline=None)
@given(st.sampled_from([name for name, kind in FACTS.items() if kind is FactType.TEXT]), st.text("abc É", max_size=5))
def test_a_text_equals_itself_in_any_case(name, value):
    when = read_condition(f'{name} == "{value}"')
    assert when.holds({name: value.upper()})


def test_a_comparison_with_another_fact_names_no_text_that_the_author_believes_in():
    condition = read_condition("supervisor.agreed == (not forwarded)", KNOWN)
    assert condition.values_for("supervisor.agreed") == frozenset()
    assert condition.holds({"supervisor.agreed": True, "forwarded": False})
    assert read_condition('service == "blas" or "scuba" == service', KNOWN).values_for("service") == {"blas", "scuba"}
