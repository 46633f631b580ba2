"""Model calls: 200 at a concurrency of 20, limits shared through Redis, against the ideal and a bare aiohttp client."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import redis.asyncio as aioredis
import uvicorn

from backend.llm.model import Model
from backend.llm.models import Models
from backend.llm.request import Message
from backend.supervise import redis_server
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import free_port, running
from tests.eventually import eventually
from tests.fakes.model_server import Act, FakeServer

CALLS = 200
AT_ONCE = 20
TEXT = "A line of a receipt, 12.50\n" * 500  # about 4,000 tokens
SCHEMA = {"type": "object", "properties": {"total": {"type": "string"}}, "required": ["total"]}


def run(quick: bool) -> list[Result]:
    """A fake model of 1 s latency in a process of its own, then one without latency for the processor time."""
    ideal = CALLS / AT_ONCE
    with TemporaryDirectory(prefix="winnow-bench-") as folder, _redis(Path(folder)) as redis_url:
        with fake_model(1.0) as url:
            wall, _ = asyncio.run(_measure(lambda: _ours(url, redis_url)))
        with fake_model(0.0) as url:
            _, cpu = asyncio.run(_measure(lambda: _ours(url, redis_url)))
            _, bare = asyncio.run(_measure(lambda: _bare(url)))
    name = f"{CALLS} model calls of 1 s, {AT_ONCE} at once"
    ratio = wall / ideal
    return [
        Result(name, wall, "s", f"ideal {ideal:.0f} s", ratio, "≤ 1.15 ×", ratio <= 1.15),
        Result(
            "processor time of a model call", cpu / CALLS * 1000, "ms", f"bare aiohttp {bare / CALLS * 1000:.2f} ms"
        ),
    ]


async def _measure(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Seconds by the clock and of this process's processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    return time.perf_counter() - wall, time.process_time() - cpu


async def _ours(url: str, redis_url: str) -> None:
    model = Model(provider="openai", model="fake", base_url=f"{url}/v1", concurrency=AT_ONCE, tokens_per_minute=10**9)
    models = Models([model], count_tokens=lambda text: len(text) // 4, connect=lambda: aioredis.from_url(redis_url))
    async with models:
        asked = [Message("user", TEXT)]
        replies = await asyncio.gather(*(models.complete("map", asked, schema=SCHEMA) for _ in range(CALLS)))
    assert all(reply.data == {"total": "12.50"} for reply in replies)


async def _bare(url: str) -> None:
    slots = asyncio.Semaphore(AT_ONCE)
    body = {"model": "fake", "messages": [{"role": "user", "content": TEXT}]}

    async def call() -> None:
        async with slots, client.post(f"{url}/v1/chat/completions", json=body) as answer:
            await answer.json()

    async with aiohttp.ClientSession() as client:
        await asyncio.gather(*(call() for _ in range(CALLS)))


@contextmanager
def _redis(data: Path) -> Iterator[str]:
    with running(redis_server.program(data).argv, {}, data / "redis.log"):
        eventually(lambda: redis_server.answers(redis_server.url(data)))
        yield redis_server.url(data)


@contextmanager
def fake_model(latency: float) -> Iterator[str]:
    """The URL of a model server of this latency, in a process of its own."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port, latency), daemon=True)
    process.start()
    try:
        url = f"http://127.0.0.1:{port}"
        eventually(lambda: asyncio.run(_answers(url)))
        yield url
    finally:
        process.terminate()
        process.join()


def _serve(port: int, latency: float) -> None:
    server = FakeServer(lambda seen: Act('{"total": "12.50"}'), latency)
    uvicorn.run(server, host="127.0.0.1", port=port, lifespan="off", log_config=None, ws="none")


async def _answers(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as client, client.post(f"{url}/v1/chat/completions", json={}) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
