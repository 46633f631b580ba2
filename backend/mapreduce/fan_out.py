"""Fan out: many pieces of work at once, each tried again by itself and failing by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.llm.errors import ModelFailed

Item = TypeVar("Item")
Result = TypeVar("Result")

ATTEMPTS = 2  # of one piece of work (R3.3)
BACKOFF = 1.0  # seconds before the second attempt; doubles


@dataclass(frozen=True)
class Hooks(Generic[Item, Result]):
    """What is told, one call at a time: `begins` before each attempt, and how it ended.

    Whatever a hook raises stops everything.
    """

    begins: Callable[[Item], None]
    done: Callable[[Item, Result], None]
    retried: Callable[[Item, Exception], None]
    failed: Callable[[Item, Exception], None]


async def fan_out(
    items: Iterable[Item],
    do: Callable[[Item], Awaitable[Result]],
    hooks: Hooks[Item, Result],
    *,
    workers: int,
    attempts: int = ATTEMPTS,
    backoff: float = BACKOFF,
    expected: tuple[type[Exception], ...] = (ModelFailed,),
) -> None:
    """Do `workers` items at a time, in their order. An `expected` error is one item's own; any other stops everything.

    An error that says trying again can not help (`retryable` is False) is not tried again.
    """
    waiting = iter(items)

    async def work() -> None:
        for item in waiting:  # shared: each worker takes the next one
            await _one(item, do, hooks, attempts, backoff, expected)

    with _first_error():
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, workers)):
                group.create_task(work())


async def _one(
    item: Item,
    do: Callable[[Item], Awaitable[Result]],
    hooks: Hooks[Item, Result],
    attempts: int,
    backoff: float,
    expected: tuple[type[Exception], ...],
) -> None:
    for attempt in range(1, attempts + 1):
        hooks.begins(item)
        try:
            result = await do(item)
        except expected as error:
            if attempt == attempts or not getattr(error, "retryable", True):
                hooks.failed(item, error)
                return
            hooks.retried(item, error)
            await asyncio.sleep(backoff * 2 ** (attempt - 1))
        else:
            hooks.done(item, result)
            return


@contextmanager
def _first_error() -> Iterator[None]:
    """Around a task group: its first error as itself, so that callers can catch it by its class."""
    try:
        yield
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None
