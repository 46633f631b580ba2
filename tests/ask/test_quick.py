"""An answer in time: what becomes of it when a model takes long, or nobody waits any more."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.ask.quick import Answered, Passages, in_time

FOUND = Passages([{"number": 1, "text": "A small dog."}], "hybrid", None)
ANSWER = Answered("One small dog [1].", {"made_by": "small"})


class Writer:
    """A model that writes until it is told to stop."""

    def __init__(self) -> None:
        self.was_cancelled = False

    async def write(self) -> Answered:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        raise AssertionError


def answered(answering: Any, *, seconds: float = 60, is_gone: bool = False) -> Answered:
    async def run() -> Answered:
        left = asyncio.get_running_loop().create_future()
        if is_gone:
            left.set_result(None)
        return await in_time(answering, FOUND, seconds, left)

    return asyncio.run(run())


async def quickly() -> Answered:
    return ANSWER


def test_an_answer_in_time_is_the_answer() -> None:
    assert answered(quickly()) is ANSWER


def test_a_model_that_takes_too_long_is_stopped_and_the_passages_are_the_answer() -> None:
    writer = Writer()
    found = answered(writer.write(), seconds=0.01)
    assert writer.was_cancelled
    assert found.shown["sources"] == FOUND.sources
    assert found.words.endswith("It did not answer within 0.01 seconds.")


def test_a_model_is_stopped_when_nobody_waits_any_more() -> None:
    writer = Writer()
    found = answered(writer.write(), is_gone=True)
    assert writer.was_cancelled
    assert "had gone" in found.words


def test_what_went_wrong_is_not_hidden() -> None:
    async def wrong() -> Answered:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        answered(wrong())
