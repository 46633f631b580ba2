"""Attempt: one call to one model, when its limits allow it, in the words that this model understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Self

import aiohttp

from backend.core.buckets import Priority
from backend.core.clock import Clock
from backend.core.ids import new_id
from backend.llm import structured, wire
from backend.llm.errors import Rejected, TooLong
from backend.llm.gate import Gate
from backend.llm.limits import Limits, Place
from backend.llm.model import Model
from backend.llm.pool import Pool
from backend.llm.providers.registry import PROVIDERS
from backend.llm.request import Reply, Request
from backend.llm.wire import Said, Stream

# A server that cuts a request which is too long for it, and does not say so, counts far fewer tokens than we do.
# Counts of different vocabularies differ too, but not by so much; and no context is so small that it holds fewer
# tokens than CUT_TOKENS (a server that says 10 makes its numbers up).
CUT_FACTOR = 3
CUT_TOKENS = 1_000

CountTokens = Callable[[str], int]


class Attempts:
    """What the calls of one event loop share: connections, the gates of the models, and what each model rejected."""

    def __init__(self, pool: Pool, limits: Limits, count_tokens: CountTokens, clock: Clock) -> None:
        self._pool, self._limits, self._count, self._clock = pool, limits, count_tokens, clock
        self._caller = new_id()
        self._gates: dict[str, Gate] = {}
        self._without: defaultdict[str, set[str]] = defaultdict(set)
        self._client: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        self._client = wire.session()
        return self

    async def __aexit__(self, *_: object) -> None:
        for gate in self._gates.values():
            await gate.close()
        await self._client.close()

    async def attempt(self, model: Model, request: Request, priority: Priority, stream: Stream | None) -> Reply:
        """Ask once; a model that rejects an optional parameter is asked again without it. Raises ModelFailed."""
        counted = sum(self._count(one.content) for one in structured.asked(request).messages)
        if model.context_tokens is not None and counted > model.context_tokens:
            raise TooLong(
                f"The request has {counted} tokens, and {model.name} reads {model.context_tokens}. Use smaller batches "
                "or another model."
            )
        with self._pool.calling(model):
            said = await self._understood(model, request, counted, priority, stream)
            tokens_in = counted if said.tokens_in is None else said.tokens_in
            tokens_out = self._count(said.text) if said.tokens_out is None else said.tokens_out
            self._pool.answered(model, tokens_in, tokens_out, said.milliseconds)
            if CUT_TOKENS <= tokens_in < counted / CUT_FACTOR:
                raise TooLong(
                    f"{model.name} read only {tokens_in} of about {counted} tokens: its server cuts what is too long. "
                    "Give it a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), or use smaller batches."
                )
        return Reply(said.text, None, model.name, tokens_in, tokens_out, said.milliseconds, 1)

    async def pause(self, model: Model, seconds: float) -> None:
        """No process calls this model for so long."""
        await self._gate(model).pause(seconds)

    async def _understood(
        self, model: Model, request: Request, counted: int, priority: Priority, stream: Stream | None
    ) -> Said:
        known, schema = self._without[model.name], f"schema {request.schema_key()}"
        without = {"schema" if one == schema else one for one in known}
        while True:
            worded = structured.asked(request) if "schema" in without else request
            try:
                async with self._gate(model).turn(priority, counted + request.max_tokens) as turn:
                    said = await wire.send(self._client, model, worded, without, stream, self._clock)
                    if said.tokens_in is not None and said.tokens_out is not None:
                        turn.used = said.tokens_in + said.tokens_out
            except Rejected as error:
                without.add(_complaint(model, error, without))
            else:
                known |= {schema if one == "schema" else one for one in without}
                return said

    def _gate(self, model: Model) -> Gate:
        if model.name not in self._gates:
            place = Place(model.name, model.quota, self._caller)
            self._gates[model.name] = Gate(self._limits, place, lambda: self._clock().timestamp())
        return self._gates[model.name]


def _complaint(model: Model, error: Rejected, without: set[str]) -> str:
    """The optional parameter that the server complains about. Raises the error when it is none of them."""
    said = error.said.replace("_", "")
    for parameter, words in PROVIDERS[model.provider].OPTIONAL.items():
        if parameter not in without and any(word in said for word in words):
            return parameter
    raise error
