from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import redis.asyncio as aioredis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backend.core.buckets import Priority, Quota
from backend.core.ids import new_id
from backend.errors import Unavailable
from backend.llm.gate import Gate
from backend.llm.limits import Limits, OwnLimits, Place, SharedLimits

QUOTA = Quota(requests=600, tokens=60_000, slots=3)
STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from("abc"), st.sampled_from(["P0", "P1", "P2"]), st.integers(1, 70_000)),
    st.tuples(st.just("end"), st.sampled_from("abc"), st.integers(-500, 500)),
    st.tuples(st.sampled_from(["leave", "alive"]), st.sampled_from("abc")),
    st.tuples(st.just("pause"), st.sampled_from("abc"), st.integers(0, 40)),
)


def with_redis(url: str, scene: Callable[[aioredis.Redis], Awaitable[None]]) -> None:
    async def run() -> None:
        async with aioredis.Redis.from_url(url) as client:
            await scene(client)

    asyncio.run(run())


async def step(limits: Limits, model: str, now: float, kind: str, caller: str, *more: Any) -> float | None:
    place = Place(model, QUOTA, caller)
    if kind == "ask":
        return await limits.ask(place, more[0], more[1], now)
    if kind == "pause":
        return await limits.pause(place, now + more[0], now)
    if kind == "end":
        return await limits.end(place, more[0], now)
    return await (limits.leave if kind == "leave" else limits.alive)(place, now)


@examples(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), STEPS), min_size=1, max_size=40))
def test_redis_decides_exactly_as_the_core_does(redis_server: str, steps: list[tuple[int, tuple[Any, ...]]]) -> None:
    async def scene(client: aioredis.Redis) -> None:
        shared, own, model, now = SharedLimits(client), OwnLimits(), new_id(), 1_000.0
        for tenths, (kind, caller, *more) in steps:
            now += tenths / 10
            theirs = await step(shared, model, now, kind, caller, *more)
            ours = await step(own, model, now, kind, caller, *more)
            assert theirs == pytest.approx(ours, abs=1e-6)

    with_redis(redis_server, scene)


def test_two_processes_share_one_bucket(redis_server: str) -> None:
    async def scene(client: aioredis.Redis) -> None:
        quota = Quota(requests=600, tokens=1_000, slots=100)
        one, other = (Place("shared-" + name, quota, caller) for name, caller in [(run, "a"), (run, "b")])
        limits = SharedLimits(client)
        assert await limits.ask(one, "P1", 900, now=0) == 0
        assert await limits.ask(other, "P1", 900, now=0) > 0

    run = new_id()
    with_redis(redis_server, scene)


def test_a_wiped_redis_only_forgets(redis_server: str) -> None:
    async def scene(client: aioredis.Redis) -> None:
        limits, place = SharedLimits(client), Place(new_id(), QUOTA, "a")
        assert await limits.ask(place, "P1", 60_000, now=0) == 0
        await client.flushall()
        await limits.end(place, 0, now=1)
        assert await limits.ask(place, "P1", 60_000, now=1) == 0

    with_redis(redis_server, scene)


def test_a_missing_redis_is_said_in_a_sentence() -> None:
    async def scene(client: aioredis.Redis) -> None:
        with pytest.raises(Unavailable, match="Redis"):
            await SharedLimits(client).ask(Place("m", QUOTA, "a"), "P1", 1, now=0)

    with_redis("redis://127.0.0.1:1", scene)


def gate(limits: Limits, quota: Quota, caller: str = "here") -> Gate:
    return Gate(limits, Place("m", quota, caller), asyncio.get_running_loop().time)


def test_waiting_calls_go_on_by_themselves_after_refill_and_the_urgent_one_first() -> None:
    async def scene() -> list[str]:
        order: list[str] = []
        door = gate(OwnLimits(), Quota(requests=60_000, tokens=6_000, slots=50))

        async def call(name: str, priority: Priority, tokens: float) -> None:
            async with door.turn(priority, tokens):
                order.append(name)

        async with door.turn("P1", 6_000):  # all there is; 100 tokens flow in each second
            later = [asyncio.create_task(call(f"batch {number}", "P2", 3)) for number in range(3)]
            await asyncio.sleep(0)
            person = asyncio.create_task(call("person", "P0", 3))
            await asyncio.gather(person, *later)
        await door.close()
        return order

    assert asyncio.run(scene()) == ["person", "batch 0", "batch 1", "batch 2"]


def test_never_more_calls_run_than_the_model_allows() -> None:
    async def scene() -> int:
        door, running, most = gate(OwnLimits(), Quota(1e9, 1e9, 4)), 0, 0

        async def call() -> None:
            nonlocal running, most
            async with door.turn("P1", 1):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0)
                running -= 1

        await asyncio.gather(*(call() for _ in range(60)))
        await door.close()
        return most

    assert asyncio.run(scene()) == 4


def test_a_call_that_is_given_up_leaves_its_place_to_others() -> None:
    async def scene() -> None:
        limits = OwnLimits()
        door, quota = gate(limits, Quota(1e9, 1e9, 1)), Quota(1e9, 1e9, 1)
        async with door.turn("P1", 1):
            given_up = asyncio.create_task(door.turn("P0", 1).__aenter__())
            await asyncio.sleep(0)
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
        other = gate(limits, quota, "other")
        for each in (door, other):
            async with each.turn("P2", 1):
                pass
        await door.close()
        await other.close()

    asyncio.run(scene())


def test_calls_that_wait_when_redis_goes_away_are_told() -> None:
    class Gone(OwnLimits):
        async def ask(self, place: Place, priority: Priority, tokens: float, now: float) -> float:
            raise Unavailable("Redis does not answer.")

    async def scene() -> None:
        door = gate(Gone(), QUOTA)
        with pytest.raises(Unavailable):
            async with door.turn("P1", 1):
                pass
        await door.close()

    asyncio.run(scene())
