"""Threads: the synchronous work of requests, in pools by what it may have to wait for.

What waits for its turn to write, or for a search worker, keeps nobody waiting who only reads. Those that
compute share one interpreter with the event loop, so there are few of them; writers mostly wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal, TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

Pool = Literal["read", "write", "search"]
SIZES: dict[Pool, int] = {"read": 16, "write": 40, "search": 16}  # readers and searchers: READERS
Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


async def to_read(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what reads, and waits for nothing."""
    return await to_thread.run_sync(work, *arguments, limiter=_limit("read"))


async def to_write(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what writes to the database."""
    return await to_thread.run_sync(work, *arguments, limiter=_limit("write"))


async def to_search(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what asks a search worker."""
    return await to_thread.run_sync(work, *arguments, limiter=_limit("search"))


@cache
def _limit(pool: Pool) -> CapacityLimiter:
    return CapacityLimiter(SIZES[pool])
