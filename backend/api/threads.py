"""Threads: the synchronous work of requests, in pools by what it may have to wait for.

What waits for its turn to write, or for a search worker, keeps nobody waiting who only reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

AT_ONCE = 40  # in each pool
Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


async def to_read(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what reads, and waits for nothing."""
    return await to_thread.run_sync(work, *arguments, limiter=_pool("read"))


async def to_write(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what writes to the database."""
    return await to_thread.run_sync(work, *arguments, limiter=_pool("write"))


async def to_search(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """Run what asks a search worker."""
    return await to_thread.run_sync(work, *arguments, limiter=_pool("search"))


@cache
def _pool(_name: str) -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)
