from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import orjson
import pytest
import redis.asyncio as aioredis

from backend import bootstrap
from backend.context import Context
from backend.events import log
from backend.events.hub import FEED_LENGTH, Hub, Lost
from backend.events.log import Entry, Event
from backend.work import publish

SECONDS = 20


def told(ctx: Context, *numbers: int, owner: str = "anna", subject: str = "upload-1") -> list[str]:
    return publish(ctx, [Event("upload.progressed", owner, {"number": number}, subject) for number in numbers])


@asynccontextmanager
async def running(ctx: Context) -> AsyncIterator[Hub]:
    async with Hub(bootstrap.connect_async(ctx.settings)) as hub:
        yield hub


async def collect(hub: Hub, after: str, until: Callable[[list[Entry]], bool], subject: str = "") -> list[Entry]:
    got: list[Entry] = []
    async with asyncio.timeout(SECONDS), aclosing(hub.follow("anna", subject, after)) as follow:
        async for entries in follow:
            got += entries
            if until(got):
                return got
    return got


def numbers(entries: list[Entry]) -> list[int]:
    return [orjson.loads(one.data)["number"] for one in entries]


def test_an_event_has_the_same_id_in_both_streams(ctx: Context) -> None:
    ids = told(ctx, 1, 2, 3)
    everything = [identity.decode() for identity, _ in ctx.redis.xrange(log.ALL)]
    own = [identity.decode() for identity, _ in ctx.redis.xrange(log.stream("upload-1"))]
    assert everything[1:] == ids
    assert own[1:] == ids


def test_a_viewer_sees_every_event_once_whenever_it_came(ctx: Context) -> None:
    async def scene() -> list[int]:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, *range(50))
            viewer = asyncio.create_task(collect(hub, start, lambda got: len(got) >= 300))
            for first in range(50, 300, 10):
                await asyncio.to_thread(told, ctx, *range(first, first + 10))
            return numbers(await viewer)

    assert asyncio.run(scene()) == list(range(300))


def test_a_viewer_that_comes_back_continues_behind_what_it_saw(ctx: Context) -> None:
    async def scene() -> tuple[list[int], list[int]]:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, 0, 1, 2)
            first = await collect(hub, start, lambda got: len(got) >= 3)
            await asyncio.to_thread(told, ctx, 3, 4)
            second = await collect(hub, first[-1].id, lambda got: len(got) >= 2)
            return numbers(first), numbers(second)

    assert asyncio.run(scene()) == ([0, 1, 2], [3, 4])


def test_a_slow_viewer_loses_its_place_in_the_feed_but_no_event(ctx: Context) -> None:
    assert asyncio.run(_slow(ctx)) == list(range(FEED_LENGTH * 2))


async def _slow(ctx: Context) -> list[int]:
    async with running(ctx) as hub:
        start = await hub.position()
        await asyncio.to_thread(told, ctx, 0)
        got: list[Entry] = []
        async with asyncio.timeout(SECONDS), aclosing(hub.follow("anna", "", start)) as follow:
            async for entries in follow:
                busy = not got
                got += entries
                if busy:  # while this viewer is busy, more comes than its feed holds
                    last = (await asyncio.to_thread(told, ctx, *range(1, FEED_LENGTH * 2)))[-1]
                    while hub._position != last:
                        await asyncio.to_thread(ctx.redis.ping)
                if len(got) >= FEED_LENGTH * 2:
                    return numbers(got)
    return []


def test_nobody_sees_the_events_of_others(ctx: Context) -> None:
    async def scene() -> list[int]:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, 1, owner="bert")
            await asyncio.to_thread(told, ctx, 2)
            return numbers(await collect(hub, start, lambda got: len(got) >= 1))

    assert asyncio.run(scene()) == [2]


def test_a_viewer_of_one_upload_sees_that_one_only(ctx: Context) -> None:
    async def scene() -> list[int]:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, 1, subject="upload-2")
            await asyncio.to_thread(told, ctx, 2)
            return numbers(await collect(hub, start, lambda got: len(got) >= 1, subject="upload-1"))

    assert asyncio.run(scene()) == [2]


def test_a_wiped_log_makes_viewers_take_a_snapshot(ctx: Context) -> None:
    async def scene() -> None:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, 1)
            async with asyncio.timeout(SECONDS), aclosing(hub.follow("anna", "", start)) as follow:
                assert numbers(await anext(follow)) == [1]
                await asyncio.to_thread(ctx.redis.flushdb)
                await asyncio.to_thread(told, ctx, 2)
                with pytest.raises(Lost):
                    await anext(follow)
            assert not await hub.can_resume("", start)

    asyncio.run(scene())


def test_a_position_that_was_trimmed_away_can_not_be_resumed(ctx: Context) -> None:
    async def scene() -> None:
        async with running(ctx) as hub:
            start = await hub.position()
            await asyncio.to_thread(told, ctx, 1)
            await asyncio.to_thread(ctx.redis.xtrim, log.ALL, maxlen=0)
            assert not await hub.can_resume("", start)
            assert not await hub.can_resume("", "not a position")

    asyncio.run(scene())


def test_viewers_live_on_when_the_hub_loses_its_connection(ctx: Context) -> None:
    async def scene() -> list[int]:
        async with running(ctx) as hub:
            start = await hub.position()
            viewer = asyncio.create_task(collect(hub, start, lambda got: len(got) >= 30))
            killer: aioredis.Redis = bootstrap.connect_async(ctx.settings)
            for first in range(0, 30, 10):
                await asyncio.to_thread(told, ctx, *range(first, first + 10))
                await killer.client_kill_filter(_type="normal", skipme=True)
            await killer.aclose(close_connection_pool=True)
            return numbers(await viewer)

    assert asyncio.run(scene()) == list(range(30))
