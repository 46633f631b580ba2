from __future__ import annotations

from backend.ask.presence import ALIVE_SECONDS, NAMES, WORKER, Presence, present
from backend.context import Context


def test_every_living_search_worker_is_known_by_name(ctx: Context) -> None:
    one, two = (Presence(ctx.redis, ctx.clock, pid) for pid in (11, 12))
    two.tell("busy", 3)
    two.tell("busy", 2)
    one.tell("idle")
    first, second = present(ctx.redis)
    assert (first.pid, first.state, first.answered) == (11, "idle", 0)
    assert (second.pid, second.state, second.answered) == (12, "busy", 5)
    assert first.name != second.name
    assert first.started_at <= first.last_seen_at


def test_who_leaves_is_gone_at_once_and_who_dies_soon(ctx: Context) -> None:
    one, two = (Presence(ctx.redis, ctx.clock, pid) for pid in (11, 12))
    one.tell("idle")
    two.tell("idle")
    [name] = [each.name for each in present(ctx.redis) if each.pid == 12]
    assert 0 < int(ctx.redis.ttl(WORKER + name)) <= ALIVE_SECONDS  # type: ignore[arg-type]
    one.leave()
    assert [each.pid for each in present(ctx.redis)] == [12]
    ctx.redis.delete(WORKER + name)  # as its expiry does
    assert present(ctx.redis) == []
    assert not ctx.redis.exists(NAMES)


def test_a_worker_that_was_slow_is_seen_again(ctx: Context) -> None:
    one = Presence(ctx.redis, ctx.clock, 11)
    one.tell("idle")
    ctx.redis.flushall()
    assert present(ctx.redis) == []
    one.tell("idle")
    assert [each.pid for each in present(ctx.redis)] == [11]
