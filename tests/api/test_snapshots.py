"""Snapshots: made once for all who come at once, and anew when something has happened."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest

from backend import bootstrap
from backend.api import snapshots as snapshots_module
from backend.api.snapshots import Snapshot, Snapshots
from backend.context import Context
from backend.errors import NotFound
from backend.events.hub import Hub
from backend.events.log import Event
from backend.work import publish


class Counted:
    """A state whose readings are counted, and wait until they may go on."""

    def __init__(self) -> None:
        self.readings = itertools.count(1)
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self) -> dict[str, Any]:
        number = next(self.readings)
        assert self.go_on.wait(30)
        return {"reading": number}


def with_snapshots(ctx: Context, use: Callable[[Snapshots], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Hub(bootstrap.connect_async(ctx.settings)) as hub:
            await use(Snapshots(hub))

    asyncio.run(run())


def reading_of(snapshot: Snapshot) -> int:
    lines = dict(line.split(b": ", 1) for line in snapshot.sent.splitlines() if line)
    assert lines[b"id"].decode() == snapshot.position
    assert lines[b"event"] == b"snapshot"
    return int(orjson.loads(lines[b"data"])["reading"])


def test_a_thousand_who_come_at_once_get_the_same_one(ctx: Context) -> None:
    async def use(snapshots: Snapshots) -> None:
        state = Counted()
        taken = await asyncio.gather(*(snapshots.take("me", "", state) for _ in range(1_000)))
        assert {id(each.sent) for each in taken} == {id(taken[0].sent)}
        assert reading_of(taken[0]) == 1

    with_snapshots(ctx, use)


def test_who_comes_while_it_is_made_waits_for_it(ctx: Context) -> None:
    async def use(snapshots: Snapshots) -> None:
        state = Counted()
        state.go_on.clear()
        first = asyncio.create_task(snapshots.take("me", "", state))
        await asyncio.sleep(0)
        publish(ctx, [Event("job.queued", "me")])
        second = asyncio.create_task(snapshots.take("me", "", state))
        await asyncio.sleep(0)
        state.go_on.set()
        assert await first is await second

    with_snapshots(ctx, use)


def test_when_something_has_happened_it_is_made_anew(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots_module, "KEPT_SECONDS", 60)

    async def use(snapshots: Snapshots) -> None:
        state = Counted()
        first = await snapshots.take("me", "", state)
        assert await snapshots.take("me", "", state) is first
        publish(ctx, [Event("job.queued", "me")])
        second = await snapshots.take("me", "", state)
        assert (reading_of(first), reading_of(second)) == (1, 2)
        assert first.position != second.position

    with_snapshots(ctx, use)


def test_nobody_gets_that_of_another_user_or_address(ctx: Context) -> None:
    async def use(snapshots: Snapshots) -> None:
        state = Counted()
        keys = [("me", "/events"), ("you", "/events"), ("me", "/uploads/1/events")]
        taken = await asyncio.gather(*(snapshots.take(*key, state) for key in keys))
        assert sorted(map(reading_of, taken)) == [1, 2, 3]

    with_snapshots(ctx, use)


def test_one_that_fails_fails_for_all_and_is_tried_again(ctx: Context) -> None:
    async def use(snapshots: Snapshots) -> None:
        def gone() -> dict[str, Any]:
            raise NotFound("It was deleted.")

        both = await asyncio.gather(
            *(snapshots.take("me", "", gone) for _ in range(2)),
            return_exceptions=True,
        )
        assert [type(each) for each in both] == [NotFound, NotFound]
        assert reading_of(await snapshots.take("me", "", Counted())) == 1

    with_snapshots(ctx, use)


def test_one_viewer_that_leaves_takes_nothing_from_the_others(ctx: Context) -> None:
    async def use(snapshots: Snapshots) -> None:
        state = Counted()
        state.go_on.clear()
        leaving, staying = (asyncio.create_task(snapshots.take("me", "", state)) for _ in range(2))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        state.go_on.set()
        assert reading_of(await staying) == 1

    with_snapshots(ctx, use)
