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
        self.failed: dict[str, tuple[str, str]] = {}

    async def kept(self, key: str) -> Reply | None:
        return self.replies.get(key)

    async def begin(self, key: str) -> None:
        self.begun.append(key)

    async def finish(self, key: str, reply: Reply) -> None:
        self.replies[key] = reply

    async def fail(self, key: str, detail: str, text: str = "") -> None:
        self.failed[key] = detail, text


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
    assert list(kept.failed.values()) == [(detail, "")]
    assert ask(models(a_model(server)), recorder=kept).text == "three"


WRONG = (Act("three"), Act('{"count": "three"}'), Act('{"cou', ending="cut"))


@pytest.mark.parametrize("wrong", WRONG)
def test_a_reply_of_no_use_is_kept_apart_and_asked_again(server: FakeServer, wrong: Act) -> None:
    server.answer = lambda seen: wrong
    kept = Kept()
    detail = error_of(models(a_model(server)), schema=SCHEMA, recorder=kept).detail
    assert list(kept.failed.values()) == [(detail, wrong.text)]
    assert kept.replies == {}
    server.answer = lambda seen: Act('{"count": 3}')
    asked = len(server.seen)
    for _ in range(2):
        reply = ask(models(a_model(server)), schema=SCHEMA, recorder=kept)
        assert reply.data == {"count": 3}
    assert len(server.seen) == asked + 1


def test_a_wrong_reply_that_an_older_version_kept_is_asked_for_again(server: FakeServer) -> None:
    server.answer = lambda seen: Act('{"count": 3}')
    kept = Kept()
    reply = ask(models(a_model(server)), schema=SCHEMA, recorder=kept)
    kept.replies = {key: replace(reply, text="three") for key in kept.replies}
    assert ask(models(a_model(server)), schema=SCHEMA, recorder=kept).data == {"count": 3}
    assert len(server.seen) == 2


def test_a_reply_that_the_caller_can_not_use_is_given_to_it_once(server: FakeServer) -> None:
    server.answer = lambda seen: Act('{"count": 3}')
    kept = Kept()
    for _ in range(2):
        reply = ask(models(a_model(server)), schema=SCHEMA, recorder=kept, usable=lambda _: False)
        assert reply.data == {"count": 3}
    assert len(server.seen) == 2
    assert [text for _, text in kept.failed.values()] == ['{"count": 3}']


@pytest.mark.parametrize("other", [{"max_tokens": 5}, {"temperature": 1.0}, {"model": "m-1"}, {"schema": SCHEMA}])
def test_a_kept_reply_answers_only_exactly_the_same_question(server: FakeServer, other: dict[str, object]) -> None:
    server.answer = lambda seen: Act('{"count": 3}')
    kept = Kept()
    ask(models(a_model(server)), recorder=kept)
    ask(models(a_model(server)), recorder=kept, **other)
    assert len(server.seen) == 2
