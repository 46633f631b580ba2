"""Limits: the Line of each model, shared through Redis by all processes on all machines, or kept in this process alone.

The script is backend.core.buckets in Lua, so that a step is one round trip and nobody comes between; a test holds the
two together. Redis may be wiped at any moment: then the buckets are full and running calls are forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import redis.asyncio as aioredis
from redis.exceptions import RedisError

from backend.core import buckets
from backend.core.buckets import LEASE, MOMENT, SLOT_POLL, Line, Priority, Quota
from backend.errors import Unavailable

KEY = "winnow:model:"
KEPT_SECONDS = 3_600  # a line nobody asks for is forgotten: by then its buckets are full again

# KEYS: the line. ARGV: step, now, requests and tokens per minute, slots, caller, then what the step needs.
STEP = f"""
local step, now, caller = ARGV[1], tonumber(ARGV[2]), ARGV[6]
local requests, tokens, slots = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local stored = redis.call('GET', KEYS[1])
local line = stored and cjson.decode(stored)
  or {{requests = requests, tokens = tokens, at = now, paused_until = 0, ticket = 0, callers = {{}}}}
local answer = '0'

if step == 'ask' or step == 'end' then
  local passed = math.max(0, now - line.at) / 60
  line.requests = math.min(requests, line.requests + requests * passed)
  line.tokens = math.min(tokens, line.tokens + tokens * passed)
  line.at = math.max(line.at, now)
  for name, one in pairs(line.callers) do
    if one.seen <= now - {LEASE} then line.callers[name] = nil end
  end
end

local one = line.callers[caller]
if step == 'ask' then
  local priority, cost = ARGV[7], tonumber(ARGV[8])
  one = one or {{running = 0}}
  one.seen = now
  if one.priority ~= priority then
    line.ticket = line.ticket + 1
    one.priority, one.ticket = priority, line.ticket
  end
  one.tokens = cost
  line.callers[caller] = one
  local ahead, wanted, running = 0, math.min(cost, tokens), 0
  for name, other in pairs(line.callers) do
    running = running + other.running
    if name ~= caller and other.priority and (other.priority < priority
        or (other.priority == priority and other.ticket < one.ticket)) then
      ahead = ahead + 1
      wanted = wanted + math.min(other.tokens, tokens)
    end
  end
  local wait = math.max(0, line.paused_until - now, (1 + ahead - line.requests) * 60 / requests,
    (wanted - line.tokens) * 60 / tokens)
  if running + ahead >= slots then wait = math.max(wait, {SLOT_POLL}) end
  if wait > {MOMENT} then
    answer = string.format('%.17g', math.min(wait, {LEASE} / 3))
  else
    line.requests, line.tokens = line.requests - 1, line.tokens - cost
    one.running, one.priority, one.ticket, one.tokens = one.running + 1, nil, nil, nil
  end
elseif step == 'end' then
  line.tokens = math.min(tokens, line.tokens + tonumber(ARGV[7]))
  if one then one.running, one.seen = math.max(0, one.running - 1), now end
elseif step == 'leave' and one then
  one.priority, one.ticket, one.tokens = nil, nil, nil
elseif step == 'alive' and one then
  one.seen = now
elseif step == 'pause' then
  line.paused_until = math.max(line.paused_until, tonumber(ARGV[7]))
end
if one and one.running == 0 and not one.priority then line.callers[caller] = nil end
redis.call('SET', KEYS[1], cjson.encode(line), 'EX', {KEPT_SECONDS})
return answer
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One process in the line of one model."""

    model: str
    quota: Quota
    caller: str


class Limits(Protocol):
    """The steps of backend.core.buckets."""

    async def ask(self, place: Place, priority: Priority, tokens: float, now: float) -> float: ...
    async def end(self, place: Place, unused: float, now: float) -> None: ...
    async def leave(self, place: Place, now: float) -> None: ...
    async def alive(self, place: Place, now: float) -> None: ...
    async def pause(self, place: Place, until: float, now: float) -> None: ...


class OwnLimits:
    """For one process alone, without Redis."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    async def ask(self, place: Place, priority: Priority, tokens: float, now: float) -> float:
        line = self._line(place, now)
        self._lines[place.model], wait = buckets.ask(line, place.quota, place.caller, priority, tokens, now)
        return wait

    async def end(self, place: Place, unused: float, now: float) -> None:
        self._lines[place.model] = buckets.end(self._line(place, now), place.quota, place.caller, unused, now)

    async def leave(self, place: Place, now: float) -> None:
        self._lines[place.model] = buckets.leave(self._line(place, now), place.caller)

    async def alive(self, place: Place, now: float) -> None:
        self._lines[place.model] = buckets.alive(self._line(place, now), place.caller, now)

    async def pause(self, place: Place, until: float, now: float) -> None:
        self._lines[place.model] = buckets.pause(self._line(place, now), until)

    def _line(self, place: Place, now: float) -> Line:
        return self._lines.get(place.model) or buckets.full(place.quota, now)


class SharedLimits:
    """For all processes that use the same Redis. Raises Unavailable when it does not answer."""

    def __init__(self, redis: aioredis.Redis) -> None:
        self._script = redis.register_script(STEP)

    async def ask(self, place: Place, priority: Priority, tokens: float, now: float) -> float:
        return float(await self._step("ask", place, now, priority, tokens))

    async def end(self, place: Place, unused: float, now: float) -> None:
        await self._step("end", place, now, unused)

    async def leave(self, place: Place, now: float) -> None:
        await self._step("leave", place, now)

    async def alive(self, place: Place, now: float) -> None:
        await self._step("alive", place, now)

    async def pause(self, place: Place, until: float, now: float) -> None:
        await self._step("pause", place, now, until)

    async def _step(self, step: str, place: Place, now: float, *more: str | float) -> bytes:
        quota = place.quota
        values = [step, now, quota.requests, quota.tokens, quota.slots, place.caller, *more]
        try:
            answer: bytes = await self._script(keys=[KEY + place.model], args=[str(value) for value in values])
        except RedisError as error:
            raise Unavailable(
                "Redis, which keeps the limits of the models, does not answer. Start it, or wait until it is back."
            ) from error
        return answer
