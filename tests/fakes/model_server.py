"""A model server over HTTP that speaks the three protocols and does what a test tells it to, good or bad."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import uvicorn

from tests.eventually import eventually

Json = dict[str, Any]
STOPS = {
    "openai": {"whole": "stop", "cut": "length", "refused": "content_filter"},
    "anthropic": {"whole": "end_turn", "cut": "max_tokens", "refused": "refusal"},
    "gemini": {"whole": "STOP", "cut": "MAX_TOKENS", "refused": "SAFETY"},
}
WAIT = 30.0  # seconds that `until` is waited for


@dataclass(frozen=True)
class Act:
    """What the server does with one request.

    With a `raw` body it says just that. `stall` never goes on: "before" the answer, or in its "middle". In the middle
    it waits for `until`, if there is one. `hang_up` ends the connection in mid-reply. Without `usage` no tokens are
    counted.
    """

    text: str = "ok"
    ending: str = "whole"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    stall: str = ""
    hang_up: bool = False
    until: threading.Event | None = None
    usage: bool = True
    tokens_in: int = 11


def fail(status: int, message: str = "no", **headers: str) -> Act:
    """An error as all three protocols write it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Act(status=status, headers=named, raw=orjson.dumps({"error": {"message": message, "code": status}}))


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    protocol: str
    path: str
    headers: dict[str, str]
    body: Json

    @property
    def text(self) -> str:
        """All that was said to the model, the system's part first."""
        body = self.body
        system = body.get("system") or _parts(body.get("systemInstruction"))
        said = [one["content"] for one in body.get("messages", [])] + [_parts(one) for one in body.get("contents", [])]
        return "\n".join(filter(None, [system, *said]))


class FakeServer:
    """`next` acts come first, in order; then `answer` is asked, with the request. `seen` are all requests so far."""

    def __init__(self, answer: Callable[[Seen], Act] | None = None, latency: float = 0.0) -> None:
        self.url = "http://127.0.0.1:1"  # until it listens: nobody is there
        self.running = 0  # requests that it works on
        self.reset(answer, latency)

    def reset(self, answer: Callable[[Seen], Act] | None = None, latency: float = 0.0) -> None:
        """As if it were new."""
        self.answer = answer or (lambda seen: Act())
        self.latency = latency
        self.seen: list[Seen] = []
        self.most_at_once = 0
        self._acts: deque[Act] = deque()

    def next(self, *acts: Act) -> None:
        self._acts.extend(acts)

    def base_url(self, protocol: str) -> str:
        return f"{self.url}/v1" if protocol == "openai" else self.url

    async def __call__(self, scope: Json, receive: Any, send: Any) -> None:
        seen = await _seen(scope, receive)
        self.seen.append(seen)
        act = self._acts.popleft() if self._acts else self.answer(seen)
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            if self.latency:
                await asyncio.sleep(self.latency)
            await _perform(act, seen, receive, send)
        finally:
            self.running -= 1


@contextmanager
def serving(server: FakeServer) -> Iterator[FakeServer]:
    """Let it listen on a free port of this machine, in a thread of its own."""
    config = uvicorn.Config(server, host="127.0.0.1", port=0, lifespan="off", log_config=None, ws="none", backlog=512)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    eventually(lambda: running.started)
    host, port = running.servers[0].sockets[0].getsockname()[:2]
    server.url = f"http://{host}:{port}"
    try:
        yield server
    finally:
        running.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


async def _seen(scope: Json, receive: Any) -> Seen:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    path = scope["path"]
    protocol = "gemini" if ":" in path else "anthropic" if path.endswith("/messages") else "openai"
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    return Seen(protocol, path, headers, orjson.loads(body) if body else {})


async def _perform(act: Act, seen: Seen, receive: Any, send: Any) -> None:
    if act.stall == "before":
        return await _gone(receive)
    streamed = act.raw is None and (seen.body.get("stream") or "stream" in seen.path)
    kind = b"text/event-stream" if streamed else b"application/json"
    headers = [(b"content-type", kind), *((name.encode(), value.encode()) for name, value in act.headers.items())]
    await send({"type": "http.response.start", "status": act.status, "headers": headers})
    parts = _events(act, seen.protocol) if streamed else [_whole(act, seen.protocol) if act.raw is None else act.raw]
    if act.stall or act.hang_up or act.until:
        halves = parts[: len(parts) // 2 + 1] if streamed else [parts[0][: len(parts[0]) // 2]]
        for part in halves:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        if act.until:
            await asyncio.to_thread(act.until.wait, WAIT)
            parts = parts[len(halves) :] if streamed else [parts[0][len(halves[0]) :]]
        elif act.stall:
            return await _gone(receive)
        else:
            raise ConnectionError("hung up, as the test wants it")
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    return await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _whole(act: Act, protocol: str) -> bytes:
    stop, out = STOPS[protocol][act.ending], len(act.text.split())
    body: Json
    if protocol == "openai":
        body = {"choices": [{"message": {"role": "assistant", "content": act.text}, "finish_reason": stop}]}
        usage: Json = {"usage": {"prompt_tokens": act.tokens_in, "completion_tokens": out}}
    elif protocol == "anthropic":
        body = {"type": "message", "content": [{"type": "text", "text": act.text}], "stop_reason": stop}
        usage = {"usage": {"input_tokens": act.tokens_in, "output_tokens": out}}
    else:
        body = {"candidates": [{"content": {"parts": [{"text": act.text}]}, "finishReason": stop}]}
        usage = {"usageMetadata": {"promptTokenCount": act.tokens_in, "candidatesTokenCount": out}}
    return orjson.dumps(body | usage if act.usage else body)


def _events(act: Act, protocol: str) -> list[bytes]:
    """The reply word by word."""
    stop, words = STOPS[protocol][act.ending], re.findall(r"\S+\s*", act.text)
    usage_in, usage_out = act.tokens_in, len(words)
    if protocol == "openai":
        events: list[Json] = [{"choices": [{"delta": {"content": word}}]} for word in words]
        events.append({"choices": [{"delta": {}, "finish_reason": stop}]})
        if act.usage:
            events.append({"choices": [], "usage": {"prompt_tokens": usage_in, "completion_tokens": usage_out}})
    elif protocol == "anthropic":
        events = [{"type": "message_start", "message": {"usage": {"input_tokens": usage_in, "output_tokens": 1}}}]
        events += [{"type": "content_block_delta", "delta": {"type": "text_delta", "text": word}} for word in words]
        events.append({"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": usage_out}})
        events.append({"type": "message_stop"})
    else:
        events = [{"candidates": [{"content": {"parts": [{"text": word}]}}]} for word in words]
        events[-1]["candidates"][0]["finishReason"] = stop
        events[-1]["usageMetadata"] = {"promptTokenCount": usage_in, "candidatesTokenCount": usage_out}
    wire = [b"data: " + orjson.dumps(event) + b"\n\n" for event in events]
    return [b": hello\n\n", *wire, *([b"data: [DONE]\n\n"] if protocol == "openai" else [])]


def _parts(content: Json | None) -> str:
    return "".join(part["text"] for part in content["parts"]) if content else ""
