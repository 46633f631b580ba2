from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from backend.llm.providers.base import strict
from backend.llm.request import Message, Request
from backend.llm.structured import EXCERPT, Mismatch, again, asked, parsed

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"total": {"type": "number"}, "unit": {"enum": ["EUR", "MYR"]}},
    "required": ["total", "unit"],
    "additionalProperties": False,
}
REQUEST = Request((Message("user", "How much?"),), SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 1234567890123456.78, "unit": "EUR"}',
        '```json\n{"total": 1234567890123456.78, "unit": "EUR"}\n```',
        'Sure. {"total": 1234567890123456.78, "unit": "EUR"} Anything else?',
    ],
)
def test_json_is_found_in_what_models_put_around_it_and_stays_exact(text: str) -> None:
    assert parsed(text, SCHEMA)["total"] == Decimal("1234567890123456.78")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("about five", "not valid JSON"),
        ('{"total": NaN, "unit": "EUR"}', "not valid JSON"),
        ('{"total": 5, "unit": "\\ud800"}', "not valid JSON"),
        ("{" * 5_000 + "}" * 5_000, "not valid JSON"),
        ('{"total": 5, "unit": "USD"}', r"\$.unit: 'USD' is not one of"),
        ('{"total": "5", "unit": "EUR"}', r"\$.total: '5' is not of type 'number'"),
        ('{"total": 5}', "'unit' is a required property"),
        ('{"total": 5, "unit": "EUR", "tip": 1}', "'tip' was unexpected"),
        ("[5]", "is not of type 'object'"),
    ],
)
def test_what_does_not_follow_the_schema_is_said_for_the_model(text: str, said: str) -> None:
    with pytest.raises(Mismatch, match=said):
        parsed(text, SCHEMA)


def test_a_schema_never_makes_anything_be_fetched() -> None:
    with pytest.raises(Exception, match="Unresolvable"):
        parsed('{"total": 1}', {"$ref": "http://127.0.0.1:1/schema.json"})


def test_asking_again_shows_the_wrong_reply_in_bounds() -> None:
    made = again(REQUEST, "x" * 100_000, Mismatch("it is not valid JSON."))
    assert len(made.messages[-2].content) == EXCERPT
    assert "it is not valid JSON." in made.messages[-1].content
    assert '"MYR"' in made.system()


def test_a_request_without_a_schema_is_left_as_it_is() -> None:
    plain = Request(REQUEST.messages)
    assert asked(plain) is plain


def test_the_key_of_a_request_is_the_same_in_every_process() -> None:
    turned = {name: SCHEMA[name] for name in reversed(SCHEMA)}
    assert REQUEST.key("map ") == Request(REQUEST.messages, turned).key("map ")
    assert REQUEST.key("map ") != REQUEST.key("intent ")


@pytest.mark.parametrize(
    ("schema", "is_strict"),
    [
        (SCHEMA, True),
        (SCHEMA | {"required": ["total"]}, False),
        ({"type": "object", "properties": {}}, False),
        (SCHEMA | {"properties": {"total": {"type": "object"}, "unit": {}}}, False),
        (SCHEMA | {"properties": {"total": {"type": "array", "items": SCHEMA}, "unit": {}}}, True),
    ],
)
def test_strict_mode_is_asked_for_only_where_the_schema_allows_it(schema: dict[str, Any], is_strict: bool) -> None:
    assert strict(schema) is is_strict
