from __future__ import annotations

from dataclasses import replace

import pytest

from backend.llm.request import Reply
from tests.fakes.model_server import Act, FakeServer, fail
from tests.llm.making import SCHEMA, a_model, ask, error_of, models


class Kept:
    """A recorder in memory."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.replies: dict[str, Reply] = {}
        self.failed: dict[str, str] = {}

    async def begin(self, key: str) -> Reply | None:
        self.begun.append(key)
        return self.replies.get(key)

    async def finish(self, key: str, reply: Reply) -> None:
        self.replies[key] = reply

    async def fail(self, key: str, detail: str) -> None:
        self.failed[key] = detail


def test_a_reply_that_was_received_is_never_paid_for_again(server: FakeServer) -> None:
    server.next(Act("no JSON"), Act('{"count": 3}'))
    kept = Kept()
    first = ask(models(a_model(server)), schema=SCHEMA, recorder=kept)
    second = ask(models(a_model(server, model="m-2")), schema=SCHEMA, recorder=kept)
    assert len(server.seen) == 2
    assert second == replace(first, attempts=0)


def test_a_call_that_fails_is_recorded_as_failed_and_can_be_made_again(server: FakeServer) -> None:
    server.next(fail(401), Act("three"))
    kept = Kept()
    detail = error_of(models(a_model(server)), recorder=kept).detail
    assert list(kept.failed.values()) == [detail]
    assert ask(models(a_model(server)), recorder=kept).text == "three"


@pytest.mark.parametrize("other", [{"max_tokens": 5}, {"temperature": 1.0}, {"model": "m-1"}, {"schema": SCHEMA}])
def test_a_kept_reply_answers_only_exactly_the_same_question(server: FakeServer, other: dict[str, object]) -> None:
    server.answer = lambda seen: Act('{"count": 3}')
    kept = Kept()
    ask(models(a_model(server)), recorder=kept)
    ask(models(a_model(server)), recorder=kept, **other)
    assert len(server.seen) == 2
