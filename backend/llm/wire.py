"""Wire: sends one request to one model over HTTP and reads its reply, whole or as it comes. No retries here.

A thin client on aiohttp, because a process with hundreds of calls in flight must not spend itself on the client;
docs/decisions/0004-model-client.md has the figures.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import orjson

from backend.core.clock import Clock
from backend.llm.address import CheckedResolver
from backend.llm.errors import Broken, CutOff, ModelFailed, Nonsense, Refused, TimedOut, Unreachable
from backend.llm.failure import failure
from backend.llm.model import Model
from backend.llm.providers.base import Json, Piece, Without
from backend.llm.providers.registry import PROVIDERS
from backend.llm.request import Request
from backend.version import VERSION

MAX_ERROR = 1024 * 1024  # bytes
MAX_REPLY = 32 * 1024 * 1024  # bytes; no reply within any limit of tokens is larger
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)  # JSON of a shape that no reply has

Stream = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Said:
    """What came back: the whole text, its tokens where the server counted them, and how long it took."""

    text: str
    tokens_in: int | None
    tokens_out: int | None
    milliseconds: int


def session() -> aiohttp.ClientSession:
    """A client for one event loop: no cookies, no proxies of the environment, only addresses that are allowed."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, resolver=CheckedResolver(), ttl_dns_cache=60),
        cookie_jar=aiohttp.DummyCookieJar(),
        json_serialize=lambda body: orjson.dumps(body).decode(),
        headers={"User-Agent": f"winnow/{VERSION}"},
    )


async def send(
    client: aiohttp.ClientSession, model: Model, request: Request, without: Without, stream: Stream | None, clock: Clock
) -> Said:
    """Ask once. Raises a ModelFailed; `stream` is given the text as it comes."""
    provider = PROVIDERS[model.provider]
    server = f"{model.name} ({model.base_url})"
    streaming = stream is not None
    # `sock_read` bounds the wait for the first token and for each further one; a whole reply comes in one piece
    timeout = aiohttp.ClientTimeout(
        total=model.total_seconds,
        sock_connect=model.connect_seconds,
        sock_read=model.first_token_seconds if stream else None,
    )
    started = time.monotonic()
    try:
        async with client.post(
            model.base_url.rstrip("/") + provider.path(model.model, stream=streaming),
            json=provider.body(model.model, request, without, stream=streaming),
            headers=provider.headers(model.api_key.get_secret_value()),
            timeout=timeout,
            allow_redirects=False,
        ) as answer:
            reader = _Reader(model, answer, clock)
            if answer.status != 200:
                raise await reader.failed()
            said = await (reader.streamed(stream) if stream else reader.whole())
    except aiohttp.ClientConnectorCertificateError as error:
        raise Unreachable(f"The certificate of {server} is not valid. Correct it, or base_url.") from error
    except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
        raise Unreachable(f"The server of {server} can not be reached. Start it, or check base_url.") from error
    except TimeoutError as error:
        raise TimedOut(f"{server} did not answer in time. Use smaller batches, or allow it more seconds.") from error
    except aiohttp.ClientError as error:
        raise Broken(f"The connection to {server} ended before the reply was complete. Try again.") from error
    return replace(said, milliseconds=round((time.monotonic() - started) * 1000))


@dataclass(frozen=True, slots=True)
class _Reader:
    model: Model
    answer: aiohttp.ClientResponse
    clock: Clock

    async def whole(self) -> Said:
        body = await self._body(MAX_REPLY)
        payload = self._loaded(body)
        try:
            piece = PROVIDERS[self.model.provider].reply(payload)
        except UNREADABLE as error:
            raise self._nonsense() from error
        return _complete(self.model, piece)

    async def streamed(self, stream: Stream) -> Said:
        whole, parts = Piece(), []
        async for event in self._events():
            try:
                piece = PROVIDERS[self.model.provider].piece(event)
            except UNREADABLE as error:
                raise self._nonsense() from error
            if piece.text:
                parts.append(piece.text)
                await stream(piece.text)
            whole = Piece(
                "",
                piece.ending or whole.ending,
                whole.tokens_in if piece.tokens_in is None else piece.tokens_in,
                whole.tokens_out if piece.tokens_out is None else piece.tokens_out,
            )
        return _complete(self.model, replace(whole, text="".join(parts)))

    async def failed(self) -> ModelFailed:
        """The error that an answer with another status than 200 is."""
        body = await self._body(MAX_ERROR)
        return failure(self.model, self.answer.status, self.answer.headers, body, self.clock())

    async def _events(self) -> AsyncIterator[Json]:
        """The JSON of Server-Sent Events, whose data is one line each in all three protocols."""
        rest, size = b"", 0
        async for received in self.answer.content.iter_any():
            size += len(received)
            if size > MAX_REPLY:
                raise self._nonsense()
            *lines, rest = (rest + received).split(b"\n")
            for line in lines:
                if data := _data(line):
                    yield self._loaded(data)
        if data := _data(rest):
            yield self._loaded(data)

    async def _body(self, limit: int) -> bytes:
        body = bytearray()
        async for received in self.answer.content.iter_any():
            body += received
            if len(body) > limit:
                raise self._nonsense()
        return bytes(body)

    def _loaded(self, body: bytes) -> Json:
        """JSON that is an object and no error; servers report errors with status 200, or in mid-stream, too."""
        try:
            payload: Any = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise self._nonsense() from error
        if not isinstance(payload, dict):
            raise self._nonsense()
        if problem := payload.get("error"):
            code = problem.get("code") if isinstance(problem, dict) else None
            status = code if isinstance(code, int) and code >= 400 else 500
            raise failure(self.model, status, self.answer.headers, body, self.clock())
        return payload

    def _nonsense(self) -> Nonsense:
        return Nonsense(
            f"The server of {self.model.name} ({self.model.base_url}) answered with something that is no reply. Check "
            f"that base_url leads to a server of the {self.model.provider} protocol."
        )


def _data(line: bytes) -> bytes:
    """The data of a line of Server-Sent Events; empty when it has none."""
    data = line.removeprefix(b"data:").strip() if line.startswith(b"data:") else b""
    return b"" if data == b"[DONE]" else data


def _complete(model: Model, piece: Piece) -> Said:
    """The reply, if it is one: ended by itself, not refused, not empty."""
    if piece.ending == "refused":
        raise Refused(f"{model.name} refused to answer. Ask in other words, or use another model.")
    if piece.ending == "cut":
        raise CutOff(
            f"The reply of {model.name} was cut off at its limit of tokens. Ask for less, or allow longer replies.",
            piece.text,
        )
    if not piece.ending:
        raise Broken(f"The connection to {model.name} ended before the reply was complete. Try again.")
    if not piece.text.strip():
        raise Nonsense(f"The reply of {model.name} is empty. Try again; if it stays so, the request may be too long.")
    return Said(piece.text, piece.tokens_in, piece.tokens_out, 0)
