"""Records there and back: nothing of the model is lost on the way to the file."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.errors import StoreDamaged
from mailflow.model.request import Person, Request
from mailflow.model.words import Language
from mailflow.store.records import TABLES, Frozen, document, record

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def there_and_back(kind: type[Any], given: Any) -> Any:
    return record(kind, json.loads(json.dumps(document(given))), "here")


@pytest.mark.parametrize("table", TABLES)
def test_any_record_comes_back_from_json_as_it_was(table: str) -> None:
    kind = TABLES[table]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def check(given: Any) -> None:
        back = there_and_back(kind, given)
        assert back == given
        assert there_and_back(kind, back) == given

    check()


def test_a_document_without_a_new_field_gets_its_default() -> None:
    old = document(Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example")))
    del old["feedback"], old["sources"], old["requester"]["phone"]
    old["given_up"] = "a field that is no more"
    made = record(Request, old, "here")
    assert (made.feedback, made.sources, made.requester.phone) == ((), {}, "")


def test_a_document_that_does_not_fit_is_damage_with_its_place() -> None:
    wrong = document(Request("ONT-2026-0001", 1, NOW, Language.NL, Person("els@ocmw.example")))
    wrong["language"] = "en"
    with pytest.raises(StoreDamaged, match=r"table requests, document 7: .*language"):
        record(Request, wrong, "table requests, document 7")


def test_a_frozen_mapping_can_be_copied_compared_and_pickled() -> None:
    frozen = Frozen({"a": 1})
    assert frozen == {"a": 1} == copy.copy(frozen) == copy.deepcopy(frozen) == pickle.loads(pickle.dumps(frozen))
    assert dict(frozen, b=2) == frozen | {"b": 2} == {"a": 1, "b": 2}
    assert isinstance(pickle.loads(pickle.dumps(frozen)), Frozen)
