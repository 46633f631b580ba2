"""Models: all configured models, to be asked by role. What the rest of Winnow sees of `llm`."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any, Self

import redis.asyncio as aioredis

from backend.core.buckets import Priority
from backend.core.clock import Clock, utc_now
from backend.errors import WinnowError
from backend.llm.attempt import Attempts, CountTokens
from backend.llm.calls import NoRecorder, Recorder
from backend.llm.errors import Invalid, ModelFailed, NoModel, Overloaded, Unusable
from backend.llm.limits import OwnLimits, SharedLimits
from backend.llm.model import Model, Role
from backend.llm.pool import Pool, Usage
from backend.llm.request import Message, Reply, Request, Schema
from backend.llm.structured import Mismatch, again, parsed
from backend.llm.wire import Stream
from backend.settings import Balance

log = logging.getLogger(__name__)

REPAIRS = 2  # times a reply of the wrong form is asked for again
INVALID = (
    "{model} was asked {times} times and did not answer in the form that is needed: {why}"
    + " Use a more capable model."
)
UNUSABLE = "{model} answered in the right form, but not what was asked for."
LONGEST_BACKOFF = 30.0  # seconds
LONGEST_PAUSE = 600.0  # seconds; who wants to be left alone for longer fails, and the job comes back later

Connect = Callable[[], aioredis.Redis]
Usable = Callable[[Reply], bool]


class Models:
    """Built once without connecting; calls are made inside `async with models:`, in one event loop at a time.

    `connect` makes the Redis client through which all processes share the limits; without it they hold for this
    process alone. `count_tokens` counts what a request will cost, `backoff` is the first wait in seconds.
    """

    def __init__(
        self,
        models: Sequence[Model],
        *,
        count_tokens: CountTokens,
        connect: Connect | None = None,
        balance: Balance = "round-robin",
        clock: Clock = utc_now,
        backoff: float = 0.5,
    ) -> None:
        self._pool = Pool(models, balance)
        self._count, self._connect, self._clock, self._backoff = count_tokens, connect, clock, backoff
        self._attempts: Attempts | None = None

    def names(self) -> tuple[str, ...]:
        """The configured models, as people see them."""
        return tuple(self._pool.models)

    def available(self, role: Role) -> bool:
        """Whether a model is configured for this role; False for all roles is the default."""
        return bool(self._pool.able(role))

    @property
    def usage(self) -> Mapping[str, Usage]:
        """What each model did in this process so far."""
        return self._pool.usage

    def model(self, name: str) -> Model:
        """The model of this name. Raises NoModel."""
        return self._pool.named(name)

    async def __aenter__(self) -> Self:
        if self._attempts is not None:
            raise RuntimeError("these models are open already")
        async with AsyncExitStack() as stack:
            limits = OwnLimits() if self._connect is None else SharedLimits(await _open(stack, self._connect))
            attempts = Attempts(self._pool, limits, self._count, self._clock)
            self._attempts = await stack.enter_async_context(attempts)
            self._opened = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._attempts = None
        await self._opened.aclose()

    async def complete(
        self,
        role: Role,
        messages: Sequence[Message],
        *,
        schema: Schema | None = None,
        max_tokens: int = 2_048,
        temperature: float = 0.0,
        priority: Priority = "P1",
        stream: Stream | None = None,
        model: str = "",
        recorder: Recorder | None = None,
        usable: Usable = lambda reply: True,
    ) -> Reply:
        """Ask a model of this role, or the named `model` alone.

        With `schema` (an object's), `data` is valid for it, fractions are Decimal; the model is asked again when its
        reply is not. `stream` is given the text as it comes, without a schema only. With `recorder`, a reply that was
        received once is not asked for again, unless it broke the schema or was not `usable`.
        Raises NoModel or a ModelFailed.
        """
        if schema is not None and stream is not None:
            raise ValueError("a reply with a schema can not be streamed")
        request = Request(tuple(messages), schema, max_tokens, temperature)
        call = _Call(role, model, priority, stream)
        key, recorder = request.key(f"{role} {model}"), recorder or NoRecorder()
        if (kept := _valid(await recorder.kept(key), schema)) is not None and usable(kept):
            return kept
        await recorder.begin(key)
        try:
            reply = await self._repaired(call, request)
        except WinnowError as error:
            text = error.text if isinstance(error, Unusable) else ""
            await recorder.fail(key, error.detail, text)
            raise
        if usable(reply):
            await recorder.finish(key, reply)
        else:
            await recorder.fail(key, UNUSABLE.format(model=reply.model), reply.text)
        return reply

    async def _repaired(self, call: _Call, request: Request) -> Reply:
        """A reply that is valid for the schema; of any other the model is told what is wrong."""
        asked, replies = request, list[Reply]()
        while True:
            replies.append(await self._tried(call, asked))
            if request.schema is None:
                return _joined(replies, None)
            try:
                return _joined(replies, parsed(replies[-1].text, request.schema))
            except Mismatch as mismatch:
                if len(replies) > REPAIRS:
                    name, times = replies[-1].model, len(replies)
                    detail = INVALID.format(model=name, times=times, why=mismatch)
                    raise Invalid(detail, replies[-1].text) from mismatch
                asked = again(request, replies[-1].text, mismatch)

    async def _tried(self, call: _Call, request: Request) -> Reply:
        """Try until a model answers: another one first, then the same again after a while."""
        attempts = self._open_attempts()
        able = [self._pool.named(call.model)] if call.model else self._pool.able(call.role)
        if not able:
            raise NoModel(f"No model is configured for {call.role}. Name one in the settings (WINNOW_MODEL).")
        failed = Counter[tuple[str, type[ModelFailed]]]()
        chosen = self._pool.choose(able)
        stream = None if call.stream is None else _Told(call.stream)
        while True:
            try:
                reply = await attempts.attempt(chosen, request, call.priority, stream)
            except ModelFailed as error:
                log.warning(
                    "a model call failed", extra={"model": chosen.name, "code": error.code, "why": error.detail}
                )
                failed[chosen.name, type(error)] += 1
                times = failed[chosen.name, type(error)]
                if times >= error.tries:
                    able.remove(chosen)
                if not able or (stream is not None and stream.begun):
                    raise
                other = self._pool.choose([one for one in able if one is not chosen] or able)
                await self._wait(error, chosen, times, same=other is chosen)
                chosen = other
            else:
                return replace(reply, attempts=failed.total() + 1)

    async def _wait(self, error: ModelFailed, model: Model, times: int, *, same: bool) -> None:
        """Leave the model alone: all processes if it is overloaded, this call alone if it fails."""
        seconds = min(LONGEST_BACKOFF, self._backoff * 2 ** (times - 1)) * random.uniform(0.5, 1.0)
        if isinstance(error, Overloaded):
            asked_for = seconds if error.retry_after is None else error.retry_after
            if asked_for > LONGEST_PAUSE and same:
                raise error
            await self._open_attempts().pause(model, min(asked_for, LONGEST_PAUSE))
        elif same:
            await asyncio.sleep(seconds)

    def _open_attempts(self) -> Attempts:
        if self._attempts is None:
            raise RuntimeError("calls are made inside `async with models:`")
        return self._attempts


@dataclass(frozen=True, slots=True)
class _Call:
    role: Role
    model: str
    priority: Priority
    stream: Stream | None


@dataclass(slots=True)
class _Told:
    """Passes text on, and remembers that it did: what somebody has read can not be taken back."""

    stream: Stream
    begun: bool = False

    async def __call__(self, text: str) -> None:
        self.begun = True
        await self.stream(text)


async def _open(stack: AsyncExitStack, connect: Connect) -> aioredis.Redis:
    client = connect()
    stack.push_async_callback(client.aclose)
    return client


def _valid(kept: Reply | None, schema: Schema | None) -> Reply | None:
    """The kept reply, unless it breaks the schema: older versions kept whatever came."""
    if kept is None:
        return None
    try:
        data = None if schema is None else parsed(kept.text, schema)
    except Mismatch:
        return None
    return replace(kept, data=data, attempts=0)


def _joined(replies: Sequence[Reply], data: Any) -> Reply:
    """The last reply, with what all of them took."""
    return replace(
        replies[-1],
        data=data,
        tokens_in=sum(one.tokens_in for one in replies),
        tokens_out=sum(one.tokens_out for one in replies),
        milliseconds=sum(one.milliseconds for one in replies),
        attempts=sum(one.attempts for one in replies),
    )
