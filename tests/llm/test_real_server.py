"""The protocol against a real server: llama.cpp with a small model, both from the packages of tests/real-model.txt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backend.llm.errors import TooLong, UnknownModel
from backend.llm.model import Model
from backend.llm.request import Message
from tests.llama import llama_server
from tests.llm.making import models, run

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "green", "blue"]}, "count": {"type": "integer"}},
    "required": ["colour", "count"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """Where a llama.cpp server listens that reads 512 tokens."""
    with llama_server(512) as url:
        yield url


def a_model(url: str, **more: Any) -> Model:
    return Model.model_validate({"provider": "openai", "model": "smollm2", "base_url": url} | more)


def test_it_answers_with_its_tokens(llama: str) -> None:
    asked = [Message("system", "Be brief."), Message("user", "Say hello.")]
    reply = run(models(a_model(llama)), lambda opened: opened.complete("map", asked, max_tokens=200))
    assert reply.text
    assert reply.tokens_in > 5
    assert reply.tokens_out > 0


def test_it_streams_the_same_words(llama: str) -> None:
    pieces: list[str] = []

    async def hear(piece: str) -> None:
        pieces.append(piece)

    asked = [Message("user", "Say hello.")]
    reply = run(models(a_model(llama)), lambda opened: opened.complete("map", asked, max_tokens=200, stream=hear))
    assert "".join(pieces) == reply.text
    assert len(pieces) > 1
    assert reply.tokens_out > 0


def test_it_follows_a_schema(llama: str) -> None:
    asked = [Message("user", "How many apples are there, and in which colour? There are four red apples.")]
    reply = run(models(a_model(llama)), lambda opened: opened.complete("map", asked, schema=SCHEMA, max_tokens=100))
    assert set(reply.data) == {"colour", "count"}
    assert reply.attempts == 1


def test_it_says_when_a_request_is_too_long(llama: str) -> None:
    asked = [Message("user", "apple " * 2_000)]
    with pytest.raises(TooLong):
        run(models(a_model(llama)), lambda opened: opened.complete("map", asked))


def test_a_wrong_address_on_it_is_explained(llama: str) -> None:
    with pytest.raises(UnknownModel):
        run(models(a_model(f"{llama}/nowhere")), lambda opened: opened.complete("map", [Message("user", "hi")]))
