"""Requests that can not be used, as sentences for a person: which field, what is wrong, what to do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from backend.api.collections import NewCollection
from backend.api.complaint import SENTENCES, complaint
from backend.api.question import Question
from backend.app import ENDPOINTS

FILTERS = {"operation": "sum", "filters": {}}


def told(model: type[BaseModel], data: Any) -> str:
    with pytest.raises(ValidationError) as raised:
        model.model_validate(data)
    return complaint(model, raised.value)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "The question (`message`) is missing. Add it."),
        ({"message": ""}, "The question (`message`) is empty. Write something there."),
        ({"message": "  "}, "The question (`message`) is empty. Write something there."),
        ({"message": "a" * 4_001}, "The question (`message`) has 4,001 characters; 4,000 are the most. Send fewer."),
        ({"message": 7}, "The question (`message`) must be text, not 7."),
        ({"message": None}, "The question (`message`) must be text, not nothing."),
        ({"message": "a", "mode": "fast"}, "`mode` is “fast”; it must be auto, quick or full."),
        ({"message": "a", "collection_ids": "b"}, "`collection_ids` must be a list, not “b”."),
        ({"message": "a", "collection_ids": ["b"] * 1_001}, "`collection_ids` has 1,001 entries; 1,000 are the most."),
        ({"message": "a", "plan": []}, "`plan` must be an object with fields, not a list."),
        ({"message": "a", "keep": "often"}, "`keep` must be true or false, not “often”."),
        (
            {"message": "a", "plan": FILTERS | {"filters": {"date_from": "soon"}}},
            "`plan.filters.date_from` must be a date like 2026-03-31, not “soon”.",
        ),
        (
            {"message": "a", "plan": FILTERS | {"filters": {"value_above": "much"}}},
            "`plan.filters.value_above` must be a number, not “much”.",
        ),
        ({"message": "a", "massage": "b"}, "There is nothing called `massage` here. Leave it out, or write it as one"),
        ([], "What was sent has another form: send an object with fields."),
    ],
)
def test_a_sentence_names_the_field_and_what_to_do(sent: Any, sentence: str) -> None:
    assert told(Question, sent).startswith(sentence)


def test_what_a_rule_of_ours_says_is_kept() -> None:
    assert told(NewCollection, {"name": "a b"}).startswith("`name` can not be used: ")


def test_several_mistakes_are_told_and_very_many_are_counted() -> None:
    assert told(Question, {"message": "", "mode": "fast"}).count("`") == 4
    many = told(Question, {f"wrong{number}": 1 for number in range(9)})
    assert many.endswith("There is more to correct: 7 other fields.")


def test_a_request_of_nothing_but_mistakes_is_told_how_many() -> None:
    words = {"words": list(range(1_001))}
    sentence = told(Question, {"message": "a", "plan": {"operation": "sum", "filters": words}})
    assert sentence == "1,001 values of this request can not be used. Check how it is made."


def test_a_body_of_very_many_values_is_refused_before_they_are_looked_at(api: httpx.Client) -> None:
    answer = api.post("/chat", json={"message": "a", "collection_ids": [1] * 15_002})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "The request's body has more than 15,000 values. Send fewer."


def test_every_kind_of_mistake_that_a_request_can_make_has_words() -> None:
    """By trying values of many kinds in every field of every endpoint."""
    values = [None, "", "x", "x" * 20_000, -1, 10**40, 1.5, True, [], {}, [1] * 2_000, [None], {"a": 1}]
    kinds = set()
    for model in {each for endpoint in ENDPOINTS for each in (endpoint.query, endpoint.body) if each}:
        for field in model.model_fields:
            for value in values:
                try:
                    TypeAdapter(model).validate_python({field: value})
                except ValidationError as error:
                    kinds |= {wrong["type"] for wrong in error.errors()}
                    assert complaint(model, error)
    assert kinds - SENTENCES.keys() <= {"extra_forbidden"}


def test_an_empty_question_is_refused_in_words(api: httpx.Client) -> None:
    answer = api.post("/chat", json={"message": ""})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "The question (`message`) is empty. Write something there."
