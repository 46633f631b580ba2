from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from backend.llm.errors import (
    BadKey,
    Broken,
    CutOff,
    Invalid,
    ModelFailed,
    NoModel,
    Nonsense,
    Overloaded,
    Refused,
    Rejected,
    TimedOut,
    TooLong,
    UnknownModel,
    Unreachable,
)
from backend.llm.models import Models
from backend.llm.request import Message, Reply
from tests.fakes.model_server import Act, FakeServer, Seen, fail
from tests.llm.making import ASKED, KEY, SCHEMA, a_model, ask, error_of, models, run


def test_a_question_is_answered_with_its_tokens_counted(server: FakeServer, protocol: str) -> None:
    server.next(Act("there are three"))
    made = models(a_model(server, protocol, price_in="2", price_out="10"))
    reply = ask(made)
    assert (reply.text, reply.model, reply.tokens_in, reply.tokens_out) == ("there are three", "m-1", 11, 3)
    assert reply.attempts == 1
    assert server.seen[0].protocol == protocol
    assert server.seen[0].text == "You count.\nHow many?"
    assert made.usage["m-1"].cost == Decimal("0.000052")


def test_the_key_travels_in_a_header_and_no_tool_is_ever_offered(server: FakeServer, protocol: str) -> None:
    ask(models(a_model(server, protocol)))
    seen = server.seen[0]
    assert any(KEY in value for value in seen.headers.values())
    assert KEY not in seen.path
    assert not {"tools", "tool_choice", "functions"} & set(seen.body)


def test_a_streamed_reply_comes_word_by_word(server: FakeServer, protocol: str) -> None:
    pieces: list[str] = []

    async def hear(piece: str) -> None:
        pieces.append(piece)

    server.next(Act("there are three"))
    reply = ask(models(a_model(server, protocol)), stream=hear)
    assert pieces == ["there ", "are ", "three"]
    assert (reply.text, reply.tokens_in, reply.tokens_out) == ("there are three", 11, 3)


def test_tokens_are_counted_here_when_the_server_does_not(server: FakeServer, protocol: str) -> None:
    server.next(Act("there are three", usage=False))
    reply = ask(models(a_model(server, protocol)))
    assert (reply.tokens_in, reply.tokens_out) == (4, 3)


def test_data_follows_the_schema_and_fractions_are_exact(server: FakeServer, protocol: str) -> None:
    server.next(Act('{"count": 3, "share": 0.10}'))
    reply = ask(models(a_model(server, protocol)), schema=SCHEMA)
    assert reply.data == {"count": 3, "share": Decimal("0.10")}
    assert "additionalProperties" in str(server.seen[0].body)


def test_a_reply_of_the_wrong_form_is_asked_for_again_with_what_is_wrong(server: FakeServer, protocol: str) -> None:
    server.next(Act("Three, I think."), Act('{"count": "three"}'), Act('```json\n{"count": 3}\n```'))
    reply = ask(models(a_model(server, protocol)), schema=SCHEMA)
    assert reply.data == {"count": 3}
    assert (reply.attempts, reply.tokens_in) == (3, 33)
    assert "not valid JSON" in server.seen[1].text
    assert "$.count: 'three' is not of type 'integer'" in server.seen[2].text


def test_a_model_that_never_follows_the_schema_is_given_up_on(server: FakeServer, protocol: str) -> None:
    server.answer = lambda seen: Act("I like trains")
    assert isinstance(error_of(models(a_model(server, protocol)), schema=SCHEMA), Invalid)
    assert len(server.seen) == 3


@pytest.mark.parametrize("complaint", ["Unsupported parameter: 'response_format'", "failed to parse JSON schema"])
def test_a_server_that_takes_no_schema_is_told_it_in_words_and_remembered(server: FakeServer, complaint: str) -> None:
    server.answer = lambda seen: fail(400, complaint) if "response_format" in seen.body else Act('{"count": 3}')

    async def twice(opened: Models) -> Reply:
        await opened.complete("map", ASKED, schema=SCHEMA)
        return await opened.complete("map", ASKED, schema=SCHEMA)

    assert run(models(a_model(server)), twice).data == {"count": 3}
    assert len(server.seen) == 3
    assert '"additionalProperties":false' in server.seen[-1].text


def test_a_model_that_knows_neither_temperature_nor_max_tokens_is_asked_without(server: FakeServer) -> None:
    def picky(seen: Seen) -> Act:
        for name in ("max_tokens", "temperature"):
            if name in seen.body:
                return fail(400, f"Unsupported parameter: '{name}' is not supported with this model.")
        return Act("three")

    server.answer = picky
    assert ask(models(a_model(server))).text == "three"
    assert server.seen[-1].body["max_completion_tokens"] == 2_048


@pytest.mark.parametrize(
    ("act", "kind", "calls"),
    [
        (fail(401, f"Incorrect key {KEY}"), BadKey, 1),
        (fail(403), BadKey, 1),
        (fail(400, "API key not valid. Please pass a valid API key."), BadKey, 1),
        (fail(404, "The model `m-1` does not exist"), UnknownModel, 1),
        (fail(400, "m-1 is not a valid model ID"), UnknownModel, 1),
        (fail(400, "This model's maximum context length is 8192 tokens"), TooLong, 1),
        (fail(500, "the request exceeds the available context size"), TooLong, 1),
        (fail(413, "request_too_large"), TooLong, 1),
        (fail(418, f"teapot {KEY}"), Rejected, 1),
        (fail(307, location="http://169.254.169.254/"), Rejected, 1),
        (fail(500), Broken, 4),
        (fail(529), Overloaded, 8),
        (Act(raw=b"<html>Welcome</html>"), Nonsense, 2),
        (Act(raw=b'{"hello": "world"}'), Nonsense, 2),
        (Act(raw=b"[1, 2]"), Nonsense, 2),
        (Act(" "), Nonsense, 2),
        (Act("I am sorry", ending="refused"), Refused, 1),
        (Act("There are", ending="cut"), CutOff, 1),
        (Act("There are", hang_up=True), Broken, 4),
    ],
)
def test_each_failure_is_named_and_tried_again_only_where_that_helps(
    server: FakeServer, protocol: str, act: Act, kind: type[ModelFailed], calls: int
) -> None:
    server.answer = lambda seen: act
    assert type(error_of(models(a_model(server, protocol)))) is kind
    assert len(server.seen) == calls


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (Act("There are three", hang_up=True), Broken),
        (Act("There are", ending="cut"), CutOff),
        (Act("I am sorry", ending="refused"), Refused),
        (Act(raw=b'data: {"error": {"message": "context length exceeded", "code": 500}}\n\n'), TooLong),
        (Act(raw=b"data: nonsense\n\n"), Nonsense),
        (Act("There are three", stall="middle"), TimedOut),
    ],
)
def test_a_streamed_reply_that_does_not_end_well_is_no_reply(
    server: FakeServer, protocol: str, act: Act, kind: type[ModelFailed]
) -> None:
    async def hear(piece: str) -> None:
        heard.append(piece)

    heard: list[str] = []
    server.answer = lambda seen: act
    assert type(error_of(models(a_model(server, protocol, first_token_seconds=0.2)), stream=hear)) is kind
    assert not heard or len(server.seen) == 1  # what was read can not be taken back


def test_the_beginning_of_a_reply_that_was_cut_off_is_kept(server: FakeServer) -> None:
    server.next(Act("There are", ending="cut"))
    error = error_of(models(a_model(server)))
    assert isinstance(error, CutOff)
    assert error.text == "There are"


def test_a_server_that_never_answers_is_not_waited_for_longer_than_allowed(server: FakeServer, protocol: str) -> None:
    server.answer = lambda seen: Act(stall="before")
    assert isinstance(error_of(models(a_model(server, protocol, total_seconds=0.2))), TimedOut)
    assert len(server.seen) == 2


def test_a_dead_server_is_said_to_be_one(protocol: str) -> None:
    assert isinstance(error_of(models(a_model(FakeServer(), protocol))), Unreachable)


def test_an_account_without_credit_is_not_asked_again(server: FakeServer) -> None:
    server.answer = lambda seen: fail(429, "You exceeded your current quota (insufficient_quota)")
    assert error_of(models(a_model(server))).code == "model-no-credit"
    assert len(server.seen) == 1


def test_a_busy_model_is_asked_again_after_the_time_it_named(server: FakeServer, protocol: str) -> None:
    server.next(fail(429, retry_after="0.05"), fail(429, retry_after_ms="20"), Act("three"))
    reply = ask(models(a_model(server, protocol)))
    assert (reply.text, reply.attempts) == ("three", 3)


def test_who_wants_to_be_left_alone_for_long_fails_the_call_at_once(server: FakeServer) -> None:
    server.next(fail(429, retry_after="3600"))
    error = error_of(models(a_model(server)))
    assert isinstance(error, Overloaded)
    assert (error.retry_after, error.retryable) == (3_600, True)


def test_a_failure_that_passes_is_survived(server: FakeServer, protocol: str) -> None:
    server.next(fail(500), Act(raw=b"<html>"), Act("three"))
    assert ask(models(a_model(server, protocol))).attempts == 3


def test_another_model_of_the_role_takes_over(server: FakeServer) -> None:
    server.answer = lambda seen: fail(401) if seen.body["model"] == "m-1" else Act("three")
    made = models(a_model(server), a_model(server, model="m-2"))
    assert ask(made).model == "m-2"
    assert made.usage["m-1"].failures == 1


def test_a_named_model_is_the_only_one_asked(server: FakeServer) -> None:
    made = models(a_model(server), a_model(server, model="m-2"), a_model(server, model="m-3"))
    assert {ask(made, model="m-2").model for _ in range(3)} == {"m-2"}
    with pytest.raises(NoModel):
        ask(made, model="m-9")


def test_a_request_longer_than_the_model_reads_is_not_sent(server: FakeServer) -> None:
    made = models(a_model(server, context_tokens=256))
    with pytest.raises(TooLong):
        run(made, lambda opened: opened.complete("map", [Message("user", "word " * 300)]))
    assert not server.seen


def test_a_server_that_silently_reads_only_a_part_is_found_out(server: FakeServer) -> None:
    server.next(Act("three", tokens_in=2_048))
    with pytest.raises(TooLong, match="2048"):
        run(models(a_model(server)), lambda opened: opened.complete("map", [Message("user", "word " * 7_900)]))


def test_without_a_model_nothing_is_available() -> None:
    made = models()
    assert not made.available("map")
    assert made.names() == ()
    with pytest.raises(NoModel, match="WINNOW_MODEL"):
        ask(made)


def test_a_role_is_served_by_its_models_alone(server: FakeServer) -> None:
    made = models(a_model(server, roles=["map"]), a_model(server, model="m-2", roles=["synthesis", "intent"]))
    assert {ask(made).model for _ in range(3)} == {"m-1"}


def test_many_calls_at_once_stay_within_the_limits_of_the_model(server: FakeServer, redis_server: str) -> None:
    async def scene(opened: Models) -> Reply:
        replies = await asyncio.gather(*(opened.complete("map", ASKED) for _ in range(40)))
        return replies[0]

    server.latency = 0.01
    made = models(a_model(server, name="many", concurrency=4), redis_url=redis_server)
    run(made, scene)
    assert 1 < server.most_at_once <= 4
    assert made.usage["many"].calls == 40
    assert made.usage["many"].running == 0


def test_models_are_opened_once_at_a_time_and_can_be_opened_again(server: FakeServer) -> None:
    made = models(a_model(server))

    async def inside(opened: Models) -> Reply:
        with pytest.raises(RuntimeError):
            async with opened:
                pass
        return await opened.complete("map", ASKED)

    assert run(made, inside).text == run(made, inside).text == "ok"
    with pytest.raises(RuntimeError):
        asyncio.run(made.complete("map", ASKED))  # type: ignore[arg-type]
